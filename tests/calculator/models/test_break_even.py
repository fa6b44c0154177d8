"""E6 against numpy-financial, the closed form, and its own properties."""

import csv
import math
from statistics import NormalDist

import numpy_financial
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calculator import run
from calculator.data.price_paths import price_paths
from calculator.faces.html import answer_html
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.break_even import months_before_loss, sampling
from calculator.models.registry import CALCULATORS
from tests.calculator.given import ROOT, inputs

FLAT = {"usage_growth_pct_year": 0, "alternative_growth_pct_year": 0, "api_price_change_pct_year": 0}
FIELDS = CALCULATORS["break-even"].inputs


def even(**given) -> dict:
    return run("break-even", given).outputs


def everyday(**fixed) -> st.SearchStrategy[dict]:
    """Inputs from the stretch of the sliders, where oracles in floats keep their digits."""
    fields = {}
    for id in FIELDS:
        if not VOCABULARY[id].has_slider:
            continue
        low, high, _ = VOCABULARY[id].slider
        fields[id] = st.integers(int(low), int(high))
    return st.fixed_dictionaries(fields | {id: st.just(value) for id, value in fixed.items()})


class TestOracles:
    @given(given=everyday())
    def test_npv_and_irr_are_numpys(self, given):
        """Value and rate of return from the rows of the answer, by numpy-financial at the monthly rate."""
        outputs = run("break-even", given).outputs
        flows = [-given["upfront_usd"], *(row["api_usd_month"] - row["alternative_usd_month"] for row in outputs["rows"])]
        monthly = (1 + given["discount_pct_year"] / 100) ** (1 / 12) - 1
        scale = sum(map(abs, flows)) + 1
        assert outputs["npv_usd"] == pytest.approx(numpy_financial.npv(monthly, flows), abs=1e-9 * scale)
        if outputs["irr_pct_year"] is not None and -50 < outputs["irr_pct_year"] < 1000:
            rate = (1 + outputs["irr_pct_year"] / 100) ** (1 / 12) - 1
            assert numpy_financial.npv(rate, flows) == pytest.approx(0, abs=1e-7 * scale)

    @given(upfront=st.integers(0, 10**6), api=st.integers(0, 10**5), alternative=st.integers(0, 10**5))
    def test_flat_is_a_quotient(self, upfront, api, alternative):
        """Without growth and price change: upfront / (API - alternative), never where the API is no dearer."""
        months = even(upfront_usd=upfront, api_spend_usd_month=api, alternative_usd_month=alternative, **FLAT)["break_even_months"]
        expected = upfront / (api - alternative) if api > alternative else None
        assert months == (pytest.approx(expected, rel=1e-12) if expected is not None and expected <= 60 else None)

    @given(given=everyday())
    def test_rows_are_the_powers(self, given):
        """Each bill is its first month times the usage, which stands still after the months of growth, and its price, which does not; the sums add up."""
        total, sums, outputs = 0, [0], run("break-even", given).outputs
        usage, price, other = (
            1 + given[id] / 100 for id in ("usage_growth_pct_year", "api_price_change_pct_year", "alternative_growth_pct_year")
        )
        share = given["alternative_follows_usage_pct"] / 100
        for place, row in enumerate(outputs["rows"]):
            load = usage ** (min(place, given["growth_lasts_months"]) / 12)
            assert row["api_usd_month"] == pytest.approx(given["api_spend_usd_month"] * load * price ** (place / 12), rel=1e-9)
            follows = 1 - share + share * load
            assert row["alternative_usd_month"] == pytest.approx(given["alternative_usd_month"] * other ** (place / 12) * follows, rel=1e-9)
            total += row["api_usd_month"] - row["alternative_usd_month"]
            sums.append(total)
            assert row["cumulative_saving_usd"] == pytest.approx(total, rel=1e-9, abs=1e-5)
        assert outputs["peak_funding_usd"] == pytest.approx(given["upfront_usd"] - min(sums), rel=1e-9, abs=1e-5)
        assert outputs["best_recovered_usd"] == pytest.approx(max(sums), rel=1e-9, abs=1e-5)

    @given(given=everyday())
    def test_what_lies_far_off(self, given):
        """The share of the savings' worth that comes after two years, from the rows; unknown where they are worth nothing."""
        outputs = run("break-even", given).outputs
        monthly = (1 + given["discount_pct_year"] / 100) ** (1 / 12)
        worths = [
            (row["api_usd_month"] - row["alternative_usd_month"]) / monthly ** (place + 1) for place, row in enumerate(outputs["rows"])
        ]
        if sum(worths) > 1e-6 * sum(map(abs, worths)):
            assert outputs["late_worth_pct"] == pytest.approx(min(100, 100 * sum(worths[24:]) / sum(worths)), rel=1e-6, abs=1e-6)
        elif sum(worths) < -1e-6:
            assert outputs["late_worth_pct"] is None


