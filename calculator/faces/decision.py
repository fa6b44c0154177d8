"""A decision to keep: the answer with its reason, the day to look again, what would change it and what it rests on, as Markdown and as HTML.

What a reader copies into a wiki. The words are those of the page; a name that came with a link stays a name in either form.
"""

import re
from html import escape
from typing import NamedTuple

from calculator.answers.result import Result
from calculator.faces.html import MOST_FLIPS, middles, nearest, text
from calculator.formulas.model import TODAY, Calculator
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import find
from calculator.numbers.dates import day_words

OPEN = "Open it with these numbers"
# What a wiki could take for markup; but for the signs that only begin a line or go in pairs, and that our own sentences are full of: $ = #.
MARKUP = re.compile(r"[\\`*_{}\[\]<>&!~|^@]|:(?=//)|\b(?<=www)\.|^[#+=-]|(?<=^\d)[.)]")
IN_ADDRESS = {sign: f"%{ord(sign):02X}" for sign in "()\\<>|"}


class Part(NamedTuple):
    """A piece of the decision: "strong" or "text", a paragraph of one sentence or more; "list"."""

    kind: str
    words: list[str]


def decision(result: Result, link: str = "") -> dict[str, str]:
    """The same as `markdown` and `html`; `link` is the address of the answer."""
    told = parts(result)
    return {"markdown": markdown(told, link), "html": html(told, link)}


def parts(result: Result) -> list[Part]:
    calculator, said = find(result.calculator), result.answer
    told = [Part("strong", [f"{calculator.title}: {said['verdict']}"]), Part("text", [said["because"]]), Part("strong", [said["again"]])]
    told += changes(calculator, result) + entries(calculator, result)
    told.append(Part("text", [f"Rules and figures as of {day_words(result.as_of)}."]))
    return [part for part in told if any(part.words)]


def changes(calculator: Calculator, result: Result) -> list[Part]:
    """The nearest entries that alone turn the verdict; nothing where the calculator does not look for them."""
    flips = next((result.outputs[output.id] for output in calculator.outputs if output.kind == "flips"), None)
    if flips is None:
        return []
    turning = nearest(flips, middles(result.inputs))[:MOST_FLIPS]
    if not turning:
        return [Part("text", ["No single entry would change it."])]
    return [Part("text", ["What would change it:"]), Part("list", [f"{named(id)}: {calculator.change(flips[id])}" for id in turning])]


def entries(calculator: Calculator, result: Result) -> list[Part]:
    """What the reader gave, one by one, and what is assumed."""
    told: dict[bool, list[str]] = {True: [], False: []}
    for id, value in result.inputs.items():
        if id != TODAY:
            declared = calculator.declared[id]
            told[value != declared.default].append(f"{named(id)}: {' '.join(str(declared.words(value)).split())}")
    given = [Part("text", ["Given:"]), Part("list", told[True])] if told[True] else []
    return given + ([Part("text", [f"Assumed: {'; '.join(told[False])}."])] if told[False] else [])


def named(id: str) -> str:
    return VOCABULARY[id].label.removesuffix("?")


def markdown(told: list[Part], link: str) -> str:
    forms = {"strong": "**{}**", "text": "{}"}
    blocks = [
        "\n".join(f"- {plain(words)}" for words in part.words)
        if part.kind == "list"
        else forms[part.kind].format(" ".join(map(plain, part.words)))
        for part in told
    ]
    return "\n\n".join(blocks) + (f" [{OPEN}]({''.join(IN_ADDRESS.get(sign, sign) for sign in link)})" if link else "") + "\n"


def plain(words: str) -> str:
    """Words that Markdown takes as they are."""
    return MARKUP.sub(lambda sign: f"\\{sign[0]}", words)


def html(told: list[Part], link: str) -> str:
    forms = {"strong": "<p><strong>{}</strong></p>", "text": "<p>{}</p>"}
    blocks = [
        f"<ul>{''.join(f'<li>{text(words)}</li>' for words in part.words)}</ul>"
        if part.kind == "list"
        else forms[part.kind].format(" ".join(map(text, part.words)))
        for part in told
    ]
    return "".join(blocks) + (f'<p><a href="{escape(link)}">{OPEN}</a></p>' if link else "")
