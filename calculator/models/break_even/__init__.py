"""E6: when an upfront cost is paid back by what the alternative saves, and under which paths of the API's price it ever is."""

from collections.abc import Callable
from typing import Any

from calculator.data.price_paths import price_paths
from calculator.formulas.functions import (
    at,
    compounded,
    discounted,
    grown,
    known,
    largest,
    least,
    levelled,
    monthly,
    most,
    numbered,
    payback,
    percent,
    rate_of_return,
    running,
    share,
    smallest,
    stepped,
    total,
)
from calculator.formulas.graph import solve_lightly
from calculator.formulas.model import Calculator, Formula, Output, View, given
from calculator.formulas.said import Said, turns_to
from calculator.models.break_even.charts import savings_charts
from calculator.models.break_even.sampling import sampled
from calculator.models.shared.growth import FAR, api_price_factor, discount_factor, late_share_pct, late_worth_warnings
from calculator.numbers.decimals import Numeric, exact
from calculator.numbers.display import after, counted, full_pct, full_price, told_apart, usd
from calculator.numbers.finance import covering_month, sign_changes
from calculator.numbers.units import inside

VERDICTS = {
    "pays-back": "Pays back within the horizon",
    "lost-again": "Pays back, then loses it again",
    "never": "Does not pay back within the horizon",
}


def usage_factor(usage_growth_pct_year):
    return monthly(grown(usage_growth_pct_year))


def alternative_price_factor(alternative_growth_pct_year):
    return monthly(grown(alternative_growth_pct_year))


def usages(usage_factor, growth_lasts_months, horizon_months):
    return levelled(1, usage_factor, growth_lasts_months, horizon_months)


def api_prices(api_price_factor, horizon_months):
    return compounded(1, api_price_factor, horizon_months)


def alternative_prices(alternative_price_factor, horizon_months):
    return compounded(1, alternative_price_factor, horizon_months)


def following_usd_month(alternative_usd_month, alternative_follows_usage_pct):
    return alternative_usd_month * share(alternative_follows_usage_pct)


def other_usd_month(alternative_usd_month, following_usd_month):
    return alternative_usd_month - following_usd_month


def step_month() -> None:
    return None


def step_multiplier() -> None:
    return None


def months(horizon_months):
    return numbered(1, horizon_months)


def api_bills_usd_month(api_spend_usd_month, usages, api_prices, step_month=None, step_multiplier=None):
    bills = [api_spend_usd_month * usage * price for usage, price in zip(usages, api_prices, strict=True)]
    return stepped(bills, step_month, step_multiplier) if known(step_month) else bills


def alternative_bills_usd_month(other_usd_month, following_usd_month, usages, alternative_prices):
    return [(other_usd_month + following_usd_month * usage) * price for usage, price in zip(usages, alternative_prices, strict=True)]


def savings_usd_month(api_bills_usd_month, alternative_bills_usd_month):
    return [api - alternative for api, alternative in zip(api_bills_usd_month, alternative_bills_usd_month, strict=True)]


def saved_usd(savings_usd_month):
    return running(savings_usd_month)


def most_saved_usd(saved_usd):
    return largest(saved_usd)


def break_even_months(upfront_usd, savings_usd_month, most_saved_usd):
    return payback(upfront_usd, savings_usd_month) if most_saved_usd > 0 and most_saved_usd >= upfront_usd else None


def left_usd(savings_usd_month, upfront_usd):
    return total(savings_usd_month) - upfront_usd


def verdict(upfront_usd, most_saved_usd, left_usd):
    """Where nothing is saved, not even nothing is paid back; and what is gone again at the end of the horizon has not stayed paid back."""
    if most_saved_usd > 0 and most_saved_usd >= upfront_usd:
        return "pays-back" if left_usd >= 0 else "lost-again"
    return "never"


def best_recovered_usd(most_saved_usd):
    return most(0, most_saved_usd)


def least_saved_usd(saved_usd):
    return smallest(saved_usd)


