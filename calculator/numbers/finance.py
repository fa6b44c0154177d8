"""Present values, internal rate of return and payback of monthly amounts.

Every function takes Decimal (the point answer) or float (sampling) and gives the same kind back. Only + - * /, comparisons and
a square root are used on floats, so the same numbers give the same bits on every machine.
"""

import math
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate, chain, pairwise, repeat
from operator import mul
from typing import Any, TypeVar

from calculator.numbers.decimals import in_context

N = TypeVar("N", float, Decimal)
CLOSE: dict[type, Any] = {
    float: 4e-16,
    Decimal: Decimal("1e-30"),
}  # relative; nearer than this the sums of a polynomial no longer tell numbers of that kind apart
NEAR = 1e-10  # and this near in floats, decimals need few steps more
FARTHEST: dict[type, Any] = {float: 1e-12, Decimal: Decimal("1e-12")}  # rates are sought up to a factor of 1e12 a month, either way


def cube_root(number: float) -> float:
    """By Newton's method from above, which falls until it rests on the root."""
    guess = max(number, 1.0)
    while number:
        better = guess - (guess - number / (guess * guess)) / 3
        if better >= guess:
            return guess
        guess = better
    return 0.0


@lru_cache(maxsize=4096, typed=True)
@in_context
def monthly(factor_year: N) -> N:
    """The factor of a month that compounds to `factor_year` in twelve of them: two square roots and a cube root, a tenth of the time of a power."""
    if not isinstance(factor_year, Decimal):
        return cube_root(math.sqrt(math.sqrt(factor_year)))
    fourth = factor_year.sqrt().sqrt()
    root = Decimal(cube_root(float(fourth)))
    for _ in range(2 if root else 0):  # Newton's steps double the digits: 16, 32, 64
        root -= (root - fourth / (root * root)) / 3
    return root


def compounded(first: N, factor: N, months: int) -> list[N]:
    """`first` in month 1, times `factor` from each month to the next."""
    return list(accumulate(chain((first,), repeat(factor, months - 1)), mul)) if months > 0 else []


def levelled(first: N, factor: N, lasts: int, months: int) -> list[N]:
    """`first` in month 1, times `factor` from each month to the next for `lasts` months, and as it then is."""
    found = compounded(first, factor, min(lasts + 1, months))
    return found + found[-1:] * (months - len(found))


def discounted(savings: list[N], factor: N) -> list[N]:
    """What each month's amount is worth today; `factor` is 1 + the discount rate of a month, and month m lies m months ahead."""
    return list(map(mul, savings, weights(factor, len(savings))))


@lru_cache(maxsize=4096, typed=True)  # an equal float is not the Decimal
@in_context
def weights(factor: N, months: int) -> list[N]:
    """What a dollar of each month is worth today. Nobody may change the list."""
    return compounded(1 / factor, 1 / factor, months)


def covering_month(upfront: N, savings: list[N]) -> tuple[int, N, N] | None:
    """(whole months before, what they recovered, its saving) of the month in which the sum of `savings` covers `upfront`; None when it never does.

    A sum covers it only on its way up: where nothing is ever saved nothing is paid back, not even nothing.
    """
    recovered = upfront * 0
    for month, saving in enumerate(savings):
        if saving > 0 and recovered + saving >= upfront:
            return month, recovered, saving
        recovered += saving
    return None


def payback(upfront: N, savings: list[N]) -> N | None:
    """Months until the sum of `savings` covers `upfront`, the last of them in part; None when it never does."""
    found = covering_month(upfront, savings)
    if found is None:
        return None
    month, recovered, saving = found
    return month + (upfront - recovered) / saving


def sign_changes(flows: list[N]) -> int:
    """How often the amounts turn from in to out or back. At most this many rates of return exist; one change means exactly one."""
    signs = [flow > 0 for flow in flows if flow]
    return sum(one != other for one, other in pairwise(signs))


def irr(flows: list[N]) -> N | None:
    """The rate per period at which the present value of `flows` (the first today) is zero; None when there is none.

    Where several rates do, the lowest that is no loss, else the least loss. Where money comes in first there is none: a rate at which it would be worth
    nothing is what it costs, and not what it returns.
    """
    if not sign_changes(flows) or next(flow for flow in flows if flow) > 0:
        return None
    one: Any = sum(flows) * 0 + 1
    one = float(one) if isinstance(one, int) else one
    gain: N | None = root_below(flows, one)  # 1 / (1 + rate)
    if gain is not None:
        return 1 / gain - 1
    loss: N | None = root_below(flows[::-1], one)  # 1 + rate
    return None if loss is None else loss - 1


def value_and_slope(coefficients: list[N], x: N) -> tuple[N, N]:
    """Of the polynomial whose first coefficient stands alone and whose last goes with the highest power."""
    value = slope = x * 0
    for coefficient in reversed(coefficients):
        slope = slope * x + value
        value = value * x + coefficient
    return value, slope


def root_below(coefficients: list[N], one: N) -> N | None:
    """The highest root in (0, 1] of the polynomial, as far as steps that widen away from 1 tell roots apart; None without one."""
    high, value = one, value_and_slope(coefficients, one)[0]
    if value == 0:
        return one
    close = CLOSE[type(one)]
    if sign_changes(coefficients) == 1:
        low: N = FARTHEST[type(one)]
        if (value_and_slope(coefficients, low)[0] > 0) == (value > 0):
            return None
        found: N = root_between(coefficients, low, high, value > 0, close)
        return found
    step = one / 512
    while high > FARTHEST[type(one)]:
        low = one - step if step < one else high / 2
        if (value_and_slope(coefficients, low)[0] > 0) != (value > 0):
            found = root_between(coefficients, low, high, value > 0, close)
            return found
        high, step = low, step + step / 4
    return None


def near_root(coefficients: list[N], low: N, high: N, rises: bool) -> N:
    """Where Newton's steps to a root begin: of decimals near the one that floats find, in a quarter of the time."""
    if not isinstance(high, Decimal):
        return high
    floats, ends = list(map(float, coefficients)), (float(low), float(high))
    if [value_and_slope(floats, end)[0] > 0 for end in ends] != [not rises, rises]:
        return high
    near = Decimal(root_between(floats, *ends, rises, NEAR))
    return near if low < near < high else high


def root_between(coefficients: list[N], low: N, high: N, rises: bool, close: N) -> N:
    """The root in [low, high], to the part `close` of it, of a polynomial that rises from below 0 to above it there, or falls: by Newton's steps, and by
    halves where those lead astray."""
    x, last = near_root(coefficients, low, high, rises), high - low
    while True:
        value, slope = value_and_slope(coefficients, x)
        if value == 0:
            return x
        low, high = (low, x) if (value > 0) == rises else (x, high)
        step = value / slope if slope else high - low
        if not low < x - step < high or abs(step) > abs(last) / 2:
            step = x - (low + high) / 2
        if abs(step) <= x * close:
            return x - step
        x, last = x - step, step
