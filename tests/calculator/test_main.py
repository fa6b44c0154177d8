"""The command line, as a real process."""

import json
import subprocess
import sys

import pytest

from calculator import calculators, describe, run
from calculator.__main__ import main
from calculator.registry import CALCULATORS
from tests.calculator.given import ROOT


def call(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "calculator", *arguments], cwd=ROOT, input=stdin, capture_output=True, text=True, encoding="utf-8"
    )


def refused(ran: subprocess.CompletedProcess) -> str:
    """The one sentence on stderr of a call that exited with 2 and printed nothing."""
    assert (ran.returncode, ran.stdout) == (2, "")
    (sentence,) = ran.stderr.splitlines()
    return sentence


class TestRun:
    def test_the_team_at_180k(self):
        """The figures of the contract, as JSON."""
        ran = call("run", "growth", "run_rate_usd_year=180000", "growth_pct_quarter=40", "quarters=5", "--json")
        assert (ran.returncode, ran.stderr) == (0, "")
        answer = json.loads(ran.stdout)
        assert answer == run("growth", {"quarters": 5}).to_dict()
        assert answer["outputs"]["rows"][1]["run_rate_usd_year"] == 252_000
        assert answer["outputs"]["rows"][5] == {
            "quarter": 5,
            "run_rate_usd_year": 968_083.2,
            "spend_usd_quarter": 242_020.8,
            "trailing_usd_year": 626_572.8,
        }
        assert round(answer["outputs"]["crossings"][3]["quarters"], 4) == 5.0964

    def test_out_of_bounds(self):
        """Exit status 2, the sentence on stderr, nothing on stdout."""
        assert refused(call("run", "growth", "growth_pct_quarter=-250")) == "growth_pct_quarter must be at least -100 (got -250)"

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (
                ["growth", "team_size=3"],
                "team_size must be an input of growth, which takes run_rate_usd_year, growth_pct_quarter, quarters (got '3')",
            ),
            (["growth", "quarters"], "argument must be written key=value (got 'quarters')"),
            (["rent-or-buy"], f"calculator must be one of {', '.join(CALCULATORS)} (got 'rent-or-buy')"),
            (
                ["growth", "--inputs", "no-such-file.json"],
                "--inputs must name a file that can be read: No such file or directory (got 'no-such-file.json')",
            ),
        ],
    )
    def test_refusals(self, arguments, sentence):
        """Every kind of bad input ends in one sentence."""
        assert refused(call("run", *arguments)) == sentence

    @pytest.mark.parametrize("stdin", ["", "[1]", "{", "nonsense", "[" * 100_000])
    def test_standard_input_that_is_no_object(self, stdin):
        """Standard input has to be a JSON object of inputs."""
        assert refused(call("run", "growth", "--inputs", "-", stdin=stdin)).startswith("--inputs must hold a JSON object")

    def test_null_in_a_file_is_not_a_default(self):
        """What stands in the file is used or refused."""
        assert refused(call("run", "growth", "--inputs", "-", stdin='{"quarters": null}')) == "quarters must be a number (got nothing)"

    def test_key_value_wins_over_the_file(self, tmp_path):
        """Inputs come from a file or from standard input, and key=value wins over both."""
        given = {"run_rate_usd_year": 120_000, "quarters": 2}
        file = tmp_path / "inputs.json"
        file.write_text(json.dumps(given))
        for source, stdin in ((str(file), ""), ("-", json.dumps(given))):
            ran = call("run", "growth", "quarters=3", "--inputs", source, "--json", stdin=stdin)
            assert json.loads(ran.stdout)["inputs"] == {"run_rate_usd_year": 120_000, "growth_pct_quarter": 40, "quarters": 3}

    @pytest.mark.parametrize(
        "arguments", [["--json", "quarters=3"], ["quarters=3", "--json"], ["--json", "growth_pct_quarter=9", "--inputs", "-", "quarters=3"]]
    )
    def test_options_stand_anywhere(self, arguments):
        """Options may stand before, between or behind the inputs."""
        assert json.loads(call("run", "growth", *arguments, stdin="{}").stdout)["inputs"]["quarters"] == 3

    @pytest.mark.parametrize("arguments", [["quarters=5", "--json", "quarters=6"], ["quarters=5", "--range", "quarters=5..6"]])
    def test_an_input_is_given_once(self, arguments):
        """Which of two values was meant is not guessed."""
        assert refused(call("run", "growth", *arguments)).startswith("quarters must be given once (got ")

    def test_a_seed_is_looked_at_without_ranges_too(self):
        assert refused(call("run", "growth", "--seed", "abc")) == "seed must be a whole number from 0 to 4294967295 (got 'abc')"

    def test_lists(self):
        """A list is written as JSON, or as numbers with spaces between."""
        for text in ("[5000, 6000]", "5000 6000"):
            ran = call("run", "evaluate-when", f"spend_history_usd_month={text}", "--json")
            assert json.loads(ran.stdout)["inputs"]["spend_history_usd_month"] == [5000, 6000]


class TestWords:
    @pytest.mark.parametrize("id", CALCULATORS)
    def test_run(self, id, capsys):
        """Without --json: the headline first, then inputs and outputs in words."""
        assert main(["run", id]) == 0
        printed = capsys.readouterr().out
        assert printed.splitlines()[0] == run(id).headline
        assert all(output.label in printed for output in CALCULATORS[id].outputs)
        assert not any(line.endswith(("None", "True", "False")) for line in printed.splitlines())

    def test_list(self):
        """All calculators, a line each; as JSON, id to title."""
        assert [line.split()[0] for line in call("list").stdout.splitlines()] == list(CALCULATORS)
        assert json.loads(call("list", "--json").stdout) == calculators()

    @pytest.mark.parametrize("id", CALCULATORS)
    def test_describe(self, id, capsys):
        """Every input with its default and every output; as JSON, what describe() gives."""
        assert main(["describe", id]) == 0
        printed = capsys.readouterr().out
        assert all(field in printed for field in (*CALCULATORS[id].inputs, *(output.id for output in CALCULATORS[id].outputs)))
        assert main(["describe", id, "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == describe(id)

    def test_describe_unknown(self):
        """An unknown calculator is bad input here too."""
        assert refused(call("describe", "rent-or-buy")).startswith("calculator must be one of ")

    @pytest.mark.parametrize("arguments", [[], ["fly"], ["list", "x=1"], ["run", "growth", "--yaml"]])
    def test_usage(self, arguments):
        """A call of no sense exits with 2 as well, with the usage on stderr."""
        ran = call(*arguments)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert ran.stderr.startswith("usage: python -m calculator")


def test_a_reader_who_has_had_enough():
    """As in `... | head -c 1`: a closed pipe is no error to tell."""
    ran = subprocess.Popen(
        [sys.executable, "-m", "calculator", "run", "growth", "--json"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    ran.stdout.close()
    assert ran.stderr.read() == b""
    ran.stderr.close()
    assert ran.wait() == 1


def test_a_month_too_early_is_repeated_as_typed():
    assert refused(call("run", "api-bill", "data=1999-01")).endswith("(got 1999-01)")
