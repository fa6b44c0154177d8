import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.errors import InputError
from calculator.inputs.kinds import Boolean, Choice, Input, Integer, Number, Numbers, number_text, parse_number
from calculator.inputs.vocabulary import VOCABULARY
from tests.calculator.given import json_values, texts, values

WORDS = {"label": "Label", "help": "Help."}
NUMBER = Number(id="price_usd_unit", default=1, minimum=-5, maximum=10, **WORDS)
INTEGER = Integer(id="quarters", default=1, minimum=1, maximum=4, **WORDS)
BOOLEAN = Boolean(yes="y", no="n", id="data_sovereignty", default=False, **WORDS)
CHOICE = Choice(id="stage", default="pre", options={"pre": "Before", "post": "After"}, **WORDS)
NUMBERS = Numbers(id="history_usd_month", default=[1], minimum=0, maximum=10, shortest=1, longest=3, **WORDS)
ALL = (NUMBER, INTEGER, BOOLEAN, CHOICE, NUMBERS)


def sentence(declared: Input, value: object) -> str:
    with pytest.raises(InputError) as caught:
        declared.check(value)
    return str(caught.value)


def sentence_of_text(declared: Input, text: str) -> str:
    with pytest.raises(InputError) as caught:
        declared.parse(text)
    return str(caught.value)


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
            ("1", "must be a number (got '1')"),
            (None, "must be a number (got nothing)"),
            ([1], "must be a number (got [1])"),
            (10**400, "must be at most 10 (got 1" + "0" * 76 + "...)"),
        ],
    )
    def test_wrong_value(self, value, rule):
        """Each rule has its sentence: field, rule, and what was got, short enough to read."""
        assert sentence(NUMBER, value) == f"price_usd_unit {rule}"

    def test_a_number_too_long_to_write(self):
        """Python refuses to write more than 4,300 digits; the sentence says so in its place."""
        assert sentence(NUMBER, 10**5000) == "price_usd_unit must be at most 10 (got a number too long to write)"

    @pytest.mark.parametrize(
        ("text", "value"), [("2.5", 2.5), (" 3 ", 3), ("+4", 4), ("-.5", -0.5), ("5.", 5), ("1e-3", 0.001), ("\N{MINUS SIGN}2", -2)]
    )
    def test_text(self, text, value):
        """Text that people and URLs write is read, a typographic minus included."""
        assert NUMBER.parse(text) == value

    @pytest.mark.parametrize("text", ["", "many", "1,000", "1_000", "0x1", "٣", "nan", "inf", "1 2", "--1", "1e1000"])
    def test_text_that_is_no_number(self, text):
        """A thousands separator is refused as any other word is: 1,000 is one in half of Europe."""
        assert sentence_of_text(NUMBER, text) == f"price_usd_unit must be a number written like 1500 or 2.5 (got '{text}')"

    def test_text_out_of_bounds_is_repeated_as_written(self):
        """The sentence repeats the reader's own digits, not the number that they became."""
        assert sentence_of_text(NUMBER, "1e3") == "price_usd_unit must be at most 10 (got 1e3)"
        assert sentence_of_text(NUMBER, "1e999") == "price_usd_unit must be a finite number (got 1e999)"


class TestInteger:
    def test_a_whole_float_is_whole(self):
        """3.0 is three, and becomes the integer."""
        assert repr(INTEGER.check(3.0)) == "3"

    @pytest.mark.parametrize(
        ("value", "rule"), [(2.5, "must be a whole number (got 2.5)"), (0, "must be at least 1 (got 0)"), (5, "must be at most 4 (got 5)")]
    )
    def test_wrong_value(self, value, rule):
        """A fraction is refused, never rounded."""
        assert sentence(INTEGER, value) == f"quarters {rule}"


class TestBoolean:
    @pytest.mark.parametrize(("text", "value"), [("yes", True), ("No", False), (" TRUE ", True), ("false", False)])
    def test_text(self, text, value):
        """Yes and no, or true and false, in any case."""
        assert BOOLEAN.parse(text) is value

    @pytest.mark.parametrize("value", [1, 0, "yes", None])
    def test_only_a_boolean_is_one(self, value):
        """1 is not yes: a typed value has the type that was declared."""
        assert sentence(BOOLEAN, value).startswith("data_sovereignty must be true or false")

    def test_other_words(self):
        """Any other word is answered with the two that there are."""
        assert sentence_of_text(BOOLEAN, "maybe") == "data_sovereignty must be yes or no (got 'maybe')"


class TestChoice:
    @pytest.mark.parametrize("value", ["Before", "", None, 1, ["pre"], {"pre": 1}])
    def test_only_an_id_of_an_option(self, value):
        """Neither the words of an option nor a value that cannot be looked up."""
        assert sentence(CHOICE, value).startswith("stage must be one of pre, post (got ")


