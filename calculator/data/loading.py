"""Strict loading of records: a data file becomes instances of a NamedTuple whose annotations are the rules of its fields; one with a default may be left out."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from calculator.data import DataError, is_number, read, sources
from calculator.numbers.dates import is_date

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Rule(NamedTuple):
    """What a field may hold: the test, and the words for it when the test fails."""

    holds: Callable[[object], bool]
    words: str


class ListOf(NamedTuple):
    """A field that holds a list of records, in the order of their days, none twice; `needed` says that it may not be empty."""

    kind: type
    needed: bool = False


def is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""


def is_day(value: object) -> bool:
    return isinstance(value, str) and len(value) == 10 and is_date(value)


def is_kebab(value: object) -> bool:
    return isinstance(value, str) and KEBAB.fullmatch(value) is not None


def is_amount(value: object) -> bool:
    return is_number(value) and value >= 0


TEXT = Rule(is_text, "a text")
ANY_TEXT = Rule(lambda value: value == "" or is_text(value), "a text, or an empty one")
DAY = Rule(is_day, "a day like 2026-11-12")
ANY_DAY = Rule(lambda value: value == "" or is_day(value), "a day like 2026-11-12, or an empty text")
DATED = Rule(lambda value: value in ("effective", "seen"), "effective or seen")
ID = Rule(is_kebab, "a lower-kebab id")
ANY_ID = Rule(lambda value: value == "" or is_kebab(value), "a lower-kebab id, or an empty text")
AMOUNT = Rule(is_amount, "a number of at least 0")
ANY_AMOUNT = Rule(lambda value: value is None or is_amount(value), "a number of at least 0, or null")
SOURCE = Rule(
    lambda value: isinstance(value, str) and value in sources and sources[value].licence != "",
    "a source of sources.json that states its licence",
)
ANY_SOURCE = Rule(lambda value: value == "" or SOURCE.holds(value), "a source of sources.json that states its licence, or an empty text")


def load(kind: type, name: str, text: str) -> dict[str, Any]:
    """The entries of the file `name`, which holds `text`, as instances of `kind` by id."""
    optional = frozenset(kind._field_defaults)
    entries = read(name, text, set(kind._fields) - {"id"} - optional, optional)
    return {id: record(kind, f"{name}: {id}", kind._field_defaults | entry | {"id": id}) for id, entry in entries.items()}


def record(kind: type, place: str, entry: dict[str, Any]):
    """An instance of `kind`, each field by its rule; DataError names the place, the field and the rule."""
    values = {}
    for field, rule in kind.__annotations__.items():
        value = entry[field]
        if isinstance(rule, ListOf):
            value = listed(rule, f"{place} {field}", value)
        elif not rule.holds(value):
            raise DataError(f"{place}: {field} must be {rule.words} (got {value!r})")
        values[field] = value
    return kind(**values)


def listed(rule: ListOf, place: str, rows: object) -> tuple[Any, ...]:
    keys = set(rule.kind._fields)
    if not isinstance(rows, list) or (rule.needed and not rows):
        raise DataError(f"{place}: must be a list{' of at least one' if rule.needed else ''} (got {rows!r})")
    for row in rows:
        if not isinstance(row, dict) or set(row) != keys:
            raise DataError(f"{place}: each must have the keys {', '.join(sorted(keys))} (got {row!r})")
    records = tuple(record(rule.kind, f"{place} {number}", row) for number, row in enumerate(rows, start=1))
    days = [row.day for row in records]
    if days != sorted(days):
        raise DataError(f"{place}: must stand in the order of their days (got {', '.join(days)})")
    if len({row.key for row in records}) != len(records):
        raise DataError(f"{place}: holds the same entry twice")
    return records
