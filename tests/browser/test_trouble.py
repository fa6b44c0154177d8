"""What a reader sees when something goes wrong on a page: the question takes too long, the browser refuses, a link is hostile."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from lxml import html
from markdown_it import MarkdownIt

from calculator.faces.bridge import answer
from publish.host.serve import serving
from tests.attack_pages import attack
from tests.browser.conftest import listen
from tests.browser.test_linking import CLIPBOARD

ALLOWED = ["clipboard-read", "clipboard-write"]
BLOCK = re.compile(r'<div class="pb-block"><pb-calculator .*?</pb-calculator></div>', re.DOTALL)
STATE = """() => { const form = document.querySelector('pb-calculator form'), field = form.growth_pct_quarter.value;
    const waiting = form.closest('pb-calculator').matches('.pb-waiting');
    return { field, waiting, because: document.querySelector('.pb-because').innerText, query: location.search }; }"""
DRAG = """(places) => { const field = document.querySelector('[name=growth_pct_quarter]');
    for (const place of places) { field.value = place; field.dispatchEvent(new Event('input', { bubbles: true })); } }"""


def growth(page, site: str, query: str = "") -> None:
    page.goto(f"{site}calculators/growth/{query}")
    page.wait_for_selector("pb-calculator:defined")


def agrees(page, place: str) -> None:
    """Wait until field, answer and address say the same."""
    page.wait_for_function(
        f"(place) => {{ const {{ field, waiting, because, query }} = ({STATE})();"
        " return !waiting && field === place && because.includes(`by ${place}`) && query === `?growth_pct_quarter=${place}`; }",
        arg=place,
        timeout=60_000,
    )


class TestAddress:
    def test_a_burst_is_answered_and_written_in_the_end(self, page, site):
        """More steps than a browser lets a page write: the answer follows, and the last one stands in the address."""
        growth(page, site)
        page.evaluate(DRAG, [10 + n % 80 for n in range(600)] + [77])
        agrees(page, "77")

    def test_a_browser_that_refuses_to_write_costs_no_answer(self, page, site):
        """As WebKit does after a hundred writes: the answer comes all the same, and the address when it is allowed again."""
        growth(page, site)
        page.evaluate("""() => { for (const name of ["pushState", "replaceState"]) { const real = history[name].bind(history);
            history[name] = (...all) => { if (globalThis.refusing) throw new DOMException("too many", "SecurityError"); real(...all); }; }
            globalThis.refusing = true; }""")
        page.evaluate(DRAG, [60, 61, 62])
        page.wait_for_function(f"() => {{ const state = ({STATE})(); return !state.waiting && state.because.includes('by 62'); }}")
        assert page.evaluate("location.search") == ""
        page.evaluate("globalThis.refusing = false")
        agrees(page, "62")

    def test_a_browser_that_drops_writes_without_a_word_gets_them_again(self, page, site):
        """As Chromium does."""
        growth(page, site)
        page.evaluate("""() => { for (const name of ["pushState", "replaceState"]) { const real = history[name].bind(history); let dropped = 0;
            history[name] = (...all) => { if (dropped++ > 2) real(...all); }; } }""")
        page.evaluate(DRAG, [60, 61, 62])
        agrees(page, "62")

    def test_a_page_that_is_left_has_its_last_numbers(self, page, site):
        """Back from another page within the pause between two writes: the form is as it was left."""
        growth(page, site)
        page.evaluate(DRAG, [60])
        page.wait_for_function("location.search !== ''")
        page.evaluate(f"({DRAG})([61, 62]); location.assign('../strategy/')")
        page.wait_for_url("**/strategy/")
        page.go_back()
        agrees(page, "62")

    def test_a_step_to_a_section_loses_nothing(self, page, site):
        """A link to a section, followed within the pause between two writes, takes the numbers along."""
        growth(page, site)
        page.evaluate(DRAG, [60])
        page.wait_for_function("location.search !== ''")
        page.evaluate(f"({DRAG})([61, 62]); document.querySelector('article h2 > a').click()")
        page.wait_for_function("location.hash !== ''")
        agrees(page, "62")

    def test_back_is_not_overwritten(self, page, site):
        """What was still to be written belongs to the step that the reader has left."""
        growth(page, site)
        page.evaluate(DRAG, [60])
        agrees(page, "60")
        page.evaluate(f"({DRAG})([61, 62]); history.back()")
        page.wait_for_function("document.querySelector('pb-calculator form').growth_pct_quarter.value === '40'")
        page.clock.install()
        page.clock.run_for(2000)
        assert page.evaluate("location.search") == ""


@pytest.fixture
def troubled(browser, site) -> Iterator:
    """A page whose worker can be ended behind its back, and whose complaints are expected."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(
        "globalThis.workers = []; const Real = Worker; Worker = class extends Real { constructor(...a) { super(...a); workers.push(this); } };"
    )
    page.complaints = listen(page)
    yield page
    context.close()


