"""No answer changes unseen."""

import difflib
import json

import pytest

from calculator.models.registry import CALCULATORS
from tests.golden import FOLDER, answer, recorded, said, text_of, written


def changes(before: str, after: str) -> str:
    """What has changed and what to do about it; nothing where nothing has."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), "recorded", "today", lineterm="", n=0)
    found = "\n".join(lines)
    return found and f"answers have changed: if they are what you want, run `make record`, read the diff and commit it\n{found}"


@pytest.mark.parametrize("id", CALCULATORS)
def test_answers_are_as_recorded(id):
    """Headline, warnings, trace, outputs and HTML of every default and case are those on record, and so are all words."""
    today = said(id)
    before = {name: part for name, part in json.loads(recorded(id)).items() if name not in ("(each)", "(mixed)", "(looks)")}
    assert not changes(written(before), written(today))


@pytest.mark.whole("asks every calculator along each of its inputs")
@pytest.mark.parametrize("id", CALCULATORS)
def test_all_is_as_recorded(id):
    """And along each input, and where several meet, with the places at which turning values are looked for."""
    assert not changes(recorded(id), text_of(id))


def test_every_file_is_of_a_calculator():
    """Each calculator has a record, and no record is left of one that is gone."""
    assert {file.stem for file in FOLDER.glob("*.json")} == set(CALCULATORS)


def test_another_word_is_another_record(monkeypatch):
    """The record holds the words of a trace, not the numbers alone."""
    before = answer("growth", {})
    monkeypatch.setattr(CALCULATORS["growth"].formulas["growth_pct_year"], "label", "Growth")
    after = answer("growth", {})
    assert before["trace"] != after["trace"] and before["html"] != after["html"] and before["outputs"] == after["outputs"]
