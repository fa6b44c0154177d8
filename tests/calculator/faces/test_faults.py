"""An exception that nobody foresaw: one sentence and a code for the reader, what is needed to mend it for the maintainer, and no more."""

import compileall
import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from calculator.faces import bridge, faults
from calculator.models import growth
from tests.calculator.given import ROOT
from tests.calculator.test_package import older_python

GROWTH = '{"calculator": "growth", "texts": {"quarters": "5"}}'
# What stands before the program of a subprocess: the calculator of growth raises what `error` makes.
BROKEN = "import sys; sys.path.insert(0, {path!r}); from calculator.models import growth\ndef said(v): raise {error}\n"
BROKEN += "growth.CALCULATOR.said = said\n"
COMMAND_LINE = "import runpy; runpy.run_module('calculator', run_name='__main__', alter_sys=True)"


def raises(error: BaseException, monkeypatch) -> None:
    def said(v):
        raise error

    monkeypatch.setattr(growth.CALCULATOR, "said", said)


def called(error: str, *arguments: str) -> subprocess.CompletedProcess:
    """The real command line, whose growth raises `error`."""
    program = BROKEN.format(path=str(ROOT), error=error) + COMMAND_LINE
    return subprocess.run([sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


class TestBridge:
    @pytest.mark.parametrize(
        "error", [TypeError("float + Decimal"), KeyError("x"), RecursionError(), MemoryError(), AssertionError(), OSError(5, "x")]
    )
    def test_any_exception_is_a_sentence(self, error, monkeypatch, capsys):
        """The reply is one error with a code, in words for a reader; the traceback and the question go to standard error."""
        raises(error, monkeypatch)
        reply = json.loads(bridge.answer(GROWTH))
        (told,) = reply["errors"]
        assert reply["ok"] is False
        assert told["code"] == faults.code_of(error)
        assert told["message"].startswith(f"The calculator could not work this out, by a fault of its own (code {told['code']}).")
        assert (told["field"], told["rule"], told["got"]) == ("", "", "")
        out, err = capsys.readouterr()
        assert out == ""
        assert "Traceback (most recent call last)" in err and type(error).__name__ in err
        assert told["code"] in err and GROWTH in err
        assert "Traceback" not in json.dumps(reply) and ".py" not in json.dumps(reply)

    def test_a_missing_module_is_the_workers_business(self, monkeypatch):
        """ModuleNotFoundError leaves the bridge as it is: the page's worker loads the full library and asks again."""
        raises(ModuleNotFoundError("wave is not in the short library"), monkeypatch)
        with pytest.raises(ModuleNotFoundError):
            bridge.answer(GROWTH)

    @pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
    def test_who_stops_the_program_stops_it(self, stop, monkeypatch):
        """Neither is a fault."""
        raises(stop(), monkeypatch)
        with pytest.raises(stop):
            bridge.answer(GROWTH)

    def test_a_real_recursion(self, monkeypatch):
        """The interpreter survives a stack that is full, and says so; the next question is answered."""

        def said(v):
            return said(v)

        with monkeypatch.context() as patch:
            patch.setattr(growth.CALCULATOR, "said", said)
            assert json.loads(bridge.answer(GROWTH))["errors"][0]["code"].startswith("R-")
        assert json.loads(bridge.answer(GROWTH))["ok"]

    @pytest.mark.parametrize("stream", [None, "closed"])
    def test_without_standard_error_there_is_still_the_sentence(self, stream, monkeypatch, tmp_path, capsys):
        """Nothing is printed elsewhere in its place."""
        if stream == "closed":
            with open(tmp_path / "x", "w") as stream:
                pass
        raises(TypeError(), monkeypatch)
        monkeypatch.setattr(sys, "stderr", stream)
        assert "(code T-" in bridge.answer(GROWTH)
        assert capsys.readouterr().out == ""

    def test_an_answer_takes_none_of_it(self):
        """What tells of faults is not imported until there is one: a reader's start stays as short."""
        program = f"import sys; from calculator.faces import bridge; bridge.ready(); bridge.answer({GROWTH!r}); print(sorted(sys.modules))"
        ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
        assert not {"'calculator.faults'", "'traceback'"} & set(ran.stdout.strip("[]\n").split(", "))


class TestCode:
    def test_names_type_and_place(self, monkeypatch):
        """The first letter of the type, and four digits of the type and the innermost function of the package; the words of the exception are of no account."""
        codes = []
        for error in (TypeError("a"), TypeError("b"), ValueError("a")):
            raises(error, monkeypatch)
            codes.append(json.loads(bridge.answer(GROWTH))["errors"][0]["code"])
        assert all(re.fullmatch(r"[TV]-[0-9a-f]{4}", code) for code in codes)
        assert codes[0] == codes[1] != codes[2]

    def test_stands(self):
        """A code means the same in every version that has the function: it may stand in somebody's report."""
        assert faults.code_for("ZeroDivisionError", "calculator.cashflow.first_covering") == "Z-14e9"

    def test_is_the_same_everywhere(self, tmp_path, monkeypatch, capsys):
        """From sources, from byte code without sources as in the browser, on the command line, and in another Python."""
        raises(LookupError("x"), monkeypatch)
        here = json.loads(bridge.answer(GROWTH))["errors"][0]["code"]
        assert f"(code {here})" in called("LookupError('x')", "run", "growth").stderr

        bare = tmp_path / "bare"
        shutil.copytree(ROOT / "calculator", bare / "calculator", ignore=shutil.ignore_patterns("__pycache__"))
        compileall.compile_dir(bare, quiet=2, legacy=True)
        for source in bare.rglob("*.py"):
            source.unlink()
        program = f"from calculator.faces import bridge; print(bridge.answer({GROWTH!r}))"
        elsewhere = [(sys.executable, bare)] + ([(older_python(), ROOT)] if older_python() else [])
        for python, path in elsewhere:
            broken = BROKEN.format(path=str(path), error="LookupError('x')") + program
            ran = subprocess.run(
                [python, "-c", broken], cwd=tmp_path, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, text=True
            )
            assert json.loads(ran.stdout)["errors"][0]["code"] == here, ran.stderr


class TestCommandLine:
    @pytest.mark.parametrize("error", ["TypeError('float + Decimal')", "RecursionError()", "MemoryError()", "ModuleNotFoundError('wave')"])
    def test_a_fault_is_a_sentence(self, error):
        """Exit status 70, one sentence on stderr, nothing on stdout, no traceback."""
        ran = called(error, "run", "growth")
        assert (ran.returncode, ran.stdout) == (70, "")
        (sentence,) = ran.stderr.splitlines()
        code = f"{error[0]}-[0-9a-f]{{4}}"
        assert re.fullmatch(
            rf"The calculator could not work this out, by a fault of its own \(code {code}\)\. With --debug it says where\.", sentence
        )

    def test_debug(self):
        """--debug shows the traceback, the place and what was asked, and the same sentence at the end."""
        ran = called("TypeError('float + Decimal')", "run", "growth", "quarters=5", "--debug")
        assert (ran.returncode, ran.stdout) == (70, "")
        assert "Traceback (most recent call last)" in ran.stderr and "TypeError: float + Decimal" in ran.stderr
        assert "at calculator.formulas.answer.answer, asked: ['run', 'growth', 'quarters=5', '--debug']" in ran.stderr
        assert ran.stderr.splitlines()[-1].startswith("The calculator could not work this out")

    def test_a_fault_of_the_command_line_itself(self):
        """What arises in its own module is named by it too."""
        ran = called("TypeError()", "list", "--debug")
        assert ran.returncode == 0
        broken = "import json; json.dumps = None\n" + COMMAND_LINE
        ran = subprocess.run([sys.executable, "-c", broken, "list", "--json", "--debug"], cwd=ROOT, capture_output=True, text=True)
        assert (ran.returncode, ran.stdout) == (70, "")
        assert "at calculator.__main__.answer_to" in ran.stderr

    def test_ctrl_c(self):
        """Whoever stops it is told nothing."""
        ran = called("KeyboardInterrupt()", "run", "growth")
        assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")
