"""How far a reader scrolls from a field to the answer: `python -m publish.measurements.reading`, on the built site.

For each calculator, on a desk and on a phone: where the first field begins, how many pixels of scrolling lie between a field and the
verdict, as far as the worst of them, how high the bar is that holds the verdict where the answer itself is out of sight, and how high the calculator is.
"""

import sys
from typing import Any, NamedTuple

from playwright.sync_api import sync_playwright

from calculator import calculators
from publish import ROOT
from publish.host.serve import serving
from publish.measurements import chromium

DESK, PHONE = (1280, 800), (390, 844)

# Brings each field that is open to the middle of the window and looks whether a verdict is in sight then.
MEASURE = """async (unfolded) => {
  const calculator = document.querySelector("pb-calculator"), bar = calculator.querySelector(".pb-bar");
  for (const group of calculator.querySelectorAll(".pb-group")) group.open = unfolded;
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight + 1;
  };
  const fields = [...calculator.querySelectorAll(".pb-field")].filter((field) => !field.closest("details:not([open])"));
  const first = fields[0].getBoundingClientRect().top + scrollY;
  const headline = calculator.querySelector(".pb-result .pb-headline");
  let farthest = 0;
  for (const field of fields) {
    scrollTo(0, Math.max(0, field.getBoundingClientRect().top + scrollY - innerHeight / 2));
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame); // until the bar has heard of it
    const box = headline.getBoundingClientRect();
    const away = Math.max(0, -box.top, box.bottom - innerHeight);
    if (!seen(headline) && !seen(bar)) farthest = Math.max(farthest, away);
  }
  scrollTo(0, 0);
  return { first, farthest, bar: bar.getBoundingClientRect().height, height: calculator.getBoundingClientRect().height };
}"""


class Reading(NamedTuple):
    """What was measured of one calculator in one window, in pixels."""

    first: int
    farthest: int
    bar: int
    height: int


def read(page: Any, unfolded: bool = False) -> Reading:
    """Of a calculator's page as it stands open; with its groups of assumptions folded or not."""
    found = page.evaluate(MEASURE, unfolded)
    return Reading(*(round(found[name]) for name in Reading._fields))


def main() -> int:
    with serving(ROOT / "site") as server, sync_playwright() as playwright:
        browser = chromium.find().launch(playwright)
        print(f"{'':20}{'first field':>24}{'field to verdict':>24}{'bar':>16}{'height':>24}")
        for id in calculators():
            readings = []
            for width, height in (DESK, PHONE):
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(f"{server.url}calculators/{id}/")
                page.wait_for_selector("pb-calculator:defined")
                readings.append(read(page))
                page.close()
            desk, phone = readings
            print(
                f"{id:20}{f'{desk.first} / {phone.first}':>24}{f'{desk.farthest} / {phone.farthest}':>24}{f'{desk.bar} / {phone.bar}':>16}{f'{desk.height} / {phone.height}':>24}"
            )
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
