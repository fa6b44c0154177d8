"""What run() gives back."""

from collections.abc import Callable
from typing import NamedTuple

# The ways of showing a result, which live on the floor above and are entered by the package as a whole.
FACES: dict[str, Callable[["Result"], str]] = {}


class Result(NamedTuple):
    """An answer with everything needed to check it. All values are JSON-ready."""

    calculator: str
    inputs: dict
    outputs: dict
    headline: str
    trace: list
    warnings: list
    as_of: str
    uncertainty: dict | None = None  # what ranges among the inputs make of it

    def to_dict(self) -> dict:
        names = ("calculator", "inputs", "outputs", "headline", "trace", "warnings", "as_of")
        spread = {} if self.uncertainty is None else {"uncertainty": self.uncertainty}
        return {name: getattr(self, name) for name in names} | spread

    def sheet(self) -> str:
        """A live spreadsheet, as tab-separated cells to paste at A1 of Excel, Google Sheets or LibreOffice; of ranges their middle."""
        return FACES["sheet"](self)

    def _repr_html_(self) -> str:
        """What a notebook shows; the site shows the very same."""
        return FACES["html"](self)
