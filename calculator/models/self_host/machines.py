"""The rented GPUs: what they give, how many, for how many hours, at which price."""

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from calculator.data import catalogue
from calculator.data.catalogue import ON_DEMAND, Offers, Setup
from calculator.formulas.functions import (
    count_positive,
    exponential,
    known,
    least,
    most,
    on_hours,
    percent,
    rounded_down,
    rounded_up,
    share,
)
from calculator.formulas.model import Allowed, Enough, Formula, Needed, View
from calculator.inputs.vocabulary.common import OWN
from calculator.inputs.vocabulary.machines import COMMITMENTS
from calculator.models.shared.api_prices import day
from calculator.numbers.constants import HOURS_PER_DAY, HOURS_PER_MONTH, MILLION, SECONDS_PER_HOUR, SECONDS_PER_MINUTE, THOUSAND
from calculator.numbers.decimals import Numeric, exact
from calculator.numbers.display import full_count, rate

# What the catalogue has


def set_up(setup):
    return None if setup == OWN else catalogue.setups()[setup]


@lru_cache(maxsize=4_096)  # draws ask for the same few numbers of GPUs thousands of times
def offers_for(gpu: str, needed: int, day: str, commitment: str) -> Offers:
    return catalogue.gpus()[gpu].offers_for(needed, day, commitment)


def offers(set_up, needed_gpus, day, commitment, gpu_usd_hour=None):
    """What is asked for such GPUs, the cheapest for so many first; None where the reader's own price counts."""
    return None if gpu_usd_hour is not None else offers_for(set_up.gpu, int(needed_gpus), day, commitment)


def listed_low_usd_hour(offers):
    return offers.low_usd_hour


def listed_usd_hour(offers):
    return offers.middle_usd_hour


def listed_high_usd_hour(offers):
    return offers.high_usd_hour


def low_gpus_at_a_time(offers):
    return offers.lowest.min_gpus


def listed_gpus_at_a_time(offers):
    return offers.middle.min_gpus


def high_gpus_at_a_time(offers):
    return offers.highest.min_gpus


def prefill_gpu_seconds_mtok(set_up):
    return exact(set_up.prefill_gpu_seconds_mtok)


def decode_gpu_seconds_mtok(set_up):
    return exact(set_up.decode_gpu_seconds_mtok)


def cache_gpu_seconds_mtok_ktok(set_up):
    return exact(set_up.cache_gpu_seconds_mtok_ktok)


def listed_gpus_per_copy(set_up):
    return set_up.gpus_per_copy


# What a GPU gives


def read_gpu_seconds(input_tokens, prefill_gpu_seconds_mtok):
    return input_tokens / MILLION * prefill_gpu_seconds_mtok


def written_gpu_seconds(output_tokens, decode_gpu_seconds_mtok):
    return output_tokens / MILLION * decode_gpu_seconds_mtok


def cached_gpu_seconds(input_tokens, output_tokens, cache_gpu_seconds_mtok_ktok):
    """For each token written those before it are read: the input, and on average half the output."""
    return output_tokens / MILLION * (input_tokens + output_tokens / 2) / THOUSAND * cache_gpu_seconds_mtok_ktok


def request_gpu_seconds(read_gpu_seconds, written_gpu_seconds, cached_gpu_seconds):
    return read_gpu_seconds + written_gpu_seconds + cached_gpu_seconds


def measured_tokens_per_second(output_tokens, request_gpu_seconds):
    return output_tokens / request_gpu_seconds


def used_gpus_per_copy(gpus_per_copy=None, max_tokens_per_second=None, listed_gpus_per_copy=None):
    """Who types a maximum and no size of a copy means one GPU."""
    if known(gpus_per_copy):
        return gpus_per_copy
    return 1 if known(max_tokens_per_second) else listed_gpus_per_copy


def used_usd_hour(gpu_usd_hour=None, listed_usd_hour=None):
    return gpu_usd_hour if known(gpu_usd_hour) else listed_usd_hour


def used_tokens_per_second(max_tokens_per_second=None, measured_tokens_per_second=None):
    return max_tokens_per_second if known(max_tokens_per_second) else measured_tokens_per_second


