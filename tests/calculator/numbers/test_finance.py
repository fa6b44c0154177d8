"""Against numpy-financial, in both kinds of number."""

from decimal import Decimal, localcontext

import numpy_financial
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculator.numbers.decimals import CONTEXT
from calculator.numbers.finance import compounded, cube_root, discounted, irr, monthly, payback, sign_changes

cents = st.integers(-5_000_000, 5_000_000).map(lambda number: number / 100)
savings = st.lists(cents, min_size=1, max_size=60)
upfronts = st.integers(1, 50_000_000).map(lambda number: number / 100)
factors = st.floats(1, 1.1)


@pytest.fixture(autouse=True)
def exact_arithmetic():
    with localcontext(CONTEXT):
        yield


def decimals(numbers: list[float]) -> list[Decimal]:
    return [Decimal(str(number)) for number in numbers]


class TestMonthly:
    @given(st.floats(1e-6, 1e6))
    def test_compounds_to_the_year(self, factor):
        """Twelve months make the year: to 30 digits in decimals, to the last but a few bits in floats."""
        assert abs(monthly(Decimal(factor)) ** 12 / Decimal(factor) - 1) < Decimal("1e-30")
        assert monthly(factor) == pytest.approx(factor ** (1 / 12), rel=1e-14)

    @pytest.mark.parametrize("kind", [float, Decimal])
    def test_standing_still_and_switched_off(self, kind):
        """No growth is exactly 1, and -100 % exactly 0."""
        assert monthly(kind(1)) == 1
        assert monthly(kind(0)) == 0

    def test_cube_root(self):
        """27 comes from 3, and nothing from nothing."""
        assert cube_root(27.0) == pytest.approx(3, rel=1e-15)
        assert cube_root(0.0) == 0


def test_compounded():
    """The first month is what it was given; no months are an empty list."""
    assert compounded(Decimal(100), Decimal(2), 4) == [100, 200, 400, 800]
    assert compounded(1.0, 2.0, 0) == []


class TestDiscounted:
    @given(upfront=upfronts, saved=savings, factor=factors)
    def test_is_numpys(self, upfront, saved, factor):
        """The sum, less what is paid at time 0, is numpy-financial's net present value."""
        expected = numpy_financial.npv(factor - 1, [-upfront, *saved])
        near = pytest.approx(expected, abs=1e-9 * (upfront + sum(map(abs, saved))))
        assert sum(discounted(saved, factor)) - upfront == near
        assert float(sum(discounted(decimals(saved), Decimal(factor))) - Decimal(str(upfront))) == near


class TestIrr:
    @given(upfront=upfronts, saved=st.lists(st.integers(0, 5_000_000).map(lambda number: number / 100), min_size=1, max_size=60))
    def test_is_numpys_where_there_is_one(self, upfront, saved):
        """With one change of sign there is one rate, and it is numpy-financial's; with none there is none."""
        found, expected = irr([-upfront, *saved]), numpy_financial.irr([-upfront, *saved])
        assert (found is None) == (not any(saved))
        assume(found is not None and -0.5 < found < 10)  # numpy's roots lose their digits far out
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-8)

    @given(upfront=upfronts, saved=savings)
    def test_npv_at_the_irr_is_zero(self, upfront, saved):
        """Whatever the signs: at the rate that is given, the present value is zero as far as the digits go."""
        flows = decimals([-upfront, *saved])
        rate = irr(flows)
        if rate is not None:
            weights = compounded(Decimal(1), 1 / (1 + rate), len(flows))
            scale = sum(abs(flow) * weight for flow, weight in zip(flows, weights, strict=True))
            assert abs(sum(flow * weight for flow, weight in zip(flows, weights, strict=True))) < scale * Decimal("1e-25")

    @given(upfront=upfronts, saved=savings.map(lambda saved: sorted(saved)))
    def test_floats_find_the_same(self, upfront, saved):
        """Sampling in floats finds the rate that the point answer finds, where losses come first and gains later."""
        assert sign_changes([-upfront, *saved]) <= 1
        one, other = irr([-upfront, *saved]), irr(decimals([-upfront, *saved]))
        assert (one is None) == (other is None)
        if one is not None:
            assert one == pytest.approx(float(other), rel=1e-6, abs=1e-9)

    @pytest.mark.parametrize("flows", [[1, 2, 3], [-1, -2], [0, 0], [-1, 0, 0], [0, 2, -1], [5, -1, -7]])
    def test_none_without_a_cost_and_a_gain_after_it(self, flows):
        """Money that only comes, only goes, or comes first returns nothing that could be named."""
        assert irr(decimals(flows)) is None

    def test_a_loss(self):
        """Half of it comes back in a month: -50 %."""
        assert float(irr(decimals([-100, 50]))) == pytest.approx(-0.5, abs=1e-15)

    def test_of_two_rates_the_lowest_that_is_no_loss(self):
        """-100, 230, -132 returns 10 % and 20 %."""
        assert float(irr(decimals([-100, 230, -132]))) == pytest.approx(0.1, abs=1e-15)

    def test_none_where_two_signs_never_meet(self):
        """-100, 100, -100 is a loss at every rate."""
        assert irr(decimals([-100, 100, -100])) is None


class TestPayback:
    @given(upfront=upfronts, saved=savings)
    def test_the_sum_covers_it_then_and_not_before(self, upfront, saved):
        """By hand: the sum up to that point in the month is the upfront, and no earlier month reached it."""
        months = payback(Decimal(str(upfront)), decimals(saved))
        sums = [sum(decimals(saved[:month])) for month in range(len(saved) + 1)]
        if months is None:
            assert max(sums) < Decimal(str(upfront))
        else:
            whole = int(months) if months < len(saved) else len(saved) - 1
            assert max(sums[: whole + 1], default=0) <= Decimal(str(upfront))
            assert abs(sums[whole] + (months - whole) * decimals(saved)[whole] - Decimal(str(upfront))) < Decimal("1e-20")

    @given(upfront=upfronts, saved=savings, factor=factors)
    def test_discounted_is_never_before_simple(self, upfront, saved, factor):
        """Money that comes later is worth less, so it takes longer; as long as a saving, once there, stays one."""
        saved = [abs(saving) for saving in saved]
        simple, later = payback(upfront, saved), payback(upfront, discounted(saved, factor))
        assert later is None or (simple is not None and later >= simple - 1e-9)

    @pytest.mark.parametrize(
        ("upfront", "saved", "months"), [(0, [5], 0), (0, [0, 0], None), (0, [-1, 3], 1 + 1 / 3), (10, [5, 5], 2), (10, [], None)]
    )
    def test_edges(self, upfront, saved, months):
        """Nothing upfront is paid back by the first saving and by nothing else; the last month counts whole."""
        found = payback(Decimal(upfront), [Decimal(saving) for saving in saved])
        assert found is None if months is None else float(found) == pytest.approx(months)
