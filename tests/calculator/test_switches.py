from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.formulas.old_flips import candidates, distance, nearest_switch
from calculator.inputs.kinds import Boolean, Choice, Integer, Number, Numbers

WORDS = {"label": "Label", "help": "Help."}
AMOUNT = Number(id="amount", default=0, minimum=0, maximum=100, **WORDS)
PEOPLE = Integer(id="people", default=1, minimum=1, maximum=100, **WORDS)
LAW = Boolean(id="law", default=False, **WORDS)
SIZE = Choice(id="size", default="m", options={"s": "Small", "m": "Medium", "l": "Large"}, **WORDS)


class TestCandidates:
    def test_on_and_beside_an_edge(self):
        """The value on the edge and a step of the resolution to either side, also where a rounding error put the edge a hair below it."""
        beside = {Decimal("49.99"), 50, Decimal("50.01")}
        assert beside <= set(candidates(AMOUNT, [Decimal(50)]))
        assert beside <= set(candidates(AMOUNT, [Decimal(50) - Decimal("1e-26")]))

    def test_an_edge_between_two_steps(self):
        """50,000 / 12 falls between two cents; both are tried."""
        assert {Decimal("16.66"), Decimal("16.67")} <= set(candidates(AMOUNT, [Decimal(50) / 3]))

    def test_stay_within_the_bounds(self):
        """No value is proposed that the input would refuse."""
        assert sorted(candidates(AMOUNT, [Decimal(0), Decimal(100)])) == [0, Decimal("0.01"), Decimal("0.02"), Decimal("99.99"), 100]
        assert sorted(candidates(PEOPLE, [Decimal(1)])) == [1, 2, 3]

    def test_choices_offer_every_option(self):
        """Yes and no; every option."""
        assert candidates(LAW, []) == [True, False]
        assert candidates(SIZE, []) == ["s", "m", "l"]

    def test_a_list_has_no_nearest_value(self):
        """Which list would be nearest has no answer, so asking is a mistake of the programmer."""
        history = Numbers(id="history", default=[1], minimum=0, maximum=1, shortest=1, longest=2, **WORDS)
        with pytest.raises(TypeError, match="history: numbers has no nearest value"):
            candidates(history, [])


def test_distance():
    """Options are as far apart as their places, numbers as their difference."""
    assert distance(SIZE, "s", "l") == 2
    assert distance(AMOUNT, Decimal(3), Decimal("0.5")) == Decimal("2.5")
    assert distance(LAW, True, False) == 1


class TestNearestSwitch:
    @given(people=st.integers(1, 100), edges=st.lists(st.integers(2, 99), min_size=1, max_size=4, unique=True))
    def test_is_the_nearest_of_all(self, people, edges):
        """Against trying every value: the reported one changes the decision, and none is nearer."""

        def decide(x):
            return str(sum(x.people >= edge for edge in edges) % 2)

        today = decide(SimpleNamespace(people=people))
        others = [value for value in range(1, 101) if decide(SimpleNamespace(people=value)) != today]
        value, decision = nearest_switch(PEOPLE, SimpleNamespace(people=people), decide, map(Decimal, edges))
        assert decision == decide(SimpleNamespace(people=value)) != today
        assert abs(value - people) == min(abs(other - people) for other in others)

    def test_none_when_nothing_changes_it(self):
        """A decision that does not depend on the input has no switch."""
        assert nearest_switch(SIZE, SimpleNamespace(size="m"), lambda x: "always") is None

    def test_nearest_option(self):
        """Of several options that change it, the nearest place wins."""
        assert nearest_switch(SIZE, SimpleNamespace(size="s"), lambda x: "small" if x.size == "s" else x.size) == ("m", "m")
