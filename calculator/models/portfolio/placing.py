"""Where each workload goes: of the routes that its rules allow the cheapest, those on GPUs of one's own together."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from calculator.formulas.functions import known, share, total
from calculator.formulas.model import Formula, View
from calculator.models.portfolio.bills import Gpus, each_words
from calculator.numbers.units import inside

ROUTES = {
    "closed": "The API you call today",
    "batch": "The same API, in batches",
    "hosted": "Open weights hosted by others",
    "self-host": "Open weights on GPUs of your own",
}
NONE_THERE = "none runs there"
STAY = ("closed", "batch")
OPEN = ("hosted", "self-host")


class Placed(NamedTuple):
    """A workload's route, the rule that says which it may take, and what it costs there with what is passed on."""

    route: str
    rule: str
    usd_month: Any


class Plan(NamedTuple):
    """All workloads in their order, and the GPUs that some share: a record, which nothing takes for numbers."""

    placed: tuple[Placed, ...]
    busy_gpus: Any
    rented_gpus: int


# Rules


def passed_on_pct(workload: Mapping[str, Any], escalation_pct: Any) -> Any:
    """What a rule keeps from the API is not passed on to it."""
    return 0 * escalation_pct if workload["private_data"] else escalation_pct


def quality(accepted_pct: Any, open_accepted_pct: Any, min_quality_pct: Any, escalation_pct: Any) -> str:
    """Whether the cascade is good enough: of what is passed on as many answers are accepted as today."""
    if not known(open_accepted_pct):
        return "not-measured"
    reached = open_accepted_pct * (1 - share(escalation_pct)) + accepted_pct * share(escalation_pct)
    return "passes" if reached >= min_quality_pct else "fails"


def rule_of(workload: Mapping[str, Any], is_small: bool, found: str) -> str:
    """The first that applies."""
    if workload["private_data"]:
        return "data"
    if is_small:
        return "small"
    if workload["sensitivity"] == "baseline":
        return "baseline"
    if workload["sensitivity"] == "quality" and workload["customer_facing"]:
        return "customers"
    if found == "fails":
        return "fails"
    return "not-measured" if workload["sensitivity"] == "quality" and found == "not-measured" else "volume"


def allowed(rule: str, has_compliant_host: bool) -> tuple[str, ...]:
    """The routes that a rule leaves."""
    if rule == "data":
        return OPEN if has_compliant_host else ("self-host",)
    if rule == "small":
        return ("closed",)
    return (*STAY, *OPEN) if rule == "volume" else STAY


# The cheapest


class Candidate(NamedTuple):
    """A workload that may run on GPUs of one's own: how many it keeps busy, what it costs on the cheapest other route that it may take, None where there
    is none, and what it passes on to the API."""

    place: int
    busy: Any
    elsewhere: Any
    passed_on: Any

    @property
    def worth(self) -> Any:
        """What it may cost on the GPUs and still be cheaper there."""
        return self.elsewhere - self.passed_on


def sharing(candidates: list[Candidate], bill: Callable[[Any], Any]) -> tuple[list[Candidate], list[Candidate]]:
    """Those that have nowhere else to go, and those that join them on the GPUs since all together then cost less.

    They are tried in the order of what they are worth for each GPU that they keep busy, so many of the first; and then one by one, with or without. GPUs come in whole copies, so there may
    be a cheaper mix still, by less than a copy.
    """
    forced = [one for one in candidates if not known(one.elsewhere)]
    free = sorted((one for one in candidates if known(one.elsewhere) and one.worth > 0), key=lambda one: one.worth / one.busy, reverse=True)
    base = sum(one.busy for one in forced)

    def gain(those: frozenset[int]) -> Any:
        """What is saved where these join."""
        joined = [one for one in free if one.place in those]
        return sum(one.worth for one in joined) - bill(base + sum(one.busy for one in joined))

    best: frozenset[int] = frozenset()
    most = gain(best)
    tried = [frozenset(one.place for one in free[: count + 1]) for count in range(len(free))]
    while tried:
        found = max(tried, key=gain)
        if gain(found) <= most:
            break
        best, most = found, gain(found)
        tried = [best ^ {one.place} for one in free]
    return forced, [one for one in free if one.place in best]


