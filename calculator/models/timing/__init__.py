"""M2: too early, in the window, or too late: when to start building the alternative."""

from functools import lru_cache

from calculator.data import thresholds
from calculator.formulas.functions import (
    at,
    at_each,
    compounded,
    grown,
    known,
    monthly,
    numbered,
    payback_after,
    place_of_largest,
    running,
    share,
    total,
)
from calculator.formulas.model import Calculator, Formula, Output, View, given
from calculator.models.timing.charts import worth_of_start
from calculator.numbers.decimals import Numeric
from calculator.numbers.display import after, as_given, counted, full_counted, full_pct, full_usd, told_apart, usd, verb_for
from calculator.numbers.units import UNITS, followed, inside

VERDICTS = {"too-early": "Too early", "in-window": "In the window", "too-late": "Too late"}
# Sums over months hang on growth and discount alone: kept, they are there for every other input that moves, and for what turns the verdict.
kept = lru_cache(maxsize=1024, typed=True)
HORIZON = thresholds["timing_horizon_months"].value


def bill_factor(usage_growth_pct_quarter, api_price_change_pct_year):
    return monthly(grown(usage_growth_pct_quarter) ** 4 * grown(api_price_change_pct_year))


def past_factor(usage_growth_pct_quarter):
    return 1 / monthly(grown(usage_growth_pct_quarter) ** 4) if usage_growth_pct_quarter > -100 else None


def discount_factor(discount_pct_year):
    return monthly(grown(discount_pct_year))


def saved_share_usd_month(saving_pct, api_spend_usd_month):
    return share(saving_pct) * api_spend_usd_month


def cost_of_delay_usd_month(saved_share_usd_month, alternative_fixed_usd_month):
    return saved_share_usd_month - alternative_fixed_usd_month


@kept
def bill_sums(bill_factor, timing_horizon_months):
    return running(compounded(1, bill_factor, timing_horizon_months))


@kept
def worth_sums(bill_factor, discount_factor, timing_horizon_months):
    return running(compounded(1 / discount_factor, bill_factor / discount_factor, timing_horizon_months))


@kept
def dollar_sums(discount_factor, timing_horizon_months, timing_start_months):
    return running(compounded(1 / discount_factor, 1 / discount_factor, timing_horizon_months + timing_start_months))


def team_usd_month(engineers, engineer_usd_month):
    return engineers * engineer_usd_month


def build_cost_usd(team_usd_month, build_months):
    return team_usd_month * build_months


def starts(timing_start_months):
    return numbered(0, timing_start_months - 1)


def forgone_bills(worth_sums, build_months, timing_start_months, timing_horizon_months):
    return at_each(worth_sums, build_months, timing_start_months, timing_horizon_months)


def forgone_dollars(dollar_sums, build_months, timing_start_months, timing_horizon_months):
    return at_each(dollar_sums, build_months, timing_start_months, timing_horizon_months)


def built_dollars(dollar_sums, build_months, timing_start_months, timing_horizon_months):
    return at_each(dollar_sums, build_months, timing_start_months, timing_horizon_months + timing_start_months)


def begun_dollars(dollar_sums, timing_start_months, timing_horizon_months):
    return at_each(dollar_sums, 0, timing_start_months, timing_horizon_months)


def all_worth_usd(saved_share_usd_month, alternative_fixed_usd_month, worth_sums, dollar_sums, timing_horizon_months):
    return saved_share_usd_month * worth_sums[-1] - alternative_fixed_usd_month * at(dollar_sums, timing_horizon_months)


def worth_of(all_worth, saved_share, fixed, team, bills, dollars, begun, built):
    """What a start is worth: it forgoes the savings up to the end of its build, and pays the team from the start to the end."""
    return all_worth - (saved_share * bills - fixed * dollars) - team * (built - begun)


def npvs_usd(
    all_worth_usd,
    saved_share_usd_month,
    alternative_fixed_usd_month,
    team_usd_month,
    forgone_bills,
    forgone_dollars,
    begun_dollars,
    built_dollars,
):
    ends = zip(forgone_bills, forgone_dollars, begun_dollars, built_dollars, strict=True)
    return [worth_of(all_worth_usd, saved_share_usd_month, alternative_fixed_usd_month, team_usd_month, *end) for end in ends]


