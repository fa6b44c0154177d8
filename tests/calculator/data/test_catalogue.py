import subprocess
import sys
from statistics import median_low

import pytest

from calculator import run
from calculator.data import DataError, catalogue, sources
from calculator.data.catalogue import check_references
from calculator.data.loading import COMMITMENTS
from calculator.errors import InputError
from calculator.inputs.vocabulary import VOCABULARY
from tests.calculator.given import ROOT

MODELS = catalogue.models()


def test_the_models_of_the_public_list_are_there():
    """Every model and host of the list of 12 November 2026 that the contract names, with the price and the window of that list."""
    listed = {(model.litellm.rpartition("/")[2].lower(), model.litellm.partition("/")[0].lower()) for model in MODELS.values()}
    assert {("gpt-6-sol", "gpt-6-sol"), ("kimi-k3", "together_ai"), ("llama-3.3-70b-instruct-turbo", "together_ai")} <= listed
    assert len(MODELS) >= 200 and len({model.family for model in MODELS.values()}) >= 69
    assert sum(not model.weights for model in MODELS.values()) >= 100 and sum(bool(model.weights) for model in MODELS.values()) >= 150


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
def test_prices(model):
    """A cached price is never above the other input's, and writing the cache never costs so much that it does not pay; a batch saves the same share of input as of output; a tier is dearer than what lies below; known on the day the page shows."""
    for price in model.prices:
        below = price
        for held in (price, *price.tiers):
            cached = held.input_usd_mtok if held.cached_input_usd_mtok is None else held.cached_input_usd_mtok
            written = held.input_usd_mtok if held.cache_write_usd_mtok is None else held.cache_write_usd_mtok
            assert cached <= held.input_usd_mtok and written - held.input_usd_mtok <= held.input_usd_mtok - cached + 1e-12
            assert held.input_usd_mtok >= below.input_usd_mtok and held.output_usd_mtok >= below.output_usd_mtok
            below = held
            if held.batch_input_usd_mtok is not None:
                assert held.batch_input_usd_mtok / held.input_usd_mtok == pytest.approx(
                    held.batch_output_usd_mtok / held.output_usd_mtok, rel=1e-12
                )
    assert model.at(catalogue.newest())
    assert model.context_tokens >= (model.max_input_tokens or 0) and model.context_tokens >= (model.max_output_tokens or 0)


def test_which_tier_a_request_reaches():
    """The whole request is billed at the last one whose first token it has; part of a token counts, as in the reference library."""
    price = MODELS["claude-haiku-5-5"].at("2026-11-23")
    assert [price.for_input(tokens).input_usd_mtok for tokens in (1, 100_000, 100_000.5, 100_001, 900_000)] == [0.1, 0.1, 0.5, 0.5, 0.5]
    assert MODELS["gpt-4o"].at("2026-11-23").for_input(10**7).input_usd_mtok == 2.5


def test_what_a_model_takes():
    """Input, output and both together, each to its limit and no further; of an unknown limit nothing is said."""
    gpt_5 = MODELS["gpt-5"]
    assert (gpt_5.context_tokens, gpt_5.max_input_tokens, gpt_5.max_output_tokens) == (400_000, 272_000, 128_000)
    assert gpt_5.too_long(272_000, 128_000) is None
    assert gpt_5.too_long(272_001, 1) == ("input_tokens", "of input", 272_000)
    assert gpt_5.too_long(1, 128_001) == ("output_tokens", "of output, reasoning included", 128_000)
    assert MODELS["gpt-4o"].too_long(128_000, 1) == ("input_tokens", "of input and output together", 128_000)
    assert gpt_5._replace(context_tokens=None, max_input_tokens=None, max_output_tokens=None).too_long(10**9, 10**9) is None


def test_a_day_has_the_price_that_held():
    """Mistral Large 4 was doubled from 20 to 28 October 2026; an announced price is not used before its day."""
    inputs = {day: MODELS["mistral-large-4"].at(day).input_usd_mtok for day in ("2026-10-19", "2026-10-20", "2026-10-28", "2026-10-29")}
    assert inputs == {"2026-10-19": 0.68, "2026-10-20": 1.36, "2026-10-28": 1.36, "2026-10-29": 0.7}
    argon = MODELS["gemini-4-argon"]
    assert argon.at("2026-11-23").output_usd_mtok == 10
    assert argon.next_after("2026-11-23").since == "2026-12-01"
    assert argon.next_after("2026-11-23").output_usd_mtok == 20


