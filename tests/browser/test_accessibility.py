"""WCAG 2.2 AA, as far as axe-core cannot tell: everything by keyboard, twice the size and 320 pixels without loss, no motion for who wants none, and
each answer said once."""

import pytest

from calculator import calculators, run
from calculator.inputs.kinds import Number
from calculator.models.registry import find
from publish.measurements import chromium
from tests.browser.axe import DESK, PHONE, hold_python
from tests.browser.test_calculators import complete, paths, settled, unfold

# Where the focus is: whether any of it can be seen, what lies over it, and whether a ring shows it. What is taller than the free window may reach below
# what stands there; the links that skip lie on the header themselves.
LOOK = """async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    const focused = document.activeElement;
    if (focused === document.body) return null;
    const shown = focused.matches('.md-option') ? focused.nextElementSibling : focused;
    const box = shown.getBoundingClientRect();
    const standing = [...document.querySelectorAll('.md-header, .pb-verdict, .pb-start, .pb-bar, .md-top')]
        .filter((one) => !one.contains(focused) && one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        .map((one) => [one.className, one.getBoundingClientRect()]);
    const over = standing.filter(([, bar]) => bar.top < box.bottom - 1 && box.top + 1 < bar.bottom && bar.left < box.right - 1 && box.left + 1 < bar.right);
    const isSeen = [0.1, 0.5, 0.9].some((x) => [0.1, 0.5, 0.9].some((y) => {
        const hit = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
        return hit && (shown.contains(hit) || hit.contains(shown) || hit.closest('label')?.control === shown);
    }));
    const style = getComputedStyle(shown);
    const faults = [];
    if (!isSeen) faults.push('out of sight');
    if (box.height < innerHeight / 2 && !focused.matches('.md-skip')) faults.push(...over.map(([name]) => `below ${name}`));
    if (!focused.matches('.md-search__input') && !(style.outlineStyle !== 'none' && parseFloat(style.outlineWidth))) faults.push('without a ring');
    return [focused.outerHTML.slice(0, 120), faults];
}"""
MOST_STOPS = 1500


def walk(page, key: str) -> tuple[int, list[str]]:
    """Through the whole page by this key: how many stops there are, and what is wrong with which."""
    found = []
    for stop in range(MOST_STOPS):
        page.keyboard.press(key)
        look = page.evaluate(LOOK)
        if look is None:
            return stop, found
        element, faults = look
        if faults:
            found.append(f"{key} {stop + 1}, {element}: {', '.join(faults)}")
    raise AssertionError(f"no end after {MOST_STOPS} stops")


