"""Rules between two fields: what must be given, and what must stand in order."""

import pytest

from calculator import InputError, run
from calculator.answers.run import points
from calculator.formulas.rules import bounded, check, holds, within
from calculator.models.registry import CALCULATORS, inputs_of


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
        check(CALCULATORS[id], exact)
        run(id, given)
    for ask in () if sentence is None else (lambda: check(CALCULATORS[id], exact), lambda: run(id, given)):
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
    after = within(calculator, dict(before))
    assert {id: value for id, value in after.items() if value != before[id]} == taken
    assert holds(calculator, after)
    assert bounded(calculator) == {"today_passed", "candidate_passed", "both_passed"}
