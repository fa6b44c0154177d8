"""The calculators as a reader meets them, in a real Chromium on the built site."""

import json
import os
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree, html

from calculator import calculators, run
from calculator.answers.texts import to_texts
from calculator.answers.zones import zones
from calculator.faces.bridge import answer
from calculator.faces.html import answer_html
from calculator.models.registry import find
from publish.host.serve import serving
from publish.record import cases
from tests.browser.conftest import in_every_kind

ROOT = Path(__file__).parents[2]
CASES = cases.load(ROOT / "tests" / "cases")
ASK_ALL = """async ([hash, requests]) => {
    const { pythonFor } = await import(new URL("../../assets/python.mjs", location.href).href);
    const answers = [];
    for (const request of requests) answers.push(await pythonFor(hash).ask("test", request));
    return answers;
}"""
WHOLE = "document.querySelector('pb-calculator').reply('result')"


def text_of_default(id: str, field: str) -> str:
    declared = find(id).declared[field]
    return declared.text(declared.default)


NO_BREAK = "\N{NO-BREAK SPACE}"


def unfold(page) -> None:
    """Open all groups of the form."""
    page.evaluate("document.querySelectorAll('.pb-group').forEach((group) => { group.open = true; })")


def headline(page) -> str:
    return page.inner_text("pb-calculator .pb-headline")


def shows(page, words: str) -> None:
    """Wait until the answer says `words` in one of its parts."""
    page.wait_for_function(
        "words => document.querySelector('pb-calculator .pb-verdict').innerText.replaceAll('\\u00a0', ' ').includes(words)", arg=words
    )


def settled(page) -> None:
    """Wait until the answer on the page is the one for what stands in the form."""
    page.wait_for_function("document.querySelector('pb-calculator').matches(':defined:not(.pb-waiting)')")


def complete(page) -> None:
    """Wait until the answer rests and has all its parts, those that are folded away too."""
    settled(page)
    page.wait_for_selector(".pb-result .pb-trace > ul", state="attached")


def address(page) -> str:
    return page.evaluate("location.href")


def query(page) -> dict:
    return parse_qs(urlsplit(address(page)).query)


def holds(page, href: str) -> None:
    """Wait until the address is `href`: it is written after the answer is asked for, and not at every step."""
    page.wait_for_function("href => location.href === href", arg=href)


