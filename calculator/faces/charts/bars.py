"""Draw bars: on a desk their names stand to the left, on a phone above them; the number at the end."""

from calculator.faces.charts.ink import DESK, GAP, Paper, box, line, lines_of, room, text, wrapped
from calculator.formulas.charts import Bar, Bars

NAMES = 190  # wide at most
THICK, THIN = 58, 30  # from one bar to the next
TALL = 300  # about what many bars take together


def on(chart: Bars, paper: Paper) -> tuple[str, float]:
    """The inside of the SVG, and its height."""
    beside = paper is DESK
    names = [wrapped(bar.label, NAMES if beside else paper.width, paper) for bar in chart.bars]
    left = max(room(words, paper) for lines in names for words in lines) + 2 * GAP if beside else 0.0
    most = max((float(end) for bar in chart.bars for end in (bar.value, bar.high) if end is not None), default=0.0)
    # Each bar leaves room for its own number, so the longest need not leave it for the widest.
    unit = min(
        ((paper.width - left - room(chart.said(bar), paper) * 1.1 - GAP) / reach for bar in chart.bars if (reach := reaches(bar)) > 0),
        default=0.0,
    )
    unit = min(unit, (paper.width - left) / most) if most else 0.0
    drawn, y = [], 4.0
    step = max(THIN, min(THICK, TALL / len(chart.bars)))
    for bar, lines in zip(chart.bars, names, strict=True):
        name = "pb-name" if bar.is_strong else ""
        if beside:
            tall = max(step, len(lines) * paper.row + GAP)
            middle, thick = y + tall / 2, step * 0.56
            first = paper.first(middle, len(lines))
        else:
            thick = 16.0
            first, middle = y + paper.letters, y + len(lines) * paper.row + 2 + thick / 2
            tall = middle + thick / 2 + 10 - y
        drawn.append(lines_of(left - GAP if beside else 0, first, lines, paper, "end" if beside else "start", name))
        drawn.append(one(bar, left, middle, thick, unit))
        drawn.append(text(left + reaches(bar) * unit + GAP, paper.first(middle), chart.said(bar), name=f"pb-value {name}".strip()))
        y += tall
    return "".join([*drawn, line(left, 2, left, y, "pb-axis") if beside else ""]), y


def reaches(bar: Bar) -> float:
    return max((float(end) for end in (bar.value, bar.high) if end is not None), default=0.0)


def one(bar: Bar, left: float, middle: float, thick: float, unit: float) -> str:
    """A bar, and where it may lie by the offers there are."""
    if bar.value is None:
        return ""
    drawn = box(left, middle - thick / 2, max(1.5, float(bar.value) * unit), thick, f"pb-{bar.look}")
    if bar.low is not None and bar.high is not None and bar.low < bar.high:
        start, end = left + float(bar.low) * unit, left + float(bar.high) * unit
        drawn += line(start, middle, end, middle, "pb-range")
        drawn += line(start, middle - 4, start, middle + 4, "pb-range") + line(end, middle - 4, end, middle + 4, "pb-range")
    return drawn
