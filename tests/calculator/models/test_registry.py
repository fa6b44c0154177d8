"""The one list of calculators."""

import pytest

from calculator import calculators
from calculator.errors import InputError
from calculator.models.registry import CALCULATORS, find

GROUPS = {"framework", "roadmap", "mistakes", "economics"}


def test_ids_and_codes():
    """Each calculator has an id, a code and a group of its own; the list gives titles in the playbook's order."""
    assert list(calculators()) == list(CALCULATORS)
    assert len({entry.code for entry in CALCULATORS.values()}) == len(CALCULATORS)
    assert all(entry.id == id and entry.group in GROUPS and entry.title == calculators()[id] for id, entry in CALCULATORS.items())


@pytest.mark.parametrize("id", ["rent-or-buy", "break_even", "", None, ["growth"]])
def test_an_unknown_one_is_answered_with_those_that_there_are(id):
    """The id, which is that of links, and nothing like it; what is no text either."""
    with pytest.raises(InputError, match=r"^calculator must be one of feature-or-product, .*, break-even \(got "):
        find(id)
