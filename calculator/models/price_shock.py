"""M3: what a provider's new price does to the margin, and how much of it can be dodged."""

from calculator.data import thresholds
from calculator.errors import InputError
from calculator.formulas.answer import Answer, Trace
from calculator.formulas.model import Calculator, Output
from calculator.formulas.phrases import parts
from calculator.numbers.decimals import HUNDRED, ONE, ZERO, exact, share
from calculator.numbers.units import count, pct, price, term, term_pct, told_apart, usd

WHOLE = 10_000  # the index of a market that one seller has alone: 100 % squared


def shocked_one(x) -> dict:
    """The provider whose price changes: the one named, or the one with the largest bill, the first of equals."""
    if not x.shocked_provider:
        return max(x.providers, key=lambda provider: provider["usd_month"])
    for provider in x.providers:
        if provider["name"] == x.shocked_provider:
            return provider
    names = ", ".join(provider["name"] for provider in x.providers)
    raise InputError("shocked_provider", f"must be empty or one of the providers, {names}", x.shocked_provider)


def margin(revenue, cost):
    """Gross margin in per cent of revenue; None without revenue."""
    return (revenue - cost) / revenue * HUNDRED if revenue else None


def rerouting(x, before, dodged) -> tuple[str, str]:
    """(formula, numbers) of what rerouting saves."""
    if x.price_multiplier <= 1:
        return "0, since without a rise nothing moves", f"no rise: {term(x.price_multiplier)} is at most 1"
    formula = "bill of the shocked provider x part that can move x (new price - price elsewhere)"
    numbers = f"{price(before)} x {term_pct(x.reroutable_pct)} x ({term(x.price_multiplier)} - {term(x.reroute_price_ratio)})"
    return (formula, numbers) if dodged else (f"{formula}, not below 0", f"not below 0: {numbers}")


def warnings_of(x, name: str, largest, after, count_of) -> list[str]:
    warnings = []
    thin = thresholds["thin_margin_below_pct"].value
    if count_of == 1:
        warnings.append(
            "One provider carries everything: its price list is your price list. Line up a second one that has carried real traffic."
        )
    if after is not None and after < 0:
        warnings.append(f"At {name}'s new price each sale loses money.")
    elif after is not None and after < thin:
        warnings.append(f"At {name}'s new price the gross margin is below {pct(thin)}, which investors no longer read as software.")
    if x.price_multiplier > 1 and x.reroute_price_ratio > x.price_multiplier and x.reroutable_pct:
        warnings.append("Elsewhere the work would cost more than at the new price, so nothing is rerouted.")
    if x.reroute_price_ratio < 1 and x.reroutable_pct:
        warnings.append("Elsewhere the work is cheaper than here today: that saving needs no shock.")
    return warnings


