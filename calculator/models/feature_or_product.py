"""F1: is AI a feature of what you sell, or is it what you sell?"""

from calculator.formulas.charts import Leaning, Leanings
from calculator.formulas.model import Calculator, Output, View, fact
from calculator.formulas.said import Said

ROLES = {"feature": "A feature of what you sell", "product": "What you sell"}
LEANS = {"closed": "Closed API", "consider-open": "Consider open weights"}
LOOKS = {False: "closed", True: "hybrid"}
POST = "sf-tech-week-post"


def ai_role(sells_without_ai, ai_in_reason_to_buy, proprietary_data):
    if not sells_without_ai or (ai_in_reason_to_buy and proprietary_data):
        return "product"
    return "feature"


def lean(ai_role):
    return "consider-open" if ai_role == "product" else "closed"


def because(v: View) -> list[str]:
    leans = (
        "A feature leans to a closed API: ship in weeks, and spend engineering on the product."
        if v.ai_role == "feature"
        else "A product makes open weights worth considering: control over price and behaviour"
        + (
            ", and tuning on your own data."
            if v.proprietary_data
            else ". Without data of your own, though, a competitor can rent or run the same model tomorrow."
        )
    )
    if not v.sells_without_ai:
        return ["It would not sell with the AI switched off: the AI is what people pay for.", leans]
    if not v.ai_in_reason_to_buy:
        reason = "AI is not in the reason to buy: your advantage lies elsewhere."
    elif v.proprietary_data:
        reason = "AI is in the reason to buy, and you hold data that a competitor's model cannot see: together they make the model part of what you sell."
    else:
        reason = "AI is in the reason to buy, but without data of your own a competitor can rent the same model tomorrow."
    return ["It would sell with the AI switched off: there is a product beside the AI.", reason, leans]


def said(v: View) -> Said:
    if v.ai_role == "feature":
        return Said("Lean to a closed API.", "AI is a feature of what you sell.", "when what people pay for changes")
    return Said("Consider open weights.", "AI is what you sell.", "when what people pay for changes")


def warnings(v: View) -> list[str]:
    found = []
    if not v.sells_without_ai and not v.ai_in_reason_to_buy:
        found.append(
            "Two of your answers contradict each other: it would not sell with the AI switched off, and yet AI is not in the reason to buy. The first decides here; look at the second again."
        )
    if not v.price_doubling_survivable:
        found.append(
            "A doubling of the model's price would end the business, whatever the role of AI. See price shock (M3), and line up a second provider before anything else."
        )
    return found


def picture(v: View) -> list[Leanings]:
    """The three questions of the rule; of those that a question before them has settled the dot is hollow."""
    answers = (
        ("sells_without_ai", not v.sells_without_ai, True),
        ("ai_in_reason_to_buy", v.ai_in_reason_to_buy, v.sells_without_ai),
        ("proprietary_data", v.proprietary_data, v.sells_without_ai and v.ai_in_reason_to_buy),
    )
    return [
        Leanings(
            id="answers",
            title=finding(v),
            unit="Where each answer leans; hollow where another has settled it",
            heads=("A feature", "The product"),
            rows=tuple(Leaning(fact(v, id), int(is_product), LOOKS[is_product], counts) for id, is_product, counts in answers),
            basis="Your answers; the rule",
            sources=(POST,),
        )
    ]


def finding(v: View) -> str:
    """The role, and the answer that has settled it."""
    if v.ai_role == "product":
        return "AI is what you sell: " + (
            "people buy for it, on data of your own" if v.sells_without_ai else "nothing sells with it switched off"
        )
    return "AI is a feature: " + ("a competitor can rent the same model" if v.ai_in_reason_to_buy else "it is not why people buy")


CALCULATOR = Calculator(
    id="feature-or-product",
    code="F1",
    group="framework",
    title="Feature or product",
    question="Is AI a feature of what you sell, or is it what you sell?",
    inputs=("sells_without_ai", "ai_in_reason_to_buy", "proprietary_data", "price_doubling_survivable"),
    outputs=(
        Output(ai_role, "What AI is to you", kind="choice", options=ROLES, key=True, term="AI", source=POST),
        Output(lean, "Leans to", kind="choice", options=LEANS, key=True, source=POST),
        Output(because, "Because", kind="text"),
    ),
    said=said,
    warnings=warnings,
    pictures=picture,
)
