"""R2: which phase of the roadmap a team is in, what is missing to leave it, and what to do next."""

from typing import Any, NamedTuple

from calculator.data import thresholds
from calculator.formulas.charts import Scored, Scores
from calculator.formulas.functions import grown, monthly
from calculator.formulas.model import Calculator, Formula, Output, View, given
from calculator.formulas.said import Said, passes, turns_to
from calculator.models.strategy import CALCULATOR as STRATEGY
from calculator.models.strategy import STRATEGIES, strategy
from calculator.numbers.decimals import exact
from calculator.numbers.display import as_given
from calculator.numbers.units import UNITS, capital, inside, listed

PHASES = {"start-closed": "Phase 1: start closed", "go-hybrid": "Phase 2: go hybrid", "stay-flexible": "Phase 3: stay flexible"}
LOOKS = {"start-closed": "closed", "go-hybrid": "hybrid", "stay-flexible": "hosted"}
POST = "sf-tech-week-post"
WINDOW = exact(thresholds["evaluate_from_usd_month"].value)
LINE = as_given(WINDOW, UNITS["usd_month"])
MOST_STEPS = 3


def has_bill_to_evaluate(api_spend_usd_month, evaluate_from_usd_month):
    return api_spend_usd_month >= evaluate_from_usd_month


def has_moved(share_on_open_pct):
    return share_on_open_pct > 0


def has_second_provider(providers_count):
    return providers_count >= 2


def is_routine(has_moved, has_second_provider, has_evals, has_abstraction_layer):
    return has_moved and has_second_provider and has_evals and has_abstraction_layer


def phase(is_routine, has_moved, data_sovereignty):
    """Where the work runs says it. Whoever may not send data to a closed API begins in the second, at a host."""
    if is_routine:
        return "stay-flexible"
    return "go-hybrid" if has_moved or data_sovereignty else "start-closed"


def ready_for_next(phase, is_found, has_evals, has_bill_to_evaluate):
    """Who meets what lets him out of the second is in the third; and nobody leaves that."""
    return phase == "start-closed" and is_found and has_evals and has_bill_to_evaluate


class Condition(NamedTuple):
    """What lets out of a phase: the formula that says whether it holds, what is asked for, and the same where it is missing, inside a sentence."""

    id: str
    asks: str
    lacks: str
    field: str


EVALS = Condition("has_evals", "An evaluation set with an owner", "an evaluation set with an owner", "has_evals")
CONDITIONS = {
    "start-closed": (
        Condition("is_found", "Product-market fit", "product-market fit", "stage"),
        EVALS,
        Condition("has_bill_to_evaluate", f"A bill of {LINE} or more", f"a bill of {LINE}", "api_spend_usd_month"),
    ),
    "go-hybrid": (
        Condition("has_moved", "A workload on open weights", "a workload on open weights", "share_on_open_pct"),
        Condition("has_second_provider", "Two providers in production", "a second provider in production", "providers_count"),
        EVALS,
        Condition("has_abstraction_layer", "One interface of your own", "one interface of your own", "has_abstraction_layer"),
    ),
}
CONDITIONS["stay-flexible"] = CONDITIONS["go-hybrid"]  # nobody leaves it: who loses one of them falls back


def exit_criteria(v: View) -> list[dict[str, Any]]:
    return [
        {"criterion": condition.asks, "met": bool(getattr(v, condition.id)), "value": given(v, condition.field)}
        for condition in CONDITIONS[v.phase]
    ]


def missing(v: View) -> list[str]:
    """What is asked for and not there, inside a sentence."""
    return [condition.lacks for condition in CONDITIONS[v.phase] if not getattr(v, condition.id)]


def done(v: View) -> list[str]:
    every = {condition.id: condition for conditions in CONDITIONS.values() for condition in conditions}
    return [f"{condition.asks}: {inside(given(v, condition.field))}." for condition in every.values() if getattr(v, condition.id)]


