"""What each block of the Markdown extension becomes: HTML with everything in it before any script runs."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from calculator.answers.run import run
from calculator.answers.texts import from_pairs, to_query
from calculator.faces.bounds import bounds_text
from calculator.faces.html import answer_html, key_values_html, text
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS, find
from publish import ROOT, licences, project
from publish.pages import snippet
from publish.pages.form import calculator_html
from publish.pages.formulas import formulas_html
from publish.pages.page import Page, PageError
from publish.pages.python import python_html
from publish.pages.shared import Inventory
from publish.pages.tables import catalogue, floors, literature, price_paths, table_html, thresholds
from publish.record import editions
from publish.record.cases import Case


@dataclass(frozen=True, slots=True)
class Context:
    """The page that a block stands in, what it shares with all others, and how often it has shown each calculator."""

    page: Page
    shared: Inventory
    shown: Counter[str] = field(default_factory=Counter)


def only(words: list[str]) -> str:
    if len(words) != 1:
        raise PageError(f"this block takes one id and nothing else (got {' '.join(words)!r})")
    return words[0]


def none(words: list[str]) -> None:
    if words:
        raise PageError(f"this block takes nothing after its name (got {' '.join(words)!r})")


def open_link(context: Context, id: str, inputs: dict[str, Any], words: str = "Open with these numbers") -> str:
    query = to_query(id, inputs)
    href = context.page.link_to(f"calculators/{id}/") + (f"?{query}" if query else "")
    return f'<a class="pb-open" href="{escape(href)}">{escape(words)}</a>'


def given_html(inputs: dict[str, Any]) -> str:
    rows = "".join(
        f"<div><dt>{text(VOCABULARY[field].label)}</dt><dd>{text(VOCABULARY[field].words(value))}</dd></div>"
        for field, value in inputs.items()
    )
    return f'<dl class="pb-given" data-search-exclude>{rows}</dl>'


def calculator_block(words: list[str], context: Context) -> str:
    id = only(words)
    find(id)
    context.shown[id] += 1
    return calculator_html(id, context.shared.runtime, place=context.shown[id])


def answer_block(words: list[str], context: Context) -> str:
    """A worked answer: the inputs that were given, the whole result, and a link to open it live."""
    if not words:
        raise PageError("the block answer needs the id of a calculator")
    id, *pairs = words
    inputs = from_pairs(id, pairs)
    given = given_html(inputs) if inputs else ""
    return f'<div class="pb-block pb-worked">{given}<section data-search-exclude>{answer_html(run(id, inputs))}</section><p>{open_link(context, id, inputs)}</p></div>'


def cases_block(words: list[str], context: Context) -> str:
    """The hand-checked cases of a calculator, the same files that the tests run."""
    id = only(words)
    find(id)
    return '<div class="pb-cases">' + "".join(case_html(case, context) for case in context.shared.cases[id]) + "</div>"


def case_html(case: Case, context: Context) -> str:
    calculator, result = find(case.calculator), run(case.calculator, case.inputs)
    shown = [output for output in calculator.outputs if output.key]
    return (
        f'<details class="pb-case"><summary>{text(case.title)}</summary><p>{text(case.why)}</p>{given_html(case.inputs)}'
        f'<p class="pb-case-answer"><strong>{text(result.headline)}</strong></p>{key_values_html(shown, result.outputs, "pb-more").replace("<dl", "<dl data-search-exclude", 1)}'
        f"<p>{open_link(context, case.calculator, case.inputs)}</p></details>"
    )


FEW = 8


def options_html(options: list[str]) -> str:
    """All options of a choice, or the first few of a long list."""
    shown = ", ".join(f"<code>{value}</code>" for value in options[: FEW // 2 if len(options) > FEW else FEW])
    return shown if len(options) <= FEW else f"{shown} and {len(options) - FEW // 2} more, listed in the form above"


def inputs_block(words: list[str], context: Context) -> str:
    calculator = find(only(words))
    rows = []
    for declared in calculator.declared.values():
        rule = options_html(list(declared.options)) if hasattr(declared, "options") else escape(bounds_text(declared))
        default = escape(declared.text(declared.default))
        rows.append(
            f"<tr><td><code>{declared.id}</code></td><td>{text(declared.label)}</td><td>{escape(declared.unit.words)}</td><td>{rule}</td><td>{default}</td></tr>"
        )
    return table_html("Inputs", ["Id", "What it is", "Unit", "Allowed", "Default"], rows)


def outputs_block(words: list[str], context: Context) -> str:
    calculator = find(only(words))
    rows = [f"<tr><td><code>{o.id}</code></td><td>{text(o.label)}</td><td>{escape(o.unit.words)}</td></tr>" for o in calculator.outputs]
    return table_html("Outputs", ["Id", "What it is", "Unit"], rows)


def formulas_block(words: list[str], context: Context) -> str:
    """Every formula of a calculator, as mathematics and in words."""
    return formulas_html(only(words), context.page.link_to)


def python_block(words: list[str], context: Context) -> str:
    """A public name of the Python package."""
    return python_html(only(words))


DATA = {"thresholds": thresholds.rules, "price-paths": price_paths.paths, **catalogue.TABLES}


def data_block(words: list[str], context: Context) -> str:
    """A table of the data files."""
    name = only(words)
    if name not in DATA:
        raise PageError(f"data must be one of {', '.join(DATA)} (got {name!r})")
    table = table_html(*DATA[name](), is_found=name not in catalogue.NAMED)
    if name not in catalogue.NAMED:
        return table
    # Too long for the index of the search, which every page loads: what readers look for stands above it.
    return f"<p>{', '.join(map(escape, catalogue.NAMED[name]()))}.</p>{table}"


def presets_block(words: list[str], context: Context) -> str:
    """Price changes on record, each a link that sets the calculator to it."""
    id = only(words)
    if id != "price-shock":
        raise PageError(f"presets must be price-shock (got {id!r})")
    return table_html(*price_paths.presets(lambda inputs, shown: open_link(context, id, inputs, shown)))


def literature_block(words: list[str], context: Context) -> str:
    """A published table, computed again."""

    def link(id: str, inputs: dict[str, Any], shown: str) -> str:
        return open_link(context, id, inputs, shown)

    return table_html(*literature.table_of(only(words), context.shared.root, link))


def sources_block(words: list[str], context: Context) -> str:
    """Every source that the data files name."""
    none(words)
    return table_html(*thresholds.named_sources(), is_found=True)


def index_block(words: list[str], context: Context) -> str:
    """All calculators with their questions, in the order of the registry."""
    none(words)
    rows = []
    for calculator in CALCULATORS.values():
        href = escape(context.page.link_to(f"calculators/{calculator.id}/"))
        rows.append(
            f'<tr><td>{calculator.code}</td><td><a href="{href}">{text(calculator.title)}</a></td><td>{text(calculator.question)}</td><td>{text(run(calculator.id).headline)}</td></tr>'
        )
    return table_html("The calculators", ["Code", "Calculator", "What it answers", "With the numbers it starts from"], rows, is_found=True)


def licences_block(words: list[str], context: Context) -> str:
    """Everything served that others wrote."""
    none(words)
    rows = [
        f'<tr><td><a href="{escape(work.home)}">{escape(work.name)}</a></td><td>{escape(licences.version_of(work, context.shared.root))}</td>'
        f"<td>{escape(work.licence)}</td><td>{escape(work.what)}</td></tr>"
        for work in licences.works()
    ]
    return table_html("Served with this site", ["Work", "Version", "Licence", "What it does here"], rows, is_found=True)


def floors_block(words: list[str], context: Context) -> str:
    """The house that both packages are, as the tree has it today."""
    none(words)
    return floors.house(ROOT)


def embeds_block(words: list[str], context: Context) -> str:
    """The frame of every calculator, to copy."""
    none(words)
    base = project.planned_address(context.shared.root)
    rows = []
    for id, calculator in CALCULATORS.items():
        address = f"{base}embed/{id}/"
        here = escape(context.page.link_to(f"embed/{id}/"))
        links = f'<a href="{here}">The embed alone</a>, <a href="{here}oembed.json">its oEmbed description</a>'
        code = f'<pre class="pb-code" tabindex="0"><code>{escape(snippet.frame_html(id, address))}</code></pre>'
        rows.append(f'<details class="pb-case"><summary>{text(calculator.title)}</summary>{code}<p>{links}</p></details>')
    return f'<div class="pb-cases">{"".join(rows)}</div>'


def listener_block(words: list[str], context: Context) -> str:
    """The lines that give every frame its height."""
    none(words)
    return f'<pre class="pb-code" tabindex="0"><code>{escape(snippet.LISTENER)}</code></pre>'


def editions_block(words: list[str], context: Context) -> str:
    """What a link to each calculator can be pinned to today, and how long that is promised."""
    none(words)
    rows = []
    for id, calculator in CALCULATORS.items():
        newest, *older = [f"<code>data={pin}</code>" for pin in editions.pins(id)] or ["none until newer data are read"]
        rows.append(f"<tr><td>{text(calculator.title)}</td><td>{newest}</td><td>{', '.join(older) or 'none'}</td></tr>")
    promise = (
        "Editions stay on record for good."
        if editions.is_released()
        else f"This is version {project.version()}. Before 1.0.0 rules, rounding and prices of the past may still be corrected: numbers that change go from "
        "the record, and a link pinned to them is told so, but cannot get them back. From 1.0.0 on editions stay on record."
    )
    heads = ["Calculator", "Newest edition", "Earlier ones whose numbers it still gives"]
    return f"{table_html('What a link can be pinned to', heads, rows)}<p>{escape(promise)}</p>"


BLOCKS: dict[str, Callable[[list[str], Context], str]] = {
    "calculator": calculator_block,
    "answer": answer_block,
    "cases": cases_block,
    "inputs": inputs_block,
    "outputs": outputs_block,
    "formulas": formulas_block,
    "python": python_block,
    "data": data_block,
    "presets": presets_block,
    "literature": literature_block,
    "sources": sources_block,
    "index": index_block,
    "licences": licences_block,
    "embeds": embeds_block,
    "floors": floors_block,
    "listener": listener_block,
    "editions": editions_block,
}
