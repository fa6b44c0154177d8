"""axe-core's rules of WCAG 2.2 AA in each state of a calculator."""

import pytest

from calculator import calculators
from calculator.inputs.kinds import Number
from calculator.models.registry import find
from tests.browser.axe import AXE, COLOURS, DESK, PHONE, broken_rules, hold_python
from tests.browser.test_calculators import complete, unfold


@pytest.mark.parametrize("id", calculators())
@pytest.mark.parametrize(("scheme", "viewport", "only"), [("light", DESK, ()), ("dark", PHONE, COLOURS)], ids=["light", "dark"])
def test_every_state(open_context, site, id, scheme, viewport, only):
    """Waiting for Python, answered with all groups open, wrong, and with a range. In the dark the colours alone are others."""
    page = open_context(viewport, color_scheme=scheme, reduced_motion="reduce")
    release = hold_python(page)
    page.goto(f"{site}calculators/{id}/")
    page.click(".pb-reset")
    page.wait_for_selector(".pb-start-text >> text=Computing your answer")
    found = {"loading": broken_rules(page, "pb-calculator", only)}
    release()
    complete(page)
    unfold(page)
    page.evaluate("document.querySelectorAll('pb-calculator details').forEach((details) => { details.open = true; })")
    found["answered"] = broken_rules(page, "pb-calculator", only)
    texts = page.locator("pb-calculator input[type=text]:not([data-column=name])")  # of a name nothing is wrong
    if texts.count():
        texts.first.fill("a lot")
    else:
        page.goto(f"{site}calculators/{id}/?{find(id).inputs[0]}=nonsense")
        page.wait_for_selector(".pb-error:not([hidden])")
        page.add_script_tag(path=AXE)
    page.wait_for_selector(".pb-start-text >> text=No answer")
    found["wrong"] = broken_rules(page, "pb-calculator", only)
    ranged = next((declared for declared in find(id).declared.values() if isinstance(declared, Number) and declared.slider), None)
    if ranged:
        low, high, _ = ranged.slider
        page.goto(f"{site}calculators/{id}/?{ranged.id}={(low + high) / 4}..{(low + high) / 2}")
        complete(page)
        found["ranges"] = broken_rules(page, "pb-calculator", only)
    assert not any(found.values()), found