class TestProperties:
    @given(given=everyday(usage_growth_pct_year=60, api_price_change_pct_year=0), less=st.integers(0, 60), share=st.integers(0, 100))
    def test_growth_that_ends_earlier_pays_back_no_earlier(self, given, less, share):
        """Of an API's bill that grows, against one that follows usage in no part; and the more of it follows usage, the later it pays back."""
        alone = given | {"alternative_growth_pct_year": 0, "alternative_follows_usage_pct": 0}
        one = even(**alone)["break_even_months"]
        for dearer in ({"growth_lasts_months": min(less, given["growth_lasts_months"])}, {"alternative_follows_usage_pct": share}):
            two = even(**alone | dearer)["break_even_months"]
            assert two is None or (one is not None and one <= two + 1e-9)

    @given(given=everyday(), more=st.integers(1, 100_000))
    def test_rises_with_the_upfront(self, given, more):
        """A larger upfront is paid back no earlier."""
        one, two = even(**given)["break_even_months"], even(**given | {"upfront_usd": given["upfront_usd"] + more})["break_even_months"]
        assert two is None or (one is not None and one <= two)

    @given(given=everyday(), more=st.integers(1, 100))
    def test_falls_with_the_api_price(self, given, more):
        """A dearer API, or one that gets dearer, pays back no later."""
        one = even(**given)["break_even_months"]
        for dearer in (
            {"api_spend_usd_month": given["api_spend_usd_month"] + more},
            {"api_price_change_pct_year": given["api_price_change_pct_year"] + more},
        ):
            two = even(**given | dearer)["break_even_months"]
            assert one is None or (two is not None and two <= one + 1e-9)

    @given(given=everyday())
    def test_discounted_is_never_before_simple(self, given):
        """Interest only ever puts the day off."""
        outputs = even(**given)
        simple, later = outputs["break_even_months"], outputs["discounted_break_even_months"]
        assert later is None or (simple is not None and simple <= later + 1e-9)

    @given(given=inputs("break-even"))
    def test_verdict_and_months_agree(self, given):
        """The verdict is never exactly where there are no months, and then less than the upfront is recovered (by a hair: as a float, as much)."""
        result = run("break-even", given)
        assert (result.outputs["verdict"] == "never") == (result.outputs["break_even_months"] is None)
        if result.outputs["break_even_months"] is None and result.inputs["upfront_usd"]:
            assert result.outputs["best_recovered_usd"] <= result.inputs["upfront_usd"]
        if result.outputs["break_even_months"] is not None:
            assert result.outputs["break_even_months"] <= result.inputs["horizon_months"]


class TestPaths:
    def test_are_those_of_the_data(self):
        """One row a path, in the order of the file."""
        assert [row["id"] for row in even()["paths"]] == list(price_paths)

    @given(given=everyday(api_price_change_pct_year=0))
    def test_flat_is_the_answer_without_a_change(self, given):
        """The path on which the price stays is the point answer at 0."""
        outputs = even(**given)
        assert outputs["paths"][0]["break_even_months"] == outputs["break_even_months"]
        assert outputs["paths"][0]["best_recovered_usd"] == outputs["best_recovered_usd"]

    def test_replace_the_readers_own_change(self):
        """The reader's change of price moves the answer and none of the paths."""
        assert even(api_price_change_pct_year=-30)["paths"] == even()["paths"]

    def test_a_doubling_at_a_month(self):
        """Flat bills of 100 that double in month 13: 12 x 100, then 200 a month."""
        outputs = even(upfront_usd=1400, api_spend_usd_month=100, alternative_usd_month=0, **FLAT)
        doubling = next(row for row in outputs["paths"] if row["id"] == "doubling")
        assert doubling["break_even_months"] == 13
        assert doubling["best_recovered_usd"] == 1200 + 48 * 200


