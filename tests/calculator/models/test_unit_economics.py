"""E2 against exact fractions."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import run
from calculator.models.registry import CALCULATORS
from tests.calculator.given import examples, inputs

FIELDS = CALCULATORS["unit-economics"].inputs
AMOUNTS = [field for field in FIELDS if field not in ("horizon_months", "today")]
plain_amounts = st.sampled_from((0, 0.3, 1, 2.5, 8000)) | st.integers(0, 10_000).map(lambda cents: cents / 100)


def oracle(price, ai, other, alternative, units, switch, fixed, horizon) -> dict:
    """The outputs in fractions; None where there is nothing to divide by, and where it never pays."""
    saving, net = ai - alternative, (ai - alternative) * units - fixed
    per_unit = fixed / units if units else (None if fixed else 0)
    return {
        "saving_usd_unit": saving,
        "saving_pct": saving / ai * 100 if ai else None,
        "gross_margin_pct": (price - ai - other) / price * 100 if price else None,
        "alternative_gross_margin_pct": (price - alternative - other - per_unit) / price * 100 if price and per_unit is not None else None,
        "ai_share_of_cogs_pct": ai / (ai + other) * 100 if ai + other else None,
        "net_saving_usd_month": net,
        "payback_months": switch / net if net > 0 else None,
        "break_even_units_per_month": fixed / saving if saving > 0 else None,
        "verdict": "pays" if net > 0 and switch / net <= horizon else "does-not-pay",
    }


def compare(given: dict) -> dict:
    result = run("unit-economics", given)
    exact = [Fraction(str(result.inputs[field])) for field in FIELDS if field != "today"]
    scale = max(1, *exact) ** 2
    for name, expected in oracle(*exact).items():
        value = result.outputs[name]
        if name == "verdict":
            assert value == expected
            continue
        assert (value is None) == (expected is None), name
        if expected is not None and abs(expected) < 10**12 and scale < 10**12:
            assert abs(Fraction(value) - expected) <= abs(expected) * Fraction(1, 2**51), name
    return result.outputs


@examples(10)
@given(given=st.fixed_dictionaries(dict.fromkeys(AMOUNTS, plain_amounts) | {"horizon_months": st.integers(1, 60)}))
def test_everyday_amounts(given):
    """All outputs for amounts in cents, zeros among them."""
    compare(given)


@given(given=inputs("unit-economics"))
def test_all_valid_inputs(given):
    """The same for everything that the bounds allow: null exactly where the fractions say so."""
    compare(given)


@given(given=st.fixed_dictionaries(dict.fromkeys(AMOUNTS, plain_amounts)))
def test_break_even_is_where_the_net_saving_turns(given):
    """At the break-even volume nothing is saved; above it something is."""
    units = run("unit-economics", given).outputs["break_even_units_per_month"]
    if units:
        assert abs(run("unit-economics", given | {"units_per_month": units}).outputs["net_saving_usd_month"]) < 1e-6
        assert run("unit-economics", given | {"units_per_month": units * 1.01 + 1}).outputs["net_saving_usd_month"] > 0


def test_at_break_even_the_headline_does_not_contradict_itself():
    """Exactly at the break-even volume it does not pay yet; above it it does."""
    given = {"ai_cost_usd_unit": 2.5, "alternative_ai_cost_usd_unit": 0.5, "units_per_month": 4000}
    free = given | {"switch_cost_usd": 0}
    assert (
        run("unit-economics", free).headline
        == "Switching does not pay yet: at 4,000 units a month it saves nothing after its fixed costs; it would at more than 4,000 units a month."
    )
    assert (
        run("unit-economics", given).headline
        == "Switching does not pay yet: at 4,000 units a month it saves nothing after its fixed costs; it would save from 4,001 units and pay back within 36 months at about 6,100 units a month."
    )


def test_what_pays_back_too_late_does_not_pay():
    """520 years are no payback: the verdict has a horizon, and the headline says both."""
    late = run("unit-economics", {"switch_cost_usd": 5_000_000, "units_per_month": 4_000})
    assert (late.outputs["verdict"], late.outputs["payback_months"]) == ("does-not-pay", 6_250)
    assert late.headline.startswith(
        "Switching does not pay yet: at 4,000 units a month it saves $800 a month, which pays back in 6,250 months, not within 36 months; it would at about"
    )
    exactly = {"switch_cost_usd": 36 * 36_000}
    assert run("unit-economics", exactly).outputs["verdict"] == "pays"
    assert run("unit-economics", exactly | {"horizon_months": 35}).outputs["verdict"] == "does-not-pay"
    assert run("unit-economics", exactly | {"switch_cost_usd": 36 * 36_000 + 0.01}).outputs["verdict"] == "does-not-pay"


def test_units_below_a_cent_turn_at_fractions_of_one():
    """Of a unit at 0.4 cents the verdict turns at 0.35 and 0.15, not at 0 and 1."""
    given = {"ai_cost_usd_unit": 0.004, "alternative_ai_cost_usd_unit": 0.001, "units_per_month": 20_000_000}
    flips = run("unit-economics", given | {"alternative_fixed_usd_month": 50_000, "switch_cost_usd": 0}).outputs["flips"]
    assert (flips["ai_cost_usd_unit"]["value"], flips["ai_cost_usd_unit"]["words"]) == (0.0035, "$0.0035 a unit")
    assert (flips["alternative_ai_cost_usd_unit"]["value"], flips["alternative_ai_cost_usd_unit"]["words"]) == (0.0015, "$0.0015 a unit")


def test_warnings():
    """A unit sold at a loss, and a volume near the break-even, are said."""
    assert "loses money" in run("unit-economics", {"price_usd_unit": 3}).warnings[0]
    assert "less than twice the break-even of 3,637 units" in run("unit-economics", {"units_per_month": 5000}).warnings[0]
    assert run("unit-economics").warnings == []


@given(given=inputs("unit-economics"))
def test_a_loss_on_each_unit_is_one_with_either_model_only_where_it_is(given):
    """Where the alternative's unit earns something, more volume does not make it worse with that."""
    result = run("unit-economics", given)
    x = {field: Fraction(str(value)) for field, value in result.inputs.items() if field != "today"}
    rest = x["price_usd_unit"] - x["other_cost_usd_unit"]
    today, then = rest - x["ai_cost_usd_unit"], rest - x["alternative_ai_cost_usd_unit"]
    told = [note for note in result.warnings if note.startswith("Each unit sold today loses money")]
    assert bool(told) == (today < 0 < x["price_usd_unit"])
    if told:
        assert ("either model" in told[0]) == (then < 0) and ("a unit earns $" in told[0]) == (then > 0)


