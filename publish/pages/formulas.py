"""The formulas of a calculator, told for a reader: each output, then the steps that lead to it, as mathematics and in words.

All of it comes from the functions that compute the answer, so that no page can say anything else than what is computed.
"""

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple

from calculator.data import thresholds
from calculator.faces.html import text
from calculator.formulas.model import FLIPS, TRACED, VIEW, Calculator, Formula, Output
from calculator.formulas.tree import Node
from calculator.formulas.words import COMPARED, Writer, join, opposite, rules
from calculator.inputs.kinds import Boolean, OptionalNumber
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import find
from calculator.numbers.display import measured
from calculator.numbers.units import inside, unit_of
from publish.pages import mathml
from publish.pages.tables import source_link, table_html

PHONE = 28  # letters: what is wider may have to be scrolled, so it can be reached by the keyboard
MARK = re.compile("\ue000(.*?)\ue001(.*?)\ue002")  # an id and its words, until they can become a link

Link = Callable[[str], str]  # a page below the site's root -> the way to it from here


class Entry(NamedTuple):
    """One formula where it is told: `place` is the durable id of what a page or a table shows, "" for a step on the way."""

    label: str
    formula: Formula
    place: str
    is_choice: bool = False


class Part(NamedTuple):
    """The formulas of the columns of a table, or of all outputs that are one value."""

    table: Output | None
    entries: list[Entry]


def is_told(formula: Formula) -> bool:
    """Whether it is a formula; sentences, and tables of them, are made of all values and have none."""
    return not {VIEW, FLIPS}.intersection(formula.parameters)


def place_of(calculator: Calculator, *ids: str) -> str:
    return "-".join(("formulas", calculator.id, *ids)).replace("_", "-")


def parts(calculator: Calculator) -> Iterator[Part]:
    """Everything to be told, in an order that can be followed: an output before its steps, and what comes twice where it comes first."""
    shown = {formula.id for output in calculator.outputs for formula in formulas_of(output)}
    inlined, done = lookups(calculator), set()

    def steps(formula: Formula) -> Iterator[Entry]:
        for id in formula.parameters:
            if id in calculator.formulas and id not in shown and id not in done:
                done.add(id)
                step = calculator.formulas[id]
                if id not in inlined:
                    yield Entry(step.label, step, "", bool(step.options))
                yield from steps(step)

    values: list[Entry] = []
    for output in calculator.outputs:
        if output.kind in (*TRACED, "record") and output.formula and is_told(output.formula):
            values += [
                Entry(output.label, output.formula, place_of(calculator, output.id), output.kind == "choice"),
                *steps(output.formula),
            ]
    yield Part(None, values)
    for output in calculator.outputs:
        entries: list[Entry] = []
        made = [(column, column.formula) for column in output.columns if column.formula and output.kind == "table"]
        for column, formula in made:
            if formula.id not in calculator.made:
                entries += [Entry(column.label, formula, place_of(calculator, output.id, column.id)), *steps(formula)]
        if made:
            yield Part(output, entries)


def formulas_of(output: Output) -> list[Formula]:
    """The formulas that are told under an output's own name."""
    found = [output.formula, *(column.formula for column in output.columns)]
    return [formula for formula in found if formula and is_told(formula)]


def rows_of(output: Output) -> str:
    """What the rows of a table are, where they are found one by one: the function that finds them says it."""
    if not output.rows:
        return ""
    listed = [id for id in output.rows.parameters if id in thresholds]
    values = "".join(
        f" (\ue000{id}\ue001{', '.join(measured(value, thresholds[id].unit) for value in thresholds[id].value)}\ue002)" for id in listed
    )
    return inside((output.rows.function.__doc__ or "").strip().removesuffix(".")) + values + "."


def tree_of(calculator: Calculator, formula: Formula) -> Node | None:
    """The tree of a formula; None for what is looked up, and for a record, which only puts values side by side."""
    is_value = formula.id not in calculator.made or calculator.made[formula.id].kind in TRACED
    return formula.tree if is_value and is_told(formula) else None


def alternatives(calculator: Calculator, formula: Formula) -> tuple[str, ...]:
    """Where a formula only hands on the first of some numbers that is known, their ids; else none."""
    tree = tree_of(calculator, formula)
    if tree is None or tree.op != "if":
        return ()
    branches = rules(tree)
    is_handed_on = all(
        leaf.op == "id" and (condition is None or (condition.op == "known" and condition.parts[0].key == leaf.key))
        for condition, leaf in branches
    )
    return tuple(leaf.parts[0] for _, leaf in branches) if is_handed_on else ()


