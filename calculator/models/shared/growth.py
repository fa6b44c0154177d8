"""What the calculators share that look years ahead: what a year's wait is worth, what a price becomes, and how much of an answer lies far off."""

from calculator.data import thresholds
from calculator.formulas.functions import grown, least, monthly, percent
from calculator.formulas.model import View
from calculator.numbers.display import counted, pct

FAR = counted(thresholds["late_worth_from_months"].value, "months")
MOST_PCT = thresholds["late_worth_above_pct"].value


def discount_factor(discount_pct_year):
    return monthly(grown(discount_pct_year))


def api_price_factor(api_price_change_pct_year):
    return monthly(grown(api_price_change_pct_year))


def late_share_pct(late_usd, worth_usd):
    """Of what is saved the share that is saved far off: all of it, where the months before lose money; None where nothing is saved, or that part loses."""
    return percent(least(1, late_usd / worth_usd)) if worth_usd > 0 and late_usd >= 0 else None


def late_worth_warnings(v: View) -> list[str]:
    """A warning, where most of what is saved is saved late: `late_worth_pct` is the share, None where nothing is saved."""
    if v.late_worth_pct is None or v.late_worth_pct <= MOST_PCT:
        return []
    part = f"{pct(v.late_worth_pct)} is" if v.late_worth_pct < 100 else "all is"
    return [f"Of what is saved, at today's value, {part} saved more than {FAR} from now: a forecast that far ahead is a guess."]
