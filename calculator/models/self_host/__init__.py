"""E5: what a load costs on rented GPUs, idle hours included, beside the same load by API."""

from collections.abc import Callable, Mapping
from typing import Any

from calculator.data import catalogue, thresholds
from calculator.formulas.functions import known, least, least_known, most, percent, rounded_down, rounded_up, share
from calculator.formulas.model import Calculator, Enough, Formula, Needed, Output, View, given
from calculator.inputs.vocabulary.common import OWN
from calculator.models.self_host.branches import BRANCHES, branches, cheapest_host, dearest_host, host, hosts
from calculator.models.self_host.charts import price_by_load
from calculator.models.shared.api_prices import called, day, refused_by, request_usd
from calculator.models.shared.offers import prices_of
from calculator.numbers.constants import HOURS_PER_MONTH, MILLION, SECONDS_PER_HOUR, THOUSAND
from calculator.numbers.decimals import exact
from calculator.numbers.display import as_given, count, counted, full_usd, pct, price, told_apart, usd, verb_for
from calculator.numbers.units import NO_UNIT, RATE, UNITS, followed

SECONDS_PER_DAY = 86_400
VERDICTS = {
    "self-host": "Self-host",
    "hosted": "Let others host open weights",
    "closed": "Stay with the API you call",
    "hybrid": "Mix: open weights for a part, the API for the rest",
    "too-close": "Too close to call",
}
UNKNOWN = "unknown: a price is not known"


# What the catalogue has


def set_up(setup):
    return None if setup == OWN else catalogue.setups()[setup]


def offers(set_up, day, gpu_usd_hour=None):
    """The lowest, the middle and the highest listed price of an hour; None where the reader's own counts."""
    return None if gpu_usd_hour is not None else catalogue.gpus()[set_up.gpu].usd_hour(day)


def listed_low_usd_hour(offers):
    return offers[0]


def listed_usd_hour(offers):
    return offers[1]


def listed_high_usd_hour(offers):
    return offers[2]


def prefill_gpu_seconds_mtok(set_up):
    return exact(set_up.prefill_gpu_seconds_mtok)


def decode_gpu_seconds_mtok(set_up):
    return exact(set_up.decode_gpu_seconds_mtok)


def cache_gpu_seconds_mtok_ktok(set_up):
    return exact(set_up.cache_gpu_seconds_mtok_ktok)


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


def gpus_per_copy(set_up=None, max_tokens_per_second=None):
    return 1 if max_tokens_per_second is not None else set_up.gpus_per_copy


def used_usd_hour(gpu_usd_hour=None, listed_usd_hour=None):
    return gpu_usd_hour if known(gpu_usd_hour) else listed_usd_hour


def used_tokens_per_second(max_tokens_per_second=None, measured_tokens_per_second=None):
    return max_tokens_per_second if known(max_tokens_per_second) else measured_tokens_per_second


# The rented GPUs


def load_tokens_per_second(requests_per_second, output_tokens):
    return requests_per_second * output_tokens


def peak_tokens_per_second(load_tokens_per_second, peak_to_average):
    return load_tokens_per_second * peak_to_average


def copies_for(peak, maximum, copy):
    """Whole copies of the model that carry a peak; one at least."""
    return most(1, rounded_up(peak / (maximum * copy)))


def rented_gpus(gpus, peak_tokens_per_second, used_tokens_per_second, gpus_per_copy, spare_gpus):
    if gpus > 0:
        return gpus + spare_gpus
    return copies_for(peak_tokens_per_second, used_tokens_per_second, gpus_per_copy) * gpus_per_copy + spare_gpus


def whole_copies(rented_gpus, gpus_per_copy):
    return rounded_down(rented_gpus / gpus_per_copy)


def capacity_tokens_per_second(whole_copies, gpus_per_copy, used_tokens_per_second):
    return whole_copies * gpus_per_copy * used_tokens_per_second


def tokens_per_second(load_tokens_per_second, capacity_tokens_per_second):
    return least(load_tokens_per_second, capacity_tokens_per_second)


def utilisation_pct(tokens_per_second, rented_gpus, used_tokens_per_second):
    return percent(tokens_per_second / (rented_gpus * used_tokens_per_second))


