"""The runtime folder: everything the browser loads, under one hash that covers all of it.

Two builds can never mix: a file lives in the folder of its own build, and whoever knows the hash
knows every byte. So the files are served as immutable, and a page needs no request to ask for news.
"""

import fcntl
import hashlib
import json
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from publish import ROOT
from publish.runtime import archive, bytecode, corpus, modules

WORKER = "python-worker.mjs"
FROM_PYODIDE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")
# Both are zip archives. Static hosts such as GitHub Pages compress by media type, never a .zip but
# always WebAssembly; as .wasm the library travels at a third of its size without any server setting.
CORE, FULL = "library.zip.wasm", "library-full.zip.wasm"
# What few readers ask for comes when one does; the command line never.
LATER = "calculator-later.zip.wasm"
ASKED_FOR, UNASKED = ("calculator/faces/sheet/", "calculator/faces/decision."), "calculator/__main__.pyc"
# The worker has its manifest inside, so that no request stands between it and the files.
PLACE = "const FILES = {};"


@dataclass(frozen=True)
class Places:
    """Where a build reads and writes; the tests give it others."""

    root: Path = ROOT
    pyodide: Path = ROOT / "node_modules" / "pyodide"
    worker: Path = ROOT / "docs" / "assets" / WORKER
    cases: Path = ROOT / "tests" / "cases"
    runtimes: Path = ROOT / "docs" / "assets" / "runtime"
    record: Path = ROOT / "build" / "runtime.json"


def build(places: Places = Places(), requests: list[str] | None = None) -> dict[str, Any]:
    """Build the runtime unless it is there already, and return its record (`hash`, `files`, versions).

    `requests` are what the calculator is asked to find the modules it takes; the test cases if None.
    """
    _check_host(places.pyodide)
    places.record.parent.mkdir(parents=True, exist_ok=True)
    with _alone(places.record.with_suffix(".lock")):
        return _build(places, requests)


def _build(places: Places, requests: list[str] | None) -> dict[str, Any]:
    inputs = _fingerprint(places, requests)
    if known := _last_build(places, inputs):
        return known
    contents, python = _contents(places, requests)
    files = {name: _file_entry(body) for name, body in sorted(contents.items())}
    contents[WORKER] = _worker(places.worker, files)
    digest = hashlib.sha256()
    for name, body in sorted(contents.items()):
        digest.update(f"{name} {hashlib.sha256(body).hexdigest()}\n".encode())
    hash = digest.hexdigest()[:16]
    manifest = {
        "hash": hash,
        "python": python,
        "pyodide": _pyodide_version(places.pyodide),
        "files": {name: _file_entry(body) for name, body in sorted(contents.items())},
    }
    contents["manifest.json"] = json.dumps(manifest, indent=1).encode()
    _publish(contents, places.runtimes, hash)
    places.record.write_text(json.dumps({**manifest, "inputs": inputs}, indent=1), encoding="utf-8")
    return manifest


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One build at a time: test processes run side by side, and a server may be rebuilding."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _check_host(pyodide: Path) -> None:
    if sys.version_info[:2] != (3, 13):
        raise SystemExit(
            f"The site's build needs Python 3.13, whose byte code Pyodide runs, and this is {platform.python_version()}: "
            "make the environment with python3.13."
        )
    if not (pyodide / "package.json").exists():
        raise SystemExit("Pyodide is not there: run `npm ci` first.")


def _fingerprint(places: Places, requests: list[str] | None) -> str:
    """A hash of all that decides about the result, so that an unchanged build returns at once."""
    sources = [
        places.root / "pyproject.toml",
        places.worker,
        *(places.root / "calculator").rglob("*"),
        *places.cases.rglob("*.toml"),
        *Path(__file__).parent.rglob("*"),
        *(places.pyodide / name for name in (*FROM_PYODIDE, "python_stdlib.zip")),
    ]
    digest = hashlib.sha256(json.dumps([sys.version, version("pyodide-build"), requests]).encode())
    for path in sorted(path for path in sources if path.is_file() and path.suffix != ".pyc"):
        digest.update(f"{path} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _last_build(places: Places, inputs: str) -> dict[str, Any] | None:
    """The record of the last build when it was made of the same inputs and all its files are in place."""
    if not places.record.exists():
        return None
    record = json.loads(places.record.read_text(encoding="utf-8"))
    if record.pop("inputs", None) != inputs:
        return None
    folder = places.runtimes / record["hash"]
    there = {path.name: path.stat().st_size for path in folder.glob("*")}
    whole = all(there.get(name) == told["bytes"] for name, told in record["files"].items())
    return record if whole else None


def _contents(places: Places, requests: list[str] | None) -> tuple[dict[str, bytes], str]:
    """The files that do not name any other, and the version of their Python."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        library = bytecode.library(places.pyodide / "python_stdlib.zip", work)
        package = bytecode.package(places.root, work)
        archive.write(work / FULL, library | package)
        short = library | bytecode.standins(work) | package
        archive.write(work / CORE, short)
        asked = corpus.requests(places.cases) if requests is None else requests
        found = modules.find(places.pyodide, work / CORE, asked)
        later = {name: body for name, body in package.items() if name.startswith(ASKED_FOR)}
        at_once = {name: body for name, body in (found.keep(short) | package).items() if name not in {*later, UNASKED}}
        archive.write(work / CORE, at_once)
        archive.write(work / LATER, later)
        contents = {name: (work / name).read_bytes() for name in (CORE, LATER, FULL)}
    contents |= {name: (places.pyodide / name).read_bytes() for name in FROM_PYODIDE}
    return contents, found.python


def _file_entry(body: bytes) -> dict[str, Any]:
    return {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}


def _worker(source: Path, files: dict[str, Any]) -> bytes:
    text = source.read_text(encoding="utf-8")
    if text.count(PLACE) != 1:
        raise SystemExit(f"{source.name} must hold the line `{PLACE}` once, for the manifest.")
    return text.replace(PLACE, f"const FILES = {json.dumps(files)};").encode()


def _pyodide_version(pyodide: Path) -> str:
    return str(json.loads((pyodide / "package.json").read_text(encoding="utf-8"))["version"])


def _publish(contents: dict[str, bytes], runtimes: Path, hash: str) -> None:
    """Write the folder, and remove those of other builds: only one is ever linked."""
    runtimes.mkdir(parents=True, exist_ok=True)
    folder = runtimes / hash
    folder.mkdir(exist_ok=True)
    for name, body in contents.items():
        (folder / name).write_bytes(body)
    for other in runtimes.iterdir():
        if other != folder and other.is_dir():
            shutil.rmtree(other)
