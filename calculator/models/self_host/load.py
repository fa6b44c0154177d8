"""The load: how many tokens, how high it peaks, how low it falls, and for how much of the time."""

from collections.abc import Mapping, Sequence
from typing import Any

from calculator.formulas.functions import by_average, known, largest, most, smallest
from calculator.formulas.model import AtLeast, Formula
from calculator.numbers.constants import HOURS_PER_DAY, HOURS_PER_MONTH, SECONDS_PER_HOUR
from calculator.numbers.decimals import exact
from calculator.numbers.display import as_given, pct


def load_tokens_per_second(requests_per_second, output_tokens):
    return requests_per_second * output_tokens


def hourly_levels(hourly_load):
    """In their order once and not in each draw over ranges."""
    return by_average(hourly_load)


def hours_peak_to_average(hours, window_hours_day, hourly_levels=None):
    """What the hours that are given make of the peak alone."""
    if known(hourly_levels):
        return largest(hourly_levels)
    return HOURS_PER_DAY / window_hours_day if hours == "window" else 1


def used_peak_to_average(peak_to_average, hours_peak_to_average):
    return most(peak_to_average, hours_peak_to_average)


def peak_tokens_per_second(load_tokens_per_second, used_peak_to_average):
    return load_tokens_per_second * used_peak_to_average


def requests_per_month(requests_per_second):
    return requests_per_second * HOURS_PER_MONTH * SECONDS_PER_HOUR


def peak_level(used_peak_to_average, window_share, hourly_levels=None):
    """Beside the average of the hours in which requests come, or, hour by hour, of all."""
    return largest(hourly_levels) if known(hourly_levels) else most(1, used_peak_to_average * window_share)


def trough_level(trough_to_average, hourly_levels=None):
    return smallest(hourly_levels) if known(hourly_levels) else trough_to_average


# What the fields must hold


def least_window(values: Mapping[str, Any]) -> int:
    return sum(hour > 0 for hour in values["hourly_load"]) if values["hourly_load"] and values["hours"] == "window" else 0


def outside_pct(loads: Sequence[Any], window: Any) -> Any:
    """What comes outside so many hours of a day at least, fewer than it has, those with the most requests being in them."""
    left = sorted(loads, reverse=True)
    whole = int(window)
    part = (window - whole) * left[whole]
    return 100 * (1 - (sum(left[:whole]) + part) / sum(left))


def why_so_many_hours(values: Mapping[str, Any]) -> str:
    """The window itself is not yet refused, so it is a number, and one of the rule that it broke."""
    hours = as_given(values["window_hours_day"])
    outside = pct(outside_pct(values["hourly_load"], exact(values["window_hours_day"])))
    return f"the hours of hourly_load in which requests come: outside the {hours} busiest {outside} of them do"


RULES = (AtLeast("window_hours_day", least_window, why_so_many_hours),)

STEPS = (
    Formula(load_tokens_per_second, "Load in tokens", term="load"),
    Formula(hourly_levels, "Load hour by hour beside its average, the highest first", term="load hour by hour beside its average"),
    Formula(hours_peak_to_average, "Peak that the hours given make"),
    Formula(used_peak_to_average, "Peak that counts"),
    Formula(peak_tokens_per_second, "Load at the peak"),
    Formula(requests_per_month, "Requests a month"),
    Formula(peak_level, "Peak beside the average", term="its peak"),
    Formula(trough_level, "Trough beside the average", term="its trough"),
)
