"""E3 against exact fractions and an independent price library."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from genai_prices import Usage
from genai_prices.data import providers
from genai_prices.types import ModelPrice
from hypothesis import given
from hypothesis import strategies as st

from calculator import InputError, run
from calculator.__main__ import main
from calculator.data import catalogue
from calculator.models.api_bill import in_and_out
from tests.calculator.given import inputs, values

MODELS = catalogue.models()
LOAD = {"requests_per_month": 1, "input_tokens": 20_000, "output_tokens": 1_000, "cached_input_pct": 25}
QUIET = {"hour": 20}  # outside the hours in which some providers charge more


def oracle(model, day: str, batch: bool = False):
    """US dollars of one request of LOAD by genai-prices: with its own prices where it has the model, else with its arithmetic on litellm's."""
    cached = LOAD["input_tokens"] * LOAD["cached_input_pct"] // 100
    usage = Usage(input_tokens=LOAD["input_tokens"], cache_read_tokens=cached, output_tokens=LOAD["output_tokens"])
    if model.genai_prices:
        provider_id, _, model_id = model.genai_prices.partition("/")
        provider = next(provider for provider in providers if provider.id == provider_id)
        known = next(one for one in provider.models if one.id == model_id)
        when = datetime(*map(int, day.split("-")), **QUIET, tzinfo=UTC)
        context = {"processing": "batch"} if batch else None
        return known.calc_price(usage, provider, genai_request_timestamp=when, price_context=context).total_price
    held = model.at(day)
    prices = {"input_mtok": held.input_usd_mtok, "cache_read_mtok": held.cached_input_usd_mtok, "output_mtok": held.output_usd_mtok}
    return ModelPrice(**{name: Decimal(str(price)) for name, price in prices.items() if price is not None}).calc_price(usage)["total_price"]


@pytest.mark.parametrize("id", MODELS)
def test_equals_the_reference_library(id):
    """For every model of the catalogue, today and on the first day of each of its dated prices that the library has too, to a billionth."""
    model = MODELS[id]
    days = {catalogue.newest()} | {
        price.since for price in model.prices if price.source == "genai-prices" and price.since <= catalogue.newest()
    }
    for day in sorted(days):
        ours = run("api-bill", LOAD | {"model": id}, as_of=day).outputs["usd_request"]
        assert ours == pytest.approx(float(oracle(model, day)), abs=1e-9)


@pytest.mark.parametrize(
    "id", [id for id, model in MODELS.items() if model.genai_prices and model.at(catalogue.newest()).batch_input_usd_mtok is not None]
)
def test_batches_equal_the_reference_library(id):
    """A load that is all batch, to a billionth; where the provider bills cached input in a batch in its own way, a warning says so instead."""
    model, day = MODELS[id], catalogue.newest()
    result = run("api-bill", LOAD | {"model": id, "batch_pct": 100})
    if any(warning.startswith("In a batch") for warning in result.warnings):
        result = run("api-bill", LOAD | {"model": id, "batch_pct": 100, "cached_input_pct": 0})
        held = model.at(day)
        expected = (LOAD["input_tokens"] * held.batch_input_usd_mtok + LOAD["output_tokens"] * held.batch_output_usd_mtok) / 1e6
        assert result.outputs["usd_request"] == pytest.approx(expected, abs=1e-9)
    else:
        assert result.outputs["usd_request"] == pytest.approx(float(oracle(model, day, batch=True)), abs=1e-9)


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


@given(given=inputs("api-bill"), shares=st.tuples(st.integers(0, 100), st.integers(0, 100)))
def test_more_caching_never_costs_more(given, shares):
    """Where the cached price is not above the other, a larger share from the cache costs the same or less."""
    given = given | {"model": "gpt-6-1-sol", "input_usd_mtok": None, "cached_input_usd_mtok": None}
    less, more = (run("api-bill", given | {"cached_input_pct": share}).outputs["usd_month"] for share in sorted(shares))
    assert more <= less


@pytest.mark.parametrize("id", MODELS)
def test_the_table_holds_the_answer(id):
    """The row of a model says what choosing it says; rows stand cheapest first, and a retired model has none."""
    model = MODELS[id]
    result = run("api-bill", {"model": id})
    bills = [row["usd_month"] for row in result.outputs["models"]]
    assert bills == sorted(bills)
    rows = [row["usd_month"] for row in result.outputs["models"] if (row["model"], row["host"]) == (model.label, model.host)]
    assert rows == ([result.outputs["usd_month"]] if model.sold_on(catalogue.newest()) else [])


class TestWarnings:
    def test_an_announced_doubling_is_told(self):
        """The same load after the announced change, with its day."""
        (found,) = [
            warning for warning in run("api-bill", {"model": "gemini-4-argon", "cached_input_pct": 0}).warnings if "2026-12-01" in warning
        ]
        today = run("api-bill", {"model": "gemini-4-argon", "cached_input_pct": 0}).outputs["usd_month"]
        assert f"${2 * today:,.0f}" in found

    @pytest.mark.parametrize(
        ("inputs", "words"),
        [
            ({"model": "claude-haiku-5-5", "input_tokens": 150_000}, "Above 100,000 input tokens Anthropic charges a dearer tier"),
            ({"model": "llama-3-3-70b-deepinfra"}, "No price of cached input is listed"),
            ({"model": "llama-3-3-70b-deepinfra", "batch_pct": 10}, "No batch price is listed"),
            ({"model": "mistral-large-4"}, "Lists disagree: litellm has $1.36 in and $4.18 out"),
            ({"model": "gpt-4"}, "Retired on 2026-10-23: GPT-4 (OpenAI) can no longer be called"),
            ({"model": "gpt-4", "data": "2026-10-22"}, "Retirement is listed: GPT-4 (OpenAI) ends on 2026-10-23"),
            ({"model": "gemini-2-5-pro", "batch_pct": 10}, "In a batch Google bills cached input at $0.12"),
            ({"model": "deepseek-v4-pro-deepseek"}, "Off-peak price"),
            ({"output_usd_mtok": 8}, "Where you typed a price it counts"),
        ],
    )
    def test_what_the_price_leaves_out_is_told(self, inputs, words):
        """Each way in which the true bill may differ has its warning, and only then."""
        assert any(words in warning for warning in run("api-bill", inputs).warnings)
        assert not any(words in warning for warning in run("api-bill").warnings)


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
