"""A calculator as an HTML form that is complete before any script runs.

Fields hold text, not numbers, since a number field hides from us what the reader typed when it is no number.
Sliders carry no name: they move the field beside them and are no input of their own.
"""

import json
from html import escape
from typing import Any

from calculator.answers.marks import flip_marks
from calculator.answers.run import run
from calculator.faces.bounds import bounds_text
from calculator.faces.html import answer_html, text
from calculator.inputs.kinds import Boolean, Choice, Input, Number, Numbers, Records, Text
from calculator.inputs.vocabulary.common import Names
from calculator.models.registry import find
from publish.record import editions

MANY = 6  # more options than these stand in a list that opens, not beside each other


def attributes(**values: object) -> str:
    """HTML attributes; None and False leave one out, True stands without a value."""
    words = []
    for name, value in values.items():
        name = name.rstrip("_").replace("_", "-")
        if value is True:
            words.append(name)
        elif value not in (None, False):
            words.append(f'{name}="{escape(str(value))}"')
    return " ".join(words)


def help_html(declared: Input, id: str) -> str:
    rule = bounds_text(declared)
    extra = f' <span class="pb-bounds">{escape(rule)}</span>' if rule else ""
    return f'<p class="pb-help" id="{id}-help">{escape(declared.help)}{extra}</p><p class="pb-error" id="{id}-error" hidden></p>'


LONG_VERDICT = 20  # letters; what says more than that beside a value takes two lines


def slider_html(declared: Number, mark: dict[str, Any] | None) -> str:
    """The slider, with a tick where its value turns the verdict. docs/assets/flip-marks.mjs puts the tick in its place."""
    if declared.slider is None:
        return ""
    lowest, highest, step = declared.slider
    range_ = attributes(
        type="range",
        min=lowest,
        max=highest,
        step=step,
        value=declared.text(declared.default),
        data_for=declared.id,
        aria_label=f"{declared.label}, slider",
    )
    return f'<span class="pb-slider"><input {range_}><span {attributes(class_="pb-tick", data_value=mark and mark["value"], hidden=True)}></span></span>'


def flip_html(id: str, mark: dict[str, Any] | None, verdicts: dict[str, Any]) -> str:
    """The line under a slider that says where the verdict turns; its height is kept while it is empty."""
    lines = 2 if max(map(len, verdicts.values())) > LONG_VERDICT else None
    return (
        f"<p {attributes(class_='pb-flip', id=f'{id}-flip', data_lines=lines, hidden=not mark)}>{text(mark['words']) if mark else ''}</p>"
    )


def text_field(declared: Input, id: str, mark: dict[str, Any] | None = None, verdicts: dict[str, Any] | None = None) -> str:
    unit = f' <span class="pb-unit">{escape(declared.unit.words)}</span>' if declared.unit.words else ""
    flip = flip_html(id, mark, verdicts) if verdicts and declared.has_slider else ""
    field = attributes(
        id=id,
        class_="pb-wide" if isinstance(declared, (Numbers, Text)) else None,  # more than a number
        name=declared.id,
        type="text",
        inputmode="decimal" if isinstance(declared, Number) else None,
        value=declared.text(declared.default),
        placeholder=getattr(declared, "none", None),
        spellcheck="false",
        aria_describedby=f"{id}-flip {id}-help {id}-error" if flip else f"{id}-help {id}-error",
    )
    slider = slider_html(declared, mark) if isinstance(declared, Number) else ""
    return (
        f'<div class="pb-field" data-field="{declared.id}"><label for="{id}">{escape(declared.label)}{unit}</label>'
        f'<div class="pb-controls"><input {field}>{slider}</div>{flip}{help_html(declared, id)}</div>'
    )


def area_field(declared: Records, id: str) -> str:
    """Records as lines of text: what a phone's keyboard can write, and a link can carry."""
    value = declared.text(declared.default)
    field = attributes(
        id=id,
        name=declared.id,
        rows=max(3, value.count("\n") + 2),
        autocomplete="off",
        spellcheck="false",
        aria_describedby=f"{id}-help {id}-error",
    )
    return (
        f'<div class="pb-field" data-field="{declared.id}"><label for="{id}">{escape(declared.label)}</label>'
        f'<div class="pb-controls"><textarea {field}>{escape(value)}</textarea></div>{help_html(declared, id)}</div>'
    )


