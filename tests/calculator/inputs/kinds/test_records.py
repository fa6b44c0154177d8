"""Lists of records: what each column accepts, as a value and as text, by its own kind, and the sentence that says where it does not."""

import json

import pytest
from hypothesis import given

from calculator.errors import InputError
from calculator.faces.sheet.layout import chosen
from calculator.inputs.kinds import Boolean, Choice, Day, Input, Integer, Number, OptionalNumber, Records, Text
from calculator.inputs.vocabulary import VOCABULARY
from tests.calculator.given import json_values, texts, values, values_of
from tests.calculator.inputs.kinds import refusal

PROVIDERS = VOCABULARY["providers"]
STAGES = {"pre": "Before", "post": "After"}
FEATURES = Records(
    id="features",
    label="Features",
    help="A line each.",
    default=[],
    columns=(
        Text(id="name", label="Feature", help="", default=""),
        Choice(id="stage", label="Stage", help="", default="pre", options=STAGES),
        Boolean(id="own_data", label="Own data", help="", default=False, yes="on data of its own", no="on data of others"),
        Number(id="usd_month", label="Bill", help="", default=0, minimum=0, maximum=10_000),
        Integer(id="people", label="Team", help="", default=1, minimum=1, maximum=9),
        OptionalNumber(id="price_usd_mtok", label="Price", help="", minimum=1, maximum=5),
        Day(id="since", label="Since", help=""),
        Text(id="note", label="Note", help="", default="", longest=20, empty="no note"),
    ),
    shortest=1,
    longest=3,
    example="Search: pre, no, 100, 2, , 2026-11, slow",
)
SEARCH = {"name": "Search", "stage": "pre", "own_data": False, "usd_month": 100, "people": 2}
SEARCH |= {"price_usd_mtok": None, "since": "2026-11", "note": "slow"}


class TestColumns:
    """A record with a column of each kind that is one value."""

    def test_text(self):
        """Each cell is read as its column reads text: a word of the choice, yes or no, a number, nothing where that has a meaning."""
        assert FEATURES.parse(FEATURES.example) == [SEARCH]
        assert FEATURES.parse("A: B: post, YES, 2.50, 9, 3, ,")[0] == {
            "name": "A: B", "stage": "post", "own_data": True, "usd_month": 2.5, "people": 9, "price_usd_mtok": 3, "since": None, "note": "",
        }  # fmt: skip

    @given(value=values_of(FEATURES))
    def test_text_and_back(self, value):
        """The canonical text gives the same records, by JSON where a text holds a mark that would part it."""
        assert FEATURES.parse(FEATURES.text(FEATURES.check(value))) == value

    def test_canonical_text(self):
        """Lines as people write them, wherever they can be read again."""
        assert FEATURES.text([SEARCH]) == FEATURES.example
        assert FEATURES.text([SEARCH | {"note": "slow, dear"}]).startswith('[{"name": "Search", "stage": "pre", "own_data": false,')

    @pytest.mark.parametrize(
        ("column", "value", "rule"),
        [
            ("stage", "Before", "must be one of pre, post for Stage in row 2 (got 'Before')"),
            ("stage", ["pre"], "must be one of pre, post for Stage in row 2 (got ['pre'])"),
            ("own_data", "perhaps", "must be yes or no for Own data in row 2 (got 'perhaps')"),
            ("own_data", 1, "must be true or false for Own data in row 2 (got 1)"),
            ("usd_month", 10_001, "must be at most 10000 for Bill in row 2 (got 10001)"),
            ("usd_month", {"low": 1, "high": 2}, "must be a number for Bill in row 2 (got {'low': 1, 'high': 2})"),
            ("people", 1.5, "must be a whole number for Team in row 2 (got 1.5)"),
            ("price_usd_mtok", 0.5, "must be at least 1 for Price in row 2 (got 0.5)"),
            ("price_usd_mtok", {"low": 1, "high": 2}, "must be a number for Price in row 2 (got {'low': 1, 'high': 2})"),
            ("since", "yesterday", "must be a date written like 2026-11-12 or 2026-11 for Since in row 2 (got 'yesterday')"),
            ("note", "n" * 21, f"must be at most 20 characters long for Note in row 2 (got '{'n' * 21}')"),
        ],
    )
    def test_wrong_value(self, column, value, rule):
        """The rule is that of the column's kind, and the sentence says where it is broken."""
        assert refusal(FEATURES.check, [SEARCH, SEARCH | {"name": "Other", column: value}]) == f"features {rule}"

    @pytest.mark.parametrize(
        ("line", "rule"),
        [
            ("B: Before, no, 1, 1, , , ", "must be one of pre, post for Stage in row 2 (got 'Before')"),
            ("B: pre, perhaps, 1, 1, , , ", "must be yes or no for Own data in row 2 (got 'perhaps')"),
            ("B: pre, no, many, 1, , , ", "must be a number such as 42,000, 42k or 2.5 for Bill in row 2 (got 'many')"),
            ("B: pre, no, 1..2, 1, , , ", "must be a number such as 42,000, 42k or 2.5 for Bill in row 2 (got '1..2')"),
            ("B: pre, no, 2e4, 1, , , ", "must be at most 10000 for Bill in row 2 (got 2e4)"),
            ("B: pre, no, 1, 1, 1..2, , ", "must be a number such as 42,000, 42k or 2.5 for Price in row 2 (got '1..2')"),
            ("B: pre, no, 1, 1, , , , ", f"must be lines such as {FEATURES.example} (got 'B: pre, no, 1, 1, , , ,')"),
        ],
    )
    def test_wrong_text(self, line, rule):
        """The same of a line, with what was typed as it was typed; blank lines are not counted."""
        assert refusal(FEATURES.parse, f"{FEATURES.example}\n\n{line}") == f"features {rule}"

    def test_words(self):
        """Each cell as its column says it."""
        assert FEATURES.words([SEARCH]) == "Search: Before, $100 a month, 2, as listed, 2026-11, slow"
        assert FEATURES.words([SEARCH | {"own_data": True}]).startswith("Search: Before, own data, $100 a month")
        assert FEATURES.words([SEARCH | {"note": "", "price_usd_mtok": 3}]).endswith("$3 a million tokens, 2026-11, no note")

    def test_exact(self):
        """A model is given decimals, and what is no number as it is."""
        (exact,) = FEATURES.exact([SEARCH | {"usd_month": 0.1}])
        assert str(exact["usd_month"]) == "0.1" and exact["own_data"] is False and exact["price_usd_mtok"] is None

    def test_describe(self):
        """Each column with what its kind adds: options, bounds."""
        columns = {column["id"]: column for column in json.loads(json.dumps(FEATURES.describe()))["columns"]}
        assert columns["stage"]["options"] == STAGES
        assert (columns["usd_month"]["minimum"], columns["usd_month"]["unit"]) == (0, "US dollars a month")
        assert [column["kind"] for column in columns.values()] == [column.kind for column in FEATURES.columns]

    def test_a_sheet_has_the_words_of_a_choice(self):
        """As for a choice that is an input of its own; every other value stands as it is."""
        assert [chosen(column, SEARCH[column.id]) for column in FEATURES.columns] == [
            "Search",
            "Before",
            False,
            100,
            2,
            None,
            "2026-11",
            "slow",
        ]


