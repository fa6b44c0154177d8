"""What turns a verdict, as a person would say it: about $4,200 a month.

The nearest value to a cent is no number that anybody can keep to. So two digits that count are said, rounded away from the reader's own
value, since between the two the verdict still is what it is; and more of them where two would give another verdict than is promised,
or would say that the way there is longer by more than a tenth. A change below 0 is told as a fall.
"""

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from calculator.inputs.kinds import Input, Number
from calculator.numbers.decimals import exact
from calculator.numbers.display import MOST_DIGITS, WRONG, as_given, to_digits

FEW = 2  # digits that count: a number that has no more is said as it is


def flip_words(declared: Input, here: Any, found: Any, turns: Callable[[Any], bool]) -> str:
    """`found`, the nearest value that turns the verdict from what it is `here`, in words; `turns` says whether another value gives the same verdict as it."""
    if not isinstance(declared, Number):
        return declared.words(found)
    words = number_words(declared, here, found, turns)
    return as_fall(words) if declared.changes else words


LESS_OR_MORE = {"less than": "more than", "more than": "less than"}


def as_fall(words: str) -> str:
    """A change in per cent as it stands, but one below 0: "a fall of about 25 % a year" of "about -25 % a year"."""
    before, minus, number = words.partition("-")
    before = before.strip()
    return " ".join(filter(None, ("a fall of", LESS_OR_MORE.get(before, before), number))) if minus else words


def number_words(declared: Number, here: Any, found: Any, turns: Callable[[Any], bool]) -> str:
    value, today = exact(found), exact(here)
    step = exact(declared.below_1 if declared.below_1 and abs(value) < 1 else declared.resolution) * (1 if value > today else -1)
    last = value - step  # that does not turn it yet, unless the reader's own lies between
    if not declared.whole and digits_of(last) <= FEW and digits_of(last) < digits_of(value) and (last - today) * step >= 0:
        return f"{'more' if step > 0 else 'less'} than {as_given(last, declared.unit)}"
    if digits_of(value) <= FEW:
        return as_given(value, declared.unit)
    for digits in range(FEW, MOST_DIGITS):
        rounded = to_digits(value, digits, ROUND_CEILING if step > 0 else ROUND_FLOOR)
        if rounded == value:
            break
        is_near = abs(rounded - value) <= abs(value - today) * WRONG
        if is_near and declared.minimum <= rounded <= declared.maximum and turns(int(rounded) if declared.whole else rounded):
            return f"about {as_given(rounded, declared.unit)}"
    return as_given(value, declared.unit)


def digits_of(value: Decimal) -> int:
    """How many of its digits count: two of 4,200, none of 0."""
    return len(value.normalize().as_tuple().digits) if value else 0
