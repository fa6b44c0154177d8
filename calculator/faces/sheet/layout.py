"""What stands where: a head, the inputs, the thresholds, the steps, the results, then tables a row each, and at the end the lists, a column each."""

import re
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

from calculator.answers.result import Result
from calculator.data import sources, thresholds
from calculator.faces.sheet.cells import Cell, Column, Grid, number_cell, text_cell
from calculator.faces.sheet.columns import Builder, Columns
from calculator.faces.sheet.formulas import Scope
from calculator.formulas.graph import constants, formulas_for, solve_again
from calculator.formulas.model import FLIPS, TODAY, TRACED, VIEW, Calculator, Formula, Output
from calculator.formulas.tree import Node, leaves, nodes
from calculator.inputs.kinds import Boolean, Choice, Input, Numbers, Records
from calculator.inputs.kinds.choice import MOST_NAMED
from calculator.models.registry import inputs_of
from calculator.numbers.units import unit_of

LABEL, VALUE, UNIT, NOTE = range(4)
ANOTHER_COPY = "another one takes another copy of the sheet"
ENGLISH = "Formulas are written the English way: English names of functions, a point before decimals, a comma between arguments."
PARAMETER = re.compile(r"\{([\w.]+)\}")
SIZES = {"numbered": (0, 1), "compounded": (2,), "levelled": (3,), "rises_each": (2,)}  # the arguments that say how long a list is


class Line(NamedTuple):
    """A row for one number: that of a formula, or that of a part of a record."""

    label: str
    id: str
    formula: Formula | None = None


class Table(NamedTuple):
    """A table a row each: where its title stands, and what is particular to each row."""

    output: Output
    top: Cell
    rows: list[dict[str, Any]]


