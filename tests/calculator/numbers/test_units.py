from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.inputs.vocabulary import VOCABULARY
from calculator.numbers.units import (
    FORMATS,
    NO_UNIT,
    UNITS,
    after,
    as_given,
    count,
    counted,
    formatted,
    inside,
    pct,
    singular,
    spoken,
    term,
    told_apart,
    unit_of,
    usd,
    usd_short,
    verb_for,
)


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("api_spend_usd_month", "US dollars a month"),
        ("usd_month", "US dollars a month"),
        ("switch_cost_usd", "US dollars"),
        ("usage_growth_pct_year", "% a year"),
        ("ai_share_of_cogs_pct", "%"),
        ("break_even_units_per_month", "units a month"),
        ("team_size", ""),
        ("stage", ""),
        ("notusd", ""),
    ],
)
def test_unit_of(id, words):
    """The ending of an id tells its unit; a longer ending wins over the shorter one in it, and letters alone are no ending."""
    assert unit_of(id).words == words


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "$0"),
        (968083.2, "$968,083"),
        (2.5, "$2.50"),
        (15000, "$15,000"),
        (0.0042, "$0.0042"),
        (0.00421, "$0.0042"),
        (-6680, "-$6,680"),
        (1e-37, "$1 × 10^-37"),
        (99.999, "$100.00"),
        (1e15, "$1 × 10^15"),
        (-1.239e132, "-$1.24 × 10^132"),
    ],
)
def test_usd(amount, text):
    """Whole dollars from 100 up, cents below, two digits that count below a cent, a power of ten where digits or zeros say nothing."""
    assert usd(amount) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (999, "$999"),
        (1000, "$1K"),
        (180_000, "$180K"),
        (999_949, "$999.9K"),
        (999_990, "$1M"),
        (1_250_000, "$1.25M"),
        (999_994_000, "$999.99M"),
        (999_996_000, "$1B"),
        (-2_000, "-$2K"),
        (1e20, "$1 × 10^20"),
    ],
)
def test_usd_short(amount, text):
    """The letter follows from the rounded amount: there is no $1,000K."""
    assert usd_short(amount) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (88, "88 %"),
        (66.66667, "66.7 %"),
        (0.0996, "0.1 %"),
        (-0.01, "-0.01 %"),
        (0.003378, "0.0034 %"),
        (-0.0, "0 %"),
        (100400600400000, "100,400,600,400,000 %"),
    ],
)
def test_pct(value, text):
    """One decimal at most from a tenth up; below it two digits that count; no minus before a zero."""
    assert pct(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "1 month"),
        (0, "0 months"),
        (5.0964, "5.1 months"),
        (1.04, "1 month"),
        (-1, "-1 months"),
        (0.04, "less than 0.1 months"),
        (0.06, "0.1 months"),
    ],
)
def test_counted(value, text):
    """One month, and months for everything else, by what is shown; a little is not none."""
    assert counted(value, "months") == text


def test_words_for_one():
    """Of every unit; the verb goes by what is shown."""
    assert [singular(words) for words in ("people", "units a month", "GPUs", "times the average")] == [
        "person",
        "unit a month",
        "GPU",
        "times the average",
    ]
    assert spoken(1, unit_of("team_size")) == as_given(1, unit_of("team_size")) == "1 person"
    assert as_given(1, unit_of("units_per_month")) == "1 unit a month"
    assert [verb_for(value, "has", "have") for value in (0, 0.5, 1, 1.04, 2)] == ["have", "have", "has", "has", "have"]


def test_when():
    """0 is at once, what prints as 0 is less than a tenth, and one month has no s."""
    assert [after(value, "months") for value in (0, 0.01, 1, 2.5)] == [
        "at once",
        "after less than 0.1 months",
        "after 1 month",
        "after 2.5 months",
    ]
    assert after(3, "months", "in") == "in 3 months"


def test_inside():
    """A name keeps its case."""
    assert [inside(words) for words in ("Stay on APIs", "APIs alone", "A tenth")] == ["stay on APIs", "APIs alone", "a tenth"]


def test_told_apart():
    """With all their digits only where they would look alike and are not."""
    assert told_apart(9_999.99, 10_000) == ("$9,999.99", "$10,000")
    assert told_apart(9_998.6, 10_000) == ("$9,999", "$10,000")
    assert told_apart(10_000.2, 10_000.2) == ("$10,000", "$10,000")


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.25, "1.25"), (1 / 24, "0.0416667"), (327_680, "327,680"), (1_234_567.8, "1,234,568"), (0, "0"), (1e-12, "1 × 10^-12")],
)
def test_term(value, text):
    """Six digits that count, and all of a whole number."""
    assert term(value) == text


@pytest.mark.parametrize(
    ("id", "value", "words"),
    [
        ("api_spend_usd_month", 8333.34, "$8,333.34 a month"),
        ("api_spend_usd_month", 31480.3, "$31,480.30 a month"),
        ("api_spend_usd_month", 9955, "$9,955 a month"),
        ("price_input_usd_mtok", 0.075, "$0.075 a million tokens"),
        ("usage_growth_pct_quarter", 0.4, "0.4 % a quarter"),
        ("build_months", 1, "1 month"),
    ],
)
def test_as_given(id, value, words):
    """A reader's own number with all its digits; of money no lone tenth."""
    assert as_given(value, unit_of(id)) == words


def test_spoken():
    """In a sentence the value takes its unit along."""
    assert spoken(15_000, unit_of("api_spend_usd_month")) == "$15,000 a month"
    assert spoken(60, unit_of("team_size")) == "60 people"
    assert spoken(3, NO_UNIT) == "3"


@given(st.floats(-1e140, 1e140).filter(lambda value: value == 0 or abs(value) > 1e-60) | st.decimals(-(10**40), 10**40, places=6))
def test_every_number_has_a_text(value):
    """No number that the bounds of the inputs can lead to breaks a format, and none is shown in hundreds of digits."""
    for form in FORMATS.values():
        assert form(value)
    for text in (usd_short(value), count(value), pct(value)):
        assert len(text) <= 30
    assert all(formatted(value, unit) for unit in UNITS.values())


def test_every_unit_is_used_by_a_known_form():
    """A form without a format would fail only when its value is shown."""
    assert {unit.form for unit in UNITS.values()} <= set(FORMATS)
    assert all(declared.unit.form in FORMATS for declared in VOCABULARY.values())


def test_rounds_half_to_even():
    """Banker's rounding, as the data's own: 2.25 -> 2.2, 2.35 -> 2.4."""
    assert count(Decimal("2.25")) == "2.2"
    assert count(Decimal("2.35")) == "2.4"