@pytest.mark.parametrize("declared", [PROVIDERS, FEATURES], ids=lambda declared: declared.id)
class TestAnything:
    @given(value=json_values)
    def test_any_value_is_used_or_refused(self, declared: Input, value):
        """Whatever comes in, it is valid or an InputError that names the field."""
        try:
            assert declared.check(value) == value
        except InputError as error:
            assert str(error).startswith(f"{declared.id} must ")

    @given(text=texts)
    def test_any_text_is_used_or_refused(self, declared: Input, text):
        """The same for whatever is typed."""
        try:
            assert declared.check(declared.parse(text))
        except InputError as error:
            assert str(error).startswith(f"{declared.id} must ")


class TestProviders:
    @pytest.mark.parametrize(
        "text",
        ["A: 1\nB: 2.5", "A: 1; B: 2.5", " A:1 \n\n B : 2.5 ;", '[{"name": "A", "usd_month": 1}, {"name": "B", "usd_month": 2.5}]'],
    )
    def test_text(self, text):
        """Lines, semicolons, or JSON."""
        assert PROVIDERS.parse(text) == [{"name": "A", "usd_month": 1}, {"name": "B", "usd_month": 2.5}]

    def test_a_name_may_hold_a_colon(self):
        """What follows the last colon is the number."""
        assert PROVIDERS.parse("AWS: Bedrock: 3") == [{"name": "AWS: Bedrock", "usd_month": 3}]

    @given(value=values("providers"))
    def test_text_and_back(self, value):
        """Whatever the names hold, the canonical text gives the same records."""
        assert PROVIDERS.parse(PROVIDERS.text(PROVIDERS.check(value))) == value

    @pytest.mark.parametrize(
        ("value", "rule"),
        [
            ({}, "must be a list of records (got {})"),
            ([], "must hold 1 to 30 records (got 0 of them)"),
            ([{"name": "A"}], "must have the keys name, usd_month in row 1 (got {'name': 'A'})"),
            (
                [{"name": "A", "usd_month": 1, "model": "x"}],
                "must have the keys name, usd_month in row 1 (got {'name': 'A', 'usd_month': 1, 'model': 'x'})",
            ),
            ([{"name": "A", "usd_month": 1}, {"name": "B", "usd_month": -1}], "must be at least 0 for Bill in row 2 (got -1)"),
            ([{"name": "", "usd_month": 1}], "must not be empty for Provider in row 1 (got '')"),
            ([{"name": "A", "usd_month": {"low": 1, "high": 2}}], "must be a number for Bill in row 1 (got {'low': 1, 'high': 2})"),
            ([{"name": "A", "usd_month": "1..2"}], "must be a number such as 42,000, 42k or 2.5 for Bill in row 1 (got '1..2')"),
            (
                [{"name": "A", "usd_month": 1}, {"name": "A", "usd_month": 2}],
                "must name each record differently, but rows 1 and 2 are the same (got 'A')",
            ),
        ],
    )
    def test_wrong(self, value, rule):
        """The sentence names the row, and the column as a reader knows it."""
        assert refusal(PROVIDERS.check, value) == f"providers {rule}"

    @pytest.mark.parametrize("text", ["A 1", "A: 1, 000", "A", "[{", "[" * 9_000])
    def test_text_that_is_no_record(self, text):
        """It is answered with one that is."""
        assert "such as Provider A: 32000" in refusal(PROVIDERS.parse, text)

    def test_describe(self):
        """A declaration is JSON, its columns included."""
        described = json.loads(json.dumps(PROVIDERS.describe()))
        assert [column["id"] for column in described["columns"]] == ["name", "usd_month"]
        assert described["default"] == PROVIDERS.default

    def test_is_a_list_of_its_own(self):
        """Who changes what check() gave changes no default."""
        PROVIDERS.check(PROVIDERS.default)[0]["usd_month"] = 0
        assert PROVIDERS.default[0]["usd_month"] == 32_000