def compute(x) -> Answer:
    shocked = shocked_one(x)
    name, before = shocked["name"], shocked["usd_month"]
    spend = sum(provider["usd_month"] for provider in x.providers)
    rise = before * (x.price_multiplier - ONE)
    after = spend + rise
    today, then = margin(x.revenue_usd_month, spend + x.other_cogs_usd_month), margin(x.revenue_usd_month, after + x.other_cogs_usd_month)
    # Only a rise makes work move, and only to where it costs less than at the new price.
    dodged = max(ZERO, before * share(x.reroutable_pct) * (x.price_multiplier - x.reroute_price_ratio)) if x.price_multiplier > 1 else ZERO
    rerouted = margin(x.revenue_usd_month, after - dodged + x.other_cogs_usd_month)
    paid = [provider for provider in x.providers if provider["usd_month"]]
    shares = [provider["usd_month"] / spend for provider in paid]
    largest = max(shares) * HUNDRED if shares else None
    index = sum(part * part for part in shares) * WHOLE if shares else None

    if rise == 0:
        headline = f"At {name}'s price of today nothing changes: AI costs {usd(spend)} a month" + (
            "." if today is None else f" and the gross margin is {pct(today)}."
        )
    else:
        verb = "rises" if rise > 0 else "falls"
        here, there = told_apart(spend, after)
        times = count(x.price_multiplier, 2)
        times = term(x.price_multiplier) if times in ("0", "1") else times  # a rise to 1.001 times is no 1
        headline = f"If {name}'s price becomes {times} times today's, the AI bill {verb} from {here} to {there} a month"
        if today is not None:
            moved = f"stays at {pct(today)}" if pct(today) == pct(then) else f"goes from {pct(today)} to {pct(then)}"
            headline += f" and the gross margin {moved}"
        headline += "."
        headline = headline[:-1] + f"; rerouting saves {usd(dodged)} of it." if dodged else headline

    spend_trace = Trace(
        "AI spend today",
        "sum over the providers",
        " + ".join(price(provider["usd_month"]) for provider in x.providers),
        spend,
        output="ai_spend_usd_month",
    )
    after_trace = Trace(
        "AI spend after",
        f"AI spend today + bill of the shocked provider x (new price - 1), as times today's; {name} is the one",
        f"{price(spend)} + {price(before)} x ({term(x.price_multiplier)} - 1)",
        after,
        output="shocked_spend_usd_month",
        steps=(spend_trace,),
    )
    dodged_trace = Trace("Saved by rerouting", *rerouting(x, before, dodged), dodged, output="rerouted_saving_usd_month")
    margins = "(revenue - AI spend - other cost) / revenue"

    def margin_at(cost) -> tuple[str, str]:
        return parts(margins, f"({revenue} - {price(cost)} - {other}) / {revenue}", x.revenue_usd_month, "no revenue")

    revenue, other = price(x.revenue_usd_month), price(x.other_cogs_usd_month)
    return Answer(
        outputs={
            "ai_spend_usd_month": spend,
            "shocked_spend_usd_month": after,
            "margin_pct": today,
            "shocked_margin_pct": then,
            "rerouted_saving_usd_month": dodged,
            "rerouted_margin_pct": rerouted,
            "largest_share_pct": largest,
            "hhi": index,
            "providers_count": exact(len(paid)),
        },
        headline=headline,
        trace=(
            spend_trace,
            after_trace,
            Trace(
                "Gross margin today",
                *margin_at(spend),
                today,
                output="margin_pct",
                steps=(spend_trace,),
            ),
            Trace(
                "Gross margin after",
                *margin_at(after),
                then,
                output="shocked_margin_pct",
                steps=(after_trace,),
            ),
            dodged_trace,
            Trace(
                "Gross margin after rerouting",
                *margin_at(after - dodged),
                rerouted,
                output="rerouted_margin_pct",
                steps=(dodged_trace,),
            ),
            Trace(
                "Largest share",
                *parts(
                    "largest bill / AI spend today",
                    f"{price(max(p['usd_month'] for p in x.providers))} / {price(spend)}",
                    spend,
                    "nothing is spent",
                ),
                largest,
                output="largest_share_pct",
            ),
            Trace(
                "Concentration",
                *parts(
                    "sum of the squared shares in per cent (Herfindahl-Hirschman index): 10,000 is one provider",
                    " + ".join(term_pct(part * HUNDRED) + " squared" for part in shares),
                    spend,
                    "nothing is spent",
                ),
                index,
                output="hhi",
            ),
            Trace(
                "Providers",
                "providers - those without a bill",
                f"{len(x.providers)} - {len(x.providers) - len(paid)}",
                exact(len(paid)),
                output="providers_count",
            ),
        ),
        warnings=tuple(warnings_of(x, name, largest, then, len(paid))),
    )


CALCULATOR = Calculator(
    id="price-shock",
    code="M3",
    group="mistakes",
    title="Price shock",
    question="What does a provider's new price do to your margin, and how much of it could you dodge?",
    inputs=(
        "revenue_usd_month",
        "other_cogs_usd_month",
        "providers",
        "shocked_provider",
        "price_multiplier",
        "reroutable_pct",
        "reroute_price_ratio",
    ),
    outputs=(
        Output(id="shocked_margin_pct", label="Gross margin after", none="unknown: no revenue", key=True),
        Output(id="shocked_spend_usd_month", label="AI spend after", key=True),
        Output(id="rerouted_saving_usd_month", label="Saved by rerouting", key=True),
        Output(id="rerouted_margin_pct", label="Gross margin after rerouting", none="unknown: no revenue"),
        Output(id="margin_pct", label="Gross margin today", none="unknown: no revenue"),
        Output(id="ai_spend_usd_month", label="AI spend today"),
        Output(id="largest_share_pct", label="Share of the largest provider", none="unknown: nothing is spent"),
        Output(id="hhi", label="Concentration (Herfindahl-Hirschman index)", none="unknown: nothing is spent"),
        Output(id="providers_count", label="Providers with a bill"),
    ),
    compute=compute,
)
