"""An answer in exact numbers: what the formulas give, and the words for it."""

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any, NamedTuple

from calculator.formulas.flips import flips
from calculator.formulas.graph import constants, order, solve, table
from calculator.formulas.model import DAY, FLIPS, VIEW, Calculator
from calculator.formulas.rules import check
from calculator.formulas.said import look_again
from calculator.formulas.trace import Trace, traced


class Answer(NamedTuple):
    """What a calculator answers, still in exact numbers; `trace` tells how they came about, and `pictures` makes what is drawn of them."""

    outputs: dict[str, Any]
    headline: str
    parts: dict[str, str]  # the same in three
    trace: Callable[[], tuple[Trace, ...]]
    pictures: Callable[[], list[Any]]
    warnings: tuple[str, ...] = ()
    as_of: str = ""  # the day whose figures were used, where that is not the newest of the rules


def solve_inputs(calculator: Calculator, inputs: dict[str, Any]) -> dict[str, Any]:
    """Exact `inputs`, one for each that the calculator takes, with the thresholds and what the formulas give, but for those that come late."""
    check(calculator.rules, inputs)
    return solve(order(calculator)[0], inputs | constants(calculator))


def answer(calculator: Calculator, inputs: dict[str, Any]) -> Answer:
    """The answer to exact `inputs`, one for each that the calculator takes."""
    values = solve_inputs(calculator, inputs)
    if FLIPS in calculator.by_id:
        values[FLIPS] = flips(calculator, values)
    for output in calculator.outputs:
        if output.kind == "table" and not output.formula:
            values[output.id] = table(calculator, output, values)
    view = SimpleNamespace(**values)
    values = vars(view)
    values[VIEW] = view
    solve(order(calculator)[1], values)
    said = calculator.said(view)
    return Answer(
        outputs={output.id: values[output.formula.id if output.formula else output.id] for output in calculator.outputs},
        headline=said.sentence,
        parts={"verdict": said.verdict, "because": said.because, "again": look_again(view, said.sooner, said.due)},
        trace=partial(traced, calculator, values),
        pictures=partial(calculator.pictures, view),
        warnings=tuple(calculator.warnings(view)),
        as_of=values.get(DAY, ""),
    )
