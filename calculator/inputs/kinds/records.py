"""A list of records, such as a company's providers with the bill of each."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from calculator.errors import InputError, Written, short, shown
from calculator.inputs.kinds.base import Input
from calculator.inputs.kinds.number import Number, parse_number
from calculator.inputs.limits import Repeated, read_json
from calculator.numbers.display import as_given

SEPARATOR = re.compile(r"[\n;]")


class Records(Input):
    """A list of records, each with exactly the keys that `columns` declares: a name, which no two share, and what belongs to it.

    As text a record is a line, "name: value, value"; semicolons part records as well as new lines do. JSON is read too.
    """

    columns: tuple[Input, ...]
    shortest: int
    longest: int
    example: str

    kind = "records"

    def check(self, value: object) -> list[dict[str, Any]]:
        if not isinstance(value, (list, tuple)):
            raise self.wrong("must be a list of records", value)
        if not self.shortest <= len(value) <= self.longest:
            raise self.wrong(f"must hold {self.shortest} to {self.longest} records", Written(f"{len(value)} of them"))
        checked: list[dict[str, Any]] = []
        names: dict[str, int] = {}
        for place, record in enumerate(value, start=1):
            checked.append(self.check_record(record, place))
            name = checked[-1][self.columns[0].id]
            if name in names:
                raise self.wrong(f"must name each record differently, but places {names[name]} and {place} are the same", name)
            names[name] = place
        return checked

    def check_record(self, record: object, place: int) -> dict[str, Any]:
        keys = [column.id for column in self.columns]
        if not isinstance(record, dict) or set(record) != set(keys):
            raise self.wrong(f"must have the keys {', '.join(keys)} in place {place}", record)
        checked = {}
        for column in self.columns:
            try:
                check = column.check_point if isinstance(column, Number) else column.check
                checked[column.id] = check(record[column.id])
            except InputError as error:
                raise self.wrong(f"{error.rule} for {column.id} in place {place}", record[column.id]) from None
        return checked

    def read(self, text: str) -> list[dict[str, Any]]:
        if text.strip().startswith("["):
            try:
                listed = read_json(text)
            except Repeated as error:
                got = Written(f"{shown(error.first)} and {shown(error.second)}")
                raise self.wrong(f"must have each key once in a record, but {short(error.key)} stands twice", got) from None
            except ValueError:
                raise self.wrong("must be a JSON list of records or lines such as " + self.example, text) from None
            return self.check(listed)
        records = []
        for line in SEPARATOR.split(text.strip().rstrip(";")):
            if line.strip():
                # The name may hold a colon; what follows the last one does not.
                name, colon, rest = line.rpartition(":")
                cells = [name.strip(), *(cell.strip() for cell in rest.split(","))]
                if not colon or len(cells) != len(self.columns):
                    raise self.wrong(f"must be lines such as {self.example}", line.strip())
                records.append({column.id: self.cell(column, cell, line) for column, cell in zip(self.columns, cells, strict=True)})
        return self.check(records)

    def cell(self, column: Input, text: str, line: str) -> object:
        if not isinstance(column, Number):
            return text
        number = parse_number(text)
        if number is None:
            raise self.wrong(f"must be lines such as {self.example}", line.strip())
        return number

    def text(self, value: Sequence[Mapping[str, Any]]) -> str:
        lines = [
            ": ".join((str(record[self.columns[0].id]), ", ".join(column.text(record[column.id]) for column in self.columns[1:])))
            for record in value
        ]
        if lines and (lines[0].startswith("[") or any(";" in line for line in lines)):  # would be read as JSON, or as two records
            return json.dumps([dict(record) for record in value], ensure_ascii=False)
        return "\n".join(lines)

    def words(self, value: Sequence[Mapping[str, Any]]) -> str:
        name, *rest = self.columns
        return "; ".join(f"{record[name.id]}: {', '.join(as_given(record[column.id], column.unit) for column in rest)}" for record in value)

    def exact(self, value: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
        return tuple({column.id: column.exact(record[column.id]) for column in self.columns} for record in value)

    def describe(self) -> dict[str, Any]:
        rules = {"shortest": self.shortest, "longest": self.longest, "example": self.example}
        return Input.describe(self) | rules | {"columns": [column.describe() for column in self.columns]}
