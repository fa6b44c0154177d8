"""JSON text in, JSON text out: the one door between a page's script and the calculators."""

import json

from calculator.html import answer_html, flip_marks
from calculator.registry import calculators, run
from calculator.result import InputError
from calculator.scenario import from_texts, to_query


def opened(request: str) -> tuple[object, dict]:
    """The calculator and the texts that a request names; InputError("request", ...) when it is not one."""
    try:
        asked = json.loads(request)
    except (ValueError, RecursionError):
        raise InputError("request", "must be JSON", request) from None
    if not isinstance(asked, dict) or "calculator" not in asked or not isinstance(asked.get("texts"), dict):
        raise InputError("request", "must be an object of a calculator and its texts", asked)
    return asked["calculator"], asked["texts"]


def answer(request: str) -> str:
    """Answer one request.

    `{"calculator": id, "texts": {input id: text}}` (what stands in a form; what is left out takes its
    default) gives `{"ok": true, "result", "html", "query", "marks"}`, or `{"ok": false, "errors": [{"field", "rule",
    "got", "message"}]}` with one error for every field that cannot be used.
    """
    try:
        id, texts = opened(request)
        inputs, errors = from_texts(id, texts)
        if errors:
            return json.dumps({"ok": False, "errors": [error.to_dict() for error in errors]})
        result = run(id, inputs)
    except InputError as error:
        return json.dumps({"ok": False, "errors": [error.to_dict()]})
    query = to_query(result.calculator, result.inputs)
    return json.dumps(
        {"ok": True, "result": result.to_dict(), "html": answer_html(result), "query": query, "marks": flip_marks(result)}, allow_nan=False
    )


def ready() -> None:
    """Import every model, which otherwise waits until it is asked for: a snapshot of the memory should hold them all."""
    calculators()
