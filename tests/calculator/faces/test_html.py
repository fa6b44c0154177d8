import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from calculator import run
from calculator.answers.result import Result
from calculator.faces.html import answer_html, text
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
