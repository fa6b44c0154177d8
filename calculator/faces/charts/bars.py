"""Draw a tornado: what each input alone does to the answer, the one that explains most on top."""

from calculator.faces.charts.ink import GAP, ROW, WIDTH, box, line, room, text
from calculator.faces.charts.lines import ticks_below
from calculator.faces.charts.scale import Scale, linear
from calculator.formulas.charts import Bars

BAR = 18
STEP = ROW + BAR + 10  # from one bar to the next, its name above it


def scale(chart: Bars) -> Scale:
    ends = [end for bar in chart.bars for end in (bar.at_low, bar.at_high, chart.middle) if end is not None]
    return linear(ends, most=4)


def draw(chart: Bars) -> tuple[str, float]:
    """The inside of the SVG, and its height."""

    def words(value: float | None) -> str:
        return chart.none if value is None else chart.x.words(value)

    margin = max(room(words(end)) for bar in chart.bars for end in (bar.at_low, bar.at_high)) + GAP
    across = scale(chart).moved(margin, WIDTH - margin)

    def place(value: float | None) -> float | None:
        if value is None:
            return across.end if chart.endless else None
        return across.at(value)

    top = 2.0 * ROW
    bottom = top + STEP * len(chart.bars)
    drawn = [box(0, GAP, ROW, 12, "pb-low", False), text(ROW + GAP, ROW, "low end of the range")]
    drawn += [box(WIDTH / 2, GAP, ROW, 12, "pb-high", True), text(WIDTH / 2 + ROW + GAP, ROW, "high end")]
    drawn += [line(across.at(tick), top, across.at(tick), bottom, "pb-zero" if tick == 0 else "pb-grid") for tick in across.ticks]
    middle = place(chart.middle)
    if middle is not None:
        drawn.append(line(middle, top, middle, bottom, "pb-moment", "2 3"))
    for at, bar in enumerate(chart.bars):
        y = top + STEP * at + ROW
        drawn.append(text(0, y - 1, bar.label, name="pb-name"))
        ends = [(place(bar.at_low), "pb-low", bar.at_low), (place(bar.at_high), "pb-high", bar.at_high)]
        start = middle if middle is not None else next((x for x, _, _ in ends if x is not None), across.start)
        lower = min(ends, key=lambda end: across.start - 1 if end[0] is None else end[0])
        for end in ends:
            x, name, value = end
            if x is not None:
                drawn.append(box(min(x, start), y + 5, abs(x - start), BAR, name, name == "pb-high"))
            edge = (start if x is None else x), y + BAR
            drawn.append(text(edge[0] - GAP, edge[1], words(value), "end") if end is lower else text(edge[0] + GAP, edge[1], words(value)))
    return "".join([*drawn, *ticks_below(across, chart.x, bottom)]), bottom + 2 * ROW + 10
