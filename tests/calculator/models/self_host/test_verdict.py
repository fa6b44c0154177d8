"""The verdict stands where it holds at every offer."""

from contextlib import contextmanager

from hypothesis import given
from hypothesis import strategies as st

from calculator import run
from calculator.data import catalogue
from calculator.models.self_host.machines import offers_for
from calculator.models.shared.offers import hosts
from tests.calculator.given import inputs

SAME = {"self-hosted": "self-host"}


@contextmanager
def only(gpu, offer):
    """A catalogue in which this is the one offer of the GPU."""
    whole = catalogue.gpus()[gpu]
    catalogue.gpus()[gpu] = whole._replace(offers=(offer,))
    offers_for.cache_clear()
    try:
        yield
    finally:
        catalogue.gpus()[gpu] = whole
        offers_for.cache_clear()


def at_ends(asked):
    """The answer at each end of the offers of GPUs and of the middle half of the hosts: with a catalogue that has the one offer, and for the one host."""
    used = run("self-host", asked).inputs
    setup, day = None if used["setup"] == "own" else catalogue.setups()[used["setup"]], catalogue.day_of(used["data"])
    sold = [model.id for model, _ in hosts(day, setup.weights)] if setup and used["hosted_model"] == "same" else []
    takes = [id for id in sold if catalogue.models()[id].too_long(used["input_tokens"], used["output_tokens"]) is None]
    ways = [asked | {"hosted_model": id} for id in middle_half(asked, takes)] or [asked]
    if setup is None or used["gpu_usd_hour"] is not None:
        yield from (run("self-host", way).outputs for way in ways)
        return
    listed = catalogue.gpus()[setup.gpu].offers_for(needed(used, setup), day, used["commitment"])
    for offer in {listed.lowest, listed.middle, listed.highest}:
        with only(setup.gpu, offer):
            yield from [run("self-host", way).outputs for way in ways]


def middle_half(asked, hosts):
    """Of those who sell the same weights all but the cheapest and the dearest quarter, for this request."""
    bills = sorted((run("self-host", asked | {"hosted_model": id}).outputs["hosted_usd_month"], id) for id in hosts)
    beyond = (len(bills) - 1) // 4 if bills else 0
    return [id for _, id in bills[beyond : len(bills) - beyond]]


def needed(used, setup):
    """The GPUs that the load needs."""
    alone = {"gpu_usd_hour": 1, "commitment": "on-demand"}  # who types a price rents one by one
    return run("self-host", used | alone).outputs["gpus"]


@given(given=inputs("self-host"), load=st.integers(1, 600), part=st.sampled_from([100, 70]))
def test_a_flat_verdict_is_the_cheapest_way_at_every_offer(given, load, part):
    """Asked again with each listed price of a GPU and each host of the middle half alone, the same way is the cheapest, but for amounts that are as good as equal."""
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


def test_one_dear_host_decides_nothing():
    """Of five hosts or more the dearest, whom nobody has to take, turns no verdict: for a load that it alone would leave open, others host."""
    asked = {"setup": "gpt-oss-120b-h200", "requests_per_second": 12, "input_tokens": 1_000, "output_tokens": 300}
    found, (sold, day) = run("self-host", asked), ("gpt-oss-120b", catalogue.day_of(None))
    bills = sorted(run("self-host", asked | {"hosted_model": model.id}).outputs["hosted_usd_month"] for model, _ in hosts(day, sold))
    quarter = (len(bills) - 1) // 4
    assert quarter and bills[-1] > found.outputs["low_usd_month"] > bills[-1 - quarter] and found.outputs["verdict"] == "hosted"
    said = next(row["what"] for row in found.outputs["branches"] if row["branch"] == "hosted")
    assert f"of {len(bills)} hosts, of which the middle half ask" in said
