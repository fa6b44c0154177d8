"""What turns a verdict: for each input alone the nearest value that changes it, all other inputs as they are.

A verdict changes only where one of the conditions on the way to it does, and a condition sets two numbers against each other. So for each
input the places are sought where the gap between two such numbers closes: at once where the gap is a straight line in that input, else among
marks over its bounds and from there by false position. What is found is confirmed by the verdict itself, on the nearest steps at both sides.
"""

import math
from collections.abc import Callable, Mapping
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from calculator.formulas.functions import LISTED
from calculator.formulas.graph import as_floats, needed, solve
from calculator.formulas.model import Calculator, Formula
from calculator.formulas.rules import holds
from calculator.formulas.tree import OPERATORS, OPPOSITES, Node, evaluated, leaves, nodes
from calculator.inputs.kinds import Boolean, Choice, Number
from calculator.inputs.vocabulary import VOCABULARY
from calculator.numbers.decimals import ONE, exact

STRETCHES = 4  # between the ends of a slider, from mark to mark
CLOSEST = 1e-15  # relative: floats that lie nearer are one
FAR = 10  # times the slider's end: one more mark on the way to the bound
PASSED_THROUGH = ("share", "percent")  # functions that leave a straight line straight


class Gap(NamedTuple):
    """A condition, of one formula, that an input may turn. `straight`: the two numbers lie apart by a straight line in that input.

    `jumps`: by a line that is level but for jumps, at the values of these lists.
    """

    condition: Node
    straight: bool
    jumps: tuple[Node, ...]


class Way(NamedTuple):
    """What an input does on its way to the verdict: the formulas that it moves, in their order, and the conditions in them."""

    formulas: tuple[Formula, ...]
    gaps: tuple[Gap, ...]


@lru_cache(maxsize=None)
def way(calculator: Calculator, id: str) -> Way:
    formulas = needed(calculator, frozenset((calculator.verdict,)), frozenset((id,)))
    degrees: dict[str, int | None] = {id: 1}
    jumps: list[Node] = []
    gaps: dict[tuple, Gap] = {}
    for formula in formulas:
        degrees[formula.id] = degree(formula.tree, degrees, jumps, id) if formula.tree is not None else None
        for condition in nodes(formula.tree) if formula.tree is not None else ():
            is_number = condition.op in OPPOSITES and condition.parts[1].op != "text"
            if (is_number or condition.op == "known") and not degrees.keys().isdisjoint(leaves(condition)):
                line = Node("-", *condition.parts) if is_number else condition
                power = degree(line, degrees, jumps, id)
                gaps[condition.key] = Gap(condition, power == 1, tuple(jumps) if power == 0 else ())
    return Way(formulas, tuple(gaps.values()))


def degree(tree: Node, degrees: Mapping[str, int | None], jumps: list[Node], moved: str) -> int | None:
    """The power to which an input enters a tree, of which `degrees` holds that of all ids that hang on it; None where it is no polynomial.

    0 also where it is level but for jumps, at the values of lists, which are then entered into `jumps`.
    """
    if tree.op == "id":
        return degrees.get(tree.parts[0], 0)
    if degrees.keys().isdisjoint(leaves(tree)):
        return 0
    at = LISTED[tree.op].jumps if tree.op in LISTED else None
    if at is not None and tree.parts[at + 1].key == ("id", moved) and degrees.keys().isdisjoint(leaves(tree.parts[at])):
        jumps.append(tree.parts[at])
        return 0
    parts = [degree(part, degrees, jumps, moved) for part in tree.parts]
    if None in parts or tree.op not in ("+", "-", "neg", "*", "/", *PASSED_THROUGH):
        return None
    if tree.op == "*":
        return sum(parts)
    if tree.op == "/":
        return None if parts[1] else parts[0]
    return max(parts)


def flips(calculator: Calculator, values: Mapping) -> dict:
    """Input id -> {"value", "verdict"} of the nearest value that turns the verdict, or None. A list has no nearest value and is left out."""
    floats = as_floats(values)
    return {id: flip(calculator, id, values, floats) for id in calculator.inputs if isinstance(VOCABULARY[id], (Boolean, Choice, Number))}


def flip(calculator: Calculator, id: str, values: Mapping, floats: Mapping) -> dict | None:
    along, today = way(calculator, id), values[calculator.verdict]
    if not along.formulas or values[id] is None:
        return None
    for value in candidates(VOCABULARY[id], along, values, floats):
        if not holds(calculator, {**values, id: value}):
            continue
        verdict = solve(along.formulas, {**values, id: value})[calculator.verdict]
        if verdict != today:
            return {"value": value, "verdict": verdict}
    return None


