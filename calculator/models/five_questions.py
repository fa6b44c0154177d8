"""F2: five questions, of which three push towards open weights and two enable the move."""

from calculator.data import thresholds
from calculator.formulas.answer import Answer
from calculator.formulas.trace import Trace
from calculator.formulas.old_flips import flips
from calculator.formulas.model import Calculator, Output
from calculator.inputs.vocabulary import VOCABULARY
from calculator.numbers.decimals import exact
from calculator.numbers.units import pct, verb_for

LEANS = {"api": "Stay on APIs", "evaluate": "Evaluate open weights", "open": "Move towards open weights"}
PUSHES = 2  # of three: one push alone is a reason to look, not to move
ENABLERS = 2  # of two: talent without money, or money without talent, does not carry a move


def by_share_of_cogs(x) -> tuple[str, str]:
    low, high = thresholds["cogs_evaluate_from_pct"].value, thresholds["cogs_open_above_pct"].value
    share = pct(x.ai_share_of_cogs_pct)
    if x.ai_share_of_cogs_pct < low:
        return "api", f"At {share} of COGS, under {pct(low)}, no saving on models changes your margin much."
    if x.ai_share_of_cogs_pct <= high:
        return "evaluate", f"At {share} of COGS, between {pct(low)} and {pct(high)}, a cheaper route is worth measuring."
    return "open", f"At {share} of COGS, above {pct(high)}, the model bill sets your margin."


def by_quality(x) -> tuple[str, str]:
    if x.quality_differentiator:
        return "open", "Quality at your task sets you apart, and tuning open weights on your data is how to keep the lead yours."
    return "api", "Quality does not set you apart: use the best API of the day and change it when a better one comes."


def by_growth(x) -> tuple[str, str]:
    line = thresholds["growth_open_from_pct_year"].value
    growth = pct(x.usage_growth_pct_year)
    if x.usage_growth_pct_year >= line:
        return "open", f"Usage grows {growth} a year, {pct(line)} or more: what is small today is not small next year."
    return "api", f"Usage grows {growth} a year, under {pct(line)}: today's bill is a fair guess of next year's."


def by_talent(x) -> tuple[str, str]:
    if x.ml_talent == "none":
        return "api", "Nobody to run a model and nobody to hire: an API is the team you do not have."
    return "open", "There are people, in house or to be hired, who can run a model."


def by_funding(x) -> tuple[str, str]:
    if x.funding == "lean":
        return "api", "Money is tight: an API keeps the burn rate low, with nothing to build first."
    return "open", "There is money to build before it pays back."


LOW, HIGH, FAST = (pct(thresholds[id].value) for id in ("cogs_evaluate_from_pct", "cogs_open_above_pct", "growth_open_from_pct_year"))
QUESTIONS = (
    (
        "ai_share_of_cogs_pct",
        "What share of COGS is AI?",
        f"api under {LOW}, evaluate from {LOW} to {HIGH}, open above {HIGH}",
        by_share_of_cogs,
    ),
    ("quality_differentiator", "Is model quality a differentiator?", "open if it is, else api", by_quality),
    ("usage_growth_pct_year", "How fast does usage grow?", f"open from {FAST} a year, else api", by_growth),
    ("ml_talent", "Is there machine-learning talent?", "api if there is none, else open", by_talent),
    ("funding", "How is the company funded?", "open if well funded, else api", by_funding),
)
PUSHING = 3  # the first three questions push, the last two enable


EDGES = {
    "ai_share_of_cogs_pct": [exact(thresholds[id].value) for id in ("cogs_evaluate_from_pct", "cogs_open_above_pct")],
    "usage_growth_pct_year": [exact(thresholds["growth_open_from_pct_year"].value)],
}


def lean_of(leans: list[str]) -> str:
    pushes, enablers = leans[:PUSHING].count("open"), leans[PUSHING:].count("open")
    if all(lean == "api" for lean in leans[:PUSHING]):
        return "api"
    return "open" if pushes >= PUSHES and enablers == ENABLERS else "evaluate"


def decide(x) -> str:
    return lean_of([question[-1](x)[0] for question in QUESTIONS])


def compute(x) -> Answer:
    answers = []
    for _, question, _, judge in QUESTIONS:
        lean, because = judge(x)
        answers.append({"question": question, "lean": lean, "because": because})
    leans = [answer["lean"] for answer in answers]
    pushes, enablers = leans[:PUSHING].count("open"), leans[PUSHING:].count("open")

    lean = lean_of(leans)
    push, enable = verb_for(pushes, "pushes", "push"), verb_for(enablers, "enables", "enable")
    lacking = "an enabler is missing" if pushes >= PUSHES else "the push is not strong enough to move"
    why = {
        "api": "nothing pushes away from APIs",
        "open": f"{pushes} of 3 questions push and both enablers are there",
        "evaluate": f"{pushes} of 3 questions {push} and {enablers} of 2 {enable}, so {lacking}",
    }[lean]

    steps = tuple(
        Trace(question, rule, VOCABULARY[id].words(getattr(x, id)), answer["lean"], "sf-tech-week-post", f"answers.{place}.lean")
        for place, ((id, question, rule, _), answer) in enumerate(zip(QUESTIONS, answers, strict=True))
    )
    push_trace = Trace(
        "Pushes",
        "how many of the first three questions lean to open",
        ", ".join(leans[:PUSHING]),
        pushes,
        "",
        "pushes",
        steps=steps[:PUSHING],
    )
    enabler_trace = Trace(
        "Enablers",
        "how many of the last two questions lean to open",
        ", ".join(leans[PUSHING:]),
        enablers,
        "",
        "enablers",
        steps=steps[PUSHING:],
    )
    rule = "api when all three pushing questions lean api; open when two or more push and both enable; else evaluate"
    return Answer(
        outputs={
            "answers": answers,
            "pushes": pushes,
            "enablers": enablers,
            "lean": lean,
            "flips": flips(CALCULATOR.inputs, x, decide, EDGES),
        },
        headline=f"{LEANS[lean]}: {why}.",
        trace=(
            push_trace,
            enabler_trace,
            Trace("Overall", rule, f"{pushes} {push}, {enablers} {enable}", lean, "playbook", "lean", steps=(push_trace, enabler_trace)),
        ),
    )


CALCULATOR = Calculator(
    id="five-questions",
    code="F2",
    group="framework",
    title="Five questions",
    question="Which way do cost, quality, growth, talent and money point?",
    inputs=tuple(id for id, *_ in QUESTIONS),
    outputs=(
        Output("lean", "Overall", kind="choice", options=LEANS, key=True),
        Output("pushes", "Questions that push towards open, of 3", key=True),
        Output("enablers", "Questions that enable it, of 2", key=True),
        Output(
            "answers",
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
    compute=compute,
    verdict="lean",
    spread="lean",
)
