"""The hours that are paid, the people, and the rest of a bill that is no rent."""

import math
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import InputError, run
from calculator.data import catalogue
from tests.calculator.given import inputs

OFFICE = [0] * 8 + [5] * 10 + [0] * 6


@given(given=inputs("self-host"))
def test_a_month_has_730_hours(given):
    """Never more are paid, whatever the hours and the load; and what runs for them carries what is served."""
    o = run("self-host", given).outputs
    assert 0 < o["paid_hours_month"] <= 730 and o["utilisation_pct"] <= 100 * (1 + 1e-12)


@pytest.mark.parametrize(("hours", "month"), [(24, 730), (12, 365), (6, 182.5)])
def test_a_window(hours, month):
    """GPUs that run for part of the day cost that part; all requests fall into it, so these GPUs are busier."""
    whole = run("self-host", {"peak_to_average": 6}).outputs
    o = run("self-host", {"hours": "window", "window_hours_day": hours, "peak_to_average": 6}).outputs
    assert o["paid_hours_month"] == month and o["gpus"] == whole["gpus"]
    assert o["usd_month"] - 8_000 == pytest.approx((whole["usd_month"] - 8_000) * hours / 24)
    assert o["utilisation_pct"] == pytest.approx(whole["utilisation_pct"] * 24 / hours)


@pytest.mark.parametrize(
    ("asked", "peak"),
    [
        ({"hours": "window", "window_hours_day": 6}, 4),
        ({"hours": "window", "window_hours_day": 7}, 24 / 7),
        ({"hourly_load": OFFICE}, 2.4),
        ({"hourly_load": OFFICE, "hours": "window", "window_hours_day": 10}, 2.4),
    ],
)
def test_hours_make_a_peak(asked, peak):
    """Who gives all requests six hours has a peak of at least four times the average; so has who gives the hours one by one. A higher one of his own stands."""
    of_the_hours, same, lower, higher = (
        run("self-host", asked | {"peak_to_average": each, "requests_per_second": 40}) for each in (1, peak, peak - 0.5, peak + 3)
    )
    assert of_the_hours.outputs == same.outputs == lower.outputs and higher.outputs["gpus"] > same.outputs["gpus"]
    said = [
        any(warning.startswith("The hours that you gave make a peak of") for warning in result.warnings)
        for result in (of_the_hours, lower, higher)
    ]
    assert said == [True, True, False]


def test_a_window_holds_its_hours():
    """Requests that come in ten hours do not come in eight."""
    with pytest.raises(
        InputError, match=r"window_hours_day must be at least 10, the hours of hourly_load in which requests come: .* \(got 8\)"
    ):
        run("self-host", {"hourly_load": OFFICE, "hours": "window", "window_hours_day": 8})
    assert run("self-host", {"hourly_load": OFFICE, "hours": "window", "window_hours_day": 10}).outputs["paid_hours_month"] < 305


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([1] * 23, "hourly_load must hold 24 numbers (got 23 of them)"),
        ([0] * 24, "hourly_load must hold a number above 0"),
        ([1] * 23 + [-1], "hourly_load must be at least 0 in place 24 (got -1)"),
    ],
)
def test_hours_that_are_none(given, words):
    """A day has 24 of them, in some of which requests come; none at all is as good as an empty field."""
    with pytest.raises(InputError) as error:
        run("self-host", {"hourly_load": given})
    assert str(error.value).startswith(words)
    assert run("self-host", {"hourly_load": []}).inputs["hourly_load"] is None


@given(a_day=st.floats(0.1, 100_000), minutes=st.integers(0, 120))
def test_off_between_requests(a_day, minutes):
    """1 - e ^ -n of the hours, where n requests come on average in the time for which one keeps the GPUs; or as long as the load itself takes."""
    asked = {"setup": "own", "max_tokens_per_second": 500, "gpu_usd_hour": 4, "gpus": 8, "spare_gpus": 0, "output_tokens": 500}
    given = asked | {"hours": "scale-to-zero", "requests_per_second": a_day / 86_400, "idle_minutes": minutes}
    o = run("self-host", given).outputs
    expected = max(1 - math.exp(-a_day / 86_400 * (60 * minutes + 1)), min(1, a_day / 86_400 / 8))
    assert o["paid_hours_month"] == pytest.approx(730 * expected, rel=1e-9)


