"""E3 against exact fractions and an independent price library."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from genai_prices import Usage
from genai_prices.data import providers
from genai_prices.types import ModelPrice, Tier, TieredPrices
from hypothesis import example, given
from hypothesis import strategies as st

from calculator import InputError, run
from calculator.__main__ import main
from calculator.data import as_of, catalogue
from calculator.models.api_bill import in_and_out
from calculator.models.shared.offers import label_of
from calculator.numbers.dates import day_words, months_after
from calculator.numbers.display import usd
from tests.calculator.given import inputs, values

MODELS = catalogue.models()
LOAD = {"requests_per_month": 1, "input_tokens": 20_000, "output_tokens": 1_000, "cached_input_pct": 25, "reads_per_cache_write": 10}
QUIET, PEAK = {"hour": 20}, {"hour": 7}  # of DeepSeek


def lengths(model) -> list[int]:
    """Input that stands below, at and above the start of every tier of a model, as far as the model takes it, and that of LOAD."""
    room = min(model.max_input_tokens or 10**9, (model.context_tokens or 10**9) - LOAD["output_tokens"])
    starts = {tier.from_tokens for price in model.prices for tier in price.tiers}
    around = {start + step for start in starts for step in (-1, 0, 1, 50_000)}
    return sorted({min(LOAD["input_tokens"], room), *(length for length in around if length <= room)})


def oracle(model, day: str, input_tokens: int, batch: bool = False, hour: dict = QUIET) -> float:
    """US dollars of one request by genai-prices: with its own prices where it has the model, else with its arithmetic on litellm's."""
    cached = Decimal(input_tokens * LOAD["cached_input_pct"]) / 100
    usage = Usage(
        input_tokens=input_tokens,
        cache_read_tokens=cached,
        cache_write_tokens=cached / LOAD["reads_per_cache_write"],
        output_tokens=LOAD["output_tokens"],
    )
    if model.genai_prices:
        provider_id, _, model_id = model.genai_prices.partition("/")
        provider = next(provider for provider in providers if provider.id == provider_id)
        known = next(one for one in provider.models if one.id == model_id)
        when = datetime(*map(int, day.split("-")), **hour, tzinfo=UTC)
        context = {"processing": "batch"} if batch else None
        return float(known.calc_price(usage, provider, genai_request_timestamp=when, price_context=context).total_price)
    held, way = model.at(day), "batch_" if batch else ""
    names = {"input_mtok": "input", "cache_read_mtok": "cached_input", "cache_write_mtok": "cache_write", "output_mtok": "output"}
    prices = {}
    for theirs, ours in names.items():
        field = f"{way}{ours}_usd_mtok"
        if getattr(held, field) is not None:
            tiers = [Tier(start=int(tier.from_tokens) - 1, price=Decimal(str(getattr(tier, field)))) for tier in held.tiers]
            prices[theirs] = TieredPrices(base=Decimal(str(getattr(held, field))), tiers=tiers)
    return float(ModelPrice(**prices).calc_price(usage)["total_price"])


def ours(model, day: str, input_tokens: int, **more) -> float:
    given = LOAD | {"model": model.id, "input_tokens": input_tokens, "peak_pct": 0} | more
    return run("api-bill", given, as_of=day).outputs["usd_request"]


def days(model) -> list[str]:
    """Today, and the first day of each dated price that the library has too."""
    last = catalogue.newest()
    return sorted({last} | {price.since for price in model.prices if price.source == "genai-prices" and price.since <= last})


@pytest.mark.parametrize("id", MODELS)
def test_equals_the_reference_library(id):
    """For every model of the catalogue, at each of its prices, below, at and above every tier, cache reads and writes among the input, to a billionth."""
    model = MODELS[id]
    for day in days(model):
        for length in lengths(model):
            assert ours(model, day, length) == pytest.approx(oracle(model, day, length), abs=1e-9), (day, length)


@pytest.mark.parametrize("id", [id for id, model in MODELS.items() if model.at(catalogue.newest()).batch_input_usd_mtok is not None])
def test_batches_equal_the_reference_library(id):
    """A load that is all batch, cached input at its own price, below, at and above every tier, to a billionth."""
    model, day = MODELS[id], catalogue.newest()
    for length in lengths(model):
        assert ours(model, day, length, batch_pct=100) == pytest.approx(oracle(model, day, length, batch=True), abs=1e-9), length


