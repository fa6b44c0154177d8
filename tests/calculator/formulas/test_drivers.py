"""What the spread of an answer is put down to, against an independent propagation of errors: the same formulas, called with numbers that carry their uncertainty."""

import math
import random
import statistics
from decimal import localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uncertainties import ufloat

from calculator import run
from calculator.formulas.graph import as_floats, constants, formulas_for, solve, solve_in_floats
from calculator.formulas.ranges import BINS, LEVELS, P95, answers, explained_shares, ranks, target_of
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
    found = solve_in_floats(formulas_for(calculator, frozenset((wanted,)), frozenset(uncertain)), values | uncertain)[wanted]
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


FOUR = [
    (
        "api-bill",
        {"requests_per_month": "500000..5000000", "input_tokens": "1000..6000", "output_tokens": "200..1500", "cached_input_pct": "10..70"},
    ),
    ("unit-economics", {"ai_cost_usd_unit": "1..4", "alternative_ai_cost_usd_unit": "0.1..0.9", "units_per_month": "5000..60000"}),
    ("self-host", {"requests_per_second": "0.3..30", "gpu_usd_hour": "2..8", "output_tokens": "200..1500"}),
    ("break-even", {"upfront_usd": "50000..500000", "api_spend_usd_month": "8000..40000", "usage_growth_pct_year": "0..80"}),
]


def by_replacing(id: str, given: dict, field: str, n: int) -> float:
    """The first-order index of an input on the ranks of the answer, in per cent, by brute force: plain random draws, each also with all but `field` drawn again."""
    calculator, dice = CALCULATORS[id], random.Random(7)
    declared, target = inputs_of(calculator), target_of(calculator)
    bounds = {name: [float(end) for end in text.split("..")] for name, text in given.items()}

    def draw(name: str) -> float:
        low, high = bounds[name]
        if low > 0:
            middle, width = math.sqrt(low * high), math.log(high / low) / (2 * P95)
            value = middle * math.exp(dice.gauss(0, width))
        else:
            value = dice.gauss((low + high) / 2, (high - low) / (2 * P95))
        value = min(max(value, float(declared[name].minimum)), float(declared[name].maximum))
        return round(value) if declared[name].whole else value

    one = {name: [draw(name) for _ in range(n)] for name in bounds}
    other = {name: column if name == field else [draw(name) for _ in range(n)] for name, column in one.items()}
    with localcontext(CONTEXT):
        fixed = {name: kind.exact(run(id).inputs[name]) for name, kind in declared.items()}
        both = [answers(calculator, declared, fixed, columns, n)[target.id] for columns in (one, other)]
    ranked = ranks(target, [*both[0], *both[1]])
    mean = (len(ranked) - 1) / 2
    return (
        100
        * sum((a - mean) * (b - mean) for a, b in zip(ranked[:n], ranked[n:], strict=True))
        / (sum((rank - mean) ** 2 for rank in ranked) / 2)
    )


@pytest.mark.whole("twenty thousand draws for each range")
@pytest.mark.parametrize(("id", "given"), FOUR)
def test_shares_are_those_of_brute_force(id, given):
    """Within three points, of which brute force has one, and in its order wherever two differ by more than five."""
    ours = {driver["input"]: driver["explained_pct"] for driver in run(id, given).uncertainty["drivers"]}
    theirs = {field: by_replacing(id, given, field, 20_000) for field in given}
    for one in theirs:
        assert ours[one] == pytest.approx(theirs[one], abs=3), (ours, theirs)
        assert all(ours[one] > ours[other] for other in theirs if theirs[one] > theirs[other] + 5), (ours, theirs)


@given(data=st.data(), places=st.lists(st.integers(0, LEVELS - 1), min_size=BINS + 2, max_size=3 * BINS), is_explained=st.booleans())
def test_a_share_is_what_groups_leave_of_the_variance(data, places, is_explained):
    """By the variances within the groups of levels, each with its degrees of freedom; where all are equal there is nothing to explain. Of ranks by chance
    the share is nothing, mostly: of those in the order of the levels it is much."""
    ranks = [float(place) for place in range(len(places))]
    ranked = ranks if is_explained else data.draw(st.permutations(ranks))
    places = sorted(places) if is_explained else places
    groups = {place * BINS // LEVELS: [] for place in places}
    for rank, place in zip(ranked, places, strict=True):
        groups[place * BINS // LEVELS].append(rank)
    within = sum(statistics.pvariance(group) * len(group) for group in groups.values()) / (len(ranked) - BINS)
    expected = max(0, 100 * (1 - within / statistics.variance(ranked)))
    assert explained_shares(ranked, places) == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert explained_shares([7.0] * 15, list(range(15))) == 0


def test_of_a_decision():
    """What turns a decision is put down to the input that turns it, where that is one alone and where it is not."""
    alone = run("strategy", {"api_spend_usd_month": "2000..20000", "team_size": "40..45"}).uncertainty
    assert [(driver["input"], driver["explained_pct"] > 85) for driver in alone["drivers"]] == [
        ("api_spend_usd_month", True),
        ("team_size", False),
    ]
    both = run("strategy", {"api_spend_usd_month": "2000..20000", "team_size": "20..120"}).uncertainty
    assert min(driver["explained_pct"] for driver in both["drivers"]) > 10
