"""E5: utilisation from the load, idle cost on its own line, and what stands beside self-hosting."""

import re
from decimal import Decimal
from math import ceil

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calculator import InputError, run
from calculator.data import catalogue
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.self_host.machines import copies_for, set_up
from calculator.models.self_host.verdict import copies_to_match, copy_gain_usd_month, even_requests_per_second
from tests.calculator.given import ROOT, inputs

RUNS = catalogue.runs()
BARE = {"gpus": 1, "spare_gpus": 0, "staff_usd_month": 0, "peak_to_average": 1, "input_tokens": 512, "output_tokens": 256}
TWENTY_A_DAY = 20 / 86_400
BRANCH_OUTPUTS = {"closed": "api_usd_month", "hosted": "hosted_usd_month", "self-hosted": "usd_month", "hybrid": "hybrid_usd_month"}


def rate_of(setup, tokens_in, tokens_out):
    """Output tokens a second of one GPU, for requests of a shape."""
    read = tokens_out * (tokens_in + tokens_out / 2) / 1e9 * setup.cache_gpu_seconds_mtok_ktok
    return tokens_out / (tokens_in / 1e6 * setup.prefill_gpu_seconds_mtok + tokens_out / 1e6 * setup.decode_gpu_seconds_mtok + read)


def copy_of(given):
    """GPUs that hold the model once: those that are typed, one where a rate of their own is typed, else those of the measurement."""
    if given.get("gpus_per_copy") is not None:
        return given["gpus_per_copy"]
    return 1 if given.get("max_tokens_per_second") is not None else set_up(given.get("setup", VOCABULARY["setup"].default)).gpus_per_copy


@given(given=inputs("self-host"))
def test_the_numbers_hang_together(given):
    """Tokens = min(load, GPUs x maximum), utilisation is their share of it, idle the unused share of the rent; saturated when the load is above."""
    o, used = run("self-host", given).outputs, run("self-host", given).inputs
    setup = None if used["setup"] == "own" else catalogue.setups()[used["setup"]]
    maximum = used["max_tokens_per_second"] or rate_of(setup, used["input_tokens"], used["output_tokens"])
    copy = used["gpus_per_copy"] or (1 if used["max_tokens_per_second"] else setup.gpus_per_copy)
    hour = used["gpu_usd_hour"]
    if hour is None:
        needed = run("self-host", given | {"gpu_usd_hour": 1, "commitment": "on-demand"}).outputs["gpus"]
        hour = float(catalogue.gpus()[setup.gpu].offers_for(needed, "2026-11-23", used["commitment"]).middle.usd_hour)
    window = used["window_hours_day"] / 24 if used["hours"] == "window" else 1
    load, capacity = used["requests_per_second"] * used["output_tokens"], o["gpus"] // copy * copy * maximum * window
    paid = o["paid_hours_month"] / 730
    if used["data"] in (None, "2026-11", "2026-11-23") or used["gpu_usd_hour"] is not None:
        rent = o["gpus"] * hour * o["paid_hours_month"]
        assert o["usd_month"] == pytest.approx(rent + o["people_usd_month"] + used["egress_storage_usd_month"], rel=1e-9)
        assert o["idle_usd_month"] == pytest.approx(rent * (1 - o["utilisation_pct"] / 100), rel=1e-9, abs=rent * 1e-9)
        assert o["usd_mtok_output"] == pytest.approx(o["gpus"] * hour * paid / (o["tokens_per_second"] * 0.0036), rel=1e-9)
    assert o["tokens_per_second"] == pytest.approx(min(load, capacity), rel=1e-9)
    assert o["utilisation_pct"] == pytest.approx(100 * min(load, capacity) / (o["gpus"] * maximum * paid), rel=1e-9)
    if load != pytest.approx(capacity, rel=1e-9):
        assert o["saturated"] is (load > capacity)


@given(given=inputs("self-host"), loads=st.tuples(st.floats(0.001, 1_000), st.floats(0.001, 1_000)), copies=st.integers(1, 64))
def test_the_bill_does_not_fall_when_utilisation_falls(given, loads, copies):
    """The same GPUs with less to do cost the same, unless they are off between requests; only the line for idling grows."""
    given = given | {
        "gpus": copies * (given.get("gpus_per_copy") or 8),
        "hours": "window" if given.get("hours") == "window" else "always-on",
    }
    quiet, busy = (run("self-host", given | {"requests_per_second": load}).outputs for load in sorted(loads))
    assert quiet["utilisation_pct"] <= busy["utilisation_pct"]
    assert quiet["usd_month"] == busy["usd_month"]
    assert quiet["idle_usd_month"] >= busy["idle_usd_month"]


