"""What leads a reader to a page: the search, the page for an address that leads nowhere, and the name of the site."""

import json

import pytest

from calculator import calculators, run
from calculator.faces.html import NO_BREAK

MOST_BYTES = 500_000  # of the index of some sixty pages; with answers, formulas and tables of numbers in it, it had 915,000


def index(site_folder) -> dict[str, str]:
    """Address -> what the search knows of it."""
    docs = json.loads((site_folder / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    return {doc["location"]: doc["text"] for doc in docs}


class TestSearch:
    def test_its_index_is_of_words(self, site_folder):
        """The question and the verdict of each calculator, and neither its form, its tables, its tools nor its formulas."""
        known = index(site_folder)
        assert len((site_folder / "search" / "search_index.json").read_bytes()) < MOST_BYTES
        for id in calculators():
            words = known[f"calculators/{id}/"].replace(NO_BREAK, " ")
            assert run(id).answer["verdict"] in words and len(words) < 1200, id
            assert not [part for part in ("Reset", "Try again", "Rules and figures as of") if part in words], id
        assert not [place for place, words in known.items() if "numbers from 0 to quarters" in words or "At least 0." in words]

    def test_a_result_is_short_and_says_the_verdict(self, page, site):
        """It was 1,214 pixels of digits."""
        page.goto(f"{site}?q=break+even")
        page.wait_for_selector(".md-search-result__link")
        first = page.locator(".md-search-result__item").first
        assert first.inner_text().startswith("Break-even") and run("break-even").answer["verdict"] in first.inner_text()
        assert first.bounding_box()["height"] < 320


class TestNothingHere:
    @pytest.mark.parametrize("path", ["nothing", "framework/nothing/", "a/b/c/d/nothing.html"])
    def test_says_what_to_do(self, browser, site, path):
        """However deep: with a search that finds, and links that lead somewhere."""
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        assert page.goto(f"{site}{path}").status == 404
        assert page.inner_text("article h1") == "This page is not here"
        links = page.locator("article li a").evaluate_all("all => all.map((one) => one.href)")
        assert len(links) == 3 and [page.request.get(link).status for link in links] == [200] * 3
        page.fill("article [name=q]", "runway")
        page.click("article button")
        page.wait_for_selector(".md-search-result__link")
        assert "runway" in page.inner_text(".md-search-result__list").lower()
        context.close()


@pytest.mark.parametrize("width", [320, 360, 390])
def test_the_name_of_the_site_is_whole_on_a_phone(browser, site, width):
    """Nothing of it is cut; in the letters of a desk it would be."""
    context = browser.new_context(viewport={"width": width, "height": 640})
    page = context.new_page()
    page.goto(f"{site}framework/strategy/")
    page.evaluate("document.fonts.ready")
    cut = "(() => { const name = document.querySelector('.md-header__topic .md-ellipsis'); return name.scrollWidth > name.clientWidth; })()"
    assert not page.evaluate(cut)
    page.add_style_tag(content=".md-header__topic { font-size: 0.9rem !important }")
    assert page.evaluate(cut)
    context.close()