@pytest.mark.parametrize("id", [id for id, model in MODELS.items() if model.peaks])
def test_peak_hours_equal_the_reference_library(id):
    """All in peak hours as the library at such an hour; over the week in between, by the hours; a day before there were peaks knows none."""
    model, day = MODELS[id], catalogue.newest()
    quiet, peak = (oracle(model, day, 20_000, hour=hour) for hour in (QUIET, PEAK))
    assert peak > quiet
    assert ours(model, day, 20_000, peak_pct=100) == pytest.approx(peak, abs=1e-9)
    assert ours(model, day, 20_000, peak_pct=None) == pytest.approx(quiet + (peak - quiet) * 35 / 168, abs=1e-9)
    before = model.prices[0].since
    if before < model.peaks[0].since:
        assert ours(model, before, 20_000, peak_pct=100) == ours(model, before, 20_000, peak_pct=0)


prices = {"model": "own", "input_usd_mtok": 2, "cached_input_usd_mtok": 0.5, "output_usd_mtok": 10, "batch_discount_pct": 50}


@given(
    given=st.fixed_dictionaries(
        {field: values(field) for field in ("requests_per_month", "input_tokens", "output_tokens", "cached_input_pct", "batch_pct")}
    )
)
def test_is_the_formula(given):
    """(in x (1-c) x input + in x c x cached + out x output) / 1e6, the batch share at (1 - discount) of that, times requests."""
    outputs = run("api-bill", prices | given).outputs
    x = {field: Fraction(str(value)) for field, value in given.items()}
    cached = x["cached_input_pct"] / 100
    request = (
        (x["input_tokens"] * (1 - cached) * 2 + x["input_tokens"] * cached / 2 + x["output_tokens"] * 10)
        / 10**6
        * (1 - x["batch_pct"] / 100 / 2)
    )
    assert outputs["usd_request"] == pytest.approx(float(request), rel=1e-14)
    assert outputs["usd_month"] == pytest.approx(float(request * x["requests_per_month"]), rel=1e-14)
    assert outputs["usd_year"] == pytest.approx(float(request * x["requests_per_month"] * 12), rel=1e-14)
    assert outputs["blended_usd_mtok"] == pytest.approx(float(request / (x["input_tokens"] + x["output_tokens"]) * 10**6), rel=1e-14)


@given(given=inputs("api-bill"), times=st.integers(2, 50))
def test_linear_in_requests(given, times):
    """Twice the requests cost twice as much."""
    few = given | {"requests_per_month": 1_000}
    one, many = (run("api-bill", few | {"requests_per_month": 1_000 * number}).outputs["usd_month"] for number in (1, times))
    assert many == pytest.approx(one * times, rel=1e-12)


@given(
    id=st.sampled_from(list(MODELS)),
    shares=st.tuples(st.integers(0, 100), st.integers(0, 100)),
    reads=st.integers(1, 50),
    batch=st.sampled_from([0, 40, 100]),
)
def test_more_caching_never_costs_more(id, shares, reads, batch):
    """Where the cached price is not above the other, a larger share from the cache costs the same or less, whatever it takes to write it."""
    load = LOAD | {"model": id, "input_tokens": 5_000, "reads_per_cache_write": reads, "batch_pct": batch}
    less, more = (run("api-bill", load | {"cached_input_pct": share}).outputs["usd_request"] for share in sorted(shares))
    assert more <= less * (1 + 1e-12)


@given(given=inputs("api-bill"), at=st.integers(1, 10), to=st.integers(1, 10))
def test_reasoning_is_output(given, at, to):
    """Tokens of reasoning cost what tokens of output cost; an accepted answer costs a request over the share that is accepted."""
    given = given | {"model": "gpt-6-1-sol", "input_tokens": 1_000}
    one = run("api-bill", given | {"output_tokens": 100 * at, "reasoning_tokens": 100 * to}).outputs
    other = run("api-bill", given | {"output_tokens": 100 * (at + to), "reasoning_tokens": 0}).outputs
    assert one["usd_request"] == other["usd_request"]
    accepted = given.get("accepted_pct", 100)
    assert one["usd_accepted"] == (pytest.approx(one["usd_request"] / accepted * 100) if accepted else None)


def sellers_of(label: str) -> list:
    return [model for model in MODELS.values() if label_of(model) == label and model.id not in catalogue.FORMER_MODELS]


