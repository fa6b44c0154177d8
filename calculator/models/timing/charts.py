"""What timing shows: the worth of a start, by its month."""

from typing import Any

from calculator.formulas.charts import Axis, Lines, Moment, Series, column, money
from calculator.numbers.display import counted, usd


def worth_of_start(inputs: dict[str, Any], outputs: dict[str, Any]) -> list[Lines]:
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
