"""What the answer says: the headline, and what a reader must know beside it."""

from typing import Any

from calculator.data import catalogue, thresholds
from calculator.data.catalogue import ON_DEMAND, Model
from calculator.formulas.functions import share
from calculator.formulas.model import View, given
from calculator.formulas.said import Due, Said, first_day
from calculator.inputs.vocabulary import VOCABULARY
from calculator.inputs.vocabulary.common import SAME
from calculator.inputs.vocabulary.machines import COMMITMENTS
from calculator.models.self_host.branches import batch_words, floor_words, hours_words, is_part_of_day, lists_batches
from calculator.models.self_host.machines import times_beyond
from calculator.models.shared.api_prices import request_usd
from calculator.models.shared.coming import Change, changes, next_due
from calculator.models.shared.offers import CLOSED, label_of, offers, prices_of, request_of
from calculator.numbers.constants import GPUS_PER_SERVER, HOURS_PER_DAY, MONTHS_PER_YEAR
from calculator.numbers.dates import day_words
from calculator.numbers.display import as_given, count, counted, full_count, full_counted, pct, price, rate, told_apart, usd, verb_for
from calculator.numbers.units import NO_UNIT, RATE, capital, followed, listed

SECONDS_PER_DAY = 86_400
NO_PAUSE = 0.995  # of the hours of a month: what a reader sees as all of them
COMMITTED_YEARS = {"1-year": 1, "3-year": 3}


def carrying_bills(v: View) -> dict[str, Any]:
    """The bills of the ways that can carry the load."""
    return {"closed": v.api_usd_month, "hosted": v.hosted_usd_month, "self-hosted": v.serving_usd_month, "hybrid": v.hybrid_usd_month}


def load_words(v: View) -> str:
    per = (
        (as_given(v.requests_per_second, RATE), "second")
        if v.requests_per_second >= 1
        else (count(v.requests_per_second * SECONDS_PER_DAY), "day")
    )
    return f"1 request a {per[1]} keeps" if per[0] == "1" else f"{per[0]} requests a {per[1]} keep"


def named(v: View) -> dict[str, str]:
    """What serves the load by each way, as a sentence names it."""
    return {
        "closed": v.called.name if v.called else "the API at your own prices",
        "hosted": v.host.name if v.host else "",
        "self-hosted": f"self-hosting with {counted(v.rented_gpus, 'GPUs')}{hours_words(v)}",
        "hybrid": "a mix",
    }


def ranges(v: View) -> dict[str, tuple[Any, Any]]:
    """The bill of each known way that can carry the load, at its lowest and at its highest offer."""
    found = {
        "closed": (v.api_usd_month, v.api_usd_month),
        "hosted": (v.hosted_low_usd_month, v.hosted_high_usd_month),
        "self-hosted": (v.serving_low_usd_month, v.serving_high_usd_month),
        "hybrid": (v.hybrid_low_low_usd_month, v.hybrid_high_high_usd_month),
    }
    return {way: ends for way, ends in found.items() if ends[0] is not None}


def too_close(v: View) -> str:
    """The cheapest way and the one that may be cheaper still, with the ranges in which they lie."""
    found = ranges(v)
    mine = found.pop(v.cheapest)
    other, theirs = min(found.items(), key=lambda item: item[1][0])
    ends = told_apart(*mine, *theirs)
    one, two = (" to ".join(dict.fromkeys(pair)) for pair in (ends[:2], ends[2:]))
    names, asked = named(v), ""
    if len(v.hosts.models) > 1:
        many = counted(len(v.hosts.models), "hosts")
        names["hosted"] = label_of(v.host)
        asked = f" at {'the middle half of ' if catalogue.quarter(v.hosts.models) else ''}its {many}"
    first, second = (asked if way == "hosted" else "" for way in (v.cheapest, other))
    return f"By the offers of GPUs and hosts {names[v.cheapest]} costs {one} a month{first} and {names[other]} {two}{second}."


