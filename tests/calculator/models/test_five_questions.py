"""F2 against an oracle written from the contract's words."""

from itertools import product

import pytest

from calculator import run

FIELDS = ("ai_share_of_cogs_pct", "quality_differentiator", "usage_growth_pct_year", "ml_talent", "funding")
GRID = list(
    product(
        (0, 4.99, 5, 12, 20, 20.01, 100),
        (False, True),
        (-100, 0, 99.99, 100, 100.01),
        ("none", "hireable", "in-house", "ml-native"),
        ("lean", "funded"),
    )
)


def leans(share, differentiator, growth, talent, funding) -> list[str]:
    """COGS share < 5 api, 5 to 20 inclusive evaluate, > 20 open. Differentiator no api, yes open. Growth >= 100 %/year open, else api.
    Talent none api, else open. Funding lean api, funded open."""
    return [
        "api" if share < 5 else "open" if share > 20 else "evaluate",
        "open" if differentiator else "api",
        "open" if growth >= 100 else "api",
        "api" if talent == "none" else "open",
        {"lean": "api", "funded": "open"}[funding],
    ]


def oracle(expected: list[str]) -> dict:
    pushes, enablers = expected[:3].count("open"), expected[3:].count("open")
    if expected[:3] == ["api", "api", "api"]:
        return {"pushes": pushes, "enablers": enablers, "lean": "api"}
    return {"pushes": pushes, "enablers": enablers, "lean": "open" if pushes >= 2 and enablers == 2 else "evaluate"}


def test_whole_grid():
    """Every combination of answers, shares and growths on and beside each line: five leans, two counts and the overall lean."""
    seen = set()
    for point in GRID:
        outputs = run("five-questions", dict(zip(FIELDS, point, strict=True))).outputs
        expected = leans(*point)
        assert [answer["lean"] for answer in outputs["answers"]] == expected, point
        assert {name: outputs[name] for name in ("pushes", "enablers", "lean")} == oracle(expected), point
        seen.add(outputs["lean"])
    assert seen == {"api", "evaluate", "open"}


def test_words_of_the_answers():
    """Each answer has its question, and a sentence that says why."""
    for point in GRID[::7]:
        for answer in run("five-questions", dict(zip(FIELDS, point, strict=True))).outputs["answers"]:
            assert answer["question"].endswith("?")
            assert answer["because"].endswith(".")


@pytest.mark.parametrize(
    ("growth", "words"),
    [(-30, "Usage falls by 30 % a year"), (0, "Usage does not grow"), (99, "Usage grows 99 % a year, under 100 %"), (100, "100 % or more")],
)
def test_nothing_is_foretold_from_growth_that_does_not_push(growth, words):
    """A bill that nearly doubles, or falls by a third, is no fair guess of next year's."""
    [told] = [
        row["because"] for row in run("five-questions", {"usage_growth_pct_year": growth}).outputs["answers"] if "Usage" in row["because"]
    ]
    assert words in told and "fair guess" not in told


def test_all_that_is_missing_is_named():
    """Two enablers are not one."""
    push = {"ai_share_of_cogs_pct": 30, "usage_growth_pct_year": 100}
    both = run("five-questions", push | {"ml_talent": "none", "funding": "lean"}).headline
    one = run("five-questions", push | {"ml_talent": "none", "funding": "funded"}).headline
    assert "both enablers are missing" in both and "an enabler is missing" in one
