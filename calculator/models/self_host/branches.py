"""The four ways of serving one load, and what is known of their quality."""

from typing import Any, NamedTuple

from calculator.data import catalogue
from calculator.data.catalogue import Model
from calculator.formulas.model import View
from calculator.inputs.vocabulary.common import SAME
from calculator.models.shared import offers
from calculator.models.shared.api_prices import cached_tokens, written_tokens
from calculator.numbers.display import as_given, counted, pct, told_apart
from calculator.numbers.units import UNITS

BRANCHES = {
    "closed": "The API you call today",
    "hosted": "Open weights hosted by others",
    "self-hosted": "Self-hosted open weights",
    "hybrid": "Hybrid",
}
NOT_KNOWN = "not known here: measure it on your own cases"


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


def cheapest_host(hosts):
    return hosts.models[0] if hosts.models else None


def dearest_host(hosts):
    return hosts.models[-1] if hosts.models else None


def hosted_words(v: View) -> str:
    if not v.host:
        return "no host of these weights in the catalogue"
    others = (
        ""
        if len(v.hosts.models) == 1
        else f", the middle of {counted(len(v.hosts.models), 'hosts')} from {' to '.join(told_apart(v.hosted_low_usd_month, v.hosted_high_usd_month))}"
    )
    return f"{v.host.name_on(v.day)}{others}"


def branches(v: View) -> list[dict[str, Any]]:
    same = v.host is not None and v.set_up is not None and v.host.weights == v.set_up.weights
    carried = f"; they carry only {pct(100 * v.capacity_tokens_per_second / v.load_tokens_per_second)} of this load" if v.saturated else ""
    own = v.set_up.label if v.set_up else "your own set-up"
    what = {
        "closed": v.called.name_on(v.day) if v.called else "not known: choose a model that the catalogue has",
        "hosted": hosted_words(v),
        "self-hosted": f"{own}: {counted(v.rented_gpus, 'GPUs')} and the people who run them{carried}",
        "hybrid": f"{as_given(v.hybrid_open_pct, UNITS['pct'])} of the requests by the cheaper of the two above, the rest as today",
    }
    months = {"closed": v.api_usd_month, "hosted": v.hosted_usd_month, "self-hosted": v.usd_month, "hybrid": v.hybrid_usd_month}
    quality = {
        "closed": "what you have today",
        "hosted": NOT_KNOWN,
        "self-hosted": "as hosted, at the same precision: the weights are the same" if same else NOT_KNOWN,
        "hybrid": "what you have today for the requests that stay",
    }
    return [{"branch": branch, "what": what[branch], "usd_month": months[branch], "quality": quality[branch]} for branch in BRANCHES]