def saturated(load_tokens_per_second, capacity_tokens_per_second):
    return load_tokens_per_second > capacity_tokens_per_second


def rent_usd_month(rented_gpus, used_usd_hour):
    return rented_gpus * used_usd_hour * HOURS_PER_MONTH


def usd_month(rent_usd_month, staff_usd_month):
    return rent_usd_month + staff_usd_month


def idle_usd_month(rent_usd_month, utilisation_pct):
    return rent_usd_month * (1 - share(utilisation_pct))


def usd_mtok_output(rented_gpus, used_usd_hour, tokens_per_second):
    return rented_gpus * used_usd_hour / (tokens_per_second * SECONDS_PER_HOUR / MILLION)


def low_usd_month(rented_gpus, listed_low_usd_hour, staff_usd_month):
    return rented_gpus * listed_low_usd_hour * HOURS_PER_MONTH + staff_usd_month


def high_usd_month(rented_gpus, listed_high_usd_hour, staff_usd_month):
    return rented_gpus * listed_high_usd_hour * HOURS_PER_MONTH + staff_usd_month


# The same load by API


def requests_per_month(requests_per_second):
    return requests_per_second * HOURS_PER_MONTH * SECONDS_PER_HOUR


def api_usd_request(input_tokens, cached_input_pct, output_tokens, api_input_usd_mtok, api_cached_usd_mtok, api_output_usd_mtok):
    return request_usd(input_tokens, cached_input_pct, output_tokens, api_input_usd_mtok, api_cached_usd_mtok, api_output_usd_mtok)


def hosted_usd_request(
    input_tokens, cached_input_pct, output_tokens, hosted_input_usd_mtok, hosted_cached_usd_mtok, hosted_output_usd_mtok
):
    return request_usd(input_tokens, cached_input_pct, output_tokens, hosted_input_usd_mtok, hosted_cached_usd_mtok, hosted_output_usd_mtok)


def api_usd_month(requests_per_month, api_usd_request):
    return requests_per_month * api_usd_request


def hosted_usd_month(requests_per_month, hosted_usd_request):
    return requests_per_month * hosted_usd_request


def hosted_low_usd_month(
    requests_per_month, input_tokens, cached_input_pct, output_tokens, low_input_usd_mtok, low_cached_usd_mtok, low_output_usd_mtok
):
    request = request_usd(input_tokens, cached_input_pct, output_tokens, low_input_usd_mtok, low_cached_usd_mtok, low_output_usd_mtok)
    return requests_per_month * request


def hosted_high_usd_month(
    requests_per_month, input_tokens, cached_input_pct, output_tokens, high_input_usd_mtok, high_cached_usd_mtok, high_output_usd_mtok
):
    request = request_usd(input_tokens, cached_input_pct, output_tokens, high_input_usd_mtok, high_cached_usd_mtok, high_output_usd_mtok)
    return requests_per_month * request


# A part of the load on open weights, the rest by API


def part_tokens_per_second(load_tokens_per_second, hybrid_open_pct):
    return load_tokens_per_second * share(hybrid_open_pct)


def part_gpus(gpus, part_tokens_per_second, peak_to_average, used_tokens_per_second, gpus_per_copy, spare_gpus):
    if gpus > 0:
        return gpus + spare_gpus
    return copies_for(part_tokens_per_second * peak_to_average, used_tokens_per_second, gpus_per_copy) * gpus_per_copy + spare_gpus


def own_part_usd_month(part_tokens_per_second, part_gpus, gpus_per_copy, used_tokens_per_second, used_usd_hour, staff_usd_month):
    if part_tokens_per_second <= 0:
        return 0
    if part_tokens_per_second > rounded_down(part_gpus / gpus_per_copy) * gpus_per_copy * used_tokens_per_second:
        return None
    return part_gpus * used_usd_hour * HOURS_PER_MONTH + staff_usd_month


def hosted_part_usd_month(hosted_usd_month, hybrid_open_pct):
    return hosted_usd_month * share(hybrid_open_pct)


def open_part_usd_month(own_part_usd_month=None, hosted_part_usd_month=None):
    return least_known(own_part_usd_month, hosted_part_usd_month)