class TestAnswers:
    def test_equal_to_cpython_for_every_case(self, page, site):
        """Pyodide's answer to every case, and its HTML, equal CPython's to the last bit."""
        page.goto(f"{site}calculators/growth/")
        requests = [{"calculator": id, "texts": {}} for id in calculators()]
        requests += [{"calculator": case.calculator, "texts": to_texts(case.calculator, case.inputs)} for case in CASES if not case.error]
        requests = in_every_kind(requests)
        answers = page.evaluate(ASK_ALL, [page.get_attribute("pb-calculator", "runtime"), requests])
        assert len(answers) == len(requests) > 100
        for request, got in zip(requests, answers, strict=True):
            assert got == json.loads(answer(json.dumps(request))), request

    @pytest.mark.parametrize("id", calculators())
    def test_live_default_equals_the_page(self, page, site, id):
        """Computing the default live changes nothing in the page: static and live answers are the same text."""
        page.goto(f"{site}calculators/{id}/")
        before = page.inner_html(".pb-result")
        page.click("pb-calculator .pb-reset")
        complete(page)
        assert page.inner_html(".pb-result") == before == normalised(page, answer_html(run(id)))

    def test_the_answer_follows_the_slider_and_the_newest_wins(self, page, site):
        """While a slider moves the answer follows; whatever was asked in between, it ends at the slider's place."""
        page.goto(f"{site}calculators/growth/")
        page.focus("[data-for=growth_pct_quarter]")
        page.evaluate("window.answers = 0; document.addEventListener('pb-answer', () => window.answers++)")
        page.evaluate(
            """() => { const slider = document.querySelector('[data-for=growth_pct_quarter]');
            for (let place = 0; place <= 820; place += 5) { slider.value = place; slider.dispatchEvent(new Event('input', { bubbles: true })); } }"""
        )
        shows(page, "73 %")
        settled(page)
        holds(page, f"{site}calculators/growth/?growth_pct_quarter=73")
        assert page.input_value("[name=growth_pct_quarter]") == "73"
        assert 1 <= page.evaluate("window.answers") < 20

    def test_another_kind_of_reply_is_for_what_stands_in_the_form(self, page, site):
        """Asked for while a slider moves, the whole result is the one for where it stood then, and takes no answer's place."""
        page.goto(f"{site}calculators/growth/?quarters=5")
        shows(page, "in 5 quarters")
        reply = page.evaluate(
            f"""() => {{ const slider = document.querySelector('[data-for=growth_pct_quarter]');
            const moved = (place) => {{ slider.value = place; slider.dispatchEvent(new Event('input', {{ bubbles: true }})); }};
            for (const place of [300, 350, 400]) moved(place);
            const reply = {WHOLE};
            for (const place of [450, 500, 700]) moved(place);
            return reply; }}"""
        )
        assert reply == {"ok": True, "result": run("growth", {"quarters": 5, "growth_pct_quarter": 10}).to_dict()}
        shows(page, "by 55 % a quarter")

    def test_what_is_folded_away_follows_when_the_answer_rests(self, page, site):
        """While a slider moves nobody reads how each number came about, and it is not made; the old one does not stand there meanwhile."""
        page.goto(f"{site}calculators/growth/")
        page.evaluate("document.addEventListener('pb-answer', () => (window.first ??= document.querySelector('.pb-trace').innerHTML))")
        page.fill("[name=quarters]", "5")
        settled(page)
        assert page.evaluate("window.first") == "<summary>How each number came about</summary>"
        complete(page)
        assert page.inner_html(".pb-result") == normalised(page, answer_html(run("growth", {"quarters": 5})))

    def test_what_is_unfolded_comes_with_each_answer(self, page, site):
        """Unfolded while it is empty it is asked for at once; then every answer has it."""
        page.goto(f"{site}calculators/growth/")
        page.click(".pb-trace summary")
        page.evaluate("document.addEventListener('pb-answer', () => (window.first ??= document.querySelector('.pb-trace').innerHTML))")
        page.fill("[name=quarters]", "5")
        settled(page)
        assert "quarters to look ahead" in page.evaluate("window.first")

    def test_a_newer_number_keeps_an_older_trace_away(self, page, site):
        """Asked for one number and there when another stands in the form, it is dropped, and the newer one's comes."""
        page.goto(f"{site}calculators/growth/")
        page.fill("[name=quarters]", "5")
        settled(page)
        page.click(".pb-trace summary")
        page.fill("[name=quarters]", "6")
        complete(page)
        page.wait_for_function("document.querySelector('.pb-trace').textContent.includes('^ 6')")
        assert page.inner_html(".pb-trace") in normalised(page, answer_html(run("growth", {"quarters": 6})))

    def test_a_kind_that_there_is_not_is_told_to_who_asked(self, page, site):
        """The reader, who did not ask, sees no error."""
        page.goto(f"{site}calculators/growth/")
        page.wait_for_selector("pb-calculator:defined")
        before = page.inner_text("pb-calculator")
        (error,) = page.evaluate("document.querySelector('pb-calculator').reply('nonsense')")["errors"]
        assert error["message"].startswith("request must want one of answer, brief, decision, result")
        assert page.inner_text("pb-calculator") == before

    def test_works_by_keyboard(self, page, site):
        """An arrow key on the slider moves the field and the answer."""
        page.goto(f"{site}calculators/growth/")
        page.focus("[data-for=growth_pct_quarter]")
        page.keyboard.press("ArrowRight")
        shows(page, "by 41 % a quarter")

    def test_what_the_reader_unfolded_stays_open(self, page, site):
        """A new answer does not fold the trace that is being read, and the headline is spoken once it rests."""
        page.goto(f"{site}calculators/growth/")
        page.click(".pb-result .pb-trace summary")
        page.fill("[name=growth_pct_quarter]", "20")
        shows(page, "by 20 % a quarter")
        assert page.evaluate("document.querySelector('.pb-result .pb-trace').open")
        page.wait_for_function("document.querySelector('.pb-spoken').textContent.includes('20 %')")


def canonical(markup: str) -> bytes:
    """HTML with the attributes of each element in one order: what is changed in a page keeps the places of those that it had."""
    return etree.tostring(html.fragment_fromstring(markup, create_parent="div"), method="c14n")


def normalised(page, html: str) -> str:
    """`html` as the browser writes it."""
    return page.evaluate("html => { const t = document.createElement('template'); t.innerHTML = html; return t.innerHTML; }", html)