def test_no_price_before_the_first():
    """A day without a known price is refused, with the first one that has: for models and for GPUs."""
    with pytest.raises(
        InputError,
        match=r"data must be 2026-10-14 or later, the first day on which a price of GPT-6 Astra \(OpenAI\) is known \(got 2026-10-13\)",
    ):
        MODELS["gpt-6-astra"].at("2026-10-13")
    with pytest.raises(InputError, match="data must be 2026-09-20 or later, the first day on which a price of the H100 SXM 80 GB"):
        catalogue.gpus()["h100-sxm"].offers_for(1, "2026-09-19")


def test_retired_models_are_not_sold():
    """From its last day on a model is no alternative."""
    gpt_4 = MODELS["gpt-4"]
    assert gpt_4.sold_on("2026-10-22") and not gpt_4.sold_on("2026-10-23")


def test_retirement_comes_from_the_maker_where_its_page_was_read():
    """Of OpenAI's models that are to go, each has the day of OpenAI's own page, not that of a price list."""
    days = {id: model.retires for id, model in MODELS.items() if model.retires_source == "openai-deprecations"}
    assert days == dict.fromkeys(("gpt-5", "o3"), "2026-12-11") | dict.fromkeys(("gpt-4-1", "gpt-4o", "gpt-4o-mini"), "2027-01-14") | {
        "gpt-4": "2026-10-23"
    }


def test_a_day_of_retirement_needs_its_source(monkeypatch):
    """A day without a source, or without the day on which it was read, stops the program."""
    text = catalogue.text_of("models.json").replace('"retires_source": "litellm"', '"retires_source": ""', 1)
    monkeypatch.setattr(catalogue, "text_of", lambda name: text)
    with pytest.raises(DataError, match="needs retires, retires_source and retires_read together"):
        catalogue.models.__wrapped__()


def test_a_retired_model_is_named_as_one():
    """From the day on which it is listed to go."""
    model = catalogue.models()["gpt-4"]
    assert model.name_on("2026-10-22") == model.name and not model.retired_by("2026-10-22")
    assert model.name_on("2026-10-23") == "GPT-4 (OpenAI), retired on 2026-10-23"
    assert not catalogue.models()["gpt-6-1-sol"].retired_by("2099-01-01")


def test_peak_hours():
    """DeepSeek's, and nobody else's, since the day on which it began to charge for them; since the next weekend on working days alone."""
    assert {model.host for model in MODELS.values() if model.peaks} == {"DeepSeek"}
    hours = {
        day: MODELS["deepseek-v4-pro-deepseek"].peak_at(day)
        for day in ("2026-08-16", "2026-08-17", "2026-08-22", "2026-08-23", "2026-11-23")
    }
    assert [peak and (peak.multiplier, peak.hours_week) for peak in hours.values()] == [None, (2, 49), (2, 49), (2, 35), (2, 35)]


def test_what_a_form_no_longer_offers():
    """What was retired by the newest day, and a name that another model answers; old links may carry them."""
    gone = catalogue.no_longer_offered()
    assert {"gpt-4", "gpt-oss-120b-fireworks", "llama-3-3-70b-together", "deepseek-v4-flash-deepseek"} == gone
    assert VOCABULARY["model"].options.gone() == VOCABULARY["hosted_model"].options.gone() == gone
    assert "gpt-4" in VOCABULARY["model"].options and "retired on 2026-10-23" in VOCABULARY["model"].options["gpt-4"]


def test_weights_that_are_not_there(monkeypatch):
    """A host of weights without a licence on file stops the program."""
    text = catalogue.text_of("models.json").replace('"weights": "kimi-k3"', '"weights": "kimi-k9"', 1)
    monkeypatch.setattr(catalogue, "text_of", lambda name: text)
    with pytest.raises(DataError, match=r"names the weights 'kimi-k9', which weights.json does not have"):
        catalogue.models.__wrapped__()


def test_day_of():
    """Nothing means the newest day, a month its last, or the newest in it; a day to come is refused."""
    assert catalogue.day_of(None) == catalogue.day_of("2026-11") == catalogue.newest() == "2026-11-23"
    assert catalogue.day_of("2026-10") == "2026-10-31"
    assert catalogue.day_of("2026-10-05") == "2026-10-05"
    for later in ("2026-11-24", "2026-12", "2027-01-01"):
        with pytest.raises(InputError, match=f"data must be 2026-11-23 or earlier, the day on which prices were last read .got {later}"):
            catalogue.day_of(later)


def prices(offers):
    return [float(offer.usd_hour) for offer in offers.listed]


