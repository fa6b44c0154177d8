"""What scripts and modules promise each other is checked: a promise that is broken stops `make lint`."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from calculator.faces.bridge import KINDS, answer

ROOT = Path(__file__).parents[1]
COPIED = ("Makefile", "tsconfig.json", "docs/assets/*.*js", "publish/types/*", "publish/**/sw.js", "publish/**/partials/*.html")


@pytest.fixture
def scripts(tmp_path) -> Path:
    """All that has types, to be broken."""
    for file in (file for pattern in COPIED for file in ROOT.glob(pattern)):
        home = tmp_path / file.relative_to(ROOT)
        home.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, home)
    for name in (".venv", "node_modules"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def checked(folder: Path) -> tuple[int, str]:
    """Exit status and words of `make types`."""
    command = ["make", "--no-print-directory", "--assume-old=.venv/ready", "--assume-old=node_modules/ready", "types"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stdout


@pytest.mark.whole("runs TypeScript; make check does so for the scripts as they stand")
def test_all_are_kept(scripts):
    """The scripts as they stand break no promise, and the check says how long it took."""
    status, said = checked(scripts)
    assert (status, said.splitlines()[1:]) == (0, []) and said.startswith("The types of the scripts hold")


BROKEN = {
    "the page asks a reply for what the bridge does not send": ("pb-calculator.mjs", "answer.headline", "answer.result.headline"),
    "a question wants a kind that there is not": (
        "pb-calculator.mjs",
        "{ ...this.#question(), want, link",
        '{ ...this.#question(), want: "x", link',
    ),
    "a calculator tells what no page knows": ("pb-calculator.mjs", '#tell("pb-answer"', '#tell("pb-answered"'),
    "a part that no form has": (
        "pb-calculator.mjs",
        'querySelector(".pb-spoken").textContent = words',
        'querySelector(".pb-told").textContent = words',
    ),
    "the worker says what the page does not hear": (
        "python-worker.mjs",
        'say("error", { id, message: `The',
        'say("error", { id, words: `The',
    ),
    "the worker takes itself for a page": ("python-worker.mjs", "self.fetch.bind(self)", "document.fetch.bind(self)"),
    "the page asks the service worker for what it does not know": ("offline.mjs", '{ type: "keep", urls }', '{ type: "hold", urls }'),
    "the service worker answers otherwise": ("sw.js", "pages: results", "page: results"),
    "a script inside a page": ("trouble.html", "calculator.matches", "calculator.match"),
}


@pytest.mark.whole("runs TypeScript; make check does so for the scripts as they stand")
@pytest.mark.parametrize("how", BROKEN)
def test_one_that_is_broken_is_found(scripts, how):
    """Where it stands is named by file, line and column."""
    name, old, new = BROKEN[how]
    (file,) = (found for found in scripts.rglob(name) if "node_modules" not in found.parts)
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    status, said = checked(scripts)
    line = text[: text.index(old)].count("\n") + 1
    assert status and f"{name.removesuffix('.html')}" in said and f"({line}," in said, said


MESSAGES = (ROOT / "publish" / "types" / "messages.d.ts").read_text(encoding="utf-8")


def members(text: str) -> dict[str, str]:
    """Name -> type of what an interface or an object type declares; a name that may be missing ends in a question mark."""
    return dict(re.findall(r"(\w+\??): ((?:\{[^}]*\}|[^;}])+)", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)))


def declared(interface: str) -> dict[str, str]:
    return members(re.search(rf"interface {interface} \{{\n(.*?)^\}}", MESSAGES, re.DOTALL | re.MULTILINE)[1])


class TestBridge:
    """Types say of Python's replies what they are: nothing else holds the two together."""

    def test_each_kind_of_reply(self):
        kinds = {want: json.loads(answer(json.dumps({"calculator": "growth", "texts": {}, "want": want}))) for want in KINDS}
        assert {want: set(members(holds)) for want, holds in declared("Kinds").items()} == {
            want: set(reply) - {"ok"} for want, reply in kinds.items()
        }

    def test_parts_fields_zones_and_errors(self):
        reply = json.loads(answer('{"calculator": "unit-economics", "texts": {}}'))
        assert set(reply["answer"]) == set(declared("Parted"))
        assert reply["fields"] and all(set(field) == set(declared("FieldReply")) for field in reply["fields"].values())
        zones = json.loads(answer('{"calculator": "unit-economics", "texts": {}, "want": "zones"}'))["zones"]
        assert zones and all(set(zone) == set(declared("Zones")) for zone in zones.values())
        (error,) = json.loads(answer('{"calculator": "growth", "texts": {"quarters": "x"}}'))["errors"]
        assert set(error) == {name for name in declared("Mistake") if not name.endswith("?")}


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("from calculator.data.catalogue import gpus; gpus()['h100'].label + 1", "operator"),
        ("from calculator.data.catalogue import gpus; gpus()['h100'].offers[0].usd_hour.strip()", "attr-defined"),
        ("from calculator.numbers.display import usd; usd('12')", "arg-type"),
        ("from calculator import run; run('growth').headline + 1", "operator"),
        ("from publish.record.heights import height\ndef tall(id): return height(id)", "no-untyped-def"),
    ],
)
def test_a_wrong_type_is_seen(program, said, tmp_path):
    """By mypy with our settings, through the rules of records too, whose fields have both."""
    file = tmp_path / "program.py"
    file.write_text(program, encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "mypy", file], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1 and f"[{said}]" in done.stdout
