"""Every trace comes to its value: what its numbers are, put in as they are printed, and its words are the formula of those numbers.

What cannot be read as arithmetic is listed here with the reason, so that the test cannot go blind unseen.
"""

import math
import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import run
from calculator.data import sources
from calculator.formulas.model import Formula
from calculator.formulas.trace import Trace, fill
from calculator.formulas.tree import nodes as nodes_of
from calculator.models.registry import CALCULATORS
from calculator.numbers.units import unit_of
from publish.record.cases import value_at
from tests.calculator.arithmetic import agrees, atoms, constants, evaluated, holds, reads
from tests.calculator.given import cases, inputs, nodes

# Functions of formulas that one line of arithmetic does not hold: their numbers are told, not read.
PROCEDURES = {
    "above": "the part of a curve above a level",
    "above_hours": "the part of a list above a level",
    "exceeded": "a level of a curve",
    "exceeded_hours": "a level of a list",
    "on_hours": "a mean over the hours of a day",
    "exponential": "a power of e",
    "compounded": "a list of months",
    "levelled": "a list of months",
    "running": "a sum over months",
    "trailing": "a sum over months",
    "discounted": "a sum over months",
    "payback_after": "the month in which a sum over months gets there",
    "place_of_largest": "the best of 36 values",
    "rate_of_return": "the root of a polynomial",
    "run_at_least": "a run over the history",
    "total": "a sum over months",
    "largest": "the best of as many sums as the horizon has months",
    "smallest": "the least of as many sums as the horizon has months",
    "count_positive": "a count of providers",
    "count_of": "a count of answers",
    "count_true": "a count of criteria",
    "least_known": "the smaller of those that are known",
    "at": "a sum over months",
    "rises_each": "the highest of a sum over months",
    "month_of_highest": "the month of the highest of a sum",
    "deviations": "a quantile of the normal distribution",
}
FLOOR = 0.65  # of the nodes with a number, over the defaults and cases
SCALES = {"pct": 0.01, "return": 0.01, "points": 0.01}

every_calculator = pytest.mark.parametrize("id", CALCULATORS)


def scaled(node: dict) -> float:
    """The value of a node as its numbers give it: of a per cent the hundredth."""
    unit = unit_of(node["unit"] or node["output"].rpartition(".")[2])
    return node["value"] * SCALES.get(unit.form, SCALES.get(unit.words, 1.0))


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def formula_of(id: str, node: dict) -> Formula:
    """The formula that a node writes out."""
    calculator, path = CALCULATORS[id], node["output"].split(".")
    if node["unit"]:
        return calculator.formulas[node["unit"]]
    output = calculator.by_id[path[0]]
    if len(path) == 1:
        return output.formula
    column = next(column for column in output.columns if column.id == path[-1])
    return column.formula or calculator.formulas[output.formula.parameters[output.columns.index(column)]]


def functions_of(formula: Formula) -> set[str]:
    return set() if formula.tree is None else {part.op for part in nodes_of(formula.tree)}


