"""F3 against an oracle written from the contract's words. It shares no code with the model, not even the thresholds."""

import re
from collections import Counter
from fractions import Fraction
from itertools import product
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import run
from calculator.formulas.graph import constants, formulas_for, solve
from calculator.formulas.model import FLIPS, TODAY, VIEW
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.strategy import CALCULATOR
from calculator.models.strategy.combinations import combinations
from calculator.numbers.decimals import plain
from tests.calculator.given import examples

FIELDS = (
    "ai_role",
    "stage",
    "team_size",
    "api_spend_usd_month",
    "usage_growth_pct_year",
    "ml_talent",
    "workload_mix",
    "data_sovereignty",
    "investment_months",
)
TALENT = ("none", "hireable", "in-house", "ml-native")
# Every answer of every question; numbers on both sides of each threshold, and on it where cents allow.
GRID = {
    "ai_role": ("feature", "product"),
    "stage": ("pre-pmf", "post-pmf"),
    "team_size": (49, 50, 51),
    "api_spend_usd_month": (0, 4166.66, 4166.67, 6000, 8333.33, 8333.34, 40_000),
    "usage_growth_pct_year": (-0.01, 0, 0.01),
    "ml_talent": TALENT,
    "workload_mix": ("uniform", "mixed"),
    "data_sovereignty": (False, True),
    "investment_months": (5.9, 6, 6.1),
}


def criteria(x: dict) -> dict[str, list[bool]]:
    """closed: pre-PMF, feature, team < 50, spend < 50,000/year. hybrid: post-PMF, spend > 100,000/year and growing, talent at least hireable, mixed.
    open-first: product, data sovereignty, ml-native, investment_months >= 6."""
    spend = Fraction(str(x["api_spend_usd_month"])) * 12
    return {
        "closed": [x["stage"] == "pre-pmf", x["ai_role"] == "feature", x["team_size"] < 50, spend < 50_000],
        "hybrid": [
            x["stage"] == "post-pmf",
            spend > 100_000 and x["usage_growth_pct_year"] > 0,
            x["ml_talent"] in ("hireable", "in-house", "ml-native"),
            x["workload_mix"] == "mixed",
        ],
        "open-first": [x["ai_role"] == "product", x["data_sovereignty"], x["ml_talent"] == "ml-native", x["investment_months"] >= 6],
    }


def oracle(x: dict) -> str:
    if x["data_sovereignty"]:
        return "open-first"
    if x["stage"] == "pre-pmf":
        return "closed"
    scores = {strategy: sum(met) for strategy, met in criteria(x).items()}
    best = [strategy for strategy, score in scores.items() if score == max(scores.values())]
    reversible_first = [strategy for strategy in ("closed", "hybrid", "open-first") if strategy in best]
    return reversible_first[0] if x["ai_role"] == "feature" else reversible_first[-1]


def lead(x: dict) -> int:
    """Criteria by which the first is ahead of the second."""
    first, second, _ = sorted(map(sum, criteria(x).values()), reverse=True)
    return first - second


@pytest.fixture(scope="module")
def answers() -> dict[tuple, dict]:
    """Outputs at every point of the grid, but for the switches: searching them and writing traces would take ten times as long."""
    return {point: lean_outputs(point) for point in product(*GRID.values())}


def lean_outputs(point: tuple) -> dict:
    values = (
        {field: VOCABULARY[field].exact(value) for field, value in zip(FIELDS, point, strict=True)} | {TODAY: None} | constants(CALCULATOR)
    )
    every = frozenset(CALCULATOR.formulas)
    worded = formulas_for(CALCULATOR, every, frozenset((FLIPS, VIEW)))
    solve((formula for formula in formulas_for(CALCULATOR, every) if formula not in worded), values)
    values |= {FLIPS: {}, VIEW: SimpleNamespace(**values, flips={})}
    solve(worded, values)
    return {output.id: values[output.id] for output in CALCULATOR.outputs}


def neighbours(answers: dict, field: str):
    """(inputs, outputs, outputs) of each pair of points that differ in `field` alone, by one place of the grid upwards."""
    place, steps = FIELDS.index(field), GRID[field]
    for point, outputs in answers.items():
        here = steps.index(point[place])
        if here + 1 < len(steps):
            yield point, outputs, answers[(*point[:place], steps[here + 1], *point[place + 1 :])]