def candidates(declared: Boolean | Choice | Number, along: Way, values: Mapping, floats: Mapping) -> list:
    """The values worth trying, the nearest first: every other answer of a choice; of a number the steps around each place where a gap closes."""
    here = values[declared.id]
    if isinstance(declared, Boolean):
        return [not here]
    if isinstance(declared, Choice):
        options = list(declared.options)
        return sorted(options, key=lambda option: (abs(options.index(option) - options.index(here)), option))
    step = exact(declared.resolution)
    tried = set()
    for place in closings(declared, along, values, floats):
        below = (place / step).to_integral_value(ROUND_FLOOR)
        tried |= {(below + shift) * step for shift in (-1, 0, 1, 2)}  # 2: a place at 239 may come as 238.999..., and turn only beyond 239
    inside = (value for value in tried if declared.minimum <= value <= declared.maximum)
    return sorted((int(value) if declared.whole else value for value in inside), key=lambda value: (abs(value - here), value))


def closings(declared: Number, along: Way, values: Mapping, floats: Mapping) -> list[Decimal]:
    """The places at which a condition may turn. They are sought in floats where they have to be sought; the verdict itself is asked exactly."""
    found, bent = [], []
    for gap in along.gaps:
        if gap.jumps:
            found += [place for places in gap.jumps for place in evaluated(places, values)]
        elif gap.straight:
            found += zero(gap.condition, along, declared.id, values)
        else:
            bent.append(gap.condition)
    if not bent:
        return found
    solved: dict[float, dict] = {}

    def end(at: float, condition: Node) -> End:
        if at not in solved:
            solved[at] = solve(along.formulas, {**floats, declared.id: at})
        return End(at, apart(condition, solved[at]), condition.op)

    places = marks(declared, float(values[declared.id]))
    for condition in sorted(bent, key=lambda condition: condition.op == "known"):  # last: what is known mostly hangs on the others
        for low, high in pairwise([end(place, condition) for place in places]):
            while low.holds != high.holds:
                low = closing(lambda at, condition=condition: end(at, condition), low, high, declared.resolution / 2)
                found.append(exact(low.at))
                places = sorted({*places, low.at - declared.resolution, low.at + declared.resolution})
    return found


def apart(condition: Node, values: Mapping):
    """How far the two numbers of a condition lie apart; None where one of them is none."""
    if condition.op == "known":
        return None if evaluated(condition.parts[0], values) is None else 1
    one, other = (evaluated(side, values) for side in condition.parts)
    return None if one is None or other is None else one - other


def zero(condition: Node, along: Way, id: str, values: Mapping) -> list[Decimal]:
    """Where a straight line through here and one step farther is nothing."""
    here = exact(values[id])
    first, second = apart(condition, values), apart(condition, solve(along.formulas, {**values, id: here + ONE}))
    return [] if first is None or second is None or first == second else [here - exact(first) / exact(second - first)]


class End(NamedTuple):
    """An end of a stretch in which a condition may turn: where, the gap there, and how it is compared."""

    at: float
    gap: float | None
    op: str

    @property
    def holds(self) -> bool | None:
        """Whether the condition does; None where it is not asked."""
        return None if self.gap is None else self.op == "known" or OPERATORS[self.op](self.gap, 0)


def marks(declared: Number, here: float) -> list[float]:
    """Where a condition is looked at: at the bounds, over the slider, and around here."""
    lowest, highest = float(declared.minimum), float(declared.maximum)
    low, high, _ = declared.slider or (here / 2, here * 2, 1)
    found = {low + (high - low) * place / STRETCHES for place in range(STRETCHES + 1)} | {lowest, here / 2, here, here * 2, high * FAR, highest}
    return sorted(mark for mark in found if lowest <= mark <= highest)


def closing(end: Callable[[float], End], low: End, high: End, width: float) -> End:
    """The first place, from `low` on, at which a condition is not as it is there: to `width`, by false position where that is quick, else by halves."""
    first, halve = low.holds, False
    while high.at - low.at > max(width, high.at * CLOSEST):
        before = high.at - low.at
        middle = low.at + before / 2
        if halve and low.at > 0 and high.at > FAR * low.at:
            middle = math.sqrt(low.at * high.at)
        elif not halve and low.gap is not None and high.gap is not None and low.gap != high.gap:
            middle = min(max(low.at + low.gap * before / (low.gap - high.gap), low.at + width / 2), high.at - width / 2)
        found = end(middle)
        low, high = (found, high) if found.holds == first else (low, found)
        halve = high.at - low.at > before / 2
    return high
