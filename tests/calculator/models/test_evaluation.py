"""E7 against scipy, statsmodels, a published pair, and what the intervals promise."""

import math
import re
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import binomtest, multinomial, norm
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from calculator import InputError, run
from calculator.inputs.vocabulary import VOCABULARY
from tests.calculator.given import inputs


@st.composite
def pairs(draw, most: int = 5_000) -> dict:
    """Two models on the same cases, by the four cells: both right, today's alone, the candidate alone, neither."""
    both, today, candidate, neither = (draw(st.integers(0, most) | st.integers(0, 3)) for _ in range(4))
    assume(both + today + candidate + neither > 0)
    return {
        "cases": both + today + candidate + neither,
        "today_passed": both + today,
        "candidate_passed": both + candidate,
        "both_passed": both,
    }


confidences = st.sampled_from([50, 80, 90, 95, 99, 99.9]) | st.floats(50, 99.99)


def interval(outputs: dict, name: str = "difference", unit: str = "points") -> tuple[float, float]:
    return outputs[f"{name}_low_{unit}"], outputs[f"{name}_high_{unit}"]


@given(pair=pairs(), confidence=confidences)
def test_a_share_has_wilsons_interval(pair, confidence):
    """As scipy and as statsmodels have it, at none and all right too."""
    outputs = run("evaluation", pair | {"confidence_pct": confidence}).outputs
    for name in ("today", "candidate"):
        right, cases = pair[f"{name}_passed"], pair["cases"]
        by_scipy = binomtest(right, cases).proportion_ci(confidence / 100, method="wilson")
        by_statsmodels = proportion_confint(right, cases, alpha=1 - confidence / 100, method="wilson")
        for theirs in ((by_scipy.low, by_scipy.high), by_statsmodels):
            assert interval(outputs, name, "pct") == pytest.approx(tuple(100 * end for end in theirs), rel=1e-9, abs=1e-9)


@given(pair=pairs(), confidence=confidences)
def test_without_pairs_it_is_the_interval_of_two_samples(pair, confidence):
    """As statsmodels computes Newcombe's."""
    asked = pair | {"confidence_pct": confidence, "both_passed": None}
    theirs = confint_proportions_2indep(
        *(pair["candidate_passed"], pair["cases"], pair["today_passed"], pair["cases"]),
        method="newcomb",
        compare="diff",
        alpha=1 - confidence / 100,
    )
    assert interval(run("evaluation", asked).outputs) == pytest.approx(tuple(100 * end for end in theirs), rel=1e-9, abs=1e-9)


def tango(pair: dict, confidence: float) -> tuple[float, float]:
    """Tango's score interval of the difference, in points: where the score of a difference is as far out as the confidence says."""
    n, gained, lost = pair["cases"], pair["candidate_passed"] - pair["both_passed"], pair["today_passed"] - pair["both_passed"]
    z = norm.ppf(0.5 + confidence / 200)

    def score(d: float) -> float:
        b = -gained - lost + (2 * n - gained + lost) * d
        rare = (math.sqrt(max(b * b + 8 * n * lost * d * (1 - d), 0.0)) - b) / (4 * n)
        spread = n * (2 * rare + d * (1 - d))
        return (gained - lost - n * d) / math.sqrt(spread) if spread > 0 else math.inf * (gained - lost - n * d)

    seen, edge = (gained - lost) / n, 1 - 1e-12
    return 100 * brentq(lambda d: score(d) - z, -edge, seen), 100 * brentq(lambda d: score(d) + z, seen, edge)


CAVO = {"cases": 161, "today_passed": 75, "candidate_passed": 65, "both_passed": 59}


def test_the_published_pair():
    """161 patients before and after: what R's contingencytables prints of Newcombe's interval, and of Tango's, which shows that the oracle below is his."""
    assert interval(run("evaluation", CAVO | {"confidence_pct": 95}).outputs) == pytest.approx((-11.86, -0.46), abs=0.005)
    assert tango(CAVO, 95) == pytest.approx((-12.40, -0.54), abs=0.005)


