"""Break-even in floats, for ten thousand draws: bills grow by geometric series, so their sums are kept by factor and no bill is made.

Each formula of the calculator is said here once more, since month by month these draws would take thirty times as long; a test holds both
against each other, output by output.
"""

import math
from bisect import bisect_left
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import accumulate
from operator import sub
from typing import Any, NamedTuple

from calculator.data import thresholds
from calculator.formulas.functions import yearly_pct
from calculator.models.shared.growth import late_share_pct
from calculator.numbers.finance import compounded, irr, levelled, monthly

# How many of the draws the dearer outputs are worked out for; their quantiles settle early, and the result says the number.
DISCOUNTED_SAMPLES = 1_000
IRR_SAMPLES = 64
FAR = thresholds["late_worth_from_months"].value


class Series(NamedTuple):
    """A first month of 1 and each later one `factor` times the one before: what each month is, and what they add up to after 0, 1, 2 ... months."""

    months: list[float]
    sums: list[float]


@lru_cache(maxsize=4096)
def series(factor: float, months: int) -> Series:
    """Nobody may change its lists."""
    found = compounded(1.0, factor, months)
    return Series(found, list(accumulate(found, initial=0.0)))


def covered(
    upfront: float, api: float, other: float, following: float, usage: float, price: float, others: float, lasts: int, months: int
) -> tuple[float | None, float, float, float, float]:
    """(months until `upfront` is covered, or None; the most that is ever saved; the least; what is saved in all; and up to the month that is far off).

    Of three bills, each so much in its first month, the first is saved and the others paid; `usage`, `price` and `others` are the factors of a month.
    While usage grows and while it stands still, no month between two that cost nothing costs anything: where the first month, the last of growth and
    the last of all cost nothing, the sum rises all the way.
    """
    turn = min(lasts + 1, months)
    one, two, three = series(usage * price, turn), series(others, turn), series(usage * others, turn)
    fees, costs = series(price, months - turn), series(others, months - turn)
    grown = api * one.sums[turn] - other * two.sums[turn] - following * three.sums[turn]
    # What a first month after the growth, if it were at the prices of the last before, saves and costs.
    saves, pays = api * one.months[-1], other * two.months[-1] + following * three.months[-1]
    falls = pays > saves
    bill, paid = saves * price, pays * others

    def saved(month: int) -> float:
        if month > turn:
            return grown + bill * fees.sums[month - turn] - paid * costs.sums[month - turn]
        return api * one.sums[month] - other * two.sums[month] - following * three.sums[month]

    least, last, near = (
        upfront or math.ulp(0.0),
        saved(months),
        saved(min(FAR, months)),
    )  # where nothing is saved not even nothing is paid back
    if api < other + following or falls or (turn < months and paid * costs.months[-1] > bill * fees.months[-1]):
        growing = [api * x - other * y - following * z for x, y, z in zip(one.sums, two.sums, three.sums, strict=True)]
        peak = turn + turning(bill, fees.months, paid, costs.months)
        ends = saved(peak), last
        return first_covered(least, saved, growing, peak, months), max(*growing, *ends), min(*growing, *ends), last, near
    if last < least:
        return None, last, 0.0, last, near
    return part_of(least, saved, bisect_left(range(months), least, 1, key=saved)), last, 0.0, last, near


def turning(bill: float, fees: list[float], paid: float, costs: list[float]) -> int:
    """After how many months what is saved stops to rise, or to fall: once at most, since of two series of powers one overtakes the other once."""

    def is_gained(month: int) -> bool:
        return bill * fees[month] > paid * costs[month]

    return bisect_left(range(len(fees)), True, key=lambda month: is_gained(month) != is_gained(0))


