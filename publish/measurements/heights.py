"""Measure how tall each embed is in a frame 800 pixels wide, and write it down: `python -m publish.measurements.heights site`.

Only a browser knows; a test compares what is written with what it measures. What is within a tenth of the record stays as it is.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from calculator import calculators
from publish.host.serve import serving
from publish.measurements import chromium
from publish.record import heights


def measure(folder: Path) -> dict[str, int]:
    """Calculator id -> height in pixels of its embed in the built site."""
    with serving(folder) as server, sync_playwright() as playwright:
        browser = chromium.find().launch(playwright)
        page = browser.new_page(viewport={"width": 800, "height": 500})
        found = {}
        for id in calculators():
            page.goto(f"{server.url}embed/{id}/")
            found[id] = round(page.evaluate("document.documentElement.getBoundingClientRect().height"))
        browser.close()
        return found


if __name__ == "__main__":
    print(*(heights.write(measure(Path(sys.argv[1]))) or ["nothing new"]), sep="\n")