class TestNumbers:
    @pytest.mark.parametrize("text", ["1 2 3", "1, 2, 3", "1; 2;3", "[1, 2, 3]", " 1\n2\t3 ,"])
    def test_text(self, text):
        """Spaces, new lines, semicolons, commas with a space behind, or JSON."""
        assert NUMBERS.parse(text) == [1, 2, 3]

    def test_a_comma_alone_parts_nothing(self):
        """8,600 is refused, not read as 8 and 600."""
        assert (
            sentence_of_text(NUMBERS, "8,600")
            == "history_usd_month must be numbers with spaces between them, such as 8600 9600 (got '8,600')"
        )

    @pytest.mark.parametrize("text", ["[1", "[" * 9_000, "[" + "1" * 9_000 + "]", "[1,]"])
    def test_broken_json(self, text):
        """Broken, endless or monstrous JSON is answered with an example, not with a crash."""
        assert "must be a list such as [8600, 9600]" in sentence_of_text(NUMBERS, text)

    @pytest.mark.parametrize(
        ("value", "rule"),
        [
            ([], "must hold 1 to 3 numbers (got 0 of them)"),
            ([1, 2, 3, 4], "must hold 1 to 3 numbers (got 4 of them)"),
            ([1, -2], "must be at least 0 in place 2 (got -2)"),
            ([1, 2, "x"], "must be a number in place 3 (got 'x')"),
            ([float("nan")], "must be a finite number in place 1 (got nan)"),
            ("1 2", "must be a list of numbers (got '1 2')"),
            (1, "must be a list of numbers (got 1)"),
        ],
    )
    def test_wrong_value(self, value, rule):
        """The sentence says which of the numbers is wrong."""
        assert sentence(NUMBERS, value) == f"history_usd_month {rule}"


class TestEveryKind:
    @pytest.mark.parametrize("declared", VOCABULARY.values(), ids=list(VOCABULARY))
    @given(data=st.data())
    def test_text_and_back(self, declared, data):
        """parse(text(v)) == v, for every input and every valid value; so a link gives back the number it was made of."""
        value = declared.check(data.draw(values(declared.id)))
        assert declared.parse(declared.text(value)) == value

    @pytest.mark.parametrize("declared", ALL, ids=lambda declared: declared.kind)
    @given(value=json_values)
    def test_any_value_is_used_or_refused(self, declared, value):
        """Whatever comes in, it is a valid value or an InputError that names the field; nothing else is raised."""
        try:
            assert declared.check(value) == value
        except InputError as error:
            assert error.field == declared.id
            assert str(error).startswith(f"{declared.id} must ")

    @pytest.mark.parametrize("declared", ALL, ids=lambda declared: declared.kind)
    @given(text=texts)
    def test_any_text_is_used_or_refused(self, declared, text):
        """The same for whatever is typed into a field."""
        try:
            assert declared.check(declared.parse(text)) is not None
        except InputError as error:
            assert str(error).startswith(f"{declared.id} must ")

    @pytest.mark.parametrize("declared", ALL, ids=lambda declared: declared.kind)
    def test_describe(self, declared):
        """A declaration is JSON and says id, label, kind, unit, help and default."""
        described = json.loads(json.dumps(declared.describe(), allow_nan=False))
        assert described.keys() >= {"id", "label", "kind", "unit", "help", "default"}
        assert described["default"] == declared.default

    def test_describe_hands_out_copies(self):
        """Whoever changes a description does not change the default for everybody else."""
        NUMBERS.describe()["default"].append(99)
        assert NUMBERS.default == [1]


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
    assert repr(parse_number("5.5")) == "5.5"
    assert repr(field.check(-0.0)) == "0"


@pytest.mark.parametrize("change", [{"slidr": (0, 1, 1)}, {"minimum": ...}], ids=["misspelt", "left out"])
def test_a_declaration_has_what_its_kind_names_and_nothing_else(change):
    """A key that a kind does not have, and one that it needs, is named when the declaration is made."""
    declared = {"id": "x", "label": "X", "help": "", "default": 1, "minimum": 0, "maximum": 9} | change
    with pytest.raises(TypeError, match=f"Number x: {next(iter(change))} is unknown or missing"):
        Number(**{name: value for name, value in declared.items() if value is not ...})


@pytest.mark.parametrize(
    ("id", "value", "shown"),
    [
        ("stage", "pre-pmf", "Not yet found"),
        ("data_sovereignty", True, "Yes"),
        ("api_spend_usd_month", 15_000, "$15,000 a month"),
        ("spend_history_usd_month", [8600, 9600], "$8,600, $9,600"),
        ("team_size", 60, "60 people"),
        ("api_spend_usd_month", {"low": 9_000, "high": 15_000}, "$9,000 to $15,000 a month"),
        ("output_usd_mtok", None, "as listed"),
        ("data", None, "the newest"),
        ("data", "2026-10", "2026-10"),
        ("shocked_provider", "", "the one with the largest bill"),
        ("providers", [{"name": "A", "usd_month": 12}, {"name": "B", "usd_month": 3}], "A: $12 a month; B: $3 a month"),
    ],
)
def test_words(id, value, shown):
    """Inputs of every kind in words."""
    assert VOCABULARY[id].words(value) == shown


class TestManyToChooseFrom:
    MODEL = VOCABULARY["model"]

    def test_those_of_the_same_first_word_are_named(self):
        """Who mistypes a model of a family is shown that family, not the head of a long list."""
        rule = sentence(self.MODEL, "gpt-99")
        assert re.search(r"model must be one of \d\d ids, such as (gpt-[^ ]*(, )?)+ \(got 'gpt-99'\)", rule)

    def test_else_the_first_few(self):
        """Who types what is like none of them is shown eight."""
        assert f"such as {', '.join(list(self.MODEL.options)[:8])} (got 'zebra')" in sentence(self.MODEL, "zebra")
