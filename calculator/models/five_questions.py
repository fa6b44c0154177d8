"""F2: five questions, of which three push towards open weights and two enable the move."""

from typing import Any

from calculator.formulas.charts import Leaning, Leanings
from calculator.formulas.functions import count_of
from calculator.formulas.model import Calculator, Formula, Output, View, fact
from calculator.formulas.routes import route
from calculator.formulas.said import Said
from calculator.numbers.display import as_given, verb_for
from calculator.numbers.units import UNITS

HEADS = {"api": "APIs", "evaluate": "Evaluate", "open": "Open weights"}
LEANS = {"api": "Stay on APIs", "evaluate": "Evaluate open weights", "open": "Move towards open weights"}
POST = "sf-tech-week-post"


def cogs_lean(ai_share_of_cogs_pct, cogs_evaluate_from_pct, cogs_open_above_pct):
    if ai_share_of_cogs_pct < cogs_evaluate_from_pct:
        return "api"
    return "open" if ai_share_of_cogs_pct > cogs_open_above_pct else "evaluate"


def quality_lean(quality_differentiator):
    return "open" if quality_differentiator else "api"


def growth_lean(usage_growth_pct_year, growth_open_from_pct_year):
    return "open" if usage_growth_pct_year >= growth_open_from_pct_year else "api"


def talent_lean(ml_talent):
    return "api" if ml_talent == "none" else "open"


def funding_lean(funding):
    return "api" if funding == "lean" else "open"


def pushes(cogs_lean, quality_lean, growth_lean):
    return count_of("open", cogs_lean, quality_lean, growth_lean)


def enablers(talent_lean, funding_lean):
    return count_of("open", talent_lean, funding_lean)


def lean(cogs_lean, quality_lean, growth_lean, pushes, enablers, pushes_for_open, enablers_for_open):
    if cogs_lean == "api" and quality_lean == "api" and growth_lean == "api":
        return "api"
    return "open" if pushes >= pushes_for_open and enablers >= enablers_for_open else "evaluate"


def because_of_cogs(v: View) -> str:
    shares = v.ai_share_of_cogs_pct, v.cogs_evaluate_from_pct, v.cogs_open_above_pct
    share, low, high = (as_given(share, UNITS["pct"]) for share in shares)
    return {
        "api": f"At {share} of COGS, under {low}, no saving on models changes your margin much.",
        "evaluate": f"At {share} of COGS, between {low} and {high}, a cheaper route is worth measuring.",
        "open": f"At {share} of COGS, above {high}, the model bill sets your margin.",
    }[v.cogs_lean]


def because_of_growth(v: View) -> str:
    growth, line = (as_given(growth, UNITS["pct"]) for growth in (v.usage_growth_pct_year, v.growth_open_from_pct_year))
    if v.growth_lean == "open":
        return f"Usage grows {growth} a year, {line} or more: what is small today is not small next year."
    if v.usage_growth_pct_year > 0:
        return f"Usage grows {growth} a year, under {line}: too slowly to push by itself."
    if v.usage_growth_pct_year < 0:
        return f"Usage falls by {growth.removeprefix('-')} a year: nothing that is small today gets large by itself."
    return "Usage does not grow: what is small today stays so."


BECAUSE = {
    "quality_lean": {
        "open": "Quality at your task sets you apart, and tuning open weights on your data is how to keep the lead yours, once they are as good on your own cases.",
        "api": "Quality does not set you apart: use the best API of the day and change it when a better one comes.",
    },
    "talent_lean": {
        "api": "Nobody to run a model and nobody to hire: an API is the team you do not have.",
        "open": "There are people, in house or to be hired, who can run a model.",
    },
    "funding_lean": {
        "api": "Money is tight: an API keeps the burn rate low, with nothing to build first.",
        "open": "There is money to build before it pays back.",
    },
}
QUESTIONS = (
    Formula(cogs_lean, "What share of COGS is AI?", term="the lean by COGS", options=LEANS, source=POST),
    Formula(quality_lean, "Is model quality a differentiator?", term="the lean by quality", options=LEANS, source=POST),
    Formula(growth_lean, "How fast does usage grow?", term="the lean by growth", options=LEANS, source=POST),
    Formula(talent_lean, "Is there machine-learning talent?", term="the lean by talent", options=LEANS, source=POST),
    Formula(funding_lean, "How is the company funded?", term="the lean by funding", options=LEANS, source=POST),
)


def answers(v: View) -> list[dict[str, Any]]:
    because = {id: told[getattr(v, id)] for id, told in BECAUSE.items()}
    because |= {"cogs_lean": because_of_cogs(v), "growth_lean": because_of_growth(v)}
    return [{"question": question.label, "lean": getattr(v, question.id), "because": because[question.id]} for question in QUESTIONS]


def said(v: View) -> Said:
    push, enable = verb_for(v.pushes, "pushes", "push"), verb_for(v.enablers, "enables", "enable")
    missing = (
        "an enabler is missing" if v.enablers else "both enablers are missing; open weights hosted by others ask for the least of either"
    )
    lacking = missing if v.pushes >= v.pushes_for_open else "the push is not strong enough to move"
    measured = "; since quality sets you apart, measure first that they are as good on your own cases" if v.quality_lean == "open" else ""
    because = {
        "api": "Nothing pushes away from APIs.",
        "open": f"{v.pushes} of 3 questions push and both enablers are there{measured}.",
        "evaluate": f"{v.pushes} of 3 questions {push} and {v.enablers} of 2 {enable}, so {lacking}.",
    }[v.lean]
    return Said(f"{LEANS[v.lean]}.", because, "when one of the five answers changes")


ASKED = dict(
    zip(
        (question.id for question in QUESTIONS),
        ("ai_share_of_cogs_pct", "quality_differentiator", "usage_growth_pct_year", "ml_talent", "funding"),
        strict=True,
    )
)


def picture(v: View) -> list[Leanings]:
    return [
        Leanings(
            id="answers",
            title=f"{v.pushes} of 3 {verb_for(v.pushes, 'pushes', 'push')} towards open weights, {v.enablers} of 2 {verb_for(v.enablers, 'enables', 'enable')} it",
            unit="Where each answer leans",
            heads=tuple(HEADS.values()),
            rows=tuple(Leaning(fact(v, id), list(HEADS).index(getattr(v, lean)), route(getattr(v, lean))) for lean, id in ASKED.items()),
            groups=((0, "Three push"), (3, "Two enable")),
            basis="Your answers; the rule",
            sources=(POST,),
        )
    ]


CALCULATOR = Calculator(
    id="five-questions",
    code="F2",
    group="framework",
    title="Five questions",
    question="Which way do cost, quality, growth, talent and money point?",
    inputs=("ai_share_of_cogs_pct", "quality_differentiator", "usage_growth_pct_year", "ml_talent", "funding"),
    steps=QUESTIONS,
    outputs=(
        Output(lean, "Overall", kind="choice", options=LEANS, key=True, source="playbook"),
        Output(pushes, "Questions that push towards open, of 3", key=True, term="the number of pushes"),
        Output(enablers, "Questions that enable it, of 2", key=True, term="the number of enablers"),
        Output(
            answers,
            "The five answers",
            kind="table",
            columns=(
                Output("question", "Question", kind="word"),
                Output("lean", "Leans to", kind="choice", options=LEANS),
                Output("because", "Because", kind="word"),
            ),
        ),
        Output("flips", "What would have to be true", kind="flips"),
    ),
    said=said,
    pictures=picture,
    verdict="lean",
    spread="lean",
)
