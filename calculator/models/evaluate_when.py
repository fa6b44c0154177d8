"""M1: is it time to evaluate open weights? The window of $10-20K a month, consistently."""

from calculator.formulas.functions import periods_until, run_at_least
from calculator.formulas.model import Calculator, Formula, Ordered, Output, View, given
from calculator.numbers.display import as_given, counted
from calculator.numbers.units import UNITS

STATUSES = {"not-yet": "Not yet", "watch": "Watch", "evaluate": "Evaluate now", "overdue": "Overdue"}


def last_usd_month(spend_history_usd_month):
    return spend_history_usd_month[-1]


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


def headline(v: View) -> str:
    lower, run = given(v, "evaluate_from_usd_month"), counted(v.months_at_or_above, "months")
    if v.status == "watch":
        return f"Watch: at or above {lower} for {run}; {given(v, 'consistent_months')} in a row make it consistent."
    if v.status == "evaluate":
        return f"Evaluate open weights now: at or above {lower} for {run} in a row."
    if v.status == "overdue":
        overdue = counted(v.overdue_months, "months")
        return f"Overdue: at or above {given(v, 'overdue_from_usd_month')} for {overdue} in a row; the evaluation should have been done."
    when = "never gets there at this growth"
    if v.months_until is not None:
        when = f"gets there in {counted(v.months_until, 'months')} at {given(v, 'usage_growth_pct_quarter')}"
    here, there = (as_given(value, UNITS["usd"]) for value in (v.last_usd_month, v.evaluate_from_usd_month))
    return f"Not yet: {here} a month is below {there} and {when}."


def warnings(v: View) -> list[str]:
    held = len(v.spend_history_usd_month)
    if held >= v.consistent_months:
        return []
    return [
        f"The history holds {counted(held, 'months')}, fewer than the {v.consistent_months} that count as consistent: the answer can be Watch at most."
    ]


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
    rules=(Ordered("evaluate_from_usd_month", "overdue_from_usd_month"),),
    steps=(
        Formula(last_usd_month, "Last month"),
        Formula(overdue_months, "In a row at or above the upper edge", term="months in a row at or above the upper edge"),
        Formula(quarters_until, "Quarters until the lower edge", none="never"),
    ),
    outputs=(
        Output(status, "Status", kind="choice", options=STATUSES, key=True, source="sf-tech-week-post"),
        Output(months_until, "Until the lower edge of the window", none="never at this growth", key=True, endless=True),
        Output(months_at_or_above, "In a row at or above the lower edge", key=True, term="months in a row at or above the lower edge"),
        Output("flips", "What would have to be true", kind="flips"),
    ),
    headline=headline,
    warnings=warnings,
    verdict="status",
    spread="status",
)