SLIDING = [id for id in calculators() if zones(run(id))]
TRACK = """id => { const slider = document.querySelector(`[data-for="${id}"]`);
    return { track: slider.style.getPropertyValue('--pb-track'), strip: slider.previousElementSibling.firstElementChild.getAttribute('d') }; }"""


def coloured(page) -> None:
    """Wait until the sliders show what they lead to, which comes once the answer rests."""
    page.wait_for_function("document.querySelector('pb-calculator').matches('.pb-coloured:not(.pb-waiting)')")


class TestSliders:
    @pytest.mark.parametrize("id", SLIDING)
    def test_the_track_is_the_verdict_along_it(self, page, site, id):
        """Each stretch of a track has the colour of its verdict, where there is more than one; and a strip shows how the main figure moves."""
        page.goto(f"{site}calculators/{id}/")
        field = next(iter(zones(run(id))))
        page.fill(f"[name={field}]", text_of_default(id, field))
        coloured(page)
        for field, found in zones(run(id)).items():
            shown = page.evaluate(TRACK, field)
            named = re.findall(r"var\(--pb-([a-z-]+)\)", shown["track"])
            assert named == ([route or "line" for _, route in found["parts"]] if len(found["parts"]) > 1 else [])
            assert bool(shown["strip"]) == bool(found["strip"])

    @pytest.mark.parametrize("id", SLIDING)
    def test_both_languages_find_the_same_number(self, page, site, id):
        """Along the whole way of each slider the field shows what Python finds there, and a number brings its slider back to its place."""
        page.goto(f"{site}calculators/{id}/")
        page.wait_for_selector("pb-calculator:defined")
        for field, declared in find(id).declared.items():
            if not declared.has_slider:
                continue
            numbers = page.evaluate(
                """async ([id, shares]) => {
                    const { moveTo, textAt } = await import(new URL("../../assets/sliders.mjs", location.href).href);
                    const slider = document.querySelector(`[data-for="${id}"]`);
                    return shares.map((share) => {
                        slider.value = `${Number(slider.max) * share}`;
                        const text = textAt(slider), at = Number(slider.value);
                        moveTo(slider, Number(text.replaceAll(",", "")));
                        return [text, Math.abs(Number(slider.value) - at) / Number(slider.max)];
                    });
                }""",
                [field, [share / 40 for share in range(41)]],
            )
            expected = [declared.shown(declared.at(share / 40)) for share in range(41)]
            assert [text for text, _ in numbers] == expected
            assert all(off < 0.06 or text == expected[share - 1] for share, (text, off) in enumerate(numbers))

    def test_arrow_keys_move_it(self, page, site):
        """By keyboard as by pointer; what a screen reader hears is the number, not the place."""
        page.goto(f"{site}calculators/unit-economics/")
        page.focus("[data-for=units_per_month]")
        before = page.input_value("[name=units_per_month]")
        page.keyboard.press("ArrowRight")
        after = page.input_value("[name=units_per_month]")
        assert float(after.replace(",", "")) > float(before.replace(",", ""))
        assert page.get_attribute("[data-for=units_per_month]", "aria-valuetext") == after