def offered(v: View) -> str:
    """The offers that there are, at both ends, each with what is rented at a time where that is more than one."""
    term = "" if v.commitment == ON_DEMAND else f" for {COMMITMENTS[v.commitment].lower()}"
    low, high = (
        f"{price(hour)} an hour at {offer.provider}{f', {offer.min_gpus} at a time' if offer.min_gpus > 1 else ''}"
        for hour, offer in ((v.listed_low_usd_hour, v.offers.lowest), (v.listed_high_usd_hour, v.offers.highest))
    )
    if len(v.offers.listed) == 1:
        return f"One offer{term} is known: {low}. Ask for others."
    month = " to ".join(told_apart(v.low_usd_month, v.high_usd_month))
    return f"There is no one price of a GPU: offers{term} run from {low} to {high}, and the month costs from {month}."


def busy_words(v: View) -> str:
    """For how much of the time the GPUs are busy, and of which time."""
    return f"{pct(v.utilisation_pct)} of {given(v, 'window_hours_day') if is_part_of_day(v) else 'the time'}"


def peak_words(v: View) -> str:
    """Behind a number of GPUs that is too small for the peak: the one that is not, with all its digits, since it is what somebody orders."""
    if v.peak_tokens_per_second <= v.capacity_tokens_per_second:
        return ""
    spare = " before any spare" if v.used_spare_gpus else ""
    return f"; its peak needs {full_counted(v.peak_gpus, 'GPUs')}{spare}"


def if_they_can_wait(v: View) -> str:
    """Behind an advice to rent GPUs for a part of the day: what it takes for granted."""
    return ", if requests can wait" if is_part_of_day(v) else ""


def wait_words(v: View) -> str:
    """The same before the sentence that says why."""
    return f"if nobody need be answered outside {given(v, 'window_hours_day')}, " if is_part_of_day(v) else ""


AGAIN = "when the load or a price of GPUs or hosts changes"


def known_changes(v: View) -> list[Change]:
    """What is listed for a day to come of the model called today and of the host that is named."""
    found = changes(v.called, is_typed=v.input_usd_mtok is not None and v.output_usd_mtok is not None) if v.called else []
    host = v.host or catalogue.models().get(v.hosted_model)
    return found + (changes(host) if host else [])


def due(v: View) -> Due | None:
    return next_due(known_changes(v))


def coming(v: View, change: Change) -> str:
    """A change as a sentence, of the price of the model called today with what the load comes to."""
    told = change.told(first_day(v))
    if change.price is None or change.model is not v.called:
        return f"{told}."
    then = prices_of(change.model, change.day, v.input_tokens, v.waiting_pct > 0)
    typed = {"input": v.input_usd_mtok, "cached_input": v.cached_input_usd_mtok, "output": v.output_usd_mtok}
    used = [then[f"used_{kind}_usd_mtok"] if amount is None else amount for kind, amount in typed.items()]
    month = v.requests_per_month * request_usd(v.input_tokens, v.cached_input_pct, v.output_tokens, *used)
    return f"{told}: the same load then costs {usd(month)} a month, and here it is at the price of before."


def cheapest(v: View, whose: str) -> tuple[Model, Any] | None:
    """Of those who sell (CLOSED, or the hosts of some weights) the cheapest that takes such a request, and what it bills for the load; None where none does."""
    found = offers(whose, v.day, request_of(v.input_tokens, v.cached_input_pct, v.output_tokens, v.waiting_pct))
    left = (found.at(place) for place in range(len(found.order)))
    one = next((offer for offer in left if not offer.model.retired_by(first_day(v))), None)
    return (one.model, one.usd_request * v.requests_per_month) if one else None


def of_the_cheapest_host(v: View) -> list[str]:
    """Where it is not said to let others host, and one of them asks less than self-hosting costs at any listed price: the hosts stand there by their middle half."""
    is_compared = v.verdict in ("too-close", "self-host") and v.hosted_model == SAME and v.host is not None
    found = cheapest(v, v.set_up.weights) if is_compared else None
    least = v.usd_month if v.low_usd_month is None else v.low_usd_month
    if found is None or found[1] >= least:
        return []
    model, month = found
    return [
        f"One host asks less than self-hosting costs at any price: {model.name}, {usd(month)} a month. If you would use it, do not self-host."
    ]


