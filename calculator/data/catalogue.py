"""The catalogue: models with their dated prices, GPUs, architectures, throughput. Each file is read when it is first needed.

Units stand in the names (`input_usd_mtok`: US dollars a million tokens). Ids are lower-kebab and durable, since
links carry them. Everything names its source, whose licence `sources.json` states, and the day it was read.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, NamedTuple, TypeVar

from calculator.data import DataError, text_of
from calculator.data.loading import (
    Amount,
    AnyAmount,
    AnyDay,
    AnyId,
    AnySourceId,
    AnyText,
    Commitment,
    Dated,
    Day,
    Id,
    Points,
    Reasons,
    Rows,
    SourceId,
    Text,
    load,
)
from calculator.errors import InputError, Verbatim
from calculator.numbers.dates import last_of
from calculator.numbers.decimals import Numeric, exact

N = TypeVar("N", int, float, Decimal)


class Tier(NamedTuple):
    """The prices of a whole request from so many tokens of input on: the providers of the catalogue bill every token of it at them, not only those above."""

    from_tokens: Amount
    input_usd_mtok: Amount
    output_usd_mtok: Amount
    cached_input_usd_mtok: AnyAmount = None
    cache_write_usd_mtok: AnyAmount = None
    batch_input_usd_mtok: AnyAmount = None
    batch_cached_input_usd_mtok: AnyAmount = None
    batch_cache_write_usd_mtok: AnyAmount = None
    batch_output_usd_mtok: AnyAmount = None

    @property
    def order(self) -> float:
        return self.from_tokens

    @property
    def key(self) -> object:
        return self.from_tokens


class Price(NamedTuple):
    """List prices from a day on. `dated` is "effective" where the list names the day, "seen" where it is the first on which the price is known to have held.

    What has no price of its own is None: cached and written input then cost as other input, and a batch saves nothing.
    """

    since: Day
    dated: Dated
    source: SourceId
    input_usd_mtok: Amount
    output_usd_mtok: Amount
    cached_input_usd_mtok: AnyAmount = None
    cache_write_usd_mtok: AnyAmount = None
    batch_input_usd_mtok: AnyAmount = None
    batch_cached_input_usd_mtok: AnyAmount = None
    batch_cache_write_usd_mtok: AnyAmount = None
    batch_output_usd_mtok: AnyAmount = None
    tiers: Annotated[tuple[Tier, ...], Rows()] = ()

    @property
    def order(self) -> str:
        return self.since

    @property
    def key(self) -> object:
        return self.since

    def for_input(self, tokens: Numeric) -> "Price | Tier":
        """The prices of a request with so many tokens of input: those of the last tier that it reaches."""
        reached: Price | Tier = self
        for tier in self.tiers:
            if tokens <= tier.from_tokens - 1:
                break
            reached = tier
        return reached


class Peak(NamedTuple):
    """From a day on every price is `multiplier` times as high in `hours_week` hours of a week. The list price is the one in the other hours."""

    since: Day
    source: SourceId
    multiplier: Amount
    hours_week: Amount

    @property
    def order(self) -> str:
        return self.since

    @property
    def key(self) -> object:
        return self.since


class Weights(NamedTuple):
    """Open weights, which several hosts serve. `conditions` are those of the licence in a line; `read` is the day on which we read it, "" where we did not."""

    id: Id
    label: Text
    licence: Text
    conditions: Text
    url: Text
    read: AnyDay


class Model(NamedTuple):
    """A model at one host.

    `weights` is the id of its open weights, "" when they are not known to be open. `genai_prices` and `litellm`
    name it in those two lists; `other` is what litellm says where it disagrees. A request and its answer take at most `context_tokens`
    together, of which `max_input_tokens` and `max_output_tokens` where there is a limit of its own. `reasons` is no, asked, unasked, or "" where
    nobody says. From
    the day `retires` on it is no longer served; that day has its own source and
    the day on which it was read, since price lists keep the rows of models that are gone.
    """

    id: Id
    label: Text
    host: Text
    weights: AnyId
    genai_prices: AnyText
    litellm: AnyText
    context_tokens: AnyAmount
    max_input_tokens: AnyAmount
    max_output_tokens: AnyAmount
    reasons: Reasons
    retires: AnyDay
    retires_source: AnySourceId
    retires_read: AnyDay
    note: AnyText
    read: Day
    prices: Annotated[tuple[Price, ...], Rows(needed=True)]
    peaks: Annotated[tuple[Peak, ...], Rows()]
    other: Annotated[tuple[Price, ...], Rows()]

    @property
    def name(self) -> str:
        return f"{self.label} ({self.host})"

    @property
    def is_silent(self) -> bool:
        """Whether it is known not to reason, so that no reasoning is billed."""
        return self.reasons == "no"

    @property
    def family(self) -> str:
        """What its hosts have in common: the weights, or of a closed model the name."""
        return self.weights or self.label

    def at(self, day: str) -> Price:
        """The list price in force on `day`; InputError when none is known."""
        for price in reversed(self.prices):
            if price.since <= day:
                return price
        raise InputError(
            "data", f"must be {self.prices[0].since} or later, the first day on which a price of {self.name} is known", Verbatim(day)
        )

    def peak_at(self, day: str) -> Peak | None:
        """The hours of a week in which it costs more on `day`, and how much; None where the hour does not matter."""
        return next((peak for peak in reversed(self.peaks) if peak.since <= day), None)

    def too_long(self, input_tokens: N, output_tokens: N) -> tuple[str, str, float] | None:
        """The limit that a request of so many tokens, reasoning among the output, goes beyond: whose tokens, in words, and how many. None when the model takes it."""
        for field, limit, tokens, words in (
            ("input_tokens", self.max_input_tokens, input_tokens, "of input"),
            ("output_tokens", self.max_output_tokens, output_tokens, "of output, reasoning included"),
            ("input_tokens", self.context_tokens, input_tokens + output_tokens, "of input and output together"),
        ):
            if limit is not None and tokens > limit:
                return field, words, limit
        return None

    def retired_by(self, day: str) -> bool:
        """Whether it is listed as retired on `day` or before."""
        return bool(self.retires) and self.retires <= day

    def name_on(self, day: str) -> str:
        """The name in a sentence about `day`: of a model that can no longer be called, with when it went."""
        return f"{self.name}, retired on {self.retires}" if self.retired_by(day) else self.name

    def sold_on(self, day: str) -> bool:
        """Whether a price is known for `day` and the model is not listed as retired by then."""
        return self.prices[0].since <= day and not self.retired_by(day)

    def next_after(self, day: str) -> Price | None:
        """The first announced price that takes effect after `day`."""
        return next((price for price in self.prices if price.since > day), None)


def middle(items: Sequence[Any]) -> int:
    """The place of the middle one; of two in the middle that of the first."""
    return (len(items) - 1) // 2


def quarter(items: Sequence[Any]) -> int:
    """The place that so many stand before that at most a quarter do: from it to the same place from behind lies the middle half; of four all."""
    return (len(items) - 1) // 4


ON_DEMAND = "on-demand"


class Offer(NamedTuple):
    """What a provider asked for one GPU by the hour on the day it was read, of which it rents `min_gpus` at a time, for as long as `commitment` says."""

    provider: Text
    product: Text
    min_gpus: Amount
    commitment: Commitment
    usd_hour: Amount
    url: Text
    source: SourceId
    read: Day

    @property
    def order(self) -> str:
        return self.read

    @property
    def key(self) -> object:
        return self.provider, self.product, self.min_gpus, self.commitment, self.read

    def rented_for(self, needed: int) -> int:
        """How many GPUs are rented where so many are needed: whole lots."""
        lot = int(self.min_gpus)
        return -(-needed // lot) * lot

    def bill_for(self, needed: int) -> Decimal:
        """What they cost together, US dollars an hour."""
        return self.rented_for(needed) * exact(self.usd_hour)


class Offers(NamedTuple):
    """The offers of a GPU, the cheapest for so many of them first: a record, which nothing takes for numbers."""

    listed: tuple[Offer, ...]
    middle: Offer
    low_usd_hour: Decimal
    middle_usd_hour: Decimal
    high_usd_hour: Decimal

    @property
    def lowest(self) -> Offer:
        return self.listed[0]

    @property
    def highest(self) -> Offer:
        return self.listed[-1]


class Gpu(NamedTuple):
    """A GPU as it is rented: `memory_gb` is what it is sold with, `memory_mib` what its driver reports. `power_watts` is None where the source has none."""

    id: Id
    label: Text
    memory_gb: Amount
    memory_mib: Amount
    memory_source: SourceId
    power_watts: AnyAmount
    source: SourceId
    read: Day
    offers: Annotated[tuple[Offer, ...], Rows(needed=True)]

    @property
    def memory_gib(self) -> Decimal:
        """What a program finds: a vendor's GB are of 10^9 bytes on one GPU and of 2^30 on the next, so they are not reckoned with."""
        return exact(self.memory_mib) / 1024

    def offers_on(self, day: str, commitment: str = ON_DEMAND) -> list[Offer]:
        """The newest offer of each product in each size, read on or before `day`; none where nothing was read by then."""
        newest = {
            (offer.provider, offer.product, offer.min_gpus): offer
            for offer in self.offers
            if offer.read <= day and offer.commitment == commitment
        }
        return list(newest.values())

    def offers_for(self, needed: int, day: str, commitment: str = ON_DEMAND) -> Offers:
        """The offers on a day, each product in the size that is cheapest for `needed` GPUs, the cheapest first; InputError when none is known.

        What is usual is told by the products of which the fewest are rented at a time, mostly one by one. Who rents by eight counts where that costs no more
        than the dearest of them, and can only make the middle cheaper: the bills at both ends and in the middle never fall when more are needed.
        """
        found = self.offers_on(day, commitment)
        if not found:
            first = next((offer.read for offer in self.offers if offer.commitment == commitment), None)
            if first is None:
                raise InputError(
                    "commitment", f"must be one of which a price of the {self.label} is known, or type your own price", commitment
                )
            raise InputError(
                "data", f"must be {first} or later, the first day on which a price of the {self.label} is known", Verbatim(day)
            )
        cheapest_first = self.sizes_for(needed, day, commitment)
        smallest: dict[tuple[str, str], float] = {}
        for offer in found:
            product = offer.provider, offer.product
            smallest[product] = min(offer.min_gpus, smallest.get(product, offer.min_gpus))
        fewest = min(smallest.values())
        usual = [offer.bill_for(needed) for offer in cheapest_first if smallest[offer.provider, offer.product] == fewest]
        listed = [offer for offer in cheapest_first if offer.bill_for(needed) <= max(usual)]
        chosen = listed[middle(usual)]
        return Offers(tuple(listed), chosen, exact(listed[0].usd_hour), exact(chosen.usd_hour), exact(listed[-1].usd_hour))

    def sizes_for(self, needed: int, day: str, commitment: str = ON_DEMAND) -> list[Offer]:
        """Each product of a day in the size that is cheapest for `needed` GPUs, the cheapest first."""
        dearest_first = sorted(
            self.offers_on(day, commitment), key=lambda offer: (offer.bill_for(needed), exact(offer.usd_hour)), reverse=True
        )
        cheapest_first = list({(offer.provider, offer.product): offer for offer in dearest_first}.values())
        return sorted(cheapest_first, key=lambda offer: (offer.bill_for(needed), exact(offer.usd_hour)))


