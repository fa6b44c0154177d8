"""What a picture is, as data: its finding, its unit, its numbers and where they come from. Nothing here knows about pixels.

Each kind has `id`, which names the file of a download; `title`, the finding in words; `unit`, what is drawn, in what; `told`, all that the picture
shows in words; `sources`, ids of sources.json, and `basis`, what stands before them; and `table()`, heads and rows: the numbers behind the picture.
A `look` is a route, whose colour it has, "ink", or "quiet" for what stands beside.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from calculator.numbers.constants import THOUSAND
from calculator.numbers.decimals import Numeric
from calculator.numbers.display import full_count, full_price, usd, usd_short

QUIET, INK = "quiet", "ink"
OWN_NUMBERS = "Your numbers, and the formulas of this page"


def money(value: Numeric) -> str:
    """$2.5M, $600K, $50, $0.1: short enough for an axis."""
    return usd_short(value) if not -THOUSAND < value < THOUSAND else full_price(value).removesuffix(".00")


class Bar(NamedTuple):
    """One bar; `value` None is not known. `low` and `high` are the ends of a range around it. `is_strong`: the one that the finding is about."""

    label: str
    value: Any
    look: str
    low: Any = None
    high: Any = None
    is_strong: bool = False


class Bars(NamedTuple):
    """Amounts side by side, one below the other, each with its number."""

    id: str
    title: str
    unit: str
    bars: tuple[Bar, ...]
    words: Callable[[Numeric], str] = usd
    none: str = "not known"
    basis: str = OWN_NUMBERS
    sources: tuple[str, ...] = ()

    def said(self, bar: Bar) -> str:
        """What stands at the end of a bar."""
        return self.none if bar.value is None else self.words(bar.value)

    @property
    def told(self) -> str:
        return "; ".join(f"{bar.label}: {self.said(bar)}" for bar in self.bars)

    def table(self) -> list[list[Any]]:
        return [["", self.unit, "at the lowest", "at the highest"], *([bar.label, bar.value, bar.low, bar.high] for bar in self.bars)]


class Axis(NamedTuple):
    """`label` names quantity and unit; `words` writes a tick. A log axis takes positive values alone; a whole one has no ticks between numbers."""

    label: str
    words: Callable[[Numeric], str] = full_count
    log: bool = False
    whole: bool = False


class Series(NamedTuple):
    """One line through `points`, pairs of x and y in the order of x; a y of None is a gap. The first of a picture is the one that the finding is about."""

    label: str
    points: tuple[tuple[Any, Any], ...]
    look: str = QUIET


class Level(NamedTuple):
    """A dashed horizontal line at `y`, named at its right end."""

    y: Any
    label: str


class Moment(NamedTuple):
    """A dot at `x` and `y`; where it has a name, on a dotted vertical line that is named above."""

    x: Any
    y: Any
    label: str


class Lines(NamedTuple):
    """Lines over a common x. What lies outside `frame`, the lowest and the highest y, is cut off; `folded` are the words behind which the picture is folded away."""

    id: str
    title: str
    unit: str
    told: str
    x: Axis
    y: Axis
    series: tuple[Series, ...]
    levels: tuple[Level, ...] = ()
    moments: tuple[Moment, ...] = ()
    frame: tuple[Any, Any] | None = None
    folded: str = ""
    basis: str = OWN_NUMBERS
    sources: tuple[str, ...] = ()

    def table(self) -> list[list[Any]]:
        """The levels are columns of their own."""
        found = [dict(series.points) for series in self.series]
        places = sorted({x for series in self.series for x, _ in series.points})
        heads = [self.x.label, *(series.label for series in self.series), *(level.label for level in self.levels)]
        return [heads, *([x, *(values.get(x) for values in found), *(level.y for level in self.levels)] for x in places)]


class Swing(NamedTuple):
    """What one input does to the answer: its value at the low and at the high end of the range; None is `none` in words."""

    label: str
    at_low: float | None
    at_high: float | None


class Tornado(NamedTuple):
    """For each input the way from its low to its high end, around the answer at the middle of all.

    A value of None is written as `none`; where it stands for more than any number (`endless`), its bar runs to the right edge.
    """

    id: str
    title: str
    unit: str
    told: str
    x: Axis
    middle: float | None
    bars: tuple[Swing, ...]
    none: str = "none"
    endless: bool = False
    basis: str = OWN_NUMBERS
    sources: tuple[str, ...] = ()

    def table(self) -> list[list[Any]]:
        return [["Input", "At its low end", "At its high end"], *([bar.label, bar.at_low, bar.at_high] for bar in self.bars)]
