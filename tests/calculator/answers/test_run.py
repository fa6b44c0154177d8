"""The three functions that the package offers: for whatever comes in, an answer or one sentence."""

import json
import re
from collections.abc import Callable
from decimal import Decimal, getcontext, localcontext
from fractions import Fraction
from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import Result, calculators, describe, run
from calculator.errors import InputError
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from calculator.numbers.units import inside
from tests.calculator.given import Unwritable, choices, inputs, json_values, nested

every_calculator = pytest.mark.parametrize("id", CALCULATORS)
ODD = [nested(100_000), {"low": nested(9_996), "high": 1}, 10**5_000, Unwritable(), "x\u202e" * 500_000, b"5", 5j, range(5)]
ODD += [Decimal("nan"), Decimal("snan"), Decimal("1e999999999"), -Fraction(10**5_000), numpy.float32("inf"), numpy.longdouble("1e4000")]
ODD += [numpy.array([1, 2]), numpy.complex64(5), numpy.timedelta64(5, "D"), numpy.datetime64("2026-11-12")]

OF_KINDS = {VOCABULARY[field].kind: (id, field) for id, calculator in CALCULATORS.items() for field in calculator.inputs}


def assert_refused(ask: Callable) -> None:
    with pytest.raises(InputError, match=" must ") as caught:
        ask()
    assert len(str(caught.value)) < 1_500


def assert_told(result: Result) -> None:
    """The answer is told in sentences: each begins and ends as one, and has no Python in it."""
    for sentence in (result.headline, *filter(None, result.answer.values()), *result.warnings):
        assert sentence.endswith((".", ")")) and (sentence[0].isupper() or sentence[0] in "$-0123456789")
        assert not any(word in sentence for word in ("None", "True", "False", "Decimal", "E+", "{", "  "))
        assert "\n" not in sentence


