"""The hand-checked cases: numbers worked out by a person, which the calculators must give and the site shows.

A case is a TOML file `<calculator>/<case>.toml`:

    title = "The team at $180K a year, growing 40 % a quarter"
    why = "A sentence or two for the reader: what this shows and where it comes from."
    source = "sf-tech-week-post"                                  # an id of calculator/data/sources.json
    none = ["payback_months"]                                     # outputs that must be null; may be left out
    [inputs]
    run_rate_usd_year = 180000                                    # what is left out takes its default
    [outputs]
    "rows.1.run_rate_usd_year" = 252000                           # exactly this
    "crossings.3.quarters" = { value = 5.0964, within = 0.00005 } # this, give or take

A calculator with few cases has them in one file, `<calculator>.toml`, each in a table named by its id: `[two-units]`, `[two-units.inputs]`.

A case of bad input has `error = { field = "...", message = "..." }` instead of `[outputs]` and `none`.
Loading is strict, since a case that is not read is a check that is not made.
"""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calculator import InputError, calculators, run
from calculator.data import is_number, sources
from calculator.models.registry import find

KEYS = {"title", "why", "source", "inputs", "outputs", "none", "error"}


class CaseError(ValueError):
    """A case file that cannot be trusted: which file, what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `outputs` maps a path such as "rows.1.run_rate_usd_year" to (expected, tolerance); the tolerance is None where equality is meant."""

    calculator: str
    id: str
    title: str
    why: str
    source: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    none: tuple[str, ...]
    error: dict[str, Any] | None


def load(folder: Path) -> list[Case]:
    """All cases under `folder`: calculators in the playbook's order, the cases of each by id. CaseError names the file that is wrong."""
    files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    cases: list[Case] = []
    seen: list[tuple[str, str, dict[str, Any]]] = []
    for file in files:
        name = file.relative_to(folder).as_posix()
        for place, case in read(name, file.read_text(encoding="utf-8")):
            inputs = inputs_of(case)
            same = [earlier for earlier, calculator, other in seen if calculator == case.calculator and other == inputs]
            if same:
                raise CaseError(f"{place}: has the same inputs as {same[0]}")
            if any(case.calculator == other.calculator and case.id == other.id for other in cases):
                raise CaseError(f"{place}: another case of {case.calculator} has the id {case.id}")
            seen.append((place, case.calculator, inputs))
            cases.append(case)
    order = list(calculators())
    return sorted(cases, key=lambda case: (order.index(case.calculator), case.id))


def read(name: str, text: str) -> Iterator[tuple[str, Case]]:
    """The cases in the file `name` that holds `text`, each with its place in words: one of `<calculator>/<case>.toml`, several of `<calculator>.toml`."""
    parts = name.removesuffix(".toml").split("/")
    if not name.endswith(".toml") or len(parts) > 2:
        raise CaseError(f"{name}: must be a file <calculator>/<case>.toml or <calculator>.toml")
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CaseError(f"{name}: must be TOML: {error}") from None
    for id, table in found.items() if len(parts) == 1 else [(parts[1], found)]:
        place = f"{name} [{id}]" if len(parts) == 1 else name
        if not isinstance(table, dict):
            raise CaseError(f"{name}: holds several cases, each in a table named by its id, and {id} is none")
        yield place, case_of(place, parts[0], id, table)


