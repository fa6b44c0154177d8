"""E1: where a spend that grows by a steady rate will be, and when it passes each mark."""

from calculator.data import thresholds
from calculator.formulas.answer import Answer, Trace
from calculator.formulas.charts import Axis, Level, Lines, Series, column, money
from calculator.formulas.model import Calculator, Output
from calculator.formulas.phrases import growing, until
from calculator.numbers.decimals import ONE, QUARTERS_PER_YEAR, exact, growth_factor, periods_to_reach
from calculator.numbers.units import counted, pct, price, usd, usd_short


def compute(x) -> Answer:
    factor = growth_factor(x.growth_pct_quarter)
    growth_year = (factor**QUARTERS_PER_YEAR - ONE) * 100

    rows, run_rate, spends = [], x.run_rate_usd_year, []
    for quarter in range(x.quarters + 1):
        spends.append(run_rate / QUARTERS_PER_YEAR)
        trailing = sum(spends[-QUARTERS_PER_YEAR:]) if len(spends) >= QUARTERS_PER_YEAR else None
        rows.append({"quarter": quarter, "run_rate_usd_year": run_rate, "spend_usd_quarter": spends[-1], "trailing_usd_year": trailing})
        run_rate *= factor

    marks = [exact(mark) for mark in thresholds["run_rate_marks_usd_year"].value]
    crossings = [{"threshold_usd_year": mark, "quarters": periods_to_reach(x.run_rate_usd_year, mark, factor)} for mark in marks]

    last = rows[-1]
    ahead = counted(x.quarters, "quarters")
    headline = f"At {pct(x.growth_pct_quarter)} a quarter, {usd_short(x.run_rate_usd_year)} a year becomes a run rate of {usd_short(last['run_rate_usd_year'])} in {ahead}"
    to_come = [c for c in crossings if c["quarters"]]
    headline += (
        f"; it passes {usd_short(to_come[-1]['threshold_usd_year'])} after {counted(to_come[-1]['quarters'], 'quarters')}."
        if to_come
        else "."
    )

    warnings = []
    if last["trailing_usd_year"] is not None and last["run_rate_usd_year"] > last["trailing_usd_year"]:
        paid = usd_short(last["trailing_usd_year"])
        warnings.append(
            f"Run rate is not what was paid: over the last four quarters of the table the bills add up to {paid}, against a run rate of {usd_short(last['run_rate_usd_year'])}."
        )

    growth_trace = Trace(
        "Growth of a year",
        "(1 + growth of a quarter) ^ 4 - 1, four quarters of growth",
        f"({growing(x.growth_pct_quarter)}) ^ 4 - 1",
        growth_year,
        output="growth_pct_year",
    )
    rate_trace = Trace(
        "Run rate at the end",
        "run rate today x (1 + growth of a quarter) ^ quarters",
        f"{price(x.run_rate_usd_year)} x ({growing(x.growth_pct_quarter)}) ^ {x.quarters}",
        last["run_rate_usd_year"],
        output="end_run_rate_usd_year",
    )
    spend_trace = Trace(
        "Spend of the last quarter",
        "run rate / 4",
        f"{price(last['run_rate_usd_year'])} / 4",
        last["spend_usd_quarter"],
        output=f"rows.{x.quarters}.spend_usd_quarter",
        steps=(rate_trace,),
    )
    trailing_trace = Trace(
        "Trailing at the end",
        "unknown before four quarters are known" if last["trailing_usd_year"] is None else "sum of the last four quarters' spend",
        f"{counted(len(spends), 'quarters')} in the table"
        if last["trailing_usd_year"] is None
        else " + ".join(price(spend) for spend in spends[-QUARTERS_PER_YEAR:]),
        last["trailing_usd_year"],
        output=f"rows.{x.quarters}.trailing_usd_year",
        steps=(spend_trace,),
    )
    mark_traces = tuple(
        Trace(
            f"Quarters until {usd_short(mark)}",
            *until(("run rate today", "mark"), x.run_rate_usd_year, mark, x.growth_pct_quarter, crossing["quarters"]),
            crossing["quarters"],
            thresholds["run_rate_marks_usd_year"].source,
            f"crossings.{place}.quarters",
        )
        for place, (mark, crossing) in enumerate(zip(marks, crossings, strict=True))
    )
    return Answer(
        outputs={"end_run_rate_usd_year": last["run_rate_usd_year"], "growth_pct_year": growth_year, "rows": rows, "crossings": crossings},
        headline=headline,
        trace=(growth_trace, rate_trace, trailing_trace, *mark_traces),
        warnings=tuple(warnings),
    )


NEAR_TOP = 1.5  # marks further above the highest point than this would press the line to the floor


def run_rate(inputs: dict, outputs: dict) -> list[Lines]:
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
            text=f"The run rate goes from {usd(rows[0]['run_rate_usd_year'])} to {usd(rows[-1]['run_rate_usd_year'])} a year in {counted(rows[-1]['quarter'], 'quarters')}. "
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
        Output(id="end_run_rate_usd_year", label="Run rate at the end", key=True),
        Output(id="growth_pct_year", label="Growth of a year", key=True),
        Output(
            id="crossings",
            label="When the run rate passes each mark",
            kind="table",
            columns=(
                Output(id="threshold_usd_year", label="Run rate"),
                Output(id="quarters", label="Quarters from now", none="never"),
            ),
        ),
        Output(
            id="rows",
            label="Quarter by quarter",
            kind="table",
            columns=(
                Output(id="quarter", label="Quarter"),
                Output(id="run_rate_usd_year", label="Run rate"),
                Output(id="spend_usd_quarter", label="Spend of the quarter"),
                Output(id="trailing_usd_year", label="Trailing twelve months", none="not yet known"),
            ),
        ),
    ),
    compute=compute,
    charts=run_rate,
)
