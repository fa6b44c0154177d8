"""The rules between fields that a calculator declares, checked before anything is computed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from calculator.errors import InputError, Verbatim
from calculator.formulas.model import Allowed, AtLeast, Calculator, Enough, Given, Needed, Ordered, Rule, Within
from calculator.inputs.kinds import number_text
from calculator.inputs.vocabulary.common import OWN
from calculator.numbers.decimals import exact


def check(rules: Iterable[Rule], values: Mapping[str, Any]) -> None:
    """InputError for the first rule that exact `values` do not hold."""
    for rule in rules:
        if words := BROKEN[type(rule)](rule, values):
            raise InputError(*words())


def holds(calculator: Calculator, values: Mapping[str, Any]) -> bool:
    """Whether exact `values` hold every rule."""
    return all(not BROKEN[type(rule)](rule, values) for rule in calculator.rules)


# What is wrong with exact values by a rule: None, or what gives the field, the rule in words and what was got. To ask takes a tenth of the time of saying.
Broken = Callable[[], tuple[str, str, Any]] | None


def needed(rule: Needed, values: Mapping[str, Any]) -> Broken:
    is_asked = values[rule.where] == OWN and (not rule.used or values[rule.used] > 0)
    if is_asked and values[rule.field] is None and (not rule.instead or values[rule.instead] is None):
        return lambda: (rule.field, f"must be given where {rule.where} is {OWN}", None)
    return None


def given(rule: Given, values: Mapping[str, Any]) -> Broken:
    if values[rule.field] is None and rule.lacks(values):
        return lambda: (rule.field, f"must be given {rule.why}", None)
    return None


def enough(rule: Enough, values: Mapping[str, Any]) -> Broken:
    got = values[rule.field]
    if 0 < got < (least := rule.least(values)):
        return lambda: (rule.field, f"must be 0 or at least {least}: {rule.why.format(least=least)}", got)
    return None


def within_bounds(rule: Within, values: Mapping[str, Any]) -> Broken:
    got, lowest, highest = values[rule.field], rule.least(values), rule.most(values)
    if got is not None and not lowest <= got <= highest:
        return lambda: (rule.field, f"must be {number_text(lowest)} to {number_text(highest)}: {rule.why}", Verbatim(number_text(got)))
    return None


def allowed(rule: Allowed, values: Mapping[str, Any]) -> Broken:
    if found := rule.refused(values):
        got = found[2] if len(found) > 2 else values[found[0]]
        return lambda: (*found[:2], got if isinstance(got, str) else Verbatim(number_text(got)))
    return None


def at_least(rule: AtLeast, values: Mapping[str, Any]) -> Broken:
    got = values[rule.field]
    if got < (least := rule.least(values)):
        return lambda: (rule.field, f"must be at least {number_text(least)}, {rule.why(values)}", got)
    return None


def ordered(rule: Ordered, values: Mapping[str, Any]) -> Broken:
    lower, higher = values[rule.lower], values[rule.higher]
    if higher < lower:
        return lambda: (rule.higher, f"must be at least {rule.lower}, {number_text(lower)}", Verbatim(number_text(higher)))
    return None


BROKEN: dict[type, Callable[[Any, Mapping[str, Any]], Broken]] = {
    Needed: needed,
    Given: given,
    Enough: enough,
    Within: within_bounds,
    Allowed: allowed,
    AtLeast: at_least,
    Ordered: ordered,
}


def edges_of(calculator: Calculator, id: str) -> list[str]:
    """The inputs whose values are an end of what an input may be: those that it must not pass."""
    pairs = [(rule.lower, rule.higher) for rule in calculator.rules if isinstance(rule, Ordered)]
    return [other for pair in pairs if id in pair for other in pair if other != id]


def bounded(rules: Iterable[Rule]) -> frozenset[str]:
    """The inputs that others bound."""
    return frozenset(rule.field for rule in rules if isinstance(rule, (Within, AtLeast)))


class Read(Mapping[str, Any]):
    """Values that remember which of them were asked for."""

    def __init__(self, values: Mapping[str, Any]):
        self.held, self.asked = values, set[str]()

    def __getitem__(self, id: str) -> Any:
        self.asked.add(id)
        return self.held[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.held)

    def __len__(self) -> int:
        return len(self.held)


def moved(rules: Iterable[Rule], values: Mapping[str, Any], varied: Iterable[str]) -> tuple[Rule, ...]:
    """Of the rules those that may say something else where the inputs `varied` have other values, or those that they bound.

    A rule that asks for none of them asks for the same whatever they are, so ten thousand draws need not ask it.
    """
    asked: dict[Rule, set[str]] = {}
    for rule in rules:
        read = Read(values)
        broken = BROKEN[type(rule)](rule, read)
        asked[rule] = {*read.asked, *varied} if broken else read.asked
    moving, before = set(varied), set[str]()
    while moving != before:
        before = set(moving)
        moving |= bounded(rule for rule in asked if asked[rule] & moving)
    return tuple(rule for rule in asked if asked[rule] & moving)


def within(rules: Iterable[Rule], values: dict[str, Any]) -> dict[str, Any]:
    """`values` of a draw, each that lies beyond what the others allow as the nearest that they do."""
    for rule in rules:
        if isinstance(rule, Within) and values[rule.field] is not None:
            values[rule.field] = min(max(values[rule.field], rule.least(values)), rule.most(values))
        if isinstance(rule, AtLeast) and exact(values[rule.field]) < (least := rule.least(values)):
            values[rule.field] = float(least)
    return values
