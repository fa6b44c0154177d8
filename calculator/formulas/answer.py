"""What a calculator's compute() gives: exact values, and how each came about."""

from typing import NamedTuple

from calculator.numbers.decimals import plain


class Trace(NamedTuple):
    """How one value came about: a node of the computation tree.

    `formula` is in words, `numbers` is the same formula with the numbers put in, `source` names where a
    rule or a figure comes from (an id of `calculator/data/sources.json`), `output` the output id that
    this node explains ("" for a step on the way), `unit` an id ending such as "usd_month" where the output
    id does not tell it, `steps` what it was made from.
    """

    label: str
    formula: str
    numbers: str
    value: object
    source: str = ""
    output: str = ""
    unit: str = ""
    steps: tuple["Trace", ...] = ()

    def to_dict(self) -> dict:
        return {
            "label": self.label,
            "formula": self.formula,
            "numbers": self.numbers,
            "value": plain(self.value),
            "source": self.source,
            "output": self.output,
            "unit": self.unit,
            "steps": [step.to_dict() for step in self.steps],
        }


class Answer(NamedTuple):
    """What a model's compute() returns, still in exact numbers."""

    outputs: dict
    headline: str
    trace: tuple[Trace, ...]
    warnings: tuple[str, ...] = ()
    as_of: str = ""  # the day whose figures were used, where that is not the newest of the rules
