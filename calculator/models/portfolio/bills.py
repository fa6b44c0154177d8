"""What each workload costs on each route, by the same formulas as the API bill and self-hosting: nothing is priced a second way."""

from collections.abc import Callable, Mapping
from typing import Any

from calculator.data import catalogue
from calculator.errors import Verbatim
from calculator.formulas.functions import known
from calculator.formulas.graph import as_float, formulas_for, solve, solve_in_floats
from calculator.formulas.model import Formula, View
from calculator.inputs.vocabulary.common import OWN
from calculator.models.api_bill import CALCULATOR as API_BILL
from calculator.models.api_bill import stood_beside, usd_month
from calculator.models.self_host import machines
from calculator.models.shared.api_prices import TYPED, called, day
from calculator.models.shared.offers import READS, Found, bill, offers, request_of, seller_of
from calculator.numbers.constants import HOURS_PER_MONTH, SECONDS_PER_HOUR
from calculator.numbers.decimals import exact
from calculator.numbers.display import full_count

AT_ONCE, WAITING = 0, 100  # per cent of the requests that go in batches


# The reader's numbers, column by column


def each_requests_per_month(workloads):
    return [workload["requests_per_month"] for workload in workloads]


def each_input_tokens(workloads):
    return [workload["input_tokens"] for workload in workloads]


def each_output_tokens(workloads):
    return [workload["output_tokens"] for workload in workloads]


# By API


def api_usd_request(batch_pct: int, read: Any, written: Any, day: str, asked: Mapping[str, Any]) -> Any:
    """What the API called today bills for a request, at once or in a batch: at list prices as the API bill compares models, else by its formulas."""
    in_floats = read.__class__ is float
    if asked["model"] != OWN and all(asked[field] is None for field in TYPED):
        request = request_of(read, asked["cached_input_pct"], written, 0 * read + batch_pct)  # of the kind of the other numbers
        return bill(seller_of(asked["model"], day, in_floats), request, read)
    wanted = "waiting_usd_request" if batch_pct else "full_usd_request"
    shape = {"input_tokens": read, "output_tokens": written, "reasoning_tokens": 0, "reads_per_cache_write": READS}
    solver = solve_in_floats if in_floats else solve
    return solver(formulas_for(API_BILL, frozenset((wanted,))), {**asked, **shape})[wanted]


def api_bills(batch_pct: int) -> Callable[..., list[Any]]:
    """The formula for the bill of each workload by the API called today; of those in batches None where the answers are needed at once."""

    def bills(
        workloads,
        each_requests_per_month,
        each_input_tokens,
        each_output_tokens,
        model,
        cached_input_pct,
        day,
        data=None,
        input_usd_mtok=None,
        cached_input_usd_mtok=None,
        output_usd_mtok=None,
        batch_discount_pct=None,
    ):
        asked = {
            "model": model,
            "cached_input_pct": cached_input_pct,
            "data": data,
            "peak_pct": None,
            "cache_write_usd_mtok": None,
            "input_usd_mtok": input_usd_mtok,
            "cached_input_usd_mtok": cached_input_usd_mtok,
            "output_usd_mtok": output_usd_mtok,
            "batch_discount_pct": batch_discount_pct,
        }
        shapes = zip(workloads, each_requests_per_month, each_input_tokens, each_output_tokens, strict=True)
        return [
            usd_month(requests, api_usd_request(batch_pct, read, written, day, asked)) if workload["batchable"] or not batch_pct else None
            for workload, requests, read, written in shapes
        ]

    return bills


def hosted(workload: Mapping[str, Any], read: Any, written: Any, weights: str, day: str, cached_input_pct: Any) -> Found:
    """The hosts of some weights for a workload's request: in batches where it can wait and a host lists such a price."""
    waits = 0 * read + (100 if workload["batchable"] else 0)  # of the kind of the other numbers
    return offers(weights, day, request_of(read, cached_input_pct, written, waits))


def hosted_bills_usd_month(workloads, each_requests_per_month, each_input_tokens, each_output_tokens, stood_beside, day, cached_input_pct):
    """At the middle one of the hosts; None where no host takes such a request."""
    bills = []
    shapes = zip(workloads, each_requests_per_month, each_input_tokens, each_output_tokens, strict=True)
    for workload, requests, read, written in shapes:
        found = hosted(workload, read, written, stood_beside, day, cached_input_pct)
        bills.append(usd_month(requests, found.middle.usd_request) if found.order else None)
    return bills


# On GPUs of one's own


def busy_gpus(each_requests_per_month, each_input_tokens, each_output_tokens, setup, set_up=None, max_tokens_per_second=None):
    """How many GPUs a workload keeps busy on average; None where the model of the set-up does not take such a request."""
    shapes = zip(each_requests_per_month, each_input_tokens, each_output_tokens, strict=True)
    return [
        requests / (HOURS_PER_MONTH * SECONDS_PER_HOUR) * gpu_seconds(read, written, set_up, max_tokens_per_second)
        if not known(refused(setup, read, written, max_tokens_per_second))
        else None
        for requests, read, written in shapes
    ]


def refused(setup: str, read: Any, written: Any, maximum: Any) -> Any:
    """Why the model of a set-up does not take a request; None where it does."""
    values = {"setup": setup, "input_tokens": read, "output_tokens": written, "max_tokens_per_second": maximum}
    return machines.too_long(values) or machines.of_no_such_shape(values)


