"""Rules between two fields: what must be given, and what must stand in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import InputError, run
from calculator.answers.run import points
from calculator.formulas.model import Within
from calculator.formulas.rules import bounded, check, holds, moved, within
from calculator.models.registry import CALCULATORS, inputs_of
from tests.calculator.given import inputs


def values(id: str, given: dict) -> dict:
    declared = inputs_of(CALCULATORS[id])
    return points(declared, {field: kind.check(given.get(field, kind.default)) for field, kind in declared.items()})


OWN = {"model": "own", "input_usd_mtok": 1, "output_usd_mtok": 1, "cached_input_pct": 0, "batch_pct": 0}


@pytest.mark.parametrize(
    ("id", "given", "sentence"),
    [
        ("evaluate-when", {"evaluate_from_usd_month": 5_000, "overdue_from_usd_month": 5_000}, None),
        (
            "evaluate-when",
            {"evaluate_from_usd_month": 5_000, "overdue_from_usd_month": 4_999.99},
            "overdue_from_usd_month must be at least evaluate_from_usd_month, 5000 (got 4999.99)",
        ),
        ("api-bill", OWN, None),
        ("api-bill", OWN | {"output_usd_mtok": 0}, None),
        ("api-bill", OWN | {"output_usd_mtok": None}, "output_usd_mtok must be given where model is own (got nothing)"),
        ("api-bill", OWN | {"cached_input_pct": 1}, "cached_input_usd_mtok must be given where model is own (got nothing)"),
        ("api-bill", OWN | {"cached_input_pct": 1, "cached_input_usd_mtok": 0}, None),
        ("api-bill", OWN | {"model": "gpt-6-luna", "output_usd_mtok": None}, None),
        ("evaluation", {"cases": 352}, None),
        ("evaluation", {"cases": 351}, "today_passed must be 0 to 351: no more can pass than there are cases (got 352)"),
        ("evaluation", {"cases": 400, "both_passed": 296}, None),
    ],
)
def test_a_rule_holds_or_has_its_sentence(id, given, sentence):
    """Equal is in order, 0 is given, and what is not used need not be given; run() says the same."""
    exact = values(id, given)
    assert holds(CALCULATORS[id], exact) == (sentence is None)
    if sentence is None:
        check(CALCULATORS[id].rules, exact)
        run(id, given)
    for ask in () if sentence is None else (lambda: check(CALCULATORS[id].rules, exact), lambda: run(id, given)):
        with pytest.raises(InputError) as caught:
            ask()
        assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({"today_passed": 500}, {"today_passed": 400}),
        ({"cases": 100, "both_passed": 300}, {"today_passed": 100, "candidate_passed": 100, "both_passed": 100}),
        ({"both_passed": 0}, {"both_passed": 296}),
        ({}, {}),
    ],
)
def test_what_others_bound_is_the_bound_in_a_draw(given, taken):
    """One after the other, in the order of the rules; what is not given stays so, and the rules hold then."""
    calculator, before = CALCULATORS["evaluation"], values("evaluation", given)
    after = within(calculator.rules, dict(before))
    assert {id: value for id, value in after.items() if value != before[id]} == taken
    assert holds(calculator, after)
    assert bounded(calculator.rules) == {"today_passed", "candidate_passed", "both_passed"}


@given(data=st.data())
@pytest.mark.parametrize("id", [id for id, calculator in CALCULATORS.items() if calculator.rules])
def test_a_rule_that_asks_for_nothing_that_moves_says_the_same(id, data):
    """Whatever inputs take other values: the rules that are left bound them as all do, and refuse what all refuse."""
    calculator = CALCULATORS[id]
    before, other = (values(id, data.draw(inputs(id))) for _ in range(2))
    varied = data.draw(st.lists(st.sampled_from(calculator.inputs), min_size=1, max_size=4, unique=True))
    left = moved(calculator.rules, before, varied)
    draw = before | {field: other[field] for field in varied}
    one, two = within(calculator.rules, dict(draw)), within(left, dict(draw))
    assert one == two
    refused = []
    for rules in (calculator.rules, left):
        try:
            check(rules, one)
            refused.append(None)
        except InputError as error:
            refused.append(str(error))
    assert refused[0] == refused[1]


def test_a_rule_that_asks_for_what_moves_is_left():
    """Numbers of GPUs move the rule on whole copies, and a load none; what others bound moves where they do."""
    before = values("self-host", {"setup": "llama-4-maverick-h200", "gpus": 8})
    rules = CALCULATORS["self-host"].rules
    assert moved(rules, before, ["requests_per_second"]) == ()
    assert "gpus" in {rule.field for rule in moved(rules, before, ["gpus"]) if hasattr(rule, "field")}
    evaluation = CALCULATORS["evaluation"].rules
    assert bounded(moved(evaluation, values("evaluation", {"both_passed": 290}), ["cases"])) >= {"today_passed", "both_passed"}


def test_what_is_bounded_by_what_is_bounded_moves_too():
    """A range of the first moves the second, which bounds the third: both rules are asked of each draw, and one that asks for neither is not."""
    second, third, other = (
        Within(field, lambda v: 0, lambda v, bound=bound: v[bound], "") for field, bound in (("b", "a"), ("c", "b"), ("y", "x"))
    )
    values = {"a": 3, "b": 2, "c": 1, "x": 5, "y": 4}
    assert moved((third, second, other), values, ["a"]) == (third, second)
    assert moved((third, second, other), values, ["b"]) == (third, second)
    assert moved((third, second, other), values, ["c"]) == (third,)
