"""What the calculators say today, on record: a change of an answer shows as a diff that somebody reads.

    python -m tests.golden record

One file a calculator. It holds the default, a range, and every case with an answer: headline, warnings and trace as they are read, and
a hash each of the outputs and of the HTML, so that a change of numbers is told from a change of words.
"""

import hashlib
import json
from pathlib import Path

from calculator import run
from calculator.faces.html import answer_html
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from publish.record.cases import load

FOLDER = Path(__file__).parent
CASES = FOLDER.parent / "cases"


def asked(id: str) -> dict[str, dict]:
    """Name -> inputs of every answer that is recorded of a calculator."""
    declared = [VOCABULARY[field] for field in CALCULATORS[id].inputs]
    middles = {number.id: number.default for number in declared if number.kind == "number" and number.slider and number.default}
    field, middle = next(iter(middles.items()), (None, None))
    ranged = {"(range)": {field: {"low": middle * 0.8, "high": middle * 1.25}}} if field else {}
    cases = {case.id: case.inputs for case in load(CASES) if case.calculator == id and case.error is None}
    return {"(default)": {}} | ranged | cases


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def lines(trace: list[dict]) -> list[str]:
    """A line for each node, the steps indented; a node that stands again is written once."""
    found: dict[str, None] = {}

    def walk(node: dict, depth: int) -> None:
        line = f"{node['label']}: {node['formula']} | {node['numbers']} -> {json.dumps(node['value'])}"
        if line.strip() not in map(str.strip, found):
            found["  " * depth + line] = None
        for step in node["steps"]:
            walk(step, depth + 1)

    for node in trace:
        walk(node, 0)
    return list(found)


def answer(id: str, inputs: dict) -> dict:
    result = run(id, inputs)
    spread = {"uncertainty": result.uncertainty["headline"]} if result.uncertainty else {}
    return (
        {"headline": result.headline}
        | spread
        | {
            "warnings": result.warnings,
            "trace": lines(result.trace),
            "outputs": hashed(json.dumps(result.outputs)),
            "html": hashed(answer_html(result)),
        }
    )


def file_of(id: str) -> Path:
    return FOLDER / f"{id}.json"


def recorded(id: str) -> str:
    """What the file of a calculator holds; nothing before the first record."""
    return file_of(id).read_text(encoding="utf-8") if file_of(id).exists() else ""


def text_of(id: str) -> str:
    """What the file of a calculator has to hold."""
    return json.dumps({name: answer(id, inputs) for name, inputs in asked(id).items()}, indent=1, ensure_ascii=False) + "\n"
