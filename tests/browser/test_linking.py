"""Links as readers make and follow them, in a real Chromium on the built site."""

import os
import re
import shutil
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from calculator import calculators, run
from calculator.answers.texts import from_texts, to_query, to_texts
from calculator.faces.decision import decision
from publish.host.serve import serving
from tests.browser.test_calculators import CASES
from tests.calculator.given import inputs, typed

STRATEGY = "framework/strategy/"
GATES = "Two gates, then the count – Closed, hybrid or open-first"
ALLOWED = ["clipboard-read", "clipboard-write"]
DENY = "() => { for (const name of ['write', 'writeText']) navigator.clipboard[name] = () => Promise.reject(new DOMException('denied')); }"
CLIPBOARD = """async () => Object.fromEntries(await Promise.all((await navigator.clipboard.read())[0].types.map(
    async (type) => [type, await (await (await navigator.clipboard.read())[0].getType(type)).text()])))"""

SELECTED = """() => { const { value, selectionStart, selectionEnd } = document.activeElement;
    return value?.slice(selectionStart, selectionEnd) ?? getSelection().toString(); }"""


def address(page) -> str:
    return page.evaluate("location.href")


def menu(page, site, path: str = STRATEGY, id: str = "strategy-gates") -> None:
    """Open the menu of a heading by keyboard."""
    page.goto(site + path)
    page.focus(f"#{id} > a")
    page.keyboard.press("Enter")
    page.wait_for_selector(".pb-link-menu")


class TestHeadings:
    @pytest.mark.parametrize(
        ("button", "copied"),
        [
            ("Link", "{site}framework/strategy/#strategy-gates"),
            ("Markdown", f"[{GATES}]({{site}}framework/strategy/#strategy-gates)"),
            ("Link with preview", "{site}go/strategy-gates/"),
        ],
    )
    def test_copies_by_keyboard(self, page, site, button, copied):
        """Enter on the sign, Tab to the form, Enter: the clipboard holds the link; Escape returns to the sign."""
        page.context.grant_permissions(ALLOWED)
        menu(page, site, f"{STRATEGY}?team_size=20")
        for _ in range(10):
            if page.evaluate("document.activeElement.textContent") == button:
                break
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Link copied")
        assert page.evaluate("navigator.clipboard.readText()") == copied.format(site=site), (
            "a heading's link leaves the reader's numbers out"
        )
        assert address(page) == f"{site}{STRATEGY}?team_size=20#strategy-gates"
        page.keyboard.press("Escape")
        assert page.locator(".pb-link-menu").count() == 0 and page.evaluate("document.activeElement.parentElement.id") == "strategy-gates"

    def test_rich_text_keeps_words_and_address_where_it_is_pasted(self, page, site):
        """Copied as rich text and pasted into an editable page it is a link; as plain text it is the address."""
        page.context.grant_permissions(ALLOWED)
        menu(page, site)
        page.click(".pb-link-menu >> text=Rich text")
        page.wait_for_selector("text=Link copied")
        link = f"{site}{STRATEGY}#strategy-gates"
        assert page.evaluate(CLIPBOARD)["text/plain"] == link
        wiki = page.context.new_page()
        wiki.set_content('<div id="editor" contenteditable></div>')
        wiki.click("#editor")
        wiki.keyboard.press("Control+V")
        pasted = wiki.locator("#editor a")
        assert pasted.get_attribute("href") == link and pasted.inner_text() == GATES

    @pytest.mark.parametrize("button", ["Link", "Markdown", "Rich text"])
    def test_shows_the_link_selected_where_the_clipboard_is_denied(self, page, site, button):
        """Without the clipboard the link stands selected, to be copied by hand."""
        menu(page, site)
        page.evaluate(DENY)
        page.get_by_role("button", name=button, exact=True).click()
        page.wait_for_selector(".pb-copy-field:not([hidden])")
        selected = page.evaluate(SELECTED)
        assert (
            selected
            == {"Link": f"{site}{STRATEGY}#strategy-gates", "Markdown": f"[{GATES}]({site}{STRATEGY}#strategy-gates)", "Rich text": GATES}[
                button
            ]
        )

    def test_a_page_is_linked_without_a_hash(self, page, site):
        """The sign beside the title gives the page's own address."""
        page.context.grant_permissions(ALLOWED)
        menu(page, site, id="closed-hybrid-or-open-first")
        page.click(".pb-link-menu >> text=Markdown")
        page.wait_for_selector("text=Link copied")
        assert page.evaluate("navigator.clipboard.readText()") == f"[Closed, hybrid or open-first]({site}{STRATEGY})"

    def test_without_javascript_the_sign_is_a_link(self, browser, site):
        """The plain permalink works, and names its heading to a listener."""
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(site + STRATEGY)
        page.get_by_role("link", name="Link to “Two gates, then the count”").click()
        assert page.url == f"{site}{STRATEGY}#strategy-gates" and page.locator(".pb-link-menu").count() == 0
        context.close()


