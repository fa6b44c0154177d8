"""The three functions that the package offers."""

from collections.abc import Mapping
from decimal import localcontext
from typing import Any

from calculator import data
from calculator.answers.result import Result
from calculator.errors import InputError, Verbatim
from calculator.formulas import ranges
from calculator.formulas.answer import answer as answer_of
from calculator.formulas.model import Calculator
from calculator.formulas.ranges import SEEDS
from calculator.inputs.families import adopt, relatives
from calculator.inputs.kinds import Input, as_python
from calculator.models.registry import CALCULATORS, find, input_of, inputs_of
from calculator.numbers.decimals import CONTEXT, plain

SEED = 1  # of the draws over ranges


def calculators() -> dict[str, str]:
    """Id -> title of every calculator, in the order in which the playbook presents them.

    >>> calculators()["growth"]
    'Growth of the bill'
    """
    return {id: calculator.title for id, calculator in CALCULATORS.items()}


def describe(id: str) -> dict[str, Any]:
    """What a calculator takes and gives: a dict of `calculator` (its id), `code`, `group`, `title`, `question`, `inputs` and `outputs`, ready for JSON.

    Of each input `id`, `label`, `kind`, `unit` in words, `help` and `default`, what its kind adds (bounds, options), and in `family` the ids that say the
    same in other units, any of which run() takes in its place. Of each output `id`, `label`,
    `kind` and `unit`, and the `columns` of a table or the `options` of a choice.

    Raises InputError for an unknown calculator.

    >>> [field["id"] for field in describe("growth")["inputs"]]
    ['run_rate_usd_year', 'growth_pct_quarter', 'quarters', 'today']
    >>> describe("growth")["outputs"][0]["unit"]
    'US dollars a year'
    """
    calculator = find(id)
    return {
        "calculator": calculator.id,
        "code": calculator.code,
        "group": calculator.group,
        "title": calculator.title,
        "question": calculator.question,
        "inputs": [declared.describe() | {"family": relatives(id)} for id, declared in inputs_of(calculator).items()],
        "outputs": [output.describe() for output in calculator.outputs],
    }


def run(id: str, inputs: Mapping[str, Any] | None = None, *, as_of: str | None = None, seed: int = SEED) -> Result:
    """The answer of the calculator `id` to `inputs`: input id -> value, in the unit that the id ends in; what is left out takes its default. An id that
    says the same in another unit will do: `usage_growth_pct_quarter` where the calculator takes a year's.

    `as_of` is short for the input `data`, the day whose prices count, of the calculators that have one: "2026-11" or "2026-11-24". A number may be
    given as a range, `{"low": 10, "high": 20}` or "10..20": the answer is then that at the middle, and `uncertainty` says how far it may
    be off; `seed`, a whole number from 0, moves the draws. `Decimal`, `Fraction` and NumPy's numbers are numbers too; all but whole ones count as
    the nearest float.

    Raises InputError for an unknown calculator or input, a wrong type, or a value out of bounds. Nothing is
    clamped. The same inputs and data give the same answer to the last bit, in CPython and in the browser.

    The formulas stand on the site's page Formulas; thresholds and prices carry their source and date in the package's data, and `trace` names them.

    >>> result = run("unit-economics", {"ai_cost_usd_unit": 2.5, "alternative_ai_cost_usd_unit": 0.3, "units_per_month": 20000})
    >>> result.outputs["saving_usd_unit"], result.outputs["verdict"]
    (2.2, 'pays')
    >>> sorted(run("growth", {"quarters": "4..8"}).uncertainty["outputs"]["end_run_rate_usd_year"])
    ['none_pct', 'p10', 'p50', 'p90', 'samples']
    """
    calculator = find(id)
    start = as_python(seed)
    if not isinstance(start, int) or not 0 <= start < SEEDS:
        raise InputError("seed", f"must be a whole number from 0 to {SEEDS - 1}", seed)
    given = {} if inputs is None else inputs
    if not isinstance(given, Mapping):
        raise InputError("inputs", "must map input ids to values", given)
    if as_of is None:
        return result_of(calculator, given, start)
    if "data" in given:
        raise InputError("as_of", "must be left out where data is given: both name the day", as_of)
    if "data" not in calculator.inputs:
        raise InputError("as_of", f"must be left out for {calculator.id}, which takes no prices", as_of)
    try:
        return result_of(calculator, {**given, "data": as_of}, start)
    except InputError as error:
        if error.field != "data":
            raise
        raise InputError("as_of", error.rule, error.got) from None  # the word that was used


def points(declared: Mapping[str, Input], used: Mapping[str, Any]) -> dict[str, Any]:
    """The exact numbers of checked inputs, of a range its middle."""
    return {field: kind.exact(ranges.middle(kind, used[field])) for field, kind in declared.items()}


def result_of(calculator: Calculator, given: Mapping[str, Any], seed: int) -> Result:
    """The answer of run(), for a calculator that is there."""
    for field, value in given.items():
        input_of(calculator, field, value)
    declared = inputs_of(calculator)
    given, exactly = adopt(calculator.inputs, given)
    used, spread = {field: kind.check(given.get(field, kind.default)) for field, kind in declared.items()}, None
    against: list[str] = []
    with localcontext(CONTEXT):
        try:
            answer = answer_of(calculator, points(declared, used) | exactly)  # first: what no number of a range could mend is said here
            if any(isinstance(value, dict) for value in used.values()):
                spread = ranges.uncertainty(calculator, declared, used, seed)
                against = ranges.outvoted(calculator, answer.outputs, spread)
        except InputError as error:
            if error.field != "data":
                raise
            raise InputError("data", error.rule, Verbatim(used["data"])) from None  # the month that was typed, not the day that it means

        def trace() -> list[dict[str, Any]]:
            with localcontext(CONTEXT):
                return [step.to_dict() for step in answer.trace()]

        def pictures() -> list[Any]:
            with localcontext(CONTEXT):
                return answer.pictures()

        return Result(
            calculator=calculator.id,
            inputs=used,
            outputs=plain({output.id: answer.outputs[output.id] for output in calculator.outputs}),
            headline=answer.headline,
            answer=answer.parts,
            trace=trace,
            warnings=[*against, *answer.warnings],
            as_of=answer.as_of or data.as_of(),
            uncertainty=plain(spread),
            pictures=pictures,
        )
