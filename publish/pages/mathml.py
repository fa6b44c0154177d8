"""A formula's tree as MathML, which every browser draws without a script.

Only MathML Core, and no attribute of style: the look is the style sheet's. Words are long where letters would be short, so a sum, a product or
a list of conditions that a phone could not hold stands on several lines, and fractions and brackets grow with them.
"""

from collections.abc import Callable, Iterable
from html import escape
from typing import NamedTuple

from calculator.formulas.tree import Node, nodes
from calculator.formulas.words import Names, Writer, number_words

LINE = 36  # letters, about as many as a phone shows
SUM, PRODUCT, FRACTION, POWER, ATOM = 1, 2, 3, 4, 9
RELATIONS = {"<": "&lt;", "<=": "≤", ">": "&gt;", ">=": "≥", "=": "=", "!=": "≠"}
CALL = "<mo>&#x2061;</mo>"  # the invisible sign of a function's application
SPACE = "\N{NO-BREAK SPACE}"  # what else stands at the ends of <mtext> is not shown


class Notation(NamedTuple):
    """MathML, about how many letters wide it is, and how strongly it binds."""

    html: str
    width: float
    strength: int = ATOM


Branches = Iterable[tuple[Node | None, Node]]


def words(text: str) -> Notation:
    return Notation(f"<mtext>{escape(text, quote=False)}</mtext>", len(text))


GAP = '<mspace width="0.25em"></mspace>'


def operator(sign: str) -> Notation:
    """A sign between two parts, with its own gaps: among terms that are words it would lose those that browsers give it."""
    return Notation(f'{GAP}<mo form="infix" lspace="0" rspace="0">{sign}</mo>{GAP}', 3)


def row(*parts: Notation, strength: int = ATOM) -> Notation:
    return Notation(f"<mrow>{''.join(part.html for part in parts)}</mrow>", sum(part.width for part in parts), strength)


def rows(name: str, lines: list[list[Notation]], strength: int = ATOM) -> Notation:
    """A table of lines, each a list of cells."""
    html = "".join(f"<mtr>{''.join(f'<mtd>{cell.html}</mtd>' for cell in line)}</mtr>" for line in lines)
    width = sum(max(cell.width for cell in column) for column in zip(*lines, strict=True))
    return Notation(f'<mtable class="{name}" displaystyle="true">{html}</mtable>', width, strength)


def broken(parts: list[Notation], strength: int = ATOM) -> Notation:
    """Parts one behind the other, on as few lines as hold them."""
    lines: list[list[Notation]] = [[]]
    for part in parts:
        if lines[-1] and sum(other.width for other in lines[-1]) + part.width > LINE:
            lines.append([])
        lines[-1].append(part)
    if len(lines) == 1:
        return row(*parts, strength=strength)
    return rows("pb-lines", [[row(*line)] for line in lines], strength)


COMMA = Notation(f'<mo lspace="0" rspace="0">,</mo>{GAP}', 2)


def in_brackets(drawn: Notation) -> Notation:
    is_tall = "<mtable" in drawn.html or "<mfrac" in drawn.html
    return Notation(f"<mrow{' class="pb-tall"' if is_tall else ''}><mo>(</mo>{drawn.html}<mo>)</mo></mrow>", drawn.width + 2)


def fraction(above: Notation, below: Notation) -> Notation:
    return Notation(f"<mfrac>{above.html}{below.html}</mfrac>", max(above.width, below.width), FRACTION)


def power(base: Notation, exponent: Notation) -> Notation:
    return Notation(f"<msup>{base.html}{exponent.html}</msup>", base.width + 0.75 * exponent.width, POWER)


def series(first: Notation, last: Notation) -> Notation:
    """First, ..., last."""
    return row(first, COMMA, words("…"), COMMA, last, strength=0)