days = st.lists(st.sampled_from([0, 0, 1, 5, 40]) | st.integers(0, 1_000), min_size=24, max_size=24).filter(any)
ONE = {"setup": "own", "max_tokens_per_second": 500, "gpu_usd_hour": 4, "spare_gpus": 0, "output_tokens": 500, "staff_usd_month": 0}


@given(day=days, a_second=st.floats(0.1, 100))
def test_a_night_without_requests_is_not_paid(day, a_second):
    """Off between requests, GPUs that carry the peak are paid in just the hours in which requests come, where those come often: not in the others, however busy the day."""
    off = ONE | {"hours": "scale-to-zero", "idle_minutes": 1_440, "requests_per_second": a_second, "hourly_load": day}
    o = run("self-host", off).outputs
    assert o["paid_hours_month"] == pytest.approx(730 * sum(hour > 0 for hour in day) / 24, rel=1e-3)
    assert o["usd_month"] == pytest.approx(4 * o["gpus"] * o["paid_hours_month"])


@given(day=days, a_day=st.floats(1, 100_000), minutes=st.integers(0, 120), gpus=st.integers(1, 8))
def test_off_between_requests_hour_by_hour(day, a_day, minutes, gpus):
    """Each hour by its own load, with a mean over the day; no less than the work of the day takes."""
    given = ONE | {
        "hours": "scale-to-zero",
        "idle_minutes": minutes,
        "requests_per_second": a_day / 86_400,
        "hourly_load": day,
        "gpus": gpus,
    }
    levels = [Fraction(24 * hour, sum(day)) * Fraction(a_day / 86_400) for hour in day]
    on = [min(1, max(1 - math.exp(-float(level) * (60 * minutes + 1)), level / gpus)) for level in levels]
    expected = min(1, max(float(sum(on)) / 24, a_day / 86_400 / gpus))
    assert run("self-host", given).outputs["paid_hours_month"] == pytest.approx(730 * expected, rel=1e-9)


@given(given=inputs("self-host"), day=days, order=st.permutations(range(24)))
def test_which_hour_is_which_changes_no_bill(given, day, order):
    """A load at night costs what it costs by day, by every way."""
    asked = given | {"hours": "scale-to-zero", "commitment": "on-demand"}
    one, other = (run("self-host", asked | {"hourly_load": hours}).outputs for hours in (day, [day[place] for place in order]))
    bills = ("usd_month", "paid_hours_month", "hybrid_usd_month", "hosted_usd_month", "api_usd_month", "even_requests_per_second", "gpus")
    for bill in bills:
        assert one[bill] == (None if other[bill] is None else pytest.approx(other[bill], rel=1e-9))


@given(day=days, minutes=st.sampled_from([0, 15]), load=st.floats(0.01, 10))
def test_a_floor_that_is_off_between_requests_is_paid_while_it_works(day, minutes, load):
    """The rent of a mix's copies is no less than their work takes: who works for a fifth of the time is paid for a fifth of it."""
    alone = ONE | {
        "hours": "scale-to-zero",
        "idle_minutes": minutes,
        "hybrid_open_pct": 100,
        "requests_per_second": load,
        "hourly_load": day,
    }
    for asked in (alone, alone | {"hourly_load": None}):
        o = run("self-host", asked).outputs
        cheaper = min(bill for bill in (o["hosted_usd_month"], o["api_usd_month"]) if bill is not None)
        for row in o["floors"]:
            if row["floor_copies"]:
                rent = row["floor_usd_month"] - row["floor_spilled_pct"] / 100 * cheaper
                work = row["floor_copies"] * row["floor_busy_pct"] / 100 * 730 * 4
                assert rent >= work * (1 - 1e-9) - 1e-9 * cheaper


def test_at_the_even_load_both_cost_the_same_also_where_nights_are_free():
    """The load of which self-hosting costs as much as hosted costs as much when it is asked for, also off between requests hour by hour."""
    asked = {"setup": "gpt-oss-120b-h200", "gpu_usd_hour": 3, "hourly_load": OFFICE, "hours": "scale-to-zero", "peak_to_average": 1}
    load = run("self-host", asked).outputs["even_requests_per_second"]
    o = run("self-host", asked | {"requests_per_second": load * (1 - 1e-9)}).outputs
    assert o["usd_month"] == pytest.approx(o["hosted_usd_month"], rel=1e-6)


