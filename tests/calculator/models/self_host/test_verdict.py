"""The verdict stands where it holds at every offer."""

from hypothesis import given
from hypothesis import strategies as st

from calculator import run
from calculator.data import catalogue
from tests.calculator.given import inputs

SAME = {"self-hosted": "self-host"}


def at_ends(asked):
    """The cheapest way at each end of the offers of GPUs and of the hosts, as a reader would ask for it: with that price, and that host."""
    used = run("self-host", asked).inputs
    setup = None if used["setup"] == "own" else catalogue.setups()[used["setup"]]
    prices = [None] if used["gpu_usd_hour"] is not None else [float(price) for price in catalogue.gpus()[setup.gpu].usd_hour(day_of(used))]
    sold = [model for model in catalogue.models().values() if setup and model.weights == setup.weights and model.sold_on(day_of(used))]
    hosts = [model.id for model in sold] if used["hosted_model"] == "same" and sold else [used["hosted_model"]]
    for price in prices:
        for host in hosts:
            yield run("self-host", asked | ({} if price is None else {"gpu_usd_hour": price}) | {"hosted_model": host}).outputs


def day_of(used):
    return catalogue.day_of(used["data"])


@given(given=inputs("self-host"), load=st.integers(1, 600), part=st.sampled_from([100, 70]))
def test_a_flat_verdict_is_the_cheapest_way_at_every_offer(given, load, part):
    """Asked again with each listed price of a GPU and each host alone, the same way is the cheapest, but for amounts that are as good as equal."""
    asked = given | {"requests_per_second": load, "hybrid_open_pct": part}
    verdict = run("self-host", asked).outputs["verdict"]
    if verdict in (None, "too-close"):
        return
    bills = {"closed": "api_usd_month", "hosted": "hosted_usd_month", "self-hosted": "usd_month", "hybrid": "hybrid_usd_month"}
    way = next(bills[way] for way in bills if SAME.get(way, way) == verdict)
    for o in at_ends(asked):
        assert SAME.get(o["cheapest"], o["cheapest"]) == verdict or o[way] <= o[bills[o["cheapest"]]] * (1 + 1e-9)


def test_a_mix_that_wins_at_one_offer_alone_is_too_close():
    """A mix with a floor wins with dear GPUs as it does with cheap ones, or it is too close to call."""
    found = set()
    for load in range(20, 400, 20):
        asked = {
            "requests_per_second": load,
            "setup": "llama-3-3-70b-h100",
            "hybrid_open_pct": 100,
            "input_tokens": 500,
            "staff_usd_month": 2_000,
        }
        ways = {o["cheapest"] for o in at_ends(asked)}
        verdict = run("self-host", asked).outputs["verdict"]
        found.add((len(ways) > 1, verdict == "too-close"))
    assert found <= {(True, True), (False, False)} and (True, True) in found