def lookups(calculator: Calculator) -> set[str]:
    """The formulas that look up what the reader may type instead, and nothing else takes: they are told with that."""
    takers: dict[str, list[Formula]] = {}
    for formula in calculator.formulas.values():
        for id in formula.parameters:
            takers.setdefault(id, []).append(formula)
    return {
        id
        for id, formula in calculator.formulas.items()
        if formula.is_found and id in takers and all(id in alternatives(calculator, taker) for taker in takers[id])
    }


class LinkedWriter(Writer):
    """Writes trees in words whose terms lead to their own formulas, thresholds to their source."""

    def __init__(self, calculator: Calculator, targets: dict[str, str]):
        super().__init__(calculator.names)
        self.targets = targets

    def leaf(self, id: str, each: int = 0) -> str:
        found = super().leaf(id, each)
        return f"\ue000{id}\ue001{found}\ue002" if id in self.targets else found

    def html(self, words: str) -> str:
        """Words with their links, and signs as they are printed."""
        printed = text(words.replace(" x ", " × ").replace(" - ", " − "))
        return MARK.sub(lambda mark: f'<a href="{self.targets[mark[1]]}">{mark[2]}</a>', printed)


def is_typed(id: str) -> bool:
    return isinstance(VOCABULARY.get(id), OptionalNumber)


def targets_of(calculator: Calculator, told: list[Part], link: Link) -> dict[str, str]:
    """Where each formula and each threshold is told."""
    found = {entry.formula.id: f"#{anchor(calculator, entry)}" for part in told for entry in part.entries}
    for formula in calculator.formulas.values():
        for id in formula.parameters:
            if id in thresholds and id not in calculator.inputs:
                found[id] = link("reference/data/") + f"#data-{id.replace('_', '-')}"
    return found


def anchor(calculator: Calculator, entry: Entry) -> str:
    return entry.place or place_of(calculator, entry.formula.id)


def formulas_html(id: str, link: Link) -> str:
    """All formulas of a calculator."""
    calculator = find(id)
    told = list(parts(calculator))
    teller = Teller(calculator, LinkedWriter(calculator, targets_of(calculator, told, link)), link)
    # A section, since the search takes up again after the first end of a tag of the same name.
    return f'<section class="pb-block pb-formulas" data-search-exclude>{"".join(map(teller.part, told))}</section>'


