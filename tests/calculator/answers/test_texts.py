from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.answers.run import run
from calculator.answers.texts import from_texts, to_query, to_texts
from calculator.errors import InputError
from calculator.models.registry import CALCULATORS
from tests.calculator.given import inputs, json_values, texts, typed

every_calculator = pytest.mark.parametrize("id", CALCULATORS)


class TestQuery:
    @every_calculator
    @given(data=st.data())
    def test_there_and_back(self, id, data):
        """A link gives back the inputs it was made of: the same numbers, so the same answer."""
        used = run(id, data.draw(inputs(id))).inputs
        back, errors = from_texts(id, typed(to_query(id, used)))
        assert errors == []
        assert {field: CALCULATORS[id].declared[field].default for field in used} | back == used

    @every_calculator
    @given(data=st.data())
    def test_holds_only_what_differs_from_the_default(self, id, data):
        """A link says what is special about it and nothing else; all defaults make an empty query."""
        used = run(id, data.draw(inputs(id))).inputs
        assert set(parse_qs(to_query(id, used), keep_blank_values=True)) == {
            field for field, value in used.items() if value != CALCULATORS[id].declared[field].default
        }

    def test_defaults_make_an_empty_query(self):
        """60.0 is the default 60, however it is written."""
        assert to_query("growth", {}) == to_query("growth", {"growth_pct_quarter": 40.0, "quarters": 8}) == ""

    def test_order_is_the_calculators(self):
        """The same inputs make the same link, in whatever order they were given."""
        assert to_query("growth", {"quarters": 5, "run_rate_usd_year": 1}) == "run_rate_usd_year=1&quarters=5"


class TestTexts:
    @every_calculator
    @given(data=st.data())
    def test_any_text_in_any_field(self, id, data):
        """What is typed is used or has one error of its own field."""
        given = data.draw(st.dictionaries(st.sampled_from(CALCULATORS[id].inputs), texts))
        found, errors = from_texts(id, given)
        assert set(found) | {error.field for error in errors} == set(given)
        assert len(found) + len(errors) == len(given)

    def test_bad_values_are_errors(self):
        """A value that cannot be used is an error beside those that can, never replaced or clamped."""
        found, errors = from_texts("growth", {"quarters": "99", "growth_pct_quarter": "", "run_rate_usd_year": "1"})
        assert found == {"run_rate_usd_year": 1}
        assert [str(error) for error in errors] == [
            "quarters must be at most 40 (got 99)",
            "growth_pct_quarter must be a number such as 42,000, 42k or 2.5 (got '')",
        ]

    @given(value=json_values)
    def test_what_is_no_text(self, value):
        """A value that is no text is an error too."""
        found, errors = from_texts("growth", {"quarters": value})
        if not isinstance(value, str):
            assert found == {}
            assert str(errors[0]).startswith("quarters must be given as text (got ")

    def test_a_field_of_another_calculator(self):
        """The sentence says what the calculator takes."""
        _, errors = from_texts("growth", {"team_size": "3"})
        assert (
            str(errors[0])
            == "team_size must be an input of growth, which takes run_rate_usd_year, growth_pct_quarter, quarters, today (got '3')"
        )

    def test_bad_inputs_make_no_link(self):
        """to_texts checks what it is given, so no link carries a value that it would refuse."""
        with pytest.raises(InputError, match="quarters must be at most 40"):
            to_texts("growth", {"quarters": 99})
        with pytest.raises(InputError, match="team_size must be an input of growth"):
            to_texts("growth", {"team_size": 3})