@given(given=inputs("self-host"), window=st.integers(1, 240))
def test_who_asks_outside_a_window_waits(given, window):
    """Whoever runs GPUs for part of the day is told for how long the others wait, first of all; and an advice to rent them says what it takes for granted."""
    hours = window / 10
    asked = {"hours": "window", "commitment": "on-demand", "window_hours_day": hours, "hourly_load": None}
    result = run("self-host", given | asked)
    waits = re.compile(rf"the other {24 - hours:g} hours? waits, for up to {24 - hours:g} hours?, or goes unserved")
    assert any(waits.search(warning) for warning in result.warnings) == (hours < 24)
    rents = result.headline.startswith("Self-host") and result.outputs["verdict"] is not None
    assert not rents or ("outside" in result.headline) == (hours < 24)


def test_a_window_that_the_hours_fill():
    """Hour by hour it is said which hours the window must hold, and of one too short what comes outside it at least."""
    result = run("self-host", {"hourly_load": OFFICE, "hours": "window", "window_hours_day": 12})
    assert any("only if the 12 hours a day hold the 10 hours in which requests come" in warning for warning in result.warnings)
    for window, outside in ((8, "20 %"), (9.5, "5 %"), (0.5, "95 %")):
        with pytest.raises(InputError, match=f"outside the {window} busiest {outside} of them do"):
            run("self-host", {"hourly_load": OFFICE, "hours": "window", "window_hours_day": window})


@given(given=inputs("self-host"), gpus=st.integers(1, 400))
def test_too_few_gpus_are_told_how_many_the_peak_needs(given, gpus):
    """Where the peak is more than the GPUs asked for can give, one number is named; asked for, it carries the peak, and a copy less does not."""
    asked = given | {"gpus": gpus, "spare_gpus": 0, "setup": "own", "max_tokens_per_second": 700, "gpu_usd_hour": 2, "gpus_per_copy": None}
    asked |= {"requests_per_second": 40, "output_tokens": 300, "commitment": "on-demand"}
    result = run("self-host", asked)
    said = [sentence for sentence in (result.headline, *result.warnings) if "its peak needs" in sentence]
    needed = {int(re.search(r"its peak needs ([\d,]+) GPU", sentence)[1].replace(",", "")) for sentence in said}
    enough = run("self-host", asked | {"gpus": 0}).outputs["gpus"]
    assert needed == ({enough} if gpus < enough else set())
    if result.outputs["saturated"]:
        assert "its peak needs" in result.headline


@pytest.mark.parametrize(("gpus", "give", "needs"), [(1, "this GPU gives", "3 GPUs"), (2, "these GPUs give", "3 GPUs before any spare")])
def test_a_peak_that_waits(gpus, give, needs):
    """Of one GPU and of several, with a spare among them or without."""
    asked = ONE | {"gpus": 1, "spare_gpus": gpus - 1, "requests_per_second": 0.9, "peak_to_average": 3, "max_tokens_per_second": 500}
    said = f"The peak asks for 1,350 tokens a second, more than {give}: requests will wait; its peak needs {needs}."
    assert said in run("self-host", asked).warnings


def test_twenty_a_day_are_cheaper_off_between_requests():
    """And the answer says what that costs in patience."""
    load = {"requests_per_second": 20 / 86_400}
    always, off = run("self-host", load), run("self-host", load | {"hours": "scale-to-zero"})
    assert off.outputs["usd_month"] < always.outputs["usd_month"] / 1.5
    assert any(warning.startswith("The first request after a pause waits") for warning in off.warnings)
    assert not any("after a pause" in warning for warning in always.warnings)


@pytest.mark.parametrize(
    ("on_call", "sites", "share", "people"),
    [
        ("business-hours", "one", 100, 0),
        ("around-the-clock", "one", 100, 8),
        ("around-the-clock", "two", 100, 12),
        ("around-the-clock", "one", 25, 2),
    ],
)
def test_a_rota(on_call, sites, share, people):
    """Eight people on one site or six on each of two, of whom this service carries its share, beside those who run it by day."""
    o = run("self-host", {"on_call": on_call, "on_call_sites": sites, "on_call_share_pct": share, "engineer_usd_month": 10_000}).outputs
    assert o["people_usd_month"] == 8_000 + 10_000 * people


