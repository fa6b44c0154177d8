"""The kinds of input: what each accepts as a value, as text, and what it says when it cannot.

`check` takes a typed value (from Python or JSON), `parse` takes text (from a form, a URL or a command
line); both return the value to use or raise InputError. `text` is the canonical text of a value:
`parse(text(v)) == v`.
"""

from calculator.inputs.kinds.base import Input
from calculator.inputs.kinds.choice import Boolean, Choice
from calculator.inputs.kinds.number import (
    Count,
    Integer,
    Number,
    Numbers,
    OptionalNumber,
    OptionalNumbers,
    as_python,
    number_text,
    share_of,
)
from calculator.inputs.kinds.records import Records
from calculator.inputs.kinds.text import Day, Text

__all__ = [
    "Boolean",
    "Choice",
    "Count",
    "Day",
    "Input",
    "Integer",
    "Number",
    "Numbers",
    "OptionalNumber",
    "OptionalNumbers",
    "Records",
    "Text",
    "as_python",
    "number_text",
    "share_of",
]
