"""How tall each embed is in a frame 800 pixels wide, as publish.measurements.heights measured it."""

import json
from pathlib import Path

FILE = Path(__file__).with_name("heights.json")


def height(id: str) -> int:
    """The height of the default answer in pixels: for hosts that cannot listen, and until the others have heard."""
    heights: dict[str, int] = json.loads(FILE.read_text(encoding="utf-8"))
    return heights[id]


def write(heights: dict[str, int]) -> None:
    FILE.write_text(json.dumps(heights, indent=2) + "\n", encoding="utf-8")
