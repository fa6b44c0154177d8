"""M2: its figures by hand, its verdicts by their rules."""

import math
import re
from datetime import datetime
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calculator import run
from calculator.formulas.said import first_day, turns
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from calculator.numbers.dates import day_words, months_after
from calculator.numbers.display import read, usd
from tests.calculator.given import inputs

FLAT = {"usage_growth_pct_quarter": 0, "api_price_change_pct_year": 0, "discount_pct_year": 0}


def timing(**given) -> dict:
    return run("timing", given).outputs


def everyday(**fixed) -> st.SearchStrategy[dict]:
    sliders = {id: VOCABULARY[id].slider for id in CALCULATORS["timing"].inputs if VOCABULARY[id].has_slider}
    fields = {id: st.integers(int(low), int(high)) for id, (low, high, _) in sliders.items()} | {"engineers_on_payroll": st.booleans()}
    return st.fixed_dictionaries(fields | {id: st.just(value) for id, value in fixed.items()})


def runway_by_hand(given: dict) -> float | None:
    """How long the cash lasts, month by month: the team is paid while it builds, if its pay is not in the burn; then the saving comes off, today's or, of a bill
    that falls, what it is on average until the cash would be gone without."""
    team = 0 if given["engineers_on_payroll"] else given["engineers"] * given["engineer_usd_month"]
    saving = given["saving_pct"] / 100 * given["api_spend_usd_month"] - given["alternative_fixed_usd_month"]
    until, built = min(given["cash_usd"] / given["burn_usd_month"], 60), given["build_months"]
    if until > built:
        usage, price = (1 + given["usage_growth_pct_quarter"] / 100) ** (1 / 3), (1 + given["api_price_change_pct_year"] / 100) ** (1 / 12)
        bills = [given["api_spend_usd_month"] * usage ** min(month, given["growth_lasts_months"]) * price**month for month in range(60)]
        billed = sum(bill * max(0, min(month + 1, until) - max(month, built)) for month, bill in enumerate(bills))
        saving = min(saving, max(0, given["saving_pct"] / 100 * billed / (until - built) - given["alternative_fixed_usd_month"]))
    cash, month = given["cash_usd"], 0
    while month < given["build_months"]:
        if cash <= given["burn_usd_month"] + team:
            return month + cash / (given["burn_usd_month"] + team)
        cash, month = cash - given["burn_usd_month"] - team, month + 1
    return month + cash / (given["burn_usd_month"] - saving) if given["burn_usd_month"] > saving else None if cash else month


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
        after = runway_by_hand(given) if given["burn_usd_month"] else None
        assert outputs["runway_after_months"] == (None if after is None else pytest.approx(after))
        if after is not None:
            assert outputs["runway_lost_months"] == pytest.approx(outputs["runway_months"] - after, abs=1e-9)
        share, fixed = given["saving_pct"] / 100, given["alternative_fixed_usd_month"]
        past = [
            share * given["api_spend_usd_month"] / growth ** (month / 3) - fixed for month in range(1, given["months_already_waited"] + 1)
        ]
        since = [sum(past[:months]) for months in range(len(past) + 1)]
        assert outputs["cost_of_waiting_usd"] == pytest.approx(max(since), rel=1e-9, abs=1e-6)
        rate = (1 + given["discount_pct_year"] / 100) ** (1 / 12)
        price = 1 + given["api_price_change_pct_year"] / 100
        bills = [
            given["api_spend_usd_month"] * growth ** (min(month, given["growth_lasts_months"]) / 3) * price ** (month / 12)
            for month in range(60)
        ]
        savings = [share * bill - fixed for bill in bills]
        worths = [row["npv_usd"] for row in outputs["npv_by_start_month"]]
        delay = outputs["cost_of_delay_usd_month"]
        assert (delay is None) == (max(worths) <= 0)
        assert delay is None or delay == pytest.approx(worths[0] - worths[1], rel=1e-6, abs=1e-9 * sum(map(abs, savings)) + 1e-4)
        for start in (0, 1, 35):
            run = [savings[month] / rate ** (month + 1) for month in range(start + given["build_months"], 60)]
            value = max(sum(run[:months]) for months in range(len(run) + 1))  # switched off when it pays to
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

    def test_the_part_month_of_a_build_saves_for_its_part(self):
        """$1,300 at $5,200 a month are a quarter of a month, behind half a month of build; not the whole month's saving in half of it."""
        given = {"build_months": 0.5, "engineers": 1, "engineer_usd_month": 2_600, "usage_growth_pct_quarter": 0}
        assert timing(**given)["payback_months"] == 0.75

    @pytest.mark.parametrize(("on_payroll", "lasts"), [(False, 7.42), (True, 10.58)])
    def test_the_build_may_lengthen_the_runway(self, on_payroll, lasts):
        """$1.3M at $200,000 a month of which $124,000 go away after four months: longer than the 6.5 without the build, most so where its team is paid anyway."""
        given = {"cash_usd": 1_300_000, "burn_usd_month": 200_000, "api_spend_usd_month": 150_000, "engineers": 4, "build_months": 4}
        outputs = timing(**given, engineers_on_payroll=on_payroll)
        assert outputs["runway_months"] == 6.5
        assert outputs["runway_after_months"] == pytest.approx(lasts, abs=0.005)
        assert outputs["runway_lost_months"] < 0 and outputs["verdict"] != "too-early"

    def test_growth_that_has_ended(self):
        """After the months of growth the bill stands still: as if all of the growth were in the first months, and none with none."""
        fast = {"usage_growth_pct_quarter": 50, "discount_pct_year": 0, "engineers": 0, "build_months": 0, "alternative_fixed_usd_month": 0}
        first, last = (timing(**fast, growth_lasts_months=months)["npv_by_start_month"] for months in (0, 3))
        assert first == timing(**fast | {"usage_growth_pct_quarter": 0})["npv_by_start_month"]
        assert last[34]["npv_usd"] - last[35]["npv_usd"] == pytest.approx(1.5 * 0.88 * 15_000)

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


