"""What formulas may call: each function with numbers, against a plainer way to the same; with signs it writes itself down."""

from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.formulas import functions as of
from calculator.formulas.tree import FUNCTIONS, Node, Signed
from calculator.numbers import finance
from calculator.numbers.decimals import CONTEXT

amounts = st.integers(-1_000, 1_000).map(Decimal)
lists = st.lists(amounts, min_size=1, max_size=12)


@pytest.fixture(autouse=True)
def exact_arithmetic():
    with localcontext(CONTEXT):
        yield


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_sign_makes_a_node(name):
    """Called in a formula with a sign in any place, a function gives the node of its call and computes nothing; without one it computes."""
    function, code = Signed().copy(getattr(of, name)), FUNCTIONS[name].__code__
    for place in range(code.co_argcount or 1):
        node = function(*[Node("id", "a") if place == other else 1 for other in range(code.co_argcount or 1)])
        assert isinstance(node, Node) and node.op == name and node.parts[place].parts == ("a",)


class TestPeriodsUntil:
    @pytest.mark.parametrize(("start", "target"), [(5, 5), (6, 5), (0, 0)])
    def test_there_already(self, start, target):
        """0 when it is there, even at no growth."""
        assert of.periods_until(Decimal(start), Decimal(target), Decimal(0)) == 0

    @pytest.mark.parametrize(("start", "growth_pct"), [(1, 0), (1, -10), (1, -100), (0, 100)])
    def test_never(self, start, growth_pct):
        """None without growth, and None from nothing."""
        assert of.periods_until(Decimal(start), Decimal(5), Decimal(growth_pct)) is None

    @given(st.integers(1, 1000), st.integers(1001, 10**6), st.integers(1, 500))
    def test_is_the_logarithm(self, start, target, growth_pct):
        """ln(target / start) / ln(growth), as far as a float can tell; and growing for that long ends at the target."""
        periods = of.periods_until(Decimal(start), Decimal(target), Decimal(growth_pct))
        assert float(periods) == pytest.approx(log(Fraction(target, start)) / log(Fraction(100 + growth_pct, 100)), rel=1e-9)
        assert abs(start * of.grown(Decimal(growth_pct)) ** periods / target - 1) < Decimal("1e-25")


levels = st.integers(0, 400).map(lambda hundredths: Decimal(hundredths) / 100)
curves = st.tuples(st.integers(0, 99), st.integers(101, 900)).map(lambda ends: (Decimal(ends[0]) / 100, Decimal(ends[1]) / 100))


class TestLoadDuration:
    """A load-duration curve of two straight lines, which meet where the load is the average."""

    @given(curve=curves)
    def test_its_average_is_one(self, curve):
        """All of it lies above nothing, nothing above the peak, and below the trough each step takes its whole width."""
        trough, peak = curve
        assert of.above(Decimal(0), trough, peak) == 1 and of.above(peak, trough, peak) == 0
        assert of.above(trough, trough, peak) == 1 - trough

    @given(curve=curves, level=levels)
    def test_its_slope_is_the_share_of_the_time(self, curve, level):
        """One ten-thousandth higher, a level has less above it by the share of the time for which it is exceeded."""
        (trough, peak), step = curve, Decimal("0.0001")
        share = (of.above(level, trough, peak) - of.above(level + step, trough, peak)) / step
        assert 0 <= share <= 1
        if trough < level < peak - step:
            assert abs(of.exceeded(share, trough, peak) - level) <= 2 * step

    @given(curve=curves, share=st.integers(0, 100).map(lambda percent: Decimal(percent) / 100))
    def test_the_level_falls_with_the_time(self, curve, share):
        """From the peak, exceeded for no time, to the trough, exceeded for all of it."""
        trough, peak = curve
        assert of.exceeded(Decimal(0), trough, peak) == peak and of.exceeded(Decimal(1), trough, peak) == trough
        assert trough <= of.exceeded(share, trough, peak) <= peak
        assert of.exceeded(share, trough, peak) <= of.exceeded(share * share, trough, peak)

    @pytest.mark.parametrize("trough", [Decimal("0.4"), Decimal(1)])
    def test_a_load_that_stands_still(self, trough):
        """A peak of the average is the average all the time, whatever is given for the trough."""
        one, half = Decimal(1), Decimal("0.5")
        assert of.above(half, trough, one) == half and of.above(one, trough, one) == 0
        assert of.exceeded(half, trough, one) == 1 and of.exceeded(Decimal(0), one, Decimal(3)) == 1

    @given(hours=st.lists(st.integers(0, 100), min_size=2, max_size=24).filter(any), level=levels)
    def test_hour_by_hour(self, hours, level):
        """What lies above a level is counted hour by hour; no more hours than the share have more than the level that it exceeds."""
        given = tuple(map(Decimal, hours))
        by = of.by_average(given)
        line = Fraction(level) * sum(hours) / len(hours)
        plain = sum(max(Fraction(0), hour - line) for hour in hours) / sum(hours)
        assert abs(Fraction(of.above_hours(level, by)) - plain) < Fraction(1, 10**25)
        for share in (Decimal(0), Decimal("0.3"), Decimal("0.5"), Decimal("0.99")):
            found = of.exceeded_hours(share, by)
            above = [hour for hour in given if hour * len(hours) > found * sum(hours) * (1 + Decimal("1e-20"))]
            assert len(above) <= share * len(hours) and any(
                abs(hour * len(hours) - found * sum(hours)) < Decimal("1e-20") for hour in given
            )
        assert of.exceeded_hours(Decimal(1), by) == min(by) and of.exceeded_hours(Decimal(0), by) == max(by)


