"""The published API stands: nothing recorded is lost or changed, and nothing new goes unrecorded."""

import copy
import json

import pytest

from tests.contracts.record import FILE, broken, current, merged, new, owed, written

RECORDED = json.loads(FILE.read_text(encoding="utf-8"))


def test_nothing_recorded_is_lost_or_changed():
    """Ids, kinds, defaults, options and columns that were published are still there and mean the same."""
    assert broken(RECORDED, current()) == [], (
        "names that were published are for ever, and from version 1.0.0 on defaults are: bring them back. "
        "If they came with this branch, or a default was changed on purpose before that, run `make record`"
    )


def test_everything_new_is_recorded():
    """What is offered is recorded on purpose, in the same change that adds it."""
    assert new(RECORDED, current()) == [], "new in the public API: once it is what you want for ever, run `make record`"


def test_the_file_is_as_the_script_writes_it():
    """No hand has been at the record, so that a change to it is always an addition."""
    assert FILE.read_text(encoding="utf-8") == written(RECORDED)


class TestTheChecks:
    @pytest.mark.parametrize(
        ("change", "line"),
        [
            (lambda api: api.pop("growth"), "growth: is gone"),
            (lambda api: api["growth"]["inputs"].pop("quarters"), "growth > inputs > quarters > kind: is gone"),
            (lambda api: api["growth"]["inputs"]["quarters"].update(default=9), "growth > inputs > quarters > default: was 8, is 9"),
            (
                lambda api: api["growth"]["inputs"]["quarters"].update(kind="number"),
                'growth > inputs > quarters > kind: was "integer", is "number"',
            ),
            (
                lambda api: api["growth"]["outputs"]["rows"]["columns"].pop("trailing_usd_year"),
                "growth > outputs > rows > columns > trailing_usd_year > kind: is gone",
            ),
            (
                lambda api: api["strategy"]["inputs"]["ml_talent"]["options"].pop("hireable"),
                "strategy > inputs > ml_talent > options > hireable: is gone",
            ),
            (
                lambda api: api["evaluate-when"]["outputs"]["status"]["options"].pop("watch"),
                "evaluate-when > outputs > status > options > watch: is gone",
            ),
            (
                lambda api: api["strategy"]["inputs"]["data_sovereignty"].update(default=0),
                "strategy > inputs > data_sovereignty > default: was false, is 0",
            ),
        ],
    )
    def test_a_loss_is_noticed(self, change, line):
        """A dropped or renamed id, another default, another kind, a lost column or option."""
        offered = copy.deepcopy(current())
        change(offered)
        assert any(found.startswith(line.removesuffix(" > kind: is gone").removesuffix(": is gone")) for found in broken(RECORDED, offered))
        assert line.endswith("is gone") or line in broken(RECORDED, offered)

    def test_an_addition_is_noticed_and_recorded(self):
        """A new input, and a new option of an old one, are named; recording adds them and keeps the rest."""
        offered = copy.deepcopy(RECORDED)
        offered["growth"]["inputs"]["churn_pct"] = {"kind": "number", "default": 0}
        offered["strategy"]["inputs"]["stage"]["options"]["scaling"] = True
        assert new(RECORDED, offered) == ["strategy > inputs > stage > options > scaling", "growth > inputs > churn_pct"]
        assert broken(RECORDED, offered) == []
        assert new(merged(RECORDED, offered), offered) == []
        assert broken(RECORDED, merged(RECORDED, offered)) == []

    def test_a_default_is_free_until_the_release(self):
        """Before 1.0.0 another default is written down; from then on it has to come back, and a name has to at any time."""
        offered = copy.deepcopy(RECORDED)
        offered["growth"]["inputs"]["quarters"]["default"] = 9
        offered["growth"]["outputs"].pop("rows")
        wrong = broken(RECORDED, offered)
        line = "growth > inputs > quarters > default: was 8, is 9"
        assert line in owed(wrong, is_released=True) and line not in owed(wrong, is_released=False)
        assert "growth > outputs > rows: is gone" in owed(wrong, is_released=False)
        assert merged(RECORDED, offered, is_released=True) == RECORDED
        recorded = merged(RECORDED, offered, is_released=False)
        assert broken(recorded, offered) == ["growth > outputs > rows: is gone"]

    def test_a_number_may_be_left_empty_until_the_release(self):
        """Every value that an old link carries fits such a field; another kind does not do."""
        offered = copy.deepcopy(RECORDED)
        offered["growth"]["inputs"]["quarters"] = {"kind": "optional-number", "default": None}
        wrong = broken(RECORDED, offered)
        assert len(owed(wrong, is_released=True)) == 2 and owed(wrong, is_released=False) == []
        assert merged(RECORDED, offered, is_released=False)["growth"]["inputs"]["quarters"]["kind"] == "optional-number"
        assert merged(RECORDED, offered, is_released=True) == RECORDED
        offered["growth"]["inputs"]["quarters"]["kind"] = "choice"
        assert len(owed(broken(RECORDED, offered), is_released=False)) == 1
        assert merged(RECORDED, offered, is_released=False)["growth"]["inputs"]["quarters"]["kind"] == "integer"

    def test_a_default_of_another_kind_is_not_free(self):
        """An input that has lost its default is broken, not changed."""
        offered = copy.deepcopy(RECORDED)
        offered["growth"]["inputs"]["quarters"].pop("default")
        assert owed(broken(RECORDED, offered), is_released=False) == ["growth > inputs > quarters > default: is gone"]

    def test_recording_never_drops(self):
        """What is gone from the code stays in the record."""
        assert merged(RECORDED, {}) == RECORDED
