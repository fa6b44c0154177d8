"""E7: is the cheaper model good enough, how sure is that, and what does a good answer cost?"""

from typing import Any

from calculator.data import thresholds
from calculator.formulas.charts import INK, Axis, Interval
from calculator.formulas.functions import deviations, known, least, most, percent, rounded_up, share, square_root
from calculator.formulas.model import Calculator, Formula, Output, View, Within, given
from calculator.formulas.routes import route
from calculator.formulas.said import Said
from calculator.numbers.decimals import Numeric
from calculator.numbers.display import as_given, counted, told_apart, usd
from calculator.numbers.units import UNITS, capital, followed

VERDICTS = {
    "better": "The candidate is better",
    "good-enough": "The candidate is good enough",
    "worse": "The candidate is worse",
    "undecided": "Undecided",
}
POWER = as_given(thresholds["evaluation_power_pct"].value, UNITS["pct"])
BARE_POINTS = UNITS["points"]._replace(after="")
ROOM = "no more can pass than there are cases"
OVERLAP = "more cannot have passed with both than with either, nor fewer than the cases leave room for"


def standard_deviations(confidence_pct):
    return deviations(confidence_pct)


def deviations_squared(standard_deviations):
    return standard_deviations * standard_deviations


# Wilson's interval of a share: from `middle` as far as `margin` on either side.


def middle(passed, cases, deviations_squared):
    return percent((passed + deviations_squared / 2) / (cases + deviations_squared))


def margin(passed, cases, deviations_squared):
    within_cases = deviations_squared * (passed * (cases - passed) / cases + deviations_squared / 4)
    return percent(square_root(within_cases) / (cases + deviations_squared))


def today_pct(today_passed, cases):
    return percent(today_passed / cases)


def today_middle_pct(today_passed, cases, deviations_squared):
    return middle(today_passed, cases, deviations_squared)


def today_margin_pct(today_passed, cases, deviations_squared):
    return margin(today_passed, cases, deviations_squared)


def today_low_pct(today_middle_pct, today_margin_pct):
    return most(0, today_middle_pct - today_margin_pct)


def today_high_pct(today_middle_pct, today_margin_pct):
    return percent(least(1, share(today_middle_pct) + share(today_margin_pct)))


def candidate_pct(candidate_passed, cases):
    return percent(candidate_passed / cases)


def candidate_middle_pct(candidate_passed, cases, deviations_squared):
    return middle(candidate_passed, cases, deviations_squared)


def candidate_margin_pct(candidate_passed, cases, deviations_squared):
    return margin(candidate_passed, cases, deviations_squared)


def candidate_low_pct(candidate_middle_pct, candidate_margin_pct):
    return most(0, candidate_middle_pct - candidate_margin_pct)


def candidate_high_pct(candidate_middle_pct, candidate_margin_pct):
    return percent(least(1, share(candidate_middle_pct) + share(candidate_margin_pct)))


# Newcombe's interval of the difference: method 10 for pairs, in which the correlation of the two counts; with none it is his interval without pairs.


def agreement(cases, today_passed, candidate_passed, both_passed=None):
    return both_passed * cases - today_passed * candidate_passed if known(both_passed) else 0


def scatter(cases, today_passed, candidate_passed):
    return square_root(today_passed * (cases - today_passed) * candidate_passed * (cases - candidate_passed))


def correlation(agreement, scatter, cases):
    if agreement > cases / 2:  # less by half of the cases: a correction for continuity
        return (agreement - cases / 2) / scatter
    return agreement / scatter if agreement < 0 else 0


def apart(one, other, correlation):
    return square_root(one * one - 2 * correlation * one * other + other * other)


def difference_points(candidate_pct, today_pct):
    return candidate_pct - today_pct


# Where all or none are right, an end of the interval is its share, but for the last of 34 digits: nothing lies beyond it, and not a little less than nothing.


def today_above_points(today_high_pct, today_pct):
    return most(0, today_high_pct - today_pct)


def today_below_points(today_pct, today_low_pct):
    return most(0, today_pct - today_low_pct)


def candidate_above_points(candidate_high_pct, candidate_pct):
    return most(0, candidate_high_pct - candidate_pct)


def candidate_below_points(candidate_pct, candidate_low_pct):
    return most(0, candidate_pct - candidate_low_pct)


def difference_low_points(difference_points, candidate_below_points, today_above_points, correlation):
    return difference_points - apart(candidate_below_points, today_above_points, correlation)


