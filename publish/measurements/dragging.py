"""What a reader sees while a slider is dragged for ten seconds: `python -m publish.measurements.dragging`, on the built site.

For each calculator with a slider, on the first of them: how many answers were shown a second, beside the frames that the same page painted meanwhile (the
most that anybody could see); how far the last answer was behind the last move; and the longest that the page's own thread was held up at a stretch (its
limit for a smooth page is 50 ms, below which a browser does not even tell).
"""

import sys
from typing import Any

from playwright.sync_api import sync_playwright

from calculator import calculators
from calculator.models.registry import find
from publish import ROOT
from publish.host.serve import serving
from publish.measurements import chromium

SECONDS = 10
# A finger on the slider: a step at each frame there and back over all of its way, then one more; and what was answered meanwhile.
DRAG = """async ([id, seconds]) => {
  const calculator = document.querySelector("pb-calculator"), slider = calculator.querySelector(`[data-for="${id}"]`);
  const frame = () => new Promise(requestAnimationFrame);
  let answers = 0, held = 0, answered = 0;
  calculator.addEventListener("pb-answer", () => { answers++; answered = performance.now(); });
  const move = (place) => {
    slider.value = place;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const top = Number(slider.max), way = top / 5;
  slider.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  move(top / 2);
  while (!answers || calculator.matches(".pb-waiting")) await frame(); // Python is there
  new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) held = Math.max(held, duration); }).observe({ type: "longtask" });
  answers = 0;
  const began = performance.now();
  let frames = 0;
  for (; performance.now() < began + 1000 * seconds; frames++) {
    move(Math.abs(way - (frames % (2 * way))) * 5);
    await frame();
  }
  const lasted = (performance.now() - began) / 1000;
  const shown = answers;
  move(top / 2 + 5);
  const moved = performance.now();
  while (calculator.matches(".pb-waiting")) await new Promise((next) => setTimeout(next));
  return { frames: frames / lasted, answers: shown / lasted, behind: answered - moved, held };
}"""


def dragged(page: Any, id: str) -> dict[str, float]:
    """What was seen while the slider of an input was dragged on the calculator's page that stands open."""
    found: dict[str, float] = page.evaluate(DRAG, [id, SECONDS])
    return found


def main() -> int:
    with serving(ROOT / "site") as server, sync_playwright() as playwright:
        browser = chromium.find().launch(playwright)
        page = browser.new_page()
        print(
            "| Calculator | Slider | Answers a second | of frames | Last answer behind, ms | Longest hold, ms |\n|---|---|---:|---:|---:|---:|"
        )
        for id in calculators():
            slider = next((field for field, declared in find(id).declared.items() if declared.has_slider), None)
            if slider is None:
                continue
            page.goto(f"{server.url}calculators/{id}/")
            found = dragged(page, slider)
            print(
                f"| {id} | `{slider}` | {found['answers']:.0f} | {found['answers'] / found['frames']:.2f} | {found['behind']:.0f} | "
                f"{format(found['held'], '.0f') if found['held'] else 'below 50'} |",
                flush=True,
            )
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
