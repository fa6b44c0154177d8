"""The criteria of the three strategies: four each, what counts as met, and where a number can turn one."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import NamedTuple

from calculator.data import thresholds
from calculator.inputs.vocabulary import VOCABULARY
from calculator.numbers.decimals import MONTHS_PER_YEAR, ZERO, exact
from calculator.numbers.units import counted, inside, pct, usd

TALENT = list(VOCABULARY["ml_talent"].options)
TEAM = thresholds["closed_team_below"].value
CLOSED_SPEND = exact(thresholds["closed_spend_below_usd_year"].value)
HYBRID_SPEND = exact(thresholds["hybrid_spend_above_usd_year"].value)
INVESTMENT = exact(thresholds["open_first_investment_from_months"].value)

# Where a number can change a criterion; what else can change it are the options of a choice.
EDGES = {
    "team_size": (exact(TEAM),),
    "api_spend_usd_month": (CLOSED_SPEND / MONTHS_PER_YEAR, HYBRID_SPEND / MONTHS_PER_YEAR),
    "usage_growth_pct_year": (ZERO,),
    "investment_months": (INVESTMENT,),
}


def spend_year(x):
    return x.api_spend_usd_month * MONTHS_PER_YEAR


def grows(x) -> bool:
    return x.usage_growth_pct_year > 0


def said(id: str, value: str) -> str:
    """The option of a choice as it stands inside a sentence."""
    return inside(VOCABULARY[id].options[value])


class Criterion(NamedTuple):
    """One criterion of a strategy. `value` says what the reader has, `lack` what is missing when it is not met."""

    strategy: str
    criterion: str
    threshold: str
    met: Callable[[SimpleNamespace], bool]
    value: Callable[[SimpleNamespace], str]
    lack: str


CRITERIA = (
    Criterion(
        "closed",
        "Before product-market fit",
        "not yet found",
        lambda x: x.stage == "pre-pmf",
        lambda x: said("stage", x.stage),
        "Product-market fit is found, so speed alone no longer decides.",
    ),
    Criterion(
        "closed",
        "AI is a feature",
        "a feature",
        lambda x: x.ai_role == "feature",
        lambda x: x.ai_role,
        "AI is what you sell, so its price and behaviour are your business.",
    ),
    Criterion(
        "closed",
        "Small team",
        f"fewer than {TEAM} people",
        lambda x: x.team_size < TEAM,
        lambda x: counted(x.team_size, "people"),
        f"The team has {TEAM} people or more, enough to spare some for infrastructure.",
    ),
    Criterion(
        "closed",
        "Small bill",
        f"under {usd(CLOSED_SPEND)} a year",
        lambda x: spend_year(x) < CLOSED_SPEND,
        lambda x: f"{usd(spend_year(x))} a year",
        f"AI spend is {usd(CLOSED_SPEND)} a year or more, so a cheaper route is worth a look.",
    ),
    Criterion(
        "hybrid",
        "After product-market fit",
        "found",
        lambda x: x.stage == "post-pmf",
        lambda x: said("stage", x.stage),
        "Product-market fit is not found yet.",
    ),
    Criterion(
        "hybrid",
        "A bill that matters and grows",
        f"over {usd(HYBRID_SPEND)} a year, and growing",
        lambda x: spend_year(x) > HYBRID_SPEND and grows(x),
        lambda x: (
            f"{usd(spend_year(x))} a year, growing {pct(x.usage_growth_pct_year)}"
            if grows(x)
            else f"{usd(spend_year(x))} a year, not growing"
        ),
        f"AI spend is not over {usd(HYBRID_SPEND)} a year and growing, so there is less to save.",
    ),
    Criterion(
        "hybrid",
        "Talent within reach",
        "at least hireable",
        lambda x: TALENT.index(x.ml_talent) >= TALENT.index("hireable"),
        lambda x: said("ml_talent", x.ml_talent),
        "There is no machine-learning talent and none to hire: start with open weights that somebody else hosts.",
    ),
    Criterion(
        "hybrid",
        "Mixed workloads",
        "some need quality, some need to be cheap",
        lambda x: x.workload_mix == "mixed",
        lambda x: said("workload_mix", x.workload_mix),
        "Workloads are all alike, so there is nothing to divide between two routes.",
    ),
    Criterion(
        "open-first",
        "AI is the product",
        "the product",
        lambda x: x.ai_role == "product",
        lambda x: x.ai_role,
        "AI is a feature, not what you sell.",
    ),
    Criterion(
        "open-first",
        "Data sovereignty",
        "required by law or contract",
        lambda x: x.data_sovereignty,
        lambda x: "required" if x.data_sovereignty else "not required",
        "No law or contract requires data to stay under your control.",
    ),
    Criterion(
        "open-first",
        "ML-native team",
        "ML-native",
        lambda x: x.ml_talent == "ml-native",
        lambda x: said("ml_talent", x.ml_talent),
        "The team is not ML-native: hire, or buy the operation of the models.",
    ),
    Criterion(
        "open-first",
        "Months to invest",
        f"at least {INVESTMENT} months",
        lambda x: x.investment_months >= INVESTMENT,
        lambda x: counted(x.investment_months, "months"),
        f"There is no funding for {INVESTMENT} months of work before it pays back.",
    ),
)
