"""E1: where a spend that grows by a steady rate will be, and when it passes each mark."""

from typing import Any

from calculator.data import thresholds
from calculator.formulas.charts import QUIET, Axis, Level, Lines, Moment, Series, money
from calculator.formulas.functions import compounded, grown, numbered, percent, periods_until, periods_until_below, trailing
from calculator.formulas.model import Calculator, Output, View, given
from calculator.formulas.said import Said, expected
from calculator.numbers.display import after, count, counted, told_apart, usd, usd_short

NEAR_TOP = (3, 2)  # marks further above the highest point than this would press the line to the floor


def growth_pct_year(growth_pct_quarter):
    return percent(grown(growth_pct_quarter) ** 4 - 1)


def end_run_rate_usd_year(run_rate_usd_year, growth_pct_quarter, quarters):
    return run_rate_usd_year * grown(growth_pct_quarter) ** quarters


def quarter_numbers(quarters):
    return numbered(0, quarters)


def run_rates_usd_year(run_rate_usd_year, growth_pct_quarter, quarters):
    return compounded(run_rate_usd_year, grown(growth_pct_quarter), quarters + 1)


def spends_usd_quarter(run_rates_usd_year):
    return [run_rate / 4 for run_rate in run_rates_usd_year]


def trailing_usd_year(spends_usd_quarter):
    return trailing(spends_usd_quarter, 4)


def marks(run_rate_marks_usd_year):
    """The marks of the run rate."""
    return [{"threshold_usd_year": mark} for mark in run_rate_marks_usd_year]


def quarters_until_mark(run_rate_usd_year, threshold_usd_year, growth_pct_quarter):
    return periods_until(run_rate_usd_year, threshold_usd_year, growth_pct_quarter)


def quarters_until_below(run_rate_usd_year, threshold_usd_year, growth_pct_quarter):
    return periods_until_below(run_rate_usd_year, threshold_usd_year, growth_pct_quarter)


def said(v: View) -> Said:
    (rate,) = told_apart(v.end_run_rate_usd_year, given=(v.run_rate_usd_year,))
    verdict = f"{rate} a year in {counted(v.quarters, 'quarters')}."
    grows = f"{given(v, 'run_rate_usd_year')} changes by {given(v, 'growth_pct_quarter')}"
    to_come = [mark for mark in v.crossings if mark["quarters"]]
    if not to_come:
        return said_of_a_fall(v, verdict, grows)
    first, last = to_come[0]["threshold_usd_year"], to_come[-1]
    month = expected(v, 3 * to_come[0]["quarters"])
    passes, on = ("passes", "") if last["quarters"] <= v.quarters else ("would pass", ", if it went on like that")
    why = f"{grows}; it {passes} {usd(last['threshold_usd_year'])} after {counted(last['quarters'], 'quarters')}{on}."
    return Said(verdict, why, f"when the run rate passes {usd(first)}{month}")


def said_of_a_fall(v: View, verdict: str, changes: str) -> Said:
    """Of a bill that reaches no mark any more: the last that it falls below in the table, and the next."""
    fallen, ahead = falls(v), [mark for mark in reversed(v.crossings) if mark["below_quarters"]]
    words = f"; it falls below {usd(fallen[0]['threshold_usd_year'])} {after(fallen[0]['below_quarters'], 'quarters')}" if fallen else ""
    if not ahead:
        return Said(verdict, f"{changes}{words}.")
    next_mark, month = usd(ahead[0]["threshold_usd_year"]), expected(v, 3 * ahead[0]["below_quarters"])
    return Said(verdict, f"{changes}{words}.", f"when the run rate falls below {next_mark}{month}")


def falls(v: View) -> list[dict[str, Any]]:
    """The marks that the bill falls below in the table, the lowest first."""
    return [c for c in v.crossings if c["below_quarters"] is not None and c["below_quarters"] <= v.quarters]


