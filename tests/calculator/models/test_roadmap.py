"""R2: the phase by where the work runs, and steps that are due, against the rule written another way."""

from itertools import product

import pytest
from hypothesis import given

from calculator import run
from calculator.models.roadmap import MOST_STEPS, STEPS
from publish import ROOT
from tests.calculator.given import inputs

ANSWERS = {
    "stage": ("pre-pmf", "post-pmf"),
    "api_spend_usd_month": (9_999.99, 10_000),
    "has_evals": (False, True),
    "has_abstraction_layer": (False, True),
    "providers_count": (0, 1, 2),
    "share_on_open_pct": (0, 0.5, 100),
    "data_sovereignty": (False, True),
}


def phase(a: dict) -> str:
    """By the page of the roadmap: routine with four things, else where work runs, or must."""
    four = a["share_on_open_pct"] > 0, a["providers_count"] > 1, a["has_evals"], a["has_abstraction_layer"]
    return "stay-flexible" if all(four) else "go-hybrid" if a["share_on_open_pct"] > 0 or a["data_sovereignty"] else "start-closed"


@pytest.mark.parametrize("answers", [dict(zip(ANSWERS, row, strict=True)) for row in product(*ANSWERS.values())][::5])
def test_the_whole_grid(answers):
    """The phase, who may leave the first, what is missing, and that the three steps are of what is."""
    outputs = run("roadmap", answers).outputs
    assert outputs["phase"] == phase(answers)
    lets_out = answers["stage"] == "post-pmf" and answers["has_evals"] and answers["api_spend_usd_month"] >= 10_000
    assert outputs["ready_for_next"] is (outputs["phase"] == "start-closed" and lets_out)
    told = [row["step"] for row in outputs["next"]]
    assert ("Put one interface of your own in front of all model calls" in told) is not answers["has_abstraction_layer"]
    assert len(told) == len(set(told)) <= MOST_STEPS
    if outputs["phase"] == "start-closed":
        assert [row["met"] for row in outputs["exit_criteria"]] == [
            answers["stage"] == "post-pmf",
            answers["has_evals"],
            answers["api_spend_usd_month"] >= 10_000,
        ]
    else:
        assert [row["met"] for row in outputs["exit_criteria"]] == [
            answers["share_on_open_pct"] > 0,
            answers["providers_count"] >= 2,
            answers["has_evals"],
            answers["has_abstraction_layer"],
        ]


@given(given=inputs("roadmap"))
def test_says_what_is_missing(given):
    """In the first two phases the sentence names what its table says is not there, and no more; there is always something to do."""
    result = run("roadmap", given)
    lacking = [row for row in result.outputs["exit_criteria"] if not row["met"]]
    assert (result.outputs["phase"] == "stay-flexible" or result.outputs["ready_for_next"]) == (not lacking)
    assert result.outputs["next"] or result.outputs["phase"] == "start-closed"


def test_every_section_is_there():
    """What a step sends to is a section of a page, by its name."""
    for step in STEPS:
        page, _, anchor = step.section.partition("#")
        file = ROOT / "docs" / f"{page.rstrip('/')}.md"
        assert f"{{#{anchor}}}" in file.read_text(encoding="utf-8") if anchor else file.exists(), step.section


def test_a_strategy_that_says_stay_is_told():
    """The rule of the roadmap lets out whom the count would keep: both are said."""
    small = {
        "has_evals": True,
        "api_spend_usd_month": 10_000,
        "team_size": 10,
        "usage_growth_pct_year": 0,
        "ml_talent": "none",
        "workload_mix": "uniform",
    }
    result = run("roadmap", small)
    assert run("strategy", {id: value for id, value in small.items() if id != "has_evals"}).outputs["strategy"] == "closed"
    assert result.outputs["ready_for_next"] and any("says stay closed for the same answers" in note for note in result.warnings)
