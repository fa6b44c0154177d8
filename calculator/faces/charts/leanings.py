"""Draw answers as dots between two ends: on a desk their words stand to the left, on a phone above."""

from calculator.faces.charts.ink import DESK, GAP, Paper, dot, line, lines_of, text, wrapped
from calculator.formulas.charts import Leanings

NAMES = 260  # wide at most
STEP = 30  # from one row of a line to the next
R = 8


def on(chart: Leanings, paper: Paper) -> tuple[str, float]:
    """The inside of the SVG, and its height."""
    left = NAMES + 2 * GAP if paper is DESK else 0.0
    wide = (paper.width - left) / len(chart.heads)
    places = [left + wide * (at + 0.5) for at in range(len(chart.heads))]
    heads = [wrapped(words, wide - GAP, paper) for words in chart.heads]
    deep = max(map(len, heads))
    drawn = [
        lines_of(x, paper.letters + (deep - len(lines)) * paper.row, lines, paper, "middle", "pb-name")
        for x, lines in zip(places, heads, strict=True)
    ]
    y = deep * paper.row + 6.0
    groups, top = dict(chart.groups), y
    for at, row in enumerate(chart.rows):
        if at in groups:
            drawn.append(text(0, y + paper.letters + 2, groups[at], name="pb-group-name"))
            y += paper.row + 2
        lines = wrapped(row.label, NAMES if paper is DESK else paper.width, paper)
        if paper is DESK:
            tall = max(STEP, len(lines) * paper.row + 8)
            middle = y + tall / 2
            drawn.append(lines_of(0, paper.first(middle, len(lines)), lines, paper, name="pb-value"))
        else:
            tall = len(lines) * paper.row + STEP
            middle = y + len(lines) * paper.row + STEP / 2 - 3
            drawn.append(lines_of(0, y + paper.letters, lines, paper, name="pb-value"))
        drawn.append(line(places[0], middle, places[-1], middle, "pb-track"))
        drawn += [dot(x, middle, "pb-place", 3) for place, x in enumerate(places) if place != row.at]
        drawn.append(dot(places[row.at], middle, f"pb-{row.look} pb-answer-dot", R, row.is_filled))
        y += tall
    return "".join(drawn), y if y > top else top
