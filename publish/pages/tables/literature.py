"""Published tables computed again, cell by cell, with the calculators: `::: literature pan`.

What was printed stands in tests/literature/, with its source; what is computed is computed at every build.
"""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from calculator import run
from calculator.data import sources
from calculator.faces.html import text
from calculator.numbers.constants import MILLION, SECONDS_PER_HOUR
from calculator.numbers.decimals import exact
from calculator.numbers.display import fixed, full_price, full_usd
from publish.pages.page import PageError
from publish.pages.tables import Table, catalogue

LONGEST = 240
COLUMNS = [
    "model",
    "gpu",
    "gpus",
    "hardware_usd",
    "throughput_tokens_per_second",
    "printed_capacity_mtok_month",
    "api",
    "input_usd_mtok",
    "output_usd_mtok",
    "printed_months",
    "source",
    "read",
]
POWER = {"A100": "a100_kw", "RTX 5090": "rtx_5090_kw"}
GEMINI = "Gemini 2.5 Pro"
OTHER_OUTPUT = Decimal(11)  # dollars a million: the output price with which the Gemini column comes out, nearly


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed break-even, in months, with the row of inputs that leads to it."""

    model: str
    gpu: str
    gpus: Decimal
    hardware_usd: Decimal
    throughput_tokens_per_second: Decimal
    printed_capacity_mtok_month: str
    api: str
    input_usd_mtok: Decimal
    output_usd_mtok: Decimal
    printed_months: str
    source: str
    read: str


NUMBERS = ("gpus", "hardware_usd", "throughput_tokens_per_second", "input_usd_mtok", "output_usd_mtok")


def parse_row(row: dict[str, str]) -> dict[str, Any]:
    return {name: Decimal(words) if name in NUMBERS else words for name, words in row.items()}


@cache
def pan_cells(folder: Path) -> tuple[Cell, ...]:
    with (folder / "pan2025.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames != COLUMNS:
            raise PageError(f"pan2025.csv must have the columns {', '.join(COLUMNS)}")
        cells = tuple(Cell(**parse_row(row)) for row in rows)
    if any(cell.source not in sources or cell.gpu not in POWER for cell in cells):
        raise PageError("pan2025.csv names a source or a GPU that is not known")
    return cells


@cache
def pan_assumptions(folder: Path) -> dict[str, Any]:
    entries: dict[str, Any] = json.loads((folder / "pan2025.json").read_text(encoding="utf-8"))
    return entries


def assumptions(folder: Path, **taken: str) -> dict[str, Decimal]:
    """The value of each assumption as it fits; as it is printed for those of `taken`."""
    return {name: exact(entry[taken.get(name, "fits")]) for name, entry in pan_assumptions(folder).items()}


def bills(cell: Cell, given: dict[str, Any], output_usd_mtok: Decimal | None = None) -> tuple[Decimal, Decimal]:
    """(API bill of the tokens that the machine could make in a month, its electricity)."""
    capacity = cell.throughput_tokens_per_second * given["hours_month"] * SECONDS_PER_HOUR / MILLION
    output = given["output_per_input"]
    blended = (cell.input_usd_mtok + output * (output_usd_mtok or cell.output_usd_mtok)) / (1 + output)
    return capacity * blended, cell.gpus * given[POWER[cell.gpu]] * given["hours_month"] * given["usd_kwh"]


def inputs(cell: Cell, given: dict[str, Any], output_usd_mtok: Decimal | None = None) -> dict[str, Any]:
    api, electricity = bills(cell, given, output_usd_mtok)
    flat = dict.fromkeys(("usage_growth_pct_year", "alternative_growth_pct_year", "api_price_change_pct_year"), 0)
    return {
        "upfront_usd": float(cell.hardware_usd),
        "api_spend_usd_month": float(api),
        "alternative_usd_month": float(electricity),
        "horizon_months": LONGEST,
        **flat,
    }


def months(cell: Cell, given: dict[str, Any], output_usd_mtok: Decimal | None = None) -> Decimal:
    return exact(run("break-even", inputs(cell, given, output_usd_mtok)).outputs["break_even_months"])


def to_print(cell: Cell, value: Decimal) -> str:
    """`value` with as many digits as the paper prints."""
    return str(value.quantize(Decimal(cell.printed_months), ROUND_HALF_EVEN))


def pan_block(folder: Path) -> Table:
    given, rows = assumptions(folder), []
    for cell in pan_cells(folder):
        value = months(cell, given)
        same = to_print(cell, value) == cell.printed_months
        misprint = "" if same else f"misprint? {to_print(cell, value)}"
        note = "see the Gemini column" if cell.api == GEMINI else misprint
        difference = value - Decimal(cell.printed_months)
        cells = (
            cell.model,
            f"{cell.gpus:f} × {cell.gpu}",
            full_usd(cell.hardware_usd),
            cell.api,
            cell.printed_months,
            fixed(value, 4),
            fixed(difference, 4),
            "yes" if same else "no",
            note,
        )
        rows.append("<tr>" + "".join(f"<td>{text(words)}</td>" for words in cells) + "</tr>")
    return (
        "Months to break even, printed and recomputed",
        ["Model", "Hardware", "Its price", "API", "Printed", "Recomputed", "Difference", "To the printed digit", "Note"],
        rows,
    )


def count_matches(folder: Path, given: dict[str, Any]) -> tuple[int, int]:
    """(cells outside the Gemini column that come out to the printed digit, how many there are)."""
    cells = [cell for cell in pan_cells(folder) if cell.api != GEMINI]
    return sum(to_print(cell, months(cell, given)) == cell.printed_months for cell in cells), len(cells)


def assumptions_block(folder: Path) -> Table:
    entries = pan_assumptions(folder)
    watts = dict.fromkeys(POWER.values(), "printed")
    rows = []
    for label, taken in (
        ("Hours and watts as the text states them", watts | {"hours_month": "printed"}),
        ("Hours that fit, watts as stated", watts),
        ("Watts that fit, hours as stated", {"hours_month": "printed"}),
        ("Hours and watts that fit", {}),
    ):
        given = assumptions(folder, **taken)
        same, all_ = count_matches(folder, given)
        cells = [
            label,
            *(f"{fixed(given[name], 3)} {entries[name]['unit']}" for name in ("hours_month", "a100_kw", "rtx_5090_kw")),
            f"{same} of {all_}",
        ]
        rows.append("<tr>" + "".join(f"<td>{text(words)}</td>" for words in cells) + "</tr>")
    return "What the table was computed with", ["Assumptions", "A month", "An A100", "An RTX 5090", "Cells to the printed digit"], rows


def gemini_block(folder: Path) -> Table:
    given, rows = assumptions(folder), []
    for cell in pan_cells(folder):
        if cell.api != GEMINI:
            continue
        capacity = cell.throughput_tokens_per_second * given["hours_month"] * SECONDS_PER_HOUR / MILLION
        implied = (cell.hardware_usd / Decimal(cell.printed_months) + bills(cell, given)[1]) / capacity
        cells = (
            cell.model,
            cell.printed_months,
            fixed(months(cell, given), 4),
            full_price(implied),
            fixed(months(cell, given, OTHER_OUTPUT), 4),
        )
        rows.append("<tr>" + "".join(f"<td>{text(words)}</td>" for words in cells) + "</tr>")
    return (
        "The Gemini column",
        [
            "Model",
            "Printed",
            "At $1.25 in and $10 out",
            "Price per million that the print implies",
            f"At $1.25 in and {full_usd(OTHER_OUTPUT)} out",
        ],
        rows,
    )


BLOCKS: dict[str, Callable[[Path], Table]] = {
    "pan": pan_block,
    "pan-assumptions": assumptions_block,
    "gemini": gemini_block,
    "patil": lambda folder: catalogue.TABLES["runs"](),
}


def table_of(name: str, root: Path) -> Table:
    """(caption, headings, rows) of the block `name`."""
    if name not in BLOCKS:
        raise PageError(f"literature must be one of {', '.join(BLOCKS)} (got {name!r})")
    return BLOCKS[name](root / "tests" / "literature")