@given(st.floats(-50, 50))
def test_a_power_of_e(number):
    """Of a Decimal to its last digit, of a float to the last few bits."""
    assert float(of.exponential(Decimal(repr(number)))) == pytest.approx(exp(number), rel=1e-14)
    assert of.exponential(number) == pytest.approx(exp(number), rel=1e-12)


@given(hours=st.lists(st.integers(0, 100), min_size=1, max_size=24).filter(any), held=levels, busy=levels)
def test_on_hours(hours, held, busy):
    """Hour by hour, in whatever kind of number; alike hours make no difference, however many there are."""
    exact, floats = (of.on_hours(of.by_average(tuple(map(kind, hours))), kind(held), kind(busy)) for kind in (Decimal, float))
    each = [hour * len(hours) / sum(hours) for hour in hours]
    plain = sum(min(1, max(1 - exp(-float(held) * hour), float(busy) * hour)) for hour in each) / len(each)
    assert isinstance(exact, Decimal) and float(exact) == pytest.approx(plain, rel=1e-12) == pytest.approx(floats, rel=1e-12)
    assert of.on_hours(of.by_average(tuple(map(Decimal, hours))), Decimal(10**6), busy) == pytest.approx(
        Decimal(sum(hour > 0 for hour in hours)) / len(hours)
    )


@given(st.floats(1e-6, 1e6))
def test_a_logarithm_of_a_float_is_that_of_its_digits(number):
    """So draws over ranges agree on every machine, whose own log() may not."""
    assert of.ln(number) == float(of.ln(Decimal(repr(number))))


@pytest.mark.parametrize(("number", "above"), [(Decimal("2.0"), 2), (Decimal("2.01"), 3), (0.1, 1), (Decimal("-0.5"), 0)])
def test_rounded_up(number, above):
    """To the next whole number, in either kind; what is whole stays."""
    assert of.rounded_up(number) == above


@pytest.mark.parametrize(("one", "other", "least"), [(1, 2, 1), (None, 2, 2), (1, None, 1), (None, None, None), (0, None, 0)])
def test_least_known(one, other, least):
    """None is no number, and 0 is one."""
    assert of.least_known(one, other) == least


