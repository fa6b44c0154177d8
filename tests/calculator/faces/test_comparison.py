"""Two answers beside each other, in words."""

from calculator.faces.comparison import comparison
from calculator.faces.files import read_case


def test_words():
    """Both verdicts, both days, what differs and what comes of it; a difference of per cents is left to the reader, since it could mean two things."""
    here, there = (read_case(f"ai_cost_usd_unit={cost} units_per_month=20k") for cost in ("2.5", "1"))
    lines = comparison(here.compare(there, "unit-economics")).splitlines()
    assert lines[0] == "Both: Switching pays."
    assert lines[1].startswith("  Here: Look again by ") and lines[2].startswith("  There: Look again by ")
    assert "  AI cost of a unit today: $2.50 a unit | $1 a unit" in lines
    assert "  Net saving, a month: $36,000 | $6,000 ($30,000 less)" in lines
    assert all(not line.endswith(" less)") and not line.endswith(" more)") for line in lines if "%" in line)


def test_nothing_differs():
    """Of two cases that a calculator cannot tell apart that is said."""
    case = read_case("team_size=3")
    assert comparison(case.compare(case, "growth")).endswith("\n\nNothing differs that this calculator takes.")