class TestPan:
    """The published table, every cell of it."""

    def test_cells(self):
        """All cells outside the Gemini column within 0.05 months but the misprint, which is named."""
        rows = list(csv.DictReader((ROOT / "tests" / "literature" / "pan2025.csv").read_text(encoding="utf-8").splitlines()))
        assert len(rows) == 45
        off = []
        for row in rows:
            capacity = float(row["throughput_tokens_per_second"]) * 176 * 3600 / 1e6
            bill = capacity * (float(row["input_usd_mtok"]) + 2 * float(row["output_usd_mtok"])) / 3
            power = int(row["gpus"]) * {"A100": 0.3, "RTX 5090": 0.5}[row["gpu"]] * 176 * 0.15
            given = {
                "upfront_usd": int(row["hardware_usd"]),
                "api_spend_usd_month": bill,
                "alternative_usd_month": power,
                "horizon_months": 240,
            }
            months = even(**given, **FLAT)["break_even_months"]
            assert capacity == pytest.approx(float(row["printed_capacity_mtok_month"]), abs=0.06)
            if row["api"] != "Gemini 2.5 Pro" and abs(months - float(row["printed_months"])) > 0.05:
                off.append((row["model"], row["api"], row["printed_months"], round(months, 3)))
        assert off == [("Kimi-K2", "Claude-4 Opus", "8.7", 8.648)]


def test_peak_funding_is_the_deepest_point():
    """$300,000 upfront, and a loss of $1,000 a month for as long as the bill stands still."""
    trough = FLAT | {"upfront_usd": 300_000, "api_spend_usd_month": 9_000, "alternative_usd_month": 10_000, "horizon_months": 12}
    assert even(**trough)["peak_funding_usd"] == 312_000
    assert even(**trough | {"api_spend_usd_month": 11_000})["peak_funding_usd"] == 300_000


@given(given=st.one_of(everyday(), everyday(api_price_change_pct_year=-50)))
def test_who_runs_on_at_a_loss_is_told(given):
    """From which month on every month loses money, if some before did not; and what stopping there is worth, from the rows of the answer."""
    result = run("break-even", given)
    rows, rate = result.outputs["rows"], (1 + given["discount_pct_year"] / 100) ** (1 / 12)
    savings = [row["api_usd_month"] - row["alternative_usd_month"] for row in rows]
    kept = max((month for month, saving in enumerate(savings, 1) if saving >= 0), default=0)
    told = [sentence for sentence in result.warnings if sentence.startswith("From month ")]
    if 0 < kept < len(rows):
        worth = sum(saving / rate**month for month, saving in enumerate(savings[:kept], 1)) - given["upfront_usd"]
        assert told[0].startswith(f"From month {kept + 1} on each month loses money")
        assert f"to month {len(rows)} all the same" in told[0]
        said = float(told[0].rpartition("be ")[2].rstrip(".").replace("$", "").replace(",", ""))
        assert said == pytest.approx(worth, rel=0.006, abs=0.01 + 1e-9 * max(map(abs, savings)))
    else:
        assert not told


@pytest.mark.parametrize(("savings", "months"), [([1, 0, -1], 2), ([-1, 0], 2), ([1, -1, -1], 1), ([-1, -1], 0), ([-1, 1], 2)])
def test_a_month_that_costs_the_same_is_no_loss(savings, months):
    """Nor is it one behind which a loss runs on."""
    assert months_before_loss(savings) == months


def test_the_tiers_fall_by_their_half_lives():
    """1.10 years for the cheapest tier, 1.55 for the middle one: what is left after a year, to the whole per cent."""
    for tier, years in (("economy-tier-fall", 1.10), ("mid-tier-fall", 1.55)):
        assert price_paths[tier].change_pct_year == round(100 * (0.5 ** (1 / years) - 1))


def test_warnings():
    """What an answer rests on, and what would undo it, is said."""
    far, paths = run("break-even").warnings
    assert far.startswith("Of what is saved, at today's value, 69 % is saved more than 24 months from now")
    assert "52 % cheaper" in paths and "47 % cheaper" in paths
    assert "rests on growth alone" in run("break-even", {"alternative_usd_month": 16_000}).warnings[0]
    losing = run("break-even", {"usage_growth_pct_year": 0, "alternative_growth_pct_year": 60, "upfront_usd": 10_000})
    assert any("each month loses money" in warning for warning in losing.warnings)
    assert any("several rates of return" in warning for warning in losing.warnings)
    lost = run(
        "break-even",
        {"upfront_usd": 300_000, "api_spend_usd_month": 20_000, "alternative_usd_month": 18_000, "api_price_change_pct_year": -20},
    )
    assert lost.outputs["irr_pct_year"] is None and lost.warnings[-1].endswith("so it has no rate of return that would say anything.")
    assert losing.outputs["irr_pct_year"] is not None and any(
        "given is the lowest that is no loss" in warning for warning in losing.warnings
    )


