"""A chart as HTML: the drawing with its text alternative, its numbers as CSV, and buttons to save it.

The buttons are hidden until the page's script shows them: without it, as in a notebook, they would do nothing.
"""

from html import escape

from calculator.faces.charts import bars, lines
from calculator.faces.charts.ink import LETTERS, WIDTH
from calculator.faces.charts.scale import number
from calculator.formulas.charts import Bars, Chart

FORMATS = ("SVG", "PNG", "CSV")


def svg(chart: Chart) -> str:
    """The drawing. No ids, since two answers may stand in one page: its words are in aria-label."""
    inside, height = (bars if isinstance(chart, Bars) else lines).draw(chart)
    return (
        f'<svg class="pb-drawing" viewBox="0 0 {WIDTH} {number(height)}" width="{WIDTH}" role="img" aria-label="{escape(f"{chart.title}. {chart.text}")}"'
        f' font-size="{LETTERS}" fill="currentColor">{inside}</svg>'
    )


def csv_text(chart: Chart) -> str:
    """The numbers behind the picture, unrounded; an empty cell where there is none."""
    return "".join(",".join(map(cell, row)) + "\n" for row in chart.table())


def cell(value: object) -> str:
    """As RFC 4180 wants it. Not by the csv module, which the reader's browser would have to download."""
    words = "" if value is None else str(value)
    return '"' + words.replace('"', '""') + '"' if any(mark in words for mark in ',"\r\n') else words


def chart_html(chart: Chart) -> str:
    numbers = escape(csv_text(chart)).replace("\n", "&#10;")
    buttons = " ".join(
        f'<button type="button" data-save="{name.lower()}" aria-label="{name}: save “{escape(chart.title)}”">{name}</button>'
        for name in FORMATS
    )
    return (
        f'<figure class="pb-chart" data-chart="{chart.id}" data-csv="{numbers}"><figcaption>{escape(chart.title)}</figcaption>'
        f'{svg(chart)}<p class="pb-chart-tools" hidden>Save as {buttons}</p></figure>'
    )
