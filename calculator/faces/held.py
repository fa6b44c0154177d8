"""What the folded groups of a form hold, in words."""

from collections.abc import Mapping
from typing import Any

from calculator.formulas.model import Calculator
from calculator.numbers.units import inside

MOST = 3  # values are said; of more it is said how many


def held(calculator: Calculator, values: Mapping[str, Any]) -> dict[str, str]:
    """Title -> what a group holds: "growth lasts 24 months, look ahead 36 months". What is left to the catalogue is not said."""
    return {
        title: words(
            [
                f"{inside(declared.label.rstrip('?'))} {declared.words(values[id])}"
                for id in ids
                if not is_left(declared := calculator.declared[id], values[id])
            ]
        )
        for title, ids in calculator.folded.items()
    }


def is_left(declared: Any, value: Any) -> bool:
    return value is None or value == "" or value == []


def words(parts: list[str]) -> str:
    said = ", ".join(parts[:MOST])
    return f"{said}, and {len(parts) - MOST} more" if len(parts) > MOST else said or "as we have it"
