"""A result, and what a calculator takes and gives, as plain text: what the command line prints."""

from typing import Any

from calculator.answers.result import Result
from calculator.faces.bounds import bounds_text
from calculator.formulas.model import Calculator, Output
from calculator.formulas.ranges import chances, driver_parts
from calculator.inputs.families import relatives
from calculator.inputs.kinds import Boolean, Choice, Input, Text
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import find, inputs_of
from calculator.numbers.display import counted, in_prose, in_table
from calculator.numbers.units import unit_of


def description(id: str) -> str:
    """Inputs with units, bounds and defaults, and outputs with units."""
    calculator = find(id)
    lines = [f"{calculator.title} ({calculator.code}): {calculator.question}", "", "Inputs"]
    for field, declared in inputs_of(calculator).items():
        also = f"or {', '.join(relatives(field))}" if relatives(field) else ""
        lines.append(f"  {field:30} {noted(declared.label, [declared.unit.words, *rules(declared), also])}")
    return "\n".join([*lines, "", "Outputs", *(f"  {o.id:30} {noted(o.label, [o.unit.words])}" for o in calculator.outputs)])


def noted(label: str, notes: list[str]) -> str:
    """A label with what is to be known of its value, as far as there is anything."""
    said = "; ".join(filter(None, notes))
    return f"{label} ({said})" if said else label


def rules(declared: Input) -> list[str]:
    """What may be given for an input, and what counts where nothing is."""
    default = declared.text(declared.default).replace("\n", "; ")
    choice = f"one of {', '.join(declared.options)}" if isinstance(declared, (Boolean, Choice)) else ""
    bounds = "" if isinstance(declared, Text) else bounds_text(declared).rstrip(".")  # of a text, what an empty one means
    return [choice, bounds[:1].lower() + bounds[1:], f"default {default}" if default else f"empty: {declared.words(declared.default)}"]


def report(result: Result) -> str:
    """The answer in its parts, what is to be said of it, the inputs and all outputs, in words."""
    calculator = find(result.calculator)
    lines = [result.headline, result.answer["again"], *(f"Note: {warning}" for warning in result.warnings), ""]
    lines += [f"  {VOCABULARY[id].label}: {VOCABULARY[id].words(value)}" for id, value in result.inputs.items()] + [""]
    for output in calculator.outputs:
        lines += output_lines(calculator, output, result.outputs[output.id])
    return "\n".join(lines + (spread_lines(calculator, result.uncertainty) if result.uncertainty else []))


def output_lines(calculator: Calculator, output: Output, value: Any) -> list[str]:
    if output.kind == "switches":
        return []  # the flips of strategy once more
    if output.kind == "flips":
        below = [f"{VOCABULARY[id].label}: {calculator.change(flip)}" for id, flip in value.items()]
    elif output.kind == "text":
        below = value
    elif output.kind == "table":
        below = table_lines(output, value)
    else:
        return [f"  {output.label}: {output.words(value)}"]
    return [f"  {output.label}:", *(f"    {line}" for line in below)] if below else [f"  {output.label}: {output.none}"]


def table_lines(output: Output, rows: list[dict[str, Any]]) -> list[str]:
    """A table with its columns under each other, numbers to the right."""
    columns = [column for column in output.columns if column.shown]
    table = [
        [", ".join(filter(None, (column.label, column.unit.after))), *(column.words(row[column.id], in_table) for row in rows)]
        for column in columns
    ]
    padded = [
        [words.rjust(width) if column.kind == "value" else words.ljust(width) for words in cells]
        for column, cells in zip(columns, table, strict=True)
        for width in [max(map(len, cells))]
    ]
    return ["  ".join(line).rstrip() for line in zip(*padded, strict=True)] if rows else []


def draws_words(output: Output, found: dict[str, Any], samples: int) -> str:
    """How many of the draws the quantiles rest on, where not all have a number, or the output was worked out for fewer of them than there are."""
    without = found["none_pct"]
    if found["samples"] == samples and not without:
        return ""
    none = f"; in {in_prose(without, unit_of('none_pct'))} of them “{output.none.partition(':')[0]}”" if without else ""
    return f" ({counted(found['samples'], 'draws')}{none})"


def spread_lines(calculator: Calculator, spread: dict[str, Any]) -> list[str]:
    outputs = calculator.by_id
    lines = ["", f"With the ranges given: {spread['headline']}"]
    for id, found in spread["outputs"].items():
        low, middle, high = (outputs[id].words(found[name]) for name in ("p10", "p50", "p90"))
        lines.append(f"  {outputs[id].label}: p10 {low}, p50 {middle}, p90 {high}{draws_words(outputs[id], found, spread['samples'])}")
    for id, odds in spread["decisions"].items():
        lines.append(
            f"  {outputs[id].label}: {', '.join(f'{outputs[id].chosen(option)} {chance}' for option, chance in chances(odds).items())}"
        )
    parts = zip(spread["drivers"], driver_parts(spread["drivers"]), strict=True)
    return lines + [f"  {VOCABULARY[driver['input']].label} explains {part}" for driver, part in parts]
