"""The load of a shape, fitted to measured points.

A request of so many tokens in and out takes a GPU `in x prefill + out x decode + out x (in + out / 2) x cache` seconds: reading the input,
writing the output, and reading, for each token written, the cache that has grown by then. The three are fitted to what was published, each at
least 0, so that the errors in per cent are least. Four or five points say little of one of three, so each is held by a weak weight to
the ratios that the other set-ups have; a set-up with one point takes their ratios as they are.

How far that is off is told by leaving one shape out and predicting it from the rest. Of a set-up with one point it is what one point of
another gives for that other's remaining shapes.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import exp, log, sqrt
from statistics import fmean, median
from typing import NamedTuple

# Of the others' ratios, beside 1 for a point. From 0.01 to 0.1 the errors out of sample hardly differ; without it, and with more, the worst are larger.
WEIGHT = 0.03
MANY = 8  # points from which the ratios of a set-up are its own, and count for others
TERMS = range(3)
Vector = tuple[float, float, float]


class Point(NamedTuple):
    """Measured: tokens of a request, in and out, and output tokens a second of one GPU at its highest load."""

    input_tokens: float
    output_tokens: float
    tokens_per_second: float

    @property
    def shape(self) -> Vector:
        """What the three numbers are multiplied by: millions of tokens in, of tokens out, and of those times thousands of tokens read."""
        read = self.output_tokens * (self.input_tokens + self.output_tokens / 2) / 1_000
        return self.input_tokens / 1e6, self.output_tokens / 1e6, read / 1e6

    @property
    def seconds(self) -> float:
        return self.output_tokens / self.tokens_per_second


def times(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def solved(rows: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a small set of equations, by elimination; rows are used up."""
    for place, row in enumerate(rows):
        for other in range(place + 1, len(rows)):
            part = rows[other][place] / row[place]
            rows[other] = [a - part * b for a, b in zip(rows[other], row, strict=True)]
            right[other] -= part * right[place]
    found = [0.0] * len(rows)
    for place in reversed(range(len(rows))):
        found[place] = (right[place] - times(rows[place][place + 1 :], found[place + 1 :])) / rows[place][place]
    return found


def least_squares(rows: list[Vector], right: list[float]) -> Vector:
    """The three numbers, none below 0, that bring the rows nearest to the right-hand side: of all choices of those above 0 the best."""
    best, least = (0.0, 0.0, 0.0), float("inf")
    for count in (1, 2, 3):
        for kept in combinations(TERMS, count):
            matrix = [[times([row[i] for row in rows], [row[j] for row in rows]) for j in kept] for i in kept]
            found = dict(zip(kept, solved(matrix, [times([row[i] for row in rows], right) for i in kept]), strict=True))
            numbers = (found.get(0, 0.0), found.get(1, 0.0), found.get(2, 0.0))
            wrong = sum((times(row, numbers) - wanted) ** 2 for row, wanted in zip(rows, right, strict=True))
            if min(numbers) >= 0 and wrong < least:
                best, least = numbers, wrong
    return best


def fitted(points: Sequence[Point], ratios: Vector) -> Vector:
    """The three numbers for these points; `ratios` are those of other set-ups, up to a factor."""
    scale = exp(fmean(log(point.seconds / times(point.shape, ratios)) for point in points))
    held = [scale * ratio for ratio in ratios]
    rows: list[Vector] = [tuple(part / point.seconds for part in point.shape) for point in points]  # type: ignore[misc]  # three parts
    rows += [tuple(sqrt(WEIGHT) / held[i] if i == j else 0.0 for j in TERMS) for i in TERMS]  # type: ignore[misc]  # likewise
    return least_squares(rows, [1.0] * len(points) + [sqrt(WEIGHT)] * 3)


def off(point: Point, numbers: Vector) -> float:
    """How far a prediction is off: the size of its logarithm."""
    return abs(log(times(point.shape, numbers) / point.seconds))


def left_out(points: Sequence[Point], ratios: Vector) -> Iterator[float]:
    """How far each point is off when it is predicted from the others."""
    for point in points:
        yield off(point, fitted([other for other in points if other is not point], ratios))


def carried(points: Sequence[Point], ratios: Vector) -> Iterator[float]:
    """How far each point is off when it is predicted from a single other one."""
    for one in points:
        numbers = fitted([one], ratios)
        yield from (off(other, numbers) for other in points if other is not one)


def ratios_of(sets: Mapping[str, Sequence[Point]], left: str = "") -> Vector:
    """The middle ratios of the set-ups with many points, `left` among them not: prefill and cache for a decode of 1."""
    own = [least_squares([tuple(part / p.seconds for part in p.shape) for p in points], [1.0] * len(points))  # type: ignore[misc]
           for id, points in sets.items() if id != left and len(points) >= MANY]  # fmt: skip
    return (
        median(prefill / decode for prefill, decode, _ in own if decode),
        1.0,
        median(cache / decode for _, decode, cache in own if decode),
    )
