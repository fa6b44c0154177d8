"""M2: too early, in the window, or too late: when to start building the alternative, if ever."""

import math
from functools import lru_cache

from calculator.data import thresholds
from calculator.formulas.functions import (
    at,
    compounded,
    discounted,
    grown,
    known,
    largest,
    least,
    levelled,
    month_of_highest,
    monthly,
    most,
    numbered,
    payback_after,
    place_of_largest,
    rises_each,
    running,
    share,
)
from calculator.formulas.model import Calculator, Formula, Output, View, given
from calculator.formulas.said import Due, Said, first_day, turns, turns_to
from calculator.models.shared.growth import FAR, api_price_factor, discount_factor, late_share_pct, late_worth_warnings
from calculator.models.timing.charts import worth_of_start
from calculator.models.timing.past import begun_then_usd
from calculator.numbers.dates import months_after
from calculator.numbers.decimals import ZERO, Numeric, in_context
from calculator.numbers.display import (
    after,
    as_given,
    count,
    counted,
    full_count,
    full_counted,
    full_pct,
    full_price,
    term,
    told_apart,
    usd,
    verb_for,
)
from calculator.numbers.units import UNITS, capital, followed, inside

HORIZON, STARTS = (thresholds[id].value for id in ("timing_horizon_months", "timing_start_months"))
BETTER = as_given(thresholds["later_start_better_from_pct"].value, UNITS["pct"])
VERDICTS = {
    "too-early": "Too early",
    "in-window": "In the window",
    "too-late": "Start now, it is overdue",
    "never": f"No start in {STARTS} months pays",
}
STARTS_NOW = ("in-window", "too-late")  # the verdicts that say to start
AT_LATEST = thresholds["review_at_latest_months"].value
kept = lru_cache(maxsize=2048, typed=True)  # of draws many have the same discount rate or change of price; nobody may change the list


def usage_factor(usage_growth_pct_quarter):
    return monthly(grown(usage_growth_pct_quarter) ** 4)


def past_factor(usage_factor):
    return 1 / usage_factor if usage_factor > 0 else None


def saved_share_usd_month(saving_pct, api_spend_usd_month):
    return share(saving_pct) * api_spend_usd_month


def saving_now_usd_month(saved_share_usd_month, alternative_fixed_usd_month):
    return saved_share_usd_month - alternative_fixed_usd_month


def usages(usage_factor, growth_lasts_months, timing_horizon_months):
    return levelled(1, usage_factor, growth_lasts_months, timing_horizon_months)


@kept
@in_context
def api_prices(api_price_factor, timing_horizon_months):
    return compounded(1, api_price_factor, timing_horizon_months)


def bills(usages, api_prices):
    return [usage * price for usage, price in zip(usages, api_prices, strict=True)]


def bill_sums(bills):
    return running(bills)


def worth_sums(bills, discount_factor):
    return running(discounted(bills, discount_factor))


@kept
@in_context
def dollar_sums(discount_factor, timing_horizon_months):
    return running(compounded(1 / discount_factor, 1 / discount_factor, timing_horizon_months))


@kept
@in_context
def start_factors(discount_factor, timing_start_months):
    return compounded(1, 1 / discount_factor, timing_start_months)


def team_usd_month(engineers, engineer_usd_month):
    return engineers * engineer_usd_month


def build_cost_usd(team_usd_month, build_months):
    return team_usd_month * build_months


def build_worth_usd(team_usd_month, dollar_sums, build_months):
    return team_usd_month * at(dollar_sums, build_months)


def starts(timing_start_months):
    return numbered(0, timing_start_months - 1)


def saving_sums_usd(saved_share_usd_month, worth_sums, alternative_fixed_usd_month, dollar_sums):
    return [
        saved_share_usd_month * bills - alternative_fixed_usd_month * dollars
        for bills, dollars in zip(worth_sums, dollar_sums, strict=True)
    ]


def gains_usd(saving_sums_usd, build_months, timing_start_months):
    """What each start saves from the end of its build on, up to the month after which it would only lose money: nobody runs it on then."""
    return rises_each(saving_sums_usd, build_months, timing_start_months)


def npvs_usd(gains_usd, build_worth_usd, start_factors):
    return [gain - build_worth_usd * factor for gain, factor in zip(gains_usd, start_factors, strict=True)]


def npv_now_usd(npvs_usd):
    return npvs_usd[0]


