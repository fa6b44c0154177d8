"""Draw stacks: bars of parts, and below each bar its parts in their order, each behind a square of its colour."""

from calculator.faces.charts.ink import GAP, Paper, box, line, lines_of, room, text, wrapped
from calculator.formulas.charts import QUIET, Stack, Stacks

THICK = 26
SQUARE = 9  # and half as much again behind it


def on(chart: Stacks, paper: Paper) -> tuple[str, float]:
    """The inside of the SVG, and its height."""
    ends = [sum(float(part.value) for part in stack.parts) for stack in chart.stacks]
    most = max([*ends, *map(float, chart.cells), *([float(chart.limit[0])] if chart.limit else [])])
    unit = (paper.width - 2) / most if most > 0 else 0.0
    y = 2.0
    drawn, limit = [], 0.0
    if chart.limit:
        limit = 1 + float(chart.limit[0]) * unit
        half = room(chart.limit[1], paper) / 2
        drawn.append(text(max(half, min(limit, paper.width - half)), y + paper.letters, chart.limit[1], "middle", "pb-name"))
        y += paper.row
    for stack in chart.stacks:
        found, y = one(stack, chart, unit, y, limit, paper)
        drawn.append(found)
    return "".join(drawn), y - GAP / 2


def one(stack: Stack, chart: Stacks, unit: float, y: float, limit: float, paper: Paper) -> tuple[str, float]:
    """A stack with its words, and where it ends. The note stands in the gap up to the limit where that is wide enough, else above the bar."""
    end, note = 1 + unit * sum(float(part.value) for part in stack.parts), room(stack.note, paper) * 1.1
    is_beside = stack.note != "" and end + note + 2 * GAP <= limit
    names = wrapped(stack.label, paper.width - (note + 2 * GAP if stack.note and not is_beside else 0), paper)
    drawn = [lines_of(0, y + paper.letters, names, paper, name="pb-name")]
    if stack.note and not is_beside:
        drawn.append(text(paper.width, y + paper.letters, stack.note, "end", "pb-value"))
    y += len(names) * paper.row + 3
    if is_beside:
        drawn.append(text(end + GAP, paper.first(y + THICK / 2), stack.note, name="pb-value"))
    start = 1.0
    for low, high in zip((0, *chart.cells), chart.cells, strict=False):
        drawn.append(box(1 + float(low) * unit, y, (float(high) - float(low)) * unit, THICK, "pb-cell", False))
    for part in stack.parts:
        wide = float(part.value) * unit
        drawn.append(box(start, y, wide, THICK, f"pb-part-of pb-{part.look}", part.look != QUIET))
        start += wide
    if limit:
        drawn += [line(limit, y - 4, limit, y + THICK + 4, name) for name in ("pb-halo", "pb-moment")]
    y += THICK + 5
    x = 0.0
    for part in stack.parts:
        words = wrapped(chart.said(part), paper.width - 1.5 * SQUARE, paper)
        wide = 1.5 * SQUARE + max(room(said, paper) for said in words)
        if x and x + wide > paper.width:
            x, y = 0.0, y + paper.row
        drawn += [
            box(x, y + paper.letters - SQUARE, SQUARE, SQUARE, f"pb-{part.look}", part.look != QUIET),
            lines_of(x + 1.5 * SQUARE, y + paper.letters, words, paper),
        ]
        x, y = x + wide + 2 * GAP, y + (len(words) - 1) * paper.row
    return "".join(drawn), y + paper.row + 1.5 * GAP
