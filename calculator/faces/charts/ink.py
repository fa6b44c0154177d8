"""The few SVG elements that charts are made of, and how much room words take.

Sizes are in the units of the drawing, which is 480 wide: on a phone, at 350 pixels, its letters are still 12 pixels high. Colours
are classes; without the site's style sheet, as in a notebook, everything takes the colour of the text around it.
"""

from collections.abc import Sequence
from html import escape

from calculator.faces.charts.scale import number

WIDTH = 480
LETTERS = 17  # their height
LETTER = 10.2  # the width of one, more than most fonts take
WIDE = frozenset("MWm%—")  # half as wide again
ROW = 20  # from one line of words to the next
GAP = 8


def room(words: str) -> float:
    return LETTER * (len(words) + sum(letter in WIDE for letter in words) / 2)


def text(x: float, y: float, words: str, anchor: str = "start", name: str = "") -> str:
    ends = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text{cls(name)} x="{number(x)}" y="{number(y)}"{ends}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, name: str, dash: str = "") -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path class="{name}" d="M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}" fill="none" stroke="currentColor"{dashes}/>'


def curve(places: Sequence[tuple[float, float] | None], name: str, dash: str = "") -> str:
    """A line through the places; None lifts the pen."""
    words, pen = [], "M"
    for place in places:
        if place:
            words.append(f"{pen}{number(place[0])} {number(place[1])}")
        pen = "L" if place else "M"
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path class="{name}" d="{"".join(words)}" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linejoin="round"{dashes}/>'
    )


def dot(x: float, y: float) -> str:
    return f'<circle class="pb-dot" cx="{number(x)}" cy="{number(y)}" r="5" fill="currentColor"/>'


def box(x: float, y: float, width: float, height: float, name: str, filled: bool) -> str:
    fill = "currentColor" if filled else "none"
    return f'<rect class="{name}" x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" fill="{fill}" stroke="currentColor" stroke-width="1.5"/>'


def cls(name: str) -> str:
    return f' class="{name}"' if name else ""


def spread(places: list[float], gap: float, low: float, high: float) -> list[float]:
    """The places, in their order, moved as little as it takes to stand `gap` apart between `low` and `high`."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + gap) if moved else max(place, low))
    if moved and moved[-1] > high:
        moved[-1] = high
        for at in range(len(moved) - 2, -1, -1):
            moved[at] = min(moved[at], moved[at + 1] - gap)
    return moved
