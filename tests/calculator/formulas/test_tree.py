"""A formula's tree is the formula: what it comes to is what the function gives."""

from decimal import localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.formulas.answer import answer
from calculator.formulas.graph import constants, needed, solve
from calculator.formulas.model import FLIPS, TRACED, VIEW
from calculator.formulas.tree import branch, evaluated, node
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from calculator.numbers.decimals import CONTEXT
from tests.calculator.given import inputs


@pytest.mark.parametrize("value", [True, False, None, 7, 0, "an-option"])
def test_a_value_is_itself(value):
    """What a formula gives without computing comes back as it was."""
    assert evaluated(node(value), {}) is value or evaluated(node(value), {}) == value
    assert type(evaluated(node(value), {})) is type(value)


@pytest.mark.parametrize("id", CALCULATORS)
@given(data=st.data())
def test_of_every_formula(id, data):
    """With any inputs, the whole tree and the branch that was taken come to what the function gives, which is what the answer has."""
    calculator, given = CALCULATORS[id], data.draw(inputs(id))
    declared = {field: VOCABULARY[field] for field in calculator.inputs}
    exact = {field: each.exact(each.check(given[field]) if field in given else each.default) for field, each in declared.items()}
    with localcontext(CONTEXT):
        answer(calculator, exact)  # the rules between fields hold
        every = frozenset(calculator.formulas)
        late = needed(calculator, every, frozenset((FLIPS, VIEW)))
        values = solve((formula for formula in needed(calculator, every) if formula not in late), exact | constants(calculator))
        told = {id: output.kind for id, output in calculator.made.items()}
        for id, formula in calculator.formulas.items():
            if (
                id not in values
                or told.get(id, TRACED[0]) not in TRACED
                or formula.tree is None
                or any(values[at] is None for at in formula.needed)
            ):
                continue
            assert evaluated(formula.tree, values) == values[id], id
            assert evaluated(branch(formula.tree, values)[0], values) == values[id], id
