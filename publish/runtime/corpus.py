"""The requests that stand for all a reader can ask: the test cases, which reach every branch."""

import json
from pathlib import Path

from calculator import calculators, describe
from publish.record.cases import load


def requests(cases: Path) -> list[str]:
    """Requests for each calculator's default answer and complaints, for each case below the folder `cases`, and for each default as a spreadsheet."""
    asked: list[tuple[str, dict[str, str]]] = []
    for name in calculators():
        fields = [declared["id"] for declared in describe(name)["inputs"]]
        asked += [(name, {}), *((name, {field: "not one of its values"}) for field in fields)]
    asked += [(case.calculator, {field: _text(value) for field, value in case.inputs.items()}) for case in load(cases)]
    answers = [{"calculator": name, "texts": texts} for name, texts in asked]
    sheets = [{"calculator": name, "texts": {}, "want": "sheet"} for name in calculators()]
    return [json.dumps(request) for request in answers + sheets]


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)