def peak_funding_usd(upfront_usd, least_saved_usd):
    return upfront_usd - least(0, least_saved_usd)


def worths_usd_month(savings_usd_month, discount_factor):
    return discounted(savings_usd_month, discount_factor)


def worth_usd(worths_usd_month):
    return total(worths_usd_month)


def late_worth_usd(worth_usd, worths_usd_month, late_worth_from_months):
    return worth_usd - at(running(worths_usd_month), late_worth_from_months)


def late_worth_pct(late_worth_usd, worth_usd):
    return late_share_pct(late_worth_usd, worth_usd)


def npv_usd(worth_usd, upfront_usd):
    return worth_usd - upfront_usd


def return_share_month(upfront_usd, savings_usd_month):
    return rate_of_return(upfront_usd, savings_usd_month)


def irr_pct_year(return_share_month):
    return percent((1 + return_share_month) ** 12 - 1)


def discounted_break_even_months(upfront_usd, worths_usd_month):
    return payback(upfront_usd, worths_usd_month)


def other_paths() -> list[dict[str, Any]]:
    """The paths that the API's price may take instead of the reader's own change."""
    return [
        {
            "id": path.id,
            "label": path.label,
            "api_price_change_pct_year": exact(path.change_pct_year),
            "step_month": path.step_month,
            "step_multiplier": exact(path.step_multiplier),
        }
        for path in price_paths.values()
    ]


def first_month(saving: Numeric) -> str:
    """What the first month brings, behind a comma."""
    if saving > 0:
        return f"against a saving of {usd(saving)} in the first month"
    return f"and in the first month the alternative costs {usd(-saving)} more" if saving else "and in the first month nothing is saved"


def said(v: View) -> Said:
    if v.break_even_months is not None:
        upfront, first = given(v, "upfront_usd"), first_month(v.savings_usd_month[0])
        when = "within a month" if 0 < v.break_even_months < 1 else after(v.break_even_months, "months")
        if v.verdict == "lost-again":
            saving = months_before_loss(v.savings_usd_month)
            loses = "more is lost than saved" if saving == v.horizon_months else f"from month {saving + 1} on each month loses money"
            lost = f"{loses}, so that after {counted(v.horizon_months, 'months')} {usd(-v.left_usd)} are lost in all"
            return Said(f"{VERDICTS[v.verdict]}.", f"{upfront} upfront is back {when}; {lost}.", turning(v))
        return Said(f"Pays back {when}.", f"{upfront} upfront, {first}.", turning(v))
    ahead = counted(v.horizon_months, "months")
    if v.best_recovered_usd > 0:
        (most,) = told_apart(v.best_recovered_usd, given=(v.upfront_usd,))
        why = f"Of {given(v, 'upfront_usd')} upfront at most {most} is ever recovered."
        return Said(f"Not paid back within {ahead}.", why, turning(v))
    return Said("Never pays back.", f"Within {ahead} the alternative does not save anything.", turning(v))


def turning(v: View) -> str:
    """What may change the answer by itself, for the better where something does: prices first, then the bill."""
    first = ("api_price_change_pct_year", "alternative_usd_month", "api_spend_usd_month")
    return turns_to(v, ("pays-back",), first) or turns_to(v, VERDICTS, first)


def months_before_loss(savings: list[Numeric]) -> int:
    """After how many months each loses money up to the end; as many as there are where the last does not."""
    return next((month for month in range(len(savings), 0, -1) if savings[month - 1] >= 0), 0)


