"""A reader's numbers as text: from a form or words of a command line to inputs, and to the query string of a link.

The query holds only what differs from the default, so a link stays short and says what is special about
it. Keys are input ids; docs/assets/address.mjs reads them. A bad value is an error, never replaced.
"""

from collections.abc import Mapping
from typing import Any

from calculator.errors import InputError, Verbatim, excerpt
from calculator.models.registry import find, input_of


def to_texts(id: str, inputs: Mapping[str, Any]) -> dict[str, str]:
    """Input id -> canonical text, for every input that is given and differs from its default."""
    calculator = find(id)
    texts = {}
    for field, value in inputs.items():
        declared = input_of(calculator, field, value)
        text = declared.text(declared.check(value))
        if field not in calculator.inputs or text != declared.text(declared.default):
            texts[field] = text
    return {field: texts[field] for field in (*calculator.inputs, *texts) if field in texts}


def to_query(id: str, inputs: Mapping[str, Any]) -> str:
    """`"quarters=5"`: the query string of a link that gives the same answer; "" when all is default."""
    from urllib.parse import urlencode  # here: a page's script makes and reads its address itself, and need not download this

    return urlencode(to_texts(id, inputs))


def from_texts(id: str, texts: Mapping[str, str]) -> tuple[dict[str, Any], list[InputError]]:
    """The inputs that the texts give, and one error for each text that gives none."""
    calculator = find(id)
    inputs, errors = {}, []
    for field, text in texts.items():
        try:
            declared = input_of(calculator, field, text)
            if not isinstance(text, str):
                raise declared.wrong("must be given as text", text)
            inputs[field] = declared.parse(text)
        except InputError as error:
            errors.append(error)
    return inputs, errors


def from_pairs(id: str, pairs: list[str]) -> dict[str, Any]:
    """The inputs that `key=value` words give; InputError for the first that gives none."""
    calculator = find(id)
    texts: dict[str, str] = {}
    for pair in pairs:
        field, equals, text = pair.partition("=")
        if not equals:
            raise InputError("argument", "must be written key=value", pair)
        if not field:
            raise InputError("argument", "must be written key=value, and no key stands before the =", pair)
        if field in texts:
            raise repetition(field, texts[field], text)
        texts[field] = text
    return {field: input_of(calculator, field, text).parse(text) for field, text in texts.items()}


def repetition(field: str, first: object, second: object) -> InputError:
    return InputError(field, "must be given once", Verbatim(f"{excerpt(first)} and {excerpt(second)}"))