def gpu_seconds(read: Any, written: Any, set_up: Any, maximum: Any) -> Any:
    if known(maximum):
        return written / maximum
    rates = (
        machines.prefill_gpu_seconds_mtok(set_up),
        machines.decode_gpu_seconds_mtok(set_up),
        machines.cache_gpu_seconds_mtok_ktok(set_up),
    )
    prefill, decode, cache = map(as_float, rates) if written.__class__ is float else rates
    return machines.request_gpu_seconds(
        machines.read_gpu_seconds(read, prefill),
        machines.written_gpu_seconds(written, decode),
        machines.cached_gpu_seconds(read, written, cache),
    )


class Gpus:
    """GPUs that workloads share: as many whole copies of one model as their peaks together need, the spare ones, and the people."""

    def __init__(
        self,
        day: str,
        set_up: Any,
        peak_to_average: Any,
        used_gpus_per_copy: Any,
        people_usd_month: Any,
        egress_storage_usd_month: Any,
        gpu_usd_hour: Any,
        spare_gpus: Any,
    ):
        self.day, self.set_up, self.peak, self.copy = day, set_up, peak_to_average, used_gpus_per_copy
        self.people, self.egress, self.price, self.spare = people_usd_month, egress_storage_usd_month, gpu_usd_hour, spare_gpus

    def rented(self, busy: Any) -> tuple[int, Any]:
        """How many are rented for a load that keeps so many busy on average, and what one costs an hour; all peak at the same time."""
        peak = machines.peak_gpus(busy * self.peak, 1, self.copy)
        needed = machines.needed_gpus(0, peak, machines.used_spare_gpus(0, self.copy, self.spare))
        found = machines.offers(self.set_up, needed, self.day, catalogue.ON_DEMAND, self.price)
        if known(found):
            listed = machines.listed_usd_hour(found)
            return machines.rented_gpus(needed, found.middle.min_gpus), as_float(listed) if busy.__class__ is float else listed
        return machines.rented_gpus(needed, machines.gpus_at_a_time()), self.price

    def usd_month(self, busy: Any) -> Any:
        """The bill for a load that keeps so many busy on average; nothing for none."""
        if not busy:
            return 0 * busy
        rented, price = self.rented(busy)
        return machines.usd_month(machines.rent_usd_month(rented, price, HOURS_PER_MONTH), self.people, self.egress)


# What the fields must hold


def refused_row(values: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """A workload that the model called today does not take, or that a rule on data keeps from all that do."""
    model = catalogue.models().get(values["model"])
    beside = stood_beside(values["open_weights"], called(values["model"]))
    for row, workload in enumerate(values["workloads"], start=1):
        read, written = workload["input_tokens"], workload["output_tokens"]
        if model and (beyond := model.too_long(read, written)):
            _, words, limit = beyond
            return told(row, f"{model.name} takes {full_count(limit)} tokens {words}", read, written)
        on_gpus = refused(values["setup"], read, written, values["max_tokens_per_second"])
        if workload["private_data"] and on_gpus and not (values["has_compliant_host"] and is_hosted(beside, values, workload)):
            return told(row, "a rule on data leaves it GPUs of your own, and the set-up does not take such a request", read, written)
    return None


def is_hosted(weights: str, values: Mapping[str, Any], workload: Mapping[str, Any]) -> bool:
    read, written = exact(workload["input_tokens"]), exact(workload["output_tokens"])
    return bool(hosted(workload, read, written, weights, day(values["data"]), exact(0)).order)


def told(row: int, why: str, read: Any, written: Any) -> tuple[str, str, str]:
    return "workloads", f"must hold a shorter request in row {row}: {why}", Verbatim(f"{full_count(read)} in and {full_count(written)} out")


def each_words(v: View) -> str:
    """Whose numbers a list holds."""
    return ", ".join(str(workload["name"]) for workload in v.workloads)


def column(function: Any, label: str, key: str) -> Formula:
    return Formula(function, label, words="as given", is_found=True, numbers=each_words, sheet=f"{{workloads.{key}}}")


def of_bills(function: Any, label: str, id: str, words: str) -> Formula:
    return Formula(function, label, id=id, words=words, is_found=True, term="bill", numbers=each_words)


STEPS = (
    Formula(day, "Day of the prices", words="the day given, else the newest", is_found=True),
    Formula(called, "Model called today", words="as chosen", is_found=True),
    Formula(stood_beside, "Open weights", words="those chosen, else those called already", is_found=True),
    Formula(machines.set_up, "Set-up", words="as chosen", is_found=True),
    column(each_requests_per_month, "Requests of each workload", "requests_per_month"),
    column(each_input_tokens, "Input of a request of each", "input_tokens"),
    column(each_output_tokens, "Output of a request of each", "output_tokens"),
    of_bills(api_bills(AT_ONCE), "Bill of each with the API called today", "closed_bills_usd_month", "as the API bill of each"),
    of_bills(api_bills(WAITING), "Bill of each in batches", "batch_bills_usd_month", "as the API bill of each, all of which waits"),
    of_bills(
        hosted_bills_usd_month,
        "Bill of each on hosted open weights",
        "hosted_bills_usd_month",
        "as the API bill of each, at the middle one of the hosts",
    ),
    Formula(
        busy_gpus,
        "GPUs that each keeps busy",
        words="requests a second, times the seconds of a GPU that one takes",
        is_found=True,
        numbers=lambda v: v.set_up.label if v.set_up else "your own maximum",
    ),
    Formula(
        machines.listed_gpus_per_copy, "GPUs of a copy of the model", words="as measured", is_found=True, numbers=lambda v: v.set_up.label
    ),
    Formula(machines.used_gpus_per_copy, "GPUs of a copy of the model"),
)