def hybrid_usd_month(open_part_usd_month, api_usd_month, hybrid_open_pct):
    return open_part_usd_month + api_usd_month * (1 - share(hybrid_open_pct))


# What they come to, side by side


def serving_usd_month(saturated, usd_month):
    return None if saturated else usd_month


def least_usd_month(api_usd_month=None, hosted_usd_month=None, serving_usd_month=None, hybrid_usd_month=None):
    return least_known(least_known(api_usd_month, hosted_usd_month), least_known(serving_usd_month, hybrid_usd_month))


def cheapest(least_usd_month, api_usd_month=None, hosted_usd_month=None, serving_usd_month=None):
    if known(api_usd_month) and api_usd_month <= least_usd_month:
        return "closed"
    if known(hosted_usd_month) and hosted_usd_month <= least_usd_month:
        return "hosted"
    return "self-hosted" if known(serving_usd_month) and serving_usd_month <= least_usd_month else "hybrid"


def serving_low_usd_month(serving_usd_month, low_usd_month=None):
    return low_usd_month if known(low_usd_month) else serving_usd_month


def serving_high_usd_month(serving_usd_month, high_usd_month=None):
    return high_usd_month if known(high_usd_month) else serving_usd_month


def below(one, other):
    """Whether two bills are known and the first is smaller."""
    return known(one) and known(other) and one < other


def verdict(
    cheapest,
    hybrid_usd_month=None,
    api_usd_month=None,
    hosted_low_usd_month=None,
    hosted_high_usd_month=None,
    serving_low_usd_month=None,
    serving_high_usd_month=None,
):
    """The cheapest way; too close where another may be cheaper at other offers of GPUs and hosts, and unknown where there is no other."""
    if not known(api_usd_month) and not known(hosted_low_usd_month):
        return None
    if cheapest == "closed":
        return "too-close" if below(hosted_low_usd_month, api_usd_month) or below(serving_low_usd_month, api_usd_month) else "closed"
    if cheapest == "hosted":
        return (
            "too-close" if below(api_usd_month, hosted_high_usd_month) or below(serving_low_usd_month, hosted_high_usd_month) else "hosted"
        )
    if cheapest == "self-hosted":
        if below(api_usd_month, serving_high_usd_month) or below(hosted_low_usd_month, serving_high_usd_month):
            return "too-close"
        return "self-host"
    return "too-close" if below(hosted_low_usd_month, hybrid_usd_month) or below(serving_low_usd_month, hybrid_usd_month) else "hybrid"


def copy_usd_month(gpus_per_copy, used_usd_hour):
    return gpus_per_copy * used_usd_hour * HOURS_PER_MONTH


def standing_usd_month(spare_gpus, used_usd_hour, staff_usd_month):
    return spare_gpus * used_usd_hour * HOURS_PER_MONTH + staff_usd_month


def copy_requests_per_second(used_tokens_per_second, gpus_per_copy, peak_to_average, output_tokens):
    return used_tokens_per_second * gpus_per_copy / (peak_to_average * output_tokens)


def hosted_rate_usd_month(hosted_usd_request):
    return hosted_usd_request * HOURS_PER_MONTH * SECONDS_PER_HOUR


def copy_gain_usd_month(copy_requests_per_second, hosted_rate_usd_month, copy_usd_month):
    return copy_requests_per_second * hosted_rate_usd_month - copy_usd_month


def copies_to_match(standing_usd_month, copy_gain_usd_month):
    return most(1, rounded_up(standing_usd_month / copy_gain_usd_month)) if copy_gain_usd_month > 0 else None


def even_requests_per_second(copies_to_match, copy_usd_month, standing_usd_month, hosted_rate_usd_month):
    return (copies_to_match * copy_usd_month + standing_usd_month) / hosted_rate_usd_month


def model_error_pct(set_up, max_tokens_per_second=None):
    """How far the load of a shape may be off; None where it is the reader's own, or where nothing tells."""
    return None if max_tokens_per_second is not None or set_up.error_pct is None else exact(set_up.error_pct)