class Architecture(NamedTuple):
    """What the memory of a model depends on. `note` says where the formula does not fit it.

    Of a model with latent attention `latent_dim` numbers of each layer stand for a token, and heads have no say. Where not all layers keep every token,
    `full_attention_layers` do, and the others the last `sliding_window_tokens`; none of them where they keep a state of fixed size instead. `released_bits`
    are those of a weight as its maker released it, where these are not 16. `context_tokens` is the longest sequence by its configuration, of a model in
    several releases that of the longest; None where lists disagree.
    """

    id: Id
    label: Text
    parameters_billion: Amount
    layers: Amount
    kv_heads: AnyAmount
    head_dim: AnyAmount
    note: AnyText
    source: SourceId
    read: Day
    full_attention_layers: AnyAmount = None
    sliding_window_tokens: AnyAmount = None
    latent_dim: AnyAmount = None
    released_bits: AnyAmount = None
    context_tokens: AnyAmount = None


class Setup(NamedTuple):
    """What a GPU was measured to give at its highest load, and the conditions. A copy of the model takes `gpus_per_copy` of them.

    `points` are rows of input tokens, output tokens, and output tokens a second; a benchmark with a mix of shapes has `tokens_per_second` instead. The
    load of a shape is fitted to them (publish.tools.throughput): GPU-seconds of a million tokens read, of a million written, and of a million written
    for each thousand that stand in the cache by then. `error_pct` is how far a shape that was left out of the fit is off, None where nothing tells.
    """

    id: Id
    label: Text
    weights: Id
    gpu: Id
    gpus_per_copy: Amount
    precision: Text
    engine: Text
    latency: Text
    tokens_per_second: AnyAmount
    points: Points
    source: SourceId
    read: Day
    prefill_gpu_seconds_mtok: Amount
    decode_gpu_seconds_mtok: Amount
    cache_gpu_seconds_mtok_ktok: Amount
    error_pct: AnyAmount

    @property
    def conditions(self) -> str:
        """The conditions in words, for a sentence."""
        return f"{self.engine}, {self.precision}, {self.shapes}, {self.latency}"

    @property
    def shapes(self) -> str:
        """Of how many shapes of a request something is known, in words."""
        if len(self.points) == 1:
            return f"{self.points[0][0]:,} tokens in and {self.points[0][1]:,} out"
        return f"{len(self.points)} shapes of a request" if self.points else "the benchmark's own mix of tokens"


