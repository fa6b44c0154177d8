"""What is wrong with an input, as a page says it."""

import pytest

from calculator import run
from calculator.errors import InputError
from calculator.faces.mistakes import mistake


def refused(id: str, given: dict) -> InputError:
    with pytest.raises(InputError) as caught:
        run(id, given)
    return caught.value


def test_fields_go_by_their_labels():
    """Whose field it is, and which other it names: an id stands nowhere on the page."""
    error = mistake(refused("evaluate-when", {"evaluate_from_usd_month": 30_000}))
    assert error["field"] == "overdue_from_usd_month" and "evaluate_from_usd_month" in error["rule"]
    assert error["message"] == "Overdue from must be at least “Evaluate from”, 30000 (got 20000)"


def test_what_is_no_input_keeps_its_name():
    """A key of a link that no calculator has."""
    assert mistake(InputError("no_such", "must be an input of growth", "3"))["message"] == "no_such must be an input of growth (got '3')"
