"""A value of an output in words: one room for the page, the command line and prose."""

import pytest

from calculator.formulas.model import Output
from calculator.models.registry import CALCULATORS
from calculator.numbers.display import in_prose, in_table, in_trace

COLUMNS = (Output("hybrid_usd_month", "hybrid"), Output("closed_usd_month", "closed"))


@pytest.mark.parametrize(
    ("output", "value", "words"),
    [
        (Output("npv_usd_month", "Worth"), 15_884, "$15,900 a month"),
        (Output("npv_usd_month", "Worth", none="never"), None, "never"),
        (Output("way", "Way", kind="choice", options={"open": "Open weights"}), "open", "Open weights"),
        (Output("way", "Way", kind="choice", options={"open": "Open weights"}, none="no way"), None, "no way"),
        (Output("full", "Full", kind="yes-no"), True, "Yes"),
        (Output("full", "Full", kind="yes-no"), False, "No"),
        (Output("host", "Host", kind="word"), "15,884", "15,884"),
        (
            Output("both", "Both", kind="record", columns=COLUMNS),
            {"hybrid_usd_month": 1, "closed_usd_month": 15_884},
            "hybrid $1 a month, closed $15,900 a month",
        ),
    ],
)
def test_words(output, value, words):
    """By the kind of the output; a number as a sentence says it, and None by its own words."""
    assert output.words(value) == words


def test_a_number_as_its_place_asks():
    """In a table with all its digits under a heading that says the unit, in a trace with both, in prose with neither."""
    worth = Output("npv_usd_month", "Worth")
    assert [worth.words(15_884, number) for number in (in_table, in_trace, in_prose)] == ["$15,884", "$15,884 a month", "$15,900"]


def test_chosen():
    """An option over draws by its words; that of no answer by those for None."""
    way = Output("way", "Way", kind="choice", options={"open": "Open weights"}, none="no way")
    assert [way.chosen(option) for option in ("open", "none")] == ["Open weights", "no way"]
    assert Output("full", "Full", kind="yes-no").chosen("yes") == "Yes"


def test_change():
    """What an input would have to be and what that gives, the verdict small but for its names; none of its values may do."""
    five = CALCULATORS["five-questions"]
    assert five.change({"value": 4.99, "verdict": "api", "words": "less than 5 %"}) == "less than 5 %: stay on APIs"
    assert five.change(None) == "no value of this alone"