def best_worth_usd(npvs_usd):
    return largest(npvs_usd)


def best_start_month(npvs_usd):
    return place_of_largest(npvs_usd)


def cost_of_delay_usd_month(npvs_usd, best_worth_usd):
    return npvs_usd[0] - npvs_usd[1] if best_worth_usd > 0 else None


def stop_months(saving_sums_usd, build_months):
    return month_of_highest(saving_sums_usd, build_months)


def late_worth_usd(saving_sums_usd, build_months, stop_months, late_worth_from_months):
    begun = most(late_worth_from_months, build_months)
    return at(saving_sums_usd, stop_months) - at(saving_sums_usd, begun) if stop_months > begun else 0


def late_worth_pct(late_worth_usd, gains_usd):
    return late_share_pct(late_worth_usd, gains_usd[0])


def payback_months(saved_share_usd_month, bill_sums, alternative_fixed_usd_month, build_months, build_cost_usd, npv_now_usd):
    """Of a build that is worth more than it costs, and only of that: dollars that come back late are worth less."""
    if npv_now_usd > 0:
        return payback_after(saved_share_usd_month, bill_sums, alternative_fixed_usd_month, build_months, build_cost_usd)
    return None


def runway_months(cash_usd, burn_usd_month):
    return cash_usd / burn_usd_month if burn_usd_month > 0 else None


def building_burn_usd_month(burn_usd_month, team_usd_month, engineers_on_payroll):
    return burn_usd_month if engineers_on_payroll else burn_usd_month + team_usd_month


def cash_after_build_usd(cash_usd, build_months, building_burn_usd_month):
    return cash_usd - build_months * building_burn_usd_month


def runway_seen_months(runway_months, timing_horizon_months):
    return least(runway_months, timing_horizon_months)


def saving_meanwhile_usd_month(saving_now_usd_month, saved_share_usd_month, bill_sums, build_months, runway_seen_months):
    """What a month saves while the cash lasts. Today's burn holds today's bill, so it is today's saving that comes off it; of a bill that falls less, on
    average, and nobody runs on at a loss what has saved. What a bill that stays adds up to, less the months, is nothing to the last digit."""
    if runway_seen_months <= build_months:
        return saving_now_usd_month
    more = (at(bill_sums, runway_seen_months) - runway_seen_months) - (at(bill_sums, build_months) - build_months)
    less = least(0, more) / (runway_seen_months - build_months)
    return most(least(0, saving_now_usd_month), saving_now_usd_month + saved_share_usd_month * less)


def runway_after_months(cash_usd, burn_usd_month, building_burn_usd_month, build_months, cash_after_build_usd, saving_meanwhile_usd_month):
    if burn_usd_month <= 0:
        return None
    if cash_after_build_usd <= 0:
        return cash_usd / building_burn_usd_month
    if saving_meanwhile_usd_month >= burn_usd_month:
        return None
    return build_months + cash_after_build_usd / (burn_usd_month - saving_meanwhile_usd_month)


def runway_lost_months(runway_months, runway_after_months):
    return runway_months - runway_after_months


def saved_since(saved_share_usd_month, alternative_fixed_usd_month, months_already_waited, past_factor):
    """What a switch one month ago, two months ago and so on would have saved since."""
    past = compounded(saved_share_usd_month * past_factor, past_factor, months_already_waited)
    return running([saved - alternative_fixed_usd_month for saved in past])


def cost_of_waiting_usd(saved_share_usd_month, alternative_fixed_usd_month, months_already_waited, past_factor=None):
    """What a switch in the best of these months would have saved since: of a bill that grows in the month in which it began to pay, since nobody would
    have switched while it lost money. So it is never below 0, and whoever has waited longer has not forgone less."""
    if months_already_waited < 1:
        return 0
    if not known(past_factor):
        return None
    return most(0, largest(saved_since(saved_share_usd_month, alternative_fixed_usd_month, months_already_waited, past_factor)))


def outlives(payback_months, runway_after_months):
    """Whether the cash is gone before the build has paid back. One that never does is no matter of cash."""
    return known(runway_after_months) and known(payback_months) and payback_months > runway_after_months


def is_stopped(payback_months, runway_after_months, runway_lost_months, cash_after_build_usd):
    """Whether that speaks against a start: where the build makes the cash end sooner, or is not done by then. Cash that lasts no less long with the build
    is no reason to go without."""
    return outlives(payback_months, runway_after_months) and (cash_after_build_usd <= 0 or runway_lost_months > 0)