def test_the_runway_of_a_bill_that_falls():
    """Of $30,000 saved a month of a bill that falls by 30 % a quarter little is left: at today's saving the cash would last 1.5 months longer."""
    outputs = timing(api_spend_usd_month=50_000, usage_growth_pct_quarter=-30, saving_pct=60, build_months=4)
    assert (outputs["runway_months"], outputs["runway_after_months"]) == (20, pytest.approx(20.06, abs=0.01))


@given(given=everyday(api_price_change_pct_year=0, usage_growth_pct_quarter=10, growth_lasts_months=36))
@example(
    given={
        "months_already_waited": 6,
        "saving_pct": 70,
        "cash_usd": 8_000_000,
        "burn_usd_month": 400_000,
        "alternative_fixed_usd_month": 10_000,
        "api_spend_usd_month": 40_000,
    }
)
def test_the_day_on_which_a_start_is_overdue(given):
    """Whoever waits until then finds that the wait has cost more than the build, and not a month before."""
    result = run("timing", given)
    due = re.search(r"by (\d+ \w+ \d+), when waiting will have cost more", result.answer["again"])
    assert result.outputs["verdict"] == "in-window" or not due
    if due:
        start = first_day(SimpleNamespace(today=None))
        month = next(month for month in range(1, 8) if day_words(months_after(start, month)) == due[1])
        assert not is_overdue(result.inputs, month - 1) and is_overdue(result.inputs, month)


def is_overdue(inputs: dict, month: int) -> bool:
    """Whether so many months on, with the usage of then, waiting has cost more than the build."""
    usage = (1 + inputs["usage_growth_pct_quarter"] / 100) ** (month / 3)
    then = {"api_spend_usd_month": inputs["api_spend_usd_month"] * usage, "months_already_waited": inputs["months_already_waited"] + month}
    outputs = timing(**inputs | then)
    return outputs["cost_of_waiting_usd"] > outputs["build_cost_usd"]


