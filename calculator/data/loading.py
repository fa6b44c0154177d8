"""Strict loading of records: a data file becomes instances of a NamedTuple, each of whose fields is annotated with its type and its rule; one with a default may be left out."""

import re
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, NamedTuple, TypeVar

from calculator.data import DataError, is_number, read, sources
from calculator.numbers.dates import is_date

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Rule(NamedTuple):
    """What a field may hold: the test, and the words for it when the test fails."""

    holds: Callable[[object], bool]
    words: str


class Rows(NamedTuple):
    """The rule of a field that is a tuple of records, in the file a list: in their `order`, none with the `key` of another; `needed` says that it may not be empty."""

    needed: bool = False


def is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""


def is_day(value: object) -> bool:
    return isinstance(value, str) and len(value) == 10 and is_date(value)


def is_kebab(value: object) -> bool:
    return isinstance(value, str) and KEBAB.fullmatch(value) is not None


def is_amount(value: object) -> bool:
    return is_number(value) and value >= 0


def is_points(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(row, list) and len(row) == 3 and all(is_number(part) and part > 0 for part in row) for row in value
    )


def is_source(value: object) -> bool:
    return isinstance(value, str) and value in sources and sources[value].licence != ""


Text = Annotated[str, Rule(is_text, "a text")]
AnyText = Annotated[str, Rule(lambda value: value == "" or is_text(value), "a text, or an empty one")]
Day = Annotated[str, Rule(is_day, "a day like 2026-11-12")]
AnyDay = Annotated[str, Rule(lambda value: value == "" or is_day(value), "a day like 2026-11-12, or an empty text")]
Dated = Annotated[str, Rule(lambda value: value in ("effective", "seen"), "effective or seen")]
Reasons = Annotated[str, Rule(lambda value: value in ("", "no", "asked", "unasked"), "no, asked, unasked, or an empty text")]
COMMITMENTS = ("on-demand", "1-year", "3-year")
Commitment = Annotated[str, Rule(lambda value: value in COMMITMENTS, "on-demand, 1-year or 3-year")]
Id = Annotated[str, Rule(is_kebab, "a lower-kebab id")]
AnyId = Annotated[str, Rule(lambda value: value == "" or is_kebab(value), "a lower-kebab id, or an empty text")]
Amount = Annotated[float, Rule(is_amount, "a number of at least 0")]
AnyAmount = Annotated[float | None, Rule(lambda value: value is None or is_amount(value), "a number of at least 0, or null")]
Points = Annotated[list[list[float]], Rule(is_points, "rows of three numbers above 0: tokens in, tokens out, output tokens a second")]
SourceId = Annotated[str, Rule(is_source, "a source of sources.json that states its licence")]
AnySourceId = Annotated[
    str, Rule(lambda value: value == "" or is_source(value), "a source of sources.json that states its licence, or an empty text")
]


R = TypeVar("R", bound=NamedTuple)


def load(kind: type[R], name: str, text: str) -> dict[str, R]:
    """The entries of the file `name`, which holds `text`, as instances of `kind` by id."""
    optional = frozenset(kind._field_defaults)
    entries = read(name, text, set(kind._fields) - {"id"} - optional, optional)
    return {id: record(kind, f"{name}: {id}", kind._field_defaults | entry | {"id": id}) for id, entry in entries.items()}


@cache
def fields_of(kind: type[Any]) -> list[tuple[str, type[Any] | None, Any]]:
    """Each field of a record, with the kind of its rows if it is a list of them, and its rule."""
    rules = [(field, annotated, annotated.__metadata__[0]) for field, annotated in kind.__annotations__.items()]
    return [(field, annotated.__origin__.__args__[0] if isinstance(rule, Rows) else None, rule) for field, annotated, rule in rules]


def record(kind: type[R], place: str, entry: dict[str, Any]) -> R:
    """An instance of `kind`, each field by its rule; DataError names the place, the field and the rule."""
    values = []
    for field, rows, rule in fields_of(kind):
        value = entry[field]
        if rows:
            value = records_of(rows, rule, f"{place} {field}", value)
        elif not rule.holds(value):
            raise DataError(f"{place}: {field} must be {rule.words} (got {value!r})")
        values.append(value)
    return kind._make(values)


def records_of(kind: type[Any], rule: Rows, place: str, rows: object) -> tuple[Any, ...]:
    optional: dict[str, Any] = kind._field_defaults
    keys = set(kind._fields) - set(optional)
    if rows == () and not rule.needed:
        return ()
    if not isinstance(rows, list) or (rule.needed and not rows):
        raise DataError(f"{place}: must be a list{' of at least one' if rule.needed else ''} (got {rows!r})")
    for row in rows:
        if not isinstance(row, dict) or set(row) - set(optional) != keys:
            raise DataError(f"{place}: each must have the keys {', '.join(sorted(keys))} (got {row!r})")
    records = tuple(record(kind, f"{place} {number}", optional | row) for number, row in enumerate(rows, start=1))
    order = [row.order for row in records]
    if order != sorted(order):
        raise DataError(f"{place}: must stand in their order (got {', '.join(map(str, order))})")
    if len({row.key for row in records}) != len(records):
        raise DataError(f"{place}: holds the same entry twice")
    return records
