"""What tests put in: valid inputs of every calculator with a liking for the edges, and values of no use to any."""

import math
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

from hypothesis import settings
from hypothesis import strategies as st

from calculator.answers.result import Result
from calculator.data import catalogue
from calculator.formulas.model import Allowed, Enough, Given, Needed, Ordered
from calculator.formulas.rules import bounded, within
from calculator.inputs.kinds import Input
from calculator.inputs.kinds.number import SMALLEST
from calculator.inputs.vocabulary import VOCABULARY
from calculator.inputs.vocabulary.common import OWN
from calculator.models.registry import CALCULATORS
from publish.record.cases import Case, load

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"


@cache
def cases() -> tuple[Case, ...]:
    """All worked cases: read once, since who reads them computes them."""
    return tuple(load(CASES))


def examples(times: float) -> settings:
    """So many times the examples that the profile has: a number of its own would take the same time in `make check` as in `make test`."""
    return settings(max_examples=round(settings.default.max_examples * times))


def numbers(minimum: float, maximum: float) -> st.SearchStrategy:
    """Numbers that the bounds allow, with the bounds, zero, and the values nearest to zero among them."""
    edges = [edge for edge in (minimum, maximum, 0, SMALLEST, -SMALLEST, 1, 100) if minimum <= edge <= maximum]
    fractions = st.floats(minimum, maximum, allow_nan=False).filter(lambda number: number == 0 or abs(number) >= SMALLEST)
    return st.sampled_from(edges) | st.integers(math.ceil(minimum), math.floor(maximum)) | fractions


def values(id: str) -> st.SearchStrategy:
    """Valid values of the input `id`."""
    return values_of(VOCABULARY[id])


def values_of(declared: Input) -> st.SearchStrategy:
    """Valid values of an input or a column, by its kind."""
    if declared.kind == "boolean":
        return st.booleans()
    if declared.kind == "choice":
        return st.sampled_from(list(declared.options))
    if declared.kind == "integer":
        return st.sampled_from([declared.minimum, declared.maximum]) | st.integers(declared.minimum, declared.maximum)
    if declared.kind == "number":
        return numbers(declared.minimum, declared.maximum)
    if declared.kind == "optional-number":
        return st.none() | (
            st.integers(declared.minimum, declared.maximum) if declared.whole else numbers(declared.minimum, declared.maximum)
        )
    if declared.kind == "day":
        return st.sampled_from([None, "2026-11", "2026-11-12", "2026-11-23"])  # days on which every price of the catalogue is known
    if declared.kind == "text":
        return lines(declared.longest) | st.just("") if declared.empty else lines(declared.longest)
    if declared.kind == "numbers" and declared.default is None:
        some = st.lists(numbers(declared.minimum, declared.maximum), min_size=declared.shortest, max_size=declared.longest)
        return st.none() | some.filter(lambda listed: max(listed) > 0)
    if declared.kind == "records":
        cells = st.fixed_dictionaries({column.id: values_of(column) for column in declared.columns})
        return st.lists(
            cells, min_size=declared.shortest, max_size=min(declared.longest, 5), unique_by=lambda record: record[declared.columns[0].id]
        )
    return st.lists(numbers(declared.minimum, declared.maximum), min_size=declared.shortest, max_size=declared.longest)


def typed(query: str) -> dict[str, str]:
    """The texts that a link carries: what a page reads from its address."""
    return dict(parse_qsl(query, keep_blank_values=True))


def lines(longest: int) -> st.SearchStrategy[str]:
    """A line of text, the marks among it that part names from numbers and records from each other."""
    text = st.text("abc :;,[]\"'é漢", min_size=1, max_size=longest).map(lambda words: " ".join(words.split())).filter(bool)
    return text | st.sampled_from(["A", "B: 2", "[x]", "a; b"])


def inputs(id: str) -> st.SearchStrategy[dict]:
    """Inputs of the calculator `id`, of which any may be left out. What must stand in order, or be given, does, since no answer exists otherwise."""
    return st.fixed_dictionaries({}, optional={field: values(field) for field in CALCULATORS[id].inputs}).map(
        lambda given: answerable(id, given)
    )


