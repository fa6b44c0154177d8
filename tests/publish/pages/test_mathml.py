"""Formulas as mathematics: read back from what a browser is given, they come to the numbers that the calculators compute."""

import math
from decimal import Decimal, localcontext
from functools import cache

import pytest
from lxml import etree

from calculator.answers.run import inputs_of
from calculator.formulas.functions import monthly, share
from calculator.formulas.graph import constants, formulas_for, solve
from calculator.formulas.model import FLIPS, VIEW, Calculator
from calculator.formulas.tree import Node, evaluate, explore, leaves, nodes
from calculator.formulas.words import Name, rules
from calculator.models.registry import CALCULATORS
from calculator.numbers.decimals import CONTEXT
from calculator.numbers.units import NO_UNIT, unit_of
from publish.pages import mathml
from publish.pages.formulas import alternatives, is_told, tree_of

CORE = {"math", "mrow", "mtext", "mn", "mo", "mi", "mspace", "mfrac", "msup", "msub", "munder", "mtable", "mtr", "mtd"}
PAIRS = {"mfrac", "msup", "msub", "munder"}
SIGNS = {"×": "*", "−": "-", "\u2061": "", "=": "="}
NAMES = {"min": "min", "max": "max", "ln": "math.log", "rounded up": "math.ceil", "rounded down": "math.floor"}
# Of what a root is drawn: the whole is more than its parts, and nothing goes together more than wholly.
ROOTS = {"cases": Decimal(999), "correlation": Decimal("0.25")}
LISTS = {"each", "column", "total", "largest", "running", "trailing", "numbered", "compounded", "discounted", "stepped", "least_known"}
LISTS |= {"levelled", "smallest"}


def parsed(html: str) -> etree._Element:
    """As strictly as XML is read: what is not well-formed fails."""
    return etree.fromstring(html)


def expression(element: etree._Element, values: dict[str, float]) -> str:
    """What a formula says, as an expression of Python with the values in it."""
    inner = [expression(child, values) for child in element]
    text = (element.text or "").strip()
    if element.tag == "mtext":
        return NAMES[text] if text in NAMES else f"({values[text]!r})"
    if element.tag == "mn":
        return text.replace(",", "")
    if element.tag == "mo":
        return SIGNS.get(text, text)
    if element.tag == "mi":
        return NAMES[text]
    if element.tag == "mfrac":
        return f"(({inner[0]})/({inner[1]}))"
    if element.tag == "msup":
        return f"{inner[0]}**({inner[1]})"
    return "".join(inner)


def value_of(html: str, values: dict[str, float]) -> float:
    said = expression(parsed(html), values)
    assert said.startswith("=")
    return eval(said[1:], {"math": math, "min": min, "max": max})


@cache
def solved(id: str) -> dict:
    """The values of everything in a calculator, for its defaults."""
    calculator = CALCULATORS[id]
    with localcontext(CONTEXT):
        values = {field: kind.exact(kind.check(kind.default)) for field, kind in inputs_of(calculator).items()} | constants(calculator)
        told = formulas_for(calculator, frozenset(calculator.formulas))
        late = formulas_for(calculator, frozenset(calculator.formulas), frozenset((FLIPS, VIEW)))
        return solve((formula for formula in told if formula not in late), values)


def branches(calculator: Calculator):
    """(formula, branch) of everything that is drawn and holds no list."""
    for formula in calculator.formulas.values():
        tree = tree_of(calculator, formula) if is_told(formula) else None
        if tree is None or formula.words or alternatives(calculator, formula) or not mathml.has_notation(rules(tree)):
            continue
        for _, leaf in rules(tree):
            if leaf.op != "none" and not {node.op for node in nodes(leaf)} & LISTS:
                yield formula, leaf


ALL = [(id, formula.id, leaf) for id, calculator in CALCULATORS.items() for formula, leaf in branches(calculator)]


def test_most_formulas_are_read():
    """The reader that compares mathematics with functions does not go blind unseen."""
    assert len(ALL) > 80 and len({id for id, _, _ in ALL}) > 8


