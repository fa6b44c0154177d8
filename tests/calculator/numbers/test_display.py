"""Numbers in words: by their unit, and by where they stand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.inputs.vocabulary import VOCABULARY
from calculator.numbers.decimals import exact
from calculator.numbers.display import (
    FORMATS,
    after,
    as_given,
    count,
    counted,
    full_pct,
    full_usd,
    in_prose,
    in_sentence,
    in_table,
    in_trace,
    parts_of_100,
    pct,
    read,
    term,
    told_apart,
    usd_short,
    verb_for,
)
from calculator.numbers.units import UNITS, unit_of


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
def test_full_usd(amount, text):
    """Whole dollars from 100 up, cents below, two digits that count below a cent, a power of ten where digits or zeros say nothing."""
    assert full_usd(amount) == text


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
def test_full_pct(value, text):
    """One decimal at most from a tenth up; below it two digits that count; no minus before a zero."""
    assert full_pct(value) == text


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
        (11.96, "12 months"),
        (12.4, "12 months"),
        (21.9, "22 months"),
        (-21.9, "-22 months"),
    ],
)
def test_counted(value, text):
    """One month, and months for everything else, by what is shown; a little is not none; above twelve whole ones."""
    assert counted(value, "months") == text


def test_when():
    """0 is at once, what prints as 0 is less than a tenth, and one month has no s."""
    assert [after(value, "months") for value in (0, 0.01, 1, 2.5)] == [
        "at once",
        "after less than 0.1 months",
        "after 1 month",
        "after 2.5 months",
    ]
    assert after(3, "months", "in") == "in 3 months"


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


def test_of_nobody_typed():
    """The middle of a range has more digits than anybody types, and is said as a computed number is."""
    assert as_given(Decimal(2).sqrt() * 10, unit_of("saving_pct")) == "14 %"
    assert as_given(14.142135623730951, unit_of("growth_pct_quarter")) == "14 % a quarter"
    assert as_given(0.123456789012345, unit_of("price_input_usd_mtok")) == "$0.123456789012345 a million tokens"


@pytest.mark.parametrize(
    ("id", "value", "table", "sentence"),
    [
        ("saving_usd_month", 968_083.2, "$968,083", "$968,000 a month"),
        ("npv_usd", -15_584, "-$15,584", "-$15,600"),
        ("npv_usd", 61_330_937, "$61,330,937", "$61,300,000"),
        ("npv_usd", 9_999.4, "$9,999", "$9,999"),
        ("npv_usd", 99_950, "$99,950", "$100,000"),
        ("npv_usd", 2.5, "$2.50", "$2.50"),
        ("usd_request", 0.31187, "$0.3119", "$0.3119 a request"),
        ("usd_mtok_output", 18_750, "$18,750", "$18,800 a million output tokens"),
        ("margin_pct", 33.33, "33.3 %", "33 %"),
        ("margin_pct", 9.96, "10 %", "10 %"),
        ("margin_pct", 9.94, "9.9 %", "9.9 %"),
        ("margin_pct", -33.33, "-33.3 %", "-33 %"),
        ("margin_pct", 99.6, "99.6 %", "99.6 %"),
        ("margin_pct", -2_887_095.6, "-2,887,095.6 %", "-2,890,000 %"),
        ("growth_pct_year", 284.2, "284.2 %", "284 % a year"),
        ("irr_pct_year", 196.6, "196.6 %", "197 % a year"),
        ("irr_pct_year", 39_255.8, "39,255.8 %", "more than 200 % a year"),
        ("irr_pct_year", -58.7, "-58.7 %", "-59 % a year"),
        ("payback_months", 21.9, "21.9 months", "22 months"),
        ("quarters", 45.5, "45.5 quarters", "46 quarters"),
        ("quarters", 5.1, "5.1 quarters", "5.1 quarters"),
        ("break_even_units_per_month", 16_666_666.7, "16,666,666.7", "16,700,000 units a month"),
        ("break_even_units_per_month", 3_636.4, "3,636.4", "3,636 units a month"),
        ("break_even_units_per_month", 36.36, "36.4", "36.4 units a month"),
        ("total_gib", 141.67, "141.7 GiB", "141.7 GiB"),
        ("team_size", 1, "1", "1 person"),
    ],
)
def test_a_computed_number(id, value, table, sentence):
    """All its digits in a table, where a reader adds up; rounded in a sentence, which takes its unit along."""
    unit = unit_of(id)
    assert (in_table(value, unit), in_sentence(value, unit)) == (table, sentence)
    assert in_trace(value, unit).startswith(table) and sentence.startswith(in_prose(value, unit))


amounts = st.floats(-1e14, 1e14) | st.floats(-1e5, 1e5) | st.decimals(-(10**6), 10**6, places=2)


@given(
    one=amounts,
    other=amounts | st.none(),
    near=st.floats(-1, 1),
    given=st.booleans(),
    id=st.sampled_from(["usd", "pct", "count", "months"]),
)
def test_told_apart(one, other, near, given, id):
    """Of two numbers in one sentence a reader sees which is the larger, and by how much within a tenth."""
    other = exact(one) + exact(near) if other is None else exact(other)
    unit = unit_of(id)
    told = told_apart(one, unit=unit, given=(other,)) if given else told_apart(one, other, unit=unit)
    if "^" in "".join(told):
        return  # nobody subtracts powers of ten in his head
    said = [read(text) for text in told] + ([other] if given else [])
    gap, shown = exact(one) - other, said[0] - said[1]
    if abs(gap) > max(abs(exact(one)), abs(other)) * Decimal("1e-14"):  # what lies nearer no float tells apart
        assert abs(shown - gap) <= abs(gap) * Decimal("0.1")


def test_told_apart_with_as_few_digits_as_do():
    """As any sentence rounds, unless that would lie."""
    assert told_apart(968_083, 180_000) == ("$968,000", "$180,000")
    assert told_apart(15_884, 15_751) == ("$15,880", "$15,750")
    assert told_apart(15_884, 14_751) == ("$15,900", "$14,800")
    assert told_apart(9_999.99, 10_000) == ("$9,999.99", "$10,000")
    assert told_apart(10_000.2, 10_000.2) == ("$10,000", "$10,000")
    assert told_apart(Decimal("5.3592"), Decimal("5.3592") * (1 + Decimal("1e-30"))) == ("$5.36", "$5.36")
    assert told_apart(59_998.4, given=(60_000,)) == ("$59,998.40",)
    assert told_apart(59_912.4, given=(60_000,)) == ("$59,910",)
    assert told_apart(13.1, 13.4, unit=unit_of("months")) == ("13.1 months", "13.4 months")
    assert told_apart(1e20, 2e20) == ("$1 × 10^20", "$2 × 10^20")


@given(value=st.floats(100, 1e15, exclude_max=True) | st.integers(100, 10**9).map(lambda value: value + 0.5))
def test_a_float_and_its_digits(value):
    """Are written alike: a float has a short cut."""
    assert full_usd(value) == full_usd(exact(value))


@given(parts=st.lists(st.floats(0, 100), min_size=1, max_size=8), whole=st.booleans())
def test_parts_of_a_whole(parts, whole):
    """They add up to 100 where the parts do and never to more, each within one of what it is; a little is not nothing, and nearly all not all."""
    if whole and sum(parts):
        parts = [part * 100 / sum(parts) for part in parts]
    said = [read(text) for text in parts_of_100(parts) if text[0].isdigit()]
    less, more = (sum(text.startswith(words) for text in parts_of_100(parts)) for words in ("less", "more"))
    assert len(said) + less + more == len(parts)
    assert sum(said) + 100 * more <= 100
    if whole and sum(parts):
        assert sum(said) + 100 * more == 100
    for part, text in zip(parts, parts_of_100(parts), strict=True):
        scaled = part * 100 / max(100, sum(parts))
        assert abs(float(read(text)) - scaled) <= 1
        assert (text == "0 %") <= (part == 0) and (text == "100 %") <= (scaled > 100 - 1e-9)


def test_parts_that_look_silly_alone():
    """Three thirds are all; 50.5 and 49.5 are not 101."""
    assert parts_of_100([100 / 3] * 3) == ["34 %", "33 %", "33 %"]
    assert sum(map(read, parts_of_100([50.5, 49.5]))) == 100
    assert parts_of_100([99.8, 0.2, 0]) == ["more than 99 %", "less than 1 %", "0 %"]
    assert parts_of_100([60, 60]) == ["50 %", "50 %"]


@given(st.floats(-1e140, 1e140).filter(lambda value: value == 0 or abs(value) > 1e-60) | st.decimals(-(10**40), 10**40, places=6))
def test_every_number_has_a_text(value):
    """No number that the bounds of the inputs can lead to breaks a format, and none is shown in hundreds of digits."""
    for written in (text for form in FORMATS.values() for text in (form.full(value), form.rounded(value))):
        assert written
    for text in (usd_short(value), count(value), pct(value)):
        assert len(text) <= 30
    assert all(write(value, unit) for unit in UNITS.values() for write in (in_table, in_trace, in_prose, in_sentence, as_given))


def test_every_unit_is_used_by_a_known_form():
    """A form without a format would fail only when its value is shown."""
    assert {unit.form for unit in UNITS.values()} <= set(FORMATS)
    assert all(declared.unit.form in FORMATS for declared in VOCABULARY.values())


def test_the_verb_goes_by_what_is_shown():
    """1.04 months is 1 month."""
    assert [verb_for(value, "has", "have") for value in (0, 0.5, 1, 1.04, 2)] == ["have", "have", "has", "has", "have"]


def test_rounds_half_to_even():
    """Banker's rounding, as the data's own: 2.25 -> 2.2, 2.35 -> 2.4."""
    assert count(Decimal("2.25")) == "2.2"
    assert count(Decimal("2.35")) == "2.4"


def test_what_lies_far_from_all_others_keeps_few_digits():
    """Of four numbers two are close, and need their digits; the others are rounded as they would be alone."""
    assert told_apart(1_121_843, 1_866_412, 1_252_799, 1_860_588) == ("$1,120,000", "$1,866,400", "$1,250,000", "$1,860,600")
