"""Every combination of answers past the two gates that the criteria tell apart: one number on each side of each threshold, and every option."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from calculator.formulas.graph import constants, formulas_for, solve
from calculator.inputs.kinds import Choice
from calculator.models.strategy import CALCULATOR, EDGES
from calculator.models.strategy.criteria import INVESTMENT, TEAM
from calculator.numbers.constants import MONTHS_PER_YEAR

OPTIONS = {id: tuple(declared.options) for id, declared in CALCULATOR.declared.items() if isinstance(declared, Choice)}
ANSWERS: dict[str, tuple[Any, ...]] = {
    "ai_role": OPTIONS["ai_role"],
    "stage": ("post-pmf",),
    "team_size": (TEAM - 1, TEAM),
    # Below both lines of the bill, in the hole between them, above both.
    "api_spend_usd_month": tuple(int(edge / MONTHS_PER_YEAR) for edge in (EDGES[0] / 2, sum(EDGES) / 2, EDGES[1] * 2)),
    "usage_growth_pct_year": (0, 1),
    "ml_talent": OPTIONS["ml_talent"],
    "workload_mix": OPTIONS["workload_mix"],
    "data_sovereignty": (False,),
    "investment_months": (INVESTMENT - 1, INVESTMENT),
}


def combinations(margin: int | None = None) -> Iterator[dict[str, Any]]:
    """The inputs of each combination; with `margin` of those whose strategy is ahead by so many criteria."""
    formulas, thresholds = formulas_for(CALCULATOR, frozenset(("margin",))), constants(CALCULATOR)
    for answers in product(*ANSWERS.values()):
        inputs = dict(zip(ANSWERS, answers, strict=True))
        if margin is None or solve(formulas, inputs | thresholds)["margin"] == margin:
            yield inputs
