"""The floors of the house, drawn from the tree: what lives on each, and what each imports."""

import ast
from html import escape
from pathlib import Path

from calculator.faces.html import text
from publish.floors import FLOORS, floor_of, graph_of, modules
from publish.pages.tables import table_html

WIDTH, STEP, BOX, LEFT, RIGHT = 720, 34, 26, 8, 420  # units of the drawing; arcs go from RIGHT to the end


def name_of(floor: tuple[str, ...]) -> str:
    return ", ".join(floor)


def arrows(root: Path) -> set[tuple[int, int]]:
    """(floor, floor below that a module of it imports), counted from the ground."""
    return {(floor_of(name), floor_of(other)) for name, others in graph_of(root).items() for other in others} - {
        (place, place) for place in range(len(FLOORS))
    }


def purpose(file: Path) -> str:
    """The first sentence of the module's own words."""
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return said.split("\n\n")[0].replace("\n", " ")


def drawing(root: Path) -> str:
    """The floors as boxes, the ground at the bottom, and an arc down to each floor that one imports. A dot is where an arc arrives."""
    height = STEP * len(FLOORS) + LEFT
    counts = [sum(floor_of(name) == place for name in modules(root)) for place in range(len(FLOORS))]

    def middle(place: int) -> int:
        return height - STEP * place - STEP // 2 - LEFT // 2

    boxes = "".join(
        f'<g data-floor="{escape(floor[0])}"><rect x="{LEFT}" y="{middle(place) - BOX // 2}" width="{RIGHT - LEFT}" height="{BOX}" rx="3" fill="none" stroke="currentColor"/>'
        f'<text x="{LEFT + 8}" y="{middle(place) + 4}" font-size="12" fill="currentColor">{escape(short_name(name_of(floor)))}</text>'
        f'<text x="{RIGHT - 8}" y="{middle(place) + 4}" font-size="12" text-anchor="end" fill="currentColor">{counts[place]}</text></g>'
        for place, floor in enumerate(FLOORS)
    )
    arcs = "".join(
        f'<path data-from="{escape(FLOORS[high][0])}" data-to="{escape(FLOORS[low][0])}" d="M{RIGHT} {middle(high)}'
        f'Q{RIGHT + 40 + (WIDTH - RIGHT - 50) * (high - low) * 2 // len(FLOORS)} {(middle(high) + middle(low)) // 2} {RIGHT} {middle(low)}"'
        f' fill="none" stroke="currentColor" stroke-opacity="0.45"/>'
        f'<circle cx="{RIGHT}" cy="{middle(low)}" r="2.5" fill="currentColor"/>'
        for high, low in sorted(arrows(root))
    )
    words = "The floors of the house, the ground at the bottom, with the number of modules on each and an arc to each floor that it imports. The table below says the same."
    return f'<svg class="pb-drawing" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" role="img" aria-label="{escape(words)}">{boxes}{arcs}</svg>'


def short_name(name: str) -> str:
    return name if len(name) < 52 else name[:50].rsplit(",", 1)[0] + ", ..."


def table(root: Path) -> str:
    """The same in words, from the top down: each room, what it is for as it says itself, and the floors below that it imports."""
    files = modules(root)
    below: dict[int, list[int]] = {place: [] for place in range(len(FLOORS))}
    for high, low in sorted(arrows(root)):
        below[high].append(low)
    rows = [
        f"<tr><td><code>{escape(room)}</code></td><td>{text(purpose(files[room]))}</td>"
        f"<td>{escape('; '.join(name_of(FLOORS[low]) for low in below[place])) or 'nothing of ours'}</td></tr>"
        for place, floor in reversed(list(enumerate(FLOORS)))
        for room in floor
    ]
    return table_html("The floors, from the top down", ["Room", "What it is for", "Its floor imports"], rows)


def house(root: Path) -> str:
    return drawing(root) + table(root)
