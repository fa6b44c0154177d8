"""Units stand in the id (`api_spend_usd_month`), so words and formats are read from it, once."""

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from typing import NamedTuple

from calculator.numbers.decimals import Numeric, exact


class Unit(NamedTuple):
    """`words` follow a field's label ("US dollars a month"); `form` picks the format of a value; `after` follows the formatted value in a sentence."""

    words: str
    form: str = "count"
    after: str = ""


NO_UNIT = Unit("")
HUGE = Decimal(10) ** 15  # a quadrillion: from here on more digits say nothing, and quantize() would run out of room
TINY = Decimal("1e-9")  # a billionth, the smallest input: below it a row of zeros says nothing

# The first ending that fits wins, so a longer ending stands above the shorter one it contains.
UNITS = {
    "usd_month": Unit("US dollars a month", "usd", "a month"),
    "usd_year": Unit("US dollars a year", "usd", "a year"),
    "usd_quarter": Unit("US dollars a quarter", "usd", "a quarter"),
    "usd_unit": Unit("US dollars a unit", "usd", "a unit"),
    "usd_request": Unit("US dollars a request", "price", "a request"),
    "usd_hour": Unit("US dollars an hour", "price", "an hour"),
    "usd_mtok_output": Unit("US dollars a million output tokens", "price", "a million output tokens"),
    "usd_mtok": Unit("US dollars a million tokens", "price", "a million tokens"),
    "usd": Unit("US dollars", "usd"),
    "pct_quarter": Unit("% a quarter", "pct", "a quarter"),
    "pct_year": Unit("% a year", "pct", "a year"),
    "pct": Unit("%", "pct"),
    "units_per_month": Unit("units a month", "count", "units a month"),
    "requests_per_month": Unit("requests a month", "count", "requests a month"),
    "requests_per_second": Unit("requests a second", "rate", "requests a second"),
    "tokens_per_second": Unit("tokens a second", "count", "tokens a second"),
    "tokens": Unit("tokens", "count", "tokens"),
    "gib": Unit("GiB", "gib"),
    "bits": Unit("bits", "count", "bits"),
    "sequences": Unit("sequences", "count", "sequences"),
    "parameters_billion": Unit("billion", "count", "billion"),
    "peak_to_average": Unit("times the average", "count", "times the average"),
    "engineers": Unit("people", "count", "people"),
    "providers_count": Unit("providers", "count", "providers"),
    "price_multiplier": Unit("times today's price", "count", "times today's price"),
    "reroute_price_ratio": Unit("times today's price", "count", "times today's price"),
    "hhi": Unit("of 10,000", "whole", "of 10,000"),
    "factor": Unit("", "factor"),
    "start_month": Unit("months from now", "months", "from now"),
    "months_already_waited": Unit("months", "months"),
    "months_until": Unit("months", "months"),
    "months_at_or_above": Unit("months", "months"),
    "months": Unit("months", "months"),
    "quarters": Unit("quarters", "quarters"),
    "team_size": Unit("", "count", "people"),
}


@cache
def unit_of(id: str) -> Unit:
    """The unit that an input or output id ends in; NO_UNIT when it has none."""
    return next((unit for ending, unit in UNITS.items() if id == ending or id.endswith("_" + ending)), NO_UNIT)


def powered(value: Decimal) -> str:
    """1.24 × 10^18, for what no reader's business meets but the bounds of the inputs allow."""
    digits, power = f"{value:.2e}".split("e")
    return f"{digits.rstrip('0').rstrip('.')} × 10^{int(power)}"


def rounded(value: Decimal, places: int) -> str:
    """Digits grouped by thousands, trailing zeros dropped."""
    if abs(value) >= HUGE:
        return powered(value)
    text = f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def count(value: Numeric, places: int = 1) -> str:
    return rounded(exact(value), places)


def usd(value: Numeric) -> str:
    """$968,083; $2.50; $0.0042. Whole dollars from 100 up, cents below, two digits that count below a cent."""
    amount = exact(value)
    size, sign = abs(amount), "-" if amount < 0 else ""
    if size >= HUGE or 0 < size < TINY:
        return f"{sign}${powered(size)}"
    if size >= 100 or size == size.to_integral_value():
        return f"{sign}${size.quantize(Decimal(1), ROUND_HALF_EVEN):,f}"
    if size >= Decimal("0.01"):
        return f"{sign}${size.quantize(Decimal('0.01'), ROUND_HALF_EVEN):f}"
    return f"{sign}${size.quantize(Decimal(1).scaleb(size.adjusted() - 1), ROUND_HALF_EVEN):f}"


LEAST = Decimal("1e-9")  # of smaller amounts the power of ten says more than the zeros


def price(value: Numeric) -> str:
    """$7.60, $0.10, $0.037, $0.3119: of a price below a dollar four digits that count, since list prices need them."""
    amount = exact(value)
    if not LEAST < abs(amount) < 1:
        return usd(amount)
    text = f"{rounded(abs(amount), 3 - amount.adjusted())}"
    cents = text if len(text.partition(".")[2]) > 1 else f"{Decimal(text):.2f}"
    return f"{'-' if amount < 0 else ''}${cents}"


def significant(value: Numeric, digits: int) -> str:
    """So many digits that count, and all of a whole number."""
    amount = exact(value)
    if 0 < abs(amount) < LEAST:
        return powered(amount)
    return rounded(amount, max(0, digits - 1 - amount.adjusted()) if amount else 0)