@pytest.mark.parametrize("load", [0.6, 60, 600])
def test_people_do_not_grow_with_the_machines(load):
    """As many as the reader says, for any number of GPUs, and the table says so."""
    result = run("self-host", {"requests_per_second": load})
    assert result.outputs["people_usd_month"] == 8_000
    assert "the people who run them, as many as you say for any number of GPUs" in result.outputs["branches"][2]["what"]


def test_what_is_no_rent_is_on_the_bill():
    """Egress and storage are on the bill of self-hosting and of a mix with copies, and on none of an API alone."""
    load = {"requests_per_second": 300, "setup": "llama-3-3-70b-h100", "hybrid_open_pct": 100}
    without, more = run("self-host", load).outputs, run("self-host", load | {"egress_storage_usd_month": 500}).outputs
    assert more["usd_month"] - without["usd_month"] == pytest.approx(500)
    assert more["hosted_usd_month"] == without["hosted_usd_month"] and more["api_usd_month"] == without["api_usd_month"]
    rows = {row["floor"]: row["floor_usd_month"] for row in without["floors"]}
    for row in more["floors"]:
        assert row["floor_usd_month"] - rows[row["floor"]] == pytest.approx(500 if row["floor_copies"] else 0, abs=1e-6)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (
            {"commitment": "3-year"},
            "commitment must be on-demand or 1-year: we found no published price of the H200 141 GB for three years. Ask a provider, and type it",
        ),
        (
            {"commitment": "1-year", "setup": "llama-3-1-8b-l40s-server"},
            "commitment must be on-demand: we found no published price of the L40S 48 GB for one year.",
        ),
        (
            {"commitment": "1-year", "hours": "window"},
            "hours must be always-on with a commitment of one year, which is paid for every hour (got 'window')",
        ),
    ],
)
def test_a_commitment_that_cannot_be_priced(given, rule):
    """What nobody publishes is not known, and said; and nobody commits to a part of the day."""
    with pytest.raises(InputError) as error:
        run("self-host", given)
    assert str(error.value).startswith(rule)


def test_a_commitment_costs_less_and_comes_in_lots():
    """A year of an H200 is $3.00 in machines of eight: a load that needs two pays for eight, and the answer says so."""
    result = run("self-host", {"commitment": "1-year"})
    assert result.outputs["gpus"] == 8 and result.outputs["usd_month"] == 8 * 3 * 730 + 8_000
    assert "Qubrid rents 8 GPUs at a time: 8 are on the bill, 2 are needed." in result.warnings
    assert "One offer for one year is known: $3 an hour at Qubrid, 8 at a time. Ask for others." in result.warnings
    own = run("self-host", {"commitment": "3-year", "gpu_usd_hour": 2}).outputs
    assert own["gpus"] == 2 and own["usd_month"] == 2 * 2 * 730 + 8_000


@given(load=st.floats(0.1, 300), setup=st.sampled_from(["llama-3-3-70b-h100", "qwen3-8b-h100", "gpt-oss-120b-h100", "llama-3-1-405b-h100"]))
def test_the_ends_of_the_bill_are_those_of_the_offers(load, setup):
    """Lowest, middle and highest bill among all products, each in the lots that cost least, but for larger lots that cost more than all that do."""
    o = run("self-host", {"requests_per_second": load, "setup": setup}).outputs
    needed = run("self-host", {"requests_per_second": load, "setup": setup, "gpu_usd_hour": 1}).outputs["gpus"]
    offers = catalogue.gpus()["h100-sxm"].offers_on("2026-11-23")
    sizes = {}
    for offer in offers:
        gpus = math.ceil(needed / offer.min_gpus) * offer.min_gpus
        sizes.setdefault((offer.provider, offer.product), []).append((gpus * float(offer.usd_hour), offer.min_gpus == 1))
    rented = [min(bill for bill, _ in product) for product in sizes.values()]
    singly = [min(bill for bill, _ in product) for product in sizes.values() if any(one for _, one in product)]
    bills = [8_000 + 730 * bill for bill in sorted(rented) if bill <= max(singly)]
    assert [o["low_usd_month"], o["high_usd_month"]] == [pytest.approx(bills[0]), pytest.approx(bills[-1])]
    assert o["usd_month"] == pytest.approx(
        bills[(len(singly) - 1) // 2]
    )  # in the middle of those who rent one by one, unless others are cheaper
