"""M3 against exact fractions, and the presets of its page."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import InputError, run
from calculator.data.price_paths import price_changes
from calculator.inputs.vocabulary import VOCABULARY
from tests.calculator.given import inputs


def exact(number) -> Fraction:
    return Fraction(str(number))


@given(given=inputs("price-shock"))
def test_by_fractions(given):
    """Spend, margins, concentration and rerouting for all valid inputs."""
    result = run("price-shock", given)
    x, outputs = result.inputs, result.outputs
    bills = {provider["name"]: exact(provider["usd_month"]) for provider in x["providers"]}
    spend, shocked = sum(bills.values()), bills[x["shocked_provider"]] if x["shocked_provider"] else max(bills.values())
    times, revenue = exact(x["price_multiplier"]), exact(x["revenue_usd_month"])
    after = spend + shocked * (times - 1)
    gain = shocked * exact(x["reroutable_pct"]) / 100 * (times - exact(x["reroute_price_ratio"]))
    expected = {
        "ai_spend_usd_month": spend,
        "shocked_spend_usd_month": after,
        "rerouted_saving_usd_month": max(0, gain) if times > 1 else 0,
    }
    if spend:
        expected |= {
            "largest_share_pct": max(bills.values()) / spend * 100,
            "hhi": sum((bill / spend) ** 2 for bill in bills.values()) * 10_000,
        }
    if revenue:
        other = exact(x["other_cogs_usd_month"])
        expected |= {
            "margin_pct": (revenue - spend - other) / revenue * 100,
            "shocked_margin_pct": (revenue - after - other) / revenue * 100,
        }
    for id, value in expected.items():
        assert outputs[id] == pytest.approx(float(value), rel=1e-9, abs=1e-9), id
    assert (outputs["hhi"] is None) == (not spend)
    assert (outputs["margin_pct"] is None) == (not revenue)


@given(given=inputs("price-shock"))
def test_multiplier_1_changes_nothing(given):
    """At today's price, spend and margin are today's, and nothing is rerouted."""
    outputs = run("price-shock", given | {"price_multiplier": 1}).outputs
    assert outputs["shocked_spend_usd_month"] == outputs["ai_spend_usd_month"]
    assert outputs["shocked_margin_pct"] == outputs["rerouted_margin_pct"] == outputs["margin_pct"]
    assert outputs["rerouted_saving_usd_month"] == 0


@given(given=inputs("price-shock"), more=st.floats(0, 10))
def test_a_dearer_provider_costs_more(given, more):
    """A higher multiplier never lowers the bill, nor raises what is left of the margin."""
    given = given | {"price_multiplier": 1.5}
    one, two = run("price-shock", given).outputs, run("price-shock", given | {"price_multiplier": 1.5 + more}).outputs
    assert two["shocked_spend_usd_month"] >= one["shocked_spend_usd_month"]
    if one["shocked_margin_pct"] is not None:
        assert two["shocked_margin_pct"] <= one["shocked_margin_pct"]


def test_a_doubling_matters_to_the_example():
    """A look at the page shows what it is for: AI is most of the cost of goods sold, as at Company B, and a doubling takes a quarter of the margin."""
    outputs, given = run("price-shock").outputs, run("price-shock").inputs
    share = outputs["ai_spend_usd_month"] / (outputs["ai_spend_usd_month"] + given["other_cogs_usd_month"])
    assert share == run("unit-economics", {"units_per_month": 16_000}).outputs["ai_share_of_cogs_pct"] / 100 == 0.625
    assert (outputs["margin_pct"], outputs["shocked_margin_pct"]) == (pytest.approx(200 / 3), 50)


def test_no_name_is_the_largest():
    """Left empty, it is the largest bill that is shocked."""
    assert run("price-shock").outputs == run("price-shock", {"shocked_provider": "Provider A"}).outputs


def test_a_name_that_is_not_there():
    """The sentence names those that are."""
    with pytest.raises(InputError, match=r"shocked_provider must be empty or one of the providers, Provider A, Provider B \(got 'C'\)"):
        run("price-shock", {"shocked_provider": "C"})


def test_warnings():
    """One provider, a margin that is gone, and a cheaper route elsewhere are said."""
    alone = run("price-shock", {"providers": [{"name": "A", "usd_month": 100_000}]})
    assert alone.warnings == [
        "One provider carries everything: its price list is your price list. Line up a second one that has carried real traffic.",
        "At A's new price each sale loses money.",
    ]
    already = run("price-shock", {"providers": [{"name": "A", "usd_month": 300_000}]})
    assert already.outputs["margin_pct"] < 0 and already.warnings[1] == "Each sale loses money at today's prices already."
    thin = "At Provider A's new price the gross margin is below 50 %, which investors no longer read as software."
    assert (thin in run("price-shock", {"revenue_usd_month": 191_999}).warnings, thin in run("price-shock").warnings) == (True, False)
    assert "needs no shock" in run("price-shock", {"reroute_price_ratio": 0.5}).warnings[0]
    assert "nothing is rerouted" in run("price-shock", {"reroute_price_ratio": 3}).warnings[0]
    assert run("price-shock", {"reroute_price_ratio": 2}).warnings == []  # as dear as the new price, and not more
    assert run("price-shock", {"price_multiplier": 1, "reroute_price_ratio": 2}).warnings == []  # there is no new price


@pytest.mark.parametrize("id", price_changes())
def test_presets_are_valid_inputs(id):
    """Each change on record gives a multiplier that the calculator takes, written so that a link carries it whole."""
    multiplier = float(price_changes()[id].multiplier)
    declared = VOCABULARY["price_multiplier"]
    assert declared.parse(declared.text(multiplier)) == multiplier
    assert run("price-shock", {"price_multiplier": multiplier}).outputs["shocked_spend_usd_month"] == pytest.approx(
        40_000 + 32_000 * (multiplier - 1)
    )


def test_dated_doublings():
    """The doublings of 2026 and 2027 are among them."""
    doubled = {change.label: change.since for change in price_changes().values() if change.multiplier == 2}
    assert doubled["Mistral Large 4"] == "2026-10-20"
    assert doubled["Gemini 4 Argon"] == "2026-12-01"
    assert doubled["Gemini 3.6 Flash"] == "2027-01-01"


@given(given=inputs("price-shock"), times=st.sampled_from((0.5, 1, 2)))
def test_a_bill_that_does_not_move_is_put_down_to_what_holds_it(given, times):
    """The price of today only where it is that; no new price is blamed for a margin that it leaves, and no work moves that there is none of."""
    result = run("price-shock", given | {"price_multiplier": times})
    same = result.outputs["shocked_spend_usd_month"] == result.outputs["ai_spend_usd_month"]
    assert times == 1 or "price of today" not in result.headline
    if same:
        assert result.headline.startswith("Nothing changes") and not any("new price the gross" in note for note in result.warnings)
    if same and times != 1:
        assert "othing is spent with" in result.headline and not any(note.startswith("Elsewhere") for note in result.warnings)


def test_nothing_is_spent_with_whom_the_price_is_of():
    """A doubled price of nothing is nothing."""
    nothing = run("price-shock", {"providers": [{"name": "A", "usd_month": 0}, {"name": "B", "usd_month": 0}], "reroute_price_ratio": 0.5})
    assert (
        nothing.headline == "Nothing changes: nothing is spent with A; AI costs $0 a month and the gross margin is 88 %."
        and not nothing.warnings
    )
    thin = run("price-shock", {"revenue_usd_month": 120_000, "price_multiplier": 1})
    assert thin.warnings == ["At today's prices the gross margin is below 50 %, which investors no longer read as software."]
