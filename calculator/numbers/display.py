"""How a number is written: with all its digits where a reader adds up, rounded where he reads.

Three ways, by the unit of the number:

- a reader's own number, wherever it stands, with every digit that he typed: `as_given`;
- a computed number in a table or a trace, where he adds up and checks: `in_table`, and `in_trace`, which says the unit too;
- a computed number in a sentence or a figure, where he compares: `in_prose`, and `in_sentence`, which says the unit too.

FORMATS has the two formats of each kind. Text that is made for one kind takes its format by name: `usd` in a sentence, `full_usd` elsewhere.
"""

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal
from functools import partial
from typing import NamedTuple

from calculator.numbers.decimals import ZERO, Numeric, exact
from calculator.numbers.units import NO_UNIT, UNITS, Unit, followed

ONE, CENT = Decimal(1), Decimal("0.01")
STEPS = tuple(ONE.scaleb(-places) for places in range(10))  # of the last digit, at so many decimals
HUGE = Decimal(10) ** 15  # a quadrillion: from here on more digits say nothing, and quantize() would run out of room
LEAST = Decimal("1e-9")  # a billionth, the smallest input: of smaller amounts the power of ten says more than the zeros

# Where a sentence begins to round.
MANY = 10_000  # dollars or things: three digits that count
SOME = 100  # things: whole ones
LONG = 12  # months or quarters: whole ones
TENTH = 10  # per cent: whole ones
NEARLY_ALL = 99  # per cent: a tenth again, since "100 %" would say all
WILD = 200  # per cent of return in a year: nobody plans with more


# With all the digits that count


def powered(value: Decimal) -> str:
    """1.24 × 10^18, for what no reader's business meets but the bounds of the inputs allow."""
    digits, power = f"{value:.2e}".split("e")
    return f"{digits.rstrip('0').rstrip('.')} × 10^{int(power)}"


def fixed(value: Numeric, places: int) -> str:
    """Digits grouped by thousands, trailing zeros dropped."""
    amount = exact(value)
    if abs(amount) >= HUGE:
        return powered(amount)
    text = f"{amount.quantize(STEPS[places] if places < len(STEPS) else ONE.scaleb(-places), ROUND_HALF_EVEN):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def full_count(value: Numeric) -> str:
    """1,234,567; 5.1."""
    return fixed(value, 1)


def full_usd(value: Numeric) -> str:
    """$968,083; $2.50; $0.0042. Whole dollars from 100 up, cents below, two digits that count below a cent."""
    if value.__class__ is float and 100 <= value < HUGE:
        return f"${value:,.0f}"  # the same, in a quarter of the time: most cells of a long table
    amount = exact(value)
    size, sign = abs(amount), "-" if amount < 0 else ""
    if size >= HUGE or 0 < size < LEAST:
        return f"{sign}${powered(size)}"
    if size >= 100 or size == size.to_integral_value():
        return f"{sign}${size.quantize(ONE, ROUND_HALF_EVEN):,f}"
    if size >= CENT:
        return f"{sign}${size.quantize(CENT, ROUND_HALF_EVEN):f}"
    return f"{sign}${size.quantize(ONE.scaleb(size.adjusted() - 1), ROUND_HALF_EVEN):f}"


def full_price(value: Numeric) -> str:
    """$7.60, $0.10, $0.037, $0.3119: of a price below a dollar four digits that count, since list prices need them."""
    amount = exact(value)
    if not LEAST < abs(amount) < 1:
        return full_usd(amount)
    text = fixed(abs(amount), 3 - amount.adjusted())
    cents = text if len(text.partition(".")[2]) > 1 else f"{Decimal(text):.2f}"
    return f"{'-' if amount < 0 else ''}${cents}"


def full_pct(value: Numeric) -> str:
    """88 %, 2.2 %, 0.0034 %: one decimal, and below a tenth two digits that count, since 0 % would say that there is nothing."""
    amount = exact(value)
    if not 0 < abs(amount) < Decimal("0.1"):
        return f"{full_count(amount)} %"
    return f"{powered(amount) if abs(amount) < LEAST else fixed(amount, 1 - amount.adjusted())} %"


def full_counted(value: Numeric, noun: str) -> str:
    """21.9 months, 1 month, 0 months; less than 0.1 months, which is more than none."""
    text = full_count(value)
    return followed("less than 0.1" if text == "0" and exact(value) > 0 else text, noun)


def significant(value: Numeric, digits: int) -> str:
    """So many digits that count, and all of a whole number."""
    amount = exact(value)
    if 0 < abs(amount) < LEAST:
        return powered(amount)
    return fixed(amount, max(0, digits - 1 - amount.adjusted()) if amount else 0)


def rate(value: Numeric) -> str:
    """120, 0.6, 0.00023: three digits that count below a hundred."""
    return significant(value, 3)


def term(value: Numeric) -> str:
    """1.25, 0.041667, 327,680: a number in a formula, with six digits that count, so that the formula comes to its value."""
    return significant(value, 6)


def term_pct(value: Numeric) -> str:
    """The same of a per cent: 12.345 %."""
    return f"{term(value)} %"


