"""M2: too early, in the window, or too late: when to start building the alternative."""

from types import SimpleNamespace

from calculator.formulas.answer import Answer
from calculator.formulas.trace import Trace
from calculator.formulas.old_flips import flips
from calculator.formulas.model import Calculator, Output
from calculator.models.timing.charts import worth_of_start
from calculator.models.timing.window import FIGURES, HORIZON, OF_THE_BILLS, STARTS, edges, figured, flows, judged, outlives, sampled
from calculator.numbers.units import after, counted, inside, pct, price, term, term_pct, usd, verb_for

VERDICTS = {"too-early": "Too early", "in-window": "In the window", "too-late": "Too late"}
PLAYBOOK = "playbook"
RULE = (
    "too early before product-market fit, when a start now does not pay, when the money ends before payback, or when a later start is worth more; "
    "too late when the wait has cost more than the build; else in the window"
)


def months(number) -> str:
    return counted(number, "months")


def waited(x) -> str:
    return f"{months(x.months_already_waited)} of waiting {verb_for(x.months_already_waited, 'has', 'have')}"


def because_of(x, f) -> list[str]:
    because, build = [], months(x.build_months)
    if x.stage == "pre-pmf":
        are = verb_for(x.build_months, "is", "are")
        because.append(
            f"Product-market fit is not found yet: {build} of {counted(x.engineers, 'engineers')} {are} not spent on finding it, whatever the saving."
        )
        if f.runway_months is not None:
            lost = months(f.runway_lost_months)
            because.append(f"The cash lasts {months(f.runway_months)}, of which the build takes {build} in time and {lost} in money.")
    if f.npvs[0] <= 0:
        costs = f"costs {usd(-f.npvs[0])} more than it saves" if f.npvs[0] else "saves no more than it costs"
        because.append(f"Started now, the build {costs} within {months(HORIZON)}, at today's value.")
    if outlives(f):
        back = f"never pays back within {months(HORIZON)}" if f.payback_months is None else f"pays back {after(f.payback_months, 'months')}"
        because.append(f"The money is gone {after(f.runway_after_months, 'months')}, and the build {back}.")
    if f.best_start_month:
        because.append(
            f"A start in {months(f.best_start_month)} is worth {usd(f.npvs[f.best_start_month] - f.npvs[0])} more than a start now."
        )
    if f.verdict != "too-early":
        because.append(
            f"No later start is worth more{'' if f.payback_months is None else f', and the build pays back {after(f.payback_months, "months")}'}."
        )
        if x.months_already_waited and f.cost_of_waiting_usd is not None:
            compared = "more" if f.verdict == "too-late" else "no more"
            waiting = waited(x)
            because.append(
                f"{waiting} saved {usd(-f.cost_of_waiting_usd)}."
                if f.cost_of_waiting_usd < 0
                else f"{waiting} cost {usd(f.cost_of_waiting_usd)}, {compared} than the build at {usd(f.build_cost_usd)}."
            )
    return because


def headline_of(x, f) -> str:
    if f.verdict == "too-early":
        return f"Too early: {inside(f.because[0])}"
    delay = (
        f"each month of delay costs {usd(f.cost_of_delay_usd_month)} at today's bill"
        if f.cost_of_delay_usd_month > 0
        else "today's bill saves nothing yet"
    )
    if f.verdict == "too-late":
        return f"Too late, so start now: {waited(x)} cost {usd(f.cost_of_waiting_usd)}, and {delay}."
    return f"In the window: a start now is worth {usd(f.npvs[0])} over {months(HORIZON)}, and {delay}."


def warnings_of(x, f) -> list[str]:
    warnings = []
    if x.months_already_waited and f.cost_of_waiting_usd is not None and f.cost_of_waiting_usd > 0:
        warnings.append("What waiting has cost is an upper bound: the alternative was weaker and dearer then.")
    if x.months_already_waited and f.cost_of_waiting_usd is not None and f.cost_of_waiting_usd < 0:
        warnings.append(
            "Waiting has saved money so far: at the smaller bills of the past the alternative would have cost more than it saved."
        )
    if f.first <= 0 and f.verdict != "too-early":
        warnings.append("In the first month nothing would be saved: the answer rests on growth.")
    return warnings


def compute(x) -> Answer:
    f = figured(x)
    f.because = because_of(x, f)
    floats = {id: float(value) if id in NUMBERS else value for id, value in vars(x).items()}
    same = flows(SimpleNamespace(**floats))

    def quick(id: str, value: float) -> str:
        return judged(SimpleNamespace(**floats | {id: value}), None if id in OF_THE_BILLS else same).verdict

    def decide(other) -> str:
        known = all(getattr(other, id) == getattr(x, id) for id in OF_THE_BILLS)
        return judged(other, f.bill if known else None).verdict

    outputs = {id: getattr(f, id) for id in FIGURES} | {
        "npv_by_start_month": [{"start_month": start, "npv_usd": value} for start, value in enumerate(f.npvs)],
        "because": f.because,
        "flips": flips(CALCULATOR.inputs, x, decide, edges(x, f), quick),
    }
    return Answer(outputs=outputs, headline=headline_of(x, f), trace=traces(x, f), warnings=tuple(warnings_of(x, f)))


