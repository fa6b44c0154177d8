"""The command line, as a real process."""

import json
import os
import shlex
import subprocess
import sys

import pytest

from calculator import Case, calculators, describe, run
from calculator.__main__ import main
from calculator.faces.comparison import comparison
from calculator.models.registry import CALCULATORS
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
                "team_size must be an input of growth, which takes run_rate_usd_year, growth_pct_quarter, quarters, today (got '3')",
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

    def test_two_cases_beside_each_other(self, tmp_path):
        """A file and words: as text and as JSON what Case.compare() gives; a case that is none has its sentence."""
        (tmp_path / "here.toml").write_text("api_spend_usd_month = 42000\nteam_size = 120\n")
        asked = ("compare", "break-even", str(tmp_path / "here.toml"), "?run_rate_usd_year=180k")
        found = Case({"api_spend_usd_month": 42_000}).compare(Case({"run_rate_usd_year": 180_000}), "break-even")
        assert json.loads(call(*asked, "--json").stdout) == found.to_dict()
        assert call(*asked).stdout == comparison(found) + "\n"
        assert refused(call("compare", "break-even", "team_size=0", "?")) == "team_size must be at least 1 (got 0)"

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
            assert json.loads(ran.stdout)["inputs"] == {
                "run_rate_usd_year": 120_000,
                "growth_pct_quarter": 40,
                "quarters": 3,
                "today": None,
            }

    def test_what_is_typed_wins_over_the_file_in_another_unit_too(self):
        """A quarter's growth over the year's of the file."""
        ran = call(
            "run",
            "strategy",
            "usage_growth_pct_quarter=0",
            "--inputs",
            "-",
            "--json",
            stdin='{"usage_growth_pct_year": 90, "team_size": 20}',
        )
        assert (lambda inputs: (inputs["usage_growth_pct_year"], inputs["team_size"]))(json.loads(ran.stdout)["inputs"]) == (0, 20)

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

    def test_formats(self):
        """As words, as JSON, and as cells to paste; --json is short for the second, and contradicts the others."""
        written = {form: call("run", "growth", "quarters=3", "--format", form).stdout for form in ("text", "json", "sheet")}
        assert written["text"] == call("run", "growth", "quarters=3").stdout
        assert (
            written["json"]
            == call("run", "growth", "quarters=3", "--json").stdout
            == call("run", "growth", "quarters=3", "--json", "--format", "json").stdout
        )
        assert written["sheet"] == run("growth", {"quarters": 3}).sheet() + "\n"

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["--format", "xlsx"], "--format must be one of text, json, sheet (got 'xlsx')"),
            (["--format", ""], "--format must be one of text, json, sheet (got '')"),
            (["--json", "--format", "sheet"], "--format must be json, or left out, where --json is given (got 'sheet')"),
            (["--format", "sheet", "quarters=0"], "quarters must be at least 1 (got 0)"),
        ],
    )
    def test_a_format_that_there_is_not(self, arguments, sentence):
        """Another format, or two that contradict each other, get a sentence and status 2."""
        assert refused(call("run", "growth", *arguments)) == sentence

    def test_a_seed_is_looked_at_without_ranges_too(self):
        """A seed that is no number is refused even where nothing is drawn."""
        assert refused(call("run", "growth", "--seed", "abc")) == "seed must be a whole number from 0 to 4294967295 (got 'abc')"

    def test_lists(self):
        """A list is written as JSON, or as numbers with spaces between."""
        for text in ("[5000, 6000]", "5000 6000"):
            ran = call("run", "evaluate-when", f"spend_history_usd_month={text}", "--json")
            assert json.loads(ran.stdout)["inputs"]["spend_history_usd_month"] == [5000, 6000]

    def test_a_repeated_key_in_a_file(self):
        """As among the arguments: which of two values was meant is not guessed, and both are named."""
        for stdin, sentence in (
            ('{"quarters": 5, "quarters": 6}', "quarters must be given once (got 5 and 6)"),
            ('{"quarters": {"low": 1, "low": 2, "high": 3}}', "low must be given once (got 1 and 2)"),
        ):
            assert refused(call("run", "growth", "--inputs", "-", stdin=stdin)) == sentence
        assert refused(call("run", "growth", "quarters=5", "quarters=6")) == "quarters must be given once (got '5' and '6')"

    @pytest.mark.parametrize("depth", [4, 2_000, 9_994, 100_000])
    def test_brackets_without_end_in_a_file(self, depth):
        """However deep a file nests, it gets the sentence and no recursion error."""
        stdin = '{"providers": ' + "[" * depth + "]" * depth + "}"
        assert refused(call("run", "price-shock", "--inputs", "-", stdin=stdin)).startswith(
            "--inputs must hold a JSON object: more than 3 brackets are open at once"
        )

    def test_a_file_without_end(self, tmp_path):
        """As much is read as can be meant, and no more."""
        file = tmp_path / "spaces.json"
        file.write_text(" " * 5_000_000)
        for source in (str(file), "/dev/zero"):
            if source == str(file) or os.path.exists(source):
                assert refused(call("run", "growth", "--inputs", source)).startswith(
                    "--inputs must hold a JSON object: at most 1,000,000 characters are read"
                )

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["growth", "=5"], "argument must be written key=value, and no key stands before the = (got '=5')"),
            (["growth", "quarters=5...8"], "quarters must have two dots between the ends of a range, such as 10..20 or 0..0.5 (got 5...8)"),
            (["growth", "--as-of", "2026-11"], "--as-of must be left out for growth, which takes no prices (got '2026-11')"),
            (["api-bill", "--as-of", "soon"], "--as-of must be a date written like 2026-11-12 or 2026-11 (got 'soon')"),
            (
                ["api-bill", "--as-of", "2026-11", "data=2026-11"],
                "--as-of must be left out where data is given: both name the day (got '2026-11')",
            ),
        ],
    )
    def test_the_word_that_was_used_is_blamed(self, arguments, sentence):
        """The sentence names the option that was typed, not the input that it stands for."""
        assert refused(call("run", *arguments)) == sentence


