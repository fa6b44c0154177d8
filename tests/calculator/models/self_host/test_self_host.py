from decimal import Decimal
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import run
from calculator.data import catalogue
from calculator.models.self_host import copies_for, copies_to_match, copy_gain_usd_month, even_requests_per_second

RUNS = catalogue.runs()
BARE = {"gpus": 1, "spare_gpus": 0, "staff_usd_month": 0, "peak_to_average": 1, "input_tokens": 512, "output_tokens": 256}


@pytest.mark.parametrize("measured", RUNS.values(), ids=list(RUNS))
def test_dollars_per_million_tokens(measured):
    """Each of the 14 published costs to 0.1 %, from the load that was served, the rent and the maximum of its configuration."""
    given = BARE | {
        "requests_per_second": measured.requests_per_second,
        "gpu_usd_hour": measured.usd_hour,
        "max_tokens_per_second": catalogue.setups()[measured.setup].points[0][2],
    }
    outputs = run("self-host", given).outputs
    assert outputs["usd_mtok_output"] == pytest.approx(measured.usd_mtok_output, rel=1e-3)
    assert outputs["tokens_per_second"] == pytest.approx(measured.tokens_per_second, rel=1e-9)


@pytest.mark.parametrize(
    ("peak", "maximum", "copy", "gpus"),
    [("100", "100", 1, 1), ("100.1", "100", 1, 2), ("100", "100", 2, 2), ("401", "100", 2, 6), ("0.001", "100", 4, 4)],
)
def test_whole_copies(peak, maximum, copy, gpus):
    """Whole GPUs, in whole copies of the model, one copy at least."""
    assert copies_for(Decimal(peak), Decimal(maximum), copy) * copy == gpus


@given(price=st.integers(1, 5_000), fixed=st.integers(0, 50_000), carried=st.integers(1, 50), other=st.integers(1, 2_000))
def test_even_load(price, fixed, carried, other):
    """At that load renting whole copies costs as much as paying by the request, at no smaller one less; None where a full copy loses money."""
    price, fixed, carried, other = map(Decimal, (price, fixed, carried, other))
    copies = copies_to_match(fixed, copy_gain_usd_month(carried, other, price))
    even = None if copies is None else even_requests_per_second(copies, price, fixed, other)

    def rented(load: Decimal) -> Decimal:
        return max(1, ceil(load / carried - Decimal("1e-20"))) * price + fixed

    if even is None:
        assert carried * other <= price
    else:
        assert rented(even) == pytest.approx(even * other, rel=Decimal("1e-20"))
        assert all(rented(even * step / 20) >= even * step / 20 * other * (1 - Decimal("1e-20")) for step in range(1, 20))