def lies(id: str, node: dict, formula: Formula | None = None) -> list[str]:
    """What is not so in a node."""
    formula = formula or formula_of(id, node)
    place, value = f"{id}, {node['label']}: {node['formula']} | {node['numbers']} -> {node['value']}", node["value"]
    if formula.is_found:
        return [] if node["numbers"] or value is None else [f"{place} does not say where it was found"]
    if isinstance(value, (str, bool)) or formula.options:
        return [f"{place}: {part!r} does not hold" for part in node["numbers"].split("; ") if holds(part) is False]
    if value is None and ", as is " in node["formula"]:
        return []
    reason = re.fullmatch(r"(.+), since .+", node["formula"])
    if reason:
        told = value is None or reason[1] == str(value)
        found = [f"{place}: the reason {part!r} does not hold" for part in node["numbers"].split("; ") if holds(part) is False]
        return found if told else [*found, f"{place} is another value than the words have"]
    if value is None:
        told = node["formula"].startswith(formula.none)
        return (
            [] if told and (functions_of(formula) & {*PROCEDURES, "payback", "first_at_least"}) else [f"{place} has a formula and no value"]
        )
    tree = reads(node["numbers"])
    if tree is None:
        return [] if functions_of(formula) & set(PROCEDURES) else [f"{place} cannot be read, and holds no procedure"]
    try:
        found = [] if evaluated(tree).holds(scaled(node)) else [f"{place} comes to {tuple(evaluated(tree))}"]
    except ZeroDivisionError:
        found = [f"{place} divides by nothing"]
    words = reads(node["formula"], words=True)
    is_list = functions_of(formula) & set(PROCEDURES) or tree.op in ("number", "next of")
    told = is_list or (words is not None and agrees(words, tree) and constants(words) <= set(atoms(tree)))
    return found if told else [*found, f"{place}: the words are not the formula of the numbers"]


@cache
def known() -> list[tuple[str, dict]]:
    """(calculator, node) of every default and case."""
    asked = [(id, {}) for id in CALCULATORS] + [(case.calculator, case.inputs) for case in cases() if case.error is None]
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
    numbers = [
        (id, node, reads(node["numbers"]))
        for id, node in known()
        if is_number(node["value"]) and node["value"] and not formula_of(id, node).is_found
    ]
    read = [(node, evaluated(tree)) for id, node, tree in numbers if tree is not None]
    wide = [node for node, interval in read if interval.high - interval.low > 0.05 * max(abs(end) for end in interval)]
    print(f"{len(read)} of {len(numbers)} numbers read, {len(wide)} of them not to 5 %")
    assert len(read) >= FLOOR * len(numbers) and len(wide) <= 0.05 * len(read)


def test_every_procedure_is_one():
    """No function stands on the list whose numbers could always be read."""
    told = {
        name
        for id, node in known()
        if is_number(node["value"]) and reads(node["numbers"]) is None
        for name in functions_of(formula_of(id, node))
    }
    assert set(PROCEDURES) <= told | {"at", "discounted"}  # those two stand behind words by hand


def saving(one, units, other):
    return one * units - other