def difference_high_points(difference_points, candidate_above_points, today_below_points, correlation):
    return difference_points + apart(candidate_above_points, today_below_points, correlation)


def verdict(difference_low_points, difference_high_points, tolerance_points):
    if difference_low_points > 0:
        return "better"
    if difference_low_points + tolerance_points >= 0:
        return "good-enough"
    return "worse" if difference_high_points + tolerance_points < 0 else "undecided"


# How many cases it takes, in all, that two which are equally good are told from the tolerance with the power wanted. Of so many, half of the interval and
# the room for chance are (deviations + those of the power) x √(disagreement x cases + 1), in answers: Connor's number, but that Newcombe's correction for
# continuity adds the 1. The tolerance is tolerance x cases answers, and has to be more than that and the answers that the candidate is behind so far.
# Two that differ by the tolerance disagree on as many cases at least, so less is not reckoned with where few were asked and nothing was seen.


def power_deviations(evaluation_power_pct):
    return deviations(2 * evaluation_power_pct - 100)


def reach(standard_deviations, power_deviations):
    return standard_deviations + power_deviations


def disagreement(cases, today_passed, candidate_passed, both_passed=None):
    """The share of the cases that one alone got right: as seen, or as it would be if they failed by chance."""
    both = both_passed if known(both_passed) else today_passed * candidate_passed / cases
    return (today_passed + candidate_passed - 2 * both) / cases


def answers_behind(verdict, today_passed, candidate_passed):
    """How many answers have to be made good. What is decided needs no more cases, so its number is that of an evaluation that begins."""
    return most(0, today_passed - candidate_passed) if verdict == "undecided" else 0


def room_for_chance(reach, disagreement, tolerance_points):
    return reach * reach * most(disagreement, share(tolerance_points)) / 2


def cases_needed(room_for_chance, reach, tolerance_points, answers_behind):
    accepted = share(tolerance_points)
    behind = accepted * answers_behind
    root = square_root(room_for_chance * room_for_chance + 2 * room_for_chance * behind + reach * reach * accepted * accepted)
    return rounded_up((room_for_chance + behind + root) / (accepted * accepted)) if tolerance_points > 0 else None


def usd_accepted(usd_task, failed_answer_usd, passed_pct):
    return (usd_task + (1 - share(passed_pct)) * failed_answer_usd) / share(passed_pct) if passed_pct > 0 else None


def usd_accepted_today(usd_task_today, failed_answer_usd, today_pct):
    return usd_accepted(usd_task_today, failed_answer_usd, today_pct)


def usd_accepted_candidate(usd_task_candidate, failed_answer_usd, candidate_pct):
    return usd_accepted(usd_task_candidate, failed_answer_usd, candidate_pct)


def saving_usd_month(usd_accepted_today, usd_accepted_candidate, tasks_per_month):
    return (usd_accepted_today - usd_accepted_candidate) * tasks_per_month


def evaluation_pays_months(evaluation_usd, saving_usd_month):
    return evaluation_usd / saving_usd_month if saving_usd_month > 0 else None


def both_bounds(cases: Any, today: Any, candidate: Any) -> tuple[Any, Any]:
    """The fewest and the most cases that both can have got right."""
    return max(0, today + candidate - cases), min(today, candidate)


def of_points(points: str) -> str:
    """How much better or worse the candidate is, by the points as they are written."""
    size = followed(points.removeprefix("-"), "points")
    return "as good" if points == "0" else f"{size} {'worse' if points.startswith('-') else 'better'}"


def money(v: View) -> str:
    """What a month costs with the candidate, wrong answers counted; "" where one of the two gets nothing right."""
    saving = v.saving_usd_month
    if saving is None:
        return ""
    return f"; counting wrong answers it {saves(saving)} a month" if saving else "; counting wrong answers a month costs the same"


def more_cases(v: View) -> str:
    """What would decide it, inside a sentence."""
    if v.cases_needed is None:
        return "no number of cases shows that it is not the least bit worse"
    more = counted(v.cases_needed - v.cases, "cases")
    return f"were they equally good, it would take {more} more to tell {given(v, 'tolerance_points')} with a chance of {POWER}"


def said(v: View) -> Said:
    return Said(f"{VERDICTS[v.verdict]}.", because(v), "when either model changes, or more cases are in")


