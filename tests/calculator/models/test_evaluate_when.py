"""M1 against a brute-force oracle."""

from fractions import Fraction
from math import ceil, log
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import InputError, run
from calculator.data import thresholds
from calculator.models.evaluate_when import evaluated
from calculator.numbers.dates import day_words, months_after
from tests.calculator.given import examples

amounts = st.sampled_from((0, 500, 999.99, 1000, 1500, 1999.99, 2000, 2500)) | st.integers(0, 300_000).map(lambda cents: cents / 100)


def exact(number) -> Fraction:
    return Fraction(str(number))


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


@given(history=st.lists(amounts, min_size=1, max_size=8))
def test_a_fall_is_said_from_a_fifth_on(history):
    """What the last month lies below the highest, by fractions; said where it is a fifth or more, and nothing fell where nothing was paid."""
    peak, last = max(map(exact, history)), exact(history[-1])
    fall = (peak - last) / peak * 100 if peak else 0
    result = run("evaluate-when", {"spend_history_usd_month": history})
    assert result.outputs["fall_from_peak_pct"] == pytest.approx(float(fall), rel=1e-9)
    assert any(warning.startswith("The bill fell by") for warning in result.warnings) == (fall >= 20)


@pytest.mark.parametrize(
    ("history", "headline"),
    [
        (
            [60_000, 12_000, 12_000, 12_000],
            "Evaluate on the new bill: at or above $10,000 a month for 4 months in a row, though it fell by 80 % from $60,000.",
        ),
        ([15_000, 15_000, 12_000.01], "Evaluate open weights now: at or above $10,000 a month for 3 months in a row."),
        (
            [60_000, 48_000, 48_000],
            "Overdue: at or above $20,000 a month for 3 months in a row, so the evaluation should have been done, and the bill that it could lower has since fallen by 20 % from $60,000.",
        ),
        ([60_000, 12_000], "Watch: at or above $10,000 a month for 2 months; 3 months in a row make it consistent."),
    ],
)
def test_nobody_is_sent_to_evaluate_on_the_old_bill(history, headline):
    """The sentence that is repeated names the fall wherever it asks for an evaluation."""
    assert run("evaluate-when", {"spend_history_usd_month": history}).headline == headline


def test_how_long_to_watch_a_bill_that_fell():
    """As long as counts as consistent, on the new bill."""
    said = run("evaluate-when", {"spend_history_usd_month": [60_000] * 5 + [12_000], "consistent_months": 1}).warnings
    assert said == [
        "The bill fell by 80 %, from $60,000 in its highest month to $12,000: reckon any saving on the new bill, and watch until that has stayed for 1 month."
    ]


def test_a_range_that_crosses_the_other_line():
    """The sentence names no number that nobody typed."""
    with pytest.raises(InputError) as caught:
        run("evaluate-when", {"evaluate_from_usd_month": "10000..30000", "overdue_from_usd_month": 20_000})
    assert str(caught.value) == "overdue_from_usd_month must fit every value of the ranges given for evaluate_from_usd_month (got 20000)"


@pytest.mark.parametrize(
    ("history", "growth", "told"),
    [
        ([5_000, 7_000, 9_000], 0, "grew by 34 % a month: at that pace it reaches the lower edge within a month"),
        ([4_000, 4_400, 4_840], 0, "grew by 10 % a month: at that pace it reaches the lower edge in 7.6 months"),
        ([5_000, 7_000, 9_000], 140, ""),  # as the history has it
        ([9_000, 9_000, 9_000], 0, ""),
        ([9_000, 8_000, 7_000], 0, ""),
        ([9_000], 0, ""),
        ([0, 0, 9_000], 0, ""),
        ([15_000, 17_000, 19_000], 0, ""),  # there already
    ],
)
def test_a_growth_that_the_history_contradicts(history, growth, told):
    """It is said when the bill reaches the window at the pace that it has."""
    notes = run("evaluate-when", {"spend_history_usd_month": history, "usage_growth_pct_quarter": growth}).warnings
    assert any("at that pace" in note for note in notes) == bool(told)
    assert not told or any(told in note for note in notes)


def test_a_bill_that_leaves_the_window():
    """19,500 x 0.9 ^ (months / 3) is 10,000 after 19 months; and at -100 % there is nothing left."""
    given = {"spend_history_usd_month": [22_000, 21_000, 19_500], "usage_growth_pct_quarter": -10}
    assert any("below $10,000 a month again in 19 months" in note for note in run("evaluate-when", given).warnings)
    assert any("no bill to lower" in note for note in run("evaluate-when", given | {"usage_growth_pct_quarter": -100}).warnings)
    assert not any("again in" in note for note in run("evaluate-when", given | {"usage_growth_pct_quarter": 0}).warnings)


@pytest.mark.parametrize(("weeks", "month"), [(4, "December 2026"), (9, "February 2027"), (26, "May 2027")])
def test_the_day_by_when_an_evaluation_can_be_done(monkeypatch, weeks, month):
    """So many weeks as whole months, the last begun one counted."""
    monkeypatch.setitem(thresholds, "evaluation_to_weeks", SimpleNamespace(value=weeks))
    assert evaluated(SimpleNamespace(today="2026-11-24")).day == months_after("2026-11-24", ceil(weeks * 12 / 52)) and month in day_words(
        evaluated(SimpleNamespace(today="2026-11-24")).day
    )


def test_over_draws_never_is_later_than_any_month():
    """Where one growth in three never gets there, the far end of the draws is never, and not the last that does."""
    found = run("evaluate-when", {"spend_history_usd_month": [4_000], "usage_growth_pct_quarter": "-10..20"}).uncertainty["outputs"][
        "months_until"
    ]
    assert found["p10"] is not None and found["p90"] is None and found["none_pct"] > 10
