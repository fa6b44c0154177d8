"""How each number came about: the tree of formulas that led to it, each in words and with its numbers put in."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

from calculator.data import thresholds
from calculator.formulas.model import DAY, TRACED, Calculator, Formula, Output
from calculator.formulas.tree import Node, branch, evaluated
from calculator.formulas.words import COMPARED, WithNumbers, Writer, opposite, rules
from calculator.numbers.decimals import plain
from calculator.numbers.units import NO_UNIT, inside, spoken, unit_of


class Trace(NamedTuple):
    """How one value came about: a node of the computation tree. Result.trace has such nodes as dicts.

    - `label`: what the value is, as the site calls it.
    - `formula`: the formula in words, of the branch that gave the value.
    - `numbers`: the same with the numbers put in.
    - `value`: what it comes to: a number, text, True or False, or None for never or not known.
    - `source`: where a rule or a figure comes from, an id of the package's data/sources.json; "" where nothing but arithmetic is behind it.
    - `output`: the id of the output that this node explains, `rows.3.usd_month` for the value of a table; "" for a step on the way.
    - `unit`: an ending of ids, such as "usd_month", where the output's id does not tell the unit.
    - `steps`: the nodes that it was made from, a tuple.
    """

    label: str
    formula: str
    numbers: str
    value: object
    source: str = ""
    output: str = ""
    unit: str = ""
    steps: tuple["Trace", ...] = ()

    def to_dict(self) -> dict:
        """The same as a dict, for JSON, `steps` as a list of dicts."""
        return {
            "label": self.label,
            "formula": self.formula,
            "numbers": self.numbers,
            "value": plain(self.value),
            "source": self.source,
            "output": self.output,
            "unit": self.unit,
            "steps": [step.to_dict() for step in self.steps],
        }


def because(calculator: Calculator, values: Mapping, conditions: list[tuple[Node, bool]]) -> tuple[str, str]:
    """The conditions that held, in words and in numbers."""
    held = [condition if answer else opposite(condition) for condition, answer in conditions]
    words, numbers = Writer(calculator.names), WithNumbers(calculator.names, values)
    return " and ".join(map(words.condition, held)), "; ".join(map(numbers.condition, held))


def missing(calculator: Calculator, formula: Formula, values: Mapping) -> str:
    """The parameter whose None makes the formula None, "" where none does."""
    return next((id for id in formula.needed if values[id] is None), "")


def written(calculator: Calculator, formula: Formula, values: Mapping, value: object, is_choice: bool) -> tuple[str, str]:
    """(formula in words, numbers put in) of the value that it has."""
    none = formula.none.partition(":")[0]
    if lacking := missing(calculator, formula, values):
        name = calculator.names(lacking)
        why = f"{name.words}: {name.none.partition(':')[0]}"
        return f"{none}, as is {name.words}", why
    view = SimpleNamespace(**values)
    if formula.is_found:
        return formula.words, formula.numbers(view) if formula.numbers else ""
    leaf, conditions = branch(formula.tree, values)
    if is_choice or formula.options:
        return formula.words or decision(calculator, formula), because(calculator, values, conditions)[1]
    if formula.words and leaf.op not in ("none", "number"):
        words = f"{formula.none}: {formula.words}" if value is None else formula.words
        return words, formula.numbers(view) if formula.numbers else WithNumbers(calculator.names, values).write(leaf)
    if leaf.op in ("none", "number") and conditions:
        words, numbers = because(calculator, values, conditions)
        return f"{none if leaf.op == 'none' else leaf.parts[1]}, since {words}", numbers
    if leaf.op in COMPARED:
        words = [Writer(calculator.names).condition(condition) for condition in (*(asked for asked, _ in conditions), leaf)]
        held = [*conditions, (leaf, bool(evaluated(leaf, values)))]
        return " and ".join(dict.fromkeys(words)), because(
            calculator, values, list({condition.key: (condition, answer) for condition, answer in held}.values())
        )[1]
    words = in_words(calculator, leaf)
    return f"{formula.none}: {words}" if value is None else words, WithNumbers(calculator.names, values).write(leaf)


def in_words(calculator: Calculator, leaf: Node) -> str:
    """The words of a branch, which are the same for all numbers."""
    if id(leaf) not in calculator.written:
        calculator.written[id(leaf)] = Writer(calculator.names).write(leaf)
    return calculator.written[id(leaf)]


@cache
def decision(calculator: Calculator, formula: Formula) -> str:
    """All branches of a decision in words, in the order in which they are tried."""
    words, options = Writer(calculator.names), formula.options
    told = []
    for condition, leaf in rules(formula.tree):
        answer = (
            options.get(leaf.parts[0], leaf.parts[0]) if leaf.op == "text" else formula.none if leaf.op == "none" else words.write(leaf)
        )
        told.append(f"{answer} where {words.condition(condition)}" if condition is not None else f"else {answer}")
    return "; ".join(told)


def source_of(calculator: Calculator, formula: Formula, values: Mapping) -> str:
    if missing(calculator, formula, values):
        return ""
    if callable(formula.source):
        return formula.source(SimpleNamespace(**values))
    return formula.source or next(
        (thresholds[id].source for id in formula.parameters if id in thresholds and id not in calculator.inputs), ""
    )


def traced(calculator: Calculator, values: Mapping) -> tuple[Trace, ...]:
    """A node for each output that has a formula, in their order; below it those of the steps that led to it."""
    own = {id: output for id, output in calculator.made.items() if output.kind in TRACED}
    done: dict[str, Trace] = {}
    told: set[str] = set()

    def of(id: str) -> Trace:
        if id not in done:
            formula, output = calculator.formulas[id], own.get(id)
            words, numbers = written(calculator, formula, values, values[id], bool(output) and output.kind == "choice")
            steps = steps_of(formula)
            done[id] = Trace(
                formula.label,
                words,
                numbers,
                values[id],
                source_of(calculator, formula, values),
                output.id if output else "",
                "" if output else id,
                steps,
            )
        return done[id]

    def below(id: str) -> Trace:
        """As a step of another; an output has its own entry, with its own steps, and another step stands with its own where it comes first."""
        is_told = id in own or id in told
        told.add(id)
        return of(id)._replace(steps=()) if is_told else of(id)

    def meant(id: str) -> str:
        """The id of what stands behind one that only hands it on, as typed or as listed."""
        while id in calculator.formulas and id not in own:
            formula = calculator.formulas[id]
            if formula.tree is None or missing(calculator, formula, values):
                break
            leaf, _ = branch(formula.tree, values)
            if leaf.op != "id":
                break
            id = leaf.parts[0]
        return id

    def is_step(id: str) -> bool:
        """Whether it is a formula of one value; not what a look into the catalogue has brought."""
        if id not in calculator.formulas or id == DAY:
            return False
        is_number = isinstance(values[id], (bool, int, float, str, Decimal))
        return is_number or (values[id] is None and (calculator.formulas[id].tree is not None or unit_of(id) != NO_UNIT))

    def steps_of(formula: Formula) -> tuple[Trace, ...]:
        return tuple(below(part) for part in map(meant, formula.parameters) if part in values and is_step(part))

    traces = [of(id) for id in own]
    for output in calculator.outputs:
        if output.kind == "record":
            parts = zip(output.columns, output.formula.parameters, strict=True)
            traces += [of(id)._replace(output=f"{output.id}.{column.id}", unit="") for column, id in parts]
        if output.kind == "table":
            traces += of_table(calculator, output, values, steps_of)
    return tuple(traces)


def of_table(calculator: Calculator, output: Output, values: Mapping, steps_of: Callable[[Formula], tuple[Trace, ...]]) -> Iterator[Trace]:
    """Of columns that are lists the last value; of rows that are solved one by one each, where no output has the same formula."""
    made = [column for column in output.columns if column.formula]
    if not output.rows:
        for column in made:
            if column.formula.tree.op != "numbered" and values[column.formula.id]:
                yield last_of(calculator, output, column, values, steps_of(column.formula))
        return
    name, rows = output.columns[0], values[output.id]
    for place, row in enumerate(rows):
        for column in made:
            if column.formula.id not in calculator.made:
                words, numbers = written(calculator, column.formula, {**values, **row}, row[column.id], column.kind == "choice")
                label = f"{column.label}, {inside(name.label)} {spoken(row[name.id], name.unit)}"
                path = f"{output.id}.{place}.{column.id}"
                yield Trace(label, words, numbers, row[column.id], source_of(calculator, column.formula, {**values, **row}), path)


def last_of(calculator: Calculator, output: Output, column: Output, values: Mapping, steps: tuple[Trace, ...]) -> Trace:
    tree, found = branch(column.formula.tree, values)[0], values[column.formula.id]
    writer = WithNumbers(calculator.names, values)
    numbers = writer.write(tree.parts[0], len(found) - 1) if tree.op == "column" else writer.write(tree)
    path = f"{output.id}.{len(found) - 1}.{column.id}"
    return Trace(
        f"{column.label}, at the end",
        f"{column.none}: {in_words(calculator, tree)}" if found[-1] is None else in_words(calculator, tree),
        numbers,
        found[-1],
        source_of(calculator, column.formula, values),
        path,
        steps=steps,
    )
