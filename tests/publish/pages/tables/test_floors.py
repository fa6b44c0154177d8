"""The drawing of the house follows the tree."""

import shutil

import pytest
from lxml import html

from publish import ROOT
from publish.floors import FLOORS, floor_of, graph_of, modules
from publish.pages.tables.floors import house


def drawn(root):
    """(first room of a floor -> its number of modules, arcs as pairs of first rooms, rooms of the table)."""
    page = html.fromstring(f"<div>{house(root)}</div>")
    counts = {box.get("data-floor"): int(box.xpath("./text")[1].text) for box in page.xpath("//g")}
    arcs = {(arc.get("data-from"), arc.get("data-to")) for arc in page.xpath("//path")}
    return counts, arcs, page.xpath("//td[1]/code/text()")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of both packages' modules."""
    home = tmp_path_factory.mktemp("house")
    for path in modules(ROOT).values():
        (home / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, home / path.relative_to(ROOT))
    return home


def test_it_shows_every_room_every_module_and_every_import():
    """Nothing of the tree is left out of the drawing."""
    counts, arcs, rooms = drawn(ROOT)
    assert sum(counts.values()) == len(modules(ROOT)) and set(counts) == {floor[0] for floor in FLOORS}
    assert set(rooms) == {room for floor in FLOORS for room in floor}
    first = [floor[0] for floor in FLOORS]
    wanted = {(first[floor_of(name)], first[floor_of(other)]) for name, others in graph_of(ROOT).items() for other in others}
    assert arcs == {(one, other) for one, other in wanted if one != other}


def test_a_new_module_and_a_new_import_change_it(copy):
    """A module more is a number more, an import more an arc more."""
    counts, arcs, _ = drawn(copy)
    assert ("publish.tools", "calculator.numbers") not in arcs
    (copy / "publish" / "tools" / "attic.py").write_text("from calculator.numbers import dates\n", encoding="utf-8")
    after, more, _ = drawn(copy)
    assert more - arcs == {("publish.tools", "calculator.numbers")} and after == counts | {"publish.tools": counts["publish.tools"] + 1}