# Of these three starts the verdict asks; each takes what the list of all starts takes.


def npv_now_usd(
    all_worth_usd,
    saved_share_usd_month,
    alternative_fixed_usd_month,
    team_usd_month,
    forgone_bills,
    forgone_dollars,
    begun_dollars,
    built_dollars,
):
    ends = forgone_bills[0], forgone_dollars[0], begun_dollars[0], built_dollars[0]
    return worth_of(all_worth_usd, saved_share_usd_month, alternative_fixed_usd_month, team_usd_month, *ends)


def npv_next_usd(
    all_worth_usd,
    saved_share_usd_month,
    alternative_fixed_usd_month,
    team_usd_month,
    forgone_bills,
    forgone_dollars,
    begun_dollars,
    built_dollars,
):
    ends = forgone_bills[1], forgone_dollars[1], begun_dollars[1], built_dollars[1]
    return worth_of(all_worth_usd, saved_share_usd_month, alternative_fixed_usd_month, team_usd_month, *ends)


def npv_last_usd(
    all_worth_usd,
    saved_share_usd_month,
    alternative_fixed_usd_month,
    team_usd_month,
    forgone_bills,
    forgone_dollars,
    begun_dollars,
    built_dollars,
):
    ends = forgone_bills[-1], forgone_dollars[-1], begun_dollars[-1], built_dollars[-1]
    return worth_of(all_worth_usd, saved_share_usd_month, alternative_fixed_usd_month, team_usd_month, *ends)


def best_start_month(npvs_usd):
    return place_of_largest(npvs_usd)


def payback_months(saved_share_usd_month, bill_sums, alternative_fixed_usd_month, build_months, build_cost_usd):
    return payback_after(saved_share_usd_month, bill_sums, alternative_fixed_usd_month, build_months, build_cost_usd)


def runway_months(cash_usd, burn_usd_month):
    return cash_usd / burn_usd_month if burn_usd_month > 0 else None


def runway_after_months(cash_usd, burn_usd_month, build_cost_usd, team_usd_month, build_months):
    if burn_usd_month <= 0:
        return None
    if build_months * (burn_usd_month + team_usd_month) <= cash_usd:
        return (cash_usd - build_cost_usd) / burn_usd_month
    return cash_usd / (burn_usd_month + team_usd_month)


def runway_lost_months(runway_months, runway_after_months):
    return runway_months - runway_after_months


def cost_of_waiting_usd(saved_share_usd_month, alternative_fixed_usd_month, months_already_waited, past_factor=None):
    if months_already_waited <= 0:
        return 0
    if not known(past_factor):
        return None
    return (
        total(compounded(saved_share_usd_month * past_factor, past_factor, months_already_waited))
        - alternative_fixed_usd_month * months_already_waited
    )


def outlives(payback_months, runway_after_months):
    """Whether the cash is gone before the build has paid back."""
    return known(runway_after_months) and (not known(payback_months) or payback_months > runway_after_months)


def verdict(
    stage, npv_now_usd, npv_next_usd, npv_last_usd, build_cost_usd, payback_months=None, runway_after_months=None, cost_of_waiting_usd=None
):
    if stage == "pre-pmf" or outlives(payback_months, runway_after_months):
        return "too-early"
    # From one start to the next the worth changes by a - b * c^start, whose sign turns once at most. So if the first step and the way to the
    # last start are no gain, no start between them is better than today's. A start that saves nothing any more is worth nothing at best.
    if npv_now_usd <= 0 or npv_next_usd > npv_now_usd or npv_last_usd > npv_now_usd:
        return "too-early"
    return "too-late" if known(cost_of_waiting_usd) and cost_of_waiting_usd > build_cost_usd else "in-window"


def months(number: Numeric) -> str:
    return counted(number, "months")


def wait_words(v: View) -> str:
    return f"{given(v, 'months_already_waited')} of waiting {verb_for(v.months_already_waited, 'has', 'have')}"


