"""What break-even shows: the savings adding up, against the upfront cost."""

from typing import Any

from calculator.formulas.charts import Axis, Level, Lines, Moment, Series, column, money
from calculator.numbers.units import after, count, counted, usd


def at_once_or_after(months: float) -> str:
    """On the scale of a picture less than a tenth of a month is at once, and longer words would not fit."""
    return after(months if count(months) != "0" else 0, "months")


def saved(inputs: dict[str, Any], outputs: dict[str, Any]) -> list[Lines]:
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
