"""The arithmetic of the open-closed playbook: closed API, open weights, or a mix of both.

Standard library only. The same code answers in a notebook, on the command line and, through
Pyodide, in the reader's browser.

>>> from calculator import run
>>> run("growth", {"run_rate_usd_year": 180000, "growth_pct_quarter": 40, "quarters": 5}).outputs["rows"][5]["run_rate_usd_year"]
968083.2
"""

from calculator.registry import calculators, describe, run
from calculator.result import InputError, Result, Trace

__all__ = ["InputError", "Result", "Trace", "calculators", "describe", "run"]
