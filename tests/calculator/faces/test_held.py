"""What the folded groups of a form hold."""

from calculator import run
from calculator.faces.held import held
from calculator.models.registry import CALCULATORS


def told(id: str, **given) -> dict[str, str]:
    return held(CALCULATORS[id], run(id, given).inputs)


def test_values_are_said_with_their_labels():
    """As they stand in the fields, with their units where the label does not have them."""
    assert told("evaluate-when")["The rule’s own lines"].startswith("months in a row that count as consistent: 3; ")


def test_of_many_the_first_are_said():
    """Three, and how many more."""
    assert told("self-host")["People and storage"].endswith("; and 3 more")


def test_what_is_left_to_the_catalogue_is_not_said():
    """A typed price is; where nothing is typed the group says what then counts."""
    assert told("api-bill")["Prices of your own"] == "as listed"
    assert told("api-bill", input_usd_mtok=3)["Prices of your own"] == "your price of input: $3 a million tokens"
    assert told("api-bill")["Dates"] == "prices as of: the newest; today: the day of the data"


def test_a_choice_is_said_without_its_explanation():
    """Small, as inside a sentence; and a number without the unit that its label has already."""
    assert told("strategy")["Talent, workloads and time"].split("; ") == [
        "machine-learning talent: none yet, but we can hire",
        "workloads: mixed",
        "months of work you can fund before it pays back: 6",
    ]


def test_six_questions_at_most_are_open():
    """The reader's facts; everything else stands in a group, once."""
    for calculator in CALCULATORS.values():
        folded = [id for ids in calculator.folded.values() for id in ids]
        assert len(set(folded)) == len(folded) and set(folded) <= set(calculator.inputs), calculator.id
        assert len(calculator.inputs) - len(folded) <= 6, calculator.id
