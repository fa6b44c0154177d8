"""The parts of an answer: the sentence of the first two, and when to look again."""

from types import SimpleNamespace

import pytest

from calculator import run
from calculator.formulas.said import Said, look_again


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Said("Go hybrid.", "AI is a feature."), "Go hybrid: AI is a feature."),
        (Said("Pays back.", "It saves."), "Pays back: it saves."),
        (Said("Watch."), "Watch."),
    ],
)
def test_sentence(said, sentence):
    """The verdict, and why; a name keeps its capitals."""
    assert said.sentence == sentence


@pytest.mark.parametrize(
    ("today", "by"),
    [("2026-11-24", "24 May 2027"), ("2026-08-31", "28 February 2027"), ("2027-02", "28 August 2027"), (None, "24 May 2027")],
)
def test_the_day(today, by):
    """Half a year from the reader's day; from the last of a month; from the day of the data where none is given."""
    assert look_again(SimpleNamespace(today=today), "") == f"Look again by {by}."
    assert look_again(SimpleNamespace(today=today), "when it rains") == f"Look again by {by}, or when it rains."


@pytest.mark.parametrize(
    ("id", "given", "trigger"),
    [
        ("strategy", {"api_spend_usd_month": 8_000}, "when the API spend passes $8,333 a month (about December 2026)"),
        ("unit-economics", {}, "when the volume falls to about 5,500 units a month"),
        ("evaluate-when", {"spend_history_usd_month": [5_000]}, "when a month costs $10,000 a month (about "),
        ("evaluate-when", {"spend_history_usd_month": [12_000]}, "after 2 months more at or above $10,000 a month"),
        ("timing", {"stage": "pre-pmf"}, "when product-market fit is found"),
        ("growth", {}, "when the run rate passes $240,000 (about February 2027)"),
        ("growth", {"growth_pct_quarter": 0}, ""),
    ],
)
def test_the_trigger(id, given, trigger):
    """What may ask for another look before the day, with the month in which growth brings it."""
    again = run(id, given).answer["again"]
    assert trigger in again and again.endswith("2027." if not trigger else ".")