class TestWholeGrid:
    def test_is_of_answers(self, answers):
        """What the grid holds is what a reader is given, but for the switches."""
        for point in list(answers)[::601]:
            outputs = run("strategy", dict(zip(FIELDS, point, strict=True))).outputs
            assert {name for name, value in plain(answers[point]).items() if value != outputs[name]} <= {"switches", "flips", "review_when"}

    def test_total(self, answers):
        """Every combination gets exactly one strategy, and it is the contract's."""
        assert len(answers) == 12_096
        for point, outputs in answers.items():
            assert outputs["strategy"] == oracle(dict(zip(FIELDS, point, strict=True))), point

    def test_scores_and_criteria(self, answers):
        """The table of criteria is the contract's, row by row, and the scores count it."""
        for point, outputs in answers.items():
            expected = criteria(dict(zip(FIELDS, point, strict=True)))
            assert [(row["strategy"], row["met"]) for row in outputs["criteria"]] == [
                (name, met) for name, mets in expected.items() for met in mets
            ], point
            assert outputs["scores"] == {name: sum(mets) for name, mets in expected.items()}

    def test_margin(self, answers):
        """How far the strategy is ahead of the next by the count; nobody asks how far where a gate decides, and there is no negative lead."""
        for point, outputs in answers.items():
            x = dict(zip(FIELDS, point, strict=True))
            assert outputs["margin"] == (None if outputs["gate"] else lead(x)), point
        assert {outputs["margin"] for outputs in answers.values()} == {None, 0, 1, 2, 3}

    def test_gate(self, answers):
        """The law goes first, then product-market fit, then no gate."""
        for point, outputs in answers.items():
            x = dict(zip(FIELDS, point, strict=True))
            assert outputs["gate"] == ("data-sovereignty" if x["data_sovereignty"] else "pre-pmf" if x["stage"] == "pre-pmf" else None)

    @pytest.mark.parametrize("field", ["api_spend_usd_month", "usage_growth_pct_year", "ml_talent"])
    def test_more_never_turns_back_to_closed(self, answers, field):
        """More spend, growth or talent, all else equal, never turns hybrid or open-first into closed."""
        pairs = list(neighbours(answers, field))
        assert len(pairs) > 5_000
        assert [point for point, less, more in pairs if less["strategy"] != "closed" and more["strategy"] == "closed"] == []

    def test_monotonicity_can_fail(self, answers):
        """A larger team does what more spend never does, the other way round; so the check above has something to find."""
        assert any(less["strategy"] == "closed" != more["strategy"] for _, less, more in neighbours(answers, "team_size"))

    @pytest.mark.parametrize(
        ("number", "fields"),
        list(
            enumerate(
                [
                    ["stage"],
                    ["ai_role"],
                    ["team_size"],
                    ["api_spend_usd_month"],
                    ["stage"],
                    ["api_spend_usd_month", "usage_growth_pct_year"],
                    ["ml_talent"],
                    ["workload_mix"],
                    ["ai_role"],
                    ["data_sovereignty"],
                    ["ml_talent"],
                    ["investment_months"],
                ]
            )
        ),
    )
    def test_every_criterion_can_decide(self, answers, number, fields):
        """For each criterion there are two inputs, differing only in what it asks, of which one meets it and which differ in strategy."""
        for field in fields:
            deciding = [
                point
                for point, one, other in neighbours(answers, field)
                if one["criteria"][number]["met"] != other["criteria"][number]["met"] and one["strategy"] != other["strategy"]
            ]
            assert deciding, field

    def test_a_criterion_that_decides_alone(self, answers):
        """Where two criteria ask about the same thing (talent, bill), each decides some case in which the other does not change."""
        decided = set()
        for field in ("ml_talent", "api_spend_usd_month"):
            for _, one, other in neighbours(answers, field):
                changed = [number for number in range(12) if one["criteria"][number]["met"] != other["criteria"][number]["met"]]
                if len(changed) == 1 and one["strategy"] != other["strategy"]:
                    decided |= set(changed)
        assert decided >= {3, 5, 6, 10}

    def test_missing_and_review(self, answers):
        """Something to lack is said exactly where a criterion of the strategy is not met; there is always a time to look again."""
        for outputs in answers.values():
            unmet = 4 - outputs["scores"][outputs["strategy"]]
            comply = 1 if outputs["gate"] == "data-sovereignty" and unmet else 0
            assert len(outputs["missing"]) == unmet + comply
            assert outputs["review_when"]


