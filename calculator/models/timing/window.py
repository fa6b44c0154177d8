"""The arithmetic of timing: what a build costs, saves and risks at each start, in Decimal for the answer and in float for many of them."""

from types import SimpleNamespace

from calculator.data import thresholds
from calculator.inputs.vocabulary import VOCABULARY
from calculator.numbers.decimals import exact
from calculator.numbers.finance import monthly, sums

HORIZON = thresholds["timing_horizon_months"].value
STARTS = thresholds["timing_start_months"].value
LONGEST = VOCABULARY["build_months"].maximum
LONGEST_WAIT = VOCABULARY["months_already_waited"].maximum
OF_THE_BILLS = (
    "api_spend_usd_month",
    "usage_growth_pct_quarter",
    "saving_pct",
    "alternative_fixed_usd_month",
    "api_price_change_pct_year",
    "discount_pct_year",
)

FIGURES = (
    "verdict",
    "payback_months",
    "cost_of_delay_usd_month",
    "build_cost_usd",
    "runway_months",
    "runway_after_months",
    "runway_lost_months",
)
FIGURES += ("best_start_month", "cost_of_waiting_usd")


def flows(x) -> SimpleNamespace:
    """What the bills alone decide: the saving of the first month, and the sums of powers that any stretch of months is worth by."""
    quarter = 1 + x.usage_growth_pct_quarter / 100
    year, price = quarter * quarter * quarter * quarter, 1 + x.api_price_change_pct_year / 100
    share, fixed = x.saving_pct / 100, x.alternative_fixed_usd_month
    factor, today = monthly(year * price), 1 / monthly(1 + x.discount_pct_year / 100)
    bill = SimpleNamespace(
        fixed=fixed,
        earned=share * x.api_spend_usd_month,  # what is saved in the first month, before the fixed cost
        back=1 / monthly(year) if year else None,  # the factor from one month to the one before, by usage alone
        today=today,  # what a dollar in a month is worth now
        bills=sums(factor, HORIZON),
        worths=sums(factor * today, HORIZON),
        weights=sums(today, STARTS + LONGEST + 1),
    )
    bill.all = worth(bill, HORIZON)
    return bill


def saved(bill: SimpleNamespace, month: int):
    """The sum of the savings of the first `month` months, if the alternative ran from today."""
    return bill.earned * bill.bills[month] - bill.fixed * month


def worth(bill: SimpleNamespace, month: int):
    """The same at today's value; no month after the horizon counts."""
    month = min(month, HORIZON)
    return bill.today * (bill.earned * bill.worths[month] - bill.fixed * bill.weights[month])


def npv_of(bill: SimpleNamespace, team, start: int, built: int, rest):
    """Net present value of a start in `start` months: it forgoes the savings up to the end of its build and pays the team from the start to the end."""
    end = start + built
    forgone, paid = worth(bill, end), bill.weights[end] - bill.weights[start]
    if rest:
        forgone += rest * (worth(bill, end + 1) - forgone)
        paid += rest * (bill.weights[end + 1] - bill.weights[end])
    return bill.all - forgone - bill.today * team * paid


def payback_of(bill: SimpleNamespace, cost, build_months):
    """Months from the start of the build until the savings after it cover its cost; None when they do not within the horizon."""
    built = int(build_months)  # whole months without any saving; the next one saves for the rest of it
    rest, recovered = build_months - built, 0 * cost
    if built >= HORIZON:
        return None
    before = saved(bill, built)
    if rest:
        before += rest * (saved(bill, built + 1) - before)
    earned, fixed = bill.earned, bill.fixed
    for month, powers in enumerate(bill.bills[built + 1 :], start=built):
        total = earned * powers - fixed * (month + 1) - before  # saved(), a thousand times an answer
        if total > recovered and total >= cost:
            return max(month + (cost - recovered) / (total - recovered), build_months)
        recovered = total
    return None


