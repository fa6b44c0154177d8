"""A mix: copies of your own carry the floor of the load that open weights can serve, an API takes what lies above it, and the rest stays where it is.

A further copy pays where it is busy for so much of the time that the API would cost more. How often a load is how high is its load-duration curve; so
the best number of copies is one of the two around the level that is exceeded for just that share of the time, or none.
"""

from collections.abc import Callable
from typing import Any

from calculator.formulas.functions import (
    above,
    above_hours,
    exceeded,
    exceeded_hours,
    exponential,
    known,
    least,
    least_known,
    most,
    on_hours,
    percent,
    rounded_down,
    rounded_up,
    share,
)
from calculator.formulas.model import Formula
from calculator.models.self_host.machines import in_lots
from calculator.numbers.constants import HOURS_PER_MONTH

NO_API = "not known without a price of an API"
FLOORS = {
    "none": "No copy: all by API",
    "trough": "As many as are always busy",
    "cheapest": "As many as pay",
    "peak": "As many as the peak needs",
}


def average_copies(load_tokens_per_second, hybrid_open_pct, used_tokens_per_second, used_gpus_per_copy, window_share, hourly_levels=None):
    """Full copies that the share for open weights would keep busy, on average of the hours that the curve is of."""
    copies = load_tokens_per_second * share(hybrid_open_pct) / (used_tokens_per_second * used_gpus_per_copy)
    return copies if known(hourly_levels) else copies / window_share


def open_bill(hosted, closed, open_pct):
    """The share for open weights, all of it by the cheaper API."""
    return least_known(hosted, closed) * share(open_pct)


def open_api_usd_month(hybrid_open_pct, hosted_usd_month=None, api_usd_month=None):
    if known(hosted_usd_month) or known(api_usd_month):
        return open_bill(hosted_usd_month, api_usd_month, hybrid_open_pct)
    return None


def rest_usd_month(hybrid_open_pct, api_usd_month=None):
    if hybrid_open_pct >= 100:
        return 0
    return api_usd_month * (1 - share(hybrid_open_pct)) if known(api_usd_month) else None


def all_api(open_pct, rest, hosted=None, closed=None):
    """Without a copy: the share for open weights by a host, the rest as today; all as today where no host is cheaper."""
    if known(closed) and (not known(hosted) or closed <= hosted):
        return closed
    return hosted * share(open_pct) + rest


def all_api_usd_month(hybrid_open_pct, rest_usd_month, hosted_usd_month=None, api_usd_month=None):
    if known(hosted_usd_month) or known(api_usd_month):
        return all_api(hybrid_open_pct, rest_usd_month, hosted_usd_month, api_usd_month)
    return None


def floor_fixed_usd_month(people_usd_month, egress_storage_usd_month):
    return people_usd_month + egress_storage_usd_month


def lot_gpus(used_gpus_per_copy, gpus_at_a_time):
    """The fewest GPUs that are rented for a copy."""
    return in_lots(used_gpus_per_copy, gpus_at_a_time)


def lot_copies(lot_gpus, used_gpus_per_copy):
    return rounded_down(lot_gpus / used_gpus_per_copy)


def average_lots(average_copies, lot_copies):
    return average_copies / lot_copies


def floor_hours_month(hours, paid_hours_month, hybrid_open_pct, requests_per_second, held_seconds, average_copies, hourly_levels=None):
    """For which a copy is paid: off between requests, as long as one copy alone would run. A second one runs no longer."""
    if hours == "scale-to-zero":
        held = requests_per_second * share(hybrid_open_pct) * held_seconds
        if known(hourly_levels):
            return on_hours(hourly_levels, held, average_copies) * HOURS_PER_MONTH
        return least(1, most(1 - exponential(-held), average_copies)) * HOURS_PER_MONTH
    return paid_hours_month


def lot_usd_month(lot_gpus, used_usd_hour, floor_hours_month):
    return lot_gpus * used_usd_hour * floor_hours_month


def paying_share(lot_usd_month, average_lots, open_api_usd_month):
    """The share of the time for which a copy must be busy to cost no more than the API; of copies that are rented together, that for which all are."""
    return lot_usd_month * average_lots / open_api_usd_month if open_api_usd_month > 0 else 1


def paying_level(paying_share, trough_level, peak_level, hourly_levels=None):
    """The load, as a multiple of its average, that is exceeded for that share of the time."""
    return exceeded_hours(paying_share, hourly_levels) if known(hourly_levels) else exceeded(paying_share, trough_level, peak_level)


def lower_lots(paying_level, average_lots):
    return rounded_down(paying_level * average_lots)