def error_words(v: View) -> str:
    return f"{v.set_up.label}: {v.set_up.shapes}"


def carrying_bills(v: View) -> dict[str, Any]:
    """The bills of the ways that can carry the load."""
    return {"closed": v.api_usd_month, "hosted": v.hosted_usd_month, "self-hosted": v.serving_usd_month, "hybrid": v.hybrid_usd_month}


def load_words(v: View) -> str:
    per = (
        (as_given(v.requests_per_second, RATE), "second")
        if v.requests_per_second >= 1
        else (count(v.requests_per_second * SECONDS_PER_DAY), "day")
    )
    return f"1 request a {per[1]} keeps" if per[0] == "1" else f"{per[0]} requests a {per[1]} keep"


def named(v: View) -> dict[str, str]:
    """What serves the load by each way, as a sentence names it."""
    return {
        "closed": v.called.name_on(v.day) if v.called else "",
        "hosted": v.host.name_on(v.day) if v.host else "",
        "self-hosted": f"self-hosting with {counted(v.rented_gpus, 'GPUs')}",
        "hybrid": "a mix",
    }


def ranges(v: View) -> dict[str, tuple[Any, Any]]:
    """The bill of each known way that can carry the load, at its lowest and at its highest offer."""
    found = {
        "closed": (v.api_usd_month, v.api_usd_month),
        "hosted": (v.hosted_low_usd_month, v.hosted_high_usd_month),
        "self-hosted": (v.serving_low_usd_month, v.serving_high_usd_month),
        "hybrid": (v.hybrid_usd_month, v.hybrid_usd_month),
    }
    return {way: ends for way, ends in found.items() if ends[0] is not None}


def too_close(v: View) -> str:
    """The cheapest way and the one that may be cheaper still, with the ranges in which they lie."""
    found = ranges(v)
    mine = found.pop(v.cheapest)
    other, theirs = min(found.items(), key=lambda item: item[1][0])
    ends = told_apart(*mine, *theirs)
    one, two = (" to ".join(dict.fromkeys(pair)) for pair in (ends[:2], ends[2:]))
    names = named(v)
    return f"Too close to call: {names[v.cheapest]} costs {one} a month and {names[other]} {two}, by the offers of GPUs and hosts."


def headline(v: View) -> str:
    machines = counted(v.rented_gpus, "GPUs")
    if v.saturated:
        give = verb_for(v.rented_gpus, "the GPU gives", "they give")
        asked, offered = told_apart(v.load_tokens_per_second, v.capacity_tokens_per_second, unit=NO_UNIT)
        return f"More load than {machines} can carry: it asks for {followed(asked, 'tokens')} a second, {give} {offered}."
    busy = pct(v.utilisation_pct)
    keeps = f"{load_words(v)} {machines} busy {busy} of the time for"
    if v.verdict is None and v.utilisation_pct < thresholds["idle_gpus_below_pct"].value:
        return f"Do not rent GPUs for this load: {keeps} {usd(v.usd_month)} a month."
    if v.verdict is None:
        return f"Self-hosting costs {usd(v.usd_month)} a month with {machines} busy {busy} of the time; nothing of the catalogue stands beside it."
    if v.verdict == "too-close":
        return too_close(v)
    if v.verdict == "self-host":
        others = [(way, bill) for way, bill in (("closed", v.api_usd_month), ("hosted", v.hosted_usd_month)) if bill is not None]
        way, month = min(others, key=lambda other: other[1])
        beside = f"{usd(month - v.usd_month)} less than {named(v)[way]}" if month > v.usd_month else f"as much as {named(v)[way]}"
        return f"Self-host: it costs {usd(v.usd_month)} a month with {machines} busy {busy} of the time, {beside}."
    bills = carrying_bills(v)
    mine, theirs = told_apart(v.usd_month, bills[v.cheapest])
    if v.verdict == "hybrid":
        part = as_given(v.hybrid_open_pct, UNITS["pct"])
        return f"Mix: {part} on open weights and the rest by API costs {theirs} a month; all of it on your own GPUs costs {mine}."
    model = v.called if v.verdict == "closed" else v.host
    same = "as much, with nothing to run" if v.usd_month == bills[v.cheapest] else ""
    serves = f"{model.name_on(v.day)}, would have served" if model.retired_by(v.day) else f"{model.name} serves"
    return f"Do not self-host for the money: {keeps} {mine} a month; {serves} the same load for {same or theirs}."