@given(given=inputs("self-host"), peaks=st.tuples(st.floats(1, 50), st.floats(1, 50)))
def test_a_higher_peak_never_needs_fewer_gpus(given, peaks):
    """GPUs are sized for the peak, and hold it where the reader does not say how many."""
    given = given | {"gpus": 0, "hours": "always-on", "hourly_load": None}
    low, high = (run("self-host", given | {"peak_to_average": peak}).outputs["gpus"] for peak in sorted(peaks))
    assert low <= high


@given(given=inputs("self-host"))
def test_cheapest_is_the_smallest_of_the_four(given):
    """The four bills of the table are those of the outputs, and no known one is below the cheapest; of GPUs that cannot carry the load nothing is called so."""
    o = run("self-host", given).outputs
    bills = {row["branch"]: row["usd_month"] for row in o["branches"]}
    assert bills == {branch: o[id] for branch, id in BRANCH_OUTPUTS.items()}
    if o["saturated"]:
        assert o["cheapest"] is None and o["verdict"] is None
        return
    serving = [bill for bill in bills.values() if bill is not None]
    assert bills[o["cheapest"]] == min(serving)


def test_gpus_that_cannot_carry_the_load_win_nothing():
    """A hundred requests a second on two GPUs: their small bill is for a part of the load, and the table says which part."""
    result = run("self-host", {"requests_per_second": 100, "gpus": 1})
    o = result.outputs
    assert o["saturated"] and o["usd_month"] < o["hosted_usd_month"] and o["cheapest"] is None
    rest = 1 - result.inputs["hybrid_open_pct"] / 100
    assert o["hybrid_usd_month"] <= rest * o["api_usd_month"] + (1 - rest) * o["hosted_usd_month"]
    mine = next(row for row in o["branches"] if row["branch"] == "self-hosted")
    assert "they carry only 6.7 % of this load" in mine["what"]
    assert o["verdict"] is None  # their bill is for a part of the load
    alone = {"setup": "own", "max_tokens_per_second": 500, "gpu_usd_hour": 4, "model": "own", "gpus": 1, "requests_per_second": 100}
    assert run("self-host", alone).outputs["cheapest"] is None


@pytest.mark.parametrize("setup", [id for id, setup in catalogue.setups().items() if setup.gpu == "h100-sxm"])
@pytest.mark.parametrize("gpus", [0, 1, 8])
def test_twenty_requests_a_day_on_an_h100(setup, gpus):
    """The headline says plainly not to, whatever the model and however many GPUs; also where nothing of the catalogue stands beside it."""
    copy = catalogue.setups()[setup].gpus_per_copy
    given = {"requests_per_second": TWENTY_A_DAY, "setup": setup, "gpus": gpus if gpus >= copy else gpus * copy}
    headline = run("self-host", given).headline
    assert headline.startswith("Do not self-host for the money: 20 requests a day keep ")
    share = float(re.search(r"busy ([0-9.]+) % of the time", headline)[1])
    assert 0 < share < 0.1
    alone = given | {"setup": "own", "max_tokens_per_second": 5_000, "gpu_usd_hour": 4, "model": "own"}
    assert run("self-host", alone).headline.startswith("Rent no GPUs for this load: 20 requests a day keep ")


def test_hosted_is_the_middle_host_of_the_same_weights():
    """Of the hosts of gpt-oss-120b on that day; a chosen model wins over it; unknown where nobody hosts the weights."""
    assert "gpt-oss-120b (Nebius)" in run("self-host").headline
    assert run("self-host", {"hosted_model": "gpt-oss-120b-groq"}).outputs["branches"][1]["what"] == "gpt-oss-120b (Groq)"
    alone = run("self-host", {"setup": "qwen3-30b-a3b-b200"})
    assert alone.outputs["hosted_usd_month"] is None
    assert alone.outputs["even_requests_per_second"] is None


def test_the_hosted_bill_is_that_of_the_api_bill():
    """The same load by E3, 2,628,000 seconds a month: at the middle host, and with a closed model, cache writes and tiers among its prices."""
    for load in ({}, {"input_tokens": 300_000, "cached_input_pct": 80, "open_weights": "llama-4-scout"}):
        bills = run("api-bill", load | {"requests_per_month": 0.6 * 2_628_000}).outputs
        setup = {"setup": "llama-4-scout-h200"} if load else {}
        asked = {field: value for field, value in load.items() if field != "open_weights"} | setup
        found = run("self-host", asked | {"requests_per_second": 0.6}).outputs
        assert found["api_usd_month"] == pytest.approx(bills["usd_month"], rel=1e-12)
        hosted = found["hosted_usd_month"]
        assert hosted == (bills["open_usd_month"] and pytest.approx(bills["open_usd_month"], rel=1e-12))


