"""The one list of calculators."""

from collections.abc import Iterator, Mapping
from importlib import import_module

from calculator.errors import InputError, excerpt
from calculator.formulas.model import Calculator
from calculator.inputs.families import own_of
from calculator.inputs.kinds import Input
from calculator.inputs.vocabulary import VOCABULARY

# In the order in which the playbook presents them. The module of an id is its name with underscores.
IDS = (
    "feature-or-product",
    "five-questions",
    "strategy",
    "roadmap",
    "portfolio",
    "evaluate-when",
    "timing",
    "price-shock",
    "growth",
    "unit-economics",
    "api-bill",
    "memory",
    "self-host",
    "break-even",
    "evaluation",
)


class Calculators(Mapping[str, Calculator]):
    """Id -> calculator. A model is imported when it is first asked for: a reader waits for one, not for all."""

    def __getitem__(self, id: str) -> Calculator:
        if id not in IDS:
            raise KeyError(id)
        calculator: Calculator = import_module(f"calculator.models.{id.replace('-', '_')}").CALCULATOR
        return calculator

    def __iter__(self) -> Iterator[str]:
        return iter(IDS)

    def __len__(self) -> int:
        return len(IDS)


CALCULATORS = Calculators()


def find(id: str) -> Calculator:
    """The calculator with this id; InputError("calculator", ...) when there is none."""
    if not isinstance(id, str) or id not in CALCULATORS:
        raise InputError("calculator", f"must be one of {', '.join(CALCULATORS)}", id)
    return CALCULATORS[id]


def inputs_of(calculator: Calculator) -> dict[str, Input]:
    """The input declarations of a calculator, by id."""
    return calculator.declared


def input_of(calculator: Calculator, field: str, got: object) -> Input:
    """The declaration of the input `field`, or of one that says the same in another unit; InputError when this calculator has no such input."""
    if field not in calculator.inputs and isinstance(field, str) and own_of(field, calculator.inputs):
        return VOCABULARY[field]
    if field not in calculator.inputs:
        name = field if isinstance(field, str) else excerpt(field)
        raise InputError(name, f"must be an input of {calculator.id}, which takes {', '.join(calculator.inputs)}", got)
    return calculator.declared[field]
