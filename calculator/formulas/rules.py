"""The rules between fields that a calculator declares, checked before anything is computed."""

from collections.abc import Mapping
from typing import Any

from calculator.errors import InputError, Verbatim
from calculator.formulas.model import Allowed, AtLeast, Calculator, Enough, Given, Needed, Within
from calculator.inputs.kinds import number_text
from calculator.inputs.vocabulary.common import OWN
from calculator.numbers.decimals import exact


def check(calculator: Calculator, values: Mapping[str, Any]) -> None:
    """InputError for the first rule that exact `values` do not hold."""
    for rule in calculator.rules:
        if isinstance(rule, Needed):
            is_asked = values[rule.where] == OWN and (not rule.used or values[rule.used] > 0)
            if is_asked and values[rule.field] is None and (not rule.instead or values[rule.instead] is None):
                raise InputError(rule.field, f"must be given where {rule.where} is {OWN}", None)
        elif isinstance(rule, Given):
            if values[rule.field] is None and rule.lacks(values):
                raise InputError(rule.field, f"must be given {rule.why}", None)
        elif isinstance(rule, Enough):
            if 0 < values[rule.field] < (needed := rule.least(values)):
                raise InputError(rule.field, f"must be 0 or at least {needed}: {rule.why.format(least=needed)}", values[rule.field])
        elif isinstance(rule, Within):
            value, least, most = values[rule.field], rule.least(values), rule.most(values)
            if value is not None and not least <= value <= most:
                words = f"must be {number_text(least)} to {number_text(most)}: {rule.why}"
                raise InputError(rule.field, words, Verbatim(number_text(value)))
        elif isinstance(rule, Allowed):
            if broken := rule.refused(values):
                got = values[broken[0]]
                raise InputError(*broken, got if isinstance(got, str) else Verbatim(number_text(got)))
        elif isinstance(rule, AtLeast):
            if exact(values[rule.field]) < (least := rule.least(values)):
                raise InputError(rule.field, f"must be at least {number_text(least)}, {rule.why}", values[rule.field])
        elif values[rule.higher] < values[rule.lower]:
            least, got = number_text(values[rule.lower]), number_text(values[rule.higher])
            raise InputError(rule.higher, f"must be at least {rule.lower}, {least}", Verbatim(got))


def bounded(calculator: Calculator) -> frozenset[str]:
    """The inputs that others bound."""
    return frozenset(rule.field for rule in calculator.rules if isinstance(rule, (Within, AtLeast)))


def within(calculator: Calculator, values: dict[str, Any]) -> dict[str, Any]:
    """`values` of a draw, each that lies beyond what the others allow as the nearest that they do."""
    for rule in calculator.rules:
        if isinstance(rule, Within) and values[rule.field] is not None:
            values[rule.field] = min(max(values[rule.field], rule.least(values)), rule.most(values))
        if isinstance(rule, AtLeast) and exact(values[rule.field]) < (least := rule.least(values)):
            values[rule.field] = float(least)
    return values


def holds(calculator: Calculator, values: Mapping[str, Any]) -> bool:
    """Whether exact `values` hold every rule."""
    try:
        check(calculator, values)
    except InputError:
        return False
    return True
