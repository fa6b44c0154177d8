"""What a picture is, as data: its finding, its unit, its numbers and where they come from. Nothing here knows about pixels.

Each kind has `id`, which names the file of a download; `title`, the finding in words; `unit`, what is drawn, in what; `told`, all that the picture
shows in words; `sources`, ids of sources.json, and `basis`, what stands before them; and `table()`, heads and rows: the numbers behind the picture.
A `look` is a route, whose colour it has, "ink", or "quiet" for what stands beside; "closed-too" and "self-hosted-too" are for a further part of the same.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from calculator.numbers.constants import THOUSAND
from calculator.numbers.decimals import Numeric
from calculator.numbers.display import full_count, full_price, usd, usd_short

QUIET, INK = "quiet", "ink"
DOTS = 50
OWN_NUMBERS = "Your numbers, and the formulas of this page"


def money(value: Numeric) -> str:
    """$2.5M, $600K, $50, $0.1: short enough for an axis."""
    return usd_short(value) if not -THOUSAND < value < THOUSAND else full_price(value).removesuffix(".00")


def many(value: Numeric) -> str:
    """20K, 1.5M, 50: things on an axis."""
    return usd_short(value).removeprefix("$") if value >= THOUSAND else full_count(value)


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


class Part(NamedTuple):
    label: str
    value: Any
    look: str


class Stack(NamedTuple):
    """Parts end to end, under a name; `note` is what they come to, in words."""

    label: str
    parts: tuple[Part, ...]
    note: str = ""


class Stacks(NamedTuple):
    """Bars of parts on one scale. `cells` are the ends of the boxes that hold them, `limit` a line to which all are held, with its name."""

    id: str
    title: str
    unit: str
    stacks: tuple[Stack, ...]
    words: Callable[[Numeric], str] = usd
    cells: tuple[Any, ...] = ()
    limit: tuple[Any, str] | None = None
    basis: str = OWN_NUMBERS
    sources: tuple[str, ...] = ()

    def said(self, part: Part) -> str:
        return f"{part.label} {self.words(part.value)}"

    @property
    def told(self) -> str:
        stacks = (
            f"{stack.label}: {', '.join(map(self.said, stack.parts))}{f'; {stack.note}' if stack.note else ''}" for stack in self.stacks
        )
        return "; ".join([*stacks, *([self.limit[1]] if self.limit else [])])

    def table(self) -> list[list[Any]]:
        return [["", "part", self.unit], *([stack.label, part.label, part.value] for stack in self.stacks for part in stack.parts)]


class Columns(NamedTuple):
    """Amounts one after the other, each with its name for the table; the last ones, as many as `strong` says, are what the finding is about."""

    id: str
    title: str
    unit: str
    columns: tuple[tuple[str, Any], ...]
    levels: tuple["Level", ...]
    look: str
    strong: int
    words: Callable[[Numeric], str] = usd
    basis: str = OWN_NUMBERS
    sources: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        levels = [f"the line of {level.label}" for level in self.levels]
        return "; ".join([*(f"{name} {self.words(value)}" for name, value in self.columns), *levels])

    def table(self) -> list[list[Any]]:
        heads = ["", self.unit, *(level.label for level in self.levels)]
        return [heads, *([name, value, *(level.y for level in self.levels)] for name, value in self.columns)]


class Leaning(NamedTuple):
    """An answer at one of the places between two ends; `is_filled` not: it does not count here."""

    label: str
    at: int
    look: str
    is_filled: bool = True


class Leanings(NamedTuple):
    """Answers as dots between the places that `heads` names; `groups` are (number of the first row, words) above some of them."""

    id: str
    title: str
    unit: str
    heads: tuple[str, ...]
    rows: tuple[Leaning, ...]
    groups: tuple[tuple[int, str], ...] = ()
    basis: str = OWN_NUMBERS
    sources: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        return "; ".join(f"{row.label}: {self.heads[row.at]}{'' if row.is_filled else ', which does not count here'}" for row in self.rows)

    def table(self) -> list[list[Any]]:
        return [["", "leans to", "counts"], *([row.label, self.heads[row.at], "yes" if row.is_filled else "no"] for row in self.rows)]


class Scored(NamedTuple):
    """What speaks for one choice: conditions that are met or not."""

    label: str
    look: str
    conditions: tuple[tuple[str, bool], ...]
    is_strong: bool = False

    @property
    def score(self) -> str:
        return f"{sum(is_met for _, is_met in self.conditions)} of {len(self.conditions)}"


class Scores(NamedTuple):
    """Choices with their conditions as dots, filled where they are met."""

    id: str
    title: str
    unit: str
    rows: tuple[Scored, ...]
    basis: str = OWN_NUMBERS
    sources: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        return "; ".join(
            f"{row.label} {row.score}: {', '.join(f'{words} {"met" if is_met else "not met"}' for words, is_met in row.conditions)}"
            for row in self.rows
        )

    def table(self) -> list[list[Any]]:
        return [
            ["", "criterion", "met"],
            *([row.label, words, "yes" if is_met else "no"] for row in self.rows for words, is_met in row.conditions),
        ]


class Interval(NamedTuple):
    """A value and how far it may be off, on an axis with named `marks`; what lies beyond `edge`, on its lower side, is shaded."""

    id: str
    title: str
    unit: str
    ends: tuple[tuple[Any, str], ...]  # (low, its words), (value, ...), (high, ...)
    x: "Axis"
    marks: tuple[tuple[Any, str], ...]
    edge: Any
    look: str
    basis: str = OWN_NUMBERS
    sources: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        names = ("at the lowest", "most likely", "at the highest")
        ends = [f"{name} {words}" for name, (_, words) in zip(names, self.ends, strict=True)]
        return "; ".join([*ends, *(words for _, words in self.marks)])

    def table(self) -> list[list[Any]]:
        return [["", self.unit], *([words, value] for value, words in (*self.ends, *self.marks))]


class Odds(NamedTuple):
    """Chances, 0 to 1, of answers that exclude each other, as that many of `DOTS` dots."""

    id: str
    title: str
    unit: str
    chances: tuple[tuple[str, float, str], ...]  # answer, chance, look
    basis: str = OWN_NUMBERS
    sources: tuple[str, ...] = ()

    @property
    def dots(self) -> list[int]:
        """How many of the dots each answer has; together all."""
        shares = [chance * DOTS for _, chance, _ in self.chances]
        found = [int(share) for share in shares]
        for at in sorted(range(len(shares)), key=lambda at: found[at] - shares[at])[: DOTS - sum(found)]:
            found[at] += 1
        return found

    def said(self, at: int) -> str:
        """How often an answer comes: 37 of 50."""
        dots, chance = self.dots[at], self.chances[at][1]
        return f"less than 1 of {DOTS}" if chance and not dots else f"{dots} of {DOTS}"

    @property
    def told(self) -> str:
        return "; ".join(f"{answer}: {self.said(at)}" for at, (answer, _, _) in enumerate(self.chances))

    def table(self) -> list[list[Any]]:
        return [["", "chance"], *([answer, chance] for answer, chance, _ in self.chances)]


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
