"""The refresh of list prices: what is read, what is merged, what is said; on small made data, and on the pinned releases where pip can reach them."""

import json
import subprocess

import pytest

from publish.tools import prices
from publish.tools.prices import (
    NotFetched,
    changes,
    disagreements,
    genai_models,
    genai_rows,
    json_text,
    litellm_row,
    merge_dated,
    merge_seen,
    refresh,
    tier_above,
)

GENAI = """
from .types import *
providers: list[Provider] = [
    Provider(
        id='maker',
        models=[
            ModelInfo(id='steady', prices=ModelPrice(input_mtok=Decimal('2'), cache_read_mtok=Decimal('0.2'), output_mtok=Decimal('10'))),
            ModelInfo(
                id='doubled',
                prices=[
                    ConditionalPrice(prices=ModelPrice(input_mtok=Decimal('2'), output_mtok=Decimal('8'))),
                    ConditionalPrice(
                        constraint=StartDateConstraint(start_date=datetime.date(2026, 12, 1)),
                        prices=ModelPrice(input_mtok=Decimal('4'), output_mtok=Decimal('16')),
                    ),
                    ConditionalPrice(
                        constraint=TimeOfDateConstraint(start_time=datetime.time(1, 0), end_time=datetime.time(4, 0)),
                        prices=ModelPrice(input_mtok=Decimal('99')),
                    ),
                ],
            ),
            ModelInfo(
                id='tiered',
                prices=ModelPrice(
                    input_mtok=TieredPrices(base=Decimal('1'), tiers=[Tier(start=272000, price=Decimal('2'))]),
                    output_mtok=TieredPrices(base=Decimal('5'), tiers=[Tier(start=272000, price=Decimal('7.5'))]),
                ),
                price_variants=[
                    PriceVariant(when={'processing': 'priority'}, prices=ModelPrice(input_mtok=Decimal('3'))),
                    PriceVariant(
                        when={'processing': 'batch'},
                        constraint=StartDateConstraint(start_date=datetime.date(2026, 10, 14)),
                        prices=ModelPrice(input_mtok=TieredPrices(base=Decimal('0.5'), tiers=[]), output_mtok=Decimal('2.5')),
                    ),
                ],
            ),
        ],
    ),
]
"""
MODELS = genai_models(GENAI)
LITELLM = {"input_cost_per_token": 2e-06, "cache_read_input_token_cost": 2e-07, "output_cost_per_token": 1e-05}
ENTRY = {
    "label": "Steady",
    "genai_prices": "maker/steady",
    "litellm": "steady",
    "tier_above_tokens": None,
    "retires": "",
    "retires_source": "",
    "retires_read": "",
    "read": "2026-01-01",
    "prices": [],
    "other": [],
}


def listed(rows: list[dict]) -> list[tuple]:
    return [(row["since"], row["dated"], row["input_usd_mtok"], row["output_usd_mtok"], row["batch_output_usd_mtok"]) for row in rows]


class TestReading:
    def test_dated_prices(self):
        """One row for each dated price, the undated first; prices for some hours of the day are left out."""
        assert listed(genai_rows(MODELS["maker/doubled"])) == [("", "effective", 2, 8, None), ("2026-12-01", "effective", 4, 16, None)]

    def test_base_tier_and_batch(self):
        """The base tier is the price, its end is stated; a batch price begins a row of its own, and no other processing does."""
        assert listed(genai_rows(MODELS["maker/tiered"])) == [("", "effective", 1, 5, None), ("2026-10-14", "seen", 1, 5, 2.5)]
        assert tier_above(MODELS["maker/tiered"]) == 272_000
        assert tier_above(MODELS["maker/steady"]) is None

    def test_prices_per_token_keep_their_digits(self):
        """1.4e-07 a token is $0.14 a million, not 0.13999."""
        row = litellm_row({"input_cost_per_token": 1.4e-07, "output_cost_per_token": 2.8e-07}, "2026-11-12")
        assert (row["input_usd_mtok"], row["cached_input_usd_mtok"], row["output_usd_mtok"]) == (0.14, None, 0.28)

    def test_nothing_of_the_package_is_run(self):
        """The file is parsed, not imported: code in it has no effect."""
        assert genai_models("raise SystemExit\n" + GENAI).keys() == MODELS.keys()


