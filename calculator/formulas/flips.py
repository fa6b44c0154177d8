"""What turns a verdict: for each input alone the nearest value that changes it, all other inputs as they are.

A verdict changes only where one of the conditions on the way to it does, and a condition sets two numbers against each other. So for each
input the places are sought where the gap between two such numbers closes: at once where the gap is a straight line in that input, else among
marks over its bounds and from there by false position. What is found is confirmed by the verdict itself, on the nearest steps at both sides.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_FLOOR, Decimal
from functools import cache
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from calculator.formulas.flip_words import flip_words
from calculator.formulas.functions import LISTED
from calculator.formulas.graph import as_floats, needed, solve, solve_in_floats
from calculator.formulas.model import Calculator, Formula
from calculator.formulas.rules import holds
from calculator.formulas.tree import OPERATORS, OPPOSITES, Node, evaluated, leaves, nodes
from calculator.inputs.kinds import Boolean, Choice, Input, Number
from calculator.inputs.vocabulary import VOCABULARY
from calculator.numbers.decimals import exact

STRETCHES = 4  # between the ends of a slider, from mark to mark
CLOSEST = 1e-15  # relative: floats that lie nearer are one
PATIENCE = 6  # every so many steps of false position there is one by halves
FAR = 10  # times the slider's end: one more mark on the way to the bound
PASSED_THROUGH = ("share", "percent")  # functions that leave a straight line straight
PLAIN = {*OPERATORS, *PASSED_THROUGH, "id", "number", "text", "none", "if", "known", "yes", "no"}


class Gap(NamedTuple):
    """A condition that an input may turn, and the power to which the input enters what lies between its two numbers; None where it is no polynomial.

    0 says that the condition jumps: at the values of the lists `jumps`, or where another turns.
    """

    condition: Node
    power: int | None
    jumps: tuple[Node, ...]
    apart: Callable[[Mapping[str, Any]], float | None]  # how far the two numbers lie apart; None where one of them is none
    holds: Callable[[float, int], bool]


class Way(NamedTuple):
    """What an input does on its way to the verdict: the formulas that it moves, in their order, and the conditions in them."""

    formulas: tuple[Formula, ...]
    gaps: tuple[Gap, ...]


@cache
def way(calculator: Calculator, id: str) -> Way:
    formulas = needed(calculator, frozenset((calculator.verdict,)), frozenset((id,)))
    degrees: dict[str, int | None] = {id: 1}
    jumps: list[Node] = []
    gaps: dict[tuple[Any, ...], Gap] = {}
    for formula in formulas:
        degrees[formula.id] = degree(formula.tree, degrees, jumps, id) if formula.tree is not None else None
        for condition in nodes(formula.tree) if formula.tree is not None else ():
            is_number = condition.op in OPPOSITES and condition.parts[1].op != "text"
            if (is_number or condition.op == "known") and not degrees.keys().isdisjoint(leaves(condition)):
                line = Node("-", *condition.parts) if is_number else condition
                power = degree(line, degrees, jumps, id) if is_number or is_plain(calculator, condition.parts[0].parts[0]) else None
                sense = OPERATORS.get(condition.op, is_there)
                gaps[condition.key] = Gap(condition, power, tuple(jumps) if power == 0 else (), apart(condition), sense)
    return Way(formulas, tuple(gaps.values()))


def is_plain(calculator: Calculator, id: str) -> bool:
    """Whether what has this id is None only where its own conditions say so: not where a function in it finds nothing."""
    formula = calculator.formulas.get(id)
    tree = formula.tree if formula else None
    return tree is None or all(part.op in PLAIN for part in nodes(tree))


def degree(tree: Node, degrees: Mapping[str, int | None], jumps: list[Node], moved: str) -> int | None:
    """The power to which an input enters a tree, of which `degrees` holds that of all ids that hang on it; None where it is no polynomial.

    0 also where it is level but for jumps: at the values of lists, which are then entered into `jumps`, or where a condition turns.
    """
    if tree.op == "id":
        return degrees.get(tree.parts[0], 0)
    if degrees.keys().isdisjoint(leaves(tree)):
        return 0
    at = LISTED[tree.op].jumps if tree.op in LISTED else None
    if at is not None and tree.parts[at + 1].key == ("id", moved) and degrees.keys().isdisjoint(leaves(tree.parts[at])):
        jumps.append(tree.parts[at])
        return 0
    if tree.op in OPPOSITES or tree.op == "known":
        return 0
    parts = [degree(part, degrees, jumps, moved) for part in tree.parts if isinstance(part, Node)]
    if not any(part != 0 for part in parts):
        return 0
    if None in parts or tree.op not in ("+", "-", "neg", "*", "/", *PASSED_THROUGH):
        return None
    if tree.op == "*":
        return sum(parts)  # type: ignore[arg-type]  # none of them is None
    if tree.op == "/":
        return None if parts[1] else parts[0]
    return max(parts)  # type: ignore[type-var]  # likewise


def flips(calculator: Calculator, values: Mapping[str, Any]) -> dict[str, Any]:
    """Input id -> {"value", "verdict", "words"} of the nearest value that turns the verdict, or None. A list has no nearest value and is left out."""
    floats = as_floats(values)
    return {id: flip(calculator, id, values, floats) for id in calculator.inputs if isinstance(VOCABULARY[id], (Boolean, Choice, Number))}


def flip(calculator: Calculator, id: str, values: Mapping[str, Any], floats: Mapping[str, Any]) -> dict[str, Any] | None:
    declared, along = VOCABULARY[id], way(calculator, id)
    if not along.formulas or values[id] is None:
        return None
    today = values[calculator.verdict]

    def turned(value: Any) -> str | None:
        """The verdict with another value, where it is another and the value is allowed."""
        if not holds(calculator, {**values, id: value}):
            return None
        verdict = solve(along.formulas, {**values, id: value})[calculator.verdict]
        return verdict if verdict != today else None

    if isinstance(declared, Number):
        found = Search(declared, along, calculator.verdict, values, floats, turned).nearest()
    else:
        found = next(((value, verdict) for value in others(declared, values[id]) if (verdict := turned(value))), None)
    if found is None:
        return None
    words = flip_words(declared, values[id], found[0], lambda value: turned(value) == found[1])
    return {"value": found[0], "verdict": found[1], "words": words}


def others(declared: Input, here: Any) -> list[Any]:
    """The other answers of a choice, the nearest first."""
    if isinstance(declared, Boolean):
        return [not here]
    options = list(declared.options)  # type: ignore[attr-defined]  # a Choice
    return sorted(options, key=lambda option: (abs(options.index(option) - options.index(here)), option))


class End(NamedTuple):
    """A place at which a condition is looked at: how far its two numbers lie apart there, and whether it holds; None where it is not asked."""

    at: float
    gap: float | None
    holds: bool | None


class Search:
    """The search for the nearest value of one number: in floats from stretch to stretch, away from here, and exactly where something turns."""

    def __init__(
        self, declared: Number, along: Way, verdict: str, values: Mapping[str, Any], floats: Mapping[str, Any], turned: Callable[..., Any]
    ):
        self.declared, self.along, self.verdict, self.values, self.floats, self.turned = declared, along, verdict, values, floats, turned
        self.here, self.step = exact(values[declared.id]), exact(declared.resolution)
        self.solved: dict[float, dict[str, Any]] = {}
        self.tried: dict[Decimal, str | None] = {}

    def nearest(self) -> tuple[Any, ...] | None:
        """(value, verdict) of the nearest value that turns the verdict, of two as near the smaller; None where none does."""
        best = self.best([place for gap in self.along.gaps for place in self.at_once(gap)])
        bent = [gap for gap in self.along.gaps if gap.power not in (0, 1)]
        if not bent:
            return best
        here = float(self.here)
        for inside, outside in self.stretches():
            if best and abs(inside - here) > abs(float(best[0]) - here):
                break  # what is left lies farther away
            if best and (float(best[0]) - here) / (outside - inside) > 0 and abs(outside - here) > abs(float(best[0]) - here):
                outside = float(best[0]) - math.copysign(self.declared.resolution, outside - inside)
            if places := self.between(bent, inside, outside):
                found = self.best(places)
                best = min((one for one in (best, found) if one), key=self.distance, default=None)
        return best

    def distance(self, found: tuple[Any, ...]) -> tuple[Any, ...]:
        return abs(found[0] - self.here), found[0]

    def best(self, places: Iterable[Decimal]) -> tuple[Any, ...] | None:
        """The nearest value on or beside one of the places that turns the verdict."""
        values = sorted({value for place in places for value in self.beside(place)}, key=lambda value: (abs(value - self.here), value))
        for number, value in enumerate(values):
            # A float that is the same as here, between two that are, need not be asked exactly.
            if any(self.differs(near) for near in values[max(0, number - 1) : number + 2]) and (verdict := self.exactly(value)):
                return (int(value) if self.declared.whole else value), verdict
        return None

    def differs(self, value: Decimal) -> bool:
        return bool(self.at(float(value))[self.verdict] != self.values[self.verdict])

    def exactly(self, value: Decimal) -> str | None:
        """The verdict at a value, where it is another than here's."""
        if value not in self.tried:
            self.tried[value] = self.turned(int(value) if self.declared.whole else value)
        return self.tried[value]

    def beside(self, place: Decimal) -> list[Decimal]:
        below = (place / self.step).to_integral_value(ROUND_FLOOR)
        near = (
            (below + shift) * self.step for shift in (-1, 0, 1, 2)
        )  # 2: a place at 239 may come as 238.999..., and turn only beyond 239
        return [value for value in near if self.declared.minimum <= value <= self.declared.maximum]

    def at_once(self, gap: Gap) -> list[Decimal]:
        """Where a condition turns that needs no search."""
        if gap.jumps:
            return [place for places in gap.jumps for place in evaluated(places, self.values)]
        if gap.power != 1:
            return []
        beyond = solve(self.along.formulas, {**self.values, self.declared.id: self.here + 1})
        first, second = gap.apart(self.values), gap.apart(beyond)
        return [] if first is None or second is None or first == second else [self.here - exact(first) / exact(second - first)]

    def stretches(self) -> list[tuple[float, float]]:
        """(inside, outside) of the stretches between marks at the bounds, over the slider and around here; the nearest first."""
        lowest, highest, here = float(self.declared.minimum), float(self.declared.maximum), float(self.here)
        low, high, _ = self.declared.slider or (here / 2, here * 2, 1)
        marks = {low + (high - low) * place / STRETCHES for place in range(STRETCHES + 1)} | {lowest, here, here * 2, high * FAR, highest}
        inside = sorted(mark for mark in marks if lowest <= mark <= highest)
        up = pairwise([mark for mark in inside if mark >= here])
        down = pairwise([mark for mark in reversed(inside) if mark <= here])
        return sorted([*up, *down], key=lambda stretch: abs(stretch[0] - here))

    def at(self, place: float) -> dict[str, Any]:
        if place not in self.solved:
            self.solved[place] = solve_in_floats(self.along.formulas, {**self.floats, self.declared.id: place})
        return self.solved[place]

    def end(self, place: float, gap: Gap) -> End:
        found = gap.apart(self.at(place))
        return End(place, found, None if found is None else gap.holds(found, 0))

    def between(self, gaps: list[Gap], inside: float, outside: float) -> list[Decimal]:
        """Where conditions turn between two places; [] where they are the same at both, or where the only one that turns leaves the verdict."""
        ends = [(gap, self.end(inside, gap), self.end(outside, gap)) for gap in gaps]
        turning = [(gap, one, other) for gap, one, other in ends if one.holds != other.holds]
        if not turning or (len(turning) == 1 and None not in (turning[0][1].holds, turning[0][2].holds) and self.is_same(inside, outside)):
            return []
        found, step = [], math.copysign(self.declared.resolution, outside - inside)
        turning.sort(key=lambda ends: ends[0].condition.op == "known")  # last: what is known mostly hangs on the others
        for gap, one, other in turning:
            other = self.end(outside, gap)
            while one.holds != other.holds:
                one = self.closing(gap, one, other)
                found.append(exact(one.at))
                if not self.is_same(inside, one.at):
                    outside = one.at - step if abs(one.at - inside) > abs(step) else inside  # what turns beyond is not the nearest
                    break
        return found

    def is_same(self, one: float, other: float) -> bool:
        return bool(self.at(one)[self.verdict] == self.at(other)[self.verdict])

    def closing(self, gap: Gap, one: End, other: End) -> End:
        """The first place, on the way from `one` to `other`, at which a condition is not as it is at `one`: by false position (Illinois), else by halves."""
        width, near, far, tries, kept = self.declared.resolution / 2, one.gap, other.gap, 0, None
        while abs(other.at - one.at) > max(width, abs(other.at) * CLOSEST):
            way, tries = other.at - one.at, tries + 1
            middle = one.at + way / 2
            if near is not None and far is not None and near != far and tries % PATIENCE:
                part, least = near / (near - far), width / abs(way) / 2
                middle = one.at + way * min(max(part, least), 1 - least)
            elif min(one.at, other.at) > 0 and not 1 / FAR < other.at / one.at < FAR:
                middle = math.sqrt(one.at * other.at)
            found = self.end(middle, gap)
            if found.holds == one.holds:
                one, near = found, found.gap
                far = far / 2 if kept is other and far is not None else far  # an end that stays counts half
                kept = other
            else:
                other, far = found, found.gap
                near = near / 2 if kept is one and near is not None else near
                kept = one
        return other


def apart(condition: Node) -> Callable[[Mapping[str, Any]], float | None]:
    """What tells how far the two numbers of a condition lie apart."""
    one = side(condition.parts[0])
    if condition.op == "known":
        return lambda values: None if one(values) is None else 1
    other = side(condition.parts[1])

    def gap(values: Mapping[str, Any]) -> float | None:
        first, second = one(values), other(values)
        return None if first is None or second is None else first - second

    return gap


def side(tree: Node) -> Callable[[Mapping[str, Any]], float | None]:
    """What finds one side of a condition among the values: mostly it is one of them."""
    if tree.op == "id":
        return itemgetter(tree.parts[0])
    return lambda values: evaluated(tree, values)


def is_there(gap: float, nothing: int) -> bool:
    return True
