"""E5: what a load costs on rented GPUs, idle hours included, beside the same load by API."""

from calculator.data import catalogue, thresholds
from calculator.formulas.answer import Answer
from calculator.formulas.trace import Trace
from calculator.formulas.model import Calculator, Output
from calculator.models.self_host.branches import (
    BRANCHES,
    branches_of,
    called_today,
    cheapest_of,
    hosted_open,
    hybrid_month,
    traces_of_bills,
)
from calculator.models.self_host.charts import price_by_load
from calculator.models.self_host.rented import machine_of, rent, rented, traces_of
from calculator.models.self_host.throughput import HOURS_PER_MONTH, SECONDS_PER_HOUR, copies_to_match, even_load, measured_error
from calculator.numbers.decimals import HUNDRED, ZERO, share
from calculator.numbers.units import count, counted, pct, price, rate, usd, verb_for

SECONDS_PER_DAY = 86_400
SECONDS_PER_MONTH = HOURS_PER_MONTH * SECONDS_PER_HOUR


def load_words(x) -> str:
    per = (rate(x.requests_per_second), "second") if x.requests_per_second >= 1 else (count(x.requests_per_second * SECONDS_PER_DAY), "day")
    return f"1 request a {per[1]} keeps" if per[0] == "1" else f"{per[0]} requests a {per[1]} keep"


def headline_of(x, r, others: list, day: str) -> str:
    """The verdict. `others` are what else serves the load, each a model and its bill of a month."""
    machines = counted(r.gpus, "GPUs")
    if r.saturated:
        give = verb_for(r.gpus, "the GPU gives", "they give")
        return f"More load than {machines} can carry: it asks for {counted(r.load, 'tokens')} a second, {give} {count(r.capacity)}."
    model, month = min(others, key=lambda other: other[1], default=(None, None))
    keeps = f"{load_words(x)} {machines} busy {pct(r.utilisation_pct)} of the time for {usd(r.month)} a month"
    if model and month < r.month:
        serves = f"{model.name_on(day)}, would have served" if model.retired_by(day) else f"{model.name} serves"
        return f"Do not self-host for the money: {keeps}; {serves} the same load for {usd(month)}."
    if r.utilisation_pct < thresholds["idle_gpus_below_pct"].value:
        return f"Do not rent GPUs for this load: {keeps}."
    beside = "; nothing of the catalogue stands beside it"
    if model:
        difference = month - r.month
        beside = f", {usd(difference)} less than {model.name_on(day)}" if difference else f", as much as with {model.name_on(day)}"
    return f"Self-hosting costs {usd(r.month)} a month with {machines} busy {pct(r.utilisation_pct)} of the time{beside}."


def warnings_of(x, r, low, high, api, host, day: str) -> list[str]:
    machine, warnings = r.machine, []
    if x.max_tokens_per_second is None:
        measured = f"The maximum of {count(machine.maximum)} tokens a second of one GPU was measured with {machine.setup.label}: {machine.setup.conditions}."
        warnings.append(f"{measured} Yours are {count(x.input_tokens)} in and {count(x.output_tokens)} out: measure your own.")
    if not r.saturated and r.peak > r.capacity:
        give = verb_for(r.gpus, "this GPU gives", "these GPUs give")
        warnings.append(f"The peak asks for {counted(r.peak, 'tokens')} a second, more than {give}: requests will wait.")
    if x.gpus % machine.copy:
        stand_by = verb_for(x.gpus, "is no whole copy, so it can only stand by", "are not whole copies, so some can only stand by")
        warnings.append(f"A copy of the model takes {machine.copy} GPUs: {counted(x.gpus, 'GPUs')} {stand_by}.")
    if machine.listed:
        asked = " to ".join(price(amount) for amount in machine.listed)
        warnings.append(f"There is no one price of a GPU: offers run from {asked} an hour, and the month from {usd(low)} to {usd(high)}.")
    if not x.staff_usd_month:
        warnings.append("No people are counted: somebody will be on call for these machines.")
    for model in dict.fromkeys(offer.model for offer in (api, host) if offer and offer.model.retired_by(day)):
        warnings.append(f"{model.name} was retired on {model.retires} and can no longer be called: its bill is what it would have cost.")
    if host and machine.setup and host.model.weights != machine.setup.weights:
        warnings.append(f"Two different models: the hosted bill is for {host.model.name}, the rented GPUs run {machine.setup.label}.")
    return warnings


def break_even(copy_month, fixed, carried, other_month) -> tuple[str, str]:
    """(formula, numbers) of the load at which self-hosting costs as much as hosted, where a request a second costs `other_month`."""
    if other_month is None:
        return "unknown: no hosted price is known", "no price known"
    copies, full = copies_to_match(copy_month, fixed, carried, other_month), carried * other_month
    if copies is None:
        return (
            "never: a full copy of the model rents for as much as its load costs hosted, or more",
            f"{price(copy_month)} a copy; it carries {rate(carried)} requests a second at this peak, {price(full)} hosted",
        )
    return (
        "(whole copies that pay at full load x rent of a copy + spare GPUs and people) / hosted price of one request a second",
        f"({copies} x {price(copy_month)} + {price(fixed)}) / {price(other_month)}",
    )


