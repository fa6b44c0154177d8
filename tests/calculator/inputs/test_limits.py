"""How long and how deep a text may be: looked at before it is parsed, whichever way it came; and nothing that is read takes longer than its length."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.answers.texts import from_texts, to_texts
from calculator.errors import InputError
from calculator.faces.bridge import MOST_FIELDS, answer
from calculator.inputs.kinds import Input, Number, number_text
from calculator.inputs.limits import DEEPEST, LONGEST_JSON, LONGEST_TEXT, Repeated, depth, read_json
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from tests.calculator.given import ROOT, json_values, typed

every_input = pytest.mark.parametrize("id", VOCABULARY)
HANG = 10  # seconds: no claim about speed, only an end to waiting for what would take hours
MEGABYTE = 10**6


def longest(id: str) -> object:
    """A valid value of the input whose text is as long as any."""
    declared, digits = VOCABULARY[id], 0.0000000012345678901234567
    if declared.kind in ("boolean", "choice"):
        return max(declared.options if declared.kind == "choice" else (True, False), key=lambda option: len(str(option)))
    if declared.kind == "day":
        return "2026-11-12"
    if declared.kind == "text":
        return "\N{GRINNING FACE}" * declared.longest
    if declared.kind == "numbers":
        return [digits] * declared.longest
    if declared.kind == "records":
        name, *others = declared.columns
        cells = {column.id: longest_cell(column, digits) for column in others}
        return [{name.id: f"[{place:02}" + "\N{GRINNING FACE}" * (name.longest - 3)} | cells for place in range(declared.longest)]
    if declared.whole:
        return {"low": declared.maximum - 1, "high": declared.maximum}
    low = max(declared.minimum, digits) + digits
    return {
        "low": low if declared.minimum <= low <= declared.maximum else declared.minimum,
        "high": max(declared.maximum - 0.1234567890123, low),
    }


def longest_cell(column: Input, digits: float) -> object:
    """The same of a column."""
    if column.kind == "number":
        return max(column.minimum + 0.0000012345678901, digits)
    return False if column.kind == "boolean" else max(column.options, key=len)


class TestLength:
    @every_input
    def test_the_longest_value_fits(self, id):
        """The longest value of each input fits with room, also where a program writes its JSON with every sign escaped."""
        value = VOCABULARY[id].check(longest(id))
        assert len(VOCABULARY[id].text(value)) < LONGEST_TEXT / 2
        assert len(json.dumps(value)) < LONGEST_TEXT
        assert VOCABULARY[id].parse(VOCABULARY[id].text(value)) == value

    def test_the_longest_request_fits(self):
        """So do all inputs of a calculator at their longest, in one request."""
        for id, calculator in CALCULATORS.items():
            texts = {field: VOCABULARY[field].text(VOCABULARY[field].check(longest(field))) for field in calculator.inputs}
            assert len(json.dumps({"calculator": id, "texts": texts})) < LONGEST_JSON / 10

    @every_input
    def test_a_longer_one_names_the_field(self, id):
        """In a form, a link and on the command line, which share this place: one sentence, whatever the text would have been."""
        for text in ("1" * (LONGEST_TEXT + 1), " " * MEGABYTE):
            with pytest.raises(InputError, match=f"^{id} must be at most 30,000 characters long \\(got ") as caught:
                VOCABULARY[id].parse(text)
            assert len(str(caught.value)) < 200

    def test_in_a_form_and_in_a_link(self):
        """The other fields are read as ever."""
        given = {"quarters": "5", "growth_pct_quarter": "1" * MEGABYTE}
        for texts in (given, typed("&".join(f"{key}={text}" for key, text in given.items()))):
            found, errors = from_texts("growth", texts)
            assert found == {"quarters": 5} and [error.field for error in errors] == ["growth_pct_quarter"]

    def test_a_request_and_a_file(self):
        """All inputs together have a limit of their own, and a request has no more fields than can be meant."""
        whole = json.dumps({"calculator": "growth", "texts": {"quarters": " " * LONGEST_JSON}})
        many = json.dumps({"calculator": "growth", "texts": {str(place): "" for place in range(MOST_FIELDS + 1)}})
        for request, rule in ((whole, "must be JSON: at most 1,000,000 characters are read"), (many, "must have at most 100 texts")):
            (error,) = json.loads(answer(request))["errors"]
            assert (error["field"], error["rule"]) == ("request", rule)
        with pytest.raises(ValueError, match="at most 1,000,000 characters are read"):
            read_json(" " * (LONGEST_JSON + 1))


class TestDepth:
    @pytest.mark.parametrize(
        ("text", "opened"),
        [
            ("", 0),
            ("[]", 1),
            ("[{}]", 2),
            ('{"a": [{"b": 1}]}', 3),
            ("[" * 50 + "]" * 50, 50),
            ("]]][", 0),
            ('["[[["]', 1),
            ('["\\"[[", [[]]]', 3),
        ],
    )
    def test_counts_brackets_outside_strings(self, text, opened):
        """A name may hold brackets."""
        assert depth(text) == opened

    @given(json_values)
    def test_is_that_of_the_value(self, value):
        """For any JSON: as deep as its lists and objects."""

        def deep(value: object) -> int:
            inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
            return 0 if inner is None else 1 + max(map(deep, inner), default=0)

        assert depth(json.dumps(value)) == deep(value)

    @pytest.mark.parametrize("deep", [DEEPEST + 1, 100, 2_000, 9_994, 9_996, 100_000])
    @pytest.mark.parametrize("brackets", ["[]", "{}"])
    def test_more_is_never_parsed(self, deep, brackets):
        """Not in a field, not in a request, not by a hair below what the parser takes: the sentence names the field."""
        opening = '{"a":' if brackets == "{}" else "["
        text = opening * deep + "1" + brackets[1] * deep
        for id in ("providers", "spend_history_usd_month", "quarters"):
            with pytest.raises(InputError, match=f"^{id} must be ") as caught:
                VOCABULARY[id].parse(text[:LONGEST_TEXT])
            assert "parser" not in str(caught.value)
        for request in (
            text,
            f'{{"calculator": "price-shock", "texts": {{"providers": {text}}}}}',
            f'{{"calculator": {text}, "texts": {{}}}}',
        ):
            (error,) = json.loads(answer(request))["errors"]
            assert error["field"] == "request" and "3 brackets" in error["rule"]

    def test_a_name_with_brackets_is_a_name(self):
        """It is read from a line and from JSON, and comes back."""
        for name in ("[[[[[", "A {{{{{", "]]]]", '"[[[[[', "\\"):
            rows = [{"name": name, "usd_month": 5}, {"name": "B", "usd_month": 6}]
            assert VOCABULARY["providers"].parse(VOCABULARY["providers"].text(rows)) == rows
            assert VOCABULARY["providers"].parse(json.dumps(rows)) == rows
            assert to_texts("price-shock", {"providers": rows})


class TestRepeated:
    @pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', '[{"b": 0, "a": 1, "a": 2}]'])
    def test_a_key_stands_once(self, text):
        """Which of two values was meant is not guessed."""
        with pytest.raises(Repeated) as caught:
            read_json(text)
        assert (caught.value.key, caught.value.first, caught.value.second) == ("a", 1, 2)

    def test_in_a_record(self):
        """Both are named."""
        with pytest.raises(InputError) as caught:
            VOCABULARY["providers"].parse('[{"name": "A", "usd_month": 1, "usd_month": 2}]')
        assert str(caught.value) == "providers must have each key once in a record, but usd_month stands twice (got 1 and 2)"

    def test_in_a_request(self):
        """A key that stands twice in a request is refused by name: which of its values was meant is not guessed."""
        (error,) = json.loads(answer('{"calculator": "growth", "texts": {"quarters": "5", "quarters": "6"}}'))["errors"]
        assert (error["field"], error["rule"]) == ("request", "must be JSON: quarters stands twice")


class TestNumbersAlone:
    @given(low=st.sampled_from([0, 1, 2.5]), high=st.sampled_from([3, 1e12]))
    def test_where_one_of_many_is_meant_a_range_is_refused(self, low, high):
        """In a list, in a record, at the end of a range; as a record and as text; with a sentence about the field."""
        for range_ in ({"low": low, "high": high}, f"{number_text(low)}..{number_text(high)}"):
            for id, value in (
                ("spend_history_usd_month", [range_]),
                ("providers", [{"name": "A", "usd_month": range_}]),
                ("upfront_usd", {"low": range_, "high": high}),
            ):
                with pytest.raises(InputError, match=f"^{id} must be a number "):
                    VOCABULARY[id].check(value)


def in_time(program: str) -> None:
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=HANG)
    assert ran.returncode == 0, ran.stderr


# What could be parted in many ways, and the sign at which an attempt fails.
PUMPS = [
    "1",
    "11.",
    "1e",
    "-",
    "+",
    ".",
    "..",
    "1..",
    " ",
    "\t \n",
    ", ",
    ",",
    ";",
    "; ,",
    ": ",
    "a: ",
    "a-",
    "-a",
    "0-",
    "[",
    "[]",
    '"',
    '\\"',
    '"[',
    "\\",
    " %",
    "1 %",
    "\u2026",
]
ENDS = ["", "x", "!", " ", '"', "]"]


@pytest.mark.whole("starts Python anew for each kind of input")
class TestTime:
    """Texts past the limit of length on purpose: each is read or refused before anybody would think of a hang."""

    @pytest.mark.parametrize("kind", sorted({declared.kind for declared in VOCABULARY.values()}))
    def test_every_kind_of_input(self, kind):
        id = next(id for id, declared in VOCABULARY.items() if declared.kind == kind)
        in_time(f"""
