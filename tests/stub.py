"""A calculator that does on demand what no real one may: fail, import anything, use random numbers."""

import inspect
import json
from pathlib import Path

from calculator.faces.bridge import add_modules
from publish.runtime.build import Places, build

ROOT = Path(__file__).resolve().parent.parent

PYPROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "stub"
version = "1"
[tool.hatch.build.targets.wheel]
packages = ["calculator"]
"""

BRIDGE = """
import importlib, json, os, random, sys

def answer(text):
    asked = json.loads(text)
    if "import" in asked:
        importlib.import_module(asked["import"])
    if "abort" in asked:
        os.abort()
    while "hang" in asked:
        pass
    if "vanish" in asked:
        importlib.import_module("js").close()
        while True:
            pass
    if "raise" in asked:
        raise ValueError(asked["raise"])
    return json.dumps({"echo": asked, "random": random.random()})

def ready():
    pass

"""
BRIDGE += inspect.getsource(add_modules)  # the real one


def lay_out(folder: Path) -> Places:
    """A project with the stub calculator below `folder`, and where its runtime goes."""
    package = folder / "project" / "calculator"
    faces = package / "faces"
    faces.mkdir(parents=True)
    sheet = faces / "sheet"  # of the modules that come later
    sheet.mkdir()
    for part in (package, faces, sheet):
        (part / "__init__.py").touch()
    (faces / "bridge.py").write_text(BRIDGE, encoding="utf-8")
    (package.parent / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    return Places(
        root=package.parent,
        cases=folder / "no-cases",
        runtimes=folder / "site" / "runtime",
        record=folder / "build" / "runtime.json",
    )


def build_stub(folder: Path) -> tuple[Places, dict]:
    """The stub's runtime, built."""
    places = lay_out(folder)
    return places, build(places, requests=[json.dumps({})])