class TestCharts:
    @pytest.mark.parametrize(
        ("id", "field", "text"),
        [
            ("growth", "quarters", "20"),
            ("break-even", "upfront_usd", "40000"),
            ("self-host", "requests_per_second", "5"),
            ("timing", "build_months", "9"),
            ("price-shock", "price_multiplier", "3"),
            ("memory", "context_tokens", "16000"),
            ("unit-economics", "units_per_month", "9000"),
        ],
    )
    def test_follows_the_form(self, page, site, id, field, text):
        """The live picture is the package's own for what stands in the form, and every new element of it is SVG."""
        page.goto(f"{site}calculators/{id}/")
        before = page.inner_html(".pb-chart")
        page.fill(f"[name={field}]", text)
        complete(page)
        after = page.inner_html(".pb-chart")
        expected = json.loads(answer(json.dumps({"calculator": id, "texts": {field: text}})))["html"]
        assert before != after
        assert canonical(page.inner_html(".pb-result")) == canonical(normalised(page, expected))
        assert page.evaluate(
            "[...document.querySelectorAll('.pb-drawing *')].every((e) => e.namespaceURI === 'http://www.w3.org/2000/svg' && (e.tagName === 'text' || e.getBBox().x >= -20))"
        )

    def test_the_slider_moves_the_line(self, page, site):
        """An arrow key on a slider redraws, and where a range brings another picture it stands with the ranges."""
        page.goto(f"{site}calculators/growth/")
        line = ".pb-on-desk path.pb-closed"
        before = page.get_attribute(line, "d")
        page.focus("[data-for=growth_pct_quarter]")
        page.keyboard.press("ArrowRight")
        shows(page, "by 41 % a quarter")
        assert page.get_attribute(line, "d") != before
        page.goto(f"{site}calculators/break-even/?upfront_usd=100000..200000")
        page.wait_for_selector("[data-chart=drivers] .pb-on-desk rect.pb-high")

    def test_downloads(self, page, site):
        """SVG: a file of its own, with its finding, its source and the colours of the page; PNG: twice the size; CSV: the numbers of the table."""
        page.goto(f"{site}calculators/growth/?quarters=3")
        shows(page, "in 3 quarters")
        files = {}
        for kind in ("svg", "png", "csv"):
            with page.expect_download() as waited:
                page.click(f".pb-chart [data-save={kind}]")
            assert waited.value.suggested_filename == f"growth-run-rate.{kind}"
            files[kind] = Path(waited.value.path()).read_bytes()
        drawing = etree.fromstring(files["svg"])
        assert drawing.tag == "{http://www.w3.org/2000/svg}svg" and "$1M after 5.1 quarters" in drawing[0].text
        stroke = page.evaluate("getComputedStyle(document.querySelector('.pb-on-desk .pb-closed')).stroke")
        assert (
            stroke.startswith("rgb") and stroke in {element.get("stroke") for element in drawing.iter()} and b"class=" not in files["svg"]
        )
        words = [element.text for element in drawing.iter("{*}text")]
        assert "The bill passes $240K a year after 0.9 quarters" in words
        assert any("Building AI Products" in line for line in words)
        width, height = (int.from_bytes(files["png"][place : place + 4]) for place in (16, 20))
        assert files["png"].startswith(b"\x89PNG") and width == 2 * 632 and height > 500 and len(files["png"]) > 5_000
        rows = files["csv"].decode().splitlines()
        assert rows[0].startswith("quarters from now,run rate") and len(rows) == 5 and rows[4].startswith("3,493920.0,319680.0")

    @pytest.mark.parametrize("width", [320, 390, 1280])
    def test_words_are_whole_and_apart(self, browser, site, width):
        """No word of a picture leaves it or runs into another, and letters are at least 11 pixels high."""
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        ranges = "break-even/?upfront_usd=100000..200000&api_spend_usd_month=9000..30000"
        for path in (*(f"{id}/" for id in calculators()), ranges, "timing/?usage_growth_pct_quarter=0"):
            page.goto(f"{site}calculators/{path}")
            settled(page)
            assert page.evaluate(UNREADABLE) == [], path
        context.close()

    def test_buttons_need_the_script(self, browser, site):
        """Without JavaScript nothing offers what it cannot do; the picture is there."""
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{site}calculators/growth/")
        assert not page.is_visible(".pb-chart-tools") and page.is_visible(".pb-drawing")
        context.close()


UNREADABLE = """() => [...document.querySelectorAll('.pb-drawing')].filter((svg) => svg.checkVisibility()).flatMap((svg) => {
    const frame = svg.getBoundingClientRect();
    const words = [...svg.querySelectorAll('text')].map((element) => [element.textContent, element.getBoundingClientRect()]);
    const cut = words.filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1);
    const over = words.filter(([, a], place) => words.slice(place + 1).some(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top + 4 < b.bottom - 4 && b.top + 4 < a.bottom - 4));
    const small = frame.width * svg.getAttribute("font-size") / svg.viewBox.baseVal.width < 11 ? [['letters are small']] : [];
    return [...cut, ...over, ...small].map(([text]) => text);
})"""


