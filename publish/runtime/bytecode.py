"""Byte code for the browser: the calculator's wheel and Pyodide's library through `pyodide py-compile`.

Pyodide comes with its library as source, and compiling that is most of what its start takes.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from publish.runtime import archive
from publish.runtime.bare import strip_annotations

STANDINS = Path(__file__).with_name("standins")
# Without it py_compile stores the source's modification time, and no two builds are alike.
REPRODUCIBLE = {"SOURCE_DATE_EPOCH": "315532800"}
# A fault names its line. The columns of every instruction, for the marks under it, are a quarter of the compressed byte code.
WITHOUT_COLUMNS = {"PYTHONNODEBUGRANGES": "1"}


def library(python_stdlib: Path, work: Path) -> dict[str, bytes]:
    """The whole standard library of Pyodide, byte-compiled; without docstrings it is a sixth smaller."""
    return _compile(Path(shutil.copy(python_stdlib, work)), optimise=2)


def standins(work: Path) -> dict[str, bytes]:
    """Light modules in place of those that Pyodide imports at its start and a calculator never uses."""
    sources = work / "standins.zip"
    found = STANDINS.rglob("*.py")
    archive.write(sources, {path.relative_to(STANDINS).as_posix(): path.read_bytes() for path in found})
    return _compile(sources, optimise=2)


def package(root: Path, work: Path) -> dict[str, bytes]:
    """The calculator's files as its wheel installs them, byte-compiled without what only checkers read."""
    command: list[str | Path] = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", work, root]
    _run(command, "The calculator's wheel could not be built")
    (wheel,) = work.glob("*.whl")
    installed = {
        name: body for name, body in archive.read(wheel).items() if name.startswith("calculator/") and not name.endswith("py.typed")
    }
    sources = work / "calculator.zip"
    archive.write(sources, {name: strip_annotations(body) if name.endswith(".py") else body for name, body in installed.items()})
    return _compile(sources, optimise=2)


def _compile(path: Path, optimise: int) -> dict[str, bytes]:
    before = set(path.parent.iterdir())
    command: list[str | Path] = [sys.executable, "-m", "pyodide_cli", "py-compile", "--silent", "--compression-level", "0", path]
    _run(command, f"{path.name} could not be byte-compiled", PYTHONOPTIMIZE=str(optimise), **WITHOUT_COLUMNS)
    # A compiled wheel gets a new name that says for which Python; a zip keeps its own.
    (result,) = set(path.parent.glob(f"*{path.suffix}")) - before or {path}
    contents = archive.read(result)
    if not any(name.endswith(".pyc") for name in contents):
        raise SystemExit(f"pyodide py-compile left no byte code in {result.name}.")
    return contents


def _run(command: Sequence[str | Path], trouble: str, **settings: str) -> None:
    environment = {**os.environ, **REPRODUCIBLE, **settings}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{trouble}:\n{done.stdout}{done.stderr}")
