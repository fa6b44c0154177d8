"""Draw columns, one for each month, against lines that are named at the right."""

from calculator.faces.charts.ink import GAP, Paper, box, in_rows, line, room, text, wrapped
from calculator.faces.charts.lines import NAMES, at_the_right
from calculator.formulas.charts import QUIET, Columns

SHAPE = 0.42  # of the width: how high the plot is


def on(chart: Columns, paper: Paper) -> tuple[str, float]:
    """The inside of the SVG, and its height."""
    values = [float(value) for _, value in chart.columns]
    levels = sorted(chart.levels, key=lambda level: level.y, reverse=True)
    named = [(wrapped(level.label, NAMES[paper.name], paper), "pb-level-name") for level in levels]
    right = paper.width - max(room(words, paper) for lines, _ in named for words in lines) - 2 * GAP
    step = right / len(values)
    words = [chart.words(value) for _, value in chart.columns]
    # All numbers where they fit over their columns, else the last one's.
    shown = range(len(words)) if all(room(said, paper) + 4 <= step for said in words) else range(len(words) - 1, len(words))
    top, high = paper.row + 4, paper.width * SHAPE
    bottom = top + high
    most = max(*values, *(float(level.y) for level in levels), 1e-12)

    def up(value: float) -> float:
        return bottom - high * value / most

    drawn = [box(0, up(float(levels[0].y)), right, up(float(levels[-1].y)) - up(float(levels[0].y)), "pb-shade")]
    drawn += [line(0, up(float(level.y)), right, up(float(level.y)), "pb-level", "5 4") for level in levels]
    strong = len(values) - chart.strong
    for at, value in enumerate(values):
        look = chart.look if at >= strong else QUIET
        drawn.append(box(at * step + step * 0.12, up(value), step * 0.76, bottom - up(value), f"pb-{look}"))
    for at in shown:
        half = room(words[at], paper) * 1.1 / 2
        drawn.append(text(max(half, min((at + 0.5) * step, right - half)), up(values[at]) - 6, words[at], "middle", "pb-name"))
    drawn += [line(0, bottom, right, bottom, "pb-axis")]
    ends = [(step / 2, chart.columns[0][0]), ((len(values) - 0.5) * step, chart.columns[-1][0])][-len(values) :]
    placed, rows = in_rows(ends, 0, right, paper)
    drawn += [text(x, bottom + (row + 1) * paper.row, said, "middle") for x, row, said in placed]
    drawn += at_the_right(named, [up(float(level.y)) for level in levels], right, 0, bottom, paper)
    return "".join(drawn), bottom + rows * paper.row + 5
