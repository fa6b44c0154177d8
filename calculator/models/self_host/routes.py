"""The same load by API: the one called today, and open weights hosted by others."""

from typing import NamedTuple

from calculator.data import catalogue
from calculator.data.catalogue import Model
from calculator.formulas.functions import known
from calculator.formulas.model import Formula
from calculator.inputs.vocabulary.common import SAME
from calculator.models.shared import offers
from calculator.models.shared.api_prices import cached_tokens, called, request_usd, written_tokens
from calculator.models.shared.offers import prices_of

UNKNOWN = "unknown: a price is not known"
NO_HOST = "no host of these weights in the catalogue"


class Hosts(NamedTuple):
    """Those who sell some weights, the cheapest first: a record, which nothing takes for numbers."""

    models: list[Model]


def hosts(hosted_model, day, input_tokens, cached_input_pct, output_tokens, set_up=None):
    """The open weights that the reader chose, or all hosts of the same weights that take the request, the cheapest first; none where the catalogue has none."""
    if hosted_model != SAME:
        return Hosts([catalogue.models()[hosted_model]])
    if set_up is None:
        return Hosts([])
    cached = cached_tokens(input_tokens, cached_input_pct)
    written = written_tokens(input_tokens, cached, offers.READS)
    found = offers.offers(set_up.weights, day, offers.Request(input_tokens - cached - written, cached, written, output_tokens, 0, None))
    return Hosts([found.selling[place].model for _, place in found.bills])


def host(hosts):
    return hosts.models[catalogue.middle(hosts.models)] if hosts.models else None


# The ends of what hosts ask are those of their middle half: a single dear host, whom nobody has to take, would leave every second load too close to call.


def lower_host(hosts):
    return hosts.models[catalogue.quarter(hosts.models)] if hosts.models else None


def upper_host(hosts):
    return hosts.models[-1 - catalogue.quarter(hosts.models)] if hosts.models else None


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


STEPS = (
    Formula(called, "Model called today", words="as chosen", is_found=True),
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