def because(v: View) -> str:
    candidate, today = told_apart(v.candidate_pct, v.today_pct, unit=UNITS["pct"])
    start = f"{candidate} right against {today}, with {given(v, 'confidence_pct')} confidence"
    ends = told_apart(v.difference_low_points, v.difference_high_points, unit=BARE_POINTS, given=(-v.tolerance_points,))
    low, high = map(of_points, ends)
    if v.verdict == "better":
        return f"{start} at least {low}{money(v)}."
    if v.verdict == "good-enough":
        return f"{start} at most {low}{money(v)}."
    if v.verdict == "worse":
        return f"{start} at least {high}{money(v)}."
    nearest = low.partition(" ")[0] if high.endswith("worse") else low  # between 11.9 and 0.5 points worse
    if v.difference_high_points < 0:
        accepted = f"by more than the {given(v, 'tolerance_points')} that you accept"
        return f"{start} between {nearest} and {high}; open is only whether {accepted}."
    return f"{start} between {nearest} and {high}; {more_cases(v)}."


def saving_at(v: View, passed_pct: Numeric) -> Numeric | None:
    """What is saved a month if the candidate gets this share right."""
    accepted = usd_accepted(v.usd_task_candidate, v.failed_answer_usd, passed_pct)
    known_both = accepted is not None and v.usd_accepted_today is not None
    return saving_usd_month(v.usd_accepted_today, accepted, v.tasks_per_month) if known_both else None


def saves(saving: Numeric) -> str:
    return f"saves {usd(saving)}" if saving > 0 else f"costs {usd(-saving)} more" if saving else "costs the same"


def what_is_at_stake(v: View) -> list[str]:
    """While it is undecided: the money at the counts, at the least difference, and if the two were equally good; and whether the tolerance pays."""
    found, equal, least = [], saving_at(v, v.today_pct), saving_at(v, most(0, v.today_pct + v.difference_low_points))
    if v.verdict == "undecided" and v.saving_usd_month is not None and equal is not None:
        low = f" and {saves(least)} at the lower end of the interval" if least is not None else ""
        best = f"; were it as good as today's, it {saves(equal)}" if v.difference_high_points >= 0 else ""
        found.append(f"A month with the candidate, wrong answers counted, {saves(v.saving_usd_month)} at these counts{low}{best}.")
    accepted = saving_at(v, most(0, v.today_pct - v.tolerance_points))
    if equal is not None and accepted is not None and equal > 0 > accepted:
        found.append(
            f"Being worse by the {given(v, 'tolerance_points')} that you accept costs more than the tokens save: then a month {saves(accepted)}. Accept less."
        )
    return found


def warnings(v: View) -> list[str]:
    found, saving = what_is_at_stake(v), v.saving_usd_month
    fewest, most_ = both_bounds(v.cases, v.today_passed, v.candidate_passed)
    if v.both_passed is None and fewest < most_:  # where all or none are right it follows, and the interval is the same without it
        found.append(
            "How many both got right is not given, so the interval is as wide as if each had been asked other cases. Count them: it costs nothing more."
        )
    if v.verdict == "worse" and saving and saving > 0:
        found.append(
            "It is worse than you accept, and yet cheaper with wrong answers counted: either the tolerance or the cost of a wrong answer is not what you think."
        )
    if v.verdict in ("better", "good-enough") and saving and saving < 0:
        found.append("It is good enough, and yet dearer with wrong answers counted: there is no reason to change.")
    return found


def picture(v: View) -> list[Interval]:
    low, value, high = v.difference_low_points, v.difference_points, v.difference_high_points
    shown = told_apart(low, value, high, unit=BARE_POINTS, given=(-v.tolerance_points,))
    return [
        Interval(
            id="difference",
            title=finding(v),
            unit=f"Candidate less today, in percentage points, with {given(v, 'confidence_pct')} confidence",
            ends=tuple(zip((low, value, high), shown, strict=True)),
            x=Axis("percentage points"),
            marks=((-v.tolerance_points, "most you accept"), (0, "as good")) if v.tolerance_points else ((0, "as good"),),
            edge=-v.tolerance_points,
            look=route(v.verdict) or INK,
            basis="Your numbers; the interval",
            sources=("newcombe-1998",),
        )
    ]


def finding(v: View) -> str:
    """How far the candidate may be from today's model at the end that decides."""
    ends = told_apart(v.difference_low_points, v.difference_high_points, unit=BARE_POINTS, given=(-v.tolerance_points,))
    low, high = map(of_points, ends)
    if v.verdict == "undecided":
        return f"{followed(as_given(v.cases), 'cases')} leave it open: anything from {low} to {high}"
    return capital(
        {
            "better": f"at least {low}",
            "good-enough": f"at most {low}" if low.endswith("worse") else f"at least {low}",
            "worse": f"at least {high}",
        }[v.verdict]
    )


