"""What a formula may call beside + - * / ** and comparisons: each function with its words and its form in a spreadsheet.

In `words` and `sheet` {0} stands for the first argument. In `sheet` a list is the range of its cells, {all} all arguments, {none} the word for
None; in the form of a list, of which each value has its cell, {each} is the value of the first argument beside it, {place} its place, from 1 on, and
{before} the cell above: the form is then `below`, but for the first cell. What takes more than one cell has no form: `faces.sheet` builds it.
"""

from collections.abc import Callable
from decimal import Decimal, localcontext
from itertools import accumulate, pairwise
from math import ceil, floor
from typing import Any, NamedTuple

from calculator.formulas.tree import FUNCTIONS
from calculator.numbers import finance, normal
from calculator.numbers.decimals import CONTEXT, exact


class Function(NamedTuple):
    """A function of formulas in words and in a spreadsheet. `jumps` is the place of the list at whose values the result jumps when the argument
    behind it moves past them, and where alone it changes; None where there is none."""

    words: str
    sheet: str
    jumps: int | None
    below: str


LISTED: dict[str, Function] = {}
CERTAIN = 80  # e ^ -80 is less than the last of the 34 digits of 1


def function(words: str, sheet: str = "", jumps: int | None = None, below: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Enters a function, which stays as it is: an answer calls it thousands of times. A formula that is walked with signs gets the sign of its call instead."""

    def entered(compute: Callable[..., Any]) -> Callable[..., Any]:
        name = compute.__name__
        LISTED[name], FUNCTIONS[name] = Function(words, sheet, jumps, below), compute
        return compute

    return entered


@function("{0}", "{0}/100")
def share(percent):
    """40 (meaning 40 %) -> 0.4."""
    return percent / 100


@function("{0}", "{0}*100")
def percent(share):
    """0.4 -> 40 (meaning 40 %)."""
    return share * 100


def grown(growth_pct):
    """What one period of growth multiplies by: 40 (meaning 40 %) -> 1.4."""
    return 1 + share(growth_pct)


@function("{0} is known", "COUNT({0})>0")
def known(value):
    """Whether there is a number: a parameter that may be None (its default says so) is asked for it."""
    return value is not None


@function("min({0}, {1})", "MIN({0},{1})")
def least(one, other):
    return min(one, other)


@function("max({0}, {1})", "MAX({0},{1})")
def most(one, other):
    return max(one, other)


@function("{0}, rounded down", "ROUNDDOWN(ROUND({0},9),0)")  # as below
def rounded_down(number):
    """The last whole number, as an int."""
    return floor(number)


@function("{0}, rounded up", "ROUNDUP(ROUND({0},9),0)")  # a quotient that is whole may be a little more in a spreadsheet
def rounded_up(number):
    """The next whole number, as an int."""
    return ceil(number)


@function("the smaller that is known of {0} and {1}", "IF(COUNT({all})=0,{none},MIN({all}))")
def least_known(one, other):
    """The smaller of two numbers, of which one may be None; None where both are."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


@function("ln({0})", "LN({0})")
def ln(number):
    """The natural logarithm, correctly rounded, hence the same on every machine."""
    if isinstance(number, Decimal):
        return number.ln()
    with localcontext(CONTEXT):
        return float(exact(number).ln())


@function("√({0})", "SQRT({0})")
def square_root(number):
    """Of nothing, nothing, in whatever kind of number it came: a whole 0 stands beside both kinds."""
    return normal.square_root(number) if number else number


@function("so many standard deviations as on either side of the middle hold {0} of a normal distribution", "-NORMSINV((100-{0})/200)")
def deviations(confidence_pct):
    """95 (meaning 95 %) -> 1.96, to the sixteen digits of a float, also as a Decimal. What lies outside is reckoned exactly: 100 - 99.9 as floats loses digits."""
    found = -normal.normal_quantile(float((100 - exact(confidence_pct)) / 200))
    return exact(found) if isinstance(confidence_pct, Decimal) else found


@function("e ^ {0}", "EXP({0})")
def exponential(number):
    """e to the power of a number, the same on every machine: a Decimal correctly rounded, a float by its series, in a tenth of the time."""
    return number.exp() if isinstance(number, Decimal) else normal.exponential(number)


@function(
    "what lies above {0} of a load from {1} to {2}",
    "IF({0}>={2},0,IF({0}<={1},1-({0}),IF({0}>=1,(1-({1}))/({2}-({1}))*({2}-({0}))^2/({2}-1)/2,"
    "(1-({1}))/({2}-({1}))*({2}+1-2*({0}))/2+({2}-1)/({2}-({1}))*(1-({0}))^2/(1-({1}))/2)))",
)
def above(level, trough, peak):
    """The share of a load that lies above `level`, all as multiples of its average.

    Its load-duration curve, the load by the share of the time for which it is exceeded, falls in a straight line from the peak to the average and in
    another to the trough; where they meet follows from the average being that of the whole.
    """
    if level >= peak:
        return 0 * level
    if level <= trough:
        return 1 - level
    busy = (1 - trough) / (peak - trough)  # the share of the time above the average
    if level >= 1:
        return busy * (peak - level) * (peak - level) / (peak - 1) / 2
    return busy * (peak + 1 - 2 * level) / 2 + (1 - busy) * (1 - level) * (1 - level) / (1 - trough) / 2


@function(
    "the level exceeded for {0} of the time by a load from {1} to {2}",
    "IF({0}>=1,{1},IF({2}<={1},{2},IF({0}*({2}-({1}))<1-({1}),{2}-{0}*({2}-1)*({2}-({1}))/(1-({1})),"
    "1-({0}*({2}-({1}))-1+{1})*(1-({1}))/({2}-1))))",
)
def exceeded(share, trough, peak):
    """The level that the load of above() exceeds for a share of the time, as a multiple of its average; the trough for all of it."""
    if share >= 1:
        return trough
    if peak <= trough:
        return peak
    span, below = peak - trough, 1 - trough
    if share * span < below:
        return peak - share * (peak - 1) * span / below
    return 1 - (share * span - below) * below / (peak - 1)


@function("{0} by their average, the highest first", "LARGE({0},{place})/AVERAGE({0})")
def by_average(hours):
    """How many times their average each is, the highest first: loads hour by hour, in whatever they are counted, as above_hours() and the like take them."""
    whole, count = sum(hours), len(hours)
    return [hour * count / whole for hour in sorted(hours, reverse=True)]


@function("what lies above {0} of {1}", "SUMPRODUCT(({1}>{0})*({1}-{0}))/ROWS({1})")
def above_hours(level, levels):
    """As above(), of loads hour by hour."""
    found = 0 * level
    for each in levels:
        if each <= level:
            break
        found += each - level
    return found / len(levels)


@function("the level exceeded for {0} of the time by {1}", "IF({0}>=1,MIN({1}),LARGE({1},INT({0}*ROWS({1}))+1))")
def exceeded_hours(share, levels):
    """As exceeded(), of loads hour by hour: no more than that share of the hours has more. For all of the time the smallest of them."""
    return levels[min(int(share * len(levels)), len(levels) - 1)]


@function(
    "the share of the day that is on, by {0}, with {1} requests while one keeps it on and {2} of it busy",
    "SUMPRODUCT(({2}*{0}>=1)+({2}*{0}<1)*((1-EXP(-{1}*{0})>{2}*{0})*(1-EXP(-{1}*{0}))+(1-EXP(-{1}*{0})<={2}*{0})*{2}*{0}))/ROWS({0})",
)
def on_hours(levels, held, busy):
    """The share of the time for which something runs that is off between requests, hour by hour.

    In an hour of the average load `held` requests come on average in the time for which one holds it, and the share `busy` of what runs is needed. Where
    requests come independently of each other, e ^ -n is the chance that none comes in a time that has n on average; and what carries a load runs for at
    least as long as that takes.
    """
    total, before = 0, -1
    power = Decimal.exp if isinstance(levels[0], Decimal) else normal.exponential  # as exponential(), asked once
    for level in levels:
        if level != before:  # hours of the same load have the same share
            often, full, before = held * level, busy * level, level
            on = 1 + 0 * often if often > CERTAIN or full >= 1 else max(1 - power(-often), full)
        total += on
    return total / len(levels)


@function("sum of {0}", "SUM({0})")
def total(values):
    return sum(values)


@function("the largest of {0}", "MAX({0})")
def largest(values):
    return max(values)


@function("the smallest of {0}", "MIN({0})")
def smallest(values):
    return min(values)


@function("the numbers from {0} to {1}", "{0}", below="{before}+1")
def numbered(first, last):
    return list(range(int(first), int(last) + 1))


@function("{0} at first, then the one before x {1}", "{0}", below="{before}*{1}")
def compounded(first, factor, count):
    """`count` values, each of them the one before times `factor`."""
    return finance.compounded(first, factor, int(count))


@function("{0} at first, then the one before x {1} while growth lasts ({2}), then level", "{0}", below="{before}*IF({place}<={2}+1,{1},1)")
def levelled(first, factor, lasts, count):
    """`count` values, each of them the one before times `factor` for `lasts` months, and like the last from then on."""
    return finance.levelled(first, factor, int(lasts), int(count))


@function("the sum of {0} up to here", "{each}", below="{before}+{each}")
def running(values):
    """The sum of the values so far, at each of them."""
    return list(accumulate(values))


@function("the sum of the last {1} of {0}")
def trailing(values, count):
    """The sum of the last `count` values, at each of them; None where there are fewer."""
    return [sum(values[place + 1 - count : place + 1]) if place + 1 >= count else None for place in range(len(values))]


@function("how many of these hold: {all}")
def count_true(*conditions):
    return sum(map(bool, conditions))


@function("how many of {rest} are {0}")
def count_of(option, *answers):
    return answers.count(option)


def periods_until(start, target, growth_pct):
    """Periods of growth until `start` becomes `target`: 0 where it is there already, None where it never gets there."""
    if start >= target:
        return 0
    if start <= 0 or growth_pct <= 0:
        return None
    return ln(target / start) / ln(grown(growth_pct))


def periods_until_below(start, target, growth_pct):
    """Periods until `start`, which shrinks, is down at `target`: None where it is below it already, or never gets there; of what ends at once, 1."""
    if start < target or growth_pct >= 0:
        return None
    return ln(start / target) / ln(1 / grown(growth_pct)) if growth_pct > -100 else 1


@function("{0}, rounded up to {rest}")
def first_at_least(number, *counts):
    """The smallest of the usual counts that is at least `number`; None when none is."""
    return next((count for count in counts if count >= number), None)


@function("how many of {0} are above 0", 'COUNTIF({0},">0")')
def count_positive(values):
    return sum(value > 0 for value in values)


@function(
    "how many months in a row, up to the last, {0} is at least {1}",
    "ROWS({0})-SUMPRODUCT(MAX(({0}<{1})*(ROW({0})-MIN(ROW({0}))+1)))",
    jumps=0,
)
def run_at_least(values, edge):
    """How long the unbroken run of values of at least `edge` is that ends with the last."""
    run = 0
    for value in reversed(values):
        if value < edge:
            break
        run += 1
    return run


@function("{0} ^ (1/12)", "({0})^(1/12)")
def monthly(factor_year):
    """The factor of a month that compounds to `factor_year` in twelve of them."""
    return finance.monthly(factor_year)


@function("{0}, from {1} on x {2}", "{each}*IF({place}>={1},{2},1)")
def stepped(values, month, times):
    """The same values, from month `month` (the first is 1) on multiplied."""
    start = int(month) - 1
    return values[:start] + [value * times for value in values[start:]]


@function("{0} / {1} ^ month", "{each}/{1}^{place}")
def discounted(values, factor):
    """What each month's value is worth today; `factor` is 1 + the discount rate of a month, and month m lies m months ahead."""
    return finance.discounted(values, factor)


@function("the months until the sum of {1} covers {0}")
def payback(upfront, savings):
    """Months until the sum of `savings` covers `upfront`, the last of them in part; None when it never does."""
    return finance.payback(upfront, savings)


@function("the discount rate at which the net present value is 0")
def rate_of_return(upfront, savings):
    """The internal rate of return of a month, as a share; None when there is none."""
    return finance.irr([-upfront, *savings])


@function(
    "{0} after {1}",
    "IF({1}>=ROWS({0}),INDEX({0},ROWS({0})),"
    "IF(INT({1})=0,0,INDEX({0},INT({1})))*(1-MOD({1},1))+INDEX({0},MIN(INT({1})+1,ROWS({0})))*MOD({1},1))",
)
def at(sums, months):
    """A sum over months after so many of them, the last in part; nothing is added after the last value."""
    whole = int(months)
    if whole >= len(sums):
        return sums[-1]
    before = sums[whole - 1] if whole else 0
    return before + (months - whole) * (sums[whole] - before)


@function(
    "how far {0} still rises after each of 0 to {2} - 1 months and {1} more",
    "MAX(0,IF(INT({1})+{place}>ROWS({0}),0,MAX(INDEX({0},MIN(INT({1})+{place},ROWS({0}))):INDEX({0},ROWS({0})))"
    "-IF(INT({1})+{place}=1,0,INDEX({0},MAX(1,INT({1})+{place}-1)))*(1-MOD({1},1))-INDEX({0},MIN(INT({1})+{place},ROWS({0})))*MOD({1},1)))",
)
def rises_each(sums, months, count):
    """How far above at() a sum over months still gets later on, for each of `count` starts, which lie a month apart, `months` after the start; 0 where
    it only falls."""
    whole, count, last = int(months), int(count), sums[-1]
    part, ends = months - whole, [0 * last, *sums][whole : whole + count + 1]
    # The highest from the month after each end on: up to the month of the highest of all that one.
    later = sums[whole:]
    best = max(later, default=last)
    until = len(later) - later[::-1].index(best) if later else 0
    peaks = [best] * min(until, count)
    if until < count:
        peaks += list(accumulate(reversed(later[until:]), max))[::-1][: count - until]
    if part:
        ends = [one + part * (other - one) for one, other in pairwise(ends)]
    rises = [peak - end if peak > end else 0 * last for peak, end in zip(peaks, ends, strict=False)]
    return rises + [0 * last] * (count - len(rises))


@function(
    "the month from {1} on in which {0} is highest",
    "IF({1}>=ROWS({0}),{1},IF(MAX(INDEX({0},INT({1})+1):INDEX({0},ROWS({0})))"
    "<IF(INT({1})=0,0,INDEX({0},MAX(1,INT({1}))))*(1-MOD({1},1))+INDEX({0},INT({1})+1)*MOD({1},1),{1},"
    "SUMPRODUCT(MAX((ROW({0})-MIN(ROW({0}))+1>{1})*({0}=MAX(INDEX({0},INT({1})+1):INDEX({0},ROWS({0}))))*(ROW({0})-MIN(ROW({0}))+1)))))",
)
def month_of_highest(sums, months):
    """The last month, the first being 1, at whose end a sum over months is highest; `months` where it is nowhere higher than it was after so many."""
    later = sums[int(months) :]
    best = max(later, default=None)
    if best is None or best < at(sums, months):
        return months
    return len(sums) - later[::-1].index(best)


@function("the months until {0} x {1} - {2} a month, from month {3} on, cover {4}")
def payback_after(first, sums, fixed, start, cost):
    """Months until savings cover `cost` that begin after `start` months; `first` times `sums`, less `fixed` a month, is saved after so many months.

    None when they do not as far as the sums go.
    """
    whole, gained = int(start), 0 * cost
    if whole >= len(sums):
        return None
    before = first * at(sums, start) - fixed * start
    for month in range(whole, len(sums)):
        so_far = first * sums[month] - fixed * (month + 1) - before
        if so_far > gained and so_far >= cost:
            begun = max(month, start)  # the month in which the build ends saves for its part
            return begun + (month + 1 - begun) * (cost - gained) / (so_far - gained)
        gained = so_far
    return None


@function("the place of the largest of {0}, if that is above 0", "IF(MAX({0})>0,MATCH(MAX({0}),{0},0)-1,{none})")
def place_of_largest(values):
    """The first of the places, counted from 0, at which the largest of `values` stands; None where that is not above 0."""
    best = max(values)
    return values.index(best) if best > 0 else None


def yearly_pct(rate_month):
    """A rate of a month, as a share, as per cent a year; by products, since a power of a float is not the same on every machine."""
    third = (1 + rate_month) * (1 + rate_month) * (1 + rate_month)
    half = third * third
    return (half * half - 1) * 100
