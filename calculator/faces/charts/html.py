"""A picture as HTML: its finding, the drawing with its text alternative, where its numbers come from, its numbers as CSV, and buttons to save it.

The buttons are hidden until the page's script shows them: without it, as in a notebook, they would do nothing.
"""

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

from calculator.data import sources
from calculator.faces.charts import bars, columns, interval, leanings, lines, odds, scores, stacks, swings
from calculator.faces.charts.ink import DESK, PHONE, Drawing
from calculator.faces.charts.scale import number
from calculator.formulas.charts import Bars, Columns, Interval, Leanings, Lines, Odds, Scores, Stacks, Tornado
from calculator.numbers.dates import day_words, month_words

NEW_LINE = "\n"
FORMATS = ("SVG", "PNG", "CSV")
# What draws a kind on paper of either size; of most nothing is the same on both.
DRAWN: dict[Any, Callable[[Any], Drawing]] = {
    Bars: partial(partial, bars.on),
    Columns: partial(partial, columns.on),
    Interval: interval.draw,
    Leanings: partial(partial, leanings.on),
    Lines: lines.draw,
    Odds: partial(partial, odds.on),
    Scores: partial(partial, scores.on),
    Stacks: partial(partial, stacks.on),
    Tornado: partial(partial, swings.on),
}


def svg(chart: Any) -> str:
    """The drawing on both kinds of paper. No ids, since two answers may stand in one page: its words are in aria-label."""
    words, on = escape(f"{chart.title}. {chart.unit}. {chart.told}."), DRAWN[chart.__class__](chart)
    drawings = []
    for paper in (DESK, PHONE):
        inside, height = on(paper)
        shown = "" if paper is DESK else ' display="none"'  # where there is no style that chooses
        drawings.append(
            f'<svg class="pb-drawing pb-on-{paper.name}" viewBox="0 0 {number(paper.width)} {number(height)}" width="{number(paper.width)}" role="img"'
            f' aria-label="{words}" font-size="{number(paper.letters)}" fill="currentColor"{shown}>{inside}</svg>'
        )
    return "".join(drawings)


def csv_text(chart: Any) -> str:
    """The numbers behind the picture, unrounded; an empty cell where there is none."""
    return "".join(",".join(map(cell, row)) + "\n" for row in chart.table())


def cell(value: Any) -> str:
    """As RFC 4180 wants it. Not by the csv module, which the reader's browser would have to download."""
    if not isinstance(value, str):
        return "" if value is None else str(value) if isinstance(value, (int, float)) else str(float(value))
    words = value
    return '"' + words.replace('"', '""') + '"' if any(mark in words for mark in ',"\r\n') else words


def source_html(chart: Any) -> str:
    """What the picture rests on, each source by the name that its title begins with, and its day."""
    named = []
    for id in chart.sources:
        source = sources[id]
        name, day = escape(source.title.partition(",")[0]), source.date
        link = f'<a href="{escape(source.url)}">{name}</a>' if source.url else name
        named.append(f"{link}, {day_words(day) if len(day) > len('2026-11') else month_words(day)}")
    return f'<p class="pb-chart-source">{escape(chart.basis)}{": " if chart.basis and named else ""}{"; ".join(named)}.</p>'


def chart_html(chart: Any, is_brief: bool = False) -> str:
    """The figure; a brief one leaves out the numbers that are for saving."""
    numbers = "" if is_brief else f' data-csv="{escape(csv_text(chart)).replace(NEW_LINE, "&#10;")}"'
    buttons = " ".join(
        f'<button type="button" data-save="{name.lower()}" aria-label="{name}: save “{escape(chart.title)}”">{name}</button>'
        for name in FORMATS
    )
    return (
        f'<figure class="pb-chart" data-chart="{chart.id}"{numbers}><figcaption>{escape(chart.title)} '
        f'<span class="pb-chart-unit">{escape(chart.unit)}</span></figcaption>'
        f'{svg(chart)}{source_html(chart)}<p class="pb-chart-tools" hidden>Save as {buttons}</p></figure>'
    )