class TestOverdue:
    def test_a_worker_that_vanished_is_replaced_and_the_page_says_so(self, troubled, site):
        """The system ends the worker without a word: the newest question is asked again, and answered."""
        page = troubled
        page.clock.install()
        growth(page, site)
        page.fill("[name=growth_pct_quarter]", "50")
        page.clock.resume()
        page.wait_for_function(f"({STATE})().because.includes('by 50')")
        page.evaluate("workers.at(-1).terminate()")
        page.fill("[name=growth_pct_quarter]", "51")
        for _ in range(11):
            page.clock.run_for(1000)
        page.wait_for_function(
            "document.querySelector('.pb-start-text').textContent.startsWith('No answer came within 10 seconds, so the calculator starts once more.')"
        )
        page.wait_for_function(f"({STATE})().because.includes('by 51')")
        assert page.evaluate("workers.length") >= 2 and page.is_hidden(".pb-start")


FAULT = {"ok": False, "errors": [{"field": "", "rule": "", "got": "", "message": "The calculator failed (code X-1)."}]}


class TestErrorBox:
    def test_ends_when_the_error_does(self, troubled, site):
        """After a fault the box stands in the place of the verdict before; the next answer takes it away, the next error brings its own."""
        page = troubled
        growth(page, site)
        page.fill("[name=growth_pct_quarter]", "50")
        page.wait_for_function(f"({STATE})().because.includes('by 50')")
        page.evaluate("workers.at(-1).onerror(new ErrorEvent('error', { message: 'on purpose', cancelable: true }))")
        page.wait_for_selector(".pb-start.pb-failed:not([hidden])")
        assert "on purpose" in page.inner_text(".pb-start-text")
        assert page.is_hidden(".pb-headline")
        page.fill("[name=growth_pct_quarter]", "51")
        page.wait_for_function(f"({STATE})().because.includes('by 51')")
        assert page.is_hidden(".pb-start")

    def test_an_error_of_no_field_has_its_own_place(self, troubled, site):
        """A fault of the calculator is told as such, not as a key of the link, and goes with the next answer."""
        page = troubled
        growth(page, site)
        page.fill("[name=growth_pct_quarter]", "50")
        page.wait_for_function(f"({STATE})().because.includes('by 50')")
        page.evaluate(
            """(answer) => { const real = workers.at(-1).onmessage; workers.at(-1).onmessage = (event) =>
            real(event.data.type === "answer" && globalThis.faulty ? { data: { ...event.data, text: answer } } : event); globalThis.faulty = true; }""",
            json.dumps(FAULT),
        )
        page.fill("[name=growth_pct_quarter]", "51")
        page.wait_for_function("document.querySelector('.pb-start-text').textContent.startsWith('The calculator failed (code X-1).')")
        assert page.locator(".pb-unknown").count() == 0 and page.locator("pb-calculator.pb-stale").count() == 1
        page.evaluate("globalThis.faulty = false")
        page.fill("[name=growth_pct_quarter]", "52")
        page.wait_for_function(f"({STATE})().because.includes('by 52')")
        assert page.is_hidden(".pb-start") and page.locator("pb-calculator.pb-stale").count() == 0


class TestTwoOnAPage:
    def build(self, site_folder: Path, tmp_path: Path, ids: list[str]) -> Path:
        """A page with these calculators, each as its own page has it."""
        for name in ("assets", "calculators"):
            shutil.copytree(site_folder / name, tmp_path / name, symlinks=True)
        blocks = [BLOCK.search((site_folder / "calculators" / id / "index.html").read_text())[0] for id in ids]
        (tmp_path / "two").mkdir()
        (tmp_path / "two" / "index.html").write_text(
            f'<!doctype html><html lang="en"><body>{"".join(blocks)}<script type="module" src="../assets/pb-calculator.mjs"></script></body></html>'
        )
        return tmp_path

    def test_each_knows_the_others_keys(self, page, site_folder, tmp_path):
        """A link with numbers for both: neither says that it does not know the other's."""
        with serving(self.build(site_folder, tmp_path, ["growth", "unit-economics"])) as server:
            page.goto(f"{server.url}two/?quarters=5&units_per_month=70000")
            for id in ("growth", "unit-economics"):
                page.wait_for_selector(f"[calculator={id}]:defined:not(.pb-waiting)")
            assert page.locator(".pb-unknown").count() == 0
            assert page.input_value("[name=quarters]") == "5" and page.input_value("[name=units_per_month]") == "70,000"
            page.fill("[name=quarters]", "6")
            page.fill("[name=units_per_month]", "80000")
            page.wait_for_function("location.search === '?quarters=6&units_per_month=80000'")

    def test_the_same_one_twice_answers_twice(self, page, site_folder, tmp_path):
        """Both wait for their own answer, and both get it."""
        with serving(self.build(site_folder, tmp_path, ["growth", "growth"])) as server:
            page.goto(f"{server.url}two/")
            page.fill("[name=growth_pct_quarter] >> nth=0", "50")
            page.wait_for_function(
                "[...document.querySelectorAll('pb-calculator:not(.pb-waiting) .pb-because')].filter((one) => one.innerText.includes('by 50')).length === 2"
            )
            page.wait_for_function("location.search === '?growth_pct_quarter=50'")
            assert page.input_value("[name=growth_pct_quarter] >> nth=1") == "50"

    def test_the_newest_change_stands_in_the_address_whoever_made_it(self, page, site_folder, tmp_path):
        """An input that two have, changed here, there, and here again within one pause between two writes."""
        with serving(self.build(site_folder, tmp_path, ["growth", "growth"])) as server:
            page.goto(f"{server.url}two/")
            page.wait_for_selector("pb-calculator:defined")
            page.evaluate(
                """() => { const fields = document.querySelectorAll('[name=growth_pct_quarter]');
                [[0, 50], [1, 60], [0, 70]].forEach(([place, text]) => {
                  fields[place].value = text;
                  fields[place].dispatchEvent(new Event('input', { bubbles: true })); }); }"""
            )
            page.wait_for_function("location.search === '?growth_pct_quarter=70'", timeout=10_000)

    def test_one_that_leaves_holds_nothing_up(self, page, site_folder, tmp_path):
        """Its question is answered to nobody, and the other's comes."""
        with serving(self.build(site_folder, tmp_path, ["growth", "unit-economics"])) as server:
            page.goto(f"{server.url}two/")
            page.fill("[name=quarters]", "5")
            page.evaluate("document.querySelector('[calculator=growth]').remove()")
            page.fill("[name=units_per_month]", "70000")
            page.wait_for_selector("[calculator=unit-economics]:not(.pb-waiting)")
            expected = json.loads(answer(json.dumps({"calculator": "unit-economics", "texts": {"units_per_month": "70000"}})))
            assert page.inner_text(".pb-headline").replace("\N{NO-BREAK SPACE}", " ") == expected["answer"]["verdict"]


