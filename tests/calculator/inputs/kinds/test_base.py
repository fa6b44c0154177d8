"""What holds of every kind: any value and any text is used or refused, and a value survives its text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.errors import InputError
from calculator.inputs.kinds import Boolean, Choice, Day, Integer, Number, Numbers, OptionalNumber, Records
from calculator.inputs.vocabulary import VOCABULARY
from tests.calculator.given import json_values, texts, values
from tests.calculator.inputs.kinds import WORDS

NUMBER = Number(id="price_usd_unit", default=1, minimum=-5, maximum=10, **WORDS)
INTEGER = Integer(id="quarters", default=1, minimum=1, maximum=4, **WORDS)
BOOLEAN = Boolean(yes="y", no="n", id="data_sovereignty", default=False, **WORDS)
CHOICE = Choice(id="stage", default="pre", options={"pre": "Before", "post": "After"}, **WORDS)
NUMBERS = Numbers(id="history_usd_month", default=[1], minimum=0, maximum=10, shortest=1, longest=3, place="{} ago", last="now", **WORDS)
PRICE = OptionalNumber(id="input_usd_mtok", minimum=0, maximum=100, **WORDS)
LAYERS = OptionalNumber(id="layers", minimum=1, maximum=100, whole=True, **WORDS)
DATA = Day(id="data", **WORDS)
ALL = (NUMBER, INTEGER, BOOLEAN, CHOICE, NUMBERS)


class TestEveryKind:
    @pytest.mark.parametrize("declared", VOCABULARY.values(), ids=list(VOCABULARY))
    @given(data=st.data())
    def test_text_and_back(self, declared, data):
        """parse(text(v)) == v, for every input and every valid value; so a link gives back the number it was made of."""
        value = declared.check(data.draw(values(declared.id)))
        assert declared.parse(declared.text(value)) == value

    @pytest.mark.parametrize("id", sorted(id for id, declared in VOCABULARY.items() if isinstance(declared, (Numbers, Records))))
    @given(data=st.data())
    def test_cells_and_back(self, id, data):
        """The cells of a list, written as docs/assets/lists.mjs writes them, are read as the list."""
        declared = VOCABULARY[id]
        value = declared.check(data.draw(values(id)))
        cells = declared.cells(value)
        if isinstance(declared, Numbers):
            assert declared.parse(" ".join(f"{number};" for [number] in cells)) == value
        else:
            columns = [column.id for column in declared.columns]
            if not any(";" in cell or cell[0] == "[" for row in cells for cell in row):
                assert declared.parse("\n".join("\t".join(row) for row in cells)) == value
            assert declared.parse(json.dumps([dict(zip(columns, row, strict=True)) for row in cells])) == value

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


class TestLeftOut:
    """The kinds whose value may be left to the catalogue: a number, or a day."""

    @pytest.mark.parametrize("declared", [PRICE, LAYERS, DATA], ids=lambda declared: declared.id)
    def test_nothing_is_a_value(self, declared):
        """None in Python, null in JSON and an empty field are the same, and the default."""
        assert declared.check(None) is declared.parse("") is declared.parse("  ") is declared.default is None
        assert declared.text(None) == ""
        assert declared.exact(None) is None
        assert declared.describe()["default"] is None

    def test_zero_is_a_number(self):
        """A price of 0 is typed, not left out."""
        assert PRICE.check(0) == PRICE.parse("0") == 0
        assert PRICE.text(0) == "0"

    @pytest.mark.parametrize(
        ("declared", "text", "sentence"),
        [
            (PRICE, "-1", "input_usd_mtok must be at least 0 (got -1)"),
            (PRICE, "free", "input_usd_mtok must be a number such as 42,000, 42k or 2.5 (got 'free')"),
            (LAYERS, "1.5", "layers must be a whole number (got 1.5)"),
            (LAYERS, "0", "layers must be at least 1 (got 0)"),
            (DATA, "last year", "data must be a date written like 2026-11-12 or 2026-11 (got 'last year')"),
            (DATA, "2026-02-30", "data must be a date written like 2026-11-12 or 2026-11 (got '2026-02-30')"),
        ],
    )
    def test_wrong_text(self, declared, text, sentence):
        """What is typed keeps the rules of its kind."""
        with pytest.raises(InputError) as caught:
            declared.parse(text)
        assert str(caught.value) == sentence

    @pytest.mark.parametrize("declared", [PRICE, LAYERS, DATA], ids=lambda declared: declared.id)
    @given(value=json_values, text=texts)
    def test_anything_is_used_or_refused(self, declared, value, text):
        """Whatever comes in, it is a valid value or an InputError of this field; and what is valid survives its text."""
        for asked, what in ((declared.check, value), (declared.parse, text)):
            try:
                used = asked(what)
            except InputError as error:
                assert str(error).startswith(f"{declared.id} must ")
            else:
                assert declared.parse(declared.text(used)) == used


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
