import pytest

from calculator.numbers.units import followed, inside, singular, unit_of


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("api_spend_usd_month", "US dollars a month"),
        ("usd_month", "US dollars a month"),
        ("switch_cost_usd", "US dollars"),
        ("usage_growth_pct_year", "% a year"),
        ("ai_share_of_cogs_pct", "%"),
        ("break_even_units_per_month", "units a month"),
        ("team_size", ""),
        ("stage", ""),
        ("notusd", ""),
    ],
)
def test_unit_of(id, words):
    """The ending of an id tells its unit; a longer ending wins over the shorter one in it, and letters alone are no ending."""
    assert unit_of(id).words == words


def test_words_for_one():
    """Of every unit, and behind a number that is one."""
    assert [singular(words) for words in ("people", "units a month", "GPUs", "times the average")] == [
        "person",
        "unit a month",
        "GPU",
        "times the average",
    ]
    assert [followed(text, "people") for text in ("0", "1", "1.5", "-1")] == ["0 people", "1 person", "1.5 people", "-1 people"]


def test_inside():
    """A name keeps its case."""
    assert [inside(words) for words in ("Stay on APIs", "APIs alone", "A tenth")] == ["stay on APIs", "APIs alone", "a tenth"]
