"""Families: ids that say one quantity in different units are one number. A reader gives any member, and every calculator takes its own of it.

Conversion is in decimals: exact where one unit holds the other a whole number of times, and to 34 digits where it is a root or a part.
"""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal, localcontext
from typing import Any, NamedTuple

from calculator.errors import InputError
from calculator.inputs.kinds import Number
from calculator.inputs.vocabulary import VOCABULARY
from calculator.numbers.constants import HOURS_PER_DAY, HOURS_PER_MONTH, MONTHS_PER_YEAR, SECONDS_PER_HOUR
from calculator.numbers.decimals import CONTEXT, HUNDRED, ONE, ZERO, exact
from calculator.numbers.finance import monthly


class Member(NamedTuple):
    """An id of a family: `into` makes of its value the family's own, `out_of` its value of the family's own."""

    into: Callable[[Any], Any]
    out_of: Callable[[Any], Any]


class Family(NamedTuple):
    """What its members say, inside a sentence, and the members by id."""

    name: str
    members: Mapping[str, Member]


def same(value: Any) -> Any:
    return value


def compounded(change: Callable[[Any], Any]) -> Callable[[Decimal], Decimal]:
    """Of a growth in per cent another one, by what is done to its factor: 15 % -> 1.15 -> ..."""
    return lambda growth_pct: (change(ONE + growth_pct / HUNDRED) - ONE) * HUNDRED


QUARTER = Member(same, same)
GROWTH = Family(
    "growth",  # a quarter's; the bill grows with usage
    {
        "usage_growth_pct_month": Member(compounded(lambda month: month**3), compounded(lambda quarter: monthly(quarter**4))),
        "usage_growth_pct_quarter": QUARTER,
        "growth_pct_quarter": QUARTER,
        "usage_growth_pct_year": Member(compounded(lambda year: year.sqrt().sqrt()), compounded(lambda quarter: quarter**4)),
    },
)
SPEND = Family(
    "the bill",  # a month's
    {
        "api_spend_usd_month": Member(same, same),
        "spend_history_usd_month": Member(lambda months: months[-1], lambda month: [month]),
        "run_rate_usd_year": Member(lambda year: year / MONTHS_PER_YEAR, lambda month: month * MONTHS_PER_YEAR),
    },
)
LOAD = Family(
    "the load",  # an hour's
    {
        "requests_per_second": Member(lambda second: second * SECONDS_PER_HOUR, lambda hour: hour / SECONDS_PER_HOUR),
        "requests_per_hour": Member(same, same),
        "requests_per_day": Member(lambda day: day / HOURS_PER_DAY, lambda hour: hour * HOURS_PER_DAY),
        "requests_per_month": Member(lambda month: month / HOURS_PER_MONTH, lambda hour: hour * HOURS_PER_MONTH),
    },
)
FAMILIES = (GROWTH, SPEND, LOAD)
FAMILY_OF = {id: family for family in FAMILIES for id in family.members}


def own_of(id: str, inputs: Collection[str]) -> str | None:
    """Of some inputs the one that says the same as `id`; None where none does."""
    family = FAMILY_OF.get(id)
    if id in inputs or family is None:
        return id if id in inputs else None
    return next((member for member in family.members if member in inputs), None)


def relatives(id: str) -> list[str]:
    """The other ids that say the same."""
    family = FAMILY_OF.get(id)
    return [member for member in family.members if member != id] if family else []


def units_of(id: str) -> list[str]:
    """The ids among which a field offers its unit: itself, and one of each other unit; itself alone where it is no number."""
    family = FAMILY_OF.get(id)
    if family is None or not isinstance(VOCABULARY[id], Number):
        return [id]
    found = {VOCABULARY[id].unit: id}
    for member in relatives(id):
        if isinstance(VOCABULARY[member], Number):
            found.setdefault(VOCABULARY[member].unit, member)
    return [member for member in family.members if member in found.values()]


def shown_as(id: str, own: str) -> str:
    """Of the ids that the field `own` offers that in whose unit it shows what was given as `id`: that of the same unit, else `own`."""
    return next((member for member in units_of(own) if VOCABULARY[member].unit == VOCABULARY[id].unit), own)


def converted(value: Any, id: str, to: str) -> Any:
    """The value of `id`, an exact number or the list of a history, as that of another member of its family."""
    members = FAMILY_OF[id].members
    with localcontext(CONTEXT):
        found = members[to].out_of(members[id].into(value))
        return list(map(plain_digits, found)) if isinstance(found, list) else plain_digits(found)


def plain_digits(number: Decimal) -> Decimal:
    """The number as one writes it: 504,000 and not 504,000.00."""
    return number.normalize() + ZERO


class Adopted(NamedTuple):
    """What was given, by a calculator's own ids; and, to all digits, the numbers that came from another member of a family."""

    inputs: dict[str, Any]
    exactly: dict[str, Any]


def adopt(inputs: Collection[str], given: Mapping[str, Any]) -> Adopted:
    """What a reader gave as a calculator with these inputs takes it; ids that are of no family of these stay as they are.

    Raises InputError where two members of a family are given, and where a number does not fit what the calculator takes.
    """
    found: dict[str, Any] = {}
    exactly: dict[str, Any] = {}
    said: dict[str, str] = {}
    for id, value in given.items():
        own = own_of(id, inputs) if isinstance(id, str) else None
        if own is not None and own in said:
            raise InputError(id, f"must be left out where {said[own]} is given: both say {FAMILY_OF[own].name}", value)
        if own is None or own == id:
            found[id] = value
        else:
            found[own], point = taken(value, id, own)
            if point is not None:
                exactly[own] = point
        if own is not None:
            said[own] = id
    return Adopted(found, exactly)


def taken(value: Any, id: str, own: str) -> tuple[Any, Any]:
    """A value of `id` as `own` takes it, and to all digits; None for these where it is a range."""
    there, here = VOCABULARY[id], VOCABULARY[own]
    checked = there.check(value)
    try:
        if isinstance(checked, dict):
            return here.check({end: converted(exact(number), id, own) for end, number in checked.items()}), None
        point = converted(there.exact(checked), id, own)
        return here.check(point), point
    except InputError as error:
        raise InputError(id, f"must fit the “{here.label}” that is meant here, {here.unit.words}, which {error.rule}", value) from None