@cache
def measured(id: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """The least and the most of what a shape of a request does to a GPU, among the shapes that the load was fitted to: tokens in for each out, and tokens in the cache on average.

    A set-up of one shape has the ratios of the others, and so their shapes.
    """
    one = catalogue.setups()[id]
    points = one.points if len(one.points) > 1 else [point for other in catalogue.setups().values() for point in other.points]
    ratios, cached = [read / written for read, written, _ in points], [read + written / 2 for read, written, _ in points]
    return (min(ratios), max(ratios)), (min(cached), max(cached))


def times_beyond(set_up: Setup, input_tokens: Numeric, output_tokens: Numeric) -> float:
    """How many times a request lies beyond the shapes that were measured; 1 within them, and of a set-up that knows no shapes."""
    if not set_up.points:
        return 1
    (least_ratio, most_ratio), (least_cached, most_cached) = measured(set_up.id)
    read, written = float(input_tokens), float(output_tokens)
    ratio, cached = read / written, read + written / 2
    return max(1, ratio / most_ratio, least_ratio / ratio, cached / most_cached, least_cached / cached)


@cache  # draws ask thousands of times
def left_out_pct(id: str) -> Decimal:
    return exact(catalogue.setups()[id].error_pct or 0)


def model_error_pct(set_up, input_tokens, output_tokens, extrapolated_from_times, max_tokens_per_second=None):
    """How far the load of a shape may be off; None where it is the reader's own, or where nothing tells, as beyond the shapes that were measured."""
    if max_tokens_per_second is not None or set_up.error_pct is None:
        return None
    return None if times_beyond(set_up, input_tokens, output_tokens) >= extrapolated_from_times else left_out_pct(set_up.id)


def error_words(v: View) -> str:
    return f"{v.set_up.label}: {v.set_up.shapes}"


# How many are rented, and what they carry


def copies_for(peak, maximum, copy):
    """Whole copies of the model that carry a peak; one at least."""
    return most(1, rounded_up(peak / (maximum * copy)))


def peak_gpus(peak_tokens_per_second, used_tokens_per_second, used_gpus_per_copy):
    """Those that carry the peak, none of them a spare."""
    return copies_for(peak_tokens_per_second, used_tokens_per_second, used_gpus_per_copy) * used_gpus_per_copy


def used_spare_gpus(gpus, used_gpus_per_copy, spare_gpus=None):
    """Where none are typed one copy of the model, and none beside a number of GPUs that the reader typed: that is the bill."""
    if known(spare_gpus):
        return spare_gpus
    return 0 if gpus > 0 else used_gpus_per_copy


def needed_gpus(gpus, peak_gpus, used_spare_gpus):
    return gpus + used_spare_gpus if gpus > 0 else peak_gpus + used_spare_gpus


def gpus_at_a_time(listed_gpus_at_a_time=None):
    """Who types a price rents one by one."""
    return listed_gpus_at_a_time if known(listed_gpus_at_a_time) else 1


def in_lots(needed, at_a_time):
    return rounded_up(needed / at_a_time) * at_a_time


def rented_gpus(needed_gpus, gpus_at_a_time):
    return in_lots(needed_gpus, gpus_at_a_time)


def whole_copies(rented_gpus, used_gpus_per_copy):
    return rounded_down(rented_gpus / used_gpus_per_copy)


def capacity_tokens_per_second(whole_copies, used_gpus_per_copy, used_tokens_per_second):
    """While they run."""
    return whole_copies * used_gpus_per_copy * used_tokens_per_second


def tokens_per_second(load_tokens_per_second, capacity_tokens_per_second, window_share):
    return least(load_tokens_per_second, capacity_tokens_per_second * window_share)


def saturated(load_tokens_per_second, capacity_tokens_per_second, window_share):
    return load_tokens_per_second > capacity_tokens_per_second * window_share


# The hours that are paid


def window_share(hours, window_hours_day):
    """The share of the time in which requests come and GPUs may run."""
    return window_hours_day / HOURS_PER_DAY if hours == "window" else 1


def request_hours_day(hours, window_hours_day, hourly_load=None):
    """The hours for which GPUs are paid that are full whenever requests come."""
    if hours == "window":
        return window_hours_day
    return count_positive(hourly_load) if hours == "scale-to-zero" and known(hourly_load) else HOURS_PER_DAY


def held_seconds(idle_minutes, output_tokens, used_tokens_per_second, used_gpus_per_copy):
    """How long a request keeps the GPUs on the bill, if no other comes."""
    return idle_minutes * SECONDS_PER_MINUTE + output_tokens / (used_tokens_per_second * used_gpus_per_copy)


def paid_share(
    hours, window_share, requests_per_second, held_seconds, load_tokens_per_second, capacity_tokens_per_second, hourly_levels=None
):
    """Of the hours of the month: those of a window, or of on_hours(). Of requests that no hour has room for, the rest of the day has to take the work."""
    if hours == "scale-to-zero":
        held, busy = requests_per_second * held_seconds, load_tokens_per_second / capacity_tokens_per_second
        on = on_hours(hourly_levels, held, busy) if known(hourly_levels) else 1 - exponential(-held)
        return least(1, most(on, busy))
    return window_share


def paid_hours_month(paid_share):
    return paid_share * HOURS_PER_MONTH


def utilisation_pct(tokens_per_second, rented_gpus, used_tokens_per_second, paid_share):
    return percent(tokens_per_second / (rented_gpus * used_tokens_per_second * paid_share))


def rent_usd_month(rented_gpus, used_usd_hour, paid_hours_month):
    return rented_gpus * used_usd_hour * paid_hours_month


def idle_usd_month(rent_usd_month, utilisation_pct):
    return rent_usd_month * (1 - share(utilisation_pct))


def usd_mtok_output(rented_gpus, used_usd_hour, paid_share, tokens_per_second):
    return rented_gpus * used_usd_hour * paid_share / (tokens_per_second * SECONDS_PER_HOUR / MILLION)


def usd_month(rent_usd_month, people_usd_month, egress_storage_usd_month):
    return rent_usd_month + people_usd_month + egress_storage_usd_month


def low_usd_month(needed_gpus, low_gpus_at_a_time, listed_low_usd_hour, paid_hours_month, people_usd_month, egress_storage_usd_month):
    rent = in_lots(needed_gpus, low_gpus_at_a_time) * listed_low_usd_hour * paid_hours_month
    return rent + people_usd_month + egress_storage_usd_month


def high_usd_month(needed_gpus, high_gpus_at_a_time, listed_high_usd_hour, paid_hours_month, people_usd_month, egress_storage_usd_month):
    rent = in_lots(needed_gpus, high_gpus_at_a_time) * listed_high_usd_hour * paid_hours_month
    return rent + people_usd_month + egress_storage_usd_month


# What the fields must hold


def gpus_needed(values: Mapping[str, Any]) -> int:
    """The GPUs of one copy of the model."""
    listed = None if values["setup"] == OWN else catalogue.setups()[values["setup"]].gpus_per_copy
    return int(used_gpus_per_copy(values["gpus_per_copy"], values["max_tokens_per_second"], listed))


def priced(values: Mapping[str, Any]) -> tuple[str, str] | None:
    """A commitment of which no price is known, or that is paid in hours in which nothing runs."""
    commitment = values["commitment"]
    if commitment != ON_DEMAND and values["hours"] != "always-on":
        return "hours", f"must be always-on with a commitment of {COMMITMENTS[commitment].lower()}, which is paid for every hour"
    if commitment == ON_DEMAND or values["gpu_usd_hour"] is not None or values["setup"] == OWN:
        return None
    gpu, day = catalogue.gpus()[catalogue.setups()[values["setup"]].gpu], catalogue.day_of(values["data"])
    if gpu.offers_on(day, commitment):
        return None
    others = " or ".join(id for id in COMMITMENTS if gpu.offers_on(day, id))
    term = COMMITMENTS[commitment].lower()
    return (
        "commitment",
        f"must be {others}: we found no published price of the {gpu.label} for {term}. Ask a provider, and type it as your own price of a GPU",
    )


@cache
def most_tokens(setup: str) -> float:
    """What the model of a set-up reads; endless where lists disagree."""
    limit = catalogue.architectures()[catalogue.setups()[setup].weights].context_tokens
    return math.inf if limit is None else limit


def too_long(values: Mapping[str, Any]) -> tuple[str, str] | None:
    """A request that the model of the set-up does not read."""
    if values["setup"] == OWN:
        return None
    limit = most_tokens(values["setup"])
    if values["input_tokens"] + values["output_tokens"] <= limit:
        return None
    model = catalogue.architectures()[catalogue.setups()[values["setup"]].weights]
    most_in = limit - values["output_tokens"]
    field, room = ("input_tokens", most_in) if most_in >= 0 else ("output_tokens", limit)
    return field, f"must be at most {full_count(room)}: {model.label} reads {full_count(limit)} tokens of input and output together"


def seconds_at_least(weights: str, input_tokens: Any, output_tokens: Any) -> Any:
    """The fewest GPU-seconds that a request takes of all set-ups of some weights that know shapes; None where none does."""
    found = [
        read_gpu_seconds(input_tokens, prefill_gpu_seconds_mtok(one))
        + written_gpu_seconds(output_tokens, decode_gpu_seconds_mtok(one))
        + cached_gpu_seconds(input_tokens, output_tokens, cache_gpu_seconds_mtok_ktok(one))
        for one in catalogue.setups().values()
        if one.weights == weights and one.points
    ]
    return min(found, default=None)


def of_no_such_shape(values: Mapping[str, Any]) -> tuple[str, str] | None:
    """A rate of a benchmark's own mix of tokens, put to a request that takes longer than that on every GPU whose load by shape is known."""
    if values["setup"] == OWN or values["max_tokens_per_second"] is not None:
        return None
    one = catalogue.setups()[values["setup"]]
    if one.points:
        return None
    shape = exact(values["input_tokens"]), exact(values["output_tokens"])
    least_seconds = seconds_at_least(one.weights, *shape)
    seconds = written_gpu_seconds(shape[1], decode_gpu_seconds_mtok(one))
    if least_seconds is None or least_seconds <= seconds:
        return None
    return (
        "input_tokens",
        f"must be less for {one.label}: its rate is that of {one.shapes}, by which such a request takes {rate(seconds)} seconds of a GPU, "
        f"where the fastest that was measured by shape takes {rate(least_seconds)}. Choose a set-up measured by shape, or type your own maximum of one GPU",
    )


RULES = (
    Needed("max_tokens_per_second", "setup"),
    Needed("gpu_usd_hour", "setup"),
    Enough("gpus", gpus_needed, "one copy of the model takes {least} GPUs"),
    Allowed(priced),
    Allowed(too_long),
    Allowed(of_no_such_shape),
)


def gpu_words(which: str) -> Callable[[View], str]:
    """The GPU and who asks for it, of the offers the lowest, the middle or the highest."""

    def words(v: View) -> str:
        offer = getattr(v.offers, which)
        return f"{catalogue.gpus()[v.set_up.gpu].label} at {offer.provider}"

    return words


def of_set_up(function: Callable[..., Any], label: str, term: str) -> Formula:
    return Formula(
        function,
        label,
        term=term,
        words="as fitted to what was measured",
        is_found=True,
        numbers=lambda v: v.set_up.label,
        source=lambda v: v.set_up.source,
    )


def of_offer(function: Callable[..., Any], label: str, which: str) -> Formula:
    words = f"of the {which} of the listed offers, by the bill for so many GPUs"
    return Formula(function, label, words=words, numbers=gpu_words(which), is_found=True, source=lambda v: getattr(v.offers, which).source)


STEPS = (
    Formula(day, "Day of the prices", words="the day given, else the newest", is_found=True),
    Formula(set_up, "Set-up", words="as chosen", is_found=True),
    Formula(offers, "Listed offers", words="the newest of each provider", is_found=True),
    of_offer(listed_low_usd_hour, "Lowest listed price of a GPU", "lowest"),
    of_offer(listed_usd_hour, "Price of a GPU", "middle"),
    of_offer(listed_high_usd_hour, "Highest listed price of a GPU", "highest"),
    of_offer(low_gpus_at_a_time, "GPUs rented at a time at the lowest price", "lowest"),
    of_offer(listed_gpus_at_a_time, "GPUs rented at a time", "middle"),
    of_offer(high_gpus_at_a_time, "GPUs rented at a time at the highest price", "highest"),
    Formula(peak_gpus, "GPUs that the peak needs"),
    Formula(used_spare_gpus, "Spare GPUs"),
    Formula(needed_gpus, "GPUs needed"),
    Formula(gpus_at_a_time, "GPUs rented at a time"),
    of_set_up(prefill_gpu_seconds_mtok, "Reading a million tokens", "rate of reading"),
    of_set_up(decode_gpu_seconds_mtok, "Writing a million tokens", "rate of writing"),
    of_set_up(cache_gpu_seconds_mtok_ktok, "Reading the cache for a million tokens written, each thousand in it", "rate of the cache"),
    Formula(read_gpu_seconds, "Reading the input"),
    Formula(written_gpu_seconds, "Writing the output"),
    Formula(cached_gpu_seconds, "Reading the cache"),
    Formula(request_gpu_seconds, "A request keeps a GPU busy for"),
    Formula(measured_tokens_per_second, "Maximum of one GPU, at this shape", term="maximum of one GPU"),
    Formula(listed_gpus_per_copy, "GPUs of a copy of the model", words="as measured", numbers=lambda v: v.set_up.label, is_found=True),
    Formula(used_gpus_per_copy, "GPUs of a copy of the model"),
    Formula(used_usd_hour, "Price of a GPU"),
    Formula(used_tokens_per_second, "Maximum of one GPU"),
    Formula(whole_copies, "Whole copies of the model"),
    Formula(capacity_tokens_per_second, "What they can give"),
    Formula(window_share, "Share of the time in which GPUs may run"),
    Formula(request_hours_day, "Hours of a day with requests"),
    Formula(held_seconds, "A request keeps the GPUs on the bill for"),
    Formula(paid_share, "Share of the hours that are paid"),
    Formula(rent_usd_month, "Rent"),
)
