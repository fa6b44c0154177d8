"""F3: closed, hybrid or open-first, by four criteria each, two gates and a tie rule."""

from typing import Any

from calculator.data import thresholds
from calculator.formulas.charts import Scored, Scores
from calculator.formulas.functions import grown, monthly, most, periods_until
from calculator.formulas.graph import solve_again
from calculator.formulas.model import Calculator, Output, View, given
from calculator.formulas.routes import route
from calculator.formulas.said import FARTHEST, Said, last_day, passes, turns
from calculator.inputs.kinds import Number
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.strategy.criteria import CLOSED_SPEND, CRITERIA, HYBRID_SPEND, STEPS
from calculator.numbers.constants import MONTHS_PER_YEAR
from calculator.numbers.decimals import exact
from calculator.numbers.display import as_given, counted, told_apart, usd
from calculator.numbers.units import UNITS, capital, inside, listed

STRATEGIES = {"closed": "Closed", "hybrid": "Hybrid", "open-first": "Open-first"}
POST = "sf-tech-week-post"
GATES = {"data-sovereignty": "Data sovereignty", "pre-pmf": "No product-market fit yet"}
THIN = {0: ", by a hair", 1: ", narrowly"}  # by how many criteria it is ahead
DRAWS = {"feature": "the one that is easier to undo goes first", "product": "the one with more control goes first"}
LOOKS = {id: route(id) for id in STRATEGIES}
CENT = exact(0.01)
WINDOW = exact(thresholds["evaluate_from_usd_month"].value)  # from here on a bill is worth an evaluation, as When to evaluate has it
EDGES = tuple(exact(thresholds[id].value) for id in ("closed_spend_below_usd_year", "hybrid_spend_above_usd_year"))


def gate(data_sovereignty, stage):
    if data_sovereignty:
        return "data-sovereignty"
    return "pre-pmf" if stage == "pre-pmf" else None


def strategy(data_sovereignty, stage, ai_role, closed_score, hybrid_score, open_score):
    if data_sovereignty:
        return "open-first"
    if stage == "pre-pmf":
        return "closed"
    if ai_role == "feature":  # a tie goes to the more reversible
        if closed_score >= hybrid_score and closed_score >= open_score:
            return "closed"
        return "hybrid" if hybrid_score >= open_score else "open-first"
    if open_score >= hybrid_score and open_score >= closed_score:  # to the one with more control
        return "open-first"
    return "hybrid" if hybrid_score >= closed_score else "closed"


def scores(closed_score, hybrid_score, open_score):
    return {"closed": closed_score, "hybrid": hybrid_score, "open-first": open_score}


def margin(data_sovereignty, stage, strategy, closed_score, hybrid_score, open_score):
    if data_sovereignty or stage == "pre-pmf":  # the count has decided nothing, and may even be for another strategy
        return None
    if strategy == "closed":
        return closed_score - most(hybrid_score, open_score)
    if strategy == "hybrid":
        return hybrid_score - most(closed_score, open_score)
    return open_score - most(closed_score, hybrid_score)


def criteria(v: View) -> list[dict[str, Any]]:
    return [
        {"strategy": c.strategy, "criterion": c.criterion, "met": getattr(v, c.id), "value": c.value(v), "threshold": c.threshold}
        for c in CRITERIA
    ]


def missing(v: View) -> list[str]:
    lacks = [c.lack for c in CRITERIA if c.strategy == v.strategy and not getattr(v, c.id)]
    if v.gate == "data-sovereignty" and lacks:
        lacks.append(
            "Until that is there, comply by renting open weights from a host that nobody but your own jurisdiction can compel, under a contract that says who may read the data; a foreign company's data centre at home is not that."
        )
    return lacks


def switches(flips: dict[str, Any]) -> dict[str, Any]:
    return {
        id: None if flip is None else {"value": flip["value"], "strategy": flip["verdict"], "words": flip["words"]}
        for id, flip in flips.items()
    }


