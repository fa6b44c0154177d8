"""Draw lines over a common x: each named at its end, levels dashed and named there too, moments named above."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from calculator.faces.charts.ink import GAP, Drawing, Paper, curve, dot, in_rows, line, lines_of, room, spread, text, wrapped
from calculator.faces.charts.scale import Scale, linear, logarithmic
from calculator.formulas.charts import QUIET, Axis, Lines, Series

SHAPE = 0.5  # of the width: how high the plot is
LEAST = 190  # and at least
TINY = 1e-9  # of the height: what rounding leaves outside
NEXT = 12  # from the plot to the names above: its highest number reaches over its edge
DASHES = ("", "7 4", "2 4", "9 3 2 3", "5 3", "1 3")  # of the first line, the second ...
NAMES = {"desk": 140, "phone": 96}  # at the right: wide at most

Place = tuple[float, float]


def fit(axis: Axis, values: list[Any], snug: bool = False, most: int = 5) -> Scale:
    return logarithmic(values) if axis.log else linear(values, most, snug, axis.whole)


def scales(chart: Lines) -> tuple[Scale, Scale]:
    xs = [x for series in chart.series for x in (series.points[0][0], series.points[-1][0])] + [moment.x for moment in chart.moments]
    ys = [y for series in chart.series for x, y in series.points if y is not None] if chart.frame is None else list(chart.frame)
    ys += [level.y for level in chart.levels] + [moment.y for moment in chart.moments]
    return fit(chart.x, xs, snug=True), fit(chart.y, [min(ys), max(ys)] if ys else [], chart.frame is not None, 6)


def strokes(places: list[tuple[Any, Any]]) -> list[list[Place]]:
    """Places of which the second number lies between 0 and 1, as strokes: where a line leaves that it is cut, where a value is missing the pen is lifted."""
    found: list[list[Place]] = [[]]
    before: Place | None = None
    for place in places:
        if place[1] is None:
            found.append([])
        else:
            is_in = -TINY <= place[1] <= 1 + TINY
            if before is not None and is_in != (-TINY <= before[1] <= 1 + TINY):
                edge = 0.0 if (before if is_in else place)[1] < 0 else 1.0
                part = (edge - before[1]) / (place[1] - before[1])
                found[-1].append((before[0] + (place[0] - before[0]) * part, edge))
            if is_in:
                found[-1].append(place)
            elif found[-1]:
                found.append([])
        before = None if place[1] is None else place
    return [stroke for stroke in found if stroke]


def last(series: Series, place_y: Callable[[Any], float]) -> float:
    """Where a line would end if nothing cut it."""
    return next((place_y(y) for _, y in reversed(series.points) if y is not None), 0.0)


def draw(chart: Lines) -> Drawing:
    """What is the same on all paper, and what draws the rest."""
    across, up = scales(chart)
    place_x, place_y = across.at, up.at
    found = [
        strokes(list(zip(across.all([x for x, _ in series.points]), up.all([y for _, y in series.points]), strict=True)))
        for series in chart.series
    ]
    ends = [(place_y(level.y), place_y(level.y), level.label, "pb-level-name") for level in chart.levels]
    if len(chart.series) > 1:
        ends += [
            (drawn[-1][-1][1] if drawn else 0.0, last(series, place_y), series.label, f"pb-{series.look}-name")
            for series, drawn in zip(chart.series, found, strict=True)
        ]
    ends.sort(key=itemgetter(0, 1), reverse=True)  # those that were cut, in the order in which they went on
    moments = sorted((place_x(moment.x), place_y(moment.y), moment.label) for moment in chart.moments)
    xs = [(place_x(tick), chart.x.words(tick)) for tick in across.ticks]
    ys = [(place_y(tick), chart.y.words(tick), "pb-zero" if tick == 0 else "pb-grid") for tick in up.ticks]

    def on(paper: Paper) -> tuple[str, float]:
        left = max(room(words, paper) for _, words, _ in ys) + GAP
        named = [(wrapped(words, NAMES[paper.name], paper), name) for _, _, words, name in ends]
        side = max((room(words, paper) for lines, _ in named for words in lines), default=0.0)
        right = paper.width - (side + 2 * GAP if named else room(xs[-1][1], paper) / 2 if xs else GAP)
        wide = right - left
        names, rows = in_rows([(left + wide * x, label) for x, _, label in moments if label], 0, paper.width, paper)
        top = paper.letters / 2 + rows * paper.row + (NEXT if rows else 0)
        high: float = max(LEAST, paper.width * SHAPE, sum(len(lines) for lines, _ in named) * paper.row + 4)
        bottom = top + high

        drawn = []
        for y, words, name in ys:
            place = bottom - high * y
            drawn.append(line(left, place, right, place, name) + text(left - GAP, paper.first(place), words, "end"))
        drawn += ticks_below([(left + wide * x, words) for x, words in xs], left, right, bottom, paper)
        for level in chart.levels:
            place = bottom - high * place_y(level.y)
            drawn.append(line(left, place, right, place, "pb-level", "5 4"))
        for at in range(len(found) - 1, -1, -1):  # the first on top
            look = chart.series[at].look
            placed = [[(left + wide * x, bottom - high * y) for x, y in stroke] for stroke in found[at]]
            drawn.append(curve(placed, f"pb-line pb-{look}", DASHES[at % len(DASHES)] if at else "", 1.5 if look == QUIET else 3))
        heights = [bottom - high * y for y, _, _, _ in ends]
        drawn += at_the_right(named, heights, right, top - paper.letters / 2, bottom + paper.letters / 2, paper)
        for (x, _, _), (middle, row, words) in zip([moment for moment in moments if moment[2]], names, strict=True):
            place, above = left + wide * x, top - NEXT - row * paper.row
            drawn += [line(place, above + 3, place, bottom, "pb-moment", "2 3"), text(middle, above, words, "middle", "pb-name")]
        drawn += [dot(left + wide * x, bottom - high * y, "pb-dot") for x, y, _ in moments]
        return "".join(drawn), bottom + paper.row + 5

    return on


def ticks_below(ticks: list[tuple[float, str]], left: float, right: float, bottom: float, paper: Paper) -> list[str]:
    """The numbers under the plot, those left out that would run into another or over the edge."""
    drawn, end = [line(left, bottom, right, bottom, "pb-axis")], -float(GAP)
    for x, words in ticks:
        half = room(words, paper) / 2
        if x - half < end + GAP or x + half > paper.width:
            continue
        drawn += [line(x, bottom, x, bottom + 4, "pb-axis"), text(x, bottom + paper.row, words, "middle")]
        end = x + half
    return drawn


def at_the_right(
    named: Sequence[tuple[Sequence[str], str]], heights: list[float], right: float, top: float, bottom: float, paper: Paper
) -> list[str]:
    """The names of levels and lines, each as near to its end as the others let it, and a stroke that leads there where it is not beside it."""
    sizes = [len(lines) * paper.row for lines, _ in named]
    drawn = []
    for (lines, name), height, middle in zip(named, heights, spread(heights, sizes, top, bottom), strict=True):
        if abs(middle - height) > 3:
            drawn.append(line(right, height, right + 2 * GAP - 4, middle, "pb-leader"))
        drawn.append(lines_of(right + 2 * GAP, paper.first(middle, len(lines)), lines, paper, name=f"pb-name {name}"))
    return drawn