def test_a_request_that_no_model_takes():
    """The API called today, and the host chosen, must take it; of the hosts of the same weights those count that do."""
    with pytest.raises(InputError, match=r"input_tokens must be at most 127,500: GPT-4o .OpenAI. takes 128,000 tokens"):
        run("self-host", {"model": "gpt-4o", "input_tokens": 130_000})
    with pytest.raises(InputError, match=r"input_tokens must be at most 130,572: gpt-oss-120b .Groq. takes 131,072 tokens"):
        run("self-host", {"hosted_model": "gpt-oss-120b-groq", "input_tokens": 140_000, "setup": "llama-4-scout-h200"})
    with pytest.raises(
        InputError, match=r"input_tokens must be at most 130,072: Llama 3.3 70B reads 131,072 tokens of input and output together"
    ):
        run("self-host", {"setup": "llama-3-3-70b-h100", "input_tokens": 150_000, "output_tokens": 1_000, "model": "gpt-6-1-sol"})


@pytest.mark.parametrize("id", catalogue.setups())
def test_no_set_up_takes_more_than_its_model_reads(id):
    """Of every set-up, by its model's own context; to the last token."""
    limit = catalogue.architectures()[catalogue.setups()[id].weights].context_tokens
    if limit > VOCABULARY["input_tokens"].maximum:
        return
    asked = {"setup": id, "max_tokens_per_second": 500, "output_tokens": 500, "model": "own", "input_usd_mtok": 1, "output_usd_mtok": 1}
    assert limit and run("self-host", asked | {"input_tokens": limit - 500}).outputs["usd_month"]
    with pytest.raises(InputError, match=r"reads [\d,]+ tokens of input and output together"):
        run("self-host", asked | {"input_tokens": limit - 499})


@given(setup=st.sampled_from(list(catalogue.setups())), read=st.integers(1, 60_000), written=st.integers(1, 8_000))
def test_a_maximum_is_of_the_shape_that_it_was_measured_at(setup, read, written):
    """Said to be for the reader's tokens only by a set-up that knows shapes; where these lie beyond, that is said, and no error is claimed."""
    one = catalogue.setups()[setup]
    try:
        found = run(
            "self-host",
            {"setup": setup, "input_tokens": read, "output_tokens": written, "model": "own", "input_usd_mtok": 1, "output_usd_mtok": 1},
        )
    except InputError as error:
        assert "reads " in error.rule or "its rate is that of the benchmark's own mix" in error.rule
        return
    note = next(note for note in found.warnings if note.startswith("The maximum of "))
    assert (" a second of one GPU, for " in note) == bool(one.points)
    times = [read / one_read * one_written / written for one_read, one_written, _ in one.points]
    context = [(read + written / 2) / (one_read + one_written / 2) for one_read, one_written, _ in one.points]
    if len(one.points) > 1 and (min(times) > 1.5 or min(context) > 1.5 or max(times) < 0.66 or max(context) < 0.66):
        assert found.outputs["model_error_pct"] is None
        assert any(note.startswith("That is extrapolated: ") and " is not known" in note for note in found.warnings)
    elif len(one.points) > 1:
        assert (found.outputs["model_error_pct"] is None) == any(note.startswith("That is extrapolated: ") for note in found.warnings)


def test_a_rate_of_another_shape_is_refused_where_no_gpu_gives_it():
    """100,000 tokens in take several GPU-seconds to read on any GPU; an L40S that was measured with a benchmark's own mix does not read them in 0.17."""
    with pytest.raises(InputError, match=r"must be less for Llama 3.1 8B on L40S, MLPerf server: .* 0.166 seconds of a GPU, where .* 1.81"):
        run("self-host", {"setup": "llama-3-1-8b-l40s-server", "requests_per_second": 1, "input_tokens": 100_000, "output_tokens": 200})


@given(given=inputs("self-host"), asked=st.integers(1, 40), times=st.integers(1, 3))
def test_more_gpus_never_cost_less(given, asked, times):
    """Whatever the set-up and the commitment: the bill of n typed GPUs is no more than that of n + 1, n + 2, n + 3, at every end of the offers."""
    copy = copy_of(given)
    given = given | {"gpus": copy + asked, "hours": "always-on"}
    fewer, more = (run("self-host", given | {"gpus": copy + asked + add}).outputs for add in (0, times))
    for bill in ("usd_month", "low_usd_month", "high_usd_month"):
        assert fewer[bill] is None or fewer[bill] <= more[bill]