def answer_words(id: str, flip: dict[str, Any]) -> str:
    """What an input would have to be, inside a sentence."""
    kind = VOCABULARY[id].kind
    return f"“{flip['words']}”" if kind == "choice" else inside(flip["words"]) if kind == "boolean" else flip["words"]


def turning_bill(v: View) -> tuple[Any, str] | None:
    """The next line of the rule above the bill, a year, at which the strategy is another one, and which; None where none is."""
    for edge in EDGES:
        if edge > v.spend_usd_year:
            other = solve_again(CALCULATOR, vars(v), {"api_spend_usd_month": edge / MONTHS_PER_YEAR + CENT}, "strategy")
            if other != v.strategy:
                return edge, other
    return None


def is_argued(v: View, id: str) -> bool:
    """Whether what would turn the strategy is a reason for the other one. A reason less for hybrid is one to go back, and none to go on to open-first,
    though the count may then be a draw that goes there."""
    flip = v.flips[id]
    if v.strategy != "hybrid" or flip["verdict"] != "open-first" or id == "data_sovereignty":
        return True
    value = exact(flip["value"]) if isinstance(VOCABULARY[id], Number) else flip["value"]
    return bool(solve_again(CALCULATOR, vars(v), {id: value}, "open_score") > v.open_score)


def argued(v: View) -> list[str]:
    """The inputs that alone turn the strategy, for a reason."""
    return [id for id, flip in v.flips.items() if flip and is_argued(v, id)]


def in_months(v: View, edge: Any) -> str:
    """Behind a bill a year that lies ahead: when growth gets there; "" where it never does, or not for years."""
    years = periods_until(v.spend_usd_year, edge, v.usage_growth_pct_year)
    if not years or years * MONTHS_PER_YEAR > FARTHEST:
        return ""
    return f", in {counted(years * MONTHS_PER_YEAR, 'months')} if it grows with usage, {given(v, 'usage_growth_pct_year')}"


def review_when(v: View) -> list[str]:
    """What changes the strategy, or makes the bill worth an evaluation, and nothing else."""
    latest = thresholds["review_at_latest_months"].value
    triggers = [f"By {last_day(v)} at the latest, after {counted(latest, 'months')}, even if nothing has happened."]
    up = turning_bill(v)
    if up:
        edge, other = up
        passed = as_given(edge, UNITS["usd_year"])
        triggers.append(f"When the API bill passes {passed}{in_months(v, edge)}: the answer would be {STRATEGIES[other].lower()}.")
    if v.gate is None and v.api_spend_usd_month < WINDOW:
        passed = as_given(WINDOW, UNITS["usd_month"])
        triggers.append(f"When the API bill passes {passed}{in_months(v, WINDOW * MONTHS_PER_YEAR)}: evaluate open weights then.")
    for id in argued(v):
        flip = v.flips[id]
        if not (up and id == "api_spend_usd_month" and flip["value"] > v.api_spend_usd_month):  # told above
            label, words = VOCABULARY[id].label.removesuffix("?"), answer_words(id, flip)
            triggers.append(f"When “{label}” becomes {words}: the answer would be {STRATEGIES[flip['verdict']].lower()}.")
    return triggers


