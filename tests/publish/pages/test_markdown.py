"""The Markdown extension: what a block or a figure becomes, and that every mistake names its file and line."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import markdown
import pytest
from lxml import html

from calculator import run
from calculator.answers.texts import from_pairs
from calculator.faces.html import answer_html
from publish import ROOT
from publish.pages.markdown import CalculatorExtension
from publish.pages.page import PageError
from publish.pages.shared import Inventory

FRONT = '---\ntitle: "A page"\n---\n\n'


class Project:
    """A folder with one page, as the extension expects it."""

    def __init__(self, root: Path):
        self.root = root
        (root / "docs" / "framework").mkdir(parents=True)
        (root / "build").mkdir()
        (root / "build" / "runtime.json").write_text(json.dumps({"hash": "0123456789abcdef"}))
        (root / "tests" / "cases").mkdir(parents=True)

    def convert(self, body: str, path: str = "framework/page.md") -> str:
        (self.root / "docs" / path).write_text(FRONT + body, encoding="utf-8")
        return markdown.markdown(
            body, extensions=["attr_list", "tables", "pymdownx.superfences", CalculatorExtension(root=str(self.root), page=path)]
        )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


class TestCalculator:
    def test_stands_complete_in_the_page(self, project):
        """The block holds the form with its defaults and the default answer, before any script."""
        page = html.fromstring(project.convert("Before.\n\n::: calculator growth\n\nAfter.\n"))
        element = page.find(".//pb-calculator")
        assert element.get("calculator") == "growth" and element.get("runtime") == "0123456789abcdef"
        assert element.xpath(".//input[@name='growth_pct_quarter']/@value") == ["40"]
        assert run("growth").answer["verdict"] in " ".join(element.find_class("pb-headline")[0].text_content().split())

    def test_twice_on_a_page_has_ids_of_its_own(self, project):
        """Each label names one field, whatever stands on the page beside it."""
        page = html.fromstring(project.convert("::: calculator growth\n\n::: calculator growth\n\n::: calculator strategy\n"))
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)) > 20
        assert set(page.xpath("//label/@for")) <= set(ids) and {"growth-quarters", "growth-2-quarters"} <= set(ids)

    def test_is_not_wrapped_in_a_paragraph(self, project):
        """A table inside a paragraph is invalid HTML, and Python-Markdown wraps what it does not know."""
        assert "<p><div" not in project.convert("::: calculator growth\n").replace("\n", "")

    def test_is_left_alone_in_fenced_code(self, project):
        """A page may show the syntax without using it."""
        assert "pb-calculator" not in project.convert(
            "Text {{ data thresholds.closed_team_below }}\n\n```text\n::: calculator growth\n```\n"
        )

    def test_answer_links_to_the_same_numbers(self, project):
        """A worked answer holds the calculator's own words and opens the calculator with the same inputs."""
        page = project.convert("::: answer growth quarters=5\n")
        assert answer_html(run("growth", {"quarters": 5})) in page
        assert html.fromstring(page).xpath("//a[@class='pb-open']/@href") == ["../../calculators/growth/?quarters=5"]


class TestFigure:
    def test_is_computed_and_linked(self, project):
        """A figure shows the output in its unit and leads to the calculator with the same inputs."""
        page = html.fromstring(project.convert("It is {{ growth quarters=5 -> rows.5.run_rate_usd_year }} a year.\n"))
        link = page.find(".//a")
        assert (link.text, link.get("href")) == ("$968,000", "../../calculators/growth/?quarters=5")

    @pytest.mark.parametrize(
        ("figure", "shown"),
        [
            ("growth quarters=5 -> rows.5.run_rate_usd_year | k", "$968.1K"),
            ("growth quarters=5 -> rows.5.run_rate_usd_year | full", "$968,083"),
            ("break-even growth_lasts_months=60 alternative_follows_usage_pct=0 -> irr_pct_year", "more than 200 %"),
            ("break-even growth_lasts_months=60 alternative_follows_usage_pct=0 -> irr_pct_year | full", "205.6 %"),
            ("growth -> crossings.3.quarters | .1f", "5.1"),
            ("unit-economics -> saving_pct", "88 %"),
            ("unit-economics alternative_ai_cost_usd_unit=3 -> payback_months", "never"),
            ("strategy -> strategy | lower", "hybrid"),
            ("data thresholds.closed_spend_below_usd_year", "$50,000"),
            ("data models.gpt-oss-120b-deepinfra.input_usd_mtok", "$0.037"),
            ("data models.gpt-4.retires", "23 October 2026"),
            ("combinations strategy", "384"),
            ("combinations strategy margin=0", "133"),
        ],
    )
    def test_formats(self, project, figure, shown):
        """By unit where nothing is said, by the format that the page asks for, and never is a word."""
        text = html.fromstring(project.convert(f"It is {{{{ {figure} }}}}.\n")).find(".//a").text
        assert text.replace("\N{NO-BREAK SPACE}", " ") == shown

    def test_a_count_opens_one_of_what_it_counts(self, project):
        """The link under the number of draws leads to a draw."""
        href = html.fromstring(project.convert("Draws: {{ combinations strategy margin=0 }}.\n")).find(".//a").get("href")
        asked = [f"{key}={value}" for key, value in parse_qsl(urlsplit(href).query)]
        assert run("strategy", from_pairs("strategy", asked)).outputs["margin"] == 0

    def test_inside_a_table(self, project):
        """The bar before a format does not end a table's cell."""
        page = project.convert("| a | b |\n|---|---|\n| {{ growth -> growth_pct_year | .1f }} | y |\n")
        assert [cell.text_content() for cell in html.fromstring(page).xpath("//tbody//td")] == ["284.2", "y"]


