"""What tokens cost by API: the prices that hold for a reader, and the bill of a request."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from calculator.data import catalogue
from calculator.data.catalogue import Model, Price
from calculator.formulas.functions import known, share
from calculator.formulas.model import Formula, Needed
from calculator.inputs.vocabulary.common import OWN
from calculator.numbers.constants import MILLION
from calculator.numbers.decimals import HUNDRED, ZERO, exact

TYPED = ("input_usd_mtok", "cached_input_usd_mtok", "output_usd_mtok", "batch_discount_pct")


def day(data=None):
    return catalogue.day_of(data)


def called(model: str) -> Model | None:
    """The model that the reader calls; None for prices of the reader's own."""
    return None if model == OWN else catalogue.models()[model]


def listed(day: str, called: Model) -> Price:
    return called.at(day)


def batch_discount(price: Price) -> Decimal | None:
    """The per cent that the listed batch price saves; None when none is listed."""
    if price.batch_output_usd_mtok is None or not price.output_usd_mtok:
        return None
    return HUNDRED * (1 - exact(price.batch_output_usd_mtok) / exact(price.output_usd_mtok))


def listed_input_usd_mtok(listed):
    return exact(listed.input_usd_mtok)


def listed_cached_input_usd_mtok(listed):
    return None if listed.cached_input_usd_mtok is None else exact(listed.cached_input_usd_mtok)


def listed_output_usd_mtok(listed):
    return exact(listed.output_usd_mtok)


def listed_batch_discount_pct(listed=None):
    return (listed and batch_discount(listed)) or ZERO


def used_input_usd_mtok(input_usd_mtok=None, listed_input_usd_mtok=None):
    return input_usd_mtok if known(input_usd_mtok) else listed_input_usd_mtok


def used_cached_input_usd_mtok(used_input_usd_mtok, cached_input_usd_mtok=None, listed_cached_input_usd_mtok=None):
    if known(cached_input_usd_mtok):
        return cached_input_usd_mtok
    return listed_cached_input_usd_mtok if known(listed_cached_input_usd_mtok) else used_input_usd_mtok


def used_output_usd_mtok(output_usd_mtok=None, listed_output_usd_mtok=None):
    return output_usd_mtok if known(output_usd_mtok) else listed_output_usd_mtok


def used_batch_discount_pct(batch_discount_pct=None, listed_batch_discount_pct=None):
    return batch_discount_pct if known(batch_discount_pct) else listed_batch_discount_pct


def request_usd(input_tokens, cached_input_pct, output_tokens, input_usd_mtok, cached_input_usd_mtok, output_usd_mtok):
    """US dollars of one request that does not wait."""
    fresh = input_tokens * (1 - share(cached_input_pct)) * input_usd_mtok
    return (fresh + input_tokens * share(cached_input_pct) * cached_input_usd_mtok + output_tokens * output_usd_mtok) / MILLION


def input_usd_request(input_tokens, cached_input_pct, used_input_usd_mtok):
    return input_tokens * (1 - share(cached_input_pct)) * used_input_usd_mtok / MILLION


def cached_usd_request(input_tokens, cached_input_pct, used_cached_input_usd_mtok):
    return input_tokens * share(cached_input_pct) * used_cached_input_usd_mtok / MILLION


def output_usd_request(output_tokens, used_output_usd_mtok):
    return output_tokens * used_output_usd_mtok / MILLION


def full_usd_request(input_usd_request, cached_usd_request, output_usd_request):
    return input_usd_request + cached_usd_request + output_usd_request


RULES = (
    Needed("input_usd_mtok", "model"),
    Needed("output_usd_mtok", "model"),
    Needed("cached_input_usd_mtok", "model", used="cached_input_pct"),
    Needed("batch_discount_pct", "model", used="batch_pct"),
)


def of_list(function: Callable[..., Any], label: str) -> Formula:
    return Formula(
        function,
        label,
        words="as listed",
        is_found=True,
        numbers=lambda v: v.called.name if v.called else "none",
        source=lambda v: v.listed.source if v.listed else "",
    )


PRICES = (
    Formula(day, "Day of the prices", words="the day given, else the newest", is_found=True),
    Formula(called, "Model", words="as chosen", is_found=True),
    Formula(listed, "List price", words="the price in force on the day", is_found=True),
    of_list(listed_input_usd_mtok, "List price of input"),
    of_list(listed_cached_input_usd_mtok, "List price of cached input"),
    of_list(listed_output_usd_mtok, "List price of output"),
    of_list(listed_batch_discount_pct, "Discount of the listed batch price"),
    Formula(used_input_usd_mtok, "Price of input"),
    Formula(used_cached_input_usd_mtok, "Price of cached input"),
    Formula(used_output_usd_mtok, "Price of output"),
    Formula(used_batch_discount_pct, "Discount for batches"),
    Formula(input_usd_request, "Input"),
    Formula(cached_usd_request, "Input from the cache"),
    Formula(output_usd_request, "Output"),
    Formula(full_usd_request, "A request that does not wait"),
)


def prices_of(model: Model, day: str) -> dict[str, Any]:
    """The prices of a model as the formulas take them, where nothing is typed. Cached input without a price of its own costs as other input."""
    return prices_held(model.id, day)


@cache  # since draws ask for them thousands of times
def prices_held(id: str, day: str) -> dict[str, Any]:
    held = catalogue.models()[id].at(day)
    cached = held.input_usd_mtok if held.cached_input_usd_mtok is None else held.cached_input_usd_mtok
    return {
        "used_input_usd_mtok": exact(held.input_usd_mtok),
        "used_cached_input_usd_mtok": exact(cached),
        "used_output_usd_mtok": exact(held.output_usd_mtok),
        "used_batch_discount_pct": batch_discount(held) or ZERO,
    }
