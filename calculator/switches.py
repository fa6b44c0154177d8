"""The nearest value of one input that changes a decision, all other inputs as they are."""

from collections.abc import Callable, Iterable
from decimal import ROUND_FLOOR, Decimal
from types import SimpleNamespace

from calculator.exact import exact
from calculator.kinds import Boolean, Choice, Input, Number


def candidates(declared: Input, edges: Iterable[Decimal]) -> list:
    """The values worth trying: every other answer of a choice; for a number, those on and beside each edge."""
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
        values |= {(below + shift) * step for shift in (-1, 0, 1)}
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