def warnings(v: View) -> list[str]:
    found, savings = [], v.savings_usd_month
    if v.break_even_months is not None:
        if savings[0] <= 0:
            costs = f"costs {usd(-savings[0])} more than the API" if savings[0] else "costs as much as the API"
            found.append(f"In the first month the alternative {costs}: the answer rests on growth alone.")
        found += late_worth_warnings(v)
        never = [inside(path["label"]) for path in v.paths if path["break_even_months"] is None]
        lost = [inside(path["label"]) for path in v.paths if path["break_even_months"] is not None and path["left_usd"] < 0]
        if never:
            found.append(f"It does not pay back within the horizon if the price takes another path: {'; '.join(never)}.")
        if lost:
            found.append(f"It pays back and loses it again by month {v.horizon_months} if the price takes another path: {'; '.join(lost)}.")
    saving = months_before_loss(savings)
    if 0 < saving < v.horizon_months:
        stopped = usd(sum(v.worths_usd_month[:saving]) - v.upfront_usd)
        found.append(
            f"From month {saving + 1} on each month loses money, and all figures count on running on to month {v.horizon_months} all the same; stopped before, the net present value would be {stopped}."
        )
    if sign_changes([-v.upfront_usd, *savings]) > 1:
        rate = (
            "so it has no rate of return that would say anything"
            if v.irr_pct_year is None
            else "so several rates of return may fit, and the one given is the lowest that is no loss"
        )
        found.append(f"The saving changes its sign on the way, {rate}.")
    return found


def saved_on(v: View, paths: list[dict[str, Any]]) -> list[list[float]]:
    """What is saved by each month on each of these paths of the API's price."""
    changes = [{id: value for id, value in path.items() if id not in ("id", "label")} for path in paths]
    return solve_lightly(CALCULATOR, vars(v), changes, "saved_usd")


CROSSING = "whole months + (upfront cost - saved by then) / saving of the next month"


def crossing(savings: str) -> Callable[[View], str]:
    """The numbers of the month in which the sum of some savings covers the upfront cost."""

    def told(v: View) -> str:
        found = covering_month(v.upfront_usd, getattr(v, savings))
        if found is None:
            return f"{full_price(v.upfront_usd)} against the savings of {counted(v.horizon_months, 'months')}"
        whole, recovered, saving = found
        recovered = full_price(recovered) if recovered >= 0 else f"({full_price(recovered)})"
        return f"{whole} + ({full_price(v.upfront_usd)} - {recovered}) / {full_price(saving)}"

    return told


def highest_sum(v: View) -> str:
    return f"highest of {counted(v.horizon_months, 'sums')}, that of month {v.saved_usd.index(v.most_saved_usd) + 1}"


