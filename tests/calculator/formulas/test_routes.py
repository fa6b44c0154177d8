"""Which route's colour a verdict has."""

import pytest

from calculator.formulas.routes import ROUTES, route
from calculator.models.registry import CALCULATORS

# What says no, or not yet, speaks for no route.
NONE = {"never", "lost-again", "does-not-pay", "too-close", "leaves-nothing", "worse", "undecided"}
VERDICTS = {option for calculator in CALCULATORS.values() if calculator.verdict for option in calculator.by_id[calculator.verdict].options}


def test_every_verdict_has_a_route_or_none():
    """A verdict that a calculator adds gets its colour here, or is named as having none; nothing stands here that no calculator says."""
    assert ROUTES.keys() | NONE >= VERDICTS
    assert not ROUTES.keys() & NONE


@pytest.mark.parametrize(("verdict", "named"), [("closed", "closed"), ("self-host", "self-hosted"), ("never", ""), (None, "")])
def test_route(verdict, named):
    """The four routes, and none."""
    assert route(verdict) == named