class TestAddress:
    def test_opens_with_the_readers_numbers(self, page, site):
        """A link with numbers shows them in the fields and answers for them."""
        page.goto(f"{site}calculators/strategy/?ai_role=product&team_size=20&ml_talent=ml-native#strategy-calculator-formula")
        for part in run("strategy", {"ai_role": "product", "team_size": 20, "ml_talent": "ml-native"}).answer.values():
            shows(page, part)
        assert page.input_value("[name=team_size]") == "20" and page.is_checked("[name=ai_role][value=product]")

    @pytest.mark.parametrize(
        "case",
        [case for case in CASES if not case.error and case.id in ("team-at-180k", "contract-analyser", "task-suggestions")],
        ids=lambda c: f"{c.calculator}-{c.id}",
    )
    def test_worked_examples_open_live_with_the_same_answer(self, page, site, case):
        """What a case page links to is the case."""
        page.goto(
            f"{site}calculators/{case.calculator}/?"
            + "&".join(f"{k}={v.replace(' ', '+')}" for k, v in to_texts(case.calculator, case.inputs).items())
        )
        for part in run(case.calculator, case.inputs).answer.values():
            shows(page, part)

    def test_holds_only_what_differs(self, page, site):
        """Going back to the default empties the query again; the hash stays the reader's."""
        page.goto(f"{site}calculators/growth/#growth-calculator-formula")
        page.fill("[name=quarters]", "5")
        holds(page, f"{site}calculators/growth/?quarters=5#growth-calculator-formula")
        page.fill("[name=quarters]", "8")
        holds(page, f"{site}calculators/growth/#growth-calculator-formula")

    def test_back_and_forward(self, page, site):
        """Each finished edit is a step of the history."""
        page.goto(f"{site}calculators/growth/")
        for quarters in ("5", "6"):
            page.fill("[name=quarters]", quarters)
            page.press("[name=quarters]", "Tab")
            shows(page, f"in {quarters} quarters")
            holds(page, f"{site}calculators/growth/?quarters={quarters}")
        page.go_back()
        shows(page, "in 5 quarters")
        assert page.input_value("[name=quarters]") == "5"
        page.go_back()
        shows(page, "in 8 quarters")
        page.go_forward()
        shows(page, "in 5 quarters")

    def test_unknown_keys_are_named_and_kept_out(self, page, site):
        """A key that is no input is reported; it does not come back in a link made from the page."""
        page.goto(f"{site}calculators/growth/?quarters=5&colour=red")
        page.wait_for_selector("text=Not used from the link, since it is unknown here or said twice: colour.")
        page.fill("[name=growth_pct_quarter]", "30")
        holds(page, f"{site}calculators/growth/?growth_pct_quarter=30&quarters=5")

    def test_a_reset_is_undone(self, page, site):
        """The same button brings the numbers back, once, and not after another number was changed."""
        page.goto(f"{site}calculators/growth/?quarters=5")
        shows(page, "in 5 quarters")
        button = page.locator(".pb-reset")
        for words, said, own in (("Undo reset", "in 8 quarters", ""), ("Reset", "in 5 quarters", "?quarters=5")):
            button.click()
            shows(page, said)
            holds(page, f"{site}calculators/growth/{own}")
            assert button.inner_text() == words
        button.click()
        page.fill("[name=growth_pct_quarter]", "30")
        assert button.inner_text() == "Reset"
        button.click()
        holds(page, f"{site}calculators/growth/")

    def test_reset(self, page, site):
        """Reset returns every field to its default, empties the query, and can be taken back."""
        page.goto(f"{site}calculators/growth/?quarters=5&growth_pct_quarter=nonsense")
        page.wait_for_selector(".pb-error:not([hidden])")
        page.click(".pb-reset")
        settled(page)
        shows(page, "in 8 quarters")
        holds(page, f"{site}calculators/growth/")
        assert page.locator(".pb-error:not([hidden])").count() == 0
        page.go_back()
        page.wait_for_function("document.querySelector('[name=growth_pct_quarter]').value === 'nonsense'")

    def test_two_calculators_of_a_page_share_an_input(self, page, site_folder, tmp_path):
        """One vocabulary: the growth of usage is one number on a page, in both calculators and in the address once."""
        for name in ("assets", "calculators"):
            shutil.copytree(site_folder / name, tmp_path / name, copy_function=os.link)
        blocks = [
            re.search(
                r'<div class="pb-block">.*?</pb-calculator></div>', (site_folder / "calculators" / id / "index.html").read_text(), re.DOTALL
            )[0]
            for id in ("five-questions", "strategy")
        ]
        (tmp_path / "two").mkdir()
        (tmp_path / "two" / "index.html").write_text(
            f'<!doctype html><html lang="en"><body>{"".join(blocks)}<script type="module" src="../assets/pb-calculator.mjs"></script></body></html>'
        )
        with serving(tmp_path) as server:
            page.goto(f"{server.url}two/?team_size=20")
            page.fill("#five-questions-usage_growth_pct_year", "-5")
            page.wait_for_function("document.querySelector('[calculator=strategy] .pb-result').textContent.includes('not growing')")
            assert page.input_value("#strategy-usage_growth_pct_year") == "-5"
            holds(page, f"{server.url}two/?team_size=20&usage_growth_pct_year=-5")


