"""JSON text in, JSON text out: the one door between a page's script and the calculators."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from calculator.answers.result import Result
from calculator.answers.run import calculators, run
from calculator.answers.texts import from_texts
from calculator.answers.zones import zones
from calculator.errors import InputError
from calculator.faces.held import held
from calculator.faces.html import answer_html, unbroken
from calculator.faces.mistakes import mistake
from calculator.formulas.ranges import middle
from calculator.inputs.families import own_of, shown_as
from calculator.inputs.kinds import Input
from calculator.inputs.limits import LONGEST_TEXT, is_too_long, read_json
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import find, inputs_of

MOST_FIELDS = 100  # of one request: several times the inputs of any calculator


def page_reply(result: Result, given: Mapping[str, Any], is_brief: bool = False) -> dict[str, Any]:
    """What a page shows of an answer to what was given, and no more."""
    calculator = find(result.calculator)
    keys = {own_of(id, calculator.inputs): id for id in given}
    return {
        "html": answer_html(result, is_brief),
        "headline": result.headline,
        "answer": result.answer,
        "fields": {
            id: of_field(declared, result.inputs[id]) | in_units(id, keys.get(id) or id, given)
            for id, declared in inputs_of(calculator).items()
        },
        "groups": {title: unbroken(words) for title, words in held(calculator, result.inputs).items()},
    }


def of_field(declared: Input, value: Any) -> dict[str, Any]:
    """A field once its text is read: what it shows, what a link carries, where its slider stands, and the cells of a list."""
    number = middle(declared, value)
    return {
        "shown": declared.shown(value),
        "text": declared.text(value),
        "number": float(number) if declared.has_slider and number is not None else None,
        "yours": value != declared.default,
        "cells": declared.cells(value),
    }


def in_units(own: str, id: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The id by which a field's number was given, and that in whose unit it is shown; and what differs where that is not the field's own: the link keeps it."""
    if id == own:
        return {"key": own, "unit": own}
    declared, unit = VOCABULARY[id], shown_as(id, own)
    value = declared.check(given[id])
    said = {"key": id, "unit": unit, "text": declared.text(value), "yours": True}
    return said if unit == own else said | {"shown": declared.shown(value)}


def brief_reply(result: Result, given: Mapping[str, Any]) -> dict[str, Any]:
    """The same without how each number came about: it is made at every step of a slider, while nobody reads that."""
    return page_reply(result, given, is_brief=True)


def result_reply(result: Result) -> dict[str, Any]:
    return {"result": result.to_dict()}


def zones_reply(result: Result) -> dict[str, Any]:
    """What each slider leads to."""
    return {"zones": zones(result)}


def sheet_reply(result: Result) -> dict[str, Any]:
    """What a reader pastes into a spreadsheet."""
    return {"sheet": result.sheet()}


def decision_reply(result: Result, link: str = "") -> dict[str, Any]:
    """What a reader keeps of an answer in a wiki."""
    from calculator.faces.decision import decision  # here, since most readers never need it

    return {"decision": decision(result, link)}


KINDS: dict[str, Callable[..., dict[str, Any]]] = {
    "answer": page_reply,
    "brief": brief_reply,
    "decision": decision_reply,
    "result": result_reply,
    "sheet": sheet_reply,
    "zones": zones_reply,
}  # what a request may want -> what its reply holds
SHOWN = ("answer", "brief")  # of these, what is shown beside the fields


def parse_request(request: str) -> tuple[Any, dict[str, Any], str, dict[str, str]]:
    """The calculator, the texts, the kind of reply that a request names and what else that takes from it; InputError("request", ...) when it is not one."""
    try:
        asked = read_json(request)
    except ValueError as error:
        raise InputError("request", f"must be JSON: {error}", request) from None
    if not isinstance(asked, dict) or "calculator" not in asked or not isinstance(asked.get("texts"), dict):
        raise InputError("request", "must be an object of a calculator and its texts", asked)
    if len(asked["texts"]) > MOST_FIELDS:
        raise InputError("request", f"must have at most {MOST_FIELDS} texts", len(asked["texts"]))
    want = asked.get("want", "answer")
    if not isinstance(want, str) or want not in KINDS:
        raise InputError("request", f"must want one of {', '.join(KINDS)}", want)
    link = asked.get("link", "")
    if not isinstance(link, str) or is_too_long(link):
        raise InputError("request", f"must have a link of at most {LONGEST_TEXT:,} characters", link)
    return asked["calculator"], asked["texts"], want, {"link": link} if want == "decision" else {}


def reply_to(request: str) -> dict[str, Any]:
    """The reply to a request, where nothing is at fault but perhaps the request."""
    try:
        id, texts, want, more = parse_request(request)
        inputs, errors = from_texts(id, texts)
        if errors:
            return {"ok": False, "errors": [mistake(error) for error in errors]}
        return {"ok": True} | KINDS[want](run(id, inputs), **more, **({"given": inputs} if want in SHOWN else {}))
    except InputError as error:
        return {"ok": False, "errors": [mistake(error)]}


def answer(request: str) -> str:
    """Answer one request.

    `{"calculator": id, "texts": {input id: text}}` (what stands in a form; what is left out takes its
    default) gives `{"ok": true, "html", "headline", "answer", "fields", "groups"}`, with `"want": "brief"` the same without the trace; with `"want": "result"` it gives `{"ok": true, "result"}`, all
    that run() returns, with `"want": "sheet"` `{"ok": true, "sheet"}`, the cells of a spreadsheet, and with `"want": "decision"` and the `"link"` of the page `{"ok": true, "decision": {"markdown", "html"}}`. Each may be `{"ok": false, "errors": [{"field", "rule", "got", "message"}]}` with one error for every field
    that cannot be used. A fault of the calculator is one error with an empty field and a "code" besides; what is needed to mend
    it goes to standard error.

    Raises nothing but ModuleNotFoundError: the page's worker then asks again in the full library.
    """
    try:
        return json.dumps(reply_to(request), allow_nan=False)
    except ModuleNotFoundError:
        raise
    except Exception as error:  # RecursionError and MemoryError too: if this runs, the interpreter is still there
        from calculator.faces import faults  # here, since most readers never need it

        faults.record(error, request)
        return json.dumps({"ok": False, "errors": [faults.to_dict(error)]})


def add_modules(archive: str) -> None:
    """Look for modules of this package in an archive too, which came after the others."""
    package = __name__.partition(".")[0]
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == package and hasattr(module, "__path__"):
            module.__path__.append(f"{archive}/{name.replace('.', '/')}")


def ready() -> None:
    """Import every model, which otherwise waits until it is asked for: a snapshot of the memory should hold them all."""
    calculators()
