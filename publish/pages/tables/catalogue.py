"""The tables of the catalogue pages, made from the files that the calculators read."""

from html import escape

from calculator.data import catalogue, sources
from calculator.data.catalogue import Model, Price
from calculator.faces.html import text
from calculator.inputs.kinds import number_text
from calculator.inputs.vocabulary.machines import COMMITMENTS
from calculator.models.self_host.machines import usd_mtok_output
from calculator.models.shared.offers import hosts, label_of
from calculator.numbers.decimals import HUNDRED, Numeric, exact
from calculator.numbers.display import fixed, full_count, full_pct, full_price, gib
from publish.pages.tables import Table, source_link
from publish.pages.tables.served import measured_error, tokens_given

NONE = "none listed"


def row(cells: list[str], id: str = "", numbers: tuple[int, ...] = ()) -> str:
    """A table row of HTML cells; those at the places in `numbers` are set as numbers."""
    inside = "".join(f'<td class="pb-number">{cell}</td>' if place in numbers else f"<td>{cell}</td>" for place, cell in enumerate(cells))
    return f'<tr id="{id}">{inside}</tr>' if id else f"<tr>{inside}</tr>"


def money(amount: Numeric | None) -> str:
    return NONE if amount is None else f"${number_text(amount)}"


REASONS = {"": "", "no": "Does not reason.", "asked": "Reasons when asked.", "unasked": "Reasons unasked, billed as output."}


def tokens(most: float | None) -> str:
    return "" if most is None else full_count(most)


def limit_words(model: Model) -> str:
    """The most tokens of a request: input and output together, and each where it has a limit of its own."""
    parts = [f"{tokens(model.context_tokens)} in all" if model.context_tokens else ""]
    parts += [f"{tokens(model.max_input_tokens)} in" if model.max_input_tokens else ""]
    parts += [f"{tokens(model.max_output_tokens)} out" if model.max_output_tokens else ""]
    return ", ".join(filter(None, parts)) or NONE


def batch_words(held: Price) -> str:
    return (
        " / ".join(
            money(amount)
            for amount in (held.batch_input_usd_mtok, held.batch_cached_input_usd_mtok, held.batch_output_usd_mtok)
            if amount is not None
        )
        or NONE
    )


def notes_on(model: Model, held: Price, day: str) -> list[str]:
    """What a price hangs on, besides the tokens."""
    notes = [model.note] if model.note else []
    notes += [
        f"From {full_count(tier.from_tokens)} tokens of input on the whole request costs {money(tier.input_usd_mtok)} in and {money(tier.output_usd_mtok)} out."
        for tier in held.tiers
    ]
    peak = model.peak_at(day)
    if peak:
        notes.append(f"{full_count(peak.multiplier)} times as much in {full_count(peak.hours_week)} hours of a week.")
    notes += [REASONS[model.reasons]] if model.reasons else []
    if model.retires:
        gone = "Retired on" if model.retired_by(day) else "To be retired on"
        notes.append(f"{gone} {model.retires}, according to {sources[model.retires_source].title}.")
    return notes + [
        f"litellm has {full_price(other.input_usd_mtok)} and {full_price(other.output_usd_mtok)} on {other.since}." for other in model.other
    ]


def models() -> Table:
    day, rows = catalogue.newest(), []
    for model in catalogue.models().values():
        held = model.at(day)
        cells = [f"<code>{model.id}</code>", text(model.name), "open" if model.weights else "not known to be open"]
        prices = (held.input_usd_mtok, held.cached_input_usd_mtok, held.cache_write_usd_mtok, held.output_usd_mtok)
        cells += [*map(money, prices), batch_words(held), limit_words(model)]
        rows.append(row([*cells, held.since, model.read, text(" ".join(notes_on(model, held, day)))], f"model-{model.id}", (3, 4, 5, 6, 7)))
    heads = ["Id", "Model and who sells it", "Weights", "Input", "Cached input", "Cache write", "Output"]
    heads += ["Batch: input / cached / output", "Most tokens", "Since", "Read", "Notes"]
    return f"List prices on {day}, US dollars a million tokens", heads, rows


