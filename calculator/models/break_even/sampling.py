"""Break-even in floats, for ten thousand draws: bills grow by geometric series, so their sums are kept by factor and no bill is made.

Each formula of the calculator is said here once more, since month by month these draws would take thirty times as long; a test holds both
against each other, output by output.
"""

import math
from bisect import bisect_left
from functools import cache
from operator import mul, sub
from typing import Any

from calculator.data import thresholds
from calculator.formulas.functions import yearly_pct
from calculator.numbers.finance import irr, levelled, monthly, sums

# How many of the draws the dearer outputs are worked out for; their quantiles settle early, and the result says the number.
DISCOUNTED_SAMPLES = 1_000
IRR_SAMPLES = 64
FAR = thresholds["late_worth_from_months"].value


def saved(api: float, other: float, following: float, one: list[float], two: list[float], three: list[float]) -> list[float]:
    """What is saved after 0, 1, 2 ... months: of three bills, of which the first is saved and the others paid, each so many times its first month."""
    return [api * x - other * y - following * z for x, y, z in zip(one, two, three, strict=True)]


def covering(upfront: float, saved: list[float]) -> float | None:
    """Months until what is saved, in `saved` after each month, covers `upfront`, which is above 0; None where it never does."""
    month = next((month for month, so_far in enumerate(saved) if so_far >= upfront), None)
    return None if month is None else month - 1 + (upfront - saved[month - 1]) / (saved[month] - saved[month - 1])


def covered(
    upfront: float, api: float, other: float, following: float, one: list[float], two: list[float], three: list[float], months: int
) -> tuple[float | None, float, float, float]:
    """(months until `upfront` is covered, or None; the most that is ever saved; the least; what a month saves at last): after the sums each month saves that.

    Of three geometric series, of which one is saved, no month between two that cost nothing costs anything: the sum then rises all the way.
    """
    growing = len(one) - 1
    grown = api * one[growing] - other * two[growing] - following * three[growing]
    step = grown - (api * one[growing - 1] - other * two[growing - 1] - following * three[growing - 1])
    last, least = grown + step * (months - growing), upfront or math.ulp(0.0)  # where nothing is saved not even nothing is paid back
    if api < other + following or step < 0:
        found = saved(api, other, following, one, two, three)
        month = covering(least, found)
        if month is None and step > 0 and months > growing and last >= least:
            month = growing + (upfront - grown) / step
        return month, max(*found, last), min(*found, last), step
    if last < least:
        return None, last, 0.0, step
    if grown < least:
        return growing + (upfront - grown) / step, last, 0.0, step
    low, high, before, so_far = 0, growing, 0.0, grown
    while low + 1 < high:
        middle = (low + high) // 2
        there = api * one[middle] - other * two[middle] - following * three[middle]
        if there >= least:
            high, so_far = middle, there
        else:
            low, before = middle, there
    return low + (upfront - before) / (so_far - before), last, 0.0, step


def sampled(columns: dict[str, list[Any]], n: int) -> dict[str, list[Any]]:
    """The outputs of break-even for `n` sets of inputs: input id -> its values, in floats."""
    root = cache(lambda percent: monthly(1.0 + percent / 100.0))
    usage, price, others = (
        [root(percent) for percent in columns[id]]
        for id in ("usage_growth_pct_year", "api_price_change_pct_year", "alternative_growth_pct_year")
    )
    factors = list(map(mul, usage, price)), others, list(map(mul, usage, others))
    upfront, horizon = columns["upfront_usd"], columns["horizon_months"]
    alternative, shares = columns["alternative_usd_month"], columns["alternative_follows_usage_pct"]
    following = [bill * share / 100.0 for bill, share in zip(alternative, shares, strict=True)]
    bills = columns["api_spend_usd_month"], list(map(sub, alternative, following)), following
    growing = [min(lasts + 1, months) for lasts, months in zip(columns["growth_lasts_months"], horizon, strict=True)]
    outcomes = map(covered, upfront, *bills, *(map(sums, each, growing) for each in factors), horizon)
    covering_months, bests, leasts, last_savings = map(list, zip(*outcomes, strict=True))
    sums.cache_clear()
    rates = map(root, columns["discount_pct_year"][:DISCOUNTED_SAMPLES])
    discounted = list(map(at_todays_value, rates, upfront, *bills, *factors, growing, horizon, last_savings))
    sums.cache_clear()
    flows = map(flows_of, upfront[:IRR_SAMPLES], *bills, *factors, columns["growth_lasts_months"], horizon)
    return {
        "break_even_months": covering_months,
        "best_recovered_usd": bests,
        "peak_funding_usd": list(map(sub, upfront, leasts)),
        "npv_usd": [value for value, _, _ in discounted],
        "irr_pct_year": [None if rate is None else yearly_pct(rate) for rate in map(irr, flows)],
        "discounted_break_even_months": [month for _, month, _ in discounted],
        "late_worth_pct": [late for _, _, late in discounted],
        "verdict": ["never" if month is None else "pays-back" for month in covering_months],
    }


def at_todays_value(
    rate: float,
    upfront: float,
    api: float,
    other: float,
    following: float,
    one: float,
    two: float,
    three: float,
    growing: int,
    months: int,
    step: float,
) -> tuple[float, float | None, float | None]:
    """(net present value; months until the upfront is covered, or None; the share that is saved far off, in per cent, or None).

    After `growing` months each saves `step`; `rate` is the discount factor of a month.
    """
    ones, twos, threes = sums(one / rate, growing), sums(two / rate, growing), sums(three / rate, growing)
    dollars, first = sums(1 / rate, months), min(FAR, growing)
    # Each of these is the worth times the rate, since a sum of n months begins with 1.
    grown = api * ones[growing] - other * twos[growing] - following * threes[growing]
    near = api * ones[first] - other * twos[first] - following * threes[first]
    if first < FAR:
        near += step * (dollars[min(FAR, months)] - dollars[growing])
    worth = grown + step * (dollars[months] - dollars[growing])
    month = covered(upfront * rate, api, other, following, ones, twos, threes, growing)[0]
    if month is None and step > 0 and months > growing and worth >= upfront * rate:
        wanted = dollars[growing] + (upfront * rate - grown) / step
        above = bisect_left(dollars, wanted, growing + 1, months)
        month = above - 1 + (wanted - dollars[above - 1]) / (dollars[above] - dollars[above - 1])
    return worth / rate - upfront, month, 100 * (worth - near) / worth if worth > 0 else None


def flows_of(
    upfront: float, api: float, other: float, following: float, one: float, two: float, three: float, lasts: int, months: int
) -> list[float]:
    """What is paid upfront, and what each month saves."""
    bills = zip(*(levelled(bill, factor, lasts, months) for bill, factor in ((api, one), (other, two), (following, three))), strict=True)
    return [-upfront, *(x - y - z for x, y, z in bills)]
