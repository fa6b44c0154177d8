"""F1: is AI a feature of what you sell, or is it what you sell?"""

from calculator.formulas.answer import Answer
from calculator.formulas.trace import Trace
from calculator.formulas.model import Calculator, Output

ROLES = {"feature": "A feature of what you sell", "product": "What you sell"}
LEANS = {"closed": "Closed API", "consider-open": "Consider open weights"}
POST = "sf-tech-week-post"


def compute(x) -> Answer:
    moat = x.ai_in_reason_to_buy and x.proprietary_data
    role = "product" if not x.sells_without_ai or moat else "feature"
    lean = "consider-open" if role == "product" else "closed"

    because = []
    if not x.sells_without_ai:
        because.append("It would not sell with the AI switched off: the AI is what people pay for.")
    else:
        because.append("It would sell with the AI switched off: there is a product beside the AI.")
        if moat:
            because.append(
                "AI is in the reason to buy, and you hold data that a competitor's model cannot see: together they make the model part of what you sell."
            )
        elif x.ai_in_reason_to_buy:
            because.append("AI is in the reason to buy, but without data of your own a competitor can rent the same model tomorrow.")
        else:
            because.append("AI is not in the reason to buy: your advantage lies elsewhere.")
    because.append(
        "A feature leans to a closed API: ship in weeks, and spend engineering on the product."
        if role == "feature"
        else "A product makes open weights worth considering: control over price and behaviour, and tuning on your own data."
    )

    warnings = []
    if not x.price_doubling_survivable:
        warnings.append(
            "A doubling of the model's price would end the business, whatever the role of AI. See price shock (M3), and line up a second provider before anything else."
        )

    rule = "product if it would not sell without AI, or if AI is in the reason to buy and there is proprietary data; else feature"
    words = {True: "yes", False: "no"}
    facts = f"sells without AI: {words[x.sells_without_ai]}; in the reason to buy: {words[x.ai_in_reason_to_buy]}; proprietary data: {words[x.proprietary_data]}"
    role_trace = Trace("Role of AI", rule, facts, role, POST, "ai_role")
    return Answer(
        outputs={"ai_role": role, "lean": lean, "because": because},
        headline="AI is a feature of what you sell: lean to a closed API."
        if role == "feature"
        else "AI is what you sell: consider open weights.",
        trace=(
            role_trace,
            Trace("Lean", "a feature leans closed, a product considers open", f"role: {role}", lean, POST, "lean", steps=(role_trace,)),
        ),
        warnings=tuple(warnings),
    )


CALCULATOR = Calculator(
    id="feature-or-product",
    code="F1",
    group="framework",
    title="Feature or product",
    question="Is AI a feature of what you sell, or is it what you sell?",
    inputs=("sells_without_ai", "ai_in_reason_to_buy", "proprietary_data", "price_doubling_survivable"),
    outputs=(
        Output("ai_role", "What AI is to you", kind="choice", options=ROLES, key=True),
        Output("lean", "Leans to", kind="choice", options=LEANS, key=True),
        Output("because", "Because", kind="text"),
    ),
    compute=compute,
)
