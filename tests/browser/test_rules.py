"""axe-core's rules of WCAG 2.2 AA on each page of the site."""

import pytest

from tests.browser.axe import COLOURS, DESK, PHONE, broken_rules
from tests.browser.test_calculators import paths


@pytest.mark.parametrize(
    ("scheme", "viewport", "which"),
    [
        ("light", DESK, {}),
        ("dark", DESK, {"only": COLOURS}),
        ("light", PHONE, {"without": "color-contrast"}),
    ],
    ids=["light", "dark", "phone"],
)
def test_every_page(open_context, site, site_folder, scheme, viewport, which):
    """Folded parts opened, the page for addresses that lead nowhere among them. In the dark the colours alone are others, on a phone all but they."""
    page, found = open_context(viewport, color_scheme=scheme, reduced_motion="reduce"), []
    for path in [*paths(site_folder), "404.html"]:
        page.goto(f"{site}{path}")
        page.evaluate("document.querySelectorAll('article details, main details').forEach((details) => { details.open = true; })")
        found += [f"{path}: {words}" for words in broken_rules(page, **which)]
    assert found == []


@pytest.mark.parametrize(
    ("spoilt", "rule"),
    [
        (".pb-headline { color: #bbb !important }", "color-contrast"),
        (".md-typeset p > a { text-decoration: none !important }", "link-in-text-block"),
        (
            ".pb-chart-tools button { min-width: 0 !important; min-height: 0 !important; padding: 0 !important; font-size: 6px !important } .md-typeset .pb-chart-tools { gap: 0 !important; font-size: 0 !important }",
            "target-size",
        ),
    ],
)
def test_a_spoilt_page_is_noticed(open_context, site, spoilt, rule):
    """What the rules are there to find."""
    page = open_context(reduced_motion="reduce")
    page.goto(f"{site}calculators/growth/")
    page.add_style_tag(content=spoilt)
    assert rule in {words.split(":")[0] for words in broken_rules(page)}