class TestMerging:
    def test_an_undated_price_is_dated_by_the_list(self):
        """Without a change the day of the list, with one the day before it."""
        assert listed(merge_dated([], genai_rows(MODELS["maker/steady"]), "2026-11-12")) == [("2026-11-12", "seen", 2, 10, None)]
        assert listed(merge_dated([], genai_rows(MODELS["maker/doubled"]), "2026-11-12"))[0] == ("2026-11-30", "seen", 2, 8, None)

    def test_history_is_kept(self):
        """What is known of earlier days stays, and a price that is already known is not repeated."""
        rows = [litellm_row(LITELLM | {"input_cost_per_token": 3e-06}, "2025-01-01"), litellm_row(LITELLM, "2026-01-01")]
        assert merge_dated(rows, genai_rows(MODELS["maker/steady"]), "2026-11-12") == rows

    def test_a_seen_price_is_added_once(self):
        """A second look at the same list changes nothing; a new price begins on its day."""
        rows = merge_seen([], litellm_row(LITELLM, "2026-01-01"))
        assert merge_seen(rows, litellm_row(LITELLM, "2026-02-01")) == rows
        assert len(merge_seen(rows, litellm_row(LITELLM | {"output_cost_per_token": 2e-05}, "2026-02-01"))) == 2

    def test_refreshing_twice_is_refreshing_once(self):
        """The same releases give the same file."""
        once = refresh({"steady": ENTRY}, MODELS, {"steady": LITELLM})
        assert refresh(once, MODELS, {"steady": LITELLM}) == once
        assert changes(once, once) == []

    def test_only_prices_change(self):
        """Labels and all else that is written by hand stay; a model that no list knows stays whole."""
        unknown = ENTRY | {"genai_prices": "", "litellm": "gone", "prices": [litellm_row(LITELLM, "2026-01-01")]}
        done = refresh({"steady": ENTRY, "unknown": unknown}, MODELS, {"steady": LITELLM})
        assert done["unknown"] == unknown
        assert done["steady"]["label"] == "Steady"
        assert changes({"steady": ENTRY}, {"steady": done["steady"]})[0] == "steady: + $2 / $0.2 / $10 from 2026-11-12 (genai-prices)"

    def test_a_providers_own_day_of_retirement_stays(self):
        """litellm's day counts where no provider's page was read, is dated by its release, and goes when the list drops it."""
        listed = refresh({"steady": ENTRY}, MODELS, {"steady": LITELLM | {"deprecation_date": "2027-03-01"}})
        retirement = {name: listed["steady"][name] for name in ("retires", "retires_source", "retires_read")}
        assert retirement == {"retires": "2027-03-01", "retires_source": "litellm", "retires_read": "2026-11-12"}
        assert refresh(listed, MODELS, {"steady": LITELLM})["steady"]["retires"] == ""
        own = {"retires": "2027-01-14", "retires_source": "openai-deprecations", "retires_read": "2026-11-24"}
        kept = refresh({"steady": ENTRY | own}, MODELS, {"steady": LITELLM | {"deprecation_date": "2027-03-01"}})["steady"]
        assert {name: kept[name] for name in own} == own

    def test_disagreement_is_kept_and_said(self):
        """genai-prices counts; what litellm says otherwise stands beside it. A price that one of them lacks is no disagreement."""
        dearer = refresh({"steady": ENTRY}, MODELS, {"steady": LITELLM | {"output_cost_per_token": 2e-05}})
        assert dearer["steady"]["prices"][-1]["output_usd_mtok"] == 10
        assert dearer["steady"]["other"][0]["output_usd_mtok"] == 20
        assert disagreements(dearer) == [
            "steady: $2 / $0.2 / $10 from 2026-11-23 (genai-prices); $2 / $0.2 / $20 from 2026-11-12 (litellm)"
        ]
        without = {key: value for key, value in LITELLM.items() if not key.startswith("cache")}
        assert refresh({"steady": ENTRY}, MODELS, {"steady": without})["steady"]["other"] == []


def test_the_file_is_written_as_it_is_read():
    """models.json is what the tool writes: a refresh that finds nothing new leaves it as it is, to the byte."""
    text = prices.FILE.read_text(encoding="utf-8")
    assert json_text(json.loads(text)) == text


def test_without_a_network(monkeypatch, capsys):
    """One sentence, exit status 1, and the file is whole."""
    before = prices.FILE.read_bytes()
    monkeypatch.setattr(subprocess, "run", lambda *args, **named: subprocess.CompletedProcess(args, 1))
    assert prices.main() == 1
    assert (
        capsys.readouterr().err
        == "The prices were not refreshed and calculator/data/models.json is as it was: pip could not fetch genai-prices 0.2.3.\n"
    )
    assert prices.FILE.read_bytes() == before


def test_the_pinned_releases_give_the_file(tmp_path):
    """The prices of models.json are those of the pinned releases: refreshing changes nothing. Needs pip to reach them."""
    try:
        genai, litellm = genai_models(prices.fetch(prices.GENAI, tmp_path)), json.loads(prices.fetch(prices.LITELLM, tmp_path))
    except NotFetched as error:
        pytest.skip(f"pip could not fetch {error}: the file was not held against the lists")
    entries = json.loads(prices.FILE.read_text(encoding="utf-8"))
    assert changes(entries, refresh(entries, genai, litellm)) == []
