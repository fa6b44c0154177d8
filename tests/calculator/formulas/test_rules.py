"""Rules between two fields: what must be given, and what must stand in order."""

import pytest

from calculator import InputError, run
from calculator.answers.run import points
from calculator.formulas.rules import check, holds
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
