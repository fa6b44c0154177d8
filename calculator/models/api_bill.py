"""E3: what a load of requests costs by API, at list prices or at the reader's own."""

from calculator.data import catalogue
from calculator.formulas.answer import Answer
from calculator.formulas.trace import Trace
from calculator.formulas.model import Calculator, Output
from calculator.inputs.vocabulary.common import OWN
from calculator.models.shared.api_prices import MILLION, after_batch, discount_pct, full_price, listed_rates, rates_for
from calculator.numbers.decimals import MONTHS_PER_YEAR, ONE, exact, share
from calculator.numbers.units import count, price, term, term_pct, usd

WEIGHTS = {True: "open", False: "not known to be open"}


def bill_of(x, rates):
    """US dollars a month of the reader's load at some rates."""
    return x.requests_per_month * after_batch(full_price(rates, x.input_tokens, x.output_tokens, x.cached_input_pct), rates, x.batch_pct)


def beside(x, day: str) -> list[dict]:
    """The same tokens at the list price of every model that is sold on that day, cheapest first."""
    sold = [model for model in catalogue.models().values() if model.sold_on(day)]
    rows = [
        {
            "model": model.label,
            "host": model.host,
            "weights": WEIGHTS[bool(model.weights)],
            "usd_month": bill_of(x, listed_rates(model.at(day))),
        }
        for model in sold
    ]
    return sorted(rows, key=lambda row: (row["usd_month"], row["model"], row["host"]))


def headline_of(model, month, request, rows: list[dict], day: str) -> str:
    is_open = model is not None and bool(model.weights)
    where = f"With {model.name_on(day)}" if model else "At your own prices"
    costs = ", this load would have cost" if model and model.retired_by(day) else " this load costs"
    said = f"{where}{costs} {usd(month)} a month, {price(request)} a request"
    others = [row["usd_month"] for row in rows if (row["weights"] == WEIGHTS[True]) != is_open]
    whose = "models not known to be open" if is_open else "open weights that others host"
    if not others:
        return f"{said}."
    ends = dict.fromkeys((usd(others[0]), usd(others[-1])))
    return f"{said}; at list prices the same tokens cost {' to '.join(ends)} with {whose}."


def in_and_out(held) -> str:
    return f"{price(held.input_usd_mtok)} in and {price(held.output_usd_mtok)} out"


def odd_cache(held, rates) -> bool:
    """Whether cached input in a batch is listed at another price than the cached price less the discount."""
    return held.batch_cached_input_usd_mtok is not None and exact(held.batch_cached_input_usd_mtok) != rates.cached * (ONE - rates.discount)


def warnings_of(x, model, held, rates, day: str) -> list[str]:
    warnings = [
        "Price is not quality, and models cut the same text into different numbers of tokens: before you move, measure a cheaper model on your own cases."
    ]
    if model is None:
        return warnings
    typed = any(value is not None for value in (x.input_usd_mtok, x.cached_input_usd_mtok, x.output_usd_mtok, x.batch_discount_pct))
    if typed:
        warnings.append(f"Where you typed a price it counts; the others are the list prices of {model.name}.")
    if x.cached_input_pct and not rates.cached_listed:
        warnings.append(f"No price of cached input is listed for {model.name}: it is billed here like other input.")
    if x.batch_pct and not rates.discount_listed:
        warnings.append(f"No batch price is listed for {model.name} on {day}: requests that can wait cost as much as the others.")
    if x.batch_pct and x.cached_input_pct and not typed and odd_cache(held, rates):
        cached = price(held.batch_cached_input_usd_mtok)
        warnings.append(
            f"In a batch {model.host} bills cached input at {cached} a million tokens, not at a discount like the rest: the true bill differs a little."
        )
    if model.tier_above_tokens and x.input_tokens > model.tier_above_tokens:
        warnings.append(
            f"Above {count(model.tier_above_tokens)} input tokens {model.host} charges a dearer tier; this is the base price, so the true bill is higher."
        )
    coming = model.next_after(day)
    if coming and not typed:
        month = usd(bill_of(x, listed_rates(coming)))
        warnings.append(f"From {coming.since} the list price is {in_and_out(coming)}: the same load would cost {month} a month.")
    if model.retired_by(day):
        warnings.append(f"{model.name} was retired on {model.retires} and can no longer be called: this is what it would have cost.")
    elif model.retires:
        warnings.append(f"Retirement is listed: {model.name} ends on {model.retires}.")
    for other in model.other:
        theirs = f"litellm has {in_and_out(other)} for {model.name} on {other.since}"
        warnings.append(
            f"The list price here is the off-peak one: {theirs}, the price in the peak hours."
            if model.is_peak(other)
            else f"Lists disagree: {theirs}. Ask the provider."
        )
    return warnings + ([f"About {model.name}: {model.note}"] if model.note else [])