loads = st.fixed_dictionaries(
    {
        "input_tokens": st.sampled_from([10, 3_000, 20_000, 40_000, 127_000, 150_000, 272_000, 272_001, 400_000, 990_000, 1_040_000]),
        "output_tokens": st.sampled_from([1, 500, 8_000, 17_000, 60_000]),
        "reasoning_tokens": st.sampled_from([0, 4_000, 70_000]),
        "cached_input_pct": st.integers(0, 100),
        "batch_pct": st.sampled_from([0, 50, 100]),
        "token_ratio": st.sampled_from([0.7, 1, 1.3]),
        "open_weights": st.sampled_from(list(catalogue.weights())),
        "data": st.sampled_from(["2026-10-21", "2026-11-06", "2026-11-23"]),
    }
)


@given(load=loads)
def test_no_answer_names_a_model_that_is_not_to_be_had(load):
    """Each row is a model of which so many hosts sell it on the day and take the request; the others are named as left out; the sentence names none of these."""
    load = load | {"model": "own", "input_usd_mtok": 1, "cached_input_usd_mtok": 1, "output_usd_mtok": 1, "batch_discount_pct": 0}
    result = run("api-bill", load)
    tokens = [load[field] * Decimal(str(load["token_ratio"])) for field in ("input_tokens", "output_tokens", "reasoning_tokens")]
    takes = {}
    for model in MODELS.values():
        if model.sold_on(load["data"]) and model.id not in catalogue.FORMER_MODELS:
            written = tokens[1] if model.is_silent else tokens[1] + tokens[2]
            takes[label_of(model)] = takes.get(label_of(model), 0) + (model.too_long(tokens[0], written) is None)
    rows = {row["model"]: row for row in result.outputs["models"]}
    assert set(rows) == {label for label, number in takes.items() if number}
    for label, row in rows.items():
        assert row["host"] == f"{takes[label]} hosts" or (takes[label] == 1 and row["host"] in {model.host for model in sellers_of(label)})
    missing = [label for label, number in takes.items() if not number]
    said = " ".join(warning for warning in result.warnings if warning.startswith("Left out"))
    assert bool(missing) == bool(said) and all(label in said for label in missing[:8])
    assert not any(f"with {label} " in result.headline or f"with {label}," in result.headline for label in missing)


@given(load=loads)
def test_the_cheapest_closed_model_is_that_of_all(load):
    """Only some are looked at in each draw: the cheapest of them bills no more than any closed model of the table."""
    result = run(
        "api-bill", load | {"model": "own", "input_usd_mtok": 1, "cached_input_usd_mtok": 1, "output_usd_mtok": 1, "batch_discount_pct": 0}
    )
    closed = [row["low_usd_month"] for row in result.outputs["models"] if row["weights"] == "not known to be open"]
    assert result.outputs["closed_usd_month"] == (min(closed) if closed else None)


@pytest.mark.parametrize("id", MODELS)
def test_the_table_holds_the_answer(id):
    """The bill of a model stands in its row, between that of its cheapest host and that of its dearest; rows stand cheapest first, and a retired model has none."""
    model = MODELS[id]
    result = run("api-bill", {"model": id, "token_ratio": 1.5})
    bills = [row["usd_month"] for row in result.outputs["models"]]
    assert bills == sorted(bills)
    rows = [row for row in result.outputs["models"] if row["model"] == label_of(model)]
    if not model.sold_on(catalogue.newest()):
        assert all(row["host"] != model.host for row in rows)
        return
    ends = [rows[0]["low_usd_month"], rows[0]["usd_month"], rows[0]["high_usd_month"]]
    assert ends == sorted(ends) and ends[0] <= result.outputs["usd_month"] <= ends[-1]
    if rows[0]["host"] == model.host:
        assert ends == [result.outputs["usd_month"]] * 3


