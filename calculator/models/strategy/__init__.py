"""F3: closed, hybrid or open-first, by four criteria each, two gates and a tie rule."""

from calculator.data import as_of, thresholds
from calculator.formulas.answer import Answer
from calculator.formulas.trace import Trace
from calculator.formulas.old_flips import nearest_switch
from calculator.formulas.model import Calculator, Output
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.strategy.criteria import CLOSED_SPEND, CRITERIA, EDGES, HYBRID_SPEND, said, spend_year
from calculator.numbers.dates import months_after
from calculator.numbers.decimals import MONTHS_PER_YEAR, growth_factor, periods_to_reach
from calculator.numbers.units import as_given, counted, pct, usd

STRATEGIES = {"closed": "Closed", "hybrid": "Hybrid", "open-first": "Open-first"}
GATES = {"data-sovereignty": "Data sovereignty", "pre-pmf": "No product-market fit yet"}
POST = "sf-tech-week-post"


def gate_of(x) -> str | None:
    if x.data_sovereignty:
        return "data-sovereignty"
    return "pre-pmf" if x.stage == "pre-pmf" else None


def scores_of(x) -> dict[str, int]:
    return {strategy: sum(c.met(x) for c in CRITERIA if c.strategy == strategy) for strategy in STRATEGIES}


def decide(x) -> str:
    """The one strategy that the rules give."""
    gate = gate_of(x)
    if gate:
        return "open-first" if gate == "data-sovereignty" else "closed"
    scores = scores_of(x)
    # max() takes the first of equals: the more reversible for a feature, the one with more control for a product.
    preference = list(STRATEGIES) if x.ai_role == "feature" else list(reversed(STRATEGIES))
    return max(preference, key=scores.get)


def missing_for(x, strategy: str, gate: str | None) -> list[str]:
    lacks = [c.lack for c in CRITERIA if c.strategy == strategy and not c.met(x)]
    if gate == "data-sovereignty" and lacks:
        lacks.append(
            "Until that is there, comply by renting open weights that a provider hosts in the jurisdiction, under a contract that says where the data is processed."
        )
    return lacks


def switches_of(x) -> dict:
    found = {id: nearest_switch(VOCABULARY[id], x, decide, EDGES.get(id, ())) for id in CALCULATOR.inputs}
    return {id: None if switch is None else {"value": switch[0], "strategy": switch[1]} for id, switch in found.items()}


def value_words(id: str, value) -> str:
    """A value of an input inside a sentence."""
    declared = VOCABULARY[id]
    if declared.kind == "choice":
        return f"“{declared.options[value]}”"
    if declared.kind == "boolean":
        return declared.text(value)
    return as_given(value, declared.unit)


def review_triggers(x, switches: dict) -> list[str]:
    latest = thresholds["review_at_latest_months"].value
    by = months_after(as_of(), latest)
    triggers = [f"By {by} at the latest, {counted(latest, 'months')} after the day of these rules, even if nothing has happened."]
    growth = growth_factor(x.usage_growth_pct_year)
    for edge in (CLOSED_SPEND, HYBRID_SPEND):
        years = periods_to_reach(spend_year(x), edge, growth)
        if years:
            triggers.append(
                f"When the API bill passes {usd(edge)} a year: in {counted(years * MONTHS_PER_YEAR, 'months')} if it grows with usage, {pct(x.usage_growth_pct_year)} a year."
            )
    for id, switch in switches.items():
        if switch:
            label = VOCABULARY[id].label.removesuffix("?")
            triggers.append(
                f"When “{label}” becomes {value_words(id, switch['value'])}: the answer would be {STRATEGIES[switch['strategy']].lower()}."
            )
    return triggers


def headline_of(strategy: str, gate: str | None, scores: dict) -> str:
    if gate == "data-sovereignty":
        return "Open-first: data must stay under your control, and that decides before cost does."
    if gate == "pre-pmf":
        return "Stay closed until product-market fit is found: speed is worth more than any saving."
    verb = {"closed": "Stay closed", "hybrid": "Go hybrid", "open-first": "Go open-first"}[strategy]
    others = ", ".join(f"{STRATEGIES[other].lower()} {score}" for other, score in scores.items() if other != strategy)
    return f"{verb}: {scores[strategy]} of its 4 criteria {'is' if scores[strategy] == 1 else 'are'} met ({others})."


