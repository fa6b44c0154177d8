"""What the calculators say today, on record: a change of an answer shows as a diff that somebody reads.

    python -m tests.golden record

One file a calculator. It holds the default, a range, small amounts, the edges of edges.toml, and every case with an answer: headline, warnings and trace as they
are read, and a hash each of the outputs and of the HTML, so that a change of numbers is told from a change of words. "(each)" is a hash for
every input over what is answered along it: the rest at its default, its bounds, the thresholds of its unit, where the verdict turns, and
the steps beside them. "(mixed)" is a hash for every ten answers where several such values meet. "(words)" is one over the words of
all formulas and outputs, of which no answer shows every one, and over how they are written on the site.
"(looks)" counts the places at which the search for turning values has looked: a change that only costs time shows too.
"""

import hashlib
import json
import tomllib
from functools import cache
from itertools import batched
from pathlib import Path
from random import Random

from calculator import InputError, run
from calculator.data import thresholds
from calculator.faces.html import answer_html
from calculator.formulas.model import Calculator, Formula
from calculator.inputs.kinds import Boolean, Choice, Number
from calculator.models.registry import CALCULATORS
from calculator.numbers.constants import MONTHS_PER_YEAR
from publish.pages.formulas import formulas_html
from tests.calculator.given import answerable, cases
from tests.calculator.looks import looks

FOLDER = Path(__file__).parent
EDGES = tomllib.loads((FOLDER / "edges.toml").read_text(encoding="utf-8"))
MIXES, SHARE = 150, 0.2
SMALL, DOLLARS = 1.237e-6, ("usd", "price")  # amounts below a dollar, with more digits than cents have


def asked(id: str) -> dict[str, dict]:
    """Name -> inputs of every answer that is recorded of a calculator."""
    declared = list(CALCULATORS[id].declared.values())
    middles = {number.id: number.default for number in declared if number.kind == "number" and number.slider and number.default}
    field, middle = next(iter(middles.items()), (None, None))
    ranged = {"(range)": {field: {"low": middle * 0.8, "high": middle * 1.25}}} if field else {}
    small = {
        number.id: round(number.default * SMALL, 9)
        for number in declared
        if isinstance(number, Number) and number.default and number.unit.form in DOLLARS
    }
    worked = {case.id: case.inputs for case in cases() if case.calculator == id and case.error is None}
    edges = {f"(edge) {name}": inputs for name, inputs in EDGES.get(id, {}).items()}
    return {"(default)": {}} | ranged | ({"(small)": small} if small else {}) | edges | worked


def along(id: str, field: str) -> list:
    """The values of an input at which its calculator is asked."""
    declared, flip = CALCULATORS[id].declared[field], run(id).outputs.get("flips", {}).get(field)
    if isinstance(declared, Boolean):
        return [False, True]
    if isinstance(declared, Choice):
        return list(declared.options)
    if not isinstance(declared, Number):
        return []
    edges = [entry.value for entry in thresholds.values() if entry.unit == declared.unit.words and not isinstance(entry.value, list)]
    edges += [0, declared.default, *([flip["value"]] if flip else []), *(edge / MONTHS_PER_YEAR for edge in edges)]
    steps = [edge + step * declared.resolution for edge in edges if edge is not None for step in (-1, 0, 1)]
    values = {round(value) if declared.whole else round(value, 9) for value in (*steps, declared.minimum, declared.maximum)}
    return sorted(value for value in values if declared.minimum <= value <= declared.maximum)


def mixed(id: str) -> list[dict]:
    """Recorded inputs with some of them at one of those values, or as in another case: what is said only where several meet."""
    told = [case.inputs for case in cases() if case.error is None]
    values = {field: along(id, field) or [inputs[field] for inputs in told if field in inputs] for field in CALCULATORS[id].inputs}
    draw, bases = Random(id), list(asked(id).values())  # the same each time
    return [
        answerable(
            id, draw.choice(bases) | {field: draw.choice(those) for field, those in values.items() if those and draw.random() < SHARE}
        )
        for _ in range(MIXES)
    ]


def told(id: str, inputs: dict) -> list:
    """All words of an answer, or the sentence why there is none."""
    try:
        result = run(id, inputs)
    except InputError as error:
        return [str(error)]
    return [result.headline, *result.warnings, *lines(result.trace), json.dumps(result.outputs)]


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def lines(trace: list[dict]) -> list[str]:
    """A line for each node, the steps indented; a node that stands again is written once."""
    found: dict[str, str] = {}

    def walk(node: dict, depth: int) -> None:
        line = f"{node['label']}: {node['formula']} | {node['numbers']} -> {json.dumps(node['value'])}"
        found.setdefault(line.strip(), "  " * depth + line)
        for step in node["steps"]:
            walk(step, depth + 1)

    for node in trace:
        walk(node, 0)
    return list(found.values())


def answer(id: str, inputs: dict) -> dict:
    result = run(id, inputs)
    spread = {"uncertainty": result.uncertainty["headline"]} if result.uncertainty else {}
    return (
        {"headline": result.headline}
        | spread
        | {
            "warnings": result.warnings,
            "trace": lines(result.trace),
            "outputs": hashed(json.dumps(result.outputs)),
            "html": hashed(answer_html(result)),
        }
    )


def words(calculator: Calculator) -> str:
    """What the formulas, outputs and columns of a calculator are called, shown or not."""
    columns = [column for output in calculator.outputs for column in output.columns]
    named = [*calculator.formulas.values(), *calculator.outputs, *columns]
    about = [calculator.title, calculator.question]
    return json.dumps(
        [
            about,
            *(
                [each.id, each.label, each.term, each.none, each.options or {}, each.words if isinstance(each, Formula) else ""]
                for each in named
            ),
        ]
    )


def looked(id: str) -> dict[str, str]:
    """Input id -> how many places the search for its turning value looks at, from the default and from each case; none where a straight line needs no search."""
    every = list(asked(id).values())  # asked before: who reads cases computes them
    with looks() as found:
        for inputs in every:
            run(id, inputs)
    return {field: " ".join(map(str, counts)) for field, counts in found.items() if set(counts) != {1}}


def file_of(id: str) -> Path:
    return FOLDER / f"{id}.json"


def recorded(id: str) -> str:
    """What the file of a calculator holds; nothing before the first record."""
    return file_of(id).read_text(encoding="utf-8") if file_of(id).exists() else ""


@cache  # the whole run asks for it twice
def said(id: str) -> dict:
    """What the file of a calculator has to hold of its default, its cases and its words."""
    answers = {name: answer(id, inputs) for name, inputs in asked(id).items()}
    return answers | {"(words)": hashed(words(CALCULATORS[id]) + formulas_html(id, str))}


def text_of(id: str) -> str:
    """All that the file of a calculator has to hold."""
    each = {
        field: hashed("\n".join(line for value in values for line in told(id, {field: value})))
        for field in CALCULATORS[id].inputs
        if (values := along(id, field))
    }
    together = [hashed("\n".join(line for inputs in ten for line in told(id, inputs))) for ten in batched(mixed(id), 10)]
    answers, about = said(id), "(words)"
    return written(
        {name: part for name, part in answers.items() if name != about}
        | {"(each)": each, "(mixed)": together, about: answers[about], "(looks)": looked(id)}
    )


def written(answers: dict) -> str:
    return json.dumps(answers, indent=1, ensure_ascii=False) + "\n"
