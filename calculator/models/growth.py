"""E1: where a spend that grows by a steady rate will be, and when it passes each mark."""

from typing import Any

from calculator.formulas.charts import Axis, Level, Lines, Series, column, money
from calculator.formulas.functions import compounded, grown, numbered, percent, periods_until, trailing
from calculator.formulas.model import Calculator, Output, View, given
from calculator.formulas.said import Said, expected
from calculator.numbers.display import as_given, counted, told_apart, usd, usd_short
from calculator.numbers.units import UNITS

NEAR_TOP = 1.5  # marks further above the highest point than this would press the line to the floor


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


def said(v: View) -> Said:
    (rate,) = told_apart(v.end_run_rate_usd_year, given=(v.run_rate_usd_year,))
    verdict = f"{rate} a year in {counted(v.quarters, 'quarters')}."
    grows = f"{given(v, 'run_rate_usd_year')} changes by {given(v, 'growth_pct_quarter')}"
    to_come = [mark for mark in v.crossings if mark["quarters"]]
    if not to_come:
        return Said(verdict, f"{grows}.")
    first, last = to_come[0]["threshold_usd_year"], to_come[-1]
    month = expected(v, 3 * to_come[0]["quarters"])
    why = f"{grows}; it passes {usd(last['threshold_usd_year'])} after {counted(last['quarters'], 'quarters')}."
    return Said(verdict, why, f"when the run rate passes {usd(first)}{month}")


def warnings(v: View) -> list[str]:
    paid, rate = v.trailing_usd_year[-1], v.end_run_rate_usd_year
    if paid is None or rate <= paid:
        return []
    bills, run_rate = told_apart(paid, rate)
    return [
        f"Run rate is not what was paid: over the last four quarters of the table the bills add up to {bills}, against a run rate of {run_rate}."
    ]


def run_rate(inputs: dict[str, Any], outputs: dict[str, Any]) -> list[Lines]:
    rows, crossings = outputs["rows"], outputs["crossings"]
    highest = max(row["run_rate_usd_year"] for row in rows)
    levels = tuple(
        Level(c["threshold_usd_year"], usd_short(c["threshold_usd_year"]))
        for c in crossings
        if c["threshold_usd_year"] <= highest * NEAR_TOP
    )
    passed = [f"{usd_short(c['threshold_usd_year'])} {when(c['quarters'], rows[-1]['quarter'])}" for c in crossings]
    series = [Series(label="run rate", points=column(rows, "quarter", "run_rate_usd_year"))]
    if any(row["trailing_usd_year"] is not None for row in rows):
        series.append(Series(label="trailing twelve months", points=column(rows, "quarter", "trailing_usd_year")))
    return [
        Lines(
            id="run-rate",
            title="Run rate by quarter",
            text=f"The run rate goes from {as_given(rows[0]['run_rate_usd_year'], UNITS['usd'])} to {usd(rows[-1]['run_rate_usd_year'])} a year in {counted(rows[-1]['quarter'], 'quarters')}. "
            f"The marks: {'; '.join(passed)}.",
            x=Axis(label="quarters from now", whole=True),
            y=Axis(label="US dollars a year", words=money),
            series=tuple(series),
            levels=levels,
        )
    ]


def when(quarters: float | None, last: int) -> str:
    if quarters is None:
        return "never"
    if not quarters:
        return "reached already"
    return f"after {counted(quarters, 'quarters')}{', beyond this chart' if quarters > last else ''}"


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
    charts=run_rate,
)
