"""What turns a verdict: for each input alone the nearest value that changes it, all other inputs as they are.

A verdict changes only where one of the conditions on the way to it does, and a condition sets two numbers against each other. So for each
input the places are sought where the gap between two such numbers closes: at once where the gap is a straight line in that input, else among
marks over its bounds and from there by false position. What is found is confirmed by the verdict itself, on the nearest steps at both sides.
"""

from collections.abc import Iterator, Mapping
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache
from typing import NamedTuple

from calculator.formulas.graph import needed, solve
from calculator.formulas.model import Calculator, Formula
from calculator.formulas.tree import OPPOSITES, Node, evaluated, leaves, nodes
from calculator.inputs.kinds import Boolean, Choice, Number
from calculator.inputs.vocabulary import VOCABULARY
from calculator.numbers.decimals import exact

STRETCHES = 4  # between the ends of a slider, from mark to mark
FAR = 10  # times the slider's end: one more mark on the way to the bound
PASSED_THROUGH = ("share", "percent")  # functions that leave a straight line straight


class Gap(NamedTuple):
    """A condition, of one formula, that an input may turn. `straight`: the two numbers lie apart by a straight line in that input."""

    condition: Node
    straight: bool


class Way(NamedTuple):
    """What an input does on its way to the verdict: the formulas that it moves, in their order, and the conditions in them."""

    formulas: tuple[Formula, ...]
    gaps: tuple[Gap, ...]


@lru_cache(maxsize=None)
def way(calculator: Calculator, id: str) -> Way:
    formulas = needed(calculator, frozenset((calculator.verdict,)), frozenset((id,)))
    degrees: dict[str, int | None] = {id: 1}
    gaps: dict[tuple, Gap] = {}
    for formula in formulas:
        degrees[formula.id] = degree(formula.tree, degrees) if formula.tree is not None else None
        for condition in nodes(formula.tree) if formula.tree is not None else ():
            is_number = condition.op in OPPOSITES and condition.parts[1].op != "text"
            if (is_number or condition.op == "known") and not degrees.keys().isdisjoint(leaves(condition)):
                line = Node("-", *condition.parts) if is_number else condition
                gaps[condition.key] = Gap(condition, degree(line, degrees) == 1)
    return Way(formulas, tuple(gaps.values()))


def degree(tree: Node, degrees: Mapping[str, int | None]) -> int | None:
    """The power to which an input enters a tree, of which `degrees` holds that of all ids that hang on it; None where it is no polynomial."""
    if tree.op == "id":
        return degrees.get(tree.parts[0], 0)
    if degrees.keys().isdisjoint(leaves(tree)):
        return 0
    parts = [degree(part, degrees) for part in tree.parts]
    if None in parts or tree.op not in ("+", "-", "neg", "*", "/", *PASSED_THROUGH):
        return None
    if tree.op == "*":
        return sum(parts)
    if tree.op == "/":
        return None if parts[1] else parts[0]
    return max(parts)


def flips(calculator: Calculator, values: Mapping) -> dict:
    """Input id -> {"value", "verdict"} of the nearest value that turns the verdict, or None. A list has no nearest value and is left out."""
    return {id: flip(calculator, id, values) for id in calculator.inputs if isinstance(VOCABULARY[id], (Boolean, Choice, Number))}


def flip(calculator: Calculator, id: str, values: Mapping) -> dict | None:
    along, today = way(calculator, id), values[calculator.verdict]
    if not along.formulas or values[id] is None:
        return None
    for value in candidates(VOCABULARY[id], along, values):
        verdict = solve(along.formulas, {**values, id: value})[calculator.verdict]
        if verdict != today:
            return {"value": value, "verdict": verdict}
    return None


def candidates(declared: Boolean | Choice | Number, along: Way, values: Mapping) -> list:
    """The values worth trying, the nearest first: every other answer of a choice; of a number the steps around each place where a gap closes."""
    here = values[declared.id]
    if isinstance(declared, Boolean):
        return [not here]
    if isinstance(declared, Choice):
        options = list(declared.options)
        return sorted(options, key=lambda option: (abs(options.index(option) - options.index(here)), option))
    step = exact(declared.resolution)
    tried = set()
    for place in closings(declared, along, values):
        below = (place / step).to_integral_value(ROUND_FLOOR)
        tried |= {(below + shift) * step for shift in (-1, 0, 1, 2)}  # 2: a place at 239 may come as 238.999..., and turn only beyond 239
    inside = (value for value in tried if declared.minimum <= value <= declared.maximum)
    return sorted((int(value) if declared.whole else value for value in inside), key=lambda value: (abs(value - here), value))


def closings(declared: Number, along: Way, values: Mapping) -> Iterator[Decimal]:
    """The places at which a gap may close."""
    here = exact(values[declared.id])
    solved: dict[Decimal, dict] = {here: dict(values)}

    def gap(at: Decimal, condition: Node) -> Decimal | None:
        if at not in solved:
            solved[at] = solve(along.formulas, {**values, declared.id: at})
        if condition.op == "known":
            return None if evaluated(condition.parts[0], solved[at]) is None else Decimal(1)
        one, other = (evaluated(side, solved[at]) for side in condition.parts)
        return None if one is None or other is None else exact(one) - exact(other)

    for condition, straight in along.gaps:
        if straight:
            there = here + 1
            first, second = gap(here, condition), gap(there, condition)
            if first is not None and first != second:
                yield here - first / (second - first)
            continue
        places = marks(declared, here)
        for low, high in zip(places, places[1:], strict=False):
            one, other = gap(low, condition), gap(high, condition)
            if one == 0:
                yield low
            if sign(one) != sign(other):
                yield closing(lambda at, condition=condition: gap(at, condition), low, high, one, other, exact(declared.resolution) / 2)


def sign(number: Decimal | None) -> int | None:
    return None if number is None else (number > 0) - (number < 0)


def marks(declared: Number, here: Decimal) -> list[Decimal]:
    """Where a gap is looked at: the bounds, over the slider, and around here."""
    lowest, highest = exact(declared.minimum), exact(declared.maximum)
    low, high, _ = map(exact, declared.slider or (here / 2, here * 2, 1))
    found = {low + (high - low) * place / STRETCHES for place in range(STRETCHES + 1)} | {lowest, here / 2, here, here * 2, high * FAR, highest}
    return sorted(mark for mark in found if lowest <= mark <= highest)


def closing(gap, low: Decimal, high: Decimal, one, other, width: Decimal) -> Decimal:
    """Where the gap closes, or comes into being, between `low` and `high`, at whose ends it differs in sign; to `width`, by false position and halves."""
    first = sign(one)
    halve = False
    while high - low > width:
        middle = (low + high) / 2
        if not halve and one is not None and other is not None and one != other:
            middle = min(max(low - one * (high - low) / (other - one), low + width / 2), high - width / 2)
        value = gap(middle)
        before = high - low
        if sign(value) == first:
            low, one = middle, value
        else:
            high, other = middle, value
        halve = high - low > before / 2
    return high
