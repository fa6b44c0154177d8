"""Nothing in the packages is there for the tests alone."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

from publish import ROOT
from publish.floors import modules

# What others call by its name, and checks, which are asked by tests since no build may fail of a date or of a record.
CALLED = {
    "publish.pages.hook.on_startup": "mkdocs",
    "publish.pages.hook.on_pre_build": "mkdocs",
    "publish.pages.hook.on_page_markdown": "mkdocs",
    "publish.pages.markdown.makeExtension": "Python-Markdown",
    "publish.pages.permalinks.makeExtension": "Python-Markdown",
    "publish.pages.rows.makeExtension": "Python-Markdown",
    "calculator.faces.bridge.add_modules": "docs/assets/python-worker.mjs",
    "calculator.faces.bridge.ready": "docs/assets/python-worker.mjs",
    "publish.finish.freshness.problems": "a check",
    "publish.record.cases.differences": "a check",
    "publish.record.editions.complaint": "a check",
    "publish.measurements.servers.caddy": "a server for `make wider`, beside nginx, whose speed is measured too",
}
MADE = "CALCULATOR"  # of each model, which the registry imports by its id


def defined(tree: ast.Module) -> set[str]:
    """The names that a module defines for others: functions, classes and constants."""
    names = set()
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return {name for name in names if not name.startswith("__")} - {MADE}


def unused(files: dict[str, Path]) -> set[str]:
    """The names, as module.name, that no module of the packages reads: neither its own nor one that imports it."""
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in files.items()}
    read: dict[str, set[str]] = defaultdict(set)
    for module, tree in trees.items():
        alias = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                read[node.module] |= {part.name for part in node.names}
                alias |= {part.asname or part.name: f"{node.module}.{part.name}" for part in node.names}
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                read[module].add(node.id)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                read[alias.get(node.value.id, "")].add(node.attr)
    return {f"{module}.{name}" for module, tree in trees.items() for name in defined(tree) - read[module]}


@cache
def found() -> set[str]:
    return unused(modules(ROOT))


def test_every_name_is_used():
    """By the packages themselves: what only a test calls belongs to the tests."""
    assert sorted(found() - CALLED.keys()) == []


def test_what_is_called_from_elsewhere_is_there():
    """A name that is gone, or that the packages use by now, is no exception any more."""
    assert sorted(CALLED.keys() - found()) == []


def test_an_unused_name_is_found(tmp_path):
    """A function that nobody calls, a constant, and a class; not what its own module or another one reads, by name or through the module."""
    one, other = tmp_path / "one.py", tmp_path / "other.py"
    one.write_text(
        "LOST = 1\nKEPT = 2\n\ndef alone(): ...\n\ndef named(): return KEPT\n\ndef through(): ...\n\nclass Left: ...\n", encoding="utf-8"
    )
    other.write_text("from house import one\nfrom house.one import named\nnamed(one.through())\n", encoding="utf-8")
    assert unused({"house.one": one, "house.other": other}) == {"house.one.LOST", "house.one.alone", "house.one.Left"}
