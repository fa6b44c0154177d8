"""The page of our own errors: every entry says what was, what is and what holds it, and the test that it names is there."""

import re

import pytest

from publish import ROOT

PAGE = (ROOT / "docs" / "reference" / "corrections.md").read_text(encoding="utf-8")
PARTS = ("Was", "Now", "Held by")


def entries(page: str) -> dict[str, str]:
    """Id -> the text of each entry."""
    found = re.split(r"^### .*\{#([\w-]+)\}$", page, flags=re.MULTILINE)
    return {id: text.split("\n## ")[0] for id, text in zip(found[1::2], found[2::2], strict=True)}


def missing(text: str) -> list[str]:
    """What an entry lacks: a part, a commit, or a test that there is."""
    found = [part for part in PARTS if f"- **{part}.** " not in text]
    found += [] if re.search(r"commit [0-9a-f]{7}\b", text) else ["a commit"]
    tests = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    found += [] if tests else ["a test"]
    for path, name in tests:
        file = ROOT / path
        if not file.is_file() or (name and f"def {name}(" not in file.read_text(encoding="utf-8")):
            found.append(f"{path} {name}")
    return found


@pytest.mark.parametrize("id", entries(PAGE))
def test_an_entry_is_whole(id):
    """Was, now, and a test that exists, with the commit."""
    assert missing(entries(PAGE)[id]) == []


def test_an_error_is_told_once():
    """No two entries have the same address."""
    ids = re.findall(r"\{#([\w-]+)\}$", PAGE, flags=re.MULTILINE)
    assert len(ids) == len(set(ids)) and len(entries(PAGE)) > 20


def test_the_newest_stand_first():
    """By the day in each heading."""
    days = re.findall(r"\{#mended-(\d{4}-\d{2}-\d{2})\}", PAGE)
    assert days and days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("- **Was.** x\n- **Now.** x\n- **Held by.** `tests/test_corrections.py`, commit 7ae9747.", []),
        ("- **Was.** x\n- **Held by.** `tests/test_corrections.py`, commit 7ae9747.", ["Now"]),
        (
            "- **Was.** x\n- **Now.** x\n- **Held by.** `tests/test_corrections.py::test_gone`.",
            ["a commit", "tests/test_corrections.py test_gone"],
        ),
        ("- **Was.** x\n- **Now.** x\n- **Held by.** care, commit 7ae9747.", ["a test"]),
    ],
)
def test_what_an_entry_lacks_is_named(text, lacks):
    """An entry without a part, a commit or a test of that name is found."""
    assert missing(text) == lacks