def said(v: View) -> Said:
    if v.gate == "data-sovereignty":
        rent = (
            ": until you can run a model, rent open weights from a host under your own law"
            if not (v.is_ml_native and v.has_investment)
            else ""
        )
        return Said(
            "Go open-first.", f"Data must stay under your control, and that decides before cost does{rent}.", "when that no longer holds"
        )
    if v.gate == "pre-pmf":
        why = "Product-market fit is not found yet, and until then speed is worth more than any saving."
        return Said("Stay closed for now.", why, "when product-market fit is found")
    verb = {"closed": "Stay closed", "hybrid": "Go hybrid", "open-first": "Go open-first"}[v.strategy] + THIN.get(int(v.margin), "")
    verb += ", later" if v.strategy == "hybrid" and v.has_small_bill else ""
    others = ", ".join(f"{STRATEGIES[other].lower()} {score}" for other, score in v.scores.items() if other != v.strategy)
    met = [c.fact(v) for c in CRITERIA if c.strategy == v.strategy and getattr(v, c.id)]
    count = f"{len(met)} of its 4 criteria {'is' if len(met) == 1 else 'are'} met ({others})"
    tie = f"; a draw, and {DRAWS[v.ai_role]}" if v.margin == 0 else ""
    first, last = about_the_bill(v), about_the_division(v)
    return Said(f"{verb}.", f"{capital(f'{first}{listed(met)}, so {count}' if met else count)}{tie}{last}.", sooner(v))


def about_the_bill(v: View) -> str:
    """Before the count: what stands against acting on it while the bill is small."""
    if v.strategy == "closed" or not v.has_small_bill:
        return ""
    bill = f"at {usd(v.api_spend_usd_month)} a month" if v.api_spend_usd_month else "without a bill"
    until = f"until the bill nears {as_given(WINDOW, UNITS['usd_month'])}"
    if v.strategy == "hybrid":
        return f"{bill} there is nothing worth dividing, so keep one API {until}; "
    return f"{bill} one API will do, that of a host of open weights, {until}; "


def about_the_division(v: View) -> str:
    """Behind the count: what there is to divide where no work is unlike the other."""
    if v.strategy != "hybrid" or v.is_mixed or v.has_small_bill:
        return ""
    return "; workloads are all alike, so divide them by volume: the steady part of the load on open weights, its peaks by API"


def sooner(v: View) -> str:
    """What may change the answer by itself: the bill where it turns the count or is worth an evaluation, else the team, the law, or what else there is."""
    growth, up, may = monthly(grown(v.usage_growth_pct_year)), turning_bill(v), argued(v)
    if up or v.api_spend_usd_month < WINDOW:
        return passes(v, "api_spend_usd_month", up[0] / MONTHS_PER_YEAR if up else WINDOW, growth)
    if "api_spend_usd_month" in may:
        return turns(v, "api_spend_usd_month", growth)
    if "team_size" in may:
        return turns(v, "team_size", name="the company", verbs=("grows", "shrinks"))
    return next((turns(v, id) for id in ("data_sovereignty", *may) if id in may), "")


def warnings(v: View) -> list[str]:
    found = []
    if v.spend_usd_year == 0:
        found.append(
            "There is no bill yet, so nothing can be saved or divided today: take this as a plan, and ask again after the first month that is paid."
        )
    if v.spend_usd_year > EDGES[1] and v.usage_growth_pct_year <= 0:
        act = (
            "The gate decides all the same."
            if v.gate
            else "Whatever the count says, so much money deserves an evaluation of cheaper models and of open weights that somebody else hosts."
        )
        found.append(
            f"The bill is large, {usd(v.spend_usd_year)} a year, and does not grow: the rule counts a bill over {HYBRID_SPEND} a year only while it grows, so this one counts for no strategy. {act}"
        )
    if EDGES[0] <= v.spend_usd_year <= EDGES[1]:
        decides = "the gate decides" if v.gate else "the other criteria decide"
        (bill,) = told_apart(v.spend_usd_year, given=EDGES)
        found.append(
            f"The rule of thumb has a hole here: it calls a bill under {CLOSED_SPEND} a year closed and one over {HYBRID_SPEND} hybrid, and says nothing of {bill}. "
            f"The bill counts for neither; {decides}."
        )
    if v.margin == 0:
        why = (
            "the more reversible one, since AI is a feature"
            if v.ai_role == "feature"
            else "the one with more control, since AI is the product"
        )
        found.append(f"A tie at {v.scores[v.strategy]} of 4: the rule takes {why}. One changed answer can turn it.")
    odd = [VOCABULARY[id].label.removesuffix("?") for id, flip in v.flips.items() if flip and not is_argued(v, id)]
    if odd:
        found.append(
            f"By the count another {' or '.join(f'“{label}”' for label in odd)} would make it open-first, since hybrid then has a criterion less and a draw goes to "
            "more control. That is no reason for open-first, and nothing to wait for."
        )
    if v.gate == "data-sovereignty" and v.stage == "pre-pmf":
        found.append(
            "Product-market fit is not found yet: prefer renting open weights from a host under your own law to building your own."
        )
    if v.gate == "data-sovereignty":
        found.append(
            "This counts on it that a closed model in your own cloud account or region is not enough for the law or contract. Where it is, answer “no” there, and cost and quality decide."
        )
    return found