def closed_beside(v: View) -> str:
    """Behind an advice to self-host: the cheapest closed model, where its bill is lower still."""
    found = cheapest(v, CLOSED)
    if found is None or found[1] >= v.usd_month or found[0] is v.called:
        return ""
    return f"; {found[0].name}, the cheapest closed model, takes the same tokens for {usd(found[1])}, if it is good enough"


def said(v: View) -> Said:
    machines = counted(v.rented_gpus, "GPUs")
    if v.saturated:
        give = verb_for(v.rented_gpus, "the GPU gives", "they give")
        asked, offered = told_apart(v.load_tokens_per_second, v.tokens_per_second, unit=NO_UNIT)
        why = f"On average it asks for {followed(asked, 'tokens')} a second, {give} {offered}{peak_words(v)}. What is cheapest is not said of a bill for a part."
        return Said(f"More load than {machines} {verb_for(v.rented_gpus, 'carries', 'carry')}.", why, AGAIN, due(v))
    busy = f"{machines} busy {busy_words(v)}"
    keeps = f"{load_words(v)} {busy} for"
    if v.verdict is None and v.utilisation_pct < thresholds["idle_gpus_below_pct"].value:
        return Said("Rent no GPUs for this load.", f"{capital(keeps)} {usd(v.usd_month)} a month.", AGAIN, due(v))
    if v.verdict is None:
        why = f"With {busy}{peak_words(v)}; nothing of the catalogue stands beside it."
        return Said(f"Self-hosting costs {usd(v.usd_month)} a month.", why, AGAIN, due(v))
    if v.verdict == "too-close":
        return Said("Too close to call.", too_close(v), AGAIN, due(v))
    if v.verdict == "self-host":
        others = [(way, bill) for way, bill in (("closed", v.api_usd_month), ("hosted", v.hosted_usd_month)) if bill is not None]
        way, month = min(others, key=lambda other: other[1])
        beside = f"{usd(month - v.usd_month)} less than {named(v)[way]}"  # a draw goes to who need run nothing
        beside += closed_beside(v)
        return Said(
            f"Self-host{if_they_can_wait(v)}.",
            capital(f"{wait_words(v)}it costs {usd(v.usd_month)} a month with {busy}, {beside}{peak_words(v)}."),
            AGAIN,
            due(v),
        )
    bills = carrying_bills(v)
    mine, theirs = told_apart(v.usd_month, bills[v.cheapest])
    if v.verdict == "hybrid":
        why = f"{capital(f'{wait_words(v) if v.hybrid_copies else str()}{floor_words(v)}')}. It costs {theirs} a month; all of it on your own GPUs costs {mine}."
        return Said(f"Mix{if_they_can_wait(v) if v.hybrid_copies else ''}.", why, AGAIN, due(v))
    same = "as much, with nothing to run" if v.usd_month == bills[v.cheapest] else ""
    model = v.called if v.verdict == "closed" else v.host
    batch = batch_words(v, model) if model else ""
    serves = f"{named(v)[v.verdict]} serves the same load{batch}"
    return Said("Do not self-host for the money.", f"{capital(keeps)} {mine} a month; {serves} for {same or theirs}.", AGAIN, due(v))


def of_the_window(v: View) -> str:
    """What becomes of who asks while the GPUs are off."""
    hours, off = given(v, "window_hours_day"), HOURS_PER_DAY - v.window_hours_day
    waits = f"who asks in the other {full_counted(off, 'hours')} waits, for up to {full_counted(off, 'hours')}, or goes unserved"
    if v.hourly_load:
        busy = full_counted(sum(hour > 0 for hour in v.hourly_load), "hours")
        return f"The GPUs are off for {full_counted(off, 'hours')} a day. Nobody waits only if the {hours} hold the {busy} in which requests come: {waits}."
    each = counted(v.requests_per_second * SECONDS_PER_DAY, "requests")
    return f"All requests of a day, {each}, are squeezed into {full_counted(v.window_hours_day, 'hours')}: {waits}. Of requests that come evenly over the day that is {pct(100 * off / HOURS_PER_DAY)}."


