"""As much of ast as Pyodide takes at its start, when it runs three lines of its own: the nodes, and parsing."""

# ruff: noqa: F403, F405 - the nodes are named by Python itself

from _ast import *

from _absent import absent


def parse(source, filename="<unknown>", mode="exec"):
    return compile(source, filename, mode, PyCF_ONLY_AST)


def fix_missing_locations(node):
    """Nothing: what Pyodide puts in was parsed, so it has its place."""
    return node


__getattr__ = absent(__name__)