def compute(x) -> Answer:
    day = catalogue.day_of(x.data)
    machine = machine_of(x, day)
    r = rented(x, machine)
    low, high = (rent(r.gpus, hour) + x.staff_usd_month for hour in machine.listed) if machine.listed else (None, None)

    requests = x.requests_per_second * SECONDS_PER_MONTH
    api, host = called_today(x, day), hosted_open(x, machine.setup.weights if machine.setup else "", day)
    api_month, host_month = (offer and requests * offer.request for offer in (api, host))
    part = share(x.hybrid_open_pct)
    mine = rented(x, machine, part) if part else None
    opens = ([] if mine and mine.saturated else [mine.month if mine else ZERO]) + ([host_month * part] if host else [])
    months = {"closed": api_month, "hosted": host_month, "self-hosted": r.month, "hybrid": hybrid_month(x, api_month, opens)}
    serving = months | ({"self-hosted": None} if r.saturated else {})  # a bill for part of the load is no way to serve it
    cheapest, error = cheapest_of(serving), measured_error()

    copy_month, fixed = rent(machine.copy, machine.usd_hour), rent(x.spare_gpus, machine.usd_hour) + x.staff_usd_month
    carried = machine.maximum * machine.copy / (x.peak_to_average * x.output_tokens)
    even = even_load(copy_month, fixed, carried, host.request * SECONDS_PER_MONTH) if host else None

    lowest, highest = map(price, machine.listed or (machine.usd_hour,) * 2)
    known = [(offer.model, month) for offer, month in ((api, api_month), (host, host_month)) if offer]
    run = catalogue.runs()[error.worst_run]
    return Answer(
        outputs={
            "gpus": r.gpus,
            "tokens_per_second": r.tokens,
            "utilisation_pct": r.utilisation_pct,
            "usd_mtok_output": r.usd_mtok_output,
            "usd_month": r.month,
            "idle_usd_month": r.idle,
            "saturated": r.saturated,
            "hosted_usd_month": host_month,
            "api_usd_month": api_month,
            "hybrid_usd_month": months["hybrid"],
            "cheapest": cheapest,
            "even_requests_per_second": even,
            "low_usd_month": low,
            "high_usd_month": high,
            "model_error_pct": error.mean * HUNDRED,
            "branches": branches_of(x, machine.setup, r, api, host, months, day),
        },
        headline=headline_of(x, r, known, day),
        trace=(
            *traces_of(x, r),
            *traces_of_bills(x, months, api, host, opens, requests),
            Trace(
                "Cheapest",
                "the smallest known bill of the ways that can carry the load",
                ", ".join(f"{name} {usd(month)}" for name, month in serving.items() if month is not None),
                cheapest,
                output="cheapest",
            ),
            Trace(
                "Load at which self-hosting costs as much as hosted",
                *break_even(copy_month, fixed, carried, host and host.request * SECONDS_PER_MONTH),
                even,
                output="even_requests_per_second",
            ),
            *(
                Trace(
                    f"At the {word} listed price",
                    *(
                        ("GPUs x listed price x 730 + people", f"{r.gpus} x {hour} x 730 + {price(x.staff_usd_month)}")
                        if machine.listed
                        else ("none: your own price counts", price(machine.usd_hour) + " an hour, as typed")
                    ),
                    month,
                    output=output,
                )
                for word, hour, month, output in (("lowest", lowest, low, "low_usd_month"), ("highest", highest, high, "high_usd_month"))
            ),
            Trace(
                "Error of the throughput model",
                "mean of |ln(min(load, maximum) / measured)| over the measured runs",
                f"{error.runs} runs; worst {pct(error.worst * HUNDRED)}, at {count(run.offered_per_second)} requests a second offered",
                error.mean * HUNDRED,
                run.source,
                "model_error_pct",
            ),
        ),
        warnings=(*catalogue.aged(day), *warnings_of(x, r, low, high, api, host, day)),
        as_of=day,
    )


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
    outputs=(
        Output("usd_month", "Bill of self-hosting", key=True),
        Output("utilisation_pct", "Utilisation", key=True),
        Output("idle_usd_month", "Of which paid for idling", key=True),
        Output(
            "hosted_usd_month",
            "The same load on open weights hosted by others",
            none="no host of these weights in the catalogue",
            key=True,
        ),
        Output(
            "api_usd_month",
            "The same load with the API you call today",
            none="not known: choose a model that the catalogue has",
            key=True,
        ),
        Output(
            "even_requests_per_second",
            "Self-hosting costs as much as hosted at",
            none="never, as far as hosted prices are known",
            key=True,
        ),
        Output("model_error_pct", "Error of predicted tokens a second, mean over measured runs", key=True),
        Output("gpus", "GPUs rented"),
        Output("tokens_per_second", "Tokens served"),
        Output("usd_mtok_output", "Price of output tokens, GPUs only"),
        Output("saturated", "Load above what they can give", kind="yes-no"),
        Output("hybrid_usd_month", "Hybrid", none="not known without a price of the API"),
        Output("cheapest", "Cheapest of the four", kind="choice", options=BRANCHES, none="none that is known to carry this load"),
        Output("low_usd_month", "Bill at the lowest listed price of the GPU", none="your own price counts"),
        Output("high_usd_month", "Bill at the highest listed price of the GPU", none="your own price counts"),
        Output(
            "branches",
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
    compute=compute,
    charts=price_by_load,
)
