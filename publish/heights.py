"""Measure how tall each embed is in a frame 800 pixels wide, and write it down: `python -m publish.heights site`.

Only a browser knows; a test compares what is written with what it measures.
"""

import json
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from calculator import calculators
from publish import chromium
from publish.serve import serving
from publish.snippet import HEIGHTS


def measured(folder: Path) -> dict[str, int]:
    """Calculator id -> height in pixels of its embed in the built site."""
    with serving(folder) as server, sync_playwright() as playwright:
        browser = chromium.find().launch(playwright)
        page = browser.new_page(viewport={"width": 800, "height": 500})
        heights = {}
        for id in calculators():
            page.goto(f"{server.url}embed/{id}/")
            heights[id] = round(page.evaluate("document.documentElement.getBoundingClientRect().height"))
        browser.close()
        return heights


if __name__ == "__main__":
    HEIGHTS.write_text(json.dumps(measured(Path(sys.argv[1])), indent=2) + "\n", encoding="utf-8")