def verdict(
    stage,
    best_worth_usd,
    npv_now_usd,
    later_start_better_from_pct,
    build_cost_usd,
    cash_after_build_usd,
    payback_months=None,
    runway_after_months=None,
    runway_lost_months=None,
    cost_of_waiting_usd=None,
):
    """Of a wait with nothing to build no cost says that it was too long: the act is the same, start now."""
    if stage == "pre-pmf":
        return "too-early"
    if best_worth_usd <= 0:
        return "never"
    if is_stopped(payback_months, runway_after_months, runway_lost_months, cash_after_build_usd):
        return "too-early"
    if best_worth_usd >= npv_now_usd * grown(later_start_better_from_pct):
        return "too-early"
    if build_cost_usd <= 0:
        return "in-window"
    return "too-late" if known(cost_of_waiting_usd) and cost_of_waiting_usd > build_cost_usd else "in-window"


def months(number: Numeric) -> str:
    return counted(number, "months")


def paying_months(v: View) -> int:
    """How many of the months waited count: those since the switch began to pay, 0 where none did."""
    if not v.cost_of_waiting_usd:
        return 0
    since: list[Numeric] = saved_since(v.saved_share_usd_month, v.alternative_fixed_usd_month, v.months_already_waited, v.past_factor)
    return since.index(v.cost_of_waiting_usd) + 1


def wait_words(v: View) -> str:
    """What the wait has cost, inside a sentence."""
    if not v.cost_of_waiting_usd:
        return f"{given(v, 'months_already_waited')} of waiting {verb_for(v.months_already_waited, 'has', 'have')} cost nothing: at the bills of that time a switch would have saved nothing"
    cost, _ = told_apart(v.cost_of_waiting_usd, v.build_cost_usd)
    if (paying := paying_months(v)) < v.months_already_waited:
        return f"since it began to pay, {months(paying)} ago, waiting has cost {cost}"
    return f"{given(v, 'months_already_waited')} of waiting {verb_for(v.months_already_waited, 'has', 'have')} cost {cost}"


def loss_words(v: View) -> str:
    """What is wrong with a start now, inside a sentence."""
    costs = f"costs {usd(-v.npv_now_usd)} more than it saves" if v.npv_now_usd else "saves no more than it costs"
    return f"the build {costs} within {months(HORIZON)}, at today's value"


def because(v: View) -> list[str]:
    found = []
    if v.stage == "pre-pmf":
        build, are = given(v, "build_months"), "is" if v.build_months == 1 else "are"
        found.append(
            f"Product-market fit is not found yet: {build} of {followed(as_given(v.engineers), 'engineers')} {are} not spent on finding it, whatever the saving."
        )
        if v.runway_months is not None:
            found.append(f"The cash lasts {months(v.runway_months)}, and the build takes {build}.")
    if v.best_worth_usd <= 0:
        return [*found, f"Started now, {loss_words(v)}, and no start within {months(STARTS)} is worth anything."]
    if v.npv_now_usd <= 0:
        found.append(f"Started now, {loss_words(v)}.")
    if stopped(v):
        found.append(because_of_the_cash(v))
    if v.best_start_month:
        found.append(because_of_a_later_start(v))
    return found if v.verdict == "too-early" else [*found, *because_of_the_wait(v)]


def stopped(v: View) -> bool:
    """Whether the cash speaks against a start."""
    return bool(is_stopped(v.payback_months, v.runway_after_months, v.runway_lost_months, v.cash_after_build_usd))


def runs_out(v: View) -> bool:
    """Whether the cash is gone before a build has paid back that is to start all the same."""
    return v.verdict in STARTS_NOW and bool(outlives(v.payback_months, v.runway_after_months))


def gone_and_back(v: View) -> tuple[str, str]:
    """When the cash is gone that a start now leaves, and after how long the build has paid back."""
    gone, back = told_apart(v.runway_after_months, v.payback_months, unit=UNITS["months"])
    return f"after {gone}" if v.runway_after_months else "at once", back


def because_of_the_cash(v: View) -> str:
    gone, back = gone_and_back(v)
    if v.cash_after_build_usd <= 0:
        return f"The money is gone {gone}{f', before the build is done, which takes {given(v, "build_months")}' if v.build_months else ''}."
    return f"The money is gone {gone}, sooner than without the build, which pays back after {back}."


