"""One case for every calculator."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import Case, InputError, run
from calculator.inputs.families import FAMILIES, FAMILY_OF
from calculator.models.registry import CALCULATORS
from tests.calculator.given import inputs, values

every_calculator = pytest.mark.parametrize("id", CALCULATORS)


class TestCase:
    @every_calculator
    @given(data=st.data())
    def test_answers_as_run_does(self, id, data):
        """Whatever else the case holds: what another calculator alone takes changes no answer."""
        given = data.draw(inputs(id))
        others = [field for other in CALCULATORS.values() for field in other.inputs if field not in CALCULATORS[id].inputs]
        more = {field: data.draw(values(field)) for field in data.draw(st.lists(st.sampled_from(others), max_size=3, unique=True))}
        families = {FAMILY_OF[field].name for field in (*given, *CALCULATORS[id].inputs) if field in FAMILY_OF}
        alone = {}
        for field, value in more.items():
            if field not in FAMILY_OF:
                alone[field] = value
            elif FAMILY_OF[field].name not in families:
                families.add(FAMILY_OF[field].name)
                alone[field] = value
        assert Case(given | alone).run(id) == run(id, given)

    @pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
    def test_two_calculators_cannot_disagree(self, family):
        """Whichever unit the case says a quantity in: of two calculators that take it in two units, each has the other's number, converted."""
        takers = [(id, field) for id, calculator in CALCULATORS.items() for field in calculator.inputs if field in family.members]
        for _, said in takers:
            value = {"usage_growth_pct_year": 60.0, "spend_history_usd_month": [15_000.0]}.get(said, 12.0)
            for id, field in takers:
                own = Case({said: value}).run(id).inputs[field]
                assert Case({field: own}).run(id) == Case({field: own}).run(id)
                assert run(id, {said: value}).inputs[field] == own

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"team": 3}, "team must be an input of a calculator (got 3)"),
            ({"team_size": 0}, "team_size must be at least 1 (got 0)"),
            (
                {"usage_growth_pct_month": 3, "usage_growth_pct_year": 40},
                "usage_growth_pct_year must be left out where usage_growth_pct_month is given: both say growth (got 40)",
            ),
            ([1], "inputs must map input ids to values (got [1])"),
        ],
    )
    def test_no_case(self, given, sentence):
        """What is no input, out of bounds, or said twice is refused before any calculator is asked."""
        with pytest.raises(InputError) as caught:
            Case(given)
        assert str(caught.value) == sentence

    def test_is_a_value(self):
        """It is equal to what holds the same, can be copied, and is not changed, not even through the dict that it came from."""
        given = {"team_size": 3}
        case = Case(given)
        given["team_size"] = 4
        assert case == Case({"team_size": 3}) == copy.deepcopy(case) and repr(case) == "Case({'team_size': 3})"
        with pytest.raises(AttributeError, match="a case is not changed"):
            case.inputs = {}