class Run(NamedTuple):
    """One measured run at one offered load; the largest rate of the runs of a setup is its maximum."""

    id: Id
    setup: Id
    offered_per_second: Amount
    requests_per_second: Amount
    tokens_per_second: Amount
    usd_hour: Amount
    usd_mtok_output: Amount
    slowest_tenth_seconds: Amount
    source: SourceId
    read: Day


@cache
def models() -> dict[str, Model]:
    entries = load(Model, "models.json", text_of("models.json"))
    for id, model in entries.items():
        if model.weights and model.weights not in weights():
            raise DataError(f"models.json: {id} names the weights {model.weights!r}, which weights.json does not have")
        if len({bool(model.retires), bool(model.retires_source), bool(model.retires_read)}) > 1:
            raise DataError(f"models.json: {id} needs retires, retires_source and retires_read together, or none of them")
    return entries


@cache
def weights() -> dict[str, Weights]:
    return load(Weights, "weights.json", text_of("weights.json"))


@cache
def gpus() -> dict[str, Gpu]:
    return load(Gpu, "gpus.json", text_of("gpus.json"))


@cache
def architectures() -> dict[str, Architecture]:
    entries = load(Architecture, "architectures.json", text_of("architectures.json"))
    for id, entry in entries.items():
        if (entry.full_attention_layers is None) != (entry.sliding_window_tokens is None):
            raise DataError(f"architectures.json: {id} needs full_attention_layers and sliding_window_tokens together, or none of them")
        if {entry.kv_heads is None, entry.head_dim is None} != {entry.latent_dim is not None}:
            raise DataError(f"architectures.json: {id} needs kv_heads and head_dim, or latent_dim in their place")
    return entries


