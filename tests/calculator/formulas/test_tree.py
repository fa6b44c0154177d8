"""A formula's tree is the formula: what it comes to is what the function gives."""

from decimal import localcontext
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.formulas.answer import answer
from calculator.formulas.functions import least, most, share
from calculator.formulas.graph import constants, formulas_for, solve
from calculator.formulas.model import FLIPS, TRACED, VIEW
from calculator.formulas.tree import branch, evaluate, explore, node, nodes
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from calculator.numbers.decimals import CONTEXT
from tests.calculator.given import inputs


@pytest.mark.parametrize("value", [True, False, None, 7, 0, "an-option"])
def test_a_value_is_itself(value):
    """What a formula gives without computing comes back as it was."""
    assert evaluate(node(value), {}) is value or evaluate(node(value), {}) == value
    assert type(evaluate(node(value), {})) is type(value)


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
        late = formulas_for(calculator, every, frozenset((FLIPS, VIEW)))
        values = solve((formula for formula in formulas_for(calculator, every) if formula not in late), exact | constants(calculator))
        told = {id: output.kind for id, output in calculator.made.items()}
        for id, formula in calculator.formulas.items():
            if (
                id not in values
                or told.get(id, TRACED[0]) not in TRACED
                or formula.tree is None
                or any(values[at] is None for at in formula.needed)
            ):
                continue
            assert evaluate(formula.tree, values) == values[id], id
            assert evaluate(branch(formula.tree, values)[0], values) == values[id], id


def raised(value):
    return most(value, 1)


def test_a_formula_is_walked_with_signs_all_the_way():
    """What it calls is too: a function of ours that calls a listed one, one that keeps its results, one inside it, and one that it closes over."""
    kept = lru_cache(raised)

    def formula(a):
        return share(kept(a)) + (lambda value: raised(value) + least(value, 2))(a)

    assert [part.op for part in nodes(explore(formula, ("a",))) if part.op not in ("id", "number")] == [
        "+",
        "share",
        "most",
        "+",
        "most",
        "least",
    ]
    assert formula(3) == 3 / 100 + (3 + 2)


def test_no_sign_is_true_or_false_by_itself():
    """Which way a formula goes is asked only while it is walked: elsewhere an `if` over a sign would be right by chance."""
    with pytest.raises(TypeError, match="is neither true nor false outside its formula"):
        bool(node(7))
