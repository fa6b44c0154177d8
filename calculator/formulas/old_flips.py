"""The nearest value of one input that changes a decision, all other inputs as they are.

Where the rule knows its edges they are tried. Where it does not, a number is looked for among marks over its slider and at its bounds, then by
halving: of a verdict that turns twice between two marks, both turns are missed.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_FLOOR, Decimal
from types import SimpleNamespace

from calculator.inputs.kinds import Boolean, Choice, Input, Number
from calculator.inputs.vocabulary import VOCABULARY
from calculator.numbers.decimals import exact


def candidates(declared: Input, edges: Iterable[Decimal]) -> list:
    """The values worth trying: every other answer of a choice; for a number, those on and beside each edge, a rounding error allowed for."""
    if isinstance(declared, Choice):
        return list(declared.options)
    if isinstance(declared, Boolean):
        return [True, False]
    if not isinstance(declared, Number):
        raise TypeError(f"{declared.id}: {declared.kind} has no nearest value")
    step = exact(declared.resolution)
    values = set()
    for edge in edges:
        below = (edge / step).to_integral_value(ROUND_FLOOR)
        values |= {(below + shift) * step for shift in (-1, 0, 1, 2)}  # 2: an edge at 239 may come as 238.999..., and turn only beyond 239
    inside = (value for value in values if declared.minimum <= value <= declared.maximum)
    return [declared.exact(int(value)) if declared.kind == "integer" else value for value in inside]


def distance(declared: Input, one, other):
    """How far apart two values of an input are: by difference, or by place among the options."""
    if isinstance(declared, Choice):
        places = list(declared.options)
        return abs(places.index(one) - places.index(other))
    return abs(one - other)


def nearest_switch(declared: Input, x: SimpleNamespace, decide: Callable[[SimpleNamespace], str], edges: Iterable[Decimal] = ()):
    """(value, decision) of the nearest value that changes `decide(x)`; None when none does."""
    today, here = decide(x), getattr(x, declared.id)
    others = sorted(candidates(declared, edges), key=lambda value: (distance(declared, value, here), value))
    for value in others:
        decision = decide(SimpleNamespace(**vars(x) | {declared.id: value}))
        if decision != today:
            return value, decision
    return None


MARKS = 4  # stretches between the ends of a slider
FINENESS = 100  # the step of the search, in parts of the slider's step


def flips(
    ids: Iterable[str], x: SimpleNamespace, decide: Callable, edges: Mapping[str, Iterable[Decimal]], quick: Callable | None = None
) -> dict:
    """Input id -> {"value", "verdict"} of the nearest value that turns `decide(x)`, or None.

    A number without an entry in `edges` is searched for with `quick(id, value)`, which decides in floats; what is found is
    confirmed by `decide`. A list has no nearest value and is left out.
    """
    found, today = {}, decide(x)

    def decided(other: SimpleNamespace) -> str:
        return today if other is x else decide(other)

    for declared in (VOCABULARY[id] for id in ids):
        if declared.id in edges or isinstance(declared, (Boolean, Choice)):
            switch = nearest_switch(declared, x, decided, edges.get(declared.id, ()))
        elif isinstance(declared, Number):
            switch = searched(declared, x, decided, quick)
        else:
            continue
        found[declared.id] = None if switch is None else {"value": switch[0], "verdict": switch[1]}
    return found


def step_of(declared: Number) -> Decimal:
    """The smallest difference that a search tells apart."""
    return max(exact(declared.resolution), exact(declared.slider[2]) / FINENESS)


def marks(declared: Number) -> list[float]:
    low, high, _ = declared.slider
    inside = [low + (high - low) * place / MARKS for place in range(MARKS + 1)]
    return sorted({declared.minimum, *(map(round, inside) if declared.kind == "integer" else inside), declared.maximum})


def searched(declared: Number, x: SimpleNamespace, decide: Callable, quick: Callable):
    """As nearest_switch(), without knowing where to look."""
    here = float(getattr(x, declared.id))

    def ask(value: float) -> str:
        return quick(declared.id, int(value) if declared.kind == "integer" else value)

    first, places = ask(here), marks(declared)
    stretches = []
    for outward in ([mark for mark in places if mark > here], [mark for mark in reversed(places) if mark < here]):
        inside = here
        for mark in outward:
            if ask(mark) != first:
                stretches.append((inside, mark))
                break
            inside = mark

    nearest = None
    for inside, mark in sorted(stretches, key=lambda stretch: abs(stretch[0] - here)):
        if nearest and abs(float(nearest[0]) - here) <= abs(inside - here):
            break  # all of this stretch lies farther away
        answer = confirmed(declared, x, decide, turn(declared, ask, first, inside, mark), 1 if mark > here else -1)
        if answer and (nearest is None or abs(float(answer[0]) - here) < abs(float(nearest[0]) - here)):
            nearest = answer
    return nearest


def turn(declared: Number, ask: Callable, first: str, inside: float, outside: float) -> int:
    """The first step, from `inside` to `outside`, at which the decision is not `first`."""
    step = float(step_of(declared))
    low, high = math.floor(inside / step), round(outside / step)
    if high < low:
        low = math.ceil(inside / step)
    while abs(high - low) > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if ask(middle * step) == first else (low, middle)
    return high


def confirmed(declared: Number, x: SimpleNamespace, decide: Callable, place: int, direction: int):
    """(value, decision) at that step, or at the next where a float was a hair off; None when the exact rule sees no turn there."""
    step = step_of(declared)
    for shift in (0, direction):
        value = (place + shift) * step
        if declared.minimum <= value <= declared.maximum:
            value = int(value) if declared.kind == "integer" else value
            decision = decide(SimpleNamespace(**vars(x) | {declared.id: value}))
            if decision != decide(x):
                return value, decision
    return None
