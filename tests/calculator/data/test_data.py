import json

import pytest

from calculator import data
from calculator.answers.run import run
from calculator.data import SOURCE_KINDS, DataError, load_data, load_sources, sources, text_of, thresholds
from calculator.models.registry import CALCULATORS
from tests.calculator.given import ROOT, cases, nodes

SOURCE = {"title": "A post", "kind": "post", "date": "2025-10", "url": "", "note": "Read once."}
DATUM = {"value": 5, "unit": "%", "from": "2025-10", "source": "post", "read": "2026-11-23", "label": "A line"}


def without(entry: dict, key: str) -> dict:
    return {name: value for name, value in entry.items() if name != key}


class TestStrictness:
    def test_the_pattern_loads(self):
        """What the broken files below are broken from is valid."""
        known = load_sources("s.json", json.dumps({"post": SOURCE}))
        assert load_data("d.json", json.dumps({"line": DATUM}), known)["line"].value == 5

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("{", "s.json: Expecting property name"),
            ("[]", "s.json: must be an object of entries"),
            ('{"post": 1}', r"s.json: post must have the keys date, kind, note, title, url \(got 1\)"),
            (json.dumps({"post": SOURCE | {"author": "x"}}), r"post must have the keys .* \(got author, date"),
            (json.dumps({"post": without(SOURCE, "note")}), r"post must have the keys .* \(got date, kind, title, url\)"),
            ('{"post": %s, "post": %s}' % ((json.dumps(SOURCE),) * 2), "s.json: post stands twice"),
            ('{"post": {"title": "a", "title": "b"}}', "s.json: title stands twice"),
            (json.dumps({"post": SOURCE | {"date": "last year"}}), "post needs a date like 2026-11-12"),
            (json.dumps({"post": SOURCE | {"date": "2026-13"}}), "post needs a date like 2026-11-12"),
            (json.dumps({"post": SOURCE | {"date": 2026}}), "post needs a date like 2026-11-12"),
            (json.dumps({"post": SOURCE | {"kind": "rumour"}}), "post must be of the kind post, paper"),
        ],
    )
    def test_broken_sources(self, text, sentence):
        """Each broken file is refused with a sentence that names file and entry."""
        with pytest.raises(DataError, match=sentence):
            load_sources("s.json", text)

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"source": "rumour"}, "d.json: line names the source 'rumour', which sources.json does not have"),
            ({"from": "2025-1"}, "d.json: line needs a date like 2026-11-12"),
            ({"read": "2026-11-32"}, "d.json: line needs a date like 2026-11-12"),
            ({"value": "5"}, "d.json: line needs a finite number or a list of them"),
            ({"value": True}, "d.json: line needs a finite number"),
            ({"value": []}, "d.json: line needs a finite number"),
            ({"value": [1, None]}, "d.json: line needs a finite number"),
            ({"value": float("nan")}, "d.json: line needs a finite number"),
            ({"note": "x"}, "d.json: line must have the keys"),
        ],
    )
    def test_broken_data(self, change, sentence):
        """The same for numbers: date, source and value have to be what they claim."""
        known = load_sources("s.json", json.dumps({"post": SOURCE}))
        with pytest.raises(DataError, match=sentence):
            load_data("d.json", json.dumps({"line": DATUM | change}), known)


@pytest.mark.parametrize("datum", thresholds.values(), ids=list(thresholds))
def test_every_number_is_dated_and_sourced(datum):
    """Unit, label, date of validity, date of reading and a source that exists."""
    assert datum.unit and datum.label and datum.since and datum.read
    assert datum.source in sources
    assert datum.since <= datum.read


@pytest.mark.parametrize("source", sources.values(), ids=list(sources))
def test_every_source_says_what_it_is(source):
    """Title, kind, date, a note in whole sentences, and an address where something public stands behind it."""
    assert source.title and source.kind in SOURCE_KINDS and source.date
    assert source.note.endswith(".")
    assert source.url.startswith("https://") or source.kind in ("post", "playbook")


def named(value) -> set:
    """Every source that a data file names, however deep."""
    if isinstance(value, dict):
        return {value.get("source"), value.get("retires_source")} | set().union(*map(named, value.values()))
    return set().union(*map(named, value)) if isinstance(value, list) else set()


def test_every_source_is_used():
    """A source that no number, no trace, no case and no page names is left over from something."""
    used = {
        source for file in (ROOT / "calculator" / "data").glob("*.json") for source in named(json.loads(file.read_text(encoding="utf-8")))
    }
    used |= {case.source for case in cases()}
    used |= {node["source"] for id in CALCULATORS for node in nodes(run(id).trace)}
    pages = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").rglob("*.md"))
    assert [id for id in sources if id not in used and id not in pages] == []


def test_every_number_is_used():
    """A number that no code reads and no page shows is no longer a rule of the playbook."""
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "calculator").rglob("*.py"))
    pages = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").rglob("*.md"))
    taken = {id for calculator in CALCULATORS.values() for formula in calculator.formulas.values() for id in formula.parameters}
    assert [id for id in thresholds if f'"{id}"' not in code and f"data thresholds.{id} " not in pages and id not in taken] == []


def test_as_of_is_the_newest_reading():
    """The date under every answer is the last day on which somebody looked at a number."""
    assert data.as_of() == max(entry["read"] for entry in json.loads(text_of("thresholds.json")).values()) == run("growth").as_of
