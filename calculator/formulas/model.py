"""What a calculator is: its words, its inputs, its outputs, and the formulas that lead from the first to the last.

A formula is a function named for what it gives, whose parameters are named for what they take: inputs, other formulas, or thresholds of
the data. A parameter whose default is None may be None; None for any other makes the whole formula None.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from operator import itemgetter
from types import SimpleNamespace
from typing import Any, NamedTuple

from calculator.data import thresholds
from calculator.formulas.said import Said
from calculator.formulas.tree import OPERATORS, Node, explore, nodes, unwrapped
from calculator.formulas.words import Name
from calculator.inputs.kinds import Boolean, Input
from calculator.inputs.vocabulary import VOCABULARY
from calculator.numbers.decimals import Numeric
from calculator.numbers.display import as_given, in_sentence
from calculator.numbers.units import Unit, inside, unit_of

# What gives a number wherever it gets numbers.
SURE = {*OPERATORS, "id", "number", "text", "if", "yes", "no", "known", "each", "column", "share", "percent", "least", "most", "rounded_up"}
SURE |= {"total", "compounded", "running", "discounted", "at", "rises_each", "numbered", "largest", "monthly", "count_of", "count_true"}
SURE |= {"count_positive", "ln", "run_at_least", "rounded_down", "square_root", "deviations", "levelled", "item", "month_of_highest"}
SURE |= {"above", "exceeded", "above_hours", "exceeded_hours", "by_average", "exponential", "smallest", "on_hours"}
DAY = "day"  # the formula for the day whose figures are used, where a calculator has one
DATA = "data"  # the input for the day whose prices count, where a calculator has prices
DATES = "Dates"
TODAY = "today"  # the input of every calculator from which the day to look again is reckoned
FLIPS = "flips"  # the parameter by which a formula asks for what turns the verdict
VIEW = "v"  # that by which sentences and tables ask for all values
View = SimpleNamespace  # the values of all inputs and formulas, by id
TRACED = ("value", "choice", "yes-no")  # the kinds of output whose formula is written out


def given(v: View, id: str) -> str:
    """An input as the reader gave it, with all its digits and its unit."""
    return VOCABULARY[id].words(getattr(v, id))


def fact(v: View, id: str) -> str:
    """An input by its label, and what the reader gave: Growth of usage: 60 % a year. A question is answered."""
    label = VOCABULARY[id].label
    return f"{label}{'' if label.endswith('?') else ':'} {given(v, id)}"


def arguments_of(parameters: tuple[str, ...]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """What takes the arguments of a function from all values, in a third of the time that a list of them takes."""
    if len(parameters) > 1:
        return itemgetter(*parameters)
    return lambda values: tuple(values[id] for id in parameters)


class Formula:
    """A function and its words.

    `function` computes it; its name is the id, and its arguments' names are those of its parameters, unless they are given. `label` stands before the value, `term` inside another formula where the label does not do.
    `words`, by hand, and `numbers`, which writes the same with the numbers put in from the values of all formulas, stand where those of the tree
    would not help a reader. `options` are the words of the answers of a decision. `is_found`: the function is no formula but looks something up, so it is never taken apart; where it only chooses among the reader's own numbers, `sheet` is its form in a spreadsheet, {id} the cell or the range of a parameter and {id.key} that of one key of an input's records. `source` is an id of sources.json, or finds one in the values.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        label: str,
        *,
        id: str = "",
        parameters: tuple[str, ...] | None = None,
        term: str = "",
        none: str = "unknown",
        words: str = "",
        numbers: Callable[[View], str] | None = None,
        source: str | Callable[[View], str] = "",
        options: dict[str, str] | None = None,
        is_found: bool = False,
        sheet: str = "",
    ):
        plain = unwrapped(function)
        code, defaults = plain.__code__, plain.__defaults__ or ()
        self.function, self.label, self.none, self.words, self.numbers, self.source = function, label, none, words, numbers, source
        self.is_found, self.sheet, self.options = is_found, sheet, options or {}
        self.id, self.term = id or function.__name__, term or inside(label)
        self.parameters = parameters or code.co_varnames[: code.co_argcount]
        self.needed = self.parameters[: len(self.parameters) - len(defaults)]
        self.guarded = self.needed  # of these, those that may be None
        self.arguments = arguments_of(self.parameters)

    @cached_property
    def tree(self) -> Any:
        """All branches of the formula, a Node; None where the function is none. Any, since the kind of an output says which, and no type does."""
        is_none = self.is_found or not {VIEW, FLIPS}.isdisjoint(self.parameters)
        return None if is_none else explore(self.function, self.parameters)


