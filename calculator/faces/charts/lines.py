"""Draw lines over a common x: axes, dashed levels named at their right end, moments named above."""

from calculator.faces.charts.ink import GAP, ROW, WIDTH, curve, dot, line, room, spread, text
from calculator.faces.charts.scale import Scale, linear, logarithmic
from calculator.formulas.charts import Axis, Lines
from calculator.numbers.decimals import Numeric

PLOT = 190  # height of the plot
DASHES = ("", "7 5", "2 4")  # of the first, second and third line
SAMPLE = 30  # of a line, in the legend


def fit(axis: Axis, values: list[Numeric], snug: bool = False) -> Scale:
    return logarithmic(values) if axis.log else linear(values, snug=snug, integers=axis.whole)


def scales(chart: Lines) -> tuple[Scale, Scale]:
    xs = [x for series in chart.series for x, y in series.points] + [moment.x for moment in chart.moments]
    ys = [y for series in chart.series for x, y in series.points if y is not None]
    ys += [level.y for level in chart.levels] + [moment.y for moment in chart.moments]
    return fit(chart.x, xs, snug=True), fit(chart.y, ys)


def legend(chart: Lines, top: float) -> tuple[list[str], float]:
    """A sample of each line with its name, where there is more than one; and where it ends."""
    if len(chart.series) < 2:
        return [], top
    drawn, x, y = [], 0.0, top + ROW
    for place, series in enumerate(chart.series):
        width = SAMPLE + GAP + room(series.label)
        if x and x + width > WIDTH:
            x, y = 0.0, y + ROW
        drawn += [curve([(x, y - 5), (x + SAMPLE, y - 5)], f"pb-series-{place}", DASHES[place]), text(x + SAMPLE + GAP, y, series.label)]
        x += width + GAP
    return drawn, y


def names_above(named: list[tuple[float, str]], left: float, right: float) -> tuple[list[tuple[float, int, str]], int]:
    """(middle of the words, row from below, words) for each, inside the plot's width and none over another; and the number of rows."""
    placed: list[tuple[float, int, str]] = []
    ends: list[float] = []
    for x, words in sorted(named):
        half = room(words) / 2
        middle = max(left + half, min(x, right - half))
        row = next((row for row, end in enumerate(ends) if middle - half >= end + GAP), len(ends))
        ends[row : row + 1] = [middle + half]
        placed.append((middle, row, words))
    return placed, len(ends)


def draw(chart: Lines) -> tuple[str, float]:
    """The inside of the SVG, and its height."""
    across, up = scales(chart)
    left = max(room(chart.y.words(tick)) for tick in up.ticks) + GAP
    right = WIDTH - max((room(level.label) + 2 * GAP + 4 for level in chart.levels), default=room(chart.x.words(across.ticks[-1])) / 2)
    across = across.moved(left, right)
    drawn, top = legend(chart, ROW - 3)
    drawn.insert(0, text(0, ROW - 5, chart.y.label, name="pb-axis-name"))
    names, rows = names_above([(across.at(moment.x), moment.label) for moment in chart.moments], left, WIDTH)
    top += GAP + 4 + rows * ROW
    bottom = top + PLOT
    up = up.moved(bottom, top)

    for tick in up.ticks:
        y = up.at(tick)
        drawn += [line(left, y, right, y, "pb-zero" if tick == 0 else "pb-grid"), text(left - GAP, y + 5, chart.y.words(tick), "end")]
    drawn += ticks_below(across, chart.x, bottom)
    drawn += levels(chart, up, left, right, top, bottom)
    for place, series in enumerate(chart.series):
        places = [None if y is None else (across.at(x), up.at(y)) for x, y in series.points]
        drawn.append(curve(places, f"pb-series-{place}", DASHES[place]))
    for moment, (middle, row, words) in zip(
        sorted(chart.moments, key=lambda moment: (across.at(moment.x), moment.label)), names, strict=True
    ):
        x = across.at(moment.x)
        drawn += [
            line(x, top - 3, x, bottom, "pb-moment", "2 3"),
            dot(x, up.at(moment.y)),
            text(middle, top - GAP - row * ROW, words, "middle", "pb-name"),
        ]
    return "".join(drawn), bottom + 2 * ROW + 10


def ticks_below(scale: Scale, axis: Axis, bottom: float) -> list[str]:
    """The numbers under the plot, those left out that would run into another or over the edge, and the name of the axis."""
    drawn, end = [line(scale.start, bottom, scale.end, bottom, "pb-axis")], -1.0
    for tick in scale.ticks:
        x, words = scale.at(tick), axis.words(tick)
        half = room(words) / 2
        if x - half < end or x + half > WIDTH:
            continue
        drawn += [line(x, bottom, x, bottom + 5, "pb-axis"), text(x, bottom + ROW + 3, words, "middle")]
        end = x + half + GAP
    return [*drawn, text((scale.start + scale.end) / 2, bottom + 2 * ROW + 5, axis.label, "middle", "pb-axis-name")]


def levels(chart: Lines, up: Scale, left: float, right: float, top: float, bottom: float) -> list[str]:
    """Dashed lines; where two are closer than a line of words, a bent end leads to the name."""
    ordered = sorted(chart.levels, key=lambda level: up.at(level.y))
    names = spread([up.at(level.y) for level in ordered], ROW - 2, top, bottom - 4)
    drawn = []
    for level, name in zip(ordered, names, strict=True):
        y = up.at(level.y)
        drawn += [
            curve([(left, y), (right, y), (right + GAP, name)], "pb-level", "5 4"),
            text(right + GAP + 4, name + 5, level.label, name="pb-name"),
        ]
    return drawn