@given(n=st.integers(200, 2_000), right=st.floats(0.6, 0.95), lost=st.floats(0.02, 0.2), gained=st.floats(0.02, 0.2))
def test_pairs_have_nearly_tangos_interval(n, right, lost, gained):
    """Another method of another author: the ends differ by at most a seventh of the width."""
    lost, gained = round(n * lost), round(n * gained)
    both = min(round(n * right), n - lost - gained)
    pair = {"cases": n, "today_passed": both + lost, "candidate_passed": both + gained, "both_passed": both}
    ours, theirs = interval(run("evaluation", pair | {"confidence_pct": 95}).outputs), tango(pair, 95)
    assert ours == pytest.approx(theirs, abs=(theirs[1] - theirs[0]) / 7)


@pytest.mark.whole("every outcome of twenty cases, four times")
@pytest.mark.parametrize("cells", [(0.5, 0.15, 0.15, 0.2), (0.6, 0.2, 0.05, 0.15), (0.2, 0.3, 0.3, 0.2), (0.25, 0.25, 0.25, 0.25)])
def test_the_interval_holds_the_truth_as_often_as_it_says(cells):
    """Over every outcome of 20 cases, weighed by its chance: 94 to 98 of a hundred, where it says 95."""
    n, truth, held = 20, 100 * (cells[2] - cells[1]), 0.0
    for both in range(n + 1):
        for today in range(n + 1 - both):
            for candidate in range(n + 1 - both - today):
                chance = multinomial.pmf((both, today, candidate, n - both - today - candidate), n, cells)
                if chance < 1e-5:
                    continue
                pair = {"cases": n, "today_passed": both + today, "candidate_passed": both + candidate, "both_passed": both}
                low, high = interval(run("evaluation", pair | {"confidence_pct": 95}).outputs)
                held += chance if low <= truth <= high else 0
    assert 0.94 <= held <= 0.98


@given(pair=pairs(), confidence=confidences)
def test_the_other_way_round(pair, confidence):
    """With the two exchanged the interval is the same with the sign changed."""
    exchanged = pair | {"today_passed": pair["candidate_passed"], "candidate_passed": pair["today_passed"]}
    low, high = interval(run("evaluation", pair | {"confidence_pct": confidence}).outputs)
    assert interval(run("evaluation", exchanged | {"confidence_pct": confidence}).outputs) == pytest.approx((-high, -low), abs=1e-9)


@given(given=inputs("evaluation"))
def test_the_verdict_is_where_the_interval_lies(given):
    """Undecided whenever the interval straddles the tolerance, and only then; better above nothing, worse below the tolerance."""
    result = run("evaluation", given)
    (low, high), line = interval(result.outputs), -result.inputs["tolerance_points"]
    assert low <= result.outputs["difference_points"] <= high
    wanted = "better" if low > 0 else "good-enough" if low >= line else "worse" if high < line else "undecided"
    assert result.outputs["verdict"] == wanted
    assert (wanted == "undecided") == (low < line <= high)