class Output:
    """One output: `of` is its formula's function, named as the output's id; or the id, `by` a function of another name or by the engine.

    `kind`: "value" (a number or None), "choice" (one of `options`), "yes-no", "text" (list of sentences), "word" (of a table), "record",
    "table" (list of records; `columns` are Outputs), "flips" (input id -> the nearest value that turns the verdict, what it gives, and its words; or None). `none` is
    the sentence for None. `key` marks the figures that stand beside the headline. `endless`: None stands for later, or
    more, than any number. `shown`: stands on the page, not only in JSON.

    A table either has a formula that gives its rows whole; or its columns have formulas, each of which gives a list; or `rows`, a function
    like a formula, gives what is particular to each row, and the formulas of the columns are solved again with that; `ordered` is the column by which
    they stand. The other words are those of Formula.
    """

    def __init__(
        self,
        of: Callable[..., Any] | str,
        label: str,
        *,
        kind: str = "value",
        none: str = "unknown",
        options: dict[str, str] | None = None,
        columns: tuple["Output", ...] = (),
        rows: Callable[..., Any] | None = None,
        by: Callable[..., Any] | None = None,
        ordered: str = "",
        key: bool = False,
        endless: bool = False,
        shown: bool = True,
        term: str = "",
        **words: Any,
    ):
        function = by if isinstance(of, str) else of
        self.term = term or inside(label)
        # A Formula, or None. Any, since the kind of an output says which, and no type does.
        self.formula: Any = Formula(function, label, none=none, term=self.term, options=options, **words) if function else None
        self.rows = Formula(rows, label, is_found=True) if rows else None
        self.id = of if isinstance(of, str) else of.__name__
        self.label, self.kind, self.none, self.options, self.columns = label, kind, none, options or {}, columns
        self.ordered = ordered
        self.key, self.endless, self.shown = key, endless, shown

    @property
    def unit(self) -> Unit:
        return unit_of(self.id)

    def words(self, value: Any, number: Callable[[Numeric, Unit], str] = in_sentence) -> str:
        """A value in words, not yet escaped. `number` writes one: in_table, in_trace, in_prose or in_sentence of calculator.numbers.display."""
        if value is None:
            return self.none
        if self.kind == "value":
            return number(value, self.unit)
        if self.kind == "choice":
            return self.options[value]
        if self.kind == "yes-no":
            return "Yes" if value else "No"
        if self.kind == "record":
            return ", ".join(f"{column.label} {column.words(value[column.id])}" for column in self.columns)
        return str(value)

    def chosen(self, option: str) -> str:
        """An option of a decision over draws in words; `none` where it has no answer."""
        return option.capitalize() if self.kind == "yes-no" else self.options.get(option, self.none)

    def describe(self) -> dict[str, Any]:
        described: dict[str, Any] = {"id": self.id, "label": self.label, "kind": self.kind, "unit": self.unit.words}
        if self.columns:
            described["columns"] = [column.describe() for column in self.columns]
        if self.options:
            described["options"] = dict(self.options)
        return described


def may_be_none(formula: Formula) -> bool:
    """Whether a formula may give None though nothing that it needs is: by its own words, or since a function in it may find nothing."""
    if formula.tree is None:
        return True
    return any(
        part.op == "none" or part.op not in SURE or (part.op == "id" and part.parts[0] not in formula.needed)
        for part in nodes(formula.tree)
    )


class Needed(NamedTuple):
    """A rule between fields: `field` must be given where the choice `where` is "own", if the number `used` is above 0 or there is none, and not where
    `instead` is given."""

    field: str
    where: str
    used: str = ""
    instead: str = ""


