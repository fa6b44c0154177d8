"""Dated, sourced numbers. What a reader could dispute stands in these files, not in code.

Each value carries its unit, the date from which it holds, the date on which it was read, and a source that
`sources.json` describes. Loading is strict: an unknown or missing key, a repeated name, an unknown
source or a date that is none stops the program, since a quiet mistake here would be in every answer.
"""

import json
import os
import re
from dataclasses import dataclass

FOLDER = os.path.dirname(__file__)
DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?", re.ASCII)


class DataError(ValueError):
    """A data file that cannot be trusted: which file, which entry, what is wrong."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from. `kind`: post, paper, price-list, playbook. `url` may be "" when nothing public stands behind it."""

    id: str
    title: str
    kind: str
    date: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Datum:
    """One number: `value` in `unit`, valid since `since`, read on `read` in `source`."""

    id: str
    value: object
    unit: str
    since: str
    source: str
    read: str
    label: str


def read(name: str, text: str, keys: set) -> dict:
    """The entries of the data file `name`, each with exactly `keys`."""

    def unrepeated(pairs):
        seen = dict(pairs)
        if len(seen) != len(pairs):
            repeated = sorted({key for key, _ in pairs if [k for k, _ in pairs].count(key) > 1})
            raise DataError(f"{name}: {', '.join(repeated)} stands twice")
        return seen

    entries = json.loads(text, object_pairs_hook=unrepeated)
    for id, entry in entries.items():
        if set(entry) != keys:
            raise DataError(f"{name}: {id} must have the keys {', '.join(sorted(keys))} (got {', '.join(sorted(entry))})")
    return entries


def date_of(name: str, id: str, value: str) -> str:
    if not isinstance(value, str) or not DATE.fullmatch(value):
        raise DataError(f"{name}: {id} needs a date like 2026-11-12 (got {value!r})")
    return value


def load_sources(name: str, text: str) -> dict[str, Source]:
    entries = read(name, text, {"title", "kind", "date", "url", "note"})
    return {id: Source(id=id, **entry | {"date": date_of(name, id, entry["date"])}) for id, entry in entries.items()}


def load_data(name: str, text: str, sources: dict[str, Source]) -> dict[str, Datum]:
    entries = read(name, text, {"value", "unit", "from", "source", "read", "label"})
    for id, entry in entries.items():
        if entry["source"] not in sources:
            raise DataError(f"{name}: {id} names the source {entry['source']!r}, which sources.json does not have")
    return {
        id: Datum(
            id=id,
            value=entry["value"],
            unit=entry["unit"],
            since=date_of(name, id, entry["from"]),
            source=entry["source"],
            read=date_of(name, id, entry["read"]),
            label=entry["label"],
        )
        for id, entry in entries.items()
    }


def text_of(name: str) -> str:
    # The loader, not open(): in the browser this package stands in a zip file.
    return __loader__.get_data(os.path.join(FOLDER, name)).decode()


sources = load_sources("sources.json", text_of("sources.json"))
thresholds = load_data("thresholds.json", text_of("thresholds.json"), sources)


def as_of() -> str:
    """The newest date on which any number was read: the date of the data as a whole."""
    return max(datum.read for datum in thresholds.values())
