import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from calculator import run
from calculator.answers.result import Result
from calculator.faces.html import answer_html, text, yours_words
from calculator.models.registry import CALCULATORS
from tests.calculator.given import inputs

TAGS = {
    "div",
    "ol",
    "p",
    "ul",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "span",
    "strong",
    "b",
    "details",
    "summary",
}
TAGS |= {"figure", "figcaption", "button", "svg", "path", "text", "circle", "rect", "a"}  # pictures, and the links to their sources
PYTHON = re.compile(r"\b(None(?! yet|, and)|True|False|Decimal|nan|inf|\d+[eE][+-]?\d+)\b")

every_calculator = pytest.mark.parametrize("id", CALCULATORS)


def parsed(fragment: str) -> etree._Element:
    """The fragment as elements. Read as XML, since the HTML parser, like a browser, would mend in silence what is unclosed or crossed."""
    answer = etree.fromstring(fragment.replace(" hidden>", ' hidden="">'))  # HTML's way to write it, which XML does not know
    assert {element.tag for element in answer.iter()} <= TAGS
    return answer


def words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).replace("\N{NO-BREAK SPACE}", " ").split())


class TestAnswerHtml:
    @every_calculator
    @given(data=st.data())
    def test_valid_for_all_inputs(self, id, data):
        """One well-formed element without ids, which could repeat where two answers stand in a page, and without a script or a style."""
        answer = parsed(answer_html(run(id, data.draw(inputs(id)))))
        assert answer.tag == "div"
        for element in answer.iter():
            assert not {"id", "style", "name", "for", "aria-labelledby"} & set(element.attrib)
            assert not any(name.startswith("on") for name in element.attrib)
        assert not answer.xpath(".//tbody[not(tr)]"), "a table without rows says why in words"

    @every_calculator
    def test_says_it_all(self, id):
        """The default answer holds its three parts, its warnings, the label of every output, and the date of the data."""
        result = run(id)
        shown = words(parsed(answer_html(result)))
        labels = [output.label for output in CALCULATORS[id].outputs if output.kind not in ("flips", "switches")]
        for sentence in (*result.answer.values(), *result.warnings, result.as_of, *labels):
            assert sentence in shown

    @every_calculator
    def test_trace_is_folded_away(self, id):
        """How each number came about stands in a closed <details> with a summary, and so does a table that says so, with its rows."""
        result = run(id)
        *folded, trace = parsed(answer_html(result)).iter("details")
        assert trace.get("class") == "pb-trace"
        assert all("open" not in details.attrib and details[0].tag == "summary" for details in (*folded, trace))
        tables = {words(details[0]): len(details.findall(".//tbody/tr")) for details in folded}
        for output in CALCULATORS[id].outputs:
            if output.kind == "table" and output.shown:
                rows = len(result.outputs[output.id])
                assert tables[f"{output.label}: a table of {rows} {'row' if rows == 1 else 'rows'}"] == rows

    @every_calculator
    def test_tables_are_accessible(self, id):
        """Every table has a caption and scoped headings, and the box in which it scrolls can be reached by keyboard and has a name."""
        for table in parsed(answer_html(run(id))).iter("table"):
            box = table.getparent()
            assert box.get("tabindex") == "0" and box.get("role") == "region" and box.get("aria-label")
            assert table[0].tag == "caption"
            assert all(heading.get("scope") in ("col", "row") for heading in table.iter("th"))
            columns = len(table.find("thead/tr"))
            assert all(len(row) == columns for row in table.iter("tr"))

    def test_growth_rows(self):
        """The table shows what the case says, and says so where nothing is known yet."""
        rows = [[words(cell) for cell in row] for row in parsed(answer_html(run("growth", {"quarters": 5}))).iter("tr")]
        assert ["1", "$252,000", "$63,000", "not yet known"] in rows
        assert ["5", "$968,083", "$242,021", "$626,573"] in rows

    @every_calculator
    @given(data=st.data())
    def test_shows_no_python(self, id, data):
        """Null, yes, no and numbers reach the reader in words."""
        assert PYTHON.findall(words(parsed(answer_html(run(id, data.draw(inputs(id))))))) == []

    def test_escapes(self):
        """Whatever a sentence holds, it stays text."""
        evil = '<img src=x onerror="alert(1)"> & "co" \'s'
        result = run("growth")
        changed = Result(
            **{name: getattr(result, name) for name in ("calculator", "inputs", "outputs", "trace", "as_of")},
            headline=evil,
            answer=dict.fromkeys(("verdict", "because", "again"), evil),
            warnings=[evil],
        )
        answer = parsed(answer_html(changed))
        assert next(answer.iter("p")).text == evil

    def test_a_broken_fragment_is_noticed(self):
        """The parser above refuses what a browser would mend."""
        for broken in ("<div><p>one<p>two</div>", "<div><b>x</i></b></div>", "<div><madeup>x</madeup></div>", "<div></div><div></div>"):
            with pytest.raises((AssertionError, etree.XMLSyntaxError)):
                parsed(broken)


def test_a_per_cent_sign_stays_with_its_number():
    """No line breaks between 40 and its sign."""
    assert text("40 % a quarter, < 5") == "40\N{NO-BREAK SPACE}% a quarter, &lt; 5"


@pytest.mark.parametrize(
    ("id", "given", "said"),
    [
        ("growth", {}, "All 3 numbers are ours: put in your own."),
        ("growth", {"quarters": 3}, "1 number is yours, 2 are ours."),
        ("growth", {"quarters": 3, "growth_pct_quarter": 3, "run_rate_usd_year": 3}, "All 3 numbers are yours."),
        ("strategy", {}, "All 9 entries are ours: put in your own."),
        ("strategy", {"stage": "pre-pmf"}, "1 entry is yours, 8 are ours."),
        ("strategy", {"today": "2027-01-01"}, "All 9 entries are ours: put in your own."),
    ],
)
def test_whose_entries_these_are(id, given, said):
    """A choice is no number; the reader's day is not asked for."""
    assert yours_words(CALCULATORS[id], run(id, given)) == said


def test_a_row_can_be_read_as_a_block():
    """Where words and numbers stand in four columns or more, each cell names its own, and the money is marked once; numbers alone stay a table."""
    answer = parsed(answer_html(run("self-host")))
    (row, *_) = answer.xpath(".//table[@class='pb-table pb-rows'][caption='Four ways to serve this load']/tbody/tr")
    assert [cell.get("data-label") for cell in row] == ["Way", "What it is", "Bill", "Quality"] and len(
        row.xpath("td[contains(@class, 'pb-money')]")
    ) == 1
    assert not parsed(answer_html(run("growth"))).xpath(".//td[@data-label]")


def test_the_unit_of_a_figure_stands_small_behind_it():
    """And nothing behind one that has none, or that is never."""
    figures = parsed(answer_html(run("self-host"))).xpath(".//dl[@class='pb-figures']//dd")
    assert ("$14,900", "a month") in [(dd.text.strip(), *dd.xpath("span/text()")) for dd in figures]
    never = run("break-even", {"upfront_usd": 10**9})
    assert "never within the horizon" in [words(dd) for dd in parsed(answer_html(never)).xpath(".//dl[@class='pb-figures']//dd")]
