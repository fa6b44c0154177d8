"""The command line: python -m calculator list | describe ID | run ID [key=value ...] | table ID FILE | compare ID HERE THERE."""

import argparse
import json
import os
import sys
from contextlib import suppress
from typing import Any, NoReturn, TextIO

from calculator import calculators, describe, run
from calculator.answers.texts import from_pairs
from calculator.errors import InputError, escape_signs
from calculator.faces import faults
from calculator.faces.comparison import comparison
from calculator.faces.files import read_case, read_inputs
from calculator.faces.report import description, report
from calculator.faces.table import TableError, table
from calculator.inputs.families import relatives
from calculator.models.registry import find

# The statuses that sysexits.h has for them.
FAULT = 70  # EX_SOFTWARE
NOT_WRITTEN = 74  # EX_IOERR
FORMATS = ("text", "json", "sheet")
INTERRUPTED = 130  # as a shell tells it of a program that was stopped by Ctrl-C
MOST_OF_A_COMPLAINT = 300


class Parser(argparse.ArgumentParser):
    """Says what is wrong with a call in a line that a terminal shows as it is."""

    def error(self, message: str) -> NoReturn:
        if sys.stderr is None:  # argparse would take standard output in its place
            raise SystemExit(2)
        message = escape_signs(message)
        super().error(message if len(message) <= MOST_OF_A_COMPLAINT else message[:MOST_OF_A_COMPLAINT] + "...")


def parser() -> argparse.ArgumentParser:
    top = Parser(
        prog="python -m calculator", description="Calculators for choosing between closed LLM APIs, open-weight models and a hybrid."
    )
    always = Parser(add_help=False)
    always.add_argument("--json", action="store_true", help="as JSON")
    always.add_argument("--debug", action="store_true", help="show where a fault of the calculator arose")
    commands = top.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="all calculators, a line each", parents=[always])
    described = commands.add_parser("describe", help="inputs and outputs of a calculator", parents=[always])
    described.add_argument("id")
    ran = commands.add_parser("run", help="the answer of a calculator", parents=[always])
    ran.add_argument("id")
    ran.add_argument(
        "pairs",
        nargs="*",
        metavar="key=value",
        help="an input; lists are JSON or numbers with spaces between; a number may be a range, low..high",
    )
    ran.add_argument(
        "--as-of", metavar="DAY", help="the day or month whose prices count, such as 2026-11-12 or 2026-10; the same as data=DAY"
    )
    ran.add_argument(
        "--range",
        action="append",
        default=[],
        dest="ranges",
        metavar="key=low..high",
        help="a range that holds the number with a probability of 90 %%; may be repeated",
    )
    ran.add_argument("--seed", metavar="N", help="moves the draws behind the ranges; a whole number")
    ran.add_argument(
        "--format",
        metavar="FORM",
        help=f"{', '.join(FORMATS[:-1])} (the same as --json) or {FORMATS[-1]}, cells to paste into a spreadsheet at A1; {FORMATS[0]} if left out",
    )
    ran.add_argument(
        "--inputs",
        metavar="FILE",
        help="a file of inputs, as a JSON object or as TOML, - for JSON on standard input; key=value wins over it",
    )
    many = commands.add_parser("table", help="the answers to many cases, a row each", parents=[always])
    many.add_argument("id")
    many.add_argument(
        "file",
        help="rows of cases as CSV, the ids of inputs in the first; - for standard input. Each row comes out with its answer or its error behind it",
    )
    beside = commands.add_parser("compare", help="two cases beside each other: what differs, and what comes of it", parents=[always])
    beside.add_argument("id")
    for place in ("here", "there"):
        beside.add_argument(place, help="a file of inputs, as JSON or TOML; a link with numbers; or 'key=value key=value'")
    return top


def format_of(asked: argparse.Namespace) -> str:
    """The form in which a call wants its answer."""
    form: str | None = getattr(asked, "format", None)  # of `run` alone
    if form is None:
        return "json" if asked.json else "text"
    if form not in FORMATS:
        raise InputError("--format", f"must be one of {', '.join(FORMATS)}", form)
    if asked.json and form != "json":
        raise InputError("--format", "must be json, or left out, where --json is given", form)
    return form


def inputs_of_call(asked: argparse.Namespace) -> dict[str, Any]:
    """The inputs that a call gives, those of its file too."""
    calculator = find(asked.id)
    inputs = read_inputs("--inputs", asked.inputs) if asked.inputs is not None else {}
    typed = from_pairs(calculator.id, asked.pairs + ranges_of(asked.ranges))
    won = {relative for field in typed for relative in relatives(field)}  # what the file says in another unit
    return {field: value for field, value in inputs.items() if field not in won} | typed


