"""E5: what a load costs on rented GPUs, idle hours included, beside the same load by API."""

from collections.abc import Callable
from typing import Any

from calculator.data import catalogue, thresholds
from calculator.formulas.functions import known, least, least_known, most, percent, rounded_up, share
from calculator.formulas.model import Calculator, Formula, Needed, Output, View
from calculator.inputs.vocabulary.common import OWN
from calculator.models.self_host.branches import BRANCHES, branches, host
from calculator.models.self_host.charts import price_by_load
from calculator.models.self_host.throughput import measured_error
from calculator.models.shared.api_prices import called, day, prices_of, request_usd
from calculator.numbers.constants import HOURS_PER_MONTH, MILLION, SECONDS_PER_HOUR
from calculator.numbers.decimals import exact
from calculator.numbers.display import as_given, count, counted, full_count, full_pct, full_usd, pct, price, told_apart, usd, verb_for
from calculator.numbers.units import NO_UNIT, RATE, followed

SECONDS_PER_DAY = 86_400
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


def measured_tokens_per_second(set_up):
    return exact(set_up.tokens_per_second)


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


def capacity_tokens_per_second(rented_gpus, used_tokens_per_second):
    return rented_gpus * used_tokens_per_second


def tokens_per_second(load_tokens_per_second, capacity_tokens_per_second):
    return least(load_tokens_per_second, capacity_tokens_per_second)


def utilisation_pct(tokens_per_second, capacity_tokens_per_second):
    return percent(tokens_per_second / capacity_tokens_per_second)


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


# A part of the load on open weights, the rest by API


def part_tokens_per_second(load_tokens_per_second, hybrid_open_pct):
    return load_tokens_per_second * share(hybrid_open_pct)


def part_gpus(gpus, part_tokens_per_second, peak_to_average, used_tokens_per_second, gpus_per_copy, spare_gpus):
    if gpus > 0:
        return gpus + spare_gpus
    return copies_for(part_tokens_per_second * peak_to_average, used_tokens_per_second, gpus_per_copy) * gpus_per_copy + spare_gpus


def own_part_usd_month(part_tokens_per_second, part_gpus, used_tokens_per_second, used_usd_hour, staff_usd_month):
    if part_tokens_per_second <= 0:
        return 0
    if part_tokens_per_second > part_gpus * used_tokens_per_second:
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


def model_error_pct():
    return measured_error().mean * 100


def error_words(v: View) -> str:
    error = measured_error()
    offered = full_count(catalogue.runs()[error.worst_run].offered_per_second)
    return f"{error.runs} runs; worst {full_pct(error.worst * 100)}, at {offered} requests a second offered"


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


def headline(v: View) -> str:
    machines = counted(v.rented_gpus, "GPUs")
    if v.saturated:
        give = verb_for(v.rented_gpus, "the GPU gives", "they give")
        asked, offered = told_apart(v.load_tokens_per_second, v.capacity_tokens_per_second, unit=NO_UNIT)
        return f"More load than {machines} can carry: it asks for {followed(asked, 'tokens')} a second, {give} {offered}."
    known = [(model, month) for model, month in ((v.called, v.api_usd_month), (v.host, v.hosted_usd_month)) if model]
    model, month = min(known, key=lambda other: other[1], default=(None, v.usd_month))
    busy = pct(v.utilisation_pct)
    keeps = f"{load_words(v)} {machines} busy {busy} of the time for"
    if model and month < v.usd_month:
        mine, theirs = told_apart(v.usd_month, month)
        serves = f"{model.name_on(v.day)}, would have served" if model.retired_by(v.day) else f"{model.name} serves"
        return f"Do not self-host for the money: {keeps} {mine} a month; {serves} the same load for {theirs}."
    if v.utilisation_pct < thresholds["idle_gpus_below_pct"].value:
        return f"Do not rent GPUs for this load: {keeps} {usd(v.usd_month)} a month."
    beside = "; nothing of the catalogue stands beside it"
    if model:
        difference = month - v.usd_month
        beside = f", {usd(difference)} less than {model.name_on(v.day)}" if difference else f", as much as with {model.name_on(v.day)}"
    return f"Self-hosting costs {usd(v.usd_month)} a month with {machines} busy {busy} of the time{beside}."


