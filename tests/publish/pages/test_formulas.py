"""The formulas of a calculator, as its page tells them: all of them, in words whose terms lead to where they are told."""

import re
from copy import deepcopy

import pytest
from lxml import html
from markdown import Markdown

from calculator.formulas.model import Formula
from calculator.formulas.tree import explore
from calculator.models.registry import CALCULATORS, find
from publish import ROOT
from publish.pages import formulas
from publish.pages.formulas import formulas_html, is_told, lookups, place_of
from publish.pages.markdown import CalculatorExtension

every_calculator = pytest.mark.parametrize("id", CALCULATORS)
BLOCK = "::: formulas {}\n"
SECTIONS = Markdown(extensions=[CalculatorExtension(page="reference/formulas.md"), "attr_list"]).convert("::: formulas")


def told(id: str) -> html.HtmlElement:
    return html.fromstring(formulas_html(id, lambda page: f"../../{page}"))


def untold(id: str, page: html.HtmlElement) -> list[str]:
    """The formulas of a calculator that a page does not tell."""
    calculator, words = find(id), " ".join(page.text_content().split())
    rows = {output.rows.id for output in calculator.outputs if output.rows}
    heads = {link.get("href") for link in page.xpath(".//dd//a | .//p//a")} | {f"#{id}" for id in page.xpath(".//dt//@id | .//dt/@id")}
    missing = []
    for formula in filter(is_told, calculator.formulas.values()):
        if formula.id in rows:
            is_there = "Rows: " in words
        elif formula.id in lookups(calculator):
            is_there = formula.words in words
        else:
            is_there = any(f"#{place}" in heads for place in places(id, formula))
        missing += [] if is_there else [formula.id]
    return missing


def places(id: str, formula: Formula) -> list[str]:
    """The ids under which a formula may be told: its own as a step, or those of the outputs that it gives."""
    outputs = [(output.id,) for output in find(id).outputs if output.formula and output.formula.id == formula.id]
    columns = [
        (output.id, column.id)
        for output in find(id).outputs
        for column in output.columns
        if column.formula and column.formula.id == formula.id
    ]
    return [place_of(find(id), *ids) for ids in ((formula.id,), *outputs, *columns)]


@every_calculator
def test_every_formula_is_told(id):
    """No output or step of a calculator is missing from what its page says of the computation."""
    assert untold(id, told(id)) == []


@pytest.mark.whole("a page for each formula")
@pytest.mark.parametrize("id", ["growth", "self-host", "strategy"])
def test_a_formula_that_is_not_told_is_named(id):
    """Whichever it is, of an output or of a step."""
    whole = told(id)
    for place in whole.xpath(".//dl/div/dt//@id | .//dl/div/dt/@id"):
        page = deepcopy(whole)
        entry = page.xpath(".//dl/div[dt/@id=$id or dt//@id=$id]", id=place)[0]
        entry.getparent().remove(entry)
        for link in page.xpath(".//a[@href=$href]", href=f"#{place}"):
            link.attrib.pop("href")
        assert untold(id, page) != [], place


@every_calculator
def test_every_calculator_has_them_on_its_page_and_in_the_reference(id):
    """In the section that says how it is computed, and under the heading that has been published for it."""
    page = (ROOT / "docs" / "calculators" / f"{id}.md").read_text(encoding="utf-8")
    section = re.search(rf"\{{#{id}-calculator-formula\}}\n(.*?)\n## ", page, re.DOTALL)[1]
    assert BLOCK.format(id) in f"{section}\n" and page.count("::: formulas") == 1
    assert "\n::: formulas\n" in (ROOT / "docs" / "reference" / "formulas.md").read_text(encoding="utf-8")
    section = html.fromstring(SECTIONS).xpath("//h2[@id=$id]/following-sibling::*[1]", id=f"formulas-{id}")[0]
    assert section.text_content() == told(id).text_content()