from calculator.inputs.vocabulary import VOCABULARY
from calculator.errors import InputError
for pump in {PUMPS!r}:
    for end in {ENDS!r}:
        try:
            VOCABULARY[{id!r}].read(pump * ({2 * LONGEST_TEXT} // len(pump)) + end)
        except InputError:
            pass
""")

    def test_every_pattern(self):
        """Each regular expression of the package over each text, whether or not it is asked for the whole of it."""
        in_time(f"""
import importlib, pkgutil, re, calculator
patterns = {{}}
for module in pkgutil.walk_packages(calculator.__path__, "calculator."):
    if not module.name.endswith("__main__"):
        names = vars(importlib.import_module(module.name))
        patterns |= {{f"{{module.name}}.{{name}}": found for name, found in names.items() if isinstance(found, re.Pattern)}}
assert len(patterns) >= 4, patterns
for pattern in patterns.values():
    for pump in {PUMPS!r}:
        for end in {ENDS[:3]!r}:
            pattern.fullmatch(pump * ({2 * LONGEST_TEXT} // len(pump)) + end)
""")

    def test_numbers(self):
        """The one that was quadratic: a million digits that are no number."""
        in_time(f"""
from calculator import InputError
from calculator.inputs.vocabulary import VOCABULARY
try:
    VOCABULARY["cash_usd"].read("1" * {MEGABYTE} + "x")
except InputError:
    pass
""")

    def test_a_request(self):
        in_time(f"""
from calculator.faces.bridge import answer
for request in ("[" * {MEGABYTE}, '{{"calculator":"' + "k" * {MEGABYTE} + '","texts":{{}}}}', '{{"calculator":"growth","texts":{{"' + "\\\\" * {MEGABYTE}):
    assert "errors" in answer(request)
""")


def test_every_pattern_is_seen():
    """Patterns have names in their modules, where the test above finds them; a pattern written into a call would go unseen."""
    inline = [
        f"{file.name}: {line.strip()}"
        for file in (ROOT / "calculator").rglob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if "re." in line
        and any(
            f" re.{call}(" in line or f"(re.{call}(" in line
            for call in ("match", "fullmatch", "search", "findall", "finditer", "split", "sub")
        )
    ]
    assert inline == []


def test_numbers_are_the_kind_that_may_be_ranges():
    """The helper above knows every kind."""
    assert all(isinstance(VOCABULARY[id], Number) == isinstance(longest(id), dict) for id in VOCABULARY)
