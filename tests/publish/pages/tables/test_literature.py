"""The literature page's tables: what they say of the published one."""

import pytest

from publish.pages.page import PageError
from publish.pages.tables.literature import BLOCKS, assumptions, count_matches, pan_cells, table_of
from publish.pages.tables.price_paths import paths, presets
from tests.calculator.given import ROOT

FOLDER = ROOT / "tests" / "literature"


def test_cells_to_the_printed_digit():
    """35 of 36 outside the Gemini column with the assumptions that fit, 2 with those that the text states."""
    assert len(pan_cells(FOLDER)) == 45
    assert count_matches(FOLDER, assumptions(FOLDER)) == (35, 36)
    assert count_matches(FOLDER, assumptions(FOLDER, hours_month="printed", a100_kw="printed", rtx_5090_kw="printed")) == (2, 36)


@pytest.mark.parametrize("name", BLOCKS)
def test_rows_have_a_cell_for_each_heading(name):
    """Every row of every table is as long as its headings."""
    _, heads, rows = table_of(name, ROOT)
    assert rows and all(row.count("<td") == len(heads) for row in rows)


def test_unknown_block():
    """The sentence names those that there are."""
    with pytest.raises(PageError, match="literature must be one of pan, pan-assumptions, gemini, patil"):
        table_of("moore", ROOT)


def test_scenario_tables():
    """Paths and presets: a row for each, a link in each preset."""
    for _, heads, rows in (paths(), presets(lambda inputs, words: f"<a>{inputs['price_multiplier']} {words}</a>")):
        assert all(row.count("<td") == len(heads) for row in rows)
