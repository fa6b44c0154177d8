"""What a calculator gives back, and how it says that an input is wrong."""

from typing import NamedTuple

from calculator.exact import plain

LONGEST_SHOWN = 80
SHORT_ESCAPES = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


class Written(str):
    """Text that an InputError repeats as it was written, without quotes around it."""


class InputError(ValueError):
    """An input that cannot be used: which field, which rule, and what was got instead.

    Its text reads "growth_pct_quarter must be at least -100 (got -250)". `field` and `got` are what came in; the text shows
    both short and with nothing invisible in them, since it goes to a terminal, into a page and into what people copy.
    """

    def __init__(self, field: str, rule: str, got: object):
        self.field, self.rule, self.got = field, rule, got
        super().__init__(f"{short(field) or shown(field)} {visible(rule)} (got {shown(got)})")

    def to_dict(self) -> dict:
        """`{"field", "rule", "got", "message"}`, all of them text."""
        return {"field": short(self.field), "rule": visible(self.rule), "got": shown(self.got), "message": str(self)}


def shown(got: object) -> str:
    """What was got, short enough for a sentence."""
    if isinstance(got, Written):
        return short(str(got).strip())
    if isinstance(got, str):
        return short(f"'{got}'")
    if got is None or isinstance(got, bool):
        return {None: "nothing", True: "yes", False: "no"}[got]
    try:
        return short(repr(got))
    except RecursionError:
        return "something nested too deep to write"
    except ValueError:  # Python does not write a whole number of more than 4,300 digits
        return "a number too long to write"
    except Exception:  # whatever was handed to run(): its own way of writing itself may fail
        return f"something of the type {short(type(got).__name__)}"


def short(text: str) -> str:
    """The start of a text, as far as a sentence has room for it."""
    text = visible(text[: LONGEST_SHOWN + 1])
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "..."


def visible(text: str) -> str:
    """A text in which signs that a screen acts upon instead of showing them (control, direction, half a surrogate) are written out: \\u202e."""
    return text if text.isprintable() else "".join(map(written_out, text))


def written_out(sign: str) -> str:
    is_space = sign.isspace() and sign > "\x85" and sign not in "\u2028\u2029"  # spaces of other widths are seen as spaces
    if sign.isprintable() or is_space:
        return sign
    code = ord(sign)  # by hand: the browser's short library has no codec for this
    return SHORT_ESCAPES.get(sign) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")


class Trace(NamedTuple):
    """How one value came about: a node of the computation tree.

    `formula` is in words, `numbers` is the same formula with the numbers put in, `source` names where a
    rule or a figure comes from (an id of `calculator/data/sources.json`), `output` the output id that
    this node explains ("" for a step on the way), `unit` an id ending such as "usd_month" where the output
    id does not tell it, `steps` what it was made from.
    """

    label: str
    formula: str
    numbers: str
    value: object
    source: str = ""
    output: str = ""
    unit: str = ""
    steps: tuple["Trace", ...] = ()

    def to_dict(self) -> dict:
        return {
            "label": self.label,
            "formula": self.formula,
            "numbers": self.numbers,
            "value": plain(self.value),
            "source": self.source,
            "output": self.output,
            "unit": self.unit,
            "steps": [step.to_dict() for step in self.steps],
        }


class Answer(NamedTuple):
    """What a model's compute() returns, still in exact numbers."""

    outputs: dict
    headline: str
    trace: tuple[Trace, ...]
    warnings: tuple[str, ...] = ()
    as_of: str = ""  # the day whose figures were used, where that is not the newest of the rules


class Result(NamedTuple):
    """An answer with everything needed to check it. All values are JSON-ready."""

    calculator: str
    inputs: dict
    outputs: dict
    headline: str
    trace: list
    warnings: list
    as_of: str
    uncertainty: dict | None = None  # what ranges among the inputs make of it

    def to_dict(self) -> dict:
        names = ("calculator", "inputs", "outputs", "headline", "trace", "warnings", "as_of")
        spread = {} if self.uncertainty is None else {"uncertainty": self.uncertainty}
        return {name: getattr(self, name) for name in names} | spread

    def _repr_html_(self) -> str:
        """What a notebook shows; the site shows the very same."""
        from calculator.html import answer_html

        return answer_html(self)