@given(pair=pairs(500), tolerance=st.sampled_from([0.5, 1, 2, 5, 10]))
def test_more_agreement_never_widens(pair, tolerance):
    """The more cases both got right, at the same counts of each, the narrower; and never fewer cases are needed where they agree less."""
    least = max(0, pair["today_passed"] + pair["candidate_passed"] - pair["cases"])
    most = min(pair["today_passed"], pair["candidate_passed"])
    asked = [pair | {"tolerance_points": tolerance, "both_passed": both} for both in sorted({least, (least + most) // 2, most})]
    for one, other in pairwise(run("evaluation", counts).outputs for counts in asked):
        widths = [high - low for low, high in (interval(one), interval(other))]
        assert widths[1] <= widths[0] + 1e-9
        assert other["cases_needed"] <= one["cases_needed"]


@given(n=st.integers(100, 5_000), gained=st.floats(0, 0.1), tolerance=st.sampled_from([1, 2, 5]), off=st.floats(-1, 1))
def test_undecided_it_takes_more_cases(n, gained, tolerance, off):
    """Than are in hand, wherever these do not decide: of two that differ by about the tolerance, too."""
    lost = gained + tolerance * (1 + off) / 100
    lost, gained = round(n * lost), round(n * gained)
    pair = {"cases": n, "today_passed": n - gained, "candidate_passed": n - lost, "both_passed": n - lost - gained}
    outputs = run("evaluation", pair | {"tolerance_points": tolerance}).outputs
    assert outputs["verdict"] != "undecided" or outputs["cases_needed"] > n


@given(given=inputs("evaluation") | pairs(1_000))
def test_whatever_is_undecided_takes_more_cases(given):
    """And no number of them where nothing is tolerated."""
    result = run("evaluation", given)
    needed, cases = result.outputs["cases_needed"], result.inputs["cases"]
    assert (needed is None) == (not result.inputs["tolerance_points"])
    assert needed is None or result.outputs["verdict"] != "undecided" or needed > cases


@given(
    share=st.integers(30, 70),
    lost=st.integers(1, 15),
    confidence=st.sampled_from([80, 95, 99]),
    tolerance=st.sampled_from([1, 2, 5]),
)
def test_so_many_cases_are_connors(share, lost, confidence, tolerance):
    """Of two equally good ones: his number, which leaves out a square of the tolerance and the correction for continuity."""
    equal = {"cases": 100, "today_passed": share + lost, "candidate_passed": share + lost, "both_passed": share}
    needed = run("evaluation", equal | {"tolerance_points": tolerance, "confidence_pct": confidence}).outputs["cases_needed"]
    level, power, psi, delta = norm.ppf(0.5 + confidence / 200), norm.ppf(0.8), max(2 * lost, tolerance) / 100, tolerance / 100
    connors = ((level * math.sqrt(psi) + power * math.sqrt(psi - delta * delta)) / delta) ** 2
    assert connors <= needed <= connors + (level + power) ** 2 + 1 / psi + 1


@pytest.mark.parametrize(
    ("counts", "asked", "least", "most"),
    [
        # of a hundred that begin as they go on, equally good: the power promised
        ((55, 5, 5, 35), {"tolerance_points": 5, "confidence_pct": 95}, 0.77, 0.83),
        ((30, 20, 20, 30), {"tolerance_points": 5, "confidence_pct": 80}, 0.77, 0.83),
        # behind so far: no less, and not much more
        ((70, 15, 10, 5), {"tolerance_points": 5, "confidence_pct": 95}, 0.79, 0.9),
        ((170, 10, 6, 14), {"tolerance_points": 3, "confidence_pct": 95}, 0.79, 0.9),
    ],
)
@pytest.mark.whole("draws thousands of evaluations")
def test_so_many_cases_decide_as_often_as_said(counts, asked, least, most):
    """To the cases in hand come those of two equally good ones, drawn by chance: with as many as said, in four of five draws these are decided."""
    both, lost, gained, neither = counts
    seen = {"cases": sum(counts), "today_passed": both + lost, "candidate_passed": both + gained, "both_passed": both}
    first = run("evaluation", seen | asked).outputs
    more = int(first["cases_needed"]) - (sum(counts) if lost > gained else 0)
    start = counts if lost > gained else (0, 0, 0, 0)
    assert first["verdict"] == "undecided"
    apart = (lost + gained) / sum(counts) / 2
    chances = (both / sum(counts), apart, apart, neither / sum(counts))
    draws, decided = np.random.default_rng(9).multinomial(more, chances, size=400) + np.array(start), 0
    for both, lost, gained, neither in draws.tolist():
        drawn = {
            "cases": both + lost + gained + neither,
            "today_passed": both + lost,
            "candidate_passed": both + gained,
            "both_passed": both,
        }
        decided += run("evaluation", drawn | asked).outputs["verdict"] != "undecided"
    assert least <= decided / 400 <= most + 0.05


def test_no_number_of_cases_tells_nothing():
    """Where nothing is accepted, equal can never be told from hardly worse, and the sentence says so."""
    result = run("evaluation", {"tolerance_points": 0})
    assert result.outputs["cases_needed"] is None
    assert "no number of cases shows" in result.headline


def test_no_number_of_cases_is_more_than_any():
    """The fewer points are accepted, the more cases it takes, so a tenth of the draws need more than the tenth with the least accepted: those that need
    no number of them count among these."""
    low, high = 0, 1
    spread = run("evaluation", {"tolerance_points": {"low": low, "high": high}}).uncertainty["outputs"]["cases_needed"]
    assert spread["none_pct"] > 4
    tenth = norm.ppf(0.1, (low + high) / 2, (high - low) / 2 / norm.ppf(0.95))
    assert spread["p90"] == pytest.approx(run("evaluation", {"tolerance_points": tenth}).outputs["cases_needed"], rel=0.2)


@given(given=inputs("evaluation"))
def test_the_money(given):
    """Exactly: a task and the wrong answers on the way, by the share that is right; nothing has no price."""
    result = run("evaluation", given)
    x = {id: Fraction(str(value)) if value is not None else None for id, value in result.inputs.items() if id != "today"}
    costs = []
    for name in ("today", "candidate"):
        right = x[f"{name}_passed"] / x["cases"]
        costs.append((x[f"usd_task_{name}"] + (1 - right) * x["failed_answer_usd"]) / right if right else None)
        assert result.outputs[f"usd_accepted_{name}"] == (None if costs[-1] is None else pytest.approx(float(costs[-1]), rel=1e-12))
    if None in costs:
        assert result.outputs["saving_usd_month"] is result.outputs["evaluation_pays_months"] is None
        return
    saving = (costs[0] - costs[1]) * x["tasks_per_month"]
    assert result.outputs["saving_usd_month"] == pytest.approx(float(saving), rel=1e-9, abs=1e-12 * float(costs[0] * x["tasks_per_month"]))
    pays = result.outputs["evaluation_pays_months"]
    assert (pays is None) == (result.outputs["saving_usd_month"] <= 0)


@given(pair=pairs(500), prices=st.tuples(*[st.integers(0, 100)] * 3))
def test_a_task_is_an_accepted_answer(pair, prices):
    """As counted: so many tries as there are cases get as many tasks done as were right, and leave the others wrong."""
    today, candidate, failed = prices
    cases, done_today, done_candidate = pair["cases"], pair["today_passed"], pair["candidate_passed"]
    assume(done_today * done_candidate > 0)
    costs = {"usd_task_today": today, "usd_task_candidate": candidate, "failed_answer_usd": failed}
    saving = run("evaluation", pair | costs | {"tasks_per_month": done_today * done_candidate}).outputs["saving_usd_month"]
    bill_today = done_candidate * (cases * today + (cases - done_today) * failed)
    bill_candidate = done_today * (cases * candidate + (cases - done_candidate) * failed)
    assert saving == pytest.approx(bill_today - bill_candidate, rel=1e-12, abs=1e-12 * bill_today)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"cases": 300}, "today_passed must be 0 to 300: no more can pass than there are cases (got 352)"),
        ({"candidate_passed": 401}, "candidate_passed must be 0 to 400: no more can pass than there are cases (got 401)"),
        (
            {"both_passed": 345},
            "both_passed must be 296 to 344: more cannot have passed with both than with either, nor fewer than the cases leave room for (got 345)",
        ),
        ({"both_passed": 296}, None),
        ({"both_passed": 344}, None),
        ({"both_passed": 320.5}, "both_passed must be a whole number (got 320.5)"),
    ],
)
def test_counts_that_contradict_each_other(given, sentence):
    """Are refused with what they would have to be; the bounds themselves are not."""
    if sentence is None:
        run("evaluation", given)
        return
    with pytest.raises(InputError) as caught:
        run("evaluation", given)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    "given",
    [
        {"today_passed": "330..374", "both_passed": 335},
        {"candidate_passed": {"low": 320, "high": 368}, "both_passed": 330},
        {"cases": "353..450"},
        {"cases": "380..420", "today_passed": "340..365", "candidate_passed": "330..355", "both_passed": "300..345"},
    ],
)
def test_a_range_beside_a_count_is_answered(given):
    """A draw that the other counts do not allow counts as the nearest that they do: nobody typed it."""
    result = run("evaluation", given)
    assert result.uncertainty["samples"] == 2_000
    spread = result.uncertainty["outputs"]["difference_points"]
    assert -50 < spread["p10"] <= spread["p50"] <= spread["p90"] < 50 and spread["none_pct"] == 0


