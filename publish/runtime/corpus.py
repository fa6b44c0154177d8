"""The requests that stand for all a reader can ask: the test cases, which reach every branch."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

from calculator import calculators, describe


def requests(cases: Path) -> list[str]:
    """Requests for every calculator's default answer and every complaint, and for each case under `cases`."""
    asked = [*_of_each_calculator()]
    for path in cases.glob("**/*.toml"):
        asked += _of_table(tomllib.loads(path.read_text(encoding="utf-8")), path.stem)
    return sorted({json.dumps(request, sort_keys=True) for request in asked})


def _of_each_calculator() -> Iterator[dict]:
    for name in calculators():
        yield {"calculator": name, "texts": {}}
        for declared in describe(name)["inputs"]:
            yield {"calculator": name, "texts": {declared["id"]: "not one of its values"}}


def _of_table(table: dict, calculator: str) -> Iterator[dict]:
    """One request for each `inputs` in a case file, whatever the tables around them are called."""
    calculator = table.get("calculator", calculator)
    if isinstance(inputs := table.get("inputs"), dict):
        yield {"calculator": calculator, "texts": {name: _text(value) for name, value in inputs.items()}}
    for value in table.values():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict) and inner is not inputs:
                yield from _of_table(inner, calculator)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
