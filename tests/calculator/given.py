"""What tests put in: valid inputs of every calculator with a liking for the edges, and values of no use to any."""

import math
from pathlib import Path

from hypothesis import strategies as st

from calculator.inputs import VOCABULARY
from calculator.kinds import SMALLEST
from calculator.registry import CALCULATORS

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"


def numbers(minimum: float, maximum: float) -> st.SearchStrategy:
    """Numbers that the bounds allow, with the bounds, zero, and the values nearest to zero among them."""
    edges = [edge for edge in (minimum, maximum, 0, SMALLEST, -SMALLEST, 1, 100) if minimum <= edge <= maximum]
    fractions = st.floats(minimum, maximum, allow_nan=False).filter(lambda number: number == 0 or abs(number) >= SMALLEST)
    return st.sampled_from(edges) | st.integers(math.ceil(minimum), math.floor(maximum)) | fractions


def values(id: str) -> st.SearchStrategy:
    """Valid values of the input `id`."""
    declared = VOCABULARY[id]
    if declared.kind == "boolean":
        return st.booleans()
    if declared.kind == "choice":
        return st.sampled_from(list(declared.options))
    if declared.kind == "integer":
        return st.sampled_from([declared.minimum, declared.maximum]) | st.integers(declared.minimum, declared.maximum)
    if declared.kind == "number":
        return numbers(declared.minimum, declared.maximum)
    return st.lists(numbers(declared.minimum, declared.maximum), min_size=declared.shortest, max_size=declared.longest)


def inputs(id: str) -> st.SearchStrategy[dict]:
    """Inputs of the calculator `id`, of which any may be left out. The edges of a window are put in order, since no answer exists otherwise."""
    return st.fixed_dictionaries({}, optional={field: values(field) for field in CALCULATORS[id].inputs}).map(in_order)


def in_order(given: dict) -> dict:
    names = ("evaluate_from_usd_month", "overdue_from_usd_month")
    if not any(name in given for name in names):
        return given
    edges = sorted(given.get(name, VOCABULARY[name].default) for name in names)
    return given | dict(zip(names, edges, strict=True))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)

texts = st.text() | st.sampled_from(
    [
        "",
        " ",
        "nan",
        "inf",
        "-inf",
        "1e999",
        "-0",
        "1e-300",
        "1,000",
        "1_000",
        "٣",
        "0x10",
        "1 2 3",
        "[",
        "[" * 9_000,
        "[" + "1" * 9_000 + "]",
        "[NaN]",
        "[1e999]",
        "[[1]]",
        "{}",
        "null",
        "yes",
    ]
)


def nodes(trace: list) -> list[dict]:
    """Every node of a trace, steps included."""
    return [node for step in trace for node in (step, *nodes(step["steps"]))]