class Teller(NamedTuple):
    """Tells the formulas of one calculator."""

    calculator: Calculator
    words: LinkedWriter
    link: Link

    def part(self, part: Part) -> str:
        entries = "".join(map(self.entry, part.entries))
        listed = f'<dl class="pb-formula-list">{entries}</dl>' if entries else ""
        if part.table is None:
            return listed
        formulas = [(column.label, column.formula.id) for column in part.table.columns if column.formula]
        notes = [f"Rows: {self.words.html(rows)}"] if (rows := rows_of(part.table)) else []
        again = [(label, id) for label, id in formulas if id in self.calculator.made]
        notes += [f"{text(label)}: as {self.words.html(self.words.leaf(id))}, row by row." for label, id in again]
        return f'<p class="pb-part-title">{text(part.table.label)}</p>{"".join(f"<p>{note}</p>" for note in notes)}{listed}'

    def entry(self, entry: Entry) -> str:
        unit, place = unit_of(entry.formula.id).words, anchor(self.calculator, entry)
        note = f' <span class="pb-unit">{text(unit)}</span>' if unit else ""
        # What an output is called by lasts and is on record, so it is the heading's; a step may come and go.
        head = (
            f'<dt id="{place}">{text(entry.label)}{note}</dt>'
            if entry.place
            else f'<dt><span id="{place}">{text(entry.label)}</span>{note}</dt>'
        )
        body = "".join(f"<dd>{told}</dd>" for told in (*self.body(entry), *self.notes(entry)))
        return f'<div class="pb-formula{"" if entry.place else " pb-step"}">{head}{body}</div>'

    def body(self, entry: Entry) -> Iterator[str]:
        formula, tree = entry.formula, tree_of(self.calculator, entry.formula)
        if record := self.record(formula):
            pairs = zip(record.columns, formula.parameters, strict=True)
            yield self.words.html("; ".join(f"{column.label}: {self.words.leaf(id)}" for column, id in pairs))
        elif tree is None:
            yield text(formula.words)
        elif ids := alternatives(self.calculator, formula):
            yield self.words.html(self.first_known(ids))
        elif entry.is_choice:
            yield from [text(formula.words)] if formula.words else []
            yield self.decision(entry, tree)
        elif is_yes_or_no(tree):
            yield f"Yes where {self.words.html(self.words.condition(truth(tree)))}, else no."
        else:
            branches = rules(tree)
            if not formula.words and mathml.has_notation(branches):
                yield self.notation(entry, branches)
            yield f'<span class="pb-in-words">{self.words.html(self.branches(formula, branches))}</span>'
            if formula.words:
                yield f'<span class="pb-in-words">Made of: {self.words.html("; ".join(map(self.words.leaf, formula.parameters)))}</span>'

    def record(self, formula: Formula) -> Output | None:
        output = self.calculator.made.get(formula.id)
        return output if output and output.kind == "record" else None

    def first_known(self, ids: tuple[str, ...]) -> str:
        """What is typed, else what is listed."""
        inlined = lookups(self.calculator)
        told = [
            "what you type" if is_typed(id) else self.calculator.formulas[id].words if id in inlined else self.words.leaf(id) for id in ids
        ]
        return ", else ".join([told[0], *(f"{words} where that is known" for words in told[1:-1]), told[-1]])

    def notation(self, entry: Entry, branches: list[tuple[Node | None, Node]]) -> str:
        html, width = mathml.formula(branches, self.words.names, entry.formula.none.partition(":")[0])
        scrolls = ' tabindex="0"' if width > PHONE else ""
        return f'<div class="pb-math" role="group" aria-label="Formula of {escape(entry.label)}"{scrolls}>{html}</div>'

    def branches(self, formula: Formula, branches: list[tuple[Node | None, Node]]) -> str:
        """All branches in words, those given by hand in the place of what is computed."""

        def value(leaf: Node) -> str:
            if leaf.op == "none":
                none, _, why = formula.none.partition(": ")
                return f"{none} ({why})" if why else none
            return formula.words if formula.words and leaf.op != "number" else self.words.write(leaf)

        told = [
            f"else {value(leaf)}" if condition is None else f"{value(leaf)} where {self.words.condition(condition)}"
            for condition, leaf in branches
        ]
        return "; ".join(told) if len(told) > 1 else value(branches[0][1])

    def decision(self, entry: Entry, tree: Node) -> str:
        rows = []
        for condition, leaf in rules(tree):
            answer = entry.formula.none if leaf.op == "none" else entry.formula.options[leaf.parts[0]]
            where = "in every other case" if condition is None else self.words.html(self.words.condition(condition))
            rows.append(f'<tr><th scope="row">{text(answer)}</th><td>{where}</td></tr>')
        return table_html(f"{self.calculator.title}: {entry.label}", ["Answer", "Where, in the first row that holds"], rows)

    def notes(self, entry: Entry) -> Iterator[str]:
        formula = entry.formula
        tree = tree_of(self.calculator, formula)
        is_said = entry.is_choice or (tree is not None and any(leaf.op == "none" for leaf in leaves_of(tree)))
        if formula.none not in ("unknown", "none") and not is_said:
            yield f'<span class="pb-in-words">If there is none: {text(formula.none.replace(": ", ", "))}.</span>'
        sources = [self.calculator.formulas[id].source for id in alternatives(self.calculator, formula) if id in lookups(self.calculator)]
        for source in filter(None, (formula.source, *sources)):
            told = (
                f'that of the entry, in <a href="{self.link("reference/catalogue/")}">the catalogue</a>'
                if not isinstance(source, str)
                else source_link(source)
            )
            yield f'<span class="pb-source">Source: {told}</span>'


def leaves_of(tree: Node) -> Iterator[Node]:
    """What the ways through a tree end in."""
    if tree.op == "if":
        yield from leaves_of(tree.parts[1])
        yield from leaves_of(tree.parts[2])
    else:
        yield tree


def is_yes_or_no(tree: Node) -> bool:
    return all(
        leaf.op in COMPARED or leaf.op in ("yes", "no") or (leaf.op == "id" and isinstance(VOCABULARY.get(leaf.parts[0]), Boolean))
        for leaf in leaves_of(tree)
    )


def truth(tree: Node) -> Node:
    """What has to hold for a yes."""
    if tree.op != "if":
        return tree
    condition, there, other = tree.parts
    if other.op == "no" or other.key == condition.key:
        return join("and", condition, truth(there))
    if there.op == "yes" or there.key == condition.key:
        return join("or", condition, truth(other))
    return join("or", join("and", condition, truth(there)), join("and", opposite(condition), truth(other)))