cents = st.integers(0, 2_000_000).map(lambda number: number / 100)
points = st.fixed_dictionaries(
    {
        "ai_role": st.sampled_from(GRID["ai_role"]),
        "stage": st.sampled_from(("post-pmf", "post-pmf", "pre-pmf")),
        "team_size": st.sampled_from((49, 50)) | st.integers(1, 200),
        "api_spend_usd_month": st.sampled_from(GRID["api_spend_usd_month"]) | cents,
        "usage_growth_pct_year": st.sampled_from(GRID["usage_growth_pct_year"]) | st.integers(-100, 400),
        "ml_talent": st.sampled_from(TALENT),
        "workload_mix": st.sampled_from(GRID["workload_mix"]),
        "data_sovereignty": st.sampled_from((False, False, False, True)),
        "investment_months": st.sampled_from((5.9, 6)) | st.integers(0, 240).map(lambda tenths: tenths / 10),
    }
)


def around(edge: float, step: float, ends: tuple, wide: float) -> list:
    """A fine grid around an edge (20 steps either way) and a coarse one to both ends."""
    near = [round(edge + number * step, 2) for number in range(-20, 21)]
    far = [round(ends[0] + number * wide, 2) for number in range(int((ends[1] - ends[0]) / wide) + 1)]
    return [value for value in (*near, *far) if ends[0] <= value <= ends[1]]


FINE = {
    "ai_role": GRID["ai_role"],
    "stage": GRID["stage"],
    "ml_talent": TALENT,
    "workload_mix": GRID["workload_mix"],
    "data_sovereignty": (False, True),
    "team_size": range(1, 201),
    "api_spend_usd_month": around(4166.66, 0.01, (0, 20_000), 100) + around(8333.33, 0.01, (8000, 9000), 50),
    "usage_growth_pct_year": around(0, 0.01, (-100, 400), 5),
    "investment_months": [tenths / 10 for tenths in range(241)],
}


def apart(field: str, one, other):
    steps = FINE[field]
    return abs(steps.index(one) - steps.index(other)) if isinstance(one, (str, bool)) else abs(one - other)


class TestSwitches:
    @examples(2)
    @given(x=points)
    def test_against_a_fine_grid(self, x):
        """A reported value changes the strategy to the reported one, no nearer value on a fine grid changes it, and null means that none does."""
        outputs = run("strategy", x).outputs
        today = outputs["strategy"]
        assert list(outputs["switches"]) == list(FIELDS)
        for field, switch in outputs["switches"].items():
            others = [value for value in FINE[field] if oracle(x | {field: value}) != today]
            if switch is None:
                assert others == [], field
                continue
            assert oracle(x | {field: switch["value"]}) == switch["strategy"] != today
            assert run("strategy", x | {field: switch["value"]}).outputs["strategy"] == switch["strategy"]
            nearest = min(apart(field, value, x[field]) for value in others)
            assert apart(field, switch["value"], x[field]) <= nearest + 1e-9, field

    def test_not_null_everywhere(self):
        """Each input is a switch of some case, so null is an answer and not the rule."""
        seen = set()
        for point in (
            {
                "ai_role": "product",
                "api_spend_usd_month": 6000,
                "ml_talent": "in-house",
                "workload_mix": "uniform",
                "investment_months": 5.9,
            },
            {
                "ai_role": "feature",
                "ml_talent": "none",
                "workload_mix": "uniform",
                "team_size": 49,
                "api_spend_usd_month": 8333.34,
                "investment_months": 0,
            },
            {
                "ai_role": "feature",
                "ml_talent": "none",
                "workload_mix": "uniform",
                "team_size": 50,
                "api_spend_usd_month": 8333.34,
                "investment_months": 0,
            },
        ):
            seen |= {field for field, switch in run("strategy", point).outputs["switches"].items() if switch}
        assert seen == set(FIELDS)


