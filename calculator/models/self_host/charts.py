"""What self-hosting shows: the four routes in dollars a month, and folded away the price of output tokens by load."""

from calculator.formulas.charts import Axis, Bar, Bars, Level, Lines, Moment, Series, money
from calculator.formulas.model import View
from calculator.models.self_host.branches import BRANCHES
from calculator.models.self_host.words import carrying_bills, ranges
from calculator.numbers.constants import HOURS_PER_MONTH, MILLION, SECONDS_PER_HOUR
from calculator.numbers.display import as_given, counted, pct, price, rate, told_apart, usd
from calculator.numbers.units import RATE, capital

LOAD_STEPS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3)  # parts of what the GPUs can carry
SECONDS = HOURS_PER_MONTH * SECONDS_PER_HOUR
WITH = {
    "closed": "the API you call today",
    "hosted": "hosted open weights",
    "self-hosted": "your own GPUs",
    "hybrid": "a mix",
}


def pictures(v: View) -> list[Bars | Lines]:
    return [routes(v), *price_by_load(v)]


def finding(v: View) -> str:
    """The cheapest way beside self-hosting, or beside the next where that is self-hosting."""
    bills, least = carrying_bills(v), v.cheapest
    known = {way: bill for way, bill in bills.items() if bill is not None}
    if v.saturated:
        part = pct(100 * v.tokens_per_second / v.load_tokens_per_second)
        other = min(known, key=lambda way: known[way], default=None)
        rest = f"; all of it costs {usd(known[other])} a month with {WITH[other]}" if other else ""
        return f"Your GPUs carry {part} of this load{rest}"
    if v.verdict is None:
        return f"Self-hosting costs {usd(v.usd_month)} a month, and nothing is known beside it"
    others = {way: bill for way, bill in known.items() if way != least}
    other = "self-hosted" if least != "self-hosted" else min(others, key=lambda way: others[way])
    mine, theirs = told_apart(bills[least], bills[other])
    words = f"{mine} a month with {WITH[least]}, {theirs} with {WITH[other]}"
    return f"Too close to call: {words}" if v.verdict == "too-close" else capital(words)


def routes(v: View) -> Bars:
    """The bill of each way; the line through a bar runs over the offers of GPUs and hosts."""
    ends = ranges(v)
    bars = []
    for row in v.branches:
        way = row["branch"]
        low, high = ends.get(way, (None, None))
        label = BRANCHES[way]
        if way == "self-hosted" and v.saturated:
            label += f", {pct(100 * v.tokens_per_second / v.load_tokens_per_second)} of the load"
        bars.append(Bar(label, row["usd_month"], way, low, high, is_strong=way == v.cheapest))
    found = [model.at(v.day).source for model in (v.called, v.host) if model]
    return Bars(
        id="routes",
        title=finding(v),
        unit="US dollars a month for this load; the line through a bar runs over the offers known, of hosts over their middle half",
        bars=tuple(bars),
        basis="List prices",
        sources=tuple(dict.fromkeys([*found, *([v.offers.middle.source] if v.offers else [])])),
    )


def price_by_load(v: View) -> list[Lines]:
    """What a million output tokens cost on the GPUs of the answer, at any load: the whole bill over what they serve."""
    month, tokens, load = float(v.usd_month), float(v.output_tokens), float(v.requests_per_second)
    if not month:
        return []
    full = float(v.tokens_per_second) * 100 / float(v.utilisation_pct) / tokens

    def cost(requests: float) -> float:
        return month * MILLION / (min(requests, full) * tokens * SECONDS)

    loads = sorted(
        {full * step for step in LOAD_STEPS}
        | {load, *(() if load > full / 1000 else (load / 3,)), *(() if load < full * 3 else (load * 3,))}
    )
    levels, beside = [], []
    for name, words, bill in (
        ("hosted", "open weights hosted by others", v.hosted_usd_month),
        ("your API", "the API you call today", v.api_usd_month),
    ):
        if bill:
            level = float(bill) * MILLION / (load * tokens * SECONDS)
            levels.append(Level(level, name))
            beside.append(f"{words} {price(level)}")
    return [
        Lines(
            id="price-by-load",
            title=f"{price(cost(load))} a million at your load, {price(cost(full))} with {counted(v.rented_gpus, 'GPUs')} full",
            unit="US dollars a million output tokens, by requests a second; both axes by powers of ten",
            told=f"The bill of {usd(month)} over the tokens served: {price(cost(load))} a million at your {as_given(v.requests_per_second, RATE)} requests a second, falling to {price(cost(full))} "
            f"at {rate(full)}, when the GPUs are full; from there on requests wait{'. For the same load: ' + ', '.join(beside) if beside else ''}",
            x=Axis("requests a second", rate, log=True),
            y=Axis("US dollars a million output tokens", money, log=True),
            series=(Series("self-hosted", tuple((x, cost(x)) for x in loads), "self-hosted"),),
            levels=tuple(levels),
            moments=(Moment(load, cost(load), "your load"), Moment(full, cost(full), "GPUs full")),
            folded="The price of a token, by load",
        )
    ]