def ranges_of(pairs: list[str]) -> list[str]:
    """The pairs given as --range, which must be ranges."""
    for pair in pairs:
        if ".." not in pair:
            raise InputError("--range", "must be written key=low..high", pair)
    return pairs


def seed_of(text: str | None) -> dict[str, Any]:
    """The keyword that hands the seed on; a text that is no whole number is handed on as it is, for run() to refuse."""
    if text is None:
        return {}
    return {"seed": int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else text}


def write_table(id: str, file: str) -> int:
    """The rows of a file with their answers, each as soon as it is there; 0, or the status of an output that takes nothing."""
    try:
        with open(0 if file == "-" else file, encoding="utf-8", newline="", closefd=file != "-") as lines:
            for line in table(id, lines):
                if status := write_out(line):
                    return status
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("table", f"must be a file that can be read, in UTF-8: {getattr(error, 'strerror', '') or error}", file) from None
    except TableError as error:
        complain(str(error))
        return 2
    return 0


def list_words() -> str:
    return "\n".join(f"{id:20} {title}" for id, title in calculators().items())


def parse_call(arguments: list[str] | None) -> argparse.Namespace:
    """What the arguments ask for; SystemExit, as argparse has it, where they ask for help or make no sense."""
    asked, more = parser().parse_known_args(arguments)
    if more and (asked.command != "run" or any(word.startswith("-") for word in more)):
        parser().error(f"unrecognized arguments: {' '.join(more)}")
    if more:
        asked.pairs += more  # argparse stops at the first option: the key=value words behind it arrive here
    return asked


def answer_to(asked: argparse.Namespace) -> str:
    form = format_of(asked)
    if asked.command == "list":
        data, words = calculators, list_words
    elif asked.command == "describe":
        data, words = lambda: describe(asked.id), lambda: description(asked.id)
    elif asked.command == "compare":
        found = read_case(asked.here).compare(read_case(asked.there), asked.id)
        data, words = found.to_dict, lambda: comparison(found)
    else:
        inputs = inputs_of_call(asked)
        try:
            result = run(asked.id, inputs, as_of=asked.as_of, **seed_of(asked.seed))
        except InputError as error:
            if error.field != "as_of":
                raise
            raise InputError("--as-of", error.rule, error.got) from None  # the word that was used
        if form == "sheet":
            return result.sheet()
        data, words = result.to_dict, lambda: report(result)
    if form == "text":
        return words()
    return json.dumps(data(), indent=2, ensure_ascii=not can_write("\N{WORLD MAP}"), allow_nan=False)


def can_write(text: str) -> bool:
    """Whether standard output has signs for it: what is redirected on Windows often knows two hundred and fifty-six."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def write_out(text: str) -> int:
    """Print to the end, a sign that standard output does not have as its escape; 0, or the status for an output that takes nothing."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        if sys.stdout is None:
            raise OSError(None, "standard output is closed")
        print(text.encode(encoding, "backslashreplace").decode(encoding), end="", flush=True)
    except OSError as error:
        drain(sys.stdout)
        if isinstance(error, BrokenPipeError):  # who reads has had enough, as in `... | head`
            return 1
        complain(f"The answer could not be written: {error.strerror}.")
        return NOT_WRITTEN
    return 0


def complain(sentence: str) -> None:
    """A sentence on standard error, if that is open: print() would take standard output in its place."""
    if sys.stderr is not None:
        with suppress(OSError):
            print(sentence, file=sys.stderr, flush=True)


def drain(stream: TextIO | None) -> None:
    """What a stream still holds and cannot write goes nowhere: Python would complain of it at its end, and change the status to 120."""
    if stream is None:
        return
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def main(arguments: list[str] | None = None) -> int:
    """0 when it answered; 2 for bad input, 70 for a fault of the calculator, 74 for an output that cannot be written.

    In each but the first case with one sentence on stderr; nothing is on stdout then, of an answer that could not be written perhaps a part.
    """
    status = status_of(arguments)
    drain(sys.stderr)
    return status


def status_of(arguments: list[str] | None) -> int:
    try:
        asked = parse_call(arguments)
    except SystemExit as ended:
        return int(ended.code or write_out(""))  # the help that argparse has printed
    try:
        return write_table(asked.id, asked.file) if asked.command == "table" else write_out(answer_to(asked) + "\n")
    except InputError as error:
        complain(str(error))
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if asked.debug:
            faults.record(error, arguments or sys.argv[1:])
        complain(faults.sentence(error) + ("" if asked.debug else " With --debug it says where."))
        return FAULT


if __name__ == "__main__":
    sys.exit(main())
