"""Where the fault arose whose code a reader reports.

    python -m publish.tools.faults T-3f2a

prints every exception and function of the calculator that have this code: one, as good as always.
"""

import builtins
import decimal
import sys
from collections.abc import Iterator
from functools import cache
from types import CodeType

from calculator import data, errors
from calculator.faces.faults import PACKAGE, code_for
from publish import ROOT

NAMED = vars(builtins) | vars(decimal) | vars(data) | vars(errors)
KINDS = [name for name, kind in NAMED.items() if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, Warning)]


def functions(code: CodeType) -> Iterator[str]:
    """The qualified names of a module's code and of all functions in it."""
    yield code.co_qualname
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from functions(inner)


@cache
def places() -> list[str]:
    """Every place that calculator.faces.faults.place_of() can name."""
    found = {PACKAGE}
    for file in (ROOT / PACKAGE).rglob("*.py"):
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found |= {f"{module}.{name}" for name in functions(compile(file.read_text(encoding="utf-8"), str(file), "exec"))}
    return sorted(found)


def found(code: str) -> list[str]:
    return [f"{kind} in {place}" for place in places() for kind in KINDS if code_for(kind, place) == code]


if __name__ == "__main__":
    print(*(found(*sys.argv[1:]) or ["no function of this version of the calculator has this code"]), sep="\n")