def test_what_a_unit_earns_with_the_alternative():
    """$20 for what costs $5 and $4 leaves $11, whatever it leaves today."""
    sold = {"price_usd_unit": 20, "ai_cost_usd_unit": 18, "other_cost_usd_unit": 5, "units_per_month": 1000, "switch_cost_usd": 50_000}
    notes = {cost: run("unit-economics", sold | {"alternative_ai_cost_usd_unit": cost}).warnings[0] for cost in (4, 15, 16)}
    assert notes[4].endswith("With the alternative a unit earns $11 before fixed costs.")
    assert notes[15].endswith("With the alternative a unit earns nothing before fixed costs.")
    assert notes[16].endswith("more volume makes it worse, with either model.")


@given(given=inputs("unit-economics"))
def test_a_volume_that_is_said_to_save_saves(given):
    """And one unit less does not, of volumes that are said in full; what pays back takes no less. Nothing is called saved from where it is only paid back."""
    result = run("unit-economics", given)
    said = re.search(r"it would save from ([\d,]+) units? and pay back within", result.headline)
    even = result.outputs["break_even_units_per_month"]
    loses = result.outputs["net_saving_usd_month"] <= 0 and even is not None
    assert not result.inputs["switch_cost_usd"] or "would save at" not in result.headline
    if said:
        units = int(said[1].replace(",", ""))
        assert loses and result.inputs["switch_cost_usd"] and even < units <= max(even + 1, even * 1.01)
        flip = result.outputs["flips"]["units_per_month"]
        assert flip is None or flip["value"] >= even
    elif loses and result.inputs["switch_cost_usd"] and even < 1e12:
        pytest.fail(result.headline)
