"""M1: is it time to evaluate open weights? The window of $10-20K a month, consistently."""

import math
from typing import Any

from calculator.data import thresholds
from calculator.formulas.charts import Columns, Level, money
from calculator.formulas.functions import largest, percent, periods_until, run_at_least
from calculator.formulas.model import Calculator, Formula, Ordered, Output, View, given
from calculator.formulas.routes import route
from calculator.formulas.said import Due, Said, expected, first_day, grows_in
from calculator.numbers.constants import MONTHS_PER_YEAR
from calculator.numbers.dates import months_after
from calculator.numbers.display import as_given, counted, pct
from calculator.numbers.units import UNITS

WEEKS_PER_YEAR = 52
RECENT = 3  # of the history's steps from month to month show its own pace
FARTHEST = 24  # months: a pace that takes longer to get anywhere contradicts nothing
STATUSES = {"not-yet": "Not yet", "watch": "Watch", "evaluate": "Evaluate now", "overdue": "Overdue"}


def last_usd_month(spend_history_usd_month):
    return spend_history_usd_month[-1]


def highest_usd_month(spend_history_usd_month):
    return largest(spend_history_usd_month)


def fall_from_peak_pct(last_usd_month, highest_usd_month):
    return percent((highest_usd_month - last_usd_month) / highest_usd_month) if highest_usd_month > 0 else 0


def months_at_or_above(spend_history_usd_month, evaluate_from_usd_month):
    return run_at_least(spend_history_usd_month, evaluate_from_usd_month)


def overdue_months(spend_history_usd_month, overdue_from_usd_month):
    return run_at_least(spend_history_usd_month, overdue_from_usd_month)


def status(last_usd_month, months_at_or_above, overdue_months, evaluate_from_usd_month, consistent_months):
    if last_usd_month < evaluate_from_usd_month:
        return "not-yet"
    if overdue_months >= consistent_months:
        return "overdue"
    return "evaluate" if months_at_or_above >= consistent_months else "watch"


def quarters_until(last_usd_month, evaluate_from_usd_month, usage_growth_pct_quarter):
    return periods_until(last_usd_month, evaluate_from_usd_month, usage_growth_pct_quarter)


def months_until(quarters_until):
    return 3 * quarters_until


def has_fallen(v: View) -> bool:
    return bool(v.fall_from_peak_pct >= thresholds["fall_said_from_pct"].value)


def evaluated(v: View) -> Due:
    """The day by which the evaluation that is asked for can be done."""
    months = math.ceil(thresholds["evaluation_to_weeks"].value * MONTHS_PER_YEAR / WEEKS_PER_YEAR)
    return Due(months_after(first_day(v), months), "by when an evaluation can be done", "")


def said(v: View) -> Said:
    lower, run = given(v, "evaluate_from_usd_month"), counted(v.months_at_or_above, "months")
    if v.status == "watch":
        why = f"At or above {lower} for {run}; {given(v, 'consistent_months')} in a row make it consistent."
        return Said("Watch.", why, f"after {counted(v.consistent_months - v.months_at_or_above, 'months')} more at or above {lower}")
    fall = f"{pct(v.fall_from_peak_pct)} from {as_given(v.highest_usd_month, UNITS['usd'])}" if has_fallen(v) else ""
    if v.status == "evaluate":
        verdict, though = ("Evaluate on the new bill.", f", though it fell by {fall}") if fall else ("Evaluate open weights now.", "")
        return Said(verdict, f"At or above {lower} for {run} in a row{though}.", "sooner if it is", evaluated(v))
    if v.status == "overdue":
        upper, overdue = given(v, "overdue_from_usd_month"), counted(v.overdue_months, "months")
        though = f", and the bill that it could lower has since fallen by {fall}" if fall else ""
        why = f"At or above {upper} for {overdue} in a row, so the evaluation should have been done{though}."
        return Said("Overdue.", why, "sooner if it is", evaluated(v))
    here, there = (as_given(value, UNITS["usd"]) for value in (v.last_usd_month, v.evaluate_from_usd_month))
    if v.months_until is None:
        return Said("Not yet.", f"{here} a month is below {there} and never gets there at this growth.", f"when the bill reaches {lower}")
    growth = given(v, "usage_growth_pct_quarter")
    why = f"{here} a month is below {there} and gets there in {counted(v.months_until, 'months')} at {growth}."
    return Said("Not yet.", why, f"when the bill reaches {lower}{expected(v, v.months_until)}")


def pace(history: list[Any]) -> float:
    """The factor by which the last months grew from one to the next; 1 where they cannot tell."""
    first, *rest = map(float, history[-RECENT - 1 :])
    return (rest[-1] / first) ** (1 / len(rest)) if rest and first > 0 else 1.0


