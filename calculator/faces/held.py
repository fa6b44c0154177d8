"""What the folded groups of a form hold, in words."""

from collections.abc import Mapping
from typing import Any

from calculator.formulas.model import Calculator
from calculator.inputs.kinds import Choice, Day, Input, Number
from calculator.numbers.units import inside

MOST = 3  # values are said; of more it is said how many


def held(calculator: Calculator, values: Mapping[str, Any]) -> dict[str, str]:
    """Title -> what a group holds: "months of growth: 24; discount rate: 10 % a year". Where all is left to the catalogue, what that means."""
    return {
        title: words([(calculator.declared[id], values[id]) for id in ids if not is_left(values[id])])
        or left([calculator.declared[id] for id in ids])
        for title, ids in calculator.folded.items()
    }


def is_left(value: Any) -> bool:
    return value is None or value == "" or value == []


def left(declared: list[Input]) -> str:
    """What counts where nothing is given: "as listed", "today: the day of the data"."""
    days = [f"{inside(day.label)}: {day.words(None)}" for day in declared if isinstance(day, Day)]
    return "; ".join(days) or str(declared[0].words(declared[0].default))


def words(given: list[tuple[Input, Any]]) -> str:
    said = "; ".join(f"{inside(declared.label.rstrip('?'))}: {short(declared, value)}" for declared, value in given[:MOST])
    return f"{said}; and {len(given) - MOST} more" if len(given) > MOST else said


def short(declared: Input, value: Any) -> str:
    """A value beside its label: no unit that the label has in it already, of a choice what stands before its explanation."""
    if isinstance(declared, Choice):
        return inside(declared.words(value).partition(": ")[0])
    if isinstance(declared, Number) and declared.changes and value == 0:
        return "none"
    if isinstance(declared, Number) and declared.unit.words and declared.unit.words in declared.label.lower():
        return declared.shown(value)
    return str(declared.words(value))
