"""The four ways of serving one load, and what is known of their quality."""

from typing import Any

from calculator.data import catalogue
from calculator.formulas.model import View
from calculator.inputs.vocabulary.common import SAME
from calculator.models.shared.api_prices import prices_of, request_usd
from calculator.numbers.decimals import exact
from calculator.numbers.display import as_given, counted, pct, told_apart
from calculator.numbers.units import UNITS

BRANCHES = {
    "closed": "The API you call today",
    "hosted": "Open weights hosted by others",
    "self-hosted": "Self-hosted open weights",
    "hybrid": "Hybrid",
}
NOT_KNOWN = "not known here: measure it on your own cases"


def sellers(hosted_model, day, set_up=None):
    """The open weights that the reader chose, or all hosts of the same weights; none where the catalogue has none."""
    if hosted_model != SAME:
        return [catalogue.models()[hosted_model]]
    weights = set_up.weights if set_up else ""
    return [model for model in catalogue.models().values() if weights and model.weights == weights and model.sold_on(day)]


def hosts(sellers, day, input_tokens, cached_input_pct, output_tokens):
    """The hosts, the cheapest for such a request first."""
    shape = tuple(map(exact, (input_tokens, cached_input_pct, output_tokens)))
    return sorted(sellers, key=lambda model: request_usd(*shape, *list(prices_of(model, day).values())[:3]))


def host(hosts):
    return hosts[catalogue.middle(hosts)] if hosts else None


def cheapest_host(hosts):
    return hosts[0] if hosts else None


def dearest_host(hosts):
    return hosts[-1] if hosts else None


def hosted_words(v: View) -> str:
    if not v.host:
        return "no host of these weights in the catalogue"
    others = (
        ""
        if len(v.hosts) == 1
        else f", the middle of {counted(len(v.hosts), 'hosts')} from {' to '.join(told_apart(v.hosted_low_usd_month, v.hosted_high_usd_month))}"
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