@given(given=inputs("self-host"), gpus=st.integers(1, 64), spare=st.integers(0, 8))
@example(given={"max_tokens_per_second": 0.001}, gpus=1, spare=0)
def test_gpus_that_are_typed_are_the_bill(given, gpus, spare):
    """So many and no more, but for spares that are typed too; with none typed a whole copy is spare."""
    alone = given | {"gpu_usd_hour": 1, "commitment": "on-demand", "gpus": 0}
    least = copy_of(alone)
    typed = alone | {"gpus": least + gpus}
    assert run("self-host", typed | {"spare_gpus": None}).outputs["gpus"] == least + gpus
    assert run("self-host", typed | {"spare_gpus": spare}).outputs["gpus"] == least + gpus + spare
    none, one = (run("self-host", alone | {"spare_gpus": spares}).outputs["gpus"] for spares in (0, None))
    assert none % least == 0 and one == none + least


@given(given=inputs("self-host"))
def test_no_verdict_on_gpus_that_cannot_carry_the_load(given):
    """Whether enough of them would be the cheapest is not known from a bill for a part."""
    found = run("self-host", given).outputs
    assert not found["saturated"] or found["verdict"] is None


def test_enough_gpus_for_an_overload_are_named():
    """One GPU for 30 requests a second: five carry its peak and are the cheapest; one has no verdict."""
    load = {"setup": "gpt-oss-20b-h100", "requests_per_second": 30, "peak_to_average": 1.5, "gpu_usd_hour": 2}
    one, five = run("self-host", load | {"gpus": 1}), run("self-host", load | {"gpus": 5})
    assert one.outputs["verdict"] is None and "its peak needs 5 GPUs" in one.headline
    assert five.outputs["verdict"] == "self-host"


@pytest.mark.parametrize(
    ("given", "full", "spare"),
    [
        ({"gpus": 1, "requests_per_second": 6}, True, True),  # 94 % of the GPU at the peak, 16 % of error
        ({"gpus": 1, "requests_per_second": 3}, False, True),
        ({"gpus": 2, "requests_per_second": 6}, False, False),
        ({"requests_per_second": 6}, False, False),  # a spare copy by default
    ],
)
def test_little_room_is_told(given, full, spare):
    """A peak that the error could take beyond what the GPUs give, and none to spare."""
    load = {"setup": "gpt-oss-20b-h100", "peak_to_average": 1.5, "gpu_usd_hour": 2}
    found = run("self-host", load | given).warnings
    assert any(note.startswith("At the peak the GPUs are 94 % full, and their maximum may be off by 16 %") for note in found) == full
    assert any(note.startswith("No copy is spare: while a GPU fails or a model is replaced, nobody is answered") for note in found) == spare


@given(given=inputs("self-host"), hours=st.integers(1, 23))
def test_no_batch_is_sold_by_who_lists_none(given, hours):
    """Wherever a name stands before “in batches”, in the headline or in the table, the notes do not say that it lists no batch price."""
    result = run("self-host", given | {"hours": "window", "window_hours_day": hours, "hourly_load": None, "commitment": "on-demand"})
    listless = "".join(re.findall(r"at batch prices; (.*) lists? none", " ".join(result.warnings)))
    said = [*result.headline.split(";"), *(row["what"] for row in result.outputs["branches"])]
    for words in said:
        if "in batches" in words:
            names = [model.name for model in catalogue.models().values() if model.name in words]
            assert names and not any(name in listless for name in names), words


def test_a_load_that_takes_more_gpus_than_were_typed_says_so():
    """One GPU carries 2.23 requests a second at its peak: to cost as much as hosted it takes nine; where GPUs are sized for the load nothing is typed to be too few."""
    load = {"requests_per_second": 30}
    (note,) = [note for note in run("self-host", load | {"gpus": 1}).warnings if note.startswith("To cost as much as hosted")]
    assert "more than the 1 GPU that you typed: at 19.8 requests a second 9 GPUs" in note
    assert not any(note.startswith("To cost as much") for given in ({}, {"gpus": 9}) for note in run("self-host", load | given).warnings)