@given(
    model=st.sampled_from([id for id, model in MODELS.items() if model.sold_on(catalogue.newest()) and model.context_tokens != 8_192]),
    chosen=st.sampled_from(["same", *catalogue.weights()]),
    ratio=st.sampled_from([1, 1.3]),
    reasoning=st.sampled_from([0, 700]),
)
def test_the_weights_that_are_chosen_are_those_compared(model, chosen, ratio, reasoning):
    """Whatever the reader calls, the bills of open weights are those of the row of the weights that he chose, in their own tokens; where he chose none,
    those he calls, or else the usual ones. The headline names no others."""
    result = run("api-bill", {"model": model, "open_weights": chosen, "token_ratio": ratio, "reasoning_tokens": reasoning})
    wanted = catalogue.weights()[(MODELS[model].weights or "gpt-oss-120b") if chosen == "same" else chosen].label
    (row,) = [row for row in result.outputs["models"] if row["model"] == wanted]
    ends = [result.outputs[id] for id in ("open_low_usd_month", "open_usd_month", "open_high_usd_month")]
    assert ends == [row[id] for id in ("low_usd_month", "usd_month", "high_usd_month")]
    beside = re.search(r" with ([^;,]+?)(?: over its \d+ hosts)?\.$", result.headline)[1]
    assert beside == wanted


@given(load=loads, model=st.sampled_from(["own", "gpt-4o", "gpt-6-1-sol", "llama-3-3-70b-deepinfra"]))
def test_who_does_not_reason_bills_no_reasoning(load, model):
    """Each row is that of a load whose reasoning is output, and of a model that is known not to reason that of a load without; so is the reader's own bill."""
    load = load | {
        "model": model,
        "input_tokens": min(load["input_tokens"], 40_000),
        "output_tokens": 500,
        "data": None,
        "reasoning_tokens": 4_000,
    }
    load |= {field: prices[field] for field in prices if field != "model"} if model == "own" else {}
    result, none, all_ = (
        run("api-bill", load | given) for given in ({}, {"reasoning_tokens": 0}, {"reasoning_tokens": 0, "output_tokens": 4_500})
    )
    silent = {label_of(one) for one in MODELS.values() if one.reasons == "no"}
    rows = {row["model"]: row for row in result.outputs["models"]}
    wanted = {row["model"]: row for found in (none, all_) for row in found.outputs["models"] if (row["model"] in silent) == (found is none)}
    for label, row in rows.items():
        assert row["usd_month"] == pytest.approx(wanted[label]["usd_month"], rel=1e-12), label
    own = none if model != "own" and MODELS[model].reasons == "no" else all_
    assert result.outputs["usd_month"] == own.outputs["usd_month"]
    notes = [note for note in result.warnings if "not reason:" in note]
    named_silent = {label for label in silent if re.search(rf"[Ww]ith {re.escape(label)}( \(|,| over|\.)", result.headline)}
    calls_silent = model != "own" and MODELS[model].reasons == "no"  # its name at its host may be another than its label
    assert bool(notes) == bool(named_silent or calls_silent)
    assert all(label in notes[0] for label in named_silent)


def test_reasoning_that_others_do_unasked_is_told():
    """Beside a model that does not reason, where none is counted: whose bill is too small by it, and that it would not touch the reader's own."""
    (note,) = [note for note in run("api-bill", {"model": "gpt-4o"}).warnings if "reasons unasked" in note]
    assert note.startswith("Beside your bill gpt-oss-120b reasons unasked") and "GPT-4o does not reason" in note
    assert not any("reasons unasked" in note for note in run("api-bill", {"model": "gpt-4o", "open_weights": "llama-3-3-70b"}).warnings)


def test_those_who_sell_one_model_agree_whether_it_reasons():
    """Reasoning is the model's and not the host's: a row of the table counts it for all who sell it, or for none."""
    found = {}
    for model in MODELS.values():
        found.setdefault(model.family, set()).add(model.is_silent)
    assert [family for family, both in found.items() if len(both) > 1] == []


@pytest.mark.parametrize("id", [id for id, model in MODELS.items() if model.prices[-1].since > catalogue.newest()])
def test_a_price_that_came_since_is_in_the_headline(id):
    """From the day on which an announced price holds the verdict has both bills, that of the new one worked out from prices that are typed; before it one."""
    model = MODELS[id]
    held = model.prices[-1]
    load = {"cached_input_pct": 0, "requests_per_month": 100_000}
    typed = {"input_usd_mtok": held.input_usd_mtok, "output_usd_mtok": held.output_usd_mtok}
    after = run("api-bill", load | {"model": "own", "batch_discount_pct": 0} | typed).outputs["usd_month"]
    for today, has_come in ((held.since, True), ("2028-02-01", True), (catalogue.newest(), False), ("2026-11-30", False)):
        result = run("api-bill", load | {"model": id, "today": today})
        verdict = result.answer["verdict"]
        assert (f" a month, now ${after:,.0f}." in verdict) == has_come, verdict
        assert result.answer["again"].startswith("Look again now: ") == has_come
        assert ("which all figures here are at" in result.headline) == has_come
        assert " now " not in run("api-bill", load | {"model": id, "today": today, "data": "2026-11-12"}).answer["verdict"]
        assert " now " not in run("api-bill", load | {"model": id, "today": today} | typed).answer["verdict"]