CALCULATOR = Calculator(
    id="evaluation",
    code="E7",
    group="economics",
    title="Evaluation",
    question="Is the cheaper model good enough, how sure is that, and what does a good answer cost?",
    inputs=(
        "cases",
        "today_passed",
        "candidate_passed",
        "both_passed",
        "tolerance_points",
        "confidence_pct",
        "usd_task_today",
        "usd_task_candidate",
        "failed_answer_usd",
        "tasks_per_month",
        "evaluation_usd",
    ),
    folded={
        "How sure, and what counts as equal": ("tolerance_points", "confidence_pct"),
        "What errors and answers cost": ("failed_answer_usd", "evaluation_usd", "both_passed"),
    },
    rules=(
        *(Within(field, lambda v: 0, lambda v: v["cases"], ROOM) for field in ("today_passed", "candidate_passed")),
        Within(
            "both_passed",
            lambda v: both_bounds(v["cases"], v["today_passed"], v["candidate_passed"])[0],
            lambda v: both_bounds(v["cases"], v["today_passed"], v["candidate_passed"])[1],
            OVERLAP,
        ),
    ),
    steps=(
        Formula(standard_deviations, "Standard deviations of the confidence", term="deviations"),
        Formula(deviations_squared, "Standard deviations of the confidence, squared", term="deviations squared"),
        Formula(today_middle_pct, "Middle of today's interval", source="wilson-1927"),
        Formula(today_margin_pct, "Half of today's interval", source="wilson-1927"),
        Formula(candidate_middle_pct, "Middle of the candidate's interval", source="wilson-1927"),
        Formula(candidate_margin_pct, "Half of the candidate's interval", source="wilson-1927"),
        Formula(agreement, "How much more often both are right than chance has it", term="agreement beyond chance"),
        Formula(scatter, "The most that this could be", term="most agreement"),
        Formula(correlation, "Correlation of the two", source="newcombe-1998"),
        Formula(today_above_points, "Today's interval above its share", term="today above"),
        Formula(today_below_points, "Today's interval below its share", term="today below"),
        Formula(candidate_above_points, "The candidate's interval above its share", term="candidate above"),
        Formula(candidate_below_points, "The candidate's interval below its share", term="candidate below"),
        Formula(power_deviations, "Standard deviations of the power", term="deviations of the power"),
        Formula(reach, "Both together", term="both deviations"),
        Formula(disagreement, "Cases that one alone got right", term="disagreement"),
        Formula(answers_behind, "Answers that the candidate is behind so far", term="answers behind"),
        Formula(room_for_chance, "Room that is left for chance", term="room for chance"),
    ),
    outputs=(
        Output(difference_points, "Difference, candidate less today", term="difference", key=True),
        Output(cases_needed, "Cases that such an evaluation needs", none="no number of them", key=True, endless=True, source="connor-1987"),
        Output(saving_usd_month, "Saved, wrong answers counted", term="saving", none="unknown: one of them gets nothing right", key=True),
        Output(evaluation_pays_months, "The evaluation pays after", none="never", endless=True),
        Output(difference_low_points, "Difference, at least", term="least difference", source="newcombe-1998"),
        Output(difference_high_points, "Difference, at most", term="most difference", source="newcombe-1998"),
        Output(today_pct, "Right today", term="share right today"),
        Output(today_low_pct, "Right today, at least", term="low end today"),
        Output(today_high_pct, "Right today, at most", term="high end today"),
        Output(candidate_pct, "Right with the candidate", term="share right with the candidate"),
        Output(candidate_low_pct, "Right with the candidate, at least", term="low end with the candidate"),
        Output(candidate_high_pct, "Right with the candidate, at most", term="high end with the candidate"),
        Output(usd_accepted_today, "Cost of an accepted answer today", none="unknown: none is right"),
        Output(usd_accepted_candidate, "Cost of an accepted answer with the candidate", none="unknown: none is right"),
        Output(verdict, "Verdict", kind="choice", options=VERDICTS),
        Output("flips", "What would have to be true", kind="flips"),
    ),
    said=said,
    warnings=warnings,
    pictures=picture,
    verdict="verdict",
    unturned=("cases",),  # with more cases more are right: `cases_needed` says how many it takes
)