def compute(x) -> Answer:
    day = catalogue.day_of(x.data)
    model = None if x.model == OWN else catalogue.models()[x.model]
    held = model.at(day) if model else None
    rates = rates_for(x, held)
    full = full_price(rates, x.input_tokens, x.output_tokens, x.cached_input_pct)
    request = after_batch(full, rates, x.batch_pct)
    month = x.requests_per_month * request
    blended = request / (x.input_tokens + x.output_tokens) * MILLION
    rows = beside(x, day)

    cached = x.input_tokens * share(x.cached_input_pct)
    fresh = x.input_tokens - cached
    parts = tuple(
        Trace(
            label,
            f"tokens x price of {what} / 1,000,000",
            f"{term(tokens)} x {price(rate)} / 1,000,000",
            tokens * rate / MILLION,
            "" if typed is not None else held.source if held else "",
            unit="usd_request",
        )
        for label, what, tokens, rate, typed in (
            ("Input", "input", fresh, rates.input, x.input_usd_mtok),
            ("Input from the cache", "cached input", cached, rates.cached, x.cached_input_usd_mtok),
            ("Output", "output", x.output_tokens, rates.output, x.output_usd_mtok),
        )
    )
    full_trace = Trace(
        "A request that does not wait",
        "input + input from the cache + output",
        " + ".join(price(part.value) for part in parts),
        full,
        unit="usd_request",
        steps=parts,
    )
    request_trace = Trace(
        "A request",
        "a request that does not wait x (1 - share of batches x discount)",
        f"{price(full)} x (1 - {term_pct(x.batch_pct)} x {term_pct(discount_pct(rates))})",
        request,
        output="usd_request",
        steps=(full_trace,),
    )
    month_trace = Trace(
        "A month",
        "requests a month x a request",
        f"{term(x.requests_per_month)} x {price(request)}",
        month,
        output="usd_month",
        steps=(request_trace,),
    )
    return Answer(
        outputs={
            "usd_request": request,
            "usd_month": month,
            "usd_year": month * MONTHS_PER_YEAR,
            "blended_usd_mtok": blended,
            "models": rows,
        },
        headline=headline_of(model, month, request, rows, day),
        trace=(
            month_trace,
            Trace("A year", "a month x 12; a run rate, not a forecast", f"{price(month)} x 12", month * MONTHS_PER_YEAR, output="usd_year"),
            Trace(
                "Blended price",
                "a request / (input + output tokens) x 1,000,000",
                f"{price(request)} / ({term(x.input_tokens)} + {term(x.output_tokens)}) x 1,000,000",
                blended,
                output="blended_usd_mtok",
            ),
        ),
        warnings=(*catalogue.aged(day), *warnings_of(x, model, held, rates, day)),
        as_of=day,
    )


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
    outputs=(
        Output("usd_month", "Bill", key=True),
        Output("usd_request", "Price of a request", key=True),
        Output("blended_usd_mtok", "Blended price", key=True),
        Output("usd_year", "Run rate"),
        Output(
            "models",
            "The same tokens at the list price of each model",
            kind="table",
            columns=(
                Output("model", "Model", kind="word"),
                Output("host", "Sold by", kind="word"),
                Output("weights", "Weights", kind="word"),
                Output("usd_month", "Bill"),
            ),
        ),
    ),
    compute=compute,
)