class Pen:
    """Draws trees; `names` says how an id is called."""

    def __init__(self, names: Names):
        self.names, self.writer = names, Writer(names)
        self.counts: list[Notation] = []  # of the values of a list, where one of them is drawn by its place

    def draw(self, tree: Node, above: int = 0) -> Notation:
        """A tree inside a formula that binds as strongly as `above`."""
        drawn = NOTATIONS[tree.op](self, tree)
        return in_brackets(drawn) if drawn.strength < above else drawn

    def leaf(self, tree: Node) -> Notation:
        return words(self.names(tree.parts[0]).words)

    def number(self, tree: Node) -> Notation:
        base, _, exponent = tree.parts[1].partition("^")
        drawn = Notation(f"<mn>{base}</mn>", len(base))
        return power(drawn, Notation(f"<mn>{exponent}</mn>", len(exponent))) if exponent else drawn

    def inner(self, tree: Node) -> Notation:
        """What a share, a per cent or one of the values of a list stands for."""
        return self.draw(tree.parts[0])

    def sum(self, tree: Node) -> Notation:
        one, other = tree.parts
        before = self.parts_of(one, ("+", "-"), SUM)
        behind = row(operator("−" if tree.op == "-" else "+"), self.draw(other, SUM + (tree.op == "-")))
        return broken([*before, behind], SUM)

    def product(self, tree: Node) -> Notation:
        one, other = tree.parts
        return broken([*self.parts_of(one, ("*",), PRODUCT), row(operator("×"), self.draw(other, PRODUCT))], PRODUCT)

    def parts_of(self, tree: Node, operators: tuple[str, ...], strength: int) -> list[Notation]:
        """The parts of a chain of sums or products, each with the sign before it."""
        if tree.op not in operators:
            return [self.draw(tree, strength)]
        one, other = tree.parts
        sign = {"+": "+", "-": "−", "*": "×"}[tree.op]
        return [*self.parts_of(one, operators, strength), row(operator(sign), self.draw(other, strength + (tree.op == "-")))]

    def quotient(self, tree: Node) -> Notation:
        return fraction(*map(self.draw, tree.parts))

    def power(self, tree: Node) -> Notation:
        return power(self.draw(tree.parts[0], POWER + 1), self.draw(tree.parts[1]))

    def negative(self, tree: Node) -> Notation:
        return Notation(f'<mrow><mo form="prefix">−</mo>{self.draw(tree.parts[0], PRODUCT).html}</mrow>', 1, SUM)

    def call(self, name: Notation, parts: Iterable[Node]) -> Notation:
        drawn = [self.draw(part) for part in parts]
        separated = [part if place == len(drawn) - 1 else row(part, COMMA) for place, part in enumerate(drawn)]
        return row(name, Notation(CALL, 0), in_brackets(row(*separated)))

    def least_known(self, tree: Node) -> Notation:
        """Of the numbers that are known the smallest: one call, however many there are."""

        def parts(part: Node) -> list[Node]:
            return [inner for one in part.parts for inner in (parts(one) if one.op == "least_known" else [one])]

        return self.call(Notation("<msub><mi>min</mi><mtext>known</mtext></msub>", 8), parts(tree))

    def total(self, tree: Node) -> Notation:
        return row(Notation("<mo>∑</mo>", 2), self.draw(tree.parts[0], PRODUCT), strength=PRODUCT)

    def running(self, tree: Node) -> Notation:
        sign = Notation("<munder><mo>∑</mo><mtext>up to here</mtext></munder>", 8)
        return row(sign, self.draw(tree.parts[0], PRODUCT), strength=PRODUCT)

    def trailing(self, tree: Node) -> Notation:
        values, count = tree.parts
        sign = Notation(f"<munder><mo>∑</mo><mrow><mtext>the last{SPACE}</mtext>{self.draw(count).html}</mrow></munder>", 7)
        return row(sign, self.draw(values, PRODUCT), strength=PRODUCT)

    def numbered(self, tree: Node) -> Notation:
        return series(*map(self.draw, tree.parts))

    def compounded(self, tree: Node) -> Notation:
        """One of the values by its place n, which begins at 0."""
        first, factor, *lasts, count = tree.parts
        last = self.draw(count.parts[0] if count.op == "+" and count.parts[1].parts == (1, "1") else Node("-", count, ONE))
        self.counts.append(row(words(f"{SPACE}for{SPACE}"), PLACE, operator("="), series(Notation("<mn>0</mn>", 1), last)))
        times = row(Notation("<mi>min</mi>", 3), Notation(CALL, 0), in_brackets(row(PLACE, COMMA, self.draw(lasts[0])))) if lasts else PLACE
        grown = power(self.draw(factor, POWER + 1), times)
        if first.key == ONE.key:
            return grown
        return broken([self.draw(first, PRODUCT), row(operator("×"), grown)], PRODUCT)

    def stepped(self, tree: Node) -> Notation:
        values, month, times = tree.parts
        begins = row(words(f"from{SPACE}"), self.draw(month), words(f"{SPACE}on"))
        later = Notation(f"<munder>{self.draw(times, PRODUCT).html}{begins.html}</munder>", 0.75 * begins.width)
        return broken([self.draw(values, PRODUCT), row(operator("×"), later)], PRODUCT)

    def discounted(self, tree: Node) -> Notation:
        values, factor = tree.parts
        return fraction(self.draw(values), power(self.draw(factor, POWER + 1), words("month")))

    def monthly(self, tree: Node) -> Notation:
        return self.root(tree, 12)

    def square_root(self, tree: Node) -> Notation:
        return self.root(tree, 2)

    def root(self, tree: Node, degree: int) -> Notation:
        """A power, since a root is seen as one only where the sign grows with what it covers."""
        exponent = Notation(f"<mrow><mn>1</mn><mo>/</mo><mn>{degree}</mn></mrow>", 4)
        return power(self.draw(tree.parts[0], POWER + 1), exponent)

    def condition(self, tree: Node) -> Notation:
        """What has to hold."""
        if tree.op in ("and", "or"):
            drawn = [in_brackets(self.condition(part)) if part.op == "or" else self.condition(part) for part in tree.parts]
            return broken([drawn[0], *(row(words(f"{SPACE}{tree.op}{SPACE}"), part) for part in drawn[1:])])
        if tree.op not in RELATIONS or tree.parts[1].op == "text":
            return words(self.writer.condition(tree))
        one, other = tree.parts
        is_measured = one.op == "id" and other.op == "number" and other.parts[0]
        right = words(number_words(other.parts[0], self.names(one.parts[0]).unit)) if is_measured else self.draw(other)
        return broken([self.draw(one), row(operator(RELATIONS[tree.op]), right)])

    def cases(self, branches: Branches, none: str) -> Notation:
        """Branches behind a brace: each value with its condition, beside it or, where a phone could not hold them, below."""
        lines = []
        for condition, leaf in branches:
            value = words(none) if leaf.op == "none" else self.draw(leaf)
            when = words("otherwise") if condition is None else row(words(f"if{SPACE}"), self.condition(condition))
            lines.append((value, when))
        is_wide = max(value.width for value, _ in lines) + max(when.width for _, when in lines) > LINE
        stacked = [[part] for value, when in lines for part in (value, row(words(SPACE * 4), when))]
        table = rows("pb-below", stacked) if is_wide else rows("pb-cases", [list(line) for line in lines])
        return Notation(f'<mrow><mo class="pb-brace">{{</mo>{table.html}</mrow>', table.width + 2)


