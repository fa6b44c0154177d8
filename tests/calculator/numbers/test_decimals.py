import gc
import json
from decimal import Context, Decimal, localcontext
from functools import _lru_cache_wrapper

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import run
from calculator.answers.run import points
from calculator.formulas.answer import solve_inputs
from calculator.models.registry import CALCULATORS, inputs_of
from calculator.numbers.decimals import exact, plain
from tests.golden import asked


class TestExact:
    @given(st.floats(allow_nan=False, allow_infinity=False))
    def test_is_the_number_that_is_written(self, number):
        """The decimal has the digits that Python shows, and gives the same float back."""
        assert exact(number) == Decimal(repr(number))
        assert float(exact(number)) == number

    def test_a_tenth(self):
        """0.1 is a tenth, so three of them are 0.3."""
        assert exact(0.1) + exact(0.1) + exact(0.1) == exact(0.3)

    def test_a_float_that_writes_itself_differently(self):
        """A notebook's float64 is a float whose repr is not a number; it computes all the same."""

        class Float64(float):
            def __repr__(self):
                return f"np.float64({float(self)})"

        assert exact(Float64(2.5)) == Decimal("2.5")


def test_plain():
    """What leaves is JSON-ready: floats, lists, and no minus zero."""
    value = plain({"a": (Decimal("0.5"), None, True), "b": [{"c": Decimal("-0")}]})
    assert repr(value) == "{'a': [0.5, None, True], 'b': [{'c': 0.0}]}"


def forget() -> None:
    """Everything that the package keeps."""
    for kept in gc.get_objects():
        if isinstance(kept, _lru_cache_wrapper) and (kept.__module__ or "").startswith("calculator."):
            kept.cache_clear()


@pytest.mark.whole("forgets all that is kept, twice for each calculator")
@pytest.mark.parametrize("id", CALCULATORS)
def test_an_answer_does_not_hang_on_who_asked_before(id):
    """A caller with six digits of his own, whose numbers stay in the caches, changes nothing in the answers that come after him."""
    calculator, cases = CALCULATORS[id], list(asked(id).values())
    forget()
    wanted = [run(id, typed) for typed in cases]
    forget()
    with localcontext(Context(prec=6)):
        for result in wanted:
            solve_inputs(calculator, points(inputs_of(calculator), result.inputs))
    assert [json.dumps(run(id, typed).to_dict()) for typed in cases] == [json.dumps(result.to_dict()) for result in wanted]