class TestDecisions:
    def test_copies_what_python_writes(self, page, site):
        """As rich text and as Markdown at once, each the very text of CPython; the link in it opens the same numbers."""
        page.context.grant_permissions(ALLOWED)
        link = f"{site}calculators/growth/?quarters=5"
        page.goto(link)
        page.click(".pb-copy[data-form=decision]")
        page.wait_for_selector("text=Decision copied")
        told = decision(run("growth", {"quarters": 5}), link)
        copied = page.evaluate(CLIPBOARD)
        assert copied["text/plain"] == told["markdown"] and f"({link})" in told["markdown"]
        rich = html.fragment_fromstring(copied["text/html"], create_parent=True)
        assert rich.text_content() == html.fragment_fromstring(told["html"], create_parent=True).text_content()
        assert rich.xpath(".//a/@href") == [link]

    def test_a_bad_input_has_none(self, page, site):
        """The answer on the page is to other numbers then: it says what is wrong."""
        page.context.grant_permissions(ALLOWED)
        page.goto(f"{site}calculators/growth/?quarters=0")
        page.wait_for_selector(".pb-error:not([hidden])")
        page.click(".pb-copy[data-form=decision]")
        page.wait_for_selector("text=There is no decision to copy: Quarters to look ahead must be at least 1")

    def test_copies_a_frame_with_the_readers_numbers(self, page, site):
        """The code of the frame opens the embed with the same numbers."""
        page.context.grant_permissions(ALLOWED)
        page.goto(f"{site}calculators/growth/?growth_pct_quarter=30&quarters=5")
        page.click(".pb-copy[data-form=frame]")
        page.wait_for_selector("text=Code copied")
        frame = html.fragment_fromstring(page.evaluate("navigator.clipboard.readText()"))
        assert frame.tag == "iframe" and frame.get("src") == f"{site}embed/growth/?growth_pct_quarter=30&quarters=5"


# Of addresses that a page may write within ten seconds, by Chromium's rule; the next page may write as many again.
FEW = 150

# Opens an address the way "back" does: the form takes what the address says, and gives its link.
REOPEN = """async (queries) => {
    await customElements.whenDefined("pb-calculator");
    const calculator = document.querySelector("pb-calculator");
    return queries.map((query) => {
        history.replaceState(null, "", location.pathname + query);
        dispatchEvent(new PopStateEvent("popstate"));
        return [calculator.link(), calculator.querySelectorAll(".pb-unknown").length];
    });
}"""


class TestState:
    @pytest.mark.parametrize("id", calculators())
    def test_open_then_inputs_then_address_is_the_identity(self, page, site, id):
        """For any valid inputs and every case: the address that opens them is the address that they give."""
        queries = {to_query(id, case.inputs) for case in CASES if case.calculator == id and not case.error}

        @given(st.lists(inputs(id), max_size=8))
        def collect(many):
            queries.update(to_query(id, one) for one in many)

        collect()
        asked = [f"?{query}" if query else "" for query in sorted(queries)]
        assert len(asked) > 40 or id == "feature-or-product"
        got = []
        for start in range(0, len(asked), FEW):
            another = page.context.new_page()
            another.goto(f"{site}calculators/{id}/")
            got += another.evaluate(REOPEN, asked[start : start + FEW])
            another.close()
        for query, (link, notes) in zip(asked, got, strict=True):
            back, errors = from_texts(id, typed(urlsplit(link).query))
            assert errors == [] and (notes == 0 or "data=" in query), query  # a day before a correction is remarked on
            assert to_texts(id, back) == to_texts(id, from_texts(id, typed(query.removeprefix("?")))[0])
            assert link == f"{site}calculators/{id}/{query}"


class TestAnchors:
    def test_following_one_costs_no_python(self, page, site, site_folder):
        """A step to a section of the page asks the calculator nothing: its numbers are the same."""
        with serving(site_folder) as server:
            page.goto(f"{server.url}{STRATEGY}")
            page.evaluate("location.hash = 'strategy-gates'")
            page.go_back()
            page.wait_for_load_state("networkidle")
            assert not [served.path for served in server.served if "/runtime/" in served.path]


