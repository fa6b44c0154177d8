"""From the code that a reader reports back to the place in the code."""

import subprocess
import sys

import pytest

from calculator.faces.faults import code_for
from publish.tools.faults import found, places
from tests.calculator.given import ROOT


@pytest.mark.whole("takes each line of the package apart")
def test_every_place_is_found_again():
    """Each function of the package has codes that lead to it, and to few others."""
    assert {
        "calculator.models.break_even.sampling.covered",
        "calculator.faces.bridge.answer",
        "calculator.data.read.<locals>.unrepeated",
    } <= set(places())
    for place in places()[::150]:
        names = found(code_for("TypeError", place))
        assert f"TypeError in {place}" in names
        assert len(names) <= 5


def test_on_the_command_line():
    """Prints the places; of a code that no function has it says so."""
    code = code_for("ZeroDivisionError", "calculator.models.break_even.sampling.covered")
    for asked, printed in (
        (code, "ZeroDivisionError in calculator.models.break_even.sampling.covered"),
        ("?-0000", "no function of this version"),
    ):
        ran = subprocess.run([sys.executable, "-m", "publish.tools.faults", asked], cwd=ROOT, capture_output=True, text=True, check=True)
        assert printed in ran.stdout
