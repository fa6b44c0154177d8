"""The four ways of serving one load: which each is, what it costs, and what is known of its quality."""

from typing import Any

from calculator.data import catalogue
from calculator.data.catalogue import Model
from calculator.formulas.model import View, given
from calculator.formulas.said import first_day
from calculator.models.shared.api_prices import exact_rates
from calculator.numbers.constants import HOURS_PER_DAY
from calculator.numbers.display import as_given, counted, pct, told_apart
from calculator.numbers.units import UNITS

BRANCHES = {
    "closed": "The API you call today",
    "hosted": "Open weights hosted by others",
    "self-hosted": "Self-hosted open weights",
    "hybrid": "Hybrid",
}
NOT_KNOWN = "not known here: measure it on your own cases"


def lists_batches(v: View, model: Model) -> bool:
    """Whether a model has a price of its own for what waits."""
    return exact_rates(model.at(v.day).for_input(v.input_tokens)).batch_discount is not None


def batch_words(v: View, model: Model) -> str:
    """Behind a bill by API of requests that wait, of a model that lists such a price."""
    return ", in batches" if v.waiting_pct and lists_batches(v, model) else ""


def closed_words(v: View) -> str:
    if v.api_usd_month is None and v.called:
        return str(v.called.name_on(first_day(v)))
    if v.api_usd_month is None:
        return "not known: choose a model that the catalogue has, or type its prices"
    return f"{v.called.name}{batch_words(v, v.called)}" if v.called else "at your own prices"


def hosted_words(v: View) -> str:
    if not v.host:
        return "no host of these weights in the catalogue"
    many, said = len(v.hosts.models), v.host.name
    if many == 1:
        return f"{said}{batch_words(v, v.host)}"
    asked = " to ".join(told_apart(v.hosted_low_usd_month, v.hosted_high_usd_month))
    half = ", of which the middle half ask" if catalogue.quarter(v.hosts.models) else " from"
    return f"{said}, the middle of {counted(many, 'hosts')}{half} {asked}{batch_words(v, v.host)}"


def is_part_of_day(v: View) -> bool:
    """Whether there are hours of a day in which the GPUs never run."""
    return bool(v.hours == "window" and v.window_hours_day < HOURS_PER_DAY)


def hours_words(v: View) -> str:
    """Behind a number of GPUs: how long they run, where that is a part of the day."""
    return f" for {given(v, 'window_hours_day')}" if is_part_of_day(v) else ""


def floor_words(v: View) -> str:
    """What the mix is: the floor, and where the rest goes."""
    part = as_given(v.hybrid_open_pct, UNITS["pct"])
    rest = "" if v.hybrid_open_pct >= 100 else ", the rest as today"
    if not v.hybrid_copies:
        return f"{part} of the requests on open weights by API{rest}"
    gpus = counted(v.hybrid_copies * v.used_gpus_per_copy, "GPUs")
    return f"{part} of the requests on open weights: {gpus} always on carry {pct(100 - v.hybrid_spilled_pct)} of their tokens, an API the others{rest}"


def branches(v: View) -> list[dict[str, Any]]:
    same = v.host is not None and v.set_up is not None and v.host.weights == v.set_up.weights
    carried = f"; they carry only {pct(100 * v.tokens_per_second / v.load_tokens_per_second)} of this load" if v.saturated else ""
    own = v.set_up.label if v.set_up else "your own set-up"
    what = {
        "closed": closed_words(v),
        "hosted": hosted_words(v),
        "self-hosted": f"{own}: {counted(v.rented_gpus, 'GPUs')}{hours_words(v)} and the people who run them, as many as you say for any number of GPUs{carried}",
        "hybrid": "not known without a price of an API" if v.hybrid_usd_month is None else floor_words(v),
    }
    months = {"closed": v.api_usd_month, "hosted": v.hosted_usd_month, "self-hosted": v.usd_month, "hybrid": v.hybrid_usd_month}
    quality = {
        "closed": "what you have today",
        "hosted": NOT_KNOWN,
        "self-hosted": "as hosted, at the same precision: the weights are the same" if same else NOT_KNOWN,
        "hybrid": "what you have today for the requests that stay",
    }
    return [{"branch": branch, "what": what[branch], "usd_month": months[branch], "quality": quality[branch]} for branch in BRANCHES]
