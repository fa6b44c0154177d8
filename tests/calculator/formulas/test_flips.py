"""What would have to be true: every value that is given turns the verdict, and the one just before it does not."""

import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import InputError, run
from calculator.formulas.answer import solve_inputs
from calculator.formulas.flip_words import flip_words
from calculator.formulas.flips import flips
from calculator.formulas.model import Calculator, Formula, Output
from calculator.formulas.rules import holds
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from calculator.numbers.decimals import exact
from calculator.numbers.display import read
from tests.calculator.given import examples, inputs, replaced
from tests.calculator.looks import looks

WITH = [id for id, calculator in CALCULATORS.items() if any(output.kind == "flips" for output in calculator.outputs)]
every = pytest.mark.parametrize("id", WITH)


def test_those_that_decide_have_them():
    """Every calculator of the contract with a verdict says what would turn it."""
    assert {"break-even", "timing", "unit-economics", "evaluate-when", "five-questions", "strategy"} <= set(WITH)


def step_at(field: str, value: float) -> float:
    """The smallest difference worth telling about a value of an input."""
    declared = VOCABULARY[field]
    return declared.below_1 if declared.below_1 and abs(value) < 1 else declared.resolution


def numeric(id: str) -> list[str]:
    return [field for field in asked_of(id) if VOCABULARY[field].kind in ("number", "integer")]


def asked_of(id: str) -> list[str]:
    """The inputs of which the value is sought that turns the verdict."""
    return [field for field in CALCULATORS[id].inputs if field not in CALCULATORS[id].unturned]


@every
@given(data=st.data())
def test_each_value_gives_its_verdict(id, data):
    """Put in alone, the value gives the verdict that stands beside it, another one than today's; and a step back towards today's value it is today's still."""
    result, verdict = run(id, data.draw(inputs(id))), CALCULATORS[id].verdict
    for field, flip in result.outputs["flips"].items():
        if flip is None:
            continue
        turned = run(id, result.inputs | {field: flip["value"]})
        assert turned.outputs[verdict] == flip["verdict"] != result.outputs[verdict], field
        if field in numeric(id):
            here, step = result.inputs[field], step_at(field, flip["value"])
            back = round(flip["value"] + (step if flip["value"] < here else -step), 6)
            back = int(back) if VOCABULARY[field].kind == "integer" else back
            if abs(back - here) < abs(flip["value"] - here):
                assert run(id, result.inputs | {field: back}).outputs[verdict] == result.outputs[verdict], (field, back)


@every
def test_of_the_defaults(id):
    """Every numeric input has an entry, a value or null."""
    assert set(numeric(id)) <= set(run(id).outputs["flips"])


def test_one_that_lies_on_a_step():
    """At 2.49 nothing is saved and nothing lost; the value that turns the verdict is that, not the step beyond it, and not one that lies beyond today's."""
    asked = [{"alternative_ai_cost_usd_unit": 2.09, "ai_cost_usd_unit": cost, "switch_cost_usd": 0} for cost in (2.5, 2.49)]
    flips = [run("unit-economics", inputs).outputs["flips"]["ai_cost_usd_unit"] for inputs in asked]
    assert [(flip["value"], flip["verdict"]) for flip in flips] == [(2.49, "does-not-pay"), (2.5, "pays")]


def test_one_beside_a_number_of_many_digits():
    """A straight line solved in 34 digits closes a hair beside the whole step on which it does; that step is taken."""
    given = {"quality_differentiator": False, "ai_share_of_cogs_pct": 0, "usage_growth_pct_year": 44771.911470590385}
    flip = run("five-questions", given).outputs["flips"]["usage_growth_pct_year"]
    assert (flip["value"], flip["verdict"]) == (99.99, "api")


def test_one_that_floats_know_nothing_of():
    """A build that ends where the horizon does is worth cents of sums of twelve digits: looked for in exact numbers where floats have lost it."""
    given = {"build_months": 59.93, "discount_pct_year": 1_000}
    flip = run("timing", given).outputs["flips"]["api_spend_usd_month"]
    assert (flip["value"], flip["verdict"]) == (143216948979.11, "too-early")
    assert run("timing", given | {"api_spend_usd_month": 143216948979.1}).outputs["verdict"] == "never"


