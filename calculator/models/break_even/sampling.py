"""Break-even in floats, for ten thousand draws: the two bills are geometric series, so their sums are quotients and no list is made.

Each formula of the calculator is said here once more, since month by month these draws would take thirty times as long; a test holds both
against each other, output by output.
"""

import math
from functools import cache
from operator import mul, sub
from typing import Any

from calculator.formulas.functions import yearly_pct
from calculator.numbers.finance import compounded, irr, monthly, sums

# How many of the draws the dearer outputs are worked out for; their quantiles settle early, and the result says the number.
DISCOUNTED_SAMPLES = 1_000
IRR_SAMPLES = 64


def first_covering(upfront: float, api: float, alternative: float, one: list[float], other: list[float], months: int) -> tuple[Any, ...]:
    """(months until the difference of two growing bills covers `upfront`, or None; the highest that it gets, at least 0).

    The difference of two geometric series changes sign once at most, so the sum rises, falls, or does one after the other.
    """
    least = upfront or math.ulp(0.0)  # where nothing is saved not even nothing is paid back, as payback() has it
    last = months
    if api * (one[months] - one[months - 1]) <= alternative * (other[months] - other[months - 1]):
        if api <= alternative:
            return None, 0.0
        low = 1  # it rises at first: up to which month?
        while low < last:
            middle = (low + last + 1) // 2
            low, last = (
                (middle, last)
                if api * (one[middle] - one[middle - 1]) > alternative * (other[middle] - other[middle - 1])
                else (low, middle - 1)
            )
    best = api * one[last] - alternative * other[last]
    if best < least:
        return None, best if best > 0.0 else 0.0
    low, high = 0, last
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (low, middle) if api * one[middle] - alternative * other[middle] >= least else (middle, high)
    before = api * one[low] - alternative * other[low]
    return low + (upfront - before) / (api * one[high] - alternative * other[high] - before), best


def sampled(columns: dict[str, list[Any]], n: int) -> dict[str, list[Any]]:
    """The outputs of break-even for `n` sets of inputs: input id -> its values, in floats."""
    root = cache(lambda percent: monthly(1.0 + percent / 100.0))
    usage, price, others = (
        [root(percent) for percent in columns[id]]
        for id in ("usage_growth_pct_year", "api_price_change_pct_year", "alternative_growth_pct_year")
    )
    factors = list(map(mul, usage, price))
    rows = list(
        zip(
            columns["upfront_usd"],
            columns["api_spend_usd_month"],
            columns["alternative_usd_month"],
            factors,
            others,
            columns["horizon_months"],
            strict=True,
        )
    )
    months, bests = [], []
    for upfront, api, alternative, factor, other, horizon in rows:
        month, best = first_covering(upfront, api, alternative, sums(factor, horizon), sums(other, horizon), horizon)
        months.append(month)
        bests.append(best)
    values, discounted_months = [], []
    for (upfront, api, alternative, factor, other, horizon), percent in zip(
        rows[:DISCOUNTED_SAMPLES], columns["discount_pct_year"], strict=False
    ):
        rate = root(percent)
        one, two = sums(factor / rate, horizon), sums(other / rate, horizon)
        values.append((api * one[horizon] - alternative * two[horizon]) / rate - upfront)
        discounted_months.append(first_covering(upfront * rate, api, alternative, one, two, horizon)[0])
    sums.cache_clear()
    flows = (
        [-upfront, *map(sub, compounded(api, factor, horizon), compounded(alternative, other, horizon))]
        for upfront, api, alternative, factor, other, horizon in rows[:IRR_SAMPLES]
    )
    return {
        "break_even_months": months,
        "best_recovered_usd": bests,
        "npv_usd": values,
        "irr_pct_year": [None if rate is None else yearly_pct(rate) for rate in map(irr, flows)],
        "discounted_break_even_months": discounted_months,
        "verdict": ["never" if month is None else "pays-back" for month in months],
    }
