"""What the sliders of an answer lead to."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculator import run
from calculator.answers.zones import PLACES, parts, strip, zones
from calculator.errors import InputError
from calculator.formulas.routes import route
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from tests.calculator.given import inputs

DECIDING = [
    id for id, calculator in CALCULATORS.items() if calculator.verdict and any(VOCABULARY[field].has_slider for field in calculator.inputs)
]


def at(found: list, share: float) -> str:
    return next(name for end, name in found if share <= end)


@pytest.mark.parametrize("id", DECIDING)
@given(data=st.data())
def test_a_zone_is_the_verdict_there(id, data):
    """At each place along each slider the colour is that of the verdict which the calculator gives there."""
    given = data.draw(inputs(id))
    found = zones(run(id, given))
    assume(found)
    field = data.draw(st.sampled_from(sorted(found)))
    place = data.draw(st.integers(0, PLACES - 1))
    share = place / (PLACES - 1)
    try:
        there = run(id, given | {field: VOCABULARY[field].at(share)})
    except InputError:
        assume(False)
    assert at(found[field]["parts"], share) == route(there.outputs[CALCULATORS[id].verdict])


def test_stretches():
    """They end half-way between two places, the last at the end; each has the colour of its verdict."""
    found = parts(["closed"] * 10 + [None] * 9 + ["hybrid"] * 30)
    assert found == [[9.5 / 48, "closed"], [18.5 / 48, ""], [1.0, "hybrid"]]
    assert at(found, 9 / 48) == "closed" and at(found, 10 / 48) == ""


def test_strip():
    """From the lowest to the highest; what is not known has no place, and a level line is none."""
    assert strip([1, None, 3, 2]) == [0, None, 1, 0.5]
    assert strip([2, 2, None]) == [] == strip([None])


def test_a_slider_on_which_a_number_fits_no_other_has_none():
    """Rules between fields stop the slider; there is nothing to colour."""
    assert "evaluate_from_usd_month" not in zones(run("evaluate-when"))