def test_the_monthly_factor_can_be_checked():
    """1.6 to the twelfth part, to the digits that a pocket calculator can confirm."""
    result = run("break-even", {"usage_growth_pct_year": 60})
    assert "(1 + 60\N{NO-BREAK SPACE}%) ^ (1/12) → <b>1.039944</b>" in answer_html(result)


def test_a_saving_of_cents_is_one():
    """Half a dollar a month is neither nothing nor growth alone; nothing at all is said to be nothing."""
    cents = FLAT | {"api_spend_usd_month": 100.5, "alternative_usd_month": 100}
    assert (
        "of $1,000 upfront at most $0.50 is ever recovered"
        in run("break-even", cents | {"upfront_usd": 1_000, "horizon_months": 1}).headline
    )
    paid = run("break-even", cents | {"upfront_usd": 1})
    assert paid.outputs["break_even_months"] == 2 and not any("growth alone" in warning for warning in paid.warnings)
    alike = run("break-even", {"api_spend_usd_month": 100, "alternative_usd_month": 100, "upfront_usd": 1})
    assert alike.warnings[0] == "In the first month the alternative costs as much as the API: the answer rests on growth alone."
    nothing = run("break-even", cents | {"alternative_usd_month": 100.5, "upfront_usd": 1_000})
    assert nothing.headline == "Never pays back: within 60 months the alternative does not save anything."


def test_amounts_below_a_dollar_keep_their_digits():
    """What is never paid back is told with the digits that the bounds of a sum need."""
    never = run("break-even", FLAT | {"upfront_usd": 0.3117, "api_spend_usd_month": 0.01, "alternative_usd_month": 0.02})
    (told,) = [node["numbers"] for node in never.trace if node["output"] == "discounted_break_even_months"]
    assert told == "$0.3117 against the savings of 60 months"


SAYS = {
    "pays-back": ("Pays back ",),
    "lost-again": ("Pays back, then loses it again",),
    "never": ("Not paid back within", "Never pays back"),
}


def lasting(outputs: dict, upfront: float) -> str:
    """The verdict that the rows of an answer deserve."""
    sums = [row["cumulative_saving_usd"] for row in outputs["rows"]]
    if max(sums) <= 0 or max(sums) < upfront:
        return "never"
    return "pays-back" if sums[-1] >= upfront else "lost-again"


@given(
    given=st.one_of(everyday(), everyday(upfront_usd=0), everyday(api_price_change_pct_year=-50), everyday(alternative_growth_pct_year=40))
)
def test_what_is_paid_back_and_lost_again_is_not_called_paid(given):
    """Whoever has less at the end of the horizon than he put in reads so in verdict, headline and picture; and nothing of the savings is said to lie far
    off where those months lose money."""
    result = run("break-even", given)
    outputs, sums = result.outputs, [row["cumulative_saving_usd"] for row in result.outputs["rows"]]
    slack = 1e-9 * (sum(map(abs, sums)) + given["upfront_usd"])
    if min(abs(sums[-1] - given["upfront_usd"]), abs(max(sums) - given["upfront_usd"]), abs(max(sums))) > slack:
        assert outputs["verdict"] == lasting(outputs, given["upfront_usd"])
    assert outputs["left_usd"] == pytest.approx(sums[-1] - given["upfront_usd"], abs=1e-4 + slack)
    assert result.answer["verdict"].startswith(SAYS[outputs["verdict"]])
    is_lost = outputs["verdict"] == "lost-again"
    assert (result.answer["verdict"] == "Pays back, then loses it again.") == is_lost == ("then loses it again" in result.pictures[0].title)
    late = outputs["late_worth_pct"]
    assert late is None or late >= 0


