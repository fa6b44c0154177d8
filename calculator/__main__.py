"""The command line: python -m calculator list | describe ID | run ID [key=value ...]."""

import argparse
import json
import os
import sys

from calculator import calculators, describe, run
from calculator.html import option_text, value_text
from calculator.inputs import VOCABULARY
from calculator.registry import find, inputs_of, known
from calculator.result import InputError, Result
from calculator.units import pct


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="python -m calculator", description="Calculators for choosing between closed LLM APIs, open-weight models and a hybrid."
    )
    commands = top.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="all calculators, a line each").add_argument("--json", action="store_true", help="as JSON")
    described = commands.add_parser("describe", help="inputs and outputs of a calculator")
    described.add_argument("id")
    described.add_argument("--json", action="store_true", help="as JSON")
    ran = commands.add_parser("run", help="the answer of a calculator")
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
    ran.add_argument("--inputs", metavar="FILE", help="a JSON object of inputs, - for standard input; key=value wins over it")
    ran.add_argument("--json", action="store_true", help="as JSON")
    return top


def inputs_from(id: str, pairs: list[str], file: str | None) -> dict:
    """The inputs that the arguments give."""
    calculator, inputs = find(id), {}
    if file is not None:
        inputs = loaded(file)
    for place, pair in enumerate(pairs):
        field, equals, text = pair.partition("=")
        if not equals:
            raise InputError("argument", "must be written key=value", pair)
        if field in [other.partition("=")[0] for other in pairs[:place]]:
            raise InputError(field, "must be given once", text)
        inputs[field] = known(calculator, field, text).parse(text)
    return inputs


def ranges_of(pairs: list[str]) -> list[str]:
    """The pairs given as --range, which must be ranges."""
    for pair in pairs:
        if ".." not in pair:
            raise InputError("--range", "must be written key=low..high", pair)
    return pairs


def seed_of(text: str | None) -> dict:
    """The keyword that hands the seed on; a text that is no whole number is handed on as it is, for run() to refuse."""
    if text is None:
        return {}
    return {"seed": int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else text}


def loaded(file: str) -> dict:
    try:
        if file == "-":
            value = json.load(sys.stdin)
        else:
            with open(file, encoding="utf-8") as handle:
                value = json.load(handle)
    except OSError as error:
        raise InputError("--inputs", f"must name a file that can be read: {error.strerror}", file) from None
    except (ValueError, RecursionError) as error:
        raise InputError("--inputs", f"must hold a JSON object: {error}", file) from None
    if not isinstance(value, dict):
        raise InputError("--inputs", "must hold a JSON object", value)
    return value


def listed() -> str:
    return "\n".join(f"{id:20} {title}" for id, title in calculators().items())


def described(id: str) -> str:
    calculator = find(id)
    lines = [f"{calculator.title} ({calculator.code}): {calculator.question}", "", "Inputs"]
    for field, declared in inputs_of(calculator).items():
        rule = f", one of {', '.join(declared.options)}" if declared.kind == "choice" else ""
        lines.append(f"  {field:30} {declared.label}{rule} (default: {declared.text(declared.default)})")
    lines += ["", "Outputs"] + [f"  {output.id:30} {output.label}" for output in calculator.outputs]
    return "\n".join(lines)


def reported(result: Result) -> str:
    lines = [result.headline, *(f"Note: {warning}" for warning in result.warnings), ""]
    lines += [f"  {VOCABULARY[id].label}: {VOCABULARY[id].words(value)}" for id, value in result.inputs.items()] + [""]
    for output in find(result.calculator).outputs:
        value = result.outputs[output.id]
        if isinstance(value, (list, dict)):
            rows = value.items() if isinstance(value, dict) else enumerate(value)
            lines += [f"  {output.label}:", *(f"    {key}: {json.dumps(row, ensure_ascii=False)}" for key, row in rows)]
        else:
            lines.append(f"  {output.label}: {value_text(output, value, in_sentence=True)}")
    return "\n".join(lines + (spread_lines(result) if result.uncertainty else []))


def spread_lines(result: Result) -> list[str]:
    outputs, spread = {output.id: output for output in find(result.calculator).outputs}, result.uncertainty
    lines = ["", f"With the ranges given: {spread['headline']}"]
    for id, found in spread["outputs"].items():
        low, middle, high = (
            outputs[id].none if found[name] is None else value_text(outputs[id], found[name], in_sentence=True)
            for name in ("p10", "p50", "p90")
        )
        lines.append(f"  {outputs[id].label}: p10 {low}, p50 {middle}, p90 {high}")
    for id, odds in spread["decisions"].items():
        lines.append(
            f"  {outputs[id].label}: "
            + ", ".join(f"{option_text(outputs[id], option)} {pct(100 * share)}" for option, share in odds.items())
        )
    return lines + [f"  {VOCABULARY[driver['input']].label} explains {pct(driver['explained_pct'])}" for driver in spread["drivers"]]


def main(arguments: list[str] | None = None) -> int:
    """0 when it answered; 2 for bad input, with one sentence on stderr and nothing on stdout."""
    asked, more = parser().parse_known_args(arguments)
    if more and (asked.command != "run" or any(word.startswith("-") for word in more)):
        parser().error(f"unrecognized arguments: {' '.join(more)}")
    if more:
        asked.pairs += more  # argparse stops at the first option: the key=value words behind it arrive here
    try:
        if asked.command == "list":
            data, words = calculators, listed
        elif asked.command == "describe":
            data, words = lambda: describe(asked.id), lambda: described(asked.id)
        else:
            result = run(
                asked.id,
                inputs_from(asked.id, asked.pairs + ranges_of(asked.ranges), asked.inputs),
                as_of=asked.as_of,
                **seed_of(asked.seed),
            )
            data, words = result.to_dict, lambda: reported(result)
        print(json.dumps(data(), indent=2, ensure_ascii=False, allow_nan=False) if asked.json else words(), flush=True)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # who reads has had enough, as in `... | head`; Python would complain once more when it closes the pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
