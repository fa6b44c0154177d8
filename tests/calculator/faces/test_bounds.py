"""What may be given, in words."""

import pytest

from calculator.faces.bounds import bounds_text
from calculator.inputs.vocabulary import VOCABULARY
from tests.calculator.inputs.kinds.test_records import FEATURES


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("growth_pct_quarter", "At least -100."),
        ("horizon_months", "Whole number, 1 to 240."),
        ("batch_discount_pct", "0 to 100."),
        ("spend_history_usd_month", "1 to 60 numbers, each at least 0."),
        ("shocked_provider", "Empty: the one with the largest bill."),
        ("stage", ""),
    ],
)
def test_of_each_kind(id, words):
    """Bounds that a reader meets, and what an empty text means; options are seen, so nothing is said of them."""
    assert bounds_text(VOCABULARY[id]) == words


def test_of_records():
    """A text area has no list to choose from, so the words of each choice stand below it."""
    assert bounds_text(FEATURES) == f"1 to 3 lines such as {FEATURES.example}. Stage: pre (Before) or post (After). Own data: yes or no."