# Names that a wiki's Markdown could take for something else, as a link may carry them.
NAMES = [
    "<img src=x onerror=alert(1)>",
    "<http://evil.invalid/>",
    "http://evil.invalid/ www.evil.invalid",
    "](http://evil.invalid/) [a",
    "`code` **bold** _x_ ~~y~~ ==z== ^u^",
    "![p](http://evil.invalid/p.png)",
    "&lt;script&gt; &amp; $x$ | @all #1 {{7*7}} \\",
]


class TestCopies:
    @pytest.mark.parametrize("name", NAMES)
    def test_a_name_from_a_link_is_text_in_a_decision(self, page, site, name):
        """Pasted and rendered, raw HTML allowed: the words on the page, to the letter, and one link, ours; so is the rich text."""
        page.context.grant_permissions(ALLOWED)
        providers = json.dumps([{"name": name, "usd_month": 500}, {"name": "B", "usd_month": 5}])
        page.goto(f"{site}calculators/price-shock/?{urlencode({'providers': providers, 'shocked_provider': name})}")
        page.wait_for_selector("pb-calculator:defined:not(.pb-waiting)")
        page.click(".pb-copy[data-form=decision]")
        page.wait_for_selector("text=Decision copied")
        link = page.evaluate("document.querySelector('pb-calculator').link()")
        because = page.inner_text(".pb-because").replace("\N{NO-BREAK SPACE}", " ")
        assert name.split()[0] in because
        copied = page.evaluate(CLIPBOARD)
        for written in (MarkdownIt("gfm-like", {"html": True}).render(copied["text/plain"]), copied["text/html"]):
            rendered = html.fragment_fromstring(written, create_parent=True)
            assert {element.tag for element in rendered.iter()} <= {"div", "p", "strong", "ul", "li", "a"}
            assert rendered.xpath(".//a/@href") == [link]
            said = [p.text_content().replace("\N{NO-BREAK SPACE}", " ") for p in rendered.iter("p")]
            assert because in said
            assert any(name in item.text_content().replace("\N{NO-BREAK SPACE}", " ") for item in rendered.iter("li"))


class TestNotes:
    def test_a_links_unknown_keys_are_bounded_and_plain(self, page, site):
        """Keys of a megabyte, a thousand of them, and signs that turn the direction of writing: a short line of our own."""
        keys = ["\u202egnol\u2066" + "k" * 3000, "a\u200eb\x07\r\nc", *(f"key{n}" for n in range(300))]
        page.goto(f"{site}calculators/growth/?{'&'.join(quote(key) for key in keys)}&data={'9' * 500}\u202e")
        note = page.wait_for_selector(".pb-unknown").text_content()
        assert len(note) < 600 and "and 297 more" in note and "ab c" in note
        assert not re.search(r"[\u200e\u202e\u2066\x07\n]", note)


class TestHostileAddresses:
    def test_nothing_escapes(self, browser, site):
        """Whatever a link carries: no script, no foreign address, no fault; and an answer, or a sentence for each field."""
        wrong, figures = attack(browser, site, n=200, seed=2)
        assert wrong == [] and figures["answered"] > 40 and figures["refused"] > 40
