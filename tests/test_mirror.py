"""Tests of the calculator mirror it: who changes a module finds its tests where its own path leads, and who reads a test the module."""

import ast
from pathlib import Path

from publish import ROOT
from publish.floors import modules

# The tests of a small package may stand in one file, named for it. These stand beside what they are the ground of.
ELSEWHERE = {
    "calculator": "test_package.py",
    "calculator.formulas.answer": "answers/test_run.py",
    "calculator.formulas.charts": "faces/test_charts.py",
    "calculator.formulas.flip_words": "formulas/test_flips.py",
    "calculator.models.shared.api_prices": "models/test_api_bill.py",
    "calculator.models.shared.listed": "models/test_memory.py",
}
# What is asked of more than one module.
OF_SEVERAL = {
    "test_attack.py": "hostile questions, by the way that a page takes",
    "test_cases.py": "the hand-checked cases",
    "test_old_python.py": "the package met by a Python that is too old",
    "test_sentences.py": "the English of every sentence",
    "faces/test_libreoffice.py": "sheets, recalculated by an engine of others",
    "formulas/test_dimensions.py": "the units of every formula",
    "formulas/test_drivers.py": "what a spread is put down to, against an independent propagation of errors",
}


def homes(name: str) -> list[str]:
    """Where the tests of a module of the calculator may stand, below tests/calculator."""
    *above, own = name.split(".")[1:]
    folder = "".join(f"{part}/" for part in above)
    ways = [f"{folder}test_{own.strip('_')}.py", f"{folder}{own}/test_{own}.py"]
    return [*ways, "".join(f"{part}/" for part in above[:-1]) + f"test_{above[-1]}.py"] if above else ways


def has_logic(text: str) -> bool:
    return any(isinstance(node, (ast.FunctionDef, ast.ClassDef)) for node in ast.parse(text).body)


def untested(files: dict[str, Path], tests: set[str], cases: frozenset[str] = frozenset()) -> list[str]:
    """The modules with functions or classes of their own that have no file of tests; the hand-checked cases of a model are tests of it."""
    wanted = [
        name for name, path in files.items() if name.partition(".")[0] == "calculator" and has_logic(path.read_text(encoding="utf-8"))
    ]
    wanted = [name for name in wanted if name not in {f"calculator.models.{case.replace('-', '_')}" for case in cases}]
    return [name for name in wanted if not tests.intersection([ELSEWHERE[name]] if name in ELSEWHERE else homes(name))]


def stray(files: dict[str, Path], tests: set[str]) -> set[str]:
    """The files of tests that are of no module."""
    return tests - {home for name in files if "." in name for home in homes(name)} - OF_SEVERAL.keys() - set(ELSEWHERE.values())


def written() -> set[str]:
    folder = ROOT / "tests" / "calculator"
    return {path.relative_to(folder).as_posix() for path in folder.rglob("test_*.py")}


def test_every_module_has_its_tests():
    """Each module of the calculator that does something has a file of tests."""
    cases = frozenset(path.stem for path in (ROOT / "tests" / "cases").glob("*.toml"))
    missing = [f"{name}: write tests/calculator/{homes(name)[0]}" for name in untested(modules(ROOT), written(), cases)]
    assert missing == []


def test_every_file_of_tests_is_of_a_module():
    """Of one that is there, or it is known of what else."""
    assert stray(modules(ROOT), written()) == set()
    assert {*ELSEWHERE.values(), *OF_SEVERAL} <= written() and ELSEWHERE.keys() <= modules(ROOT).keys()


def test_a_new_module_and_a_lost_test_are_found(tmp_path):
    """A module whose tests are nowhere, and tests whose module is gone; neither one of data alone nor one whose package has tests."""
    texts = {
        "calculator.models.set_by": "def f(): ...\n",
        "calculator.attic": "def f(): ...\n",
        "calculator.data.list": "A = 1\n",
        "calculator.models.barn.door": "def f(): ...\n",
    }
    files = {name: tmp_path / f"{name}.py" for name in texts}
    for name, path in files.items():
        path.write_text(texts[name], encoding="utf-8")
    tests = {"models/test_barn.py", "models/test_shed.py"}
    assert untested(files, tests, frozenset({"set-by", "attic"})) == ["calculator.attic"]
    assert untested(files, tests) == ["calculator.models.set_by", "calculator.attic"]
    assert stray(files, tests) == {"models/test_shed.py"}
