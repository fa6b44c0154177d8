"""What tokens cost by API: the prices that hold for a reader, and the bill of a request."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from calculator.data import catalogue
from calculator.data.catalogue import Model, Peak, Price, Tier
from calculator.formulas.functions import known, least, share
from calculator.formulas.model import Allowed, Formula, Needed, View
from calculator.inputs.vocabulary.common import OWN
from calculator.numbers.constants import HOURS_PER_WEEK, MILLION
from calculator.numbers.decimals import HUNDRED, ZERO, exact
from calculator.numbers.display import full_count

TYPED = ("input_usd_mtok", "cached_input_usd_mtok", "cache_write_usd_mtok", "output_usd_mtok", "batch_discount_pct")


def day(data=None):
    return catalogue.day_of(data)


def called(model: str) -> Model | None:
    """The model that the reader calls; None for prices of the reader's own."""
    return None if model == OWN else catalogue.models()[model]


def listed(day: str, called: Model) -> Price:
    return called.at(day)


class Rates(NamedTuple):
    """List prices in exact numbers; None where none is listed."""

    input_usd_mtok: Decimal
    cached_input_usd_mtok: Decimal | None
    cache_write_usd_mtok: Decimal | None
    output_usd_mtok: Decimal
    batch_input_usd_mtok: Decimal | None
    batch_cached_input_usd_mtok: Decimal | None
    batch_cache_write_usd_mtok: Decimal | None
    batch_output_usd_mtok: Decimal | None

    @property
    def batch_discount(self) -> Decimal | None:
        """The per cent that the batch price saves."""
        if self.batch_output_usd_mtok is None or not self.output_usd_mtok:
            return None
        return HUNDRED * (1 - self.batch_output_usd_mtok / self.output_usd_mtok)


@cache
def exact_rates(price: Price | Tier) -> Rates:
    return Rates._make(None if (amount := getattr(price, kind)) is None else exact(amount) for kind in Rates._fields)


def rates(listed, input_tokens):
    """The list prices of a request of this length."""
    return exact_rates(listed.for_input(input_tokens))


def listed_batch_discount_pct(rates=None):
    return (rates and rates.batch_discount) or ZERO


def week_peak_pct(peak: Peak | None) -> Decimal | None:
    """The share of a week's hours in which it costs more; None where the hour does not matter."""
    return None if peak is None else HUNDRED * exact(peak.hours_week) / HOURS_PER_WEEK


def listed_peak_pct(called: Model, day: str) -> Decimal | None:
    return week_peak_pct(called.peak_at(day))


def peak_multiplier(called: Model, day: str) -> Decimal | None:
    peak = called.peak_at(day)
    return None if peak is None else exact(peak.multiplier)


def used_peak_pct(listed_peak_pct, peak_pct=None):
    return peak_pct if known(peak_pct) else listed_peak_pct


def peak_factor(used_peak_pct, peak_multiplier):
    return 1 + share(used_peak_pct) * (peak_multiplier - 1)


def in_all_hours(listed, factor=None):
    """A list price over the hours in which the requests come: higher in those of the peak."""
    return listed * factor if known(factor) else listed


def used_input_usd_mtok(input_usd_mtok=None, listed_input_usd_mtok=None):
    return input_usd_mtok if known(input_usd_mtok) else listed_input_usd_mtok


def used_cached_input_usd_mtok(used_input_usd_mtok, cached_input_usd_mtok=None, listed_cached_input_usd_mtok=None):
    if known(cached_input_usd_mtok):
        return cached_input_usd_mtok
    return listed_cached_input_usd_mtok if known(listed_cached_input_usd_mtok) else used_input_usd_mtok


def used_cache_write_usd_mtok(used_input_usd_mtok, cache_write_usd_mtok=None, listed_cache_write_usd_mtok=None):
    if known(cache_write_usd_mtok):
        return cache_write_usd_mtok
    return listed_cache_write_usd_mtok if known(listed_cache_write_usd_mtok) else used_input_usd_mtok


def used_output_usd_mtok(output_usd_mtok=None, listed_output_usd_mtok=None):
    return output_usd_mtok if known(output_usd_mtok) else listed_output_usd_mtok


def used_batch_discount_pct(batch_discount_pct=None, listed_batch_discount_pct=None):
    return batch_discount_pct if known(batch_discount_pct) else listed_batch_discount_pct


