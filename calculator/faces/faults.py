"""An exception that nobody foresaw, as one plain sentence with a short code, and what is needed to mend it.

The code names the type of the exception and the function of this package in which it arose, so it is the same on every machine, in
CPython and in the browser, whose byte code has no sources. `python -m publish.tools.faults CODE` finds the function again.
"""

from typing import Any

PACKAGE = __name__.partition(".")[0]


def code_of(error: BaseException) -> str:
    """Such as "T-3f2a": the first letter of the exception's type, and four digits for the type and the place."""
    return code_for(type(error).__name__, place_of(error))


def code_for(kind: str, place: str) -> str:
    from zlib import crc32  # here, as below: a reader without a fault need not wait for it

    return f"{kind[0].upper()}-{crc32(f'{kind} {place}'.encode()) & 0xFFFF:04x}"


def place_of(error: BaseException) -> str:
    """The innermost function of this package on the way to the exception: "calculator.cashflow.first_covering"."""
    place, step = PACKAGE, error.__traceback__
    while step is not None:
        spec = step.tb_frame.f_globals.get("__spec__")
        module = spec.name if spec else ""  # not __name__, which is "__main__" on the command line
        if module.partition(".")[0] == PACKAGE:
            place = f"{module}.{step.tb_frame.f_code.co_qualname}"
        step = step.tb_next
    return place


def sentence(error: BaseException) -> str:
    return f"The calculator could not work this out, by a fault of its own (code {code_of(error)})."


def to_dict(error: BaseException) -> dict[str, Any]:
    """In the shape of mistake(), its field empty, with the code as well."""
    told = f"{sentence(error)} Other numbers may work. Please tell whoever runs this site the code."
    return {"field": "", "rule": "", "got": "", "message": told, "place": 0, "code": code_of(error)}


def details(error: BaseException, asked: object) -> str:
    """What a maintainer needs: what was asked, and the traceback."""
    from traceback import format_exception

    return f"Fault {code_of(error)} at {place_of(error)}, asked: {asked!r}\n{''.join(format_exception(error))}"


def record(error: BaseException, asked: object) -> None:
    """The details on standard error, which the browser shows in its console; where that fails too there is still the sentence."""
    import sys
    from contextlib import suppress

    with suppress(Exception):
        sys.stderr.write(details(error, asked) + "\n")