def radio_field(declared: Boolean | Choice, id: str) -> str:
    chosen = declared.text(declared.default)
    radios = []
    for value, words in declared.options.items():
        radio = attributes(id=f"{id}-{value}", type="radio", name=declared.id, value=value, checked=value == chosen)
        radios.append(f'<div class="pb-radio"><input {radio}><label for="{id}-{value}">{escape(words)}</label></div>')
    return (
        f'<fieldset class="pb-field" data-field="{declared.id}" aria-describedby="{id}-help {id}-error"><legend>{escape(declared.label)}</legend>'
        f'<div class="pb-radios">{"".join(radios)}</div>{help_html(declared, id)}</fieldset>'
    )


def select_field(declared: Choice, id: str) -> str:
    gone = declared.options.gone() if isinstance(declared.options, Names) else frozenset()
    options = "".join(
        f"<option {attributes(value=value, selected=value == declared.default, hidden=value in gone)}>{escape(words)}</option>"
        for value, words in declared.options.items()
    )
    field = attributes(id=id, name=declared.id, autocomplete="off", aria_describedby=f"{id}-help {id}-error")
    return (
        f'<div class="pb-field" data-field="{declared.id}"><label for="{id}">{escape(declared.label)}</label>'
        f'<div class="pb-controls"><select data-search-exclude {field}>{options}</select></div>{help_html(declared, id)}</div>'
    )


def field_html(declared: Input, id: str, mark: dict[str, Any] | None = None, verdicts: dict[str, Any] | None = None) -> str:
    """One input; `mark` is where it turns the verdict, `verdicts` are the words of all verdicts, if the calculator tells what turns them."""
    if isinstance(declared, Choice) and len(declared.options) > MANY:
        return select_field(declared, id)
    if isinstance(declared, Records):
        return area_field(declared, id)
    return radio_field(declared, id) if isinstance(declared, (Boolean, Choice)) else text_field(declared, id, mark, verdicts)


def trouble_html(embedded: bool) -> str:
    """What a reader is told whose browser did not get the script; publish/pages/theme/partials/trouble.html shows the parts that are so."""
    help = "The full page may work." if embedded else "Reloading the page may help."
    return (
        '<p class="pb-trouble" data-search-exclude hidden>The fields do nothing here, because '
        f'<span data-when="script" hidden>a script of this site did not load. {help}</span>'
        '<span data-when="frame" hidden>this page stands in a sandboxed frame, where only embeds compute.</span> '
        "The answer is for the numbers that stand in the fields"
        '<span data-when="link" hidden>, not for those in the link</span>.</p>'
    )


def calculator_html(id: str, runtime: str, page: str | None = None, place: int = 1) -> str:
    """The calculator `id` as one block of HTML; `runtime` is the hash of the runtime that will answer in the browser.

    `page` is the link to the calculator's page where the block stands alone, in an embed. `place` counts the blocks of this
    calculator on its page, since no two fields may share an id.
    """
    calculator = find(id)
    result = run(id)
    marks = flip_marks(result)
    verdicts = (
        next(o.options for o in calculator.outputs if o.id == calculator.verdict)
        if any(o.kind == "flips" for o in calculator.outputs)
        else None
    )
    name = id if place == 1 else f"{id}-{place}"
    fields = "".join(field_html(declared, f"{name}-{field}", marks.get(field), verdicts) for field, declared in calculator.declared.items())
    element = attributes(
        calculator=id,
        runtime=runtime,
        editions=json.dumps(editions.summary(id), separators=(",", ":")),
        keys=" ".join(calculator.inputs),
        page=page,
    )
    return (
        f'<div class="pb-block"><pb-calculator {element}>'
        f"{trouble_html(embedded=page is not None)}"
        f'<form class="pb-form" aria-label="{escape(calculator.title)}" novalidate autocomplete="off">'
        f'<p class="pb-question"><strong>{escape(calculator.title)}.</strong> {escape(calculator.question)}</p>'
        f'<div class="pb-fields">{fields}</div>'
        '<p class="pb-tools"><button type="button" class="pb-copy" data-form="url">Copy link to this result</button> '
        '<button type="button" class="pb-copy" data-form="markdown">as Markdown</button> <button type="button" class="pb-copy" data-form="rich">as rich text</button> '
        '<button type="button" class="pb-copy" data-form="sheet">Copy as a spreadsheet</button> '
        '<button type="reset" class="pb-reset">Reset</button></p><p class="pb-copy-field" hidden></p>'
        "<noscript><p>JavaScript is off, so the fields do nothing. The answer below is for the numbers that they show.</p></noscript></form>"
        '<div class="pb-start" hidden><p class="pb-start-text"></p><progress max="1" value="0" aria-label="Loading"></progress><button type="button" class="pb-retry" hidden>Try again</button></div>'
        '<p class="pb-spoken" role="status"></p>'
        f'<section class="pb-result" data-search-exclude>{answer_html(result)}</section>'
        "</pb-calculator></div>"
    )
