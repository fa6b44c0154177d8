"""What the spread of an answer is put down to, against an independent propagation of errors: the same formulas, called with numbers that carry their uncertainty."""

import math
from decimal import localcontext

import pytest
from uncertainties import ufloat

from calculator import run
from calculator.formulas.graph import as_floats, constants, formulas_for, solve
from calculator.formulas.ranges import P95, target_of
from calculator.models.registry import CALCULATORS, inputs_of
from calculator.numbers.decimals import CONTEXT

FLAT = {"usage_growth_pct_year": 0, "alternative_growth_pct_year": 0, "api_price_change_pct_year": 0}
CASES = [
    ("unit-economics", {}, {"ai_cost_usd_unit": 0.1, "alternative_ai_cost_usd_unit": 0.3, "units_per_month": 0.05}),
    ("unit-economics", {}, {"alternative_fixed_usd_month": 0.5, "units_per_month": 0.02, "ai_cost_usd_unit": 0.05}),
    ("api-bill", {}, {"requests_per_month": 0.1, "input_tokens": 0.2, "output_tokens": 0.05}),
    ("api-bill", {"batch_pct": 40}, {"output_tokens": 0.2, "cached_input_pct": 0.3, "batch_pct": 0.1}),
    ("price-shock", {}, {"price_multiplier": 0.2, "revenue_usd_month": 0.05, "other_cogs_usd_month": 0.1}),
    ("growth", {}, {"run_rate_usd_year": 0.1, "growth_pct_quarter": 0.1}),
    ("break-even", FLAT, {"upfront_usd": 0.1, "api_spend_usd_month": 0.1, "alternative_usd_month": 0.05}),
    ("break-even", FLAT, {"upfront_usd": 0.3, "api_spend_usd_month": 0.02, "alternative_usd_month": 0.1}),
    ("timing", {}, {"saving_pct": 0.05, "engineers": 0.2, "engineer_usd_month": 0.05}),
    ("timing", {}, {"alternative_fixed_usd_month": 0.1, "engineer_usd_month": 0.05, "api_spend_usd_month": 0.05}),
]


def propagated(id: str, given: dict, spread: dict[str, float]) -> dict[str, float]:
    """Input id -> its part of the variance in per cent, to first order, of the output that the spread is told of."""
    calculator = CALCULATORS[id]
    declared, result, wanted = inputs_of(calculator), run(id, given), target_of(calculator).formula.id
    with localcontext(CONTEXT):
        exact = {field: declared[field].exact(value) for field, value in result.inputs.items()}
        values = as_floats(solve(formulas_for(calculator, frozenset((wanted,))), exact | constants(calculator)))
    uncertain = {field: ufloat(values[field], values[field] * width / P95) for field, width in spread.items()}
    found = solve(formulas_for(calculator, frozenset((wanted,)), frozenset(uncertain)), values | uncertain)[wanted]
    parts = {field: found.error_components()[number] ** 2 for field, number in uncertain.items()}
    return {field: 100 * part / sum(parts.values()) for field, part in parts.items()}


@pytest.mark.filterwarnings(
    "ignore:AffineScalarFunc:FutureWarning"
)  # it will no longer compare what carries an uncertainty; our branches do
@pytest.mark.parametrize(("id", "given", "spread"), CASES)
def test_ranks_as_ours_do(id, given, spread):
    """Wherever two inputs' parts lie more than five points apart, ours are in the same order, and within eight points."""
    result = run(id, given)
    ranges = {
        field: {"low": result.inputs[field] * math.exp(-width), "high": result.inputs[field] * math.exp(width)}
        for field, width in spread.items()
    }
    ours = {driver["input"]: driver["explained_pct"] for driver in run(id, given | ranges).uncertainty["drivers"]}
    theirs = propagated(id, given, spread)
    for one in theirs:
        assert ours[one] == pytest.approx(theirs[one], abs=8), (ours, theirs)
        for other in theirs:
            if theirs[one] > theirs[other] + 5:
                assert ours[one] > ours[other], (ours, theirs)