def of_no_host(v: View) -> str:
    if not v.set_up:
        return "which weights run on GPUs of your own figures is not known. Choose open weights hosted by others."
    return f"the catalogue has nobody who sells {v.set_up.label.partition(' on ')[0]} for such a request."


def of_the_maximum(v: View) -> list[str]:
    """What the maximum of one GPU rests on, and where that is not the shape of the request."""
    top, shape = (
        f"The maximum of {count(v.used_tokens_per_second)} tokens a second of one GPU",
        f"{given(v, 'input_tokens')} in and {as_given(v.output_tokens)} out",
    )
    if not v.set_up.points:
        return [
            f"{top} is that of {v.set_up.conditions}, and of no other: what it is for {shape} is not known, and may be a few times less or more. "
            "Choose a set-up measured by shape, or measure your own."
        ]
    found = [f"{top}, for {shape}, is reckoned from {v.set_up.conditions}. Measure your own."]
    times = times_beyond(v.set_up, v.input_tokens, v.output_tokens)
    if times >= thresholds["extrapolated_from_times"].value:
        longest = max(v.set_up.points, key=lambda point: point[0] + point[1])
        found.append(
            f"That is extrapolated: {shape} lie {rate(times)} times beyond the requests that were measured, of which the longest had {full_count(longest[0])} in and {full_count(longest[1])} out. How far it is off there is not known."
        )
    return found


def of_the_waiting(v: View) -> list[str]:
    """What requests cost that wait for the GPUs of a part of the day: an API takes such ones in batches."""
    if not v.waiting_pct:
        return []
    named = dict.fromkeys(model for model in (v.called, v.host) if model)
    none = [model.name for model in named if not lists_batches(v, model)]
    lists = f"; {' and '.join(none)} {verb_for(len(none), 'lists', 'list')} none" if none else ""
    return [f"Who may wait for these hours may wait for a batch: by API the load is billed at batch prices{lists}."]


def of_the_reasoning(v: View) -> list[str]:
    """Whose bill counts reasoning only where the output of a request holds it."""
    unasked = list(dict.fromkeys(model.label for model in (v.called, v.host) if model and model.reasons == "unasked"))
    if not unasked:
        return []
    reason, bill = verb_for(len(unasked), "reasons", "reason"), verb_for(len(unasked), "bills", "bill")
    return [
        f"Give the output of a request with its reasoning, as your usage page counts it: {listed(unasked)} {reason} unasked and {bill} that as output."
    ]


def of_the_people(v: View) -> list[str]:
    if not v.people_usd_month:
        return ["No people are counted: somebody will be on call for these machines."]
    if v.staff_usd_month == VOCABULARY["staff_usd_month"].default and v.rented_gpus > GPUS_PER_SERVER:
        return [
            f"{usd(v.staff_usd_month)} a month of people is our figure for a first service, and does not grow with the GPUs: put in what {followed(full_count(v.rented_gpus), 'GPUs')} take."
        ]
    return []


def of_little_room(v: View) -> list[str]:
    """What goes wrong where the GPUs carry the peak, but only just, or with none to spare."""
    peak, room = v.peak_tokens_per_second, v.capacity_tokens_per_second
    if peak > room:
        return []
    found, error = [], v.model_error_pct
    if error is not None and peak * (1 + share(error)) > room:
        found.append(
            f"At the peak the GPUs are {pct(100 * peak / room)} full, and their maximum may be off by {pct(error)}: requests may have to wait then."
        )
    if peak * v.whole_copies > room * (v.whole_copies - 1):
        left = "nobody is answered" if v.whole_copies == 1 else "the others cannot carry the peak"
        found.append(f"No copy is spare: while a GPU fails or a model is replaced, {left}.")
    return found


