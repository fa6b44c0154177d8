"""What is known to change on a day to come."""

from datetime import date, timedelta

import pytest

from calculator import run
from calculator.data import catalogue
from calculator.models.shared.coming import changes, next_due

NEWEST = catalogue.newest()
AHEAD = {id: found for id, model in catalogue.models().items() if (found := changes(model))}


def test_every_listed_day_ahead_is_found():
    """Each announced price and each end after the newest day, of every model, in their order; nothing else."""
    listed = {
        (id, day)
        for id, model in catalogue.models().items()
        for day in (*(price.since for price in model.prices), model.retires)
        if day > NEWEST
    }
    assert {(id, change.day) for id, found in AHEAD.items() for change in found} == listed and listed
    assert all(found == sorted(found, key=lambda change: change.day) for found in AHEAD.values())


def test_a_typed_price_knows_no_other_list_price():
    """Its model may end all the same."""
    models = catalogue.models()
    assert changes(models["gemini-4-argon"]) and not changes(models["gemini-4-argon"], is_typed=True)
    assert changes(models["gpt-4o"]) == changes(models["gpt-4o"], is_typed=True)


def test_the_first_of_several():
    """Of all their changes together; none of none."""
    models = catalogue.models()
    assert next_due(changes(models["gpt-4o"]), changes(models["gemini-4-argon"])).day == "2026-12-01"
    assert next_due([], changes(models["gpt-4o"])).day == "2027-01-14"
    assert next_due([], []) is None


@pytest.mark.parametrize("today", ["2026-11-30", "2026-12-10", None])
def test_two_calculators_name_one_day(today):
    """The API bill and self-hosting of a model whose price is about to double; and a bill of an earlier day knows nothing of it."""
    given = {"model": "gemini-4-argon", "today": today}
    here, there = (run(id, given).answer["again"].partition(", or ")[0] for id in ("api-bill", "self-host"))
    assert here == there and "1 December 2026" in here
    assert "1 December" not in run("api-bill", given | {"data": "2026-11-12"}).answer["again"]


@pytest.mark.parametrize(
    ("given", "again"),
    [
        ({"model": "gpt-4o"}, "Look again by 14 January 2027, when GPT-4o (OpenAI) ends, or when "),
        ({"model": "gpt-4o", "today": "2027-01-13"}, "Look again by 14 January 2027, when GPT-4o (OpenAI) ends, or when "),
        ({"model": "gpt-4o", "today": "2027-01-14"}, "Look again now: on 14 January 2027 GPT-4o (OpenAI) ended."),
        (
            {"model": "gemini-4-argon"},
            "Look again by 1 December 2026, when the list price of Gemini 4 Argon (Google) becomes $4 in and $20 out a million, or when ",
        ),
        (
            {"model": "gemini-4-argon", "today": "2026-12-10"},
            "Look again now: on 1 December 2026 the list price of Gemini 4 Argon (Google) became $4 in and $20 out a million.",
        ),
        ({"model": "gemini-4-argon", "input_usd_mtok": 2, "output_usd_mtok": 10}, "Look again by 24 May 2027, or when "),
        ({"model": "gpt-5-4-azure"}, "Look again by 24 May 2027, or when "),  # ends in September: said, but no reason to wait until then
        (
            {"model": "gpt-6-luna", "hosted_model": "llama-4-scout-azure"},
            "Look again by 31 January 2027, when Llama 4 Scout (Microsoft Azure) ends",
        ),
    ],
)
def test_the_day_to_look_again(given, again):
    """That of the first change of the model called or of the host that is named; now, where it has come."""
    assert run("self-host", given).answer["again"].startswith(again)


@pytest.mark.parametrize("id", AHEAD)
def test_a_change_has_come_from_its_day_on(id):
    """The day itself among them, as the day to look again has it; the day before it is still to come."""
    for change in AHEAD[id]:
        eve = (date.fromisoformat(change.day) - timedelta(days=1)).isoformat()
        came = f"On {change.due.came.removeprefix('on ')}"
        assert change.told(change.day) == change.told("2029-01-01") == came != change.told(eve)


@pytest.mark.parametrize("id", AHEAD)
def test_what_is_known_is_said(id):
    """Whatever model is called or host chosen: each change is a note of the answer."""
    field = "hosted_model" if catalogue.models()[id].weights else "model"
    notes = run("self-host", {field: id, "input_tokens": 1_000}).warnings
    assert all(any(note.startswith(change.told("2026-11-24")) for note in notes) for change in AHEAD[id])
    later = run("self-host", {field: id, "input_tokens": 1_000, "today": "2028-12-31"}).warnings
    gone = catalogue.models()[id].retired_by("2028-12-31")
    assert any(note.startswith("Retired on " if gone else AHEAD[id][0].told("2028-12-31")) for note in later)
