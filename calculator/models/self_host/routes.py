"""The same load by API: the one called today, and open weights hosted by others."""

import math
from functools import cache
from typing import NamedTuple

from calculator.data import as_of, catalogue
from calculator.data.catalogue import Model
from calculator.formulas.functions import known
from calculator.formulas.model import Formula
from calculator.inputs.vocabulary.common import SAME
from calculator.models.shared import offers
from calculator.models.shared.api_prices import called, request_usd
from calculator.models.shared.offers import prices_of
from calculator.numbers.constants import HOURS_PER_DAY

UNKNOWN = "unknown: a price is not known"
NO_HOST = "no host of these weights in the catalogue"


class Hosts(NamedTuple):
    """Those who sell some weights, the cheapest first: a record, which nothing takes for numbers."""

    order: list[int]  # their places among `selling`
    selling: tuple[offers.Seller, ...]

    def at(self, rank: int) -> Model:
        return self.selling[self.order[rank]].model

    @property
    def models(self) -> list[Model]:
        return [self.selling[place].model for place in self.order]


def waiting_pct(hours, window_hours_day, hourly_load=None):
    """All requests wait, for some hours of a day, where GPUs run for a part of it; but not where the hours in which requests come are given, which a window holds."""
    waits = hours == "window" and window_hours_day < HOURS_PER_DAY and hourly_load is None
    return 0 * window_hours_day + (100 if waits else 0)  # of the kind of the other numbers: exact in an answer, a float in a draw


@cache  # draws ask thousands of times
def is_gone(id: str, today: str | None) -> bool:
    """Whether a model is retired on the reader's day."""
    return catalogue.models()[id].retired_by(today or as_of())


@cache
def any_gone(weights: str, today: str | None) -> bool:
    return any(is_gone(id, today) for id, model in catalogue.models().items() if model.weights == weights)


def hosts(hosted_model, day, input_tokens, cached_input_pct, output_tokens, waiting_pct, set_up=None, today=None):
    """The open weights that the reader chose, or all hosts of the same weights that take the request, the cheapest first; none where the catalogue has none.

    Nobody is sent to a host that is retired on the reader's day.
    """
    if hosted_model != SAME:
        chosen = offers.Seller(catalogue.models()[hosted_model], (math.inf, math.inf, math.inf), ())
        return Hosts([] if is_gone(hosted_model, today) else [0], (chosen,))
    if set_up is None:
        return Hosts([], ())
    found = offers.offers(set_up.weights, day, offers.request_of(input_tokens, cached_input_pct, output_tokens, waiting_pct))
    order = found.order
    if any_gone(set_up.weights, today):
        order = [place for place in order if not is_gone(found.selling[place].model.id, today)]
    return Hosts(order, found.selling)


def host(hosts):
    return hosts.at(catalogue.middle(hosts.order)) if hosts.order else None


# The ends of what hosts ask are those of their middle half: a single dear host, whom nobody has to take, would leave every second load too close to call.


def lower_host(hosts):
    return hosts.at(catalogue.quarter(hosts.order)) if hosts.order else None


def upper_host(hosts):
    return hosts.at(-1 - catalogue.quarter(hosts.order)) if hosts.order else None


def api_input_usd_mtok(input_usd_mtok=None, listed_input_usd_mtok=None):
    return input_usd_mtok if known(input_usd_mtok) else listed_input_usd_mtok


def api_cached_usd_mtok(api_input_usd_mtok, cached_input_usd_mtok=None, listed_cached_usd_mtok=None):
    if known(cached_input_usd_mtok):
        return cached_input_usd_mtok
    return listed_cached_usd_mtok if known(listed_cached_usd_mtok) else api_input_usd_mtok


def api_output_usd_mtok(output_usd_mtok=None, listed_output_usd_mtok=None):
    return output_usd_mtok if known(output_usd_mtok) else listed_output_usd_mtok


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


def held_prices(model, day, input_tokens, waiting_pct, today=None):
    """None of a model that is retired on the reader's day."""
    return None if is_gone(model.id, today) else prices_of(model, day, input_tokens, waiting_pct > 0)


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
        held_prices,
        "List prices",
        id=f"{route}_rates",
        parameters=(model, "day", "input_tokens", "waiting_pct", "today"),
        words="those of a request of this length, in a batch where all wait",
        is_found=True,
    )
    return rates, price_of("input", "input"), price_of("cached input", "cached_input"), price_of("output", "output")


STEPS = (
    Formula(called, "Model called today", words="as chosen", is_found=True),
    Formula(
        waiting_pct,
        "Requests that wait",
        words="all, where GPUs run for a part of the day and no hours are given in which requests come",
        is_found=True,
    ),
    Formula(
        hosts, "Hosts of these weights", words="the one chosen, else all that sell the same weights, the cheapest first", is_found=True
    ),
    Formula(host, "Open weights hosted by others", words="as chosen, else the middle one of the hosts", is_found=True),
    Formula(
        lower_host, "Host at the lower quarter", words="of the hosts, for such a request, the cheapest of the middle half", is_found=True
    ),
    Formula(
        upper_host, "Host at the upper quarter", words="of the hosts, for such a request, the dearest of the middle half", is_found=True
    ),
    *list_prices("listed", "called"),
    *list_prices("hosted", "host"),
    *list_prices("low", "lower_host"),
    *list_prices("high", "upper_host"),
    Formula(api_input_usd_mtok, "Price of input"),
    Formula(api_cached_usd_mtok, "Price of cached input"),
    Formula(api_output_usd_mtok, "Price of output"),
    Formula(api_usd_request, "A request, by the API called today", term="price of a request"),
    Formula(hosted_usd_request, "A request, by open weights hosted by others", term="price of a request"),
    Formula(hosted_low_usd_month, "Bill at the host of the lower quarter", none=NO_HOST),
    Formula(hosted_high_usd_month, "Bill at the host of the upper quarter", none=NO_HOST),
)