class TestVerdict:
    @given(given=inputs("timing"))
    def test_before_product_market_fit_it_is_too_early(self, given):
        """Whatever the saving, the cash and the wait."""
        assert timing(**given | {"stage": "pre-pmf"})["verdict"] == "too-early"

    @pytest.mark.parametrize(
        ("months", "said"), [(1, "1 month of 2 engineers is"), (2, "2 months of 2 engineers are"), (0.5, "0.5 months of 2 engineers are")]
    )
    def test_one_month_is_and_several_are(self, months, said):
        """Not spent on the build, in the number that the month has."""
        because = timing(stage="pre-pmf", build_months=months)["because"]
        assert because[0] == f"Product-market fit is not found yet: {said} not spent on finding it, whatever the saving."

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
        broke = run("timing", {"cash_usd": 1_000_000, "engineers_on_payroll": False})
        assert broke.outputs["verdict"] == "too-early"
        assert broke.outputs["because"][0] == (
            "The money is gone after 3.7 months, sooner than without the build, which pays back after 13 months."
        )
        short = run("timing", {"cash_usd": 300_000})
        assert short.headline == "Too early: the money is gone after 1.2 months, before the build is done, which takes 3 months."

    @given(given=st.one_of(everyday(stage="post-pmf"), inputs("timing")))
    def test_cash_that_lasts_no_less_long_is_no_reason_to_go_without(self, given):
        """Of what pays, and does not pay better later: too early only where the build makes the cash end sooner, or is not done by then. Where it is to start
        and the cash ends before it has paid back, headline, reasons and the first note say so."""
        result = run("timing", given)
        outputs, worths = result.outputs, [row["npv_usd"] for row in result.outputs["npv_by_start_month"]]
        payback, after, lost = (outputs[id] for id in ("payback_months", "runway_after_months", "runway_lost_months"))
        if (
            result.inputs["stage"] == "post-pmf"
            and worths[0] > 0
            and max(worths) < 1.0199 * worths[0]
            and outputs["verdict"] == "too-early"
        ):
            assert lost > 0 or result.inputs["build_months"] >= after  # as exactly as the runway is known
        starts = outputs["verdict"] in ("in-window", "too-late")
        ends = starts and after is not None and payback > after
        assert ("the cash ends before" in result.headline) == ends
        assert (bool(result.warnings) and result.warnings[0].startswith("With the build the cash still ends ")) == ends
        if ends:
            assert lost <= 0 and "raise money or cut the burn" in result.warnings[0]

    def test_a_build_that_lengthens_the_runway(self):
        """8 months without it, 9.6 with it: it is no reason to save the money of a build that costs none; the cash ends all the same, which is said."""
        given = {"cash_usd": 2_000_000, "burn_usd_month": 250_000, "api_spend_usd_month": 150_000, "usage_growth_pct_quarter": 0}
        result = run("timing", given | {"alternative_fixed_usd_month": 20_000, "engineers": 6, "build_months": 6})
        assert result.outputs["verdict"] == "in-window"
        assert result.headline.endswith("and a month of delay costs $102,000, but the cash ends before the build has paid back.")
        assert result.warnings[0] == (
            "With the build the cash still ends after 9.6 months, 1.6 months later than without it, and the build pays back only after 10.8 months: "
            "raise money or cut the burn first of all."
        )

    @given(given=st.one_of(everyday(), everyday(cash_usd=0), everyday(burn_usd_month=400_000), inputs("timing")))
    def test_the_day_to_look_again_comes_before_the_cash_is_gone(self, given):
        """Whatever the verdict: so many whole months on as leave some cash, on the way that the verdict says; six at most."""
        result = run("timing", given)
        starts = result.outputs["verdict"] in ("in-window", "too-late")
        runway, again = result.outputs["runway_after_months" if starts else "runway_months"], result.answer["again"]
        first = first_day(SimpleNamespace(today=result.inputs["today"]))
        days = [day_words(months_after(first, month)) for month in range(7)]
        ahead = (
            0 if again.startswith("Look again now") else next(month for month, day in enumerate(days) if f"Look again by {day}" in again)
        )
        lasts = 6 if runway is None else min(6, math.ceil(runway) - 1)
        assert ahead == max(0, lasts)
        assert ("cash is gone" in again or "now: " in again) == (runway is not None and math.ceil(runway) <= 7)

    @given(given=st.one_of(everyday(stage="post-pmf"), everyday(stage="post-pmf", cash_usd=300_000), inputs("timing")))
    def test_what_is_too_early_waits_for_what_makes_a_start_right(self, given):
        """The trigger of another look never turns it to “no start pays” where something alone makes a start pay or the cash last."""
        result = run("timing", given)
        if result.outputs["verdict"] != "too-early" or result.inputs["stage"] == "pre-pmf":
            return
        flips = result.outputs["flips"]
        asked = SimpleNamespace(flips=flips, **result.inputs)
        good = [turns(asked, id) for id, flip in flips.items() if flip and flip["verdict"] in ("in-window", "too-late")]
        assert (
            not good
            or result.answer["again"].startswith("Look again now")
            or any(f"or {words}" in result.answer["again"] for words in good)
        )

    @pytest.mark.parametrize(
        ("given", "trigger"),
        [
            ({"cash_usd": 300_000}, "when the cash in the bank rises to $750,000"),
            ({"cash_usd": 2_000_000, "engineers_on_payroll": False}, "when the cash in the bank rises to about $3,200,000"),
            ({"api_spend_usd_month": 7_000, "burn_usd_month": 0}, "when the API spend rises to about $7,500 a month (about January 2027)"),
        ],
    )
    def test_what_it_waits_for(self, given, trigger):
        """Where the cash stops it, cash; where it grows into it, the bill."""
        assert run("timing", given).answer["again"].endswith(f"or {trigger}.")

    @given(given=st.one_of(everyday(), inputs("timing")))
    def test_by_its_rules(self, given):
        """Before the market is found too early; never where no start is worth anything; too early where the build makes the cash end first, or is not done by
        then, or a later start is worth 2 % more."""
        outputs = timing(**given)
        worths = [row["npv_usd"] for row in outputs["npv_by_start_month"]]
        best, now, runway = max(worths), worths[0], outputs["runway_after_months"]
        outlives = runway is not None and outputs["payback_months"] is not None and outputs["payback_months"] > runway
        build = given.get("build_months", 3)
        stopped = outlives and (outputs["runway_lost_months"] > 0 or build >= runway)
        if (given.get("stage") or "post-pmf") == "pre-pmf":
            assert outputs["verdict"] == "too-early"
        elif best <= 0:
            assert outputs["verdict"] == "never" and outputs["best_start_month"] is None
        elif abs(best - 1.02 * now) > 1e-9 * max(map(abs, worths)):
            assert (outputs["verdict"] == "too-early") == (stopped or best >= 1.02 * now)

    @given(given=st.one_of(everyday(stage="post-pmf"), inputs("timing")), longer=st.integers(1, 48))
    def test_waiting_longer_never_turns_too_late_back(self, given, longer):
        """Old months in which nothing would have been saved do not make up for those that would have."""
        waited = given.get("months_already_waited", 3)
        longer = min(waited + longer, 48)
        if timing(**given)["verdict"] == "too-late":
            assert timing(**given | {"months_already_waited": longer})["verdict"] == "too-late"

    def test_which_once_it_did(self):
        """With a bill that grew fast the months before the second year would have cost money: netted, they once made a wait of 23 months none, and later a
        second, smaller cost of the same wait."""
        grown = {"api_spend_usd_month": 25_000, "usage_growth_pct_quarter": 15}
        results = [run("timing", grown | {"months_already_waited": months}) for months in (20, 40)]
        assert [each.outputs["verdict"] for each in results] == ["too-late", "too-late"]
        assert results[0].outputs["cost_of_waiting_usd"] <= results[1].outputs["cost_of_waiting_usd"]
        assert "since it began to pay, 21 months ago, waiting has cost $120,000" in results[1].headline
        assert (
            results[1].outputs["because"][-1]
            == "Since it began to pay, 21 months ago, waiting has cost $120,000, more than the build at $90,000."
        )

    def test_a_start_that_is_hardly_better_is_no_reason_to_wait(self):
        """Less than two per cent of what a start now is worth lies within the error of any estimate; and it is said."""
        hardly = {"api_spend_usd_month": 8_000, "burn_usd_month": 0}
        outputs = timing(**hardly)
        worths = [row["npv_usd"] for row in outputs["npv_by_start_month"]]
        assert 1 < max(worths) / worths[0] < 1.02 and outputs["best_start_month"] > 0
        assert outputs["verdict"] == "in-window"
        assert "which is less than 2 % and no reason to wait." in outputs["because"][0]

    def test_what_never_pays_is_not_too_early(self):
        """An alternative that saves nothing, and a bill that shrinks away, are no matter of waiting."""
        for hopeless in ({"saving_pct": 0}, {"usage_growth_pct_quarter": -30}):
            result = run("timing", hopeless)
            assert result.outputs["verdict"] == "never" and result.outputs["best_start_month"] is None
            assert result.headline.startswith("No start in 36 months pays: started now, the build costs $")

    def test_a_later_start_is_worth_more(self):
        """A bill that has yet to grow above the fixed cost: the best start lies ahead."""
        outputs = timing(api_spend_usd_month=7_000, burn_usd_month=0)
        assert outputs["best_start_month"] > 0
        assert outputs["verdict"] == "too-early"

    @given(given=inputs("timing"))
    def test_in_the_window_the_wait_has_not_cost_more_than_the_build(self, given):
        """Waiting that cost less than the build is no mistake yet; nor is any where there is nothing to build."""
        outputs = timing(**given)
        cost, build = outputs["cost_of_waiting_usd"], outputs["build_cost_usd"]
        if outputs["verdict"] in ("in-window", "too-late"):
            assert (outputs["verdict"] == "too-late") == (cost is not None and cost > build > 0)

    @given(given=st.one_of(everyday(), inputs("timing")), longer=st.integers(0, 48))
    def test_the_wait_costs_no_less_the_longer_it_is(self, given, longer):
        """And never less than nothing: months before it began to pay are not set off against those since."""
        waited = given.get("months_already_waited", 3)
        one, two = (
            timing(**given | {"months_already_waited": months})["cost_of_waiting_usd"] for months in (waited, min(waited + longer, 48))
        )
        assert one is None or two is None or 0 <= one <= two

    def test_nothing_to_build_is_never_too_late(self):
        """Any wait costs more than a build that costs nothing; the act is the same, and what the wait has cost is said."""
        free = {"engineers": 0, "build_months": 0, "usage_growth_pct_quarter": 0, "alternative_fixed_usd_month": 0, "burn_usd_month": 0}
        for waited, words in ((1, "1 month of waiting has cost $13,200"), (48, "48 months of waiting have cost $634,000")):
            result = run("timing", free | {"months_already_waited": waited})
            assert result.outputs["verdict"] == "in-window"
            assert (
                result.headline.startswith("In the window: there is nothing to build, a start now is worth $") and words in result.headline
            )
            assert result.outputs["because"][-1] == f"{words}, and there is nothing to build."
        assert "nothing to build" not in run("timing", free | {"months_already_waited": 0}).headline

    @given(given=st.one_of(everyday(stage="post-pmf"), everyday(stage="post-pmf", api_price_change_pct_year=-50), inputs("timing")))
    def test_says_one_thing(self, given):
        """Nothing is paid back, and no delay has a cost, where no start pays; what is to start now is worth something, and paid back before the cash is gone
        unless that lasts no less long with it; no more than all is saved late."""
        result = run("timing", given)
        outputs, words = result.outputs, " ".join([result.headline, *result.outputs["because"], *result.warnings])
        worths = [row["npv_usd"] for row in outputs["npv_by_start_month"]]
        payback, runway, late = (outputs[id] for id in ("payback_months", "runway_after_months", "late_worth_pct"))
        pays = max(worths) > 0
        assert pays == (outputs["best_start_month"] is not None) == (outputs["cost_of_delay_usd_month"] is not None)
        assert (payback is not None) == (worths[0] > 0)
        assert late is None or 0 <= late <= 100
        if outputs["verdict"] in ("in-window", "too-late"):
            is_longer = outputs["runway_lost_months"] is not None and outputs["runway_lost_months"] <= 0
            assert worths[0] > 0 and (runway is None or payback <= runway or is_longer)
        if not pays:
            assert "pays back" not in words and "delay" not in words
        stops = [sentence for sentence in result.warnings if sentence.startswith("From month ")]
        assert len(stops) == ("switched off after month" in words or (bool(stops) and outputs["verdict"] in ("too-late", "too-early")))

    def test_what_is_switched_off_again_may_pay(self):
        """$40,000 a month at a price that falls by 60 % a year: 88 % of the bill is less than the $4,000 of fixed cost after 12 ln 8.8 / ln 2.5 = 28.5 months."""
        falling = {**FLAT, "api_spend_usd_month": 40_000, "alternative_fixed_usd_month": 4_000, "api_price_change_pct_year": -60}
        falling["months_already_waited"] = 0
        result = run("timing", falling)
        savings = [0.88 * 40_000 * 0.4 ** (month / 12) - 4_000 for month in range(60)]
        until = next(month for month, saving in enumerate(savings) if saving < 0)
        assert result.outputs["npv_by_start_month"][0]["npv_usd"] == pytest.approx(sum(savings[3:until]) - 90_000)
        assert f"if it is switched off after month {until}," in result.headline
        assert result.warnings[0].startswith(f"From month {until + 1} on the alternative only loses money")

    @given(given=inputs("timing"))
    def test_says_why(self, given):
        """Every verdict has its reasons, in whole sentences."""
        result = run("timing", given)
        assert result.outputs["because"]
        assert all(sentence.endswith(".") for sentence in result.outputs["because"])


