"""Which route's colour a verdict has."""

import pytest

from calculator.formulas.routes import ROUTES, route
from calculator.models.registry import CALCULATORS

OPTIONS = {option for calculator in CALCULATORS.values() for output in calculator.outputs for option in output.options}
ANSWERS = {
    column for calculator in CALCULATORS.values() for output in calculator.outputs for part in output.columns for column in part.options
}


def test_every_route_is_of_an_answer():
    """Nothing stands there that no calculator says; what says no, or not yet, speaks for no route."""
    assert ROUTES.keys() <= OPTIONS | ANSWERS
    assert {"never", "does-not-pay", "too-close", "undecided"} <= OPTIONS - ROUTES.keys()


@pytest.mark.parametrize(("verdict", "named"), [("closed", "closed"), ("self-host", "self-hosted"), ("never", ""), (None, "")])
def test_route(verdict, named):
    """The four routes, and none."""
    assert route(verdict) == named
