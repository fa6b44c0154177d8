"""The kinds whose value may be left to the catalogue: a number, or a day."""

import pytest
from hypothesis import given

from calculator.errors import InputError
from calculator.inputs.kinds import Day, OptionalNumber
from tests.calculator.given import json_values, texts

WORDS = {"label": "Label", "help": "Help."}
PRICE = OptionalNumber(id="input_usd_mtok", minimum=0, maximum=100, **WORDS)
LAYERS = OptionalNumber(id="layers", minimum=1, maximum=100, whole=True, **WORDS)
DATA = Day(id="data", **WORDS)


@pytest.mark.parametrize("declared", [PRICE, LAYERS, DATA], ids=lambda declared: declared.id)
def test_nothing_is_a_value(declared):
    """None in Python, null in JSON and an empty field are the same, and the default."""
    assert declared.check(None) is declared.parse("") is declared.parse("  ") is declared.default is None
    assert declared.text(None) == ""
    assert declared.exact(None) is None
    assert declared.describe()["default"] is None


def test_zero_is_a_number():
    """A price of 0 is typed, not left out."""
    assert PRICE.check(0) == PRICE.parse("0") == 0
    assert PRICE.text(0) == "0"


@pytest.mark.parametrize(
    ("declared", "text", "sentence"),
    [
        (PRICE, "-1", "input_usd_mtok must be at least 0 (got -1)"),
        (PRICE, "free", "input_usd_mtok must be a number written like 1500 or 2.5 (got 'free')"),
        (LAYERS, "1.5", "layers must be a whole number (got 1.5)"),
        (LAYERS, "0", "layers must be at least 1 (got 0)"),
        (DATA, "last year", "data must be a date written like 2026-11-12 or 2026-11 (got 'last year')"),
        (DATA, "2026-02-30", "data must be a date written like 2026-11-12 or 2026-11 (got '2026-02-30')"),
    ],
)
def test_wrong_text(declared, text, sentence):
    """What is typed keeps the rules of its kind."""
    with pytest.raises(InputError) as caught:
        declared.parse(text)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("declared", [PRICE, LAYERS, DATA], ids=lambda declared: declared.id)
@given(value=json_values, text=texts)
def test_anything_is_used_or_refused(declared, value, text):
    """Whatever comes in, it is a valid value or an InputError of this field; and what is valid survives its text."""
    for asked, what in ((declared.check, value), (declared.parse, text)):
        try:
            used = asked(what)
        except InputError as error:
            assert str(error).startswith(f"{declared.id} must ")
        else:
            assert declared.parse(declared.text(used)) == used
