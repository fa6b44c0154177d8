"""How much of an answer lies far off, and when that is said."""

from types import SimpleNamespace

import pytest

from calculator import run
from calculator.formulas.functions import levelled
from calculator.models.shared.growth import late_worth_warnings


@pytest.mark.parametrize(
    ("share", "words"),
    [(None, ""), (0, ""), (50, ""), (50.1, "50 % is saved"), (71.4, "71 % is saved"), (100, "all is saved"), (130, "all is saved")],
)
def test_more_than_half_is_said(share, words):
    """Half is not; more than all of it, where the near months cost money, is all."""
    (said,) = late_worth_warnings(SimpleNamespace(late_worth_pct=share)) or [""]
    assert words in said and bool(said) == bool(words)


def test_a_steady_saving_over_five_years():
    """36 of 60 equal months lie after month 24: 60 % of them, less interest."""
    given = {"usage_growth_pct_quarter": 0, "discount_pct_year": 0, "build_months": 0, "engineers": 0}
    result = run("timing", given)
    assert result.outputs["late_worth_pct"] == 60
    assert "Of what is saved, at today's value, 60 % is saved more than 24 months from now" in result.warnings[-1]
    assert run("timing", given | {"discount_pct_year": 1_000}).outputs["late_worth_pct"] < 1


def test_no_growth_lasts_no_month():
    """Of no months of growth nothing is left, of more than are asked for all of them."""
    assert levelled(2, 3, 0, 4) == [2, 2, 2, 2]
    assert levelled(2, 3, 2, 5) == [2, 6, 18, 18, 18]
    assert levelled(2, 3, 9, 3) == [2, 6, 18] and levelled(2, 3, 5, 0) == []
