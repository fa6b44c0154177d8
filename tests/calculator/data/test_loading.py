import json
from typing import Annotated, NamedTuple

import pytest

from calculator.data import DataError
from calculator.data.loading import Amount, AnyAmount, AnyDay, AnyId, AnyText, Dated, Day, Id, Rows, SourceId, Text, load


class Row(NamedTuple):
    since: Day
    source: SourceId
    amount: Amount
    more: AnyAmount = None

    @property
    def order(self):
        return self.since

    @property
    def key(self):
        return self.since


class Thing(NamedTuple):
    id: Id
    label: Text
    note: AnyText
    weights: AnyId
    ends: AnyDay
    dated: Dated
    power: AnyAmount
    rows: Annotated[tuple[Row, ...], Rows(needed=True)]
    more: Annotated[tuple[Row, ...], Rows()]
    times: AnyAmount = None


ROW = {"since": "2026-11-01", "source": "litellm", "amount": 1.5}
THING = {"label": "A thing", "note": "", "weights": "", "ends": "", "dated": "seen", "power": None, "rows": [ROW], "more": []}


def loaded(change: dict, id: str = "a-thing") -> dict:
    return load(Thing, "things.json", json.dumps({id: THING | change}))


def test_the_pattern_loads():
    """What the broken entries below are broken from is valid, and becomes records."""
    thing = loaded({})["a-thing"]
    assert thing.rows == (Row("2026-11-01", "litellm", 1.5, None),)
    assert thing.power is None and thing.more == () and thing.times is None


def test_a_field_with_a_default_may_be_left_out():
    """And where it stands its rule holds."""
    assert loaded({"times": 2})["a-thing"].times == 2
    assert loaded({"rows": [ROW | {"more": 2}]})["a-thing"].rows[0].more == 2
    with pytest.raises(DataError, match="times must be a number of at least 0, or null"):
        loaded({"times": "twice"})
    with pytest.raises(DataError, match="more must be a number of at least 0, or null"):
        loaded({"rows": [ROW | {"more": "much"}]})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"colour": "red"}, "things.json: a-thing must have the keys"),
        ({"label": " "}, r"things.json: a-thing: label must be a text \(got ' '\)"),
        ({"note": None}, "note must be a text, or an empty one"),
        ({"weights": "GPT_oss"}, "weights must be a lower-kebab id, or an empty text"),
        ({"ends": "2026-11"}, "ends must be a day like 2026-11-12"),
        ({"dated": "guessed"}, "dated must be effective or seen"),
        ({"power": -1}, "power must be a number of at least 0, or null"),
        ({"power": True}, "power must be a number of at least 0, or null"),
        ({"power": "700"}, "power must be a number of at least 0, or null"),
        ({"rows": []}, "rows: must be a list of at least one"),
        ({"rows": ROW}, "rows: must be a list of at least one"),
        ({"rows": [ROW | {"note": "x"}]}, "rows: each must have the keys amount, since, source"),
        ({"rows": [{"since": "2026-11-01", "amount": 1}]}, "rows: each must have the keys"),
        ({"rows": [ROW | {"since": "2026-02-30"}]}, "rows 1: since must be a day like 2026-11-12"),
        ({"rows": [ROW, ROW | {"since": "2026-10-01"}]}, "rows: must stand in their order"),
        ({"rows": [ROW, ROW | {"amount": 2}]}, "rows: holds the same entry twice"),
        ({"rows": [ROW | {"source": "rumour"}]}, "rows 1: source must be a source of sources.json that states its licence"),
        ({"rows": [ROW | {"source": "playbook"}]}, "rows 1: source must be a source of sources.json that states its licence"),
        ({"rows": [ROW | {"amount": float("nan")}]}, "rows 1: amount must be a number of at least 0"),
    ],
)
def test_broken_entries(change, sentence):
    """Each broken entry is refused with a sentence that names file, entry, field and rule."""
    with pytest.raises(DataError, match=sentence):
        loaded(change)


def test_broken_ids():
    """An id that could not stand in a link is refused, and one that stands twice."""
    with pytest.raises(DataError, match="id must be a lower-kebab id"):
        loaded({}, id="A_thing")
    with pytest.raises(DataError, match="a stands twice"):
        load(Thing, "things.json", '{"a": 1, "a": 2}')
