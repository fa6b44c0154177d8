"""What would have to be true: every value that is given turns the verdict, and the one just before it does not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculator import run
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from tests.calculator.given import inputs

WITH = [id for id, calculator in CALCULATORS.items() if any(output.kind == "flips" for output in calculator.outputs)]
every = pytest.mark.parametrize("id", WITH)


def test_those_that_decide_have_them():
    """Every calculator of the contract with a verdict says what would turn it."""
    assert {"break-even", "timing", "unit-economics", "evaluate-when", "five-questions", "strategy"} <= set(WITH)


@every
@given(data=st.data())
def test_each_value_gives_its_verdict(id, data):
    """Put in alone, the value gives the verdict that stands beside it, and that is another one than today's."""
    result = run(id, data.draw(inputs(id)))
    verdict = CALCULATORS[id].verdict
    for field, flip in result.outputs["flips"].items():
        if flip is not None:
            turned = run(id, result.inputs | {field: flip["value"]})
            assert turned.outputs[verdict] == flip["verdict"] != result.outputs[verdict], field


@every
def test_of_the_defaults(id):
    """Every numeric input has an entry, a value or null; a step back towards today's, the verdict is today's still."""
    result = run(id)
    numeric = {field for field in CALCULATORS[id].inputs if VOCABULARY[field].kind in ("number", "integer")}
    assert numeric <= set(result.outputs["flips"])
    for field, flip in result.outputs["flips"].items():
        declared = VOCABULARY[field]
        if flip is None or declared.kind not in ("number", "integer"):
            continue
        step = max(declared.resolution, declared.slider[2] / 100)
        back = flip["value"] + (step if flip["value"] < result.inputs[field] else -step)
        back = int(back) if declared.kind == "integer" else round(back, 6)
        if abs(back - result.inputs[field]) < abs(flip["value"] - result.inputs[field]):
            assert run(id, {field: back}).outputs[CALCULATORS[id].verdict] == result.outputs[CALCULATORS[id].verdict], field


MONEY = ("upfront_usd", "api_spend_usd_month", "alternative_usd_month", "horizon_months")


@settings(max_examples=200)
@given(data=st.data(), field=st.sampled_from(MONEY))
def test_break_even_never_misses_one(data, field):
    """Where trying values finds another verdict, break-even has one too, and none that was tried is nearer."""
    declared = VOCABULARY[field]
    low, high, _ = declared.slider
    given = {
        id: data.draw(st.integers(int(VOCABULARY[id].slider[0]), int(VOCABULARY[id].slider[1]))) for id in CALCULATORS["break-even"].inputs
    }
    result = run("break-even", given)
    flip = result.outputs["flips"][field]
    tried = data.draw(st.integers(max(int(low), declared.minimum), int(high)))
    if run("break-even", given | {field: tried}).outputs["verdict"] != result.outputs["verdict"]:
        assert flip is not None
        assert abs(flip["value"] - given[field]) <= abs(tried - given[field])


def test_bills_that_grow_alike_with_nothing_upfront():
    """The API must cost more than the alternative, not as much: the edge is a whole cent, and a rounding error put it below."""
    same = {"upfront_usd": 0, "alternative_usd_month": 239, "usage_growth_pct_year": 0, "horizon_months": 5}
    same |= {"alternative_growth_pct_year": 1, "api_price_change_pct_year": 1, "api_spend_usd_month": 0}
    flip = run("break-even", same).outputs["flips"]["api_spend_usd_month"]
    assert flip == {"value": 239.01, "verdict": "pays-back"}
    assert run("break-even", same | {"api_spend_usd_month": 239}).outputs["verdict"] == "never"


def test_a_fall_of_the_price_that_turns_it():
    """Qwen3-235B against GPT-5 pays back in five years down to a fall of 26 % a year or so, and no further."""
    given = {"upfront_usd": 60_000, "api_spend_usd_month": 1795.2, "alternative_usd_month": 31.68, "usage_growth_pct_year": 0}
    flip = run("break-even", given).outputs["flips"]["api_price_change_pct_year"]
    assert flip["verdict"] == "never"
    assert run("break-even", given | {"api_price_change_pct_year": flip["value"] + 0.01}).outputs["verdict"] == "pays-back"
