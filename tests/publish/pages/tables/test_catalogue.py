"""The table of models says of each what a reader may rely on."""

from publish.pages.tables.catalogue import models


def notes() -> dict[str, str]:
    _, _, rows = models()
    return {row.split("model-")[1].split('"')[0]: row.rsplit("<td>", 1)[1] for row in rows}


def test_what_is_gone_and_what_is_a_peak_price():
    """A model that is retired on the day of the table was retired, one that goes later will be; twice an off-peak price is no disagreement."""
    said = notes()
    assert said["gpt-4"].startswith("Retired on 2026-10-23, according to OpenAI")
    assert said["o3"].startswith("To be retired on 2026-12-11, according to OpenAI")
    assert "litellm has $1.32 and $3.96 on 2026-11-12, the price in the peak hours." in said["deepseek-v4-pro-deepseek"]
    assert "litellm has $1.36 and $4.18 on 2026-11-12.<" in said["mistral-large-4"]
