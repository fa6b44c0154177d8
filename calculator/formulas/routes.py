"""The four routes, each of which has one colour everywhere, and the one that a verdict speaks for."""

from collections.abc import Mapping
from typing import Any

from calculator.formulas.model import Calculator

# What no route stands here for has no colour: it says no, or not yet known.
ROUTES = {
    "closed": "closed",
    "api": "closed",
    "not-yet": "closed",
    "too-early": "closed",
    "hybrid": "hybrid",
    "evaluate": "hybrid",
    "watch": "hybrid",
    "consider-open": "hybrid",
    "hosted": "hosted",
    "open": "hosted",
    "in-window": "hosted",
    "pays": "hosted",
    "pays-back": "hosted",
    "good-enough": "hosted",
    "better": "hosted",
    "self-host": "self-hosted",
    "open-first": "self-hosted",
    "overdue": "self-hosted",
    "too-late": "self-hosted",
}


def route(verdict: Any) -> str:
    """Whose colour a verdict has: "closed", "hosted", "self-hosted" or "hybrid"; "" for none."""
    return ROUTES.get(str(verdict), "")


def route_of(calculator: Calculator, outputs: Mapping[str, Any]) -> str:
    """That of an answer."""
    return route(outputs[calculator.verdict]) if calculator.verdict else ""