NAMED_ALONE = ("sources", "index", "licences", "embeds", "listener")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("::: calculator grow", "calculator must be one of feature-or-product"),
        ("::: calcalator growth", "a block must be one of calculator"),
        ("::: calculator growth quarters=5", "takes one id and nothing else"),
        ("::: answer growth quaters=5", "quaters must be an input of growth"),
        ("::: answer growth growth_pct_quarter=-250", "growth_pct_quarter must be at least -100 (got -250)"),
        ("::: answer growth quarters", "must be written key=value"),
        ("::: cases grow", "calculator must be one of"),
        ("::: formulas grow", "calculator must be one of feature-or-product"),
        ("::: formulas growth quarters=5", "takes one id and nothing else"),
        ("::: python runn", "python must be one of Case, Comparison, InputError, Result"),
        ("::: python run growth", "takes one id and nothing else"),
        ("::: data models gpus", "takes one id and nothing else (got 'models gpus')"),
        *((f"::: {block} growth", "takes nothing after its name (got 'growth')") for block in NAMED_ALONE),
        ("It is {{ growth quarters=5 -> rows.6.run_rate_usd_year }}.", "'6' is not one of 0, 1, 2, 3, 4, 5"),
        ("It is {{ growth -> rows }}.", "is not one value"),
        ("It is {{ growth quarters=5 }}.", "must end in ->"),
        ("It is {{ growth -> growth_pct_year | wide }}.", "a figure's format must be one of"),
        ("It is {{ data thresholds.nothing }}.", "data must be a file and a number of it"),
        ("It is {{ data thresholds.closed_team_below.value }}.", "data must be a file and a number of it"),
        ("It is {{ data models.nothing.input_usd_mtok }}.", "data must be a file and a number of it"),
        ("It is {{ data models.gpt-6-luna.label }}.", "'label' is nothing that the catalogue has of gpt-6-luna: it has input_usd_mtok"),
        ("It is {{ data models.gpt-4.cached_input_usd_mtok }}.", "is nothing that the catalogue has of gpt-4"),
        ("It is {{ data models.gpt-6-luna.retires }}.", "is nothing that the catalogue has of gpt-6-luna"),
        ("It is {{ combinations growth }}.", "combinations must be of strategy"),
        ("It is {{ combinations strategy margin=none }}.", "combinations must be of strategy"),
        ("It is {{ combinations strategy margin=4 }}.", "no combination of answers has margin=4"),
    ],
)
def test_a_mistake_names_file_and_line(project, line, message):
    """Whatever is wrong in a page stops the build, at the line where it stands in the file."""
    with pytest.raises(PageError) as caught:
        project.convert(f"First.\n\nSecond.\n\n{line}\n")
    assert str(caught.value).startswith("docs/framework/page.md:9: ") and message in str(caught.value)


ANSWER = "::: answer growth growth_pct_quarter=40 quarters=5"
FULL = "{{ growth growth_pct_quarter=40 quarters=5 -> growth_pct_year }}"
SHORT = "{{ growth quarters=5 -> growth_pct_year }}"


