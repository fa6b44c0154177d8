"""What `make mutants` changes, and that it tells what is noticed from what is not."""

import ast
import json
import subprocess
import sys

import pytest

from tests.mutants import THRESHOLDS, Source, equivalents, files, gone, mutants_of, of_thresholds
from tests.mutants.__main__ import Outcome, copied, owner, report

CODE = '''"""About."""
def price(count, rate: "of a day" = 0.5) -> "US dollars":
    """What it costs."""
    if count <= 0 or not rate:
        return -rate
    return count * rate if count > 12 else min(count, 2)


OUTPUT = Output(price, "The price", key=True, words=f"{price} a month")
'''
CHANGES = {
    ("price", "0.5 -> 0.505"),
    ("price", "count <= 0 or not rate -> count <= 0 and (not rate)"),
    ("price", "count <= 0 or not rate -> not (count <= 0 or not rate)"),
    ("price", "count <= 0 -> count < 0"),
    ("price", "0 -> 1"),
    ("price", "not rate -> rate"),
    ("price", "-rate -> rate"),
    ("price", "count * rate -> count / rate"),
    ("price", "count > 12 -> count >= 12"),
    ("price", "count > 12 -> not count > 12"),
    ("price", "12 -> 13"),
    ("price", "min -> max"),
    ("price", "2 -> 3"),
    ("", "'The price' -> 'The nonsense'"),
    ("", "True -> False"),
    ("", "f'{price} a month' -> f'{price} a nonsense'"),
}


def test_each_thing_that_can_be_wrong_is_changed_once():
    """Operators, comparisons, conditions, constants, flags and words are; types and docstrings are not."""
    mutants = Source("calculator/models/x.py", CODE).mutants
    assert {(mutant.where, mutant.change) for mutant in mutants} == CHANGES
    assert len(mutants) == len(CHANGES)
    assert {mutant.kind for mutant in mutants} == {"logic", "words", "flags"}


def test_a_change_is_one_place_of_a_file():
    """Put in, it is Python, and but for its place the file is as before: with letters of several bytes ahead of it, too."""
    source = Source("calculator/models/x.py", 'NAME = "Größe × 2"; NUMBER = 1 + 2\n')
    texts = {mutant.put_in(source.bytes).decode() for mutant in source.mutants if mutant.kind == "logic"}
    assert texts == {f'NAME = "Größe × 2"; NUMBER = {after}\n' for after in ("(1 - 2)", "(2) + 2", "1 + (3)")}
    for text in texts:
        ast.parse(text)


def test_thresholds_are_changed_number_by_number():
    """The numbers of a list one by one; days and names of sources stay."""
    text = json.dumps({"a": {"value": 5, "read": "2026-11-23"}, "b": {"value": [1, 0.5], "from": "x"}}, indent=2, ensure_ascii=False)
    changed = [json.loads(mutant.put_in(text.encode())) for mutant in of_thresholds(text)]
    assert [(new["a"]["value"], new["b"]["value"]) for new in changed] == [(6, [1, 0.5]), (5, [2, 0.5]), (5, [1, 0.75])]


def test_the_real_files_are_changed():
    """Every file of the models and the engine that has something to change is on the list, and so are the thresholds."""
    counts = {file: len(mutants_of(file)) for file in files()}
    assert all(counts[file] for file in counts if not file.endswith("/__init__.py"))
    assert counts[THRESHOLDS] >= 25 and sum(counts.values()) > 2_000


def test_every_entry_is_of_a_change_and_has_a_reason():
    """What is left out as changing nothing is still there to be left out."""
    assert not gone(equivalents(), [mutant for file in files() for mutant in mutants_of(file)])


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ({"change": "12 -> 13", "why": "Nobody asks for as many."}, []),
        ({"change": "12 -> 13", "why": " "}, ["x.py in price: 12 -> 13"]),
        ({"change": "12 -> 14", "why": "Nobody asks for as many."}, ["x.py in price: 12 -> 14"]),
    ],
)
def test_an_entry_that_fits_nothing_is_found(entry, found):
    """Code that has changed since, and an entry that gives no reason, are named."""
    text = "[[equivalent]]\n" + "".join(
        f"{key} = {json.dumps(value)}\n" for key, value in ({"file": "x.py", "where": "price"} | entry).items()
    )
    assert gone(equivalents(text), Source("x.py", CODE).mutants) == found


@pytest.mark.parametrize(
    ("file", "id"),
    [
        ("calculator/models/unit_economics.py", "unit-economics"),
        ("calculator/models/timing/charts.py", "timing"),
        ("calculator/models/shared/listed.py", ""),
        ("calculator/models/registry.py", ""),
        ("calculator/formulas/flips.py", ""),
        (THRESHOLDS, ""),
    ],
)
def test_a_file_of_one_calculator_is_tested_by_its_tests(file, id):
    """What several share is tested by all."""
    assert owner(file) == id


@pytest.mark.parametrize(("unnoticed", "status"), [(3, 0), (4, 1)])
def test_too_many_are_an_error(capsys, unnoticed, status):
    """Up to three of a hundred may survive; each is named with file, line and change."""
    mutant = Source("calculator/models/x.py", CODE).mutants[0]
    outcomes = [Outcome(mutant, "" if place < unnoticed else "a test", 1.0) for place in range(100)]
    assert report(outcomes, 0) == status
    said = capsys.readouterr().out
    assert f"{unnoticed} of 100 unnoticed" in said and said.count("calculator/models/x.py:2 in price: 0.5 -> 0.505") == unnoticed


@pytest.mark.whole("runs all tests of one calculator several times over")
def test_what_no_test_asks_for_is_found(tmp_path):
    """What nothing uses can be changed unnoticed, which is an error; the formula on the same line cannot."""
    subprocess.run(["git", "init", "-q", copied(tmp_path)], check=True)
    model = tmp_path / "calculator" / "models" / "growth.py"
    text = model.read_text(encoding="utf-8")
    formula = "    return percent(grown(growth_pct_quarter) ** 4 - 1)\n"
    model.write_text(text.replace(formula, formula.replace("\n", "; unused = 7\n")), encoding="utf-8")
    line = text[: text.index(formula)].count("\n") + 1
    command = [sys.executable, "-m", "tests.mutants", "--file", "calculator/models/growth.py", "--line", str(line), "--jobs", "2"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert f"1 of 5 unnoticed\n  calculator/models/growth.py:{line} in growth_pct_year: 7 -> 8\n" in ran.stdout