def spilled(lots, average_lots, trough_level, peak_level, hourly_levels=None):
    """The share of the tokens above what so many copies carry."""
    if average_lots <= 0:
        return 0 * average_lots
    level = lots / average_lots  # what they carry, as a multiple of the average
    return above_hours(level, hourly_levels) if known(hourly_levels) else above(level, trough_level, peak_level)


def lower_spilled_share(lower_lots, average_lots, trough_level, peak_level, hourly_levels=None):
    return spilled(lower_lots, average_lots, trough_level, peak_level, hourly_levels)


def upper_spilled_share(lower_lots, average_lots, trough_level, peak_level, hourly_levels=None):
    return spilled(lower_lots + 1, average_lots, trough_level, peak_level, hourly_levels)


def lower_usd_month(
    lower_lots, lot_usd_month, lower_spilled_share, open_api_usd_month, floor_fixed_usd_month, rest_usd_month, all_api_usd_month
):
    """Without a copy nobody runs one."""
    if lower_lots <= 0:
        return all_api_usd_month
    return lower_lots * lot_usd_month + floor_fixed_usd_month + lower_spilled_share * open_api_usd_month + rest_usd_month


def upper_usd_month(lower_lots, lot_usd_month, upper_spilled_share, open_api_usd_month, floor_fixed_usd_month, rest_usd_month):
    return (lower_lots + 1) * lot_usd_month + floor_fixed_usd_month + upper_spilled_share * open_api_usd_month + rest_usd_month


def hybrid_lots(lower_lots, lower_usd_month, upper_usd_month, all_api_usd_month):
    if all_api_usd_month <= lower_usd_month and all_api_usd_month <= upper_usd_month:
        return 0
    return lower_lots if lower_usd_month <= upper_usd_month else lower_lots + 1


def hybrid_copies(hybrid_lots, lot_copies):
    return hybrid_lots * lot_copies


def hybrid_spilled_pct(hybrid_lots, average_lots, trough_level, peak_level, hourly_levels=None):
    return percent(spilled(hybrid_lots, average_lots, trough_level, peak_level, hourly_levels))


def hybrid_usd_month(lower_usd_month, upper_usd_month, all_api_usd_month):
    return least(all_api_usd_month, least(lower_usd_month, upper_usd_month))


# The same at the ends of the offers: of GPUs the lowest and the highest, of hosts those of the lower and the upper quarter


def end_lot_copies(used_gpus_per_copy, gpus_at_a_time=None):
    return rounded_down(in_lots(used_gpus_per_copy, gpus_at_a_time) / used_gpus_per_copy) if known(gpus_at_a_time) else 1


def end_lot_usd_month(used_gpus_per_copy, floor_hours_month, used_usd_hour, gpus_at_a_time=None, end_usd_hour=None):
    if known(end_usd_hour):
        return in_lots(used_gpus_per_copy, gpus_at_a_time) * floor_hours_month * end_usd_hour
    return used_gpus_per_copy * floor_hours_month * used_usd_hour


def end_lots(lot_bill, open_bill, average_lots, trough_level, peak_level, hourly_levels=None):
    busy = paying_share(lot_bill, average_lots, open_bill)
    return rounded_down(paying_level(busy, trough_level, peak_level, hourly_levels) * average_lots)


def end_usd_month(lots, lot_bill, open_bill, api_bill, fixed_bill, rest_bill, average_lots, trough_level, peak_level, hourly_levels=None):
    low = spilled(lots, average_lots, trough_level, peak_level, hourly_levels)
    high = spilled(lots + 1, average_lots, trough_level, peak_level, hourly_levels)
    more = (lots + 1) * lot_bill + fixed_bill + high * open_bill + rest_bill
    fewer = lots * lot_bill + fixed_bill + low * open_bill + rest_bill if lots > 0 else api_bill
    return least(api_bill, least(fewer, more))


def formula(function: Callable[..., Any], label: str, id: str, *parameters: str, **words: Any) -> Formula:
    return Formula(function, label, id=id, parameters=parameters, **words)


ENDS = {"low": "lowest", "high": "highest"}
CURVE = ("trough_level", "peak_level", "hourly_levels")


def of_gpus(end: str) -> tuple[Formula, ...]:
    """What copies cost at one end of the offers of GPUs."""
    at, copy = f"at the {ENDS[end]} listed price", "used_gpus_per_copy"
    lots, price = f"{end}_gpus_at_a_time", f"listed_{end}_usd_hour"
    return (
        formula(end_lot_copies, f"Copies rented together {at}", f"{end}_lot_copies", copy, lots),
        formula(average_lots, f"Average load in such lots {at}", f"{end}_average_lots", "average_copies", f"{end}_lot_copies"),
        formula(end_lot_usd_month, f"Rent of a lot {at}", f"{end}_lot_usd_month", copy, "floor_hours_month", "used_usd_hour", lots, price),
    )


