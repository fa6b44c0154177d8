"""What each slider of an answer leads to: the verdict along its way, and how the main figure moves."""

from collections.abc import Iterator
from decimal import localcontext
from itertools import groupby
from typing import Any

from calculator.answers.result import Result
from calculator.answers.run import points
from calculator.errors import InputError
from calculator.formulas.model import Calculator
from calculator.formulas.ranges import answers, target_of
from calculator.formulas.routes import route
from calculator.inputs.kinds import Number
from calculator.models.registry import find, inputs_of
from calculator.numbers.decimals import CONTEXT

PLACES = 49  # on each slider, both of its ends among them


def zones(result: Result) -> dict[str, dict[str, Any]]:
    """Input id -> {"parts": [[share of the way at which it ends, route of the verdict], ...], "strip": [share of the way up, or None, ...]} of each slider.

    The other inputs stay as they are, of a range its middle. A slider along which some number fits no other has none.
    """
    calculator = find(result.calculator)
    declared = inputs_of(calculator)
    sliders = {id: one for id, one in declared.items() if isinstance(one, Number) and one.slider}
    if not sliders:
        return {}
    with localcontext(CONTEXT):
        return dict(found(calculator, declared, points(declared, result.inputs), sliders))


def found(
    calculator: Calculator, declared: dict[str, Any], fixed: dict[str, Any], sliders: dict[str, Number]
) -> Iterator[tuple[str, dict[str, Any]]]:
    verdict = calculator.by_id.get(calculator.verdict)
    target = target_of(calculator)
    for id, slider in sliders.items():
        column = [slider.at(place / (PLACES - 1)) for place in range(PLACES)]
        try:
            gave = answers(calculator, declared, fixed, {id: column}, PLACES)
        except InputError:
            continue
        yield id, {"parts": parts(gave[verdict.id]) if verdict else [], "strip": strip(gave[target.id]) if target.kind == "value" else []}


def parts(verdicts: list[Any]) -> list[list[Any]]:
    """The verdicts along the way as stretches, each with the share of the way at which it ends: half-way between two places."""
    ends, place = [], 0
    for verdict, run in groupby(verdicts):
        place += len(list(run))
        ends.append([min(1.0, (place - 0.5) / (PLACES - 1)), route(verdict)])
    return ends


def strip(values: list[Any]) -> list[float | None]:
    """The values along the way, as shares of the way from the lowest to the highest; [] where they are all the same."""
    numbers = [float(value) for value in values if value is not None]
    if not numbers or min(numbers) == max(numbers):
        return []
    low, span = min(numbers), max(numbers) - min(numbers)
    return [None if value is None else round((float(value) - low) / span, 3) for value in values]