def warnings_of(x, strategy: str, gate: str | None, scores: dict) -> list[str]:
    warnings = []
    if CLOSED_SPEND <= spend_year(x) <= HYBRID_SPEND:
        warnings.append(
            f"The rule of thumb has a hole here: it calls a bill under {usd(CLOSED_SPEND)} a year closed and one over {usd(HYBRID_SPEND)} hybrid, and says nothing of {usd(spend_year(x))}. "
            f"The bill counts for neither; {'the gate decides' if gate else 'the other criteria decide'}."
        )
    if gate is None and list(scores.values()).count(scores[strategy]) > 1:
        why = (
            "the more reversible one, since AI is a feature"
            if x.ai_role == "feature"
            else "the one with more control, since AI is the product"
        )
        warnings.append(f"A tie at {scores[strategy]} of 4: the rule takes {why}. One changed answer can turn it.")
    if gate == "data-sovereignty" and x.stage == "pre-pmf":
        warnings.append(
            "Product-market fit is not found yet: prefer open weights that somebody else hosts in the jurisdiction to building your own."
        )
    return warnings


def compute(x) -> Answer:
    strategy, gate, scores = decide(x), gate_of(x), scores_of(x)
    criteria = [
        {"strategy": c.strategy, "criterion": c.criterion, "met": c.met(x), "value": c.value(x), "threshold": c.threshold} for c in CRITERIA
    ]
    switches = switches_of(x)

    score_traces = tuple(
        Trace(
            f"Criteria met: {STRATEGIES[name].lower()}",
            "how many of its four criteria are met",
            "; ".join(
                f"{c['criterion']} ({c['threshold']}): {'met' if c['met'] else 'not met'}, {c['value']}"
                for c in criteria
                if c["strategy"] == name
            ),
            score,
            POST,
            f"scores.{name}",
        )
        for name, score in scores.items()
    )
    rule = "data sovereignty first, then product-market fit, then the most criteria met; a tie goes to the more reversible for a feature, to more control for a product"
    numbers = ", ".join(f"{name} {score}" for name, score in scores.items()) + f"; gate: {gate or 'none'}; AI is a {x.ai_role}"
    gate_trace = Trace(
        "Gate",
        "data sovereignty, else no product-market fit yet, else none",
        f"sovereignty {'required' if x.data_sovereignty else 'not required'}, {said('stage', x.stage)}",
        gate,
        "playbook",
        "gate",
    )
    return Answer(
        outputs={
            "strategy": strategy,
            "scores": scores,
            "criteria": criteria,
            "gate": gate,
            "missing": missing_for(x, strategy, gate),
            "switches": switches,
            "flips": {
                id: None if switch is None else {"value": switch["value"], "verdict": switch["strategy"]} for id, switch in switches.items()
            },
            "review_when": review_triggers(x, switches),
        },
        headline=headline_of(strategy, gate, scores),
        trace=(Trace("Strategy", rule, numbers, strategy, "playbook", "strategy", steps=(gate_trace, *score_traces)), gate_trace),
        warnings=tuple(warnings_of(x, strategy, gate, scores)),
    )


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
    outputs=(
        Output("strategy", "Strategy", kind="choice", options=STRATEGIES, key=True),
        Output(
            "scores",
            "Criteria met, of 4",
            kind="record",
            columns=tuple(Output(id, label) for id, label in STRATEGIES.items()),
            key=True,
        ),
        Output("gate", "Decided by a gate", kind="choice", options=GATES, none="no gate: the criteria decide"),
        Output(
            "criteria",
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
        Output("missing", "What is missing, or speaks against it", kind="text", none="nothing"),
        Output("switches", "What would change the answer", kind="switches"),
        Output("review_when", "Look at this again", kind="text"),
        Output("flips", "What would change the answer", kind="flips", shown=False
        ),  # the switches in the form that all calculators share
    ),
    compute=compute,
    verdict="strategy",
    spread="strategy",
)
