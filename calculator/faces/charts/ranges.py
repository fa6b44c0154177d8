"""The pictures of the ranges: what each alone does to the answer."""

from operator import itemgetter
from typing import Any

from calculator.formulas.charts import DOTS, INK, QUIET, Axis, Odds, Swing, Tornado, money
from calculator.formulas.model import Output
from calculator.formulas.routes import route
from calculator.inputs.vocabulary import VOCABULARY
from calculator.numbers.display import full_count, in_prose
from calculator.numbers.units import inside

MOST_BARS = 8


def finding(bars: tuple[Swing, ...]) -> str:
    """Which range most hangs on."""
    return f"It hangs {'most ' if len(bars) > 1 else ''}on {inside(bars[0].label)}"


def odds(output: Output, shares: dict[str, float]) -> Odds:
    """How often each answer comes that comes at all, the likeliest first."""
    found = sorted(
        ((output.chosen(option), chance, route(option)) for option, chance in shares.items() if chance), key=itemgetter(1), reverse=True
    )
    chances = tuple((words, chance, look or (QUIET if at else INK)) for at, (words, chance, look) in enumerate(found))
    chart = Odds("odds", "", f"{output.label}: {DOTS} draws from the ranges", chances)
    return chart._replace(title=f"{chart.said(0)}: {inside(chances[0][0])}")


def tornado(target: Output, middle: float | None, drivers: list[dict[str, Any]]) -> Tornado | None:
    """What each range alone does to the output that the spread explains; None where that is no number."""
    ends = [driver[end] for driver in drivers for end in ("at_low", "at_high")]
    if target.kind != "value" or all(end is None for end in ends):
        return None
    none = "never" if target.endless else "none"

    def words(value: float | None) -> str:
        return none if value is None else in_prose(value, target.unit)

    bars = tuple(Swing(VOCABULARY[driver["input"]].label, driver["at_low"], driver["at_high"]) for driver in drivers[:MOST_BARS])
    told = "; ".join(f"{bar.label}: {words(bar.at_low)} at its low end, {words(bar.at_high)} at its high end" for bar in bars)
    money_too = target.unit.form in ("usd", "price")
    unit = target.unit.words
    return Tornado(
        id="drivers",
        title=finding(bars),
        unit=f"{target.label}{f', {unit}' if unit else ''}, at the ends of each range alone",
        told=f"{told}; with every range at its middle: {words(middle)}",
        x=Axis(label=unit or target.label, words=money if money_too else full_count),
        middle=middle,
        bars=bars,
        none=none,
        endless=target.endless,
    )
