"""Every trace comes to its value: what its numbers are, put in as they are printed, and its words are the formula of those numbers.

What cannot be read as arithmetic is listed here with the reason, so that the test cannot go blind unseen.
"""

import math
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import run
from calculator.models.registry import CALCULATORS
from calculator.numbers.units import unit_of
from publish.record.cases import load
from tests.calculator.arithmetic import NoArithmetic, agrees, atoms, constants, evaluated, reads
from tests.calculator.given import CASES, inputs, nodes

# Numbers that come of a procedure over months, a history or a list, which one line of arithmetic does not hold.
PROCEDURES = {
    ("five-questions", "Pushes"): "a count of answers",
    ("five-questions", "Enablers"): "a count of answers",
    ("strategy", "Criteria met: closed"): "a count of criteria",
    ("strategy", "Criteria met: hybrid"): "a count of criteria",
    ("strategy", "Criteria met: open-first"): "a count of criteria",
    ("evaluate-when", "Months at or above the lower edge"): "a run over the history",
    ("timing", "Best start"): "the best of 36 values",
    ("timing", "Payback"): "the month in which a sum over months gets there",
    ("timing", "Cost of the wait so far"): "a sum over months",
    ("break-even", "Most ever recovered"): "the best of as many sums as the horizon has months",
    ("break-even", "The savings at today's value"): "a sum over months",
    ("break-even", "Internal rate of return"): "the root of a polynomial",
    ("self-host", "Error of the throughput model"): "a mean over measured runs",
}
# Formulas told in words without operators.
TOLD = {
    ("price-shock", "AI spend today"): "a sum over the reader's providers",
    ("price-shock", "Concentration"): "a sum over the reader's providers",
    ("growth", "Trailing at the end"): "a sum over four quarters",
    ("self-host", "Tokens served"): "the smaller of two",
}
FLOOR = 0.75  # of the nodes with a number, over the defaults and cases
SCALES = {"pct": 0.01, "of 10,000": 0.0001}  # the index of concentration is a square of per cents

every_calculator = pytest.mark.parametrize("id", CALCULATORS)


def scaled(node: dict) -> float:
    """The value of a node as its numbers give it: of a per cent the hundredth."""
    unit = unit_of(node["unit"] or node["output"].rpartition(".")[2])
    return node["value"] * SCALES.get(unit.form, SCALES.get(unit.words, 1.0))


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_choice(id: str, node: dict) -> bool:
    return any(output.id == node["output"] and output.kind == "choice" for output in CALCULATORS[id].outputs)


def lies(id: str, node: dict) -> list[str]:
    """What is not so in a node."""
    place, tree = f"{id}, {node['label']}: {node['formula']} | {node['numbers']} -> {node['value']}", reads(node["numbers"])
    if node["value"] is None and not is_choice(id, node):
        told = node["formula"].startswith(("never", "unknown", "none"))
        return [] if told and tree is None else [f"{place} has a formula and no value"]
    if not is_number(node["value"]):
        return []
    name = (id, node["label"])
    if tree is None:
        return [] if name in PROCEDURES else [f"{place} cannot be read, and is not listed"]
    try:
        found = [] if evaluated(tree).holds(scaled(node)) else [f"{place} comes to {tuple(evaluated(tree))}"]
    except ZeroDivisionError:
        found = [f"{place} divides by nothing"]
    except NoArithmetic as error:
        found = [f"{place}: {error}"]
    words = reads(node["formula"], words=True)
    if tree.op == "zero":
        told = node["formula"].startswith("0, since ")
    elif tree.op == "floor":
        told = node["formula"].endswith(", not below 0") and words is not None and agrees(words, tree.parts[0])
    elif name in TOLD or tree.op == "number":
        told = True
    else:
        told = words is not None and agrees(words, tree) and constants(words) <= set(atoms(tree))
    return found if told else [*found, f"{place}: the words are not the formula of the numbers"]


@cache
def known() -> list[tuple[str, dict]]:
    """(calculator, node) of every default and case."""
    asked = [(id, {}) for id in CALCULATORS] + [(case.calculator, case.inputs) for case in load(CASES) if case.error is None]
    return [(id, node) for id, given in asked for node in nodes(run(id, given).trace)]


def test_the_defaults_and_cases():
    """Each node comes to its value, by the formula that its words say."""
    assert [lie for id, node in known() for lie in lies(id, node)] == []


