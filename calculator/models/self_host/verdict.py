"""What the ways come to, side by side: the cheapest, whether that holds over all offers, and the load at which renting costs as much as hosted."""

from calculator.formulas.functions import known, least_known, most, rounded_up
from calculator.formulas.model import Formula
from calculator.models.self_host.routes import UNKNOWN
from calculator.numbers.constants import HOURS_PER_DAY, HOURS_PER_MONTH, SECONDS_PER_HOUR

VERDICTS = {
    "self-host": "Self-host",
    "hosted": "Let others host open weights",
    "closed": "Stay with the API you call",
    "hybrid": "Mix: open weights for a part, the API for the rest",
    "too-close": "Too close to call",
}


def serving_usd_month(saturated, usd_month):
    return None if saturated else usd_month


def least_usd_month(api_usd_month=None, hosted_usd_month=None, serving_usd_month=None, hybrid_usd_month=None):
    return least_known(least_known(api_usd_month, hosted_usd_month), least_known(serving_usd_month, hybrid_usd_month))


def cheapest(saturated, least_usd_month, api_usd_month=None, hosted_usd_month=None, serving_usd_month=None):
    """None of GPUs that cannot carry the load: that of enough of them has not been asked for, and may be the cheapest."""
    if saturated:
        return None
    if known(api_usd_month) and api_usd_month <= least_usd_month:
        return "closed"
    if known(hosted_usd_month) and hosted_usd_month <= least_usd_month:
        return "hosted"
    return "self-hosted" if known(serving_usd_month) and serving_usd_month <= least_usd_month else "hybrid"


def serving_low_usd_month(serving_usd_month, low_usd_month=None):
    return low_usd_month if known(low_usd_month) else serving_usd_month


def serving_high_usd_month(serving_usd_month, high_usd_month=None):
    return high_usd_month if known(high_usd_month) else serving_usd_month


def below(one, other):
    """Whether two bills are known and the first is smaller."""
    return known(one) and known(other) and one < other


def no_more(one, other):
    """Whether two bills are known and the first is no larger: a mix that keeps no copy is an API alone, and costs as much."""
    return known(one) and known(other) and one <= other


def verdict(
    cheapest,
    saturated,
    api_usd_month=None,
    hosted_low_usd_month=None,
    hosted_high_usd_month=None,
    serving_low_usd_month=None,
    serving_high_usd_month=None,
    hybrid_low_low_usd_month=None,
    hybrid_low_high_usd_month=None,
    hybrid_high_low_usd_month=None,
    hybrid_high_high_usd_month=None,
):
    """The cheapest way; too close where another is cheaper at other offers of GPUs and hosts, and unknown where there is no other.

    Of GPUs that cannot carry the load none: their bill is for a part of it, and that of enough of them has not been asked for.

    Dearer GPUs cost self-hosting most, a mix less and an API nothing; a dearer host costs hosting most, a mix less and one's own GPUs nothing. So the
    ways are compared at the ends of the offers, where they lie furthest apart.
    """
    if saturated or (not known(api_usd_month) and not known(hosted_low_usd_month)):
        return None
    if cheapest == "closed":
        if below(hosted_low_usd_month, api_usd_month) or below(serving_low_usd_month, api_usd_month):
            return "too-close"
        return "too-close" if below(hybrid_low_low_usd_month, api_usd_month) else "closed"
    if cheapest == "hosted":
        if below(api_usd_month, hosted_high_usd_month) or below(serving_low_usd_month, hosted_high_usd_month):
            return "too-close"
        return "too-close" if below(hybrid_low_high_usd_month, hosted_high_usd_month) else "hosted"
    if cheapest == "self-hosted":
        if below(api_usd_month, serving_high_usd_month) or below(hosted_low_usd_month, serving_high_usd_month):
            return "too-close"
        if below(hybrid_low_low_usd_month, serving_low_usd_month) or below(hybrid_high_low_usd_month, serving_high_usd_month):
            return "too-close"
        return "self-host"
    if no_more(api_usd_month, hybrid_high_high_usd_month) or no_more(hosted_low_usd_month, hybrid_high_low_usd_month):
        return "too-close"
    if below(serving_low_usd_month, hybrid_low_high_usd_month) or below(serving_high_usd_month, hybrid_high_high_usd_month):
        return "too-close"
    return "hybrid"


# The load that costs as much as hosted, at the hours in which requests come


def full_copy_usd_month(used_gpus_per_copy, used_usd_hour, request_hours_day):
    return used_gpus_per_copy * used_usd_hour * HOURS_PER_MONTH * request_hours_day / HOURS_PER_DAY


def standing_usd_month(used_spare_gpus, used_usd_hour, request_hours_day, people_usd_month, egress_storage_usd_month):
    return (
        used_spare_gpus * used_usd_hour * HOURS_PER_MONTH * request_hours_day / HOURS_PER_DAY + people_usd_month + egress_storage_usd_month
    )


def copy_requests_per_second(used_tokens_per_second, used_gpus_per_copy, used_peak_to_average, output_tokens):
    return used_tokens_per_second * used_gpus_per_copy / (used_peak_to_average * output_tokens)


def hosted_rate_usd_month(hosted_usd_request):
    return hosted_usd_request * HOURS_PER_MONTH * SECONDS_PER_HOUR


def copy_gain_usd_month(copy_requests_per_second, hosted_rate_usd_month, full_copy_usd_month):
    return copy_requests_per_second * hosted_rate_usd_month - full_copy_usd_month


def copies_to_match(standing_usd_month, copy_gain_usd_month):
    return most(1, rounded_up(standing_usd_month / copy_gain_usd_month)) if copy_gain_usd_month > 0 else None


def even_requests_per_second(copies_to_match, full_copy_usd_month, standing_usd_month, hosted_rate_usd_month):
    return (copies_to_match * full_copy_usd_month + standing_usd_month) / hosted_rate_usd_month


STEPS = (
    Formula(serving_usd_month, "Self-hosting, if it carries the load", term="self-hosting", none="none: it cannot carry the load"),
    Formula(serving_low_usd_month, "Self-hosting at the lowest listed price", none="none: it cannot carry the load"),
    Formula(serving_high_usd_month, "Self-hosting at the highest listed price", none="none: it cannot carry the load"),
    Formula(full_copy_usd_month, "Rent of a copy in the hours with requests"),
    Formula(standing_usd_month, "Spare GPUs, people, egress and storage", term="standing cost"),
    Formula(copy_requests_per_second, "Requests that a copy carries at this peak"),
    Formula(hosted_rate_usd_month, "Hosted price of one request a second", none=UNKNOWN),
    Formula(copy_gain_usd_month, "Gain of a full copy against hosted"),
    Formula(copies_to_match, "Whole copies that pay at full load", none="never"),
)