class TestKeyboard:
    @pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
    @pytest.mark.parametrize("id", ["growth", "strategy", "evaluation", "timing"])
    def test_every_stop_is_in_sight(self, open_context, site, id, viewport):
        """There and back, groups open: below neither header, verdict nor bar, with a ring around it. Both ways have the same stops."""
        page = open_context(viewport, reduced_motion="reduce")
        page.goto(f"{site}calculators/{id}/")
        page.wait_for_selector("pb-calculator:defined")
        unfold(page)
        there, found = walk(page, "Tab")
        back, more = walk(page, "Shift+Tab")
        assert found + more == [] and there == back > 40

    @pytest.mark.parametrize(
        "spoilt", ["pb-calculator * { scroll-margin: 0 !important } html { scroll-padding: 0 !important }", "* { outline: 0 !important }"]
    )
    def test_a_stop_that_is_not_is_noticed(self, open_context, site, spoilt):
        """Without what keeps it clear of the rest, or without rings."""
        page = open_context(PHONE, reduced_motion="reduce")
        page.goto(f"{site}calculators/strategy/")
        page.add_style_tag(content=spoilt)
        assert walk(page, "Tab")[1] + walk(page, "Shift+Tab")[1]

    def test_two_links_skip(self, open_context, site):
        """The second stop leads to the calculator, where the next are the unit, the help and the number of its first field."""
        page = open_context()
        page.goto(f"{site}calculators/growth/")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.inner_text(":focus") == "Skip to the calculator"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.get_attribute(":focus", "name") == find("growth").inputs[0]

    def test_an_answer_from_the_first_key_to_the_copied_link(self, open_context, site):
        """A choice, a folded group, a number, a slider, what is folded in the answer, and its link: without a pointer."""
        page = open_context()
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{site}calculators/strategy/")
        page.focus("[name=ai_role]:checked")
        page.keyboard.press("ArrowDown")
        page.focus(".pb-group > summary")
        page.keyboard.press("Enter")
        assert page.evaluate("document.querySelector('.pb-group').open")
        page.focus("[name=team_size]")
        page.keyboard.press("Control+A")
        page.keyboard.type("20")
        page.focus(".pb-trace > summary")
        page.keyboard.press("Enter")
        page.wait_for_selector(".pb-trace[open] > ul")
        page.focus(".pb-copy[data-form=url]")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Link copied")
        page.wait_for_selector("[role=status]:text-is('Link copied')", state="attached")  # heard as well
        assert "ai_role=product" in page.evaluate("navigator.clipboard.readText()") and "team_size=20" in page.evaluate("location.search")

    def test_the_navigation_of_a_phone(self, open_context, site):
        """Closed it is no stop; its button opens it, a part leads in and out, Escape goes back to the button, and who tabs out of it closes it."""
        page = open_context(PHONE, reduced_motion="reduce")
        page.goto(f"{site}mistakes/too-early/")
        button = ".md-header__button[for=__drawer]"
        page.focus(button)
        page.keyboard.press("Enter")
        page.wait_for_function("document.querySelector('#__drawer').checked && document.activeElement.closest('.md-sidebar--primary')")
        assert page.inner_text(":focus").strip() == "Too early" or page.evaluate("document.activeElement.checkVisibility()")
        stops, faults = [], []
        for _ in range(30):
            look = page.evaluate(LOOK)
            faults += [f"{look[0]}: {fault}" for fault in look[1]]
            stops.append(look[0])
            page.keyboard.press("Tab")
            if not page.evaluate("document.querySelector('#__drawer').checked"):
                break
        assert faults == [] and 3 < len(stops) < 30
        page.focus(button)
        page.keyboard.press(" ")
        page.wait_for_function("document.querySelector('#__drawer').checked")
        page.focus(".md-nav__title[for^=__nav]:visible >> nth=-1")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        assert page.evaluate("button => !document.querySelector('#__drawer').checked && document.activeElement.matches(button)", button)

    def test_a_telephone_offers_a_minus_where_one_may_stand(self, open_context, site):
        """Its decimal keys have none."""
        page = open_context(PHONE)
        for id in calculators():
            page.goto(f"{site}calculators/{id}/")
            for field, declared in find(id).declared.items():
                if isinstance(declared, Number):
                    assert page.get_attribute(f"[name={field}]", "inputmode") == ("decimal" if declared.minimum >= 0 else None), field


# Words that an element cuts off, and elements that reach out of the window: the bar and the header shorten on purpose, and say the whole elsewhere, and what is
# heard and not seen is one pixel.
CUT = """() => {
    const wrong = [];
    if (document.documentElement.scrollWidth > innerWidth) wrong.push('scrolls sideways');
    for (const one of document.querySelectorAll('article *, main pb-calculator *')) {
        if (one.closest('.pb-bar, .pb-spoken, .pb-wide, svg, math, caption') || !one.checkVisibility()) continue;
        const style = getComputedStyle(one);
        const cuts = ['hidden', 'clip'];
        if (one.clientWidth > 1 && ((cuts.includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1) || (cuts.includes(style.overflowY) && one.scrollHeight > one.clientHeight + 1)))
            wrong.push(`cuts: ${one.outerHTML.slice(0, 80)}`);
    }
    return wrong;
}"""
SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"  # WCAG 1.4.12
LARGE = "--blink-settings=defaultFontSize=32"  # as readers set it who want letters of twice the size


def losses(page, site: str, paths: list[str], style: str = "") -> list[str]:
    """What is cut on which of these pages."""
    found = []
    for path in paths:
        page.goto(f"{site}{path}")
        if style:
            page.add_style_tag(content=style)
        unfold(page)
        found += [f"{path}: {words}" for words in page.evaluate(CUT)]
    return found