def test_a_range_whose_middle_contradicts_is_refused():
    """Since there the answer itself is given."""
    with pytest.raises(InputError, match=r"both_passed must be 250 to 300: .* \(got 340\)"):
        run("evaluation", {"today_passed": 350, "candidate_passed": "290..310", "both_passed": 340})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {},
            "How many both got right is not given, so the interval is as wide as if each had been asked other cases. Count them: it costs nothing more.",
        ),
        (
            {"candidate_passed": 300, "failed_answer_usd": 0},
            "It is worse than you accept, and yet cheaper with wrong answers counted: "
            "either the tolerance or the cost of a wrong answer is not what you think.",
        ),
        (
            {"candidate_passed": 380, "usd_task_candidate": 0.5},
            "It is good enough, and yet dearer with wrong answers counted: there is no reason to change.",
        ),
    ],
)
def test_what_is_said_beside_the_answer(given, words):
    """And not beside another."""
    assert words in run("evaluation", given).warnings
    assert words not in run("evaluation", {"both_passed": 322}).warnings


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"candidate_passed": 372},
            "The candidate is better: 93 % right against 88 %, with 95 % confidence at least 0.9 points better; counting",
        ),
        (
            {"candidate_passed": 300},
            "The candidate is worse: 75 % right against 88 %, with 95 % confidence at least 7.7 points worse; counting",
        ),
        (
            {"both_passed": 322},
            "between 5.6 points worse and 1.6 points better; were they equally good, it would take 2,909 cases more to tell 2 points with a chance of 80 %.",
        ),
        (
            {"both_passed": 344, "tolerance_points": 4},
            "good enough: 86 % right against 88 %, with 95 % confidence at most 3.7 points worse",
        ),
        (
            {"cases": 4_000, "today_passed": 3_520, "candidate_passed": 3_440, "both_passed": 3_300},
            "between 2.9 and 1.1 points worse; open is only whether by more than the 2 points that you accept",
        ),
    ],
)
def test_headline(given, said):
    """One sentence for each verdict: both shares, what the interval promises, and what follows."""
    assert said in run("evaluation", given).headline