@given(load=st.floats(1, 60), shape=st.sampled_from([(2_000, 300), (3_000, 500), (1_000, 200)]))
def test_a_range_over_hosts_names_no_single_one(load, shape):
    """What the middle half of several hosts ask is not said to be asked by the middle one of them."""
    result = run("self-host", {"requests_per_second": load, "input_tokens": shape[0], "output_tokens": shape[1]})
    (hosted,) = [row["what"] for row in result.outputs["branches"] if row["branch"] == "hosted"]
    name, many = re.match(r"(.*), the middle of (\d+ hosts)", hosted).groups()
    if result.headline.startswith("Too close"):
        assert name not in result.headline
        assert ("gpt-oss-120b" in result.headline) == (f"at the middle half of its {many}" in result.headline)


@given(load=st.floats(0.1, 50), hours=st.integers(1, 23), model=st.sampled_from(["gpt-6-luna", "claude-haiku-5-5", "gemini-3-8-flash"]))
def test_who_can_wait_for_a_window_can_wait_for_a_batch(load, hours, model):
    """The bill by API is that of the API bill with all requests in batches; at once where the hours of the load are given, since then nobody waits."""
    asked = {"requests_per_second": load, "model": model}
    window = run("self-host", asked | {"hours": "window", "window_hours_day": hours})
    bills = [run("api-bill", {"requests_per_month": load * 2_628_000, "model": model, "batch_pct": pct}).outputs for pct in (0, 100)]
    assert window.outputs["api_usd_month"] == pytest.approx(bills[1]["usd_month"], rel=1e-12)
    assert window.outputs["hosted_usd_month"] == pytest.approx(bills[1]["open_usd_month"], rel=1e-12)
    assert any("may wait for a batch" in note for note in window.warnings)
    office = {"hours": "window", "window_hours_day": 10, "hourly_load": [0] * 8 + [1] * 8 + [0] * 8}
    alone = run("self-host", asked | office)
    assert alone.outputs["api_usd_month"] == pytest.approx(bills[0]["usd_month"], rel=1e-12)
    assert not any("may wait for a batch" in note for note in alone.warnings)


@pytest.mark.parametrize("today", [None, "2027-02-01", "2028-12-31"])
@given(given=inputs("self-host"))
def test_nobody_is_sent_to_what_is_retired(given, today):
    """No way of a model that is gone on the reader's day has a bill, or stands in the answer as one to take."""
    found = run("self-host", given | {"today": today})
    day = today or "2026-11-24"
    for field, way in (("model", "closed"), ("hosted_model", "hosted")):
        model = catalogue.models().get(found.inputs[field])
        if model and model.retired_by(day) and not (field == "model" and found.inputs["input_usd_mtok"] is not None):
            assert found.outputs["cheapest"] != way and found.outputs["verdict"] != way
    named = [model.name for model in catalogue.models().values() if model.retired_by(day)]
    assert not any(f"{name} serves the same load" in found.headline for name in named)


def test_what_a_commitment_owes():
    """A year at eight GPUs of $3 is $210,240, whatever the load; three years, with a price of one's own, three times that; on demand nothing."""
    asked = {"gpus": 8, "gpu_usd_hour": 3, "requests_per_second": 20}
    owed = {
        term: [note for note in run("self-host", asked | {"commitment": term}).warnings if "you owe" in note]
        for term in ("on-demand", "1-year", "3-year")
    }
    assert not owed["on-demand"] and "you owe $210,000 of rent" in owed["1-year"][0] and "you owe $631,000 of rent" in owed["3-year"][0]


def test_a_cheaper_closed_model_stands_beside_the_advice_to_self_host():
    """Where it is cheaper, and only there."""
    load = {"requests_per_second": 20, "peak_to_average": 2, "gpus": 8, "commitment": "1-year"}
    assert re.search(
        r"Self-host: .*; .*, the cheapest closed model, takes the same tokens for \$22,000, if it is good enough",
        run("self-host", load).headline,
    )
    assert "cheapest closed" not in run("self-host", load | {"gpu_usd_hour": 1}).headline


@pytest.mark.parametrize(("load", "never"), [(3, True), (0.0001, False)])
def test_pauses_that_never_come(load, never):
    """Of a load that is never off for the minutes that are billed around a request that is said, and nothing of a first request after a pause."""
    found = run("self-host", {"hours": "scale-to-zero", "requests_per_second": load}).warnings
    assert any("the pauses never come" in note for note in found) == never
    assert any("The first request after a pause" in note for note in found) != never


FOUR_BILLS = (ROOT / "docs" / "mistakes" / "wrong-alternative.md").read_text(encoding="utf-8")
IN_ROWS = {
    "": "lose in every row",
    "0.6 6 60": "win in every row",
    "60": "win in the last row only",
    "6 60": "win from the second row on",
}


