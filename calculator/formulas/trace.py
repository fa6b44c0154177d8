"""How each number came about: the tree of formulas that led to it, each in words and with its numbers put in."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

from calculator.data import thresholds
from calculator.formulas.model import DAY, TRACED, Calculator, Formula, Output
from calculator.formulas.tree import Node, branch, evaluate, leaves, nodes
from calculator.formulas.words import COMPARED, WithNumbers, Writer, opposite, rules
from calculator.numbers.decimals import plain
from calculator.numbers.display import in_trace
from calculator.numbers.units import NO_UNIT, inside, unit_of


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

    def to_dict(self) -> dict[str, Any]:
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


class Teller:
    """Writes formulas out with one set of values."""

    def __init__(self, calculator: Calculator, values: Mapping[str, Any]):
        self.calculator, self.values, self.view = calculator, values, SimpleNamespace(**values)
        self.put_in: dict[str, str] = {}
        self.words, self.numbers = Writer(calculator.names), WithNumbers(calculator.names, values)

    def told(self, formula: Formula, value: object) -> tuple[str, str]:
        """(formula in words, numbers put in) of the value that it has."""
        none = formula.none.partition(":")[0]
        if lacking := self.lacking(formula):
            name = self.calculator.names(lacking)
            return f"{none}, as is {name.words}", f"{name.words}: {name.none.partition(':')[0]}"
        if formula.is_found:
            return formula.words, formula.numbers(self.view) if formula.numbers else ""
        leaf, conditions = branch(formula.tree, self.values)
        if formula.options:
            return formula.words or decision(self.calculator, formula), self.facts(conditions)
        if leaf.op in ("none", "number") and conditions:
            why = " and ".join(map(self.condition_words, conditions_met(conditions)))
            return f"{none if leaf.op == 'none' else leaf.parts[1]}, since {why}", self.facts(conditions)
        if leaf.op in COMPARED:
            return self.condition(conditions, leaf)
        words = formula.words or self.in_words(leaf)
        numbers = formula.numbers(self.view) if formula.numbers else self.in_numbers(leaf)
        return f"{formula.none}: {words}" if value is None else words, numbers

    def lacking(self, formula: Formula) -> str:
        """The first parameter that is none, of those that a formula cannot do without."""
        for id in formula.guarded:
            if self.values[id] is None:
                return id
        return ""

    def facts(self, conditions: list[tuple[Node, bool]]) -> str:
        """The conditions that held, with their numbers; not that one is known which another asks more of."""
        met = list(conditions_met(conditions))
        compared = {id for condition in met if condition.op in COMPARED for id in leaves(condition)}
        return "; ".join(self.numbers.condition(one) for one in met if one.op != "known" or compared.isdisjoint(leaves(one)))

    def condition(self, conditions: list[tuple[Node, bool]], leaf: Node) -> tuple[str, str]:
        """A formula that says whether something holds: what would have to, and what does."""
        asked = {condition.key: (condition, answer) for condition, answer in (*conditions, (leaf, bool(evaluate(leaf, self.values))))}
        words = " and ".join(self.condition_words(condition) for condition, _ in asked.values())
        return words, self.facts(list(asked.values()))

    def number(self, id: str) -> str:
        """The number of an id, which stands in several formulas."""
        if id not in self.put_in:
            self.put_in[id] = self.numbers.leaf(id, 0)
        return self.put_in[id]

    def in_words(self, leaf: Node) -> str:
        """The words of a branch, which are the same for all numbers."""
        written = self.calculator.written
        if leaf not in written:
            written[leaf] = self.words.write(leaf)
        return written[leaf]

    def condition_words(self, condition: Node) -> str:
        """Those of a condition."""
        written = self.calculator.written
        if condition not in written:
            written[condition] = self.words.condition(condition)
        return written[condition]

    def in_numbers(self, leaf: Node) -> str:
        """The numbers of a branch: into the places that were found for them when it was first written, unless it walks through lists."""
        places = self.calculator.places
        if leaf not in places:
            walks = any(part.op in ("each", "column", "item", "total", "largest") for part in nodes(leaf))
            places[leaf] = None if walks else Places(self.calculator.names).write(leaf).split(MARK)
        pieces = places[leaf]
        if pieces is None:
            return self.numbers.write(leaf)
        return fill(pieces, [self.number(id) for id in pieces[1::2]])

    def source(self, formula: Formula) -> str:
        if self.lacking(formula):
            return ""
        if callable(formula.source):
            return formula.source(self.view)
        return formula.source or rule_source(self.calculator, formula)


def conditions_met(conditions: list[tuple[Node, bool]]) -> Iterator[Node]:
    return (condition if answer else opposite(condition) for condition, answer in conditions)


MARK = "\0"


class Places(Writer):
    """Writes trees with a mark for each number."""

    def leaf(self, id: str, each: int) -> str:
        return f"{MARK}{id}{MARK}"


def fill(pieces: list[str], numbers: list[str]) -> str:
    """The text with its numbers; of one below 0 the sign goes into the sum that it stands in, or it stands in parentheses."""
    text = pieces[0]
    for number, after in zip(numbers, pieces[2::2], strict=True):
        if number.startswith("-") and text.endswith("+ "):
            text, number = text[:-2] + "- ", number[1:]
        elif number.startswith("-") and text.endswith(("- ", "x ", "/ ", "^ ")):
            number = f"({number})"
        text += number + after
    return text


@cache
def rule_source(calculator: Calculator, formula: Formula) -> str:
    """The source of the first threshold that a formula takes."""
    return next((thresholds[id].source for id in formula.parameters if id in thresholds and id not in calculator.inputs), "")


@cache
def decision(calculator: Calculator, formula: Formula) -> str:
    """All branches of a decision in words, in the order in which they are tried."""
    words, told = Writer(calculator.names), []
    for condition, leaf in rules(formula.tree):
        answer = formula.none if leaf.op == "none" else formula.options.get(leaf.parts[0], leaf.parts[0])
        told.append(f"else {answer}" if condition is None else f"{answer} where {words.condition(condition)}")
    return "; ".join(told)


class Tree:
    """Builds the traces of one answer: each output with its steps, a step that stands twice with its own where it comes first."""

    def __init__(self, calculator: Calculator, values: Mapping[str, Any]):
        self.calculator, self.values, self.teller = calculator, values, Teller(calculator, values)
        self.own = {id: output for id, output in calculator.made.items() if output.kind in TRACED}
        self.columns = {column.formula.id for output in calculator.outputs for column in output.columns if column.formula}
        self.done: dict[str, Trace] = {}
        self.told: set[str] = set()

    def of(self, id: str) -> Trace:
        if id not in self.done:
            formula, output = self.calculator.formulas[id], self.own.get(id)
            words, numbers = self.teller.told(formula, self.values[id])
            steps = self.steps_of(formula)
            names = (output.id, "") if output else ("", id)
            self.done[id] = Trace(formula.label, words, numbers, self.values[id], self.teller.source(formula), *names, steps)
        return self.done[id]

    def below(self, id: str) -> Trace:
        """As a step of another. An output has its own entry, with its own steps."""
        is_told = id in self.own or id in self.told
        self.told.add(id)
        found = self.of(id)
        return found._replace(steps=()) if is_told and found.steps else found

    def meant(self, id: str) -> str:
        """The id of what stands behind one that only hands it on, as typed or as listed."""
        while id in self.calculator.formulas and id not in self.own:
            formula = self.calculator.formulas[id]
            if formula.tree is None or formula.tree.op not in ("id", "if") or self.teller.lacking(formula):
                break
            leaf, _ = branch(formula.tree, self.values)
            if leaf.op != "id":
                break
            id = leaf.parts[0]
        return id

    def is_step(self, id: str) -> bool:
        """Whether it is a formula of one value; not what a look into the catalogue has brought."""
        if id not in self.calculator.formulas or id == DAY or id not in self.values:
            return False
        value = self.values[id]
        if value is None:
            return self.calculator.formulas[id].tree is not None or unit_of(id) != NO_UNIT
        return isinstance(value, (bool, int, float, str, Decimal))

    def steps_of(self, formula: Formula) -> tuple[Trace, ...]:
        return tuple(self.below(part) for part in map(self.meant, formula.parameters) if self.is_step(part))

    def of_record(self, output: Output) -> Iterator[Trace]:
        """Of a record of numbers each, which has a formula of its own."""
        for column, id in zip(output.columns, output.formula.parameters, strict=True):
            yield self.of(id)._replace(output=f"{output.id}.{column.id}", unit="")

    def of_lists(self, output: Output) -> Iterator[Trace]:
        """Of columns that are lists the last value."""
        for column in (column for column in output.columns if column.formula):
            tree, found = branch(column.formula.tree, self.values)[0], self.values[column.formula.id]
            if tree.op == "numbered" or not found:
                continue
            words, put_in = self.at_end(column.formula)
            yield Trace(
                f"{column.label}, at the end",
                f"{column.none}: {words}" if found[-1] is None else words,
                put_in,
                found[-1],
                self.teller.source(column.formula),
                f"{output.id}.{len(found) - 1}.{column.id}",
                steps=(*self.steps_of(column.formula), *self.lists_of(column.formula)),
            )

    def at_end(self, formula: Formula) -> tuple[str, str]:
        """(formula in words, numbers put in) of the last value of a list."""
        tree, last = branch(formula.tree, self.values)[0], len(self.values[formula.id]) - 1
        numbers = self.teller.numbers
        return self.teller.in_words(tree), numbers.write(tree.parts[0], last) if tree.op == "column" else numbers.write(tree)

    def lists_of(self, formula: Formula) -> Iterator[Trace]:
        """Of the lists that a column walks through, and no table shows, the last value, once."""
        for id in formula.parameters:
            part = self.calculator.formulas.get(id)
            if part is None or part.words or id in self.columns or id in self.told or not isinstance(self.values[id], list):
                continue
            self.told.add(id)
            steps = (*self.steps_of(part), *self.lists_of(part))
            yield Trace(f"{part.label}, at the end", *self.at_end(part), self.values[id][-1], self.teller.source(part), "", id, steps)

    def of_rows(self, output: Output) -> Iterator[Trace]:
        """Of columns that are solved row by row each value, where no output has the same formula."""
        name = output.columns[0]
        columns = [column for column in output.columns if column.formula and column.formula.id not in self.calculator.made]
        for place, row in enumerate(self.values[output.id]) if columns else ():
            teller = Teller(self.calculator, {**self.values, **row})
            for column in columns:
                words, numbers = teller.told(column.formula, row[column.id])
                label = f"{column.label}, {inside(name.label)} {name.words(row[name.id], in_trace)}"
                yield Trace(label, words, numbers, row[column.id], teller.source(column.formula), f"{output.id}.{place}.{column.id}")


def traced(calculator: Calculator, values: Mapping[str, Any]) -> tuple[Trace, ...]:
    """A node for each output that has a formula, in their order; below it those of the steps that led to it; then those of records and tables."""
    tree = Tree(calculator, values)
    traces = [tree.of(id) for id in tree.own]
    for output in calculator.outputs:
        if output.kind == "record":
            traces += tree.of_record(output)
        if output.kind == "table":
            traces += tree.of_rows(output) if output.rows else tree.of_lists(output)
    return tuple(traces)
