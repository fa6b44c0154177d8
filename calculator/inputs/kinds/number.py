"""Numbers: one, a whole one, one that may be left to the catalogue, a list of them. One number may be given as a range."""

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from numbers import Integral, Rational, Real
from operator import index
from typing import Any

from calculator.errors import InputError, Verbatim, placed
from calculator.inputs.kinds.base import Input
from calculator.inputs.kinds.written import LETTERS, THOUSAND, UnclearError, Written, grouped, plain_number, read_number, unmistakable
from calculator.inputs.limits import read_json
from calculator.numbers.decimals import Numeric, as_parsed, exact
from calculator.numbers.display import as_given

SMALLEST = 1e-9  # a billionth of a dollar: below it a quotient could outgrow what a float holds
DECADES = 100
RANGE_DOTS = ".."
RANGE = ("low", "high")  # the keys of a range, in JSON and in Python; in text it is low..high
LINES = re.compile(r"[\n\t;]+")  # as a spreadsheet parts cells; where none of these stands, spaces part numbers
SPACES = re.compile(r"\s+|,\s+")  # a comma parts numbers only with a space behind it: "8,600" would otherwise turn into 8 and 600
BETWEEN = re.compile(r"(?<=[\w%$.]) ?(?:\bto\b|[\N{EN DASH}\N{EM DASH}]) ?(?=[\d$.+-])")  # what people write for the two dots of a range


Given = float | dict[str, float]  # a number, or the ends of a range


class Number(Input):
    """A finite number between `minimum` and `maximum`, both included.

    It may be given as a range, `{"low": 10, "high": 20}` or "10..20": an interval that holds the number with a probability of
    90 %. A range of zero width is its number. `slider` is (lowest, highest, step) of the stretch most readers need; a value outside it is still valid.
    `resolution` is the smallest difference worth telling, used where the nearest other value is sought, and `below_1` that between values below 1, where
    it is smaller; `stretches` is how many parts of the slider are looked through for one that turns a verdict there and back. `whole` asks for a whole
    number. `changes`: of a change in per cent, what it is that changes, inside a sentence: "the API's price".
    """

    minimum: float
    maximum: float
    slider: tuple[float, float, float] | None = None
    resolution: float = 0.01
    below_1: float | None = None
    stretches: int = 4
    whole: bool = False
    changes: str = ""

    kind = "number"

    @property
    def has_slider(self) -> bool:
        return self.slider is not None

    @property
    def bend(self) -> int:
        """How many times faster a slider moves at its far end than at its near one: 1 where its numbers do not span two decades."""
        lowest, highest, step = self.slider or (0, 0, 1)
        return DECADES if lowest >= 0 and highest >= DECADES * max(lowest, step) else 1

    def at(self, share: float) -> float:
        """The number at a share of the way along the slider, which docs/assets/sliders.mjs finds the same way."""
        lowest, highest, step = self.slider or (0, 0, 1)
        way = share if self.bend == 1 else (self.bend**share - 1) / (self.bend - 1)
        value = lowest + (highest - lowest) * way
        return as_parsed(min(highest, max(lowest, to_step(value, step))))

    def check(self, value: object) -> Given:
        if isinstance(value, dict):
            return self.check_range(value)
        if isinstance(value, str):
            parsed: Given = self.parse(value)
            return parsed
        point: Given = self.check_one(value)
        return point

    def check_one(self, value: object) -> Any:
        if isinstance(value, str):
            return self.parse_one(value)
        number = as_python(value)
        if number is None:
            raise self.wrong("must be a number", value)
        if isinstance(number, float) and not math.isfinite(number):
            raise self.wrong("must be a finite number", value)
        if 0 < abs(number) < SMALLEST:
            raise self.wrong(f"must be 0 or at least {number_text(SMALLEST)} away from it", value)
        if number < self.minimum:
            raise self.wrong(f"must be at least {number_text(self.minimum)}", value)
        if number > self.maximum:
            raise self.wrong(f"must be at most {number_text(self.maximum)}", value)
        number = as_parsed(number)
        if self.whole and number != int(number):
            raise self.wrong("must be a whole number", value)
        return int(number) if self.whole else number

    def check_range(self, value: dict[Any, Any]) -> Given:
        if set(value) != set(RANGE):
            raise self.wrong("must be a number, or a range with the keys low and high", value)
        ends = {}
        for end in RANGE:
            try:
                ends[end] = self.check_one(value[end])
            except InputError as error:
                raise self.wrong(placed(error.rule, f"at the {end} end of its range"), value[end]) from None
        if ends["low"] > ends["high"]:
            raise self.wrong("must be a range whose low end is not above its high end", Verbatim(self.text(ends)))
        return ends["low"] if ends["low"] == ends["high"] else ends

    def read(self, text: str) -> Given:
        dotted = text.replace("\N{HORIZONTAL ELLIPSIS}", "..")  # a phone may turn two or three dots into one sign
        if "..." in dotted:  # 5...8 may mean 5..8 or 5..0.8
            raise self.wrong("must have two dots between the ends of a range, such as 10..20 or 0..0.5", Verbatim(text))
        if ".." not in dotted:
            dotted = BETWEEN.sub("..", dotted, count=1)
        low, dots, high = dotted.partition("..")
        if not dots:
            point: Given = self.read_one(text)
            return point
        ends = [self.number(text, f"at the {end} end of its range") for end, text in zip(RANGE, (low, high), strict=True)]
        if ends[1].power and not ends[0].power and 0 < ends[0].value < THOUSAND:  # 35..50k may mean 35k..50k
            begin = low.strip()
            raise self.wrong(f"must have one meaning: from {begin} or from {begin}{LETTERS[ends[1].power]}?", Verbatim(text))
        try:
            return self.check(dict(zip(RANGE, map(plain_number, ends), strict=True)))
        except InputError as error:
            raise self.wrong(error.rule, Verbatim(text)) from None

    def read_one(self, text: str) -> Any:
        number = plain_number(self.number(text))
        try:
            return self.check_one(number)
        except InputError as error:
            raise self.wrong(error.rule, Verbatim(text)) from None

    def number(self, text: str, where: str = "") -> Written:
        """What a text writes that fits between the bounds; InputError, with `where` in its sentence, if it writes no number or could mean two."""
        try:
            return read_number(text, self.unit, lambda number: self.minimum <= number <= self.maximum)
        except UnclearError as error:
            raise self.wrong(placed(str(error), where) if where else str(error), text) from None

    def text(self, value: Any) -> str:
        return "..".join(unmistakable(exact(value[end])) for end in RANGE) if isinstance(value, dict) else unmistakable(exact(value))

    def shown(self, value: Any) -> str:
        return RANGE_DOTS.join(grouped(part) for part in self.text(value).split(RANGE_DOTS))

    def words(self, value: Any) -> str:
        if not isinstance(value, dict):
            return as_given(value, self.unit)
        low, high = (as_given(value[end], self.unit._replace(after="")) for end in RANGE)
        return f"{low} to {high} {self.unit.after}".strip()

    def exact(self, value: Any) -> Any:
        return exact(value)

    def describe(self) -> dict[str, Any]:
        bounds = {"minimum": self.minimum, "maximum": self.maximum}
        return Input.describe(self) | bounds | {"slider": list(self.slider) if self.slider else None}


