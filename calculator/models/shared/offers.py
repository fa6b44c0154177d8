"""What every model that is sold on a day would bill for a request: the table beside a reader's own bill, and the ends that a sentence names."""

import math
from functools import cache, lru_cache
from itertools import repeat
from typing import Any, NamedTuple

from calculator.data import catalogue
from calculator.data.catalogue import Model, Price, Tier
from calculator.formulas.graph import as_float
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.shared.api_prices import (
    cached_tokens,
    exact_rates,
    fresh_tokens,
    in_all_hours,
    in_batch,
    peak_factor,
    priced,
    usd_request,
    used_cache_write_usd_mtok,
    used_cached_input_usd_mtok,
    week_peak_pct,
    written_tokens,
)
from calculator.numbers.decimals import ZERO, Numeric, exact, in_context

ALL, CLOSED = "all", "closed"  # of whom offers are asked for, beside the ids of weights


class Request(NamedTuple):
    """A request as it is billed: its tokens, the share of such requests that waits, and that in peak hours, None for as many as there are such hours in a week;
    and how many of the tokens of output are reasoning, which who does not reason does not bill."""

    fresh_tokens: Any
    cached_tokens: Any
    written_tokens: Any
    output_tokens: Any
    batch_pct: Any
    peak_pct: Any
    reasoning_tokens: Any = 0

    @property
    def input_tokens(self) -> Any:
        return self.fresh_tokens + self.cached_tokens + self.written_tokens


class Seller(NamedTuple):
    """A model at its host as it bills: the most tokens of input, of output and of both; above how many tokens of input which prices hold, the highest
    first; and whether it bills no reasoning, since it does none."""

    model: Model
    most: tuple[float, float, float]
    tiers: tuple[tuple[float, Any], ...]
    is_silent: bool = False


class Offer(NamedTuple):
    """What a model at its host bills for a request. Of two that bill the same the one that stands first in the catalogue comes first."""

    usd_request: Any
    place: int
    model: Model


class Found(NamedTuple):
    """What was found: a record, which nothing takes for numbers."""

    order: list[int]  # of those who take the request, the cheapest first, the places among `selling`
    bills: list[Any]  # of each of `selling` what it bills; None where it does not take the request
    selling: tuple[Seller, ...]

    def at(self, rank: int) -> Offer:
        place = self.order[rank]
        return Offer(self.bills[place], place, self.selling[place].model)

    @property
    def cheapest(self) -> Offer:
        return self.at(0)

    @property
    def middle(self) -> Offer:
        return self.at(catalogue.middle(self.order))

    @property
    def dearest(self) -> Offer:
        return self.at(-1)


@cache
def sold(day: str) -> tuple[tuple[Model, Price], ...]:
    """Each model that is sold on a day, with its list price; a former name of one is no other model."""
    return tuple(
        (model, model.at(day)) for id, model in catalogue.models().items() if model.sold_on(day) and id not in catalogue.FORMER_MODELS
    )


@cache
def hosts(day: str, weights: str) -> tuple[tuple[Model, Price], ...]:
    """All that sell the same open weights on a day."""
    return tuple(one for one in sold(day) if one[0].weights == weights)


@cache
def closed(day: str) -> tuple[tuple[Model, Price], ...]:
    """The models not known to be open of which none is always as cheap as another: whatever the load, the cheapest is one of them."""
    kept: list[tuple[Model, Price]] = []
    for one in hosts(day, ""):
        if not any(is_never_dearer(other, one) for other in kept):
            kept = [other for other in kept if not is_never_dearer(one, other)] + [one]
    return tuple(kept)


def limits(model: Model) -> tuple[float, float, float]:
    known = (model.max_input_tokens, model.max_output_tokens, model.context_tokens)
    most_in, most_out, most = (math.inf if limit is None else limit for limit in known)
    return most_in, most_out, most


def is_never_dearer(one: tuple[Model, Price], other: tuple[Model, Price]) -> bool:
    """Whether a model takes every request that another takes, and never bills more for it."""
    (model, price), (beside, theirs) = one, other
    if beside.is_silent and not model.is_silent:
        return False
    if model.peaks or beside.peaks or any(mine < its for mine, its in zip(limits(model), limits(beside), strict=True)):
        return False
    for start in {1, *(tier.from_tokens for tier in (*price.tiers, *theirs.tiers))}:
        mine, its = billed(price.for_input(start), None, True), billed(theirs.for_input(start), None, True)
        if any(a > b for a, b in zip((*mine[0], *mine[1]), (*its[0], *its[1]), strict=True)):
            return False
    return True


