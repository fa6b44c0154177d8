"""E6: when an upfront cost is paid back by what the alternative saves, and under which paths of the API's price it ever is."""

from itertools import accumulate

from calculator.formulas.answer import Answer
from calculator.formulas.trace import Trace
from calculator.formulas.old_flips import flips
from calculator.formulas.model import Calculator, Output
from calculator.formulas.phrases import crossing, growing
from calculator.models.break_even.cashflow import (
    alternative_factor,
    annual,
    api_factor,
    bills,
    by_path,
    differences,
    edges,
    pays_back,
    sampled,
)
from calculator.models.break_even.charts import saved
from calculator.numbers.decimals import growth_factor
from calculator.numbers.finance import best_recovered, discounted, irr, monthly, payback, sign_changes
from calculator.numbers.units import after, counted, inside, pct, price, usd

VERDICTS = {"pays-back": "Pays back within the horizon", "never": "Does not pay back within the horizon"}


def first_month(saving) -> str:
    """What the first month brings, behind a comma."""
    if saving > 0:
        return f"against a saving of {usd(saving)} in the first month"
    return f"and in the first month the alternative costs {usd(-saving)} more" if saving else "and in the first month nothing is saved"


def headline_of(x, months, best, first) -> str:
    if months is not None:
        return f"Pays back {after(months, 'months')}: {usd(x.upfront_usd)} upfront, {first_month(first)}."
    if best > 0:
        return f"Does not pay back within {counted(x.horizon_months, 'months')}: of {usd(x.upfront_usd)} upfront at most {usd(best)} is ever recovered."
    return f"Never pays back: within {counted(x.horizon_months, 'months')} the alternative does not save anything."


def warnings_of(x, months, savings: list, flows: list, paths: list[dict]) -> list[str]:
    warnings = []
    if months is not None and savings[0] <= 0:
        costs = f"costs {usd(-savings[0])} more than the API" if savings[0] else "costs as much as the API"
        warnings.append(f"In the first month the alternative {costs}: the answer rests on growth alone.")
    if months is not None and savings[-1] < 0:
        warnings.append(f"By month {x.horizon_months} the alternative is the dearer one again: what has been recovered is being lost.")
    never = [inside(path["label"]) for path in paths if path["break_even_months"] is None]
    if months is not None and never:
        warnings.append(f"It does not pay back within the horizon if the price takes another path: {'; '.join(never)}.")
    if sign_changes(flows) > 1:
        warnings.append(
            "The saving changes its sign on the way, so more than one rate of return may fit; given is the lowest that is no loss."
        )
    return warnings


def compute(x) -> Answer:
    api, alternative = bills(x, x.horizon_months)
    savings = differences(api, alternative)
    rate = monthly(growth_factor(x.discount_pct_year))
    worth = discounted(savings, rate)
    flows = [-x.upfront_usd, *savings]
    months, later, best = payback(x.upfront_usd, savings), payback(x.upfront_usd, worth), best_recovered(savings)
    value, percent = sum(worth) - x.upfront_usd, annual(irr(flows))
    verdict, paths = "never" if months is None else "pays-back", by_path(x, alternative)

    rows, recovered = [], 0
    for month, (one, other) in enumerate(zip(api, alternative, strict=True), start=1):
        recovered += one - other
        rows.append({"month": month, "api_usd_month": one, "alternative_usd_month": other, "cumulative_saving_usd": recovered})

    return Answer(
        outputs={
            "verdict": verdict,
            "break_even_months": months,
            "best_recovered_usd": best,
            "npv_usd": value,
            "irr_pct_year": percent,
            "discounted_break_even_months": later,
            "rows": rows,
            "paths": paths,
            "flips": flips(CALCULATOR.inputs, x, decide, edges(x)),
        },
        headline=headline_of(x, months, best, savings[0]),
        trace=traces(x, savings, worth, verdict, months, later, best, value, percent),
        warnings=tuple(warnings_of(x, months, savings, flows, paths)),
    )


def decide(x) -> str:
    return "pays-back" if pays_back(x) else "never"