def contradicted(v: View) -> str:
    """Where the growth given and the history that it follows lead to the window at quite different times."""
    here, edge, grows = float(v.last_usd_month), float(v.evaluate_from_usd_month), pace(v.spend_history_usd_month)
    until = grows_in(here, edge, grows) if v.status == "not-yet" else None
    if until is None or until > FARTHEST or (v.months_until is not None and v.months_until <= 2 * until + 1):
        return ""
    months = counted(min(RECENT + 1, len(v.spend_history_usd_month)), "months")
    when = "within a month" if until < 1 else f"in {counted(until, 'months')}"
    return f"Over the last {months} the bill grew by {pct(100 * (grows - 1))} a month: at that pace it reaches the lower edge {when}, and not as the growth given has it."


def shrinking(v: View) -> str:
    """When a bill that falls leaves the window again."""
    here, edge, left = v.last_usd_month, v.evaluate_from_usd_month, float(1 + v.usage_growth_pct_quarter / 100)
    if v.status == "not-yet" or left >= 1 or edge <= 0:
        return ""
    if left <= 0:
        return f"At {given(v, 'usage_growth_pct_quarter')} there is soon no bill to lower."
    until = 3 * (grows_in(float(edge), float(here), 1 / left) or 0)  # as one that grows from there on would take
    return f"At {given(v, 'usage_growth_pct_quarter')} the bill is below {given(v, 'evaluate_from_usd_month')} again in {counted(until, 'months')}: reckon any saving on what is left by then."


def warnings(v: View) -> list[str]:
    found, held = [], len(v.spend_history_usd_month)
    if has_fallen(v):
        here, there = (as_given(value, UNITS["usd"]) for value in (v.last_usd_month, v.highest_usd_month))
        found.append(
            f"The bill fell by {pct(v.fall_from_peak_pct)}, from {there} in its highest month to {here}: reckon any saving on the new bill, and watch until that has stayed for {counted(v.consistent_months, 'months')}."
        )
    found += filter(None, (contradicted(v), shrinking(v)))
    if held < v.consistent_months:
        found.append(
            f"The history holds {counted(held, 'months')}, fewer than the {v.consistent_months} that count as consistent: the answer can be Watch at most."
        )
    return found


def picture(v: View) -> list[Columns]:
    ages = range(len(v.spend_history_usd_month) - 1, -1, -1)
    names = [f"{counted(age, 'months')} before" if age else "last month" for age in ages]
    run = {"overdue": v.overdue_months, "not-yet": 1}.get(v.status, v.months_at_or_above)
    return [
        Columns(
            id="months",
            title=finding(v),
            unit="API bill of each month, in US dollars",
            columns=tuple(zip(names, v.spend_history_usd_month, strict=True)),
            levels=(
                Level(v.evaluate_from_usd_month, f"evaluate from {money(v.evaluate_from_usd_month)}"),
                Level(v.overdue_from_usd_month, f"overdue from {money(v.overdue_from_usd_month)}"),
            ),
            look=route(v.status),
            strong=int(run),
            words=money,
            basis="Your bills; the window",
            sources=(thresholds["evaluate_from_usd_month"].source,),
        )
    ]


def finding(v: View) -> str:
    lower, upper = given(v, "evaluate_from_usd_month"), given(v, "overdue_from_usd_month")
    if v.status == "overdue":
        return f"{counted(v.overdue_months, 'months')} in a row at or above {upper}"
    if v.status == "not-yet":
        until = "" if v.months_until is None else f", which is {counted(v.months_until, 'months')} away at this growth"
        return f"Last month was below {lower}{until}"
    return f"{counted(v.months_at_or_above, 'months')} in a row at or above {lower}"


CALCULATOR = Calculator(
    id="evaluate-when",
    code="M1",
    group="mistakes",
    title="When to evaluate",
    question="Is it time to evaluate open weights, or is it too early, or overdue?",
    inputs=(
        "spend_history_usd_month",
        "usage_growth_pct_quarter",
        "consistent_months",
        "evaluate_from_usd_month",
        "overdue_from_usd_month",
    ),
    folded={
        "The rule’s own lines": ("consistent_months", "evaluate_from_usd_month", "overdue_from_usd_month"),
    },
    rules=(Ordered("evaluate_from_usd_month", "overdue_from_usd_month"),),
    steps=(
        Formula(last_usd_month, "Last month"),
        Formula(highest_usd_month, "Highest month"),
        Formula(overdue_months, "In a row at or above the upper edge", term="months in a row at or above the upper edge"),
        Formula(quarters_until, "Quarters until the lower edge", none="never"),
    ),
    outputs=(
        Output(status, "Status", kind="choice", options=STATUSES, key=True, source="sf-tech-week-post"),
        Output(months_until, "Until the lower edge of the window", none="never at this growth", key=True, endless=True),
        Output(months_at_or_above, "In a row at or above the lower edge", key=True, term="months in a row at or above the lower edge"),
        Output(fall_from_peak_pct, "Last month below the highest by"),
        Output("flips", "What would have to be true", kind="flips"),
    ),
    said=said,
    warnings=warnings,
    pictures=picture,
    verdict="status",
    spread="status",
)
