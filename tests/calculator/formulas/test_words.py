"""Trees in words: what is written is the tree, by the rules that readers know, and conditions can be turned round."""

import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.formulas.tree import Node, evaluate
from calculator.formulas.words import Name, WithNumbers, Writer, opposite
from calculator.numbers.units import NO_UNIT
from tests.calculator.arithmetic import evaluated as read_value
from tests.calculator.arithmetic import reads

VALUES = {"a": 2, "b": 3, "c": 5, "d": 7}


def name(id: str) -> Name:
    return Name(id, NO_UNIT)


ids = st.sampled_from([Node("id", id) for id in VALUES])
OPERATORS = [operator.add, operator.sub, operator.mul, operator.truediv]
trees = st.recursive(
    ids,
    lambda inner: (
        st.builds(lambda of, one, other: of(one, other), st.sampled_from(OPERATORS), inner, inner)
        | st.builds(lambda one: one**2, inner)
        | st.builds(lambda one: Node("ln", one), ids)
    ),
    max_leaves=6,
)


@given(tree=trees)
def test_what_is_written_comes_to_the_same(tree):
    """Read again by the rules of arithmetic, the numbers that are put in come to what the tree comes to: parentheses stand wherever they must."""
    try:
        value = float(evaluate(tree, VALUES))
    except ZeroDivisionError:
        return
    words = WithNumbers(name, VALUES).write(tree)
    read = reads(words)
    assert read is not None, words
    try:
        assert read_value(read).holds(value), words
    except ZeroDivisionError:
        return


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        (Node("monthly", Node("id", "a")) ** 2, "(a ^ (1/12)) ^ 2"),
        (Node("monthly", Node("id", "a") * Node("id", "b")), "(a x b) ^ (1/12)"),
        (Node("monthly", Node("id", "a")) * Node("id", "b"), "a ^ (1/12) x b"),
        (Node("id", "a") - (Node("id", "b") - Node("id", "c")), "a - (b - c)"),
        (Node("id", "a") - Node("id", "b") + Node("id", "c"), "a - b + c"),
        (Node("id", "a") / (Node("id", "b") * Node("id", "c")), "a / (b x c)"),
        (-(Node("id", "a") + Node("id", "b")), "-(a + b)"),
        (Node("rounded_up", Node("id", "a") / Node("id", "b")) * Node("id", "c"), "(a / b, rounded up) x c"),
        (Node("least", Node("id", "a") + 1, Node("id", "b")), "min(a + 1, b)"),
        (Node("largest", -Node("id", "a")), "the largest of -a"),
        (Node("count_true", Node("<", Node("id", "a"), Node("id", "b")), Node("id", "c")), "how many of these hold: a is below b; c: yes"),
        (Node("largest", Node("id", "a") * Node("id", "b")), "the largest of (a x b)"),
    ],
)
def test_parentheses(tree, words):
    """They stand where the formula would be another one without, and only there."""
    assert Writer(name).write(tree) == words


@pytest.mark.parametrize(
    ("count", "words"), [(3, "1 + 2 + 3"), (12, " + ".join(map(str, range(1, 13)))), (13, "sum of 13 values, the first 1, the last 13")]
)
def test_a_sum_is_written_out_up_to_twelve(count, words):
    """A longer list is told by its ends, as a list and as a list of what is done with each value."""
    values, each = Node("id", "values"), Node("column", Node("each", Node("id", "values")))
    for tree in (values, each):
        assert WithNumbers(name, {"values": list(range(1, count + 1))}).write(Node("total", tree)) == words


def test_a_sum_of_sums_needs_no_parentheses():
    """Each of its terms is a part of it; each difference of factors is not."""
    row = Node("each", Node("id", "values"))
    for tree, words in ((row + 4, "1 + 4 + 2 + 4"), ((row + 4) * 3, "(1 + 4) x 3 + (2 + 4) x 3")):
        assert WithNumbers(name, {"values": [1, 2]}).write(Node("total", Node("column", tree))) == words


CONDITIONS = [Node(op, Node("id", "a"), Node("id", "b")) for op in ("<", "<=", ">", ">=", "=", "!=")]
CONDITIONS += [Node("id", "a"), Node("known", Node("id", "a")), Node("not", Node("id", "a"))]
conditions = st.recursive(
    st.sampled_from(CONDITIONS),
    lambda inner: st.builds(lambda op, one, other: Node(op, one, other), st.sampled_from(["and", "or"]), inner, inner),
    max_leaves=4,
)


def truth(condition: Node, values: dict) -> bool:
    if condition.op in ("and", "or"):
        return (all if condition.op == "and" else any)(truth(part, values) for part in condition.parts)
    return not truth(condition.parts[0], values) if condition.op == "not" else bool(evaluate(condition, values))


@given(condition=conditions, values=st.fixed_dictionaries({"a": st.sampled_from([0, 1, 2]), "b": st.sampled_from([0, 1, 2])}))
def test_the_opposite_holds_where_the_condition_does_not(condition, values):
    """And nowhere else; the opposite of the opposite is the condition."""
    assert truth(opposite(condition), values) is not truth(condition, values)
    assert opposite(opposite(condition)).key == condition.key