WRONG = [
    ("growth", "growth_pct_quarter", "-250", "Growth of the run rate must be at least -100 (got -250)"),
    ("growth", "run_rate_usd_year", "a lot", "Run rate today must be a number such as 42,000, 42k or 2.5 (got 'a lot')"),
    ("growth", "run_rate_usd_year", "", "Run rate today must be a number such as 42,000, 42k or 2.5 (got '')"),
    ("growth", "quarters", "2.5", "Quarters to look ahead must be a whole number (got 2.5)"),
    ("growth", "quarters", "1000000000", "Quarters to look ahead must be at most 40 (got 1000000000)"),
    ("evaluate-when", "overdue_from_usd_month", "5", "Overdue from must be at least “Evaluate from”, 10000 (got 5)"),
]


class TestWriting:
    def test_a_field_shows_its_number_once_it_is_left(self, page, site):
        """42k stays as it is while it is written, and is 42,000 when the reader has gone on; the link has it plainly."""
        page.goto(f"{site}calculators/break-even/")
        page.fill("[name=api_spend_usd_month]", "42k")
        holds(page, f"{site}calculators/break-even/?api_spend_usd_month=42000")
        assert page.input_value("[name=api_spend_usd_month]") == "42k"
        page.press("[name=api_spend_usd_month]", "Tab")
        page.wait_for_function("document.querySelector('[name=api_spend_usd_month]').value === '42,000'")
        assert "?api_spend_usd_month=42000" in page.evaluate("document.querySelector('pb-calculator').link()")

    def test_a_field_that_is_left_wrong_stays_as_it_was_written(self, page, site):
        """Nothing that the reader typed is lost."""
        page.goto(f"{site}calculators/break-even/")
        page.fill("[name=api_spend_usd_month]", "42.000")
        page.wait_for_selector("text=API spend must have one meaning: 42 or 42,000?")
        page.press("[name=api_spend_usd_month]", "Tab")
        page.fill("[name=upfront_usd]", "60k")
        page.wait_for_function("!document.querySelector('pb-calculator').matches('.pb-waiting')")
        assert page.input_value("[name=api_spend_usd_month]") == "42.000"


class TestBadInput:
    @pytest.mark.parametrize(("id", "field", "text", "sentence"), WRONG)
    def test_gets_its_sentence_and_loses_nothing(self, page, site, id, field, text, sentence):
        """The InputError's own words stand beside the field, which is marked; what was typed stays, other fields too; a good value clears it."""
        page.goto(f"{site}calculators/{id}/")
        unfold(page)
        page.fill(f"[name={field}]", text)
        error = page.locator(f"[data-field={field}] .pb-error")
        error.wait_for(state="visible")
        assert (
            error.inner_text().replace(NO_BREAK, " ")
            == sentence
            == json.loads(answer(json.dumps({"calculator": id, "texts": {field: text}})))["errors"][0]["message"]
        )
        assert page.input_value(f"[name={field}]") == text
        assert page.inner_text(".pb-start-text").replace(NO_BREAK, " ") == f"No answer: {sentence}" and not page.is_visible(".pb-headline")
        assert page.get_attribute(f"[name={field}]", "aria-invalid") is not None
        page.fill(f"[name={field}]", text_of_default(id, field))
        error.wait_for(state="hidden")
        page.wait_for_selector(".pb-headline")

    def test_two_wrong_fields_get_two_sentences(self, page, site):
        """One error does not hide another."""
        page.goto(f"{site}calculators/growth/?quarters=0&growth_pct_quarter=x")
        page.wait_for_function("document.querySelectorAll('.pb-error:not([hidden])').length === 2")

    @pytest.mark.parametrize(
        ("path", "field"),
        [
            ("timing/?build_months=-1", "build_months"),
            ("timing/?cash_usd=-1", "cash_usd"),
            ("price-shock/?providers=A:+1;B:+-2", "providers"),
        ],
    )
    def test_the_sentence_leads_to_its_field(self, browser, site, path, field):
        """On a phone the field may be out of sight, or folded away, or a row of many."""
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        page.goto(f"{site}calculators/{path}")
        page.click(".pb-start .pb-to-field")
        assert page.evaluate("[document.activeElement.closest('[data-field]').dataset.field, document.activeElement.ariaInvalid]") == [
            field,
            "true",
        ]
        box = page.evaluate("(({ top, bottom }) => [top, bottom])(document.activeElement.getBoundingClientRect())")
        assert box[0] > 0 and box[1] < 844
        context.close()

    def test_a_choice_that_does_not_exist(self, page, site):
        """No radio has the link's value: none is chosen in its place, and the sentence names the ones there are."""
        page.goto(f"{site}calculators/strategy/?ml_talent=phd")
        page.wait_for_selector(
            "[data-field=ml_talent] >> text=Machine-learning talent must be one of none, hireable, in-house, ml-native (got 'phd')"
        )
        assert page.locator("[name=ml_talent]:checked").count() == 0 and query(page) == {"ml_talent": ["phd"]}
        page.check("[name=ml_talent][value=none]")
        page.wait_for_function("!document.querySelector('.pb-error:not([hidden])')")


