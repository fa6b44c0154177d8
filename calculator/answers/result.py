"""What run() gives back."""

from collections.abc import Callable
from typing import Any, NamedTuple

# The ways of showing a result, which live on the floor above and are entered by the package as a whole.
FACES: dict[str, Callable[["Result"], str]] = {}


class Result(NamedTuple):
    """An answer with everything needed to check it. All values are JSON-ready."""

    calculator: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    headline: str
    trace: list[dict[str, Any]]
    warnings: list[str]
    as_of: str
    uncertainty: dict[str, Any] | None = None  # what ranges among the inputs make of it

    def to_dict(self) -> dict[str, Any]:
        names = ("calculator", "inputs", "outputs", "headline", "trace", "warnings", "as_of")
        spread = {} if self.uncertainty is None else {"uncertainty": self.uncertainty}
        return {name: getattr(self, name) for name in names} | spread

    def _repr_html_(self) -> str:
        """What a notebook shows; the site shows the very same."""
        return FACES["html"](self)
