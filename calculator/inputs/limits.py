"""How long and how deep a text from outside may be, looked at before anything parses it: one place for forms, links, the command line and files.

Without limits a link could keep a reader's browser busy for minutes, or run it out of stack.
"""

import json
import re
from typing import Any

from calculator.errors import clip

LONGEST_TEXT = 30_000  # of one input; the longest that any input can need is a third shorter (tests/calculator/inputs/test_limits.py)
LONGEST_JSON = 1_000_000  # of all inputs together: a request, a file
DEEPEST = 3  # brackets open at once: an object of inputs, a list, its records

# A backslash takes the sign behind it along, so that a quotation mark inside a string does not end it.
TOKEN = re.compile(r'\\.|["\[\]{}]', re.DOTALL)


class Repeated(ValueError):
    """A key that stands twice in one object, with both of its values."""

    def __init__(self, key: str, first: object, second: object):
        self.key, self.first, self.second = key, first, second
        super().__init__(f"{clip(key)} stands twice")


def is_too_long(text: str) -> bool:
    return len(text) > LONGEST_TEXT


def depth(text: str) -> int:
    """The most brackets that are open at once, those inside JSON strings not counted."""
    opened = deepest = 0
    inside = False
    for token in TOKEN.findall(text):
        if token == '"':
            inside = not inside
        elif not inside and token in "[{":
            opened += 1
            deepest = max(deepest, opened)
        elif not inside and token in "]}":
            opened -= 1
    return deepest


def read_json(text: str) -> Any:
    """The value that a JSON text writes; ValueError, in words for a sentence, for any other text, a longer, a deeper, or one that repeats a key."""
    if len(text) > LONGEST_JSON:
        raise ValueError(f"at most {LONGEST_JSON:,} characters are read")
    if depth(text) > DEEPEST:
        raise ValueError(f"more than {DEEPEST} brackets are open at once")
    return json.loads(text, object_pairs_hook=object_of)


def object_of(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise Repeated(key, found[key], value)
        found[key] = value
    return found
