"""The kinds of input: what each accepts as a value, as text, and what it says when it cannot.

`check` takes a typed value (from Python or JSON), `parse` takes text (from a form, a URL or a command
line); both return the value to use or raise InputError. `text` is the canonical text of a value:
`parse(text(v)) == v`.
"""

import json
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from calculator.dates import is_date
from calculator.exact import exact, plain
from calculator.result import InputError, Written
from calculator.units import Unit, unit_of

SMALLEST = 1e-9  # a billionth of a dollar: below it a quotient could outgrow what a float holds
RANGE = ("low", "high")  # the keys of a range, in JSON and in Python; in text it is low..high
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input of the vocabulary. `id` is API: it is the name in Python, JSON, URLs and docs."""

    id: str
    label: str
    help: str
    default: object

    kind = ""

    @property
    def unit(self) -> Unit:
        return unit_of(self.id)

    def wrong(self, rule: str, got: object) -> InputError:
        return InputError(self.id, rule, got)

    def check(self, value: object) -> object:
        raise NotImplementedError

    def parse(self, text: str) -> object:
        raise NotImplementedError

    def text(self, value: object) -> str:
        raise NotImplementedError

    def exact(self, value: object) -> object:
        """The value that a model computes with."""
        return value

    def describe(self) -> dict:
        """JSON-ready declaration of this input."""
        return {"id": self.id, "label": self.label, "kind": self.kind, "unit": self.unit.words, "help": self.help, "default": plain(self.default)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Input):
    """A finite number between `minimum` and `maximum`, both included.

    It may be given as a range, `{"low": 10, "high": 20}` or "10..20": an interval that holds the number with a probability of
    90 %. A range of zero width is its number. `slider` is (lowest, highest, step) of the stretch most readers need; a value outside it is still valid.
    `resolution` is the smallest difference worth telling, used where the nearest other value is sought.
    """

    minimum: float
    maximum: float
    slider: tuple[float, float, float] | None = None
    resolution: float = 0.01

    kind = "number"

    def check(self, value: object) -> int | float | dict:
        if isinstance(value, dict):
            return self.check_range(value)
        if isinstance(value, str) and ".." in value:
            return self.parse(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.wrong("must be a number", value)
        if isinstance(value, float) and not math.isfinite(value):
            raise self.wrong("must be a finite number", value)
        if 0 < abs(value) < SMALLEST:
            raise self.wrong(f"must be 0 or at least {number_text(SMALLEST)} away from it", value)
        if value < self.minimum:
            raise self.wrong(f"must be at least {number_text(self.minimum)}", value)
        if value > self.maximum:
            raise self.wrong(f"must be at most {number_text(self.maximum)}", value)
        return value

    def check_range(self, value: dict) -> int | float | dict:
        if set(value) != set(RANGE):
            raise self.wrong("must be a number, or a range with the keys low and high", value)
        ends = {}
        for end in RANGE:
            if value[end] is None or isinstance(value[end], (dict, str)):
                raise self.wrong(f"must be a number at the {end} end of its range", value[end])
            try:
                ends[end] = self.check(value[end])
            except InputError as error:
                raise self.wrong(f"{error.rule} at the {end} end of its range", value[end]) from None
        if ends["low"] > ends["high"]:
            raise self.wrong("must be a range whose low end is not above its high end", Written(self.text(ends)))
        return ends["low"] if ends["low"] == ends["high"] else ends

    def parse(self, text: str) -> int | float | dict:
        low, dots, high = text.replace("\N{HORIZONTAL ELLIPSIS}", "..").partition("..")  # a phone may turn two or three dots into one sign
        number = parse_number(low), parse_number(high) if dots else 0
        if None in number:
            raise self.wrong("must be a number written like 1500 or 2.5" + (", or a range like 10..20" if dots else ""), text)
        try:
            return self.check(dict(zip(RANGE, number, strict=True)) if dots else number[0])
        except InputError as error:
            raise self.wrong(error.rule, Written(text)) from None

    def text(self, value: object) -> str:
        return "..".join(number_text(value[end]) for end in RANGE) if isinstance(value, dict) else number_text(value)

    def exact(self, value: object) -> object:
        return exact(value)

    def describe(self) -> dict:
        bounds = {"minimum": self.minimum, "maximum": self.maximum}
        return Input.describe(self) | bounds | {"slider": list(self.slider) if self.slider else None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Integer(Number):
    """A whole number between `minimum` and `maximum`, both included."""

    resolution: float = 1

    kind = "integer"

    def check(self, value: object) -> int | dict:
        number = Number.check(self, value)
        if isinstance(number, dict):
            return number
        if number != int(number):
            raise self.wrong("must be a whole number", value)
        return int(number)

    def exact(self, value: object) -> object:
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionalNumber(Number):
    """A number, or None (blank text, null in JSON) where the catalogue's is meant. `none` is the words for None; `whole` asks for a whole number."""

    default: object = None
    none: str = "as listed"
    whole: bool = False

    kind = "optional-number"

    def check(self, value: object) -> int | float | dict | None:
        if value is None:
            return None
        return Integer.check(self, value) if self.whole else Number.check(self, value)

    def parse(self, text: str) -> int | float | dict | None:
        return None if not text.strip() else Number.parse(self, text)

    def text(self, value: object) -> str:
        return "" if value is None else Number.text(self, value)

    def exact(self, value: object) -> object:
        return None if value is None else Number.exact(self, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day(Input):
    """A date such as 2026-11-12, or a month such as 2026-11; None (blank text, null in JSON) for the newest there is."""

    default: object = None
    none: str = "the newest"

    kind = "day"

    def check(self, value: object) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str) or not is_date(value):
            raise self.wrong("must be a date written like 2026-11-12 or 2026-11", value)
        return value

    def parse(self, text: str) -> str | None:
        return self.check(text.strip() or None)

    def text(self, value: object) -> str:
        return value or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boolean(Input):
    """Yes or no."""

    kind = "boolean"
    options: ClassVar[dict] = {"yes": "Yes", "no": "No"}

    def check(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise self.wrong("must be true or false", value)
        return value

    def parse(self, text: str) -> bool:
        word = text.strip().lower()
        if word not in ("yes", "no", "true", "false"):
            raise self.wrong("must be yes or no", text)
        return word in ("yes", "true")

    def text(self, value: object) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Input):
    """One of `options`, a mapping from the id that stands in URLs to the words that a reader sees."""

    options: dict

    kind = "choice"

    def check(self, value: object) -> str:
        if not isinstance(value, str) or value not in self.options:
            raise self.wrong(f"must be one of {', '.join(self.options)}", value)
        return value

    def parse(self, text: str) -> str:
        return self.check(text.strip())

    def text(self, value: object) -> str:
        return str(value)

    def describe(self) -> dict:
        return Input.describe(self) | {"options": dict(self.options)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers(Input):
    """A list of `shortest` to `longest` numbers, each between `minimum` and `maximum`."""

    minimum: float
    maximum: float
    shortest: int
    longest: int

    kind = "numbers"

    def check(self, value: object) -> list:
        if not isinstance(value, (list, tuple)):
            raise self.wrong("must be a list of numbers", value)
        if not self.shortest <= len(value) <= self.longest:
            raise self.wrong(f"must hold {self.shortest} to {self.longest} numbers", Written(f"{len(value)} of them"))
        item = self.item
        checked = []
        for place, number in enumerate(value, start=1):
            if isinstance(number, (dict, str)):  # a range is for one number, not for one of many
                raise self.wrong(f"must be a number in place {place}", number)
            try:
                checked.append(item.check(number))
            except InputError as error:
                raise self.wrong(f"{error.rule} in place {place}", number) from None
        return checked

    @property
    def item(self) -> Number:
        return Number(id=self.id, label=self.label, help=self.help, default=0, minimum=self.minimum, maximum=self.maximum)

    def parse(self, text: str) -> list:
        if text.strip().startswith("["):
            try:
                listed = json.loads(text)
            except (ValueError, RecursionError):  # no JSON, a number of thousands of digits, brackets without end
                raise self.wrong("must be a list such as [8600, 9600]", text) from None
            return self.check(listed)
        # A comma parts numbers only with a space behind it: "8,600" would otherwise turn into 8 and 600.
        numbers = []
        for word in re.split(r"[\s;]+|,\s+", text.strip().rstrip(",")):
            if word:
                number = parse_number(word)
                if number is None:
                    raise self.wrong("must be numbers with spaces between them, such as 8600 9600", word)
                numbers.append(number)
        return self.check(numbers)

    def text(self, value: object) -> str:
        return " ".join(number_text(number) for number in value)

    def exact(self, value: object) -> object:
        return tuple(exact(number) for number in value)

    def describe(self) -> dict:
        rules = {"minimum": self.minimum, "maximum": self.maximum, "shortest": self.shortest, "longest": self.longest}
        return Input.describe(self) | rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Input):
    """One line of text; "" where `empty` says what that means."""

    longest: int = 60
    empty: str = ""

    kind = "text"

    def check(self, value: object) -> str:
        if not isinstance(value, str):
            raise self.wrong("must be text", value)
        if value != value.strip() or not value.isprintable():
            raise self.wrong("must be one line of text without spaces around it", value)
        if not value and not self.empty:
            raise self.wrong("must not be empty", value)
        if len(value) > self.longest:
            raise self.wrong(f"must be at most {self.longest} characters long", value)
        return value

    def parse(self, text: str) -> str:
        return self.check(text.strip())

    def text(self, value: object) -> str:
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Records(Input):
    """A list of records, each with exactly the keys that `columns` declares: a name, which no two share, and what belongs to it.

    As text a record is a line, "name: value, value"; semicolons part records as well as new lines do. JSON is read too.
    """

    columns: tuple[Input, ...]
    shortest: int
    longest: int
    example: str

    kind = "records"

    def check(self, value: object) -> list:
        if not isinstance(value, (list, tuple)):
            raise self.wrong("must be a list of records", value)
        if not self.shortest <= len(value) <= self.longest:
            raise self.wrong(f"must hold {self.shortest} to {self.longest} records", Written(f"{len(value)} of them"))
        checked, names = [], {}
        for place, record in enumerate(value, start=1):
            checked.append(self.check_record(record, place))
            name = checked[-1][self.columns[0].id]
            if name in names:
                raise self.wrong(f"must name each record differently, but places {names[name]} and {place} are the same", name)
            names[name] = place
        return checked

    def check_record(self, record: object, place: int) -> dict:
        keys = [column.id for column in self.columns]
        if not isinstance(record, dict) or set(record) != set(keys):
            raise self.wrong(f"must have the keys {', '.join(keys)} in place {place}", record)
        checked = {}
        for column in self.columns:
            try:
                if isinstance(record[column.id], dict):
                    raise column.wrong("must be a number", record[column.id])
                checked[column.id] = column.check(record[column.id])
            except InputError as error:
                raise self.wrong(f"{error.rule} for {column.id} in place {place}", record[column.id]) from None
        return checked

    def parse(self, text: str) -> list:
        if text.strip().startswith("["):
            try:
                listed = json.loads(text)
            except (ValueError, RecursionError):
                raise self.wrong("must be a JSON list of records or lines such as " + self.example, text) from None
            return self.check(listed)
        records = []
        for line in re.split(r"[\n;]", text.strip().rstrip(";")):
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

    def text(self, value: object) -> str:
        lines = [": ".join((str(record[self.columns[0].id]), ", ".join(column.text(record[column.id]) for column in self.columns[1:]))) for record in value]
        if lines and (lines[0].startswith("[") or any(";" in line for line in lines)):  # would be read as JSON, or as two records
            return json.dumps([dict(record) for record in value], ensure_ascii=False)
        return "\n".join(lines)

    def exact(self, value: object) -> object:
        return tuple({column.id: column.exact(record[column.id]) for column in self.columns} for record in value)

    def describe(self) -> dict:
        rules = {"shortest": self.shortest, "longest": self.longest, "example": self.example}
        return Input.describe(self) | rules | {"columns": [column.describe() for column in self.columns]}


def parse_number(text: str) -> int | float | None:
    """The number that `text` writes, or None. No thousands separators: "1,000" is 1 in half of Europe."""
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    if not NUMBER.fullmatch(text):
        return None
    number = float(text)
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,15}", text) else number


def number_text(number: int | float | Decimal) -> str:
    """Shortest plain decimal text: 60.0 -> "60", 1e12 -> "1000000000000"."""
    text = format(exact(number), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
