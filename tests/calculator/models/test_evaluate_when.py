"""M1 against a brute-force oracle."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import InputError, run
from tests.calculator.given import examples

amounts = st.sampled_from((0, 500, 999.99, 1000, 1500, 1999.99, 2000, 2500)) | st.integers(0, 300_000).map(lambda cents: cents / 100)


def oracle(history: list, needed: int, lower: float, upper: float) -> tuple[str, int]:
    """The statuses in the contract's words, and the longest tail of the history that is all at or above the lower edge."""
    tails = [number for number in range(len(history) + 1) if all(spend >= lower for spend in history[len(history) - number :])]
    last = history[-needed:] if len(history) >= needed else None
    if history[-1] < lower:
        return "not-yet", max(tails)
    if last and all(spend >= upper for spend in last):
        return "overdue", max(tails)
    if last and all(spend >= lower for spend in last):
        return "evaluate", max(tails)
    return "watch", max(tails)


@examples(10)
@given(
    history=st.lists(amounts, min_size=1, max_size=8),
    needed=st.integers(1, 5),
    growth=st.sampled_from((-100, -10, 0, 0.5, 40, 100_000)),
    edges=st.sampled_from(((1000, 2000), (1500, 1500), (0, 2000))),
)
def test_against_brute_force(history, needed, growth, edges):
    """Status, unbroken run and months until the lower edge, for histories that touch each edge."""
    lower, upper = edges
    names = (
        "spend_history_usd_month",
        "consistent_months",
        "usage_growth_pct_quarter",
        "evaluate_from_usd_month",
        "overdue_from_usd_month",
    )
    outputs = run("evaluate-when", dict(zip(names, (history, needed, growth, lower, upper), strict=True))).outputs
    assert (outputs["status"], outputs["months_at_or_above"]) == oracle(history, needed, lower, upper)
    last = history[-1]
    if last >= lower:
        assert outputs["months_until"] == 0
    elif growth <= 0 or last == 0:
        assert outputs["months_until"] is None
    else:
        assert outputs["months_until"] == pytest.approx(3 * log(lower / last) / log(1 + growth / 100), rel=1e-9)


@given(history=st.lists(st.integers(0, 30_000), min_size=1, max_size=60))
def test_a_dearer_last_month_is_never_earlier(history):
    """Raising the last month never moves the status back."""
    order = ["not-yet", "watch", "evaluate", "overdue"]
    status, dearer = (
        run("evaluate-when", {"spend_history_usd_month": months}).outputs["status"]
        for months in (history, [*history[:-1], history[-1] + 5000])
    )
    assert order.index(dearer) >= order.index(status)


def test_edges_in_the_wrong_order():
    """An upper edge below the lower one is refused, and named."""
    with pytest.raises(InputError, match=r"overdue_from_usd_month must be at least evaluate_from_usd_month, 10000 \(got 9999.99\)"):
        run("evaluate-when", {"overdue_from_usd_month": 9999.99})
    assert run("evaluate-when", {"overdue_from_usd_month": 10_000}).outputs["status"] == "overdue"


def test_a_short_history_is_said():
    """Fewer months than are needed cannot be consistent, and a warning says so."""
    assert "can be Watch at most" in run("evaluate-when", {"spend_history_usd_month": [25_000, 25_000]}).warnings[0]
    assert run("evaluate-when").warnings == []


def test_a_range_that_crosses_the_other_line():
    """The sentence names no number that nobody typed."""
    with pytest.raises(InputError) as caught:
        run("evaluate-when", {"evaluate_from_usd_month": "10000..30000", "overdue_from_usd_month": 20_000})
    assert str(caught.value) == "overdue_from_usd_month must fit every value of the ranges given for evaluate_from_usd_month (got 20000)"
