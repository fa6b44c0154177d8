"""What break-even shows: the savings adding up, against the upfront cost."""

from typing import Any

from calculator.formulas.charts import Axis, Level, Lines, Moment, Series, column, money
from calculator.numbers.display import after, as_given, counted, full_count, told_apart, usd
from calculator.numbers.units import UNITS


def at_once_or_after(months: float) -> str:
    """On the scale of a picture less than a tenth of a month is at once, and longer words would not fit."""
    return after(months if full_count(months) != "0" else 0, "months")


def savings_chart(inputs: dict[str, Any], outputs: dict[str, Any]) -> list[Lines]:
    rows, upfront, months = outputs["rows"], inputs["upfront_usd"], outputs["break_even_months"]
    ahead = counted(rows[-1]["month"], "months")
    cost = as_given(upfront, UNITS["usd"])
    if months is None:
        (most,) = told_apart(outputs["best_recovered_usd"], given=(upfront,))
        words = f"It never reaches the upfront cost of {cost} within {ahead}; the most ever recovered is {most}."
    else:
        words = f"It reaches the upfront cost of {cost} {after(months, 'months')}."
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
