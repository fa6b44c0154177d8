"""One case: what is known of a team and its load, said once. Every calculator answers for what it takes of it."""

from collections.abc import Mapping
from typing import Any

from calculator.answers.comparison import Comparison, compared
from calculator.answers.result import Result
from calculator.answers.run import SEED, run
from calculator.errors import InputError
from calculator.inputs.families import FAMILY_OF, own_of
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import find


class Case:
    """What is known of a team and its load, said once; every calculator answers for what it takes of it.

    - `inputs`: input id -> value, as it was given, in the unit that the id ends in.

    One quantity is said in one unit, whichever: a calculator that wants another converts it, so no two can disagree about the case.

    Raises InputError for an id that is no input, for a value that its input does not take, and for two ids that say the same.

    >>> case = Case({"api_spend_usd_month": 42000, "usage_growth_pct_quarter": 25, "team_size": 120})
    >>> case.run("growth").inputs["run_rate_usd_year"], case.run("strategy").outputs["strategy"]
    (504000, 'hybrid')
    """

    __slots__ = ("inputs",)
    inputs: dict[str, Any]

    def __init__(self, inputs: Mapping[str, Any]):
        if not isinstance(inputs, Mapping):
            raise InputError("inputs", "must map input ids to values", inputs)
        said: dict[str, str] = {}
        for id, value in inputs.items():
            if id not in VOCABULARY:
                raise InputError(id, "must be an input of a calculator", value)
            VOCABULARY[id].check(value)
            if (family := FAMILY_OF.get(id)) is not None:
                if family.name in said:
                    raise InputError(id, f"must be left out where {said[family.name]} is given: both say {family.name}", value)
                said[family.name] = id
        object.__setattr__(self, "inputs", dict(inputs))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a case is not changed: Case() makes another")

    def __repr__(self) -> str:
        return f"Case({self.inputs!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Case) and self.inputs == other.inputs

    __hash__ = None  # type: ignore[assignment]  # as of all that holds lists

    def __reduce__(self) -> tuple[Any, ...]:
        return Case, (self.inputs,)

    def given(self, id: str) -> dict[str, Any]:
        """What the calculator `id` takes of the case, in whatever unit. Raises InputError for an unknown calculator."""
        inputs = find(id).inputs
        return {field: value for field, value in self.inputs.items() if own_of(field, inputs)}

    def run(self, id: str, *, seed: int = SEED) -> Result:
        """The answer of the calculator `id` to the case: run() of what it takes, all else at its default. Raises InputError where two numbers do not go together."""
        return run(id, self.given(id), seed=seed)

    def compare(self, other: "Case", id: str, *, seed: int = SEED) -> Comparison:
        """What differs between the answers of the calculator `id` to this case and to another. Raises InputError as run() does."""
        return compared(self.run(id, seed=seed), other.run(id, seed=seed))
