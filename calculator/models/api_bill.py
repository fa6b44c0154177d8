"""E3: what a load of requests costs by API, at list prices or at the reader's own."""

from typing import Any

from calculator.data import catalogue
from calculator.formulas.functions import share
from calculator.formulas.graph import solve_again
from calculator.formulas.model import Calculator, Output, View
from calculator.models.shared.api_prices import PRICES, RULES, TYPED, batch_discount, prices_of
from calculator.numbers.constants import MILLION, MONTHS_PER_YEAR
from calculator.numbers.decimals import exact
from calculator.numbers.display import full_count, price, told_apart

WEIGHTS = {True: "open", False: "not known to be open"}


def usd_request(full_usd_request, batch_pct, used_batch_discount_pct):
    return full_usd_request * (1 - share(batch_pct) * share(used_batch_discount_pct))


def usd_month(requests_per_month, usd_request):
    return requests_per_month * usd_request


def usd_year(usd_month):
    return usd_month * MONTHS_PER_YEAR


def blended_usd_mtok(usd_request, input_tokens, output_tokens):
    return usd_request / (input_tokens + output_tokens) * MILLION


def sold(day: str) -> list[dict[str, Any]]:
    """Every model that is sold on the day, with its list prices."""
    return [
        {"model": model.label, "host": model.host, "weights": WEIGHTS[bool(model.weights)], **prices_of(model, day)}
        for model in sorted(catalogue.models().values(), key=lambda model: (model.label, model.host))
        if model.sold_on(day)
    ]


def headline(v: View) -> str:
    model, is_open = v.called, v.called is not None and bool(v.called.weights)
    where = f"With {model.name_on(v.day)}" if model else "At your own prices"
    costs = ", this load would have cost" if model and model.retired_by(v.day) else " this load costs"
    others = [row["usd_month"] for row in v.models if (row["weights"] == WEIGHTS[True]) != is_open]
    month, *ends = told_apart(v.usd_month, *others[:1], *others[-1:])
    said = f"{where}{costs} {month} a month, {price(v.usd_request)} a request"
    if not others:
        return f"{said}."
    whose = "models not known to be open" if is_open else "open weights that others host"
    return f"{said}; at list prices the same tokens cost {' to '.join(dict.fromkeys(ends))} with {whose}."


def in_and_out(held: catalogue.Price) -> str:
    return f"{price(held.input_usd_mtok)} in and {price(held.output_usd_mtok)} out"


def odd_cache(held: catalogue.Price, v: View) -> bool:
    """Whether cached input in a batch is listed at another price than the cached price less the discount."""
    discounted = v.used_cached_input_usd_mtok * (1 - v.used_batch_discount_pct / 100)
    return held.batch_cached_input_usd_mtok is not None and exact(held.batch_cached_input_usd_mtok) != discounted


def warnings(v: View) -> list[str]:
    model, day, held = v.called, v.day, v.listed
    found = [
        *catalogue.age_note(day),
        "Price is not quality, and models cut the same text into different numbers of tokens: before you move, measure a cheaper model on your own cases.",
    ]
    if model is None:
        return found
    typed = any(getattr(v, field) is not None for field in TYPED)
    if typed:
        found.append(f"Where you typed a price it counts; the others are the list prices of {model.name}.")
    if v.cached_input_pct and v.cached_input_usd_mtok is None and v.listed_cached_input_usd_mtok is None:
        found.append(f"No price of cached input is listed for {model.name}: it is billed here like other input.")
    if v.batch_pct and v.batch_discount_pct is None and batch_discount(held) is None:
        found.append(f"No batch price is listed for {model.name} on {day}: requests that can wait cost as much as the others.")
    if v.batch_pct and v.cached_input_pct and not typed and odd_cache(held, v):
        cached = price(held.batch_cached_input_usd_mtok)
        found.append(
            f"In a batch {model.host} bills cached input at {cached} a million tokens, not at a discount like the rest: the true bill differs a little."
        )
    if model.tier_above_tokens and v.input_tokens > model.tier_above_tokens:
        found.append(
            f"Above {full_count(model.tier_above_tokens)} input tokens {model.host} charges a dearer tier; this is the base price, so the true bill is higher."
        )
    coming = model.next_after(day)
    if coming and not typed:
        month, _ = told_apart(solve_again(CALCULATOR, vars(v), prices_of(model, coming.since), "usd_month"), v.usd_month)
        found.append(f"From {coming.since} the list price is {in_and_out(coming)}: the same load would cost {month} a month.")
    if model.retired_by(day):
        found.append(f"Retired on {model.retires}: {model.name} can no longer be called, so this is what it would have cost.")
    elif model.retires:
        found.append(f"Retirement is listed: {model.name} ends on {model.retires}.")
    for other in model.other:
        theirs = f"litellm has {in_and_out(other)} for {model.name} on {other.since}"
        found.append(
            f"The list price here is the off-peak one: {theirs}, the price in the peak hours."
            if model.is_peak(other)
            else f"Lists disagree: {theirs}. Ask the provider."
        )
    return found + ([f"About {model.name}: {model.note}"] if model.note else [])


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
        "cached_input_pct",
        "batch_pct",
        "input_usd_mtok",
        "cached_input_usd_mtok",
        "output_usd_mtok",
        "batch_discount_pct",
        "data",
    ),
    rules=RULES,
    steps=PRICES,
    outputs=(
        Output(usd_month, "Bill", key=True, term="bill of a month"),
        Output(usd_request, "Price of a request", key=True),
        Output(blended_usd_mtok, "Blended price", key=True),
        Output(usd_year, "Run rate"),
        Output(
            "models",
            "The same tokens at the list price of each model",
            kind="table",
            rows=sold,
            ordered="usd_month",
            columns=(
                Output("model", "Model", kind="word"),
                Output("host", "Sold by", kind="word"),
                Output("weights", "Weights", kind="word"),
                Output("usd_month", "Bill", by=usd_month),
            ),
        ),
    ),
    headline=headline,
    warnings=warnings,
)