def in_batch(used, discount_pct, listed=None, typed=None, typed_discount_pct=None):
    """The price in a batch: the listed one, or what the discount leaves where the reader typed the price or the discount."""
    return listed if known(listed) and not known(typed) and not known(typed_discount_pct) else used * (1 - share(discount_pct))


def batch_price(kind: str, label: str) -> Formula:
    """The formula `batch_<kind>`: what a kind of token costs in a batch."""
    parameters = (f"used_{kind}", "used_batch_discount_pct", f"listed_batch_{kind}", kind, "batch_discount_pct")
    return Formula(in_batch, label, id=f"batch_{kind}", parameters=parameters)


# The tokens of a request


def cached_tokens(input_tokens, cached_input_pct):
    return input_tokens * share(cached_input_pct)


def written_tokens(input_tokens, cached_tokens, reads_per_cache_write):
    """What is read was written before, once for so many reads; no more than what is not read can be written."""
    return least(cached_tokens / reads_per_cache_write, input_tokens - cached_tokens)


def fresh_tokens(input_tokens, cached_tokens, written_tokens):
    return input_tokens - cached_tokens - written_tokens


def reasoning_pct(called: Model | None = None) -> Decimal:
    """How much of the reasoning is billed: all of it, and none by a model that does not reason."""
    return ZERO if called is not None and called.is_silent else HUNDRED


def billed_output_tokens(output_tokens, reasoning_tokens, reasoning_pct):
    return output_tokens + reasoning_tokens * share(reasoning_pct)


def priced(fresh, cached, written, output, input_usd_mtok, cached_input_usd_mtok, cache_write_usd_mtok, output_usd_mtok):
    """US dollars of one request."""
    return (fresh * input_usd_mtok + cached * cached_input_usd_mtok + written * cache_write_usd_mtok + output * output_usd_mtok) / MILLION


def request_usd(input_tokens, cached_input_pct, output_tokens, input_usd_mtok, cached_input_usd_mtok, output_usd_mtok):
    """US dollars of one request that does not wait, where the price of cached input holds its part of writing the cache."""
    fresh = input_tokens * (1 - share(cached_input_pct))
    return priced(
        fresh, input_tokens * share(cached_input_pct), 0, output_tokens, input_usd_mtok, cached_input_usd_mtok, 0, output_usd_mtok
    )


def input_usd_request(fresh_tokens, used_input_usd_mtok):
    return fresh_tokens * used_input_usd_mtok / MILLION


def cached_usd_request(cached_tokens, used_cached_input_usd_mtok):
    return cached_tokens * used_cached_input_usd_mtok / MILLION


def written_usd_request(written_tokens, used_cache_write_usd_mtok):
    return written_tokens * used_cache_write_usd_mtok / MILLION


def output_usd_request(billed_output_tokens, used_output_usd_mtok):
    return billed_output_tokens * used_output_usd_mtok / MILLION


def full_usd_request(input_usd_request, cached_usd_request, written_usd_request, output_usd_request):
    return input_usd_request + cached_usd_request + written_usd_request + output_usd_request


def usd_request(full_usd_request, waiting_usd_request, batch_pct):
    return full_usd_request * (1 - share(batch_pct)) + waiting_usd_request * share(batch_pct)


def refused_by(choice: str) -> Allowed:
    """The rule that the model chosen in `choice` must take the request; prices of the reader's own have no limit."""

    def refused(values: Mapping[str, Any]) -> tuple[str, str] | None:
        model = catalogue.models().get(values[choice])
        if model is None:
            return None
        reasoning = 0 if model.is_silent else values.get("reasoning_tokens", 0)
        beyond = model.too_long(values["input_tokens"], values["output_tokens"] + reasoning)
        if beyond is None:
            return None
        field, words, limit = beyond
        room = limit - (reasoning if field == "output_tokens" else values["output_tokens"] + reasoning if "together" in words else 0)
        return field, f"must be at most {full_count(room)}: {model.name} takes {full_count(limit)} tokens {words}"

    return Allowed(refused)


RULES = (
    Needed("input_usd_mtok", "model"),
    Needed("output_usd_mtok", "model"),
    Needed("cached_input_usd_mtok", "model", used="cached_input_pct"),
    Needed("batch_discount_pct", "model", used="batch_pct"),
    refused_by("model"),
)


def of_list(function: Callable[..., Any], label: str, id: str = "", words: str = "as listed") -> Formula:
    return Formula(
        function,
        label,
        id=id,
        words=words,
        is_found=True,
        numbers=lambda v: v.called.name if v.called else "none",
        source=lambda v: v.listed.source if v.listed else "",
    )


