"""Ranges and lines of text: what each accepts, and its sentence where it does not."""

import json

import pytest

from calculator.answers.texts import from_query, to_query
from calculator.errors import InputError
from calculator.inputs.kinds import Integer, Number, Numbers, Text
from calculator.inputs.vocabulary import VOCABULARY
from tests.calculator.test_result import INVISIBLE

WORDS = {"label": "Label", "help": "Help."}
NUMBER = Number(id="price_usd_unit", default=1, minimum=-5, maximum=10, **WORDS)
WHOLE = Integer(id="quarters", default=1, minimum=1, maximum=40, **WORDS)
HISTORY = Numbers(id="history_usd_month", default=[1], minimum=0, maximum=10, shortest=1, longest=3, **WORDS)
LINE = Text(id="shocked_provider", default="", longest=5, **WORDS)
PROVIDERS = VOCABULARY["providers"]


def sentence(check, value: object) -> str:
    with pytest.raises(InputError) as caught:
        check(value)
    return str(caught.value)


class TestRange:
    @pytest.mark.parametrize("text", ["2..4", " 2 .. 4 ", "2\N{HORIZONTAL ELLIPSIS}4"])
    def test_text(self, text):
        """Two numbers with two dots between, spaces or not; the one sign that a phone makes of dots is read too."""
        assert NUMBER.parse(text) == {"low": 2, "high": 4}

    def test_text_and_back(self):
        """The canonical text is read again as the same range, below zero too."""
        assert NUMBER.text(NUMBER.parse("-2.50..-.5")) == "-2.5..-0.5"
        assert NUMBER.parse("-2.5..-0.5") == {"low": -2.5, "high": -0.5}

    @pytest.mark.parametrize("value", [{"low": 2, "high": 4}, "2..4"])
    def test_value(self, value):
        """In Python and JSON: a record of low and high, or the text."""
        assert NUMBER.check(value) == {"low": 2, "high": 4}

    @pytest.mark.parametrize("value", [{"low": 3, "high": 3}, {"low": 3, "high": 3.0}, "3..3"])
    def test_no_width_is_the_number(self, value):
        """A range of zero width is the number itself."""
        assert NUMBER.check(value) == 3

    @pytest.mark.parametrize(
        ("value", "rule"),
        [
            ({"low": 4, "high": 2}, "must be a range whose low end is not above its high end (got 4..2)"),
            ({"low": -6, "high": 2}, "must be at least -5 at the low end of its range (got -6)"),
            ({"low": 1, "high": 11}, "must be at most 10 at the high end of its range (got 11)"),
            ({"low": 1, "high": float("nan")}, "must be a finite number at the high end of its range (got nan)"),
            ({"low": 1, "high": None}, "must be a number at the high end of its range (got nothing)"),
            ({"low": "1", "high": 2}, "must be a number at the low end of its range (got '1')"),
            ({"low": {"low": 1, "high": 2}, "high": 2}, "must be a number at the low end of its range (got {'low': 1, 'high': 2})"),
            ({"low": 1}, "must be a number, or a range with the keys low and high (got {'low': 1})"),
            (
                {"low": 1, "high": 2, "mode": 1},
                "must be a number, or a range with the keys low and high (got {'low': 1, 'high': 2, 'mode': 1})",
            ),
            ("1..x", "must be a number written like 1500 or 2.5, or a range like 10..20 (got '1..x')"),
            ("..", "must be a number written like 1500 or 2.5, or a range like 10..20 (got '..')"),
            ("5...8", "must have two dots between the ends of a range, such as 10..20 or 0..0.5 (got 5...8)"),
        ],
    )
    def test_wrong(self, value, rule):
        """Each rule has its sentence, which says at which end."""
        assert sentence(NUMBER.check, value) == f"price_usd_unit {rule}"

    @pytest.mark.parametrize("text", ["5...8", "0...5", "5\N{HORIZONTAL ELLIPSIS}.8", "5. ...8", "1.\N{HORIZONTAL ELLIPSIS}2", "....."])
    def test_three_dots_are_not_guessed_at(self, text):
        """5...8 may mean 5 to 8, or 5 to 0.8."""
        assert sentence(NUMBER.parse, text).startswith(
            "price_usd_unit must have two dots between the ends of a range, such as 10..20 or 0..0.5"
        )

    def test_whole_numbers_stay_whole(self):
        """The ends of a range of whole numbers are whole."""
        assert WHOLE.parse("2..4") == {"low": 2, "high": 4}
        assert sentence(WHOLE.check, {"low": 1, "high": 2.5}) == "quarters must be a whole number at the high end of its range (got 2.5)"

    def test_a_list_holds_no_ranges(self):
        """A range is for one number, not for one of many."""
        assert (
            sentence(HISTORY.check, [1, {"low": 1, "high": 2}])
            == "history_usd_month must be a number in place 2 (got {'low': 1, 'high': 2})"
        )
        assert sentence(HISTORY.check, ["1..2"]) == "history_usd_month must be a number in place 1 (got '1..2')"

    def test_in_a_link(self):
        """A link carries a range and gives it back."""
        assert to_query("growth", {"growth_pct_quarter": {"low": 10, "high": 50}}) == "growth_pct_quarter=10..50"
        assert from_query("growth", "growth_pct_quarter=10..50")[0] == {"growth_pct_quarter": {"low": 10, "high": 50}}


class TestText:
    @pytest.mark.parametrize(
        ("value", "rule"),
        [
            (1, "must be text (got 1)"),
            (" a", "must be one line of text without spaces around it (got ' a')"),
            ("a\nb", "must be one line of text without spaces around it (got 'a\\nb')"),
            ("\u202eb", "must be text that can be printed, without invisible signs or spaces of other widths (got '\\u202eb')"),
            ("", "must not be empty (got '')"),
            ("abcdef", "must be at most 5 characters long (got 'abcdef')"),
        ],
    )
    def test_wrong(self, value, rule):
        """Each rule has its sentence."""
        assert sentence(LINE.check, value) == f"shocked_provider {rule}"

    def test_what_does_not_show_is_refused(self):
        """No line of text and no name in a record carries a control sign, a sign of direction or half a surrogate into an answer."""
        for sign in INVISIBLE:
            assert sentence(LINE.check, f"a{sign}b").startswith("shocked_provider must be ")
            for value in ([{"name": f"a{sign}b", "usd_month": 1}], json.dumps([{"name": f"a{sign}b", "usd_month": 1}])):
                said = sentence(PROVIDERS.parse if isinstance(value, str) else PROVIDERS.check, value)
                assert said.startswith("providers must be ") and "for Provider in row 1" in said

    def test_empty_where_that_means_something(self):
        """Empty is valid where the declaration says what it stands for."""
        assert VOCABULARY["shocked_provider"].parse("  ") == ""
