"""The ways of serving one load beside GPUs of one's own: a closed API, open weights that others host, and a mix."""

from decimal import Decimal
from typing import NamedTuple

from calculator.data import catalogue
from calculator.data.catalogue import Model, Setup
from calculator.formulas.trace import Trace
from calculator.inputs.vocabulary.common import OWN, SAME
from calculator.models.self_host.rented import Rented
from calculator.models.shared.api_prices import full_price, listed_rates
from calculator.numbers.decimals import HUNDRED, ONE, share
from calculator.numbers.units import counted, pct, price, term

BRANCHES = {
    "closed": "The API you call today",
    "hosted": "Open weights hosted by others",
    "self-hosted": "Self-hosted open weights",
    "hybrid": "Hybrid",
}
UNKNOWN = "unknown: a price is not known", "no price known"
NOT_KNOWN = "not known here: measure it on your own cases"


class Hosted(NamedTuple):
    """A model by API for the whole load: its list price for a request, in US dollars, and its source."""

    model: Model
    request: Decimal
    source: str


def hosted(x, model: Model, day: str) -> Hosted:
    held = model.at(day)
    return Hosted(model, full_price(listed_rates(held), x.input_tokens, x.output_tokens, x.cached_input_pct), held.source)


def called_today(x, day: str) -> Hosted | None:
    """The model that the reader calls by API; None for prices of the reader's own, which this calculator does not ask for."""
    return None if x.model == OWN else hosted(x, catalogue.models()[x.model], day)


def hosted_open(x, weights: str, day: str) -> Hosted | None:
    """The open weights that the reader chose, or the cheapest host of the same weights; None where the catalogue has no host of them."""
    if x.hosted_model != SAME:
        return hosted(x, catalogue.models()[x.hosted_model], day)
    offers = [hosted(x, model, day) for model in catalogue.models().values() if weights and model.weights == weights and model.sold_on(day)]
    return min(offers, key=lambda offer: offer.request, default=None)


def hybrid_month(x, closed: Decimal | None, opens: list[Decimal]) -> Decimal | None:
    """US dollars a month when a share of the requests goes to the cheaper of the open ways and the rest stays; None where either is unknown."""
    if closed is None or not opens:
        return None
    return closed * (ONE - share(x.hybrid_open_pct)) + min(opens)


def branches_of(
    x, setup: Setup | None, machines: Rented, api: Hosted | None, host: Hosted | None, months: dict[str, Decimal | None], day: str
) -> list[dict]:
    """The four ways on `day`, with what is known of their quality."""
    same = host is not None and setup is not None and host.model.weights == setup.weights
    what = {
        "closed": api.model.name_on(day) if api else "not known: choose a model that the catalogue has",
        "hosted": host.model.name_on(day) if host else "no host of these weights in the catalogue",
        "self-hosted": f"{setup.label if setup else 'your own set-up'}: {counted(machines.gpus, 'GPUs')} and the people who run them"
        + (f"; they carry only {pct(HUNDRED * machines.capacity / machines.load)} of this load" if machines.saturated else ""),
        "hybrid": f"{pct(x.hybrid_open_pct)} of the requests by the cheaper of the two above, the rest as today",
    }
    quality = {
        "closed": "what you have today",
        "hosted": NOT_KNOWN,
        "self-hosted": "as hosted, at the same precision: the weights are the same" if same else NOT_KNOWN,
        "hybrid": "what you have today for the requests that stay",
    }
    return [{"branch": branch, "what": what[branch], "usd_month": months[branch], "quality": quality[branch]} for branch in BRANCHES]


def cheapest_of(months: dict[str, Decimal | None]) -> str | None:
    """The branch with the smallest bill; of equals the one that stands first; None where no bill is known."""
    return min((branch for branch in BRANCHES if months[branch] is not None), key=months.get, default=None)


def traces_of_bills(
    x, months: dict[str, Decimal | None], api: Hosted | None, host: Hosted | None, opens: list[Decimal], requests: Decimal
) -> tuple[Trace, ...]:
    """How the bills beside self-hosting came about."""

    def bill(branch: str, offer: Hosted | None, output: str) -> Trace:
        known = "requests a month x list price of a request", f"{term(requests)} x {price(offer.request)}" if offer else ""
        return Trace(BRANCHES[branch], *(known if offer else UNKNOWN), months[branch], offer.source if offer else "", output)

    mixed = UNKNOWN
    if months["hybrid"] is not None:
        mixed = (
            "the share for open weights by the cheaper way + the rest by the API",
            f"{price(min(opens))} + {price(months['closed'] * (ONE - share(x.hybrid_open_pct)))}",
        )
    return (
        bill("hosted", host, "hosted_usd_month"),
        bill("closed", api, "api_usd_month"),
        Trace(
            BRANCHES["hybrid"],
            *mixed,
            months["hybrid"],
            output="hybrid_usd_month",
        ),
    )