def steps(declared) -> st.SearchStrategy:
    """Values that a reader may try: of a number any that its resolution tells apart, on the slider more often than beyond; of a choice any."""
    if declared.kind in ("boolean", "choice"):
        return st.sampled_from([True, False] if declared.kind == "boolean" else list(declared.options))
    places = round(1 / declared.resolution) if declared.resolution < 1 else 1

    def between(low: float, high: float) -> st.SearchStrategy:
        low, high = max(low, declared.minimum), min(high, declared.maximum)
        return st.integers(int(low * places), int(high * places)).map(lambda step: step if places == 1 else step / places)

    low, high, _ = declared.slider
    fine = [st.integers(0, 999_999).map(lambda step: step * declared.below_1)] if declared.below_1 else []
    return st.one_of(
        between(low, high), between(low, low + (high - low) / 20), between(declared.minimum, min(declared.maximum, high * 50)), *fine
    )


@every
@examples(4)
@given(data=st.data())
def test_none_is_missed(id, data):
    """Where trying a value finds another verdict, there is a value that turns it, and none that was tried is nearer: in every calculator, for every input."""
    asked = data.draw(inputs(id))
    field = data.draw(
        st.sampled_from([field for field in asked_of(id) if VOCABULARY[field].kind in ("number", "integer", "boolean", "choice")])
    )
    result, verdict = run(id, asked), CALCULATORS[id].verdict
    declared, here, flip = VOCABULARY[field], result.inputs[field], result.outputs["flips"][field]
    tried = data.draw(steps(declared))
    try:
        turned = run(id, result.inputs | {field: tried}).outputs[verdict] != result.outputs[verdict]
    except InputError:
        return
    if turned:
        assert flip is not None, (field, tried)
        if declared.kind in ("number", "integer"):
            assert abs(flip["value"] - here) <= abs(tried - here) * (1 + 1e-12) + 1e-9, (field, tried)


def sum_of(team_size):
    return 3 * team_size - 200


def square(team_size):
    return team_size * team_size - 5_000


def quotient(team_size):
    return 90_000 / (1 + team_size) - 300


def both(team_size):
    return (team_size - 400) / (1 + team_size) * 100


def there_and_back(team_size):
    return team_size * (300 - team_size) - 2_000


def power(team_size):
    return (team_size / 100) ** 3 - 50


def bend(team_size):
    return 500 - 2 * team_size if team_size < 200 else team_size - 210


@pytest.mark.parametrize("shape", [sum_of, square, quotient, both, there_and_back, power, bend])
def test_whatever_the_shape_of_what_is_asked(shape):
    """The nearest of all ten thousand values that turns a verdict, from wherever: also of shapes that no calculator has."""

    def verdict(found):
        return "above" if found > 0 else "not-above"

    step = Formula(shape, "Found", id="found")
    said = Output(verdict, "Verdict", kind="choice", options={"above": "Above", "not-above": "Not above"})
    words = {"id": "shape", "code": "S2", "group": "economics", "title": "Shape", "question": "Which?", "said": str}
    calculator = Calculator(inputs=("team_size",), steps=(step,), outputs=(said,), verdict="verdict", **words)
    found = [verdict(shape(Decimal(size))) for size in range(10_001)]
    for here in (1, 60, 70, 205, 240, 290, 299, 310, 405, 2_000, 9_999):
        (flip,) = flips(calculator, solve_inputs(calculator, {"team_size": here})).values()
        turning = (size for size in range(VOCABULARY["team_size"].minimum, len(found)) if found[size] != found[here])
        assert (flip and flip["value"]) == min(turning, key=lambda size: (abs(size - here), size), default=None), here


def test_bills_that_grow_alike_with_nothing_upfront():
    """The API must cost more than the alternative, not as much: the edge is a whole cent, and a rounding error put it below."""
    same = {"upfront_usd": 0, "alternative_usd_month": 239, "usage_growth_pct_year": 0, "horizon_months": 5}
    same |= {"alternative_growth_pct_year": 1, "api_price_change_pct_year": 1, "api_spend_usd_month": 0}
    flip = run("break-even", same).outputs["flips"]["api_spend_usd_month"]
    assert flip == {"value": 239.01, "verdict": "pays-back", "words": "about $240 a month"}
    assert run("break-even", same | {"api_spend_usd_month": 239}).outputs["verdict"] == "never"