@every_calculator
@given(data=st.data())
def test_any_inputs(id, data):
    """The same for all valid inputs."""
    for node in nodes(run(id, data.draw(inputs(id))).trace):
        assert lies(id, node) == []


def test_most_nodes_are_read():
    """The share of numbers that the test reads, and sharply enough to mean something, does not fall unseen."""
    numbers = [(id, node, reads(node["numbers"])) for id, node in known() if is_number(node["value"])]
    read = [(node, evaluated(tree)) for id, node, tree in numbers if tree is not None]
    wide = [node for node, interval in read if interval.high - interval.low > 0.05 * max(abs(end) for end in interval)]
    print(f"{len(read)} of {len(numbers)} numbers read, {len(wide)} of them not to 5 %")
    assert len(read) >= FLOOR * len(numbers) and len(wide) <= 0.05 * len(read)


def test_nothing_is_listed_that_can_be_read():
    """A node on the lists above is there in a default or a case, and is as the list says."""
    unread = {(id, node["label"]) for id, node in known() if is_number(node["value"]) and reads(node["numbers"]) is None}
    told = {(id, node["label"]) for id, node in known() if reads(node["numbers"]) and reads(node["formula"], words=True).op == "word"}
    assert set(PROCEDURES) == unread
    assert set(TOLD) <= told


NODE = {
    "label": "L",
    "formula": "saving x units - fixed cost",
    "numbers": "$2.20 x 20,000 - $8,000",
    "value": 36_000.0,
    "output": "",
    "unit": "usd",
}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, ""),
        ({"value": 36_200.0}, "comes to"),
        ({"numbers": "$2.20 x 20,000 + $8,000"}, "comes to"),
        ({"numbers": "$2.20 x 20,001 - $8,200"}, "comes to"),
        ({"formula": "saving x units + fixed cost"}, "words are not the formula"),
        ({"formula": "saving x (units - fixed cost)"}, "words are not the formula"),
        ({"formula": "saving x 12 - fixed cost"}, "words are not the formula"),
        ({"formula": "rent x (1 + use)", "numbers": "$100 x (1 - 2 %)", "value": 98.0}, "words are not the formula"),
        ({"formula": "rent x (1 + growth)", "numbers": "$100 x (1 - 2 %)", "value": 98.0}, ""),
        ({"value": None}, "has a formula and no value"),
        ({"value": None, "formula": "never: there is no saving", "numbers": "$5 - $9"}, "has a formula and no value"),
        ({"value": None, "formula": "never: there is no saving", "numbers": "-$9 is not above 0"}, ""),
        ({"numbers": "about $36,000"}, "cannot be read"),
        ({"numbers": "$36,000 x 2 - $7 / $0"}, "divides by nothing"),
        ({"numbers": "$5 - $9", "formula": "one - other", "value": 0.0}, "comes to"),
        ({"numbers": "not below 0: $5 - $9", "formula": "one - other, not below 0", "value": 0.0}, ""),
        ({"numbers": "not below 0: $5 - $9", "formula": "one - other", "value": 0.0}, "words are not the formula"),
        ({"numbers": "already there: $9 is at least $5", "formula": "0, since it is already there", "value": 0.0}, ""),
        (
            {"numbers": "already there: $5 is at least $9", "formula": "0, since it is already there", "value": 0.0},
            "reason for 0 does not hold",
        ),
        ({"numbers": "900 / 400, rounded up, x 8 + 1", "formula": "peak / most, rounded up, x GPUs + spare", "value": 25}, ""),
        ({"numbers": "900 / 400, rounded up, x 8 + 1", "formula": "peak / most, rounded up, x GPUs + spare", "value": 17}, "comes to"),
        ({"numbers": "($5 + $4) / 2 ^ 2", "formula": "(one + other) / 2 ^ 2", "value": 2.25}, ""),
        (
            {
                "numbers": "ln($200 / $100) / ln(1 - 5 %)",
                "formula": "ln(mark / spend) / ln(1 + growth)",
                "value": math.log(2) / math.log(0.95),
            },
            "",
        ),
        ({"numbers": "less than 0.1 months + 2 months", "formula": "one + other", "value": 2.05}, ""),
    ],
)
def test_a_lie_is_noticed(change, found):
    """Another number, another operator, words of another formula, a formula without a value, a clamped value that does not say so."""
    noticed = lies("growth", NODE | change)
    assert found in noticed[0] if found else noticed == [], noticed