class TestSentences:
    def test_the_hole_is_said_out_loud(self):
        """From 50,000 to 100,000 a year a warning names the hole; a cent outside it there is none."""
        for spend, said in ((4166.66, False), (4166.67, True), (6000, True), (8333.33, True), (8333.34, False)):
            warnings = run("strategy", {"api_spend_usd_month": spend}).warnings
            assert any("hole" in warning for warning in warnings) is said, spend

    def test_under_a_gate_the_hole_decides_nothing(self):
        """Where a gate decides, the sentence does not claim that the criteria do."""
        (warning,) = run("strategy", {"api_spend_usd_month": 6000, "stage": "pre-pmf"}).warnings
        assert warning.endswith("The bill counts for neither; the gate decides.")

    def test_the_way_to_comply_meanwhile(self):
        """Data sovereignty without all that open-first asks for says how to comply until then."""
        missing = run("strategy", {"data_sovereignty": True}).outputs["missing"]
        assert "from a host that nobody but your own jurisdiction can compel" in missing[-1]
        complete = {"data_sovereignty": True, "ai_role": "product", "ml_talent": "ml-native", "investment_months": 6}
        assert run("strategy", complete).outputs["missing"] == []

    @pytest.mark.parametrize(
        ("given", "begins"),
        [
            ({}, "Go hybrid: product-market fit is found,"),
            ({"ml_talent": "none", "workload_mix": "uniform"}, "Go hybrid, narrowly: product-market"),
            (
                {"ml_talent": "none", "workload_mix": "uniform", "usage_growth_pct_year": 0},
                "Stay closed, by a hair: AI is a feature, so 1 of its 4",
            ),
            ({"stage": "pre-pmf", "ml_talent": "none"}, "Stay closed for now: product-market fit is not found"),
            ({"data_sovereignty": True, "ml_talent": "none"}, "Go open-first: data"),
        ],
    )
    def test_the_headline_says_how_close_it_is(self, given, begins):
        """A draw is won by a hair, one criterion is narrow; more is said as it is, and a gate knows no margin."""
        assert run("strategy", given).headline.startswith(begins)

    @pytest.mark.parametrize(
        ("given", "one_api"), [({"ai_role": "product"}, True), ({"stage": "pre-pmf"}, False), ({"data_sovereignty": True}, False)]
    )
    def test_no_bill_is_said(self, given, one_api):
        """Of nothing nothing can be saved, by count and by gate; a single cent is a bill."""
        result = run("strategy", given | {"api_spend_usd_month": 0})
        assert any("no bill" in warning for warning in result.warnings)
        assert ("without a bill" in result.headline and "one API" in result.headline) is one_api
        assert not any("no bill" in warning for warning in run("strategy", given | {"api_spend_usd_month": 0.01}).warnings)

    def test_a_large_bill_that_does_not_grow_is_said(self):
        """Above the line of the rule, at no growth or less; not on the line, nor while it grows."""
        for spend, growth, said in ((8333.34, 0, True), (8333.34, -5, True), (8333.33, 0, False), (8333.34, 0.01, False)):
            for gate, ends in (({}, "somebody else hosts."), ({"stage": "pre-pmf"}, "The gate decides all the same.")):
                warnings = run("strategy", gate | {"api_spend_usd_month": spend, "usage_growth_pct_year": growth}).warnings
                assert [warning.endswith(ends) for warning in warnings if "does not grow" in warning] == [True] * said, (spend, growth)

    def test_a_tie_is_named(self):
        """A tie is said, with the reason for the way it went."""
        company_b = {
            "ai_role": "product",
            "api_spend_usd_month": 40_000,
            "ml_talent": "ml-native",
            "workload_mix": "uniform",
            "investment_months": 12,
        }
        assert run("strategy", company_b).warnings == [
            "A tie at 3 of 4: the rule takes the one with more control, since AI is the product. One changed answer can turn it."
        ]


def crossed(x: dict) -> dict[float, str]:
    """Line of the rule above the bill, in dollars a year -> the strategy a cent a month beyond it."""
    return {
        line: oracle(x | {"api_spend_usd_month": line / 12 + 0.01}) for line in (50_000, 100_000) if line > x["api_spend_usd_month"] * 12
    }


