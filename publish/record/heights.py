"""How tall each embed is in a frame 800 pixels wide, as publish.measurements.heights measured it."""

import json
from collections.abc import Iterable
from pathlib import Path
from statistics import median_high

FILE = Path(__file__).with_name("heights.json")
CLOSE = 0.1  # fonts differ from machine to machine, so a height that is this near stands


def read(file: Path = FILE) -> dict[str, int]:
    found: dict[str, int] = json.loads(file.read_text(encoding="utf-8"))
    return found


def height(id: str, file: Path = FILE) -> int:
    """The height of the default answer in pixels: for hosts that cannot listen, and until the others have heard. One that nobody has measured yet is taken to be like most."""
    found = read(file)
    return found.get(id) or median_high(found.values())


def complaints(ids: Iterable[str], file: Path = FILE) -> list[str]:
    """A sentence about each calculator that nobody has measured, and each record of one that is gone."""
    ids, found = list(ids), read(file)
    return [
        f"{id} has no height on record, so its frame is taken to be {height(id, file)} pixels: run `make record`."
        for id in ids
        if id not in found
    ] + [f"{id} is no calculator and has a height on record: run `make record`." for id in found if id not in ids]


def merge(found: dict[str, int], measured: dict[str, int]) -> dict[str, int]:
    """What is to be on record: of what was measured, the new and the clearly different."""
    return {id: found[id] if id in found and abs(found[id] / new - 1) < CLOSE else new for id, new in measured.items()}


def write(measured: dict[str, int], file: Path = FILE) -> list[str]:
    """Write the measured heights down; a line for each that is not as it was."""
    before = read(file)
    after = merge(before, measured)
    file.write_text(json.dumps(after, indent=2) + "\n", encoding="utf-8")
    return [f"{id}: {after[id]} pixels" for id in after if after[id] != before.get(id)] + [
        f"{id}: gone" for id in before if id not in after
    ]
