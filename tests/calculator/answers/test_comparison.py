"""What differs between two answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import Case, run
from calculator.models.registry import CALCULATORS
from tests.calculator.given import inputs

every_calculator = pytest.mark.parametrize("id", CALCULATORS)


class TestComparison:
    @every_calculator
    @given(data=st.data())
    def test_is_what_differs(self, id, data):
        """Each input and each figure that differs and no other, and what is the same is the same; a difference leads from one number to the other."""
        one, other = data.draw(inputs(id)), data.draw(inputs(id))
        found = Case(one).compare(Case(other), id)
        here, there = run(id, one), run(id, other)
        assert (found.here, found.there) == (here, there)
        assert {row["input"] for row in found.inputs} == {field for field in here.inputs if here.inputs[field] != there.inputs[field]}
        for row in found.outputs:
            assert (row["here"], row["there"]) == (here.outputs[row["output"]], there.outputs[row["output"]]) and row["here"] != row[
                "there"
            ]
            if row["difference"] is not None:
                assert row["here"] + row["difference"] == pytest.approx(row["there"], rel=1e-9, abs=1e-6 * abs(row["here"]))
        same = {output for output, value in here.outputs.items() if value == there.outputs[output]}
        assert same.isdisjoint(row["output"] for row in found.outputs)
        assert found.headline.startswith("Both: ") == (here.answer["verdict"] == there.answer["verdict"])
