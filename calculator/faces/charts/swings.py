"""Draw a tornado: what each input alone does to the answer, the one that explains most on top."""

from operator import itemgetter

from calculator.faces.charts.ink import GAP, Paper, box, line, room, text, wrapped
from calculator.faces.charts.lines import ticks_below
from calculator.faces.charts.scale import Scale, linear
from calculator.formulas.charts import Tornado

BAR = 16


def scale(chart: Tornado) -> Scale:
    ends = [end for bar in chart.bars for end in (bar.at_low, bar.at_high, chart.middle) if end is not None]
    return linear(ends, most=4)


def on(chart: Tornado, paper: Paper) -> tuple[str, float]:
    """The inside of the SVG, and its height."""

    def words(value: float | None) -> str:
        return chart.none if value is None else chart.x.words(value)

    margin = max(room(words(end), paper) for bar in chart.bars for end in (bar.at_low, bar.at_high)) + GAP
    across = scale(chart).moved(margin, paper.width - margin)

    def place(value: float | None) -> float | None:
        if value is None:
            return across.end if chart.endless else None
        return across.at(value)

    names = [wrapped(bar.label, paper.width, paper) for bar in chart.bars]
    top = 2.0 * paper.row
    bottom = top + sum(len(lines) * paper.row + BAR + 14 for lines in names)
    half = paper.width / 2
    drawn = [box(0, GAP, paper.row, 12, "pb-low", False), text(paper.row + GAP, paper.row, "at its low end")]
    drawn += [box(half, GAP, paper.row, 12, "pb-high"), text(half + paper.row + GAP, paper.row, "at its high end")]
    drawn += [line(across.at(tick), top, across.at(tick), bottom, "pb-zero" if tick == 0 else "pb-grid") for tick in across.ticks]
    middle = place(chart.middle)
    if middle is not None:
        drawn.append(line(middle, top, middle, bottom, "pb-moment", "2 3"))
    y = top
    for bar, lines in zip(chart.bars, names, strict=True):
        drawn += [text(0, y + paper.row * (at + 1) - 1, line_of, name="pb-name") for at, line_of in enumerate(lines)]
        y += paper.row * len(lines)
        ends = [(place(bar.at_low), "pb-low", bar.at_low), (place(bar.at_high), "pb-high", bar.at_high)]
        start = middle if middle is not None else next((x for x, _, _ in ends if x is not None), across.start)
        drawn += [box(min(x, start), y + 5, abs(x - start), BAR, name, name == "pb-high") for x, name, _ in ends if x is not None]
        (one, lower), (other, higher) = sorted(((start if x is None else x, words(value)) for x, _, value in ends), key=itemgetter(0))
        drawn += [text(one - GAP, y + BAR + 2, lower, "end", "pb-value"), text(other + GAP, y + BAR + 2, higher, name="pb-value")]
        y += BAR + 14
    return "".join(
        [*drawn, *ticks_below([(across.at(tick), chart.x.words(tick)) for tick in across.ticks], across.start, across.end, bottom, paper)]
    ), bottom + paper.row + 6
