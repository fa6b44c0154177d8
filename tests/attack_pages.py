"""Addresses that nobody means well with, opened in a real browser on the built site: what a link in a chat may carry.

    python -m tests.attack_pages --n 5000 --seed 7

opens so many and prints what came of them; exit status 1 if a script ran, something foreign was asked for or stood in the page, or
an answer did not come, came late, or came with a fault. The texts are those of tests.attack; tests/browser/test_trouble.py opens a few.
"""

import argparse
import json
import random
import re
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from calculator.data import sources
from calculator.models.registry import CALCULATORS
from publish.host.serve import serving
from publish.measurements import chromium
from tests.attack import INVISIBLE, MARKUP, Attacker
from tests.browser.conftest import listen

CITED = [source.url for source in sources.values() if source.url]  # the only foreign addresses that an answer names
SITE = Path(__file__).resolve().parent.parent / "site"
PER_PAGE = 100  # Chromium lets a page write its address some two hundred times in ten seconds
LONGEST_NOTE = 1_000
SLOW_MS = 1_000
LONGEST_ADDRESS = 60_000
FAULT = re.compile(r"Traceback|by a fault of its own|code [A-Z]-[0-9a-f]{4}")

# Opens each query the way "back" does, and waits for what the page makes of it.
OPEN = """async ([queries, site, sources]) => {
  await customElements.whenDefined("pb-calculator");
  const calculator = document.querySelector("pb-calculator");
  const tags = new Set(JSON.parse(document.documentElement.dataset.tags ?? "[]"));
  if (!tags.size) {
    for (const element of document.querySelectorAll("*")) tags.add(element.tagName);
    document.documentElement.dataset.tags = JSON.stringify([...tags]);
  }
  const found = [];
  for (const query of queries) {
    const wrong = [];
    try { history.replaceState(null, "", location.pathname + query); } catch (error) { wrong.push(`the browser refuses the address: ${error.message}`); }
    const began = performance.now();
    dispatchEvent(new PopStateEvent("popstate"));
    while (calculator.matches(".pb-waiting") && performance.now() - began < 30_000) await new Promise((next) => setTimeout(next, 5));
    const took = performance.now() - began;
    if (calculator.matches(".pb-waiting")) wrong.push("no answer came");
    const box = calculator.querySelector(".pb-start");
    if (!box.hidden && !calculator.matches(".pb-stale")) wrong.push(`box: ${box.textContent}`); // where an input is wrong it says so
    for (const element of calculator.querySelectorAll("*"))
      for (const { name, value } of element.attributes) {
        if (name.startsWith("on")) wrong.push(`${element.tagName} has ${name}`);
        if ((name === "href" || name === "src" || name === "action") && new URL(value, location.href).origin !== location.origin && !sources.includes(value)) wrong.push(`${element.tagName} leads to ${value}`);
      }
    for (const name of ["SCRIPT", "IFRAME", "IMG", "OBJECT", "EMBED", "STYLE", "LINK", "BASE", "META", "FORM"])
      if ([...calculator.querySelectorAll(name)].length > (name === "FORM" ? 1 : 0)) wrong.push(`a ${name} came`);
    const note = calculator.querySelector(".pb-unknown")?.textContent ?? "";
    const errors = [...calculator.querySelectorAll(".pb-error:not([hidden])")].map((one) => one.textContent);
    if (Object.keys(Object.prototype).length) wrong.push("Object.prototype has keys of its own");
    if (!calculator.link().startsWith(site)) wrong.push(`its link leads to ${calculator.link()}`);
    found.push({ wrong, took, note, errors, stale: calculator.matches(".pb-stale") });
  }
  return found;
}"""


def query(attacker: Attacker, choose: random.Random, id: str) -> str:
    """The query of a hostile link to the calculator `id`."""
    pairs = [(key, text if isinstance(text, str) else json.dumps(text)) for key, text in attacker.texts(id).items()]
    if choose.random() < 0.2:
        pairs.append((choose.choice((*MARKUP, *INVISIBLE, "__proto__", "constructor", "q", "h", "offline2")), choose.choice(MARKUP)))
    if choose.random() < 0.1:
        pairs.append(("data", choose.choice((*MARKUP, *INVISIBLE, "2026-11", "2020", "9" * 500))))
    text = "&".join(f"{quote(key.encode('utf-8', 'replace'))}={quote(text.encode('utf-8', 'replace'))}" for key, text in pairs)
    return "?" + text[:LONGEST_ADDRESS]


def watch(page, base: str, wrong: list[str]) -> list[str]:
    """Add what must not happen on the page to `wrong`; its complaints."""
    page.on("dialog", lambda dialog: (wrong.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
    page.on(
        "request", lambda request: wrong.append(f"asks {request.url}") if not request.url.startswith((base, "data:", "blob:")) else None
    )
    return listen(page)


def attack(browser, base: str, n: int, seed: int) -> tuple[list[str], dict]:
    """What was wrong on the site at `base`, and figures: how many addresses, how many of them were answered, the slowest in milliseconds."""
    attacker, choose, wrong, count, slowest = Attacker(seed), random.Random(seed), [], Counter(), 0.0
    context = browser.new_context()
    while count["addresses"] < n:
        id, embedded = choose.choice(list(CALCULATORS)), choose.random() < 0.3
        page = context.new_page()
        complaints = watch(page, base, wrong)
        page.goto(f"{base}{'embed' if embedded else 'calculators'}/{id}/")
        # Python's start is not timed.
        page.evaluate("document.querySelector('pb-calculator').python.ask('start', { calculator: 'growth', texts: {} })")
        queries = [query(attacker, choose, id) for _ in range(min(PER_PAGE, n - count["addresses"]))]
        for asked, found in zip(queries, page.evaluate(OPEN, [queries, base, CITED]), strict=True):
            said = [*found["wrong"], *(text for text in (found["note"], *found["errors"]) if FAULT.search(text))]
            if len(found["note"]) > LONGEST_NOTE:
                said.append(f"a note of {len(found['note'])} letters")
            wrong += [f"{id}{asked[:300]}: {words}" for words in said]
            count["addresses"] += 1
            count["refused" if found["stale"] else "answered"] += 1
            slowest = max(slowest, found["took"])
        wrong += [f"{id}: the console says: {text[:300]}" for text in complaints]
        page.close()
    context.close()
    return wrong, dict(count) | {"slowest_ms": round(slowest)}


def main() -> int:
    parser = argparse.ArgumentParser(description="Open hostile addresses in a browser.")
    parser.add_argument("--n", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with serving(SITE) as server, sync_playwright() as playwright:
        browser = chromium.find().launch(playwright)
        wrong, figures = attack(browser, server.url, options.n, options.seed)
        browser.close()
    if figures["slowest_ms"] > SLOW_MS:
        wrong.append(f"the slowest answer took longer than {SLOW_MS} ms")
    print(*wrong[:50], figures, f"{len(wrong)} wrong", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
