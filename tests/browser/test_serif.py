"""The serif of titles and verdicts, as a browser gets it."""

import pytest

from publish.pages import serif

USED = "[...document.fonts].filter(({ family, status }) => /Playbook/.test(family) && status === 'loaded').length"
# Where each block of the first window stands: what a face of another width or height would move. Far below, a long title may break elsewhere.
PLACES = """[...document.querySelectorAll('article :is(h1, h2, h3, p, table, figure), pb-calculator *')]
  .map((part) => part.getBoundingClientRect().top).filter((top) => top < innerHeight)"""
PAGES = ("", "framework/strategy/", "calculators/break-even/")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_it_comes(browser, site, path, width):
    """The page is laid out the same with it as with the face of the system that stands there before; and it is asked for once."""

    def opened(*, without: bool) -> tuple[list[float], int, list[str]]:
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url) if request.resource_type == "font" else None)
        if without:
            page.route("**/*.woff2", lambda route: route.abort())
        page.goto(site + path)
        page.evaluate("document.fonts.ready")
        found = page.evaluate(PLACES), page.evaluate(USED), asked
        context.close()
        return found

    places, used, asked = opened(without=False)
    assert used == 1 and asked == [f"{site}assets/fonts/{serif.named(serif.STYLE.read_text(encoding='utf-8'))}"]
    before, none, _ = opened(without=True)
    assert none == 0 and len(before) == len(places) > 5
    assert max(abs(one - other) for one, other in zip(before, places, strict=True)) <= 1


def test_a_frame_does_without(page, site):
    """It would weigh as much as all else of an embed: the system's face, fitted to it, stands there."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto(f"{site}embed/strategy/")
    assert "font" not in asked and "Playbook" in page.evaluate("getComputedStyle(document.querySelector('.pb-headline')).fontFamily")