class Given(NamedTuple):
    """A rule between fields: `field` must be given where `lacks` finds among the values that it is asked for; `why` is the end of that sentence."""

    field: str
    lacks: Callable[[Mapping[str, Any]], bool]
    why: str


class Ordered(NamedTuple):
    """A rule between fields: `higher` must be at least `lower`."""

    lower: str
    higher: str


class Enough(NamedTuple):
    """A rule: the number `field` must be 0 or at least what `least` finds among the values; `why` is the sentence for it, with {least}."""

    field: str
    least: Callable[[Mapping[str, Any]], int]
    why: str


class Within(NamedTuple):
    """A rule: the number `field`, where there is one, must lie between what `least` and `most` find among the values; `why` is the sentence for it.

    Of a draw, what lies beyond counts as the bound, as it does where an input's own bounds are passed: nobody typed it.
    """

    field: str
    least: Callable[[Mapping[str, Any]], Any]
    most: Callable[[Mapping[str, Any]], Any]
    why: str


class Allowed(NamedTuple):
    """A rule: `refused` finds among the values the field and the rule that are broken, and of a list what in it breaks it; None where none is."""

    refused: Callable[[Mapping[str, Any]], tuple[str, str] | tuple[str, str, Any] | None]


class AtLeast(NamedTuple):
    """A rule: the number `field` must be at least what `least` finds among the values, 0 where nothing asks for more; `why` says what asks for it.

    Of a draw, what lies below counts as that.
    """

    field: str
    least: Callable[[Mapping[str, Any]], Any]
    why: Callable[[Mapping[str, Any]], str]


Rule = Needed | Given | Ordered | Enough | Within | Allowed | AtLeast


