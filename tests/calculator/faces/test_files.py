"""Cases from outside Python."""

import json

import pytest

from calculator import Case, InputError
from calculator.faces.files import read_case

WANTED = Case({"api_spend_usd_month": 42_000.0, "usage_growth_pct_quarter": 25.0, "ml_talent": "in-house"})


def test_four_ways_to_say_one_case(tmp_path):
    """A link, words, JSON and TOML; what a link says to the page is not of the case."""
    words = "api_spend_usd_month=42k usage_growth_pct_quarter=25% ml_talent=in-house"
    link = "https://example.org/x/?view=answer&api_spend_usd_month=42000&usage_growth_pct_quarter=25&ml_talent=in-house&offline=#strategy-gates"
    (tmp_path / "case.json").write_text(json.dumps(WANTED.inputs))
    (tmp_path / "case.toml").write_text('api_spend_usd_month = 42000.0\nusage_growth_pct_quarter = 25.0\nml_talent = "in-house"\n')
    ways = [words, link, "?" + link.partition("?")[2].partition("#")[0], *map(str, (tmp_path / "case.json", tmp_path / "case.toml"))]
    for way in ways:
        case = read_case(way)
        assert case == WANTED and case.run("growth") == WANTED.run("growth"), way


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("gone.json", "case must name a file that can be read: No such file or directory (got 'gone.json')"),
        ("team_size=3 team", "case must be a file, a link, or words written key=value (got 'team')"),
        ("team_size=3 team_size=4", "team_size must be given once (got '3' and '4')"),
        ("?team=3", "team must be an input of a calculator (got '3')"),
        ("team_size=many", "team_size must be a number such as 42,000, 42k or 2.5 (got 'many')"),
    ],
)
def test_no_case(words, sentence):
    """What is no case has its sentence, which names the word that was written."""
    with pytest.raises(InputError) as caught:
        read_case(words)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.toml", "team_size =", "must hold TOML: "),
        ("a.json", "[1]", "must hold a JSON object"),
        ("a.json", '{"team_size": 1, "team_size": 2}', "team_size must be given once"),
        ("a.toml", "x = " + "1" * 1_000_001, "at most 1,000,000 characters are read"),
    ],
)
def test_a_file_that_is_none(tmp_path, name, text, sentence):
    """Text that is no JSON or no TOML, holds no inputs, one twice, or too much."""
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError) as caught:
        read_case(str(tmp_path / name))
    assert sentence in str(caught.value)