def because(v: View) -> list[str]:
    found, build = [], given(v, "build_months")
    if v.stage == "pre-pmf":
        are = "is" if v.build_months == 1 else "are"
        found.append(
            f"Product-market fit is not found yet: {build} of {followed(as_given(v.engineers), 'engineers')} {are} not spent on finding it, whatever the saving."
        )
        if v.runway_months is not None:
            lost = months(v.runway_lost_months)
            found.append(f"The cash lasts {months(v.runway_months)}, of which the build takes {build} in time and {lost} in money.")
    if v.npv_now_usd <= 0:
        costs = f"costs {usd(-v.npv_now_usd)} more than it saves" if v.npv_now_usd else "saves no more than it costs"
        found.append(f"Started now, the build {costs} within {months(HORIZON)}, at today's value.")
    if outlives(v.payback_months, v.runway_after_months):
        found.append(because_of_the_cash(v))
    if v.best_start_month:
        more = usd(v.npvs_usd[v.best_start_month] - v.npv_now_usd)
        found.append(f"A start in {months(v.best_start_month)} is worth {more} more than a start now.")
    return found if v.verdict == "too-early" else [*found, *because_of_the_wait(v)]


def because_of_the_cash(v: View) -> str:
    if v.payback_months is None:
        return f"The money is gone {after(v.runway_after_months, 'months')}, and the build never pays back within {months(HORIZON)}."
    gone, back = told_apart(v.runway_after_months, v.payback_months, unit=UNITS["months"])
    gone = f"after {gone}" if v.runway_after_months else "at once"
    return f"The money is gone {gone}, and the build pays back after {back}."


def because_of_the_wait(v: View) -> list[str]:
    back = "" if v.payback_months is None else f", and the build pays back {after(v.payback_months, 'months')}"
    found = [f"No later start is worth more{back}."]
    if v.months_already_waited and v.cost_of_waiting_usd is not None:
        compared = "more" if v.verdict == "too-late" else "no more"
        cost, build = told_apart(v.cost_of_waiting_usd, v.build_cost_usd)
        found.append(
            f"{wait_words(v)} saved {usd(-v.cost_of_waiting_usd)}."
            if v.cost_of_waiting_usd < 0
            else f"{wait_words(v)} cost {cost}, {compared} than the build at {build}."
        )
    return found


def headline(v: View) -> str:
    if v.verdict == "too-early":
        return f"Too early: {inside(v.because[0])}"
    delay = (
        f"each month of delay costs {usd(v.cost_of_delay_usd_month)} at today's bill"
        if v.cost_of_delay_usd_month > 0
        else "today's bill saves nothing yet"
    )
    if v.verdict == "too-late":
        return f"Too late, so start now: {wait_words(v)} cost {usd(v.cost_of_waiting_usd)}, and {delay}."
    return f"In the window: a start now is worth {usd(v.npv_now_usd)} over {months(HORIZON)}, and {delay}."


