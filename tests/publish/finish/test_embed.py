"""Which rules of style the embeds come without."""

import pytest

from publish import ROOT
from publish.finish.embed import of_pages, style

ASSETS = ROOT / "docs" / "assets"


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        (".md-header__topic:first-child", True),
        (".md-typeset a.pb-figure:hover", True),
        (".md-typeset .pb-figures dd", False),
        (":is(pb-link-picker, .pb-link-menu) button", True),
        (":is(pb-calculator, pb-link-picker) button", False),
        (".pb-alone pb-calculator:not(:has(.md-header)) .pb-rest", False),
        ("article > :not(h1, :has(> .pb-case[open]:not([data-unread])))", True),
        ("[dir] .md-typeset .pb-help", False),
    ],
)
def test_a_rule_is_left_out_where_only_pages_have_what_it_is_for(selector, expected):
    """What stands in a negation counts for nothing, and of alternatives all have to be a page's."""
    assert of_pages(selector) == expected


def test_what_stays_is_whole():
    """Brackets and braces come in pairs, and nothing of the theme is left."""
    sheet = style(ASSETS)
    assert all(sheet.count(one) == sheet.count(other) for one, other in ("()", "{}", "[]"))
    assert ".pb-verdict" in sheet and ".md-nav" not in sheet and ".pb-formula" not in sheet


def test_brackets_too_deep_to_cut_stop_the_build(tmp_path):
    """Else half a selector would stand in the sheet, and the browser would drop the whole rule."""
    sheet = (ASSETS / "playbook.css").read_text(encoding="utf-8")
    (tmp_path / "playbook.css").write_text(f"{sheet}\na:not(b:is(c:is(d:is(e:is(f))))) {{ color: red; }}\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="deeper"):
        style(tmp_path)
