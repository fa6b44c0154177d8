"""A pasted sheet read back: which cell holds which output, by what stands beside and above it."""

from collections.abc import Iterator
from typing import NamedTuple

from calculator.answers.result import Result
from calculator.faces.sheet.cells import text_cell
from calculator.formulas.model import TRACED, Output
from calculator.models.registry import CALCULATORS

HOSTILE = {
    "providers": [
        {"name": name, "usd_month": 12_000 - place}
        for place, name in enumerate(
            ('=HYPERLINK("x")', "+1+1", "-2", "@SUM(1)", '"a', "'b", "2026-11-24", "1e5", "\N{FULLWIDTH EQUALS SIGN}1", "50 %")
        )
    ],
    "shocked_provider": "+1+1",
}


class Held(NamedTuple):
    """An output, or a part of one: its path, the row and column of its cell, and the value that it should come to."""

    path: str
    row: int
    column: int
    value: object
    output: Output


def cells(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.split("\n")]


def row_of(rows: list[list[str]], label: str, after: int = 0) -> int:
    return next(row for row, texts in enumerate(rows) if row >= after and texts[0] == label)


def held(result: Result, rows: list[list[str]]) -> Iterator[Held]:
    """Every output that the sheet should hold."""
    results = row_of(rows, "Results")
    for output in CALCULATORS[result.calculator].outputs:
        value = result.outputs[output.id]
        if output.kind in TRACED:
            yield Held(output.id, row_of(rows, text_cell(output.label), results), 1, value, output)
        elif output.kind == "record":
            for column in output.columns:
                row = row_of(rows, text_cell(f"{output.label}: {column.label}"), results)
                yield Held(f"{output.id}.{column.id}", row, 1, value[column.id], column)
        elif output.kind == "table" and (output.rows or any(column.formula for column in output.columns)):
            yield from of_table(output, value, rows, results)


def of_table(output: Output, value: list[dict], rows: list[list[str]], after: int) -> Iterator[Held]:
    top, left = next(
        (row, texts.index(text_cell(output.label))) for row, texts in enumerate(rows) if row > after and text_cell(output.label) in texts
    )
    for place, record in enumerate(value):
        for across, column in enumerate(column for column in output.columns if column.shown):
            assert rows[top + 1][left + across].startswith(text_cell(column.label))
            yield Held(f"{output.id}.{place}.{column.id}", top + 2 + place, left + across, record[column.id], column)


def shown(held: Held) -> object:
    """What the cell should show: a number, or words."""
    output, value = held.output, held.value
    if value is None:
        return output.none
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return text_cell((output.options or {}).get(value, value))
    return float(value)
