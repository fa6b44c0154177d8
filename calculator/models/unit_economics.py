"""E2: what an alternative saves on one unit of what you sell, and when switching pays back."""

import math
from decimal import ROUND_CEILING
from typing import Any

from calculator.data import thresholds
from calculator.formulas.charts import Axis, Lines, Moment, Series, many, money
from calculator.formulas.functions import percent
from calculator.formulas.model import Calculator, Formula, Output, View, given
from calculator.formulas.said import Said, turns
from calculator.inputs.vocabulary.common import TRILLION
from calculator.numbers.decimals import ONE, exact
from calculator.numbers.display import MANY, after, as_given, counted, price, to_digits, told_apart, usd
from calculator.numbers.units import UNITS

FAR = 5  # times the volume: beyond, the point where both cost the same would press all else into a corner
VERDICTS = {"pays": "Switching pays", "does-not-pay": "Switching does not pay"}


def saving_usd_unit(ai_cost_usd_unit, alternative_ai_cost_usd_unit):
    return ai_cost_usd_unit - alternative_ai_cost_usd_unit


def saving_pct(saving_usd_unit, ai_cost_usd_unit):
    return percent(saving_usd_unit / ai_cost_usd_unit) if ai_cost_usd_unit > 0 else None


def net_saving_usd_month(saving_usd_unit, units_per_month, alternative_fixed_usd_month):
    return saving_usd_unit * units_per_month - alternative_fixed_usd_month


def payback_months(switch_cost_usd, net_saving_usd_month):
    return switch_cost_usd / net_saving_usd_month if net_saving_usd_month > 0 else None


def break_even_units_per_month(alternative_fixed_usd_month, saving_usd_unit):
    return alternative_fixed_usd_month / saving_usd_unit if saving_usd_unit > 0 else None


def verdict(net_saving_usd_month, horizon_months, switch_cost_usd):
    return "pays" if net_saving_usd_month > 0 and net_saving_usd_month * horizon_months >= switch_cost_usd else "does-not-pay"


def gross_margin_pct(price_usd_unit, ai_cost_usd_unit, other_cost_usd_unit):
    return percent((price_usd_unit - ai_cost_usd_unit - other_cost_usd_unit) / price_usd_unit) if price_usd_unit > 0 else None


def fixed_usd_unit(alternative_fixed_usd_month, units_per_month):
    if units_per_month > 0:
        return alternative_fixed_usd_month / units_per_month
    return None if alternative_fixed_usd_month > 0 else 0


def alternative_gross_margin_pct(price_usd_unit, alternative_ai_cost_usd_unit, other_cost_usd_unit, fixed_usd_unit):
    if price_usd_unit > 0:
        return percent((price_usd_unit - alternative_ai_cost_usd_unit - other_cost_usd_unit - fixed_usd_unit) / price_usd_unit)
    return None


def ai_share_of_cogs_pct(ai_cost_usd_unit, other_cost_usd_unit):
    cost = ai_cost_usd_unit + other_cost_usd_unit
    return percent(ai_cost_usd_unit / cost) if cost > 0 else None


def said(v: View) -> Said:
    saves, units = f"saves {usd(v.net_saving_usd_month)} a month", given(v, "units_per_month")
    if v.verdict == "pays":
        why = f"At {units} it {saves} and pays back {after(v.payback_months, 'months', 'in')}."
        return Said("Switching pays.", why, turns(v, "units_per_month", name="the volume"))
    if v.break_even_units_per_month is None:
        return Said("Switching never pays.", "The alternative costs as much per unit or more.", turns(v, "alternative_ai_cost_usd_unit"))
    flip = v.flips["units_per_month"]
    enough = flip["words"] if flip else f"more than {as_given(TRILLION, UNITS['units_per_month'])}"  # the most that can be given
    if v.net_saving_usd_month > 0:
        (back,) = told_apart(v.payback_months, unit=UNITS["months"], given=(v.horizon_months,))
        why = f"At {units} it {saves}, which pays back in {back}, not within {given(v, 'horizon_months')}; it would at {enough}."
    else:
        loses = f"loses {usd(-v.net_saving_usd_month)} a month" if v.net_saving_usd_month else "saves nothing"
        would = f"{'save ' if v.net_saving_usd_month else ''}at {enough}"
        if v.switch_cost_usd:  # what saves does not pay back yet
            would = f"save from {saves_from(v)} and pay back within {given(v, 'horizon_months')} at {enough}"
        why = f"At {units} it {loses} after its fixed costs; it would {would}."
    return Said("Switching does not pay yet.", why, turns(v, "units_per_month", name="the volume"))


