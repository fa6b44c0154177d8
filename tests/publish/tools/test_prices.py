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
    left_out,
    limits,
    litellm_row,
    merge_dated,
    merge_seen,
    peaks,
    refresh,
    retirement,
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
    "host": "Maker",
    "weights": "",
    "genai_prices": "maker/steady",
    "litellm": "steady",
    "context_tokens": None,
    "max_input_tokens": None,
    "max_output_tokens": None,
    "peaks": [],
    "retires": "",
    "retires_source": "",
    "retires_read": "",
    "read": "2026-01-01",
    "prices": [],
    "other": [],
}


def listed(rows: list[dict]) -> list[tuple]:
    return [(row["since"], row["dated"], row["input_usd_mtok"], row["output_usd_mtok"], row.get("batch_output_usd_mtok")) for row in rows]


class TestReading:
    def test_dated_prices(self):
        """One row for each dated price, the undated first; prices for some hours of the day are left out."""
        assert listed(genai_rows(MODELS["maker/doubled"])) == [("", "effective", 2, 8, None), ("2026-12-01", "effective", 4, 16, None)]

    def test_tiers_and_batch(self):
        """A tier begins with the first token that it holds for; a batch price begins a row of its own, and no other processing does."""
        assert listed(genai_rows(MODELS["maker/tiered"])) == [("", "effective", 1, 5, None), ("2026-10-14", "seen", 1, 5, 2.5)]
        first, last = (row["tiers"] for row in genai_rows(MODELS["maker/tiered"]))
        assert first == [{"from_tokens": 272_001, "input_usd_mtok": 2, "output_usd_mtok": 7.5}]
        assert last == [
            {"from_tokens": 272_001, "input_usd_mtok": 2, "output_usd_mtok": 7.5, "batch_input_usd_mtok": 0.5, "batch_output_usd_mtok": 2.5}
        ]
        assert "tiers" not in genai_rows(MODELS["maker/steady"])[0]

    def test_tiers_of_the_other_list(self):
        """litellm writes a tier into the name of a price; what has none of its own there costs as below it."""
        entry = LITELLM | {"input_cost_per_token_above_200k_tokens": 4e-06, "output_cost_per_token_above_200k_tokens": 2e-05}
        (tier,) = litellm_row(entry | {"cache_creation_input_token_cost_above_1hr": 1}, "2026-11-12")["tiers"]
        assert tier == {"from_tokens": 200_001, "input_usd_mtok": 4, "output_usd_mtok": 20, "cached_input_usd_mtok": 0.2}

    def test_peak_hours(self):
        """What is left of a week beside the quiet hours; the row is the price off-peak; an answer that is known is not repeated."""
        quiet = {"input_cost_per_token": 1e-06, "output_cost_per_token": 5e-06}
        windows = [
            {"hours_utc": ["00:00-01:00", "04:00-06:00", "10:00-00:00"], "weekdays": [1, 2, 3, 4, 5]},
            {"hours_utc": "00:00-00:00", "weekdays": [6, 7]},
        ]
        entry = LITELLM | {"off_peak_pricing": quiet | {"windows": windows}}
        found = peaks([], entry, "2026-11-12")
        assert found == [{"since": "2026-11-12", "source": "litellm", "multiplier": 2, "hours_week": 35}]
        assert peaks(found, entry, "2026-12-01") == found and peaks(found, LITELLM, "2026-12-01") == found
        assert litellm_row(entry, "2026-11-12")["input_usd_mtok"] == 1
        with pytest.raises(ValueError, match="the catalogue takes one number"):
            peaks([], LITELLM | {"off_peak_pricing": quiet | {"output_cost_per_token": 1e-06, "windows": windows}}, "2026-11-12")

    def test_limits(self):
        """The window holds both; input has a limit of its own where it is lower; Google counts both apart; what no list says stays."""
        theirs = {"max_input_tokens": 272_000, "max_output_tokens": 128_000}
        assert limits(ENTRY, {"context_window": 400_000}, theirs) == {
            "context_tokens": 400_000,
            "max_input_tokens": 272_000,
            "max_output_tokens": 128_000,
        }
        assert limits(ENTRY, {"context_window": 1_040_000}, {"max_input_tokens": 1_048_576})["context_tokens"] == 1_048_576
        google = limits(ENTRY | {"host": "Google"}, None, {"max_input_tokens": 1_048_576, "max_output_tokens": 65_536})
        assert google == {"context_tokens": 1_114_112, "max_input_tokens": 1_048_576, "max_output_tokens": 65_536}
        assert limits(ENTRY | {"max_output_tokens": 7}, {"context_window": 10}, None)["max_output_tokens"] == 7
        assert limits(ENTRY, None, None) == {}

    def test_prices_per_token_keep_their_digits(self):
        """1.4e-07 a token is $0.14 a million, not 0.13999."""
        row = litellm_row({"input_cost_per_token": 1.4e-07, "output_cost_per_token": 2.8e-07}, "2026-11-12")
        assert (row["input_usd_mtok"], row.get("cached_input_usd_mtok"), row["output_usd_mtok"]) == (0.14, None, 0.28)

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

    def test_what_a_list_says_later_of_the_same_price(self):
        """A tier or a price of cache writes that was left out before is of the price that was known, not a new price; another price is."""
        known, more = litellm_row(LITELLM, "2026-01-01"), LITELLM | {"cache_creation_input_token_cost": 2.5e-06}
        filled = merge_seen([known], litellm_row(more, "2026-02-01"))
        assert [(row["since"], row["cache_write_usd_mtok"]) for row in filled] == [("2026-01-01", 2.5)]
        assert len(merge_seen(filled, litellm_row(more | {"cache_creation_input_token_cost": 3e-06}, "2026-03-01"))) == 2

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

    def test_what_is_left_out_is_said(self):
        """Each model that a list has and the catalogue has not, and each kind of price, stands under its reason."""
        other = {"litellm_provider": "maker", "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06}
        litellm = {
            "steady": LITELLM | {"litellm_provider": "maker"},
            "picture": {"litellm_provider": "maker", "mode": "image_generation"},
            "free": {"litellm_provider": "maker", "mode": "chat"},
            "gone": other | {"deprecation_date": "2026-01-01"},
            "dated": other,
            "elsewhere": other | {"litellm_provider": "router"},
        }
        entries = {"steady": ENTRY, "tiered": ENTRY | {"genai_prices": "maker/tiered", "litellm": ""}}
        lines = {line.split(" (", 1)[0]: line.rpartition(": ")[2] for line in left_out(entries, MODELS, litellm)}
        assert lines.pop("prices for processing priority: what is asked for by default counts") == "tiered"
        assert lines == {
            "no model that answers in text": "picture",
            "no price of a token": "free",
            "retired before the day of the list": "gone",
            next(reason for reason in lines if reason.startswith("not chosen")): "maker/doubled, dated",
            next(reason for reason in lines if reason.startswith("a host that")): "elsewhere",
        }

    def test_a_providers_own_day_of_retirement_stays(self):
        """litellm's day counts where no provider's page was read, is dated by its release, and goes when the list drops it."""
        listed = refresh({"steady": ENTRY}, MODELS, {"steady": LITELLM | {"deprecation_date": "2027-03-01"}})
        retirement = {name: listed["steady"][name] for name in ("retires", "retires_source", "retires_read")}
        assert retirement == {"retires": "2027-03-01", "retires_source": "litellm", "retires_read": "2026-11-12"}
        assert refresh(listed, MODELS, {"steady": LITELLM})["steady"]["retires"] == ""
        own = {"retires": "2027-01-14", "retires_source": "openai-deprecations", "retires_read": "2026-11-24"}
        kept = refresh({"steady": ENTRY | own}, MODELS, {"steady": LITELLM | {"deprecation_date": "2027-03-01"}})["steady"]
        assert {name: kept[name] for name in own} == own

    def test_a_day_that_is_the_earliest_is_none(self):
        """Where a host names the day before which a model does not go, nothing is known of the day on which it does."""
        theirs = {"deprecation_date": "2027-03-01"}
        assert retirement(ENTRY, theirs)["retires"] == "2027-03-01"
        assert retirement(ENTRY | {"host": "Google Cloud"}, theirs)["retires"] == ""

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


@pytest.mark.whole("fetches two packages")
def test_the_pinned_releases_give_the_file(tmp_path):
    """The prices of models.json are those of the pinned releases: refreshing changes nothing. Needs pip to reach them."""
    try:
        genai, litellm = genai_models(prices.fetch(prices.GENAI, tmp_path)), json.loads(prices.fetch(prices.LITELLM, tmp_path))
    except NotFetched as error:
        pytest.skip(f"pip could not fetch {error}: the file was not held against the lists")
    entries = json.loads(prices.FILE.read_text(encoding="utf-8"))
    assert changes(entries, refresh(entries, genai, litellm)) == []
