"""The package is a house with floors: what a module imports, inside its functions too, lies on a floor below or beside it."""

import ast
import os
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import calculator

ROOT = Path(calculator.__file__).parent
# From the ground up. A module belongs to the longest of these that it begins with.
FLOORS = (
    ("calculator.errors",),
    ("calculator.numbers",),
    ("calculator.data",),
    ("calculator.inputs",),
    ("calculator.formulas",),
    ("calculator.models",),
    ("calculator.answers",),
    ("calculator.faces",),
    ("calculator", "calculator.__main__"),
)


def modules(root: Path) -> dict[str, Path]:
    """Module name -> file, of every module of the package that `root` holds."""
    names = {}
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root.parent).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return names


def imported(path: Path, name: str, known: set[str]) -> Iterator[str]:
    """The modules of the package that a module imports, anywhere in it. Asking for a name of a package is asking for the package, unless it is a module."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name} imports relatively"
            yield from {
                f"{node.module}.{alias.name}" if f"{node.module}.{alias.name}" in known else node.module for alias in node.names
            } & known
        elif isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} & known


def floor_of(name: str) -> int:
    homes = [(len(home), place) for place, floor in enumerate(FLOORS) for home in floor if name == home or name.startswith(home + ".")]
    return max(homes)[1]


def graph_of(root: Path) -> dict[str, set[str]]:
    found = modules(root)
    return {name: set(imported(path, name, set(found))) - {name} for name, path in found.items()}


def upward(graph: dict[str, set[str]]) -> list[str]:
    return [f"{name} -> {other}" for name, others in graph.items() for other in sorted(others) if floor_of(other) > floor_of(name)]


def circle(graph: dict[str, set[str]]) -> list[str]:
    """The modules of a circle, or []."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_no_module_imports_from_a_floor_above():
    assert upward(graph_of(ROOT)) == []


def test_there_is_no_circle():
    assert circle(graph_of(ROOT)) == []


def test_the_walk_sees_every_module():
    graph = graph_of(ROOT)
    assert len(graph) == sum(len([file for file in files if file.endswith(".py")]) for _, _, files in os.walk(ROOT))
    assert {"calculator.answers.run", "calculator.models.registry"} <= graph["calculator"] | graph["calculator.answers.run"]


BROKEN = {
    "at the top of a module": ("numbers/decimals.py", "from calculator.models.registry import find\n"),
    "inside a function": ("numbers/decimals.py", "def late():\n    from calculator.faces import html\n\n    return html\n"),
    "as a whole module": ("data/loading.py", "import calculator.answers.run\n"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_an_import_upwards_is_found(tmp_path, how):
    file, text = BROKEN[how]
    for path in modules(ROOT).values():
        home = tmp_path / "calculator" / path.relative_to(ROOT)
        home.parent.mkdir(parents=True, exist_ok=True)
        home.write_text(path.read_text() + (text if path == ROOT / file else ""))
    graph = graph_of(tmp_path / "calculator")
    assert [edge.partition(" ")[0] for edge in upward(graph)] == ["calculator." + file.removesuffix(".py").replace("/", ".")]
    assert circle(graph)


def test_a_circle_on_one_floor_is_found(tmp_path):
    for name, text in {
        "__init__": "",
        "errors": "",
        "numbers/a": "from calculator.numbers import b",
        "numbers/b": "from calculator.numbers.a import x",
    }.items():
        path = tmp_path / "calculator" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert set(circle(graph_of(tmp_path / "calculator"))) == {"calculator.numbers.a", "calculator.numbers.b"}
