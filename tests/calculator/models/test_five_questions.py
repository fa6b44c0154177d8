"""F2 against an oracle written from the contract's words."""

from itertools import product

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