def warnings(v: View) -> list[str]:
    found = list(catalogue.age_note(v.day))
    if v.max_tokens_per_second is None:
        known = "is reckoned from" if v.set_up.points else "is that of"
        shape = f"{given(v, 'input_tokens')} in and {as_given(v.output_tokens)} out"
        found.append(
            f"The maximum of {count(v.used_tokens_per_second)} tokens a second of one GPU, for {shape}, {known} {v.set_up.conditions}. Measure your own."
        )
    if not v.saturated and v.peak_tokens_per_second > v.capacity_tokens_per_second:
        give = verb_for(v.rented_gpus, "this GPU gives", "these GPUs give")
        found.append(f"The peak asks for {counted(v.peak_tokens_per_second, 'tokens')} a second, more than {give}: requests will wait.")
    left = v.rented_gpus - v.whole_copies * v.gpus_per_copy
    if left:
        found.append(
            f"A copy of the model takes {v.gpus_per_copy} GPUs: {counted(left, 'GPUs')} of {v.rented_gpus} {verb_for(left, 'makes', 'make')} no copy and only {verb_for(left, 'stands', 'stand')} by, on the bill."
        )
    if v.offers:
        asked = f"{price(v.listed_low_usd_hour)} to {price(v.listed_high_usd_hour)}"
        month = " to ".join(told_apart(v.low_usd_month, v.high_usd_month))
        found.append(f"There is no one price of a GPU: offers run from {asked} an hour, and the month from {month}.")
    if v.utilisation_pct < thresholds["idle_gpus_below_pct"].value and not v.saturated:
        found.append(
            f"These GPUs work {pct(v.utilisation_pct)} of the time: the rest of the rent, {usd(v.idle_usd_month)} a month, buys nothing."
        )
    if not v.staff_usd_month:
        found.append("No people are counted: somebody will be on call for these machines.")
    for model in dict.fromkeys(model for model in (v.called, v.host) if model and model.retired_by(v.day)):
        found.append(f"Retired on {model.retires}: {model.name} can no longer be called, so its bill is what it would have cost.")
    if v.host and v.set_up and v.host.weights != v.set_up.weights:
        found.append(f"Two different models: the hosted bill is for {v.host.name}, the rented GPUs run {v.set_up.label}.")
    return found


def source_of(place: Callable[[list[Any]], int]) -> Callable[[View], str]:
    """Where the offer was read that stands at a place among the listed ones, the cheapest first."""

    def source(v: View) -> str:
        listed = catalogue.gpus()[v.set_up.gpu].offers_on(v.day)
        return listed[place(listed)].source

    return source


def gpus_needed(values: Mapping[str, Any]) -> int:
    """The GPUs of one copy of the model."""
    return int(gpus_per_copy(set_up(values["setup"]), values["max_tokens_per_second"]))


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


def gpu_label(v: View) -> str:
    return catalogue.gpus()[v.set_up.gpu].label


def list_prices(route: str, model: str) -> tuple[Formula, ...]:
    """The list prices of what the formula `model` has found, as `<route>_input_usd_mtok` and the like."""

    def price_of(name: str, kind: str) -> Formula:
        return Formula(
            lambda rates: rates[f"used_{kind}_usd_mtok"],
            f"List price of {name}",
            id=f"{route}_{kind.removesuffix('_input')}_usd_mtok",
            parameters=(f"{route}_rates",),
            words="as listed for a request of this length, with its part of writing the cache"
            if kind == "cached_input"
            else "as listed for a request of this length",
            is_found=True,
            numbers=lambda v: getattr(v, model).name,
            source=lambda v: getattr(v, model).at(v.day).source,
        )

    rates = Formula(
        prices_of,
        "List prices",
        id=f"{route}_rates",
        parameters=(model, "day", "input_tokens"),
        words="those of a request of this length",
        is_found=True,
    )
    return rates, price_of("input", "input"), price_of("cached input", "cached_input"), price_of("output", "output")