class TestCopyLink:
    def test_copies_the_address_of_the_result(self, page, site):
        """The link in the clipboard opens the same answer."""
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{site}calculators/growth/?quarters=5")
        page.click(".pb-copy[data-form=url]")
        page.wait_for_selector("text=Link copied")
        assert page.evaluate("navigator.clipboard.readText()") == f"{site}calculators/growth/?quarters=5"
        page.wait_for_selector(".pb-copy >> text=/^Copy link$/")

    def test_shows_the_link_where_the_clipboard_is_denied(self, page, site):
        """Without the clipboard the link stands in a field, selected, to be copied by hand."""
        page.goto(f"{site}calculators/growth/?quarters=5")
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException('denied')); }")
        page.click(".pb-copy[data-form=url]")
        field = page.locator(".pb-copy-field input")
        field.wait_for(state="visible")
        assert field.input_value() == f"{site}calculators/growth/?quarters=5"
        assert page.evaluate("getSelection().toString() || document.activeElement.value") == f"{site}calculators/growth/?quarters=5"


class TestCopySheet:
    BUTTON = ".pb-copy[data-form=sheet]"

    @pytest.mark.parametrize(
        "path",
        ["calculators/growth/?quarters=5", "calculators/price-shock/?providers=%3D1%2B1%3A+12000%0A%22b%3A+3", "calculators/break-even/"],
    )
    def test_copies_what_python_writes(self, page, site, path):
        """The clipboard holds the very text of CPython, to the last byte, before any other question was asked."""
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{site}{path}")
        page.click(self.BUTTON)
        page.wait_for_selector("text=Spreadsheet copied")
        asked = {"calculator": path.split("/")[1], "texts": {key: value for key, (value,) in query(page).items()}, "want": "sheet"}
        assert page.evaluate("navigator.clipboard.readText()") == json.loads(answer(json.dumps(asked)))["sheet"]

    def test_promises_the_text_within_the_click(self, page, site):
        """Safari writes nothing that a script hands over later: the clipboard is given a promise before the click is over."""
        page.goto(f"{site}calculators/growth/")
        settled(page)
        page.evaluate(f"import('{site}assets/tools.mjs')")  # the page asks for it by itself, and has it before anybody can click
        page.evaluate("() => { navigator.clipboard.write = async ([item]) => { globalThis.given = item.types; }; }")
        assert page.evaluate(f"document.querySelector('{self.BUTTON}').click(), globalThis.given") == ["text/plain"]

    def test_shows_the_cells_where_the_clipboard_is_denied(self, page, site):
        """Without the clipboard they stand in a field, selected, to be copied by hand."""
        page.goto(f"{site}calculators/growth/?quarters=5")
        page.evaluate("() => { navigator.clipboard.write = () => Promise.reject(new DOMException('denied')); }")
        page.click(self.BUTTON)
        field = page.locator(".pb-copy-field textarea")
        field.wait_for(state="visible")
        assert field.input_value() == run("growth", {"quarters": 5}).sheet()
        assert field.evaluate("field => field === document.activeElement && field.selectionEnd === field.value.length")

    def test_a_bad_input_has_no_sheet(self, page, site):
        """It says what is wrong, and leaves the clipboard as it was."""
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{site}calculators/growth/?quarters=0")
        page.wait_for_selector(".pb-error:not([hidden])")
        page.evaluate("navigator.clipboard.writeText('before')")
        page.click(self.BUTTON)
        place = page.locator(".pb-copy-field")
        place.wait_for(state="visible")
        assert place.inner_text() == "There is no spreadsheet to copy: Quarters to look ahead must be at least 1 (got 0)"
        assert page.evaluate("navigator.clipboard.readText()") == "before"


