import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import InputError, run
from calculator.errors import Written, shown, visible
from calculator.formulas.trace import Trace


def nested(depth: int) -> list:
    value = []
    for _ in range(depth):
        value = [value]
    return value


class Unwritable:
    """Of no help to whoever asks what it is."""

    def __repr__(self) -> str:
        raise LookupError


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
        (Written(" 1e3 "), "1e3"),
        (2.50, "2.5"),
        ([1], "[1]"),
        ("x" * 100, "'" + "x" * 76 + "..."),
        ([10**5000], "a number too long to write"),
        ("a\nb\x1b[31m\N{NO-BREAK SPACE}\u202e\ud800", "'a\\nb\\x1b[31m\N{NO-BREAK SPACE}\\u202e\\ud800'"),
        (Written("\u2066 5 \U000e0001"), "\\u2066 5 \\U000e0001"),
        (nested(100_000), "something nested too deep to write"),
        (Unwritable(), "something of the type Unwritable"),
    ],
)
def test_shown(got, text):
    """What was got is written for a sentence: short, with nothing invisible in it, and never a crash of its own."""
    assert shown(got) == text
    assert len(shown(got)) <= 80


INVISIBLE = [
    *map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF, 0xE0001)),
    *map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000))),
]


@pytest.mark.parametrize(
    "say", [shown, visible, lambda text: str(InputError(text, text, text)), lambda text: InputError(text, text, text).to_dict()]
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
    visible(text).encode()
    if text.isprintable():
        assert visible(text) == text


def test_a_name_is_cut_like_a_value():
    """A key of a megabyte makes a sentence of a few lines, with its start."""
    error = InputError("k" * 1_000_000, "must be an input", "v" * 1_000_000)
    assert str(error).startswith("k" * 77 + "... must be an input (got 'vvvv")
    assert len(str(error)) < 200
    assert len(json.dumps(error.to_dict())) < 600


def test_trace_to_dict_holds_its_steps():
    """A trace is a tree of records with the same keys at every depth."""
    inner = Trace("Inner", "a", "1", 1)
    outer = Trace("Outer", "b", "2", 2, "playbook", "saving_pct", steps=(inner,)).to_dict()
    assert outer["steps"][0].keys() == outer.keys() == {"label", "formula", "numbers", "value", "source", "output", "unit", "steps"}


class TestResult:
    def test_to_dict(self):
        """The keys of the contract, and every input with the value used, defaults included."""
        result = run("growth", {"quarters": 5}).to_dict()
        assert list(result) == ["calculator", "inputs", "outputs", "headline", "trace", "warnings", "as_of"]
        assert result["inputs"] == {"run_rate_usd_year": 180_000, "growth_pct_quarter": 40, "quarters": 5}

    def test_in_a_notebook(self):
        """A notebook shows the HTML that the site shows."""
        assert run("growth")._repr_html_().startswith('<div class="pb-answer">')