class TestBesideAnAnswer:
    """A figure that leaves an input of the answer beside it to the default may say something else than the answer."""

    @pytest.mark.parametrize(
        ("body", "line"),
        [
            (f"# T\n\n## A {{#a}}\n\n{ANSWER}\n\nIt is {SHORT}.\n", 11),
            (f"# T\n\n## A {{#a}}\n\nIt is {SHORT}.\n\n{ANSWER}\n", 9),
            (f"# T\n\n## A {{#a}}\n\n{ANSWER}\n\n### B {{#b}}\n\nIt is {SHORT}.\n", 13),
            (f"# T\n\n## A {{#a}}\n\n{ANSWER}\n\n| x |\n|---|\n| {FULL} {SHORT} |\n", 13),
            (f"{ANSWER}\n\nIt is {SHORT}.\n", 7),
        ],
    )
    def test_a_figure_names_every_input_of_the_answer(self, project, body, line):
        """The build stops at the figure, and says which inputs are missing."""
        with pytest.raises(PageError) as caught:
            project.convert(body)
        said = str(caught.value)
        assert said.startswith(f"docs/framework/page.md:{line}: ") and "growth_pct_quarter is missing, so the default counts" in said

    @pytest.mark.parametrize(
        "body",
        [
            f"# T\n\n## A {{#a}}\n\n{ANSWER}\n\nIt is {FULL}.\n",
            f"# T\n\n## A {{#a}}\n\n{ANSWER}\n\nAt 12 % {{{{ growth growth_pct_quarter=12 quarters=5 -> growth_pct_year }}}}.\n",
            f"# T\n\n## A {{#a}}\n\n{ANSWER}\n\n## B {{#b}}\n\nIt is {SHORT}.\n",
            f"# T\n\n{ANSWER}\n\n## A {{#a}}\n\nIt is {SHORT}.\n",
            f"# T\n\n## A {{#a}}\n\n{ANSWER}\n\n::: answer growth quarters=5\n\nIt is {SHORT}.\n",
            f"# T\n\n## A {{#a}}\n\n{ANSWER}\n\nIt is {{{{ unit-economics -> saving_pct }}}} of {{{{ data thresholds.closed_team_below }}}}.\n",
            f"# T\n\n## A {{#a}}\n\n```text\n{ANSWER}\n```\n\nIt is {SHORT}.\n",
        ],
        ids=["all named", "varied on purpose", "another section", "the lead", "another answer", "another calculator", "shown as code"],
    )
    def test_everything_else_is_allowed(self, project, body):
        """A figure that names them all, with whatever value, or that stands beside no answer of its calculator."""
        assert "pb-figure" in project.convert(body)


def test_invalid_front_matter_is_named(project):
    """Front matter that YAML refuses stays in the text."""
    body = "---\ntitle: a: b\n---\n\n::: calculator growth\n"
    (project.root / "docs" / "framework" / "page.md").write_text(body)
    with pytest.raises(PageError, match=r"docs/framework/page\.md:1: the front matter is not valid YAML"):
        markdown.markdown(body, extensions=[CalculatorExtension(root=str(project.root), page="framework/page.md")])


def test_a_page_that_begins_with_a_rule_is_none_with_invalid_front_matter(project):
    """A rule in the first line is no front matter that was never closed: the page is converted."""
    assert "pb-calculator" in project.convert("---\n\n::: calculator growth\n")


def test_without_the_hook_there_is_a_sentence(project):
    """A page that the extension had to guess would be named wrongly one day."""
    with pytest.raises(PageError, match=r"needs `hooks: \[publish/pages/hook\.py\]`"):
        markdown.markdown("::: calculator growth\n", extensions=[CalculatorExtension(root=str(project.root))])


CASE = """title = "A"
why = "B"
source = "playbook"
[inputs]
quarters = 3
[outputs]
"rows.0.run_rate_usd_year" = 180000
"""


def test_cases_are_read_once_in_a_build(project):
    """Pages that share show the cases as they were read first; the next build reads them anew."""
    file = project.root / "tests" / "cases" / "growth" / "one.toml"
    file.parent.mkdir()
    file.write_text(CASE)
    shared = Inventory(project.root)
    assert [case.title for case in shared.cases["growth"]] == ["A"]
    file.unlink()
    extensions = [CalculatorExtension(page="framework/page.md", shared=shared)]
    (project.root / "docs" / "framework" / "page.md").write_text(FRONT + "::: cases growth\n")
    assert "<summary>A</summary>" in markdown.markdown("::: cases growth\n", extensions=extensions)
    assert "<summary>A</summary>" not in project.convert("::: cases growth\n")


def built(project, **pages: str) -> subprocess.CompletedProcess:
    """What `mkdocs build` says of these pages."""
    for name, body in pages.items():
        (project.root / "docs" / f"{name}.md").write_text(FRONT + body)
    (project.root / "mkdocs.yml").write_text(
        f"site_name: t\nhooks: [{ROOT}/publish/pages/hook.py]\nmarkdown_extensions:\n  - publish.pages.markdown:\n      root: {project.root}\n"
    )
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(project.root / "mkdocs.yml")]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_the_build_prints_the_sentence_alone(project):
    """mkdocs itself ends with file, line and sentence, without a stack trace."""
    done = built(project, index="# Home\n\n::: calculator grow\n")
    assert done.returncode and "docs/index.md:7: calculator must be one of" in done.stderr and "Traceback" not in done.stderr


def test_two_pages_with_the_same_text_are_two_pages(project):
    """Each links from where it stands."""
    body = "# Same\n\n::: index\n"
    done = built(project, **{"index": body, "framework/page": body})
    assert done.returncode == 0, done.stderr
    links = [
        html.parse(str(project.root / "site" / path / "index.html")).xpath("//article//a/@href | //table//a/@href")[0]
        for path in ("", "framework/page")
    ]
    assert links == ["calculators/feature-or-product/", "../../calculators/feature-or-product/"]