def test_a_wait_before_it_paid_has_cost_nothing():
    """At the smaller bills of the past the alternative would have cost more than it saved: nobody would have switched."""
    result = run("timing", {"usage_growth_pct_quarter": 45, "saving_pct": 60})
    assert result.outputs["cost_of_waiting_usd"] == 0
    assert result.outputs["because"][-1] == (
        "3 months of waiting have cost nothing: at the bills of that time a switch would have saved nothing."
    )
    assert not any("waiting has cost" in warning for warning in result.warnings)


def test_a_wait_that_came_to_nothing_is_no_upper_bound():
    """Where the alternative would have cost just what it saved there is nothing to bound."""
    result = run(
        "timing", {"usage_growth_pct_quarter": 0, "saving_pct": 80, "api_spend_usd_month": 10_000, "alternative_fixed_usd_month": 8_000}
    )
    assert result.outputs["cost_of_waiting_usd"] == 0
    assert not any("What waiting has cost" in warning for warning in result.warnings)


def test_a_bill_that_shrank_counts_with_what_came_after():
    """At -50 % a quarter $8,000 were $16,000 a quarter ago. At $12,000 a month to run a switch then would have saved $4,000 and $699 and lost $1,921 since:
    whoever has switched does not switch back."""
    shrunk = {"usage_growth_pct_quarter": -50, "saving_pct": 100, "api_spend_usd_month": 8_000, "alternative_fixed_usd_month": 12_000}
    past = [8_000 * 2 ** (month / 3) - 12_000 for month in (1, 2, 3)]
    assert past[0] < 0 < past[1]
    assert timing(**shrunk)["cost_of_waiting_usd"] == pytest.approx(sum(past)) == pytest.approx(2_778, abs=1)


