"""What would have to be true: every value that is given turns the verdict, and the one just before it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import InputError, run
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from tests.calculator.given import examples, inputs

WITH = [id for id, calculator in CALCULATORS.items() if any(output.kind == "flips" for output in calculator.outputs)]
every = pytest.mark.parametrize("id", WITH)


def test_those_that_decide_have_them():
    """Every calculator of the contract with a verdict says what would turn it."""
    assert {"break-even", "timing", "unit-economics", "evaluate-when", "five-questions", "strategy"} <= set(WITH)


def numeric(id: str) -> list[str]:
    return [field for field in CALCULATORS[id].inputs if VOCABULARY[field].kind in ("number", "integer")]


@every
@given(data=st.data())
def test_each_value_gives_its_verdict(id, data):
    """Put in alone, the value gives the verdict that stands beside it, another one than today's; and a step back towards today's value it is today's still."""
    result, verdict = run(id, data.draw(inputs(id))), CALCULATORS[id].verdict
    for field, flip in result.outputs["flips"].items():
        if flip is None:
            continue
        turned = run(id, result.inputs | {field: flip["value"]})
        assert turned.outputs[verdict] == flip["verdict"] != result.outputs[verdict], field
        if field in numeric(id):
            here, step = result.inputs[field], VOCABULARY[field].resolution
            back = round(flip["value"] + (step if flip["value"] < here else -step), 6)
            back = int(back) if VOCABULARY[field].kind == "integer" else back
            if abs(back - here) < abs(flip["value"] - here):
                assert run(id, result.inputs | {field: back}).outputs[verdict] == result.outputs[verdict], (field, back)


@every
def test_of_the_defaults(id):
    """Every numeric input has an entry, a value or null."""
    assert set(numeric(id)) <= set(run(id).outputs["flips"])


def test_one_that_lies_on_a_step():
    """At 2.49 nothing is saved and nothing lost; the value that turns the verdict is that, not the step beyond it, and not one that lies beyond today's."""
    given = {"alternative_ai_cost_usd_unit": 2.09}
    assert run("unit-economics", given).outputs["flips"]["ai_cost_usd_unit"] == {"value": 2.49, "verdict": "does-not-pay"}
    assert run("unit-economics", given | {"ai_cost_usd_unit": 2.49}).outputs["flips"]["ai_cost_usd_unit"] == {
        "value": 2.5,
        "verdict": "pays",
    }


def test_one_that_floats_know_nothing_of():
    """A build is worth the less the longer it waits, by cents of sums of twenty digits: looked for in exact numbers where floats have lost it."""
    given = {"api_price_change_pct_year": 100_000}
    flip = run("timing", given).outputs["flips"]["api_spend_usd_month"]
    assert flip == {"value": 1573.53, "verdict": "too-early"}
    assert run("timing", given | {"api_spend_usd_month": 1573.54}).outputs["verdict"] == "in-window"


def steps(declared) -> st.SearchStrategy:
    """Values that a reader may try: of a number any that its resolution tells apart, on the slider more often than beyond; of a choice any."""
    if declared.kind in ("boolean", "choice"):
        return st.sampled_from([True, False] if declared.kind == "boolean" else list(declared.options))
    places = round(1 / declared.resolution) if declared.resolution < 1 else 1

    def between(low: float, high: float) -> st.SearchStrategy:
        low, high = max(low, declared.minimum), min(high, declared.maximum)
        return st.integers(int(low * places), int(high * places)).map(lambda step: step if places == 1 else step / places)

    low, high, _ = declared.slider
    return st.one_of(between(low, high), between(low, low + (high - low) / 20), between(declared.minimum, min(declared.maximum, high * 50)))


@every
@examples(4)
@given(data=st.data())
def test_none_is_missed(id, data):
    """Where trying a value finds another verdict, there is a value that turns it, and none that was tried is nearer: in every calculator, for every input."""
    asked = data.draw(inputs(id))
    field = data.draw(
        st.sampled_from([field for field in CALCULATORS[id].inputs if VOCABULARY[field].kind in ("number", "integer", "boolean", "choice")])
    )
    result, verdict = run(id, asked), CALCULATORS[id].verdict
    declared, here, flip = VOCABULARY[field], result.inputs[field], result.outputs["flips"][field]
    tried = data.draw(steps(declared))
    try:
        turned = run(id, result.inputs | {field: tried}).outputs[verdict] != result.outputs[verdict]
    except InputError:
        return
    if turned:
        assert flip is not None, (field, tried)
        if declared.kind in ("number", "integer"):
            assert abs(flip["value"] - here) <= abs(tried - here) * (1 + 1e-12) + 1e-9, (field, tried)


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