def list_price(kind: str, label: str) -> Formula:
    """The formula `listed_<kind>`: that price of the list, for a request of this length; outside a batch at the hours in which the requests come."""

    def price(rates, peak_factor=None):
        amount = getattr(rates, kind)
        return None if amount is None else in_all_hours(amount, peak_factor)

    if kind.startswith("batch_"):
        return of_list(lambda rates: getattr(rates, kind), label, f"listed_{kind}", "as listed for a request of this length")
    return of_list(price, label, f"listed_{kind}", "as listed for a request of this length, times what the peak hours add")


def peak_source(v: View) -> str:
    peak = v.called.peak_at(v.day) if v.called else None
    return peak.source if peak else ""


PRICES = (
    Formula(day, "Day of the prices", words="the day given, else the newest", is_found=True),
    Formula(called, "Model", words="as chosen", is_found=True),
    Formula(listed, "List price", words="the price in force on the day", is_found=True),
    Formula(rates, "List price of a request of this length", words="that of the tier which the input reaches", is_found=True),
    list_price("input_usd_mtok", "List price of input"),
    list_price("cached_input_usd_mtok", "List price of cached input"),
    list_price("cache_write_usd_mtok", "List price of writing the cache"),
    list_price("output_usd_mtok", "List price of output"),
    list_price("batch_input_usd_mtok", "List price of input in a batch"),
    list_price("batch_cached_input_usd_mtok", "List price of cached input in a batch"),
    list_price("batch_cache_write_usd_mtok", "List price of writing the cache in a batch"),
    list_price("batch_output_usd_mtok", "List price of output in a batch"),
    of_list(listed_batch_discount_pct, "Discount of the listed batch price"),
    Formula(
        listed_peak_pct,
        "Peak hours of a week",
        words="the provider’s, as a share of all hours",
        is_found=True,
        none="none: the hour does not matter",
        numbers=lambda v: v.called.name if v.called else "none",
        source=peak_source,
    ),
    Formula(
        peak_multiplier,
        "Price in peak hours, as a multiple",
        term="multiple in peak hours",
        words="as listed",
        is_found=True,
        none="none: the hour does not matter",
        numbers=lambda v: v.called.name if v.called else "none",
        source=peak_source,
    ),
    Formula(used_peak_pct, "Share of requests in peak hours", none="none: the hour does not matter"),
    Formula(peak_factor, "What the peak hours add", none="nothing: the hour does not matter"),
    Formula(used_input_usd_mtok, "Price of input"),
    Formula(used_cached_input_usd_mtok, "Price of cached input"),
    Formula(used_cache_write_usd_mtok, "Price of writing the cache"),
    Formula(used_output_usd_mtok, "Price of output"),
    Formula(used_batch_discount_pct, "Discount for batches"),
    batch_price("input_usd_mtok", "Price of input in a batch"),
    batch_price("cached_input_usd_mtok", "Price of cached input in a batch"),
    batch_price("cache_write_usd_mtok", "Price of writing the cache in a batch"),
    batch_price("output_usd_mtok", "Price of output in a batch"),
    Formula(cached_tokens, "Input read from the cache", term="tokens from the cache"),
    Formula(written_tokens, "Input written to the cache", term="tokens written to the cache"),
    Formula(fresh_tokens, "Other input", term="other tokens of input"),
    Formula(
        reasoning_pct,
        "Share of the reasoning that is billed",
        words="none where the model is known not to reason",
        is_found=True,
        numbers=lambda v: v.called.name if v.called else "none",
    ),
    Formula(billed_output_tokens, "Output and reasoning", term="tokens billed as output"),
    Formula(input_usd_request, "Input"),
    Formula(cached_usd_request, "Input from the cache"),
    Formula(written_usd_request, "Writing the cache"),
    Formula(output_usd_request, "Output"),
    Formula(full_usd_request, "A request that does not wait"),
    Formula(
        priced,
        "A request that waits",
        id="waiting_usd_request",
        parameters=(
            "fresh_tokens",
            "cached_tokens",
            "written_tokens",
            "billed_output_tokens",
            "batch_input_usd_mtok",
            "batch_cached_input_usd_mtok",
            "batch_cache_write_usd_mtok",
            "batch_output_usd_mtok",
        ),
    ),
)
