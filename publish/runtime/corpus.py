"""The requests that stand for all a reader can ask: the test cases, which reach every branch."""

import json
from pathlib import Path

from calculator import calculators, describe
from publish.record.cases import load


def requests(cases: Path) -> list[str]:
    """Requests for each calculator's default answer and complaints, and for each case below the folder `cases`."""
    asked = []
    for name in calculators():
        fields = [declared["id"] for declared in describe(name)["inputs"]]
        asked += [(name, {}), *((name, {field: "not one of its values"}) for field in fields)]
    asked += [(case.calculator, {field: _text(value) for field, value in case.inputs.items()}) for case in load(cases)]
    return [json.dumps({"calculator": name, "texts": texts}) for name, texts in asked]


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)
