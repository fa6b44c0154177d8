"""Draw choices with their conditions: a dot for each, filled where it is met, its words below it."""

from calculator.faces.charts.ink import DESK, GAP, Paper, dot, line, lines_of, text, wrapped
from calculator.formulas.charts import Scores

NAMES = 110
R = 8


def on(chart: Scores, paper: Paper) -> tuple[str, float]:
    """The inside of the SVG, and its height."""
    left = NAMES if paper is DESK else 0.0
    drawn, y = [], 2.0
    for at, row in enumerate(chart.rows):
        if at:
            drawn.append(line(0, y, paper.width, y, "pb-grid"))
            y += GAP
        name = "pb-name" if row.is_strong else "pb-value"
        if paper is DESK:
            names = wrapped(row.label, NAMES - GAP, paper)
            drawn.append(lines_of(0, paper.first(y + R), [*names, row.score], paper, name=name))
            under = (len(names) + 1) * paper.row
        else:
            drawn += [text(0, y + paper.letters, row.label, name=name), text(paper.width, y + paper.letters, row.score, "end", name)]
            y += paper.row + 4
            under = 0
        wide = (paper.width - left) / len(row.conditions)
        lines = [wrapped(words, wide - GAP / 2, paper) for words, _ in row.conditions]
        for place, ((_, is_met), words) in enumerate(zip(row.conditions, lines, strict=True)):
            x = left + wide * place + R
            drawn.append(dot(x, y + R, f"pb-{row.look} pb-answer-dot", R - (not is_met), is_met))
            drawn.append(lines_of(x - R, y + 2 * R + paper.row, words, paper, name="pb-value" if is_met else ""))
        y += max(2 * R + max(map(len, lines)) * paper.row + 4, under) + GAP
    return "".join(drawn), y