def test_a_fall_of_the_price_that_turns_it():
    """Qwen3-235B against GPT-5 pays back in five years down to a fall of 26 % a year or so, and no further."""
    given = {"upfront_usd": 60_000, "api_spend_usd_month": 1795.2, "alternative_usd_month": 31.68, "usage_growth_pct_year": 0}
    flip = run("break-even", given).outputs["flips"]["api_price_change_pct_year"]
    assert flip["verdict"] == "never"
    assert run("break-even", given | {"api_price_change_pct_year": flip["value"] + 0.01}).outputs["verdict"] == "pays-back"


def said_of(words: str) -> tuple[str, Decimal]:
    """How a value that turns the verdict is said, and the number; a fall of more is a number that is less."""
    if words.startswith("a fall of "):
        how, fall = said_of(words.removeprefix("a fall of "))
        return {"more than": "less than", "less than": "more than"}.get(how, how), -fall
    how = next((how for how in ("about", "more than", "less than") if words.startswith(f"{how} ")), "")
    return how, read(words)


def answer_at(id: str, result, field: str, value: Decimal) -> str:
    number = int(value) if VOCABULARY[field].whole else float(value)
    return run(id, result.inputs | {field: number}).outputs[CALCULATORS[id].verdict]


def broken(id: str, result, field: str) -> str:
    """What is wrong with the words for the value of a number that turns the verdict; "" where nothing is."""
    flip, here = result.outputs["flips"][field], exact(result.inputs[field])
    (how, said), value = said_of(flip["words"]), exact(flip["value"])
    away = 1 if value > here else -1
    if how in ("more than", "less than"):
        step = exact(step_at(field, flip["value"])) * away
        if (how == "more than") != (away > 0) or said + step != value:
            return "it does not lie just before the value"
        return "it turns the verdict itself" if answer_at(id, result, field, said) == flip["verdict"] else ""
    if answer_at(id, result, field, said) != flip["verdict"]:
        return "it gives another verdict than it promises"
    if (said - value) * away < 0:
        return "it is rounded towards the reader's own value"
    if abs(said - value) > abs(value - here) / 10:
        return "the way there is too long by more than a tenth"
    return "" if (how == "about") == (said != value) else "about stands with what is exact, or lacks where it is not"


NUMBERS = ("number", "integer")
FREE = {"switch_cost_usd": 0}  # then it is the net saving that turns the verdict


@every
@given(data=st.data())
def test_what_is_said_turns_the_verdict_too(id, data):
    """The rounded value gives the verdict that is promised, lies beyond the exact one, and not much farther; "more than" is said of the last that does not."""
    result = run(id, data.draw(inputs(id)))
    for field, flip in result.outputs["flips"].items():
        if flip is not None and VOCABULARY[field].kind in NUMBERS:
            assert broken(id, result, field) == "", (field, flip)


@pytest.mark.parametrize(
    ("value", "words", "fault"),
    [
        (3636.36, "about 3,600 units a month", ""),
        (3636.36, "less than 3,636.37 units a month", ""),
        (3636.36, "about 3,700 units a month", "it gives another verdict than it promises"),
        (3600, "about 3,610 units a month", "it is rounded towards the reader's own value"),
        (3636.36, "about 1,000 units a month", "the way there is too long by more than a tenth"),
        (3636.36, "3,500 units a month", "about stands with what is exact, or lacks where it is not"),
        (3636.36, "less than 3,700 units a month", "it does not lie just before the value"),
        (3636.36, "more than 3,636.37 units a month", "it does not lie just before the value"),
        (3600, "less than 3,600.01 units a month", "it turns the verdict itself"),
    ],
)
def test_broken_words_are_noticed(value, words, fault):
    """Of unit economics, which pays down to 3,636.37 units a month where the switch is free."""
    result = run("unit-economics", FREE)
    flip = {"value": value, "verdict": "does-not-pay", "words": words}
    said = replaced(result, outputs=result.outputs | {"flips": {"units_per_month": flip}})
    assert broken("unit-economics", said, "units_per_month") == fault