@given(given=st.one_of(everyday(), everyday(upfront_usd=0)))
def test_every_path_that_ends_badly_is_named(given):
    """The table says of each path what an answer with its change of price says; the notes name those that never pay back, and those that lose it again,
    and no other."""
    result = run("break-even", given)
    notes = {"never": "", "lost-again": "", "pays-back": ""}
    for note in result.warnings:
        notes["never"] += note if note.startswith("It does not pay back within") else ""
        notes["lost-again"] += note if note.startswith("It pays back and loses it again") else ""
    for row in result.outputs["paths"]:
        path = price_paths[row["id"]]
        if path.step_month is None:
            alone = run("break-even", given | {"api_price_change_pct_year": path.change_pct_year}).outputs
            assert row["left_usd"] == pytest.approx(alone["left_usd"], rel=1e-9, abs=1e-4)
            assert row["break_even_months"] == alone["break_even_months"]
        ends = "never" if row["break_even_months"] is None else "lost-again" if row["left_usd"] < 0 else "pays-back"
        name = f"{row['label'][0].lower()}{row['label'][1:]}"
        if result.outputs["break_even_months"] is not None:
            assert [kind for kind, note in notes.items() if name in note] == ([] if ends == "pays-back" else [ends])


def test_the_odds_know_what_is_lost_again():
    """As one answer at a time does, draw by draw; and what turns the verdict is told for the better."""
    given = {"upfront_usd": 0, "api_spend_usd_month": 10_000, "alternative_usd_month": 5_000}
    odds = run("break-even", given | {"api_price_change_pct_year": "-50..-20"}).uncertainty["decisions"]["verdict"]
    turns = run("break-even", given | {"api_price_change_pct_year": -52}).outputs["flips"]["api_price_change_pct_year"]
    assert turns["verdict"] == "pays-back" and turns["words"] == "a fall of about 34 % a year"
    share = NormalDist(-35, 30 / (2 * 1.6448536269514722)).cdf(turns["value"])
    assert odds == {"pays-back": pytest.approx(1 - share, abs=5e-3), "lost-again": pytest.approx(share, abs=5e-3), "never": 0}
    lost = run("break-even", given | {"api_price_change_pct_year": -52})
    assert lost.answer["again"].endswith("or when the API's price falls by only about 34 % a year.")
    assert lost.headline.endswith("each month loses money, so that after 60 months $201,000 are lost in all.")


def test_money_that_comes_first_has_no_rate_of_return():
    """No upfront cost, a saving of $2,000 that turns into a loss: the rate at which both weigh the same is no return."""
    result = run("break-even", LATE_LOSS)
    assert result.outputs["irr_pct_year"] is None and result.outputs["npv_usd"] < 0
    assert "from month 21 on each month loses money, so that after 60 months $12,500 are lost in all" in result.headline


LATE_LOSS = {
    "upfront_usd": 0,
    "api_spend_usd_month": 5_000,
    "alternative_usd_month": 3_000,
    "usage_growth_pct_year": -40,
    "growth_lasts_months": 60,
}


amounts = st.floats(0, 10_000) | st.just(0.0)
factors = st.floats(0.8, 1.25)


@given(
    upfront=st.floats(0, 1e6) | st.just(0.0),
    bills=st.tuples(amounts, amounts, amounts),
    changes=st.tuples(factors, factors, factors),
    lasts=st.sampled_from([0, 1, 5, 24, 100, 300]),
    months=st.sampled_from([1, 2, 5, 36, 120, 240]),
)
@example(
    upfront=1.0, bills=(875.0, 436.0, 0.0), changes=(1.1, 0.81, 0.85), lasts=1, months=240
)  # months that no longer move a sum in floats still cost
def test_draws_sum_powers_as_month_by_month(upfront, bills, changes, lasts, months):
    """What draws find in sums of powers is what the months add up to one by one, also where no month moves the sum in floats any more."""
    (api, other, following), (usage, price, others) = bills, changes
    so_far, load = [0.0], 1.0
    for month in range(months):
        so_far.append(so_far[-1] + api * load * price**month - (other + following * load) * others**month)
        load *= usage if month < lasts else 1
    covered, best, least, left, near = sampling.covered(upfront, *bills, *changes, lasts, months)
    size = sum(bills) * max(load, 1) * months + upfront + 1e-300
    assert [best, least, left, near] == pytest.approx(
        [max(so_far), min(so_far), so_far[-1], so_far[min(sampling.FAR, months)]], abs=1e-12 * size
    )
    if covered is None:
        assert max(so_far) < upfront + 1e-12 * size
    else:
        month = math.ceil(covered)
        assert max(so_far[:month], default=0.0) < upfront + 1e-12 * size and so_far[month] > upfront - 1e-12 * size