class Calculator:
    """A calculator. `code` is its durable short name (F3), `id` its name in Python, URLs and docs.

    `folded` are the inputs that are assumptions rather than the reader's facts, by the titles of their groups: a page shows them folded.
    `defaults` are those of inputs for which this calculator needs another one than the vocabulary's.
    `said` and `warnings` make words of the values of all inputs and formulas, by id. `steps` are the formulas that lead to the outputs, `rules` what two fields must hold together. `verdict`
    is the id of the choice among the outputs that is the decision, "" where there is none; `spread` that of the number whose spread is
    put down to the inputs, by default the first key figure. `unturned` are inputs that nobody changes alone, since others are parts of them: what would turn the verdict leaves them out. Ranges are answered with `samples` sets of inputs, by the formulas or, where that is too
    slow, by `sampled`, which takes a list of floats per input and gives a list per output. `pictures` makes of the same values
    what calculator.faces.charts draws.
    """

    def __init__(
        self,
        *,
        id: str,
        code: str,
        group: str,
        title: str,
        question: str,
        inputs: tuple[str, ...],
        outputs: tuple[Output, ...],
        said: Callable[[View], Said],
        folded: Mapping[str, tuple[str, ...]] | None = None,
        warnings: Callable[[View], list[str]] = lambda v: [],
        defaults: Mapping[str, Any] | None = None,
        steps: tuple[Formula, ...] = (),
        rules: tuple[Rule, ...] = (),
        verdict: str = "",
        spread: str = "",
        unturned: tuple[str, ...] = (),
        samples: int = 2_000,
        sampled: Callable[[dict[str, list[Any]], int], dict[str, list[Any]]] | None = None,
        pictures: Callable[[View], list[Any]] = lambda v: [],
    ):
        self.id, self.code, self.group, self.title, self.question = id, code, group, title, question
        self.inputs, self.outputs, self.steps, self.rules, self.defaults = (*inputs, TODAY), outputs, steps, rules, defaults or {}
        self.folded = {**(folded or {}), DATES: tuple(id for id in (DATA, TODAY) if id in self.inputs)}
        self.said, self.warnings, self.verdict, self.spread, self.unturned = said, warnings, verdict, spread, unturned
        self.samples, self.sampled, self.pictures = samples, sampled, pictures
        self._names: dict[str, Name] = {}
        self.written: dict[Node, str] = {}  # the words of a branch or a condition of a formula
        self.places: dict[Node, list[str] | None] = {}  # the text around the numbers of a branch
        self.by_id = {output.id: output for output in outputs}
        self.made = {output.formula.id: output for output in outputs if output.formula}  # the outputs by the ids of their formulas

    @cached_property
    def declared(self) -> dict[str, Input]:
        """The declarations of the inputs, by id, with the defaults that they have here."""
        return {id: VOCABULARY[id].with_default(self.defaults[id]) if id in self.defaults else VOCABULARY[id] for id in self.inputs}

    @cached_property
    def formulas(self) -> dict[str, Formula]:
        """Every formula by its id, none before those that it needs."""
        tables = [part for output in self.outputs for part in (output.rows, *(column.formula for column in output.columns)) if part]
        given = {formula.id: formula for formula in (*tables, *self.steps, *(output.formula for output in self.outputs if output.formula))}
        self.check_names(given)
        ordered: dict[str, Formula] = {}

        def enter(id: str) -> None:
            if id in given and id not in ordered:
                for parameter in given[id].parameters:
                    enter(parameter)
                ordered[id] = given[id]

        for id in given:
            enter(id)
        optional = {id for id in self.inputs if VOCABULARY[id].default is None}
        for id, formula in ordered.items():
            formula.guarded = tuple(parameter for parameter in formula.needed if parameter in optional)
            if formula.guarded or formula.is_found or may_be_none(formula):
                optional.add(id)
        return ordered

    def check_names(self, given: Mapping[str, Formula]) -> None:
        """ValueError that names an input or a parameter that there is not."""
        for id in self.inputs:
            if id not in VOCABULARY:
                raise ValueError(f"{self.id} takes the input {id}, which the vocabulary does not have")
        there = {*self.inputs, *given, *self.of_rows, *thresholds, FLIPS, VIEW}
        for formula in given.values():
            for parameter in formula.parameters:
                if parameter not in there:
                    raise ValueError(
                        f"{self.id}: {formula.id} takes {parameter}, which is no input of it, no formula of its outputs or steps, and no threshold"
                    )

    @cached_property
    def of_rows(self) -> dict[str, Output]:
        """The columns that the rows of tables give, by id."""
        columns = [column for output in self.outputs if output.rows for column in output.columns]
        return {column.id: column for column in columns if not column.formula and column.kind != "word"}

    @cached_property
    def _in_rows(self) -> frozenset[str]:
        found = set(self.of_rows)
        for id, formula in self.formulas.items():
            if found.intersection(formula.parameters):
                found.add(id)
        return frozenset(found)

    def in_rows(self, id: str) -> bool:
        """Whether a formula hangs on the row of a table, and has no value outside it."""
        return id in self._in_rows

    def change(self, flip: Mapping[str, Any] | None) -> str:
        """What an input alone would have to be, and the answer that this gives: about $4,200 a month: hybrid."""
        if flip is None:
            return "no value of this alone"
        return f"{flip['words']}: {inside(self.by_id[self.verdict].options[flip['verdict']])}"

    def names(self, id: str) -> Name:
        """How an input, a formula or a threshold stands in a formula."""
        if id not in self._names:
            self._names[id] = self._name(id)
        return self._names[id]

    def _name(self, id: str) -> Name:
        if id in self.formulas:
            formula = self.formulas[id]
            return Name(formula.term, unit_of(id), formula.options, formula.none)
        if id in VOCABULARY:
            declared = VOCABULARY[id]
            answers = {"yes": declared.yes, "no": declared.no} if isinstance(declared, Boolean) else getattr(declared, "options", {})
            return Name(declared.term or inside(declared.label), declared.unit, answers, "not given")
        if id in self.of_rows:
            return Name(self.of_rows[id].term, unit_of(id), self.of_rows[id].options, self.of_rows[id].none)
        value, unit = thresholds[id].value, unit_of(id)
        return Name(inside(thresholds[id].label) if isinstance(value, list) else as_given(value, unit._replace(after="")), unit)