def warnings(v: View) -> list[str]:
    found = list(catalogue.age_note(v.day))
    if is_part_of_day(v):
        found.append(of_the_window(v))
    if v.max_tokens_per_second is None:
        found += of_the_maximum(v)
    found += [*of_the_reasoning(v), *of_the_waiting(v)]
    if v.hours_peak_to_average > v.peak_to_average:
        found.append(
            f"The hours that you gave make a peak of {rate(v.hours_peak_to_average)} times the average: that counts, and not the {as_given(v.peak_to_average)} of “Peak”."
        )
    if not v.saturated and v.peak_tokens_per_second > v.capacity_tokens_per_second:
        give = verb_for(v.rented_gpus, "this GPU gives", "these GPUs give")
        found.append(
            f"The peak asks for {counted(v.peak_tokens_per_second, 'tokens')} a second, more than {give}: requests will wait{peak_words(v)}."
        )
    found += of_little_room(v)
    found += of_the_cheapest_host(v)
    if v.gpus and v.even_requests_per_second is not None and v.copies_to_match > v.whole_copies:
        found.append(
            f"To cost as much as hosted it takes more than the {counted(v.rented_gpus, 'GPUs')} that you typed: at {rate(v.even_requests_per_second)} requests a second {full_counted(v.copies_to_match * v.used_gpus_per_copy, 'GPUs')} are full at the peak."
        )
    if v.rented_gpus > v.needed_gpus:
        found.append(
            f"{v.offers.middle.provider} rents {counted(v.gpus_at_a_time, 'GPUs')} at a time: {v.rented_gpus} are on the bill, {v.needed_gpus} {verb_for(v.needed_gpus, 'is', 'are')} needed."
        )
    left = v.rented_gpus - v.whole_copies * v.used_gpus_per_copy
    if left:
        found.append(
            f"A copy of the model takes {v.used_gpus_per_copy} GPUs: {counted(left, 'GPUs')} of {v.rented_gpus} {verb_for(left, 'makes', 'make')} no copy and only {verb_for(left, 'stands', 'stand')} by, on the bill."
        )
    if v.offers:
        found.append(offered(v))
    if v.utilisation_pct < thresholds["idle_gpus_below_pct"].value and not v.saturated:
        found.append(
            f"These GPUs work {pct(v.utilisation_pct)} of the time: the rest of the rent, {usd(v.idle_usd_month)} a month, buys nothing."
        )
    if v.commitment != ON_DEMAND:
        years = COMMITMENTS[v.commitment].lower()
        whole = v.rent_usd_month * MONTHS_PER_YEAR * COMMITTED_YEARS[v.commitment]
        found.append(
            f"Rented for {years} you owe {usd(whole)} of rent, whatever the load becomes and whatever GPUs and hosts cost by then."
        )
    if v.hours == "scale-to-zero" and v.paid_share >= NO_PAUSE:
        found.append("At this load the pauses never come: the GPUs run at all hours, and to be off between requests saves nothing.")
    elif v.hours == "scale-to-zero":
        found.append(
            "The first request after a pause waits until the GPUs and the model are there, which takes minutes; and while they run, all of them are counted."
        )
    found += of_the_people(v)
    found += [coming(v, change) for change in known_changes(v) if not change.model.retired_by(first_day(v))]
    chosen = (v.called, catalogue.models().get(v.hosted_model))
    for model in dict.fromkeys(model for model in chosen if model and model.retired_by(first_day(v))):
        found.append(
            f"Retired on {day_words(model.retires)}: {model.name} can no longer be called, so no bill of it stands here. Choose another."
        )
    if v.hosted_usd_month is None and v.hosted_model == SAME:
        found.append(f"No host is compared: {of_no_host(v)}")
    if v.host and v.set_up and v.host.weights != v.set_up.weights:
        found.append(f"Two different models: the hosted bill is for {v.host.name}, the rented GPUs run {v.set_up.label}.")
    return found
