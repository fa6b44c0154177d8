"""A list of records, such as a company's providers with the bill of each."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from calculator.errors import InputError, Verbatim, clip, excerpt, placed
from calculator.inputs.kinds.base import Input
from calculator.inputs.kinds.choice import Boolean
from calculator.inputs.kinds.number import Number
from calculator.inputs.limits import Repeated, read_json
from calculator.numbers.units import inside

SEPARATOR = re.compile(r"[\n;]")
COMMA_AND_SPACE = re.compile(r",\s+")
WIDE = 4  # columns


class Records(Input):
    """A list of records, each with exactly the keys that `columns` declares: a name, which no two share, and what belongs to it.

    A column is of any kind that is one value. As text a record is a line, "name: value, value", each value as its column writes it; semicolons
    part records as well as new lines do. Cells copied from a spreadsheet and JSON are read too.
    """

    columns: tuple[Input, ...]
    shortest: int
    longest: int
    example: str

    kind = "records"

    @property
    def is_wide(self) -> bool:
        """Whether there are too many columns for beside each other in a form, or in half a line."""
        return len(self.columns) >= WIDE

    def check(self, value: object) -> list[dict[str, Any]]:
        if isinstance(value, str):
            parsed: list[dict[str, Any]] = self.parse(value)
            return parsed
        if not isinstance(value, (list, tuple)):
            raise self.wrong("must be a list of records", value)
        if not self.shortest <= len(value) <= self.longest:
            raise self.wrong(f"must hold {self.shortest} to {self.longest} records", Verbatim(f"{len(value)} of them"))
        checked: list[dict[str, Any]] = []
        rows: dict[Any, int] = {}
        for row, record in enumerate(value, start=1):
            checked.append(self.check_record(record, row))
            name = checked[-1][self.columns[0].id]
            if name in rows:
                raise self.wrong(f"must name each record differently, but rows {rows[name]} and {row} are the same", name, row)
            rows[name] = row
        return checked

    def check_record(self, record: object, row: int) -> dict[str, Any]:
        keys = [column.id for column in self.columns]
        if not isinstance(record, dict) or set(record) != set(keys):
            raise self.wrong(f"must have the keys {', '.join(keys)} in row {row}", record, row)
        return {column.id: self.cell(column, row, column.check_one, record[column.id]) for column in self.columns}

    def cell(self, column: Input, row: int, taken: Callable[[Any], Any], given: object) -> Any:
        """One value, by the check or the reading of its column, whose error then says where."""
        try:
            return taken(given)
        except InputError as error:
            raise self.wrong(placed(error.rule, f"for {column.label} in row {row}"), error.got, row) from None

    def read(self, text: str) -> list[dict[str, Any]]:
        if text.strip().startswith("["):
            try:
                listed = read_json(text)
            except Repeated as error:
                got = Verbatim(f"{excerpt(error.first)} and {excerpt(error.second)}")
                raise self.wrong(f"must have each key once in a record, but {clip(error.key)} stands twice", got) from None
            except ValueError:
                raise self.wrong("must be a JSON list of records or lines such as " + self.example, text) from None
            return self.check(listed)
        lines = [line.strip(" \r") for line in SEPARATOR.split(text.strip(" \r\n").rstrip(";")) if line.strip()]
        return self.check([self.read_line(line, row) for row, line in enumerate(lines, start=1)])

    def read_line(self, line: str, row: int) -> dict[str, Any]:
        cells = [cell.strip() for cell in self.parted(line)]
        if len(cells) > len(self.columns):  # a spreadsheet's empty columns around them
            cells = [cell.strip() for cell in self.parted(line.strip())]
        if len(cells) != len(self.columns):
            raise self.wrong(f"must be lines such as {self.example}", line, row)
        return {column.id: self.cell(column, row, column.read_one, cell) for column, cell in zip(self.columns, cells, strict=True)}

    def parted(self, line: str) -> list[str]:
        """The cells of a line: parted by tabs, as a spreadsheet copies them, or the name by a colon and the rest by commas."""
        if "\t" in line:
            return line.split("\t")
        name, colon, rest = line.rpartition(":")  # the name may hold a colon; what follows the last one does not
        if not colon:
            return [line]
        cells, columns = rest.split(","), self.columns[1:]
        if len(cells) > len(columns):  # a number may have commas of its own, and none behind one of them but between cells
            spaced = COMMA_AND_SPACE.split(rest)
            if len(spaced) == len(columns) and all(
                "," not in cell or isinstance(column, Number) for cell, column in zip(spaced, columns, strict=True)
            ):
                cells = spaced
        return [name, *cells]

    def text(self, value: Sequence[Mapping[str, Any]]) -> str:
        name, *rest = self.columns
        lines = "\n".join(
            f"{name.text(record[name.id])}: {', '.join(column.text(record[column.id]) for column in rest)}" for record in value
        )
        return lines if self.is_read_as(lines, value) else json.dumps([dict(record) for record in value], ensure_ascii=False)

    def is_read_as(self, text: str, value: object) -> bool:
        """Not where a name or a text holds a mark that parts them."""
        try:
            return self.read(text) == value
        except InputError:
            return False

    def cells(self, value: Sequence[Mapping[str, Any]]) -> list[list[str]]:
        return [[column.shown(record[column.id]) for column in self.columns] for record in value]

    def words(self, value: Sequence[Mapping[str, Any]]) -> str:
        """Of yes and no the question where it is answered yes: a row of Yes and No would not say to what."""
        name, *rest = self.columns
        told = {column.id: inside(column.label) for column in rest if isinstance(column, Boolean)}

        def cells(record: Mapping[str, Any]) -> list[str]:
            return [told.get(column.id) or column.words(record[column.id]) for column in rest if column.id not in told or record[column.id]]

        return "; ".join(f"{record[name.id]}: {', '.join(cells(record))}" for record in value)

    def exact(self, value: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
        return tuple({column.id: column.exact(record[column.id]) for column in self.columns} for record in value)

    def describe(self) -> dict[str, Any]:
        rules = {"shortest": self.shortest, "longest": self.longest, "example": self.example}
        return Input.describe(self) | rules | {"columns": [column.describe() for column in self.columns]}
