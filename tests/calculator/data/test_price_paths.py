"""The paths and the changes of prices: what is there, and that a mistake in the files stops the program."""

import json
import re

import pytest

from calculator.data import DataError, catalogue, sources, text_of
from calculator.data.price_paths import load_changes, load_paths, price_changes, price_paths

PATH = {
    "label": "A",
    "change_pct_year": 0,
    "step_month": None,
    "step_multiplier": 1,
    "evidence": "B",
    "from": "2026-11-23",
    "source": "playbook",
    "read": "2026-11-23",
}
CHANGE = {
    "label": "A",
    "seller": "B",
    "input_before_usd_mtok": 1,
    "output_before_usd_mtok": 2,
    "input_after_usd_mtok": 2,
    "output_after_usd_mtok": 4,
    "from": "2026-11-23",
    "source": "playbook",
    "read": "2026-11-23",
}


def test_paths_of_the_contract():
    """Flat, the same model's fall, the fall adjusted for quality, ten-fold, a doubling at a month, and those of two tiers."""
    assert {id: path.change_pct_year for id, path in price_paths.items()} == {
        "flat": 0,
        "matched-model-fall": -9.5,
        "quality-adjusted-fall": -52,
        "ten-fold-fall": -90,
        "doubling": 0,
        "economy-tier-fall": -47,
        "mid-tier-fall": -36,
    }
    assert (price_paths["doubling"].step_month, price_paths["doubling"].step_multiplier) == (13, 2)


@pytest.mark.parametrize("entry", [*price_paths.values(), *price_changes().values()], ids=lambda entry: entry.id)
def test_every_entry_has_its_source_and_days(entry):
    """A source that exists, the day from which it holds, the day on which it was read; ids are kebab-case."""
    assert entry.source in sources
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", entry.since) and re.fullmatch(r"\d{4}-\d\d-\d\d", entry.read)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.id)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"source": "hearsay"}, "names the source 'hearsay', which sources.json does not have"),
        ({"from": "2026-13-01"}, "needs a date like 2026-11-12"),
        ({"change_pct_year": "0"}, "needs a finite number for each of change_pct_year, step_multiplier"),
        ({"step_month": 0}, "needs a month from 1 on, or null"),
        ({"step_month": 5}, "has a step without a month, or a month without a step"),
        ({"evidence": ""}, "needs words for each of label, evidence"),
        ({"comment": 1}, "must have the keys"),
    ],
)
def test_a_wrong_path_stops_the_program(changed, sentence):
    """Each mistake has its sentence, with the file and the entry."""
    with pytest.raises(DataError, match=sentence):
        load_paths("price_paths.json", json.dumps({"a": PATH | changed}))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"input_after_usd_mtok": 0}, "needs prices above 0"),
        ({"seller": ""}, "needs words"),
        ({"read": "yesterday"}, "needs a date"),
        ({"model": "gemini-4-argon"}, "must have either a model or all of input_after_usd_mtok, "),
    ],
)
def test_a_wrong_change_stops_the_program(changed, sentence):
    """The same for changes."""
    with pytest.raises(DataError, match=sentence):
        load_changes("price_changes.json", json.dumps({"a": CHANGE | changed}), {})


def test_the_catalogue_gives_the_numbers_of_its_models():
    """Who sells it, the prices, their source and the day on which they were read come from models.json; a change that it has no longer stops the program."""
    entry = {"label": "A", "model": "gemini-4-argon", "from": "2026-12-01"}
    change = load_changes("price_changes.json", json.dumps({"a": entry}), catalogue.models())["a"]
    before, after = catalogue.models()["gemini-4-argon"].prices[-2:]
    assert (change.label, change.seller, change.source, change.read) == (
        "A",
        "Google",
        after.source,
        catalogue.models()["gemini-4-argon"].read,
    )
    assert (change.input_before_usd_mtok, change.output_before_usd_mtok) == (before.input_usd_mtok, before.output_usd_mtok)
    assert (change.input_after_usd_mtok, change.output_after_usd_mtok) == (after.input_usd_mtok, after.output_usd_mtok)
    for wrong in ({"from": "2026-12-02"}, {"model": "gemini-5"}, {"model": "gpt-oss-20b-groq", "from": "2026-06-02"}):
        with pytest.raises(DataError, match=r"names a dated change of .*, which models\.json does not have: take the entry out"):
            load_changes("price_changes.json", json.dumps({"a": entry | wrong}), catalogue.models())


def typed_again(entries: dict[str, dict]) -> list[str]:
    """The entries with prices of their own of a model that the catalogue has."""
    known = {(model.label, model.host) for model in catalogue.models().values()}
    own = {id: (re.split(r",| \(", entry["label"])[0], entry["seller"]) for id, entry in entries.items() if "model" not in entry}
    return [id for id, sold in own.items() if sold in known]


def test_no_change_of_a_model_in_the_catalogue_is_typed_again():
    """A price change that models.json tells already stands there alone; a second writing is found."""
    entries = json.loads(text_of("price_changes.json"))
    assert typed_again(entries) == []
    assert typed_again(entries | {"a": CHANGE | {"label": "Grok 4.20, again", "seller": "xAI"}}) == ["a"]


def test_multiplier_weighs_input_and_output():
    """Three tokens of input to one of output: (3 x 3 + 4) / (3 x 1 + 2) = 2.6."""
    changed = CHANGE | {"input_after_usd_mtok": 3}
    assert str(load_changes("price_changes.json", json.dumps({"a": changed}), {})["a"].multiplier) == "2.6"


def test_order_is_by_day():
    """The page lists them as they came."""
    days = [change.since for change in price_changes().values()]
    assert days == sorted(days)