def shares(forced: list[Candidate], joined: list[Candidate], bill: Callable[[Any], Any]) -> dict[int, Any]:
    """What each pays: those that have nowhere else to go for the GPUs that they alone would take, by how many they keep busy; those that join them for what
    they add, by what each is worth, so that none pays more than elsewhere; and each for what it passes on."""
    base = sum(one.busy for one in forced)
    alone = bill(base)
    added = bill(base + sum(one.busy for one in joined)) - alone
    worth = sum(one.worth for one in joined)
    found = {one.place: alone * one.busy / base + one.passed_on for one in forced}
    return found | {one.place: added * one.worth / worth + one.passed_on for one in joined}


def plan(
    workloads,
    closed_bills_usd_month,
    batch_bills_usd_month,
    hosted_bills_usd_month,
    busy_gpus,
    all_closed_usd_month,
    leave_below_bill_pct,
    escalation_pct,
    accepted_pct,
    min_quality_pct,
    has_compliant_host,
    day,
    peak_to_average,
    used_gpus_per_copy,
    people_usd_month,
    egress_storage_usd_month,
    set_up=None,
    open_accepted_pct=None,
    gpu_usd_hour=None,
    spare_gpus=None,
):
    gpus = Gpus(day, set_up, peak_to_average, used_gpus_per_copy, people_usd_month, egress_storage_usd_month, gpu_usd_hour, spare_gpus)
    line = all_closed_usd_month * share(leave_below_bill_pct)
    found = quality(accepted_pct, open_accepted_pct, min_quality_pct, escalation_pct)
    rules, best, candidates = [], [], []
    rows = zip(workloads, closed_bills_usd_month, batch_bills_usd_month, hosted_bills_usd_month, busy_gpus, strict=True)
    for place, (workload, closed, batch, hosted, busy) in enumerate(rows):
        rule = rule_of(workload, closed < line, found)
        routes = allowed(rule, has_compliant_host)
        passed_on = share(passed_on_pct(workload, escalation_pct)) * min(closed, batch if known(batch) else closed)
        bills = {"closed": closed, "batch": batch, "hosted": hosted + passed_on if known(hosted) else None}
        ways = {route: bills[route] for route in routes if route in bills and known(bills[route])}
        rules.append(rule)
        best.append(min(ways.items(), key=lambda way: way[1], default=("", None)))  # of equals the first, which takes the least work
        if "self-host" in routes and known(busy):
            candidates.append(Candidate(place, busy, best[-1][1], passed_on))
    forced, joined = sharing(candidates, gpus.usd_month)
    on_gpus = shares(forced, joined, gpus.usd_month)
    placed = [
        Placed("self-host", rule, on_gpus[place]) if place in on_gpus else Placed(route, rule, bill)
        for place, (rule, (route, bill)) in enumerate(zip(rules, best, strict=True))
    ]
    busy = sum(one.busy for one in (*forced, *joined))
    return Plan(tuple(placed), busy, gpus.rented(busy)[0] if on_gpus else 0)


# What the plan comes to


def routes(plan):
    return [one.route for one in plan.placed]


def bills_usd_month(plan):
    return [one.usd_month for one in plan.placed]


def usd_month(bills_usd_month):
    return total(bills_usd_month)


def all_closed_usd_month(closed_bills_usd_month):
    return total(closed_bills_usd_month)


def saving_usd_month(all_closed_usd_month, usd_month):
    return all_closed_usd_month - usd_month


def shared_usd_month(routes, bills_usd_month):
    """None where no workload runs on GPUs of one's own."""
    return sum(bill for route, bill in zip(routes, bills_usd_month, strict=True) if route == "self-host") if "self-host" in routes else None


def self_hosted_usd_month(shared_usd_month):
    return shared_usd_month


def shared_gpus(plan):
    return plan.rented_gpus


def gpus(shared_gpus):
    return shared_gpus