def case_of(name: str, calculator: str, id: str, table: dict[str, Any]) -> Case:
    """The case that a table says; CaseError, beginning with `name`, for what is wrong with it."""

    def must(holds: bool, rule: str) -> None:
        if not holds:
            raise CaseError(f"{name}: {rule}")

    must(calculator in calculators(), f"its folder or file must be named for a calculator, one of {', '.join(calculators())}")
    unknown = sorted(set(table) - KEYS)
    must(not unknown, f"unknown key {', '.join(unknown)}; a case has {', '.join(sorted(KEYS))}")
    for key in ("title", "why", "source"):
        must(isinstance(table.get(key), str) and bool(table[key].strip()), f"needs {key}, a text")
    must(table["source"] in sources, f"names the source '{table['source']}', which sources.json does not have")
    for key in ("inputs", "outputs", "error"):
        must(isinstance(table.get(key, {}), dict), f"{key} must be a table")
    must("inputs" in table, "needs [inputs], which may be empty when all is default")
    unknown = [field for field in table["inputs"] if field not in find(calculator).inputs]
    must(not unknown, f"{calculator} has no input {', '.join(unknown)}")
    none = table.get("none", [])
    must(isinstance(none, list) and all(isinstance(path, str) for path in none), "none must be a list of output paths")

    outputs = {path: expectation(name, path, value) for path, value in table.get("outputs", {}).items()}
    case = Case(calculator, id, table["title"], table["why"], table["source"], table["inputs"], outputs, tuple(none), table.get("error"))
    must(bool(outputs or none) != (case.error is not None), "needs an expectation: either outputs (or none) or an error, not both")
    if case.error is not None:
        must(set(case.error) == {"field", "message"}, "error must have the keys field, message")
    else:
        both = sorted(set(outputs) & set(none))
        must(not both, f"{', '.join(both)} stands in outputs and in none")
        check_paths(name, case)
    return case


def expectation(name: str, path: str, value: object) -> tuple[object, float | None]:
    """(expected, tolerance) of one entry of [outputs]."""
    if not isinstance(value, dict):
        return value, None
    if set(value) != {"value", "within"} or not all(is_number(part) for part in value.values()) or value["within"] <= 0:
        raise CaseError(f"{name}: {path} must be a value, or {{ value = ..., within = ... }} with numbers and within above 0")
    return value["value"], value["within"]


def check_paths(name: str, case: Case) -> None:
    try:
        answer = answer_of(case)
    except InputError as error:
        raise CaseError(f"{name}: expects outputs but its inputs cannot be used: {error}") from None
    for path in (*case.outputs, *case.none):
        try:
            value_at(answer, path)
        except LookupError:
            raise CaseError(f"{name}: names the output '{path}', which the answer does not have") from None


def inputs_of(case: Case) -> dict[str, Any]:
    """The inputs that the case runs with, defaults put in; as they were given where they are meant to be wrong."""
    return answer_of(case, "inputs") if case.error is None else case.inputs


def answer_of(case: Case, part: str = "outputs") -> dict[str, Any]:
    """Outputs (or inputs) of the calculator's answer, having gone through JSON as on every way to a reader."""
    told: dict[str, Any] = json.loads(json.dumps(run(case.calculator, case.inputs).to_dict()[part], allow_nan=False))
    return told


def value_at(outputs: dict[str, Any], path: str) -> object:
    """The value at a dotted path, whose whole numbers are places in a list. LookupError when there is none."""
    value = outputs
    for part in path.split("."):
        if isinstance(value, list) and part.isdecimal():
            value = value[int(part)]
        elif isinstance(value, dict):
            value = value[part]
        else:
            raise LookupError(path)
    return value


def differences(case: Case) -> list[str]:
    """A sentence for each expectation that the calculator's answer does not meet."""
    if case.error is not None:
        try:
            run(case.calculator, case.inputs)
        except InputError as error:
            got = {"field": error.field, "message": str(error)}
            return [] if got == case.error else [f"expected the error {case.error['message']!r}, got {got['message']!r}"]
        return [f"expected the error {case.error['message']!r}, got an answer"]
    answer = answer_of(case)
    wanted = case.outputs | dict.fromkeys(case.none, (None, None))
    found = {path: value_at(answer, path) for path in wanted}
    return [
        f"{path}: expected {expected!r}, got {found[path]!r}"
        for path, (expected, within) in wanted.items()
        if not meets(found[path], expected, within)
    ]


def meets(value: object, expected: object, within: float | None) -> bool:
    if within is not None:
        return is_number(value) and is_number(expected) and abs(value - expected) <= within
    return value == expected and isinstance(value, bool) == isinstance(expected, bool)
