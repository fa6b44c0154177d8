"""What the portfolio says and shows."""

import re
from typing import Any

from calculator.data import catalogue
from calculator.data.catalogue import weights
from calculator.formulas.charts import Part, Stack, Stacks
from calculator.formulas.functions import known, share
from calculator.formulas.model import View, given
from calculator.formulas.said import Said, first_day
from calculator.models.portfolio.bills import Gpus, hosted
from calculator.models.portfolio.placing import OPEN, ROUTES, STAY, Placed, passed_on_pct
from calculator.models.shared.coming import changes, next_due
from calculator.numbers.constants import MONTHS_PER_YEAR
from calculator.numbers.dates import day_words
from calculator.numbers.display import as_given, counted, pct, told_apart, usd, verb_for
from calculator.numbers.units import UNITS, capital, inside, listed

SHORT_NAME = re.compile(r"[A-Za-z][\w'-]*( [\w'-]+){0,2}")
MOST_NAMED = 4
LOOKS = {"closed": "closed", "batch": "closed-too", "hosted": "hosted", "self-host": "self-hosted"}
SHORT = {"closed": "API", "batch": "API in batches", "hosted": "hosted", "self-host": "own GPUs"}


def name_of(v: View, place: int) -> str:
    return str(v.workloads[place]["name"])


