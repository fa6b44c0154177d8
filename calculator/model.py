"""What a calculator is: its words, its inputs, its outputs and one function from the first to the second."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

from calculator.result import Answer
from calculator.units import Unit, unit_of

GROUPS = {"framework": "Framework", "roadmap": "Roadmap", "mistakes": "Mistakes", "economics": "Economics"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One output. `id` is API.

    `kind`: "value" (a number or None), "choice" (one of `options`), "text" (list of sentences), "table" (list
    of records; `columns` are Outputs). `none` is the sentence for None. `key` marks the figures that stand
    beside the headline.
    """

    id: str
    label: str
    kind: str = "value"
    none: str = "unknown"
    options: dict | None = None
    columns: tuple["Output", ...] = ()
    key: bool = False

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculator:
    """A calculator. `code` is its durable short name (F3), `id` its name in Python, URLs and docs.

    `compute` takes a namespace with one exact value per input and returns an Answer; it never rounds.
    """

    id: str
    code: str
    group: str
    title: str
    question: str
    inputs: tuple[str, ...]
    outputs: tuple[Output, ...]
    compute: Callable[[SimpleNamespace], Answer]