def weights() -> Table:
    """The licence of each open model, and how many sell it."""
    day, rows = catalogue.newest(), []
    for one in catalogue.weights().values():
        link = f'<a href="{escape(one.url)}">{escape(one.licence)}</a>'
        selling = str(len(hosts(day, one.id)))
        rows.append(
            row(
                [f"<code>{one.id}</code>", text(one.label), link, text(one.conditions), one.read or "not read by us", selling], numbers=(5,)
            )
        )
    return "Open weights and their licences", ["Id", "Weights", "Licence", "Its conditions, in a line", "Licence read", "Hosts here"], rows


def price_changes() -> Table:
    """Every price that was replaced or will be, oldest first for each model."""
    rows = []
    for model in catalogue.models().values():
        for before, after in zip(model.prices, model.prices[1:], strict=False):
            if (before.input_usd_mtok, before.output_usd_mtok) != (after.input_usd_mtok, after.output_usd_mtok):
                known = "from that day on" if after.dated == "effective" else "seen then; it may be older"
                cells = [
                    text(model.name),
                    money(before.input_usd_mtok),
                    money(before.output_usd_mtok),
                    money(after.input_usd_mtok),
                    money(after.output_usd_mtok),
                ]
                rows.append(row([*cells, after.since, known, source_link(after.source)], numbers=(1, 2, 3, 4)))
    return (
        "Dated changes of list prices, US dollars a million tokens",
        ["Model", "Input before", "Output before", "Input after", "Output after", "Date", "The date is", "Source"],
        rows,
    )


def asked(gpu: catalogue.Gpu, day: str, commitment: str) -> str:
    """The lowest, the middle and the highest price of an hour where eight are needed, so that nobody pays for more."""
    if not gpu.offers_on(day, commitment):
        return "not known"
    found = gpu.sizes_for(8, day, commitment)
    offers = (found[0], found[catalogue.middle(found)], found[-1])
    return " / ".join(dict.fromkeys(full_price(offer.usd_hour) for offer in offers))


def gpus() -> Table:
    day, rows = catalogue.newest(), []
    for gpu in catalogue.gpus().values():
        power = "not in the source" if gpu.power_watts is None else f"{full_count(gpu.power_watts)} W"
        cells = [
            f"<code>{gpu.id}</code>",
            text(gpu.label),
            f"{full_count(gpu.memory_gb)} GB",
            f"{full_count(gpu.memory_mib)} MiB",
            gib(gpu.memory_gib),
            power,
            *(asked(gpu, day, commitment) for commitment in COMMITMENTS),
            str(len(gpu.offers)),
            f"{gpu.offers[0].read} to {gpu.offers[-1].read}",
            source_link(gpu.memory_source),
            source_link(gpu.source),
        ]
        rows.append(row(cells, f"gpu-{gpu.id}", (2, 3, 4, 5, 6, 7, 8, 9)))
    return (
        "GPUs by the hour, US dollars: lowest, middle and highest offer",
        [
            *("Id", "GPU", "Sold with", "The driver reports", "Which is", "Power"),
            *COMMITMENTS.values(),
            *("Offers", "Read", "Memory from", "Power from"),
        ],
        rows,
    )


def offers() -> Table:
    rows = [
        row(
            [
                text(gpu.label),
                text(offer.provider),
                text(offer.product),
                str(offer.min_gpus),
                COMMITMENTS[offer.commitment],
                full_price(offer.usd_hour),
                offer.read,
                f'<a href="{escape(offer.url)}">page</a>',
                source_link(offer.source),
            ],
            numbers=(3, 5),
        )
        for gpu in catalogue.gpus().values()
        for offer in gpu.offers
    ]
    return (
        "The offers behind those prices, US dollars an hour of one GPU",
        ["GPU", "Provider", "Product", "Rented at a time", "For", "Price", "Read", "Where", "Collected by"],
        rows,
    )


def kept(one: catalogue.Architecture) -> str:
    """What the layers of a model keep of the past."""
    if one.full_attention_layers is None or one.sliding_window_tokens is None:
        return "all of it"
    others = f"the last {full_count(one.sliding_window_tokens)} tokens" if one.sliding_window_tokens else "none of it"
    return f"{full_count(one.full_attention_layers)} all of it, {full_count(one.layers - one.full_attention_layers)} {others}"


