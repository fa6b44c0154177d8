"""F3: closed, hybrid or open-first, by four criteria each, two gates and a tie rule."""

from typing import Any

from calculator.data import thresholds
from calculator.formulas.charts import Scored, Scores
from calculator.formulas.functions import grown, monthly, most, periods_until
from calculator.formulas.model import Calculator, Output, View, given
from calculator.formulas.routes import route
from calculator.formulas.said import Said, last_day, passes, turns
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


def review_when(v: View) -> list[str]:
    latest = thresholds["review_at_latest_months"].value
    triggers = [f"By {last_day(v)} at the latest, after {counted(latest, 'months')}, even if nothing has happened."]
    for edge in EDGES:
        years = periods_until(v.spend_usd_year, edge, v.usage_growth_pct_year)
        if years:
            months = counted(years * MONTHS_PER_YEAR, "months")
            passed, growth = as_given(edge, UNITS["usd_year"]), given(v, "usage_growth_pct_year")
            triggers.append(f"When the API bill passes {passed}: in {months} if it grows with usage, {growth}.")
    for id, flip in v.flips.items():
        if flip:
            label, words = VOCABULARY[id].label.removesuffix("?"), answer_words(id, flip)
            triggers.append(f"When “{label}” becomes {words}: the answer would be {STRATEGIES[flip['verdict']].lower()}.")
    return triggers


def said(v: View) -> Said:
    if v.gate == "data-sovereignty":
        return Said("Go open-first.", "Data must stay under your control, and that decides before cost does.", "when that no longer holds")
    if v.gate == "pre-pmf":
        why = "Product-market fit is not found yet, and until then speed is worth more than any saving."
        return Said("Stay closed for now.", why, "when product-market fit is found")
    verb = {"closed": "Stay closed", "hybrid": "Go hybrid", "open-first": "Go open-first"}[v.strategy] + THIN.get(int(v.margin), "")
    others = ", ".join(f"{STRATEGIES[other].lower()} {score}" for other, score in v.scores.items() if other != v.strategy)
    met = [c.fact(v) for c in CRITERIA if c.strategy == v.strategy and getattr(v, c.id)]
    count = f"{len(met)} of its 4 criteria {'is' if len(met) == 1 else 'are'} met ({others})"
    tie = f"; a draw, and {DRAWS[v.ai_role]}" if v.margin == 0 else ""
    return Said(f"{verb}.", f"{capital(f'{listed(met)}, so {count}' if met else count)}{tie}.", sooner(v))


def sooner(v: View) -> str:
    """What may change the answer by itself: the bill where it turns the count or passes a line of the rule, else the team, or the law."""
    growth, edges = monthly(grown(v.usage_growth_pct_year)), [exact(edge) / MONTHS_PER_YEAR for edge in EDGES if edge > v.spend_usd_year]
    passed = passes(v, "api_spend_usd_month", edges[0], growth) if edges else ""
    return (
        turns(v, "api_spend_usd_month", growth)
        or passed
        or turns(v, "team_size", name="the company", verbs=("grows", "shrinks"))
        or turns(v, "data_sovereignty")
    )


def warnings(v: View) -> list[str]:
    found = []
    if v.spend_usd_year == 0:
        enough = " Until then one API is enough." if v.gate is None and v.strategy != "closed" else ""
        found.append(
            f"There is no bill yet, so nothing can be saved or divided today: take this as a plan, and ask again after the first month that is paid.{enough}"
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
    if v.gate == "data-sovereignty" and v.stage == "pre-pmf":
        found.append("Product-market fit is not found yet: prefer renting open weights from such a host to building your own.")
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