def named(v: View, places: list[int]) -> str:
    """Names for a sentence, of many the first few."""
    names = [name_of(v, place) for place in places]
    return listed(names if len(names) <= MOST_NAMED else [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} more"])


def places(v: View, *routes: str) -> list[int]:
    return [place for place, route in enumerate(v.routes) if route in routes]


def on(v: View, route: str) -> str:
    """Where a workload runs, in a sentence."""
    api = v.called.name if v.called else "the API at your own prices"
    return {
        "closed": f"with {api}",
        "batch": f"with {api} in batches",
        "hosted": f"on {weights()[v.stood_beside].label} hosted by others",
        "self-host": "on GPUs of your own",
    }[route]


# Why


def why(v: View, place: int) -> str:
    """The rule that decided, and the bill that did where the rule left a choice."""
    placed, workload = v.plan.placed[place], v.workloads[place]
    because = {
        "data": "A rule keeps its data from a closed API, and that comes before all else",
        "small": f"Less than {as_given(v.leave_below_bill_pct, UNITS['pct'])} of the bill: not worth the work",
        "baseline": "The baseline of evaluations must not move with what it judges",
        "customers": "Customers see each answer, and quality matters more than cost",
        "not-measured": "Quality matters more than cost, and nobody has measured open weights on it",
        "fails": "Of open weights' answers too few are accepted",
        "volume": f"A large part of the bill ({pct(share_of_bill(v, place))}), and cost matters more",
    }[placed.rule]
    if workload["sensitivity"] == "quality" and placed.rule == "volume":
        because = f"A large part of the bill ({pct(share_of_bill(v, place))}), and open weights are good enough by your evaluation"
    return f"{because}; {chosen(v, place, placed)}." if placed.rule != "small" else f"{because}."


def chosen(v: View, place: int, placed: Placed) -> str:
    if placed.rule == "volume":
        cheapest = {
            "closed": "no other route is cheaper",
            "batch": "it can wait, and in batches it is cheapest",
            "hosted": "hosted open weights are cheapest",
            "self-host": "sharing GPUs is cheapest",
        }
        return cheapest[placed.route]
    if placed.rule == "data":
        return (
            "a host meets the rule"
            if placed.route == "hosted"
            else "only GPUs of your own meet it"
            if not v.has_compliant_host
            else "of those that meet it, sharing GPUs is cheapest"
        )
    return "the same model in batches is cheaper" if placed.route == "batch" else "it stays"


def share_of_bill(v: View, place: int) -> Any:
    return 100 * v.closed_bills_usd_month[place] / v.all_closed_usd_month if v.all_closed_usd_month else 0


# Tables


def accepted_share(v: View, place: int) -> Any:
    """Of a workload's answers the share that is accepted; None where nobody measured."""
    if v.routes[place] in STAY:
        return share(v.accepted_pct)
    if not known(v.open_accepted_pct):
        return None
    passed_on = share(passed_on_pct(v.workloads[place], v.escalation_pct))
    return share(v.open_accepted_pct) * (1 - passed_on) + share(v.accepted_pct) * passed_on


def placements(v: View) -> list[dict[str, Any]]:
    rows = []
    for place, workload in enumerate(v.workloads):
        bill, accepted = v.bills_usd_month[place], accepted_share(v, place)
        rows.append(
            {
                "workload": workload["name"],
                "route": v.routes[place],
                "usd_month": bill,
                "closed_usd_month": v.closed_bills_usd_month[place],
                "usd_accepted": bill / (workload["requests_per_month"] * accepted) if accepted else None,
                "why": why(v, place),
            }
        )
    return rows


def order(v: View) -> list[dict[str, Any]]:
    """Nothing pays back a move that saves nothing; what takes no work has no saving for each month of it."""
    return [
        {
            "workload": name_of(v, move.place),
            "route": v.routes[move.place],
            "saving_usd_month": move.saving_usd_month,
            "work_months": move.work_months,
            "saving_of_work_usd_month": move.saving_usd_month / move.work_months if move.work_months else None,
            "payback_months": payback(v, move),
        }
        for move in v.moves
    ]


def payback(v: View, move: Any) -> Any:
    return move.work_months * v.engineer_usd_month / move.saving_usd_month if move.saving_usd_month > 0 else None


def alternatives(v: View) -> list[dict[str, Any]]:
    """What each would cost on each route by itself, whatever its rules: with nothing passed on, and on GPUs that it shares with none."""
    gpus = Gpus(
        v.day,
        v.set_up,
        v.peak_to_average,
        v.used_gpus_per_copy,
        v.people_usd_month,
        v.egress_storage_usd_month,
        v.gpu_usd_hour,
        v.spare_gpus,
    )
    columns = zip(v.workloads, v.closed_bills_usd_month, v.batch_bills_usd_month, v.hosted_bills_usd_month, v.busy_gpus, strict=True)
    return [
        {
            "workload": workload["name"],
            "closed_usd_month": closed,
            "batch_usd_month": batch,
            "hosted_usd_month": hosted,
            "alone_usd_month": gpus.usd_month(busy) if known(busy) else None,
        }
        for workload, closed, batch, hosted, busy in columns
    ]


# The answer


def said(v: View) -> Said:
    is_typed = known(v.input_usd_mtok) and known(v.output_usd_mtok)
    due = next_due(changes(v.called, is_typed)) if v.called else None
    again = "when a volume or a price changes"
    if not v.moves:
        return Said("Leave every workload where it is.", staying(v), again, due)
    first = v.moves[0]
    name, route = name_of(v, first.place), v.routes[first.place]
    called = inside(name) if SHORT_NAME.fullmatch(name) else "one workload"
    where = "in batches" if route == "batch" else "first" if len(v.workloads) > 1 else ""
    verdict = f"{'Send' if route == 'batch' else 'Move'} {called} {where}".strip() + "."
    before, after = told_apart(v.closed_bills_usd_month[first.place], v.bills_usd_month[first.place])
    rule = "a rule keeps its data from a closed API, and " if first.is_forced else ""
    same = "as much as today" if before == after else f"{after} a month instead of {before}"
    why = f"{rule}{on(v, route)} it costs {same}"
    if called == "one workload":
        why = f"it is “{name}”: {why}"
    rest = "; the rest stays" if len(v.workloads) > 1 else ""
    if len(v.moves) > 1:
        all_before, all_after = told_apart(v.all_closed_usd_month, v.usd_month)
        rest = (
            f"; after all {counted(len(v.moves), 'moves')} the bill is {all_after} instead of {all_before}"
            if all_before != all_after
            else ""
        )
    if_good = ", if it is good enough there, which nobody has measured" if route in OPEN and not known(v.open_accepted_pct) else ""
    return Said(verdict, f"{capital(why)}{if_good}{rest}.", again, due)


def staying(v: View) -> str:
    """Why nothing moves."""
    rules = {one.rule for one in v.plan.placed}
    month = f"all of it costs {usd(v.all_closed_usd_month)} a month {on(v, 'closed')}"
    if "volume" in rules:
        return capital(f"{month}, and no route that the rules allow costs less.")
    return capital(f"{month}, and by the rules each workload stays.")


# Warnings


def warnings(v: View) -> list[str]:
    return [
        *catalogue.age_note(v.day),
        *of_quality(v),
        *of_batches(v),
        *of_the_hosts(v),
        *of_the_rule(v),
        *of_the_small(v),
        *of_the_work(v),
        *of_the_gpus(v),
        *of_the_models(v),
    ]


def of_quality(v: View) -> list[str]:
    found, moved = [], places(v, *OPEN)
    if not known(v.open_accepted_pct) and moved != [move.place for move in v.moves[:1]] and moved:
        found.append(
            f"Quality on open weights is not known: run your own evaluation before {named(v, moved)} {verb_for(len(moved), 'moves', 'move')}."
        )
    if moved and v.escalation_pct and any(not v.workloads[place]["private_data"] for place in moved):
        found.append(
            f"{given(v, 'escalation_pct')} of the requests on open weights are paid twice, there and {on(v, 'closed')}: measure the share."
        )
    unfit = [
        place
        for place in moved
        if v.workloads[place]["private_data"] and known(v.open_accepted_pct) and v.open_accepted_pct < v.min_quality_pct
    ]
    if unfit:
        found.append(f"The rule on data moves {named(v, unfit)} though too few answers of open weights are accepted: tune them first.")
    if moved and not places(v, *STAY):
        found.append(
            "No workload stays with the model that you call today: keep it as the fixed baseline of evaluations and experiments, with its answers stored."
        )
    return found


def of_batches(v: View) -> list[str]:
    """What is saved before anything has been evaluated: the same model, for what can wait."""
    waiting = [place for place in places(v, *OPEN) if v.plan.placed[place].rule == "volume" and saves_in_batches(v, place)]
    if not waiting:
        return []
    today, batch = (sum(column[place] for place in waiting) for column in (v.closed_bills_usd_month, v.batch_bills_usd_month))
    before, after = told_apart(today, batch)
    return [
        f"Until then the same model in batches, which needs no evaluation, does {named(v, waiting)} for {after} a month instead of {before}."
    ]


def saves_in_batches(v: View, place: int) -> bool:
    batch = v.batch_bills_usd_month[place]
    return bool(known(batch) and batch < v.closed_bills_usd_month[place])


def of_the_hosts(v: View) -> list[str]:
    """How far apart the hosts are whose middle one stands in the bill."""
    there = places(v, "hosted")
    if not there:
        return []
    ends = []
    for place in there:
        workload = v.workloads[place]
        found = hosted(workload, workload["input_tokens"], workload["output_tokens"], v.stood_beside, v.day, v.cached_input_pct)
        ends.append([workload["requests_per_month"] * offer.usd_request for offer in (found.cheapest, found.dearest)])
    low, high = told_apart(*map(sum, zip(*ends, strict=True)))
    if low == high:
        return []
    passed_on = " without what is passed on" if v.escalation_pct else ""
    return [
        f"From the cheapest host to the dearest {named(v, there)} {verb_for(len(there), 'costs', 'cost')} {low} to {high} a month{passed_on}: the bill is that of the middle one."
    ]


def of_the_small(v: View) -> list[str]:
    """Workloads that are left alone one by one, and together are not small."""
    small = [place for place, one in enumerate(v.plan.placed) if one.rule == "small"]
    part = sum(share_of_bill(v, place) for place in small)
    if len(small) < 2 or part < v.leave_below_bill_pct:
        return []
    return [
        f"Each of {named(v, small)} is a small part of the bill, and together they are {pct(part)} of it: enter as one row those that would move together."
    ]


def of_the_rule(v: View) -> list[str]:
    """What a rule on data costs, and what is not known of who meets it."""
    found = []
    dearer = [move for move in v.moves if move.saving_usd_month < 0]
    if dearer:
        more = usd(-sum(move.saving_usd_month for move in dearer))
        found.append(f"The rule on data costs {more} a month more than the API called today: {named(v, [move.place for move in dearer])}.")
    found += [of_a_compliant_host(v, dearer)] if dearer and not v.has_compliant_host else []
    if any(v.workloads[place]["private_data"] for place in places(v, "hosted")):
        found.append(
            "What falls under the rule on data is billed at the middle one of the hosts, which need not be one that meets it: ask yours for its price."
        )
    if any(workload["private_data"] for workload in v.workloads):
        found.append("Until it has moved, what falls under the rule on data must not go to a closed API.")
    return found


def of_a_compliant_host(v: View, dearer: list[Any]) -> str:
    """What a host would ask that meets the rule, where the GPUs of one's own cost more than the API."""
    bills = [v.hosted_bills_usd_month[move.place] for move in dearer]
    known_bills = [bill for bill in bills if known(bill)]
    if len(known_bills) < len(bills):
        return "Look for a host that meets the rule before you rent GPUs."
    return f"At the middle one of the hosts that would be {usd(sum(known_bills))} a month: look for one that meets the rule before you rent GPUs."


def of_the_work(v: View) -> list[str]:
    """Moves that do not save within a year what the work on them costs."""
    late = [move.place for move in v.moves if not move.is_forced and (not move.saving_usd_month or payback(v, move) > MONTHS_PER_YEAR)]
    if not late:
        return []
    return [f"The work to move {named(v, late)} costs more than that saves in a year: leave it until the bill is larger."]


def of_the_gpus(v: View) -> list[str]:
    there = places(v, "self-host")
    if not there:
        return []
    found = []
    busy = pct(100 * v.plan.busy_gpus / v.plan.rented_gpus)
    found.append(
        f"On GPUs of your own: {named(v, there)}, with {counted(v.plan.rented_gpus, 'GPUs')} of one model, busy {busy} of the time; they are enough if all peak at once, and are on at all hours."
    )
    if v.set_up and v.set_up.weights != v.stood_beside:
        found.append(f"Two different models: the GPUs run {v.set_up.label}, and hosted are {weights()[v.stood_beside].label}.")
    if not v.people_usd_month:
        found.append("No people are counted: somebody will be on call for these machines.")
    return found


def of_the_models(v: View) -> list[str]:
    found = []
    if v.called and v.called.retired_by(max(v.day, first_day(v))):
        found.append(
            f"Retired on {day_words(v.called.retires)}: {v.called.name} can no longer be called, so its bills are what it would have cost."
        )
    if v.called and v.called.weights:
        found.append(
            f"The model that you call, {v.called.name}, has open weights itself: what the rules say of a closed API, they say of it here."
        )
    none = [place for place, bill in enumerate(v.hosted_bills_usd_month) if not known(bill)]
    if none:
        found.append(f"No host of {weights()[v.stood_beside].label} takes requests as long as those of {named(v, none)}.")
    return found


# The picture


def picture(v: View) -> list[Stacks]:
    """All of it with the API called today, beside the routes of the answer."""

    def part(route: str) -> Part:
        return Part(SHORT[route], sum(bill for at, bill in zip(v.routes, v.bills_usd_month, strict=True) if at == route), LOOKS[route])

    before, after = told_apart(v.all_closed_usd_month, v.usd_month)
    placed = tuple(part(route) for route in ROUTES if route in v.routes)
    title = f"Placed, the bill is {after} a month instead of {before}" if before != after else f"The bill stays at {before} a month"
    found = [v.called.at(v.day).source] if v.called else []
    return [
        Stacks(
            id="placed",
            title=title,
            unit="US dollars a month",
            stacks=(
                Stack("All as today", (Part(SHORT["closed"], v.all_closed_usd_month, LOOKS["closed"]),)),
                Stack("Placed", placed, f"saves {usd(v.saving_usd_month)}" if v.saving_usd_month > 0 else ""),
            ),
            basis="List prices",
            sources=tuple(found),
        )
    ]
