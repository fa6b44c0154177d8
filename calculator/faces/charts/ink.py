"""The few SVG elements that pictures are made of, how much room words take, and how words are kept apart.

A picture is drawn twice, on two sizes of paper, of which the page's style shows the one that suits: on a phone the letters are as large as on a
desk, and the rest makes room for them. Colours are classes; without the site's style sheet, as in a notebook, everything takes the colour of the
text around it.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple

from calculator.faces.charts.scale import number


class Paper(NamedTuple):
    """How wide a drawing is, and how high its letters are, in its own units."""

    name: str
    width: float
    letters: float

    @property
    def row(self) -> float:
        """From one line of words to the next."""
        return self.letters + 5

    def first(self, middle: float, lines: int = 1) -> float:
        """The `y` of the first of so many lines whose middle is there."""
        return middle + self.letters * 0.36 - (lines - 1) * self.row / 2


Drawing = Callable[[Paper], tuple[str, float]]  # gives the inside of the SVG, and its height
DESK, PHONE = Paper("desk", 600, 14), Paper("phone", 340, 13)
GAP = 8
PART = re.compile(r"(?:[^ ]| %)+?(?:(?<=\w)-(?=\w)| +(?!%)|$)")  # of words: up to a hyphen or a space, but none before a per cent sign


class Widths(dict[str, float]):
    """Of letters, in parts of their height: more than most fonts take."""

    def __missing__(self, letter: str) -> float:
        return 0.62


EM = Widths({**dict.fromkeys("ijl.,:;'|! ", 0.36), **dict.fromkeys("frt()/-", 0.45), **dict.fromkeys("mwMW%—", 0.95)})


def room(words: str, paper: Paper) -> float:
    return paper.letters * ems(words)


@lru_cache(maxsize=2_048)  # most words of a picture are those of the picture before
def ems(words: str) -> float:
    return sum(map(EM.__getitem__, words))


@lru_cache(maxsize=2_048)
def wrapped(words: str, width: float, paper: Paper) -> tuple[str, ...]:
    """Words on lines of that width, broken at spaces and behind hyphens, and only a word that is wider inside it."""
    if room(words, paper) <= width:
        return (words,)
    lines: list[str] = []
    for word in PART.findall(words):
        if lines and room((lines[-1] + word).rstrip(), paper) <= width:
            lines[-1] += word
            continue
        lines.append("")
        for letter in word:
            if lines[-1] and room((lines[-1] + letter).rstrip(), paper) > width:
                lines.append("")
            lines[-1] += letter
    return tuple(line.rstrip() for line in lines)


def text(x: float, y: float, words: str, anchor: str = "start", name: str = "") -> str:
    ends = f' text-anchor="{anchor}"' if anchor != "start" else ""
    safe = escape(words) if "&" in words or "<" in words or ">" in words else words
    return f'<text{cls(name)} x="{number(x)}" y="{number(y)}"{ends}>{safe}</text>'


def line(x1: float, y1: float, x2: float, y2: float, name: str, dash: str = "") -> str:
    return (
        f'<path class="{name}" d="M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}" fill="none" stroke="currentColor"{dashed(dash)}/>'
    )


def curve(strokes: Sequence[Sequence[tuple[float, float]]], name: str, dash: str = "", width: float = 2.5) -> str:
    """A line through places; the pen is lifted between strokes."""
    d = "".join(
        ("M%.1f %.1f" + "L%.1f %.1f" * (len(stroke) - 1)) % tuple(part for place in stroke for part in place)
        for stroke in strokes
        if stroke
    )
    return f'<path class="{name}" d="{d}" fill="none" stroke="currentColor" stroke-width="{number(width)}" stroke-linejoin="round"{dashed(dash)}/>'


def dashed(dash: str) -> str:
    return f' stroke-dasharray="{dash}"' if dash else ""


def lines_of(x: float, y: float, lines: Sequence[str], paper: Paper, anchor: str = "start", name: str = "") -> str:
    """Lines of words, the first on `y`."""
    return "".join(text(x, y + at * paper.row, words, anchor, name) for at, words in enumerate(lines))


def dot(x: float, y: float, name: str, r: float = 5, is_filled: bool = True) -> str:
    return f'<circle class="{name}" cx="{number(x)}" cy="{number(y)}" r="{number(r)}" {paint(is_filled)}/>'


def box(x: float, y: float, width: float, height: float, name: str, is_filled: bool = True) -> str:
    return f'<rect class="{name}" x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" {paint(is_filled)}/>'


def paint(is_filled: bool) -> str:
    return 'fill="currentColor"' if is_filled else 'fill="none" stroke="currentColor" stroke-width="1.5"'


def cls(name: str) -> str:
    return f' class="{name}"' if name else ""


def spread(places: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """The middles of boxes of these sizes, in their order, moved as little as it takes to lie apart between `low` and `high`, if they fit there."""
    moved: list[float] = []
    end = low
    for place, size in zip(places, sizes, strict=True):
        moved.append(max(place, end + size / 2))
        end = moved[-1] + size / 2
    end = high
    for at in range(len(moved) - 1, -1, -1):
        moved[at] = min(moved[at], end - sizes[at] / 2)
        end = moved[at] - sizes[at] / 2
    return moved


def in_rows(
    named: Sequence[tuple[float, str]], left: float, right: float, paper: Paper, extra: float = 0
) -> tuple[list[tuple[float, int, str]], int]:
    """(middle of the words, row, words) for each, between `left` and `right` and none over another; and the number of rows. Each takes `extra` room."""
    placed: list[tuple[float, int, str]] = []
    ends: list[float] = []
    for x, words in sorted(named):
        half = (room(words, paper) + extra) / 2
        middle = max(left + half, min(x, right - half))
        row = next((row for row, end in enumerate(ends) if middle - half >= end + GAP), len(ends))
        ends[row : row + 1] = [middle + half]
        placed.append((middle, row, words))
    return placed, len(ends)
