"""A result as HTML: one renderer for notebooks, for the answer in the built page, and for the live answer in the browser.

Because all three are this code, the default answer in a page and the one computed in front of the reader
are the same text, and a test can hold them against each other byte by byte.
"""

import math
import re
from html import escape
from typing import Any

from calculator.answers.result import Result
from calculator.data import sources
from calculator.faces.charts.html import chart_html
from calculator.faces.charts.ranges import odds as odds_of
from calculator.faces.charts.ranges import tornado
from calculator.formulas.model import TODAY, Calculator, Output
from calculator.formulas.ranges import chances, driver_parts, middle
from calculator.formulas.routes import route_of
from calculator.inputs.kinds import Number, Records
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import find
from calculator.numbers.decimals import plain
from calculator.numbers.display import counted, full_count, full_counted, in_prose, in_table, in_trace
from calculator.numbers.units import inside, unit_of

NO_BREAK = "\N{NO-BREAK SPACE}"
MARKUP = re.compile("[&<>\"']")
TURNS = "What would change this"
PERCENT = re.compile(r"(?<=\d) %")


def text(words: str) -> str:
    """Escaped words, with a number kept on one line with its per cent sign."""
    words = unbroken(words)
    return escape(words) if MARKUP.search(words) else words  # most are a number


def unbroken(words: str) -> str:
    return PERCENT.sub(f"{NO_BREAK}%", words) if " %" in words else words


def items(sentences: list[str], name: str) -> str:
    return f'<ul class="{name}">' + "".join(f"<li>{text(sentence)}</li>" for sentence in sentences) + "</ul>"


def cell(tag: str, column: Output, value: Any, words: str, more: str = "") -> str:
    """Digits stand under digits, on one line; the words for None may break."""
    name = "" if column.kind != "value" else "pb-number" if value is not None else "pb-none"
    names = f"{name}{more}".strip()
    return f"<{tag}{f' class="{names}"' if names else ''}>{words}</{tag.partition(' ')[0]}>"


MANY_COLUMNS = 4  # of words and numbers: on a phone each row is then a block of its own
MONEY = ("usd", "price")


def are_blocks(columns: list[Output]) -> bool:
    return len(columns) >= MANY_COLUMNS and any(column.kind != "value" for column in columns)


def table_html(output: Output, rows: list[dict[str, Any]]) -> str:
    columns = [column for column in output.columns if column.shown]
    head = "".join(cell('th scope="col"', column, 0, f"{text(column.label)}{unit_note(column)}") for column in columns)
    first = next((column for column in columns if column.unit.form in MONEY), None)
    tags = [(column, f'td data-label="{text(column.label)}"', " pb-money" if column is first else "") for column in columns]
    if not (blocks := are_blocks(columns)):
        tags = [(column, "td", "") for column in columns]
    body = "".join(
        f"<tr>{''.join([cell(tag, column, row[column.id], text(column.words(row[column.id], in_table)), more) for column, tag, more in tags])}</tr>"
        for row in rows
    )
    table = in_scroll(text(output.label), head, body, blocks)
    return folded(f"{output.label}: a table of {full_counted(len(rows), 'rows')}", table) if rows else nothing(output)


