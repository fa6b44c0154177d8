"""What differs between engines: how often a page may write its address, how Python starts, and whether it gives the same bits."""

import json

import pytest

from calculator.faces.bridge import answer
from publish.runtime import corpus
from publish.runtime.build import Places
from tests.browser.conftest import in_every_kind

pytestmark = pytest.mark.engines

SECONDS = 10
# A finger on the slider: a step at each frame that the page gets to, for ten seconds, then the release; and what stands there at rest.
DRAG = """
const slider = document.querySelector("[data-for=growth_pct_quarter]");
const happened = [];
addEventListener("error", ({ message }) => happened.push(message));
addEventListener("unhandledrejection", ({ reason }) => happened.push(String(reason)));
slider.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
const until = performance.now() + SECONDS * 1000;
let steps = 0;
while (performance.now() < until) {
  slider.value = 100 + ((5 * steps++) % 700);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((next) => setTimeout(next, 16));
}
slider.value = 845; // of a thousand: 77 %
for (const type of ["input", "change"]) slider.dispatchEvent(new Event(type, { bubbles: true }));
const state = () => {
  const calculator = document.querySelector("pb-calculator");
  return {
    field: calculator.querySelector("[name=growth_pct_quarter]").value,
    waiting: calculator.matches(".pb-waiting"),
    headline: calculator.querySelector(".pb-because").textContent.replaceAll("\\u00a0", " "),
    query: location.search,
  };
};
const rests = () => !state().waiting && state().query.includes("growth_pct_quarter=77");
for (let tries = 0; tries < 600 && !rests(); tries++) await new Promise((next) => setTimeout(next, 100));
return { steps, happened, ...state() };
"""
# A link with two bad numbers, one of them in a folded group; and what the focus is then on, and whether it is in sight.
WRONG = "calculators/growth/?run_rate_usd_year=abc&today=soon"
SENTENCES = """
const sentences = () => [...document.querySelectorAll(".pb-start-text .pb-to-field")];
for (let tries = 0; tries < 600 && sentences().length < 2; tries++) await new Promise((next) => setTimeout(next, 100));
sentences().forEach((sentence, place) => (sentence.id = `sentence-${place}`));
return sentences().map((sentence) => sentence.textContent);
"""
FOCUS = "document.querySelector('#sentence-PLACE').focus();"
PLAIN = """
const plain = Object.assign(document.createElement("button"), { id: "plain", onclick: () => plain.remove() });
document.body.append(plain);
plain.focus();
"""
FOCUSED = """
const field = document.activeElement, { top, bottom } = field.getBoundingClientRect();
return [field.name, field.getAttribute("aria-invalid"), top >= 0 && bottom <= innerHeight];
"""
ASK = """
const { pythonFor } = await import(new URL("../../assets/python.mjs", location.href).href);
const python = pythonFor(document.querySelector("pb-calculator").getAttribute("runtime"));
const answers = [];
for (const request of REQUESTS) answers.push(await python.ask("test", request));
return answers;
"""


def test_a_slider_dragged_for_ten_seconds_ends_where_it_was_left(engine, site):
    """Field, answer and address agree at rest, and nothing was thrown on the way: WebKit allows a hundred writes in ten seconds."""
    engine.go(f"{site}calculators/growth/")
    found = engine.run(DRAG.replace("SECONDS", str(SECONDS)))
    assert found["steps"] > 150 and found["happened"] == []
    assert found["headline"].startswith("$180,000 a year changes by 77 % a quarter") and not found["waiting"]
    assert (found["field"], found["query"].partition("&")[0]) == ("77", "?growth_pct_quarter=77")


def test_answers_as_cpython_does(engine, site):
    """Every case, as a page has it and as the whole result, to the last character."""
    requests = in_every_kind(map(json.loads, corpus.requests(Places().cases)))
    engine.go(f"{site}calculators/growth/")
    answers = engine.run(ASK.replace("REQUESTS", json.dumps(requests)))
    assert len(answers) > 100
    for request, got in zip(requests, answers, strict=True):
        assert got == json.loads(answer(json.dumps(request))), request


def test_a_spreadsheet_is_copied_within_the_click_and_can_be_pasted(engine, site):
    """The cells come with an archive that is fetched only then; the clipboard has them all the same, or, where it is denied as to headless Chromium, they
    stand there selected."""
    engine.go(f"{site}calculators/growth/")
    engine.click("[data-form=sheet]")
    said = engine.run("""
        const button = document.querySelector("[data-form=sheet]");
        const copied = () => button.textContent === "Spreadsheet copied";
        for (let tries = 0; tries < 300 && !copied() && !document.querySelector("textarea[readonly]"); tries++) {
          await new Promise((next) => setTimeout(next, 100));
        }
        const field = document.createElement("textarea");
        field.id = "pasted";
        document.querySelector("h1").after(field);
        return copied() ? "" : document.querySelector("textarea[readonly]")?.value ?? "neither";
    """)
    if not said:
        engine.click("#pasted")
        engine.paste()
        said = engine.run("return document.querySelector('#pasted').value")
    assert said == json.loads(answer(json.dumps({"calculator": "growth", "texts": {}, "want": "sheet"})))["sheet"]


@pytest.mark.parametrize("by", ["click", "enter"])
def test_the_sentence_of_an_error_leads_to_its_field(engine, site, by):
    """By pointer and by keyboard, into a group that was folded too; WebKit gives a button that is clicked no focus of its own."""
    engine.go(f"{site}{WRONG}")
    assert len(engine.run(SENTENCES)) == 2
    if by == "enter":
        engine.run(PLAIN)
        engine.enter()
        if engine.run("return Boolean(document.querySelector('#plain'))"):
            pytest.skip("no button hears the key: the driver leaves the window without focus, as that of Firefox does")
    for place, name in enumerate(("run_rate_usd_year", "today")):
        if by == "click":
            engine.click(f"#sentence-{place}")
        else:
            engine.run(FOCUS.replace("PLACE", str(place)))
            engine.enter()
        assert engine.run(FOCUSED) == [name, "true", True]
