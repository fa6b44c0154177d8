"""What turns a verdict: for each input alone the nearest value that changes it, all other inputs as they are.

A verdict changes only where one of the conditions on the way to it does, and a condition sets two numbers against each other. So for each
input the places are sought where the gap between two such numbers closes: at once where the gap is a straight line in that input, else among
marks over its bounds and from there by false position. What is found is confirmed by the verdict itself, on the nearest steps at both sides.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_FLOOR, Decimal
from functools import cache, cached_property
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

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
ROUGH = 1e-6  # relative: a difference between floats that is further off is made of their rounding
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
    """What an input does on its way to the verdict: the formulas that it moves, in their order, the conditions in them, and the ids that both take."""

    formulas: tuple[Formula, ...]
    gaps: tuple[Gap, ...]
    taken: frozenset[str]


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
    taken = {parameter for formula in formulas for parameter in formula.parameters}
    taken.update(leaf for gap in gaps.values() for leaf in leaves(gap.condition))
    return Way(formulas, tuple(gaps.values()), frozenset(taken))


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


@cache
def entering(calculator: Calculator) -> frozenset[str]:
    """The ids of all that the ways to the verdict take, and of the verdict."""
    return frozenset({calculator.verdict}).union(*(way(calculator, id).taken for id in calculator.inputs))


def flips(calculator: Calculator, values: Mapping[str, Any]) -> dict[str, Any]:
    """Input id -> {"value", "verdict"} of the nearest value that turns the verdict, or None. A list has no nearest value and is left out."""
    floats = as_floats({id: values[id] for id in entering(calculator)})
    return {id: flip(calculator, id, values, floats) for id in calculator.inputs if isinstance(VOCABULARY[id], (Boolean, Choice, Number))}


def flip(calculator: Calculator, id: str, values: Mapping[str, Any], floats: Mapping[str, Any]) -> dict[str, Any] | None:
    declared, along = VOCABULARY[id], way(calculator, id)
    if not along.formulas or values[id] is None:
        return None
    today, taken = values[calculator.verdict], {id: values[id] for id in along.taken}

    def turned(value: Any) -> str | None:
        """The verdict with another value, where it is another and the value is allowed."""
        if calculator.rules and not holds(calculator, {**values, id: value}):
            return None
        verdict = solve(along.formulas, {**taken, id: value})[calculator.verdict]
        return verdict if verdict != today else None

    if isinstance(declared, Number):
        found = Search(declared, along, calculator.verdict, values, floats, turned).nearest()
    else:
        found = next(((value, verdict) for value in others(declared, values[id]) if (verdict := turned(value))), None)
    return None if found is None else {"value": found[0], "verdict": found[1]}


def others(declared: Input, here: Any) -> list[Any]:
    """The other answers of a choice, the nearest first."""
    if isinstance(declared, Boolean):
        return [not here]
    options = list(declared.options)  # type: ignore[attr-defined]  # a Choice
    return sorted(options, key=lambda option: (abs(options.index(option) - options.index(here)), option))


class Place(NamedTuple):
    """A place at which the search has looked: of each condition that needs it how far its two numbers lie apart there and whether it holds, None where
    it is not asked; and the verdict."""

    at: float
    gaps: list[float | None]
    holds: list[bool | None]
    verdict: str


class Search:
    """The search for the nearest value of one number: in floats from stretch to stretch, away from here, and exactly where something turns."""

    def __init__(
        self, declared: Number, along: Way, verdict: str, values: Mapping[str, Any], floats: Mapping[str, Any], turned: Callable[..., Any]
    ):
        self.declared, self.along, self.verdict, self.values, self.turned = declared, along, verdict, values, turned
        self.here, self.step, self.floats = exact(values[declared.id]), exact(declared.resolution), floats
        self.bent = [gap for gap in along.gaps if gap.power not in (0, 1)]
        self.use(floats, solve_in_floats)
        self.tried: dict[Decimal, str | None] = {}

    def use(self, values: Mapping[str, Any], solver: Callable[..., Any]) -> None:
        """Looks from now on in the numbers of these values."""
        self.solver, self.numbers = solver, {id: values[id] for id in self.along.taken}  # of the place looked at last
        self.places = {float(self.here): self.place(float(self.here), values)}

    def nearest(self) -> tuple[Any, ...] | None:
        """(value, verdict) of the nearest value that turns the verdict, of two as near the smaller; None where none does."""
        places = [place for gap in self.along.gaps for place in self.at_once(gap)]
        best = self.best(places, *(() if all(map(self.can_be_in_floats, self.along.gaps)) else places))
        if not self.bent:
            return best
        here = float(self.here)
        for inside, outside in self.stretches():
            if best and abs(inside - here) > abs(float(best[0]) - here):
                break  # what is left lies farther away
            if best and (float(best[0]) - here) / (outside - inside) > 0 and abs(outside - here) > abs(float(best[0]) - here):
                outside = float(best[0]) - math.copysign(self.declared.resolution, outside - inside)
            found = self.within(inside, outside)
            best = min((one for one in (best, found) if one), key=self.distance, default=None)
        return best

    def within(self, inside: float, outside: float) -> tuple[Any, ...] | None:
        """The nearest value that turns the verdict, of those where conditions turn in a stretch. Where floats say that it turns and exact numbers do not,
        as of a difference between sums of sixty digits, the stretch is walked again in exact numbers."""
        found, is_sure = self.turned_in(inside, outside)
        if is_sure and not found:
            self.use(self.values, solve)
            found, _ = self.turned_in(inside, outside)
            self.use(self.floats, solve_in_floats)
        return found

    def turned_in(self, inside: float, outside: float) -> tuple[tuple[Any, ...] | None, bool]:
        """The nearest value of a stretch that turns the verdict, and whether it turns there by the numbers that the search looks in."""
        places = self.between(inside, outside)
        is_sure = bool(places) and self.look(inside).verdict != self.look(float(places[-1])).verdict
        return self.best(places, places[-1] if is_sure else None), is_sure

    def distance(self, found: tuple[Any, ...]) -> tuple[Any, ...]:
        return abs(found[0] - self.here), found[0]

    def best(self, places: Iterable[Decimal], *sure: Decimal | None) -> tuple[Any, ...] | None:
        """The nearest value on or beside one of the places that turns the verdict; of those that are `sure` floats have said already that it turns there."""
        best: tuple[Any, ...] | None = None
        for place in sorted(set(places), key=lambda place: abs(place - self.here)):
            if best and abs(place - self.here) > abs(best[0] - self.here) + 2 * self.step:
                break
            best = min((one for one in (best, self.turning(place, place in sure)) if one), key=self.distance, default=None)
        return best

    def turning(self, place: Decimal, is_sure: bool) -> tuple[Any, ...] | None:
        """(value, verdict) of the nearest step beside a place that turns the verdict, asked exactly: of two that are beside it, and of one more on each
        side, since a place at 239 may come as 238.999..., and turn only beyond 239."""
        first, before, beyond, last = steps = self.beside(place)
        if not (is_sure or any(value is not None and self.differs(value) for value in steps)):
            return None
        if abs(place - self.here) < 2 * self.step:
            nearest = sorted((value for value in steps if value is not None), key=lambda value: (abs(value - self.here), value))
        else:
            nearest = [value for value in ((first, before) if self.exactly(before) else (beyond, last)) if value is not None]
        found = next((value for value in nearest if self.exactly(value)), None)
        return None if found is None else (int(found) if self.declared.whole else found, self.exactly(found))

    def differs(self, value: Decimal) -> bool:
        return self.look(float(value)).verdict != self.look(float(self.here)).verdict

    def exactly(self, value: Decimal | None) -> str | None:
        """The verdict at a value that is allowed, where it is another than here's."""
        if value is not None and value not in self.tried:
            self.tried[value] = self.turned(int(value) if self.declared.whole else value)
        return None if value is None else self.tried[value]

    def beside(self, place: Decimal) -> list[Decimal | None]:
        """The two steps on each side of a place, the nearest to here first; None for one that is out of bounds."""
        below = (place / self.step).to_integral_value(ROUND_FLOOR)
        steps = [(below + shift) * self.step for shift in ((-1, 0, 1, 2) if place > self.here else (2, 1, 0, -1))]
        return [value if self.declared.minimum <= value <= self.declared.maximum else None for value in steps]

    def at_once(self, gap: Gap) -> list[Decimal]:
        """Where a condition turns that needs no search."""
        if gap.jumps:
            return [place for places in gap.jumps for place in evaluated(places, self.values)]
        if gap.power != 1:
            return []
        first, second = gap.apart(self.values), gap.apart(self.beyond)
        return [] if first is None or second is None or first == second else [self.here - exact(first) / exact(second - first)]

    def can_be_in_floats(self, gap: Gap) -> bool:
        """Whether floats say here how far two numbers lie apart: of a small difference between sums of twenty digits they know nothing."""
        told, meant = gap.apart(self.floats), gap.apart(self.values)
        return told is None or meant is None or abs(told - float(meant)) <= ROUGH * abs(told)

    @cached_property
    def beyond(self) -> dict[str, Any]:
        """All values one further: with those here they tell a straight line."""
        return solve(self.along.formulas, {**self.values, self.declared.id: self.here + 1})

    def stretches(self) -> list[tuple[float, float]]:
        """(inside, outside) of the stretches between marks at the bounds, over the slider and around here; the nearest first."""
        lowest, highest, here = float(self.declared.minimum), float(self.declared.maximum), float(self.here)
        low, high, _ = self.declared.slider or (here / 2, here * 2, 1)
        marks = {low + (high - low) * place / STRETCHES for place in range(STRETCHES + 1)} | {lowest, here, here * 2, high * FAR, highest}
        inside = sorted(mark for mark in marks if lowest <= mark <= highest)
        up = pairwise([mark for mark in inside if mark >= here])
        down = pairwise([mark for mark in reversed(inside) if mark <= here])
        return sorted([*up, *down], key=lambda stretch: abs(stretch[0] - here))

    def look(self, at: float) -> Place:
        if at not in self.places:
            self.numbers[self.declared.id] = at if self.solver is solve_in_floats else exact(at)
            self.places[at] = self.place(at, self.solver(self.along.formulas, self.numbers))
        return self.places[at]

    def place(self, at: float, values: Mapping[str, Any]) -> Place:
        gaps, holds = [], []
        for gap in self.bent:
            far = gap.apart(values)
            gaps.append(None if far is None else float(far))
            holds.append(None if far is None else gap.holds(far, 0))
        return Place(at, gaps, holds, values[self.verdict])

    def between(self, inside: float, outside: float) -> list[Decimal]:
        """Where conditions turn on the way from one place to another, up to the first of them that turns the verdict; [] where they are the same at
        both, or where the only one that turns leaves the verdict."""
        one, other = self.look(inside), self.look(outside)
        # Where a comparison begins to be asked is where what it asks of begins to be known, which is a condition of its own.
        kinds = [
            self.bent[place].condition.op
            for place in turned_between(one, other)
            if self.bent[place].condition.op == "known" or None not in (one.holds[place], other.holds[place])
        ]
        if one.verdict == other.verdict and (not kinds or (len(kinds) == 1 and kinds[0] != "known")):
            return []
        found, verdict = [], one.verdict
        while one.at != other.at and one.verdict == verdict and turned_between(one, other):
            one = self.first(one, other)
            found.append(exact(one.at))
        return found  # what turns beyond a place with another verdict is not the nearest

    def first(self, one: Place, other: Place) -> Place:
        """The first place, on the way from `one` to `other`, at which a condition is not as it is at `one`: by false position (Illinois), else by halves."""
        width, tries, weights, kept = self.declared.resolution / 2, 0, [1.0, 1.0], None
        while abs(other.at - one.at) > max(width, abs(other.at) * CLOSEST):
            way, tries = other.at - one.at, tries + 1
            part = min(crossing(one.gaps[place], other.gaps[place], *weights) for place in turned_between(one, other))
            middle = one.at + way / 2
            if part < 1 and tries % PATIENCE:
                least = width / abs(way) / 2
                middle = one.at + way * min(max(part, least), 1 - least)
            elif min(one.at, other.at) > 0 and not 1 / FAR < other.at / one.at < FAR:
                middle = math.sqrt(one.at * other.at)
            found = self.look(middle)
            if turned_between(one, found):
                other, weights = found, [weights[0] / 2 if kept == "one" else 1.0, 1.0]  # an end that stays counts half
                kept = "one"
            else:
                one, weights = found, [1.0, weights[1] / 2 if kept == "other" else 1.0]
                kept = "other"
        return other


def turned_between(one: Place, other: Place) -> list[int]:
    """Which of the conditions are not the same at both places."""
    return [place for place, (here, there) in enumerate(zip(one.holds, other.holds, strict=True)) if here != there]


def crossing(near: float | None, far: float | None, near_weight: float = 1.0, far_weight: float = 1.0) -> float:
    """How far on the way from `near` to `far` a straight line between them passes 0: 0 at once, 1 at the end, and there where either is none."""
    if near is None or far is None or near == far:
        return 1.0
    return near * near_weight / (near * near_weight - far * far_weight)


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
    if tree.op == "number":
        number = tree.parts[0]
        return lambda values: number
    return lambda values: evaluated(tree, values)


def is_there(gap: float, nothing: int) -> bool:
    return True
