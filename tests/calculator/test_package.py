"""What holds of the package as a whole: what it imports, what it offers, and that it answers alike wherever it runs."""

import ast
import json
import os
import subprocess
import sys
import zipfile

import pytest

import calculator
from calculator import run
from calculator.models.registry import CALCULATORS
from tests.calculator.given import ROOT, cases


class TestPackage:
    def test_imports_only_the_standard_library(self):
        """Whatever the package imports, the reader downloads: nothing but Python's own modules and itself."""
        assert [f"{file.name}: {module}" for file in (ROOT / "calculator").rglob("*.py") for module in foreign(file.read_text())] == []

    def test_an_import_from_elsewhere_is_noticed(self):
        """The check above can fail."""
        assert foreign("import json, numpy\nfrom publish import cases\nfrom calculator.data import sources") == ["numpy", "publish"]

    def test_what_is_offered(self):
        """`from calculator import ...` gives exactly this; the rest is private."""
        assert calculator.__all__ == ["Case", "Comparison", "InputError", "Result", "Trace", "calculators", "describe", "run"]

    def test_no_file_is_opened_after_import(self, tmp_path):
        """An answer needs no file, so it works from a zip file too: the way in which the browser gets the package."""
        archive = tmp_path / "calculator.zip"
        with zipfile.ZipFile(archive, "w") as packed:
            for file in (ROOT / "calculator").rglob("*"):
                if file.suffix in (".py", ".json"):
                    packed.write(file, file.relative_to(ROOT))
        program = "import calculator; print(calculator.__file__); print(calculator.run('growth').headline)"
        ran = subprocess.run(
            [sys.executable, "-c", program],
            cwd=tmp_path,
            env={"PYTHONPATH": str(archive)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        file, headline = ran.stdout.splitlines()
        assert file.startswith(str(archive))
        assert headline == run("growth").headline

    @pytest.mark.whole("asks every case of another Python")
    def test_python_3_12_gives_the_same_bits(self):
        """Every case and every default, answered by Python 3.12, is the same JSON text to the last bit."""
        older = older_python()
        if older is None:
            pytest.skip("no python3.12 on this machine: equality of answers between Python 3.12 and this one was not checked")
        asked = [(case.calculator, case.inputs) for case in cases() if case.error is None] + [(id, {}) for id in CALCULATORS]
        program = "import json, sys; from calculator import run; print(json.dumps([run(id, inputs).to_dict() for id, inputs in json.load(sys.stdin)]))"
        ran = subprocess.run([older, "-c", program], cwd=ROOT, input=json.dumps(asked), capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.strip() == json.dumps([run(id, given).to_dict() for id, given in asked])


def foreign(code: str) -> list[str]:
    """Top-level names that `code` imports from neither the standard library nor this package."""
    imported = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            imported += [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            imported.append(node.module or "." * node.level)
    tops = [name.split(".")[0] for name in imported]
    return [top for top in tops if top not in sys.stdlib_module_names and top != "calculator"]


def older_python() -> str | None:
    """A Python 3.12 that runs, or None. pyenv's shims run only when their version is chosen."""
    for environment in (os.environ, os.environ | {"PYENV_VERSION": "3.12"}):
        try:
            asked = ["python3.12", "-c", "import sys; print(sys.executable)"]
            found = subprocess.run(asked, env=environment, capture_output=True, text=True, cwd="/")
        except OSError:
            return None
        if found.returncode == 0:
            return found.stdout.strip()
    return None