def cash_words(v: View) -> str:
    """That the cash ends all the same, of a build that is to start."""
    gone, back = gone_and_back(v)
    longer = f"{months(-v.runway_lost_months)} later than" if v.runway_lost_months else "as"
    return f"With the build the cash still ends {gone}, {longer} without it, and the build pays back only after {back}: raise money or cut the burn first of all."


def before_the_cash_is_gone(v: View) -> Due | None:
    """The day on which so many whole months have passed as leave some cash, on the way that the verdict says; None where another look comes before."""
    runway = v.runway_after_months if v.verdict in STARTS_NOW else v.runway_months
    if runway is None or runway > AT_LATEST + 1:
        return None
    lasts = f"the cash lasts {months(runway)}" if runway else "there is no cash"
    return Due(months_after(first_day(v), max(0, math.ceil(runway) - 1)), "before the cash is gone", lasts)


def when_overdue(v: View) -> Due | None:
    """The day on which waiting will have cost more than the build, for a start that is right now and does not come; None where it never will."""
    so_far = v.cost_of_waiting_usd
    if v.verdict != "in-window" or so_far is None or not v.build_cost_usd:
        return None
    for month, bill in enumerate(v.bills, start=1):
        so_far = max(ZERO, so_far + v.saved_share_usd_month * bill - v.alternative_fixed_usd_month)
        if so_far > v.build_cost_usd:
            return Due(months_after(first_day(v), month), "when waiting will have cost more than the build", "")
    return None


def because_of_a_later_start(v: View) -> str:
    later, more = months(v.best_start_month), usd(v.best_worth_usd - v.npv_now_usd)
    if v.npv_now_usd > 0 and v.best_worth_usd < v.npv_now_usd * grown(v.later_start_better_from_pct):
        return f"A start in {later} would be worth {more} more, which is less than {BETTER} and no reason to wait."
    return f"A start in {later} is worth {more} more than a start now."


def because_of_the_wait(v: View) -> list[str]:
    found = [] if v.best_start_month else ["No later start is worth more."]
    if v.payback_months is not None:
        found.append(f"The build pays back {after(v.payback_months, 'months')}.")
    if v.runway_months is not None and v.runway_after_months is None:
        found.append(f"The cash lasts {months(v.runway_months)} without the build, and does not end with it.")
    elif v.runway_months is not None and count(v.runway_lost_months) != "0":
        longer = f"{months(abs(v.runway_lost_months))} {'less' if v.runway_lost_months > 0 else 'more'}"
        ends = ", but ends before the build has paid back" if runs_out(v) else ""
        found.append(f"The cash lasts {months(v.runway_months)} without the build, and {longer} with it{ends}.")
    if v.months_already_waited and v.cost_of_waiting_usd is not None:
        words = wait_words(v)
        words = f"{words[0].upper()}{words[1:]}"
        if v.cost_of_waiting_usd and not v.build_cost_usd:
            words += ", and there is nothing to build"
        elif v.cost_of_waiting_usd:
            _, build = told_apart(v.cost_of_waiting_usd, v.build_cost_usd)
            words += f", {'more' if v.verdict == 'too-late' else 'no more'} than the build at {build}"
        found.append(f"{words}.")
    return found


def delay_words(v: View) -> str:
    cost = v.cost_of_delay_usd_month
    if cost < 0:
        return f"a month of delay is worth {usd(-cost)}"
    return f"a month of delay costs {usd(cost) if cost else 'nothing'}"


def sooner(v: View) -> str:
    """What may turn the verdict before the day to look again: of what is too early what makes a start right, where something does."""
    grows = {"api_spend_usd_month": v.bills}  # by usage, while its growth lasts, and by the API's price
    first = ("api_spend_usd_month", "saving_pct")
    if v.verdict == "too-early":
        if v.stage == "pre-pmf":
            return "when product-market fit is found"
        if found := turns_to(v, STARTS_NOW, (*(("cash_usd", "burn_usd_month") if stopped(v) else ()), *first, *v.flips), grows):
            return found
    return turns(v, first[0], grows[first[0]]) or turns(v, first[1])


def said(v: View) -> Said:
    verdict, why = said_of_it(v)
    dues = [due for due in (before_the_cash_is_gone(v), when_overdue(v)) if due]
    return Said(verdict, why, sooner(v), min(dues, key=lambda due: due.day, default=None))