def test_what_straddles_reads_so():
    """An end that rounds to the tolerance takes another digit: nobody reads of 2 points worse where 2 are accepted and undecided is said."""
    result = run("evaluation", {"cases": 1_000, "today_passed": 880, "candidate_passed": 880, "both_passed": 830, "tolerance_points": 1.96})
    assert -2 < result.outputs["difference_low_points"] < -1.96 and result.outputs["verdict"] == "undecided"
    assert "between 1.99 points worse and" in result.headline


def test_more_cases_alone_are_no_answer():
    """What would turn the verdict leaves the cases out, since with more of them more would be right; of every other number it says something."""
    flips = run("evaluation", {"both_passed": 322}).outputs["flips"]
    assert "cases" not in flips
    assert set(flips) == {id for id in run("evaluation").inputs if id not in ("cases", "today")}
    assert flips["tolerance_points"]["value"] == 5.7 and VOCABULARY["tolerance_points"].resolution == 0.1


def test_an_evaluation_that_may_never_pay():
    """Never is later than any month: where a third of the draws save nothing, the late end of the range is never, and the share is said."""
    asked = {"usd_task_today": 0.02, "usd_task_candidate": "0.01..0.025", "failed_answer_usd": 0, "evaluation_usd": 5_000}
    found = run("evaluation", asked).uncertainty["outputs"]["evaluation_pays_months"]
    assert found["p10"] < found["p50"] and found["p90"] is None and 10 < found["none_pct"] < 50


