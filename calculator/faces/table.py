"""Many cases at once: a table of text with a row for each, and beside each row its answer or its error. Row by row, so that a file may be of any length."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import chain
from typing import Any

from calculator.answers.run import run
from calculator.answers.texts import from_texts
from calculator.errors import InputError
from calculator.formulas.model import TRACED
from calculator.inputs.families import own_of
from calculator.inputs.limits import LONGEST_TEXT
from calculator.models.registry import find

DELIMITERS = (",", ";", "\t")  # as spreadsheets write them in one country or another
SAID = ("error", "headline", "again")  # what stands between a row and its numbers


class TableError(Exception):
    """A table that cannot be read, in one sentence."""


def table(id: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines of a table with a header and a row for each case: its own cells, and behind them error, headline, when to look again, and each output that
    is one value, `answer_` before its id where an input has the same. It is written as it was read, with commas, semicolons or tabs.

    The columns are inputs, in any unit of their family; an empty cell takes the default, and a column of another name travels on as it is. A row with
    bad input has its sentence and no answer.

    Raises InputError for an unknown calculator, TableError for a table without a header, with a column twice, or with a name of our own columns.
    """
    calculator, following = find(id), iter(lines)
    first = next(following, "").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")  # as Excel begins a file in UTF-8
    delimiter = max(DELIMITERS, key=first.count)
    rows = cells(chain([first], following), delimiter)
    header = [name.strip() for name in next(rows, [])]
    outputs = [output.id for output in calculator.outputs if output.kind in TRACED]
    own = (*SAID, *(f"answer_{output}" if output in calculator.inputs else output for output in outputs))
    if not any(header):
        raise TableError("The table must begin with a row of names: the ids of inputs, and whatever else you call your columns.")
    if twice := [name for place, name in enumerate(header) if name and name in header[:place]]:
        raise TableError(f"The column {twice[0]} stands twice in the table.")
    if taken := [name for name in header if name in own]:
        raise TableError(f"The column {taken[0]} is one that the answer adds: give yours another name.")
    asked = [place for place, name in enumerate(header) if own_of(name, calculator.inputs)]
    yield line([*header, *own], delimiter)
    for row in rows:
        if any(row):
            held, more = [*row[: len(header)], *[""] * (len(header) - len(row))], row[len(header) :]
            yield line([*held, *answer_to(id, header, asked, row, outputs), *more], delimiter)


def cells(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_TEXT)
    try:
        yield from csv.reader(lines, delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise TableError(f"The table cannot be read as cells: {error}.") from None


def line(row: list[str], delimiter: str) -> str:
    written = StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\n").writerow(row)
    return written.getvalue()


def answer_to(id: str, header: list[str], asked: list[int], row: list[str], outputs: list[str]) -> list[str]:
    """What stands behind a row."""
    texts = {header[place]: row[place] for place in asked if place < len(row) and row[place].strip()}
    inputs, wrong = from_texts(id, texts)
    if len(row) > len(header):
        wrong.append(InputError("row", f"must have no more cells than the {len(header)} columns", len(row)))
    if not wrong:
        try:
            result = run(id, inputs)
            return ["", result.headline, result.answer["again"], *(cell(result.outputs[output]) for output in outputs)]
        except InputError as error:
            wrong.append(error)
    return ["; ".join(map(str, wrong)), *[""] * (len(SAID) - 1 + len(outputs))]


def cell(value: Any) -> str:
    """A value as a cell: nothing for None, which is never or not known."""
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)