def picture(v: View) -> list[Scores]:
    return [
        Scores(
            id="criteria",
            title=finding(v),
            unit="Criteria of each strategy; filled where yours are met",
            rows=tuple(
                Scored(words, LOOKS[id], tuple((c.criterion, getattr(v, c.id)) for c in CRITERIA if c.strategy == id), id == v.strategy)
                for id, words in STRATEGIES.items()
            ),
            basis="Your answers; the rule",
            sources=(POST,),
        )
    ]


def finding(v: View) -> str:
    """What decides: a gate, or the count."""
    if v.gate == "data-sovereignty":
        return "Data must stay under your control: open-first, whatever the count"
    if v.gate == "pre-pmf":
        return "Before product-market fit: closed, whatever the count"
    mine = v.scores[v.strategy]
    others = listed([f"{inside(STRATEGIES[id])} {score}" for id, score in v.scores.items() if id != v.strategy])
    return f"{STRATEGIES[v.strategy]} meets {mine} of its 4 criteria, {others}"


CALCULATOR = Calculator(
    id="strategy",
    code="F3",
    group="framework",
    title="Closed, hybrid or open-first",
    question="Which of the three fits now, what is missing, and what would change it?",
    inputs=(
        "ai_role",
        "stage",
        "team_size",
        "api_spend_usd_month",
        "usage_growth_pct_year",
        "ml_talent",
        "workload_mix",
        "data_sovereignty",
        "investment_months",
    ),
    folded={
        "Talent, workloads and time": ("ml_talent", "workload_mix", "investment_months"),
    },
    steps=STEPS,
    outputs=(
        Output(
            strategy,
            "Strategy",
            kind="choice",
            options=STRATEGIES,
            key=True,
            source="playbook",
            words="data sovereignty first, then product-market fit, then the most criteria met; a tie goes to the more reversible for a feature, to more control for a product",
        ),
        Output(
            scores,
            "Criteria met, of 4",
            kind="record",
            is_found=True,
            columns=tuple(Output(id, label) for id, label in STRATEGIES.items()),
            key=True,
        ),
        Output(
            margin,
            "Ahead of the next strategy by",
            none="nothing: a gate decides, not the count",
            key=True,
            term="the criteria ahead of the next strategy",
            source="playbook",
        ),
        Output(gate, "Decided by a gate", kind="choice", options=GATES, none="no gate: the criteria decide", source="playbook"),
        Output(
            criteria,
            "The criteria",
            kind="table",
            columns=(
                Output("strategy", "Strategy", kind="choice", options=STRATEGIES),
                Output("criterion", "Criterion", kind="word"),
                Output("met", "Met", kind="yes-no"),
                Output("value", "You", kind="word"),
                Output("threshold", "Asks for", kind="word"),
            ),
        ),
        Output(missing, "What is missing, or speaks against it", kind="text", none="nothing"),
        Output(switches, "What would change the answer", kind="switches"),
        Output(review_when, "Look at this again", kind="text"),
        Output("flips", "What would change the answer", kind="flips", shown=False),  # the switches in the form that all calculators share
    ),
    said=said,
    warnings=warnings,
    pictures=picture,
    verdict="strategy",
    spread="strategy",
)
