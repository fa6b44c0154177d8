"""A mix of copies that are always on and an API for what lies above them, against every number of copies, and against a published fleet."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculator import run
from tests.calculator.given import inputs

HOURS = [40, 30, 25, 22, 20, 24, 35, 60, 90, 120, 140, 150, 145, 150, 160, 155, 150, 140, 120, 110, 100, 85, 70, 55]
# Cline's fleet as its author tells it: processed tokens a second at the median, the trough and the 99th percentile, a copy of four GPUs.
FLEET = {
    "requests_per_second": 222,
    "output_tokens": 1_000,
    "input_tokens": 1,
    "input_usd_mtok": 0,
    "output_usd_mtok": 0.317,
    "model": "own",
    "setup": "own",
    "max_tokens_per_second": 26_600 / 4,
    "gpus_per_copy": 4,
    "gpu_usd_hour": 17_520 / 730 / 4,
    "staff_usd_month": 0,
    "spare_gpus": 0,
    "hybrid_open_pct": 100,
    "peak_to_average": 327 / 222,
    "trough_to_average": 110 / 222,
}


def floors(o):
    return {row["floor"]: row for row in o["floors"]}


def test_a_published_fleet():
    """Four copies are always full and cost $166,000 a month beside $185,000, as published. Two more pay as well.

    The source stops at the trough because its machines shall never idle. A fifth copy is busy 96 % of the time on the curve through its own figures and
    a sixth 84 %, and 79 % is enough: $17,520 against the $22,160 that a full copy saves. A seventh, at 72 %, is not.
    """
    result = run("self-host", FLEET)
    o, at = result.outputs, floors(result.outputs)
    assert o["api_usd_month"] == pytest.approx(185_000, rel=0.002)
    always = at["As many as are always busy"]
    assert (always["floor_copies"], always["floor_busy_pct"]) == (4, 100)
    assert always["floor_usd_month"] == pytest.approx(166_131, rel=0.002)  # $70,080 for the copies and $96,051 for 303 billion tokens
    assert (o["hybrid_copies"], o["verdict"]) == (6, "hybrid")
    assert o["hybrid_usd_month"] == pytest.approx(161_531, rel=1e-5)
    assert result.headline.startswith(
        "Mix: 100 % of the requests on open weights: 24 GPUs always on carry 69 % of their tokens, an API the others."
    )


def curve(peak, trough, points=20_000):
    """The loads of so many equal parts of the time, as multiples of their average: two straight lines that meet at 1."""
    busy = (1 - trough) / (peak - trough) if peak > trough else 1
    times = [(place + 0.5) / points for place in range(points)]
    return [peak - (peak - 1) * time / busy if time < busy else 1 - (1 - trough) * (time - busy) / (1 - busy) for time in times]


def bills(copy, api, fixed, average, loads):
    """The bill of every number of copies, none to as many as the peak needs."""
    most = int(max(loads) * average) + 1
    return [
        (copies * copy + fixed if copies else 0) + api * sum(max(0, load - copies / average) for load in loads) / len(loads)
        for copies in range(most + 1)
    ]


mixes = {
    "copy": st.integers(1, 400),
    "price": st.integers(1, 900),
    "load": st.integers(1, 900),
    "staff": st.sampled_from([0, 0, 5_000, 80_000]),
    "part": st.sampled_from([100, 70, 5]),
}


def mixed(copy, price, load, staff, part):
    """A set-up of one GPU that gives 100 tokens a second, beside an API at a price of output alone."""
    own = {"setup": "own", "max_tokens_per_second": 100, "gpu_usd_hour": copy / 100, "model": "own", "spare_gpus": 0}
    shape = {"input_tokens": 1, "output_tokens": 100, "input_usd_mtok": 0, "output_usd_mtok": price / 100}
    return own | shape | {"requests_per_second": load / 100, "staff_usd_month": staff, "hybrid_open_pct": part}


@given(**mixes, peak=st.integers(100, 900), trough=st.integers(0, 100))
def test_no_number_of_copies_costs_less(copy, price, load, staff, part, peak, trough):
    """From none to as many as the peak needs, on the curve through peak, average and trough, added up in 20,000 parts of the time."""
    assume(peak > 100 or trough == 100)
    asked = mixed(copy, price, load, staff, part) | {"peak_to_average": peak / 100, "trough_to_average": trough / 100}
    o = run("self-host", asked).outputs
    of_open = o["api_usd_month"] * part / 100
    found = bills(copy / 100 * 730, of_open, staff, load / 100 * part / 100, curve(peak / 100, trough / 100))
    assert o["hybrid_usd_month"] - (o["api_usd_month"] - of_open) == pytest.approx(min(found), rel=1e-3)


@given(**mixes, hours=st.lists(st.integers(0, 50), min_size=24, max_size=24).filter(any))
def test_nor_hour_by_hour(copy, price, load, staff, part, hours):
    """The same where the reader gives 24 hours, to the last digits."""
    peak = max(hours) * 24 / sum(hours)
    o = run("self-host", mixed(copy, price, load, staff, part) | {"hourly_load": hours, "peak_to_average": peak + 1}).outputs
    of_open = o["api_usd_month"] * part / 100
    found = bills(copy / 100 * 730, of_open, staff, load / 100 * part / 100, [hour * 24 / sum(hours) for hour in hours])
    assert o["hybrid_usd_month"] - (o["api_usd_month"] - of_open) == pytest.approx(min(found), rel=1e-9)


@given(given=inputs("self-host"))
def test_the_hybrid_hangs_together(given):
    """Never dearer than with no copy or with as many as the peak needs; between none and all is spilled; and the row of the cheapest is the output."""
    o = run("self-host", given).outputs
    if o["hybrid_copies"] is None or o["hybrid_usd_month"] is None:
        assert o["hybrid_usd_month"] is None
        return
    at, slack = floors(o), 1 + 1e-12
    assert o["hybrid_usd_month"] <= slack * min(
        at["No copy: all by API"]["floor_usd_month"], at["As many as the peak needs"]["floor_usd_month"]
    )
    assert o["hybrid_usd_month"] == pytest.approx(at["As many as pay"]["floor_usd_month"], rel=1e-12)
    assert o["hybrid_copies"] == at["As many as pay"]["floor_copies"]
    assert all(0 <= row["floor_spilled_pct"] <= 100 and 0 <= (row["floor_busy_pct"] or 0) <= 100 * slack for row in o["floors"])
    assert at["No copy: all by API"]["floor_spilled_pct"] in (0, 100) and at["As many as the peak needs"][
        "floor_spilled_pct"
    ] == pytest.approx(0, abs=1e-9)


def test_copies_at_the_trough_never_idle():
    """As many as it fills are busy all the time, and one more is not."""
    o = run("self-host", FLEET | {"trough_to_average": 0.6}).outputs
    always = floors(o)["As many as are always busy"]
    assert always["floor_copies"] == int(0.6 * 222 / 26.6) and always["floor_busy_pct"] == pytest.approx(100)
    assert floors(o)["As many as pay"]["floor_busy_pct"] < 100


def test_the_spill_goes_to_the_cheaper_api():
    """To a host of the same weights, or to the API called today where that is cheaper or no host is known; the rest stays there in any case."""
    load = {"requests_per_second": 40, "setup": "llama-3-3-70b-h100", "hybrid_open_pct": 60}
    o = run("self-host", load).outputs
    assert floors(o)["No copy: all by API"]["floor_usd_month"] == pytest.approx(0.6 * o["hosted_usd_month"] + 0.4 * o["api_usd_month"])
    cheap = run("self-host", load | {"model": "own", "input_usd_mtok": 0.01, "output_usd_mtok": 0.01}).outputs
    assert floors(cheap)["No copy: all by API"]["floor_usd_month"] == pytest.approx(cheap["api_usd_month"])


def test_a_mix_of_open_weights_alone_needs_no_price_of_a_closed_model():
    """With every request on open weights nothing is left for the API called today; with less it is not known what the rest costs."""
    alone = {"model": "own", "requests_per_second": 40, "setup": "llama-3-3-70b-h100"}
    assert run("self-host", alone | {"hybrid_open_pct": 100}).outputs["hybrid_usd_month"] is not None
    assert run("self-host", alone | {"hybrid_open_pct": 99}).outputs["hybrid_usd_month"] is None
    nobody = run("self-host", alone | {"setup": "qwen3-8b-h100"}).outputs
    assert nobody["hybrid_copies"] is None and nobody["floors"] == []


def test_a_night_shift_is_seen():
    """An office's hours: the night is below what the curve takes for the trough, so less is always busy."""
    load = FLEET | {"hourly_load": HOURS, "peak_to_average": 2}
    always = floors(run("self-host", load).outputs)["As many as are always busy"]["floor_copies"]
    assert always == int(Decimal(20 * 24) / sum(HOURS) * 222 / Decimal("26.6"))
