"""The model of a served load, tokens a second = min(load, maximum), and how far it is off on measured runs."""

from decimal import Decimal, localcontext
from functools import cache
from typing import NamedTuple

from calculator.data import catalogue
from calculator.numbers.decimals import CONTEXT, ZERO, exact


class Error(NamedTuple):
    """How far predicted tokens a second are from measured ones: |ln(predicted / measured)|, its mean and its largest, over `runs` runs."""

    mean: Decimal
    worst: Decimal
    runs: int


def tokens_given(run: catalogue.Run) -> Decimal:
    """Output tokens a second that a machine gives when asked for the load of a run: that load, up to its maximum."""
    (_, output_tokens, maximum) = catalogue.setups()[run.setup].points[0]
    return min(exact(run.offered_per_second) * exact(output_tokens), exact(maximum))


@cache
def measured_error() -> Error:
    """The error of the model on the measured runs of the catalogue, whose offered load and largest rate it is given."""
    with localcontext(CONTEXT):
        errors = [abs((tokens_given(run) / exact(run.tokens_per_second)).ln()) for run in catalogue.runs().values()]
        return Error(sum(errors, ZERO) / len(errors), max(errors), len(errors))
