"""Numbers, whole ones, ranges and lists: what each accepts, and its sentence where it does not."""

import pytest

from calculator import InputError
from calculator.answers.texts import from_texts, to_query
from calculator.inputs.kinds import Integer, Number, Numbers, number_text
from calculator.inputs.vocabulary import VOCABULARY
from tests.calculator.given import typed
from tests.calculator.inputs.kinds import WORDS, refusal

NUMBER = Number(id="price_usd_unit", default=1, minimum=-5, maximum=10, **WORDS)
INTEGER = Integer(id="quarters", default=1, minimum=1, maximum=4, **WORDS)
NUMBERS = Numbers(id="history_usd_month", default=[1], minimum=0, maximum=10, shortest=1, longest=3, place="{} ago", last="now", **WORDS)


class TestNumber:
    @pytest.mark.parametrize("value", [-5, 10, 0, 0.0, 2.5, 1e-9, -1e-9])
    def test_bounds_are_included(self, value):
        """The bounds themselves, zero and the values nearest to it are valid and come back as they went in."""
        assert NUMBER.check(value) == value

    @pytest.mark.parametrize(
        ("value", "rule"),
        [
            (-5.01, "must be at least -5 (got -5.01)"),
            (10.000001, "must be at most 10 (got 10.000001)"),
            (float("nan"), "must be a finite number (got nan)"),
            (float("inf"), "must be a finite number (got inf)"),
            (5e-10, "must be 0 or at least 0.000000001 away from it (got 5e-10)"),
            (True, "must be a number (got yes)"),
            (None, "must be a number (got nothing)"),
            ([1], "must be a number (got [1])"),
            (10**400, "must be at most 10 (got 1" + "0" * 76 + "...)"),
        ],
    )
    def test_wrong_value(self, value, rule):
        """Each rule has its sentence: field, rule, and what was got, short enough to read."""
        assert refusal(NUMBER.check, value) == f"price_usd_unit {rule}"

    def test_a_number_too_long_to_write(self):
        """Python refuses to write more than 4,300 digits; the sentence says so in its place."""
        assert refusal(NUMBER.check, 10**5000) == "price_usd_unit must be at most 10 (got a number too long to write)"

    @pytest.mark.parametrize(
        ("text", "value"), [("2.5", 2.5), (" 3 ", 3), ("+4", 4), ("-.5", -0.5), ("5.", 5), ("1e-3", 0.001), ("\N{MINUS SIGN}2", -2)]
    )
    def test_text(self, text, value):
        """Text that people and URLs write is read, a typographic minus included."""
        assert NUMBER.parse(text) == value

    @pytest.mark.parametrize("text", ["", "many", "0x1", "٣", "nan", "inf", "1 2", "--1", "1e1000", "1..2..3"])
    def test_text_that_is_no_number(self, text):
        """Words, and digits of other scripts; the rest stands in the list of spellings."""
        assert refusal(NUMBER.parse, text).startswith("price_usd_unit must be a number such as 42,000, 42k or 2.5")

    @pytest.mark.parametrize("text", ["1e-400", "-1e-400"])
    def test_text_of_less_than_a_float_holds(self, text):
        """What is not zero never becomes zero."""
        assert refusal(NUMBER.parse, text) == f"price_usd_unit must be 0 or at least 0.000000001 away from it (got {text})"

    def test_text_out_of_bounds_is_repeated_as_written(self):
        """The sentence repeats the reader's own digits, not the number that they became."""
        assert refusal(NUMBER.parse, "1e3") == "price_usd_unit must be at most 10 (got 1e3)"
        assert refusal(NUMBER.parse, "1e999") == "price_usd_unit must be a finite number (got 1e999)"


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
            ({"low": {"low": 1, "high": 2}, "high": 2}, "must be a number at the low end of its range (got {'low': 1, 'high': 2})"),
            ({"low": 1}, "must be a number, or a range with the keys low and high (got {'low': 1})"),
            (
                {"low": 1, "high": 2, "mode": 1},
                "must be a number, or a range with the keys low and high (got {'low': 1, 'high': 2, 'mode': 1})",
            ),
            ("1..x", "must be a number such as 42,000, 42k or 2.5 at the high end of its range (got 'x')"),
            ("..", "must be a number such as 42,000, 42k or 2.5 at the low end of its range (got '')"),
            ("5...8", "must have two dots between the ends of a range, such as 10..20 or 0..0.5 (got 5...8)"),
        ],
    )
    def test_wrong(self, value, rule):
        """Each rule has its sentence, which says at which end."""
        assert refusal(NUMBER.check, value) == f"price_usd_unit {rule}"

    @pytest.mark.parametrize("text", ["5...8", "0...5", "5\N{HORIZONTAL ELLIPSIS}.8", "5. ...8", "1.\N{HORIZONTAL ELLIPSIS}2", "....."])
    def test_three_dots_are_not_guessed_at(self, text):
        """5...8 may mean 5 to 8, or 5 to 0.8."""
        assert refusal(NUMBER.parse, text).startswith(
            "price_usd_unit must have two dots between the ends of a range, such as 10..20 or 0..0.5"
        )

    def test_whole_numbers_stay_whole(self):
        """The ends of a range of whole numbers are whole."""
        assert INTEGER.parse("2..4") == {"low": 2, "high": 4}
        assert refusal(INTEGER.check, {"low": 1, "high": 2.5}) == "quarters must be a whole number at the high end of its range (got 2.5)"

    def test_a_list_holds_no_ranges(self):
        """A range is for one number, not for one of many."""
        assert (
            refusal(NUMBERS.check, [1, {"low": 1, "high": 2}])
            == "history_usd_month must be a number in place 2 (got {'low': 1, 'high': 2})"
        )
        assert refusal(NUMBERS.check, ["1..2"]) == "history_usd_month must be a number such as 42,000, 42k or 2.5 in place 1 (got '1..2')"

    def test_in_a_link(self):
        """A link carries a range and gives it back."""
        assert to_query("growth", {"growth_pct_quarter": {"low": 10, "high": 50}}) == "growth_pct_quarter=10..50"
        assert from_texts("growth", typed("growth_pct_quarter=10..50"))[0] == {"growth_pct_quarter": {"low": 10, "high": 50}}


