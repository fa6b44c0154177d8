"""From values to places on paper, and the round numbers that are written beside them."""

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import Any, NamedTuple

from calculator.numbers.decimals import CONTEXT, ONE, Numeric, exact

STEPS = (1, 2, 5, 10)
TEN = Decimal(10)
LOG_2, LOG_E = 0.30102999566398120, 0.43429448190325183  # of base 10
LAST_ODD = 33  # of the series: what is left out is below 1e-17


class Scale(NamedTuple):
    """`low` and `high` (of a log scale: their logarithms) lie at the places `start` and `end`."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[Decimal, ...]
    log: bool = False

    def at(self, value: Numeric) -> float:
        number = log10(value) if self.log else float(value)
        return self.start + (self.end - self.start) * ((number - self.low) / (self.high - self.low))

    def all(self, values: Iterable[Any]) -> list[float | None]:
        """The places of many, None for None: in half the time."""
        if self.log:
            return [None if value is None else self.at(value) for value in values]
        low, start, part = self.low, self.start, (self.end - self.start) / (self.high - self.low)
        return [None if value is None else start + part * (float(value) - low) for value in values]

    def moved(self, start: float, end: float) -> "Scale":
        """The same values on other paper."""
        return Scale(self.low, self.high, start, end, self.ticks, self.log)


def log10(value: Numeric) -> float:
    """By + - * / alone, which every machine rounds alike, as the logarithms of C libraries are not; to fifteen digits, of which a drawing shows four."""
    part, power = math.frexp(float(value))
    z = (part - 1) / (part + 1)  # log(part) is twice z + z^3 / 3 + z^5 / 5 ..., of which the part lies between 1/2 and 1
    square, total = z * z, 0.0
    for odd in range(LAST_ODD, 0, -2):
        total = total * square + 1 / odd
    return power * LOG_2 + 2 * z * total * LOG_E


def whole(number: Decimal, rounding: str) -> Decimal:
    return number.to_integral_value(rounding)


def step_for(span: Decimal, most: int) -> Decimal:
    """The smallest of 1, 2, 5, 10, 20 ... that covers `span` in at most `most` steps."""
    unit = ONE.scaleb((span / most).adjusted())
    return next(unit * step for step in STEPS if unit * step * most >= span)


def linear(values: Sequence[Numeric], most: int = 5, snug: bool = False, integers: bool = False) -> Scale:
    """A scale from 0, or from the lowest value where that is below, to the highest, out to round numbers; `snug` ends at the values themselves."""
    with localcontext(CONTEXT):
        numbers = [exact(value) for value in values]
        low, high = min(numbers, default=Decimal(0)), max(numbers, default=Decimal(0))
        if not snug:
            low, high = min(low, Decimal(0)), max(high, Decimal(0))
        if low == high:
            high = low + max(ONE, ONE.scaleb(low.adjusted()))
        step = step_for(high - low, most)
        if integers:
            step = max(step, ONE)
        first, last = (low / step, high / step) if snug else (whole(low / step, ROUND_FLOOR), whole(high / step, ROUND_CEILING))
        ticks = tuple(step * number for number in range(int(whole(first, ROUND_CEILING)), int(whole(last, ROUND_FLOOR)) + 1))
        low, high = (low, high) if snug else (first * step, last * step)
        return Scale(float(low), float(high), 0.0, 1.0, ticks)


def logarithmic(values: Sequence[Numeric], most: int = 5) -> Scale:
    """Whole powers of ten around positive values, a tick at each or, over many, at every second, third ..."""
    with localcontext(CONTEXT):
        lowest, highest = exact(min(values)), exact(max(values))
        low, high = lowest.adjusted(), highest.adjusted() + (highest != TEN ** highest.adjusted())
        high = max(high, low + 1)
        every = -(-(high - low) // most)
        return Scale(float(low), float(high), 0.0, 1.0, tuple(TEN**power for power in range(low, high + 1, every)), log=True)


def number(place: float) -> str:
    """A coordinate as SVG has it: one decimal, none where it is 0."""
    words = f"{place:.1f}"
    return words if words[-1] != "0" else words[:-2] if words != "-0.0" else "0"
