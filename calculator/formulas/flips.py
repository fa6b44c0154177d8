"""What turns a verdict: for each input alone the nearest value that changes it, all other inputs as they are.

A verdict changes only where one of the conditions on the way to it does, and a condition sets two numbers against each other. So for each
input the places are sought where the gap between two such numbers closes: at once where the gap is a straight line in that input, else among
marks over its bounds and from there by false position. What is found is confirmed by the verdict itself, on the nearest steps at both sides.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from functools import cache, cached_property
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from calculator.formulas.flip_words import flip_words
from calculator.formulas.functions import LISTED
from calculator.formulas.graph import as_floats, formulas_for, solve, solve_in_floats
from calculator.formulas.model import Calculator, Formula
from calculator.formulas.rules import edges_of, holds
from calculator.formulas.tree import OPERATORS, OPPOSITES, Node, evaluate, leaves, nodes
from calculator.inputs.kinds import Boolean, Choice, Input, Number
from calculator.inputs.vocabulary import VOCABULARY
from calculator.numbers.decimals import ONE, exact

CLOSEST, CLOSE = 1e-15, 1e-12  # relative: floats that lie nearer are one; and may be
PATIENCE = 6  # every so many steps of false position there is one by halves
MOST_TURNS = 50  # in a stretch: two numbers that are one but for the last digit of a float would turn a condition at every step
FAR = 10  # times the slider's end: one more mark on the way to the bound
ROUNDED = Context(prec=28)  # without the last of a quotient's 34 digits: what lies a hair before a whole step is that step
PASSED_THROUGH = ("share", "percent", "each", "column", "item")  # what leaves a straight line straight
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
    """What an input does on its way to the verdict: the formulas that it moves, in their order, those of them that lead to a condition which is a
    straight line, the conditions in them, those of them that are neither a straight line nor jump, and the ids that all take."""

    formulas: tuple[Formula, ...]
    straight: tuple[Formula, ...]
    gaps: tuple[Gap, ...]
    bent: tuple[Gap, ...]
    taken: frozenset[str]


@cache
def way(calculator: Calculator, id: str) -> Way:
    formulas = formulas_for(calculator, frozenset((calculator.verdict,)), frozenset((id,)))
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
    wanted = frozenset(leaf for gap in gaps.values() if gap.power == 1 for leaf in leaves(gap.condition))
    return Way(
        formulas,
        formulas_for(calculator, wanted, frozenset((id,))),
        tuple(gaps.values()),
        tuple(gap for gap in gaps.values() if gap.power not in (0, 1)),
        frozenset(taken),
    )


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
def ids_on_ways(calculator: Calculator) -> frozenset[str]:
    """The ids of all that the ways to the verdict take, and of the verdict."""
    return frozenset({calculator.verdict}).union(*(way(calculator, id).taken for id in calculator.inputs))


def flips(calculator: Calculator, values: Mapping[str, Any]) -> dict[str, Any]:
    """Input id -> {"value", "verdict", "words"} of the nearest value that turns the verdict, or None. A list has no nearest value and is left out."""
    floats = in_floats(calculator, values)
    asked = [id for id in calculator.inputs if isinstance(VOCABULARY[id], (Boolean, Choice, Number)) and id not in calculator.unturned]
    return {id: flip(calculator, id, values, floats) for id in asked}


def in_floats(calculator: Calculator, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values on the ways to the verdict in floats. Lists of months are made anew: to read their decimals takes ten times as long."""
    ids = ids_on_ways(calculator)
    lists = [formula for formula in formulas_for(calculator, ids) if is_list(values[formula.id]) and not formula.is_found]
    anew = {formula.id for formula in lists}
    taken = ids.union(*(formula.parameters for formula in lists))
    return solve_in_floats(lists, as_floats({id: values[id] for id in taken if id not in anew}))


def is_list(value: Any) -> bool:
    return value.__class__ is list and bool(value) and value[-1].__class__ is Decimal