class TestLists:
    @given(values=lists, count=st.integers(1, 12))
    def test_sums_on_the_way(self, values, count):
        """The running sum after each value, and of the last few, None while there are too few."""
        sums = of.running(values)
        assert sums == [sum(values[: place + 1]) for place in range(len(values))]
        before = [*([None] * (count - 1)), 0, *sums]
        assert of.trailing(values, count) == [None if b is None else s - b for s, b in zip(sums, before, strict=False)]

    @given(values=lists, edge=amounts)
    def test_a_run_ends_with_the_last(self, values, edge):
        """The longest tail of which every value is at least the edge."""
        length = of.run_at_least(values, edge)
        assert all(value >= edge for value in values[len(values) - length :])
        assert length == len(values) or values[-length - 1] < edge

    @given(values=lists)
    def test_place_of_the_largest(self, values):
        """The first of equals; none where nothing is gained anywhere."""
        place = of.place_of_largest(values)
        if place is None:
            assert max(values) <= 0
        else:
            assert values[place] == max(values) > 0 and max(values) not in values[:place]

    def test_numbers_and_counts(self):
        """Both ends are in; conditions and options are counted; a count is the usual one that is large enough, if any is."""
        assert of.numbered(Decimal(2), Decimal(4)) == [2, 3, 4] and of.numbered(1, 0) == []
        assert of.count_true(True, 0, "x", None) == 2 and of.count_positive([Decimal("0.1"), 0, -1]) == 1
        assert of.count_of("yes", "yes", "no", "yes") == 2
        assert [of.first_at_least(number, 1, 2, 4) for number in (1, 3, 4, 5)] == [1, 4, 4, None]

    def test_stepped(self):
        """From the month on, the first being 1; a month beyond the end changes nothing."""
        assert of.stepped([1, 1, 1], Decimal(2), 3) == [1, 3, 3]
        assert of.stepped([1, 1, 1], 1, 3) == [3, 3, 3] and of.stepped([1, 1, 1], 4, 3) == [1, 1, 1]


class TestAt:
    @given(values=lists, months=st.decimals(0, 15, places=2))
    def test_is_straight_between_months(self, values, months):
        """Nothing at the start, the sum at each whole month, a part of the next value between them, and no more after the last."""
        sums = of.running(values)
        whole = min(int(months), len(sums))
        part = (months - whole) * values[whole] if whole < len(sums) else 0
        assert of.at(sums, months) == sum(values[:whole]) + part

    @given(values=lists, months=st.decimals(0, 15, places=2), count=st.integers(1, 20))
    def test_rises_each_is_how_far_the_sums_still_rise(self, values, months, count):
        """For starts a month apart: what lies between at() then and the highest sum of a later month, if that is higher."""
        sums = of.running(values)
        ends = [months + start for start in range(count)]
        expected = [max([0, *(later - of.at(sums, end) for later in sums[int(end) :])]) for end in ends]
        assert of.rises_each(sums, months, count) == expected

    @given(values=lists, months=st.decimals(0, 15, places=2))
    def test_month_of_highest_is_the_last_that_none_exceeds(self, values, months):
        """Where the rise of the first start ends; at the start where there is none."""
        sums = of.running(values)
        found, (rise,) = of.month_of_highest(sums, months), of.rises_each(sums, months, 1)
        assert found >= months and of.at(sums, found) - of.at(sums, months) == rise
        assert all(later < of.at(sums, found) for later in sums[int(found) :] if found > months)


class TestPaybackAfter:
    @given(
        first=st.integers(1, 100).map(Decimal), factor=st.decimals("0.5", 2, places=1), fixed=amounts, cost=st.integers(0, 500).map(Decimal)
    )
    def test_from_the_first_month_on_it_is_payback(self, first, factor, fixed, cost):
        """What a month saves is its part of the sums less what is fixed."""
        sums = of.running(of.compounded(Decimal(1), factor, 24))
        savings = [first * (after - before) - fixed for before, after in pairwise([Decimal(0), *sums])]
        expected, found = finance.payback(cost, savings), of.payback_after(first, sums, fixed, Decimal(0), cost)
        highest = max(0, *of.running(savings))
        if expected is None or found is None:
            assert expected == found or abs(highest - cost) < Decimal("1e-20")
        else:
            assert abs(found - expected) < Decimal("1e-20")

    def test_not_before_it_starts_nor_after_the_sums_end(self):
        """Nothing is saved while it is built; where it is ready after the last month it is never paid back."""
        sums = [Decimal(month) for month in range(1, 13)]
        assert of.payback_after(Decimal(10), sums, 0, Decimal(3), Decimal(20)) == 5
        assert of.payback_after(Decimal(10), sums, 0, Decimal("2.5"), Decimal(5)) == 3
        assert of.payback_after(Decimal(10), sums, 0, Decimal(12), Decimal(0)) is None


def test_yearly():
    """1 % a month is 12.68 % a year, exactly as twelve products give it."""
    assert of.yearly_pct(Decimal("0.01")) == (Decimal("1.01") ** 12 - 1) * 100


@pytest.mark.parametrize(("number", "below"), [(Decimal("2.0"), 2), (Decimal("2.99"), 2), (0.9, 0), (Decimal("-0.5"), -1)])
def test_rounded_down(number, below):
    """To the last whole number, in either kind; what is whole stays."""
    assert of.rounded_down(number) == below
