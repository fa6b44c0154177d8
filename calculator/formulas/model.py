"""What a calculator is: its words, its inputs, its outputs and one function from the first to the second."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import NamedTuple

from calculator.formulas.answer import Answer
from calculator.numbers.units import Unit, unit_of

GROUPS = {"framework": "Framework", "roadmap": "Roadmap", "mistakes": "Mistakes", "economics": "Economics"}


class Output(NamedTuple):
    """One output. `id` is API.

    `kind`: "value" (a number or None), "choice" (one of `options`), "text" (list of sentences), "table" (list
    of records; `columns` are Outputs), "flips" (input id -> the nearest value that turns the verdict, or None). `none` is
    the sentence for None. `key` marks the figures that stand beside the headline. `endless`: None stands for later, or
    more, than any number. `shown`: stands on the page, not only in JSON. `folded`: a long table, closed until the reader opens it.
    """

    id: str
    label: str
    kind: str = "value"
    none: str = "unknown"
    options: dict | None = None
    columns: tuple["Output", ...] = ()
    key: bool = False
    endless: bool = False
    shown: bool = True
    folded: bool = False

    @property
    def unit(self) -> Unit:
        return unit_of(self.id)

    def describe(self) -> dict:
        described = {"id": self.id, "label": self.label, "kind": self.kind, "unit": self.unit.words}
        if self.columns:
            described["columns"] = [column.describe() for column in self.columns]
        if self.options:
            described["options"] = dict(self.options)
        return described


class Calculator(NamedTuple):
    """A calculator. `code` is its durable short name (F3), `id` its name in Python, URLs and docs.

    `compute` takes a namespace with one exact value per input and returns an Answer; it never rounds. `verdict` is the id
    of the choice among the outputs that is the decision, "" where there is none; `spread` that of the number whose spread is
    put down to the inputs, by default the first key figure. Ranges are answered with `samples` sets of inputs, by `compute`
    or, faster, by `sampled`, which takes a list of floats per input and gives a list per output. `charts` makes of the
    inputs, ranges as their middle, and the outputs what calculator.charts draws.
    """

    id: str
    code: str
    group: str
    title: str
    question: str
    inputs: tuple[str, ...]
    outputs: tuple[Output, ...]
    compute: Callable[[SimpleNamespace], Answer]
    verdict: str = ""
    spread: str = ""
    samples: int = 200
    sampled: Callable[[dict[str, list], int], dict[str, list]] | None = None
    charts: Callable[[dict, dict], list] | None = None
