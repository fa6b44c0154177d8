"""The literature page's tables: what they say of the published one."""

import pytest

from publish.pages.page import PageError
from publish.pages.tables.literature import BLOCKS, WORKED, assumptions, count_matches, overview_block, pan_cells, summaries, table_of
from publish.pages.tables.price_paths import paths, presets
from tests.calculator.given import ROOT

FOLDER = ROOT / "tests" / "literature"


def test_cells_to_the_printed_digit():
    """35 of 36 outside the Gemini column with the assumptions that fit, 2 with those that the text states."""
    assert len(pan_cells(FOLDER)) == 45
    assert count_matches(FOLDER, assumptions(FOLDER)) == (35, 36)
    assert count_matches(FOLDER, assumptions(FOLDER, hours_month="printed", a100_kw="printed", rtx_5090_kw="printed")) == (2, 36)


def link(id, inputs, words):
    return f"<a>{id} {words}</a>"


@pytest.mark.whole("writes every table of the page")
@pytest.mark.parametrize("name", [*BLOCKS, *WORKED])
def test_rows_have_a_cell_for_each_heading(name):
    """Every row of every table is as long as its headings."""
    _, heads, rows = table_of(name, ROOT, link)
    assert rows and all(row.count("<td") == len(heads) or f'<td colspan="{len(heads)}">' in row for row in rows)


def test_unknown_block():
    """The sentence names those that there are."""
    with pytest.raises(PageError, match="literature must be one of overview, pan, pan-assumptions, gemini, patil, shapes, sources, bills"):
        table_of("moore", ROOT, link)


@pytest.mark.whole("reckons every published table twice")
def test_the_overview_counts_each_figure_once():
    """What comes out, what is wrong in print and what is counted otherwise are all that there is; each line leads to a section of the page."""
    page = (ROOT / "docs" / "reference" / "literature.md").read_text(encoding="utf-8")
    for one in summaries(FOLDER):
        assert one.figures >= one.same + one.errata and f"{{#{one.anchor}}}" in page
    assert len(summaries(FOLDER)) == len(WORKED) + 1 == len(overview_block(FOLDER)[2])


def test_scenario_tables():
    """Paths and presets: a row for each, a link in each preset."""
    for _, heads, rows in (paths(), presets(lambda inputs, words: f"<a>{inputs['price_multiplier']} {words}</a>")):
        assert all(row.count("<td") == len(heads) for row in rows)
