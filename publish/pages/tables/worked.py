"""Worked examples that others print, computed again with the calculators: `::: literature bills`.

What was printed stands in tests/literature/NAME.toml, a row a figure, with the inputs that it was printed for and with its source. Rows that do
not agree say why: `erratum` where the publisher errs, with the inputs that lead to the print (`fits`) where there are any, `convention` where
both are right, as with a month of 720 hours.
"""

import shlex
import tomllib
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from calculator import run
from calculator.answers.texts import from_pairs
from calculator.faces.html import text
from calculator.models.registry import find
from calculator.numbers.decimals import exact
from calculator.numbers.display import fixed
from publish.pages.inline import at_path
from publish.pages.page import PageError
from publish.pages.tables import Table, group_row

Link = Callable[[str, dict[str, Any], str], str]  # to a calculator with inputs, and its words
CHAINED = {"growth": ("run_rate_usd_year", "end_run_rate_usd_year")}  # where one run ends the next may start


class Source(NamedTuple):
    """Where the figures were printed. `what` is what was read of it on the day `read`; `date` is its own, "" where it gives none."""

    title: str
    url: str
    date: str
    read: str
    what: str


class Row(NamedTuple):
    """A printed figure: the value at `output` of the calculator for `inputs`, times `times`, less `less`, to the printed digit or to a `step`.

    `again`: how often the calculator is run once more from where it ended. `unit` is $ or %.
    """

    source: str
    label: str
    calculator: str
    inputs: str
    output: str
    printed: str
    unit: str = ""
    times: str = "1"
    less: int = 0
    again: int = 0
    step: int = 0
    erratum: str = ""
    convention: str = ""
    fits: str = ""

    @property
    def remark(self) -> str:
        return self.erratum or self.convention

    @property
    def given(self) -> dict[str, Any]:
        return from_pairs(self.calculator, shlex.split(self.inputs))

    def value(self, inputs: str = "") -> Decimal | None:
        """What the calculator gives, in the unit of the print; None where it gives none."""
        found = output_of(self.calculator, inputs or self.inputs, self.output, self.again)
        factor = product(self.times)
        return None if found is None else exact(found) * factor.numerator / factor.denominator - self.less

    @property
    def places(self) -> int:
        """How many digits stand behind the point of the print."""
        return len(self.printed.partition(".")[2])

    @property
    def half(self) -> Decimal:
        """Half of the last printed digit, or of the step to which it is rounded."""
        return Decimal(self.step) / 2 if self.step else Decimal(5).scaleb(-self.places - 1)

    def agrees(self, inputs: str = "") -> bool:
        """Whether what is computed is what is printed, a tie rounded either way."""
        value = self.value(inputs)
        return value is not None and abs(value - Decimal(self.printed)) <= self.half

    def words(self, value: Decimal | None, more: int = 0) -> str:
        """A value with as many digits as the print, zeros too, and some more."""
        if value is None:
            return "never"
        whole, dot, rest = fixed(abs(value), self.places + more).partition(".")
        number = f"{whole}.{rest:0<{self.places}}" if dot or self.places else whole
        sign = "-" if value < 0 and number.strip("0.") else ""
        return f"{sign}${number}" if self.unit == "$" else f"{sign}{number} {self.unit}".strip()

    @property
    def shown(self) -> str:
        """The print, with its zeros."""
        return self.words(Decimal(self.printed))


@cache  # since a row is asked for its value by the table, by the overview and by each check
def output_of(calculator: str, inputs: str, output: str, again: int) -> float | None:
    """An output for inputs written key=value, after so many runs that each begin where the last one ended."""
    given = from_pairs(calculator, shlex.split(inputs))
    outputs = run(calculator, given).outputs
    for _ in range(again):
        start, end = CHAINED[calculator]
        given[start] = outputs[end]
        outputs = run(calculator, given).outputs
    found: float | None = at_path(find(calculator), outputs, output)[1]
    return found


class Worked(NamedTuple):
    """A table of printed figures."""

    caption: str
    sources: dict[str, Source]
    rows: tuple[Row, ...]

    @property
    def same(self) -> int:
        """How many agree."""
        return sum(row.agrees() for row in self.rows)

    @property
    def errata(self) -> int:
        return sum(bool(row.erratum) for row in self.rows)


def product(words: str) -> Fraction:
    """Of factors with * and / between them: 729.6/730*1.15."""
    found = Fraction(1)
    for factor in words.split("*"):
        top, *below = factor.split("/")
        found *= Fraction(top)
        for part in below:
            found /= Fraction(part)
    return found


@cache
def worked(folder: Path, name: str) -> Worked:
    """The table `name`; PageError where the file does not hold one."""
    held = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    try:
        sources = {id: Source(**source) for id, source in held["sources"].items()}
        rows = tuple(Row(**{"calculator": held["calculator"], **row}) for row in held["rows"])
    except (KeyError, TypeError) as wrong:
        raise PageError(f"{name}.toml: {wrong}") from None
    if unknown := {row.source for row in rows} ^ sources.keys():
        raise PageError(f"{name}.toml: each source must have a row and each row a source ({', '.join(sorted(unknown))})")
    return Worked(held["caption"], sources, rows)


def source_link(source: Source) -> str:
    return f'<a href="{escape(source.url)}">{text(source.title)}</a>'


HEADS = ["What", "Printed", "Computed", "To the printed digit", "Remark"]


def table(folder: Path, name: str, link: Link) -> Table:
    """By source a row a figure: what, the print, what is computed, whether it agrees, and why not."""
    held, rows, before = worked(folder, name), [], ""
    for row in held.rows:
        if row.source != before:
            rows.append(group_row(source_link(held.sources[row.source]), len(HEADS)))
        before = row.source
        computed = row.words(row.value(), 2)
        shown = link(row.calculator, row.given, computed) if not row.again else text(computed)
        agrees = "yes" if row.agrees() else "no"
        rows.append(
            f"<tr><td>{text(row.label)}</td><td>{text(row.shown)}</td><td>{shown}</td><td>{agrees}</td><td>{text(row.remark)}</td></tr>"
        )
    return held.caption, HEADS, rows