def warnings(v: View) -> list[str]:
    found = []
    if v.months_already_waited and v.cost_of_waiting_usd is not None and v.cost_of_waiting_usd > 0:
        found.append("What waiting has cost is an upper bound: the alternative was weaker and dearer then.")
    if v.months_already_waited and v.cost_of_waiting_usd is not None and v.cost_of_waiting_usd < 0:
        found.append("Waiting has saved money so far: at the smaller bills of the past the alternative would have cost more than it saved.")
    if v.cost_of_delay_usd_month <= 0 and v.verdict != "too-early":
        found.append("In the first month nothing would be saved: the answer rests on growth.")
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
        "saving_pct",
        "alternative_fixed_usd_month",
        "stage",
        "cash_usd",
        "burn_usd_month",
        "engineers",
        "engineer_usd_month",
        "build_months",
        "months_already_waited",
        "api_price_change_pct_year",
        "discount_pct_year",
    ),
    steps=(
        Formula(bill_factor, "The API's bill from one month to the next", term="the API's factor of a month"),
        Formula(
            past_factor,
            "The API's bill from one month to the month before",
            term="the API's factor to the month before",
            none="unknown: it grew out of nothing",
        ),
        Formula(discount_factor, "Discount factor of a month"),
        Formula(saved_share_usd_month, "Saved of today's bill"),
        Formula(bill_sums, "What a first month of $1 adds up to"),
        Formula(worth_sums, "What a first month of $1 adds up to, at today's value"),
        Formula(dollar_sums, "What $1 a month adds up to, at today's value"),
        Formula(team_usd_month, "Team"),
        Formula(
            forgone_bills,
            "Bills up to the end of the build",
            term="bills up to its end",
            words="of each start: what a first month of $1 adds up to, at today's value, by the end of its build or of the horizon",
        ),
        Formula(
            forgone_dollars,
            "Months up to the end of the build, within the horizon",
            term="months up to its end",
            words="of each start: what $1 a month adds up to, at today's value, by the end of its build or of the horizon",
        ),
        Formula(
            begun_dollars,
            "Months up to the start",
            term="months up to the start",
            words="of each start: what $1 a month adds up to, at today's value, by the start",
        ),
        Formula(
            built_dollars,
            "Months up to the end of the build",
            term="months up to the end of the build",
            words="of each start: what $1 a month adds up to, at today's value, by the end of its build",
        ),
        Formula(
            all_worth_usd,
            "Savings from today on, at today's value",
            term="savings from today on",
            words="sum of saved of the bill of a month - fixed cost of the alternative, at today's value",
            numbers=lambda v: (
                f"{months(HORIZON)} of {full_usd(v.saved_share_usd_month)}, growing with the bill, and {full_usd(v.alternative_fixed_usd_month)}"
            ),
        ),
        Formula(npv_now_usd, "Worth of a start now"),
        Formula(npv_next_usd, "Worth of a start in a month"),
        Formula(npv_last_usd, "Worth of the last start"),
    ),
    outputs=(
        Output(verdict, "Verdict", kind="choice", options=VERDICTS, key=True, source="playbook"),
        Output(
            payback_months,
            "Build pays back after",
            none=f"never within {HORIZON} months",
            key=True,
            endless=True,
            term="payback",
            source="playbook",
            words="months from the start of the build until the savings after it cover its cost",
            numbers=lambda v: (
                f"{full_counted(v.build_months, 'months')} of build, then {full_usd(v.build_cost_usd)} out of the savings, within {months(HORIZON)}"
            ),
        ),
        Output(cost_of_delay_usd_month, "Each month of delay costs", key=True),
        Output(build_cost_usd, "Cost of the build"),
        Output(runway_months, "Runway today", none="does not end: no burn", endless=True),
        Output(runway_after_months, "Runway if the build starts now", none="does not end: no burn", endless=True),
        Output(runway_lost_months, "Runway lost to the build", none="none: no burn"),
        Output(
            best_start_month,
            "Best start",
            none="never: no start pays",
            endless=True,
            source="playbook",
            words=f"the month with the highest net present value over {HORIZON} months from now, if that is above 0",
            numbers=lambda v: f"highest of {len(v.npvs_usd)}: {full_usd(max(v.npvs_usd))}; now {full_usd(v.npv_now_usd)}",
        ),
        Output(
            cost_of_waiting_usd,
            "The wait so far has cost",
            none="unknown: the bill grew out of nothing",
            term="cost of the wait so far",
            words="sum over the months waited of saving x API bill of that month - fixed cost, today's bill cast back at the growth of usage",
            numbers=lambda v: (
                f"{months(v.months_already_waited)}, {full_usd(v.api_spend_usd_month)} cast back at {full_pct(v.usage_growth_pct_quarter)} a quarter"
            ),
        ),
        Output(because, "Because", kind="text"),
        Output("flips", "What would have to be true", kind="flips"),
        Output(
            "npv_by_start_month",
            "Worth of each start",
            kind="table",
            folded=True,
            columns=(Output("start_month", "Start", by=starts), Output("npv_usd", "Net present value", by=npvs_usd)),
        ),
    ),
    headline=headline,
    warnings=warnings,
    verdict="verdict",
    charts=worth_of_start,
)
