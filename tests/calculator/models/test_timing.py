"""M2: its figures by hand, its verdicts by their rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import run
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from tests.calculator.given import inputs

FLAT = {"usage_growth_pct_quarter": 0, "api_price_change_pct_year": 0, "discount_pct_year": 0}


def timing(**given) -> dict:
    return run("timing", given).outputs


def everyday(**fixed) -> st.SearchStrategy[dict]:
    fields = {
        id: st.integers(int(VOCABULARY[id].slider[0]), int(VOCABULARY[id].slider[1]))
        for id in CALCULATORS["timing"].inputs
        if id != "stage"
    }
    return st.fixed_dictionaries(fields | {id: st.just(value) for id, value in fixed.items()})


class TestFigures:
    def test_waiting_eighteen_months(self):
        """18 x 88 % of $50,000 = $792,000."""
        given = {
            "api_spend_usd_month": 50_000,
            "saving_pct": 88,
            "alternative_fixed_usd_month": 0,
            "usage_growth_pct_quarter": 0,
            "months_already_waited": 18,
        }
        assert timing(**given)["cost_of_waiting_usd"] == 792_000

    @given(given=everyday())
    def test_by_hand(self, given):
        """Every figure from its formula, in floats."""
        outputs = timing(**given)
        team = given["engineers"] * given["engineer_usd_month"]
        build, growth = team * given["build_months"], 1 + given["usage_growth_pct_quarter"] / 100
        assert outputs["build_cost_usd"] == build
        if given["burn_usd_month"]:
            lasts = given["cash_usd"] >= given["build_months"] * (given["burn_usd_month"] + team)
            after = (given["cash_usd"] - build) / given["burn_usd_month"] if lasts else given["cash_usd"] / (given["burn_usd_month"] + team)
            assert outputs["runway_after_months"] == pytest.approx(after)
            assert outputs["runway_lost_months"] == pytest.approx(outputs["runway_months"] - after, abs=1e-9)
        share, fixed = given["saving_pct"] / 100, given["alternative_fixed_usd_month"]
        assert outputs["cost_of_delay_usd_month"] == pytest.approx(share * given["api_spend_usd_month"] - fixed, abs=1e-6)
        past = [
            share * given["api_spend_usd_month"] / growth ** (month / 3) - fixed for month in range(1, given["months_already_waited"] + 1)
        ]
        assert outputs["cost_of_waiting_usd"] == pytest.approx(sum(past), rel=1e-9, abs=1e-6)
        rate = (1 + given["discount_pct_year"] / 100) ** (1 / 12)
        factor = (growth**4 * (1 + given["api_price_change_pct_year"] / 100)) ** (1 / 12)
        savings = [share * given["api_spend_usd_month"] * factor**month - fixed for month in range(60)]
        for start in (0, 1, 35):
            value = sum(savings[month] / rate ** (month + 1) for month in range(start + given["build_months"], 60))
            value -= sum(team / rate ** (month + 1) for month in range(start, start + given["build_months"]))
            assert outputs["npv_by_start_month"][start]["npv_usd"] == pytest.approx(
                value, rel=1e-7, abs=1e-4 + 1e-9 * sum(map(abs, savings))
            )

    def test_half_a_month_of_build(self):
        """Half a month at $30,000 is $15,000; the other half of the month already saves $2,500."""
        outputs = timing(
            **FLAT,
            api_spend_usd_month=10_000,
            saving_pct=50,
            alternative_fixed_usd_month=0,
            engineers=2,
            engineer_usd_month=15_000,
            build_months=0.5,
        )
        assert outputs["build_cost_usd"] == 15_000
        assert outputs["payback_months"] == 3.5
        assert outputs["npv_by_start_month"][0]["npv_usd"] == 59.5 * 5_000 - 15_000

    @given(given=inputs("timing"))
    def test_best_start_is_the_best(self, given):
        """None where no start is worth anything, else the first of the best."""
        outputs = timing(**given)
        values = [row["npv_usd"] for row in outputs["npv_by_start_month"]]
        assert [row["start_month"] for row in outputs["npv_by_start_month"]] == list(range(36))
        if outputs["best_start_month"] is None:
            assert max(values) <= 0
        else:
            assert values[outputs["best_start_month"]] == max(values)


class TestVerdict:
    @given(given=inputs("timing"))
    def test_before_product_market_fit_it_is_too_early(self, given):
        """Whatever the saving, the cash and the wait."""
        assert timing(**given | {"stage": "pre-pmf"})["verdict"] == "too-early"

    def test_three_of_eight_months(self):
        """Three months of engineering by a team with eight months of runway, at any saving."""
        for saving in (0, 50, 88, 100):
            outputs = timing(
                stage="pre-pmf", cash_usd=800_000, burn_usd_month=100_000, build_months=3, api_spend_usd_month=500_000, saving_pct=saving
            )
            assert outputs["runway_months"] == 8
            assert outputs["verdict"] == "too-early"

    def test_the_money_ends_first(self):
        """A build that pays back after the cash is gone is too early, however good."""
        assert timing()["verdict"] == "in-window"
        broke = run("timing", {"cash_usd": 1_000_000})
        assert broke.outputs["verdict"] == "too-early"
        assert "The money is gone" in broke.outputs["because"][0]

    @given(given=st.one_of(everyday(), inputs("timing")))
    def test_no_start_between_the_first_and_the_last_is_overlooked(self, given):
        """The verdict looks at three starts; a look at all of them says the same."""
        outputs = timing(**given)
        values = [row["npv_usd"] for row in outputs["npv_by_start_month"]]
        outlives = outputs["runway_after_months"] is not None and (
            outputs["payback_months"] is None or outputs["payback_months"] > outputs["runway_after_months"]
        )
        before_fit = (given.get("stage") or "post-pmf") == "pre-pmf"
        nearly = abs(max(values) - values[0]) <= 1e-9 * max(map(abs, values)) and outputs["best_start_month"] != 0
        early = before_fit or outlives or outputs["best_start_month"] != 0
        assert nearly or (outputs["verdict"] == "too-early") == early

    def test_a_later_start_is_worth_more(self):
        """A bill that has yet to grow above the fixed cost: the best start lies ahead."""
        outputs = timing(api_spend_usd_month=7_000, burn_usd_month=0)
        assert outputs["best_start_month"] > 0
        assert outputs["verdict"] == "too-early"

    @given(given=inputs("timing"))
    def test_too_late_only_when_the_wait_cost_more_than_the_build(self, given):
        """Waiting that cost less than the build is no mistake yet."""
        outputs = timing(**given)
        if outputs["verdict"] == "too-late":
            assert outputs["cost_of_waiting_usd"] > outputs["build_cost_usd"]
        if outputs["verdict"] == "in-window":
            assert outputs["cost_of_waiting_usd"] is None or outputs["cost_of_waiting_usd"] <= outputs["build_cost_usd"]

    @given(given=inputs("timing"))
    def test_says_why(self, given):
        """Every verdict has its reasons, in whole sentences."""
        result = run("timing", given)
        assert result.outputs["because"]
        assert all(sentence.endswith(".") for sentence in result.outputs["because"])


def test_a_wait_that_saved_money_is_said_to():
    """At the smaller bills of the past the alternative would have cost more."""
    result = run("timing", {"usage_growth_pct_quarter": 30, "saving_pct": 60})
    assert result.outputs["cost_of_waiting_usd"] < 0
    assert "3 months of waiting have saved $1,275." in result.outputs["because"]
    assert not any("cost -$" in words for words in result.outputs["because"])


def test_a_wait_that_came_to_nothing_is_no_upper_bound():
    """Where the alternative would have cost just what it saved there is nothing to bound."""
    result = run(
        "timing", {"usage_growth_pct_quarter": 0, "saving_pct": 80, "api_spend_usd_month": 10_000, "alternative_fixed_usd_month": 8_000}
    )
    assert result.outputs["cost_of_waiting_usd"] == 0
    assert not any("What waiting has cost" in warning for warning in result.warnings)
