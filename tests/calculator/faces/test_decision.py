"""A decision as a wiki takes it."""

import pytest
from hypothesis import given, strategies
from lxml import html
from markdown_it import MarkdownIt

from calculator import run
from calculator.faces.decision import decision
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from tests.calculator.given import inputs

LINK = "https://example.org/calculators/?a=(1)&b=<2>"


def read(written: str) -> html.HtmlElement:
    return html.fragment_fromstring(written, create_parent=True)


def words(element: html.HtmlElement) -> list[str]:
    """Each paragraph and item, its spaces as one."""
    return [" ".join(part.text_content().split()) for part in element.iter("p", "li") if not part.findall("p")]


def test_holds_what_a_decision_rests_on():
    """Verdict, why, the day, what would change it, what was given and what was not, the day of the data, and the link."""
    told = decision(run("growth", {"quarters": 5}), LINK)["markdown"]
    assert told.startswith("**Growth of the bill: $968,000 a year in 5 quarters.**\n\n$180,000 a year changes by 40 % a quarter")
    assert "\n\n**Look again by 24 May 2027, or when" in told
    assert "\n\nGiven:\n\n- Quarters to look ahead: 5 quarters\n\nAssumed: Run rate today: $180,000 a year; " in told
    assert told.endswith("as of 24 November 2026. [Open it with these numbers](https://example.org/calculators/?a=%281%29&b=%3C2%3E)\n")
    assert "Given" not in decision(run("growth"))["markdown"]


def test_says_what_would_change_it():
    """The nearest three; where nothing alone would, that; nothing of a calculator that does not look."""
    told = decision(run("break-even"))["html"]
    (listed,) = read(told).xpath(".//ul")
    assert len(listed) == 3 and "<p>What would change it:</p>" in told
    assert "would change it" not in decision(run("growth"))["html"]
    pushed = {
        "ai_share_of_cogs_pct": 62.5,
        "quality_differentiator": True,
        "usage_growth_pct_year": 150,
        "ml_talent": "none",
        "funding": "lean",
    }
    assert "<p>No single entry would change it.</p>" in decision(run("five-questions", pushed))["html"]


@pytest.mark.parametrize("id", CALCULATORS)
@given(data=strategies.data())
def test_both_say_the_same(id, data):
    """Rendered as a wiki does, the Markdown has the words of the HTML, its lists and one link; every entry is in it, given or assumed."""
    result = run(id, data.draw(inputs(id)))
    told = decision(result, LINK)
    marked, rich = (read(written) for written in (MarkdownIt("gfm-like", {"html": True}).render(told["markdown"]), told["html"]))
    assert " ".join(words(marked)) == " ".join(words(rich))
    assert len(marked.xpath(".//li")) == len(rich.xpath(".//li")) and len(marked.xpath(".//a")) == len(rich.xpath(".//a[@href]")) == 1
    assert {element.tag for element in marked.iter()} <= {"div", "p", "strong", "ul", "li", "a"}
    assert all(
        VOCABULARY[id].label.removesuffix("?") in told["html"].replace("&#x27;", "'").replace("\N{NO-BREAK SPACE}", " ")
        for id in result.inputs
        if id != "today"
    )
