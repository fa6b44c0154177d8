"""One number in whatever unit: chosen beside its field or brought by a link, and kept as it was said."""

import pytest

from calculator import run
from tests.browser.test_calculators import holds, settled
from tests.browser.test_lists import HISTORY, cells, has

BREAK_EVEN = "calculators/break-even/"
FIELD, UNIT = "[name=usage_growth_pct_year]", "[data-unit=usage_growth_pct_year]"
NOTE = ".pb-unknown"
BESIDE = """async (page) => {
    const other = new DOMParser().parseFromString(await (await fetch(page)).text(), "text/html").querySelector(".pb-block");
    document.querySelector(".pb-block").after(document.adoptNode(other));
}"""


def outputs(page) -> dict:
    return page.evaluate("document.querySelector('pb-calculator').reply('result')")["result"]["outputs"]


@pytest.mark.parametrize("first", ["number", "unit"])
def test_a_unit_is_chosen(page, site, first):
    """Before the number is typed or after: the link says it in that unit, and the answer is Python's to the last bit."""
    page.goto(site + BREAK_EVEN)
    steps = [lambda: page.fill(FIELD, "15"), lambda: page.select_option(UNIT, "usage_growth_pct_quarter")]
    for step in steps if first == "number" else reversed(steps):
        step()
    holds(page, f"{site}{BREAK_EVEN}?usage_growth_pct_quarter=15")
    settled(page)
    assert (
        outputs(page)
        == run("break-even", {"usage_growth_pct_quarter": 15}).outputs
        != run("break-even", {"usage_growth_pct_year": 15}).outputs
    )
    page.focus("[name=upfront_usd]")
    assert page.input_value(FIELD) == "15" and page.input_value(UNIT) == "usage_growth_pct_quarter"
    page.click(".pb-reset")
    holds(page, site + BREAK_EVEN)
    assert page.input_value(FIELD) == page.get_attribute(FIELD, "value") and page.input_value(UNIT) == "usage_growth_pct_year"
    page.click(".pb-reset")
    holds(page, f"{site}{BREAK_EVEN}?usage_growth_pct_quarter=15")
    assert page.input_value(FIELD) == "15" and page.input_value(UNIT) == "usage_growth_pct_quarter"


def test_a_slider_counts_in_the_pages_own_unit(page, site):
    """It stands where the number is in that unit; who moves it leaves the other one."""
    page.goto(f"{site}{BREAK_EVEN}?usage_growth_pct_quarter=15")
    settled(page)
    slider = page.locator("[data-for=usage_growth_pct_year]")
    page.wait_for_function("document.querySelector('.pb-yours-now [data-for=usage_growth_pct_year]')")
    stood = int(slider.input_value())
    slider.press("ArrowRight")
    page.wait_for_function("unit => document.querySelector(unit).value === 'usage_growth_pct_year'", arg=UNIT)
    assert int(slider.input_value()) > stood and 74 < float(page.input_value(FIELD).split()[0]) <= 80  # 1.15 ^ 4 is 1.749


@pytest.mark.parametrize(
    ("path", "query", "field", "shown", "unit"),
    [
        (BREAK_EVEN, "usage_growth_pct_month=2.5", "usage_growth_pct_year", "2.5", "usage_growth_pct_month"),
        (BREAK_EVEN, "growth_pct_quarter=9", "usage_growth_pct_year", "9", "usage_growth_pct_quarter"),
        (BREAK_EVEN, "run_rate_usd_year=504000", "api_spend_usd_month", "504,000", "run_rate_usd_year"),
        ("calculators/growth/", "usage_growth_pct_quarter=9", "growth_pct_quarter", "9", "growth_pct_quarter"),
        ("calculators/self-host/", "requests_per_day=864000", "requests_per_second", "864,000", "requests_per_day"),
    ],
)
def test_a_link_in_another_unit(page, site, path, query, field, shown, unit):
    """Is used and kept, and the field stands in its unit, that of a twin under its own name."""
    page.goto(f"{site}{path}?{query}")
    settled(page)
    page.wait_for_function("([name, shown]) => document.querySelector(`[name=${name}]`).value === shown", arg=[field, shown])
    assert page.input_value(f"[data-unit={field}]") == unit and page.locator(NOTE).count() == 0
    id, (key, _, text) = path.split("/")[1], query.partition("=")
    assert outputs(page) == run(id, {key: float(text)}).outputs
    assert query in page.evaluate("document.querySelector('pb-calculator').link()")


def test_a_list_of_a_bill(page, site):
    """Where a page asks for a history, a year's run rate stands as one month; the link keeps it until the reader edits the list."""
    path = f"{site}calculators/evaluate-when/"
    page.goto(f"{path}?run_rate_usd_year=504000")
    has(page, HISTORY, ["42,000"])
    assert "run_rate_usd_year=504000" in page.evaluate("document.querySelector('pb-calculator').link()")
    page.click(f"{HISTORY} .pb-add")
    page.keyboard.type("50000")
    page.wait_for_function("document.querySelector('pb-calculator').link().includes('spend_history_usd_month=42000')")
    assert "run_rate" not in page.evaluate("document.querySelector('pb-calculator').link()") and len(cells(page, HISTORY)) == 2


def test_a_number_said_twice_is_told(page, site):
    """The page's own unit counts, and a note names what is left out."""
    page.goto(f"{site}{BREAK_EVEN}?usage_growth_pct_month=5&usage_growth_pct_year=80")
    settled(page)
    assert page.input_value(FIELD) == "80" and "usage_growth_pct_month" in page.inner_text(NOTE)
    assert outputs(page) == run("break-even", {"usage_growth_pct_year": 80}).outputs


def test_a_wrong_number_in_another_unit(page, site):
    """Its sentence stands beside the field, and nothing that was given is lost."""
    page.goto(f"{site}{BREAK_EVEN}?usage_growth_pct_month=five")
    page.wait_for_selector("[data-field=usage_growth_pct_year] .pb-error:not([hidden])")
    assert page.input_value(FIELD) == "five" and page.input_value(UNIT) == "usage_growth_pct_month"
    page.fill(FIELD, "5")
    holds(page, f"{site}{BREAK_EVEN}?usage_growth_pct_month=5")


def test_two_calculators_of_a_page_hold_one_number(page, site):
    """Typed in one in its unit, it stands in the other in the same."""
    page.goto(site + BREAK_EVEN)
    page.evaluate(BESIDE, f"{site}calculators/timing/")
    page.select_option(UNIT, "usage_growth_pct_month")
    page.fill(FIELD, "3")
    page.wait_for_function("document.querySelector('[name=usage_growth_pct_quarter]').value === '3'")
    assert page.input_value("[data-unit=usage_growth_pct_quarter]") == "usage_growth_pct_month"
    holds(page, f"{site}{BREAK_EVEN}?usage_growth_pct_month=3")
