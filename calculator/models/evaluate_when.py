"""M1: is it time to evaluate open weights? The window of $10-20K a month, consistently."""

from calculator.errors import InputError, Written
from calculator.formulas.answer import Answer
from calculator.formulas.trace import Trace
from calculator.formulas.old_flips import flips
from calculator.formulas.model import Calculator, Output
from calculator.formulas.phrases import until
from calculator.inputs.kinds import number_text
from calculator.numbers.decimals import MONTHS_PER_QUARTER, exact, growth_factor, periods_to_reach
from calculator.numbers.units import counted, pct, told_apart, usd

STATUSES = {"not-yet": "Not yet", "watch": "Watch", "evaluate": "Evaluate now", "overdue": "Overdue"}
POST = "sf-tech-week-post"


def unbroken(history, edge) -> int:
    """Months at or above `edge` up to now without a gap."""
    months = 0
    for spend in reversed(history):
        if spend < edge:
            break
        months += 1
    return months


def decide(x) -> str:
    history, needed = x.spend_history_usd_month, x.consistent_months
    if history[-1] < x.evaluate_from_usd_month:
        return "not-yet"
    if unbroken(history, x.overdue_from_usd_month) >= needed:
        return "overdue"
    return "evaluate" if unbroken(history, x.evaluate_from_usd_month) >= needed else "watch"


def flips_of(x) -> dict:
    """The edges may turn the status where a month of the history stands, the months in a row where one of the two runs ends."""
    history, runs = (
        x.spend_history_usd_month,
        {unbroken(x.spend_history_usd_month, edge) for edge in (x.evaluate_from_usd_month, x.overdue_from_usd_month)},
    )
    edges = {
        "usage_growth_pct_quarter": (),
        "consistent_months": [exact(run) for run in runs],
        "evaluate_from_usd_month": history,
        "overdue_from_usd_month": history,
    }
    today = decide(x)
    # A window upside down is refused as an input, so it is no way to another status.
    return flips(
        CALCULATOR.inputs, x, lambda other: today if other.overdue_from_usd_month < other.evaluate_from_usd_month else decide(other), edges
    )


def compute(x) -> Answer:
    lower, upper, needed = x.evaluate_from_usd_month, x.overdue_from_usd_month, x.consistent_months
    if upper < lower:
        raise InputError(
            "overdue_from_usd_month", f"must be at least evaluate_from_usd_month, {number_text(lower)}", Written(number_text(upper))
        )
    history, last = x.spend_history_usd_month, x.spend_history_usd_month[-1]
    above_lower, above_upper = unbroken(history, lower), unbroken(history, upper)

    status = decide(x)

    factor = growth_factor(x.usage_growth_pct_quarter)
    quarters = periods_to_reach(last, lower, factor)
    months_until = None if quarters is None else quarters * MONTHS_PER_QUARTER

    run = counted(above_lower, "months")
    if status == "not-yet":
        when = (
            "never gets there at this growth"
            if months_until is None
            else f"gets there in {counted(months_until, 'months')} at {pct(x.usage_growth_pct_quarter)} a quarter"
        )
        here, there = told_apart(last, lower)
        headline = f"Not yet: {here} a month is below {there} and {when}."
    elif status == "watch":
        headline = f"Watch: at or above {usd(lower)} a month for {run}; {counted(needed, 'months')} in a row make it consistent."
    elif status == "evaluate":
        headline = f"Evaluate open weights now: at or above {usd(lower)} a month for {run} in a row."
    else:
        headline = f"Overdue: at or above {usd(upper)} a month for {counted(above_upper, 'months')} in a row; the evaluation should have been done."

    warnings = []
    if len(history) < needed:
        warnings.append(
            f"The history holds {counted(len(history), 'months')}, fewer than the {needed} that count as consistent: the answer can be Watch at most."
        )

    run_trace = Trace(
        "Months at or above the lower edge",
        "unbroken run up to the last month",
        f"{' '.join(usd(spend) for spend in history)} against {usd(lower)}",
        above_lower,
        output="months_at_or_above",
    )
    until_trace = Trace(
        "Months until the lower edge",
        *until(("last month", "lower edge"), last, lower, x.usage_growth_pct_quarter, months_until, times="3 x "),
        months_until,
        output="months_until",
    )
    rule = "not yet below the lower edge; overdue when the last months are all at or above the upper edge; evaluate when all are at or above the lower; else watch"
    numbers = (
        f"last month {usd(last)}; {above_lower} in a row at {usd(lower)} or more, {above_upper} at {usd(upper)} or more; {needed} needed"
    )
    return Answer(
        outputs={"status": status, "months_until": months_until, "months_at_or_above": above_lower, "flips": flips_of(x)},
        headline=headline,
        trace=(Trace("Status", rule, numbers, status, POST, "status", steps=(run_trace,)), run_trace, until_trace),
        warnings=tuple(warnings),
    )


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
    outputs=(
        Output("status", "Status", kind="choice", options=STATUSES, key=True),
        Output("months_until", "Until the lower edge of the window", none="never at this growth", key=True, endless=True),
        Output("months_at_or_above", "In a row at or above the lower edge", key=True),
        Output("flips", "What would have to be true", kind="flips"),
    ),
    compute=compute,
    verdict="status",
    spread="status",
)
