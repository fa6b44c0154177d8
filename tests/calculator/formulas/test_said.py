"""The parts of an answer: the sentence of the first two, and when to look again."""

import re
from types import SimpleNamespace

import pytest
from hypothesis import given, strategies

from calculator import run
from calculator.formulas.said import Said, changed, expected, is_plural, look_again
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from tests.calculator.given import inputs


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
        (
            "strategy",
            {"api_spend_usd_month": 8_000, "ml_talent": "none", "workload_mix": "uniform"},
            "when the API spend passes $8,333 a month (about December 2026)",
        ),
        ("strategy", {"api_spend_usd_month": 8_000}, "when the API spend passes $10,000 a month (about May 2027)"),
        ("unit-economics", {}, "when the volume falls to about 5,500 units a month"),
        ("evaluate-when", {"spend_history_usd_month": [5_000]}, "when the bill reaches $10,000 a month (about "),
        ("evaluate-when", {"spend_history_usd_month": [12_000]}, "after 2 months more at or above $10,000 a month"),
        ("evaluate-when", {}, "by 24 December 2026, by when an evaluation can be done"),
        ("timing", {"stage": "pre-pmf"}, "when product-market fit is found"),
        ("growth", {}, "when the run rate passes $240,000 (about February 2027)"),
        ("growth", {"growth_pct_quarter": 0}, ""),
        ("break-even", {}, "when the API's price falls by about 21 % a year"),
        ("break-even", {"api_price_change_pct_year": -60}, "when the API's price falls by only about 24 % a year"),
        ("break-even", {"upfront_usd": 10**9}, "when the API's price rises by about 430 % a year"),
        (
            "strategy",
            {"api_spend_usd_month": 12_000, "usage_growth_pct_year": 0, "ml_talent": "none", "team_size": 40},
            "when the company grows to 50 people",
        ),
        ("strategy", {}, "when law or contract requires control of the data"),
    ],
)
def test_the_trigger(id, given, trigger):
    """What may ask for another look before the day, with the month in which growth brings it."""
    again = run(id, given).answer["again"]
    assert trigger in again and again.endswith("2027." if not trigger else ".")


def test_what_nothing_turns_is_said_so():
    """Where a calculator seeks what turns its verdict; of another nothing is said."""
    v = SimpleNamespace(today="2026-11-24", flips={"team_size": None})
    assert look_again(v, "") == "Look again by 24 May 2027. Nothing alone turns this sooner."


@pytest.mark.parametrize(
    ("id", "flip", "sooner"),
    [
        ("stage", {"value": "pre-pmf", "words": "Not yet found"}, "when “Product-market fit” becomes “Not yet found”"),
        ("data_sovereignty", {"value": False, "words": "No"}, "when no law or contract requires control of the data"),
    ],
)
def test_a_choice_that_turns_it_is_named(id, flip, sooner):
    """Where the calculator names nothing itself."""
    v = SimpleNamespace(today="2026-11-24", flips={"team_size": None, id: flip})
    assert look_again(v, "") == f"Look again by 24 May 2027, or {sooner}."


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        (0, -25, "falls by 5 %"),
        (-60, -24, "falls by only 5 %"),
        (60, 12, "rises by only 5 %"),
        (-5, 12, "rises by 5 %"),
        (9, 0, "stays as it is"),
    ],
)
def test_a_change_in_per_cent(here, there, said):
    """Said of what changes, not of the change."""
    assert changed("usage", here, there, "5 %") == f"when usage {said}"


def test_every_change_in_per_cent_says_of_what():
    """A change may be a fall, which its label alone would call a fall to less than nothing."""
    changes = {
        id for id, declared in VOCABULARY.items() if id.split("_pct")[-1] in ("_year", "_quarter", "_month") and declared.minimum < 0
    }
    assert changes == {id for id, declared in VOCABULARY.items() if getattr(declared, "changes", "")} and len(changes) > 4


@pytest.mark.parametrize("id", CALCULATORS)
@given(data=strategies.data())
def test_nobody_waits_for_a_negative_number(id, data):
    """Neither for the day nor for what turns the verdict: a fall is told as one."""
    result = run(id, data.draw(inputs(id)))
    flips = (result.outputs.get("flips") or {}).values()
    for words in [result.answer["again"], *(flip["words"] for flip in flips if flip)]:
        assert not re.search(r"(?<![\w”])-\d", words), words


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("People in the company", True),
        ("Spare GPUs", True),
        ("Units a month", True),
        ("Months already waited", True),
        ("AI's share of the cost of goods sold", False),
        ("Its new price", False),
        ("API spend", False),
        ("Your discount for batches", False),
    ],
)
def test_a_label_of_several(label, told):
    """By the word that it is about, so that the people rise and the share rises."""
    assert is_plural(label) is told


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (None, ""),
        (60, " (about November 2031)"),
        (60.01, ""),
        (61, ""),
        (0, " (about November 2026)"),
        (2.4, " (about January 2027)"),
        (2.6, " (about February 2027)"),
    ],
)
def test_a_month_is_named_as_far_as_five_years_ahead(months, said):
    """The nearest month, and none that lies beyond: nobody knows so far ahead."""
    assert expected(SimpleNamespace(today="2026-11-24"), months) == said
