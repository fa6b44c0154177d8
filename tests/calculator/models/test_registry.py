"""The one list of calculators."""

import re
from dis import get_instructions
from itertools import combinations
from types import CodeType

import pytest

from calculator import calculators
from calculator.errors import InputError
from calculator.formulas.model import Calculator, Output
from calculator.formulas.tree import Node, explore
from calculator.models.registry import CALCULATORS, find
from calculator.numbers.units import unit_of

GROUPS = {"framework", "roadmap", "mistakes", "economics"}


def test_ids_and_codes():
    """Each calculator has an id, a code and a group of its own; the list gives titles in the playbook's order."""
    assert list(calculators()) == list(CALCULATORS)
    shared = [(one.id, other.id) for one, other in combinations(CALCULATORS.values(), 2) if one.code == other.code]
    assert shared == []
    assert [(id, entry.group) for id, entry in CALCULATORS.items() if entry.group not in GROUPS] == []
    assert all(entry.id == id and entry.title == calculators()[id] for id, entry in CALCULATORS.items())


def test_a_number_has_the_unit_that_its_id_ends_in():
    """An ending that no unit has would print $0.076 as 0.1: it goes into calculator/numbers/units.py."""
    outputs = [
        part for entry in CALCULATORS.values() for output in entry.outputs for part in (output, *output.columns) if part.kind == "value"
    ]
    assert [output.id for output in outputs if "usd" in output.id.split("_") and not output.unit.words.startswith("US dollars")] == []
    assert [output.id for output in outputs if "pct" in output.id.split("_") and not output.unit.words.startswith("%")] == []
    assert not unit_of("usd_accepted_answer").words


@pytest.mark.parametrize("id", ["rent-or-buy", "break_even", "", None, ["growth"]])
def test_an_unknown_one_is_answered_with_those_that_there_are(id):
    """The id, which is that of links, and nothing like it; what is no text either."""
    with pytest.raises(InputError, match=r"^calculator must be one of feature-or-product, .*, break-even\b.* \(got "):
        find(id)


def asks_for_none(code: CodeType) -> bool:
    """Whether a function asks if something `is None`."""
    inner = [part for part in code.co_consts if isinstance(part, CodeType)]
    asks = {"IS_OP", "POP_JUMP_IF_NONE", "POP_JUMP_IF_NOT_NONE", "POP_JUMP_FORWARD_IF_NONE", "POP_JUMP_FORWARD_IF_NOT_NONE"}
    return any(step.opname in asks for step in get_instructions(code)) or any(map(asks_for_none, inner))


def test_no_formula_asks_whether_something_is_none():
    """A formula is walked with signs, none of which is None, so that way through it would be lost from trace, page and search: known() is asked."""
    formulas = [
        (id, formula) for id, calculator in CALCULATORS.items() for formula in calculator.formulas.values() if formula.tree is not None
    ]
    asking = [
        f"{id}: {formula.id}"
        for id, formula in formulas
        if asks_for_none(getattr(formula.function, "__wrapped__", formula.function).__code__)
    ]
    assert asking == [], "ask known(x) of calculator.formulas.functions instead of x is None"
    assert asks_for_none((lambda x: 1 if x is None else 2).__code__) and asks_for_none((lambda x: x is not None).__code__)


def test_every_answer_of_a_decision_has_words():
    """Each option that a decision may give is among those that have words."""
    lacking = [
        f"{id}: {output.id} gives {leaf.parts[0]!r}, which is not among its options"
        for id, calculator in CALCULATORS.items()
        for output in calculator.outputs
        if output.kind == "choice" and output.formula and output.formula.tree is not None
        for leaf in ends(output.formula.tree)
        if leaf.op == "text" and leaf.parts[0] not in output.options
    ]
    assert lacking == []
    assert [leaf.parts[0] for leaf in ends(explore(lambda a: "x" if a > 1 else "y", ("a",)))] == ["x", "y"]


def ends(tree: Node) -> list[Node]:
    """What the branches of a formula give."""
    return [leaf for part in tree.parts[1:] for leaf in ends(part)] if tree.op == "if" else [tree]


def twice_usd(upfront_usd):
    return upfront_usd * 2


@pytest.mark.parametrize(
    ("inputs", "step", "said"),
    [
        (("burn_usd",), twice_usd, "odd takes the input burn_usd, which the vocabulary does not have"),
        (
            ("cash_usd",),
            twice_usd,
            "odd: twice_usd takes upfront_usd, which is no input of it, no formula of its outputs or steps, and no threshold",
        ),
    ],
)
def test_a_name_that_is_not_there_is_said(inputs, step, said):
    """Of an input, and of what a formula takes."""
    words = {"id": "odd", "code": "S3", "group": "economics", "title": "Odd", "question": "Odd?", "said": str}
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        Calculator(inputs=inputs, outputs=(Output(step, "Twice"),), **words).formulas  # noqa: B018


def test_a_formula_that_rounds_is_told_how():
    """It is a sign that would be rounded, and the sentence says what there is instead."""
    with pytest.raises(TypeError, match=r"a formula does not round: .* rounded_up\(\)"):
        explore(lambda a: round(a), ("a",))