@pytest.mark.parametrize(
    ("id", "given", "field", "words"),
    [
        ("unit-economics", FREE, "units_per_month", "about 3,600 units a month"),
        ("unit-economics", FREE | {"units_per_month": 3_000}, "units_per_month", "about 3,700 units a month"),
        ("unit-economics", FREE | {"units_per_month": 3_600}, "units_per_month", "about 3,640 units a month"),
        ("unit-economics", FREE | {"units_per_month": 3_636}, "units_per_month", "about 3,636.4 units a month"),
        ("unit-economics", FREE | {"ai_cost_usd_unit": 0}, "ai_cost_usd_unit", "more than $0.70 a unit"),
        ("evaluate-when", {}, "evaluate_from_usd_month", "about $14,000 a month"),
        ("evaluate-when", {"spend_history_usd_month": [10_000]}, "evaluate_from_usd_month", "more than $10,000 a month"),
        ("evaluate-when", {}, "consistent_months", "12 months"),
        ("five-questions", {}, "ai_share_of_cogs_pct", "less than 5 %"),
    ],
)
def test_the_words(id, given, field, words):
    """Two digits, more where two would say that the way is much longer; exact, or just beyond a round number, without about."""
    flip = run(id, given).outputs["flips"][field]
    assert flip and flip["words"] == words


@pytest.mark.parametrize(
    ("most", "words"),
    [
        (5_000, "about $4,200 a month"),
        (4_199, "about $4,170 a month"),
        (4_169, "about $4,167 a month"),
        (4_166.99, "about $4,166.70 a month"),
        (4_166.66, "$4,166.66 a month"),
    ],
)
def test_where_the_verdict_turns_back(most, words):
    """Before the rounded value, so many more digits are said that it does not yet; at last all, and no longer about."""
    spend = VOCABULARY["api_spend_usd_month"]
    assert flip_words(spend, 1_000, Decimal("4166.66"), lambda value: value <= most) == words


def test_the_bounds_and_whole_numbers():
    """What is said can be typed: it lies within the bounds of the input, and of a whole number it is one."""
    share, months = VOCABULARY["saving_pct"], VOCABULARY["horizon_months"]
    assert flip_words(share, 12, Decimal("99.51"), lambda value: True) == "about 100 %"
    assert flip_words(share, 100, Decimal("0.01"), lambda value: True) == "0.01 %"
    assert flip_words(months, 60, 113, lambda value: isinstance(value, int)) == "113 months"
    assert flip_words(months, 20, 113, lambda value: isinstance(value, int)) == "about 120 months"


@every
def test_few_places_are_looked_at(id):
    """A search that walks from step to step would end at the same value, after thousands of them."""
    with looks() as looked:
        run(id)
    assert looked and max(map(max, looked.values())) <= 40


def test_an_end_that_another_field_sets_is_not_searched_for():
    """The rules are asked 52 times; where the end was sought by halves it was 118."""
    asked = 0

    def count(frame, event, argument):
        nonlocal asked
        asked += event == "call" and frame.f_code is holds.__code__

    sys.setprofile(count)
    try:
        run("evaluate-when")
    finally:
        sys.setprofile(None)
    assert 0 < asked <= 60


def test_few_places_of_a_whole_number_are_looked_at():
    """Nine of 240 months; walked one by one it was 34."""
    with looks() as looked:
        run("break-even", {"horizon_months": 240, "upfront_usd": 500_000})
    assert max(looked["horizon_months"]) <= 12


ENDLESS = {
    "api_spend_usd_month": 777_512_562_546.2058,
    "usage_growth_pct_quarter": -100,
    "saving_pct": 100,
    "alternative_fixed_usd_month": 0,
    "stage": "pre-pmf",
    "burn_usd_month": 1e-9,
    "engineers": 100,
    "engineer_usd_month": 1_000_000_000_000,
    "build_months": 55,
    "api_price_change_pct_year": 100,
    "discount_pct_year": 178,
}


def test_what_turns_at_every_step_does_not_hold_up_an_answer():
    """Two numbers that are one but for the last digit of a float turn a condition again and again: it was asked for ever."""
    with looks() as looked:
        run("timing", ENDLESS)
    assert 10 < max(map(max, looked.values())) <= 400


@every
@given(data=st.data())
def test_no_inputs_hold_up_an_answer(id, data):
    """Whatever they are, each number is looked at a few hundred times at most: a formula of two numbers that are one by design would be looked at thousands of times."""
    given_ = data.draw(inputs(id))
    with looks() as looked:
        run(id, given_)
    assert max(map(max, looked.values()), default=0) <= 400
