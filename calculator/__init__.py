"""The arithmetic of the open-closed playbook: closed API, open weights, or a mix of both.

Standard library only. The same code answers in a notebook, on the command line and, through
Pyodide, in the reader's browser.

>>> from calculator import run
>>> run("growth", {"run_rate_usd_year": 180000, "growth_pct_quarter": 40, "quarters": 5}).outputs["rows"][5]["run_rate_usd_year"]
968083.2
"""

import sys

# Before any other module, whose syntax an older Python does not read; so this file keeps to what Python 3.9 reads.
if sys.version_info < (3, 12):  # noqa: UP036 - whoever runs this from a clone has met no installer that would say so
    _NEEDED = "calculator needs Python 3.12 or newer, and this is Python %d.%d (%s)." % (*sys.version_info[:2], sys.executable)  # noqa: UP031 - as above
    if sys.argv[:1] == ["-m"]:  # python -m calculator: Python is still looking for its __main__
        sys.stderr.write(_NEEDED + "\n")
        sys.exit(2)
    raise ImportError(_NEEDED)


from calculator.answers.case import Case
from calculator.answers.comparison import Comparison
from calculator.answers.result import FACES, Result
from calculator.answers.run import calculators, describe, run
from calculator.errors import InputError
from calculator.formulas.trace import Trace

__all__ = ["Case", "Comparison", "InputError", "Result", "Trace", "calculators", "describe", "run"]


def _as_html(result: Result) -> str:
    from calculator.faces.html import answer_html  # here, since most programs want no HTML

    return answer_html(result)


def _as_sheet(result: Result) -> str:
    from calculator.faces.sheet import sheet  # here, since few answers are copied

    return sheet(result)


FACES |= {"html": _as_html, "sheet": _as_sheet}