PLACE = Notation('<mi mathvariant="normal">n</mi>', 1)  # upright: not every machine has the letters of mathematics
ONE = Node("number", 1, "1")


def named_call(name: str) -> Callable[[Pen, Node], Notation]:
    """A function that is written as a name and its arguments."""
    drawn = Notation(f"<mi>{name}</mi>" if " " not in name else f"<mtext>{name}</mtext>", len(name))
    return lambda pen, tree: pen.call(drawn, tree.parts)


# What mathematics has a notation for. The other functions of formulas are words, and a formula that holds one of them is told in words alone.
NOTATIONS: dict[str, Callable[[Pen, Node], Notation]] = {
    "id": Pen.leaf, "number": Pen.number, "each": Pen.inner, "column": Pen.inner, "share": Pen.inner, "percent": Pen.inner,
    "+": Pen.sum, "-": Pen.sum, "*": Pen.product, "/": Pen.quotient, "**": Pen.power, "neg": Pen.negative, "monthly": Pen.monthly, "square_root": Pen.square_root,
    "ln": named_call("ln"), "least": named_call("min"), "most": named_call("max"), "largest": named_call("max"), "smallest": named_call("min"), "rounded_up": named_call("rounded up"), "rounded_down": named_call("rounded down"),
    "least_known": Pen.least_known, "total": Pen.total, "running": Pen.running, "trailing": Pen.trailing, "numbered": Pen.numbered,
    "compounded": Pen.compounded, "levelled": Pen.compounded, "discounted": Pen.discounted, "stepped": Pen.stepped,
}  # fmt: skip


def has_notation(branches: Branches) -> bool:
    """Whether all that the branches come to can be drawn."""
    return all(leaf.op == "none" or all(part.op in NOTATIONS for part in nodes(leaf)) for _, leaf in branches)


def formula(branches: list[tuple[Node | None, Node]], names: Names, none: str) -> tuple[str, float]:
    """A formula as MathML, from the branches that `words.rules` finds, and about how many letters it is wide; `none` is the word for no answer."""
    pen = Pen(names)
    drawn = pen.draw(branches[0][1]) if len(branches) == 1 else pen.cases(branches, none)
    whole = broken([row(operator("="), drawn), *dict.fromkeys(pen.counts)])
    return f'<math display="block">{whole.html}</math>', whole.width