class TestGo:
    @pytest.mark.parametrize(
        ("asked", "arrives"),
        [
            ("go/strategy-gates/", "framework/strategy/#strategy-gates"),
            ("go/strategy-gates/?team_size=20&ai_role=product", "framework/strategy/?team_size=20&ai_role=product#strategy-gates"),
            ("go/strategy-gates/#strategy-criteria", "framework/strategy/#strategy-criteria"),
            ("go/strategy-gates/?team_size=20#strategy-criteria#glued-on", "framework/strategy/?team_size=20#strategy-criteria"),
        ],
    )
    def test_leads_on_with_query_and_hash(self, page, site, asked, arrives):
        """What came along arrives, and never two hashes; the section's page is left by one step back."""
        page.goto(f"{site}reference/")
        page.goto(site + asked)
        page.wait_for_function("location.pathname.endsWith('/framework/strategy/')")
        assert address(page) == site + arrives and address(page).count("#") == 1
        page.go_back()
        assert address(page) == f"{site}reference/"

    def test_has_a_link_without_javascript(self, browser, site):
        """A stub says where it leads, by the section's own title and description, and its link goes there without any script."""
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{site}go/strategy-gates/")
        assert page.title() == GATES and page.locator("meta[name=description]").get_attribute("content") in page.inner_text("main")
        page.click("main a")
        assert page.url == f"{site}{STRATEGY}#strategy-gates"
        context.close()


class TestPicker:
    def pick(self, page, site, words: str) -> None:
        page.goto(f"{site}use/")
        page.wait_for_selector("[name=find]")
        page.fill("[name=find]", words)
        page.select_option("[name=target]", index=0)

    def row(self, page, name: str) -> str:
        return page.inner_text(f'dt:text-is("{name}") + dd :is(code, span)')

    def test_gives_a_sections_links(self, page, site):
        """Each way to link to a section is one that leads there."""
        self.pick(page, site, "two gates")
        assert self.row(page, "Permanent link") == f"{site}{STRATEGY}#strategy-gates"
        assert self.row(page, "Link with the section's own preview") == f"{site}go/strategy-gates/"
        assert self.row(page, "Markdown") == f"[{GATES}]({site}{STRATEGY}#strategy-gates)"
        assert page.get_attribute("dt:text-is('Rich text') + dd a", "href") == f"{site}{STRATEGY}#strategy-gates"

    def test_gives_a_calculators_links_with_the_readers_numbers(self, page, site):
        """A pasted address lends its numbers; the copied Markdown has them."""
        page.context.grant_permissions(ALLOWED)
        self.pick(page, site, "growth of the bill calculator")
        page.fill("[name=numbers]", "https://elsewhere.example/x/calculators/growth/?quarters=5&growth_pct_quarter=30#a")
        link = f"{site}calculators/growth/?quarters=5&growth_pct_quarter=30"
        assert self.row(page, "Permanent link") == link
        page.get_by_role("button", name="Copy: Markdown").click()
        page.wait_for_selector("text=Link copied")
        assert page.evaluate("navigator.clipboard.readText()") == f"[Growth of the bill]({link})"

    @pytest.mark.parametrize(
        ("pasted", "words"),
        [
            ("https://elsewhere.example/x/calculators/break-even/?upfront_usd=1", "an address of Break-even"),
            ("embed/break-even/?upfront_usd=1", "an address of Break-even"),
            ("garbage", "no numbers in this"),
        ],
    )
    def test_numbers_of_another_calculator_are_left_out(self, page, site, pasted, words):
        """And so is what is no address; what is pasted stays, and a right one takes the sentence away."""
        self.pick(page, site, "growth of the bill calculator")
        page.fill("[name=numbers]", pasted)
        assert words in page.inner_text("pb-link-picker .pb-error")
        assert self.row(page, "Permanent link") == f"{site}calculators/growth/"
        assert page.input_value("[name=numbers]") == pasted
        page.fill("[name=numbers]", "?quarters=5")
        assert page.locator("pb-link-picker .pb-error").is_hidden()
        assert self.row(page, "Permanent link") == f"{site}calculators/growth/?quarters=5"

    def test_another_search_takes_the_links_away(self, page, site):
        """Nobody copies the link of what is no longer picked."""
        self.pick(page, site, "two gates")
        page.fill("[name=find]", "zebra")
        assert page.locator(".pb-picker-links dt").count() == 0

    def test_gives_a_calculators_frame(self, page, site):
        """The frame that oEmbed describes, with this site's address and the reader's numbers in it."""
        self.pick(page, site, "growth of the bill calculator")
        page.fill("[name=numbers]", "?quarters=5&growth_pct_quarter=30")
        page.wait_for_selector("dt:text-is('Frame (HTML)')")
        frame = html.fromstring(self.row(page, "Frame (HTML)"))
        assert frame.tag == "iframe" and frame.get("src") == f"{site}embed/growth/?quarters=5&growth_pct_quarter=30"

    def test_says_when_nothing_is_found_or_loaded(self, browser, page, site):
        """A search without a hit and a list that the server does not give are told, and not left blank."""
        page.goto(f"{site}use/")
        page.wait_for_selector("[name=find]")
        page.fill("[name=find]", "zebra")
        assert "Nothing has all of these words" in page.inner_text("[name=target]")
        context = browser.new_context()
        other = context.new_page()
        other.route("**/links.json", lambda route: route.fulfill(status=503))
        other.goto(f"{site}use/")
        other.wait_for_selector("text=could not be loaded (status 503)")
        context.close()


