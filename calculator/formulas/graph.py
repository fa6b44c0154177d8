"""The formulas of a calculator, solved in their order."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache
from itertools import repeat
from typing import Any

from calculator.data import thresholds
from calculator.formulas.model import FLIPS, VIEW, Calculator, Formula, Output
from calculator.numbers.decimals import exact


@cache
def formulas_for(calculator: Calculator, wanted: frozenset[str], moved: frozenset[str] | None = None) -> tuple[Formula, ...]:
    """The formulas that lead to `wanted`, in their order; of them only those that one of the inputs or formulas `moved` has a part in."""
    formulas, ways = calculator.formulas, set()

    def enter(id: str) -> None:
        if id in formulas and id not in ways:
            ways.add(id)
            for parameter in formulas[id].parameters:
                enter(parameter)

    for id in wanted:
        enter(id)
    if moved is None:
        return tuple(formula for id, formula in formulas.items() if id in ways and not calculator.in_rows(id))
    reached = set(moved)
    for id, formula in formulas.items():
        if reached.intersection(formula.parameters):
            reached.add(id)
    return tuple(formula for id, formula in formulas.items() if id in ways and id in reached)


@cache
def order(calculator: Calculator) -> tuple[tuple[Formula, ...], tuple[Formula, ...]]:
    """All formulas: first those that hang on the inputs alone, then those that ask for what turns the verdict, or for all values."""
    every = frozenset(calculator.formulas)
    late = formulas_for(calculator, every, frozenset((FLIPS, VIEW)))
    return tuple(formula for formula in formulas_for(calculator, every) if formula not in late), late


@cache
def constants(calculator: Calculator) -> dict[str, object]:
    """The thresholds that the formulas take."""
    taken = {id for formula in calculator.formulas.values() for id in formula.parameters}
    taken -= {FLIPS, VIEW, *calculator.inputs, *calculator.formulas, *calculator.of_rows}
    return {id: number(thresholds[id].value) for id in sorted(taken)}


def number(value: Any) -> Any:
    return tuple(map(exact, value)) if isinstance(value, list) else exact(value)


def solve(formulas: Iterable[Formula], values: dict[str, Any], as_listed: Callable[[Any], Any] | None = None) -> dict[str, Any]:
    """`values` with what the formulas give; None where a parameter is none that a formula cannot do without. `as_listed` changes what is found in lists."""
    for formula in formulas:
        for id in formula.guarded:
            if values[id] is None:
                values[formula.id] = None
                break
        else:
            values[formula.id] = formula.function(*formula.arguments(values))
            if as_listed and formula.is_found:
                values[formula.id] = as_listed(values[formula.id])
    return values


def solve_in_floats(formulas: Iterable[Formula], values: dict[str, Any]) -> dict[str, Any]:
    """As solve(), where the numbers among `values` are floats: so are then those that the catalogue has."""
    return solve(formulas, values, as_float)


def solve_columns(formulas: Iterable[Formula], fixed: Mapping[str, Any], columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """As solve_in_floats() for many sets of values at once: `columns` with what the formulas give, a list each; each has a parameter among `columns`.

    Formula by formula instead of set by set, which takes half the time.
    """
    lacking = {
        id for id, column in columns.items() if None in column
    }  # asked once of each: to compare a float with None takes as long as to add it
    for formula in formulas:
        taken = [columns[id] if id in columns else repeat(fixed[id]) for id in formula.parameters]
        function, n = formula.function, len(next(columns[id] for id in formula.parameters if id in columns))
        if any(id not in columns and fixed[id] is None for id in formula.guarded):
            found = [None] * n
        elif guards := [columns[id] for id in formula.guarded if id in lacking]:
            lacks = [None in row for row in zip(*guards, strict=True)]
            found = [None if lack else function(*row) for lack, row in zip(lacks, zip(*taken, strict=False), strict=False)]
        else:
            found = list(map(function, *taken))
        columns[formula.id] = list(map(as_float, found)) if formula.is_found else found
        if None in found:
            lacking.add(formula.id)
    return columns


def solve_again(calculator: Calculator, values: Mapping[str, Any], changes: Mapping[str, Any], wanted: str) -> Any:
    """What the formula `wanted` gives with other values for some inputs or formulas, all else as it is."""
    formulas = formulas_for(calculator, frozenset((wanted,)), frozenset(changes))
    return solve((formula for formula in formulas if formula.id not in changes), {**values, **changes})[wanted]


def solve_lightly(calculator: Calculator, values: Mapping[str, Any], changes: list[dict[str, Any]], wanted: str) -> list[Any]:
    """What the formula `wanted` gives with each of these changes, in floats: for a picture. All change the same inputs or formulas."""
    formulas = [
        formula for formula in formulas_for(calculator, frozenset((wanted,)), frozenset(changes[0])) if formula.id not in changes[0]
    ]
    taken = {id for formula in formulas for id in formula.parameters} - {formula.id for formula in formulas} - changes[0].keys()
    fixed = {id: as_float(values[id]) for id in taken}
    return [solve_in_floats(formulas, {**fixed, **as_floats(changed)})[wanted] for changed in changes]


def table(calculator: Calculator, output: Output, values: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a table whose columns have formulas."""
    made = [column for column in output.columns if column.formula]
    if output.rows is None:
        lists = {column.id: values[column.formula.id] for column in made}
        return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]
    words = {column.id for column in output.columns if column.kind == "word"}
    changed = frozenset(values[output.rows.id][0]) - words if values[output.rows.id] else frozenset()
    formulas = [
        formula
        for formula in formulas_for(calculator, frozenset(column.formula.id for column in made), changed)
        if formula.id not in changed
    ]
    taken = {id: values[id] for formula in formulas for id in formula.parameters if id in values}
    rows = []
    for row in values[output.rows.id]:
        solved = solve(formulas, {**taken, **row})
        rows.append({column.id: solved[column.formula.id] if column.formula else row[column.id] for column in output.columns})
    return sorted(rows, key=lambda row: row[output.ordered]) if output.ordered else rows


def as_floats(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values in floats: for looking where something turns, and for draws, not for the answer."""
    return {id: as_float(value) for id, value in values.items()}


def as_float(value: Any) -> Any:
    if value.__class__ is float:
        return value
    if isinstance(value, Decimal):
        return float(value)
    if value.__class__ not in (list, tuple):  # a record is neither
        return value
    if value and isinstance(value[-1], Decimal):
        try:
            return list(map(float, value))
        except TypeError:  # one of them is None; to ask first would take longer than all of it
            pass
    return list(map(as_float, value))
