"""What break-even shows: the savings adding up to the upfront cost, at the reader's price and on each path that the price may take."""

from collections.abc import Callable
from typing import Any

from calculator.data.price_paths import price_paths
from calculator.formulas.charts import INK, QUIET, Axis, Level, Lines, Moment, Series, money
from calculator.formulas.model import View, given
from calculator.formulas.routes import route
from calculator.numbers.display import after, as_given, counted, full_count, told_apart, usd
from calculator.numbers.units import UNITS

PAYBACKS, LEAST = 3, 12  # months ahead: so many times as far as it takes, and at least so many
POINTS = 16  # of a line that stands beside
ROOM = 4  # the part of what is above nothing that lines beside may fall below it, before they are cut
SOURCES = tuple(dict.fromkeys(path.source for path in price_paths.values()))


def at_once_or_after(months: Any) -> str:
    """On the scale of a picture less than a tenth of a month is at once, and longer words would not fit."""
    return after(months if full_count(months) != "0" else 0, "months")


def path_words(path: dict[str, Any]) -> str:
    """A path of the price, as it stands at the end of its line."""
    if path["step_month"]:
        return f"× {as_given(path['step_multiplier'])} in month {path['step_month']}"
    change = path["api_price_change_pct_year"]
    return as_given(change, UNITS["pct_year"]) if change else "same price"


def finding(v: View) -> str:
    """The answer, and the mildest fall of the price with which it is another."""
    if v.break_even_months is None:
        return f"Not paid back within {counted(v.horizon_months, 'months')}"
    pays = f"Pays back {at_once_or_after(v.break_even_months)}"
    if v.verdict == "lost-again":
        return f"{pays}, then loses it again"
    ends = {path["api_price_change_pct_year"]: found for path, found in zip(v.other_paths, v.paths, strict=True) if not path["step_month"]}
    falls = [fall for fall, found in ends.items() if fall < 0 and (found["break_even_months"] is None or found["left_usd"] < 0)]
    if not falls:
        return pays
    but = "never" if ends[max(falls)]["break_even_months"] is None else "loses it again"
    return f"{pays}, but {but} if the API’s price falls {as_given(-max(falls), UNITS['pct_year'])}"


def told(v: View) -> str:
    rows, upfront, months = v.saved_usd, v.upfront_usd, v.break_even_months
    ahead, cost = counted(len(rows), "months"), given(v, "upfront_usd")
    if months is None:
        (most,) = told_apart(v.best_recovered_usd, given=(upfront,))
        words = f"It never reaches the upfront cost of {cost} within {ahead}; the most ever recovered is {most}"
    else:
        words = f"It reaches the upfront cost of {cost} {after(months, 'months')}"
    return f"The sum of the savings stands at {usd(rows[-1])} after {ahead}. {words}"


def savings_charts(v: View, saved_on: Callable[[View, list[dict[str, Any]]], list[list[float]]]) -> list[Lines]:
    """The crossing from near, and folded away the whole horizon. `saved_on` gives what is saved by each month on each of some paths."""
    months, horizon = v.break_even_months, int(v.horizon_months)
    near = horizon if months is None else min(horizon, max(LEAST, int(PAYBACKS * months) + 1))
    paths = [path for path in v.other_paths if path["step_month"] or path["api_price_change_pct_year"] != v.api_price_change_pct_year]
    beside = [(path_words(path), [0.0, *saved]) for path, saved in zip(paths, saved_on(v, paths), strict=True)]
    charts = [savings(v, beside, near)]
    if near < horizon:
        charts.append(savings(v, beside, horizon)._replace(id="saved-in-all", folded=f"The whole horizon: {counted(horizon, 'months')}"))
    return charts


def savings(v: View, beside: list[tuple[str, list[float]]], ahead: int) -> Lines:
    own = [0.0, *map(float, v.saved_usd[:ahead])]
    every = -(-ahead // POINTS)
    months = [*range(0, ahead, every), ahead]
    highest, lowest = max(*own, float(v.upfront_usd)), min(own)
    deepest = min([lowest, *(min(saved[: ahead + 1]) for _, saved in beside)])
    own_path = {"step_month": None, "api_price_change_pct_year": v.api_price_change_pct_year}
    return Lines(
        id="saved",
        title=finding(v),
        unit="US dollars saved so far, by months from the start, as the API’s price changes",
        told=told(v),
        x=Axis("months from the start", whole=True),
        y=Axis("US dollars", money),
        series=(
            Series(
                path_words(own_path),
                tuple(enumerate(own)),
                route(v.verdict) or INK,
            ),
            *(Series(words, tuple((month, saved[month]) for month in months), QUIET) for words, saved in beside),
        ),
        levels=(Level(v.upfront_usd, f"upfront {money(v.upfront_usd)}"),),
        moments=()
        if v.break_even_months is None
        else (Moment(v.break_even_months, v.upfront_usd, f"paid back {at_once_or_after(v.break_even_months)}"),),
        frame=(max(deepest, min(lowest, -highest / ROOM)), highest),
        basis="Your numbers; paths of the API’s price",
        sources=SOURCES,
    )