CALCULATOR = Calculator(
    id="self-host",
    code="E5",
    group="economics",
    title="Self-hosting",
    question="What does this load cost on rented GPUs, idle hours and people included, and what would it cost by API?",
    inputs=(
        "requests_per_second",
        "peak_to_average",
        "input_tokens",
        "output_tokens",
        "setup",
        "max_tokens_per_second",
        "gpu_usd_hour",
        "gpus",
        "spare_gpus",
        "staff_usd_month",
        "hosted_model",
        "model",
        "cached_input_pct",
        "hybrid_open_pct",
        "data",
    ),
    rules=(
        Needed("max_tokens_per_second", "setup"),
        Needed("gpu_usd_hour", "setup"),
        Enough("gpus", gpus_needed, "one copy of the model takes {least} GPUs"),
        refused_by("model"),
        refused_by("hosted_model"),
    ),
    steps=(
        Formula(day, "Day of the prices", words="the day given, else the newest", is_found=True),
        Formula(set_up, "Set-up", words="as chosen", is_found=True),
        Formula(offers, "Listed offers", words="the newest of each provider", is_found=True),
        Formula(
            listed_low_usd_hour,
            "Lowest listed price of a GPU",
            words="the lowest of the listed offers",
            numbers=gpu_label,
            is_found=True,
            source=source_of(lambda listed: 0),
        ),
        Formula(
            listed_usd_hour,
            "Price of a GPU",
            words="the middle of the listed offers",
            numbers=gpu_label,
            is_found=True,
            source=source_of(catalogue.middle),
        ),
        Formula(
            listed_high_usd_hour,
            "Highest listed price of a GPU",
            words="the highest of the listed offers",
            numbers=gpu_label,
            is_found=True,
            source=source_of(lambda listed: -1),
        ),
        of_set_up(prefill_gpu_seconds_mtok, "Reading a million tokens", "rate of reading"),
        of_set_up(decode_gpu_seconds_mtok, "Writing a million tokens", "rate of writing"),
        of_set_up(cache_gpu_seconds_mtok_ktok, "Reading the cache for a million tokens written, each thousand in it", "rate of the cache"),
        Formula(read_gpu_seconds, "Reading the input"),
        Formula(written_gpu_seconds, "Writing the output"),
        Formula(cached_gpu_seconds, "Reading the cache"),
        Formula(request_gpu_seconds, "A request keeps a GPU busy for"),
        Formula(measured_tokens_per_second, "Maximum of one GPU, at this shape", term="maximum of one GPU"),
        Formula(whole_copies, "Whole copies of the model"),
        Formula(
            gpus_per_copy,
            "GPUs of a copy of the model",
            words="as measured; 1 where the maximum is your own",
            numbers=lambda v: v.set_up.label if v.max_tokens_per_second is None else "your own maximum",
            is_found=True,
        ),
        Formula(used_usd_hour, "Price of a GPU"),
        Formula(used_tokens_per_second, "Maximum of one GPU"),
        Formula(load_tokens_per_second, "Load in tokens", term="load"),
        Formula(peak_tokens_per_second, "Load at the peak"),
        Formula(capacity_tokens_per_second, "What they can give"),
        Formula(rent_usd_month, "Rent"),
        Formula(called, "Model called today", words="as chosen", is_found=True),
        Formula(
            hosts, "Hosts of these weights", words="the one chosen, else all that sell the same weights, the cheapest first", is_found=True
        ),
        Formula(host, "Open weights hosted by others", words="as chosen, else the middle one of the hosts", is_found=True),
        Formula(cheapest_host, "Cheapest host", words="of the hosts, for such a request", is_found=True),
        Formula(dearest_host, "Dearest host", words="of the hosts, for such a request", is_found=True),
        Formula(requests_per_month, "Requests a month"),
        *list_prices("api", "called"),
        *list_prices("hosted", "host"),
        *list_prices("low", "cheapest_host"),
        *list_prices("high", "dearest_host"),
        Formula(api_usd_request, "A request, by the API called today", term="price of a request"),
        Formula(hosted_usd_request, "A request, by open weights hosted by others", term="price of a request"),
        Formula(part_tokens_per_second, "Load of the share for open weights"),
        Formula(part_gpus, "GPUs for that share"),
        Formula(own_part_usd_month, "That share self-hosted", none="none: they cannot carry it"),
        Formula(hosted_part_usd_month, "That share hosted by others"),
        Formula(open_part_usd_month, "The share for open weights", none="none: it is neither carried nor sold"),
        Formula(serving_usd_month, "Self-hosting, if it carries the load", term="self-hosting", none="none: it cannot carry the load"),
        Formula(
            least_usd_month,
            "The smallest bill",
            words="the smallest known bill of the ways that can carry the load",
            numbers=lambda v: ", ".join(f"{name} {full_usd(month)}" for name, month in carrying_bills(v).items() if month is not None),
        ),
        Formula(hosted_low_usd_month, "Bill at the cheapest host", none="no host of these weights in the catalogue"),
        Formula(hosted_high_usd_month, "Bill at the dearest host", none="no host of these weights in the catalogue"),
        Formula(serving_low_usd_month, "Self-hosting at the lowest listed price", none="none: it cannot carry the load"),
        Formula(serving_high_usd_month, "Self-hosting at the highest listed price", none="none: it cannot carry the load"),
        Formula(copy_usd_month, "Rent of a copy"),
        Formula(standing_usd_month, "Spare GPUs and people"),
        Formula(copy_requests_per_second, "Requests that a copy carries at this peak"),
        Formula(hosted_rate_usd_month, "Hosted price of one request a second", none=UNKNOWN),
        Formula(copy_gain_usd_month, "Gain of a full copy against hosted"),
        Formula(copies_to_match, "Whole copies that pay at full load", none="never"),
    ),
    outputs=(
        Output(
            verdict,
            "Verdict",
            kind="choice",
            options=VERDICTS,
            key=True,
            none="unknown: nothing stands beside it",
            source="playbook",
        ),
        Output(usd_month, "Bill of self-hosting", key=True),
        Output(utilisation_pct, "Utilisation", key=True),
        Output(idle_usd_month, "Of which paid for idling", key=True),
        Output(
            hosted_usd_month,
            "The same load on open weights hosted by others",
            none="no host of these weights in the catalogue",
            key=True,
            term="open weights hosted by others",
        ),
        Output(
            api_usd_month,
            "The same load with the API you call today",
            none="not known: choose a model that the catalogue has",
            key=True,
            term="the API you call today",
        ),
        Output(
            even_requests_per_second,
            "Self-hosting costs as much as hosted at",
            none="never, as far as hosted prices are known",
            key=True,
        ),
        Output(
            model_error_pct,
            "The maximum may be off by",
            none="not known: measure it",
            key=True,
            words="mean of |ln(predicted / measured)| of each shape, predicted from the others",
            numbers=error_words,
            is_found=True,
            source=lambda v: v.set_up.source,
        ),
        Output("gpus", "GPUs rented", by=rented_gpus),
        Output(tokens_per_second, "Tokens served"),
        Output(usd_mtok_output, "Price of output tokens, GPUs only"),
        Output(saturated, "Load above what they can give", kind="yes-no"),
        Output(hybrid_usd_month, "Hybrid", none="not known without a price of the API"),
        Output(
            cheapest,
            "Cheapest of the four",
            kind="choice",
            options=BRANCHES,
            none="none that is known to carry this load",
            words="the way with the smallest known bill, of those that can carry the load",
        ),
        Output(low_usd_month, "Bill at the lowest listed price of the GPU", none="your own price counts"),
        Output(high_usd_month, "Bill at the highest listed price of the GPU", none="your own price counts"),
        Output(
            branches,
            "Four ways to serve this load",
            kind="table",
            columns=(
                Output("branch", "Way", kind="choice", options=BRANCHES),
                Output("what", "What it is", kind="word"),
                Output("usd_month", "Bill", none="not known"),
                Output("quality", "Quality", kind="word"),
            ),
        ),
    ),
    headline=headline,
    warnings=warnings,
    charts=price_by_load,
    verdict="verdict",
    spread="usd_month",
)
