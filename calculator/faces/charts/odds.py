"""Draw chances as dots: 37 of 50."""

from calculator.faces.charts.ink import GAP, Paper, dot, lines_of, text, wrapped
from calculator.formulas.charts import DOTS, Odds

ACROSS = 10
R = 6
STEP = 17
FORMS = ((R, True), (R - 1, False), (R - 3, True), (R - 3, False))  # of the first answer, the second ...: how large, and whether filled


def form(at: int) -> tuple[float, bool]:
    return FORMS[at % len(FORMS)]


def on(chart: Odds, paper: Paper) -> tuple[str, float]:
    """The inside of the SVG, and its height."""
    owners = [at for at, dots in enumerate(chart.dots) for _ in range(dots)]
    drawn = [
        dot(R + 1 + STEP * (place % ACROSS), R + 1 + STEP * (place // ACROSS), f"pb-{chart.chances[at][2]} pb-answer-dot", *form(at))
        for place, at in enumerate(owners)
    ]
    left = STEP * ACROSS + 2.0 * GAP
    y = 0.0
    for at, (answer, _, look) in enumerate(chart.chances):
        lines = wrapped(answer, paper.width - left - 2 * STEP, paper)
        drawn.append(dot(left + R, y + paper.letters - 5, f"pb-{look} pb-answer-dot", *form(at)))
        drawn.append(text(left + 2 * STEP - R, y + paper.letters, chart.said(at), name="pb-name"))
        drawn.append(lines_of(left + 2 * STEP - R, y + paper.letters + paper.row, lines, paper, name="pb-value"))
        y += (1 + len(lines)) * paper.row + 4
    return "".join(drawn), max(y, 2.0 + STEP * (DOTS // ACROSS))