class TestSize:
    @pytest.mark.parametrize(
        ("viewport", "style"),
        [({"width": 640, "height": 400}, ""), ({"width": 320, "height": 256}, ""), (PHONE, SPACED)],
        ids=["200 %", "400 %", "spaced"],
    )
    def test_nothing_is_lost(self, open_context, site, site_folder, viewport, style):
        """A window of 1280 pixels at 200 and at 400 %, and letters further apart: nothing scrolls sideways or is cut."""
        assert losses(open_context(viewport), site, paths(site_folder), style) == []

    def test_larger_letters_lose_nothing(self, installed, playwright, site, site_folder):
        """Letters of twice the size by the browser's own setting."""
        browser = installed.launch(playwright, args=[*chromium.ARGUMENTS, LARGE])
        page = browser.new_page(viewport=DESK)
        assert losses(page, site, paths(site_folder)) == []
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "40px"
        browser.close()

    def test_what_is_lost_is_noticed(self, open_context, site):
        """A field that does not give way, and words that are cut."""
        page = open_context({"width": 320, "height": 256})
        page.goto(f"{site}calculators/growth/")
        page.add_style_tag(content=".pb-headline { width: 30rem } .pb-again { max-height: 1em; overflow: hidden }")
        assert len(page.evaluate(CUT)) == 2


MOVING = """() => [...document.querySelectorAll('*')].flatMap((one) => ['', '::before', '::after'].map((part) => {
    const style = getComputedStyle(one, part);
    const long = [...style.transitionDuration.split(','), ...style.animationDuration.split(',')].some((time) => parseFloat(time) > 0.05);
    return long || style.scrollBehavior === 'smooth' ? one.className : '';
})).filter(Boolean)"""


def test_nothing_moves_for_who_wants_no_motion(open_context, site, site_folder):
    """No transition, no animation and no gliding; without the wish there are some."""
    page = open_context(reduced_motion="reduce")
    for path in ("", "calculators/growth/", "use/", "embed/growth/"):
        page.goto(f"{site}{path}")
        assert page.evaluate(MOVING) == []
    page.emulate_media(reduced_motion="no-preference")
    page.goto(f"{site}calculators/growth/")
    assert page.evaluate(MOVING)


# Each time that a live region gets other words: what a screen reader says without being asked.
LISTEN = """() => {
    window.said = [];
    for (const region of document.querySelectorAll('[aria-live], [role=status], [role=alert], [role=log], output'))
        new MutationObserver(() => region.textContent.trim() && said.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true });
}"""
DRAG = """async () => {
    const slider = document.querySelector('[data-for=growth_pct_quarter]');
    for (let place = 300; place <= 700; place += 10) {
        slider.value = place;
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise(requestAnimationFrame);
    }
}"""


class TestAnnouncements:
    def ready(self, open_context, site):
        page = open_context()
        page.goto(f"{site}calculators/growth/")
        page.click(".pb-reset")
        complete(page)
        page.wait_for_function("document.querySelector('.pb-spoken').textContent.includes('quarters')")
        page.evaluate(LISTEN)
        return page

    def test_an_answer_is_said_once(self, open_context, site):
        """A change, a wrong number and a right one again: one sentence for each, in words."""
        page = self.ready(open_context, site)
        for count, (text, words) in enumerate([("5", "in 5 quarters"), ("five", "must be a number"), ("6", "in 6 quarters")], start=1):
            page.fill("[name=quarters]", text)
            page.wait_for_function("count => said.length >= count", arg=count)
            complete(page) if words.startswith("in") else settled(page)
            said = page.evaluate("said")
            assert len(said) == count and words in said[-1].replace("\N{NO-BREAK SPACE}", " ")

    def test_a_slider_is_said_where_it_rests(self, open_context, site):
        """Forty steps, one sentence: that of the last."""
        page = self.ready(open_context, site)
        page.evaluate(DRAG)
        page.wait_for_function("said.length")
        complete(page)
        (said,) = page.evaluate("said")
        assert said == run("growth", {"growth_pct_quarter": 55}).headline

    def test_waiting_is_said_too(self, open_context, site):
        """Who does not see the bar hears that Python is on its way, once, and then the answer."""
        page = open_context()
        release = hold_python(page)
        page.goto(f"{site}calculators/growth/")
        page.wait_for_selector("pb-calculator:defined")
        page.evaluate(LISTEN)
        page.fill("[name=quarters]", "5")
        page.fill("[name=quarters]", "6")
        page.wait_for_function("said.length")
        release()
        complete(page)
        page.wait_for_function("said.length > 1")
        assert page.evaluate("said") == ["Computing your answer …", run("growth", {"quarters": 6}).headline]