class Integer(Number):
    """A whole number between `minimum` and `maximum`, both included."""

    resolution: float = 1
    whole: bool = True

    kind = "integer"

    def exact(self, value: Any) -> Any:
        return value


class Count(Integer):
    """A whole number that formulas divide: computed with as a Decimal, since the quotient of two ints is a float."""

    def exact(self, value: Any) -> Any:
        return exact(value)


class OptionalNumber(Number):
    """A number, or None (blank text, null in JSON) where the catalogue's is meant. `none` is the words for None."""

    default: Any = None
    none: str = "as listed"

    kind = "optional-number"

    def check(self, value: object) -> Given | None:  # type: ignore[override]  # as every value of its own it may be None
        return None if value is None else Number.check(self, value)

    def check_one(self, value: object) -> Any:
        return None if value is None else Number.check_one(self, value)

    def read(self, text: str) -> Given | None:  # type: ignore[override]  # likewise
        return None if not text.strip() else Number.read(self, text)

    def read_one(self, text: str) -> Any:
        return None if not text.strip() else Number.read_one(self, text)

    def text(self, value: Any) -> str:
        return "" if value is None else Number.text(self, value)

    def words(self, value: Any) -> str:
        return self.none if value is None else Number.words(self, value)

    def exact(self, value: Any) -> Any:
        return None if value is None else Number.exact(self, value)


