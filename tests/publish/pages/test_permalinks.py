"""Each permalink is named after its heading."""

from lxml import html
from markdown import markdown

OPTIONS = {
    "extensions": ["toc", "attr_list", "publish.pages.permalinks"],
    "extension_configs": {"toc": {"permalink": True, "toc_depth": 3}},
}


def labels(text: str, **options) -> list[str]:
    return html.fragment_fromstring(markdown(text, **OPTIONS | options), create_parent=True).xpath(".//a[@class='headerlink']/@aria-label")


def test_names_the_heading():
    """Markup and quotation in a heading are read as words; every level down to the contents' depth."""
    text = '# Title\n\n## One & *two* "three" {#one}\n\n### `code` <b>x</b> {#code}\n\n[a link](#one)\n'
    assert labels(text) == ["Link to “Title”", 'Link to “One & two "three"”', "Link to “code x”"]


def test_without_it_they_have_no_names():
    """What this is for: the theme and Python-Markdown leave them alike."""
    assert labels("## One {#one}", extensions=["toc", "attr_list"]) == []
