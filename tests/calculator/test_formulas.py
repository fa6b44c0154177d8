"""Each branch of a formula has its own words and numbers."""

from decimal import Decimal as D

import pytest

from calculator.formulas.phrases import crossing, growing, parts, until, when_positive
from calculator.numbers.decimals import growth_factor, periods_to_reach


@pytest.mark.parametrize(
    ("start", "growth", "formula", "numbers"),
    [
        (180, 40, "3 x ln(mark / spend) / ln(1 + growth of a quarter)", "3 x ln($240 / $180) / ln(1 + 40 %)"),
        (240, 40, "0, since it is already there", "already there: $240 is at least $240"),
        (180, 0, "never: without growth", "$180 is below $240 and grows 0 % a quarter"),
        (180, -5, "never: without growth", "$180 is below $240 and grows -5 % a quarter"),
        (0, 40, "never: nothing grows out of nothing", "$0 is below $240 and grows 40 % a quarter"),
        (D("239.99"), 40, "3 x ln(mark / spend) / ln(1 + growth of a quarter)", "3 x ln($240 / $239.99) / ln(1 + 40 %)"),
    ],
)
def test_until(start, growth, formula, numbers):
    """On the way, already there, never; amounts that look alike are told apart."""
    periods = periods_to_reach(D(start), D(240), growth_factor(D(growth)))
    assert until(("spend", "mark"), D(start), D(240), D(growth), periods, times="3 x ") == (formula, numbers)


@pytest.mark.parametrize(
    ("upfront", "savings", "numbers"),
    [
        (25, [10, 10, 10], "2 + ($25 - $20) / $10"),
        (20, [10, 10, 0], "1 + ($20 - $10) / $10"),
        (0, [10], "0 + ($0 - $0) / $10"),
        (0, [0, 10], "1 + ($0 - $0) / $10"),
        (5, [-3, 10], "1 + ($5 + $3) / $10"),
        (50, [10, 10], "$50 against the savings of 2 months"),
    ],
)
def test_crossing(upfront, savings, numbers):
    """The month in which it is covered, its last day included: a month after it may save nothing, and is not divided by."""
    savings = [D(saving) for saving in savings]
    formula, put_in = crossing(D(upfront), savings, "2 months")
    assert put_in == numbers
    assert formula.startswith("never: ") == ("against" in numbers)
    assert ("+ lost by then" in formula) == ("$5 + $3" in numbers)


def test_nothing_is_divided_by_nothing():
    assert parts("part / whole", "$1 / $2", D(2), "no whole") == ("part / whole", "$1 / $2")
    assert parts("part / whole", "$1 / $0", D(0), "no whole") == ("unknown: no whole", "no whole")
    assert when_positive("cost / saving", "$8", D(2), "saving") == ("cost / saving", "$8 / $2")
    assert when_positive("cost / saving", "$8", D(-2), "saving") == ("never: there is no saving", "-$2 is not above 0")


def test_growing():
    assert [growing(D(percent)) for percent in ("40", "0", "-5", "12.345")] == ["1 + 40 %", "1 + 0 %", "1 - 5 %", "1 + 12.345 %"]
