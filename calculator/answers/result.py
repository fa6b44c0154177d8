"""What run() gives back."""

from collections.abc import Callable
from typing import Any

# The ways of showing a result, which live on the floor above and are entered by the package as a whole.
FACES: dict[str, Callable[["Result"], str]] = {}


TOLD = (
    "calculator",
    "inputs",
    "outputs",
    "headline",
    "answer",
    "trace",
    "warnings",
    "as_of",
)  # in the order in which they are given and told


class Result:
    """An answer with everything needed to check it: what run() gives. Every value can be written as JSON, and a notebook shows it as the site does.

    - `calculator`: the id of the calculator.
    - `inputs`: input id -> the value that counted, given or by default, in the unit that the id ends in; of a range `{"low", "high"}`.
    - `outputs`: output id -> its value, in the unit that the id ends in: `usd_month` US dollars a month, `pct` per cent (40 means 40 %), `months`
      months. A number, text, True or False; None where the answer is never or not known; a table is a list of dicts, a record a dict. describe()
      has the kind and the unit in words.
    - `headline`: the answer in one sentence.
    - `answer`: the same in three parts: `verdict` in six words or fewer, `because` with the facts that decide, `again` with the day to look again.
    - `trace`: how the outputs came about: a list of what Trace.to_dict() gives, one for each output that has a formula, and for tables one a column.
      It is written when it is first asked for, so a thousand cases take no longer than their numbers do.
    - `warnings`: sentences on where the rule is thin or an input unusual; an empty list where there is nothing to say.
    - `as_of`: the day of the data that were used, such as "2026-11-24".
    - `uncertainty`: None without a range among the inputs. Else a dict: `headline`, `samples` and `seed` of the draws, the `ranges` themselves, the
      quantiles `p10`, `p50` and `p90` of each of `outputs`, the chance (0 to 1) of each answer of `decisions`, and the `drivers` of the output that
      `explains` names, the strongest first.
    - `pictures`: what the site draws of the answer, a list of data of calculator.formulas.charts; it is made when it is first asked for.
    """

    __slots__ = ("_pictures", "_trace", "answer", "as_of", "calculator", "headline", "inputs", "outputs", "uncertainty", "warnings")
    _trace: list[dict[str, Any]] | Callable[[], list[dict[str, Any]]]
    _pictures: list[Any] | Callable[[], list[Any]]
    answer: dict[str, str]
    as_of: str
    calculator: str
    headline: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    uncertainty: dict[str, Any] | None
    warnings: list[str]

    def __init__(
        self,
        calculator: str,
        inputs: dict[str, Any],
        outputs: dict[str, Any],
        headline: str,
        answer: dict[str, str],
        trace: list[dict[str, Any]] | Callable[[], list[dict[str, Any]]],
        warnings: list[str],
        as_of: str,
        uncertainty: dict[str, Any] | None = None,
        pictures: list[Any] | Callable[[], list[Any]] = (),  # type: ignore[assignment]
    ):
        given = (pictures, trace, answer, as_of, calculator, headline, inputs, outputs, uncertainty, warnings)
        for name, value in zip(self.__slots__, given, strict=True):
            object.__setattr__(self, name, value)

    @property
    def trace(self) -> list[dict[str, Any]]:
        if not isinstance(self._trace, list):
            object.__setattr__(self, "_trace", self._trace())
        return self._trace  # type: ignore[return-value]  # a list from here on

    @property
    def pictures(self) -> list[Any]:
        """What there is to draw, as data of calculator.formulas.charts: made when it is first asked for."""
        if callable(self._pictures):
            object.__setattr__(self, "_pictures", self._pictures())
        return self._pictures  # type: ignore[return-value]  # a list from here on

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("an answer is not changed: run() gives another")

    def __repr__(self) -> str:
        return f"Result({self.calculator!r}, {self.headline!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Result) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]  # as of all that holds lists

    def __reduce__(self) -> tuple[Any, ...]:
        """For another process: with the trace, since what would write it stays here."""
        given = tuple(getattr(self, name) for name in (*TOLD, "uncertainty", "pictures"))
        return Result, given

    def to_dict(self) -> dict[str, Any]:
        """The same as a dict, for JSON; `uncertainty` is in it only where a range was given."""
        spread = {} if self.uncertainty is None else {"uncertainty": self.uncertainty}
        return {name: getattr(self, name) for name in TOLD} | spread

    def sheet(self) -> str:
        """A live spreadsheet, as tab-separated cells to paste at A1 of Excel, Google Sheets or LibreOffice; of ranges their middle."""
        return FACES["sheet"](self)

    def _repr_html_(self) -> str:
        """What a notebook shows; the site shows the very same."""
        return FACES["html"](self)