def begun_by_hand(x: dict) -> float:
    """What a build would be worth today that began as many months ago as were waited, month by month, switched off when that is best."""
    growth, rate = (1 + x["usage_growth_pct_quarter"] / 100) ** (1 / 3), (1 + x["discount_pct_year"] / 100) ** (1 / 12)
    price, waited, build = (1 + x["api_price_change_pct_year"] / 100) ** (1 / 12), x["months_already_waited"], x["build_months"]
    team, best, so_far = x["engineers"] * x["engineer_usd_month"], 0.0, 0.0
    cost = sum(team * max(0, min(1, build - month)) * rate ** (waited - month - 1) for month in range(math.ceil(build)))
    for month in range(-waited, 60):
        bill = x["api_spend_usd_month"] * growth ** min(month, x["growth_lasts_months"]) * price ** max(0, month)
        runs = max(0, min(1, month + waited + 1 - build))
        so_far += runs * (x["saving_pct"] / 100 * bill - x["alternative_fixed_usd_month"]) / rate ** (month + 1)
        best = max(best, so_far)
    return best - cost


@given(
    given=st.one_of(
        everyday(stage="post-pmf", api_price_change_pct_year=-60),
        everyday(stage="post-pmf", api_price_change_pct_year=-40, alternative_fixed_usd_month=9_000, usage_growth_pct_quarter=0),
    )
)
def test_what_no_longer_pays_may_have_paid(given):
    """Where no start pays and the months waited would have saved something, a note says what a build begun then would be worth, or that it would not
    have paid either."""
    result = run("timing", given)
    notes = [note for note in result.warnings if note.startswith("A build begun ")]
    assert len(notes) == (result.outputs["verdict"] == "never" and bool(result.outputs["cost_of_waiting_usd"]))
    if notes:
        worth = begun_by_hand(result.inputs)
        if "would not have paid" in notes[0]:
            assert worth < 1
        else:
            assert float(read(notes[0].partition("worth ")[2].partition(" today")[0])) == pytest.approx(worth, rel=0.006, abs=1)


