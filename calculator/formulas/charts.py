"""What a chart is, as data: its words, its axes, its series and its marks. Nothing here knows about pixels."""

from collections.abc import Callable
from typing import Any, NamedTuple

from calculator.numbers.constants import THOUSAND
from calculator.numbers.decimals import Numeric
from calculator.numbers.display import full_count, full_price, usd_short


def money(value: Numeric) -> str:
    """$2.5M, $600K, $50, $0.1: short enough for an axis."""
    return usd_short(value) if not -THOUSAND < value < THOUSAND else full_price(value).removesuffix(".00")


class Axis(NamedTuple):
    """`label` names quantity and unit; `words` writes a tick. A log axis takes positive values alone; a whole one has no ticks between numbers."""

    label: str
    words: Callable[[Numeric], str] = full_count
    log: bool = False
    whole: bool = False


class Series(NamedTuple):
    """One line through `points`, pairs of x and y in the order of x; a y of None is a gap."""

    label: str
    points: tuple[tuple[Numeric, Numeric | None], ...]


class Level(NamedTuple):
    """A dashed horizontal line at `y`, named at its right end."""

    y: float
    label: str


class Moment(NamedTuple):
    """A dotted vertical line at `x` with a dot at `y`, named above."""

    x: float
    y: float
    label: str


class Lines(NamedTuple):
    """Lines over a common x. `id` names the file of a download; `text` says in words what the picture shows."""

    id: str
    title: str
    text: str
    x: Axis
    y: Axis
    series: tuple[Series, ...]
    levels: tuple[Level, ...] = ()
    moments: tuple[Moment, ...] = ()

    def table(self) -> list[list[Any]]:
        """Heads and rows: the numbers behind the picture, the levels as columns of their own."""
        found = [dict(series.points) for series in self.series]
        places = sorted({x for series in self.series for x, _ in series.points})
        heads = [self.x.label, *(series.label for series in self.series), *(level.label for level in self.levels)]
        return [heads, *([x, *(values.get(x) for values in found), *(level.y for level in self.levels)] for x in places)]


class Bar(NamedTuple):
    """What one input does to the answer: its value at the low and at the high end of the range; None is `none` in words."""

    label: str
    at_low: float | None
    at_high: float | None


class Bars(NamedTuple):
    """A tornado: for each input the way from its low to its high end, around the answer at the middle of all.

    A value of None is written as `none`; where it stands for more than any number (`endless`), its bar runs to the right edge.
    """

    id: str
    title: str
    text: str
    x: Axis
    middle: float | None
    bars: tuple[Bar, ...]
    none: str = "none"
    endless: bool = False

    def table(self) -> list[list[Any]]:
        return [["Input", "At its low end", "At its high end"], *([bar.label, bar.at_low, bar.at_high] for bar in self.bars)]


Chart = Lines | Bars


def column(rows: list[dict[str, Any]], x: str, y: str) -> tuple[tuple[Any, Any], ...]:
    """The points of a line from the rows of a table."""
    return tuple((row[x], row[y]) for row in rows)
