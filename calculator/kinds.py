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

from calculator.exact import exact, plain
from calculator.result import InputError, Written
from calculator.units import Unit, unit_of

SMALLEST = 1e-9  # a billionth of a dollar: below it a quotient could outgrow what a float holds
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

    `slider` is (lowest, highest, step) of the stretch most readers need; a value outside it is still valid.
    `resolution` is the smallest difference worth telling, used where the nearest other value is sought.
    """

    minimum: float
    maximum: float
    slider: tuple[float, float, float] | None = None
    resolution: float = 0.01

    kind = "number"

    def check(self, value: object) -> int | float:
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

    def parse(self, text: str) -> int | float:
        number = parse_number(text)
        if number is None:
            raise self.wrong("must be a number written like 1500 or 2.5", text)
        try:
            return self.check(number)
        except InputError as error:
            raise self.wrong(error.rule, Written(text)) from None

    def text(self, value: object) -> str:
        return number_text(value)

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

    def check(self, value: object) -> int:
        number = Number.check(self, value)
        if number != int(number):
            raise self.wrong("must be a whole number", value)
        return int(number)

    def exact(self, value: object) -> object:
        return value


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