class Sheet:
    """The sheet of one answer; `values` are those of all formulas but the late ones."""

    def __init__(self, calculator: Calculator, result: Result, values: Mapping[str, Any]):
        self.calculator, self.result, self.values = calculator, result, values
        self.grid, self.row, self.scope = Grid(), 0, Scope(calculator, values)
        records = {output.formula.id for output in calculator.outputs if output.kind == "record" and output.formula}
        formulas = [formula for id, formula in calculator.formulas.items() if id not in records and not takes_all(formula)]
        self.written = [formula for formula in formulas if formula.sheet or not formula.is_found]
        self.taken = {id for formula in self.written for id in takes(formula)}
        self.sizes = {id for formula in self.written if formula.tree is not None for id in sizes(formula.tree)}
        own = {formula.id for formula in self.written if not calculator.in_rows(formula.id)}
        shown = {output.formula.id for output in calculator.outputs if output.formula and output.kind in TRACED} | self.taken
        self.formulas = [formula for formula in formulas if formula.id in own or (formula.is_found and formula.id in shown)]
        found = [formula for formula in (*self.formulas, *(output.rows for output in calculator.outputs)) if formula and formula.is_found]
        self.looked_up = set(self.leading_to([formula for formula in found if not formula.sheet]))
        self.lists = [formula for formula in self.formulas if isinstance(values[formula.id], list)]

    def text(self) -> str:
        self.head()
        self.inputs()
        self.limits()
        lines = {self.next(): line for line in self.steps()} | {self.next(): line for line in self.results()}
        tables = [table for output in self.calculator.outputs if output.rows and (table := self.table(output))]
        self.columns = Columns(self.grid, self.row + 1)
        self.enter(lines)
        for cell, line in lines.items():
            self.line(cell, line)
        for table in tables:
            self.fill(table)
        return self.grid.text()

    # Where rows begin

    def next(self, *texts: str) -> Cell:
        """Fills the next row; where its number stands."""
        for column, text in enumerate(texts):
            self.grid.put(Cell(self.row, column), text)
        self.row += 1
        return Cell(self.row - 1, VALUE)

    def section(self, title: str) -> None:
        self.next()
        self.next(title)

    # The parts

    def head(self) -> None:
        calculator, result = self.calculator, self.result
        self.next(text_cell(f"{calculator.title} ({calculator.code})"))
        self.next("Answer when copied, which does not follow the cells", text_cell(result.headline))
        self.next("Day of the figures", text_cell(f"as of {result.as_of}"))
        if any(isinstance(value, dict) for value in result.inputs.values()):
            self.next("Of each range this sheet holds the middle")
        left_out = [output.label for output in calculator.outputs if not self.is_in(output) and output.shown]
        if left_out:
            self.next(text_cell(f"Not in this sheet, since they are words or were searched for: {', '.join(dict.fromkeys(left_out))}"))
        self.next(ENGLISH)

    def is_in(self, output: Output) -> bool:
        return output.kind in (*TRACED, "record") or bool(output.rows) or any(column.formula for column in output.columns)

    def inputs(self) -> None:
        self.section("Inputs")
        for id, declared in inputs_of(self.calculator).items():
            if id == TODAY:  # no cell hangs on it
                continue
            value, unit, note = self.values[id], declared.unit.words, self.note(id, declared)
            if isinstance(declared, Numbers):
                names = (
                    [text_cell(f"{declared.label}, {place}") for place in range(1, len(value) + 1)]
                    if value
                    else [text_cell(declared.label)]
                )
                cells = [self.next(name, number_cell(one), unit, note) for name, one in zip(names, value or [None], strict=True)]
                self.scope.enter(id, Column(cells[0], len(cells)), value is None)
            elif isinstance(declared, Records):
                self.next(text_cell(declared.label), "", "", note)
                top = Cell(self.row, LABEL)
                for record in value:
                    self.next(*(number_cell(chosen(column, record[column.id])) for column in declared.columns))
                for place, column in enumerate(declared.columns):
                    self.scope.enter(f"{id}.{column.id}", Column(top._replace(column=place), len(value)))
            else:
                cell = self.next(text_cell(declared.label), number_cell(chosen(declared, value)), unit, note)
                self.scope.enter(id, cell, declared.kind in ("optional-number", "day"))

    def note(self, id: str, declared: Input) -> str:
        """What a reader must know who changes the cell."""
        given, notes = self.result.inputs[id], []
        if isinstance(given, dict):
            notes.append(f"the middle of {declared.words(given)}")
        if id in self.looked_up:
            notes.append(f"what was looked up with it stands below as it was: {ANOTHER_COPY}")
        elif id not in self.taken:
            notes.append("no cell takes it, only the words of the answer")
        elif isinstance(declared, (Numbers, Records)):
            notes.append(f"how many there are is fixed: {ANOTHER_COPY}")
        elif id in self.sizes:
            notes.append(f"sets how many rows there are: {ANOTHER_COPY}")
        elif isinstance(declared, Boolean):
            notes.append("yes or no")
        elif isinstance(declared, Choice) and len(declared.options) <= MOST_NAMED:
            notes.append(f"one of: {'; '.join(declared.options.values())}")
        empty = getattr(declared, "none", "") or getattr(declared, "empty", "")
        if empty:
            notes.append(f"empty: {empty}")
        return text_cell("; ".join(notes))

    def leading_to(self, found: list[Formula]) -> Iterator[str]:
        """The ids that have a part in what was looked up."""
        for formula in found:
            for id in formula.parameters:
                yield id
                if id in self.calculator.formulas:
                    yield from self.leading_to([self.calculator.formulas[id]])

    def limits(self) -> None:
        """The thresholds that formulas take; a list of them stands in the table that it makes."""
        taken = [id for id in constants(self.calculator) if id in self.taken and not isinstance(self.values[id], tuple)]
        if not taken:
            return
        self.section("Thresholds")
        for id in taken:
            limit = thresholds[id]
            note = f"sets how many rows there are: {ANOTHER_COPY}" if id in self.sizes else sources[limit.source].title
            self.scope.enter(id, self.next(text_cell(limit.label), number_cell(self.values[id]), unit_of(id).words, text_cell(note)))

    def steps(self) -> Iterator[Line]:
        lines = [
            Line(formula.label, formula.id, formula)
            for formula in self.formulas
            if formula.id not in self.calculator.made and formula not in self.lists and not self.is_range(formula)
        ]
        if lines:
            self.section("Steps")
        yield from lines

    def results(self) -> Iterator[Line]:
        self.section("Results")
        for output in self.calculator.outputs:
            if output.kind in TRACED and output.formula:
                yield Line(output.label, output.formula.id, output.formula)
            if output.kind == "record" and output.formula:
                for column, id in zip(output.columns, output.formula.parameters, strict=True):
                    yield Line(f"{output.label}: {column.label}", id)

    def is_range(self, formula: Formula) -> bool:
        """Whether it does nothing but name cells of an input."""
        return bool(PARAMETER.fullmatch(formula.sheet))

    def enter(self, lines: Mapping[Cell, Line]) -> None:
        """All formulas into the scope, none before those that it takes; the lists with their cells."""
        cells = {line.id: cell for cell, line in lines.items() if line.formula}
        titles = {
            column.formula.id: (output.label if place == 0 else "", column.label)
            for output in self.calculator.outputs
            if not output.rows
            for place, column in enumerate(output.columns)
            if column.formula
        }
        lists = {formula.id: formula for formula in self.lists if not self.is_range(formula)}
        kept = {}
        for id in [*(id for id in titles if id in lists), *(id for id in lists if id not in titles)]:
            group, label = titles.get(id, ("", lists[id].label))
            kept[id] = self.columns.new(with_unit(label, id), len(self.values[id]), group)
        for formula in self.formulas:
            id = formula.id
            if id in kept and formula.is_found:
                for place, value in enumerate(self.values[id]):
                    self.grid.put(kept[id][place], number_cell(value))
                self.scope.enter(id, kept[id])
            elif id in kept:
                self.scope.enter(id, self.columns.of_formula(self.scope, formula, kept[id]))
            elif self.is_range(formula):
                self.scope.enter(id, self.scope.place(PARAMETER.findall(formula.sheet)[0]))
            else:
                none = self.values[id] is None if formula.is_found else self.scope.formula_may_be_none(formula)
                self.scope.enter(id, cells[id], none)

    def line(self, cell: Cell, line: Line) -> None:
        formula, note = line.formula, ""
        if formula is None:
            text = f"={self.scope.place(line.id).address}"
        elif formula.is_found and not formula.sheet:
            value = self.values[formula.id]
            text, note = text_cell(formula.none) if value is None else number_cell(value), self.origin(formula)
        else:
            text = self.formula(self.scope, formula)
        for column, words in ((LABEL, text_cell(line.label)), (VALUE, text), (UNIT, unit_of(line.id).words), (NOTE, note)):
            self.grid.put(cell._replace(column=column), words)

    def origin(self, formula: Formula) -> str:
        """Where a figure was found that no formula gives."""
        if self.values[formula.id] is None:
            return text_cell(f"nothing when copied: {formula.words}")
        numbers = formula.numbers(SimpleNamespace(**self.values)) if formula.numbers else ""
        return text_cell(": ".join(filter(None, (formula.words, numbers))))

    def formula(self, scope: Scope, formula: Formula) -> str:
        if formula.sheet:
            return "=" + PARAMETER.sub(lambda found: scope.place(found[1]).address, formula.sheet)
        assert formula.tree is not None
        writer = Builder(scope, self.columns, formula.none, formula.options)
        return "=" + writer.guard(formula.needed, writer.branches(formula.tree))

    # Tables a row each, in which the formulas are written again with what the row gives

    def table(self, output: Output) -> Table | None:
        """Where it will stand; None where it has no rows, and the sheet says why."""
        assert output.rows
        self.section(text_cell(output.label))
        rows = list(self.values[output.rows.id])
        if not rows:
            self.next(text_cell(output.none))
            return None
        if output.ordered:
            by = next(column.formula for column in output.columns if column.id == output.ordered)
            assert by
            rows.sort(key=lambda row: solve_again(self.calculator, self.values, changes(output, row), by.id))
        table = Table(output, Cell(self.row, 0), rows)
        self.row += len(rows) + 1
        return table

    def fill(self, table: Table) -> None:
        output, top = table.output, table.top
        shown = [column for column in output.columns if column.shown]
        moved = frozenset(changes(output, table.rows[0]))
        wanted = {column.formula.id: column for column in output.columns if column.formula}
        again = [formula for formula in formulas_for(self.calculator, frozenset(wanted), moved) if formula.id not in moved]
        again += [self.calculator.formulas[id] for id in wanted if self.calculator.in_rows(id)]
        inner = [formula for formula in again if formula not in self.lists and formula.id not in wanted]
        given = [id for id in moved if id not in {column.id for column in shown}]
        given.sort(key=list(table.rows[0]).index)
        places = {column.formula.id if column.formula else column.id: place for place, column in enumerate(shown)}
        places |= {id: place for place, id in enumerate((*given, *(formula.id for formula in inner)), len(shown))}
        titles = {column.formula.id if column.formula else column.id: column.label for column in shown}
        for id, place in places.items():
            label = titles.get(id) or self.label(id)
            self.grid.put(top._replace(column=place), text_cell(with_unit(label, id)))
        for down, row in enumerate(table.rows, 1):
            at = {id: Cell(top.row + down, place) for id, place in places.items()}
            scope = Scope(self.calculator, self.values, self.scope)
            for id, value in row.items():
                if id in at:
                    self.grid.put(at[id], number_cell(value))
                    scope.enter(id, at[id], value is None)
            name = number_cell(row[shown[0].id])
            for formula in again:
                if formula in self.lists:
                    scope.enter(formula.id, self.columns.of_formula(scope, formula, title=f"{formula.label}: {name}"))
                else:
                    self.grid.put(at[formula.id], self.formula(scope, formula))
                    scope.enter(formula.id, at[formula.id], scope.formula_may_be_none(formula))

    def label(self, id: str) -> str:
        return self.calculator.formulas[id].label if id in self.calculator.formulas else inputs_of(self.calculator)[id].label


def chosen(declared: Input, value: object) -> object:
    """Of a choice its words, since a reader sees no ids."""
    return declared.options.get(str(value), value) if isinstance(declared, Choice) else value


def takes_all(formula: Formula) -> bool:
    """Whether it makes words of all values, or takes what was searched for."""
    return bool({FLIPS, VIEW}.intersection(formula.parameters))


def takes(formula: Formula) -> list[str]:
    """The ids whose cells stand in the formula's cell."""
    return [id.partition(".")[0] for id in PARAMETER.findall(formula.sheet)] if formula.sheet else list(formula.parameters)


def changes(output: Output, row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row gives to the formulas."""
    words = {column.id for column in output.columns if column.kind == "word"}
    return {id: value for id, value in row.items() if id not in words}


def sizes(tree: Node) -> Iterator[str]:
    """The ids that say how long the lists of a formula are."""
    for node in nodes(tree):
        for place in SIZES.get(node.op, ()):
            yield from leaves(node.parts[place])


def with_unit(label: str, id: str) -> str:
    unit = unit_of(id).words
    return f"{label} ({unit})" if unit else label
