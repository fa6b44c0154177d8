"""E3: what a load of requests costs by API, at list prices or at the reader's own, and what the same tokens would cost with other models."""

from collections.abc import Callable
from typing import Any

from calculator.data import catalogue
from calculator.data.catalogue import Model, Price
from calculator.formulas.charts import Bar, Bars
from calculator.formulas.functions import share
from calculator.formulas.graph import solve_again
from calculator.formulas.model import Calculator, Formula, Output, View, given
from calculator.formulas.said import Due, Said, at_latest, first_day
from calculator.inputs.vocabulary.common import SAME
from calculator.inputs.vocabulary.tokens import USUAL_WEIGHTS
from calculator.models.shared.api_prices import PRICES, RULES, TYPED, usd_request
from calculator.models.shared.coming import changes, in_and_out, next_due
from calculator.models.shared.offers import CLOSED, Compared, Offer, Request, compare, label_of, offers
from calculator.numbers.constants import HOURS_PER_WEEK, MILLION, MONTHS_PER_YEAR
from calculator.numbers.dates import day_words
from calculator.numbers.display import counted, full_count, pct, price, told_apart, usd, verb_for
from calculator.numbers.units import capital, listed

OPEN = {"open": " (open)", "not known to be open": ""}
LOOKS = {"open": "hosted", "not known to be open": "closed"}
WEIGHTS = {True: "open", False: "not known to be open"}
NO_HOST = "none: no host takes such a request"


def usd_month(requests_per_month, usd_request):
    return requests_per_month * usd_request


def usd_year(usd_month):
    return usd_month * MONTHS_PER_YEAR


def usd_accepted(usd_request, accepted_pct):
    return usd_request / share(accepted_pct) if accepted_pct > 0 else None


def blended_usd_mtok(usd_request, input_tokens, output_tokens):
    return usd_request / (input_tokens + output_tokens) * MILLION


# The same work with other models


def request(fresh_tokens, cached_tokens, written_tokens, output_tokens, reasoning_tokens, batch_pct, peak_pct=None):
    output = output_tokens + reasoning_tokens
    return Request(fresh_tokens, cached_tokens, written_tokens, output, batch_pct, peak_pct, reasoning_tokens)


def beside(fresh_tokens, cached_tokens, written_tokens, output_tokens, reasoning_tokens, batch_pct, token_ratio, peak_pct=None):
    """The same work by another model, which cuts it into other tokens."""
    output, reasoning = (output_tokens + reasoning_tokens) * token_ratio, reasoning_tokens * token_ratio
    return Request(
        fresh_tokens * token_ratio, cached_tokens * token_ratio, written_tokens * token_ratio, output, batch_pct, peak_pct, reasoning
    )


def stood_beside(open_weights, called=None):
    """The weights to compare with: those chosen; where none are, those that the reader calls already, if they are open, else the usual ones."""
    if open_weights != SAME:
        return open_weights
    return called.weights if called and called.weights else USUAL_WEIGHTS


def cheapest_closed(day, beside):
    found = offers(CLOSED, day, beside)
    return found.cheapest if found.order else None


def closed_usd_request(cheapest_closed):
    return cheapest_closed.usd_request


def hosted(day, stood_beside, request, beside, called=None):
    """What the hosts of those weights bill; those of the model that the reader calls cut the work into the same tokens. None where none takes it."""
    same = called is not None and called.weights == stood_beside
    found = offers(stood_beside, day, request if same else beside)
    return found if found.order else None


def low_usd_request(hosted):
    return hosted.cheapest.usd_request


def typical_usd_request(hosted):
    return hosted.middle.usd_request


def high_usd_request(hosted):
    return hosted.dearest.usd_request


def closed_usd_month(requests_per_month, closed_usd_request):
    return requests_per_month * closed_usd_request


def open_low_usd_month(requests_per_month, low_usd_request):
    return requests_per_month * low_usd_request


def open_usd_month(requests_per_month, typical_usd_request):
    return requests_per_month * typical_usd_request


def open_high_usd_month(requests_per_month, high_usd_request):
    return requests_per_month * high_usd_request