def choices(id: str) -> list[dict]:
    """Each option of each choice of the calculator `id`, all other inputs left out."""
    fields = [field for field in CALCULATORS[id].inputs if VOCABULARY[field].kind == "choice"]
    return [answerable(id, {field: option}) for field in fields for option in VOCABULARY[field].options]


def answerable(id: str, given: dict) -> dict:
    """Valid values as the rules of the calculator `id` want them together."""
    given = completed(id, named(in_order(id, given)))
    return fitting(id, bounded_by_others(id, enough(id, given)))


def named(given: dict) -> dict:
    """The inputs with the shocked provider one of the providers, since no answer exists otherwise."""
    if "shocked_provider" not in given:
        return given
    providers = given.get("providers", VOCABULARY["providers"].default)
    return given | {"shocked_provider": providers[len(given["shocked_provider"]) % len(providers)]["name"]}


def completed(id: str, given: dict) -> dict:
    """The inputs with the numbers that a choice of "own" asks for, or another number, as the rules of the calculator say."""
    for rule in CALCULATORS[id].rules:
        if isinstance(rule, Needed):
            asked = given.get(rule.where) == OWN and (not rule.instead or given.get(rule.instead) is None)
        else:
            asked = isinstance(rule, Given) and rule.lacks({field: VOCABULARY[field].default for field in CALCULATORS[id].inputs} | given)
        if asked and given.get(rule.field) is None:
            given = given | {rule.field: max(VOCABULARY[rule.field].minimum, 1)}
    return given


def in_order(id: str, given: dict) -> dict:
    """The inputs with those in order that the rules of the calculator set above each other."""
    for rule in CALCULATORS[id].rules:
        if isinstance(rule, Ordered) and not given.keys().isdisjoint(rule):
            given = given | dict(
                zip(rule, sorted(given.get(field, CALCULATORS[id].declared[field].default) for field in rule), strict=True)
            )
    return given


def enough(id: str, given: dict) -> dict:
    """The inputs with as many of what comes in wholes as one takes."""
    for rule in CALCULATORS[id].rules:
        if isinstance(rule, Enough) and given.get(rule.field):
            values = {field: declared.default for field, declared in CALCULATORS[id].declared.items()} | given
            given = given | {rule.field: max(given[rule.field], rule.least(values))}
    return given


def bounded_by_others(id: str, given: dict) -> dict:
    """The inputs with those that others bound within these bounds."""
    fields = bounded(CALCULATORS[id].rules)
    if not fields:
        return given
    values = within(CALCULATORS[id].rules, {field: VOCABULARY[field].default for field in CALCULATORS[id].inputs} | given)
    return given | {field: values[field] for field in fields if field in given or values[field] != VOCABULARY[field].default}


def fitting(id: str, given: dict) -> dict:
    """The inputs with a request that the chosen models take, and a day on which their prices are known."""
    values = {field: VOCABULARY[field].default for field in CALCULATORS[id].inputs} | given
    for rule in CALCULATORS[id].rules:
        while isinstance(rule, Allowed) and (broken := rule.refused(values)):
            dropped = (
                {broken[0]} if broken[0] in ("commitment", "hours", "workloads") else {"input_tokens", "output_tokens", "reasoning_tokens"}
            )
            given = {field: value for field, value in given.items() if field not in dropped}
            values |= {field: VOCABULARY[field].default for field in dropped & values.keys()}
    chosen = [catalogue.models().get(values.get(field)) for field in ("model", "hosted_model")]
    if given.get("data") and any(model and model.prices[0].since > catalogue.day_of(given["data"]) for model in chosen):
        given = {field: value for field, value in given.items() if field != "data"}
    return given


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


INVISIBLE = [
    *map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF, 0xE0001)),
    *map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000))),
]


def nested(depth: int) -> list:
    value = []
    for _ in range(depth):
        value = [value]
    return value


class Unwritable:
    """Of no help to whoever asks what it is."""

    def __repr__(self) -> str:
        raise LookupError


def nodes(trace: list) -> list[dict]:
    """Every node of a trace, steps included."""
    return [node for step in trace for node in (step, *nodes(step["steps"]))]


def replaced(result: Result, **changes) -> Result:
    """A result with other parts than run() gave it."""
    parts = ("calculator", "inputs", "outputs", "headline", "answer", "trace", "warnings", "as_of", "uncertainty")
    return Result(**{part: getattr(result, part) for part in parts} | changes)
