"""How the package says that an input is wrong: field, rule and what was got, with nothing in it that a screen would act upon."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import InputError, run
from calculator.errors import Verbatim, escape_signs, excerpt
from tests.calculator.given import INVISIBLE, Unwritable, nested


class TestInputError:
    def test_wording(self):
        """Field, rule, and what was got, as the contract words it."""
        error = InputError("growth_pct_quarter", "must be at least -100", -250)
        assert str(error) == "growth_pct_quarter must be at least -100 (got -250)"
        assert error.to_dict() == {"field": "growth_pct_quarter", "rule": "must be at least -100", "got": "-250", "message": str(error)}

    def test_is_a_value_error(self):
        """Who catches ValueError, as Python does for bad values, catches it."""
        with pytest.raises(ValueError, match="must be at least 1"):
            run("growth", {"quarters": 0})


@pytest.mark.parametrize(
    ("got", "text"),
    [
        (None, "nothing"),
        (True, "yes"),
        (False, "no"),
        ("a", "'a'"),
        (Verbatim(" 1e3 "), "1e3"),
        (2.50, "2.5"),
        ([1], "[1]"),
        ("x" * 100, "'" + "x" * 76 + "..."),
        ([10**5000], "a number too long to write"),
        ("a\nb\x1b[31m\N{NO-BREAK SPACE}\u202e\ud800", "'a\\nb\\x1b[31m\N{NO-BREAK SPACE}\\u202e\\ud800'"),
        (Verbatim("\u2066 5 \U000e0001"), "\\u2066 5 \\U000e0001"),
        (nested(100_000), "something nested too deep to write"),
        (Unwritable(), "something of the type Unwritable"),
    ],
)
def test_shown(got, text):
    """What was got is written for a sentence: short, with nothing invisible in it, and never a crash of its own."""
    assert excerpt(got) == text
    assert len(excerpt(got)) <= 80


@pytest.mark.parametrize(
    "say", [excerpt, escape_signs, lambda text: str(InputError(text, text, text)), lambda text: InputError(text, text, text).to_dict()]
)
def test_nothing_invisible_is_repeated(say):
    """No control sign, sign of direction, escape code or half a surrogate leaves as itself: not in a value, a field's name, a rule."""
    for sign in INVISIBLE:
        said = str(say(f"a{sign}b"))
        assert sign not in said
        assert sign.encode("unicode_escape").decode() in said.replace("\\\\", "\\")


@given(st.text() | st.binary(max_size=20).map(lambda some: some.decode("utf-8", "surrogateescape")))
def test_what_can_be_seen_stays_as_it_is(text):
    """Letters of every script, emoji, and spaces of every width are repeated as they were typed; what is left of any text goes to any terminal."""
    escape_signs(text).encode()
    if text.isprintable():
        assert escape_signs(text) == text


def test_a_name_is_cut_like_a_value():
    """A key of a megabyte makes a sentence of a few lines, with its start."""
    error = InputError("k" * 1_000_000, "must be an input", "v" * 1_000_000)
    assert str(error).startswith("k" * 77 + "... must be an input (got 'vvvv")
    assert len(str(error)) < 200
    assert len(json.dumps(error.to_dict())) < 600
