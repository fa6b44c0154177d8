"""A computed figure inside a sentence, as a link to the calculator that computes it with the same inputs."""

import re
import shlex
from collections.abc import Callable
from datetime import date
from html import escape
from typing import Any
from urllib.parse import urlencode

from calculator import data
from calculator.answers.run import run
from calculator.answers.texts import from_pairs, to_texts
from calculator.data import catalogue
from calculator.formulas.model import Calculator, Output
from calculator.inputs.kinds import number_text
from calculator.models.registry import find
from calculator.models.strategy.combinations import combinations
from calculator.numbers.decimals import Numeric, exact
from calculator.numbers.display import count, fixed, full_price, in_prose, in_table, measured, pct, usd, usd_short
from calculator.numbers.units import inside
from publish.pages.page import Page, PageError

FORMATS: dict[str, Callable[[Numeric], str]] = {
    "usd": usd,
    "usd2": lambda value: f"${rounded_cents(value)}",
    "k": usd_short,
    "pct": pct,
    "plain": number_text,
    "count": count,
}
NO_BREAK = "&nbsp;"
LISTED = [field for field in catalogue.Price._fields if field.endswith("_mtok")]


def rounded_cents(value: Numeric) -> str:
    return f"{exact(value):,.2f}"


def calculator_link(page: Page, id: str, inputs: dict[str, Any]) -> str:
    """A link to the calculator's own page with these inputs in the query."""
    query = urlencode(to_texts(id, inputs))
    return page.link_to(f"calculators/{id}/") + (f"?{query}" if query else "")


def at_path(calculator: Calculator, outputs: dict[str, Any], path: str) -> tuple[Output | None, Any]:
    """The value at a dotted path of the outputs, with the declaration that says how to write it."""
    value, declared = outputs, None
    for place in path.split("."):
        try:
            value = value[int(place)] if isinstance(value, list) else value[place]
        except (KeyError, IndexError, ValueError, TypeError):
            raise PageError(
                f"{calculator.id} has no output {path!r}; {place!r} is not one of {', '.join(map(str, places(value)))}"
            ) from None
        options = declared.columns if declared else calculator.outputs
        declared = next((output for output in options if output.id == place), declared)
    if isinstance(value, (list, dict)):
        raise PageError(f"{path!r} of {calculator.id} is not one value: go on with one of {', '.join(map(str, places(value)))}")
    return declared, value


def places(value: object) -> list[Any]:
    if isinstance(value, dict):
        return list(value)
    return list(range(len(value))) if isinstance(value, list) else []


def value_words(output: Output | None, value: Any, format: str) -> str:
    """The words for a value: by its unit, or by the format that the page asks for."""
    if value is None or not format:
        return output.words(value, in_prose) if output else str(value)
    if format in FORMATS:
        return FORMATS[format](value)
    if format.startswith(".") and format.endswith("f"):
        return fixed(value, int(format[1:-1]))
    if output and format == "full":  # in a table, or where a reader checks the sum
        return output.words(value, in_table)
    if output and format in ("words", "lower"):
        words = output.words(value, in_prose)
        return inside(words) if format == "lower" else words
    raise PageError(f"a figure's format must be one of {', '.join(FORMATS)}, full, words, lower, .1f (got {format!r})")


def figure_html(text: str, page: Page) -> str:
    """What `{{ text }}` becomes. HTML, since the engine knows no anchor inside a block of ours; publish.finish.check follows the link."""
    text, _, format = (part.strip() for part in text.partition("|"))
    words = shlex.split(text)
    if words[0] == "data":
        return data_figure(words[1:], format, page)
    if words[0] == "combinations":
        return combinations_figure(words[1:], page)
    if "->" not in words or words[-2] != "->":
        raise PageError("a figure must end in -> and an output, such as -> saving_pct")
    id, pairs, path = words[0], words[1:-2], words[-1]
    inputs = from_pairs(id, pairs)
    calculator, result = find(id), run(id, inputs)
    shown = value_words(*at_path(calculator, result.outputs, path), format)
    return link(shown, calculator_link(page, id, inputs), f"Computed: {calculator.title}")


def combinations_figure(words: list[str], page: Page) -> str:
    """How many combinations of answers there are, or of those with one margin, as a link that opens the first of them."""
    match words:
        case ["strategy"]:
            found = list(combinations())
        case ["strategy", given] if re.fullmatch(r"margin=\d+", given):
            found = list(combinations(int(given.partition("=")[2])))
        case _:
            raise PageError(f"combinations must be of strategy, all of them or with margin=0, margin=1 and so on (got {' '.join(words)!r})")
    if not found:
        raise PageError(f"no combination of answers has {words[1]}")
    return link(count(len(found)), calculator_link(page, "strategy", found[0]), "Counted: the link opens one of them")


def data_figure(words: list[str], format: str, page: Page) -> str:
    """A rule's number, or a model's list price or day of retirement, as a link to the row that has its source."""
    file, _, rest = (words[0] if len(words) == 1 else "").partition(".")
    id, _, field = rest.partition(".")
    if file == "thresholds" and not field and id in data.thresholds:
        datum = data.thresholds[id]
        shown = FORMATS[format](datum.value) if format else measured(datum.value, datum.unit)
        return link(shown, page.link_to("reference/data/") + f"#data-{id.replace('_', '-')}", f"Rule: {datum.label}")
    if file == "models" and id in catalogue.models():
        model = catalogue.models()[id]
        return link(model_text(model, field), page.link_to("reference/catalogue/") + f"#model-{id}", f"Catalogue: {model.name}")
    raise PageError(
        "data must be a file and a number of it, such as thresholds.closed_team_below or models.gpt-6-luna.input_usd_mtok"
        f" (got {' '.join(words)!r})"
    )


def model_text(model: catalogue.Model, field: str) -> str:
    """The newest list price that is in force, or the day of retirement: $0.15; 14 January 2027."""
    if field == "retires" and model.retires:
        day = date.fromisoformat(model.retires)
        return f"{day.day} {day:%B} {day.year}"
    held = model.at(catalogue.newest())
    value = getattr(held, field) if field in LISTED else None
    if value is None:
        listed = [name for name in LISTED if getattr(held, name) is not None] + (["retires"] if model.retires else [])
        raise PageError(f"{field!r} is nothing that the catalogue has of {model.id}: it has {', '.join(listed)}")
    return full_price(value)


def link(shown: str, target: str, title: str) -> str:
    words = escape(shown).replace(" %", f"{NO_BREAK}%")
    return f'<a class="pb-figure" href="{escape(target)}" title="{escape(title)}">{words}</a>'