def numbers_kept(one: catalogue.Architecture) -> str:
    """Of one token in one layer."""
    return (
        f"{full_count(one.latent_dim)}, latent"
        if one.latent_dim
        else f"2 x {full_count(one.kv_heads or 0)} x {full_count(one.head_dim or 0)}"
    )


def architectures() -> Table:
    rows = [
        row(
            [
                f"<code>{one.id}</code>",
                text(one.label),
                fixed(one.parameters_billion, 3),
                str(one.layers),
                text(kept(one)),
                text(numbers_kept(one)),
                str(one.released_bits or 16),
                full_count(one.context_tokens) if one.context_tokens else "not known",
                text(one.note),
                source_link(one.source),
                one.read,
            ],
            f"architecture-{one.id}",
            (2, 3, 6, 7),
        )
        for one in catalogue.architectures().values()
    ]
    return (
        "Architectures",
        [
            *("Id", "Model", "Parameters, billion", "Layers", "Which keep of the past", "Numbers of a token in a layer"),
            *("Bits as released", "Longest sequence", "Notes", "Source", "Read"),
        ],
        rows,
    )


def measured_html(setup: catalogue.Setup) -> str:
    """The measured points of a set-up; of one that old links name, the set-up whose they are."""
    if setup.id in catalogue.FORMER_SETUPS:
        now = catalogue.FORMER_SETUPS[setup.id]
        return f'in old links: now <a href="#setup-{now}">{now}</a>'
    points = [f"{full_count(i)} / {full_count(o)}: {full_count(rate)}" for i, o, rate in setup.points]
    return "<br>".join(points) or f"any: {full_count(setup.tokens_per_second or 0)}"


def setups() -> Table:
    rows = [
        row(
            [
                f"<code>{one.id}</code>",
                text(one.label),
                measured_html(one),
                str(one.gpus_per_copy),
                "unknown" if one.error_pct is None else text(full_pct(one.error_pct)),
                text(one.conditions),
                source_link(one.source),
                one.read,
            ],
            f"setup-{one.id}",
            (2, 3, 4),
        )
        for one in catalogue.setups().values()
    ]
    return (
        "Measured throughput, output tokens a second of one GPU",
        ["Id", "Set-up", "Tokens in / out: output tokens a second", "GPUs a copy", "Off by", "Measured with", "Source", "Read"],
        rows,
    )


def runs() -> Table:
    rows = []
    for run in catalogue.runs().values():
        setup = catalogue.setups()[run.setup]
        predicted = tokens_given(run)
        off = (predicted / exact(run.tokens_per_second) - 1) * 100
        cost = usd_mtok_output(1, exact(run.usd_hour), 1, exact(run.tokens_per_second))  # type: ignore[no-untyped-call]  # a formula
        cells = [
            text(setup.label),
            full_count(run.offered_per_second),
            full_count(run.tokens_per_second),
            full_count(predicted),
            text(full_pct(off)),
            full_price(run.usd_mtok_output),
            full_price(cost),
            f"{full_count(run.slowest_tenth_seconds)} s",
        ]
        rows.append(row(cells, numbers=tuple(range(1, 8))))
    error = measured_error()
    caption = f"{error.runs} measured runs, and what the model predicts: {full_pct(error.mean * HUNDRED)} off on average, {full_pct(error.worst * HUNDRED)} at worst"
    heads = [
        "Set-up",
        "Requests a second offered",
        "Tokens a second, measured",
        "Predicted",
        "Off by",
        "Dollars a million output tokens, published",
        "Computed",
        "Slowest tenth took at least",
    ]
    return caption, heads, rows


def labels() -> list[str]:
    """Every model of the catalogue by its name, whoever sells it."""
    return list(dict.fromkeys(label_of(model) for model in catalogue.models().values()))


def providers() -> list[str]:
    return sorted({offer.provider for gpu in catalogue.gpus().values() for offer in gpu.offers})


def set_ups() -> list[str]:
    return list(dict.fromkeys(setup.label for setup in catalogue.setups().values()))


NAMED = {"models": labels, "offers": providers, "throughput": set_ups}  # long tables, and what readers look for in them
TABLES = {
    "models": models,
    "weights": weights,
    "price-changes": price_changes,
    "gpus": gpus,
    "offers": offers,
    "architectures": architectures,
    "throughput": setups,
    "runs": runs,
}
