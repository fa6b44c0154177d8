"""An older Python is told so in one sentence, before it stumbles over syntax or modules that it does not have."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.calculator.given import ROOT

INIT = ROOT / "calculator" / "__init__.py"
OLD = ("3.9", "3.10", "3.11")
# Another version than the one that runs: a tuple does, since that is all that is asked of it.
PRETENDED = "import sys; sys.version_info = (3, 11, 7, 'final', 0)\n"


def python_of(version: str) -> str | None:
    """A Python of this version that runs, by its name or from pyenv; None when there is none."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for name in (f"python{version}", *map(str, sorted(pyenv.glob(f"{version}.*/bin/python")))):
        try:
            found = subprocess.run([name, "-c", "import sys; print(sys.version)"], capture_output=True, text=True, cwd="/")
        except OSError:
            continue
        if found.returncode == 0 and found.stdout.startswith(f"{version}."):
            return name
    return None


def sentence(version: str, lines: str) -> bool:
    (line,) = lines.splitlines()
    return line.startswith(f"calculator needs Python 3.12 or newer, and this is Python {version} (") and line.endswith(").")


def run(*command: str) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.whole("starts every older Python three times")
@pytest.mark.parametrize("version", OLD)
@pytest.mark.parametrize("arguments", [[], ["list"], ["run", "growth", "--json"]])
def test_the_command_line(version, arguments):
    """Exit status 2, one sentence on stderr, nothing on stdout."""
    python = python_of(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine: what it is told was tried by pretending only")
    ran = run(python, "-B", "-m", "calculator", *arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert sentence(version, ran.stderr)


@pytest.mark.parametrize("version", OLD)
def test_an_import(version):
    """ImportError with the same sentence, which a program can catch."""
    python = python_of(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine: what it is told was tried by pretending only")
    ran = run(python, "-B", "-c", "try: import calculator\nexcept ImportError as error: print(error)")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert sentence(version, ran.stdout)


def test_pretending():
    """The same on every machine: with the version number of an older Python nothing of the package but its first file is imported."""
    ran = run(
        sys.executable,
        "-c",
        PRETENDED
        + "try: import calculator\nexcept ImportError as error: print(error)\nprint([n for n in sys.modules if 'calculator.' in n])",
    )
    assert ran.stderr == ""
    told, modules = ran.stdout.splitlines()
    assert sentence("3.11", told) and modules == "[]"
    ran = run(sys.executable, "-c", PRETENDED + "sys.argv[0] = '-m'\nimport calculator")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert sentence("3.11", ran.stderr)


def test_its_own_python_is_not_refused():
    """The sentence is for older ones alone."""
    assert run(sys.executable, "-c", PRETENDED.replace("3, 11", "3, 12") + "import calculator").stderr == ""


def test_the_first_file_is_read_by_python_3_9():
    """Its syntax, and that it imports nothing of the package before it has looked."""
    tree = ast.parse(INIT.read_text(encoding="utf-8"), feature_version=(3, 9))
    imports = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert [alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names] == ["sys"]
    looked = next(place for place, node in enumerate(tree.body) if isinstance(node, ast.If))
    assert all(tree.body.index(node) > looked for node in imports if isinstance(node, ast.ImportFrom))


def test_newer_syntax_is_noticed():
    """The check above can fail."""
    with pytest.raises(SyntaxError):
        ast.parse("match 1:\n    case 1: pass", feature_version=(3, 9))
