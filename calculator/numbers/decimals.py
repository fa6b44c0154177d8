"""Decimal arithmetic, so that an answer is the same to the last bit everywhere.

Binary floats would do for the money, but not for the promise: 0.1 + 0.2 shows its seams to a reader
who checks, and pow() and log() of two C libraries (glibc on a desk, musl in the browser) may differ in
the last bit. Decimal works on the digits that the reader typed, and its ln() and ** are correctly
rounded by definition, hence equal on every machine.
"""

from collections.abc import Callable
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow, getcontext, localcontext
from functools import wraps
from typing import Any, TypeVar

# 34 digits is IEEE decimal128. The signals trapped are those which would make an infinity or a NaN.
CONTEXT = Context(prec=34, traps=[DivisionByZero, InvalidOperation, Overflow])

# What a reader typed and a model computes with is an int or a Decimal; what draws over ranges and pictures reckon with is a float.
Numeric = int | float | Decimal

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)


Found = TypeVar("Found")


def in_context(function: Callable[..., Found]) -> Callable[..., Found]:
    """For what is kept from one answer to the next: `function` with the digits of an answer, whoever asks for it first."""

    @wraps(function)
    def inside(*asked: Any) -> Found:
        if getcontext().prec == CONTEXT.prec:
            return function(*asked)
        with localcontext(CONTEXT):
            return function(*asked)

    return inside


def exact(number: Numeric) -> Decimal:
    """The decimal number that is written, not the binary one that is stored: 0.1 is a tenth."""
    if number.__class__ is Decimal:
        return number  # by its class, which takes half the time of isinstance()
    # float.__repr__, since a subclass (numpy's float64 in a notebook) may write itself differently.
    return Decimal(float.__repr__(number)) if isinstance(number, float) else Decimal(number)


def plain(value: Any) -> Any:
    """A JSON-ready copy of `value`: decimals become floats, tuples become lists."""
    if isinstance(value, Decimal):
        return float(value) + 0.0  # + 0.0 turns a minus zero into zero
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def as_parsed(number: float) -> float:
    """The one object for a value: 2.0 given in Python and "2" typed in a form are both 2, so that their answers agree in print too."""
    return int(number) if abs(number) < 1e15 and number == int(number) else float(number)
