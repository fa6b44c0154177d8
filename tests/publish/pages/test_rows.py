"""Wide tables of pages: every cell can be told by its column where a row is a block."""

from lxml import html
from markdown import markdown


def table(text: str) -> html.HtmlElement:
    return html.fragment_fromstring(markdown(text, extensions=["tables", "attr_list", "publish.pages.rows"]))


def test_each_cell_names_its_column():
    """But the first, which names the row, and one whose column has no name."""
    wide = table("| Case | *What* it is | Bill { .pb-money } | |\n|---|---|---|---|\n| One | small | $5 | x |\n")
    assert wide.get("data-rows") == "" and wide.get("class") is None
    assert [cell.get("data-label") for cell in wide.xpath(".//td")] == [None, "What it is", "Bill", None]
    assert [cell.text for cell in wide.xpath(".//td[@class='pb-money']")] == ["$5"]


def test_what_fits_is_left_alone():
    """Three columns stand beside each other on a phone."""
    assert b"data-" not in html.tostring(table("| A | B | C |\n|---|---|---|\n| 1 | 2 | 3 |\n"))
