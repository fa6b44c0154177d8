"""The charts of the calculators: from the inputs (a range stands there as its middle) and the outputs to declarations."""

from calculator.charts.declared import Axis, Bar, Bars, Level, Lines, Moment, Series, money
from calculator.inputs import VOCABULARY
from calculator.model import Output
from calculator.throughput import HOURS_PER_MONTH, MILLION, SECONDS_PER_HOUR
from calculator.units import after, count, counted, formatted, inside, price, rate, usd, usd_short

NEAR_TOP = 1.5  # marks further above the highest point than this would press the line to the floor
MOST_BARS = 8
LOAD_STEPS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3)  # parts of what the GPUs can carry


def column(rows: list[dict], x: str, y: str) -> tuple[tuple, ...]:
    return tuple((row[x], row[y]) for row in rows)


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


def at_once_or_after(months: float) -> str:
    """On the scale of a picture less than a tenth of a month is at once, and longer words would not fit."""
    return after(months if count(months) != "0" else 0, "months")


def saved(inputs: dict, outputs: dict) -> list[Lines]:
    rows, upfront, months = outputs["rows"], inputs["upfront_usd"], outputs["break_even_months"]
    ahead = counted(rows[-1]["month"], "months")
    if months is None:
        words = f"It never reaches the upfront cost of {usd(upfront)} within {ahead}; the most ever recovered is {usd(outputs['best_recovered_usd'])}."
    else:
        words = f"It reaches the upfront cost of {usd(upfront)} {after(months, 'months')}."
    return [
        Lines(
            id="saved",
            title="Saved so far, against the upfront cost",
            text=f"The sum of the savings stands at {usd(rows[-1]['cumulative_saving_usd'])} after {ahead}. {words}",
            x=Axis(label="months from the start", whole=True),
            y=Axis(label="US dollars", words=money),
            series=(Series(label="saved so far", points=((0, 0.0), *column(rows, "month", "cumulative_saving_usd"))),),
            levels=(Level(upfront, "upfront"),),
            moments=() if months is None else (Moment(months, upfront, f"pays back {at_once_or_after(months)}"),),
        )
    ]


def worth_of_start(inputs: dict, outputs: dict) -> list[Lines]:
    points, best = column(outputs["npv_by_start_month"], "start_month", "npv_usd"), outputs["best_start_month"]
    first, last = points[0], points[-1]
    words = "No start is worth more than it costs."
    if best is not None:
        words = f"The best start is {'now' if not best else f'in {counted(best, "months")}'}, worth {usd(points[best][1])}."
    return [
        Lines(
            id="worth-of-start",
            title="What a start is worth, by its month",
            text=f"Net present value of the build: {usd(first[1])} if started now, {usd(last[1])} if started in {counted(last[0], 'months')}. {words}",
            x=Axis(label="start, months from now", whole=True),
            y=Axis(label="net present value, US dollars", words=money),
            series=(Series(label="net present value", points=points),),
            moments=()
            if best is None
            else (Moment(best, points[best][1], "best start: now" if not best else f"best start: in {counted(best, 'months')}"),),
        )
    ]


def price_by_load(inputs: dict, outputs: dict) -> list[Lines]:
    """What a million output tokens cost on the GPUs of the answer, at any load: the whole bill over what they serve."""
    month, tokens, load = outputs["usd_month"], inputs["output_tokens"], inputs["requests_per_second"]
    seconds = HOURS_PER_MONTH * SECONDS_PER_HOUR
    full = outputs["tokens_per_second"] * 100 / outputs["utilisation_pct"] / tokens

    def cost(requests: float) -> float:
        return month * MILLION / (min(requests, full) * tokens * seconds)

    if not month:
        return []
    loads = sorted(
        {full * step for step in LOAD_STEPS}
        | {load, *(() if load > full / 1000 else (load / 3,)), *(() if load < full * 3 else (load * 3,))}
    )
    levels, beside = [], []
    for name, output in (("hosted", "hosted_usd_month"), ("your API", "api_usd_month")):
        if outputs[output]:
            level = outputs[output] * MILLION / (load * tokens * seconds)
            levels.append(Level(level, name))
            beside.append(f"{'open weights hosted by others' if name == 'hosted' else 'the API you call today'} {price(level)}")
    machines = counted(outputs["gpus"], "GPUs")
    return [
        Lines(
            id="price-by-load",
            title=f"Price of a million output tokens on {machines}, by load",
            text=f"The bill of {usd(month)} over the tokens served: {price(cost(load))} a million at your {rate(load)} requests a second, falling to {price(cost(full))} "
            f"at {rate(full)}, when the GPUs are full; from there on requests wait. {'For the same load: ' + ', '.join(beside) + '.' if beside else ''}".strip(),
            x=Axis(label="requests a second", words=rate, log=True),
            y=Axis(label="US dollars a million output tokens", words=money, log=True),
            series=(Series(label="self-hosted", points=tuple((x, cost(x)) for x in loads)),),
            levels=tuple(levels),
            moments=(Moment(load, cost(load), "your load"), Moment(full, cost(full), "GPUs full")),
        )
    ]


def tornado(target: Output, middle: object, drivers: list[dict]) -> Bars | None:
    """What each range alone does to the output that the spread explains; None where that is no number."""
    ends = [driver[end] for driver in drivers for end in ("at_low", "at_high")]
    if target.kind != "value" or all(end is None for end in ends):
        return None
    none = "never" if target.endless else "none"

    def words(value: float | None) -> str:
        return none if value is None else formatted(value, target.unit)

    bars = tuple(Bar(VOCABULARY[driver["input"]].label, driver["at_low"], driver["at_high"]) for driver in drivers[:MOST_BARS])
    told = "; ".join(f"{bar.label}: {words(bar.at_low)} at its low end, {words(bar.at_high)} at its high end" for bar in bars)
    money_too = target.unit.form in ("usd", "price")
    unit = target.unit.words
    return Bars(
        id="drivers",
        title=f"What each range alone does: {inside(target.label)}",
        text=f"{told}. With every range at its middle: {words(middle)}.",
        x=Axis(label=unit or target.label, words=money if money_too else count),
        middle=middle,
        bars=bars,
        none=none,
        endless=target.endless,
    )