def flip(calculator: Calculator, id: str, values: Mapping[str, Any], floats: Mapping[str, Any]) -> dict[str, Any] | None:
    declared, along = VOCABULARY[id], way(calculator, id)
    if not along.formulas or values[id] is None:
        return None
    today, taken = values[calculator.verdict], {id: values[id] for id in along.taken}

    def is_allowed(value: Any) -> bool:
        return not calculator.rules or holds(calculator, {**values, id: value})

    def turned(value: Any) -> str | None:
        """The verdict with another value, where it is another."""
        verdict = solve(along.formulas, {**taken, id: declared.exact(value)})[calculator.verdict]
        return verdict if verdict != today else None

    if isinstance(declared, Number):
        edges = [exact(values[other]) for other in edges_of(calculator, id)]
        found = Search(declared, along, calculator.verdict, values, floats, is_allowed, turned, edges).nearest()
    else:
        found = next(((value, verdict) for value in others(declared, values[id]) if is_allowed(value) and (verdict := turned(value))), None)
    if found is None:
        return None
    words = flip_words(declared, values[id], found[0], lambda value: is_allowed(value) and turned(value) == found[1])
    return {"value": found[0], "verdict": found[1], "words": words}


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
        self,
        declared: Number,
        along: Way,
        verdict: str,
        values: Mapping[str, Any],
        floats: Mapping[str, Any],
        is_allowed: Callable[[Any], bool],
        turned: Callable[[Any], str | None],
        edges: Sequence[Decimal],
    ):
        self.declared, self.along, self.verdict, self.values = declared, along, verdict, values
        self.is_allowed, self.turned = is_allowed, turned
        self.edges = edges
        self.here, self.step, self.floats = exact(values[declared.id]), exact(declared.resolution), floats
        self.fine = exact(declared.below_1 or declared.resolution)
        self.lowest, self.highest = (self.farthest(exact(bound)) for bound in (declared.minimum, declared.maximum))
        self.bent = along.bent
        self.use(floats, solve_in_floats)
        self.tried: dict[Decimal, str | None] = {}

    def farthest(self, bound: Decimal) -> Decimal:
        """The bound, or the last step on the way there that the other inputs allow: beyond it formulas may have no value."""
        if self.is_allowed(self.typed(bound)):
            return bound
        for edge in self.edges:
            if (edge - self.here) * (bound - self.here) > 0 and self.is_allowed(self.typed(edge)):
                return edge
        way = self.step if bound > self.here else -self.step
        inside, outside = 0, int((bound - self.here) / way)
        while outside - inside > 1:
            middle = (inside + outside) // 2
            inside, outside = (middle, outside) if self.is_allowed(self.typed(self.here + way * middle)) else (inside, middle)
        return self.here + way * inside

    def use(self, values: Mapping[str, Any], solver: Callable[..., Any]) -> None:
        """Looks from now on in the numbers of these values."""
        self.solver, self.numbers = solver, {id: values[id] for id in self.along.taken}  # of the place looked at last
        self.places = {float(self.here): self.place(float(self.here), values)}

    def nearest(self) -> tuple[Any, ...] | None:
        """(value, verdict) of the nearest value that turns the verdict, of two as near the smaller; None where none does."""
        found = self.found()
        return self.halved(exact(found[0])) if found and self.exactly(self.before(found[0])) else found

    def found(self) -> tuple[Any, ...] | None:
        """The nearest of the places where conditions turn; between sums of thirty digits it may have turned a little before."""
        best = self.best([place for gap in self.along.gaps for place in (*self.jumps(gap), *self.straight(gap))])
        if not self.bent:
            return best
        here = float(self.here)
        for inside, outside in self.stretches():
            if best and abs(inside - here) > abs(float(best[0]) - here):
                break  # what is left lies farther away
            if best and (float(best[0]) - here) / (outside - inside) > 0 and abs(outside - here) > abs(float(best[0]) - here):
                outside = float(best[0]) - math.copysign(float(self.step_at(exact(best[0]))), outside - inside)
            found = self.within(inside, outside)
            best = min((one for one in (best, found) if one), key=self.distance, default=None)
        return best

    def within(self, inside: float, outside: float) -> tuple[Any, ...] | None:
        """The nearest value that turns the verdict, of those where conditions turn in a stretch. Where floats say that it turns and exact numbers do not,
        the stretch is walked again in exact numbers."""
        places, turns = self.between(inside, outside)
        found = self.best(places)
        if turns and found is None:
            self.use(self.values, solve)
            found = self.best(self.between(inside, outside)[0])
            self.use(self.floats, solve_in_floats)
        return found

    def halved(self, far: Decimal) -> tuple[Any, ...]:
        """Of the steps from `far`, where the verdict is another, back to here one that still has another and whose next has not."""
        back = self.step_at(far) if far < self.here else -self.step_at(far)
        turned, same = 0, int(((self.here - far) / back).to_integral_value(ROUND_CEILING))
        while same - turned > 1:
            middle = (turned + same) // 2
            turned, same = (middle, same) if self.exactly(far + back * middle) else (turned, middle)
        return self.value_of(far + back * turned)

    def step_at(self, value: Decimal) -> Decimal:
        """The smallest difference worth telling about a value."""
        return self.fine if abs(value) < 1 else self.step

    def value_of(self, value: Decimal) -> tuple[Any, ...]:
        return self.typed(value), self.exactly(value)

    def typed(self, value: Decimal) -> Any:
        return int(value) if self.declared.whole else value

    def before(self, value: Decimal) -> Decimal | None:
        """The step before a value, on the way from here."""
        step = self.step_at(value)
        near = value - step if value > self.here else value + step
        return near if (near - self.here) * (value - self.here) > 0 else None

    def distance(self, found: tuple[Any, ...]) -> tuple[Any, ...]:
        return abs(found[0] - self.here), found[0]

    def best(self, places: Iterable[Decimal]) -> tuple[Any, ...] | None:
        """The nearest value on or beside one of the places that turns the verdict."""
        best: tuple[Any, ...] | None = None
        for place in sorted(set(places), key=lambda place: abs(place - self.here)):
            if best and abs(place - self.here) > abs(best[0] - self.here) + 2 * self.step:
                break
            best = min((one for one in (best, self.turning(place)) if one), key=self.distance, default=None)
        return best

    def turning(self, place: Decimal) -> tuple[Any, ...] | None:
        """(value, verdict) of the nearest step beside a place that turns the verdict, asked exactly."""
        first, before, beyond = self.beside(place)
        if abs(place - self.here) < 2 * self.step_at(place):
            steps = [value for value in (first, before, beyond) if value is not None]
            nearest = sorted(steps, key=lambda value: (abs(value - self.here), value))
        elif beyond is not None and not self.exactly(beyond):
            return None
        else:
            nearest = [value for value in ((first, before) if self.exactly(before) else (beyond,)) if value is not None]
        found = next((value for value in nearest if self.exactly(value)), None)
        return None if found is None else self.value_of(found)

    def exactly(self, value: Decimal | None) -> str | None:
        """The verdict at a value that is allowed, where it is another than here's."""
        if value is not None and value not in self.tried:
            self.tried[value] = self.turned(self.typed(value))
        return None if value is None else self.tried[value]

    def beside(self, place: Decimal) -> list[Decimal | None]:
        """The two steps before a place and the one beyond it, on the way from here; None for one that is not allowed."""
        way, rounding = (1, ROUND_FLOOR) if place > self.here else (-1, ROUND_CEILING)
        step = self.step_at(place)
        before = (place / step).to_integral_value(rounding)
        steps = [(before + way * shift) * step for shift in (-1, 0, 1)]
        low, high = self.declared.minimum, self.declared.maximum
        return [value if low <= value <= high and self.is_allowed(self.typed(value)) else None for value in steps]

    def jumps(self, gap: Gap) -> list[Decimal]:
        """Where a condition may jump."""
        return [exact(place) for places in gap.jumps for place in evaluate(places, self.values)]

    def straight(self, gap: Gap) -> list[Decimal]:
        """Where the gap closes that is a straight line, in exact numbers: of a small difference between sums of twenty digits floats know nothing."""
        if gap.power != 1:
            return []
        first, second = gap.apart(self.values), gap.apart(self.elsewhere)
        if first is None or second is None or first == second:
            return []
        place = self.here + (self.elsewhere[self.declared.id] - self.here) * exact(first) / exact(first - second)
        return [ROUNDED.plus(place)]

    @cached_property
    def elsewhere(self) -> dict[str, Any]:
        """All values that a straight line asks for, with half of what is here: with those here they tell a straight line, to more digits than a step would."""
        half = self.here / 2 or ONE
        if not self.lowest <= half <= self.highest:
            half = (self.here + (self.lowest if self.lowest < self.here else self.highest)) / 2
        return solve(self.along.straight, {**self.values, self.declared.id: half})

    def stretches(self) -> list[tuple[float, float]]:
        """(inside, outside) of the stretches between marks at the bounds, over the slider and around here; the nearest first."""
        lowest, highest, here = float(self.lowest), float(self.highest), float(self.here)
        low, high = (self.declared.slider or (here / 2, here * 2))[:2]
        count = self.declared.stretches
        marks = {low + (high - low) * place / count for place in range(count + 1)} | {lowest, here, here * 2, high * FAR, highest}
        inside = sorted({round(mark) if self.declared.whole else mark for mark in marks if lowest <= mark <= highest})
        up = pairwise([mark for mark in inside if mark >= here])
        down = pairwise([mark for mark in reversed(inside) if mark <= here])
        return sorted([*up, *down], key=lambda stretch: abs(stretch[0] - here))

    def look(self, at: float) -> Place:
        if at not in self.places:
            self.numbers[self.declared.id] = at if self.solver is solve_in_floats else exact(at)
            self.places[at] = self.place(at, self.solver(self.along.formulas, self.numbers))
        return self.places[at]

    def place(self, at: float, values: Mapping[str, Any]) -> Place:
        far = [gap.apart(values) for gap in self.bent]
        holds = [None if one is None else gap.holds(one, 0) for gap, one in zip(self.bent, far, strict=True)]
        return Place(at, [None if one is None else float(one) for one in far], holds, values[self.verdict])

    def between(self, inside: float, outside: float) -> tuple[list[Decimal], bool]:
        """Where conditions turn on the way from one place to another, up to the first of them that turns the verdict, and whether there is one; none
        where they are the same at both, or where the only one that turns leaves the verdict."""
        one, other = self.look(inside), self.look(outside)
        # Where a comparison begins to be asked is where what it asks of begins to be known, which is a condition of its own.
        kinds = [
            self.bent[number].condition.op
            for number in self.turned_between(one, other)
            if self.bent[number].condition.op == "known" or None not in (one.holds[number], other.holds[number])
        ]
        if one.verdict == other.verdict and (not kinds or (len(kinds) == 1 and kinds[0] != "known")):
            return [], False
        found: list[Decimal] = []
        verdict = one.verdict
        while one.at != other.at and one.verdict == verdict and self.turned_between(one, other) and len(found) < MOST_TURNS:
            one = self.first(one, other)
            # A step of 239 may come as 238.999...
            found.append(exact(one.at + math.copysign(abs(one.at) * CLOSE, outside - inside)))
        return found, one.verdict != verdict

    def rounded(self, middle: float, one: float, other: float) -> float:
        """A place between two others: of a whole number a whole one."""
        low, high = min(one, other), max(one, other)
        return min(max(round(middle), low + 1), high - 1) if self.declared.whole else middle

    def turned_between(self, one: Place, other: Place) -> list[int]:
        """Which of the conditions are not the same at both places."""
        return [number for number, holds in enumerate(one.holds) if holds != other.holds[number]]

    def first(self, one: Place, other: Place) -> Place:
        """The first place, on the way from `one` to `other`, at which a condition is not as it is at `one`: by false position (Illinois), else by halves."""
        width, tries, weights, kept = float(self.fine) / (1 if self.declared.whole else 2), 0, [1.0, 1.0], None
        while abs(other.at - one.at) > max(width, abs(other.at) * CLOSEST):
            way, tries = other.at - one.at, tries + 1
            part = min(crossing(one.gaps[number], other.gaps[number], *weights) for number in self.turned_between(one, other))
            middle = one.at + way / 2
            if part < 1 and tries % PATIENCE:
                least = width / abs(way) / 2
                middle = one.at + way * min(max(part, least), 1 - least)
            elif min(one.at, other.at) > 0 and not 1 / FAR < other.at / one.at < FAR:
                middle = math.sqrt(one.at * other.at)
            found = self.look(self.rounded(middle, one.at, other.at))
            if self.turned_between(one, found):
                other, weights = found, [weights[0] / 2 if kept == "one" else 1.0, 1.0]  # an end that stays counts half
                kept = "one"
            else:
                one, weights = found, [1.0, weights[1] / 2 if kept == "other" else 1.0]
                kept = "other"
        return other


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
    return lambda values: evaluate(tree, values)


def is_there(gap: float, nothing: int) -> bool:
    return True
