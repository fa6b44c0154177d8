"""The tables of the pages, made from the files that the calculators read."""

from html import escape

from calculator.data import sources
from calculator.faces.html import text

Table = tuple[str, list[str], list[str]]  # caption, headings, and rows of HTML


def table_html(caption: str, heads: list[str], rows: list[str], *, is_found: bool = False) -> str:
    """A table; the search of the site knows its rows only where they are what readers look for, not where they are numbers."""
    head = "".join(f'<th scope="col">{escape(words)}</th>' for words in heads)
    return (
        f'<div class="pb-scroll" role="region" aria-label="{escape(caption)}" tabindex="0"><table class="pb-table"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody{'' if is_found else ' data-search-exclude'}>{''.join(rows)}</tbody></table></div>"
    )


def group_row(words: str, columns: int) -> str:
    """A row that says, across the table, what the rows below it have in common. `words` is HTML."""
    return f'<tr><td colspan="{columns}"><strong>{words}</strong></td></tr>'


def source_link(id: str) -> str:
    """The title of a source, as a link where something public stands behind it."""
    source = sources[id]
    return f'<a href="{escape(source.url)}">{text(source.title)}</a>' if source.url else text(source.title)
