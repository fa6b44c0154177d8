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
from typing import Any, NamedTuple

from calculator import run
from calculator.data import sources
from calculator.faces.html import text
from calculator.numbers.constants import MILLION, SECONDS_PER_HOUR
from calculator.numbers.decimals import exact
from calculator.numbers.display import fixed, full_price, full_usd
from publish.pages.page import PageError
from publish.pages.tables import Table, catalogue, held_out, worked
from publish.pages.tables.worked import Link, Source, source_link

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


WORKED = ("bills", "tiers", "crossings", "growth", "proportions", "finance", "memory")


class Summary(NamedTuple):
    """A table of the page in a line: how many figures are printed, how many come out to the printed digit, and of how many the publisher errs."""

    what: str
    anchor: str
    figures: int
    same: int
    errata: int


def summaries(folder: Path) -> list[Summary]:
    """The tables of the page that print what our calculators compute exactly."""
    same, all_ = count_matches(folder, assumptions(folder))
    gemini = len(pan_cells(folder)) - all_
    found = [Summary("Break-even of nine open models", "literature-pan", all_ + gemini, same, all_ - same + gemini)]
    for name in WORKED:
        held = worked.worked(folder, name)
        found.append(
            Summary(held.caption.removesuffix(", printed and recomputed"), f"literature-{name}", len(held.rows), held.same, held.errata)
        )
    return found


def overview_block(folder: Path) -> Table:
    rows = []
    for one in summaries(folder):
        rest = one.figures - one.same - one.errata
        cells = "".join(f"<td>{number}</td>" for number in (one.figures, one.same, one.errata, rest))
        rows.append(f'<tr><td><a href="#{one.anchor}">{text(one.what)}</a></td>{cells}</tr>')
    heads = ["Table", "Figures", "To the printed digit", "The publisher errs", "Counted otherwise, both right"]
    return "What was recomputed, and what came of it", heads, rows


def sources_block(folder: Path) -> Table:
    """Every source of the tables that carry their own, with what was read of it and when."""
    held: list[Source] = [source for name in WORKED for source in worked.worked(folder, name).sources.values()]
    held += held_out.held_out(folder).sources.values()
    rows = [
        f"<tr><td>{source_link(one)}</td><td>{text(one.date or 'not dated')}</td><td>{one.read}</td><td>{text(one.what)}</td></tr>"
        for one in held
    ]
    return "What was read", ["Source", "Of", "Read", "What of it"], rows


BLOCKS: dict[str, Callable[[Path], Table]] = {
    "overview": overview_block,
    "pan": pan_block,
    "pan-assumptions": assumptions_block,
    "gemini": gemini_block,
    "patil": lambda folder: catalogue.TABLES["runs"](),
    "shapes": held_out.table,
    "sources": sources_block,
}


def table_of(name: str, root: Path, link: Link) -> Table:
    """(caption, headings, rows) of the block `name`; `link` leads to a calculator with inputs, under the words that it gets."""
    folder = root / "tests" / "literature"
    if name in WORKED:
        return worked.table(folder, name, link)
    if name not in BLOCKS:
        raise PageError(f"literature must be one of {', '.join([*BLOCKS, *WORKED])} (got {name!r})")
    return BLOCKS[name](folder)
