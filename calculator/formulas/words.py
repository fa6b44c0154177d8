"""A formula in words, and with its numbers put in: both from its tree."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from calculator.formulas.functions import LISTED
from calculator.formulas.tree import OPPOSITES, Node, evaluate, leaves, length
from calculator.numbers.decimals import Numeric
from calculator.numbers.display import as_given, full_counted, full_price, gib, term, term_pct, term_points
from calculator.numbers.units import NO_UNIT, Unit, followed, singular

STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "**": 4}
SIGNS = {"*": "x", "**": "^"}
COMPARED = {"<": "is below", "<=": "is at most", ">": "is above", ">=": "is at least", "=": "is", "!=": "is not"}
ATOM = 9
PLACES = {0: "the first", 1: "the second", -1: "the last"}
NONE = "none"  # the word for None where a thing may be without it
MOST_SHOWN = 12  # of a list; a longer one is told by its ends


class Name(NamedTuple):
    """How an id stands in a formula: its words, the unit of its numbers, the words of its options (of a yes-no "yes" and "no"), and of None."""

    words: str
    unit: Unit
    options: Mapping[str, str] = {}
    none: str = "unknown"


Names = Callable[[str], Name]


def number_words(value: Numeric, unit: Unit) -> str:
    """A number in a formula: with all the digits that the formula needs to come to its value."""
    if unit.form in ("usd", "price"):
        return full_price(value)
    return {"pct": term_pct, "return": term_pct, "points": term_points, "gib": gib}.get(unit.form, term)(value)


class Writer:
    """Writes trees: `leaf` says how an id stands there."""

    def __init__(self, names: Names):
        self.names = names

    def leaf(self, id: str, each: int) -> str:
        return self.names(id).words

    def column(self, tree: Node, each: int) -> str:
        return self.write(tree.parts[0], each)

    def write(self, tree: Node, each: int = 0, above: int = 0) -> str:
        """The words of a tree inside a formula that binds as strongly as `above`."""
        words, strength = self.bound(tree, each)
        return f"({words})" if strength < above else words

    def bound(self, tree: Node, each: int) -> tuple[str, int]:
        op, parts = tree.op, tree.parts
        if op == "id":
            return self.leaf(parts[0], each), ATOM
        if op == "number":
            return parts[1], ATOM
        if op == "none":
            return "none", ATOM
        if op == "text":
            return f"“{parts[0]}”", ATOM
        if op == "each":
            return self.each(parts[0], each), ATOM
        if op == "column":
            return self.column(tree, each), ATOM
        if op == "item":
            return self.item(tree.parts[0], tree.parts[1], each), ATOM
        if op in COMPARED:
            return self.comparison(op, parts, each), ATOM
        if op == "neg":
            return f"-{self.write(parts[0], each, STRENGTH[op])}", STRENGTH[op]
        if op in STRENGTH:
            strength, after = STRENGTH[op], parts[1]
            before = self.write(parts[0], each, strength + (op == "**"))
            behind = self.write(after, each, strength + (op not in ("+", "*")))
            sign = SIGNS.get(op, op)
            if op == "+" and behind.startswith("-"):
                sign, behind = "-", behind[1:]
            elif behind.startswith("-"):
                behind = f"({behind})"
            return f"{before} {sign} {behind}", strength
        return self.call(tree, each)

    def call(self, tree: Node, each: int) -> tuple[str, int]:
        form = LISTED[tree.op].words
        if form == "{0}":
            return self.bound(tree.parts[0], each)
        closed = form.endswith(")") and "(" in form.partition("{")[0]
        inside = 0 if closed or "," in form else 5 if "^" in form else 3
        written = [self.write(part, each, 2 if f"x {{{place}}}" in form else inside) for place, part in enumerate(tree.parts)]
        rest = f"{', '.join(written[1:-1])} or {written[-1]}" if "{rest}" in form else ""
        every = "; ".join(self.condition(part) for part in tree.parts) if "{all}" in form else ""
        return form.format(*written, rest=rest, all=every), ATOM if closed else 4 if "^" in form else 0

    def each(self, tree: Node, each: int) -> str:
        return self.write(tree, each)

    def item(self, tree: Node, place: int, each: int) -> str:
        return f"{PLACES[place]} {self.write(tree, each)}"

    def condition(self, tree: Node, inside: bool = False) -> str:
        """What has to hold, as part of a sentence; alternatives `inside` a list of conditions in parentheses."""
        if tree.op in ("and", "or"):
            words = f"{',' if tree.op == 'or' else ''} {tree.op} ".join(self.condition(part, tree.op == "and") for part in tree.parts)
            return f"({words})" if inside and tree.op == "or" else words
        if tree.op == "id":
            return self.meaning(tree.parts[0], "yes")
        if tree.op == "not":
            inner = tree.parts[0]
            return self.meaning(inner.parts[0], "no") if inner.op == "id" else self.presence(inner.parts[0], False)
        if tree.op == "known":
            return self.presence(tree.parts[0], True)
        return self.write(tree)

    def presence(self, tree: Node, is_there: bool) -> str:
        """Whether there is a number: of what some things do not have that there is none, of the rest that it is not known."""
        words = self.write(tree)
        if tree.op != "id" or self.names(tree.parts[0]).none != NONE:
            return f"{words} is known" if is_there else f"{words} is not known"
        return f"there is {'an' if words[0] in 'aeiou' else 'a'} {words}" if is_there else f"there is no {words}"

    def meaning(self, id: str, answer: str) -> str:
        """What a yes or a no to a question means."""
        name = self.names(id)
        return name.options.get(answer, f"{name.words}: {answer}")

    def comparison(self, op: str, parts: tuple[Any, ...], each: int) -> str:
        one, other = parts
        if other.op == "text":
            name = self.names(one.parts[0])
            return f"{self.write(one, each)} {COMPARED[op]} {self.option(name, other.parts[0])}"
        if other.op == "number" and other.parts[0] and one.op == "id":
            return f"{self.write(one, each)} {COMPARED[op]} {number_words(other.parts[0], self.names(one.parts[0]).unit)}"
        return f"{self.write(one, each)} {COMPARED[op]} {self.write(other, each)}"

    def option(self, name: Name, option: str) -> str:
        words = name.options.get(option, option)
        return f"“{words}”"


class WithNumbers(Writer):
    """Writes trees with the numbers put in."""

    def __init__(self, names: Names, values: Mapping[str, Any]):
        super().__init__(names)
        self.values = values

    def condition(self, tree: Node, inside: bool = False) -> str:
        known = tree.parts[0] if tree.op == "not" else tree
        return self.found(known.parts[0]) if known.op == "known" else super().condition(tree, inside)

    def found(self, tree: Node) -> str:
        """What was asked for, whether it is known or not."""
        words, value = Writer(self.names).write(tree), self.with_unit(tree, 0)
        return f"{words}: {value.partition(':')[0]}" if evaluate(tree, self.values) is None else f"{words} is {value}"

    def comparison(self, op: str, parts: tuple[Any, ...], each: int) -> str:
        if parts[1].op == "text":  # the option is the reader's: "Found is Found" would say nothing
            return Writer(self.names).comparison(op, parts, each)
        unit = next((self.names(part.parts[0]).unit for part in parts if part.op == "id"), NO_UNIT)
        sides, values = [self.with_unit(part, each, unit) for part in parts], [evaluate(part, self.values, each) for part in parts]
        if sides[0] == sides[1] and values[0] != values[1]:  # with all their digits, where they look alike
            sides = [as_given(value, unit) for value in values]
        number, _, counted = sides[0].partition(" ")
        are = "are" if counted and number != "1" and counted != singular(counted) else "is"
        return f"{sides[0]} {are}{COMPARED[op].removeprefix('is')} {sides[1]}"

    def with_unit(self, tree: Node, each: int, other: Unit = NO_UNIT) -> str:
        """What is compared, followed by its unit, where it is one number and no arithmetic; `other` is the unit of what it is set against."""
        unit = self.names(tree.parts[0]).unit if tree.op == "id" else other
        value = evaluate(tree, self.values, each) if tree.op in ("id", "number") else None
        if not value or isinstance(value, (str, bool)):
            return self.write(tree, each)
        counted, after = unit.form if unit.form in ("months", "quarters") else "", "" if unit.form == "points" else unit.after
        return followed(number_words(value, unit), f"{counted} {after}".strip())

    def value(self, value: Any, name: Name) -> str:
        if value is None:
            return name.none
        if isinstance(value, str):
            return self.option(name, value)
        if isinstance(value, (list, tuple)):
            return self.list_words(len(value), lambda place: self.value(value[place], name))
        return number_words(value, name.unit)

    def leaf(self, id: str, each: int) -> str:
        return self.value(self.values[id], self.names(id))

    def each(self, tree: Node, each: int) -> str:
        if tree.op == "id":
            return self.value(self.values[tree.parts[0]][each], self.names(tree.parts[0]))
        return term(evaluate(tree, self.values)[each])

    def item(self, tree: Node, place: int, each: int) -> str:
        return self.value(evaluate(tree, self.values)[place], self.names(next(leaves(tree))))

    def column(self, tree: Node, each: int) -> str:
        return self.list_words(length(tree.parts[0], self.values), lambda place: self.write(tree.parts[0], place, 2))

    def list_words(self, count: int, words: Callable[[int], str]) -> str:
        if count > MOST_SHOWN:
            return f"{full_counted(count, 'values')}, the first {words(0)}, the last {words(count - 1)}"
        return ", ".join(map(words, range(count)))

    def call(self, tree: Node, each: int) -> tuple[str, int]:
        if tree.op == "total" and (shown := self.terms(tree.parts[0], each)):
            return " + ".join(shown), 1
        if tree.op == "largest" and (shown := self.terms(tree.parts[0], each)):
            return f"max({', '.join(shown)})", ATOM
        return super().call(tree, each)

    def terms(self, tree: Node, each: int) -> list[str]:
        """The values of a short list, each as a part of a sum; [] for one that is long or empty."""
        if tree.op == "column":
            places = range(length(tree.parts[0], self.values))
            return [self.write(tree.parts[0], place, 1) for place in places] if len(places) <= MOST_SHOWN else []
        if tree.op == "id" and len(values := self.values[tree.parts[0]]) <= MOST_SHOWN:
            return [self.value(value, self.names(tree.parts[0])) for value in values]
        return []


@cache  # of the conditions of formulas, which are always the same nodes
def opposite(condition: Node) -> Node:
    """The condition that holds where this one does not."""
    if condition.op in OPPOSITES:
        return Node(OPPOSITES[condition.op], *condition.parts)
    if condition.op in ("and", "or"):
        return Node({"and": "or", "or": "and"}[condition.op], *map(opposite, condition.parts))
    return condition.parts[0] if condition.op == "not" else Node("not", condition)


def join(op: str, *parts: Node) -> Node:
    """Several conditions as one, those of the same kind side by side."""
    return Node(op, *(inner for part in parts for inner in (part.parts if part.op == op else (part,))))


def simplify(tree: Node) -> Node:
    """The same decisions, with "and" and "or" where several ways lead to one answer."""
    if tree.op != "if":
        return tree
    condition, there, other = tree.parts
    for asked, way, rest in ((condition, there, other), (opposite(condition), other, there)):
        ends = {end.key: end for end in endings(way, rest.key)}
        if len(ends) == 1:
            more = leading(way, rest.key)
            (end,) = ends.values()
            return Node("if", asked if more is None else join("and", asked, more), simplify(end), simplify(rest))
    return Node("if", condition, simplify(there), simplify(other))


def endings(tree: Node, rest: tuple[Any, ...]) -> Iterator[Node]:
    """The answers at the ends of a tree, but for what is `rest`."""
    if tree.key == rest:
        return
    if tree.op == "if":
        yield from endings(tree.parts[1], rest)
        yield from endings(tree.parts[2], rest)
    else:
        yield tree


def leading(tree: Node, rest: tuple[Any, ...]) -> Node | None:
    """What has to hold for the ways through a tree that do not lead to `rest`; None where all do not."""
    if tree.op != "if":
        return None
    condition, there, other = tree.parts
    if there.key == rest:
        more = leading(other, rest)
        return opposite(condition) if more is None else join("and", opposite(condition), more)
    one = leading(there, rest)
    one = condition if one is None else join("and", condition, one)
    if other.key == rest:
        return one
    more = leading(other, rest)
    return (
        (None if leading(there, rest) is None else join("or", opposite(condition), leading(there, rest)))  # type: ignore[arg-type]  # asked before
        if more is None
        else join("or", one, more)
    )


def rules(tree: Node) -> list[tuple[Node | None, Node]]:
    """The branches of a tree in the order in which they are tried, each with its condition; the last has none."""
    found: list[tuple[Node | None, Node]] = []
    for condition, leaf in ways(simplify(tree)):
        if found and condition is not None and found[-1][1].key == leaf.key:
            condition = join("or", found.pop()[0], condition)  # type: ignore[arg-type]  # only the last has no condition
        found.append((condition, leaf))
    return found


def ways(tree: Node) -> list[tuple[Node | None, Node]]:
    if tree.op != "if":
        return [(None, tree)]
    condition, there, other = tree.parts
    if there.op == "if" and other.op != "if":
        condition, there, other = opposite(condition), other, there
    inner = [(condition if more is None else join("and", condition, more), leaf) for more, leaf in ways(there)]
    return inner + ways(other)
