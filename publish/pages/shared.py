"""What all pages of one build share, read once and only when a page asks for it."""

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from publish.pages.page import PageError
from publish.record import cases


@dataclass(frozen=True)
class Inventory:
    """`root` is the folder that holds docs/, build/ and tests/."""

    root: Path

    @cached_property
    def runtime(self) -> str:
        """The hash of the runtime built for this site."""
        file = self.root / "build" / "runtime.json"
        if not file.exists():
            raise PageError("the runtime is not built yet: run make runtime first")
        return str(json.loads(file.read_text(encoding="utf-8"))["hash"])

    @cached_property
    def cases(self) -> dict[str, list[cases.Case]]:
        """Calculator -> its hand-checked cases that have an answer."""
        found = defaultdict(list)
        for case in cases.load(self.root / "tests" / "cases"):
            if not case.error:
                found[case.calculator].append(case)
        return found