def compared(v: View) -> Compared:
    return compare(v.day, v.called.family if v.called else "", v.request, v.beside)


def models(v: View) -> list[dict[str, Any]]:
    """A row for each model that takes the request: its bill at the middle one of those who sell it, and at the cheapest and the dearest."""
    rows = []
    for found in compared(v).found:
        one = found[catalogue.middle(found)]
        rows.append(
            {
                "model": label_of(one.model),
                "host": one.model.host if len(found) == 1 else f"{len(found)} hosts",
                "weights": WEIGHTS[bool(one.model.weights)],
                "usd_month": v.requests_per_month * one.usd_request,
                "low_usd_month": v.requests_per_month * found[0].usd_request,
                "high_usd_month": v.requests_per_month * found[-1].usd_request,
            }
        )
    return rows


def of_offer(function: Callable[..., Any], label: str, one: Callable[[View], Offer]) -> Formula:
    """A step that is read off an offer."""
    return Formula(
        function,
        label,
        words="at its list price",
        none=NO_HOST,
        is_found=True,
        numbers=lambda v: one(v).model.name,
        source=lambda v: one(v).model.at(v.day).source,
    )


# In words

MOST_NAMED = 8


def tokens_words(v: View) -> str:
    """What the bills of other models are for."""
    reasoning = ", with reasoning where a model does any," if v.reasoning_tokens else ""
    return (
        f"the same tokens{reasoning} cost" if v.token_ratio == 1 else f"the same work, in {given(v, 'token_ratio')}{reasoning or ','} costs"
    )


def said(v: View) -> Said:
    model, cheapest = v.called, v.cheapest_closed
    is_past, now = bool(model and is_gone(v, model)), price_now(v)
    where = f"With {model.name}{' while it was sold' if is_past else ''}" if model else "At your own prices"
    known = [amount for amount in (v.closed_usd_month, v.open_low_usd_month, v.open_high_usd_month) if amount is not None]
    month, *told = told_apart(v.usd_month, *known)
    verdict, request = f"{month} a month.", f"{where}, {price(v.usd_request)} a request"
    if now:
        verdict = f"{month} a month, now {month_at(v, now)}."
        request += f" at the price before {day_words(now.since)}, which all figures here are at"
    others = []
    if cheapest and not (model and cheapest.model.family == model.family):
        others.append(f"{told[0]} with {cheapest.model.name}, the cheapest closed model")
    if v.hosted:
        number = len(v.hosted.order)
        over = "" if number == 1 else f" over its {number} hosts"
        others.append(f"{' to '.join(dict.fromkeys(told[-2:]))} with {label_of(v.hosted.cheapest.model)}{over}")
    none = "no closed model of the catalogue costs less" if cheapest and len(others) < 1 + bool(v.hosted) else ""
    parts = [part for part in (none, f"{tokens_words(v)} {', and '.join(others)}" if others else "") if part]
    due = next_due(changes(model, is_typed(v))) if model and is_newest(v) else None
    if model and is_past:  # whatever else is listed of it
        due = Due(model.retires, "", f"on {day_words(model.retires)} {model.name} ended")
    return Said(verdict, f"{capital('; '.join([request, *parts]))}.", "when a price in it changes", due)


def is_newest(v: View) -> bool:
    """Whether the answer is of the newest prices, and not of a day that the reader pinned."""
    return bool(v.day >= catalogue.newest())


def is_gone(v: View, model: Model) -> bool:
    """Whether a model is retired: on the day of the prices, and with the newest ones on the reader's."""
    return model.retired_by(max(v.day, first_day(v)) if is_newest(v) else v.day)


def price_now(v: View) -> Price | None:
    """The list price of the model called that is in force on the reader's day, where it has changed since the day of the newest prices."""
    if not v.called or is_typed(v) or not is_newest(v):
        return None
    came = [held for held in v.called.prices if v.day < held.since <= first_day(v)]
    return came[-1] if came else None


def month_at(v: View, held: Price) -> str:
    """The bill at another list price, told apart from the one of the answer."""
    return told_apart(solve_again(CALCULATOR, vars(v), {"listed": held}, "usd_month"), v.usd_month)[0]