def test_a_wait_that_ended_what_would_have_paid():
    """$17,600 a month that halve each year, against $5,000: begun three months ago, done today, 22 months of saving bring $108,700, and cost $91,400 by now."""
    falling = {"api_spend_usd_month": 20_000, "usage_growth_pct_quarter": 0, "alternative_fixed_usd_month": 5_000}
    result = run("timing", falling | {"api_price_change_pct_year": -50})
    rate = 1.1 ** (1 / 12)
    worth = sum((17_600 * 0.5 ** (month / 12) - 5_000) / rate ** (month + 1) for month in range(22))
    worth -= sum(30_000 * rate**month for month in range(3))
    assert result.outputs["verdict"] == "never" and result.outputs["cost_of_waiting_usd"] == 3 * 12_600
    assert f"A build begun 3 months ago would be worth {usd(worth)} today" in result.warnings[-1] and round(worth, -2) == 18_600


MONTH_NAMED = re.compile(r"API spend rises to about \$([\d,]+) a month \(about (\w+ \d{4})\)")


@given(given=inputs("timing"))
@example(given={"api_spend_usd_month": 25_000, "usage_growth_pct_quarter": 10, "saving_pct": 60, "api_price_change_pct_year": -50})
@example(given={"api_spend_usd_month": 6_000, "usage_growth_pct_quarter": 12, "growth_lasts_months": 6})
def test_the_month_that_is_named_is_one_in_which_the_bill_is_so_high(given):
    """By usage, which ends growing, and by the API's price: a bill that never gets there has no month."""
    found = run("timing", given | {"today": "2026-12-01"})
    named = MONTH_NAMED.search(found.answer["again"])
    if named:
        there, month = float(named[1].replace(",", "")), datetime.strptime(named[2], "%B %Y")
        ahead = (month.year - 2026) * 12 + month.month - 12
        usage, price = (
            (1 + found.inputs[id] / 100) ** root
            for id, root in (("usage_growth_pct_quarter", 1 / 3), ("api_price_change_pct_year", 1 / 12))
        )
        bills = [
            found.inputs["api_spend_usd_month"] * usage ** min(m, found.inputs["growth_lasts_months"]) * price**m for m in range(ahead + 1)
        ]
        assert max(bills) >= 0.99 * there and max(bills[:-1], default=0) <= 1.01 * there


def test_a_bill_that_falls_or_levels_off_has_no_month():
    """Spend of $25,000 that falls by a quarter a year does not rise to $31,300, whatever usage does."""
    falling = {"api_spend_usd_month": 25_000, "usage_growth_pct_quarter": 10, "saving_pct": 60, "alternative_fixed_usd_month": 9_000}
    again = run("timing", falling | {"api_price_change_pct_year": -50}).answer["again"]
    assert "when the API spend rises to" in again and "(about" not in again
    grows = {"api_spend_usd_month": 6_000, "usage_growth_pct_quarter": 12}
    assert "(about" in run("timing", grows | {"saving_pct": 60}).answer["again"]
    levels = run("timing", grows | {"growth_lasts_months": 6}).answer["again"]
    assert "when the API spend rises to" in levels and "(about" not in levels
