"""A calculator as an HTML form that is complete before any script runs.

Fields hold text, not numbers, since a number field hides from us what the reader typed when it is no number.
Sliders carry no name: they move the field beside them and are no input of their own.
"""

import json
from html import escape

from calculator.answers.result import Result
from calculator.answers.run import run
from calculator.data import as_of
from calculator.faces.bounds import bounds_text
from calculator.faces.held import held
from calculator.faces.html import answer_html, text
from calculator.formulas.model import Calculator
from calculator.formulas.routes import route_of
from calculator.inputs.families import relatives, units_of
from calculator.inputs.kinds import Boolean, Choice, Input, Number, Numbers, Records, Text, share_of
from calculator.inputs.vocabulary import VOCABULARY
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
        elif value is not None and value is not False:
            words.append(f'{name}="{escape(str(value))}"')
    return " ".join(words)


def label_html(declared: Input, id: str, tag: str = "label") -> str:
    """The line above a field: its label and unit, whether the number is the reader's or ours, and what it means, folded behind a question mark."""
    words = "" if declared.unit.words in declared.label.lower() else declared.unit.words  # "Cases cases"
    whose = '<span class="pb-ours" aria-hidden="true">ours</span>'  # on one line with the unit
    units = units_html(declared)
    name = escape(declared.label) if units else f'{escape(declared.label)} <span class="pb-unit">{escape(words)}{whose}</span>'
    units = units and f' <span class="pb-unit">{units}{whose}</span>'
    rule = bounds_text(declared)
    extra = f' <span class="pb-bounds">{escape(rule)}</span>' if rule else ""
    return (
        (
            f'<div class="pb-label"><label for="{id}">{name}</label>{units}</div>'
            if tag == "label"
            else f'<legend class="pb-label"><span>{name}</span></legend>'
        )
        + f'<details class="pb-help"><summary aria-label="About: {escape(declared.label)}">?</summary><p id="{id}-help">{escape(declared.help)}{extra}</p></details>'
    )


def units_html(declared: Input) -> str:
    """The unit of a field as a choice, where the same can be said in several; it has no name, since the ids that it offers are the inputs."""
    units = units_of(declared.id)
    if len(units) == 1:
        return ""
    options = "".join(
        f"<option {attributes(value=id, selected=id == declared.id)}>{escape(VOCABULARY[id].unit.words)}</option>" for id in units
    )
    field = attributes(data_unit=declared.id, aria_label=f"Unit, {declared.label}")
    return f"<select {field}>{options}</select>"


def error_html(id: str) -> str:
    return f'<p class="pb-error" id="{id}-error" hidden></p>'


TRAVEL, STRIDE = 1000, 5  # how far a slider goes, and how far one key moves it


def slider_html(declared: Number) -> str:
    """The slider, with a tick where our own number stands. docs/assets/sliders.mjs moves it, and colours its track by the verdict along it."""
    if declared.slider is None:
        return ""
    lowest, highest, step = declared.slider
    share = share_of(declared, declared.default)
    range_ = attributes(
        type="range",
        min=0,
        max=TRAVEL,
        step=STRIDE,
        value=round(share * TRAVEL / STRIDE) * STRIDE,
        data_for=declared.id,
        data_low=lowest,
        data_high=highest,
        data_step=step,
        data_bend=declared.bend,
        aria_label=f"{declared.label}, slider",
        aria_valuetext=declared.shown(declared.default),
    )
    return f'<span class="pb-slider"><svg class="pb-strip" viewBox="0 0 48 24" preserveAspectRatio="none" aria-hidden="true"><path d=""/></svg><input {range_}></span>'


