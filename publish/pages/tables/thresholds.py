"""The numbers that the rules rest on, each with its source and dates; and every source that the data files name."""

from html import escape

from calculator.data import sources, thresholds
from calculator.faces.html import text
from calculator.numbers.display import measured
from publish.pages.tables import Table, source_link


def rules() -> Table:
    rows = []
    for datum in thresholds.values():
        values = datum.value if isinstance(datum.value, list) else [datum.value]
        shown = ", ".join(measured(value, datum.unit) for value in values)
        rows.append(
            f'<tr id="data-{datum.id.replace("_", "-")}"><td>{text(datum.label)}</td><td>{text(shown)}</td><td>{escape(datum.unit)}</td>'
            f"<td>{datum.since}</td><td>{text(sources[datum.source].title)}</td><td>{datum.read}</td></tr>"
        )
    return "Numbers that the rules rest on", ["Rule", "Value", "Unit", "Since", "Source", "Read"], rows


def named_sources() -> Table:
    rows = [
        f"<tr><td>{source_link(source.id)}</td><td>{escape(source.kind)}</td><td>{source.date}</td><td>{text(source.note)}</td><td>{text(source.licence)}</td></tr>"
        for source in sources.values()
    ]
    return "Sources of the data files", ["Source", "Kind", "Date", "Note", "Licence of the data"], rows