MOST_BARS = 8


def bills(v: View) -> list[Bars]:
    """The reader's bill among those of other models: the cheapest closed one, the open weights beside it, and of the rest every second, third ..."""
    own = label_of(v.called) if v.called else "At your own prices"
    others = sorted((row for row in v.models if row["model"] != own), key=lambda row: row["usd_month"])
    named = {label_of(found.model) for found in (v.cheapest_closed, v.hosted and v.hosted.cheapest) if found}
    rest = [row["model"] for row in others if row["model"] not in named]
    free = MOST_BARS - 1 - len(named)
    if len(rest) > free:
        rest = [rest[at * (len(rest) - 1) // (free - 1)] for at in range(free)]
    bars = [
        Bar(f"{row['model']}{OPEN[row['weights']]}", row["usd_month"], LOOKS[row["weights"]], row["low_usd_month"], row["high_usd_month"])
        for row in others
        if row["model"] in named or row["model"] in rest
    ]
    bars.append(Bar(f"{own}, yours" if v.called else own, v.usd_month, LOOKS[WEIGHTS[bool(v.called and v.called.weights)]], is_strong=True))
    found = [offer.model.at(v.day).source for offer in (v.cheapest_closed, v.hosted and v.hosted.middle) if offer]
    return [
        Bars(
            id="models",
            title=finding(v, others),
            unit=f"US dollars a month; {counted(len(bars), 'bills')} of {len(others) + 1}, the line through a bar runs over its hosts",
            bars=tuple(sorted(bars, key=lambda bar: bar.value)),
            basis="List prices",
            sources=tuple(dict.fromkeys([*([v.called.at(v.day).source] if v.called else []), *found])),
        )
    ]


def finding(v: View, others: list[dict[str, Any]]) -> str:
    cheaper = sum(row["usd_month"] < v.usd_month for row in others)
    if not cheaper:
        return f"No other model does it for less than {usd(v.usd_month)} a month"
    return f"{cheaper} of {counted(len(others), 'other models')} {verb_for(cheaper, 'costs', 'cost')} less than {usd(v.usd_month)} a month"


def named(labels: list[str]) -> str:
    """Names for a sentence, of many the first few."""
    few = labels[:MOST_NAMED]
    more = len(labels) - len(few)
    if more:
        return f"{', '.join(few)} and {counted(more, 'others')}"
    return " and ".join(filter(None, (", ".join(few[:-1]), few[-1])))


def of_cache(v: View) -> list[str]:
    """What the price of the cache hangs on."""
    found = []
    if v.called and v.cached_input_pct and v.cached_input_usd_mtok is None and v.listed_cached_input_usd_mtok is None:
        found.append(f"No price of cached input is listed for {v.called.name}: it is billed here like other input.")
    if v.cached_tokens / v.reads_per_cache_write > v.written_tokens:
        found.append(
            f"What is read from the cache was written to it first. With {given(v, 'cached_input_pct')} of the input read from it, and {counted(v.reads_per_cache_write, 'reads')} "
            "for each write, more would have to be written than is left: all that is not read counts as written."
        )
    return found


def of_reasoning(v: View) -> list[str]:
    """Whose bill counts no reasoning and should, and whose counts none though the reader's does."""
    model, shown = v.called, [offer.model for offer in (v.cheapest_closed, v.hosted and v.hosted.cheapest) if offer]
    beside = [one for one in shown if not (model and one.family == model.family)]
    if v.reasoning_tokens:
        silent = list(dict.fromkeys(label_of(one) for one in ([model] if model else []) + beside if one.is_silent))
        if not silent:
            return []
        do, bill = verb_for(len(silent), "does", "do"), verb_for(len(silent), "its bill has", "their bills have")
        return [
            f"{listed(silent)} {do} not reason: {bill} none of the {given(v, 'reasoning_tokens')} of reasoning, nor does anything else do that work."
        ]
    unasked = list(dict.fromkeys(label_of(one) for one in beside if one.reasons == "unasked"))
    if model and model.reasons == "unasked":
        too = f" Of {listed(unasked)}, beside your bill, none is counted either." if unasked else ""
        return [
            f"Put in reasoning, from your usage page: {model.label} reasons unasked and bills that as output, of which nothing is counted here.{too}"
        ]
    if not unasked:
        return []
    reason, bill = verb_for(len(unasked), "reasons", "reason"), verb_for(len(unasked), "its bill", "their bills")
    own = f" {model.label} does not reason, so they leave your own bill as it is." if model and model.is_silent else ""
    return [
        f"Beside your bill {listed(unasked)} {reason} unasked and {verb_for(len(unasked), 'bills', 'bill')} that as output: {bill} here {verb_for(len(unasked), 'counts', 'count')} none of it. "
        f"Put such tokens in as reasoning of a request.{own}"
    ]


def of_length(v: View) -> list[str]:
    """What the bill hangs on where a long request costs more."""
    found = []
    for tier in v.listed.tiers:
        if tier.from_tokens / 3 <= v.input_tokens <= tier.from_tokens * 3:
            found.append(
                f"From {full_count(tier.from_tokens)} tokens of input on {v.called.host} bills all tokens of a request at {in_and_out(tier)} a million; "
                "your input is an average, and each request is billed by its own length."
            )
    return found


def of_time(v: View) -> list[str]:
    """What changes with the hour and with the day: peaks, announced prices, retirement."""
    model, day, found = v.called, v.day, []
    peak = model.peak_at(day)
    if peak:
        found.append(
            f"In {full_count(peak.hours_week)} of the {HOURS_PER_WEEK} hours of a week {model.host} charges {full_count(peak.multiplier)} times as much: "
            f"{pct(v.used_peak_pct)} of the requests are counted there."
        )
    coming = model.next_after(day)
    if coming and not is_typed(v):
        costs = "costs" if is_newest(v) and coming.since <= first_day(v) else "would cost"
        found.append(
            f"From {day_words(coming.since)} the list price is {in_and_out(coming)}: the same load {costs} {month_at(v, coming)} a month."
        )
    if model.id in catalogue.FORMER_MODELS:
        found.append(f"{model.host} answers this name with {catalogue.models()[catalogue.FORMER_MODELS[model.id]].label}.")
    if is_gone(v, model):
        found.append(f"Retired on {day_words(model.retires)}: {model.name} can no longer be called, so this is what it would have cost.")
    elif model.retires:
        found.append(f"Retirement is listed: {model.name} ends on {day_words(model.retires)}.")
    return found


def is_typed(v: View) -> bool:
    return any(getattr(v, field) is not None for field in TYPED)


def of_those_left_out(v: View) -> list[str]:
    """Whose hosts do not take such a request; and who does, where the open weights of the headline are among them."""
    found, left_out = [], compared(v).left_out
    if left_out:
        found.append(f"Left out of the comparison, since no host of theirs takes such a request: {named(left_out)}.")
    taking = [those[0] for those in compared(v).found if those[0].model.weights]
    if not v.hosted and taking:
        cheapest = min(taking)
        bill = usd(v.requests_per_month * cheapest.usd_request)
        found.append(
            f"Of the open weights whose hosts take it the cheapest is {label_of(cheapest.model)}, {bill} a month at {cheapest.model.host}."
        )
    return found


def of_those_that_end(v: View) -> list[str]:
    """Which of the models beside the reader's end, whoever sells them, before the answer is looked at again at the latest."""
    own = v.called.family if v.called else ""
    beside = [[offer.model for offer in those] for those in compared(v).found]
    ends = [
        (max(model.retires for model in those), label_of(those[0]))
        for those in beside
        if those[0].family != own and all(model.retires for model in those)
    ]
    soon = [f"{label} ends on {day_words(day)}" for day, label in sorted(ends) if day <= at_latest(v)]
    return [f"Retirement is listed of models beside it: {named(soon)}."] if soon else []


def warnings(v: View) -> list[str]:
    model, day = v.called, v.day
    found = [
        *catalogue.age_note(day),
        "Price is not quality, and models cut the same text into different numbers of tokens: before you move, measure a cheaper model on your own cases.",
    ]
    found += of_reasoning(v)
    if model and is_typed(v):
        found.append(f"Where you typed a price it counts; the others are the list prices of {model.name}.")
    found += of_cache(v)
    if model and v.batch_pct and v.batch_discount_pct is None and v.rates.batch_discount is None:
        found.append(f"No batch price is listed for {model.name} on {day}: requests that can wait cost as much as the others.")
    if model:
        found += [*of_length(v), *of_time(v)]
    found += [*of_those_left_out(v), *of_those_that_end(v)]
    if model:
        found += [
            f"Lists disagree: litellm has {in_and_out(other)} for {model.name} on {other.since}. Ask the provider." for other in model.other
        ]
        found += [f"About {model.name}: {model.note}"] if model.note else []
    return found


CALCULATOR = Calculator(
    id="api-bill",
    code="E3",
    group="economics",
    title="The API bill",
    question="What does this load cost by API, and what would the same tokens cost with another model?",
    inputs=(
        "model",
        "requests_per_month",
        "input_tokens",
        "output_tokens",
        "reasoning_tokens",
        "cached_input_pct",
        "batch_pct",
        "open_weights",
        "token_ratio",
        "accepted_pct",
        "reads_per_cache_write",
        "peak_pct",
        "input_usd_mtok",
        "cached_input_usd_mtok",
        "cache_write_usd_mtok",
        "output_usd_mtok",
        "batch_discount_pct",
        "data",
    ),
    folded={
        "Cache, batch and reasoning": ("cached_input_pct", "reads_per_cache_write", "batch_pct", "reasoning_tokens", "peak_pct"),
        "What it stands beside": ("open_weights", "token_ratio", "accepted_pct"),
        "Prices of your own": ("input_usd_mtok", "cached_input_usd_mtok", "cache_write_usd_mtok", "output_usd_mtok", "batch_discount_pct"),
    },
    rules=RULES,
    steps=(
        *PRICES,
        Formula(request, "The request as it is billed", words="its tokens, by how they are billed", is_found=True),
        Formula(beside, "The request with another model", words="the same work in so many times the tokens", is_found=True),
        Formula(stood_beside, "Open weights to compare with", words="those chosen, else those called already", is_found=True),
        Formula(cheapest_closed, "Cheapest closed model", words="of those that take the request", is_found=True),
        Formula(hosted, "Hosts of these weights", words="those that take the request, the cheapest first", is_found=True),
        of_offer(closed_usd_request, "A request with the cheapest closed model", lambda v: v.cheapest_closed),
        of_offer(low_usd_request, "A request at the cheapest host", lambda v: v.hosted.cheapest),
        of_offer(typical_usd_request, "A request at the middle one of the hosts", lambda v: v.hosted.middle),
        of_offer(high_usd_request, "A request at the dearest host", lambda v: v.hosted.dearest),
    ),
    outputs=(
        Output(usd_month, "Bill", key=True, term="bill of a month"),
        Output(usd_request, "Price of a request", key=True),
        Output(usd_accepted, "Price of an accepted answer", key=True, none="never: no answer is accepted"),
        Output(blended_usd_mtok, "Blended price", key=True),
        Output(usd_year, "Run rate"),
        Output(closed_usd_month, "The same with the cheapest closed model", key=True, none="none: no closed model takes such a request"),
        Output(open_low_usd_month, "The same with open weights, at the cheapest host", none=NO_HOST),
        Output(open_usd_month, "The same with open weights, at the middle one of the hosts", key=True, none=NO_HOST),
        Output(open_high_usd_month, "The same with open weights, at the dearest host", none=NO_HOST),
        Output(
            models,
            "The same at the list price of each model",
            kind="table",
            columns=(
                Output("model", "Model", kind="word"),
                Output("host", "Sold by", kind="word"),
                Output("weights", "Weights", kind="word"),
                Output("usd_month", "Bill, at the middle one of those who sell it"),
                Output("low_usd_month", "At the cheapest"),
                Output("high_usd_month", "At the dearest"),
            ),
        ),
    ),
    said=said,
    warnings=warnings,
    pictures=bills,
    samples=3_000,  # four ranges of tokens and shares weigh little against the requests: with 2,000 the parts of the small ones are off by more than two points
)