@pytest.mark.parametrize("id", [id for id, model in MODELS.items() if model.retires])
def test_what_can_no_longer_be_called_is_looked_at_again_now(id):
    """From the day of its retirement on, whether that was before the day of the data or after; the day before it, not for that."""
    model = MODELS[id]
    small = {"model": id, "input_tokens": 500, "output_tokens": 100}
    for today in (model.retires, "2029-01-01"):
        result = run("api-bill", small | {"today": today})
        assert result.answer["again"].startswith(f"Look again now: on {day_words(model.retires)} {model.name} ended."), today
        assert "while it was sold" in result.headline and any("can no longer be called" in note for note in result.warnings)
    eve = (date.fromisoformat(model.retires) - timedelta(days=1)).isoformat()
    if eve >= catalogue.newest():
        result = run("api-bill", small | {"today": eve})
        assert f"{model.name} ended" not in result.answer["again"] and "while it was sold" not in result.headline


def test_the_same_weights_cut_the_work_into_the_same_tokens():
    """A ratio moves the bills of other models, not those of other hosts of the model that is called."""
    one, other = (run("api-bill", {"model": "gpt-oss-120b-groq", "token_ratio": ratio}).outputs for ratio in (1, 2))
    assert one["open_high_usd_month"] == other["open_high_usd_month"]
    assert other["closed_usd_month"] == pytest.approx(2 * one["closed_usd_month"])
    spread = run("api-bill", {"token_ratio": "0.8..1.4"}).uncertainty["outputs"]
    assert spread["usd_month"]["p10"] == spread["usd_month"]["p90"]
    assert spread["closed_usd_month"]["p10"] < spread["closed_usd_month"]["p90"]


class TestLimits:
    def test_a_request_that_the_model_does_not_take_is_refused(self):
        """Whole, and by output alone, with the room that is left; at the limit it is taken, and one's own prices have none."""
        with pytest.raises(
            InputError, match=r"input_tokens must be at most 130,572: Llama 3.1 8B Instruct Turbo .DeepInfra. takes 131,072 tokens"
        ):
            run("api-bill", {"model": "llama-3-1-8b-deepinfra", "input_tokens": 130_573})
        assert run("api-bill", {"model": "llama-3-1-8b-deepinfra", "input_tokens": 130_572})
        with pytest.raises(
            InputError, match=r"output_tokens must be at most 28,000: GPT-5 .OpenAI. takes 128,000 tokens of output, reasoning included"
        ):
            run("api-bill", {"model": "gpt-5", "output_tokens": 30_000, "reasoning_tokens": 100_000})
        assert run("api-bill", {"model": "gpt-4o", "output_tokens": 7_000, "reasoning_tokens": 100_000})  # which it does not do
        with pytest.raises(InputError, match=r"input_tokens must be at most 272,000: GPT-5 .OpenAI. takes 272,000 tokens of input"):
            run("api-bill", {"model": "gpt-5", "input_tokens": 272_001})
        assert run("api-bill", prices | {"input_tokens": 10_000_000, "output_tokens": 1_000_000}).outputs["models"] == []

    def test_a_range_that_reaches_beyond_is_refused(self):
        """No draw is billed that no model takes."""
        with pytest.raises(InputError, match="input_tokens must fit every value of the ranges given for input_tokens"):
            run("api-bill", {"model": "llama-3-1-8b-deepinfra", "input_tokens": "50000..200000"})