def in_scroll(caption: str, head: str, body: str, blocks: bool) -> str:
    """A table in a box that scrolls where it is too wide; with `blocks` its rows are blocks where there is no room, each cell after its column's name."""
    name = "pb-table pb-rows" if blocks else "pb-table"
    return (
        f'<div class="pb-scroll" role="region" aria-label="{caption}" tabindex="0"><table class="{name}"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def folded(title: str, html: str) -> str:
    return f'<details class="pb-folded"><summary>{text(title)}</summary>{html}</details>'


def unit_note(column: Output) -> str:
    """The unit under a column's heading, where its label does not say it."""
    after = column.unit.after
    return f' <span class="pb-unit">{text(after)}</span>' if after else ""


def list_html(output: Output, sentences: list[str]) -> str:
    return f'<div class="pb-part">{part_title(output.label)}{items(sentences, "pb-list")}</div>' if sentences else nothing(output)


def nothing(output: Output) -> str:
    """In the place of an empty list or table, why it is empty."""
    return f'<div class="pb-part">{part_title(output.label)}<p>{text(output.none)}</p></div>'


MOST_FLIPS = 3  # said in full; the others are folded away


def flips_html(calculator: Calculator, flips: dict[str, Any], inputs: dict[str, Any]) -> str:
    """What would change the answer: the nearest inputs that turn it, then those that alone do not; where more turn it, all in a folded table."""
    turning = nearest(flips, inputs)
    if not turning:
        return f'<div class="pb-part pb-flips">{part_title(TURNS)}<p>No single number turns this answer.</p></div>'
    listed = "".join(
        f"<li><strong>{text(VOCABULARY[id].label)}</strong> {text(calculator.change(flips[id]))}</li>" for id in turning[:MOST_FLIPS]
    )
    idle = [inside(VOCABULARY[id].label.rstrip("?")) for id in flips if not flips[id]]
    if len(turning) > MOST_FLIPS:
        table = plain_table(
            TURNS,
            ["If this alone changed", "to this, the answer would be"],
            [[VOCABULARY[id].label, calculator.change(flip)] for id, flip in flips.items()],
        )
        rest = folded(f"All {len(flips)} inputs, one at a time", table)
    else:
        rest = f'<p class="pb-idle">Nothing else alone changes it: {text(", ".join(idle))}.</p>' if idle else ""
    return f'<div class="pb-part pb-flips">{part_title(TURNS)}<ol>{listed}</ol>{rest}</div>'


def nearest(flips: dict[str, Any], inputs: dict[str, Any]) -> list[str]:
    """The inputs that turn the answer, those first that have to move by the smallest part of themselves. Another choice counts as a move by the whole."""

    def distance(id: str) -> float:
        here, found = inputs[id], flips[id]["value"]
        if isinstance(found, (bool, str)):
            return 1
        return abs(found - here) / abs(here) if here else math.inf

    return sorted((id for id in flips if flips[id]), key=distance)


def part_title(words: str) -> str:
    return f'<p class="pb-part-title">{text(words)}</p>'


def plain_table(caption: str, heads: list[str], rows: list[list[str]]) -> str:
    """A table of words, its first column the headings of the rows."""
    head = "".join(f'<th scope="col">{text(words)}</th>' for words in heads)
    blocks = len(heads) >= MANY_COLUMNS
    tags = [f'td data-label="{text(words)}"' if blocks else "td" for words in heads[1:]]
    body = "".join(
        f'<tr><th scope="row">{text(row[0])}</th>{"".join(f"<{tag}>{text(cell)}</td>" for tag, cell in zip(tags, row[1:], strict=True))}</tr>'
        for row in rows
    )
    return in_scroll(text(caption), head, body, blocks)


def uncertainty_html(calculator: Calculator, spread: dict[str, Any], values: dict[str, Any]) -> str:
    """What the ranges make of the answer: the odds, the quantiles, and what drives them."""
    outputs = {output.id: output for output in calculator.outputs}
    target = outputs[spread["explains"]]

    odds = [
        [outputs[id].label, outputs[id].chosen(option), chance]
        for id, shares in spread["decisions"].items()
        for option, chance in chances(shares).items()
    ]
    quantiles = [
        [outputs[id].label, *(outputs[id].words(found[name], in_prose) for name in ("p10", "p50", "p90")), draws_words(outputs[id], found)]
        for id, found in spread["outputs"].items()
    ]
    drivers = [
        [VOCABULARY[driver["input"]].label, part, *(target.words(driver[end], in_prose) for end in ("at_low", "at_high"))]
        for driver, part in zip(spread["drivers"], driver_parts(spread["drivers"]), strict=True)
    ]
    picture = tornado(target, values[target.id], spread["drivers"])
    dots = "".join(chart_html(odds_of(outputs[id], shares)) for id, shares in spread["decisions"].items())
    return (
        f'<div class="pb-part" data-part="uncertainty">{part_title("With the ranges given")}<p>{text(spread["headline"])} The answer above is the one at the middle of each range.</p>'
        + dots
        + (plain_table("Chance of each answer", ["Decision", "Answer", "Chance"], odds) if odds else "")
        + (
            plain_table(
                "How far each figure may be off", ["Figure", "1 in 10 is below", "Half are below", "9 in 10 are below", "Draws"], quantiles
            )
            if quantiles
            else ""
        )
        + (chart_html(picture) if picture else "")
        + plain_table(
            f"What the spread comes from: {target.label}", ["Input", "Part explained", "At its low end", "At its high end"], drivers
        )
        + "</div>"
    )


def draws_words(output: Output, found: dict[str, Any]) -> str:
    """Of how many draws the quantiles are; where none is not more than any number, those without one are left out of them."""
    without = 0 if output.endless else found["none_pct"]
    return full_count(found["samples"]) + (f", {in_prose(without, unit_of('none_pct'))} without" if without else "")


def middles(inputs: dict[str, Any]) -> dict[str, Any]:
    """The inputs, of a range its middle: where the answer was given."""
    return {id: plain(middle(VOCABULARY[id], value)) for id, value in inputs.items()}


def pictures_html(result: Result, is_brief: bool) -> str:
    """What the answer draws; of some pictures only the words behind which they are folded stand in sight, and a brief answer leaves them to be drawn."""
    found = []
    for chart in result.pictures:
        if words := getattr(chart, "folded", ""):
            drawn = "" if is_brief else chart_html(chart)
            found.append(f'<details class="pb-folded pb-later"><summary>{text(words)}</summary>{drawn}</details>')
        else:
            found.append(chart_html(chart, is_brief))
    return "".join(found)


def key_values_html(outputs: list[Output], values: dict[str, Any], name: str) -> str:
    """A definition list: what a figure is, and the figure, its unit small behind it."""
    rows = "".join(
        f"<div><dt>{text(o.label)}</dt><dd{' class="pb-words"' if o.kind == 'record' else ''}>{figure(o, values[o.id])}</dd></div>"
        for o in outputs
    )
    return f'<dl class="{name}">{rows}</dl>' if rows else ""


def figure(output: Output, value: Any) -> str:
    words, after = output.words(value), output.unit.after
    number = words.removesuffix(f" {after}") if after and value is not None else words
    return text(words) if number == words else f'{text(number)} <span class="pb-unit">{text(after)}</span>'


def trace_html(told: str = "") -> str:
    return f'<details class="pb-trace" data-part="trace"><summary>How each number came about</summary>{told}</details>'


def steps_html(calculator: Calculator, trace: list[dict[str, Any]]) -> str:
    """How each number came about. What has an entry of its own, or has been told in another, is named with its value alone."""
    told = {step["output"] for step in trace} - {""}

    def node(step: dict[str, Any], nested: bool = True) -> str:
        name, words = step["output"] or step["unit"], step_words(calculator, step)
        if nested and name in told:
            return f"<li>{text(step['label'])}: <b>{text(words)}</b></li>"
        told.add(name)
        source = f' <span class="pb-source">Source: {text(sources[step["source"]].title)}.</span>' if step["source"] else ""
        numbers = f"{text(step['numbers'])} " if step["numbers"] else ""
        below = f"<ul>{''.join(map(node, step['steps']))}</ul>" if step["steps"] else ""
        return (
            f"<li><strong>{text(step['label'])}</strong>: {text(step['formula'])}. "
            f'<span class="pb-numbers">{numbers}→ <b>{text(words)}</b></span>{source}{below}</li>'
        )

    return f"<ul>{''.join(node(step, nested=False) for step in trace)}</ul>"


def step_words(calculator: Calculator, step: dict[str, Any]) -> str:
    """The value of a node of the trace in words."""
    value, output = step["value"], calculator.by_id.get(step["output"])
    if output:
        return output.words(value, in_trace)
    formula = calculator.formulas.get(step["unit"])
    if value is None:
        return formula.none if formula else "never or unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return formula.options.get(value, value) if formula else value
    return in_trace(value, unit_of(step["unit"] or step["output"].rpartition(".")[2]))


def part_html(output: Output, value: Any) -> str:
    return table_html(output, value) if output.kind == "table" else list_html(output, value)


def yours_words(calculator: Calculator, result: Result) -> str:
    """Whose entries these are: what differs from its default is the reader's. A choice, a day or a list is no number."""
    asked = [calculator.declared[id] for id in calculator.inputs if id != TODAY]
    noun = "numbers" if all(isinstance(declared, Number) for declared in asked) else "entries"
    yours = sum(result.inputs[declared.id] != declared.default for declared in asked)
    ours = len(asked) - yours
    if not yours:
        return f"All {counted(ours, noun)} are ours: put in your own."
    if not ours:
        return f"All {counted(yours, noun)} are yours."
    return f"{counted(yours, noun)} {'is' if yours == 1 else 'are'} yours, {ours} {'is' if ours == 1 else 'are'} ours."


def used_html(calculator: Calculator, result: Result) -> str:
    """The numbers that were used, and whose they are: for paper, and for where the form is folded. Those marked as facts stand open in the form."""
    folded = {id for ids in calculator.folded.values() for id in ids}

    def row(id: str, value: Any) -> str:
        declared = calculator.declared[id]
        is_yours = value != declared.default
        names = {
            "pb-fact": id not in folded,
            "pb-theirs": is_yours and id != TODAY,
            "pb-long": isinstance(declared, Records) and declared.is_wide,
        }
        name = " ".join(name for name, applies in names.items() if applies)
        whose = "" if id == TODAY else f' <span class="pb-whose">{"yours" if is_yours else "ours"}</span>'
        return (
            f"<div{f' class="{name}"' if name else ''}><dt>{text(declared.label)}</dt><dd>{text(declared.words(value))}{whose}</dd></div>"
        )

    return f'<dl class="pb-used">{"".join(row(id, value) for id, value in result.inputs.items())}</dl>'


def verdict_html(calculator: Calculator, result: Result) -> str:
    """The answer in three parts."""
    said = result.answer
    because = f'<p class="pb-because">{text(said["because"])}</p>' if said["because"] else ""
    return (
        f'<div class="pb-verdict" data-route="{route_of(calculator, result.outputs)}"><p class="pb-headline">{text(said["verdict"])}</p>{because}<p class="pb-again">{text(said["again"])}</p>'
        f'<p class="pb-yours">{text(yours_words(calculator, result))}</p></div>'
    )


def answer_html(result: Result, is_brief: bool = False) -> str:
    """The whole answer: its three parts, the picture and the figures that go with them, the numbers used; then what would change it and what it leaves out; folded, all
    figures, tables, and how each number came about, which a brief one leaves to be told, as it does folded pictures."""
    calculator = find(result.calculator)
    values = result.outputs
    figures = [o for o in calculator.outputs if o.kind in ("value", "choice", "record", "yes-no")]
    flips = next((values[o.id] for o in calculator.outputs if o.kind == "flips"), None)
    others = [o for o in calculator.outputs if o.shown and o not in figures and o.kind not in ("flips", "switches")]
    more = key_values_html([o for o in figures if not o.key], values, "pb-more")
    return (
        f'<div class="pb-answer">{verdict_html(calculator, result)}'
        f"{pictures_html(result, is_brief)}{key_values_html([o for o in figures if o.key], values, 'pb-figures')}{used_html(calculator, result)}"
        f'<div class="pb-rest">{flips_html(calculator, flips, middles(result.inputs)) if flips is not None else ""}'
        f"{items(result.warnings, 'pb-warnings') if result.warnings else ''}"
        f"{uncertainty_html(calculator, result.uncertainty, values) if result.uncertainty else ''}"
        f"{folded('All other figures', more) if more else ''}{''.join(part_html(o, values[o.id]) for o in others)}"
        f"{trace_html('' if is_brief else steps_html(calculator, result.trace))}"
        f'<p class="pb-as-of">Rules and figures as of {text(result.as_of)}.</p></div></div>'
    )
