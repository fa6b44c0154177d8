"""The built HTML, read as a browser without JavaScript and as a wiki would."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from calculator import calculators, run
from calculator.faces.html import answer_html
from publish.finish.check import problems

ROOT = Path(__file__).parents[2]
PAGES = {
    "framework/feature-or-product",
    "framework/five-questions",
    "framework/strategy",
    "mistakes/too-late",
    "mistakes/run-rate-or-trailing",
}


def test_nothing_is_wrong_with_it(folder):
    """Links, anchors, unique ids, headings, heads, labels, and no request to another host."""
    assert problems(folder, ROOT / "docs") == []


@pytest.mark.parametrize("id", calculators())
def test_each_calculator_has_a_page_with_its_default_answer(folder, id):
    """Without JavaScript the page answers: the package's own answer stands in the HTML, to the letter."""
    page = (folder / "calculators" / id / "index.html").read_text(encoding="utf-8")
    assert f'<pb-calculator calculator="{id}"' in page and answer_html(run(id)) in page


def test_calculators_stand_in_the_pages_that_they_serve(site):
    """A reader of the framework meets the calculator where it helps, not only in a list."""
    serving_pages = {
        path.removesuffix("/index.html")
        for path, root in site.pages.items()
        if root.xpath("//pb-calculator") and not path.startswith("calculators/")
    }
    assert serving_pages >= PAGES
    assert {element.get("calculator") for root in site.pages.values() for element in root.xpath("//pb-calculator")} == set(calculators())


def test_forms_name_every_input_of_their_calculator(site):
    """Field names are the input ids; a slider has none, since it is no input of its own."""
    for path, root in site.pages.items():
        for element in root.xpath("//pb-calculator"):
            named = {field.get("name") for field in element.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]")}
            assert named == set(run(element.get("calculator")).inputs), path
            assert all(slider.get("name") is None for slider in element.xpath(".//input[@type='range']")), path


def test_scripts_are_served_without_their_comments(folder):
    """Types and words are for those who work on them, and a reader need not wait for them."""
    scripts = [path for path in (ROOT / "docs" / "assets").glob("*.*js") if path.name != "python-worker.mjs"]
    served = {path.name: (folder / "assets" / path.name).read_text(encoding="utf-8") for path in scripts}
    assert len(served) > 10 and not [name for name, text in served.items() if re.search(r"^\s*(//|/?\*)", text, re.MULTILINE)]


PART = re.compile(r'<(?:div|section) class="pb-block.*?</article>', re.DOTALL)


def complaints(*files: Path) -> list[str]:
    """What html-validate says of these files."""
    report_file = files[0].with_suffix(".json")  # not a pipe: it ends before it has written everything
    command = [
        ROOT / ".venv/bin/node",
        ROOT / "node_modules/html-validate/bin/html-validate.mjs",
        "--config",
        ROOT / "tests/site/html-validate.json",
    ]
    subprocess.run([*command, "--formatter", f"json={report_file}", *files], capture_output=True)
    reports = json.loads(report_file.read_text())
    return [
        f"{Path(report['filePath']).name}:{m['line']}:{m['column']} {m['ruleId']}: {m['message']}"
        for report in reports
        for m in report["messages"]
    ]


def our_part(page: str) -> str:
    """What this project writes, without the theme's markup around it."""
    block = PART.search(page)[0].removesuffix("</article>")
    return f'<!DOCTYPE html>\n<html lang="en"><head><title>Part</title></head><body><main>{block}</main></body></html>\n'


class TestMarkup:
    def test_is_valid(self, folder, tmp_path):
        """html-validate finds nothing wrong with what we write (its wcag/h32 is off: the answer follows each input, there is nothing to submit)."""
        files = []
        for page in (*(f"calculators/{id}" for id in calculators()), "reference/formulas", "reference/python"):
            files.append(tmp_path / f"{page.replace('/', '-')}.html")
            files[-1].write_text(our_part((folder / page / "index.html").read_text(encoding="utf-8")), encoding="utf-8")
        assert complaints(*files) == []

    @pytest.mark.parametrize(
        ("body", "rule"),
        [
            ("<p><table></table></p>", "close-order"),
            ('<input type="text" id="a">', "input-missing-label"),
            ('<label><input type="radio" autocomplete="off"> A</label>', "input-attributes"),
        ],
    )
    def test_a_broken_form_is_refused(self, tmp_path, body, rule):
        """The validator is awake: each mistake is named."""
        broken = tmp_path / "broken.html"
        broken.write_text(our_part(f'<div class="pb-block">{body}</div></article>'))
        assert any(rule in said for said in complaints(broken))