HOSTS = {"low": "lower", "high": "upper"}
OF_HOSTS = tuple(
    formula(
        function,
        f"{label} at the {words} host",
        id.format(end),
        "hybrid_open_pct",
        *rest,
        f"hosted_{end}_usd_month",
        "api_usd_month",
        none=NO_API,
    )
    for end, words in HOSTS.items()
    for function, label, id, rest in (
        (open_api_usd_month, "The share for open weights", "open_{}_usd_month", ()),
        (all_api_usd_month, "No copy", "all_api_{}_usd_month", ("rest_usd_month",)),
    )
)


def of_end(gpu: str, host: str) -> tuple[Formula, Formula]:
    """The hybrid at one end of the offers of GPUs and one of the hosts."""
    where = f"{ENDS[gpu]} price of GPUs and the {HOSTS[host]} host"
    bills, lots = (f"{gpu}_lot_usd_month", f"open_{host}_usd_month"), f"{gpu}_{host}_lots"
    curve = (f"{gpu}_average_lots", *CURVE)
    rest = (f"all_api_{host}_usd_month", "floor_fixed_usd_month", "rest_usd_month")
    return (
        formula(end_lots, f"Lots at the {where}", lots, *bills, *curve, none=NO_API),
        formula(end_usd_month, f"Hybrid at the {where}", f"hybrid_{gpu}_{host}_usd_month", lots, *bills, *rest, *curve, none=NO_API),
    )


# The rows of the table


def floor_rows(average_lots, lot_copies, trough_level, peak_level, hybrid_copies=None):
    """How many copies the rows are of; none where no API is known that takes the rest."""
    if hybrid_copies is None:
        return []
    counts = {
        "none": 0,
        "trough": rounded_down(trough_level * average_lots) * lot_copies,
        "cheapest": hybrid_copies,
        "peak": rounded_up(peak_level * average_lots) * lot_copies,
    }
    return [{"floor": FLOORS[floor], "floor_copies": count} for floor, count in counts.items()]


def floor_spilled_pct(floor_copies, average_copies, trough_level, peak_level, hourly_levels=None):
    return percent(spilled(floor_copies, average_copies, trough_level, peak_level, hourly_levels))


def floor_busy_pct(floor_copies, average_copies, floor_spilled_pct):
    return percent(average_copies * (1 - share(floor_spilled_pct)) / floor_copies) if floor_copies > 0 else None


def floor_usd_month(
    floor_copies, lot_copies, lot_usd_month, floor_fixed_usd_month, floor_spilled_pct, open_api_usd_month, rest_usd_month, all_api_usd_month
):
    if floor_copies <= 0:
        return all_api_usd_month
    rent = floor_copies * lot_usd_month / lot_copies
    return rent + floor_fixed_usd_month + share(floor_spilled_pct) * open_api_usd_month + rest_usd_month


STEPS = (
    Formula(average_copies, "Copies that the share for open weights fills on average", term="average load in copies"),
    Formula(open_api_usd_month, "The share for open weights by API", none=NO_API),
    Formula(rest_usd_month, "The rest by the API called today", none=NO_API),
    Formula(all_api_usd_month, "Without a copy", none=NO_API),
    Formula(floor_fixed_usd_month, "People, egress and storage", term="fixed cost"),
    Formula(lot_gpus, "GPUs that are rented for a copy"),
    Formula(lot_copies, "Copies that are rented together"),
    Formula(average_lots, "Average load in such lots"),
    Formula(floor_hours_month, "Hours on the bill of a copy"),
    Formula(lot_usd_month, "Rent of a lot"),
    Formula(paying_share, "Share of the time for which a copy must be busy to pay", none=NO_API),
    Formula(paying_level, "Load that is exceeded for so long", none=NO_API),
    Formula(lower_lots, "Lots that it fills", none=NO_API),
    Formula(lower_spilled_share, "Spilled with so many", none=NO_API),
    Formula(upper_spilled_share, "Spilled with one more", none=NO_API),
    Formula(lower_usd_month, "Bill with so many", none=NO_API),
    Formula(upper_usd_month, "Bill with one more", none=NO_API),
    Formula(hybrid_lots, "Lots of the hybrid", none=NO_API),
    *(part for end in ENDS for part in of_gpus(end)),
    *OF_HOSTS,
    *(part for gpu in ENDS for host in ENDS for part in of_end(gpu, host)),
)