def said_of_it(v: View) -> tuple[str, str]:
    """The verdict, and why."""
    but = f", but the cash ends before {'the build' if v.build_cost_usd else 'it'} has paid back" if runs_out(v) else ""
    if v.verdict == "never":
        return f"No start in {months(STARTS)} pays.", f"Started now, {loss_words(v)}."
    if v.verdict == "too-early":
        return "Too early.", v.because[0]
    if v.verdict == "too-late":
        return f"{VERDICTS[v.verdict]}.", capital(f"{wait_words(v)}, and {delay_words(v)}{but}.")
    until = f"over {months(HORIZON)}" if v.stop_months >= HORIZON else f"if it is switched off after month {full_count(v.stop_months)}"
    worth = f"A start now is worth {usd(v.npv_now_usd)} {until}"
    if v.cost_of_waiting_usd and not v.build_cost_usd:
        return "In the window.", f"There is nothing to build, {inside(worth)}, {wait_words(v)}, and {delay_words(v)}{but}."
    return "In the window.", f"{worth}, and {delay_words(v)}{but}."


def then_words(v: View) -> str:
    """Whether a build would have paid that had begun when the wait did, of one that no longer does."""
    ago, worth = f"A build begun {given(v, 'months_already_waited')} ago", begun_then_usd(v)
    return (
        f"{ago} would be worth {usd(worth)} today, its own cost taken off: that much was lost by not beginning."
        if worth > 0
        else f"{ago} would not have paid either."
    )


def warnings(v: View) -> list[str]:
    found = [cash_words(v)] if runs_out(v) else []
    if v.npv_now_usd > 0 and v.stop_months < HORIZON:
        found.append(
            f"From month {full_count(v.stop_months + 1)} on the alternative only loses money: the answer counts on switching back to the API then, at no cost."
        )
    if v.cost_of_waiting_usd:
        found.append(
            "What waiting has cost is what the alternative would have saved, had it run all that time, at today's prices: less, where it was weaker or dearer then, and more where the API was dearer."
        )
        if v.verdict == "never":
            found.append(then_words(v))
    if v.verdict in ("in-window", "too-late"):
        if v.saving_now_usd_month <= 0:
            found.append("In the first month nothing would be saved: the answer rests on growth.")
        found += late_worth_warnings(v)
    return found


