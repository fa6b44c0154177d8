"""E2: what an alternative saves on one unit of what you sell, and when switching pays back."""

import math

from calculator.formulas.answer import Answer, Trace
from calculator.formulas.flips import flips
from calculator.formulas.model import Calculator, Output
from calculator.formulas.phrases import parts, when_positive
from calculator.numbers.decimals import HUNDRED, ZERO
from calculator.numbers.units import after, counted, price, term, usd

VERDICTS = {"pays": "Switching pays", "does-not-pay": "Switching does not pay"}


def percent_of(part, whole):
    """part / whole in per cent; None when there is no whole."""
    return part / whole * HUNDRED if whole else None


def decide(x) -> str:
    net = (x.ai_cost_usd_unit - x.alternative_ai_cost_usd_unit) * x.units_per_month - x.alternative_fixed_usd_month
    return "pays" if net > 0 else "does-not-pay"


def edges(x) -> dict[str, tuple]:
    """Where the net saving is 0, by each input alone."""
    units, fixed = x.units_per_month, x.alternative_fixed_usd_month
    saving = x.ai_cost_usd_unit - x.alternative_ai_cost_usd_unit
    return dict.fromkeys(CALCULATOR.inputs, ()) | {
        "ai_cost_usd_unit": (x.alternative_ai_cost_usd_unit + fixed / units,) if units else (),
        "alternative_ai_cost_usd_unit": (x.ai_cost_usd_unit - fixed / units,) if units else (),
        "units_per_month": (fixed / saving,) if saving else (),
        "alternative_fixed_usd_month": (saving * units,),
    }


