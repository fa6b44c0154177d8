"""Fits the load of a shape (`publish.shapes`) to the measured points of each set-up in `calculator/data/throughput.json`: `make throughput`."""

import json
import sys
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from calculator.data.catalogue import Setup
from calculator.data.loading import load
from calculator.inputs.kinds import number_text
from publish.shapes import MANY, Point, carried, fitted, left_out, ratios_of
from publish.tools.prices import json_text

FILE = Path("calculator/data/throughput.json")
DIGITS = 4  # that a fitted number has


class Fit(NamedTuple):
    """GPU-seconds of a million tokens in, of a million out, and of a million out for each thousand tokens in the cache; and the error."""

    prefill: float
    decode: float
    cache: float
    error_pct: float | None


def fits(entries: dict[str, Any]) -> dict[str, Fit]:
    """Id -> the fit of each set-up of throughput.json. One whose benchmark has a mix of shapes has a rate and no points: its rate counts for any shape."""
    sets = {id: [Point(*point) for point in entry["points"]] for id, entry in entries.items()}
    found = {}
    for id, points in sets.items():
        if not points:
            found[id] = Fit(0, 1e6 / entries[id]["tokens_per_second"], 0, None)
            continue
        ratios = ratios_of(sets, id)
        others = [carried(others, ratios) for other, others in sets.items() if other != id and len(others) >= MANY]
        errors = left_out(points, ratios) if len(points) > 1 else (error for one in others for error in one)
        found[id] = Fit(*fitted(points, ratios), 100 * fmean(errors))
    return found


def short(number: float | None) -> float | None:
    """A number with the digits that a fit can have."""
    return None if number is None else json.loads(number_text(float(f"{number:.{DIGITS}g}")))


def refreshed(entries: dict[str, Any]) -> dict[str, Any]:
    """The entries with their fits."""
    names = ("prefill_gpu_seconds_mtok", "decode_gpu_seconds_mtok", "cache_gpu_seconds_mtok_ktok", "error_pct")
    return {id: entries[id] | dict(zip(names, map(short, fit), strict=True)) for id, fit in fits(entries).items()}


def main() -> int:
    entries = refreshed(json.loads(FILE.read_text(encoding="utf-8")))
    for id, entry in entries.items():
        error = "unknown" if entry["error_pct"] is None else f"{entry['error_pct']:.0f} %"
        print(f"{id}: {len(entry['points'])} points, off by {error}")
    text = json_text(entries)
    load(Setup, FILE.name, text)  # a file that the calculators would refuse is not written
    FILE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
