"""What timing shows: the worth of a start, by its month."""

from calculator.formulas.charts import INK, Axis, Lines, Moment, Series, money
from calculator.formulas.model import View
from calculator.formulas.routes import route
from calculator.numbers.display import counted, usd


def worth_of_start(v: View) -> list[Lines]:
    points, best = tuple(zip(v.starts, v.npvs_usd, strict=True)), v.best_start_month
    first, last = points[0], points[-1]
    words, moments = f"No start in {counted(len(points), 'months')} is worth more than it costs", []
    if best is not None:
        words = f"A start {'now' if not best else f'in {counted(best, "months")}'} is worth most: {usd(points[best][1])}"
        moments = [Moment(best, points[best][1], "best: now" if not best else f"best: in {counted(best, 'months')}")]
        if best and first[1] > 0:
            moments.append(Moment(0, first[1], "now"))
    return [
        Lines(
            id="worth-of-start",
            title=words,
            unit="What the build is worth today, in US dollars, by months until it starts",
            told=f"Net present value of the build: {usd(first[1])} if started now, {usd(last[1])} if started in {counted(last[0], 'months')}",
            x=Axis("start, months from now", whole=True),
            y=Axis("net present value, US dollars", money),
            series=(Series("net present value", points, route(v.verdict) or INK),),
            moments=tuple(moments),
        )
    ]