class TestWarnings:
    @given(given=inputs("api-bill"))
    @example(given={"model": "claude-opus-5-5", "input_tokens": 150_000})
    def test_open_weights_that_take_the_request_are_named(self, given):
        """Where no host of the weights to compare with takes it, the cheapest of all that do."""
        result = run("api-bill", given)
        told = [warning for warning in result.warnings if warning.startswith("Of the open weights")]
        rows = [row for row in result.outputs["models"] if row["weights"] == "open"]
        if result.outputs["open_usd_month"] is not None or not rows:
            assert not told
        else:
            cheapest = min(row["low_usd_month"] for row in rows)
            assert any(
                f"the cheapest is {row['model']}, {usd(cheapest)} a month" in told[0] for row in rows if row["low_usd_month"] == cheapest
            )

    def test_models_that_end_before_the_next_look_are_named(self):
        """And none that somebody sells on, nor the reader's own, of which a note of its own tells."""
        (told,) = (warning for warning in run("api-bill", {"model": "gemini-2-5-pro"}).warnings if "models beside it" in warning)
        ends = re.findall(r"(?:: |, | and )([^,]+?) ends on ([0-9]+ [A-Z][a-z]+ [0-9]{4})", told)
        ends = [(label, datetime.strptime(day, "%d %B %Y").replace(tzinfo=UTC).date().isoformat()) for label, day in ends]
        until = months_after(as_of(), 6)
        assert ends and all(catalogue.newest() < day <= until for _, day in ends) and "Gemini 2.5 Pro" not in told
        sold: dict[str, list[str]] = {}
        for model in catalogue.models().values():
            if model.sold_on(catalogue.newest()) and model.family != "Gemini 2.5 Pro":
                sold.setdefault(label_of(model), []).append(model.retires)
        assert {label for label, _ in ends} == {label for label, days in sold.items() if all(days) and max(days) <= until}

    def test_an_announced_doubling_is_told(self):
        """The same load after the announced change, with its day."""
        (found,) = [
            warning
            for warning in run("api-bill", {"model": "gemini-4-argon", "cached_input_pct": 0}).warnings
            if "From 1 December 2026" in warning
        ]
        today = run("api-bill", {"model": "gemini-4-argon", "cached_input_pct": 0}).outputs["usd_month"]
        assert f"${2 * today:,.0f}" in found

    @pytest.mark.parametrize(
        ("inputs", "words"),
        [
            ({"model": "claude-haiku-5-5", "input_tokens": 150_000}, "From 100,001 tokens of input on Anthropic bills all tokens"),
            ({"model": "claude-opus-5-5", "cached_input_pct": 95}, "all that is not read counts as written"),
            (
                {"model": "gemini-4-argon", "input_tokens": 150_000},
                "Left out of the comparison, since no host of theirs takes such a request: GPT-4o,",
            ),
            ({"model": "deepseek-v4-flash-deepseek"}, "DeepSeek answers this name with DeepSeek V4.1 Flash"),
            ({"model": "llama-3-3-70b-deepinfra"}, "No price of cached input is listed"),
            ({"model": "llama-3-3-70b-deepinfra", "batch_pct": 10}, "No batch price is listed"),
            ({"model": "mistral-large-4"}, "Lists disagree: litellm has $1.36 in and $4.18 out"),
            ({"model": "gpt-4"}, "Retired on 23 October 2026: GPT-4 (OpenAI) can no longer be called"),
            ({"model": "gpt-4", "data": "2026-10-22"}, "Retirement is listed: GPT-4 (OpenAI) ends on 23 October 2026"),
            (
                {"model": "deepseek-v4-pro-deepseek"},
                "In 35 of the 168 hours of a week DeepSeek charges 2 times as much: 21 % of the requests",
            ),
            ({"model": "deepseek-v4-pro-deepseek"}, "Put in reasoning, from your usage page: DeepSeek V4 Pro reasons unasked"),
            ({"output_usd_mtok": 8}, "Where you typed a price it counts"),
        ],
    )
    def test_what_the_price_leaves_out_is_told(self, inputs, words):
        """Each way in which the true bill may differ has its warning, and only then."""
        assert any(words in warning for warning in run("api-bill", inputs).warnings)
        assert not any(words in warning for warning in run("api-bill").warnings)

    @pytest.mark.parametrize(
        ("model", "tokens", "is_told"),
        [
            ("claude-haiku-5-5", 33_333, False),
            ("claude-haiku-5-5", 33_334, True),
            ("claude-haiku-5-5", 300_003, True),
            ("claude-haiku-5-5", 300_004, False),
            ("gpt-6-1-sol", 90_666, False),
            ("gpt-6-1-sol", 90_667, True),
        ],
    )
    def test_the_tier_is_told_near_it(self, model, tokens, is_told):
        """Where the average is a third of the tier to three times it, single requests may well lie on the other side."""
        warnings = run("api-bill", {"model": model, "input_tokens": tokens, "output_tokens": 100}).warnings
        assert any("tokens of input on" in warning for warning in warnings) == is_told

    def test_reasoning_that_is_not_counted_is_told(self):
        """Of a model that reasons unasked, and no longer once it is counted."""
        words = (
            "Put in reasoning, from your usage page: GPT-6.1 Sol reasons unasked and bills that as output, of which nothing is counted here"
        )
        assert any(words in warning for warning in run("api-bill").warnings)
        assert not any(words in warning for warning in run("api-bill", {"reasoning_tokens": 1}).warnings)
        assert not any("GPT-4o reasons unasked" in warning for warning in run("api-bill", {"model": "gpt-4o"}).warnings)

    def test_two_lists_are_one_price_where_one_has_the_peak(self):
        """DeepSeek's price in peak hours, which one list has, is no other price than the one off-peak of the other."""
        assert not any("Lists disagree" in warning for warning in run("api-bill", {"model": "deepseek-v4-pro-deepseek"}).warnings)


