"""Throughput by shape that our set-ups were not fitted to, predicted: `::: literature shapes`.

Each shape of a set is predicted from the others of it, with the ratios of our catalogue for what they do not say. The points stand in tests/literature/shapes.toml.
"""

import tomllib
from functools import cache
from math import exp, log
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from calculator.data import catalogue
from calculator.faces.html import text
from calculator.numbers.display import fixed
from publish.pages.tables import Table, group_row
from publish.pages.tables.worked import Source, source_link
from publish.shapes import Point, left_out, ratios_of


class Set(NamedTuple):
    """What one set-up was measured to give, shape by shape."""

    source: str
    model: str
    gpu: str
    gpus: int
    precision: str
    points: tuple[Point, ...]

    @property
    def label(self) -> str:
        return f"{self.model} on {f'{self.gpus} × ' if self.gpus > 1 else ''}{self.gpu}, {self.precision}"

    @property
    def errors(self) -> list[float]:
        """How far each shape is off when it is predicted from the others: the size of a logarithm."""
        return list(left_out(self.points, ratios()))

    @property
    def carried(self) -> float:
        """How far the rate of one shape is off where it is taken for that of another."""
        rates = [point.tokens_per_second for point in self.points]
        return fmean(abs(log(one / other)) for one in rates for other in rates if one != other)


class HeldOut(NamedTuple):
    caption: str
    sources: dict[str, Source]
    sets: tuple[Set, ...]

    @property
    def errors(self) -> list[float]:
        return [error for held in self.sets for error in held.errors]


@cache
def ratios() -> tuple[float, float, float]:
    """The middle ratios of the catalogue's set-ups."""
    return ratios_of(
        {id: [Point(*point) for point in setup.points] for id, setup in catalogue.setups().items() if id not in catalogue.FORMER_SETUPS}
    )


@cache
def held_out(folder: Path) -> HeldOut:
    held = tomllib.loads((folder / "shapes.toml").read_text(encoding="utf-8"))
    sets = [
        Set(**{**entry, "points": tuple(Point(into, out, rate / entry["gpus"]) for into, out, rate in entry["points"])})
        for entry in held["sets"]
    ]
    return HeldOut(held["caption"], {id: Source(**source) for id, source in held["sources"].items()}, tuple(sets))


def times(error: float) -> str:
    return f"{fixed(exp(error), 1)} times"


HEADS = ["Set-up", "Shapes", "Off by, mean", "Off by, worst", "Rate of another shape: off by"]


def row_html(label: str, shapes: int, errors: list[float], carried: list[float]) -> str:
    cells = (label, str(shapes), f"{fixed(100 * fmean(errors), 1)} %", f"{fixed(100 * max(errors), 1)} %", times(fmean(carried)))
    return "<tr>" + "".join(f"<td>{text(words)}</td>" for words in cells) + "</tr>"


def table(folder: Path) -> Table:
    """By source a row a set: shapes, the mean and the worst error of a prediction, and that of carrying a rate over."""
    held, rows, before = held_out(folder), [], ""
    for one in held.sets:
        if one.source != before:
            rows.append(group_row(source_link(held.sources[one.source]), len(HEADS)))
        before = one.source
        rows.append(row_html(one.label, len(one.points), one.errors, [one.carried]))
    rows.append(row_html(f"All {len(held.sets)} of them", len(held.errors), held.errors, [one.carried for one in held.sets]))
    return held.caption, HEADS, rows