CALCULATOR = Calculator(
    id="timing",
    code="M2",
    group="mistakes",
    title="Too early, too late",
    question="Is it too early, the right time or too late to build the alternative?",
    inputs=(
        "api_spend_usd_month",
        "usage_growth_pct_quarter",
        "growth_lasts_months",
        "saving_pct",
        "alternative_fixed_usd_month",
        "stage",
        "cash_usd",
        "burn_usd_month",
        "engineers",
        "engineer_usd_month",
        "engineers_on_payroll",
        "build_months",
        "months_already_waited",
        "api_price_change_pct_year",
        "discount_pct_year",
    ),
    folded={
        "The team": ("engineer_usd_month", "engineers_on_payroll"),
        "The alternative’s own costs": ("alternative_fixed_usd_month",),
        "Cash": ("cash_usd", "burn_usd_month"),
        "Time and prices": ("growth_lasts_months", "months_already_waited", "api_price_change_pct_year", "discount_pct_year"),
    },
    steps=(
        Formula(usage_factor, "Usage from one month to the next", term="usage's factor of a month"),
        Formula(api_price_factor, "The API's price from one month to the next", term="the API's price factor of a month"),
        Formula(
            past_factor,
            "Usage from one month to the month before",
            term="usage's factor to the month before",
            none="unknown: it grew out of nothing",
        ),
        Formula(discount_factor, "Discount factor of a month"),
        Formula(saved_share_usd_month, "Saved of today's bill"),
        Formula(saving_now_usd_month, "Saving of a month at today's bill"),
        Formula(usages, "Usage by month, as a multiple of the first", term="usage of the month"),
        Formula(api_prices, "The API's price by month, as a multiple of the first", term="the API's price of the month"),
        Formula(bills, "The API's bill by month, for a first month of $1"),
        Formula(bill_sums, "What a first month of $1 adds up to"),
        Formula(worth_sums, "What a first month of $1 adds up to, at today's value"),
        Formula(dollar_sums, "What $1 a month adds up to, at today's value"),
        Formula(start_factors, "Today's value of $1 at each start", term="worth today of a dollar at the start"),
        Formula(team_usd_month, "Team"),
        Formula(
            build_worth_usd,
            "Cost of a build that starts now, at today's value",
            term="cost of a build that starts now",
            words="team x what $1 a month adds up to, at today's value, by the end of the build",
            numbers=lambda v: f"{full_price(v.team_usd_month)} a month for {full_counted(v.build_months, 'months')}",
        ),
        Formula(
            saving_sums_usd,
            "What the alternative has saved by each month, at today's value",
            term="what is saved so far",
            words="saved of today's bill x the bills so far - fixed cost of the alternative x the months so far",
            numbers=lambda v: (
                f"{full_price(v.saved_share_usd_month)} x {term(v.worth_sums[-1])} - {full_price(v.alternative_fixed_usd_month)} x {term(v.dollar_sums[-1])}"
            ),
        ),
        Formula(gains_usd, "Saved by each start, at today's value", term="saved by the start"),
        Formula(npv_now_usd, "Worth of a start now"),
        Formula(
            best_worth_usd,
            "Worth of the best start",
            words="the highest net present value",
            numbers=lambda v: f"highest of {len(v.npvs_usd)}, that of month {v.npvs_usd.index(v.best_worth_usd)}",
        ),
        Formula(stop_months, "Month after which a build that starts now saves no more", term="the month after which it saves no more"),
        Formula(late_worth_usd, f"Savings more than {FAR} from now, at today's value", term="savings far off"),
        Formula(building_burn_usd_month, "Burn while they build"),
        Formula(cash_after_build_usd, "Cash left when the build is done"),
        Formula(runway_seen_months, f"Of the runway today what lies within {HORIZON} months", term="the runway within these months"),
        Formula(saving_meanwhile_usd_month, "Saving of a month while the cash lasts"),
    ),
    outputs=(
        Output(verdict, "Verdict", kind="choice", options=VERDICTS, key=True, source="playbook"),
        Output(
            payback_months,
            "Build pays back after",
            none="never: a start now does not pay",
            key=True,
            endless=True,
            term="payback",
            source="playbook",
            words="months from the start of the build until the savings after it cover its cost",
            numbers=lambda v: (
                f"{full_counted(v.build_months, 'months')} of build, then {full_price(v.build_cost_usd)} out of the savings, within {months(HORIZON)}"
            ),
        ),
        Output(
            cost_of_delay_usd_month,
            "Delay costs",
            none="nothing: no start pays",
            key=True,
            term="cost of a month of delay",
        ),
        Output(build_cost_usd, "Cost of the build"),
        Output(runway_months, "Runway today", none="does not end: no burn", endless=True),
        Output(runway_after_months, "Runway if the build starts now", none="does not end", endless=True),
        Output(runway_lost_months, "Runway lost to the build", none="none: the runway does not end"),
        Output(
            best_start_month,
            "Best start, by the savings alone",
            none="never: no start pays",
            endless=True,
            source="playbook",
            words=f"the month with the highest net present value over {HORIZON} months from now, if that is above 0",
            numbers=lambda v: f"highest of {len(v.npvs_usd)}: {full_price(max(v.npvs_usd))}; now {full_price(v.npv_now_usd)}",
        ),
        Output(
            cost_of_waiting_usd,
            "The wait so far has cost",
            none="unknown: the bill grew out of nothing",
            term="cost of the wait so far",
            words="the most that a switch in one of the months waited would have saved since, and at least 0: sum of saving x API bill of the month - fixed cost, today's bill cast back at the growth of usage",
            numbers=lambda v: (
                f"the last {paying_months(v)} of {months(v.months_already_waited)}, {full_price(v.api_spend_usd_month)} cast back at {full_pct(v.usage_growth_pct_quarter)} a quarter"
            ),
        ),
        Output(late_worth_pct, f"Saved more than {FAR} from now", none="unknown: nothing is saved", term="share saved far off"),
        Output(because, "Because", kind="text"),
        Output("flips", "What would have to be true", kind="flips"),
        Output(
            "npv_by_start_month",
            "Worth of each start",
            kind="table",
            columns=(Output("start_month", "Start", by=starts), Output("npv_usd", "Net present value", by=npvs_usd)),
        ),
    ),
    said=said,
    warnings=warnings,
    verdict="verdict",
    pictures=worth_of_start,
)