def traces(x, savings: list, worth: list, verdict, months, later, best, value, percent) -> tuple[Trace, ...]:
    ahead = counted(x.horizon_months, "months")
    factors = (
        Trace(
            "The API's bill from one month to the next",
            "((1 + growth of usage) x (1 + change of price)) ^ (1/12)",
            f"(({growing(x.usage_growth_pct_year)}) x ({growing(x.api_price_change_pct_year)})) ^ (1/12)",
            api_factor(x),
            unit="factor",
        ),
        Trace(
            "The alternative's bill from one month to the next",
            "(1 + growth) ^ (1/12)",
            f"({growing(x.alternative_growth_pct_year)}) ^ (1/12)",
            alternative_factor(x),
            unit="factor",
        ),
    )
    first = Trace(
        "Saving of the first month",
        "API's bill - alternative's bill",
        f"{price(x.api_spend_usd_month)} - {price(x.alternative_usd_month)}",
        savings[0],
        unit="usd_month",
        steps=factors,
    )
    even = Trace("Break-even", *crossing(x.upfront_usd, savings, ahead), months, output="break_even_months", steps=(first,))
    rule = "sum of saving of month m / (1 + discount rate) ^ (m/12)"
    today = Trace("The savings at today's value", rule, f"{ahead} of saving at {pct(x.discount_pct_year)} a year", sum(worth), unit="usd")
    highest, upfront = max(range(len(savings)), key=list(accumulate(savings)).__getitem__) + 1, price(-x.upfront_usd)
    return (
        Trace(
            "Verdict",
            "pays back when break-even lies within the horizon",
            f"{'never' if months is None else counted(months, 'months')} against {ahead}",
            verdict,
            output="verdict",
            steps=(even,),
        ),
        even,
        Trace(
            "Most ever recovered",
            "the highest that the sum of the savings gets" if best else "0, since the sum of the savings never rises above it",
            f"highest of {counted(len(savings), 'sums')}" + (f", that of month {highest}" if best else ""),
            best,
            output="best_recovered_usd",
            steps=(first,),
        ),
        Trace(
            "Net present value",
            "savings at today's value - upfront cost",
            f"{price(sum(worth))} - {price(x.upfront_usd)}",
            value,
            output="npv_usd",
            steps=(today,),
        ),
        Trace(
            "Internal rate of return",
            "none: at no discount rate is the net present value 0"
            if percent is None
            else "the discount rate at which the net present value is 0",
            f"{upfront} today, then {ahead} of saving",
            percent,
            output="irr_pct_year",
        ),
        Trace(
            "Discounted break-even",
            *crossing(x.upfront_usd, worth, f"{ahead} at today's value"),
            later,
            output="discounted_break_even_months",
            steps=(today,),
        ),
    )


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
        "alternative_growth_pct_year",
        "api_price_change_pct_year",
        "discount_pct_year",
        "horizon_months",
    ),
    outputs=(
        Output("break_even_months", "Pays back after", none="never within the horizon", key=True, endless=True),
        Output("best_recovered_usd", "Most ever recovered", key=True),
        Output("npv_usd", "Net present value", key=True),
        Output("verdict", "Verdict", kind="choice", options=VERDICTS),
        Output("irr_pct_year", "Internal rate of return", none="none"),
        Output("discounted_break_even_months", "Pays back after, discounted", none="never within the horizon", endless=True),
        Output(
            "paths",
            "If the API's price takes another path",
            kind="table",
            columns=(
                Output("id", "Path", kind="word", shown=False),
                Output("label", "What it assumes", kind="word"),
                Output("break_even_months", "Pays back after", none="never within the horizon"),
                Output("best_recovered_usd", "Most ever recovered"),
            ),
        ),
        Output("flips", "What would have to be true", kind="flips"),
        Output(
            "rows",
            "Month by month",
            kind="table",
            folded=True,
            columns=(
                Output("month", "Month"),
                Output("api_usd_month", "API"),
                Output("alternative_usd_month", "Alternative"),
                Output("cumulative_saving_usd", "Saved so far"),
            ),
        ),
    ),
    compute=compute,
    verdict="verdict",
    samples=10_000,
    sampled=sampled,
    charts=saved,
)
