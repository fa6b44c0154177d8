"""E1 against exact fractions."""

from fractions import Fraction
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import run
from tests.calculator.given import values

MARKS = [120_000, 240_000, 600_000, 1_000_000]


def fraction(number) -> Fraction:
    return Fraction(str(number))


def close(value: float, expected: Fraction) -> bool:
    """Equal to the last bits of a float: the model computes with 34 digits, which fall short of a fraction only after 40 products."""
    return value == float(expected) or abs(Fraction(value) - expected) <= abs(expected) / 2**52


@given(run_rate=values("run_rate_usd_year"), growth=values("growth_pct_quarter"), quarters=values("quarters"))
def test_rows(run_rate, growth, quarters):
    """Run rate, spend = run rate / 4, trailing = the last four quarters of 0..n and unknown before, growth of a year = (1 + g)^4 - 1."""
    outputs = run("growth", {"run_rate_usd_year": run_rate, "growth_pct_quarter": growth, "quarters": quarters}).outputs
    factor = 1 + fraction(growth) / 100
    rates = [fraction(run_rate) * factor**quarter for quarter in range(quarters + 1)]
    assert [row["quarter"] for row in outputs["rows"]] == list(range(quarters + 1))
    for quarter, row in enumerate(outputs["rows"]):
        assert close(row["run_rate_usd_year"], rates[quarter])
        assert close(row["spend_usd_quarter"], rates[quarter] / 4)
        if quarter < 3:
            assert row["trailing_usd_year"] is None
        else:
            assert close(row["trailing_usd_year"], sum(rates[quarter - 3 : quarter + 1]) / 4)
    assert outputs["growth_pct_year"] == pytest.approx(float((factor**4 - 1) * 100), rel=1e-12)


@given(run_rate=values("run_rate_usd_year"), growth=values("growth_pct_quarter"))
def test_crossings(run_rate, growth):
    """0 if already there, null without growth or from nothing, else the logarithm; and one quarter less would not have passed the mark."""
    crossings = run("growth", {"run_rate_usd_year": run_rate, "growth_pct_quarter": growth}).outputs["crossings"]
    assert [crossing["threshold_usd_year"] for crossing in crossings] == MARKS
    for mark, quarters in ((crossing["threshold_usd_year"], crossing["quarters"]) for crossing in crossings):
        if run_rate >= mark:
            assert quarters == 0
        elif run_rate == 0 or growth <= 0:
            assert quarters is None
        else:
            assert quarters > 0
            if growth >= 0.001:  # below that log() of a float has too few digits to judge by
                assert quarters == pytest.approx((log(mark) - log(run_rate)) / log(1 + growth / 100), rel=1e-9, abs=1e-9)


@given(
    run_rate=st.one_of(values("run_rate_usd_year"), st.sampled_from(MARKS)),
    growth=st.one_of(values("growth_pct_quarter"), st.integers(-100, 0)),
    quarters=values("quarters"),
)
def test_a_mark_is_left_when_the_rows_say_so(run_rate, growth, quarters):
    """Of a bill that stands on a mark or above it, the row after which it is below; none of one that is below already, or does not fall. The headline
    names the lowest mark that is left in the table."""
    result = run("growth", {"run_rate_usd_year": run_rate, "growth_pct_quarter": growth, "quarters": quarters})
    left = []
    for crossing in result.outputs["crossings"]:
        mark, below = crossing["threshold_usd_year"], crossing["below_quarters"]
        assert (below is None) == (run_rate < mark or growth >= 0)
        if below is None:
            continue
        left += [mark] if below <= quarters else []
        for row in result.outputs["rows"]:
            if abs(row["quarter"] - below) > 1e-6 and growth < -1e-9:
                assert (row["run_rate_usd_year"] < mark) == (row["quarter"] > below)
    said = f"it falls below ${left[0]:,.0f}" if left else "falls below"
    assert (said in result.headline) == bool(left)


def test_run_rate_is_not_what_was_paid():
    """Where the run rate runs ahead of the bills of twelve months, a warning says so; without growth there is none."""
    (warning,) = run("growth", {"quarters": 5}).warnings
    assert "$627,000" in warning and "$968,000" in warning
    assert run("growth", {"growth_pct_quarter": 0}).warnings == []