def paths(site_folder) -> list[str]:
    """The address of every page within the site, "" for home; those of go/ only lead to a page."""
    folders = [file.parent.relative_to(site_folder).as_posix() for file in sorted(site_folder.rglob("index.html"))]
    return [f"{folder}/".removeprefix("./") for folder in folders if not folder.startswith("go/")]


class TestReading:
    @pytest.mark.parametrize("path", ["", "framework/strategy/", "reference/sources/"])
    def test_costs_no_python(self, page, site_folder, path):
        """A page read and scrolled to its end but not touched, on a first visit: no WebAssembly, no Python, at most 200 KB."""
        with serving(site_folder) as server:
            page.goto(f"{server.url}{path}")
            page.wait_for_load_state("networkidle")
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            page.wait_for_load_state("networkidle")
            assert not [served.path for served in server.served if "/runtime/" in served.path]
            total = sum(served.bytes for served in server.served)
            assert 20_000 < total <= 200_000, f"{total} bytes: {server.served}"

    @pytest.mark.parametrize("way", ["a click", "a key", "a link"])
    def test_the_search_comes_when_it_is_asked_for(self, page, site_folder, way):
        """Its index is no part of reading; whoever turns to the search, or follows a link with words for it, finds as ever."""
        with serving(site_folder) as server:

            def asked() -> bool:
                return any("search_index" in served.path for served in server.served)

            page.goto(f"{server.url}framework/strategy/{'?q=runway' if way == 'a link' else ''}")
            page.wait_for_load_state("networkidle")
            if way != "a link":
                assert not asked()
                page.click("[name=query]") if way == "a click" else page.keyboard.press("/")
                page.fill("[name=query]", "runway")
            page.wait_for_selector(".md-search-result__link")
            assert asked() and "runway" in page.inner_text(".md-search-result__list").lower()

    @pytest.mark.parametrize("id", calculators())
    def test_answers_without_javascript(self, browser, site, id):
        """With JavaScript off the default answer stands on the page, and the page says that the fields do nothing."""
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{site}calculators/{id}/")
        shown = page.inner_text(".pb-verdict").replace("\N{NO-BREAK SPACE}", " ")
        assert all(part in shown for part in run(id).answer.values())
        assert page.locator("noscript").inner_text().startswith("JavaScript is off")
        assert page.locator("pb-calculator input[type=range]").evaluate_all(
            "all => all.every((one) => getComputedStyle(one).display === 'none')"
        )
        context.close()

    @pytest.mark.parametrize("width", [390, 1280])
    def test_every_page_fits_and_is_quiet(self, browser, site, site_folder, width):
        """No page scrolls sideways, writes an error to the console, or asks another host for anything."""
        context = browser.new_context(viewport={"width": width, "height": 900})
        page, wrong = context.new_page(), []
        page.on("console", lambda message: wrong.append(f"{page.url}: {message.text}") if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on("request", lambda request: wrong.append(f"{page.url}: asks {request.url}") if not request.url.startswith(site) else None)
        for path in paths(site_folder):
            page.goto(f"{site}{path}")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append(f"{page.url}: scrolls sideways at {width}")
        context.close()
        assert wrong == []

    @pytest.mark.parametrize("width", [390, 1280])
    def test_the_form_does_not_move_when_the_answer_changes(self, browser, site, width):
        """Longer words in the answer push nothing above them: fields and headline keep their places."""
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        page.goto(f"{site}calculators/strategy/")
        places = "() => [...document.querySelectorAll('.pb-field, .pb-result .pb-headline')].map((e) => { const b = e.getBoundingClientRect(); return [b.x, b.y + scrollY, b.width, b.height]; })"
        page.click("pb-calculator .pb-reset")
        settled(page)
        page.evaluate("scrollTo(0, 0)")
        before = page.evaluate(places)
        for field, value in (("stage", "pre-pmf"), ("data_sovereignty", "yes"), ("ai_role", "product")):
            page.check(f"[name={field}][value={value}]")
            settled(page)
            page.evaluate("scrollTo(0, 0)")
            assert page.evaluate(places) == before
        context.close()
