"""M3: what a provider's new price does to the margin, and how much of it can be dodged."""

from typing import Any

from calculator.data import thresholds
from calculator.errors import InputError
from calculator.formulas.charts import QUIET, Part, Stack, Stacks, money
from calculator.formulas.functions import count_positive, largest, most, percent, share, total
from calculator.formulas.model import Calculator, Formula, Output, View
from calculator.formulas.said import Said
from calculator.numbers.display import as_given, full_pct, pct, told_apart, usd
from calculator.numbers.units import UNITS, capital


def shocked(providers, shocked_provider):
    """The provider whose price changes: the one named, or the one with the largest bill, the first of equals."""
    if not shocked_provider:
        return max(providers, key=lambda provider: provider["usd_month"])
    for provider in providers:
        if provider["name"] == shocked_provider:
            return provider
    names = ", ".join(provider["name"] for provider in providers)
    raise InputError("shocked_provider", f"must be empty or one of the providers, {names}", shocked_provider)


def shocked_usd_month(shocked):
    return shocked["usd_month"]


def bills_usd_month(providers):
    return [provider["usd_month"] for provider in providers]


def ai_spend_usd_month(bills_usd_month):
    return total(bills_usd_month)


def shocked_spend_usd_month(ai_spend_usd_month, shocked_usd_month, price_multiplier):
    return ai_spend_usd_month + shocked_usd_month * (price_multiplier - 1)


def rerouted_saving_usd_month(shocked_usd_month, reroutable_pct, price_multiplier, reroute_price_ratio):
    if price_multiplier <= 1:  # without a rise nothing moves
        return 0
    return most(0, shocked_usd_month * share(reroutable_pct) * (price_multiplier - reroute_price_ratio))


def margin(revenue, ai_spend, other):
    return percent((revenue - ai_spend - other) / revenue) if revenue > 0 else None


def margin_pct(revenue_usd_month, ai_spend_usd_month, other_cogs_usd_month):
    return margin(revenue_usd_month, ai_spend_usd_month, other_cogs_usd_month)


def shocked_margin_pct(revenue_usd_month, shocked_spend_usd_month, other_cogs_usd_month):
    return margin(revenue_usd_month, shocked_spend_usd_month, other_cogs_usd_month)


def rerouted_margin_pct(revenue_usd_month, shocked_spend_usd_month, rerouted_saving_usd_month, other_cogs_usd_month):
    return margin(revenue_usd_month, shocked_spend_usd_month - rerouted_saving_usd_month, other_cogs_usd_month)


def largest_share_pct(bills_usd_month, ai_spend_usd_month):
    return percent(largest(bills_usd_month) / ai_spend_usd_month) if ai_spend_usd_month > 0 else None


def hhi(bills_usd_month, ai_spend_usd_month):
    return total([(bill / ai_spend_usd_month) ** 2 for bill in bills_usd_month]) * 10_000 if ai_spend_usd_month > 0 else None


def providers_count(bills_usd_month):
    return count_positive(bills_usd_month)


def said(v: View) -> Said:
    name, before, after = v.shocked["name"], v.ai_spend_usd_month, v.shocked_spend_usd_month
    again = f"when {name} announces a price"
    if before == after:
        stays = "" if v.margin_pct is None else f" and the gross margin is {pct(v.margin_pct)}"
        if not v.shocked_usd_month:
            return Said("Nothing changes.", f"Nothing is spent with {name}; AI costs {usd(before)} a month{stays}.", again)
        return Said("Nothing changes.", f"At {name}'s price of today AI costs {usd(before)} a month{stays}.", again)
    here, there = told_apart(before, after)
    verb = "rises" if after > before else "falls"
    bill = f"with {name} at {as_given(v.price_multiplier)} times today's price the AI bill {verb} from {here} to {there} a month"
    dodged = f"; rerouting saves {usd(v.rerouted_saving_usd_month)} of it" if v.rerouted_saving_usd_month else ""
    if v.margin_pct is None:
        return Said(f"The bill {verb} to {there}.", f"{capital(bill)}{dodged}.", again)
    now, then = told_apart(v.margin_pct, v.shocked_margin_pct, unit=UNITS["pct"])
    if full_pct(v.margin_pct) == full_pct(v.shocked_margin_pct):
        return Said(f"Gross margin stays at {pct(v.margin_pct)}.", f"{capital(bill)}{dodged}.", again)
    moves = "falls" if v.shocked_margin_pct < v.margin_pct else "rises"
    return Said(f"Gross margin {moves} to {then}.", f"From {now}, since {bill}{dodged}.", again)


