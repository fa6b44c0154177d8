"""Both packages are one house with floors: what a module imports, inside its functions too, lies on a floor below or beside it."""

import os
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from publish import ROOT
from publish.floors import FLOORS, NOT_OURS, PACKAGES, floor_of, graph_of, modules


def upward(graph: dict[str, set[str]]) -> list[str]:
    return [f"{name} -> {other}" for name, others in graph.items() for other in sorted(others) if floor_of(other) > floor_of(name)]


def commands(graph: dict[str, set[str]]) -> list[str]:
    """Imports of a command line, which is for people and for nobody else."""
    return [f"{name} -> {other}" for name, others in graph.items() for other in sorted(others) if other.endswith(".__main__")]


def circle(graph: dict[str, set[str]]) -> list[str]:
    """The modules of a circle, or []."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_no_module_imports_from_a_floor_above():
    """In both packages every import leads down, or along its own floor."""
    assert upward(graph_of(ROOT)) == []


def test_no_module_imports_a_command_line():
    """Nothing is built on a `__main__`: whoever runs it would load it twice."""
    assert commands(graph_of(ROOT)) == []


def test_there_is_no_circle():
    """No chain of imports comes back to where it began."""
    assert circle(graph_of(ROOT)) == []


def test_the_walk_sees_every_module():
    """Every file of ours is in the graph, with the imports that are known to be there: an empty graph would have no edge upwards."""
    graph = graph_of(ROOT)
    found = [Path(folder, file) for package in PACKAGES for folder, _, files in os.walk(ROOT / package) for file in files]
    assert len(graph) == len([file for file in found if file.suffix == ".py" and ROOT / NOT_OURS not in file.parents])
    assert {"calculator.answers.run", "calculator.models.registry"} <= graph["calculator"] | graph["calculator.answers.run"]
    assert {"publish.pages.blocks", "calculator.errors"} <= graph["publish.pages.markdown"]


def test_every_floor_is_of_something():
    """A floor whose modules have moved away holds nothing any more."""
    names = set(modules(ROOT))
    assert {home for floor in FLOORS for home in floor} <= names


@pytest.fixture
def house(tmp_path):
    """A copy of both packages, in which a test breaks something."""
    for path in modules(ROOT).values():
        home = tmp_path / path.relative_to(ROOT)
        home.parent.mkdir(parents=True, exist_ok=True)
        home.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def added(house: Path, file: str, text: str) -> dict[str, set[str]]:
    """The graph with more text in one of the files."""
    path = house / file
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")
    return graph_of(house)


BROKEN = {
    "at the top of a module": ("calculator/numbers/decimals.py", "from calculator.models.registry import find\n"),
    "inside a function": ("calculator/numbers/decimals.py", "def late():\n    from calculator.faces import html\n\n    return html\n"),
    "as a whole module": ("calculator/data/loading.py", "import calculator.answers.run\n"),
    "out of the package": ("calculator/faces/html.py", "from publish.record import cases\n"),
    "of the package's root": ("calculator/data/loading.py", "from publish import ROOT\n"),
    "from a page to what follows it": ("publish/pages/page.py", "from publish.finish import check\n"),
    "of a measurement": ("publish/record/heights.py", "def late():\n    import publish.measurements.chromium\n"),
    "by the set-up": ("publish/setup/interpreter.py", "from publish import project\n"),
    "in a room without a floor": ("publish/attic.py", "from publish.record import cases\n"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_an_import_upwards_is_found(house, how):
    """Each way to import from above, planted in a copy, is named by the module that does it."""
    file, text = BROKEN[how]
    assert [edge.partition(" ")[0] for edge in upward(added(house, file, text))] == [file.removesuffix(".py").replace("/", ".")]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("publish/tools/faults.py", "from calculator.__main__ import main\n"),
        ("publish/finish/kit.py", "def late():\n    from publish.links import __main__\n"),
    ],
)
def test_an_import_of_a_command_line_is_found(house, file, text):
    """Though it lies on a floor below."""
    graph = added(house, file, text)
    assert [edge.partition(" ")[0] for edge in commands(graph)] == [file.removesuffix(".py").replace("/", ".")]
    assert upward(graph) == []


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [
        ("calculator.numbers.a", "calculator.numbers.b", "from calculator.numbers.a import x\n"),
        ("publish.pages.tables.a", "publish.pages.b", "import publish.pages.tables.a\n"),
    ],
)
def test_a_circle_on_one_floor_is_found(house, one, other, text):
    """Two modules of one floor that import each other are found, though neither import leads up."""
    package, _, name = other.rpartition(".")
    added(house, one.replace(".", "/") + ".py", f"from {package} import {name}\n")
    graph = added(house, other.replace(".", "/") + ".py", text)
    assert set(circle(graph)) == {one, other} and upward(graph) == []


def test_a_relative_import_is_found(house):
    """It would name no module that the walk knows."""
    with pytest.raises(ValueError, match=r"publish\.pages\.page imports relatively"):
        added(house, "publish/pages/page.py", "from . import snippet\n")
