"""Figures beside a worked answer: an input that the answer names and the figure does not is the calculator's default there, and the two may contradict each other."""

import re
import shlex
from collections.abc import Iterator

BLOCK = re.compile(r":::\s+(\S+)\s*(.*)")
FIGURE = re.compile(r"(?<!`)\{\{\s*(.+?)\s*\}\}")
FENCE = re.compile(r"\s*(```+|~~~+)")
HEADING = re.compile(r"(#{1,6})\s")
LEAD = 2  # what stands under a page's title ends at the first section


def outside_fences(lines: list[str]) -> Iterator[tuple[int, str]]:
    """(index, line) of the lines that are not fenced code."""
    fence = None
    for index, line in enumerate(lines):
        mark = FENCE.match(line)
        if mark and (fence is None or line.strip() == fence):
            fence = mark[1] if fence is None else None
        if fence is None:
            yield index, line


def named_inputs(words: list[str]) -> set[str]:
    """The ids of the inputs in words such as quarters=5."""
    return {word.partition("=")[0] for word in words if "=" in word}


def sections(lines: list[str]) -> Iterator[list[tuple[int, str]]]:
    """Each heading's lines, down to the next heading of its level or a higher one, its subsections included; the lines before the first heading."""
    kept = list(outside_fences(lines))
    levels = [(place, len(mark[1])) for place, (_, line) in enumerate(kept) if (mark := HEADING.match(line))]
    yield kept[: levels[0][0] if levels else len(kept)]
    for number, (place, level) in enumerate(levels):
        ends = (later for later, other in levels[number + 1 :] if other <= max(level, LEAD))
        yield kept[place : next(ends, len(kept))]


def contradictable(lines: list[str]) -> Iterator[tuple[int, str]]:
    """(index, what is wrong) of each figure that names fewer inputs than every answer of its calculator in the same section."""
    for section in sections(lines):
        answers = [shlex.split(block[2]) for _, line in section if (block := BLOCK.match(line)) and block[1] == "answer"]
        for index, line in section:
            for figure in FIGURE.finditer(line):
                id, *words = shlex.split(figure[1].partition("|")[0])
                missing: list[set[str]] = [named_inputs(given) - named_inputs(words) for answered, *given in answers if answered == id]
                if missing and all(missing):
                    fewest = min(missing, key=len)
                    yield (
                        index,
                        f"the figure of {id} stands beside a worked answer and must name every input that the answer names; {', '.join(sorted(fewest))} is missing, so the default counts",
                    )