def compute(x) -> Answer:
    units, fixed = x.units_per_month, x.alternative_fixed_usd_month
    saving = x.ai_cost_usd_unit - x.alternative_ai_cost_usd_unit
    saving_pct = percent_of(saving, x.ai_cost_usd_unit)
    margin = percent_of(x.price_usd_unit - x.ai_cost_usd_unit - x.other_cost_usd_unit, x.price_usd_unit)
    fixed_per_unit = fixed / units if units else (None if fixed else ZERO)
    alternative_margin = None
    if fixed_per_unit is not None:
        alternative_cost = x.alternative_ai_cost_usd_unit + x.other_cost_usd_unit + fixed_per_unit
        alternative_margin = percent_of(x.price_usd_unit - alternative_cost, x.price_usd_unit)
    share = percent_of(x.ai_cost_usd_unit, x.ai_cost_usd_unit + x.other_cost_usd_unit)
    net = saving * units - fixed
    payback = x.switch_cost_usd / net if net > 0 else None
    break_even = fixed / saving if saving > 0 else None

    if net > 0:
        headline = f"Switching saves {usd(net)} a month and pays back {after(payback, 'months', 'in')}."
    elif saving > 0:
        headline = f"At {counted(units, 'units')} a month switching does not pay; it would from {term(math.floor(break_even) + 1)} on."
    else:
        headline = "The alternative costs as much per unit or more: switching never pays."
    warnings = []
    if margin is not None and margin < 0:
        warnings.append("Each unit sold today loses money: more volume makes it worse, with either model.")
    if net > 0 and break_even is not None and units < 2 * break_even and fixed:
        warnings.append(
            f"Volume is less than twice the break-even of {counted(math.ceil(break_even), 'units')} a month: a bad quarter would turn the saving into a loss."
        )

    saving_trace = Trace(
        "Saving per unit",
        "AI cost today - AI cost with the alternative",
        f"{price(x.ai_cost_usd_unit)} - {price(x.alternative_ai_cost_usd_unit)}",
        saving,
        output="saving_usd_unit",
    )
    net_trace = Trace(
        "Net saving a month",
        "saving per unit x units - fixed cost of the alternative",
        f"{price(saving)} x {term(units)} - {price(fixed)}",
        net,
        output="net_saving_usd_month",
        steps=(saving_trace,),
    )
    if units or fixed:
        spread = parts(
            "fixed cost of the alternative / units", f"{price(fixed)} / {term(units)}", units, "no units to carry the fixed cost"
        )
    else:
        spread = "fixed cost of the alternative", price(fixed)
    fixed_trace = Trace("Fixed cost per unit", *spread, fixed_per_unit, unit="usd_unit")
    margin_of, revenue = "(price - AI cost - other cost) / price", price(x.price_usd_unit)
    later = "(price - AI cost - other cost - fixed cost per unit) / price"
    costs = f"{price(x.alternative_ai_cost_usd_unit)} - {price(x.other_cost_usd_unit)}"
    whole = x.ai_cost_usd_unit + x.other_cost_usd_unit
    return Answer(
        outputs={
            "saving_usd_unit": saving,
            "saving_pct": saving_pct,
            "gross_margin_pct": margin,
            "alternative_gross_margin_pct": alternative_margin,
            "ai_share_of_cogs_pct": share,
            "net_saving_usd_month": net,
            "payback_months": payback,
            "break_even_units_per_month": break_even,
            "verdict": decide(x),
            "flips": flips(CALCULATOR.inputs, x, decide, edges(x)),
        },
        headline=headline,
        trace=(
            Trace(
                "Verdict",
                "pays when the net saving of a month is above 0, whatever switching costs",
                f"{price(net)} a month",
                decide(x),
                output="verdict",
                steps=(net_trace,),
            ),
            saving_trace,
            Trace(
                "Saving in per cent",
                *parts(
                    "saving per unit / AI cost today",
                    f"{price(saving)} / {price(x.ai_cost_usd_unit)}",
                    x.ai_cost_usd_unit,
                    "no AI cost today",
                ),
                saving_pct,
                output="saving_pct",
                steps=(saving_trace,),
            ),
            Trace(
                "Gross margin today",
                *parts(
                    margin_of,
                    f"({revenue} - {price(x.ai_cost_usd_unit)} - {price(x.other_cost_usd_unit)}) / {revenue}",
                    x.price_usd_unit,
                    "no price",
                ),
                margin,
                output="gross_margin_pct",
            ),
            Trace(
                "Gross margin with the alternative",
                *(
                    spread
                    if fixed_per_unit is None
                    else parts(later, f"({revenue} - {costs} - {price(fixed_per_unit)}) / {revenue}", x.price_usd_unit, "no price")
                ),
                alternative_margin,
                output="alternative_gross_margin_pct",
                steps=(fixed_trace,),
            ),
            Trace(
                "AI's share of COGS",
                *parts(
                    "AI cost / (AI cost + other cost)",
                    f"{price(x.ai_cost_usd_unit)} / ({price(x.ai_cost_usd_unit)} + {price(x.other_cost_usd_unit)})",
                    whole,
                    "no cost",
                ),
                share,
                output="ai_share_of_cogs_pct",
            ),
            net_trace,
            Trace(
                "Payback",
                *when_positive("cost of switching / net saving a month", price(x.switch_cost_usd), net, "net saving a month"),
                payback,
                output="payback_months",
                steps=(net_trace,),
            ),
            Trace(
                "Break-even volume",
                *when_positive("fixed cost of the alternative / saving per unit", price(fixed), saving, "saving per unit"),
                break_even,
                output="break_even_units_per_month",
                steps=(saving_trace,),
            ),
        ),
        warnings=tuple(warnings),
    )


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
    ),
    outputs=(
        Output(id="net_saving_usd_month", label="Net saving", key=True),
        Output(id="payback_months", label="Switching pays back after", none="never", key=True, endless=True),
        Output(id="break_even_units_per_month", label="Break-even volume", none="never", key=True, endless=True),
        Output(id="saving_usd_unit", label="Saving per unit"),
        Output(id="saving_pct", label="Saving per unit, in per cent of today's AI cost", none="unknown: no AI cost today"),
        Output(id="gross_margin_pct", label="Gross margin today", none="unknown: no price"),
        Output(
            id="alternative_gross_margin_pct",
            label="Gross margin with the alternative",
            none="unknown: no price, or no units to carry the fixed cost",
        ),
        Output(id="ai_share_of_cogs_pct", label="AI's share of COGS today", none="unknown: no cost"),
        Output(id="verdict", label="Verdict", kind="choice", options=VERDICTS),
        Output(id="flips", label="What would have to be true", kind="flips"),
    ),
    compute=compute,
    verdict="verdict",
)