def list_html(declared: Numbers | Records, id: str) -> str:
    """A list as rows of cells, which docs/assets/lists.mjs keeps and writes into the field behind it; without script that field stands there instead."""
    columns = declared.columns if isinstance(declared, Records) else (declared.item,)
    rows = declared.cells(declared.default) or [[""] * len(columns)] * declared.shortest
    head, drop, more, places, kind, is_wide = "", "", "", {}, "pb-cells-grid", False
    if isinstance(declared, Records):
        is_wide = declared.is_wide
        kind = "pb-cells-cards" if is_wide else "pb-cells-rows"
        names = [str(row) for row in range(1, len(rows) + 1)]
        head = (
            ""
            if is_wide
            else f'<div class="pb-heads" aria-hidden="true">{"".join(f"<span>{escape(column.label)}</span>" for column in columns)}</div>'
        )
        drop = '<button type="button" class="pb-drop" aria-label="Remove this row">\N{MULTIPLICATION SIGN}</button>'
    else:
        names = declared.place_names(len(rows))
        places = {"data_place": declared.place, "data_first": declared.first, "data_last": declared.last}
    if declared.shortest < declared.longest:
        more = f'<button type="button" class="pb-add" aria-label="Add to {escape(declared.label)}">Add</button>'
    group = attributes(
        class_=f"pb-cells {kind}",
        role="group",
        aria_label=declared.label,
        aria_describedby=f"{id}-help {id}-error",
        data_list=declared.id,
        data_text=declared.text(declared.default),
        data_shortest=declared.shortest,
        data_longest=declared.longest,
        **places,
    )
    body = "".join(
        f'<div class="pb-row"><span class="pb-place" aria-hidden="true">{escape(name)}</span>'
        f"{''.join(cell_html(declared, column, name, value, is_wide) for column, value in zip(columns, row, strict=True))}{drop}</div>"
        for name, row in zip(names, rows, strict=True)
    )
    return f"<div {group}>{head}{body}{more}</div>"


def cell_html(declared: Input, column: Input, place: str, value: str, is_wide: bool) -> str:
    """A field of a list; it has no name, since the field behind the list is the input."""
    same = {
        "autocomplete": "off",
        "data_cell": declared.id,
        "data_column": column.id,
        "data_label": column.label,
        "aria_label": f"{column.label}, {place}",
    }
    if isinstance(column, (Boolean, Choice)):
        options = "".join(
            f"<option {attributes(value=id, selected=id == value)}>{escape(words)}</option>" for id, words in column.options.items()
        )
        field = f"<select {attributes(**same)}>{options}</select>"
    else:
        kind = "decimal" if isinstance(column, Number) else None
        field = f"<input {attributes(type='text', value=value, spellcheck='false', inputmode=kind, **same)}>"
    return f'<label class="pb-cell"><span aria-hidden="true">{escape(column.label)}</span>{field}</label>' if is_wide else field


def text_field(declared: Input, id: str) -> str:
    field = attributes(
        id=id,
        class_="pb-wide" if isinstance(declared, (Numbers, Text)) else None,  # more than a number
        name=declared.id,
        type="text",
        inputmode="decimal" if isinstance(declared, Number) and declared.minimum >= 0 else None,  # a telephone's decimal keys have no minus
        value=declared.shown(declared.default),
        placeholder=getattr(declared, "none", None),
        spellcheck="false",
        aria_describedby=f"{id}-help {id}-error",
    )
    slider = slider_html(declared) if isinstance(declared, Number) else ""
    return (
        f'<div class="pb-field" data-field="{declared.id}">{label_html(declared, id)}'
        f'<div class="pb-controls">{list_html(declared, id) if isinstance(declared, Numbers) else ""}<input {field}>{slider}</div>{error_html(id)}</div>'
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
        f'<div class="pb-field" data-field="{declared.id}">{label_html(declared, id)}'
        f'<div class="pb-controls">{list_html(declared, id)}<textarea {field}>{escape(value)}</textarea></div>{error_html(id)}</div>'
    )


def radio_field(declared: Boolean | Choice, id: str) -> str:
    chosen = declared.text(declared.default)
    radios = []
    for value, words in declared.options.items():
        radio = attributes(id=f"{id}-{value}", type="radio", name=declared.id, value=value, checked=value == chosen)
        radios.append(f'<div class="pb-radio"><input {radio}><label for="{id}-{value}">{escape(words)}</label></div>')
    return (
        f'<fieldset class="pb-field" data-field="{declared.id}" aria-describedby="{id}-help {id}-error">{label_html(declared, id, "legend")}'
        f'<div class="pb-radios">{"".join(radios)}</div>{error_html(id)}</fieldset>'
    )


def select_field(declared: Choice, id: str) -> str:
    gone = declared.options.gone() if isinstance(declared.options, Names) else frozenset()
    options = "".join(
        f"<option {attributes(value=value, selected=value == declared.default, hidden=value in gone)}>{escape(words)}</option>"
        for value, words in declared.options.items()
    )
    field = attributes(id=id, name=declared.id, autocomplete="off", aria_describedby=f"{id}-help {id}-error")
    return (
        f'<div class="pb-field" data-field="{declared.id}">{label_html(declared, id)}'
        f'<div class="pb-controls"><select {field}>{options}</select></div>{error_html(id)}</div>'
    )


