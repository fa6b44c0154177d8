"""The model of a served load, tokens a second = min(load, maximum), and how far it is off on measured runs."""

from decimal import ROUND_CEILING, Decimal, localcontext
from functools import cache
from typing import NamedTuple

from calculator.data import catalogue
from calculator.numbers.decimals import CONTEXT, exact

SECONDS_PER_HOUR = 3_600
HOURS_PER_MONTH = 730  # 8,760 / 12
MILLION = 1_000_000


class Error(NamedTuple):
    """How far predicted tokens a second are from measured ones: |ln(predicted / measured)|, its mean and its largest, over `runs` runs."""

    mean: Decimal
    worst: Decimal
    worst_run: str
    runs: int


def tokens_given(load: Decimal, maximum: Decimal) -> Decimal:
    """Output tokens a second that machines give which could give `maximum`, when asked for `load`."""
    return min(load, maximum)


def usd_mtok_output(usd_hour: Decimal, tokens_per_second: Decimal) -> Decimal:
    """US dollars a million output tokens of machines that cost `usd_hour` and give so many."""
    return usd_hour / (tokens_per_second * SECONDS_PER_HOUR / MILLION)


def up(number: Decimal) -> int:
    """The next whole number."""
    return int(number.to_integral_value(ROUND_CEILING))


def machines_for(peak: Decimal, maximum: Decimal, copy: int) -> int:
    """Whole GPUs that carry the peak, in copies of the model that each take `copy` of them; one copy at least."""
    return max(1, up(peak / (maximum * copy))) * copy


def copies_to_match(price_month: Decimal, fixed_month: Decimal, carried: Decimal, other_month: Decimal) -> int | None:
    """The copies of the model at full load that first cost no more than paying by the request; None where one loses. Arguments as of even_load()."""
    gain = carried * other_month - price_month
    return None if gain <= 0 else max(1, up(fixed_month / gain))


def even_load(price_month: Decimal, fixed_month: Decimal, carried: Decimal, other_month: Decimal) -> Decimal | None:
    """The smallest load at which renting costs no more than paying by the request; None when no load does.

    A copy of the model costs `price_month` and carries a load of `carried`; `fixed_month` comes once; a load of
    one costs `other_month` elsewhere. Copies are whole, so the smallest number that pays at full load decides.
    """
    copies = copies_to_match(price_month, fixed_month, carried, other_month)
    return None if copies is None else (copies * price_month + fixed_month) / other_month


@cache
def measured_error() -> Error:
    """The error of the model on the measured runs of the catalogue, whose offered load and largest rate it is given."""
    with localcontext(CONTEXT):
        errors = {}
        for run in catalogue.runs().values():
            setup = catalogue.setups()[run.setup]
            predicted = tokens_given(exact(run.offered_per_second) * setup.output_tokens, exact(setup.tokens_per_second))
            errors[run.id] = abs((predicted / exact(run.tokens_per_second)).ln())
        worst = max(errors, key=errors.get)
        return Error(sum(errors.values()) / len(errors), errors[worst], worst, len(errors))
