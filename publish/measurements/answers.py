"""How long one answer takes, here and in the browser, beside a peer's part of it.

`python -m publish.measurements.answers [--runs N]` prints Markdown. Every calculator answers its defaults, trace and page's HTML included, and
break-even also with three ranges (10,000 draws). The peer is numpy-financial, which works out the net present value and the
internal rate of return of the same 60 months and nothing else; it takes its numbers in floats. A browser compiles what runs
often: of each question it answers WARM first, of which the very first is told apart.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy_financial
from playwright.sync_api import sync_playwright

from calculator import calculators, run
from calculator.answers.texts import from_texts
from calculator.faces.bridge import answer
from publish.host.serve import serving
from publish.measurements import chromium, start_up
from publish.runtime.build import build

RANGES = {"upfront_usd": "100000..250000", "alternative_usd_month": "7000..13000", "usage_growth_pct_year": "10..120"}
LONGEST_RANGES = RANGES | {"api_price_change_pct_year": "-40..5", "horizon_months": "240"}
REQUESTS: dict[str, dict[str, Any]] = {id: {"calculator": id, "texts": {}} for id in calculators()} | {
    "break-even, three ranges": {"calculator": "break-even", "texts": RANGES},
    "break-even, four ranges, 240 months": {"calculator": "break-even", "texts": LONGEST_RANGES},
}
WARM = 20
ASK = """async ([hash, request, runs]) => {
  const { pythonFor } = await import("./python.mjs");
  const python = pythonFor(hash), times = [];
  for (let i = 0; i < runs; i++) {
    const began = performance.now();
    if (!(await python.ask("bench", request)).ok) throw new Error("no answer");
    times.push(performance.now() - began);
  }
  return times;
}"""


def median_ms(work: Callable[[], object], runs: int) -> float:
    """Median milliseconds of `runs`, after one to warm up."""
    work()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def peer() -> float:
    """numpy-financial's two figures of break-even's default flows."""
    result = run("break-even")
    flows = [-result.inputs["upfront_usd"], *(row["api_usd_month"] - row["alternative_usd_month"] for row in result.outputs["rows"])]
    return median_ms(lambda: (numpy_financial.npv(0.008, flows), numpy_financial.irr(flows)), 20)


def in_browser(runs: int) -> dict[str, tuple[float, float]]:
    """Name of the question -> milliseconds of the first answer, and the median of `runs` after WARM."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        start_up.lay_out(Path(folder))
        hash = build()["hash"]
        with serving(Path(folder)) as server:
            context = chromium.find().launch(playwright, profile)
            page = context.new_page()
            page.goto(f"{server.url}ours/")
            times = {name: page.evaluate(ASK, [hash, request, WARM + runs]) for name, request in REQUESTS.items()}
            context.close()
    return {name: (measured[0], statistics.median(measured[WARM:])) for name, measured in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how long an answer takes.")
    parser.add_argument("--runs", type=int, default=10, help="answers of each, after those to warm up (default 10)")
    runs = parser.parse_args().runs
    theirs, browser = peer(), in_browser(runs)
    print("| answer | CPython | browser, the first | browser, later | CPython beside the peer |\n| --- | ---: | ---: | ---: | ---: |")
    for name, request in REQUESTS.items():
        ours = median_ms(partial(answer, json.dumps(request)), runs)
        inputs, _ = from_texts(request["calculator"], request["texts"])
        alone = median_ms(partial(run, request["calculator"], inputs), runs)
        first, later = browser[name]
        print(
            f"| {name} | {ours:.1f} ms, of which the calculation {alone:.1f} ms | {first:.1f} ms | {later:.1f} ms | {alone / theirs:.1f} |"
        )
    print(
        f"\nMedians of {runs}, in the browser after {WARM} more; the first question of all waits for Python to start. The peer, numpy-financial's npv and irr of 60 months: {theirs:.1f} ms."
    )


if __name__ == "__main__":
    main()
