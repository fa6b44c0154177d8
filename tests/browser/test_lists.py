"""Lists as rows of cells: typed, pasted, added and removed in a real browser; the field behind them is what a link carries and Python reads."""

import json

import pytest

from tests.browser.test_calculators import holds, shows, unfold

HISTORY, PROVIDERS, HOURS, WORKLOADS = (
    f'[data-list="{id}"]' for id in ("spend_history_usd_month", "providers", "hourly_load", "workloads")
)
PASTE = """([selector, at, text]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const cell = document.querySelectorAll(`${selector} [data-cell]`)[at];
    cell.focus();
    return cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def cells(page, selector: str) -> list[str]:
    return page.locator(f"{selector} [data-cell]").evaluate_all("all => all.map((cell) => cell.value)")


def has(page, selector: str, wanted: list[str]) -> None:
    """Wait until the cells hold these texts."""
    page.wait_for_function(
        "([selector, wanted]) => JSON.stringify([...document.querySelectorAll(`${selector} [data-cell]`)].map((cell) => cell.value)) === wanted",
        arg=[selector, json.dumps(wanted, separators=(",", ":"), ensure_ascii=False)],
    )


def given(page, id: str) -> object:
    """What Python read in the field."""
    return page.evaluate("document.querySelector('pb-calculator').reply('result')")["result"]["inputs"][id]


def test_a_cell_is_typed_in(page, site):
    """The answer and the address follow, the number is grouped once the cell is left, and the field behind is out of sight."""
    page.goto(f"{site}calculators/price-shock/")
    assert cells(page, PROVIDERS) == ["Provider A", "32,000", "Provider B", "8,000"] and not page.is_visible("[name=providers]")
    page.locator(f"{PROVIDERS} [data-cell]").nth(3).fill("9k")
    holds(page, f"{site}calculators/price-shock/?providers=Provider+A%3A+32000%0AProvider+B%3A+9000")
    assert cells(page, PROVIDERS)[3] == "9k"
    page.focus("[name=revenue_usd_month]")
    has(page, PROVIDERS, ["Provider A", "32,000", "Provider B", "9,000"])


@pytest.mark.parametrize("name", ["Azure: West; East", 'The "big" one, Inc.', "[A]"])
def test_any_name_is_read(page, site, name):
    """Signs that part records in a text part none that stand in cells."""
    page.goto(f"{site}calculators/price-shock/")
    page.locator(f"{PROVIDERS} [data-cell]").nth(0).fill(name)
    assert given(page, "providers") == [{"name": name, "usd_month": 32_000}, {"name": "Provider B", "usd_month": 8_000}]


def test_rows_are_added_and_removed(page, site):
    """By keyboard: a row without anything in it is none and goes when it is left; what stays is named anew."""
    page.goto(f"{site}calculators/price-shock/")
    page.press(f"{PROVIDERS} .pb-add", "Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Provider, 3"
    page.keyboard.type("C")
    page.keyboard.press("Tab")
    page.keyboard.type("1.5k")
    shows(page, "Provider A")
    assert given(page, "providers")[2] == {"name": "C", "usd_month": 1_500}
    page.press(f"{PROVIDERS} .pb-add", "Enter")
    assert len(cells(page, PROVIDERS)) == 8
    page.focus("[name=revenue_usd_month]")
    has(page, PROVIDERS, ["Provider A", "32,000", "Provider B", "8,000", "C", "1,500"])
    page.locator(f"{PROVIDERS} .pb-drop").nth(0).press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Provider, 1"
    assert [row["name"] for row in given(page, "providers")] == ["Provider B", "C"]


def test_what_is_chosen_in_a_row(page, site):
    """A choice among cells opens; a new row has it made, and is none before something is written in it."""
    page.goto(f"{site}calculators/portfolio/")
    page.locator(f"{WORKLOADS} [data-cell]").nth(12).select_option("quality")
    shows(page, "Send document processing in batches.")
    assert given(page, "workloads")[1]["sensitivity"] == "quality"
    page.press(f"{WORKLOADS} .pb-add", "Enter")
    page.locator(f"{WORKLOADS} [data-cell]").nth(22).select_option("yes")
    shows(page, "Move internal tools first.")
    assert len(given(page, "workloads")) == 3


def test_rows_with_choices_are_pasted(page, site):
    """As a spreadsheet writes yes and no."""
    page.goto(f"{site}calculators/portfolio/")
    assert not page.evaluate(
        PASTE, [WORKLOADS, 16, "Tagging\t900,000\t2000\t100\tCost\tFALSE\tTRUE\tyes\nTests\t10\t20\t30\tBaseline\tNo\tNo\tNo\n"]
    )
    shows(page, "Move tagging first.")
    assert [list(row.values()) for row in given(page, "workloads")[2:]] == [
        ["Tagging", 900_000, 2_000, 100, "cost", False, True, True],
        ["Tests", 10, 20, 30, "baseline", False, False, False],
    ]


def test_a_column_of_a_spreadsheet_is_pasted(page, site):
    """From the cell on in which it is pasted, beyond the rows that there were; one number goes into its cell as anywhere."""
    page.goto(f"{site}calculators/evaluate-when/")
    unfold(page)
    before = cells(page, HISTORY)
    assert not page.evaluate(PASTE, [HISTORY, 10, "20,000\n$21,000\r\n22k\n"])
    assert given(page, "spend_history_usd_month")[9:] == [13_900, 20_000, 21_000, 22_000]
    page.focus("[name=consistent_months]")
    has(page, HISTORY, [*before[:10], "20,000", "21,000", "22,000"])
    assert page.locator(f"{HISTORY} .pb-place").nth(0).inner_text() == "12 before"
    assert page.locator(f"{HISTORY} .pb-place").nth(12).inner_text() == "last month"
    assert page.evaluate(PASTE, [HISTORY, 0, "15,000"])  # left to the browser


def test_two_columns_of_a_spreadsheet_are_pasted(page, site):
    """A row for each line and a cell for each tab, over the rows that there were and beyond them."""
    page.goto(f"{site}calculators/price-shock/")
    page.evaluate(PASTE, [PROVIDERS, 0, "A\t10\nB\t20\nC\t30"])
    assert given(page, "providers") == [{"name": name, "usd_month": bill} for name, bill in (("A", 10), ("B", 20), ("C", 30))]


def test_what_is_wrong_is_marked_and_stays(page, site):
    """One cell of the list, its sentence beneath, everything else as it was; a single month with a comma is one number."""
    page.goto(f"{site}calculators/evaluate-when/")
    unfold(page)
    page.locator(f"{HISTORY} [data-cell]").nth(2).fill("a lot")
    error = page.locator("[data-field=spend_history_usd_month] .pb-error")
    error.wait_for(state="visible")
    assert error.inner_text() == "API spend of the last months must be a number such as 42,000, 42k or 2.5 in place 3 (got 'a lot')"
    assert page.locator(f"{HISTORY} [data-cell]").evaluate_all("all => all.map((cell) => cell.getAttribute('aria-invalid'))") == [
        "true" if at == 2 else None for at in range(12)
    ]
    page.focus("[name=consistent_months]")
    assert cells(page, HISTORY)[2:4] == ["a lot", "11,100"]
    page.locator(f"{HISTORY} [data-cell]").nth(2).fill("8,600")
    error.wait_for(state="hidden")
    for at in (1, 0):
        page.locator(f"{HISTORY} [data-cell]").nth(at).fill("")
    assert given(page, "spend_history_usd_month")[0] == 8_600


def test_a_list_that_may_be_empty(page, site):
    """24 cells without anything in them are no list; one of them alone is an error that counts."""
    page.goto(f"{site}calculators/self-host/")
    unfold(page)
    assert cells(page, HOURS) == [""] * 24 and page.locator(f"{HOURS} .pb-add").count() == 0
    page.locator(f"{HOURS} [data-cell]").nth(5).fill("3")
    error = page.locator("[data-field=hourly_load] .pb-error")
    error.wait_for(state="visible")
    assert error.inner_text() == "Load of each hour of a day must hold 24 numbers (got 1 of them)"
    page.evaluate(PASTE, [HOURS, 0, "\t".join(str(hour) for hour in range(1, 25))])
    error.wait_for(state="hidden")
    assert given(page, "hourly_load") == list(range(1, 25))


def test_a_link_brings_its_own_rows(page, site):
    """Never the built page's rows: the text of the link stands there until Python has read it, and for as long as it cannot be read."""
    page.route("**/runtime/**", lambda route: None)  # Python never comes
    page.goto(f"{site}calculators/price-shock/?providers=A%3A+1%0AB%3A+2")
    assert page.input_value("[name=providers]") == "A: 1\nB: 2" and page.is_visible("[name=providers]") and not page.is_visible(PROVIDERS)
    page.unroute("**/runtime/**")
    page.goto(f"{site}calculators/price-shock/?providers=A%3A+1%0AB%3A+2")
    page.wait_for_selector(PROVIDERS)
    assert cells(page, PROVIDERS) == ["A", "1", "B", "2"]
    page.goto(f"{site}calculators/price-shock/?providers=A%3A+1%0AB%3A+x")
    page.wait_for_selector(".pb-error:not([hidden])")
    assert page.is_visible("[name=providers]") and not page.is_visible(PROVIDERS)
    page.fill("[name=providers]", "A: 1\nB: 3")
    page.wait_for_selector(".pb-error:not([hidden])", state="detached")
    page.focus("[name=revenue_usd_month]")
    has(page, PROVIDERS, ["A", "1", "B", "3"])
    page.click(".pb-reset")
    has(page, PROVIDERS, ["Provider A", "32,000", "Provider B", "8,000"])


def test_without_script_a_list_is_text(browser, site):
    """Its cells, which would do nothing, are not shown."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}calculators/price-shock/")
    assert page.is_visible("[name=providers]") and not page.is_visible(PROVIDERS)
    context.close()
