"""How long a reader waits for the first live answer: this site's runtime beside PyScript's.

`python -m publish.measurements.start_up [--runs N]` prints Markdown. Both sides run the same calculator on the same
Pyodide, each in a worker, from the same server, all files brotli-compressed and cached alike; runs
alternate, each in a new browser profile. Cold is the first visit. Warm is the second page load in that
profile: for ours with the snapshot that the first visit kept. The clock runs from the reader's first touch,
when the page is loaded and neither side has begun, to the answer.
"""

import argparse
import json
import os
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, sync_playwright

from publish import ROOT
from publish.finish.compress import compress
from publish.host.serve import Server, serving
from publish.measurements import chromium
from publish.runtime import archive
from publish.runtime.build import build

REQUEST = {"calculator": "growth", "texts": {}}

OURS = """<!doctype html><meta charset="utf-8"><title>ours</title>
<script type="module">
import { pythonFor } from "./python.mjs";
const python = pythonFor("%(hash)s", { quiet: 0 });
// A visit ends when nothing more is under way: a plain start is followed by keeping a snapshot.
globalThis.settled = new Promise((resolve) => {
  python.addEventListener("kept", () => resolve(true));
  python.addEventListener("ready", ({ detail }) => detail.how === "snapshot" && resolve(true));
});
globalThis.touch = async () => {
  const began = performance.now();
  const answer = await python.ask("bench", %(request)s);
  return [performance.now() - began, answer.ok];
};
</script>"""

# What a PyScript page does while it loads happens here at the touch, its own script included. Its worker
# needs no COOP/COEP headers as long as nothing is called across synchronously.
PYSCRIPT = """<!doctype html><meta charset="utf-8"><title>PyScript</title>
<script type="module">
globalThis.touch = async () => {
  const began = performance.now();
  const script = document.createElement("script");
  script.type = "py";
  script.setAttribute("worker", "");
  script.setAttribute("src", "./main.py");
  script.setAttribute("config", JSON.stringify(%(config)s));
  const { hooks } = await import("./core/core.js");
  const created = new Promise((resolve) => hooks.main.onWorker.add((_, worker) => resolve(worker)));
  document.body.append(script);
  const worker = await created;
  await worker.ready;
  const answer = JSON.parse(await worker.sync.answer(JSON.stringify(%(request)s)));
  return [performance.now() - began, answer.ok];
};
globalThis.settled = Promise.resolve(true);
</script><body>"""
MAIN = '__export__ = ["answer"]\nfrom calculator.faces.bridge import answer\n'


SIDES = {"this site": "ours", "PyScript": "pyscript"}
# Both sides' runtimes are immutable, so neither asks the server again on a warm start.
HASHED = ("*/runtime/*", "*/pyodide/*", "*/core/*")


def lay_out(folder: Path) -> None:
    """One folder a side, compressed."""
    hash, request = build()["hash"], json.dumps(REQUEST)
    ours, theirs = folder / "ours", folder / "pyscript"
    shutil.copytree(ROOT / "docs" / "assets" / "runtime" / hash, ours / "runtime" / hash)
    shutil.copy(ROOT / "docs" / "assets" / "python.mjs", ours)
    (ours / "index.html").write_text(OURS % {"hash": hash, "request": request}, encoding="utf-8")

    unused = shutil.ignore_patterns("*.map", "*.html", "*.ts")
    shutil.copytree(ROOT / "node_modules" / "@pyscript" / "core" / "dist", theirs / "core", ignore=unused)
    shutil.copytree(ROOT / "node_modules" / "pyodide", theirs / "pyodide", ignore=unused)
    sources = [path for path in (ROOT / "calculator").rglob("*") if path.suffix in (".py", ".json")]
    archive.write(theirs / "calculator.zip", {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in sources})
    (theirs / "main.py").write_text(MAIN, encoding="utf-8")
    config = json.dumps({"interpreter": "./pyodide/pyodide.mjs", "files": {"./calculator.zip": "./*"}})
    (theirs / "index.html").write_text(PYSCRIPT % {"config": config, "request": request}, encoding="utf-8")
    compress(folder)


def visit(context: BrowserContext, server: Server, side: str) -> tuple[float, int]:
    """Milliseconds from the touch to the answer on a page just loaded, and the bytes sent for that."""
    page = context.new_page()
    page.goto(f"{server.url}{side}/")
    page.wait_for_function("!!globalThis.touch")
    server.served.clear()
    milliseconds, answered = page.evaluate("touch()")
    if not answered:
        raise SystemExit(f"{side} gave no answer.")
    sent = sum(served.bytes for served in server.served)
    page.evaluate("settled")
    page.close()
    return milliseconds, sent


def measure(runs: int) -> dict[str, dict[str, list[Any]]]:
    """Side -> `cold`, `warm` and `bytes` -> one figure a run."""
    browser = chromium.find()
    figures: dict[str, dict[str, list[Any]]] = {name: {"cold": [], "warm": [], "bytes": []} for name in SIDES}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lay_out(Path(folder))
        with serving(Path(folder), hashed=HASHED) as server:
            for name, side in list(SIDES.items()) * runs:
                with tempfile.TemporaryDirectory() as profile:
                    context = browser.launch(playwright, profile)
                    cold, sent = visit(context, server, side)
                    warm, _ = visit(context, server, side)
                    context.close()
                for kind, figure in (("cold", cold), ("warm", warm), ("bytes", sent)):
                    figures[name][kind].append(figure)
    return figures


def table(figures: dict[str, dict[str, list[Any]]]) -> str:
    """Medians side by side, with how ours compares."""
    lines = ["| | cold | warm | over the wire |", "| --- | ---: | ---: | ---: |"]
    median = {name: {kind: statistics.median(values) for kind, values in kinds.items()} for name, kinds in figures.items()}
    for name, of in median.items():
        lines.append(f"| {name} | {of['cold']:,.0f} ms | {of['warm']:,.0f} ms | {of['bytes'] / 1e6:.2f} MB |")
    ours, theirs = median.values()
    ratios = {kind: ours[kind] / theirs[kind] for kind in ours}
    lines.append(f"| ratio | {ratios['cold']:.2f} | {ratios['warm']:.2f} | {ratios['bytes']:.2f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the first live answer beside PyScript's.")
    parser.add_argument("--runs", type=int, default=5, help="new profiles a side (default 5)")
    runs = parser.parse_args().runs
    print(table(measure(runs)))
    print(f"\nMedians of {runs} runs a side, {os.cpu_count()} processors, from the first touch to the first answer.")


if __name__ == "__main__":
    try:
        main()
    except chromium.NoBrowser as error:
        raise SystemExit(str(error)) from None
