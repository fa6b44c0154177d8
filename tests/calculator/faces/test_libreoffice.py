"""An engine of others recalculates the sheet of every case, from the text that a reader pastes. Part of the wider run: LibreOffice comes from Debian's packages."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import batched
from pathlib import Path

import pytest

from calculator import run
from calculator.answers.result import Result
from calculator.models.registry import CALCULATORS
from tests.calculator.faces.pasted import HOSTILE, Held, cells, held, row_of, shown
from tests.golden import asked

pytestmark = pytest.mark.wider

# Tabs, no end of a text but ", UTF-8, from line 1, as English (USA), nothing but numbers is detected, and formulas are evaluated.
FILTER = "CSV:9,34,76,1,,1033,false,false,false,false,false,0,true"
TABLE, OFFICE = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("table", "office"))
KIND = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
CLOSE = 1e-9
LAST_PLACE = 1e-20  # it writes no further places
MOST_FILES = 100  # of one call: it leaves out, in silence, those from the 247th on


def recalculated(folder: Path, texts: dict[str, str]) -> dict[str, list[list[object]]]:
    """What LibreOffice makes of each text: a number, a text, None for an empty cell, or the error as a ValueError."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not installed: apt-get install libreoffice-calc"
    for name, text in texts.items():
        (folder / f"{name}.tsv").write_text(text, encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", f"--infilter={FILTER}", "--convert-to", "fods", "--outdir", str(folder / "out")]
    for names in batched(texts, MOST_FILES):
        subprocess.run([*command, *(str(folder / f"{name}.tsv") for name in names)], check=True, capture_output=True, timeout=900)
    return {name: list(read(folder / "out" / f"{name}.fods")) for name in texts}


def read(file: Path) -> Iterator[list[object]]:
    for row in ET.parse(file).getroot().iter(f"{TABLE}table-row"):
        values = []
        for cell in row.iter(f"{TABLE}table-cell"):
            values += [value_of(cell)] * min(int(cell.get(f"{TABLE}number-columns-repeated", 1)), 100)
        yield from [values] * min(int(row.get(f"{TABLE}number-rows-repeated", 1)), 100)


def value_of(cell: ET.Element) -> object:
    text = "".join(cell.itertext()).strip("\n ")
    kind = cell.get(f"{KIND}value-type")
    if kind == "error":
        return ValueError(text)
    return (
        float(cell.get(f"{OFFICE}value")) if kind == "float" else text if kind == "string" else None if kind is None else ValueError(kind)
    )


def differs(held: Held, got: object) -> bool:
    wanted = shown(held)
    if isinstance(wanted, str) or not isinstance(got, float):
        return wanted != got
    return abs(got - wanted) > CLOSE * abs(wanted) + LAST_PLACE


def differences(result: Result, text: str, values: list[list[object]]) -> list[str]:
    """Where the sheet comes to something else than the answer, and its errors."""
    wrong = [
        f"{chr(65 + column)}{row + 1}: {value}"
        for row, line in enumerate(values)
        for column, value in enumerate(line)
        if isinstance(value, ValueError)
    ]
    for one in held(result, cells(text)):
        got = values[one.row][one.column]
        if differs(one, got):
            wrong.append(f"{one.path}: {got!r}, not {shown(one)!r}")
    return wrong


@pytest.fixture(scope="module")
def sheets() -> dict[str, tuple[Result, str]]:
    """Name -> answer and sheet of the default, a range and every case of each calculator."""
    runs = {f"{id}-{name.strip('()')}": run(id, inputs) for id in CALCULATORS for name, inputs in asked(id).items()}
    runs["hostile"] = run("price-shock", HOSTILE)
    return {name: (result, result.sheet()) for name, result in runs.items()}


@pytest.fixture(scope="module")
def values(sheets, tmp_path_factory) -> dict[str, list[list[object]]]:
    texts = {name: text for name, (_, text) in sheets.items()}
    return recalculated(tmp_path_factory.mktemp("sheets"), texts)


@pytest.mark.parametrize("id", CALCULATORS)
def test_the_sheet_comes_to_the_answer(id, sheets, values):
    """Each number to 1e-9, each word to the letter, and nowhere an error."""
    mine = {name: whole for name, whole in sheets.items() if whole[0].calculator == id}
    assert len(mine) > 3
    assert {name: wrong for name, (result, text) in mine.items() if (wrong := differences(result, text, values[name]))} == {}


def test_what_a_reader_typed_stays_text(sheets, values):
    """A name that looks like a formula, a number, a date or the beginning of a quoted cell is the same text as it was, behind an apostrophe."""
    rows = values["hostile"]
    first = row_of(cells(sheets["hostile"][1]), "Spend with each provider") + 1
    assert [row[:2] for row in rows[first : first + len(HOSTILE["providers"])]] == [
        [f"'{provider['name']}", provider["usd_month"]] for provider in HOSTILE["providers"]
    ]


PLANTED = {  # what is replaced where it first stands: a pattern, since the cells move with every input
    "a plus for a minus in a cell of its own": (
        "unit-economics",
        r"(Net saving\t=B\d+\*B\d+)-(B\d+)",
        r"\1+\2",
        "net_saving_usd_month",
    ),
    "a quarter that is left out": ("growth", r"=SUM\((C\d+):(C\d+)\)", r"=SUM(\1:\2)-\1", "rows.3.trailing_usd_year"),
    "a word for another": (
        "unit-economics",
        '"Switching pays","Switching does not pay"',
        '"Switching does not pay","Switching pays"',
        "verdict",
    ),
    "a digit in the eleventh place": ("growth", "180000", "180000.001", "end_run_rate_usd_year"),
}


@pytest.mark.parametrize("how", PLANTED)
def test_a_planted_error_is_found(how, tmp_path):
    """One sign or number changed in one cell shows as a difference from our answer."""
    id, right, wrong, path = PLANTED[how]
    result = run(id)
    text = result.sheet()
    planted = re.sub(right, wrong, text, count=1)
    assert planted != text
    assert path in [found.partition(":")[0] for found in differences(result, text, recalculated(tmp_path, {"wrong": planted})["wrong"])]


def test_an_error_in_any_cell_is_found(tmp_path):
    """In a cell too that no output takes."""
    result = run("growth")
    text = result.sheet()
    assert differences(result, text, recalculated(tmp_path, {"wrong": f"{text}\n=1/0"})["wrong"])
