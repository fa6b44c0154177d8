"""The chart of the ranges: what each alone does to the answer."""

from typing import Any

from calculator.formulas.charts import Axis, Bar, Bars, money
from calculator.formulas.model import Output
from calculator.inputs.vocabulary import VOCABULARY
from calculator.numbers.display import full_count, in_prose
from calculator.numbers.units import inside

MOST_BARS = 8


def tornado(target: Output, middle: float | None, drivers: list[dict[str, Any]]) -> Bars | None:
    """What each range alone does to the output that the spread explains; None where that is no number."""
    ends = [driver[end] for driver in drivers for end in ("at_low", "at_high")]
    if target.kind != "value" or all(end is None for end in ends):
        return None
    none = "never" if target.endless else "none"

    def words(value: float | None) -> str:
        return none if value is None else in_prose(value, target.unit)

    bars = tuple(Bar(VOCABULARY[driver["input"]].label, driver["at_low"], driver["at_high"]) for driver in drivers[:MOST_BARS])
    told = "; ".join(f"{bar.label}: {words(bar.at_low)} at its low end, {words(bar.at_high)} at its high end" for bar in bars)
    money_too = target.unit.form in ("usd", "price")
    unit = target.unit.words
    return Bars(
        id="drivers",
        title=f"What each range alone does: {inside(target.label)}",
        text=f"{told}. With every range at its middle: {words(middle)}.",
        x=Axis(label=unit or target.label, words=money if money_too else full_count),
        middle=middle,
        bars=bars,
        none=none,
        endless=target.endless,
    )