class TestInteger:
    def test_a_whole_float_is_whole(self):
        """3.0 is three, and becomes the integer."""
        assert repr(INTEGER.check(3.0)) == "3"

    @pytest.mark.parametrize(
        ("value", "rule"), [(2.5, "must be a whole number (got 2.5)"), (0, "must be at least 1 (got 0)"), (5, "must be at most 4 (got 5)")]
    )
    def test_wrong_value(self, value, rule):
        """A fraction is refused, never rounded."""
        assert refusal(INTEGER.check, value) == f"quarters {rule}"


class TestNumbers:
    @pytest.mark.parametrize("text", ["1 2 3", "1, 2, 3", "1; 2;3", "[1, 2, 3]", " 1\n2\t3 ,"])
    def test_text(self, text):
        """Spaces, new lines, semicolons, commas with a space behind, or JSON."""
        assert NUMBERS.parse(text) == [1, 2, 3]

    def test_one_number_with_a_semicolon_behind(self):
        """8,600 alone may be two numbers; a semicolon says that it is one, as the cells of a page write it."""
        assert "must have a space after each comma" in refusal(VOCABULARY["spend_history_usd_month"].parse, "8,600")
        assert VOCABULARY["spend_history_usd_month"].parse("8,600;") == [8_600]

    @pytest.mark.parametrize("text", ["[1", "[" * 9_000, "[" + "1" * 9_000 + "]", "[1,]"])
    def test_broken_json(self, text):
        """Broken, endless or monstrous JSON is answered with an example, not with a crash."""
        assert "must be a list such as [8600, 9600]" in refusal(NUMBERS.parse, text)

    @pytest.mark.parametrize(
        ("value", "rule"),
        [
            ([], "must hold 1 to 3 numbers (got 0 of them)"),
            ([1, 2, 3, 4], "must hold 1 to 3 numbers (got 4 of them)"),
            ([1, -2], "must be at least 0 in place 2 (got -2)"),
            ([1, 2, "x"], "must be a number such as 42,000, 42k or 2.5 in place 3 (got 'x')"),
            ([float("nan")], "must be a finite number in place 1 (got nan)"),
            (1, "must be a list of numbers (got 1)"),
        ],
    )
    def test_wrong_value(self, value, rule):
        """The sentence says which of the numbers is wrong."""
        assert refusal(NUMBERS.check, value) == f"history_usd_month {rule}"

    @pytest.mark.parametrize(("text", "place"), [("1; 2; x", 3), ("1; -2", 2), ("[1, 2.5, -1]", 3), ("1; 12.345;", 2), ("1 2 3 4", 0)])
    def test_the_place_of_what_is_wrong(self, text, place):
        """The error has the place as a number too, and 0 where the whole list is wrong."""
        with pytest.raises(InputError) as caught:
            NUMBERS.parse(text)
        assert caught.value.place == place

    @pytest.mark.parametrize(("count", "names"), [(1, ["now"]), (3, ["2 ago", "1 ago", "now"])])
    def test_places_are_counted_back_from_the_last(self, count, names):
        """Where the last place has a name."""
        assert NUMBERS.place_names(count) == names


@pytest.mark.parametrize(
    ("number", "text"), [(60.0, "60"), (1e12, "1000000000000"), (1e-9, "0.000000001"), (2.50, "2.5"), (-0.0, "0"), (100, "100")]
)
def test_number_text(number, text):
    """Numbers are written out plainly: no exponent, no zeros behind the last digit that counts."""
    assert number_text(number) == text


@pytest.mark.parametrize("given", [5, 5.0, "5", "5.0", "+5", "0.5e1"])
def test_one_value_is_one_object(given):
    """A value is the same however it was given, down to its type: JSON and CSV show 5, never 5.0 for one reader and 5 for another."""
    field = Number(id="x", label="X", help="", default=1, minimum=0, maximum=9)
    assert repr(field.parse(given) if isinstance(given, str) else field.check(given)) == "5"
    assert repr(field.parse("5.5")) == "5.5"
    assert repr(field.check(-0.0)) == "0"