@pytest.mark.parametrize(
    ("against", "other"),
    [("the cheapest closed model they", {"model": "gpt-6-luna"}), ("the host they", {})],
)
def test_the_page_says_of_its_four_bills_what_they_are(against, other):
    """In which rows of the table the GPUs cost less, as the text under it says."""
    bill = "api_usd_month" if other else "hosted_usd_month"
    wins = []
    for load in (0.6, 6, 60):
        beside = run("self-host", {"requests_per_second": load} | other).outputs
        wins += [str(load)] if beside["usd_month"] < beside[bill] else []
    assert f"Against {against} {IN_ROWS[' '.join(wins)]}" in FOUR_BILLS


def test_that_no_host_is_compared_is_said():
    """Of GPUs by figures of one's own, and of weights that nobody sells."""
    own = {"setup": "own", "max_tokens_per_second": 1_000, "gpu_usd_hour": 2}
    assert any(note.startswith("No host is compared: which weights run") for note in run("self-host", own).warnings)
    alone = run("self-host", {"setup": "qwen3-30b-a3b-b200"}).warnings
    assert "No host is compared: the catalogue has nobody who sells Qwen3 30B A3B for such a request." in alone
    assert not any("No host is compared" in note for note in run("self-host").warnings)


def test_quality_is_named_or_said_to_be_unknown():
    """Every way has a word on quality; self-hosted equals hosted where the weights are the same, and a warning says where they are not."""
    rows = {row["branch"]: row["quality"] for row in run("self-host").outputs["branches"]}
    assert "measure" in rows["hosted"] and "the weights are the same" in rows["self-hosted"]
    other = run("self-host", {"hosted_model": "kimi-k3-together"})
    assert any(warning.startswith("Two different models") for warning in other.warnings)


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"gpus": 1, "spare_gpus": 0, "requests_per_second": 4}, "The peak asks for"),
        ({"gpus": 5, "setup": "llama-3-3-70b-h100", "gpu_usd_hour": 4}, "A copy of the model takes 2 GPUs"),
        ({"staff_usd_month": 0}, "No people are counted"),
    ],
)
def test_what_the_bill_leaves_out_is_told(inputs, words):
    """Queues at the peak, half copies and work for nothing have their warnings, and only then."""
    assert any(words in warning for warning in run("self-host", inputs).warnings)
    assert not any(words in warning for warning in run("self-host").warnings)


def test_offers_of_less_than_a_dollar_have_their_cents():
    """The range of what is listed, in a sentence, for a GPU that is rented for cents."""
    told = run("self-host", {"setup": "llama-3-1-8b-l40s-server"}).warnings
    assert any("offers run from $0.79 an hour at RunPod to $1.82 an hour at Nebius, " in warning for warning in told)


def test_conditions_of_the_measurement_stand_beside_the_answer():
    """Engine, precision, tokens and latency, unless the reader typed a maximum."""
    assert any("TensorRT-LLM, FP8, 5 shapes of a request, no limit on latency" in warning for warning in run("self-host").warnings)
    assert not any("is reckoned from" in warning for warning in run("self-host", {"max_tokens_per_second": 500}).warnings)


def test_prices_of_a_day():
    """An older day takes the offers read until then; before the first there is no answer."""
    known = {"model": "gpt-4o", "hosted_model": "gpt-oss-120b-groq", "setup": "gpt-oss-20b-h100"}
    assert run("self-host", known, as_of="2026-09-30").outputs["usd_month"] < run("self-host", known).outputs["usd_month"]
    with pytest.raises(InputError, match="as_of must be 2026-09-20 or later"):
        run("self-host", known, as_of="2026-08")


def test_a_bill_as_high_as_the_hosts_is_no_reason_not_to():
    """Where both cost the same that is said, and a cent more is told to the cent."""
    load = {"requests_per_second": 10, "gpus": 2, "gpu_usd_hour": 0, "hosted_model": "gpt-oss-120b-deepinfra"}
    hosted = run("self-host", load).outputs["hosted_usd_month"]
    alike, dearer = (run("self-host", load | {"staff_usd_month": hosted + more}).headline for more in (0, 0.01))
    assert alike.endswith("gpt-oss-120b (DeepInfra) serves the same load for as much, with nothing to run.")
    bills = re.fullmatch(
        r"Do not self-host for the money: .* for (\S+) a month; gpt-oss-120b \(DeepInfra\) serves the same load for (\S+)\.", dearer
    )
    assert bills[1] != bills[2]


