"""The arithmetic of timing: what a build costs, saves and risks at each start, in Decimal for the answer and in float for many of them."""

from itertools import accumulate
from operator import add, mul
from types import SimpleNamespace

from calculator.data import thresholds
from calculator.exact import exact
from calculator.finance import compounded, monthly, payback
from calculator.inputs import VOCABULARY

HORIZON = thresholds["timing_horizon_months"].value
STARTS = thresholds["timing_start_months"].value
LONGEST = VOCABULARY["build_months"].maximum
OF_THE_BILLS = (
    "api_spend_usd_month",
    "usage_growth_pct_quarter",
    "saving_pct",
    "alternative_fixed_usd_month",
    "api_price_change_pct_year",
    "discount_pct_year",
)

FIGURES = ("verdict", "payback_months", "cost_of_delay_usd_month", "build_cost_usd", "runway_months", "runway_after_months", "runway_lost_months")
FIGURES += ("best_start_month", "cost_of_waiting_usd")


def flows(x) -> SimpleNamespace:
    """What the bills alone decide: the saving of each month, what it adds up to at today's value, and what a dollar in each month is worth today."""
    quarter = 1 + x.usage_growth_pct_quarter / 100
    year, price = quarter * quarter * quarter * quarter, 1 + x.api_price_change_pct_year / 100
    share, fixed = x.saving_pct / 100, x.alternative_fixed_usd_month
    savings = [share * bill - fixed for bill in compounded(x.api_spend_usd_month, monthly(year * price), HORIZON)]
    today = 1 / monthly(1 + x.discount_pct_year / 100)
    weights = compounded(today, today, STARTS + LONGEST + 1)
    worth = list(accumulate(map(mul, savings, weights), initial=0 * fixed))
    back = 1 / monthly(year) if year else None  # the factor from one month to the one before, by usage alone
    return SimpleNamespace(share=share, fixed=fixed, back=back, savings=savings, weights=weights, worth=worth + [worth[-1]] * (STARTS + LONGEST - HORIZON + 1))


def figured(x, known: SimpleNamespace | None = None) -> SimpleNamespace:
    """Everything but the words; in Decimal or in float, as `x` comes. `known` are its flows, where they are the same for many."""
    bill, team = known or flows(x), x.engineers * x.engineer_usd_month
    savings, zero = bill.savings, 0 * bill.fixed
    f = SimpleNamespace(team=team, first=savings[0], share=bill.share, fixed=bill.fixed, back=bill.back)
    f.build_cost_usd = team * x.build_months
    f.runway_months = x.cash_usd / x.burn_usd_month if x.burn_usd_month else None
    f.runway_after_months = f.runway_lost_months = None
    if f.runway_months is not None:
        enough = x.build_months * (x.burn_usd_month + team) <= x.cash_usd
        f.runway_after_months = (x.cash_usd - f.build_cost_usd) / x.burn_usd_month if enough else x.cash_usd / (x.burn_usd_month + team)
        f.runway_lost_months = f.runway_months - f.runway_after_months

    built = int(x.build_months)  # whole months without any saving; the next one saves for the rest of it
    rest = x.build_months - built
    months = payback(f.build_cost_usd, [zero] * built + [saving * (1 - rest) for saving in savings[built : built + 1]] + savings[built + 1 :])
    f.payback_months = None if months is None else max(months, x.build_months)

    # A start forgoes the savings up to the end of its build and pays the team from the start to the end.
    paid = list(accumulate([team * weight for weight in bill.weights[: STARTS + built + 1]], initial=zero))
    spent = list(map(add, bill.worth, paid))
    f.npvs = [bill.worth[-1] - end - rest * (later - end) + start for end, later, start in zip(spent[built:], spent[built + 1 :], paid[:STARTS], strict=False)]
    best = max(f.npvs)
    f.best_start_month = f.npvs.index(best) if best > 0 else None
    f.cost_of_delay_usd_month = bill.share * x.api_spend_usd_month - bill.fixed
    f.cost_of_waiting_usd = waited(x, f)
    f.verdict = verdict_of(x, f)
    return f


def waited(x, f):
    """Net saving of each month already waited, at that month's spend; None where a bill that grew out of nothing cannot be cast back."""
    if not x.months_already_waited:
        return 0 * f.fixed
    if f.back is None:
        return None
    return sum(f.share * bill - f.fixed for bill in compounded(x.api_spend_usd_month * f.back, f.back, x.months_already_waited))


def verdict_of(x, f) -> str:
    if x.stage == "pre-pmf" or f.npvs[0] <= 0 or outlives(f) or f.best_start_month != 0:
        return "too-early"
    late = f.cost_of_waiting_usd is not None and f.cost_of_waiting_usd > f.build_cost_usd
    return "too-late" if late else "in-window"


def outlives(f) -> bool:
    """Whether the cash is gone before the build has paid back."""
    return f.runway_after_months is not None and (f.payback_months is None or f.payback_months > f.runway_after_months)


def edges(x, f) -> dict[str, tuple]:
    """Where the verdict may turn by the inputs that only move money: exact, since each enters one comparison alone."""
    back, left = f.payback_months, x.cash_usd - f.build_cost_usd
    bills = compounded(x.api_spend_usd_month * f.back, f.back, VOCABULARY["months_already_waited"].maximum) if f.back else []
    lost = accumulate(f.share * bill - f.fixed for bill in bills)
    late = next((month for month, cost in enumerate(lost, start=1) if cost > f.build_cost_usd), None)
    return {
        "cash_usd": () if back is None else (back * x.burn_usd_month + f.build_cost_usd,),
        "burn_usd_month": (f.build_cost_usd * 0, left / back) if back and left > 0 else (f.build_cost_usd * 0,),
        "months_already_waited": () if late is None else (exact(late),),
    }


def sampled(columns: dict[str, list], n: int) -> dict[str, list]:
    """The outputs for `n` sets of inputs, in floats."""
    rows = [figured(SimpleNamespace(**dict(zip(columns, values, strict=True)))) for values in zip(*columns.values(), strict=True)]
    return {id: [getattr(row, id) for row in rows] for id in FIGURES}