class TestHeadline:
    def test_it_names_the_cheapest_closed_model_and_the_range_over_hosts(self):
        """Beside a closed model and one's own prices; beside open weights the hosts of these."""
        said = run("api-bill").headline
        assert (
            "with Gemini 2.5 Flash-Lite (Google), the cheapest closed model, and $280 to $2,280 with gpt-oss-120b over its 17 hosts."
            in said
        )
        assert "with DeepSeek V4 Pro over its 8 hosts." in run("api-bill", {"model": "deepseek-v4-pro-deepseek"}).headline
        assert "with Mistral Small 4." in run("api-bill", {"open_weights": "mistral-small-4"}).headline

    def test_the_cheapest_is_not_beside_itself(self):
        """Who calls the cheapest closed model is told that it is the cheapest."""
        said = run("api-bill", {"model": "gemini-2-5-flash-lite"}).headline
        assert "; no closed model of the catalogue costs less; the same tokens cost $280 to" in said

    def test_nobody_takes_it(self):
        """Then the sentence is about the bill alone."""
        said = run("api-bill", prices | {"input_tokens": 10_000_000, "output_tokens": 1_000_000, "requests_per_month": 1}).headline
        assert said.startswith("$25.50 a month: at your own prices, $") and said.endswith(" a request.")

    def test_more_tokens_are_said(self):
        """A ratio is no longer the same tokens."""
        assert "; the same work, in 1.5 times your tokens, costs $" in run("api-bill", {"token_ratio": 1.5}).headline


class TestAsOf:
    def test_is_short_for_data(self):
        """run(as_of=...) and the input `data` are the same, and the answer says its day."""
        assert run("api-bill", as_of="2026-11").to_dict() == run("api-bill", {"data": "2026-11"}).to_dict()
        assert run("api-bill", as_of="2026-11-12").as_of == "2026-11-12"
        assert run("api-bill").as_of == catalogue.newest()

    def test_on_the_command_line(self, capsys):
        """--as-of, data= and an empty data= are understood; a day without a price is one sentence and exit status 2."""
        assert main(["run", "api-bill", "--as-of", "2026-11-12", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["as_of"] == "2026-11-12"
        assert main(["run", "api-bill", "data=", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["as_of"] == catalogue.newest()
        assert main(["run", "api-bill", "model=claude-opus-5-5", "data=2025-01"]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        first = "2026-10-14 or later, the first day on which a price of Claude Opus 5.5 (Anthropic) is known"
        assert err == f"data must be {first} (got 2025-01)\n"

    def test_both_is_one_too_many(self):
        """Two days in one question are refused."""
        with pytest.raises(InputError, match="as_of must be left out where data is given"):
            run("api-bill", {"data": "2026-11"}, as_of="2026-10")

    def test_a_calculator_without_dated_prices(self):
        """Says that it has no such input."""
        with pytest.raises(InputError, match="as_of must be left out for growth, which takes no prices"):
            run("growth", as_of="2026-11")


def test_unknown_model():
    """Refused with the ids that there are, never guessed."""
    with pytest.raises(InputError, match=r"model must be one of \d+ ids, such as gpt-6-astra, .* \(got 'gpt-7'\)"):
        run("api-bill", {"model": "gpt-7"})


def test_list_prices_below_a_cent_keep_their_digits():
    """A price that a change is told by is written as lists have it, not in whole cents."""
    assert in_and_out(SimpleNamespace(input_usd_mtok=0.0375, output_usd_mtok=0.15)) == "$0.0375 in and $0.15 out"