def test_one_quarter_is_one():
    """The headline counts in whole words: after 1 quarter, not 1 quarters."""
    assert run("growth", {"run_rate_usd_year": 500_000, "growth_pct_quarter": 100, "quarters": 1}).headline.endswith(
        "$1,000,000 a year in 1 quarter: $500,000 a year changes by 100 % a quarter; it passes $1,000,000 after 1 quarter."
    )


@given(st.integers(1, 39))
def test_more_quarters_only_add_rows(quarters):
    """Looking further ahead changes nothing that was seen before."""
    shorter, longer = (run("growth", {"quarters": number}).outputs["rows"] for number in (quarters, quarters + 1))
    assert longer[:-1] == shorter


def test_a_range_spreads_the_run_rate_at_the_end():
    """The page's question is where the bill will be: that is what a range is told of, and what it hangs on."""
    spread = run("growth", {"run_rate_usd_year": "100000..250000"}).uncertainty
    found = spread["outputs"]["end_run_rate_usd_year"]
    assert found["p10"] < found["p50"] < found["p90"]
    assert spread["explains"] == "end_run_rate_usd_year" and spread["drivers"][0]["explained_pct"] > 90


def test_marks_far_above_the_line_are_left_out_of_its_picture():
    """Up to half as much again as the highest point; farther ones would press the line to the floor. Those it leaves out stand in its text."""
    for run_rate, drawn in ((80_000, [120_000]), (79_999, []), (160_000, [120_000, 240_000])):
        result = run("growth", {"run_rate_usd_year": run_rate, "growth_pct_quarter": 0})
        (chart,) = result.pictures
        assert [level.y for level in chart.levels] == drawn
        assert chart.told.count("$") == 2 + len(MARKS)


@pytest.mark.parametrize(("quarters", "told"), [(8, False), (9, True), (40, True)])
def test_growth_beyond_what_lasts_is_called_arithmetic(quarters, told):
    """After 24 months, where the other calculators let growth end, with the run rate of that day."""
    notes = run("growth", {"run_rate_usd_year": 180_000, "growth_pct_quarter": 40, "quarters": quarters}).warnings
    assert any("seldom lasts" in note and "$2,660,000 a year" in note for note in notes) == told
    assert not any("seldom lasts" in note for note in run("growth", {"growth_pct_quarter": -5, "quarters": quarters}).warnings)


def test_a_bill_that_falls_through_a_mark():
    """It is no mark that was passed, and the bills of the year before were higher than the run rate."""
    result = run("growth", {"run_rate_usd_year": 130_000, "growth_pct_quarter": -10, "quarters": 4})
    assert (
        result.headline.endswith("it falls below $120,000 after 0.8 quarters.") and "falls below $120K a year" in result.pictures[0].title
    )
    assert any("$101,000, against a run rate of $85,300" in note for note in result.warnings)


def test_where_a_falling_bill_leaves_each_mark():
    """$1,000,000 at -8 % a quarter: below $600,000 after ln 0.6 / ln 0.92 = 6.1 quarters, about May 2028; on its own mark it is not above it. What ends at
    once does so within the quarter."""
    result = run("growth", {"run_rate_usd_year": 1_000_000, "growth_pct_quarter": -8, "quarters": 8})
    assert [round(crossing["below_quarters"], 1) for crossing in result.outputs["crossings"]] == [25.4, 17.1, 6.1, 0]
    assert result.headline.endswith("it falls below $600,000 after 6.1 quarters.")
    assert result.answer["again"].endswith("or when the run rate falls below $600,000 (about May 2028).")
    assert "$1M left again at once" in result.pictures[0].told and "$120K left again after 25 quarters, beyond" in result.pictures[0].told
    ended = run("growth", {"run_rate_usd_year": 1_000_000, "growth_pct_quarter": -100, "quarters": 4})
    assert {crossing["below_quarters"] for crossing in ended.outputs["crossings"]} == {1}
    assert ended.headline.endswith("it falls below $120,000 after 1 quarter.") and not ended.pictures[0].moments