@pytest.mark.parametrize("part", [0.0005, 0.002, 0.5, 1, 2.5, 3.5, 10])
def test_the_picture_has_room_on_both_sides_of_a_load(part):
    """However small or large the load is beside what the GPUs carry, the line goes on to its left and to its right."""
    o, used = run("self-host", {"gpus": 1}).outputs, run("self-host", {"gpus": 1}).inputs
    full = o["tokens_per_second"] * 100 / o["utilisation_pct"] / used["output_tokens"]
    result = run("self-host", {"gpus": 1, "requests_per_second": part * full})
    _, picture = result.pictures
    points = picture.series[0].points
    assert points[0][0] < part * full < points[-1][0] and [x for x, _ in points] == sorted({x for x, _ in points})


def test_the_price_of_a_gpu_names_the_list_that_has_it():
    """The source beside the lowest, the middle and the highest listed price is that of an offer at that price, and the words name who asks for it."""
    sources = set()
    for id, setup in catalogue.setups().items():
        read = {(float(offer.usd_hour), offer.provider): offer.source for offer in catalogue.gpus()[setup.gpu].offers_on("2026-11-23")}
        told = {step["label"]: step for step in steps_of(run("self-host", {"setup": id}).trace)}
        for label in ("Lowest listed price of a GPU", "Price of a GPU", "Highest listed price of a GPU"):
            provider = told[label]["numbers"].partition(" at ")[2]
            assert told[label]["source"] == read[told[label]["value"], provider]
            sources.add(told[label]["source"])
    assert len(sources) > 1  # or one for all would do


def steps_of(trace):
    for step in trace:
        yield step
        yield from steps_of(step["steps"])


@given(given=inputs("self-host"))
def test_the_verdict_is_the_cheapest_way(given):
    """Or too close to call; it stands only where no other pure way is cheaper at any offer, and the headline never advises against it."""
    result = run("self-host", given)
    o, same = result.outputs, {"self-hosted": "self-host"}
    if o["verdict"] not in (None, "too-close"):
        assert o["verdict"] == same.get(o["cheapest"], o["cheapest"])
    if o["verdict"] == "self-host":
        rivals = [bill for bill in (o["api_usd_month"], o["hosted_usd_month"]) if bill is not None]
        assert rivals and max(o["usd_month"], o["high_usd_month"] or 0) <= min(rivals)
        assert result.headline.startswith("Self-host:")
    if o["verdict"] in ("closed", "hosted"):
        assert o["saturated"] or result.headline.startswith("Do not self-host for the money:")


@given(given=inputs("self-host"), asked=st.integers(1, 64), spare=st.integers(0, 16))
def test_capacity_is_whole_copies(given, asked, spare):
    """GPUs that make no copy carry nothing, and fewer than one copy are refused."""
    given = given | {"gpus": asked, "spare_gpus": spare, "gpu_usd_hour": 3}  # of one's own price GPUs are rented one by one
    listed = 1 if given.get("max_tokens_per_second") else catalogue.setups()[given.get("setup") or "gpt-oss-120b-h200"].gpus_per_copy
    copy = given.get("gpus_per_copy") or listed
    if asked < copy:
        with pytest.raises(
            InputError, match=rf"gpus must be 0 or at least {copy}: one copy of the model takes {copy} GPUs \(got {asked}\)"
        ):
            run("self-host", given)
        return
    left = (asked + spare) % copy
    served = run("self-host", given).outputs["tokens_per_second"]
    if spare >= left:
        assert served == run("self-host", given | {"spare_gpus": spare - left}).outputs["tokens_per_second"]
    assert served <= run("self-host", given | {"spare_gpus": spare + copy - left}).outputs["tokens_per_second"]


def test_findings_of_the_audit():
    """GPUs that hold no copy, a verdict against its own figures, and a load without its input."""
    with pytest.raises(InputError, match="gpus must be 0 or at least 8"):
        run("self-host", {"setup": "llama-4-maverick-h200", "gpus": 1})
    given = {"setup": "qwen3-8b-h100", "model": "gpt-6-astra", "input_tokens": 2048}
    cheap, alone = run("self-host", given), run("self-host", given | {"setup": "qwen3-30b-a3b-b200", "gpu_usd_hour": 7})
    assert (cheap.outputs["cheapest"], cheap.outputs["verdict"]) == ("hosted", "hosted")  # of hosts that the catalogue did not have then
    assert cheap.headline.startswith("Do not self-host for the money: ") and "Qwen3 8B (Novita) serves the same load for" in cheap.headline
    assert (alone.outputs["cheapest"], alone.outputs["verdict"]) == ("self-hosted", "self-host") and alone.headline.startswith("Self-host:")
    long = {"requests_per_second": 30, "input_tokens": 8_000, "output_tokens": 300}
    short, other = (run("self-host", long | {"setup": id}).outputs for id in ("llama-3-3-70b-h100", "llama-3-3-70b-h100-long"))
    assert [short[key] for key in ("usd_month", "verdict", "cheapest")] == [other[key] for key in ("usd_month", "verdict", "cheapest")]