def test_gpu_prices():
    """Of the newest offer of each product in its size for eight: an H100 was $2.40 to $12.29 an hour, and $3.99 in the middle."""
    h100 = catalogue.gpus()["h100-sxm"]
    eight = [float(offer.usd_hour) for offer in h100.sizes_for(8, "2026-11-23")]
    assert [eight[0], eight[catalogue.middle(eight)], eight[-1]] == [2.4024, 3.99, 12.29]
    newest = {(offer.provider, offer.product): float(offer.usd_hour) for offer in h100.offers if offer.commitment == "on-demand"}
    assert eight == sorted(newest.values()) and eight[catalogue.middle(eight)] == median_low(newest.values())
    assert h100.sizes_for(8, "2026-09-25")[-1].usd_hour == 6.155  # before the dearest were read


def test_who_rents_eight_at_a_time_pays_eight():
    """For one GPU an offer of eight costs eight times its price, so it is none; for eight or sixteen its price counts, for nine again twice eight."""
    b200 = catalogue.gpus()["b200"]
    by_four = next(offer for offer in b200.offers if offer.provider == "Lambda" and offer.min_gpus == 4)
    assert [by_four.rented_for(needed) for needed in (1, 4, 5, 8, 9)] == [4, 4, 8, 8, 12]
    for needed in (1, 2, 8, 9, 24):
        found = b200.offers_for(needed, "2026-11-23").listed
        bills = [offer.rented_for(needed) * float(offer.usd_hour) for offer in found]
        assert bills == sorted(bills) and all(offer.rented_for(needed) >= needed for offer in found)
    assert {offer.min_gpus for offer in b200.offers_for(1, "2026-11-23").listed} == {1}


@pytest.mark.parametrize(("needed", "taken"), [(1, 1), (2, 2), (3, 1), (4, 4), (6, 2), (7, 1), (8, 8), (9, 1), (16, 8)])
def test_of_one_product_the_size_is_taken_that_costs_least(needed, taken):
    """Lambda asks 6.99 for one B200, 6.89 each for two, 6.79 for four, 6.69 for eight: seven cost $48.93 singly, and eight together $53.52."""
    found = [offer for offer in catalogue.gpus()["b200"].offers_for(needed, "2026-11-23").listed if offer.provider == "Lambda"]
    assert [offer.min_gpus for offer in found] == [taken]


@pytest.mark.parametrize("gpu", catalogue.gpus().values(), ids=catalogue.gpus())
@pytest.mark.parametrize("commitment", COMMITMENTS)
def test_more_gpus_never_cost_less(gpu, commitment):
    """The lowest, the middle and the highest bill of offers, from 1 GPU to 200: who rents by eight does not make sixteen dearer than seventeen."""
    if not gpu.offers_on(catalogue.newest(), commitment):
        return
    before = (0, 0, 0)
    for needed in range(1, 201):
        found = gpu.offers_for(needed, catalogue.newest(), commitment)
        bills = tuple(offer.bill_for(needed) for offer in (found.lowest, found.middle, found.highest))
        assert all(one >= other for one, other in zip(bills, before, strict=True)) and bills[0] <= bills[1] <= bills[2], needed
        before = bills


@pytest.mark.parametrize("needed", [1, 2, 3, 7, 8, 9])
def test_lots_too_large_are_offers_only_where_they_are_cheap(needed):
    """Nobody takes eight GPUs for one at the price of eight: an offer that makes a reader rent more than another costs no more than that."""
    for gpu in catalogue.gpus().values():
        found = gpu.offers_for(needed, catalogue.newest()).listed
        least = min(offer.min_gpus for offer in gpu.offers_on(catalogue.newest()))
        singly = {(offer.provider, offer.product) for offer in gpu.offers_on(catalogue.newest()) if offer.min_gpus == least}
        dearest = max(offer.bill_for(needed) for offer in found if (offer.provider, offer.product) in singly)
        assert all(offer.bill_for(needed) <= dearest for offer in found), gpu.label


@pytest.mark.parametrize("gpu", catalogue.gpus().values(), ids=catalogue.gpus())
def test_nothing_is_counted_twice(gpu):
    """On no day does a provider have two offers for the same product and number of GPUs, nor an average beside its own prices."""
    for day in {offer.read for offer in gpu.offers}:
        for commitment in COMMITMENTS:
            found = gpu.offers_on(day, commitment)
            assert len({(offer.provider, offer.product, offer.min_gpus) for offer in found}) == len(found)
            listed = gpu.offers_for(8, day, commitment).listed if found else ()
            assert len({(offer.provider, offer.product) for offer in listed}) == len(listed)
            for offer in found:
                same = [other for other in found if other.provider == offer.provider]
                assert "average" not in offer.product or len(same) == 1, f"{offer.provider} is counted as {[one.product for one in same]}"
                assert (
                    len({other.usd_hour for other in same if other.min_gpus == offer.min_gpus}) == len(same) or offer.provider in TWO_CLOUDS
                )


