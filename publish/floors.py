"""The house that the packages are: which floor a module lives on, and what it imports.

A module imports, inside its functions too, what lies on a floor below or beside it. tests/test_floors.py holds the packages to it, and the page
about the architecture draws it.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# From the ground up. A module belongs to the longest of these that it begins with.
CALCULATOR = (
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
# Above it, in the order of the build. A room that has no line here stands on the ground, where it may import nothing.
PUBLISH = (
    ("publish", "publish.setup"),
    ("publish.project", "publish.site", "publish.licences", "publish.floors", "publish.shapes"),
    ("publish.record",),
    ("publish.runtime",),
    ("publish.pages",),
    ("publish.links",),
    ("publish.host",),
    ("publish.finish",),
    ("publish.measurements",),
    ("publish.tools",),
)
FLOORS = CALCULATOR + PUBLISH
PACKAGES = ("calculator", "publish")
NOT_OURS = Path("publish", "runtime", "standins")  # modules of the standard library, for the browser


def modules(root: Path) -> dict[str, Path]:
    """Module name -> file, of every module of the packages below `root`."""
    names = {}
    for path in sorted(path for package in PACKAGES for path in (root / package).rglob("*.py")):
        place = path.relative_to(root)
        if not place.is_relative_to(NOT_OURS):
            names[".".join(place.with_suffix("").parts).removesuffix(".__init__")] = path
    return names


@cache
def statements(text: str) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """All imports of a text, anywhere in it; kept, since a test changes one file of two hundred and looks at all."""
    return tuple(node for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.Import, ast.ImportFrom)))


def imports(path: Path, name: str, known: set[str]) -> Iterator[str]:
    """The modules of the packages that a module imports. Asking for a name of a package is asking for the package, unless it is a module."""
    for node in statements(path.read_text(encoding="utf-8")):
        if isinstance(node, ast.ImportFrom):
            if node.level or node.module is None:
                raise ValueError(f"{name} imports relatively: write the whole name.")
            yield from {
                f"{node.module}.{alias.name}" if f"{node.module}.{alias.name}" in known else node.module for alias in node.names
            } & known
        else:
            yield from {alias.name for alias in node.names} & known


def floor_of(name: str) -> int:
    homes = [(len(home), place) for place, floor in enumerate(FLOORS) for home in floor if name == home or name.startswith(home + ".")]
    return max(homes)[1]


def graph_of(root: Path) -> dict[str, set[str]]:
    found = modules(root)
    return {name: set(imports(path, name, set(found))) - {name} for name, path in found.items()}
