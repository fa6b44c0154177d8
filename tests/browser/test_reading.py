"""How near the answer is to the fields, measured as the review of the first edition did."""

import pytest

from calculator import calculators
from publish.measurements.reading import DESK, PHONE, read

MOST_BAR = 62  # pixels


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def window(request, browser):
    """A page as large as the window, and the window's height."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    yield context.new_page(), height
    context.close()


@pytest.mark.parametrize("id", calculators())
def test_the_answer_is_in_sight_of_every_field(window, site, id):
    """Whichever field is in the middle of the window, the verdict is in it, in its place or in a bar of two lines; and the first field is above the fold."""
    page, height = window
    page.goto(f"{site}calculators/{id}/")
    page.wait_for_selector("pb-calculator:defined")
    for unfolded in (False, True):
        found = read(page, unfolded)
        assert found.farthest == 0 and found.bar <= MOST_BAR and found.first < height - 2 * MOST_BAR, unfolded


CUT = """async () => {
  const bar = document.querySelector(".pb-bar");
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame); // until it has heard that the answer is out of sight
  if (!bar.checkVisibility()) return ["no bar"];
  return [...bar.children].filter((line) => line.scrollWidth > line.clientWidth || line.scrollHeight > line.clientHeight + 1).map((line) => line.innerText);
}"""


@pytest.mark.parametrize("id", sorted(set(calculators()) - {"feature-or-product", "growth"}))  # whose few fields leave no room for a bar
def test_the_bar_of_a_phone_holds_the_answer_whole(browser, site, id):
    """Verdict and day in the colour of their route, nothing cut; with letters twice as large it would be."""
    context = browser.new_context(viewport=dict(zip(("width", "height"), PHONE, strict=True)))
    page = context.new_page()
    page.goto(f"{site}calculators/{id}/")
    page.wait_for_selector("pb-calculator:defined")
    assert page.evaluate(CUT) == []
    colours = "[...document.querySelectorAll('.pb-bar b, .pb-result .pb-headline')].map((said) => getComputedStyle(said).color)"
    assert len(set(page.evaluate(colours))) == 1
    page.add_style_tag(content=".pb-bar.pb-bar span { font-size: 1.3rem; line-height: 1.6rem }")
    assert page.evaluate(CUT) or len(page.inner_text(".pb-bar span")) < 60
    context.close()


def test_an_answer_that_scrolls_away_is_noticed(browser, site):
    """Without what keeps it in sight the measurement says how far it is."""
    context = browser.new_context(viewport=dict(zip(("width", "height"), PHONE, strict=True)))
    page = context.new_page()
    page.goto(f"{site}calculators/timing/")
    page.wait_for_selector("pb-calculator:defined")
    page.add_style_tag(content=".md-typeset .pb-bar { position: static !important; }")
    assert read(page).farthest > 300
    context.close()
