"""Figures that others print, computed again: every row of every table, and what is said of those that differ."""

from decimal import Decimal

import pytest

from publish.pages.page import PageError
from publish.pages.tables.literature import WORKED
from publish.pages.tables.worked import Row, product, table, worked
from tests.calculator.given import ROOT

FOLDER = ROOT / "tests" / "literature"
ROWS = [(name, row) for name in WORKED for row in worked(FOLDER, name).rows]
ROW = Row(
    "graham", "1 % for two quarters", "growth", "run_rate_usd_year=100 growth_pct_quarter=1 quarters=2", "end_run_rate_usd_year", "102.01"
)


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[f"{name}: {row.label}" for name, row in ROWS])
def test_a_printed_figure(name, row):
    """It comes out to the printed digit, or what is wrong with it is said, and then it does not; the inputs that are said to lead to the print do."""
    assert row.agrees() or row.remark
    assert not (row.agrees() and row.erratum)
    assert not row.fits or (row.erratum and row.agrees(row.fits))


@pytest.mark.parametrize("name", WORKED)
def test_every_source_is_dated(name):
    """Where it was printed, and on which day what was read of it."""
    for source in worked(FOLDER, name).sources.values():
        assert source.url.startswith("http") and source.what and len(source.read) == 10


def test_a_wrong_print_is_noticed():
    """A figure that is off by a digit does not agree, and neither does one for other inputs."""
    assert ROW.agrees()
    assert not ROW._replace(printed="102.02").agrees() and not ROW._replace(less=1).agrees()
    assert not ROW.agrees("run_rate_usd_year=100 growth_pct_quarter=1 quarters=3")


def test_digits():
    """A tie may be rounded either way; a step of a hundred asks for hundreds; a second run goes on where the first ended."""
    assert ROW._replace(printed="102").agrees() and ROW._replace(times="0.5", printed="51.0").agrees()
    assert ROW._replace(times="100.5/102.01", printed="100").agrees() and ROW._replace(times="100.5/102.01", printed="101").agrees()
    assert ROW._replace(printed="100", step=100).agrees() and not ROW._replace(printed="100").agrees()
    assert ROW._replace(again=1).value() == Decimal("104.060401")


def test_words():
    """With the unit of the print and two digits more; never where there is no number."""
    assert ROW._replace(unit="$").words(Decimal("-1234.5"), 2) == "-$1,234.50" and ROW._replace(unit="%").words(Decimal(3)) == "3.00 %"
    assert ROW._replace(printed="1500.00", unit="$").shown == "$1,500.00"
    assert (
        ROW._replace(
            calculator="unit-economics", inputs="ai_cost_usd_unit=0 alternative_ai_cost_usd_unit=1", output="payback_months"
        ).value()
        is None
    )
    assert ROW.words(None) == "never" and ROW._replace(printed="7900").words(Decimal("7920.456"), 1) == "7,920.5"
    assert ROW._replace(printed="0.00").words(Decimal("-0.000001")) == "0.00"


def test_factors():
    """Products and quotients, in the order in which they stand."""
    assert product("729.6/730*1.15") * 73 == Decimal("83.904") and product("1/1000/2") * 2_000 == 1


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('caption = "A"\ncalculator = "growth"\n[sources]\n[[rows]]\nlabel = "x"', "missing"),
        (
            'caption = "A"\ncalculator = "growth"\nrows = []\n[sources.a]\ntitle = "x"\nurl = ""\ndate = ""\nread = ""\nwhat = ""',
            "each source must have a row",
        ),
        ('caption = "A"\nrows = []', "sources"),
    ],
)
def test_a_file_that_holds_no_table(tmp_path, text, what):
    """The page's build stops with the name of the file."""
    (tmp_path / "odd.toml").write_text(text)
    with pytest.raises(PageError, match=rf"odd.toml: .*{what}"):
        worked(tmp_path, "odd")


def test_computed_figures_lead_to_the_calculator():
    """With the inputs of the row, but where a run went on from another."""
    _, _, rows = table(FOLDER, "growth", lambda id, inputs, words: f"<a>{id} {inputs['quarters']}</a>")
    assert "<a>growth 2</a>" in "".join(rows) and "<a>growth 26</a>" not in "".join(rows)