@lru_cache(maxsize=4_096)  # a share of peak hours that is a range gives a new price with each draw
@in_context
def billed(price: Price | Tier, factor: Any, in_floats: bool) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """What tokens cost where nothing is typed, at once and in a batch: input, from the cache, written to it, output. `factor` is what the peak hours add."""
    held = exact_rates(price)
    listed, batch, discount = held[:4], held[4:], held.batch_discount or ZERO
    if in_floats:
        listed, batch, discount = map(as_float, (listed, batch, discount))
    fresh, cached, written, output = (None if amount is None else in_all_hours(amount, factor) for amount in listed)
    used = (
        fresh,
        used_cached_input_usd_mtok(fresh, None, cached),
        used_cache_write_usd_mtok(fresh, None, written),
        output,
    )
    return used, tuple(in_batch(now, discount, later) for now, later in zip(used, batch, strict=True))


def factor_of(model: Model, day: str, peak_pct: Any, in_floats: bool) -> Any:
    """What the peak hours add to the prices of a model; None where the hour does not matter."""
    peak = model.peak_at(day) if model.peaks else None
    if peak is None:
        return None
    parts = week_peak_pct(peak) if peak_pct is None else peak_pct, exact(peak.multiplier)
    return peak_factor(*(map(as_float, parts) if in_floats else parts))


@lru_cache(maxsize=512)
@in_context
def sellers(whose: str, day: str, peak_pct: Any, in_floats: bool) -> tuple[Seller, ...]:
    """Those that sell on a day, as they bill: ALL, CLOSED, or the hosts of some weights."""
    those = sold(day) if whose == ALL else closed(day) if whose == CLOSED else hosts(day, whose)
    return tuple(seller(model, price, day, peak_pct, in_floats) for model, price in those)


def seller(model: Model, price: Price, day: str, peak_pct: Any, in_floats: bool) -> Seller:
    factor = factor_of(model, day, peak_pct, in_floats)
    tiers = [(tier.from_tokens - 1, billed(tier, factor, in_floats)) for tier in reversed(price.tiers)]
    return Seller(model, limits(model), (*tiers, (-math.inf, billed(price, factor, in_floats))), model.is_silent)


@lru_cache(maxsize=512)
@in_context
def seller_of(id: str, day: str, in_floats: bool) -> Seller:
    """One model as it bills over all hours of a week, also where it is no longer sold."""
    model = catalogue.models()[id]
    return seller(model, model.at(day), day, None, in_floats)


@lru_cache(maxsize=512)
@in_context
def alike(
    whose: str, day: str, peak_pct: Any, in_floats: bool
) -> tuple[float, float, float, tuple[Any, ...], tuple[Any, ...], tuple[bool, ...]]:
    """What all of them take at their base prices: most input, most output, most of both; those prices, kind by kind, at once and in a batch; and who bills
    no reasoning. For draws, which are many."""
    selling = sellers(whose, day, peak_pct, in_floats)
    limit = [min((seller.most[place] for seller in selling), default=0) for place in range(3)]
    base = min((seller.tiers[-2][0] for seller in selling if len(seller.tiers) > 1), default=math.inf)
    now, later = (tuple(zip(*(seller.tiers[-1][1][way] for seller in selling), strict=True)) for way in (0, 1))
    return min(limit[0], base), limit[1], limit[2], now, later, tuple(seller.is_silent for seller in selling)


def prices_for(tiers: tuple[tuple[float, Any], ...], input_tokens: Any) -> Any:
    """The prices of the tier that the input reaches; the last of them is above nothing."""
    for above, prices in tiers[:-1]:
        if input_tokens > above:
            return prices
    return tiers[-1][1]


def bill(seller: Seller, request: Request, input_tokens: Any) -> Any:
    """US dollars of a request; None where the model does not take it."""
    fresh, cached, written, output, batch_pct, _, reasoning = request
    _, (most_in, most_out, most), tiers, is_silent = seller
    if is_silent:
        output = output - reasoning
    if input_tokens > most_in or output > most_out or input_tokens + output > most:
        return None
    now, later = prices_for(tiers, input_tokens)
    usd = priced(fresh, cached, written, output, *now)
    return usd_request(usd, priced(fresh, cached, written, output, *later), batch_pct) if batch_pct else usd