def figured(x) -> SimpleNamespace:
    """Everything but the words; in Decimal or in float, as `x` comes."""
    f = judged(x)
    if x.burn_usd_month:
        f.runway_months = x.cash_usd / x.burn_usd_month
        f.runway_lost_months = f.runway_months - f.runway_after_months
    else:
        f.runway_months = f.runway_lost_months = None
    f.first = saved(f.bill, 1)
    f.cost_of_delay_usd_month = f.bill.earned - f.bill.fixed
    f.npvs = [npv_of(f.bill, f.team, start, *f.split) for start in range(STARTS)]
    best = max(f.npvs)
    f.best_start_month = f.npvs.index(best) if best > 0 else None
    return f


def judged(x, bill: SimpleNamespace | None = None) -> SimpleNamespace:
    """The verdict and what it takes; `bill` are the flows of `x`, where they are the same for many.

    From one start to the next the value changes by a - b * c^start, whose sign turns once at most. So if the first step and the way to the last
    start are no gain, no start between them is better than today's. A start that saves nothing any more is worth nothing at best.
    """
    f = SimpleNamespace(bill=bill or flows(x), team=x.engineers * x.engineer_usd_month)
    built = int(x.build_months)
    f.split = built, x.build_months - built
    f.build_cost_usd = f.team * x.build_months
    f.payback_months = payback_of(f.bill, f.build_cost_usd, x.build_months)
    f.runway_after_months, f.lasts = None, True  # whether the cash lasts through the build
    if x.burn_usd_month:
        f.lasts = x.build_months * (x.burn_usd_month + f.team) <= x.cash_usd
        f.runway_after_months = (x.cash_usd - f.build_cost_usd) / x.burn_usd_month if f.lasts else x.cash_usd / (x.burn_usd_month + f.team)
    f.cost_of_waiting_usd = waited(x, f.bill)
    f.verdict = verdict_of(x, f)
    return f


def waited(x, bill):
    """Net saving of each month already waited, at that month's spend; None where a bill that grew out of nothing cannot be cast back."""
    if not x.months_already_waited:
        return 0 * bill.fixed
    if bill.back is None:
        return None
    return lost(bill, x.months_already_waited)


def lost(bill: SimpleNamespace, months: int):
    """What so many months of waiting have cost."""
    return bill.earned * bill.back * sums(bill.back, LONGEST_WAIT)[months] - bill.fixed * months


def verdict_of(x, f) -> str:
    if x.stage == "pre-pmf" or outlives(f):
        return "too-early"
    now = npv_of(f.bill, f.team, 0, *f.split)
    if now <= 0 or any(npv_of(f.bill, f.team, start, *f.split) > now for start in (1, STARTS - 1)):
        return "too-early"
    return "too-late" if f.cost_of_waiting_usd is not None and f.cost_of_waiting_usd > f.build_cost_usd else "in-window"


def outlives(f) -> bool:
    """Whether the cash is gone before the build has paid back."""
    return f.runway_after_months is not None and (f.payback_months is None or f.payback_months > f.runway_after_months)


def edges(x, f) -> dict[str, tuple]:
    """Where the verdict may turn by the inputs that only move money: exact, since each enters one comparison alone."""
    back, left = f.payback_months, x.cash_usd - f.build_cost_usd
    late = next((month for month in range(1, LONGEST_WAIT + 1) if f.bill.back and lost(f.bill, month) > f.build_cost_usd), None)
    return {
        "cash_usd": () if back is None else (back * x.burn_usd_month + f.build_cost_usd,),
        "burn_usd_month": (f.build_cost_usd * 0, left / back) if back and left > 0 else (f.build_cost_usd * 0,),
        "months_already_waited": () if late is None else (exact(late),),
    }


def sampled(columns: dict[str, list], n: int) -> dict[str, list]:
    """The outputs for `n` sets of inputs, in floats."""
    rows = [figured(SimpleNamespace(**dict(zip(columns, values, strict=True)))) for values in zip(*columns.values(), strict=True)]
    return {id: [getattr(row, id) for row in rows] for id in FIGURES}
