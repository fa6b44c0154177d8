"""Where the sliders of a page are marked."""

from typing import Any

from calculator.answers.result import Result
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import find


def flip_marks(result: Result) -> dict[str, dict[str, Any]]:
    """Input id -> {"value", "words"}: where each input with a slider turns the verdict; {} without flips. Inputs that turn nothing are left out."""
    calculator = find(result.calculator)
    flips: dict[str, Any] = next((result.outputs[o.id] for o in calculator.outputs if o.kind == "flips"), {})
    return {
        id: {"value": float(flip["value"]), "words": f"turns at {calculator.change(flip)}"}
        for id, flip in flips.items()
        if flip is not None and VOCABULARY[id].has_slider
    }
