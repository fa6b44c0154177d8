"""One quantity in several units is one number, whichever calculator takes it."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculator import InputError, calculators, run
from calculator.answers.texts import from_texts, to_texts
from calculator.inputs.families import FAMILIES, FAMILY_OF, converted, own_of, relatives
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from calculator.numbers.decimals import CONTEXT, exact

NUMBERS = [[id for id in family.members if VOCABULARY[id].kind == "number"] for family in FAMILIES]
PAIRS = [(one, other) for ids in NUMBERS for one in ids for other in ids if one != other]
TAKEN = [
    (id, relative, own)
    for id in CALCULATORS
    for own in CALCULATORS[id].inputs
    for relative in relatives(own)
    if relative not in CALCULATORS[id].inputs
]
YEAR, QUARTER, MONTH = (f"usage_growth_pct_{each}" for each in ("year", "quarter", "month"))
amounts = st.decimals(Decimal("0.01"), Decimal(1_000_000), places=2)


@pytest.mark.parametrize(("one", "other"), PAIRS)
@given(value=amounts)
def test_there_and_back(one, other, value):
    """No digit that anybody could see is lost on the way to another unit and back."""
    assert abs(converted(converted(value, one, other), other, one) - value) <= value * Decimal("1e-28")


@given(value=amounts)
def test_a_load_is_counted_in_hours_of_730_a_month(value):
    """By fractions, which lose nothing."""
    month = Fraction(value) * 730
    assert Fraction(converted(value, "requests_per_hour", "requests_per_month")) == month
    assert abs(Fraction(converted(value, "requests_per_day", "requests_per_month")) - month / 24) < Fraction(1, 10**20)
    assert Fraction(converted(value, "requests_per_second", "requests_per_month")) == month * 3600


@given(value=amounts.filter(lambda value: value < 100))
def test_growth_compounds(value):
    """Of a month twelve times, of a quarter four times, in the year."""
    factor = 1 + Fraction(value) / 100
    with localcontext(CONTEXT):
        assert 1 + converted(value, QUARTER, YEAR) / 100 == pytest.approx(
            Decimal((factor**4).numerator) / (factor**4).denominator, rel=Decimal("1e-30")
        )
        assert 1 + converted(value, MONTH, YEAR) / 100 == pytest.approx(
            Decimal((factor**12).numerator) / (factor**12).denominator, rel=Decimal("1e-30")
        )


def test_what_everybody_knows():
    """42,000 a month are 504,000 a year; usage that doubles in a quarter is sixteen times as much in a year; a shrinking one stays one."""
    assert converted(Decimal(42_000), "api_spend_usd_month", "run_rate_usd_year") == 504_000
    assert converted(Decimal(100), QUARTER, YEAR) == 1_500
    assert converted([Decimal(1), Decimal(9_000)], "spend_history_usd_month", "run_rate_usd_year") == 108_000
    assert converted(Decimal(-100), YEAR, MONTH) == -100 and -3 < converted(Decimal(-30), YEAR, MONTH) < -2.9


def taken_of(wanted):
    """What a calculator takes of floats."""
    return list(map(exact, wanted)) if isinstance(wanted, list) else exact(wanted)


@pytest.mark.parametrize(("id", "relative", "own"), TAKEN)
@given(data=st.data())
def test_any_member_gives_the_answer_of_the_own_one(id, relative, own, data):
    """Whatever unit the reader has: where the conversion is a number that can be written, bit by bit."""
    declared = VOCABULARY[relative]
    value = data.draw(
        st.lists(st.integers(0, 90_000), min_size=1, max_size=4)
        if declared.kind == "numbers"
        else st.integers(*map(int, (max(1, declared.slider[0]), declared.slider[1])))
    )
    there = converted(declared.exact(value), relative, own)
    wanted = [float(month) for month in there] if isinstance(there, list) else float(there)
    try:
        expected = run(id, {own: wanted}).to_dict()
    except InputError:
        assume(False)
    found = run(id, {relative: value}).to_dict()
    assert found["inputs"] == expected["inputs"]
    if taken_of(wanted) == there:
        assert found == expected
    else:
        assert found["answer"]["verdict"] == expected["answer"]["verdict"]


@pytest.mark.parametrize(("id", "relative", "own"), TAKEN)
def test_two_of_a_family_are_refused(id, relative, own):
    """Both are named, and what they say."""
    default = VOCABULARY[relative].default
    with pytest.raises(InputError) as caught:
        run(id, {own: CALCULATORS[id].declared[own].default, relative: default})
    assert caught.value.field == relative and own in caught.value.rule and FAMILY_OF[own].name in caught.value.rule


def test_two_that_are_none_of_the_calculators_own():
    """A month's and a quarter's growth for one that takes a year's."""
    with pytest.raises(
        InputError, match="usage_growth_pct_month must be left out where usage_growth_pct_quarter is given: both say growth"
    ):
        run("strategy", {QUARTER: 5, MONTH: 2})


def test_what_does_not_fit_is_said_of_what_was_typed():
    """By its own bounds, and by those of the field that it stands for."""
    with pytest.raises(InputError, match=r"usage_growth_pct_quarter must be at least -100 \(got -101\)"):
        run("strategy", {QUARTER: -101})
    with pytest.raises(
        InputError,
        match=r"usage_growth_pct_month must fit the “Growth of usage” that is meant here, % a year, which must be at most 100000 \(got 900\)",
    ):
        run("strategy", {MONTH: 900})


def test_a_range_is_one_in_any_unit():
    """Its ends are converted, and the draws are those of the own field."""
    month, year = run("strategy", {"api_spend_usd_month": "10000..30000"}), run("strategy", {"run_rate_usd_year": "120000..360000"})
    assert month.to_dict() == year.to_dict()


@pytest.mark.parametrize("id", calculators())
def test_links_keep_the_unit_that_was_typed(id):
    """A text in another unit is read, and written as it was, also where it says what the default says."""
    for own in CALCULATORS[id].inputs:
        for relative in relatives(own):
            if own_of(relative, CALCULATORS[id].inputs) != relative:
                texts = {relative: VOCABULARY[relative].text(VOCABULARY[relative].default)}
                inputs, errors = from_texts(id, texts)
                assert not errors and to_texts(id, inputs) == texts