def first_covered(upfront: float, saved: Callable[[int], float], growing: list[float], peak: int, months: int) -> float | None:
    """Months until what is saved covers `upfront`, which is above 0: in the months of `growing`, else on the way to `peak` or from there on."""
    month = next((month for month, so_far in enumerate(growing) if so_far >= upfront), None)
    if month is None:
        begins, ends = (len(growing) - 1, peak) if saved(peak) >= upfront else (peak, months)
        if saved(ends) < upfront:
            return None
        month = bisect_left(range(ends), upfront, begins + 1, key=saved)
    return part_of(upfront, saved, month)


def part_of(upfront: float, saved: Callable[[int], float], month: int) -> float:
    """Months until `upfront` is covered, in this one for its part."""
    before = saved(month - 1)
    return month - 1 + (upfront - before) / (saved(month) - before)


def sampled(columns: dict[str, list[Any]], n: int) -> dict[str, list[Any]]:
    """The outputs of break-even for `n` sets of inputs: input id -> its values, in floats."""
    root = cache(lambda percent: monthly(1.0 + percent / 100.0))
    usage, price, others = (
        [root(percent) for percent in columns[id]]
        for id in ("usage_growth_pct_year", "api_price_change_pct_year", "alternative_growth_pct_year")
    )
    upfront, horizon, lasts = columns["upfront_usd"], columns["horizon_months"], columns["growth_lasts_months"]
    alternative, shares = columns["alternative_usd_month"], columns["alternative_follows_usage_pct"]
    following = [bill * share / 100.0 for bill, share in zip(alternative, shares, strict=True)]
    bills = columns["api_spend_usd_month"], list(map(sub, alternative, following)), following
    outcomes = map(covered, upfront, *bills, usage, price, others, lasts, horizon)
    covering_months, bests, leasts, sums_in_all, _ = map(list, zip(*outcomes, strict=True))
    left = list(map(sub, sums_in_all, upfront))
    series.cache_clear()
    rates = map(root, columns["discount_pct_year"][:DISCOUNTED_SAMPLES])
    discounted = list(map(at_todays_value, rates, upfront, *bills, usage, price, others, lasts, horizon))
    series.cache_clear()
    flows = map(flows_of, upfront[:IRR_SAMPLES], *bills, usage, price, others, lasts, horizon)
    return {
        "break_even_months": covering_months,
        "best_recovered_usd": bests,
        "peak_funding_usd": list(map(sub, upfront, leasts)),
        "npv_usd": [value for value, _, _ in discounted],
        "irr_pct_year": [None if rate is None else yearly_pct(rate) for rate in map(irr, flows)],
        "discounted_break_even_months": [month for _, month, _ in discounted],
        "late_worth_pct": [late for _, _, late in discounted],
        "left_usd": left,
        "verdict": [
            "never" if month is None else "pays-back" if rest >= 0 else "lost-again"
            for month, rest in zip(covering_months, left, strict=True)
        ],
    }


def at_todays_value(
    rate: float,
    upfront: float,
    api: float,
    other: float,
    following: float,
    usage: float,
    price: float,
    others: float,
    lasts: int,
    months: int,
) -> tuple[float, float | None, float | None]:
    """(net present value; months until the upfront is covered, or None; the share that is saved far off, in per cent, or None where the worth or that part of it is a loss).

    `rate` is the discount factor of a month, `usage`, `price` and `others` those of usage and of both prices.
    """
    # Each of these is the worth times the rate, since the sums begin with 1.
    month, _, _, worth, near = covered(upfront * rate, api, other, following, usage, price / rate, others / rate, lasts, months)
    return worth / rate - upfront, month, late_share_pct(worth - near, worth)


def flows_of(
    upfront: float, api: float, other: float, following: float, usage: float, price: float, others: float, lasts: int, months: int
) -> list[float]:
    """What is paid upfront, and what each month saves."""
    bills = zip(levelled(1.0, usage, lasts, months), compounded(1.0, price, months), compounded(1.0, others, months), strict=True)
    return [-upfront, *(api * load * fee - (other + following * load) * cost for load, fee, cost in bills)]
