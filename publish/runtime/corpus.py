"""The requests that stand for all a reader can ask: the test cases, which reach every branch."""

import json
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "tests" / "cases"


def requests(cases: Path = CASES) -> list[str]:
    raise NotImplementedError
