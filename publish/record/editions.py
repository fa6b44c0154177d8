"""What a link pinned with `data=2026-11` is owed: the editions of the numbers, on record, and which of them the calculators still compute.

    python -m publish.record.editions record

writes down what the calculators answer today, where that is not what the newest edition has. An edition is never changed or
dropped. Calculators that take a day (`data`) answer every edition as they did then, or the tests fail. The others compute with today's
rules: the page says so to a link whose edition they no longer match.
"""

import hashlib
import json
import sys
from functools import cache
from pathlib import Path

from calculator import InputError, calculators, run
from calculator.data import as_of, catalogue
from calculator.inputs.kinds import Boolean, Choice
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import find

FILE = Path(__file__).with_name("editions.json")
NUMBERS = ("value", "choice", "yes-no", "record")  # and the figures of a table; words may be bettered
DAY = "data"
FEW = 8  # a longer choice is a catalogue, and grows


def load(file: Path = FILE) -> list[dict]:
    """The editions, oldest first: id (a month, or the day of a second one in it), the day of its data, and its answers by calculator."""
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else []


def probes(id: str) -> list[dict]:
    """Inputs that stand for the whole: the defaults; then, one at a time, each end of a slider and each option."""
    asked = [{}]
    for field in find(id).inputs:
        declared = VOCABULARY[field]
        if isinstance(declared, Boolean):
            asked += [{field: True}, {field: False}]
        elif isinstance(declared, Choice) and len(declared.options) <= FEW:
            asked += [{field: option} for option in declared.options]
        elif getattr(declared, "slider", None):
            asked += [{field: end} for end in declared.slider[:2]]
    return asked


def numbers(id: str, inputs: dict, day: str) -> dict[str, str] | None:
    """Output id, or table.column -> a short hash of its value, with the data of `day` where the calculator takes one; None where the inputs are refused."""
    calculator = find(id)
    try:
        outputs = run(id, inputs | ({DAY: day} if DAY in calculator.inputs else {})).outputs
    except InputError:
        return None
    found = {output.id: outputs[output.id] for output in calculator.outputs if output.kind in NUMBERS}
    for table in (output for output in calculator.outputs if output.kind == "table"):
        for column in (column for column in table.columns if column.kind == "value"):
            found[f"{table.id}.{column.id}"] = [row[column.id] for row in outputs[table.id]]
    return {id: hashlib.sha256(json.dumps(value).encode()).hexdigest()[:8] for id, value in found.items()}


def answers(day: str) -> dict[str, list]:
    """Calculator -> [inputs, numbers] of every probe that has an answer."""
    return {id: [[inputs, found] for inputs in probes(id) if (found := numbers(id, inputs, day))] for id in calculators()}


def holds(edition: dict, id: str) -> bool:
    """Whether the calculator still answers this edition's questions as it did then. What it answers beyond them does not count."""
    return all((numbers(id, inputs, edition["day"]) or {}).items() >= found.items() for inputs, found in edition["answers"].get(id, []))


@cache
def held(id: str) -> tuple[str, ...]:
    """The editions whose numbers the calculator computes today."""
    return tuple(edition["id"] for edition in load() if holds(edition, id))


def described(id: str) -> str:
    """What the page's script is told, as JSON: all editions, those whose numbers this calculator has, and the newest day of any data."""
    told = {"all": [edition["id"] for edition in load()], "held": held(id), "newest": max(as_of(), catalogue.newest())}
    return json.dumps(told, separators=(",", ":"))


def current() -> str:
    """The id of the newest edition."""
    return load()[-1]["id"]


def stale(editions: list[dict]) -> list[str]:
    """The calculators whose numbers are no longer those of the newest edition, or that it does not know."""
    newest = editions[-1] if editions else {"answers": {}}
    return [id for id in calculators() if id not in newest["answers"] or not holds(newest, id)]


def recorded(editions: list[dict]) -> list[dict]:
    """`editions`, with a new one where the newest is stale."""
    if not stale(editions):
        return editions
    day = catalogue.newest()
    id = day[:7] if day[:7] not in [edition["id"] for edition in editions] else day
    if id in [edition["id"] for edition in editions]:
        raise SystemExit(f"There is an edition {id} already: numbers change again once data of a later day is read.")
    return [*editions, {"id": id, "day": day, "answers": answers(day)}]


def written(editions: list[dict]) -> str:
    """One line a probe."""
    return json.dumps(editions, separators=(",", ":")).replace("[{", "\n[{").replace('},"', '},\n"') + "\n"


def main() -> int:
    if sys.argv[1:] != ["record"]:
        print("Usage: python -m publish.record.editions record", file=sys.stderr)
        return 2
    before = load()
    after = recorded(before)
    FILE.write_text(written(after), encoding="utf-8")
    print("nothing new" if after == before else f"edition {after[-1]['id']}: {', '.join(stale(before))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