class Numbers(Input):
    """A list of `shortest` to `longest` numbers, each between `minimum` and `maximum`.

    `place` is the name of a place in it, with its number for {}, counted from `first` on; where the `last` has a name, numbers count back from it.
    """

    minimum: float
    maximum: float
    shortest: int
    longest: int
    place: str
    first: int = 1
    last: str = ""

    kind = "numbers"

    def check(self, value: object) -> list[float]:
        if isinstance(value, str):
            parsed: list[float] = self.parse(value)
            return parsed
        if not isinstance(value, (list, tuple)):
            raise self.wrong("must be a list of numbers", value)
        if not self.shortest <= len(value) <= self.longest:
            many = f"{self.shortest} numbers" if self.shortest == self.longest else f"{self.shortest} to {self.longest} numbers"
            raise self.wrong(f"must hold {many}", Verbatim(f"{len(value)} of them"))
        item = self.item
        checked = []
        for place, number in enumerate(value, start=1):
            try:
                checked.append(item.check_one(number))
            except InputError as error:
                raise self.wrong(placed(error.rule, f"in place {place}"), number, place) from None
        return checked

    @property
    def item(self) -> Number:
        return Number(id=self.id, label=self.label, help=self.help, default=0, minimum=self.minimum, maximum=self.maximum)

    def read(self, text: str) -> list[float]:
        if text.strip().startswith("["):
            try:
                listed = read_json(text)
            except ValueError:  # no JSON, a number of thousands of digits, brackets without end
                raise self.wrong("must be a list such as [8600, 9600]", text) from None
            return self.check(listed)
        marks = LINES if LINES.search(text.strip()) else SPACES
        words = [word for part in marks.split(text.strip()) if (word := part.strip(" ,"))]
        if len(words) == 1 and "," in words[0] and marks is SPACES:  # 860,960 may be one number or two
            raise self.wrong("must have a space after each comma that parts two numbers, or be written without commas", Verbatim(text))
        return self.check([self.read_number(word, place) for place, word in enumerate(words, start=1)])

    def read_number(self, word: str, place: int) -> Any:
        try:
            return plain_number(self.item.number(word, f"in place {place}"))
        except InputError as error:
            raise self.wrong(error.rule, error.got, place) from None

    def text(self, value: Sequence[float]) -> str:
        return " ".join(unmistakable(exact(number)) for number in value)

    def cells(self, value: Sequence[float]) -> list[list[str]]:
        return [[self.item.shown(number)] for number in value]

    def place_names(self, count: int) -> list[str]:
        """The name of each place of a list of `count`, as docs/assets/lists.mjs writes them too."""
        if self.last:
            return [*(self.place.replace("{}", str(before)) for before in range(count - 1, 0, -1)), self.last]
        return [self.place.replace("{}", str(self.first + place)) for place in range(count)]

    def words(self, value: Sequence[float]) -> str:
        return ", ".join(as_given(number, self.unit._replace(after="")) for number in value)

    def exact(self, value: Sequence[float]) -> tuple[Decimal, ...]:
        return tuple(exact(number) for number in value)

    def describe(self) -> dict[str, Any]:
        rules = {"minimum": self.minimum, "maximum": self.maximum, "shortest": self.shortest, "longest": self.longest}
        return Input.describe(self) | rules


class OptionalNumbers(Numbers):
    """A list of numbers of which one at least is above 0, or None (blank text, null or an empty list in JSON). `none` is the words for None."""

    default: Any = None
    none: str

    def check(self, value: object) -> list[float] | None:  # type: ignore[override]  # it may be None
        if value is None or (isinstance(value, (list, tuple)) and not value):
            return None
        checked = Numbers.check(self, value)
        if max(checked) <= 0:
            raise self.wrong("must hold a number above 0", value)
        return checked

    def read(self, text: str) -> list[float] | None:  # type: ignore[override]  # likewise
        return None if not text.strip() else Numbers.read(self, text)

    def text(self, value: Any) -> str:
        return "" if value is None else Numbers.text(self, value)

    def cells(self, value: Any) -> list[list[str]]:
        return [] if value is None else Numbers.cells(self, value)

    def words(self, value: Any) -> str:
        return self.none if value is None else Numbers.words(self, value)

    def exact(self, value: Any) -> Any:
        return None if value is None else Numbers.exact(self, value)


def as_python(value: object) -> float | None:
    """Any number as Python's own: a whole one as it is, another as the float nearest to it; None for what is no number.

    A NumPy number counts as it is written: float32's 5.1 is 5.1, not 5.099999904632568.
    """
    if isinstance(value, (int, float)):
        return None if isinstance(value, bool) else value
    try:
        if isinstance(value, Integral):
            return index(value)  # a NumPy span of time is registered as a whole number, and has none
        if isinstance(value, (Rational, Decimal)):
            return float(value)
        return float(str(value)) if isinstance(value, Real) else None
    except (TypeError, ValueError):
        return None
    except OverflowError:  # of a fraction
        return math.inf


def share_of(declared: Number, value: float) -> float:
    """How far along its slider a number stands, 0 at the near end and 1 at the far one; beyond it at its end."""
    lowest, highest, _ = declared.slider or (0, 1, 1)
    way = min(1.0, max(0.0, (value - lowest) / (highest - lowest)))
    return way if declared.bend == 1 else math.log1p(way * (declared.bend - 1)) / math.log(declared.bend)


def to_step(value: float, step: float) -> float:
    """The nearest multiple of a step; of a number many steps long, of the power of ten times the step that leaves it two digits."""
    while abs(value) >= DECADES * step:
        step *= 10
    return float(f"{math.floor(value / step + 0.5) * step:.12g}")  # half a step goes up, as it does in the page


def number_text(number: Numeric) -> str:
    """Shortest plain decimal text: 60.0 -> "60", 1e12 -> "1000000000000"."""
    text = format(exact(number), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