def warnings(v: View) -> list[str]:
    found = list(catalogue.age_note(v.day))
    if v.max_tokens_per_second is None:
        measured = f"The maximum of {count(v.used_tokens_per_second)} tokens a second of one GPU was measured with {v.set_up.label}: {v.set_up.conditions}."
        found.append(f"{measured} Yours are {as_given(v.input_tokens)} in and {as_given(v.output_tokens)} out: measure your own.")
    if not v.saturated and v.peak_tokens_per_second > v.capacity_tokens_per_second:
        give = verb_for(v.rented_gpus, "this GPU gives", "these GPUs give")
        found.append(f"The peak asks for {counted(v.peak_tokens_per_second, 'tokens')} a second, more than {give}: requests will wait.")
    if v.gpus % v.gpus_per_copy:
        stand_by = verb_for(v.gpus, "is no whole copy, so it can only stand by", "are not whole copies, so some can only stand by")
        found.append(f"A copy of the model takes {v.gpus_per_copy} GPUs: {followed(as_given(v.gpus), 'GPUs')} {stand_by}.")
    if v.offers:
        asked = f"{price(v.listed_low_usd_hour)} to {price(v.listed_high_usd_hour)}"
        month = " to ".join(told_apart(v.low_usd_month, v.high_usd_month))
        found.append(f"There is no one price of a GPU: offers run from {asked} an hour, and the month from {month}.")
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


def gpu_label(v: View) -> str:
    return catalogue.gpus()[v.set_up.gpu].label


def list_prices(route: str, model: str) -> tuple[Formula, ...]:
    """The list prices of what the formula `model` has found, as `<route>_input_usd_mtok` and the like."""

    def price_of(name: str, kind: str) -> Formula:
        return Formula(
            lambda found, day: prices_of(found, day)[f"used_{kind}_usd_mtok"],
            f"List price of {name}",
            id=f"{route}_{kind.removesuffix('_input')}_usd_mtok",
            parameters=(model, "day"),
            words="as listed",
            is_found=True,
            numbers=lambda v: getattr(v, model).name,
            source=lambda v: getattr(v, model).at(v.day).source,
        )

    return price_of("input", "input"), price_of("cached input", "cached_input"), price_of("output", "output")


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
    rules=(Needed("max_tokens_per_second", "setup"), Needed("gpu_usd_hour", "setup")),
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
        Formula(
            measured_tokens_per_second,
            "Maximum of one GPU",
            words="as measured",
            numbers=lambda v: v.set_up.label,
            is_found=True,
            source=lambda v: v.set_up.source,
        ),
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
        Formula(host, "Open weights hosted by others", words="as chosen, else where the same weights are cheapest", is_found=True),
        Formula(requests_per_month, "Requests a month"),
        *list_prices("api", "called"),
        *list_prices("hosted", "host"),
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
        Formula(copy_usd_month, "Rent of a copy"),
        Formula(standing_usd_month, "Spare GPUs and people"),
        Formula(copy_requests_per_second, "Requests that a copy carries at this peak"),
        Formula(hosted_rate_usd_month, "Hosted price of one request a second", none=UNKNOWN),
        Formula(copy_gain_usd_month, "Gain of a full copy against hosted"),
        Formula(copies_to_match, "Whole copies that pay at full load", none="never"),
    ),
    outputs=(
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
            "Error of predicted tokens a second, mean over measured runs",
            key=True,
            words="mean of |ln(min(load, maximum) / measured)| over the measured runs",
            numbers=error_words,
            is_found=True,
            source=lambda v: catalogue.runs()[measured_error().worst_run].source,
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
)
