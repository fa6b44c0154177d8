"""Links pinned to an edition keep its numbers, or the page says that they do not: no number changes unrecorded."""

import copy
import json

import pytest

from calculator import calculators, run
from calculator.data import catalogue, text_of
from calculator.data.loading import load as load_records
from calculator.models.registry import find
from publish.record import editions

ON_RECORD = editions.load()
DATED = [id for id in calculators() if editions.DAY in find(id).inputs]


def test_todays_numbers_are_on_record():
    assert editions.stale(ON_RECORD) == [], (
        "numbers that links are pinned to have changed: if they are what you want, run `python -m publish.record.editions record`"
    )


@pytest.mark.parametrize("id", DATED)
@pytest.mark.parametrize("edition", ON_RECORD, ids=lambda edition: edition["id"])
def test_a_calculator_with_a_day_answers_every_edition_as_it_did_then(edition, id):
    assert editions.holds(edition, id), (
        f"data={edition['id']} gives other numbers than it did: prices of the past may be added to, not changed"
    )


def test_the_file_is_as_the_script_writes_it():
    assert editions.FILE.read_text(encoding="utf-8") == editions.written(ON_RECORD)


@pytest.mark.parametrize("id", calculators())
def test_another_number_is_noticed(id):
    """One hash off in one probe, and the calculator is stale; the others are not."""
    changed = copy.deepcopy(ON_RECORD)
    found = changed[-1]["answers"][id][-1][1]
    found[next(iter(found))] = "00000000"
    assert editions.stale(changed) == [id]


def test_a_refused_probe_is_noticed():
    """What was answered and is refused now, a value out of new bounds for example."""
    changed = copy.deepcopy(ON_RECORD)
    changed[-1]["answers"]["growth"][0][0] = {"quarters": 99}
    assert editions.stale(changed) == ["growth"]


class TestAYearLater:
    """The catalogue with one more price of every model, read a year later."""

    @pytest.fixture
    def later(self, monkeypatch):
        def use(change) -> None:
            entries = json.loads(text_of("models.json"))
            for entry in entries.values():
                entry["read"] = "2027-11-23"
            change(entries)
            models = load_records(catalogue.Model, "models.json", json.dumps(entries))
            monkeypatch.setattr(catalogue, "models", lambda: models)

        return use

    def test_the_pinned_numbers_stand_and_newer_ones_are_named(self, later):
        later(lambda entries: [entry["prices"].append(doubled(entry["prices"][-1])) for entry in entries.values()])
        assert catalogue.newest() == "2027-11-23"
        for id in DATED:
            assert editions.holds(ON_RECORD[0], id)
            now, then = run(id), run(id, {"data": ON_RECORD[0]["id"]})
            assert now.outputs != then.outputs
            assert "There are newer ones, of 2027-11-23" in then.warnings[0]
            assert not any("There are newer ones" in words for words in now.warnings)

    def test_a_new_edition_is_recorded_behind_the_old(self, later):
        later(lambda entries: [entry["prices"].append(doubled(entry["prices"][-1])) for entry in entries.values()])
        changed = copy.deepcopy(ON_RECORD)
        changed[-1]["answers"]["growth"][0][1] = dict.fromkeys(changed[-1]["answers"]["growth"][0][1], "00000000")
        after = editions.recorded(changed)
        assert after[:-1] == changed
        assert (after[-1]["id"], after[-1]["day"]) == ("2027-11", "2027-11-23")
        assert editions.stale(after) == []

    def test_a_changed_price_of_the_past_is_noticed(self, later):
        def change(entries) -> None:
            for entry in entries.values():
                entry["prices"][-1]["output_usd_mtok"] *= 2

        later(change)
        assert not any(editions.holds(ON_RECORD[0], id) for id in DATED)


def doubled(price: dict) -> dict:
    """The price a year later, twice as high."""
    return price | {"since": "2027-10-01", "dated": "seen", "output_usd_mtok": 2 * price["output_usd_mtok"]}