def term_points(value: Numeric) -> str:
    """And of a difference of per cents: 12.345 points."""
    return followed(term(value), "points")


def gib(value: Numeric) -> str:
    """0.125 GiB, 15.62 GiB, 141.7 GiB: in sentences too, since it is set against the memory of a GPU."""
    amount = exact(value)
    return f"{fixed(amount, 3 if amount < 1 else 2 if amount < 100 else 1)} GiB"


# The lowest amount that takes the letter, so that $999,990 reads $1M and not $1,000K.
SHORT = ((999_995_000, 10**9, "B", 2), (999_950, 10**6, "M", 2), (1_000, 10**3, "K", 1))


def usd_short(value: Numeric) -> str:
    """$180K, $1.25M: where there is little room, as in a chart."""
    amount = exact(value)
    if abs(amount) >= HUGE:
        return full_usd(amount)
    for lowest, size, letter, places in SHORT:
        if abs(amount) >= lowest:
            sign = "-" if amount < 0 else ""
            return f"{sign}${fixed(abs(amount) / size, places)}{letter}"
    return full_usd(amount)


# In a sentence


def to_digits(value: Decimal, digits: int, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    """Rounded to so many digits that count."""
    return value.quantize(ONE.scaleb(value.adjusted() - digits + 1), rounding)


def usd(value: Numeric) -> str:
    """$968,000; -$15,600; $9,999; $2.50."""
    amount = exact(value)
    if not MANY <= abs(amount) < HUGE:
        return full_usd(amount)
    return f"{'-' if amount < 0 else ''}${to_digits(abs(amount), 3):,f}"


def price(value: Numeric) -> str:
    """$0.3119; $7.60; $15,600."""
    return full_price(value) if -MANY < value < MANY else usd(value)


def pct(value: Numeric) -> str:
    """33 %; 9.9 %; 0.0034 %; 99.6 %; 2,890,000 %."""
    amount = exact(value)
    size = abs(amount)
    return full_pct(amount) if size <= TENTH or NEARLY_ALL < size < 100 else f"{whole(amount)} %"


def rate_of_return(value: Numeric) -> str:
    """33 %; more than 200 %."""
    return pct(value) if value <= WILD else f"more than {WILD} %"


def count(value: Numeric) -> str:
    """16,700,000; 1,234; 5.1."""
    amount = exact(value)
    size = abs(amount)
    return fixed(amount, 1) if size <= SOME else whole(amount)


def whole(value: Numeric) -> str:
    """16,700,000; 1,234."""
    amount = exact(value)
    return f"{to_digits(amount, 3):,f}" if MANY <= abs(amount) < HUGE else fixed(amount, 0)


def counted(value: Numeric, noun: str) -> str:
    """22 months, 5.1 months, 1 month, 0 months; less than 0.1 months, which is more than none; 16,700,000 units."""
    if noun in DURATIONS and not -LONG <= value <= LONG:
        return followed(fixed(value, 0), noun)
    text = count(value)
    return followed("less than 0.1" if text == "0" and exact(value) > 0 else text, noun)


DURATIONS = ("months", "quarters")


class Format(NamedTuple):
    """The words for a computed number of one kind: with all its digits that count, and in a sentence."""

    full: Callable[[Numeric], str]
    rounded: Callable[[Numeric], str]


FORMATS: dict[str, Format] = {
    "usd": Format(full_usd, usd),
    "price": Format(full_price, price),
    "rate": Format(rate, rate),
    "gib": Format(gib, gib),
    "pct": Format(full_pct, pct),
    "return": Format(full_pct, rate_of_return),
    "months": Format(partial(full_counted, noun="months"), partial(counted, noun="months")),
    "quarters": Format(partial(full_counted, noun="quarters"), partial(counted, noun="quarters")),
    "whole": Format(partial(fixed, places=0), partial(fixed, places=0)),
    "factor": Format(partial(fixed, places=6), partial(fixed, places=6)),
    "points": Format(full_count, count),
    "count": Format(full_count, count),
}


def in_table(value: Numeric, unit: Unit = NO_UNIT) -> str:
    """A computed number under a heading that says its unit: $968,083, 88.4 %, 21.9 months, 1,200."""
    return FORMATS[unit.form].full(value)


def in_trace(value: Numeric, unit: Unit = NO_UNIT) -> str:
    """A computed number with its unit where a reader checks it: $968,083 a month."""
    return followed(FORMATS[unit.form].full(value), unit.after)


def in_prose(value: Numeric, unit: Unit = NO_UNIT) -> str:
    """A computed number in a text that says its unit itself: $968,000, 88 %, 22 months."""
    return FORMATS[unit.form].rounded(value)


def in_sentence(value: Numeric, unit: Unit = NO_UNIT) -> str:
    """A computed number with its unit, as a sentence or a figure says it: $968,000 a month, 60 people."""
    return followed(FORMATS[unit.form].rounded(value), unit.after)


BY_WORDS = {unit.words: unit for unit in reversed(UNITS.values()) if unit.form != "return"}


def measured(value: Numeric, words: str) -> str:
    """`value` as in a table, its unit given in words, "US dollars a month"; words that are no unit of ours leave the bare number."""
    return in_table(value, BY_WORDS.get(words, NO_UNIT))


MOST_TYPED = 15  # digits; a number with more of them is the middle of a range, which nobody typed


def as_given(value: Numeric, unit: Unit = NO_UNIT) -> str:
    """A reader's own number with all its digits, as it stands in a sentence: $8,333.34 a month."""
    return in_sentence(value, unit) if len(exact(value).as_tuple().digits) > MOST_TYPED else with_all_digits(value, unit)


def with_all_digits(value: Numeric, unit: Unit = NO_UNIT) -> str:
    amount = exact(value)
    digits = f"{abs(amount):,f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    if unit.form in ("usd", "price") and len(digits.partition(".")[2]) == 1:
        digits += "0"  # $31,480.30
    sign = "-" if amount < 0 else ""
    money = f"{sign}${digits}"
    forms = {"usd": money, "price": money, "pct": f"{sign}{digits} %", "gib": f"{sign}{digits} GiB"}
    number = sign + digits
    return followed(forms.get(unit.form) or followed(number, unit.form if unit.form in DURATIONS else ""), unit.after)


# Several numbers in one sentence


def after(value: Numeric, noun: str, word: str = "after") -> str:
    """When something comes about: after 5.1 months, or at once."""
    return f"{word} {counted(value, noun)}" if exact(value) else "at once"


def verb_for(value: Numeric, one: str, many: str) -> str:
    """The form of a verb behind `counted(value, ...)`: 1 month has, 2 months have."""
    return one if count(value) == "1" else many


MOST_DIGITS = 17  # as many as tell all floats apart
NOISE = Decimal("1e-15")  # of two numbers that are one: less than a float tells apart
WRONG = Decimal("0.1")  # the part by which a difference between two numbers that are said may be wrong


def told_apart(*values: Numeric, unit: Unit = UNITS["usd"], given: tuple[Numeric, ...] = ()) -> tuple[str, ...]:
    """Computed numbers that a sentence sets against each other, and against those `given` there with all their digits.

    As few digits as do not lie: the difference that a reader finds between any two has the right sign, and is right within a tenth.
    """
    texts = tuple(in_prose(value, unit) for value in values)
    exactly = tuple(map(exact, (*values, *given)))
    if any("^" in text for text in texts):  # powers of ten: nobody subtracts them in his head
        return texts
    short, given_ = texts, exactly[len(values) :]
    for digits in range(3, MOST_DIGITS):
        if is_fair(exactly, (*map(read, texts), *given_)):
            break
        texts = tuple(with_all_digits(to_digits(value, digits) if value else value, unit) for value in exactly[: len(values)])
    if texts == short:
        return texts
    alone = (*map(read, short), *given_)
    far = [
        all(is_fair((exactly[place], exactly[other]), (alone[place], alone[other])) for other in range(len(exactly)) if other != place)
        for place in range(len(values))
    ]  # from all others, so that its own digits tell nothing
    mixed = tuple(few if is_far else many for few, many, is_far in zip(short, texts, far, strict=True))
    return mixed if is_fair(exactly, (*map(read, mixed), *given_)) else texts


def read(text: str) -> Decimal:
    """The number that a reader finds in a text."""
    return Decimal("".join(sign for sign in text if sign in "0123456789.-"))


def difference(one: Decimal, other: Decimal) -> Decimal:
    """Of two numbers that came about in two ways, and so differ in their last digits, none."""
    gap = one - other
    return ZERO if abs(gap) <= max(abs(one), abs(other)) * NOISE else gap


def is_fair(are: tuple[Decimal, ...], said: tuple[Decimal, ...]) -> bool:
    """Whether the differences between numbers as they are said are those between the numbers, within a tenth."""
    pairs = [(place, other) for place in range(len(are)) for other in range(place)]
    gaps = [(difference(are[one], are[other]), said[one] - said[other]) for one, other in pairs]
    return all(abs(gap - shown) <= abs(gap) * WRONG for gap, shown in gaps)


def within_100(parts: list[float]) -> list[float]:
    """Parts of a whole, in per cent, made smaller where they come to more than it."""
    total = sum(parts)
    return [part * 100 / total for part in parts] if total > 100 else parts


def wholes_of_100(parts: list[float]) -> list[int]:
    """The same as whole numbers that add up as the parts do, and to no more than all."""
    scaled = within_100(parts)
    wholes = [int(part) for part in scaled]
    for place in sorted(range(len(parts)), key=lambda place: wholes[place] - scaled[place])[: round(sum(scaled)) - sum(wholes)]:
        wholes[place] += 1
    return wholes


def parts_of_100(parts: list[float]) -> list[str]:
    """And in words: 54 %, less than 1 %, more than 99 %."""
    return [part_of_100(part, said) for part, said in zip(within_100(parts), wholes_of_100(parts), strict=True)]


def part_of_100(part: float, said: int) -> str:
    if said == 0 < part:
        return "less than 1 %"
    return "more than 99 %" if part < said == 100 else f"{said} %"
