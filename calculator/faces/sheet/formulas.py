"""A formula as a cell: its tree, written with the addresses of the cells that hold what it takes."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from calculator.faces.sheet.cells import Column, Place, quote
from calculator.formulas.functions import LISTED
from calculator.formulas.model import Calculator, Formula
from calculator.formulas.tree import Node, evaluate, nodes
from calculator.formulas.words import Writer as Words
from calculator.formulas.words import rules

STRENGTH = {"=": 1, "<": 1, ">": 1, "+": 2, "-": 2, "*": 3, "/": 3, "^": 4}
ATOM = 9
SIGNS = {"**": "^", "!=": "<>"}
COMPARED = ("<", "<=", ">", ">=", "=", "!=")
CONDITIONS = (*COMPARED, "and", "or", "not", "yes", "no", "known")
PART = re.compile(r"\{(\w+)\}")
LISTS = ("numbered", "compounded", "levelled", "running", "trailing", "stepped", "discounted", "rises_each", "column")
SOMETIMES_NONE = ("payback", "payback_after", "rate_of_return", "place_of_largest", "first_at_least")


class Scope:
    """Where the inputs, thresholds and formulas stand, by id, and which of them may be none; in a row of a table some stand elsewhere."""

    def __init__(self, calculator: Calculator, values: Mapping[str, Any], above: "Scope | None" = None):
        self.calculator, self.values, self.above = calculator, values, above
        self.places: dict[str, Place] = {}
        self.nones: set[str] = set()

    def place(self, id: str) -> Place:
        if id in self.places or self.above is None:
            return self.places[id]
        return self.above.place(id)

    def enter(self, id: str, place: Place, may_be_none: bool = False) -> None:
        self.places[id] = place
        if may_be_none:
            self.nones.add(id)

    def may_be_none(self, id: str) -> bool:
        return id in self.nones if id in self.places or self.above is None else self.above.may_be_none(id)

    def formula_may_be_none(self, formula: Formula) -> bool:
        if any(map(self.may_be_none, formula.needed)):
            return True
        return self.ends_in_none(formula.tree, frozenset(formula.needed))

    def ends_in_none(self, tree: Node, known: frozenset[str]) -> bool:
        """Whether a tree may come to none, where the parameters `known` are none of them."""
        if tree.op == "none":
            return True
        if tree.op == "if":
            condition, there, other = tree.parts
            asked = {condition.parts[0].parts[0]} if condition.op == "known" and condition.parts[0].op == "id" else set()
            return self.ends_in_none(there, known | asked) or self.ends_in_none(other, known)
        if tree.op == "id":
            return tree.parts[0] not in known and self.may_be_none(tree.parts[0])
        if tree.op == "known":
            return False
        inner = [self.ends_in_none(part, known) for part in tree.parts if isinstance(part, Node)]
        return tree.op in SOMETIMES_NONE or (all if tree.op == "least_known" else any)(inner or [False])

    def is_word(self, id: str) -> bool:
        """Whether what stands there is no number but a word, or yes or no."""
        formula = self.calculator.formulas.get(id)
        if formula is None:
            return bool(self.calculator.names(id).options)
        return formula.tree is not None and any(self.is_word_tree(leaf) for _, leaf in rules(formula.tree) if leaf.op != "none")

    def is_word_tree(self, leaf: Node) -> bool:
        return self.is_word(leaf.parts[0]) if leaf.op == "id" else leaf.op in ("text", *CONDITIONS)

    def is_list(self, tree: Node) -> bool:
        if tree.op == "if":
            return self.is_list(tree.parts[1])
        return isinstance(self.place(tree.parts[0]), Column) if tree.op == "id" else tree.op in LISTS

    def length(self, tree: Node) -> int:
        """How many values a list has."""
        if tree.op == "id":
            place = self.place(tree.parts[0])
            assert isinstance(place, Column)
            return place.count
        if tree.op == "column":
            return next(self.length(part.parts[0]) for part in nodes(tree) if part.op == "each")
        if tree.op == "if":
            return self.length(tree.parts[1])
        if tree.op == "numbered":
            first, last = (int(evaluate(part, self.values)) for part in tree.parts)
            return last - first + 1
        if tree.op in ("compounded", "levelled", "rises_each"):
            return int(evaluate(tree.parts[3 if tree.op == "levelled" else 2], self.values))
        return self.length(tree.parts[0])

    def key(self, tree: Node) -> tuple[Any, ...]:
        """The same for all trees that hold the same cells."""
        if tree.op == "id":
            return (self.place(tree.parts[0]),)
        return tree.op, *(self.key(part) if isinstance(part, Node) else part for part in tree.parts)

    def words(self, tree: Node) -> str:
        return Words(self.calculator.names).write(tree)


class Writer:
    """Writes the trees of one formula. `columns` gives the cells of a list that has none yet, `none` is the formula's word for none."""

    def __init__(self, scope: Scope, columns: Callable[[Scope, Node], Column], none: str, options: Mapping[str, str]):
        self.scope, self.columns, self.none, self.options = scope, columns, none, options

    def guard(self, ids: Iterable[str], body: str) -> str:
        """The body, where none of `ids` is none."""
        lacking = list(dict.fromkeys(id for id in ids if self.scope.may_be_none(id)))
        numbers = [self.scope.place(id).address for id in lacking if not self.scope.is_word(id)]
        asked = [f"COUNT({','.join(numbers)})={len(numbers)}"] if numbers else []
        asked += [
            f"{self.scope.place(id).address}<>{quote(self.scope.calculator.names(id).none)}" for id in lacking if self.scope.is_word(id)
        ]
        if not asked:
            return body
        every = asked[0] if len(asked) == 1 else f"AND({','.join(asked)})"
        return f"IF({every},{body},{quote(self.none)})"

    def branches(self, tree: Node) -> str:
        """All branches of a formula, in the order in which they are tried."""
        tried = [(condition, self.value(leaf)) for condition, leaf in rules(tree)]
        written = tried.pop()[1]
        for condition, value in reversed(tried):
            assert condition is not None
            written = f"IF({self.condition(condition)},{value},{written})"
        return written

    def value(self, tree: Node, place: int | None = None) -> str:
        """What comes to a number, a word, or "yes" and "no"."""
        return f'IF({self.condition(tree)},"yes","no")' if tree.op in CONDITIONS else self.write(tree, place)

    def write(self, tree: Node, place: int | None = None, above: int = 0) -> str:
        """A tree inside a formula that binds as strongly as `above`. `place` is that in the lists that it walks through; None means their ranges."""
        text, strength = self.bound(tree, place)
        return f"({text})" if strength < above else text

    def bound(self, tree: Node, place: int | None) -> tuple[str, int]:
        op, parts = tree.op, tree.parts
        if self.is_range(tree):
            return self.range_of(tree), ATOM
        if op == "id":
            return self.scope.place(parts[0]).address, ATOM
        if op == "number":
            return (parts[1], STRENGTH["^"]) if "^" in parts[1] else (str(parts[0]), ATOM)
        if op == "text":
            return quote(self.options.get(parts[0], parts[0])), ATOM
        if op == "none":
            return quote(self.none), ATOM
        if op == "each":
            return (self.range_of(parts[0]) if place is None else self.element(parts[0], place)), ATOM
        if op == "item":
            cells = self.columns(self.scope, parts[0])
            return cells[parts[1] % cells.count].address, ATOM
        if op == "if":
            return f"IF({self.condition(parts[0])},{self.value(parts[1], place)},{self.value(parts[2], place)})", ATOM
        if op == "neg":
            return f"-{self.write(parts[0], place, ATOM)}", STRENGTH["-"]
        sign = SIGNS.get(op, op)
        if sign in STRENGTH:
            strength = STRENGTH[sign]
            one, other = (
                self.write(part, place, strength + more) for part, more in zip(parts, (sign == "^", sign not in "+*"), strict=True)
            )
            return f"{one}{sign}{other}", strength
        return self.call(tree, place)

    def is_range(self, tree: Node) -> bool:
        return tree.op not in ("each", "text", "none", "number") and self.scope.is_list(tree)

    def range_of(self, tree: Node) -> str:
        return self.columns(self.scope, tree).address

    def call(self, tree: Node, place: int | None) -> tuple[str, int]:
        op, parts = tree.op, tree.parts
        if op in ("count_true", "count_of"):
            conditions = parts if op == "count_true" else [Node("=", answer, parts[0]) for answer in parts[1:]]
            return "+".join(f"({self.condition(condition)})" for condition in conditions), STRENGTH["+"]
        if op == "first_at_least":
            found, number = quote(self.none), self.write(parts[0], place, STRENGTH["="] + 1)
            for count in reversed(parts[1:]):
                found = f"IF({number}<={self.write(count)},{self.write(count)},{found})"
            return found, ATOM
        if op == "total" and parts[0].op == "column":
            return f"SUMPRODUCT({self.write(parts[0].parts[0])})", ATOM
        if op == "least_known":
            parts = tuple(alternatives(tree))
        return self.fill_form(LISTED[op].sheet, parts, place)

    def fill_form(self, form: str, parts: tuple[Node, ...], place: int | None, before: str = "") -> tuple[str, int]:
        """The form of a function with its arguments put in, and how strongly it binds."""

        def put(found: re.Match[str]) -> str:
            name = found[1]
            if name in ("none", "place", "before", "all"):
                every = ",".join(map(self.write, parts)) if name == "all" else ""
                return {"none": quote(self.none), "place": str((place or 0) + 1), "before": before, "all": every}[name]
            above = strength_needed(form, found.start(), found.end())
            if name == "each":
                assert place is not None
                return self.element(parts[0], place, above)
            return self.write(parts[int(name)], None if self.is_range(parts[int(name)]) else place, above)

        return PART.sub(put, form), strength_of(form)

    def element(self, tree: Node, place: int, above: int = 0) -> str:
        """One of the values of a list."""
        if tree.op == "id" or needs_cells(tree):
            return self.columns(self.scope, tree)[place].address
        if tree.op == "column":
            return self.write(tree.parts[0], place, above)
        if tree.op == "if":
            condition, there, other = tree.parts
            return f"IF({self.condition(condition)},{self.element(there, place)},{self.element(other, place)})"
        text, strength = self.fill_form(LISTED[tree.op].sheet, tree.parts, place)
        return f"({text})" if strength < above else text

    def first_or_next(self, tree: Node, place: int, column: Column) -> str:
        """The value of a list in its own cells, which may ask for the one above."""
        if not needs_cells(tree):
            return self.element(tree, place)
        form = LISTED[tree.op].below if place else LISTED[tree.op].sheet
        return self.fill_form(form, tree.parts, place, column[place - 1].address)[0]

    def condition(self, tree: Node) -> str:
        """What is true or false."""
        op, parts = tree.op, tree.parts
        if op in ("yes", "no"):
            return "TRUE()" if op == "yes" else "FALSE()"
        if op in ("and", "or"):
            return f"{op.upper()}({','.join(map(self.condition, parts))})"
        if op == "id":
            return f'{self.write(tree)}="yes"'
        if op == "not":
            return f'{self.write(parts[0])}="no"' if parts[0].op == "id" else self.condition(parts[0]).removesuffix(">0") + "=0"
        if op == "if":
            return f"IF({','.join(map(self.condition, parts))})"
        if op in COMPARED and parts[1].op == "text":
            options = self.scope.calculator.names(parts[0].parts[0]).options
            return f"{self.write(parts[0])}{SIGNS.get(op, op)}{quote(options.get(parts[1].parts[0], parts[1].parts[0]))}"
        if op in COMPARED:
            return SIGNS.get(op, op).join(self.write(part, None, STRENGTH["="] + 1) for part in parts)
        return self.write(tree)


def needs_cells(tree: Node) -> bool:
    """Whether the values of a list are made from each other, and so need cells of their own."""
    return tree.op == "trailing" or (tree.op in LISTED and bool(LISTED[tree.op].below))


def alternatives(tree: Node) -> Iterator[Node]:
    """The smallest of the smallest is the smallest of all."""
    for part in tree.parts:
        if part.op == "least_known":
            yield from alternatives(part)
        else:
            yield part


def strength_of(form: str) -> int:
    """How strongly a form binds: as the weakest of its operators that stand outside parentheses."""
    depth, weakest = 0, ATOM
    for sign in form:
        depth += (sign == "(") - (sign == ")")
        if not depth and sign in STRENGTH:
            weakest = min(weakest, STRENGTH[sign])
    return weakest


def strength_needed(form: str, start: int, end: int) -> int:
    """How strongly an argument must bind that stands at this place of a form."""
    before, behind = form[start - 1 : start], form[end : end + 1]
    strengths = [STRENGTH[before] + (before in "-/^<>=")] if before in STRENGTH else []
    if behind in STRENGTH:
        strengths.append(STRENGTH[behind] + (behind in "^<>="))
    return max(strengths, default=0)