TWO_CLOUDS = {"RunPod", "Lambda", "Nebius"}  # a community's and its own; by how many are taken; an L40S beside two processors


def test_what_is_not_known_is_not_invented():
    """Of each GPU of the contract prices on demand are known; of commitments those that somebody publishes, and no others."""
    known = {
        id: [commitment for commitment in COMMITMENTS if gpu.offers_on("2026-11-23", commitment)] for id, gpu in catalogue.gpus().items()
    }
    asked = ("h100-sxm", "h200", "b200", "b300", "mi300x", "l40s", "l4", "a10", "rtx-pro-6000")
    assert all("on-demand" in known[id] for id in asked)
    assert {id for id, terms in known.items() if "1-year" in terms} == {"h100-sxm", "h200", "b200", "b300", "mi300x"}
    assert {id for id, terms in known.items() if "3-year" in terms} == {"h100-sxm"}
    with pytest.raises(InputError, match="commitment must be one of which a price of the L4 24 GB is known, or type your own price"):
        catalogue.gpus()["l4"].offers_for(1, "2026-11-23", "3-year")


@pytest.mark.parametrize("gpu", catalogue.gpus().values(), ids=catalogue.gpus())
def test_a_driver_reports_what_a_gpu_is_sold_with(gpu):
    """Its MiB lie between the vendor's gigabytes read as 10^9 and as 2^30 bytes: neither the MiB of another GPU nor a GB taken for a GiB."""
    assert 10**9 * gpu.memory_gb <= gpu.memory_mib * 2**20 <= 2**30 * gpu.memory_gb


def test_of_two_offers_in_the_middle_the_first_counts():
    """Of 0.34 and 0.74 the first: a price that somebody asks for, and not one between."""
    assert float(catalogue.gpus()["rtx-4090"].offers_for(1, "2026-11-23").middle_usd_hour) == 0.34


def test_ids_hang_together():
    """A set-up names a GPU of the catalogue and a run a set-up; weights that two files know have one id."""
    assert {setup.gpu for setup in catalogue.setups().values()} <= set(catalogue.gpus())
    assert {"llama-3-3-70b", "llama-3-1-8b", "gpt-oss-120b"} <= {model.weights for model in MODELS.values()} & {
        setup.weights for setup in catalogue.setups().values()
    }
    measured = next(iter(catalogue.runs().values()))
    with pytest.raises(DataError, match=r"runs.json: x names the setup 'nowhere', which the catalogue does not have"):
        check_references({"x": measured._replace(setup="nowhere")}, "runs.json", "setup", catalogue.setups())


@pytest.mark.parametrize(("former", "now"), catalogue.FORMER_SETUPS.items())
def test_a_set_up_of_old_links_is_the_one_that_took_its_place(former, now):
    """It answers as that does, to the last bit, and a form no longer offers it."""
    one, other = (run("self-host", {"setup": id}) for id in (former, now))
    assert one.outputs == other.outputs and one.headline == other.headline
    assert former in VOCABULARY["setup"].options and former in VOCABULARY["setup"].options.gone()


def test_the_maximum_of_a_measured_set_up_is_its_largest_run():
    """What the error of the throughput model rests on."""
    for id in {measured.setup for measured in catalogue.runs().values()}:
        ((_, _, rate),) = catalogue.setups()[id].points
        assert rate == max(measured.tokens_per_second for measured in catalogue.runs().values() if measured.setup == id)


def test_every_source_that_is_named_states_a_licence():
    """Also where that is: not stated, single facts are cited."""
    named = {id for gpu in catalogue.gpus().values() for id in (gpu.source, gpu.memory_source)}
    named |= {offer.source for gpu in catalogue.gpus().values() for offer in gpu.offers}
    named |= {entry.source for part in (catalogue.architectures, catalogue.setups, catalogue.runs) for entry in part().values()}
    assert all(sources[id].licence for id in named)


def test_files_are_read_when_needed():
    """A page without the catalogue does not pay for it: importing and answering another calculator reads none of its files."""
    parts = "(catalogue.models, catalogue.gpus, catalogue.architectures, catalogue.setups, catalogue.runs)"
    program = f"from calculator import run; from calculator.data import catalogue; run('growth'); print(sum(part.cache_info().currsize for part in {parts}))"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() == "0"