class TestFreshness:
    @pytest.mark.parametrize(("days", "told"), [(120, False), (121, True)])
    def test_a_banner_after_120_days(self, page, site, days, told):
        """On the 120th day nothing yet, on the next day the page says so at its top."""
        page.goto(site + STRATEGY)
        day = page.get_attribute(".pb-verified time", "datetime")
        page.clock.install(time=page.evaluate("([day, days]) => Date.parse(day) + days * 86400000 + 3600000", [day, days]) / 1000)
        page.goto(site + STRATEGY)
        page.wait_for_load_state("networkidle")
        banner = page.locator("article h1 + [role=note]")
        assert banner.count() == int(told)
        assert not told or re.match(rf"Last verified {days} days ago, on {day}\.", banner.inner_text())

    def test_without_javascript_the_date_stands_there(self, browser, site):
        """The day of the last check is in the HTML; only the words on its age need a script."""
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(site + STRATEGY)
        assert re.search(r"Last verified on \d{4}-\d{2}-\d{2}\.", page.inner_text("article"))
        context.close()


LONG = {"trace": ".pb-trace", "prices": ".pb-folded:has(tbody > tr:nth-child(13))", "case": ".pb-case"}
PRINTED = (".pb-headline", ".pb-chart", ".pb-used dd", ".pb-folded td", ".pb-permalink")
LEFT_OUT = (".pb-tools", ".pb-chart-tools", ".headerlink", ".pb-form", ".pb-bar", ".pb-trace", ".pb-case", ".pb-formulas")
SEEN = """(names) => Object.fromEntries(names.map((name) =>
    [name, [...document.querySelectorAll(name)].every((e) => e.checkVisibility({ contentVisibilityAuto: true }))]))"""
ON_PAPER = dict.fromkeys(PRINTED, True) | dict.fromkeys(LEFT_OUT, False)


