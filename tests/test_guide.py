"""The guide for a new calculator does what it says: its code is run as it stands on the page."""

import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculator import calculators, run
from calculator.models import registry
from calculator.models.registry import CALCULATORS
from publish import ROOT
from publish.record import cases
from tests.calculator.faces.test_charts import check_drawing
from tests.calculator.given import inputs

GUIDE = (ROOT / "docs" / "contributing" / "add-a-calculator.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The only block of code in that language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    return found


@pytest.fixture
def cover(monkeypatch):
    """The example, as if its file and its line in the registry were there."""
    module = ModuleType("calculator.models.cover")
    exec(compile(block("python"), "calculator/models/cover.py", "exec"), module.__dict__)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(registry, "IDS", (*registry.IDS, "cover"))
    return CALCULATORS["cover"]


def test_the_example_answers_what_the_guide_says(cover):
    """The answer that the guide prints is the one that its code gives."""
    assert run("cover").headline == block("text").strip()


def told(text: str) -> dict[str, cases.Case]:
    return {case.id: case for _, case in cases.read("cover.toml", text)}


@pytest.mark.whole("copies the package, with one calculator more")
def test_the_example_passes_as_it_stands(tmp_path):
    """The types that it lacks and the style that it breaks would stop whoever copies it."""
    copied = tmp_path / "cover.py"
    copied.write_text(block("python"), encoding="utf-8")
    tools, model = Path(sys.executable).parent, "calculator/models/growth.py"  # in whose place it is read
    types = [tools / "mypy", "--no-incremental", "--shadow-file", model, copied, model]
    ruff = [tools / "ruff", "check", "--config", "pyproject.toml", copied]
    for command in (types, ruff, [ruff[0], "format", "--check", *ruff[2:]]):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_its_cases_hold(cover):
    """And would not with another number in them."""
    assert [cases.differences(case) for case in told(block("toml")).values()] == [[], [], []]
    wrong = told(block("toml").replace("left_usd_month = 6", "left_usd_month = 7"))
    assert cases.differences(wrong["two-units"]) == ["left_usd_month: expected 7, got 6.0"]


def test_its_cases_are_what_every_calculator_needs(cover):
    """Each verdict, and bad input."""
    shown = [case.outputs["verdict"][0] if case.error is None else "error" for case in told(block("toml")).values()]
    assert sorted(shown) == sorted([*cover.by_id["verdict"].options, "error"])


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_its_sentences_hold_for_all_inputs(cover, data):
    """As of every calculator: they begin and end as sentences do, with no Python in them."""
    headline = run("cover", data.draw(inputs("cover"))).headline
    assert headline[0].isupper() and headline.endswith(".") and "None" not in headline


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
def test_its_picture_can_be_drawn_for_all_inputs(cover, data):
    """As that of every calculator, with its words apart; and its verdict has six words or fewer."""
    result = run("cover", data.draw(inputs("cover")))
    for chart in result.pictures:
        check_drawing(chart)
    assert len(result.pictures) == 1 and len(result.answer["verdict"].split()) <= 6


def test_its_code_is_free(cover):
    """No calculator of the playbook has it."""
    assert cover.code not in {entry.code for id, entry in CALCULATORS.items() if id != "cover"}


def test_its_numbers_come_with_words_and_with_what_turns_them(cover):
    """Each number has its formula, and each condition on the verdict a value that turns it, worked out by hand here."""
    result = run("cover", told(block("toml"))["two-units"].inputs)
    left = next(node for node in result.trace if node["output"] == "left_usd_month")
    assert left["numbers"] == "$8 x 2 - $10" and left["value"] == 6
    assert result.outputs["flips"]["alternative_fixed_usd_month"]["value"] == 16


def test_a_loss_on_each_unit_is_never_covered(cover):
    """Where each unit loses money there is no number to reach, and the sentence says so."""
    result = run("cover", {"price_usd_unit": 1})
    assert result.outputs["covering_units_per_month"] is None and "No volume" in result.headline


def test_what_it_tells_to_run_is_there():
    """Make targets, and files that it names other than those of the example."""
    assert set(re.findall(r"^make ([a-z]+)", GUIDE, re.MULTILINE)) <= set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    named = {path for path in re.findall(r"`((?:calculator|docs|tests)/[^`<]+)`", GUIDE) if "cover" not in path}
    assert named and all((ROOT / path).exists() for path in named)


def unsaid(changelog: str) -> list[str]:
    return [title for title in calculators().values() if title not in changelog]


def test_the_changelog_names_every_calculator():
    """The third of the three lines is written too; one that is left out is found."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert unsaid(text) == [], "CHANGELOG.md says nothing of these: a line under Unreleased that names each by its title"
    assert unsaid(text.replace("Price shock", "")) == ["Price shock"]