CALCULATOR = Calculator(
    id="break-even",
    code="E6",
    group="economics",
    title="Break-even",
    question="When does an upfront cost pay back, and does it still if the API's price changes?",
    inputs=(
        "upfront_usd",
        "api_spend_usd_month",
        "alternative_usd_month",
        "usage_growth_pct_year",
        "growth_lasts_months",
        "alternative_follows_usage_pct",
        "alternative_growth_pct_year",
        "api_price_change_pct_year",
        "discount_pct_year",
        "horizon_months",
    ),
    folded={
        "Time": ("growth_lasts_months", "horizon_months", "discount_pct_year"),
        "The alternative’s bill": ("alternative_follows_usage_pct", "alternative_growth_pct_year"),
        "The API’s price": ("api_price_change_pct_year",),
    },
    steps=(
        Formula(usage_factor, "Usage from one month to the next", term="usage's factor of a month"),
        Formula(api_price_factor, "The API's price from one month to the next", term="the API's price factor of a month"),
        Formula(
            alternative_price_factor,
            "The alternative's price from one month to the next",
            term="the alternative's price factor of a month",
        ),
        Formula(usages, "Usage by month, as a multiple of the first", term="usage of the month"),
        Formula(api_prices, "The API's price by month, as a multiple of the first", term="the API's price of the month"),
        Formula(
            alternative_prices, "The alternative's price by month, as a multiple of the first", term="the alternative's price of the month"
        ),
        Formula(following_usd_month, "Part of the alternative's bill that follows usage", term="the part that follows usage"),
        Formula(other_usd_month, "Part of the alternative's bill that does not", term="the part that does not follow usage"),
        Formula(step_month, "Month of a sudden new price", words="none but on a path that has one", is_found=True),
        Formula(step_multiplier, "The sudden new price", words="none but on a path that has one", is_found=True),
        Formula(savings_usd_month, "Saving of a month"),
        Formula(most_saved_usd, "Most saved", words="the highest that the sum of the savings gets", numbers=highest_sum),
        Formula(
            least_saved_usd,
            "Least saved",
            words="the lowest that the sum of the savings gets",
            numbers=lambda v: f"lowest of {counted(v.horizon_months, 'sums')}, that of month {v.saved_usd.index(v.least_saved_usd) + 1}",
        ),
        Formula(discount_factor, "Discount factor of a month"),
        Formula(worths_usd_month, "Saving of a month at today's value"),
        Formula(
            worth_usd,
            "The savings at today's value",
            words="sum of saving of month m / (1 + discount rate) ^ (m/12)",
            numbers=lambda v: f"{counted(v.horizon_months, 'months')} of saving at {full_pct(v.discount_pct_year)} a year",
        ),
        Formula(
            late_worth_usd,
            f"Savings more than {FAR} from now, at today's value",
            term="savings far off",
            words="the savings at today's value - those of the months before",
            numbers=lambda v: (
                f"the savings of month {v.late_worth_from_months + 1} to {v.horizon_months}"
                if v.horizon_months > v.late_worth_from_months
                else "the horizon ends before them"
            ),
        ),
        Formula(
            return_share_month,
            "Rate of return of a month",
            none="none",
            numbers=lambda v: f"{full_price(-v.upfront_usd)} today, then {counted(v.horizon_months, 'months')} of saving",
        ),
    ),
    outputs=(
        Output(
            break_even_months,
            "Pays back after",
            none="never within the horizon",
            key=True,
            endless=True,
            term="break-even",
            words=CROSSING,
            numbers=crossing("savings_usd_month"),
        ),
        Output(best_recovered_usd, "Most ever recovered", key=True),
        Output(npv_usd, "Net present value", key=True),
        Output(verdict, "Verdict", kind="choice", options=VERDICTS),
        Output(
            left_usd,
            "Left at the end of the horizon, after the upfront cost",
            term="left at the end of the horizon",
            words="saved by the end of the horizon - upfront cost",
            numbers=lambda v: f"{full_price(v.saved_usd[-1])} - {full_price(v.upfront_usd)}",
        ),
        Output(peak_funding_usd, "Peak funding"),
        Output(irr_pct_year, "Internal rate of return", none="none"),
        Output(
            discounted_break_even_months,
            "Pays back after, discounted",
            none="never within the horizon",
            endless=True,
            words=CROSSING,
            numbers=crossing("worths_usd_month"),
        ),
        Output(
            late_worth_pct, f"Saved more than {FAR} from now", none="nothing: those months save nothing in all", term="share saved far off"
        ),
        Output(
            "paths",
            "If the API's price takes another path",
            kind="table",
            rows=other_paths,
            columns=(
                Output("id", "Path", kind="word", shown=False),
                Output("label", "What it assumes", kind="word"),
                Output("break_even_months", "Pays back after", none="never within the horizon", by=break_even_months),
                Output("best_recovered_usd", "Most ever recovered", by=best_recovered_usd),
                Output("left_usd", "Left at the end", by=left_usd),
            ),
        ),
        Output("flips", "What would have to be true", kind="flips"),
        Output(
            "rows",
            "Month by month",
            kind="table",
            columns=(
                Output("month", "Month", by=months),
                Output("api_usd_month", "API", by=api_bills_usd_month, term="the API's bill"),
                Output("alternative_usd_month", "Alternative", by=alternative_bills_usd_month, term="the alternative's bill"),
                Output("cumulative_saving_usd", "Saved so far", by=saved_usd),
            ),
        ),
    ),
    said=said,
    warnings=warnings,
    verdict="verdict",
    samples=10_000,
    sampled=sampled,
    pictures=lambda v: savings_charts(v, saved_on),
)