SAVING = Formula(saving, "Saving", none="never")
NODE = {
    "label": "L",
    "formula": "one x units - other",
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
        ({"formula": "one x units + other"}, "words are not the formula"),
        ({"formula": "one x (units - other)"}, "words are not the formula"),
        ({"formula": "one x 12 - other"}, "words are not the formula"),
        ({"formula": "rent x (1 + use)", "numbers": "$100 x (1 - 2 %)", "value": 98.0}, "words are not the formula"),
        ({"formula": "rent x (1 + growth)", "numbers": "$100 x (1 - 2 %)", "value": 98.0}, ""),
        ({"value": None}, "has a formula and no value"),
        ({"value": None, "formula": "never, since saving is at most 0", "numbers": "$9 is at most 0"}, "does not hold"),
        ({"value": None, "formula": "never, since saving is at most 0", "numbers": "-$9 is at most 0"}, ""),
        ({"value": 3.0, "formula": "0, since saving is at most 0", "numbers": "-$9 is at most 0"}, "another value than the words have"),
        ({"value": 0, "formula": "0, since run rate is at least mark", "numbers": "$9 is at least $5"}, ""),
        ({"value": 0, "formula": "0, since run rate is at least mark", "numbers": "$5 is at least $9"}, "does not hold"),
        ({"numbers": "about $36,000"}, "cannot be read"),
        ({"numbers": "$36,000 x 2 - $7 / $0"}, "divides by nothing"),
        ({"numbers": "$5 - $9", "formula": "one - other", "value": 0.0}, "comes to"),
        ({"numbers": "max(0, $5 - $9)", "formula": "max(0, one - other)", "value": 0.0}, ""),
        ({"numbers": "max(0, $5 - $9)", "formula": "one - other", "value": 0.0}, "words are not the formula"),
        ({"numbers": "(900 / 400, rounded up) x 8 + 1", "formula": "(peak / most, rounded up) x GPUs + spare", "value": 25}, ""),
        ({"numbers": "(900 / 400, rounded up) x 8 + 1", "formula": "(peak / most, rounded up) x GPUs + spare", "value": 17}, "comes to"),
        ({"numbers": "7 / 4, rounded down", "formula": "GPUs / a copy, rounded down", "value": 1}, ""),
        ({"numbers": "7 / 4, rounded down", "formula": "GPUs / a copy, rounded down", "value": 2}, "comes to"),
        ({"numbers": "90 / 40, rounded up to 1, 2 or 4", "formula": "all / one, rounded up to 1, 2 or 4", "value": 4}, ""),
        ({"numbers": "90 / 40, rounded up to 1, 2 or 4", "formula": "all / one, rounded up to 1, 2 or 4", "value": 2}, "comes to"),
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
    """Another number, another operator, words of another formula, a formula without a value, a reason that does not hold."""
    noticed = lies("growth", NODE | change, SAVING)
    assert found in noticed[0] if found else noticed == [], noticed


@pytest.mark.parametrize(
    ("node", "found"),
    [({"value": 5.0, "numbers": ""}, "where it was found"), ({"value": True, "numbers": "5 is above 9"}, "does not hold")],
)
def test_a_lie_of_another_kind_is_noticed(node, found):
    """What was looked up names where; a condition that is said to hold does."""
    formula = Formula(saving, "S", is_found=isinstance(node["value"], float))
    assert found in lies("growth", NODE | node, formula)[0]


def explained(result, path: str) -> bool:
    return any(node["output"] == path for node in nodes(result.trace))


class TestTrace:
    @every_calculator
    @given(data=st.data())
    def test_every_scalar_output_is_explained(self, id, data):
        """A single value, a choice and each entry of a record have a node that says how they came about."""
        result = run(id, data.draw(inputs(id)))
        for output in CALCULATORS[id].outputs:
            if output.kind in ("value", "choice"):
                assert explained(result, output.id)
            if output.kind == "record":
                assert all(explained(result, f"{output.id}.{column.id}") for column in output.columns)

    @every_calculator
    @given(data=st.data())
    def test_every_node_leads_to_its_value(self, id, data):
        """The value of a node is the value at its output path; its words are there; its source exists."""
        result = run(id, data.draw(inputs(id)))
        for node in nodes(result.trace):
            assert node["label"] and node["formula"] and node["numbers"]
            assert node["source"] == "" or node["source"] in sources
            if node["output"]:
                assert value_at(result.outputs, node["output"]) == node["value"]

    def test_a_path_that_leads_nowhere_is_noticed(self):
        """The check above can fail: a path of no output is a LookupError."""
        with pytest.raises(LookupError):
            value_at(run("growth").outputs, "rows.99.run_rate_usd_year")


def test_trace_to_dict_holds_its_steps():
    """A trace is a tree of records with the same keys at every depth."""
    inner = Trace("Inner", "a", "1", 1)
    outer = Trace("Outer", "b", "2", 2, "playbook", "saving_pct", steps=(inner,)).to_dict()
    assert outer["steps"][0].keys() == outer.keys() == {"label", "formula", "numbers", "value", "source", "output", "unit", "steps"}


@pytest.mark.parametrize(
    ("before", "after"),
    [("2 + ", "2 - 3"), ("2 - ", "2 - (-3)"), ("2 x ", "2 x (-3)"), ("2 / ", "2 / (-3)"), ("2 ^ ", "2 ^ (-3)"), ("", "-3")],
)
def test_a_number_below_nothing_is_put_into_a_formula(before, after):
    """Its sign goes into a sum; elsewhere it stands in parentheses."""
    assert fill([before, "id", ""], ["-3"]) == after