def paying_back(x, f) -> tuple[str, str]:
    """(formula, numbers) of the payback."""
    build = months(x.build_months)
    if f.payback_months is None:
        return f"never: within {months(HORIZON)} the savings do not cover the build", f"{build} of build at {usd(f.build_cost_usd)}"
    if f.payback_months == x.build_months:
        return "not before the build is done", build
    rule = "months from the start of the build until the savings after it cover its cost"
    return rule, f"{build} of build, then {usd(f.build_cost_usd)} out of the savings, within {months(HORIZON)}"


def traces(x, f) -> tuple[Trace, ...]:
    ahead = months(HORIZON)

    def while_burning(formula: str, numbers: str) -> tuple[str, str]:
        return (formula, numbers) if x.burn_usd_month else ("none: without burn it does not end", f"{price(x.cash_usd)} and no burn")

    cost = Trace(
        "Cost of the build",
        "engineers x cost of an engineer x months",
        f"{term(x.engineers)} x {price(x.engineer_usd_month)} x {term(x.build_months)}",
        f.build_cost_usd,
        output="build_cost_usd",
    )
    runway = Trace(
        "Runway",
        *while_burning("cash / burn", f"{price(x.cash_usd)} / {price(x.burn_usd_month)}"),
        f.runway_months,
        output="runway_months",
    )
    if f.lasts:
        rest = (
            "(cash - cost of the build) / burn, before any saving",
            f"({price(x.cash_usd)} - {price(f.build_cost_usd)}) / {price(x.burn_usd_month)}",
        )
    else:
        rest = (
            "cash / (burn + engineers), since it does not last through the build",
            f"{price(x.cash_usd)} / ({price(x.burn_usd_month)} + {price(f.team)})",
        )
    runway_after = Trace(
        "Runway if the build starts now",
        *while_burning(*rest),
        f.runway_after_months,
        output="runway_after_months",
        steps=(cost,),
    )
    lost = while_burning(
        "runway - runway if the build starts now",
        f"{term(f.runway_months)} - {term(f.runway_after_months)}" if f.runway_months is not None else "",
    )
    delay = Trace(
        "Cost of a month's delay",
        "saving x API bill - fixed cost, at today's bill",
        f"{term_pct(x.saving_pct)} x {price(x.api_spend_usd_month)} - {price(x.alternative_fixed_usd_month)}",
        f.cost_of_delay_usd_month,
        output="cost_of_delay_usd_month",
    )
    past = Trace(
        "Cost of the wait so far",
        "unknown: a bill that grew out of nothing cannot be cast back"
        if f.cost_of_waiting_usd is None
        else "sum over the months waited of saving x API bill of that month - fixed cost, today's bill cast back at the growth of usage",
        f"{months(x.months_already_waited)}, {usd(x.api_spend_usd_month)} cast back at {pct(x.usage_growth_pct_quarter)} a quarter",
        f.cost_of_waiting_usd,
        output="cost_of_waiting_usd",
        steps=(delay,),
    )
    back = Trace(
        "Payback",
        *paying_back(x, f),
        f.payback_months,
        PLAYBOOK,
        "payback_months",
        steps=(cost,),
    )
    best = Trace(
        "Best start",
        f"never: no start has a net present value above 0 over {ahead} from now"
        if f.best_start_month is None
        else f"the month with the highest net present value over {ahead} from now",
        f"highest of {STARTS}: {usd(max(f.npvs))}; now {usd(f.npvs[0])}",
        f.best_start_month,
        PLAYBOOK,
        "best_start_month",
        steps=(cost,),
    )
    return (
        Trace("Verdict", RULE, " ".join(f.because), f.verdict, PLAYBOOK, "verdict", steps=(best, back, runway_after, past)),
        cost,
        runway,
        runway_after,
        Trace("Runway lost", *lost, f.runway_lost_months, output="runway_lost_months", steps=(runway, runway_after)),
        back,
        best,
        delay,
        past,
    )


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
    outputs=(
        Output("verdict", "Verdict", kind="choice", options=VERDICTS, key=True),
        Output("payback_months", "Build pays back after", none=f"never within {HORIZON} months", key=True, endless=True),
        Output("cost_of_delay_usd_month", "Each month of delay costs", key=True),
        Output("build_cost_usd", "Cost of the build"),
        Output("runway_months", "Runway today", none="does not end: no burn", endless=True),
        Output("runway_after_months", "Runway if the build starts now", none="does not end: no burn", endless=True),
        Output("runway_lost_months", "Runway lost to the build", none="none: no burn"),
        Output("best_start_month", "Best start", none="never: no start pays", endless=True),
        Output("cost_of_waiting_usd", "The wait so far has cost", none="unknown: the bill grew out of nothing"),
        Output("because", "Because", kind="text"),
        Output("flips", "What would have to be true", kind="flips"),
        Output(
            "npv_by_start_month",
            "Worth of each start",
            kind="table",
            folded=True,
            columns=(Output("start_month", "Start"), Output("npv_usd", "Net present value")),
        ),
    ),
    compute=compute,
    verdict="verdict",
    samples=1000,
    sampled=sampled,
    charts=worth_of_start,
)
NUMBERS = frozenset(CALCULATOR.inputs) - {"stage", "months_already_waited"}