def test_more_load_than_one_or_several_can_carry():
    """It, or they, give less than is asked."""
    one, two = (run("self-host", {"requests_per_second": 100, "gpus": gpus, "spare_gpus": 0}).headline for gpus in (1, 2))
    assert "More load than 1 GPU carries: " in one and ", the GPU gives " in one
    assert "More load than 2 GPUs carry: " in two and ", they give " in two


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


@pytest.mark.parametrize(("load", "is_idle"), [(0.99, True), (1, False)])
def test_idle_is_below_a_tenth(load, is_idle):
    """A GPU that works a tenth of the time is not called idle; one that works less is, and what the rest of the rent buys is said."""
    asked = {"setup": "own", "max_tokens_per_second": 1_000, "gpu_usd_hour": 2, "output_tokens": 100, "spare_gpus": 0, "peak_to_average": 1}
    found = run("self-host", asked | {"requests_per_second": load})
    assert found.outputs["utilisation_pct"] == pytest.approx(10 * load)
    assert any("buys nothing" in warning for warning in found.warnings) == is_idle


def test_a_bill_with_nothing_beside_it():
    """Busy enough, and of a model and GPUs that the catalogue does not have: the bill, and that there is none to set it against; 2.43 x 730 + 8,000, in whole dollars."""
    own = {
        "setup": "own",
        "max_tokens_per_second": 1_000,
        "gpu_usd_hour": 2.43,
        "output_tokens": 100,
        "spare_gpus": 0,
        "peak_to_average": 1,
    }
    assert run("self-host", own | {"model": "own", "requests_per_second": 4}).headline == (
        "Self-hosting costs $9,774 a month: with 1 GPU busy 40 % of the time; nothing of the catalogue stands beside it."
    )


def test_ways_that_are_too_close_are_named():
    """A mix as a mix, and both with the ends of their bills."""
    said = run("self-host", {"setup": "llama-3-1-405b-h100", "requests_per_second": 4, "input_tokens": 500, "output_tokens": 500}).headline
    assert re.search(
        r"Too close to call: by the offers of GPUs and hosts a mix costs \$[\d,]+ to \$[\d,]+ a month and self-hosting with \d+ GPUs \$",
        said,
    )


@given(given=inputs("self-host"))
@example(given={"requests_per_second": 200})
def test_nobody_self_hosts_beside_a_cheaper_host_unawares(given):
    """The hosts stand in the answer by their middle half: where one asks less than any GPUs cost, it is named, and it is the cheapest of all."""
    found = run("self-host", given)
    notes = [note for note in found.warnings if note.startswith("One host asks less")]
    if (
        found.outputs["verdict"] not in ("too-close", "self-host")
        or found.inputs["hosted_model"] != "same"
        or found.outputs["hosted_usd_month"] is None
    ):
        assert not notes
        return
    setup = catalogue.setups()[found.inputs["setup"]]
    sold = [id for id, model in catalogue.models().items() if model.weights == setup.weights and model.sold_on(str(found.as_of))]
    bills = [run("self-host", given | {"hosted_model": id}).outputs["hosted_usd_month"] for id in sold]
    cheapest = min(bill for bill in bills if bill is not None)
    least = found.outputs["usd_month"] if found.outputs["low_usd_month"] is None else found.outputs["low_usd_month"]
    assert bool(notes) == (cheapest < least)


def test_what_a_reader_has_to_put_in_is_asked_for():
    """The reasoning that a bill counts, by whoever does it unasked; and of a fleet the people, where they are still ours."""
    fleet, small = {"setup": "gpt-oss-120b-h200", "requests_per_second": 200}, {"setup": "llama-3-3-70b-h100", "requests_per_second": 1}
    fleet_asks, small_asks = (" ".join(run("self-host", given).warnings) for given in (fleet, small | {"model": "gpt-4o"}))
    assert "GPT-6.1 Sol and gpt-oss-120b reason unasked" in fleet_asks and "put in what 91 GPUs take" in fleet_asks
    assert "unasked" not in small_asks and "of people is our figure" not in small_asks
    assert "of people is our figure" not in " ".join(run("self-host", fleet | {"staff_usd_month": 90_000}).warnings)