def warnings(v: View) -> list[str]:
    found, paid, rate, lasts = [], v.trailing_usd_year[-1], v.end_run_rate_usd_year, thresholds["growth_lasts_months"].value
    if 3 * v.quarters > lasts and v.growth_pct_quarter > 0:
        there = usd(v.run_rates_usd_year[lasts // 3])
        found.append(
            f"Growth seldom lasts so long: after {counted(lasts, 'months')}, where the other calculators let it end, the run rate is {there} a year. What follows is arithmetic, not a forecast."
        )
    if paid is not None and rate != paid:
        bills, run_rate = told_apart(paid, rate)
        found.append(
            f"Run rate is not what was paid: over the last four quarters of the table the bills add up to {bills}, against a run rate of {run_rate}."
        )
    return found


def run_rate(v: View) -> list[Lines]:
    rates, crossings = v.run_rates_usd_year, v.crossings
    highest, ahead = max(rates), passing(v) or falling(v)
    levels = [c["threshold_usd_year"] for c in crossings if c["threshold_usd_year"] * NEAR_TOP[1] <= highest * NEAR_TOP[0]]
    passed = [f"{usd_short(c['threshold_usd_year'])} {when(c, v.quarters)}" for c in crossings]
    series = [Series("run rate", tuple(enumerate(rates)), "closed")]
    if v.trailing_usd_year[-1] is not None:
        series.append(Series("paid in the last year", tuple(enumerate(v.trailing_usd_year)), QUIET))
    return [
        Lines(
            id="run-rate",
            title=finding(v),
            unit="Run rate in US dollars a year, by quarters from now",
            told=f"The run rate goes from {given(v, 'run_rate_usd_year')} to {usd(rates[-1])} a year in {counted(v.quarters, 'quarters')}. "
            f"The marks: {'; '.join(passed)}",
            x=Axis("quarters from now", whole=True),
            y=Axis("US dollars a year", money),
            series=tuple(series),
            levels=tuple(Level(mark, usd_short(mark)) for mark in levels),
            moments=tuple(
                Moment(at, c["threshold_usd_year"], f"quarter {count(at)}" if c is ahead[-1] else "")
                for c in ahead
                for at in (c["quarters"] or c["below_quarters"],)
            ),
            basis="Your numbers; marks",
            sources=(thresholds["run_rate_marks_usd_year"].source,),
        )
    ]


def passing(v: View) -> list[dict[str, Any]]:
    """The marks that are passed in the picture."""
    return [c for c in v.crossings if c["quarters"] and c["quarters"] <= v.quarters]


def falling(v: View) -> list[dict[str, Any]]:
    """The marks at which the line of the picture goes down through them, the highest first: not those of a bill that ends at once."""
    return [c for c in reversed(falls(v)) if c["below_quarters"] and v.growth_pct_quarter > -100]


def finding(v: View) -> str:
    """The last mark that is passed in the picture, upwards or downwards, or that none is."""
    passed, fallen = passing(v), falls(v)
    if passed:
        return f"The bill passes {usd_short(passed[-1]['threshold_usd_year'])} a year after {counted(passed[-1]['quarters'], 'quarters')}"
    if fallen:
        return f"The bill falls below {usd_short(fallen[0]['threshold_usd_year'])} a year {after(fallen[0]['below_quarters'], 'quarters')}"
    return f"No mark is passed within {counted(v.quarters, 'quarters')}"


def when(mark: dict[str, Any], last: int) -> str:
    """When a mark is reached, or left again, in words."""
    reached, left = mark["quarters"], mark["below_quarters"]
    if reached is None:
        return "never"
    if left is None and not reached:
        return "reached already"
    at = reached or left
    return f"{'' if left is None else 'left again '}{after(at, 'quarters')}{', beyond this chart' if at > last else ''}"


CALCULATOR = Calculator(
    id="growth",
    code="E1",
    group="economics",
    title="Growth of the bill",
    question="Where will the bill be in some quarters, and when does it pass each mark?",
    inputs=("run_rate_usd_year", "growth_pct_quarter", "quarters"),
    outputs=(
        Output(end_run_rate_usd_year, "Run rate at the end", key=True),
        Output(growth_pct_year, "Growth of a year", key=True),
        Output(
            "crossings",
            "When the run rate passes each mark",
            kind="table",
            rows=marks,
            columns=(
                Output("threshold_usd_year", "Run rate", term="mark"),
                Output("quarters", "Quarters from now", none="never", by=quarters_until_mark),
                Output("below_quarters", "Falls below it again after", none="does not", by=quarters_until_below),
            ),
        ),
        Output(
            "rows",
            "Quarter by quarter",
            kind="table",
            columns=(
                Output("quarter", "Quarter", by=quarter_numbers),
                Output("run_rate_usd_year", "Run rate", by=run_rates_usd_year),
                Output("spend_usd_quarter", "Spend of the quarter", by=spends_usd_quarter),
                Output("trailing_usd_year", "Trailing twelve months", none="not yet known", by=trailing_usd_year),
            ),
        ),
    ),
    said=said,
    warnings=warnings,
    pictures=run_rate,
)