@pytest.mark.parametrize(("id", "formula", "leaf"), ALL, ids=[f"{id}-{formula}" for id, formula, _ in ALL])
def test_what_is_drawn_comes_to_the_value(id, formula, leaf):
    """Brackets and fractions say what the function computes: with numbers of our own, so that no branch is out of reach."""
    calculator = CALCULATORS[id]
    ids = dict.fromkeys(leaves(leaf))
    numbers = {name: Decimal(7 * place + 11) / 4 for place, name in enumerate(ids, 1)}
    numbers |= {name: value for name in ids if name in constants(calculator) and isinstance(value := solved(id)[name], Decimal)}
    numbers |= {name: value for name, value in ROOTS.items() if name in ids}
    shares = {part.parts[0].parts[0] for part in nodes(leaf) if part.op == "share" and part.parts[0].op == "id"}
    # Of two that are called the same, links in the words tell which is which; here each has the same number.
    numbers = {name: numbers[next(other for other in ids if calculator.names(other).words == calculator.names(name).words)] for name in ids}
    shown = {calculator.names(name).words: float(number) / (100 if name in shares else 1) for name, number in numbers.items()}
    html, _ = mathml.formula([(None, leaf)], calculator.names, "none")
    with localcontext(CONTEXT):
        expected = float(evaluate(leaf, numbers)) / (100 if leaf.op == "percent" or unit_of(formula).form in ("pct", "return") else 1)
    assert value_of(html, shown) == pytest.approx(expected, rel=1e-9)


def test_a_bracket_that_is_missing_is_noticed():
    """Without its brackets a product of a sum comes to another value."""
    html, _ = drawn(lambda a, b, c: (a - b) * c, "abc")
    values = {"a": 7.0, "b": 2.0, "c": 3.0}
    assert value_of(html, values) == 15
    assert value_of(html.replace("<mo>(</mo>", "").replace("<mo>)</mo>", ""), values) != 15


def drawn(compute, parameters: str) -> tuple[str, float]:
    return mathml.formula(rules(explore(compute, tuple(parameters))), lambda id: Name(id, NO_UNIT), "never")


def every_drawing() -> list[str]:
    found = []
    for calculator in CALCULATORS.values():
        for formula in calculator.formulas.values():
            tree = tree_of(calculator, formula) if is_told(formula) else None
            if tree is not None and mathml.has_notation(rules(tree)):
                found.append(mathml.formula(rules(tree), calculator.names, "never")[0])
    return found


def test_it_is_mathml_core():
    """Elements of MathML Core alone, those for two parts with two, and words only where words may stand."""
    for html in every_drawing():
        root = parsed(html)
        assert root.tag == "math" and {element.tag for element in root.iter()} <= CORE
        assert all(len(element) == 2 for element in root.iter(*PAIRS))
        assert all({child.tag for child in table} == {"mtr"} for table in root.iter("mtable"))
        assert all(element.tag in ("mtext", "mn", "mo", "mi") or not (element.text or "").strip() for element in root.iter())


@pytest.mark.parametrize(
    ("compute", "said"),
    [
        (lambda a, b: a - (b - a), "=a−(b−a)"),
        (lambda a, b: a - b + a, "=a−b+a"),
        (lambda a, b: (a / b) ** 2, "=(ab)2"),
        (lambda a, b: -a * b, "=(−a)×b"),
        (lambda a, b: share(a) * b, "=a×b"),
        (lambda a, b: monthly(1 + a) * b, "=(1+a)1/12×b"),
        (lambda a, b: a if a > b else None, "={aif\u00a0a>bneverotherwise"),
    ],
)
def test_signs_and_brackets(compute, said):
    """Operators bind as they do in the function, and brackets stand where they must and nowhere else."""
    root = parsed(drawn(compute, "ab")[0])
    assert "".join(root.itertext()).replace("\u2061", "") == said


def test_a_long_formula_stands_on_several_lines():
    """As many as a phone needs; a short one on one."""
    long = [f"a term of many words, number {place}" for place in range(4)]
    tree = explore(lambda *terms: terms[0] + terms[1] + terms[2] - terms[3], tuple(long))
    html, width = mathml.formula([(None, tree)], lambda id: Name(id, NO_UNIT), "never")
    assert len(parsed(html).findall(".//mtable[@class='pb-lines']/mtr")) == 4 and width < 45
    assert "<mtable" not in drawn(lambda a, b: a + b, "ab")[0]


def test_what_has_no_notation_is_left_to_words():
    """A procedure over months is not drawn as if it were a formula; plain arithmetic is."""

    assert not mathml.has_notation([(None, Node("payback", Node("id", "a"), Node("id", "b")) + 1)])
    assert mathml.has_notation([(None, Node("id", "a") + 1)])


def test_words_are_escaped():
    """A term with signs of HTML is text."""
    html, _ = mathml.formula([(None, Node("id", "a"))], lambda id: Name("R&D <net>", NO_UNIT), "never")
    assert parsed(html).findtext(".//mtext") == "R&D <net>"
