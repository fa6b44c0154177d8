from decimal import Decimal, localcontext
from fractions import Fraction
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.numbers.decimals import CONTEXT, exact, growth_factor, periods_to_reach, plain, share


class TestExact:
    @given(st.floats(allow_nan=False, allow_infinity=False))
    def test_is_the_number_that_is_written(self, number):
        """The decimal has the digits that Python shows, and gives the same float back."""
        assert exact(number) == Decimal(repr(number))
        assert float(exact(number)) == number

    def test_a_tenth(self):
        """0.1 is a tenth, so three of them are 0.3."""
        assert exact(0.1) + exact(0.1) + exact(0.1) == exact(0.3)

    def test_a_float_that_writes_itself_differently(self):
        """A notebook's float64 is a float whose repr is not a number; it computes all the same."""

        class Float64(float):
            def __repr__(self):
                return f"np.float64({float(self)})"

        assert exact(Float64(2.5)) == Decimal("2.5")


def test_percentages():
    """40 means 40 %: a share of 0.4, a growth factor of 1.4."""
    assert share(Decimal(40)) == Decimal("0.4")
    assert growth_factor(Decimal(40)) == Decimal("1.4")
    assert growth_factor(Decimal(-100)) == 0


class TestPeriodsToReach:
    @pytest.mark.parametrize(("start", "target"), [(5, 5), (6, 5), (0, 0)])
    def test_there_already(self, start, target):
        """0 when it is there, even at no growth."""
        assert periods_to_reach(Decimal(start), Decimal(target), Decimal(0)) == 0

    @pytest.mark.parametrize(("start", "factor"), [(1, "1"), (1, "0.9"), (1, "0"), (0, "2")])
    def test_never(self, start, factor):
        """None without growth, and None from nothing."""
        assert periods_to_reach(Decimal(start), Decimal(5), Decimal(factor)) is None

    @given(st.integers(1, 1000), st.integers(1001, 10**6), st.integers(1, 500))
    def test_is_the_logarithm(self, start, target, percent):
        """ln(target / start) / ln(factor), as far as a float can tell; and growing for that long ends at the target."""
        with localcontext(CONTEXT):
            factor = growth_factor(Decimal(percent))
            periods = periods_to_reach(Decimal(start), Decimal(target), factor)
            assert float(periods) == pytest.approx(log(Fraction(target, start)) / log(Fraction(100 + percent, 100)), rel=1e-9)
            assert abs(start * factor**periods / target - 1) < Decimal("1e-25")


def test_plain():
    """What leaves is JSON-ready: floats, lists, and no minus zero."""
    value = plain({"a": (Decimal("0.5"), None, True), "b": [{"c": Decimal("-0")}]})
    assert repr(value) == "{'a': [0.5, None, True], 'b': [{'c': 0.0}]}"
