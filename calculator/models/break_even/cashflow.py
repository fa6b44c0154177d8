"""The two bills of break-even, month by month: once exactly for the answer, once in floats for ten thousand of them."""

import math
from collections.abc import Iterable
from functools import cache
from itertools import accumulate
from operator import mul

from calculator.data.price_paths import Path, price_paths
from calculator.numbers.decimals import HUNDRED, ONE, exact, growth_factor
from calculator.numbers.finance import best_recovered, compounded, irr, monthly, payback, sums

# How many of the draws the dearer outputs are worked out for; their quantiles settle early, and the result says the number.
DISCOUNTED_SAMPLES = 1_000
IRR_SAMPLES = 64
LONGEST_MONTHS = 240
HALVINGS = 48  # of an interval of factors up to 1,001: less than a billionth of a per cent remains


def api_factor(x):
    """The factor of a month on the API's bill: usage and price together."""
    return monthly(growth_factor(x.usage_growth_pct_year) * growth_factor(x.api_price_change_pct_year))


def alternative_factor(x):
    return monthly(growth_factor(x.alternative_growth_pct_year))


def bills(x, months: int) -> tuple[list, list]:
    """(API, alternative): the bill of each month from 1 on."""
    return compounded(x.api_spend_usd_month, api_factor(x), months), compounded(x.alternative_usd_month, alternative_factor(x), months)


def bills_on(path: Path, x) -> list:
    """The API's bills where its price takes `path` instead of the reader's own change."""
    factor = monthly(growth_factor(x.usage_growth_pct_year) * growth_factor(exact(path.change_pct_year)))
    amounts = compounded(x.api_spend_usd_month, factor, x.horizon_months)
    if path.step_month is None:
        return amounts
    start, times = path.step_month - 1, exact(path.step_multiplier)
    return amounts[:start] + [amount * times for amount in amounts[start:]]


def differences(api: list, alternative: list) -> list:
    return [one - other for one, other in zip(api, alternative, strict=True)]


def by_path(x, alternative: list) -> list[dict]:
    """Break-even under each path of the API's price, in place of the reader's own change."""
    rows = []
    for path in price_paths.values():
        savings = differences(bills_on(path, x), alternative)
        rows.append(
            {
                "id": path.id,
                "label": path.label,
                "break_even_months": payback(x.upfront_usd, savings),
                "best_recovered_usd": best_recovered(savings),
            }
        )
    return rows


def pays_back(x) -> bool:
    """Whether the upfront cost is recovered within the horizon."""
    return payback(x.upfront_usd, differences(*bills(x, x.horizon_months))) is not None


def pays_at(x, api: float, alternative: float) -> bool:
    """The same in floats, at these two monthly factors: for looking where it turns, not for the answer."""
    recovered, upfront, one, other = 0.0, float(x.upfront_usd), float(x.api_spend_usd_month), float(x.alternative_usd_month)
    for _ in range(x.horizon_months):
        recovered += one - other
        if one > other and recovered >= upfront:
            return True
        one *= api
        other *= alternative
    return False


def turning_factor(pays) -> float:
    """The factor of a month, as a year's, up to which `pays(factor)` stays what it is at 0."""
    low, high = 0.0, 1001.0 * 1001.0
    first = pays(low)
    if pays(high) == first:
        return high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if pays(middle) == first else (low, middle)
    return high


def edges(x) -> dict[str, Iterable]:
    """For each input, the values at which paying back within the horizon may turn; exact where a sum tells, else by halving."""
    api, alternative = bills(x, x.horizon_months)
    savings = differences(api, alternative)
    recovered = list(accumulate(savings))
    up = [total for total, saving in zip(recovered, savings, strict=True) if saving > 0]
    # Both bills are their first month times a sum of powers, so the first month at which they just cover the upfront is a quotient.
    powers = list(accumulate(compounded(ONE, api_factor(x), x.horizon_months)))
    others = list(accumulate(compounded(ONE, alternative_factor(x), x.horizon_months)))
    needed = [(x.upfront_usd + x.alternative_usd_month * other) / power for power, other in zip(powers, others, strict=True)]
    allowed = [(x.api_spend_usd_month * power - x.upfront_usd) / other for power, other in zip(powers, others, strict=True)]
    later = payback(x.upfront_usd, savings) or payback(x.upfront_usd, differences(*bills(x, LONGEST_MONTHS)))
    own, rival = float(api_factor(x)), float(alternative_factor(x))
    api_year = exact(turning_factor(lambda factor: pays_at(x, monthly(factor), rival)))
    other_year = exact(turning_factor(lambda factor: pays_at(x, own, monthly(factor))))

    def beside(factor) -> tuple:
        """The growth in per cent that, with `factor`, makes the API's turning factor."""
        return () if not factor else ((api_year / factor - ONE) * HUNDRED,)

    return {
        "upfront_usd": (max(up),) if up else (),
        "api_spend_usd_month": (min(needed),),
        "alternative_usd_month": (max(allowed),),
        "usage_growth_pct_year": beside(growth_factor(x.api_price_change_pct_year)),
        "alternative_growth_pct_year": ((other_year - ONE) * HUNDRED,),
        "api_price_change_pct_year": beside(growth_factor(x.usage_growth_pct_year)),
        "discount_pct_year": (),
        "horizon_months": () if later is None else (later,),
    }


def first_covering(upfront: float, api: float, alternative: float, one: list[float], other: list[float], months: int) -> tuple:
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


def sampled(columns: dict[str, list], n: int) -> dict[str, list]:
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
        [-upfront, *differences(compounded(api, factor, horizon), compounded(alternative, other, horizon))]
        for upfront, api, alternative, factor, other, horizon in rows[:IRR_SAMPLES]
    )
    return {
        "break_even_months": months,
        "best_recovered_usd": bests,
        "npv_usd": values,
        "irr_pct_year": [annual(irr(flow)) for flow in flows],
        "discounted_break_even_months": discounted_months,
        "verdict": ["never" if month is None else "pays-back" for month in months],
    }


def annual(rate):
    """A rate of a month, or None, as per cent a year; by products, since a power of a float is not the same on every machine."""
    if rate is None:
        return None
    third = (1 + rate) * (1 + rate) * (1 + rate)
    half = third * third
    return (half * half - 1) * 100