class Step(NamedTuple):
    """Something to do, the section that says how, and what it opens; `is_due` says of which answers."""

    step: str
    section: str
    unlocks: str
    is_due: Any

    @property
    def told(self) -> dict[str, Any]:
        return {"step": self.step, "unlocks": self.unlocks, "section": self.section}


def in_phase(*phases: str) -> Any:
    return lambda v: v.phase in phases


# In the order in which they are worth doing: of those that are due the first three are told.
STEPS = (
    Step(
        "Ship on the best model you can get, and find out whether customers come back",
        "roadmap/start-closed/#start-closed-do",
        "Product-market fit, without which no move is worth its time",
        lambda v: not v.is_found,
    ),
    Step(
        "Put one interface of your own in front of all model calls",
        "roadmap/start-closed/#start-closed-do",
        "A change of model by configuration",
        lambda v: not v.has_abstraction_layer,
    ),
    Step(
        "Collect an evaluation set from real traffic, and give it an owner",
        "roadmap/start-closed/#start-closed-do",
        "A move that is a measurement: no phase is left without it",
        lambda v: not v.has_evals,
    ),
    Step(
        "Rent open weights from a host that only your own jurisdiction can compel",
        "framework/strategy/#strategy-gates",
        "A first workload that keeps to the rule",
        lambda v: v.phase == "go-hybrid" and not v.has_moved,
    ),
    Step(
        "Add a second provider, and send it real traffic for an hour each quarter",
        "mistakes/one-basket/#one-basket-do",
        "A fallback for price, outage and retirement",
        lambda v: v.phase == "go-hybrid" and not v.has_second_provider,
    ),
    Step(
        f"Set an alarm on the bill at {LINE}, and one at half of that",
        "roadmap/start-closed/#start-closed-do",
        "An evaluation that begins in time",
        lambda v: v.phase == "start-closed" and not v.has_bill_to_evaluate,
    ),
    Step(
        "Rank the workloads by spend and by how sensitive they are to quality",
        "roadmap/workloads/",
        "The one to move first",
        lambda v: v.ready_for_next,
    ),
    Step(
        "Price the cheapest closed model, hosted open weights and your own GPUs on the same day",
        "roadmap/go-hybrid/#go-hybrid-do",
        "Whether the move pays, and against what",
        lambda v: v.ready_for_next,
    ),
    Step(
        "Run the candidate in the shadow, on your evaluation set",
        "calculators/evaluation/",
        "A yes or no on quality",
        lambda v: v.ready_for_next,
    ),
    Step(
        "Move the next workload, one at a time",
        "roadmap/go-hybrid/#go-hybrid-do",
        "Results that each have one cause",
        in_phase("go-hybrid"),
    ),
    Step(
        "Price every workload again each quarter, closed and hosted",
        "roadmap/stay-flexible/#stay-flexible-do",
        "The saving of a newer, cheaper model",
        in_phase("stay-flexible"),
    ),
    Step(
        "Send real traffic to each fallback for an hour a quarter",
        "roadmap/stay-flexible/#stay-flexible-do",
        "A fallback that works on the day",
        in_phase("stay-flexible"),
    ),
    Step(
        "Read the retirement dates of your models and hosts each week, by a job",
        "roadmap/stay-flexible/#stay-flexible-do",
        "No move in a hurry",
        in_phase("stay-flexible"),
    ),
)


def next_steps(v: View) -> list[dict[str, Any]]:
    return [step.told for step in STEPS if step.is_due(v)][:MOST_STEPS]


def said(v: View) -> Said:
    lacks = missing(v)
    if v.ready_for_next:
        why = f"Product-market fit is found, an evaluation set has its owner, and the bill is {given(v, 'api_spend_usd_month')}: move one workload to open weights."
        return Said("Phase 1 is done: go hybrid.", why, sooner(v))
    if v.phase == "stay-flexible":
        why = f"{given(v, 'share_on_open_pct')} of the work runs on open weights, {given(v, 'providers_count')} serve production, and a move is a measurement. Keep it so."
        return Said(f"{PHASES[v.phase]}.", why, sooner(v))
    before = "before you leave it there must be" if v.phase == "start-closed" else "moving is routine once there is"
    return Said(f"{PHASES[v.phase]}.", f"{capital(before)} {listed(lacks)}.", sooner(v))


