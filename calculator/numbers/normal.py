"""The normal distribution and square roots, for intervals and for draws: the same bits on every machine."""

import math
from decimal import Decimal
from typing import Any, TypeVar

from calculator.numbers.decimals import CONTEXT

N = TypeVar("N", float, Decimal)

# Wichura's PPND16 (algorithm AS 241, 1988): numerators and denominators of three stretches, the highest power first.
MIDDLE = (
    (
        2509.0809287301226727,
        33430.575583588128105,
        67265.770927008700853,
        45921.953931549871457,
        13731.693765509461125,
        1971.5909503065514427,
        133.14166789178437745,
        3.387132872796366608,
    ),
    (
        5226.495278852545925,
        28729.085735721942674,
        39307.89580009271061,
        21213.794301586595867,
        5394.1960214247511077,
        687.1870074920579083,
        42.313330701600911252,
        1.0,
    ),
)
NEAR = (
    (
        7.7454501427834140764e-4,
        0.0227238449892691845833,
        0.24178072517745061177,
        1.27045825245236838258,
        3.64784832476320460504,
        5.7694972214606914055,
        4.6303378461565452959,
        1.42343711074968357734,
    ),
    (
        1.05075007164441684324e-9,
        5.475938084995344946e-4,
        0.0151986665636164571966,
        0.14810397642748007459,
        0.68976733498510000455,
        1.6763848301838038494,
        2.05319162663775882187,
        1.0,
    ),
)


def polynomial(coefficients: tuple[Any, ...], x: float) -> float:
    value = 0.0
    for coefficient in coefficients:
        value = value * x + coefficient
    return value


def normal_quantile(share: float) -> float:
    """Below which a standard normal lies with the probability `share`, here from e^-25 to 1 - e^-25."""
    middle = share - 0.5
    if abs(middle) <= 0.425:
        r = 0.180625 - middle * middle
        return middle * polynomial(MIDDLE[0], r) / polynomial(MIDDLE[1], r)
    r = math.sqrt(-float(Decimal(share if middle < 0 else 1 - share).ln(CONTEXT))) - 1.6
    tail = polynomial(NEAR[0], r) / polynomial(NEAR[1], r)
    return -tail if middle < 0 else tail


def square_root(number: N) -> N:
    """The square root, correctly rounded in either kind of number."""
    return number.sqrt() if isinstance(number, Decimal) else math.sqrt(number)


def exponential(x: float) -> float:
    """e to the power x by Taylor's series near 0, squared up again. Written out, since draws over ranges call it hundreds of thousands of times."""
    squarings = 0
    while x > 0.25 or x < -0.25:
        x, squarings = x / 2, squarings + 1
    value = 1.0 + (1.0 + (1.0 + (1.0 + (1.0 + (1.0 + x / 12) * x / 11) * x / 10) * x / 9) * x / 8) * x / 7
    value = 1.0 + (1.0 + (1.0 + (1.0 + (1.0 + (1.0 + value * x / 6) * x / 5) * x / 4) * x / 3) * x / 2) * x
    for _ in range(squarings):
        value *= value
    return value