def money_in(note: str) -> list[int]:
    """The amounts of a sentence, what costs more as less than nothing."""
    return [
        int(f"{'-' if verb == 'costs' else ''}{amount.replace(',', '')}") for verb, amount in re.findall(r"(saves|costs) \$([\d,]+)", note)
    ]


@pytest.mark.parametrize(("cost", "here", "least", "equal"), [(20, -25_000, -92_100, 1_477), (0.5, None, None, 1_477)])
def test_undecided_it_says_what_is_at_stake(cost, here, least, equal):
    """The money at the counts, at the lower end of the interval and for two that are equally good: by the formula of an accepted answer."""
    result = run("evaluation", {"failed_answer_usd": cost})
    [note] = [note for note in result.warnings if "at these counts" in note]
    told = money_in(note)
    assert told[-1] == equal and (here is None or told == [here, least, equal])
    assert told[0] == pytest.approx(result.outputs["saving_usd_month"], rel=0.01)


def test_a_tolerance_that_costs_more_than_the_tokens_save():
    """Two points of 50,000 answers at $20 are $20,000 and more; the tokens save $1,477."""
    assert any("Accept less" in note for note in run("evaluation", {"failed_answer_usd": 20}).warnings)
    assert not any("Accept less" in note for note in run("evaluation", {"failed_answer_usd": 0}).warnings)


def test_two_shares_are_told_apart():
    """905 and 900 of 1,000 are not both 90 %."""
    assert (
        "90.5 % right against 90 %"
        in run("evaluation", {"cases": 1_000, "today_passed": 900, "candidate_passed": 905, "both_passed": 880}).headline
    )


@given(cases=st.integers(1, 500), data=st.data())
def test_what_both_got_right_is_asked_for_only_where_it_is_open(cases, data):
    """By all numbers that there could be: where there is one alone, it is not asked for, and to give it changes no figure; where there are more it is."""
    edge = st.sampled_from([0, cases]) | st.integers(0, cases)
    counts = {"cases": cases, "today_passed": data.draw(edge), "candidate_passed": data.draw(edge)}
    possible = [
        both
        for both in range(cases + 1)
        if 0 <= both <= min(counts["today_passed"], counts["candidate_passed"])
        and counts["today_passed"] + counts["candidate_passed"] - both <= cases
    ]
    without = run("evaluation", counts)
    assert any("How many both got right" in note for note in without.warnings) == (len(possible) > 1)
    if len(possible) == 1:
        given_too = run("evaluation", counts | {"both_passed": possible[0]}).outputs
        assert {**given_too, "flips": None} == {**without.outputs, "flips": None}


@pytest.mark.parametrize(("price", "is_too_much"), [(0.0194, False), (0.0195, True)])
def test_a_tolerance_that_costs_more_than_it_saves(price, is_too_much):
    """At 98 % right with a wrong answer at $0.50 an accepted one costs (price + 0.01) / 0.98: $0.03, as today's, at a price of $0.0194, where nothing is lost yet."""
    given = {
        "cases": 100,
        "today_passed": 100,
        "candidate_passed": 99,
        "usd_task_today": 0.03,
        "usd_task_candidate": price,
        "failed_answer_usd": 0.5,
    }
    assert any(note.endswith("Accept less.") for note in run("evaluation", given).warnings) is is_too_much