def warnings(v: View) -> list[str]:
    found, name, margin = [], v.shocked["name"], v.shocked_margin_pct
    thin, moves = thresholds["thin_margin_below_pct"].value, v.reroutable_pct and v.shocked_usd_month
    if v.providers_count == 1:
        found.append(
            "One provider carries everything: its price list is your price list. Line up a second one that has carried real traffic."
        )
    if margin is not None and margin < 0:
        today = v.margin_pct < 0
        found.append("Each sale loses money at today's prices already." if today else f"At {name}'s new price each sale loses money.")
    elif margin is not None and margin < thin:
        at = "At today's prices" if v.ai_spend_usd_month == v.shocked_spend_usd_month else f"At {name}'s new price"
        found.append(f"{at} the gross margin is below {as_given(thin, UNITS['pct'])}, which investors no longer read as software.")
    if v.price_multiplier > 1 and v.reroute_price_ratio > v.price_multiplier and moves:
        found.append("Elsewhere the work would cost more than at the new price, so nothing is rerouted.")
    if v.reroute_price_ratio < 1 and moves:
        found.append("Elsewhere the work is cheaper than here today: that saving needs no shock.")
    return found


def picture(v: View) -> list[Stacks]:
    name, now, then = v.shocked["name"], v.shocked_usd_month, v.shocked_usd_month * v.price_multiplier
    others = v.ai_spend_usd_month - now
    beside = (Part("other AI", others, "closed-too"), Part("other costs", v.other_cogs_usd_month, QUIET))

    def stack(words: str, bill: Any, margin: Any) -> Stack:
        parts = (Part(name, bill, "closed"), *beside)
        return Stack(words, tuple(part for part in parts if part.value), "" if margin is None else f"margin {pct(margin)}")

    saved = v.rerouted_saving_usd_month
    stacks = [stack("Today", now, v.margin_pct), stack(f"At {as_given(v.price_multiplier)} times the price", then, v.shocked_margin_pct)]
    if saved:
        stacks.append(stack("After rerouting", then - saved, v.rerouted_margin_pct))
    return [
        Stacks(
            id="shock",
            title=finding(v),
            unit="Costs in US dollars a month, against the revenue",
            stacks=tuple(stacks),
            limit=(v.revenue_usd_month, f"revenue {money(v.revenue_usd_month)}") if v.revenue_usd_month else None,
        )
    ]


def moves(before: str, after: str) -> str:
    return f"stays at {before}" if before == after else f"goes from {before} to {after}"


def finding(v: View) -> str:
    """What becomes of the margin; without revenue, of the bill."""
    if v.margin_pct is None:
        here, there = told_apart(v.ai_spend_usd_month, v.shocked_spend_usd_month)
        return f"The bill {moves(here, there)} a month"
    saved = v.rerouted_saving_usd_month
    margins = (v.margin_pct, v.shocked_margin_pct, *([v.rerouted_margin_pct] if saved else []))
    now, then, *rerouted = told_apart(*margins, unit=UNITS["pct"])
    return f"The gross margin {moves(now, then)}{f', with rerouting to {rerouted[0]}' if saved else ''}"


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
    folded={
        "Other costs, and who raises the price": ("other_cogs_usd_month", "shocked_provider"),
    },
    steps=(
        Formula(shocked, "Provider whose price changes", words="the one named, else the one with the largest bill", is_found=True),
        Formula(
            shocked_usd_month,
            "Bill of the shocked provider",
            words="as given",
            is_found=True,
            numbers=lambda v: v.shocked["name"],
            sheet='IF({shocked_provider}="",MAX({providers.usd_month}),SUMPRODUCT(EXACT({providers.name},{shocked_provider})*{providers.usd_month}))',
        ),
        Formula(bills_usd_month, "Bill of each provider", term="bill", words="as given", is_found=True, sheet="{providers.usd_month}"),
    ),
    outputs=(
        Output(shocked_margin_pct, "Gross margin after", none="unknown: no revenue", key=True),
        Output(shocked_spend_usd_month, "AI spend after", key=True),
        Output(rerouted_saving_usd_month, "Saved by rerouting", key=True),
        Output(rerouted_margin_pct, "Gross margin after rerouting", none="unknown: no revenue"),
        Output(margin_pct, "Gross margin today", none="unknown: no revenue"),
        Output(ai_spend_usd_month, "AI spend today"),
        Output(largest_share_pct, "Share of the largest provider", none="unknown: nothing is spent"),
        Output(hhi, "Concentration (Herfindahl-Hirschman index)", none="unknown: nothing is spent"),
        Output(providers_count, "Providers with a bill"),
    ),
    said=said,
    warnings=warnings,
    pictures=picture,
)
