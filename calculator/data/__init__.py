"""Dated, sourced numbers. What a reader could dispute stands in these files, not in code.

Each value carries its unit, the date from which it holds, the date on which it was read, and a source that
`sources.json` describes. Loading is strict: an unknown or missing key, a repeated name, an unknown
source, a date that is none or a value that is no number stops the program, since a quiet mistake here would be in every answer.
"""

import json
import math
import os
from typing import Any, NamedTuple, TypeGuard

from calculator.numbers.dates import DATE

FOLDER = os.path.dirname(__file__)
SOURCE_KINDS = ("post", "paper", "price-list", "data-set", "published-figure", "playbook")


class DataError(ValueError):
    """A data file that cannot be trusted: which file, which entry, what is wrong."""


class Source(NamedTuple):
    """Where a number comes from. `kind` is one of SOURCE_KINDS. `url` may be "" when nothing public stands behind it; `licence` is that of the data."""

    id: str
    title: str
    kind: str
    date: str
    url: str
    note: str
    licence: str = ""


class Datum(NamedTuple):
    """One number: `value` in `unit`, valid since `since`, read on `read` in `source`."""

    id: str
    value: Any  # a finite number, or a list of them
    unit: str
    since: str
    source: str
    read: str
    label: str


def read(name: str, text: str, keys: set[str], optional: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The entries of the data file `name`, each with exactly `keys`, those of `optional` if it likes."""

    def unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen = dict(pairs)
        if len(seen) != len(pairs):
            repeated = sorted({key for key, _ in pairs if [k for k, _ in pairs].count(key) > 1})
            raise DataError(f"{name}: {', '.join(repeated)} stands twice")
        return seen

    try:
        entries = json.loads(text, object_pairs_hook=unrepeated)
    except json.JSONDecodeError as error:
        raise DataError(f"{name}: {error}") from None
    if not isinstance(entries, dict):
        raise DataError(f"{name}: must be an object of entries")
    for id, entry in entries.items():
        if not isinstance(entry, dict) or set(entry) - optional != keys:
            got = ", ".join(sorted(entry)) if isinstance(entry, dict) else repr(entry)
            raise DataError(f"{name}: {id} must have the keys {', '.join(sorted(keys))} (got {got})")
    return entries


def date_of(name: str, id: str, value: str) -> str:
    if not isinstance(value, str) or not DATE.fullmatch(value):
        raise DataError(f"{name}: {id} needs a date like 2026-11-12 (got {value!r})")
    return value


def is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def load_sources(name: str, text: str) -> dict[str, Source]:
    entries = read(name, text, {"title", "kind", "date", "url", "note"}, frozenset({"licence"}))
    for id, entry in entries.items():
        if entry["kind"] not in SOURCE_KINDS:
            raise DataError(f"{name}: {id} must be of the kind {', '.join(SOURCE_KINDS)} (got {entry['kind']!r})")
    return {id: Source(id=id, **entry | {"date": date_of(name, id, entry["date"])}) for id, entry in entries.items()}


def load_data(name: str, text: str, sources: dict[str, Source]) -> dict[str, Datum]:
    entries = read(name, text, {"value", "unit", "from", "source", "read", "label"})
    for id, entry in entries.items():
        if entry["source"] not in sources:
            raise DataError(f"{name}: {id} names the source {entry['source']!r}, which sources.json does not have")
        values = entry["value"] if isinstance(entry["value"], list) else [entry["value"]]
        if not values or not all(map(is_number, values)):
            raise DataError(f"{name}: {id} needs a finite number or a list of them (got {entry['value']!r})")
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
    text: bytes = __loader__.get_data(os.path.join(FOLDER, name))  # type: ignore[name-defined]  # a name that every module has
    return text.decode()


sources = load_sources("sources.json", text_of("sources.json"))
thresholds = load_data("thresholds.json", text_of("thresholds.json"), sources)


def as_of() -> str:
    """The newest date on which any number was read: the date of the data as a whole."""
    return max(datum.read for datum in thresholds.values())
