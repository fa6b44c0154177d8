"""What differs between two answers of one calculator: inputs, verdict, figures and the day to look again."""

from typing import Any, NamedTuple

from calculator.answers.result import Result
from calculator.formulas.model import TRACED
from calculator.models.registry import find


class Comparison(NamedTuple):
    """Two answers of one calculator, and what differs between them.

    - `here`: one Result.
    - `there`: the other.
    - `inputs`: a dict for each input that differs: `input` (its id), `here` and `there` (its values).
    - `outputs`: a dict for each figure or choice that differs: `output` (its id), `here`, `there`, and of two numbers `difference`, there less here; else None.
    """

    here: Result
    there: Result
    inputs: list[dict[str, Any]]
    outputs: list[dict[str, Any]]

    @property
    def headline(self) -> str:
        """Both verdicts in a sentence, or the one that they share."""
        here, there = (result.answer["verdict"].removesuffix(".") for result in (self.here, self.there))
        return f"Both: {here}." if here == there else f"Here: {here}. There: {there}."

    def to_dict(self) -> dict[str, Any]:
        """The same for JSON, with the three parts of each answer."""
        return {
            "calculator": self.here.calculator,
            "headline": self.headline,
            "here": self.here.answer,
            "there": self.there.answer,
            "inputs": self.inputs,
            "outputs": self.outputs,
        }


def compared(here: Result, there: Result) -> Comparison:
    """What differs between two answers of one calculator; tables and lists are not looked into, since their figures stand among the others."""
    inputs = [{"input": id, "here": value, "there": there.inputs[id]} for id, value in here.inputs.items() if value != there.inputs[id]]
    outputs = [
        {"output": output.id, "here": one, "there": other, "difference": difference(one, other)}
        for output in find(here.calculator).outputs
        if output.kind in TRACED and (one := here.outputs[output.id]) != (other := there.outputs[output.id])
    ]
    return Comparison(here, there, inputs, outputs)


def difference(here: Any, there: Any) -> Any:
    """Of two numbers, there less here; None of anything else, and where one of them is never or not known."""
    are_numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (here, there))
    return there - here if are_numbers else None
