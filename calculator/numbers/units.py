"""Units stand in the id (`api_spend_usd_month`), so their words, and how a value is written, are read from it, once."""

from functools import cache
from typing import NamedTuple


class Unit(NamedTuple):
    """`words` follow a field's label ("US dollars a month"); `form` picks the format of a value (calculator.numbers.display); `after` follows the value in a sentence."""

    words: str
    form: str = "count"
    after: str = ""


NO_UNIT, RATE = Unit(""), Unit("", "rate")

# The first ending that fits wins, so a longer ending stands above the shorter one it contains.
UNITS = {
    "usd_month": Unit("US dollars a month", "usd", "a month"),
    "usd_year": Unit("US dollars a year", "usd", "a year"),
    "usd_quarter": Unit("US dollars a quarter", "usd", "a quarter"),
    "usd_unit": Unit("US dollars a unit", "price", "a unit"),
    "usd_request": Unit("US dollars a request", "price", "a request"),
    "usd_accepted": Unit("US dollars an accepted answer", "price", "an accepted answer"),
    "usd_hour": Unit("US dollars an hour", "price", "an hour"),
    "usd_mtok_output": Unit("US dollars a million output tokens", "price", "a million output tokens"),
    "gpu_seconds_mtok_ktok": Unit(
        "GPU-seconds a million tokens, for each thousand in the cache",
        "rate",
        "GPU-seconds a million tokens, for each thousand in the cache",
    ),
    "gpu_seconds_mtok": Unit("GPU-seconds a million tokens", "rate", "GPU-seconds a million tokens"),
    "gpu_seconds": Unit("GPU-seconds", "rate", "GPU-seconds"),
    "usd_mtok": Unit("US dollars a million tokens", "price", "a million tokens"),
    **{f"usd_task_{whose}": Unit("US dollars a try", "price", "a try") for whose in ("today", "candidate")},
    **{f"usd_accepted_{whose}": Unit("US dollars an accepted answer", "price", "an accepted answer") for whose in ("today", "candidate")},
    "usd": Unit("US dollars", "usd"),
    "irr_pct_year": Unit("% a year", "return", "a year"),
    "pct_month": Unit("% a month", "pct", "a month"),
    "pct_quarter": Unit("% a quarter", "pct", "a quarter"),
    "pct_year": Unit("% a year", "pct", "a year"),
    "pct": Unit("%", "pct"),
    "units_per_month": Unit("units a month", "count", "units a month"),
    "tasks_per_month": Unit("tasks a month", "count", "tasks a month"),
    "requests_per_month": Unit("requests a month", "count", "requests a month"),
    "requests_per_day": Unit("requests a day", "count", "requests a day"),
    "requests_per_hour": Unit("requests an hour", "count", "requests an hour"),
    "requests_per_second": Unit("requests a second", "rate", "requests a second"),
    "tokens_per_second": Unit("tokens a second", "count", "tokens a second"),
    "tokens": Unit("tokens", "count", "tokens"),
    **{id: Unit("cases", "count", "cases") for id in ("cases", "cases_needed", "today_passed", "candidate_passed", "both_passed")},
    "points": Unit("percentage points", "points", "points"),
    "gib": Unit("GiB", "gib"),
    "bits": Unit("bits", "count", "bits"),
    "sequences": Unit("sequences", "count", "sequences"),
    "parameters_billion": Unit("billion", "count", "billion"),
    "peak_to_average": Unit("times the average", "count", "times the average"),
    "trough_to_average": Unit("times the average", "count", "times the average"),
    "level": Unit("times the average", "count", "times the average"),
    "hourly_load": Unit("24 numbers"),
    "hours_day": Unit("hours a day", "count", "hours a day"),
    "hours_month": Unit("hours a month", "count", "hours a month"),
    "minutes": Unit("minutes", "count", "minutes"),
    "seconds": Unit("seconds", "rate", "seconds"),
    "engineers": Unit("people", "count", "people"),
    "providers_count": Unit("providers", "count", "providers"),
    "provider_count": Unit("providers", "count", "providers"),
    "price_multiplier": Unit("times today's price", "count", "times today's price"),
    "reroute_price_ratio": Unit("times today's price", "count", "times today's price"),
    "token_ratio": Unit("times your tokens", "count", "times your tokens"),
    "reads_per_cache_write": Unit("reads of each write", "count", "reads of each write"),
    "peak_multiplier": Unit("times the price", "count", "times the price"),
    "hhi": Unit("of 10,000", "whole", "of 10,000"),
    "factor": Unit("", "factor"),
    "start_month": Unit("months from now", "months", "from now"),
    "months_already_waited": Unit("months", "months"),
    "months_until": Unit("months", "months"),
    "months_at_or_above": Unit("months", "months"),
    "months": Unit("months", "months"),
    "quarters": Unit("quarters", "quarters"),
    "team_size": Unit("", "count", "people"),
    "margin": Unit("criteria", "count", "criteria"),
}


@cache
def unit_of(id: str) -> Unit:
    """The unit that an input or output id ends in; NO_UNIT when it has none."""
    return next((unit for ending, unit in UNITS.items() if id == ending or id.endswith("_" + ending)), NO_UNIT)


@cache
def singular(words: str) -> str:
    """The words for one of what they name: unit a month, person, GPU. "Times" has none: the price is 1 times today's."""
    noun, space, rest = words.partition(" ")
    one = {"people": "person", "criteria": "criterion", "entries": "entry", "times": "times"}.get(noun, noun.removesuffix("s"))
    return f"{one}{space}{rest}"


def followed(text: str, words: str) -> str:
    """A number that is written already, and what it counts: 1 unit a month, 2 units a month."""
    return f"{text} {singular(words) if text == '1' else words}".strip()


def capital(words: str) -> str:
    """Words at the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def listed(parts: list[str]) -> str:
    """One, two and three."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def inside(words: str) -> str:
    """Words of a label inside a sentence: small at first, unless they begin with a name as APIs do."""
    return words if words[1:2].isupper() else words[0].lower() + words[1:]
