"""What is kept from one answer to the next is exact, whoever asked for it first."""

import gc
import json
from decimal import Context, localcontext
from functools import _lru_cache_wrapper

import pytest

from calculator import run
from calculator.answers.run import points
from calculator.formulas.answer import solve_inputs
from calculator.models.registry import CALCULATORS, inputs_of
from tests.golden import asked


def forget() -> None:
    """Everything that the package keeps."""
    for kept in gc.get_objects():
        if isinstance(kept, _lru_cache_wrapper) and (kept.__module__ or "").startswith("calculator."):
            kept.cache_clear()


@pytest.mark.parametrize("id", CALCULATORS)
def test_an_answer_does_not_hang_on_who_asked_before(id):
    """A caller with six digits of his own, whose numbers stay in the caches, changes nothing in the answer that comes after him."""
    calculator = CALCULATORS[id]
    for given in asked(id).values():
        forget()
        wanted = run(id, given)
        forget()
        with localcontext(Context(prec=6)):
            solve_inputs(calculator, points(inputs_of(calculator), wanted.inputs))
        assert json.dumps(run(id, given).to_dict()) == json.dumps(wanted.to_dict())
