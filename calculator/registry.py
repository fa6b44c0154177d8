"""The one list of calculators, and the three functions that the package offers."""

from collections.abc import Iterator, Mapping
from decimal import localcontext
from importlib import import_module
from types import SimpleNamespace

from calculator import data
from calculator.exact import CONTEXT, plain
from calculator.inputs import VOCABULARY
from calculator.kinds import Input
from calculator.model import Calculator
from calculator.result import InputError, Result, Written, shown

SEED = 1  # of the draws over ranges
SEEDS = 2**32

# In the order in which the playbook presents them. The module of an id is its name with underscores.
IDS = (
    "feature-or-product",
    "five-questions",
    "strategy",
    "evaluate-when",
    "timing",
    "price-shock",
    "growth",
    "unit-economics",
    "api-bill",
    "memory",
    "self-host",
    "break-even",
)


class Calculators(Mapping):
    """Id -> calculator. A model is imported when it is first asked for: a reader waits for one, not for all."""

    def __getitem__(self, id: str) -> Calculator:
        if id not in IDS:
            raise KeyError(id)
        return import_module(f"calculator.models.{id.replace('-', '_')}").CALCULATOR

    def __iter__(self) -> Iterator[str]:
        return iter(IDS)

    def __len__(self) -> int:
        return len(IDS)


CALCULATORS = Calculators()


def calculators() -> dict[str, str]:
    """Id -> title of every calculator, in the order in which the playbook presents them."""
    return {id: calculator.title for id, calculator in CALCULATORS.items()}


def find(id: str) -> Calculator:
    """The calculator with this id; InputError("calculator", ...) when there is none."""
    if not isinstance(id, str) or id not in CALCULATORS:
        raise InputError("calculator", f"must be one of {', '.join(CALCULATORS)}", id)
    return CALCULATORS[id]


def inputs_of(calculator: Calculator) -> dict[str, Input]:
    """The input declarations of a calculator, by id."""
    return {id: VOCABULARY[id] for id in calculator.inputs}


def known(calculator: Calculator, field: str, got: object) -> Input:
    """The declaration of the input `field`; InputError when this calculator has no such input."""
    if field not in calculator.inputs:
        name = field if isinstance(field, str) else shown(field)
        raise InputError(name, f"must be an input of {calculator.id}, which takes {', '.join(calculator.inputs)}", got)
    return VOCABULARY[field]


def describe(id: str) -> dict:
    """A JSON-ready declaration: `{"calculator", "code", "group", "title", "question", "inputs", "outputs"}`."""
    calculator = find(id)
    return {
        "calculator": calculator.id,
        "code": calculator.code,
        "group": calculator.group,
        "title": calculator.title,
        "question": calculator.question,
        "inputs": [declared.describe() for declared in inputs_of(calculator).values()],
        "outputs": [output.describe() for output in calculator.outputs],
    }


def run(id: str, inputs: Mapping | None = None, *, as_of: str | None = None, seed: int = SEED) -> Result:
    """The answer of the calculator `id` to `inputs` (input id -> value; what is left out takes its default).

    `as_of` is short for the input `data`, the day whose prices count, of the calculators that have one. A number may be given as a
    range, `{"low": 10, "high": 20}` or "10..20": the answer is then that at the middle, and `uncertainty` says how far it may
    be off; `seed` moves the draws.

    Raises InputError for an unknown calculator or input, a wrong type, or a value out of bounds. Nothing is
    clamped. The same inputs and data give the same answer to the last bit, in CPython and in the browser.
    """
    calculator = find(id)
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < SEEDS:
        raise InputError("seed", f"must be a whole number from 0 to {SEEDS - 1}", seed)
    given = {} if inputs is None else inputs
    if not isinstance(given, Mapping):
        raise InputError("inputs", "must map input ids to values", given)
    if as_of is None:
        return answered(calculator, given, seed)
    if "data" in given:
        raise InputError("as_of", "must be left out where data is given: both name the day", as_of)
    if "data" not in calculator.inputs:
        raise InputError("as_of", f"must be left out for {calculator.id}, which takes no prices", as_of)
    try:
        return answered(calculator, {**given, "data": as_of}, seed)
    except InputError as error:
        if error.field != "data":
            raise
        raise InputError("as_of", error.rule, error.got) from None  # the word that was used


def answered(calculator: Calculator, given: Mapping, seed: int) -> Result:
    """The answer of run(), for a calculator that is there."""
    for field, value in given.items():
        known(calculator, field, value)
    declared = inputs_of(calculator)
    used = {field: kind.check(given.get(field, kind.default)) for field, kind in declared.items()}
    points, spread = {field: value for field, value in used.items() if not isinstance(value, dict)}, None
    with localcontext(CONTEXT):
        points = {field: declared[field].exact(value) for field, value in points.items()}
        has_ranges = len(points) < len(used)
        if has_ranges:
            from calculator import uncertainty  # here, since most answers have no range and need not wait for it

            middles = {field: uncertainty.centre(declared[field], value) for field, value in used.items() if field not in points}
            points |= {field: declared[field].exact(value) for field, value in middles.items()}
        try:
            answer = calculator.compute(SimpleNamespace(**points))  # first: what no number of a range could mend is said here
            if has_ranges:
                spread = uncertainty.uncertainty(calculator, declared, used, seed)
        except InputError as error:
            if error.field != "data":
                raise
            raise InputError("data", error.rule, Written(used["data"])) from None  # the month that was typed, not the day that it means
        return Result(
            calculator=calculator.id,
            inputs=used,
            outputs=plain({output.id: answer.outputs[output.id] for output in calculator.outputs}),
            headline=answer.headline,
            trace=[step.to_dict() for step in answer.trace],
            warnings=list(answer.warnings),
            as_of=answer.as_of or data.as_of(),
            uncertainty=plain(spread),
        )
