"""The table of models says of each what a reader may rely on."""

from calculator.data import catalogue
from publish.pages.blocks import data_block
from publish.pages.tables.catalogue import models, weights


def notes() -> dict[str, str]:
    _, _, rows = models()
    return {row.split("model-")[1].split('"')[0]: row.rsplit("<td>", 1)[1] for row in rows}


def test_what_a_price_hangs_on():
    """A model that is retired on the day of the table was retired, one that goes later will be; tiers, peak hours, reasoning and what another list says are told."""
    said = notes()
    assert "Retired on 2026-10-23, according to OpenAI" in said["gpt-4"]
    assert "To be retired on 2026-12-11, according to OpenAI" in said["o3"]
    assert "From 272,001 tokens of input on the whole request costs $4 in and $15 out." in said["gpt-6-1-sol"]
    assert "2 times as much in 35 hours of a week." in said["deepseek-v4-pro-deepseek"]
    assert "Reasons unasked, billed as output." in said["gpt-oss-120b-groq"] and "Reasons" not in said["gpt-4o"]
    assert "litellm has $1.36 and $4.18 on 2026-11-12.<" in said["mistral-large-4"]


def test_every_open_model_has_its_licence_and_its_hosts():
    """With its conditions in a line, and a word where nobody of us has read it; at least one host each, three where the lists have them."""
    _, _, rows = weights()
    assert len(rows) == len(catalogue.weights())
    hosts = {row.split("<code>")[1].split("<")[0]: int(row.rsplit(">", 2)[0].rsplit(">", 1)[1].removesuffix("</td")) for row in rows}
    assert min(hosts.values()) >= 1
    assert {id for id, number in hosts.items() if number < 3} == {"qwen3-8b", "qwen3-8-2-4t", "mistral-small-4"}
    assert sum("not read by us" in row for row in rows) == sum(not one.read for one in catalogue.weights().values())


def test_long_tables_are_found_by_their_names():
    """The search does not look through their rows, which every page would load; each model, provider and set-up stands in a line above."""
    for name, named in {"models": "Kimi K3, ", "offers": "RunPod", "throughput": "Llama 3.1 8B"}.items():
        page = data_block([name], None)
        above, _, rows = page.partition("<tbody data-search-exclude>")
        assert named in above.partition("<div")[0] and len(rows) > 2 * len(above)
    assert "data-search-exclude" not in data_block(["gpus"], None)
