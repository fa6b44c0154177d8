"""What tokens cost: the prices that hold for a reader, and the bill of a request."""

from decimal import Decimal
from typing import NamedTuple

from calculator.data.catalogue import Price
from calculator.errors import InputError
from calculator.inputs.vocabulary.common import OWN
from calculator.numbers.decimals import HUNDRED, ONE, ZERO, exact, share

MILLION = 1_000_000


class Rates(NamedTuple):
    """Prices in US dollars a million tokens; `discount` is the share that a batch saves. `cached_listed` and `discount_listed` say whether they are known."""

    input: Decimal
    cached: Decimal
    output: Decimal
    discount: Decimal
    cached_listed: bool
    discount_listed: bool


def discount_of(price: Price) -> Decimal | None:
    """The share that the listed batch price saves; None when none is listed."""
    if price.batch_output_usd_mtok is None or not price.output_usd_mtok:
        return None
    return ONE - exact(price.batch_output_usd_mtok) / exact(price.output_usd_mtok)


def listed_rates(price: Price) -> Rates:
    """The rates of a list price. Cached input without a price of its own costs as other input; without a batch price there is no discount."""
    discount, cached = discount_of(price), price.cached_input_usd_mtok
    input = exact(price.input_usd_mtok)
    return Rates(
        input,
        input if cached is None else exact(cached),
        exact(price.output_usd_mtok),
        discount or ZERO,
        cached is not None,
        discount is not None,
    )


def rates_for(x, price: Price | None) -> Rates:
    """The rates that count: what the reader typed, else the list's. Without a list price, what is needed and not typed is an InputError."""
    if price is None:
        needed = {
            "input_usd_mtok": True,
            "output_usd_mtok": True,
            "cached_input_usd_mtok": x.cached_input_pct > 0,
            "batch_discount_pct": x.batch_pct > 0,
        }
        for field, wanted in needed.items():
            if wanted and getattr(x, field) is None:
                raise InputError(field, f"must be given where model is {OWN}", None)
    listed = listed_rates(price) if price else None
    input = listed.input if x.input_usd_mtok is None else x.input_usd_mtok
    typed_cached, typed_discount = x.cached_input_usd_mtok is not None, x.batch_discount_pct is not None
    cached_listed = typed_cached or (listed is not None and listed.cached_listed)
    return Rates(
        input=input,
        cached=x.cached_input_usd_mtok if typed_cached else listed.cached if cached_listed else input,
        output=listed.output if x.output_usd_mtok is None else x.output_usd_mtok,
        discount=share(x.batch_discount_pct) if typed_discount else listed.discount if listed else ZERO,
        cached_listed=cached_listed,
        discount_listed=typed_discount or (listed is not None and listed.discount_listed),
    )


def full_price(rates: Rates, input_tokens, output_tokens, cached_pct) -> Decimal:
    """US dollars of one request that does not wait."""
    cached = input_tokens * share(cached_pct)
    return ((input_tokens - cached) * rates.input + cached * rates.cached + output_tokens * rates.output) / MILLION


def after_batch(amount, rates: Rates, batch_pct) -> Decimal:
    """The average over all requests, of which a share is a batch."""
    return amount * (ONE - share(batch_pct) * rates.discount)


def discount_pct(rates: Rates) -> Decimal:
    return rates.discount * HUNDRED
