"""Every test says what it claims, in its docstring or, where several share one claim, in that of their class."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SMALL = {"a", "an", "and", "are", "be", "by", "has", "have", "in", "is", "it", "of", "the", "to"}


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower().replace("_", " "))) - SMALL


def silent(text: str) -> list[str]:
    """The tests in a file's text that claim nothing: without a docstring, or with one that only repeats the name."""
    found: list[str] = []

    def claims(name: str, docstring: str | None) -> bool:
        return bool(docstring) and bool(words(docstring) - words(name)) and docstring.rstrip(" )\n")[-1] in ".:"

    def walk(body: list[ast.stmt], home: str, is_claimed: bool) -> None:
        for part in body:
            if isinstance(part, ast.ClassDef):
                walk(part.body, f"{part.name}.", claims(part.name, ast.get_docstring(part)))
            elif isinstance(part, ast.FunctionDef) and part.name.startswith("test"):
                docstring = ast.get_docstring(part)
                if not (claims(part.name, docstring) if docstring else is_claimed):
                    found.append(f"{home}{part.name}")

    walk(ast.parse(text).body, "", False)
    return found


@pytest.mark.parametrize("file", sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")))
def test_every_test_states_its_claim(file):
    """Who reads a red test learns from it what does not hold, not only what was called."""
    missing = silent((ROOT / file).read_text(encoding="utf-8"))
    assert not missing, f"say in a docstring what these tests claim: {', '.join(missing)}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def test_sums():\n    assert 1", ["test_sums"]),
        ('def test_sums():\n    """Sums."""\n    assert 1', ["test_sums"]),
        ('def test_sums():\n    """What is owed and what is paid come to nothing"""\n    assert 1', ["test_sums"]),
        ('def test_sums():\n    """What is owed and what is paid come to nothing."""\n    assert 1', []),
        ("class TestSums:\n    def test_one(self):\n        assert 1", ["TestSums.test_one"]),
        ('class TestSums:\n    """What is owed comes to nothing."""\n    def test_one(self):\n        assert 1', []),
        ("def helper():\n    return 1", []),
    ],
)
def test_a_silent_test_is_found(text, found):
    """None, one that repeats the name, and one that is no sentence are found; a claim of its own or of its class is enough."""
    assert silent(text) == found