def raw(words: str, **environment: str) -> subprocess.CompletedProcess:
    """A call as a shell makes it, with its redirections; the output as bytes, since not every terminal has UTF-8."""
    command = f"{shlex.quote(sys.executable)} -m calculator {words}"
    # Unbuffered, a stream holds nothing that it could fail to write at the end: most machines buffer.
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(["sh", "-c", command], cwd=ROOT, env=settings | environment, capture_output=True)


@pytest.mark.skipif(os.name != "posix", reason="a shell's redirections, and the files of /dev, were tried on POSIX only")
@pytest.mark.whole("starts the command line anew for each stream")
class TestStreams:
    def test_closed_standard_input(self):
        """A standard input that is closed is told like a file that cannot be read."""
        ran = raw("run growth --inputs - <&-")
        assert (ran.returncode, ran.stdout) == (2, b"")
        assert ran.stderr == b"--inputs must name a file that can be read: standard input is closed (got '-')\n"

    @pytest.mark.parametrize("command", ["run growth", "list", "describe growth --json", "run growth --help", "--help"])
    def test_an_output_that_cannot_be_written(self, command):
        """A full disk and a closed output are told in one sentence, with a status of their own."""
        full = raw(f"{command} >/dev/full")
        assert (full.returncode, full.stderr) == (74, b"The answer could not be written: No space left on device.\n")
        closed = raw(f"{command} >&-")
        assert closed.returncode == 74
        assert closed.stderr.endswith(b"The answer could not be written: standard output is closed.\n")  # argparse's help went there before

    def test_a_complaint_that_nobody_hears(self):
        """The status is the same, and nothing is printed where an answer is expected."""
        for nowhere in ("2>&-", "2>/dev/full"):
            for words in ("run growth quarters=99", "run growth --no-such-option", "nonsense"):
                ran = raw(f"{words} {nowhere}")
                assert (ran.returncode, ran.stdout) == (2, b""), words

    @pytest.mark.parametrize("encoding", ["ascii", "cp1252", "ascii:strict", "latin-1", "utf-8"])
    def test_an_output_without_the_signs(self, encoding):
        """A sign that a terminal does not have stands there as its escape; JSON stays JSON, with the same answer."""
        name = "漢字 \N{GRINNING FACE} é"
        words = raw(f"run price-shock 'providers={name}: 5'", PYTHONIOENCODING=encoding)
        assert (words.returncode, words.stderr) == (0, b"")
        assert ("漢字".encode() if encoding == "utf-8" else rb"\u6f22\u5b57") in words.stdout
        ran = raw(f"run price-shock 'providers={name}: 5' --json", PYTHONIOENCODING=encoding)
        assert (
            json.loads(ran.stdout.decode(encoding.partition(":")[0]))
            == run("price-shock", {"providers": [{"name": name, "usd_month": 5}]}).to_dict()
        )
        program = (
            "from calculator.__main__ import main; from calculator import calculators; print([main(['run', id]) for id in calculators()])"
        )
        ran = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=os.environ | {"PYTHONIOENCODING": encoding}, capture_output=True, check=True
        )
        assert ran.stdout.endswith(str([0] * len(CALCULATORS)).encode() + b"\n")

    def test_a_file_is_utf_8_whatever_the_terminal_is(self):
        """JSON is UTF-8 by its own standard."""
        stdin = json.dumps({"providers": [{"name": "漢字", "usd_month": 5}]}, ensure_ascii=False).encode()
        command = [sys.executable, "-m", "calculator", "run", "price-shock", "--inputs", "-", "--json"]
        ran = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONIOENCODING": "ascii"}, input=stdin, capture_output=True)
        assert json.loads(ran.stdout)["inputs"]["providers"][0]["name"] == "漢字"

    @pytest.mark.parametrize(
        "words",
        [
            "run growth '{}=5'",
            "run growth 'quarters={}'",
            "run '{}'",
            "run growth '{}'",
            "fly{}",
            "run growth '--{}'",
            "run growth --seed '{}'",
        ],
    )
    def test_no_escape_code_reaches_the_terminal(self, words):
        """Whatever is wrong with a call, its colours and signs of direction are written out, and a megabyte of it is cut."""
        for odd in ("\x1b[31m", "a\u202eb", "x" * 100_000):
            ran = raw(words.format(odd))
            assert (ran.returncode, ran.stdout) == (2, b"")
            assert "\x1b" not in ran.stderr.decode() and "\u202e" not in ran.stderr.decode()
            assert len(ran.stderr) < 1_500


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
    """The sentence has the month as the reader wrote it, not the day that it was read as."""
    assert refused(call("run", "api-bill", "data=1999-01")).endswith("(got 1999-01)")