def apis(workloads, routes, escalation_pct):
    """1 where something stays with the API, or is passed on to it, else 0."""
    stays = any(route in STAY for route in routes)
    passes_on = any(route in OPEN and not workload["private_data"] for workload, route in zip(workloads, routes, strict=True))
    return int(stays or (passes_on and escalation_pct > 0))


def hosts(routes):
    return int("hosted" in routes)


def gpu_providers(routes):
    return int("self-host" in routes)


def provider_count(apis, hosts, gpu_providers):
    """One each of those that the routes take."""
    return apis + hosts + gpu_providers


# Which to move first


class Move(NamedTuple):
    """A workload that leaves the API as it is called today, what that saves and how much work it is."""

    place: int
    is_forced: bool
    saving_usd_month: Any
    work_months: Any

    @property
    def rank(self) -> tuple[Any, ...]:
        """What a rule asks for first, then by what a month of work saves; what takes no work before all that takes some."""
        return not self.is_forced, self.work_months > 0, -(self.saving_usd_month / (self.work_months or 1))


def moves(workloads, routes, closed_bills_usd_month, bills_usd_month, batch_move_months, open_move_months, gpu_build_months):
    shared = routes.count("self-host")
    work = {
        "batch": batch_move_months,
        "hosted": open_move_months,
        "self-host": open_move_months + gpu_build_months / (shared or 1),
    }
    rows = zip(workloads, routes, closed_bills_usd_month, bills_usd_month, strict=True)
    found = [
        Move(place, workload["private_data"], closed - bill, work[route])
        for place, (workload, route, closed, bill) in enumerate(rows)
        if route != "closed"
    ]
    return tuple(sorted(found, key=lambda move: move.rank))


VERDICTS = {
    "closed": "Leave every workload where it is",
    "batch": "Send the first in batches",
    "hosted": "Move the first to hosted open weights",
    "self-host": "Move the first to GPUs of your own",
}


def first_route(routes, moves):
    return routes[moves[0].place] if moves else "closed"


def is_first_batched(first_route):
    return first_route == "batch"


def is_first_hosted(first_route):
    return first_route == "hosted"


def is_first_on_gpus(first_route):
    return first_route == "self-host"


def verdict(is_first_batched, is_first_hosted, is_first_on_gpus):
    if is_first_on_gpus:
        return "self-host"
    if is_first_hosted:
        return "hosted"
    return "batch" if is_first_batched else "closed"


def first_words(v: View) -> str:
    return str(v.workloads[v.moves[0].place]["name"]) if v.moves else "no workload moves"


def routes_words(v: View) -> str:
    return "; ".join(f"{workload['name']}: {inside(ROUTES[route])}" for workload, route in zip(v.workloads, v.routes, strict=True))


def found(function: Callable[..., Any], label: str, words: str, numbers: Callable[[View], str] = routes_words, **others: Any) -> Formula:
    return Formula(function, label, words=words, is_found=True, numbers=numbers, **others)


STEPS = (
    found(plan, "Where each workload goes", "the cheapest route that its rules allow, those on your own GPUs together", each_words),
    found(routes, "Route of each", "as placed", each_words),
    found(bills_usd_month, "Bill of each", "on its route, with what is passed on", each_words, term="bill"),
    found(moves, "Moves", "what a rule asks for first, then by what a month of work saves", each_words),
    found(shared_usd_month, "Bill of those on GPUs of your own", "the sum over them, with what they pass on", none=NONE_THERE),
    found(shared_gpus, "GPUs that they share", "for all their peaks together"),
    found(apis, "APIs", "1 where something stays with the API, or is passed on to it"),
    found(hosts, "Hosts", "1 where something runs on hosted open weights"),
    found(gpu_providers, "Providers of GPUs", "1 where something runs on GPUs of your own"),
    found(first_route, "Route of the first to move", "as placed", first_words),
    found(is_first_batched, "The first to move goes in batches", "as placed", first_words),
    found(is_first_hosted, "The first to move goes to a host", "as placed", first_words),
    found(is_first_on_gpus, "The first to move goes on GPUs of your own", "as placed", first_words),
)