# Names of old links that another model answers by now.
FORMER_MODELS = {"deepseek-v4-flash-deepseek": "deepseek-v4-1-flash-deepseek"}

# Set-ups of old links, each of which was one shape of another: the load of a shape takes their place.
FORMER_SETUPS = {
    "gpt-oss-120b-h200-long": "gpt-oss-120b-h200",
    "gpt-oss-20b-h100-long": "gpt-oss-20b-h100",
    "llama-3-3-70b-h100-long": "llama-3-3-70b-h100",
    "qwen3-8b-h100-chat": "qwen3-8b-h100",
}


@cache
def setups() -> dict[str, Setup]:
    entries = check_references(load(Setup, "throughput.json", text_of("throughput.json")), "throughput.json", "gpu", gpus())
    return entries | {id: entries[now]._replace(id=id) for id, now in FORMER_SETUPS.items()}


@cache
def runs() -> dict[str, Run]:
    return check_references(load(Run, "runs.json", text_of("runs.json")), "runs.json", "setup", setups())


def check_references(entries: dict[str, Any], name: str, field: str, targets: dict[str, Any]) -> dict[str, Any]:
    """`entries`, after a check that the `field` of each is an id of `targets`."""
    for id, entry in entries.items():
        if getattr(entry, field) not in targets:
            raise DataError(f"{name}: {id} names the {field} {getattr(entry, field)!r}, which the catalogue does not have")
    return entries


def newest() -> str:
    """The day on which prices were last read."""
    return max(model.read for model in models().values())


def no_longer_offered() -> frozenset[str]:
    """The models of old links that a form does not offer: retired by the newest day, or another's former name."""
    day = newest()
    return frozenset(id for id, model in models().items() if model.retired_by(day) or id in FORMER_MODELS)


def age_note(day: str) -> list[str]:
    """The sentence for an answer with the prices of an earlier day, in a list; [] for the newest."""
    last = newest()
    return [] if day == last else [f"These are the prices of {day}. There are newer ones, of {last}: leave “Prices as of” empty for them."]


def day_of(data: str | None) -> str:
    """The day that the input `data` means: the newest for None, for a month its last (or the newest in it). InputError for a day after the newest."""
    last = newest()
    if data is None:
        return last
    if data > last:
        raise InputError("data", f"must be {last} or earlier, the day on which prices were last read", Verbatim(data))
    return data if len(data) == 10 else min(last_of(data), last)