def written_otherwise(value: Any) -> st.SearchStrategy:
    """The same inputs with each number as another library has it."""
    if isinstance(value, dict):
        return st.fixed_dictionaries({key: written_otherwise(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return st.tuples(*map(written_otherwise, value)).map(list)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return st.just(value)
    ways = [Decimal(repr(value)), Fraction(repr(value)), numpy.float64(value), numpy.longdouble(repr(value))]
    return st.sampled_from(ways + [numpy.int64(value)] * (value == int(value) and abs(value) < 2**63))


class TestCalculators:
    def test_the_list_is_a_copy(self):
        """Whoever changes the list changes their own."""
        calculators().clear()
        assert calculators()


class TestDescribe:
    @every_calculator
    def test_is_json_and_complete(self, id):
        """Every input and output with its label; a question that ends as one."""
        described = json.loads(json.dumps(describe(id), allow_nan=False))
        assert [item["id"] for item in described["inputs"]] == list(CALCULATORS[id].inputs)
        assert all(item["label"] for item in described["inputs"] + described["outputs"])
        assert described["question"].endswith("?")

    @every_calculator
    def test_outputs_are_those_of_the_answer(self, id):
        """What is described is what comes out: outputs, columns of tables, options of choices."""
        outputs = run(id).outputs
        assert set(outputs) == {output.id for output in CALCULATORS[id].outputs}
        for output in CALCULATORS[id].outputs:
            if output.kind in ("table", "record"):
                rows = outputs[output.id] if output.kind == "table" else [outputs[output.id]]
                assert all(list(row) == [column.id for column in output.columns] for row in rows)

    def test_unknown_calculator(self):
        """The sentence names those that there are."""
        with pytest.raises(InputError, match=r"calculator must be one of feature-or-product, .*got 'rent-or-buy'"):
            describe("rent-or-buy")


class TestRun:
    @every_calculator
    @given(data=st.data())
    def test_every_number_is_json(self, id, data):
        """For all valid inputs, the bounds included, nothing in the answer is infinite, NaN or no JSON; and the same inputs give the same answer."""
        given = data.draw(inputs(id))
        result = run(id, given).to_dict()
        text = json.dumps(result, allow_nan=False)
        assert json.loads(text) == result
        assert json.dumps(run(id, dict(reversed(given.items()))).to_dict()) == text

    @every_calculator
    @given(data=st.data())
    def test_the_answers_sentences(self, id, data):
        """Whatever the inputs: a headline and an answer in three parts that end as sentences do, warnings that do, and no Python in any of them."""
        assert_told(run(id, data.draw(inputs(id))))

    @every_calculator
    def test_the_sentences_of_each_choice(self, id):
        """They are sentences whatever is chosen: a name that begins small, as gpt-oss-120b does, begins none of them."""
        for chosen in choices(id):
            assert_told(run(id, chosen))

    @every_calculator
    @given(data=st.data())
    def test_the_answers_parts(self, id, data):
        """Whatever the inputs: a verdict of six words at most, none of them a part of the headline that is not there; and a day to look again after today,
        or why that is now."""
        result = run(id, data.draw(inputs(id)))
        verdict, because, again = result.answer.values()
        assert len(verdict.split()) <= 6 or "×" in verdict
        assert result.headline == (f"{verdict[:-1]}: {inside(because)}" if because else verdict)
        assert re.match(r"Look again (?:by \d+ \w+ 20\d\d[.,]|now: \w)", again)

    @pytest.mark.parametrize(
        ("given", "again"),
        [
            (
                {"api_spend_usd_month": 4000, "ml_talent": "none"},
                "24 May 2027, or when the API spend passes $4,167 a month (about December 2026)",
            ),
            (
                {"api_spend_usd_month": 4000, "ml_talent": "none", "today": "2027-08-31"},
                "29 February 2028, or when the API spend passes $4,167 a month (about September 2027)",
            ),
            (
                {"api_spend_usd_month": 4000, "ml_talent": "none", "today": "2027-02"},
                "28 August 2027, or when the API spend passes $4,167 a month (about March 2027)",
            ),
            (
                {"api_spend_usd_month": 4000, "ml_talent": "none", "usage_growth_pct_year": 0},
                "24 May 2027, or when the API spend passes $4,167 a month",
            ),
        ],
    )
    def test_the_day_to_look_again(self, given, again):
        """Half a year from the reader's day, or from the data's; and what growth brings before, with its month."""
        assert run("strategy", given).answer["again"] == f"Look again by {again}."

    @every_calculator
    @given(data=st.data())
    def test_choices_are_of_their_options(self, id, data):
        """A choice is always one of its options, or null where a sentence stands for null."""
        outputs = run(id, data.draw(inputs(id))).outputs
        for output in CALCULATORS[id].outputs:
            if output.kind == "choice":
                assert outputs[output.id] in [*output.options, *([None] if output.none != "unknown" else [])]

    @every_calculator
    @given(data=st.data())
    def test_any_value_is_used_or_refused(self, id, data):
        """Whatever stands for an input, run() answers or raises InputError."""
        field = data.draw(st.sampled_from(CALCULATORS[id].inputs) | st.text())
        try:
            run(id, {field: data.draw(json_values)})
        except InputError as error:
            named = error.to_dict()["field"] or "''"
            assert str(error).startswith(f"{named} must ")

    @pytest.mark.parametrize("odd", ODD, ids=lambda odd: type(odd).__name__)
    @pytest.mark.parametrize("kind", OF_KINDS)
    def test_an_object_of_any_kind_is_refused(self, kind, odd):
        """What cannot be written, or not in a sentence, is refused in one, by an input of each kind."""
        id, field = OF_KINDS[kind]
        assert_refused(lambda: run(id, {field: odd}))

    @pytest.mark.parametrize("odd", ODD, ids=lambda odd: type(odd).__name__)
    def test_so_is_one_in_any_other_place(self, odd):
        """For the name of an input, all inputs, the calculator, the seed and the day."""
        asked = [lambda: run(odd), lambda: run("growth", seed=odd), lambda: run("growth", as_of=odd), lambda: run("growth", odd)]
        if not isinstance(odd, (list, dict, numpy.ndarray, Decimal)):  # which no dict takes as a key, or not each
            asked.append(lambda: run("growth", {odd: 1}))
        for ask in asked:
            assert_refused(ask)

    @given(value=json_values)
    def test_anything_for_id_and_inputs(self, value):
        """The same for the calculator's id and for the inputs as a whole."""
        for asked in (lambda: run(value), lambda: run("growth", value)):
            try:
                asked()
            except InputError as error:
                assert error.field in ("calculator", "inputs") or error.field in value

    @every_calculator
    @given(data=st.data())
    def test_numbers_of_other_libraries_are_numbers(self, id, data):
        """A Decimal, a Fraction and NumPy's numbers give the answer that Python's own do, in lists, records and ranges too."""
        given = data.draw(inputs(id))
        expected = json.dumps(run(id, given).to_dict())
        assert json.dumps(run(id, data.draw(written_otherwise(given))).to_dict()) == expected

    def test_a_number_of_fewer_digits_is_what_it_is_written_as(self):
        """5.1 of a column of float32 is 5.1; a range and the seed take such numbers too, and an error says them plainly."""
        assert run("growth", {"growth_pct_quarter": numpy.float32(5.1)}).inputs["growth_pct_quarter"] == 5.1
        assert run("growth", {"quarters": {"low": numpy.int8(4), "high": Decimal(8)}}, seed=numpy.int64(7)).uncertainty["seed"] == 7
        for odd, rule in (
            (Decimal("5.5"), "a whole number (got 5.5)"),
            (Fraction(1, 3), "at least 1 (got 1/3)"),
            (numpy.int64(41), "at most 40 (got 41)"),
        ):
            with pytest.raises(InputError, match=f"^quarters must be {re.escape(rule)}$"):
                run("growth", {"quarters": odd})

    def test_null_is_not_left_out(self):
        """Leaving an input out takes its default; giving null for it is wrong."""
        assert run("growth", {}).inputs == run("growth", None).inputs == run("growth").inputs
        with pytest.raises(InputError, match=r"quarters must be a number \(got nothing\)"):
            run("growth", {"quarters": None})

    def test_answers_share_nothing(self):
        """Whoever changes an answer changes neither the next one nor a default."""
        before = json.dumps(run("evaluate-when").to_dict())
        result = run("evaluate-when")
        result.inputs["spend_history_usd_month"].append(1e9)
        result.outputs.clear()
        assert json.dumps(run("evaluate-when").to_dict()) == before

    def test_the_callers_decimal_context_is_of_no_account(self):
        """A notebook that computes with three digits gets the same answer, and its context back."""
        expected = run("growth").outputs
        with localcontext() as context:
            context.prec = 3
            assert run("growth").outputs == expected
            assert getcontext().prec == 3