def rate(value: Numeric) -> str:
    """120, 0.6, 0.00023: three digits that count below a hundred."""
    return significant(value, 3)


def term(value: Numeric) -> str:
    """1.25, 0.041667, 327,680: a number in a formula, with six digits that count, so that the formula comes to its value."""
    return significant(value, 6)


def term_pct(value: Numeric) -> str:
    """The same of a per cent: 12.345 %."""
    return f"{term(value)} %"


def gib(value: Numeric) -> str:
    """0.125 GiB, 15.62 GiB, 141.7 GiB."""
    amount = exact(value)
    return f"{rounded(amount, 3 if amount < 1 else 2 if amount < 100 else 1)} GiB"


# The lowest amount that takes the letter, so that $999,990 reads $1M and not $1,000K.
SHORT = ((999_995_000, 10**9, "B", 2), (999_950, 10**6, "M", 2), (1_000, 10**3, "K", 1))


def usd_short(value: Numeric) -> str:
    """$180K, $1.25M: for chart labels and dense sentences."""
    amount = exact(value)
    if abs(amount) >= HUGE:
        return usd(amount)
    for lowest, size, letter, places in SHORT:
        if abs(amount) >= lowest:
            sign = "-" if amount < 0 else ""
            return f"{sign}${rounded(abs(amount) / size, places)}{letter}"
    return usd(amount)


def pct(value: Numeric) -> str:
    """88 %, 2.2 %, 0.0034 %: one decimal, and below a tenth two digits that count, since 0 % would say that there is nothing."""
    amount = exact(value)
    if not 0 < abs(amount) < Decimal("0.1"):
        return f"{count(amount)} %"
    return f"{powered(amount) if abs(amount) < LEAST else rounded(amount, 1 - amount.adjusted())} %"


def singular(words: str) -> str:
    """The words for one of what they name: unit a month, person, GPU. "Times" has none: the price is 1 times today's."""
    noun, space, rest = words.partition(" ")
    one = {"people": "person", "times": "times"}.get(noun, noun.removesuffix("s"))
    return f"{one}{space}{rest}"


def followed(text: str, words: str) -> str:
    """A number that is written already, and what it counts: 1 unit a month, 2 units a month."""
    return f"{text} {singular(words) if text == '1' else words}".strip()


def counted(value: Numeric, noun: str) -> str:
    """5.1 months, 1 month, 0 months; less than 0.1 months, which is more than none."""
    text = count(value)
    return followed("less than 0.1" if text == "0" and exact(value) > 0 else text, noun)


def after(value: Numeric, noun: str, word: str = "after") -> str:
    """When something comes about: after 5.1 months, or at once."""
    return f"{word} {counted(value, noun)}" if exact(value) else "at once"


def inside(words: str) -> str:
    """Words of a label inside a sentence: small at first, unless they begin with a name as APIs do."""
    return words if words[1:2].isupper() else words[0].lower() + words[1:]


def told_apart(one: Numeric, other: Numeric, words: Callable[[Numeric], str] = usd) -> tuple[str, str]:
    """Two amounts of US dollars that a sentence sets against each other: with all their digits where they would look alike."""
    texts = words(one), words(other)
    return texts if texts[0] != texts[1] or exact(one) == exact(other) else (as_given(one, UNITS["usd"]), as_given(other, UNITS["usd"]))


def verb_for(value: Numeric, one: str, many: str) -> str:
    """The form of a verb behind `counted(value, ...)`: 1 month has, 2 months have."""
    return one if count(value) == "1" else many


FORMATS: dict[str, Callable[[Numeric], str]] = {
    "usd": usd,
    "price": price,
    "rate": rate,
    "gib": gib,
    "pct": pct,
    "months": lambda value: counted(value, "months"),
    "quarters": lambda value: counted(value, "quarters"),
    "whole": lambda value: count(value, 0),
    "factor": lambda value: count(value, 6),
    "count": count,
}


def formatted(value: Numeric, unit: Unit = NO_UNIT) -> str:
    """`value` as a reader expects it in a table: $2.50, 88 %, 5.1 months, 1,200."""
    return FORMATS[unit.form](value)


def measured(value: Numeric, words: str) -> str:
    """`value` as in a table, its unit given in words, "US dollars a month"; words that are no unit of ours leave the bare number."""
    return formatted(value, next((unit for unit in UNITS.values() if unit.words == words), NO_UNIT))


def spoken(value: Numeric, unit: Unit = NO_UNIT) -> str:
    """`value` as it stands in a sentence: $15,000 a month, 60 people."""
    return followed(formatted(value, unit), unit.after)


def as_given(value: Numeric, unit: Unit = NO_UNIT) -> str:
    """A reader's own number with all its digits, as it stands in a sentence: $8,333.34 a month."""
    amount = exact(value)
    digits = f"{abs(amount):,f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    if unit.form in ("usd", "price") and len(digits.partition(".")[2]) == 1:
        digits += "0"  # $31,480.30
    sign = "-" if amount < 0 else ""
    money = f"{sign}${digits}"
    forms = {"usd": money, "price": money, "pct": f"{sign}{digits} %", "gib": f"{sign}{digits} GiB"}
    number = sign + digits
    return followed(forms.get(unit.form) or followed(number, unit.form if unit.form in ("months", "quarters") else ""), unit.after)