@every_calculator
def test_links_lead_somewhere(id):
    """Within the page to what is told there, else to the rules and the catalogue; and no id stands twice."""
    page = told(id)
    ids = page.xpath(".//@id")
    assert len(ids) == len(set(ids))
    hrefs = page.xpath(".//dd//a/@href | .//p//a/@href")
    assert {href[1:] for href in hrefs if href.startswith("#")} <= set(ids)
    assert all(href.startswith(("#", "../../reference/data/#data-", "../../reference/catalogue/", "https://")) for href in hrefs)


def test_thresholds_show_their_value_and_lead_to_it():
    """A rule's number stands in the formula, and its link leads to the entry with the source."""
    links = {link.get("href"): link.text for link in told("five-questions").iter("a")}
    assert links["../../reference/data/#data-growth-open-from-pct-year"].replace("\N{NO-BREAK SPACE}", " ") == "100 %"


def test_an_output_is_told_before_its_steps():
    """And a step that leads to several where it is first needed."""
    ids = told("price-shock").xpath(".//dt/@id | .//dt/span/@id")
    assert ids[:3] == [f"formulas-price-shock-{id}" for id in ("shocked-margin-pct", "shocked-spend-usd-month", "shocked-usd-month")]


def words_at(id: str, place: str) -> str:
    (entry,) = told(id).xpath(".//dl/div[dt/@id=$id or dt//@id=$id]", id=f"formulas-{id}-{place}")
    return " ".join("; ".join(dd.text_content() for dd in entry.iter("dd") if not dd.xpath(".//math | .//table")).split())


@pytest.mark.parametrize(
    ("id", "place", "words"),
    [
        ("unit-economics", "payback-months", "cost of switching / net saving where net saving is above 0; else never"),
        ("unit-economics", "gross-margin-pct", "(price of a unit − AI cost of a unit today − other cost of a unit) / price of a unit where price of a unit is above 0; else unknown (no price)"),
        ("growth", "rows-run-rate-usd-year", "run rate today at first, then the one before × (1 + growth of the run rate)"),
        ("evaluate-when", "months-until", "3 × quarters until the lower edge; If there is none: never at this growth."),
        ("memory", "used-layers", "what you type, else as published for the model; Source: that of the entry, in the catalogue"),
        ("api-bill", "used-cached-input-usd-mtok", "what you type, else as listed for a request of this length, times what the peak hours add where that is known, else price of input; Source: that of the entry, in the catalogue"),
        ("strategy", "has-growing-bill", "Yes where AI spend of a year is above $100,000 and growth of usage is above 0, else no."),
        ("strategy", "scores", "Closed: the count for closed; Hybrid: the count for hybrid; Open-first: the count for open-first"),
    ],
)  # fmt: skip
def test_words(id, place, words):
    """Branches, what none means, what is typed or listed, yes and no, and values side by side."""
    assert words_at(id, place).replace("\N{NO-BREAK SPACE}", " ") == words


def test_a_decision_is_a_table():
    """Each answer has a row with its condition, and the last one takes every other case."""
    (entry,) = told("evaluate-when").xpath(".//dl/div[dt/@id='formulas-evaluate-when-status']")
    rows = [[cell.text_content() for cell in row] for row in entry.xpath(".//tbody/tr")]
    assert [answer for answer, _ in rows] == ["Not yet", "Overdue", "Evaluate now", "Watch"]
    assert rows[0][1] == "last month is below lower edge" and rows[-1][1] == "in every other case"


def test_what_may_have_to_be_scrolled_can_be_reached_by_keyboard():
    """Each formula is named after what it gives, and a wide one takes the focus."""
    regions = told("self-host").find_class("pb-math")
    assert len({region.get("aria-label") for region in regions}) > 20
    assert {region.get("tabindex") for region in regions} == {"0", None}


def test_alternatives_of_a_yes():
    """What has to hold for a yes, of two conditions that meet in either way."""
    both = formulas.truth(explore(lambda a, b: a > 1 and b > 2, ("a", "b")))
    either = formulas.truth(explore(lambda a, b: a > 1 or b > 2, ("a", "b")))
    assert (both.op, either.op) == ("and", "or")