def sooner(v: View) -> str:
    """What brings the next phase: the bill where that alone is missing, else what turns the phase."""
    if v.phase == "start-closed" and not v.has_bill_to_evaluate:
        return passes(v, "api_spend_usd_month", WINDOW, monthly(grown(v.usage_growth_pct_year)))
    if v.phase == "start-closed":
        return "when the first workload runs on open weights"
    return turns_to(v, [other for other in PHASES if other != v.phase], v.flips) or "when a workload moves"


def warnings(v: View) -> list[str]:
    found = []
    if v.ready_for_next and v.strategy == "closed":
        found.append(
            "Closed, hybrid or open-first says stay closed for the same answers: then evaluate, move nothing yet, and ask again when it changes. Who leaves too early loses more than who waits a quarter."
        )
    if v.phase == "go-hybrid" and not v.is_found and not v.data_sovereignty:
        found.append("Work runs on open weights before product-market fit is found: move no more of it until customers come back.")
    if v.phase != "start-closed" and not v.has_evals:
        found.append("Nobody can say whether the move kept its quality: there is no evaluation set. Build it before the next workload.")
    return found


def picture(v: View) -> list[Scores]:
    lines = {"start-closed": "Out of phase 1", "go-hybrid": "Out of phase 2"}
    return [
        Scores(
            id="conditions",
            title=f"{PHASES[v.phase]}, {'ready for the next' if v.ready_for_next else 'nothing missing' if not missing(v) else f'{len(missing(v))} of {len(CONDITIONS[v.phase])} missing'}",
            unit="What lets out of a phase; filled where it is there",
            rows=tuple(
                Scored(
                    words,
                    LOOKS[id],
                    tuple((condition.asks, bool(getattr(v, condition.id))) for condition in CONDITIONS[id]),
                    id == v.phase,
                )
                for id, words in lines.items()
            ),
            basis="Your answers; the rule",
            sources=(POST,),
        )
    ]


CALCULATOR = Calculator(
    id="roadmap",
    code="R2",
    group="roadmap",
    title="The roadmap",
    question="Which phase are you in, what is missing to leave it, and what comes next?",
    inputs=(
        "stage",
        "api_spend_usd_month",
        "has_evals",
        "has_abstraction_layer",
        "providers_count",
        "share_on_open_pct",
        *(id for id in STRATEGY.inputs if id not in ("stage", "api_spend_usd_month", "today")),
    ),
    folded={
        "What the strategy asks": tuple(id for id in STRATEGY.inputs if id not in ("stage", "api_spend_usd_month", "today")),
    },
    steps=(
        *STRATEGY.steps,
        Formula(has_bill_to_evaluate, "A bill worth an evaluation"),
        Formula(has_moved, "A workload on open weights"),
        Formula(has_second_provider, "A second provider"),
        Formula(is_routine, "Moving is routine"),
    ),
    outputs=(
        Output(phase, "Phase", kind="choice", options=PHASES, key=True, source=POST),
        Output(ready_for_next, "Ready for the next phase", kind="yes-no", key=True, source="playbook"),
        Output(strategy, "Strategy for the same answers", kind="choice", options=STRATEGIES, source="playbook"),
        Output(
            "next",
            "What to do next",
            kind="table",
            by=next_steps,
            columns=(
                Output("step", "Do", kind="word"),
                Output("unlocks", "It opens", kind="word"),
                Output("section", "Section", kind="word", shown=False),
            ),
        ),
        Output(
            exit_criteria,
            "What lets you out of the phase",
            kind="table",
            columns=(
                Output("criterion", "Asks for", kind="word"),
                Output("met", "There", kind="yes-no"),
                Output("value", "You", kind="word"),
            ),
        ),
        Output(done, "Done", kind="text", none="nothing yet"),
        Output("flips", "What would have to be true", kind="flips"),
    ),
    said=said,
    warnings=warnings,
    pictures=picture,
    verdict="phase",
    spread="phase",
)