def saves_from(v: View) -> str:
    """The first whole number of units at which something is saved; of a large one so many digits that it still is."""
    first = exact(math.floor(v.break_even_units_per_month) + 1)
    return counted(to_digits(first, 3, ROUND_CEILING) if first >= MANY else first, "units")


def loss_words(v: View) -> str:
    """What becomes of units that are sold at a loss today."""
    left = v.price_usd_unit - v.alternative_ai_cost_usd_unit - v.other_cost_usd_unit
    if left < 0:
        return "Each unit sold today loses money: more volume makes it worse, with either model."
    earns = f"earns {price(left)}" if left else "earns nothing"
    return f"Each unit sold today loses money: more volume makes it worse. With the alternative a unit {earns} before fixed costs."


def warnings(v: View) -> list[str]:
    found = []
    if v.gross_margin_pct is not None and v.gross_margin_pct < 0:
        found.append(loss_words(v))
    least = v.break_even_units_per_month
    if v.net_saving_usd_month > 0 and least and v.units_per_month < 2 * least:
        found.append(
            f"Volume is less than twice the break-even of {counted(math.ceil(least), 'units')} a month: a bad quarter would turn the saving into a loss."
        )
    return found


def picture(v: View) -> list[Lines]:
    """What AI costs in a month at any volume, today and with the alternative: the lines cross where the fixed cost is covered."""
    even, here = v.break_even_units_per_month, v.units_per_month
    is_near = even is not None and even <= FAR * here
    end = (max(here, even if is_near else 0) or ONE) * 3 / 2

    def today(units: Any) -> Any:
        return v.ai_cost_usd_unit * units

    def alternative(units: Any) -> Any:
        return v.alternative_fixed_usd_month + v.alternative_ai_cost_usd_unit * units

    moments = [Moment(here, today(here), "your volume")]
    if is_near and even:
        moments.append(Moment(even, today(even), f"even at {many(even)}"))
    return [
        Lines(
            id="volume",
            title=finding(v),
            unit="AI cost in US dollars a month, by units a month",
            told=f"At {given(v, 'units_per_month')} AI costs {usd(today(here))} a month today and {usd(alternative(here))} with the alternative",
            x=Axis("units a month", many),
            y=Axis("US dollars a month", money),
            series=(
                Series("today", tuple((units, today(units)) for units in (0, here, end)), "closed"),
                Series("alternative", tuple((units, alternative(units)) for units in (0, here, end)), "hosted"),
            ),
            moments=tuple(moments),
        )
    ]


def finding(v: View) -> str:
    saving = v.net_saving_usd_month
    words = "saves nothing" if not saving else f"saves {usd(saving)} a month" if saving > 0 else f"costs {usd(-saving)} more a month"
    return f"At {given(v, 'units_per_month')} the alternative {words}"


CALCULATOR = Calculator(
    id="unit-economics",
    code="E2",
    group="economics",
    title="Unit economics",
    question="What does an alternative save on each unit you sell, and when does switching pay back?",
    inputs=(
        "price_usd_unit",
        "ai_cost_usd_unit",
        "other_cost_usd_unit",
        "alternative_ai_cost_usd_unit",
        "units_per_month",
        "switch_cost_usd",
        "alternative_fixed_usd_month",
        "horizon_months",
    ),
    folded={
        "Other costs and time": ("other_cost_usd_unit", "horizon_months"),
    },
    defaults={"horizon_months": thresholds["unit_horizon_months"].value},
    steps=(Formula(fixed_usd_unit, "Fixed cost of the alternative per unit"),),
    outputs=(
        Output(net_saving_usd_month, "Net saving", key=True),
        Output(payback_months, "Switching pays back after", none="never", key=True, endless=True),
        Output(break_even_units_per_month, "Break-even volume", none="never", key=True, endless=True),
        Output(saving_usd_unit, "Saving per unit"),
        Output(saving_pct, "Saving per unit, in per cent of today's AI cost", none="unknown: no AI cost today"),
        Output(gross_margin_pct, "Gross margin today", none="unknown: no price"),
        Output(
            alternative_gross_margin_pct,
            "Gross margin with the alternative",
            none="unknown: no price, or no units to carry the fixed cost",
        ),
        Output(ai_share_of_cogs_pct, "AI's share of COGS today", none="unknown: no cost"),
        Output(verdict, "Verdict", kind="choice", options=VERDICTS),
        Output("flips", "What would have to be true", kind="flips"),
    ),
    said=said,
    warnings=warnings,
    pictures=picture,
    verdict="verdict",
)
