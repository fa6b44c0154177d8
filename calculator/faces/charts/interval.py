"""Draw a value with its interval, against marks that are named above; what is not accepted is shaded."""

from calculator.faces.charts.ink import GAP, Drawing, Paper, box, dot, in_rows, line, text
from calculator.faces.charts.lines import ticks_below
from calculator.faces.charts.scale import linear
from calculator.formulas.charts import Interval

HIGH = 96  # the plot


def draw(chart: Interval) -> Drawing:
    places = [*(value for value, _ in chart.ends), *(value for value, _ in chart.marks)]
    scale = linear(places, most=6)

    def on(paper: Paper) -> tuple[str, float]:
        margin = 2.0 * GAP
        across = scale.moved(margin, paper.width - margin)
        above, rows = in_rows([(across.at(value), words) for value, words in chart.marks], 0, paper.width, paper)
        top = rows * paper.row + 6.0
        bottom, middle = top + HIGH, top + HIGH * 0.36
        edge = across.at(chart.edge)
        drawn = [box(0, top, max(0.0, edge), HIGH, "pb-shade")]
        places = sorted(across.at(value) for value, _ in chart.marks)
        drawn += [line(x, top - 2, x, bottom, "pb-moment", "2 3") for x in places]
        drawn += [text(x, (rows - row - 1) * paper.row + paper.letters, words, "middle", "pb-name") for x, row, words in above]
        low, value, high = (across.at(end) for end, _ in chart.ends)
        drawn.append(line(low, middle, high, middle, f"pb-{chart.look} pb-whisker"))
        drawn += [line(x, middle - 7, x, middle + 7, f"pb-{chart.look} pb-whisker") for x in (low, high)]
        drawn.append(dot(value, middle, f"pb-{chart.look} pb-answer-dot", 7))
        below, _ = in_rows([(across.at(end), words) for end, words in chart.ends], 0, paper.width, paper)
        drawn += [text(x, middle + 14 + paper.letters + row * paper.row, words, "middle", "pb-name") for x, row, words in below]
        deep = max(bottom, middle + 14 + paper.letters + (1 + max(row for _, row, _ in below)) * paper.row - paper.row + 6)
        drawn += ticks_below([(across.at(tick), chart.x.words(tick)) for tick in across.ticks], 0, paper.width, deep, paper)
        return "".join(drawn), deep + paper.row + 5

    return on
