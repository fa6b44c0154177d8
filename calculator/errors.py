"""How the package says that an input is wrong."""

from numbers import Number
from typing import Any

LONGEST_SHOWN = 80
SHORT_ESCAPES = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


class Verbatim(str):
    """Text that an InputError repeats as it was written, without quotes around it."""


class InputError(ValueError):
    """An input that cannot be used: which field, which rule, and what was got instead. It is a ValueError.

    Its text shows what came in short and with nothing invisible in it, since it goes to a terminal, into a page and into what people copy.

    - `field`: the id of the input; "calculator" where that is unknown, "inputs", "seed" or "as_of" for what run() itself takes.
    - `rule`: what must hold, as the end of a sentence that begins with the field.
    - `got`: what came in, of whatever type.
    - `place`: in a list, which of its rows, counted from 1; else 0.

    >>> from calculator import InputError, run
    >>> try:
    ...     run("growth", {"growth_pct_quarter": -250})
    ... except InputError as error:
    ...     print(error)
    growth_pct_quarter must be at least -100 (got -250)
    """

    def __init__(self, field: str, rule: str, got: object, place: int = 0):
        self.field, self.rule, self.got, self.place = field, rule, got, place
        super().__init__(f"{clip(field) or excerpt(field)} {escape_signs(rule)} (got {excerpt(got)})")

    def to_dict(self) -> dict[str, Any]:
        """`{"field", "rule", "got", "message"}`, all of them text."""
        return {"field": clip(self.field), "rule": escape_signs(self.rule), "got": excerpt(self.got), "message": str(self)}


def placed(rule: str, where: str) -> str:
    """A rule and where it does not hold, which stands before the question that the rule may end in."""
    told, colon, question = rule.partition(": ") if rule.endswith("?") else (rule, "", "")
    return f"{told} {where}{colon}{question}"


def excerpt(got: object) -> str:
    """What was got, short enough for a sentence."""
    if isinstance(got, Verbatim):
        return clip(str(got).strip())
    if isinstance(got, str):
        return clip(f"'{got}'")
    if got is None or isinstance(got, bool):
        return {None: "nothing", True: "yes", False: "no"}[got]
    try:
        return clip(str(got) if isinstance(got, Number) else repr(got))  # a Decimal or a NumPy number as its digits alone
    except RecursionError:
        return "something nested too deep to write"
    except ValueError:  # Python does not write a whole number of more than 4,300 digits
        return "a number too long to write"
    except Exception:  # whatever was handed to run(): its own way of writing itself may fail
        return f"something of the type {clip(type(got).__name__)}"


def clip(text: str) -> str:
    """The start of a text, as far as a sentence has room for it."""
    text = escape_signs(text[: LONGEST_SHOWN + 1])
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "..."


def escape_signs(text: str) -> str:
    """A text in which signs that a screen acts upon instead of showing them (control, direction, half a surrogate) are written out: \\u202e."""
    return text if text.isprintable() else "".join(map(escape_sign, text))


def escape_sign(sign: str) -> str:
    is_space = sign.isspace() and sign > "\x85" and sign not in "\u2028\u2029"  # spaces of other widths are seen as spaces
    if sign.isprintable() or is_space:
        return sign
    code = ord(sign)  # by hand: the browser's short library has no codec for this
    return SHORT_ESCAPES.get(sign) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