class TestPrint:
    LINK = "calculators/growth/?quarters=5"

    def test_holds_inputs_results_folded_parts_and_the_permalink(self, page, site):
        """On paper: the reader's numbers, the answer, every folded part, the address with the numbers; no buttons."""
        page.goto(site + self.LINK)
        page.wait_for_function("document.querySelector('.pb-headline').textContent.includes('in 5 quarters')")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        with suppress(PlaywrightTimeout):  # what was folded is laid out with the next frame; the assertion names what is missing
            page.wait_for_function(
                f"(names) => Object.values(({SEEN})(names.slice(0, {len(PRINTED)}))).every(Boolean)", arg=list(ON_PAPER), timeout=5000
            )
        assert page.evaluate(SEEN, list(ON_PAPER)) == ON_PAPER
        assert (
            "5 quarters yours" in page.inner_text(".pb-used").replace("\N{NO-BREAK SPACE}", " ")
            and page.inner_text(".pb-permalink") == f"Permanent link: {site}{self.LINK}"
        )
        page.emulate_media(media="screen")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("article details[open]").count() == 0 and not page.is_visible(".pb-permalink")

    def test_opens_what_is_folded_and_folds_it_again(self, page, site):
        """Alone on a page, since this theme does the same: in browsers where style cannot show what is folded, and with the next theme."""
        page.goto(f"{site}links.json")
        page.set_content(
            '<article><details id="a"><p>A</p></details><details id="b" open><p>B</p></details></article>'
            f'<script type="module" src="{site}assets/print.mjs" onload="window.loaded = true"></script>'
        )
        page.wait_for_function("window.loaded")
        for event, expected in (("beforeprint", ["a", "b"]), ("afterprint", ["b"])):
            page.evaluate("name => dispatchEvent(new Event(name))", event)
            assert page.locator("details[open]").evaluate_all("all => all.map((one) => one.id)") == expected

    def test_without_javascript(self, browser, site):
        """Style alone opens what is folded, and prints the page's own address."""
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{site}calculators/growth/")
        assert not page.is_visible(".pb-folded td >> nth=0"), "else this test could not fail"
        page.emulate_media(media="print")
        assert page.locator(".pb-folded td").evaluate_all(
            "all => all.every((one) => one.getBoundingClientRect().height > 0 && one.checkVisibility({ contentVisibilityAuto: true }))"
        )
        assert page.inner_text(".pb-permalink").endswith("/calculators/growth/")
        context.close()

    @pytest.mark.parametrize("script", [True, False])
    @pytest.mark.parametrize("name", LONG)
    def test_what_is_long_is_printed_for_who_opened_it(self, browser, site, name, script):
        """Else it is left out and, where a script can tell, named; a part of the page around the calculator too."""
        context = browser.new_context(java_script_enabled=script)
        page = context.new_page()
        page.goto(f"{site}calculators/api-bill/")
        part = page.locator(LONG[name]).first
        words = part.locator("> summary").inner_text()
        for opened in (False, True):
            if opened:
                part.locator("> summary").click()
            pages = page.pdf(format="A4")  # with the events that a reader's print has
            assert bool(re.findall(PDF_PAGE, pages)[2:]) == (opened and name != "case"), "two pages, and what the reader asks for"
            if script:
                page.evaluate("dispatchEvent(new Event('beforeprint'))")
            page.emulate_media(media="print")
            assert part.is_visible() == opened
            if script and name != "case":
                assert (words in page.inner_text(".pb-left-out")) != opened
            assert page.inner_text(".pb-left-out").endswith(
                "Do this; How it is computed; Worked examples; In Python and on the command line; Sources."
            )
            page.emulate_media(media="null")
            if script:
                page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("[data-unread]").count() == 0
        context.close()

    @pytest.mark.parametrize("id", calculators())
    def test_the_answer_takes_two_pages(self, page, site, id):
        """A4, with the answer first."""
        page.goto(f"{site}calculators/{id}/")
        page.wait_for_selector("pb-calculator:defined")
        pdf = page.pdf(format="A4")
        assert len(re.findall(PDF_PAGE, pdf)) <= 2
        page.emulate_media(media="print")
        assert page.locator(".pb-headline").bounding_box()["y"] < 250

    def test_a_page_of_prose_is_printed_whole(self, page, site):
        """What is around its calculator too: else the count above could not fail."""
        page.goto(f"{site}framework/strategy/")
        assert len(re.findall(PDF_PAGE, page.pdf(format="A4"))) > 3

    @pytest.mark.parametrize("path", ["calculators/growth/", "embed/growth/"])
    def test_the_dark_is_light_on_paper(self, browser, site, path):
        """Ink on white, whatever the screen shows."""
        context = browser.new_context(color_scheme="dark")
        page = context.new_page()
        page.goto(f"{site}{path}")
        light = {}
        for media in ("screen", "print"):
            page.emulate_media(media=media, color_scheme="dark")
            light[media] = page.evaluate(LIGHT)
        assert min(light["screen"]) > 0.5 > max(light["print"])
        context.close()


PDF_PAGE = rb"/Type\s*/Page\b(?!s)"
# How light the verdict, a label and a word of the picture are.
LIGHT = """() => ['.pb-headline', '.pb-used dt', '.pb-drawing text'].map((part) => {
    const style = getComputedStyle(document.querySelector(part)), [red, green, blue] = (part.includes('text') ? style.fill : style.color).match(/[\\d.]+/g).map(Number);
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
})"""


def test_a_copy_of_the_site_links_to_itself(page, site_folder, tmp_path):
    """The same files at another port and below a path: headings, the picker and `go/` give and follow that copy's addresses."""
    shutil.copytree(site_folder, tmp_path / "x" / "y", copy_function=os.link)
    page.context.grant_permissions(ALLOWED)
    with serving(tmp_path) as server:
        copy = f"{server.url}x/y/"
        menu(page, copy)
        page.click(".pb-link-menu >> text=Link with preview")
        page.wait_for_selector("text=Link copied")
        link = page.evaluate("navigator.clipboard.readText()")
        assert link == f"{copy}go/strategy-gates/"
        page.goto(f"{link}?team_size=20")
        page.wait_for_function("location.pathname.endsWith('/framework/strategy/')")
        assert address(page) == f"{copy}{STRATEGY}?team_size=20#strategy-gates"
        TestPicker().pick(page, copy, "growth of the bill calculator")
        assert page.inner_text("dt:text-is('Permanent link') + dd code") == f"{copy}calculators/growth/"
        assert not [served for served in server.served if not served.path.startswith("/x/y/")]
