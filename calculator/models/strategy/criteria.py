"""The criteria of the three strategies: four each, what counts as met, and the words for it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from calculator.data import thresholds
from calculator.formulas.functions import count_true
from calculator.formulas.model import Formula, View, given
from calculator.inputs.vocabulary import VOCABULARY
from calculator.numbers.constants import MONTHS_PER_YEAR
from calculator.numbers.display import as_given, full_usd, told_apart
from calculator.numbers.units import UNITS, inside

TEAM = thresholds["closed_team_below"].value
CLOSED_SPEND, HYBRID_SPEND = (
    as_given(thresholds[id].value, UNITS["usd"]) for id in ("closed_spend_below_usd_year", "hybrid_spend_above_usd_year")
)
INVESTMENT = thresholds["open_first_investment_from_months"].value


def spend_usd_year(api_spend_usd_month):
    return api_spend_usd_month * MONTHS_PER_YEAR


def is_early(stage):
    return stage == "pre-pmf"


def is_feature(ai_role):
    return ai_role == "feature"


def has_small_team(team_size, closed_team_below):
    return team_size < closed_team_below


def has_small_bill(spend_usd_year, closed_spend_below_usd_year):
    return spend_usd_year < closed_spend_below_usd_year


def is_found(stage):
    return stage == "post-pmf"


def has_growing_bill(spend_usd_year, hybrid_spend_above_usd_year, usage_growth_pct_year):
    return spend_usd_year > hybrid_spend_above_usd_year and usage_growth_pct_year > 0


def has_talent(ml_talent):
    return ml_talent != "none"


def is_mixed(workload_mix):
    return workload_mix == "mixed"


def is_product(ai_role):
    return ai_role == "product"


def is_sovereign(data_sovereignty):
    return data_sovereignty


def is_ml_native(ml_talent):
    return ml_talent == "ml-native"


def has_investment(investment_months, open_first_investment_from_months):
    return investment_months >= open_first_investment_from_months


def option(id: str) -> Callable[[View], str]:
    """The option that the reader chose, as it stands inside a sentence."""
    return lambda v: inside(VOCABULARY[id].words(getattr(v, id)))


def bill(v: View) -> str:
    return f"{full_usd(v.spend_usd_year)} a year, {growth(v)}"


def growth(v: View) -> str:
    return f"growing {as_given(v.usage_growth_pct_year, UNITS['pct'])}" if v.usage_growth_pct_year > 0 else "not growing"


class Criterion(NamedTuple):
    """One criterion of a strategy: whether it is met, by `formula`; what it asks for, what the reader has, the same as a
    fact inside a sentence where it is met, and what is missing when it is not met."""

    strategy: str
    formula: Callable[..., Any]
    criterion: str
    threshold: str
    value: Callable[[View], str]
    fact: Callable[[View], str]
    lack: str = ""  # none where a gate has decided before

    @property
    def id(self) -> str:
        return self.formula.__name__


CRITERIA = (
    Criterion(
        "closed",
        is_early,
        "Before product-market fit",
        "not yet found",
        option("stage"),
        lambda v: "product-market fit is not found",
        "Product-market fit is found, so speed alone no longer decides.",
    ),
    Criterion(
        "closed",
        is_feature,
        "AI is a feature",
        "a feature",
        lambda v: v.ai_role,
        lambda v: "AI is a feature",
        "AI is what you sell, so its price and behaviour are your business.",
    ),
    Criterion(
        "closed",
        has_small_team,
        "Small team",
        f"fewer than {TEAM} people",
        lambda v: given(v, "team_size"),
        lambda v: f"{given(v, 'team_size')} are fewer than {TEAM}",
        f"The team has {TEAM} people or more, enough to spare some for infrastructure.",
    ),
    Criterion(
        "closed",
        has_small_bill,
        "Small bill",
        f"under {CLOSED_SPEND} a year",
        lambda v: f"{full_usd(v.spend_usd_year)} a year",
        lambda v: f"{told_apart(v.spend_usd_year, given=(v.closed_spend_below_usd_year,))[0]} a year is under {CLOSED_SPEND}",
        f"AI spend is {CLOSED_SPEND} a year or more, so a cheaper route is worth a look.",
    ),
    Criterion("hybrid", is_found, "After product-market fit", "found", option("stage"), lambda v: "product-market fit is found"),
    Criterion(
        "hybrid",
        has_growing_bill,
        "A bill that matters and grows",
        f"over {HYBRID_SPEND} a year, and growing",
        bill,
        lambda v: f"the bill is {told_apart(v.spend_usd_year, given=(v.hybrid_spend_above_usd_year,))[0]} a year, {growth(v)}",
        f"AI spend is not over {HYBRID_SPEND} a year and growing, so there is less to save.",
    ),
    Criterion(
        "hybrid",
        has_talent,
        "Talent within reach",
        "at least hireable",
        option("ml_talent"),
        lambda v: "the team is ML-native" if v.ml_talent == "ml-native" else "talent can be hired",
        "There is no machine-learning talent and none to hire: start with open weights that somebody else hosts.",
    ),
    Criterion(
        "hybrid",
        is_mixed,
        "Mixed workloads",
        "some need quality, some need to be cheap",
        option("workload_mix"),
        lambda v: "workloads are mixed",
        "Workloads are all alike, so none is set apart by what it needs: divide by volume, the steady part of the load on open weights and its peaks by API.",
    ),
    Criterion(
        "open-first",
        is_product,
        "AI is the product",
        "the product",
        lambda v: v.ai_role,
        lambda v: "AI is the product",
        "AI is a feature, not what you sell.",
    ),
    Criterion(
        "open-first",
        is_sovereign,
        "Data sovereignty",
        "required by law or contract",
        lambda v: "required" if v.data_sovereignty else "not required",
        lambda v: "data must stay under your control",
        "No law or contract requires data to stay under your control.",
    ),
    Criterion(
        "open-first",
        is_ml_native,
        "ML-native team",
        "ML-native",
        option("ml_talent"),
        lambda v: "the team is ML-native",
        "The team is not ML-native: hire, or buy the operation of the models.",
    ),
    Criterion(
        "open-first",
        has_investment,
        "Months to invest",
        f"at least {INVESTMENT} months",
        lambda v: given(v, "investment_months"),
        lambda v: f"there are {given(v, 'investment_months')} to invest",
        f"There is no funding for {INVESTMENT} months of work before it pays back.",
    ),
)


def closed_score(is_early, is_feature, has_small_team, has_small_bill):
    return count_true(is_early, is_feature, has_small_team, has_small_bill)


def hybrid_score(is_found, has_growing_bill, has_talent, is_mixed):
    return count_true(is_found, has_growing_bill, has_talent, is_mixed)


def open_score(is_product, is_sovereign, is_ml_native, has_investment):
    return count_true(is_product, is_sovereign, is_ml_native, has_investment)


def detail_of(strategy: str) -> Callable[[View], str]:
    def told(v: View) -> str:
        mine = (criterion for criterion in CRITERIA if criterion.strategy == strategy)
        return "; ".join(f"{c.criterion} ({c.threshold}): {'met' if getattr(v, c.id) else 'not met'}, {c.value(v)}" for c in mine)

    return told


STEPS = (
    Formula(spend_usd_year, "AI spend of a year"),
    *(Formula(criterion.formula, criterion.criterion) for criterion in CRITERIA),
    *(
        Formula(
            score,
            f"Criteria met: {strategy}",
            term=f"the count for {strategy}",
            words="how many of its four criteria are met",
            numbers=detail_of(strategy),
            source="sf-tech-week-post",
        )
        for strategy, score in (("closed", closed_score), ("hybrid", hybrid_score), ("open-first", open_score))
    ),
)