class TestReview:
    @examples(2)
    @given(x=points)
    def test_only_what_changes_something_is_a_trigger(self, x):
        """Each bill that is named turns the strategy as it says, or opens the window in which the bill is worth an evaluation, and is left out where it
        does neither; no month lies beyond five years; and what else is named turns it as it says, for a reason: open-first is not the answer because
        hybrid has a criterion less."""
        result = run("strategy", x)
        today, lines = oracle(x), crossed(x)
        turning = next((line for line, other in lines.items() if other != today), None)
        gate = x["data_sovereignty"] or x["stage"] == "pre-pmf"
        opens = not gate and x["api_spend_usd_month"] < 10_000
        bills = [words for words in result.outputs["review_when"] if words.startswith("When the API bill passes")]
        expected = ([f"${turning:,} a year"] if turning else []) + ["$10,000 a month"] * opens
        assert all(amount in words for amount, words in zip(expected, bills, strict=True))
        assert turning is None or bills[0].endswith(f"the answer would be {lines[turning]}.")
        assert all(float(found.replace(",", "")) <= 60 for found in re.findall(r"in ([\d.,]+) months?", " ".join(bills)))
        met = {strategy: sum(found) for strategy, found in criteria(x).items()}
        told = " ".join(result.outputs["review_when"])
        for field, switch in result.outputs["switches"].items():
            if switch and today == "hybrid" and switch["strategy"] == "open-first" and field != "data_sovereignty":
                more = sum(criteria(x | {field: switch["value"]})["open-first"]) > met["open-first"]
                name = VOCABULARY[field].label.removesuffix("?")
                assert (f"When “{name}” becomes" in told) == more
                assert more or f"“{name}”" in " ".join(note for note in result.warnings if "no reason for open-first" in note)
        again = re.search(
            r"when the API spend (passes|falls to|rises to) (?:about |less than )?\$([\d,.]+) a month", result.answer["again"]
        )
        if again:
            bill = float(again[2].replace(",", ""))
            beyond = oracle(x | {"api_spend_usd_month": bill + (1 if again[1] == "passes" else 0)})
            assert beyond != today or (opens and bill == 10_000)
            assert again[1] != "falls to" or beyond != "open-first"

    @pytest.mark.parametrize("spend", [0, 300, 4_166.66, 4_166.67, 12_000])
    def test_a_small_bill_is_not_divided_yet(self, spend):
        """With a bill that the rule calls closed a hybrid is for later, and the headline says until when; above it is for now."""
        result = run("strategy", {"api_spend_usd_month": spend, "usage_growth_pct_year": 10})
        assert result.outputs["strategy"] == "hybrid"
        assert ("keep one API until the bill nears $10,000 a month" in result.headline) == (spend < 4_166.67)
        assert result.answer["verdict"].endswith(", later.") == (spend < 4_166.67)

    def test_a_smaller_bill_is_no_reason_for_open_first(self):
        """As a reader found it: $400,000 a month, all alike. Look again not at a bill 98 % smaller; and hybrid says what there is to divide."""
        given = {
            "ai_role": "product",
            "team_size": 300,
            "api_spend_usd_month": 400_000,
            "usage_growth_pct_year": 20,
            "ml_talent": "in-house",
        }
        result = run("strategy", given | {"workload_mix": "uniform", "investment_months": 18})
        assert result.outputs["switches"]["api_spend_usd_month"]["strategy"] == "open-first"
        assert "API spend" not in result.answer["again"] and "API spend" not in " ".join(result.outputs["review_when"])
        assert "divide them by volume" in result.headline
        assert not any("nothing to divide" in words for words in [result.headline, *result.outputs["missing"], *result.warnings])


class TestCombinations:
    def test_are_all_that_the_criteria_tell_apart(self, answers):
        """Whatever criteria a point of the grid meets past the gates, some combination meets the same; so none has been left out."""
        past = [dict(zip(FIELDS, point, strict=True)) for point, outputs in answers.items() if outputs["gate"] is None]
        met = {str(criteria(x)) for x in past}
        assert {str(criteria(x)) for x in combinations()} == met
        assert (
            len(met) == 144
        )  # fewer than combinations: in house or hireable is one to the criteria, as is a bill that grows where it is small

    def test_margins_are_counted(self):
        """As the contract counts them: of 384 combinations 133 are draws and 181 are decided by one criterion; and each is what a reader is told."""
        assert [sum(1 for _ in combinations(margin)) for margin in (None, 0, 1, 2, 3, 4)] == [384, 133, 181, 61, 9, 0]
        assert Counter(map(lead, combinations())) == {0: 133, 1: 181, 2: 61, 3: 9}
        assert all(run("strategy", x).outputs["margin"] == 0 for x in list(combinations(0))[::20])


def test_the_review_has_a_date():
    """Six months after the reader’s day, or the day of the data, as a day to put into a calendar: the same as the answer ends with."""
    result = run("strategy")
    assert result.outputs["review_when"][0].startswith("By 24 May 2027 at the latest, after 6 months")
    assert (
        run("strategy", {"today": "2027-08-31"}).outputs["review_when"][0].startswith("By 29 February 2028 at the latest, after 6 months")
    )
