"""No answer changes unseen."""

import difflib

import pytest

from calculator.models.registry import CALCULATORS
from tests.golden import FOLDER, answer, recorded, text_of


@pytest.mark.parametrize("id", CALCULATORS)
def test_answers_are_as_recorded(id):
    """Headline, warnings, trace, outputs and HTML of every default and case are those on record."""
    changes = "\n".join(difflib.unified_diff(recorded(id).splitlines(), text_of(id).splitlines(), "recorded", "today", lineterm="", n=0))
    assert not changes, f"answers have changed: if they are what you want, run `make record`, read the diff and commit it\n{changes}"


def test_every_file_is_of_a_calculator():
    """Each calculator has a record, and no record is left of one that is gone."""
    assert {file.stem for file in FOLDER.glob("*.json")} == set(CALCULATORS)


def test_another_word_is_another_record(monkeypatch):
    """The record holds the words of a trace, not the numbers alone."""
    before = answer("growth", {})
    monkeypatch.setattr(CALCULATORS["growth"].formulas["growth_pct_year"], "label", "Growth")
    after = answer("growth", {})
    assert before["trace"] != after["trace"] and before["html"] != after["html"] and before["outputs"] == after["outputs"]