def offers(whose: str, day: str, request: Request) -> Found:
    """What those bill that take the request."""
    fresh, cached, written, output, batch_pct, peak_pct, reasoning = request
    input_tokens, in_floats = fresh + cached + written, fresh.__class__ is float
    selling = sellers(whose, day, peak_pct, in_floats)
    most_in, most_out, most, now, later, silent = alike(whose, day, peak_pct, in_floats)
    if selling and input_tokens <= most_in and output <= most_out and input_tokens + output <= most:
        tokens = (
            *map(repeat, (fresh, cached, written)),
            [output - reasoning if is_silent else output for is_silent in silent] if reasoning else repeat(output),
        )
        bills = list(map(priced, *tokens, *now))
        if batch_pct:
            waiting = map(priced, *tokens, *later)
            bills = list(map(usd_request, bills, waiting, repeat(batch_pct)))
        return Found(sorted(range(len(bills)), key=bills.__getitem__), bills, selling)
    bills = [bill(seller, request, input_tokens) for seller in selling]
    taken = [place for place, usd in enumerate(bills) if usd is not None]
    return Found(sorted(taken, key=bills.__getitem__), bills, selling)


def label_of(model: Model) -> str:
    """The name that a model has whoever sells it."""
    return catalogue.weights()[model.weights].label if model.weights else model.label


@lru_cache(maxsize=64)
@in_context
def families(day: str, peak_pct: Any) -> tuple[tuple[str, tuple[Seller, ...], tuple[int, ...]], ...]:
    """Each model that is sold on a day: its family, those who sell it, and for each of them the place of the first that bills alike."""
    every: dict[str, list[Seller]] = {}
    for seller in sellers(ALL, day, peak_pct, False):
        every.setdefault(seller.model.family, []).append(seller)
    return tuple(
        (family, tuple(those), tuple([one[1:] for one in those].index(other[1:]) for other in those)) for family, those in every.items()
    )


class Compared(NamedTuple):
    """The bills of every model for a request, each model with whoever sells it, and the models that nobody sells for a request of this length."""

    found: list[list[Offer]]
    left_out: list[str]


@lru_cache(maxsize=8)  # an answer asks for it twice: for its table, and for what is left out
@in_context
def compare(day: str, own: str, request: Request, beside: Request) -> Compared:
    """What each model bills: for the same tokens that of the family `own`, for those of `beside` the others."""
    found, left_out = [], []
    lengths = {id(asked): asked.input_tokens for asked in (request, beside)}
    for family, those, alike in families(day, request.peak_pct):
        asked = request if family == own else beside
        bills: list[Any] = []
        for place, first in enumerate(alike):
            bills.append(bills[first] if first < place else bill(those[place], asked, lengths[id(asked)]))
        known = [Offer(usd, place, those[place].model) for place, usd in enumerate(bills) if usd is not None]
        if known:
            found.append(sorted(known))
        else:
            left_out.append(label_of(those[0].model))
    return Compared(sorted(found, key=lambda those: those[catalogue.middle(those)].usd_request), left_out)


READS: int = VOCABULARY["reads_per_cache_write"].default  # of each write, for a load that does not ask for them


def request_of(input_tokens: Any, cached_input_pct: Any, output_tokens: Any, batch_pct: Any) -> Request:
    """A request of a load that is not asked how often it writes its cache: once for READS reads."""
    cached = cached_tokens(input_tokens, cached_input_pct)
    written = written_tokens(input_tokens, cached, READS)
    return Request(fresh_tokens(input_tokens, cached, written), cached, written, output_tokens, batch_pct, None)


def prices_of(model: Model, day: str, input_tokens: Numeric, waits: bool = False) -> dict[str, Any]:
    """What a model bills where nothing is typed, for a request of that length, over all hours of a week: `used_input_usd_mtok` and the like.

    The price of cached input holds its part of writing it, at READS. A request that `waits` goes in a batch.
    """
    in_floats = input_tokens.__class__ is float
    factor = factor_of(model, day, None, in_floats) if model.peaks else None
    return with_writing(model.at(day).for_input(input_tokens), factor, in_floats, waits)


@lru_cache(maxsize=4_096)  # draws ask for the same ones thousands of times
@in_context
def with_writing(price: Price | Tier, factor: Any, in_floats: bool, waits: bool) -> dict[str, Any]:
    fresh, cached, written, output = billed(price, factor, in_floats)[waits]
    return {
        "used_input_usd_mtok": fresh,
        "used_cached_input_usd_mtok": cached + (written - fresh) / READS,
        "used_output_usd_mtok": output,
    }