def field_html(declared: Input, id: str) -> str:
    """One input."""
    if isinstance(declared, Choice) and len(declared.options) > MANY:
        return select_field(declared, id)
    if isinstance(declared, Records):
        return area_field(declared, id)
    return radio_field(declared, id) if isinstance(declared, (Boolean, Choice)) else text_field(declared, id)


def fields_html(calculator: Calculator, name: str) -> str:
    """The reader's facts open, what is assumed in groups that show what they hold."""

    def fields(ids: tuple[str, ...]) -> str:
        return "".join(field_html(calculator.declared[id], f"{name}-{id}") for id in ids)

    folded = {id for ids in calculator.folded.values() for id in ids}
    told = held(calculator, {id: declared.default for id, declared in calculator.declared.items()})
    groups = "".join(
        f'<details class="pb-group" data-group="{escape(title)}"><summary>{escape(title)} <span class="pb-held">{text(told[title])}</span></summary>'
        f'<div class="pb-fields">{fields(ids)}</div></details>'
        for title, ids in calculator.folded.items()
    )
    return f'<div class="pb-fields">{fields(tuple(id for id in calculator.inputs if id not in folded))}</div>{groups}'


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

    `page` is the link to the calculator's page where the block stands alone, in an embed, which is lighter by what is folded: the script brings it. `place` counts the blocks of this
    calculator on its page, since no two fields may share an id.
    """
    calculator = find(id)
    result = run(id)
    name = id if place == 1 else f"{id}-{place}"
    element = attributes(
        calculator=id,
        runtime=runtime,
        editions=json.dumps(editions.summary(id), separators=(",", ":")),
        keys=" ".join("/".join((id, *relatives(id))) for id in calculator.inputs),
        day=as_of(),
        page=page,
    )
    form = (
        f'<form class="pb-form" id="{name}-form" aria-label="{escape(calculator.title)}" tabindex="-1" novalidate autocomplete="off" data-search-exclude>'
        f"{fields_html(calculator, name)}"
        "<noscript><p>JavaScript is off, so the fields do nothing. The answer is for the numbers that they show.</p></noscript></form>"
    )
    answer = (
        f'<section class="pb-side" id="{name}-answer" data-search-exclude>{STATUS}<div class="pb-result">{answer_html(result, is_brief=page is not None)}</div>'
        f"{tools_html(name, embedded=page is not None)}{'' if page else WHOLE}</section>"
    )
    folded = f'<details class="pb-change"><summary>Change the numbers</summary>{form}</details>'
    return (
        f'<div class="pb-block"><pb-calculator {element}>{trouble_html(embedded=page is not None)}'
        f"{folded if page else form}{answer}{bar_html(name, result)}</pb-calculator></div>"
    )


# Under an answer that is shown alone, with ?view=answer; docs/assets/pb-calculator.mjs points it.
WHOLE = '<p class="pb-whole"><a href="?">Open with these numbers</a></p>'

# In place of the verdict while there is none for the numbers in the form: how far Python's start is, or what is wrong.
STATUS = (
    '<div class="pb-start" hidden><p class="pb-start-text"></p><progress max="1" value="0" aria-label="Loading"></progress>'
    '<button type="button" class="pb-retry" hidden>Try again</button></div><p class="pb-spoken" role="status"></p>'
)


def tools_html(name: str, embedded: bool) -> str:
    """What a reader does with an answer. What a button need not say where there is no room stands apart, and is still heard."""
    buttons = "".join(
        f'<button type="button" class="pb-copy" data-form="{form}">{f'<span class="pb-roomy">{first} </span>' if first else ""}{words}</button> '
        for form, first, words in (
            ("decision", "", "Copy decision"),
            ("url", "Copy", "link"),
            ("sheet", "Copy as a", "spreadsheet"),
            ("frame", "", "Embed"),
        )
        if not (embedded and form == "frame")
    )
    return (
        f'<p class="pb-tools">{buttons}<button type="reset" form="{name}-form" class="pb-reset">Reset</button></p>'
        '<p class="pb-copy-field" hidden></p>'
    )


def bar_html(name: str, result: Result) -> str:
    """The answer at the foot of a phone's window while the fields are in sight; a tap goes to the answer itself."""
    return (
        f'<a class="pb-bar" data-route="{route_of(find(result.calculator), result.outputs)}" href="#{name}-answer" aria-hidden="true" tabindex="-1"><b>{text(result.answer["verdict"])}</b>'
        f"<span>{text(result.answer['again'])}</span></a>"
    )
