"""Reads the arithmetic of a trace: "$2.20 x 20,000 - $8,000" as a number with its rounding, "saving x units - fixed cost" as the same tree in words.

A printed number stands for all numbers that print like it, so what a text comes to is an interval. What may stand in it:

    + - x / ^ ( ) ln( ) √( ) min( , )     $ % GiB billion, points, months and the like     "squared", "× 10^18", "less than 0.1 months"
    "EXPR, rounded down"             to the last whole number
    "EXPR, rounded up"               up to the next whole number; "rounded up to 1, 2 or 4" to the next of these

Conditions, "A is at least B", are read by `holds`.

Anything else is no arithmetic, and `read` says so with None.
"""

import math
import re
from typing import NamedTuple


class NoArithmetic(ValueError):
    """The text is none that the reader knows."""


class Interval(NamedTuple):
    low: float
    high: float

    def holds(self, value: float) -> bool:
        slack = 1e-9 * max(abs(value), *(abs(end) for end in self if math.isfinite(end)), 1e-300)
        return self.low - slack <= value <= self.high + slack


class Tree(NamedTuple):
    """`op` is "number", "word", "ln", "√", "min", "max", "up", "down", "next of" or an operator; a number has its interval and its text."""

    op: str
    parts: tuple = ()
    interval: Interval | None = None
    text: str = ""


DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMBER = re.compile(
    rf"(?P<minus>-)?(?P<dollar>\$)?(?P<digits>{DIGITS})(?P<power> × 10\^(?P<ten>-?\d+))?(?P<unit> %| GiB| billion| points?\b| months?\b| quarters?\b)?(?P<squared> squared)?"
)
LITTLE = re.compile(r"less than 0\.1 (?:months|quarters)")
TOKEN = re.compile(r"\s*(ln\(|√\(|min\(|max\(|\(|\)|, (?!rounded (?:up|down))|[+\-/^]|x(?= ))\s*")
WORDS = re.compile(r"(?:(?! [+\-x/^] |[()]|, |\^|(?<=\d)/(?=\d)).)+")
SIZES = {" %": 0.01, " point": 0.01, " points": 0.01, " billion": 1e9}


def spread(match: re.Match) -> Interval:
    """The numbers that print like this one: half a step of the last digit that its format may have dropped."""
    digits = match["digits"].replace(",", "")
    value, places = float(digits), len(digits.partition(".")[2])
    size = math.floor(math.log10(value)) if value else 0
    if match["power"]:
        step = 0.01
    elif match["dollar"]:
        # as price() writes: whole dollars from 100 up, cents below, four digits that count below a dollar
        step = (0.01 if places else 1.0 if value >= 100 else 0.0) if value >= 1 or not value else 10.0 ** (size - 3)
    elif match["unit"] == " GiB":
        step = 0.001 if value < 1 else 0.01 if value < 100 else 0.1
    elif match["unit"] and match["unit"].strip() not in ("billion", "%", "point", "points"):
        step = 0.1
    else:  # six digits that count; a per cent has a tenth at least
        step = 10.0 ** -max(places, 5 - size if match["unit"] != " %" else 1, 0)
    scale = 10.0 ** int(match["ten"] or 0) * SIZES.get(match["unit"], 1.0) * (-1 if match["minus"] else 1)
    low, high = sorted(((value - step / 2) * scale, (value + step / 2) * scale))
    return Interval(low * low, high * high) if match["squared"] else Interval(low, high)


class Reader:
    """A recursive descent over one text; `words` says that the atoms are words and not numbers."""

    def __init__(self, text: str, words: bool = False):
        self.text, self.place, self.words = text, 0, words

    def peek(self) -> str:
        found = TOKEN.match(self.text, self.place)
        return found[1] if found else ""

    def take(self, token: str) -> bool:
        found = TOKEN.match(self.text, self.place)
        if found and found[1] == token:
            self.place = found.end()
        return bool(found) and found[1] == token

    def need(self, token: str) -> None:
        if not self.take(token):
            raise NoArithmetic(f"{token!r} is missing in {self.text!r} at {self.place}")

    def whole(self) -> Tree:
        tree = self.sum()
        if self.place < len(self.text.rstrip()):
            raise NoArithmetic(f"{self.text!r} goes on at {self.place}")
        return tree

    def sum(self) -> Tree:
        tree = self.rest_of_sum(self.product())
        if self.text.startswith(", rounded down", self.place):
            self.place += len(", rounded down")
            return Tree("down", (tree,))
        if self.text.startswith(", rounded up", self.place):
            self.place += len(", rounded up")
            among = re.compile(r" to ((?:\d+(?:, | or )?)+)").match(self.text, self.place)
            if among:
                self.place = among.end()
                return Tree("next of", (tree,), text=among[1])
            return Tree("up", (tree,))
        return tree

    def rest_of_sum(self, tree: Tree) -> Tree:
        while self.peek() in ("+", "-"):
            op = self.peek()
            self.take(op)
            tree = Tree(op, (tree, self.product()))
        return tree

    def product(self) -> Tree:
        return self.rest_of_product(self.power())

    def rest_of_product(self, tree: Tree) -> Tree:
        while self.peek() in ("x", "/"):
            op = self.peek()
            self.take(op)
            tree = Tree(op, (tree, self.power()))
        return tree

    def power(self) -> Tree:
        tree = self.atom()
        return Tree("^", (tree, self.atom())) if self.take("^") else tree

    def atom(self) -> Tree:
        for name in ("ln", "√", "min", "max", ""):
            if self.take(f"{name}("):
                parts = [self.sum()]
                while name in ("min", "max") and self.take(", "):
                    parts.append(self.sum())
                self.need(")")
                return Tree(name, tuple(parts)) if name else parts[0]
        for pattern in (WORDS,) if self.words else (LITTLE, NUMBER):
            found = pattern.match(self.text, self.place)
            if found:
                self.place = found.end()
                if self.words:
                    return Tree("word", text=found[0].strip())
                return Tree("number", interval=spread(found) if pattern is NUMBER else Interval(0.0, 0.1), text=found[0])
        raise NoArithmetic(f"no number in {self.text!r} at {self.place}")


def numbers_tree(text: str) -> Tree:
    """The numbers of a node; NoArithmetic when they are none."""
    return Reader(text).whole()


SENSES = {
    "is below": lambda one, other: one.low < other.high,
    "is at most": lambda one, other: one.low <= other.high,
    "is above": lambda one, other: one.high > other.low,
    "is at least": lambda one, other: one.high >= other.low,
    "is not": lambda one, other: one != other or one.low < one.high,
}
CONDITION = re.compile(rf"(.+?) ({'|'.join(SENSES)}) (.+)")


def holds(text: str) -> bool | None:
    """Whether a condition of two numbers holds, as far as their printed digits tell; None where it is none."""
    found = CONDITION.fullmatch(text)
    sides = (reads(found[1]), reads(found[3])) if found else (None, None)
    return None if None in sides else SENSES[found[2]](*map(evaluated, sides))


def formula_tree(formula: str) -> Tree:
    """The formula in words; a remark in parentheses is passed over."""
    part = formula
    part = re.sub(r" \((?!1/12)(?:(?! [+\-x/^] )[^()])*\)", "", part)
    return Reader(part, words=True).whole()


def evaluated(tree: Tree) -> Interval:
    """What a tree of numbers comes to. ZeroDivisionError where it divides by exactly nothing."""
    if tree.op == "number":
        return tree.interval
    parts = [evaluated(part) for part in tree.parts]
    if tree.op == "up":
        return Interval(math.ceil(parts[0].low - 1e-9), math.ceil(parts[0].high))
    if tree.op == "down":
        return Interval(math.floor(parts[0].low), math.floor(parts[0].high + 1e-9))
    if tree.op == "next of":
        counts = [int(number) for number in re.findall(r"\d+", tree.text)]
        return Interval(*(next((count for count in counts if count >= end), math.inf) for end in parts[0]))
    if tree.op == "min":
        return Interval(min(part.low for part in parts), min(part.high for part in parts))
    if tree.op == "max":
        return Interval(max(part.low for part in parts), max(part.high for part in parts))
    if tree.op == "√":
        return Interval(*(math.sqrt(max(end, 0.0)) for end in parts[0]))
    if tree.op == "ln":
        return Interval(*(math.log(end) if end > 0 else -math.inf for end in parts[0]))
    return OPERATORS[tree.op](*parts)


def corners(one: Interval, other: Interval, of) -> Interval:
    ends = [of(a, b) for a in one for b in other]
    return Interval(min(ends), max(ends))


def product(a: float, b: float) -> float:
    return 0.0 if 0.0 in (a, b) else a * b


def raised(a: float, b: float) -> float:
    """Below 0 a power is real where it is whole, as the interval of a whole number is all but for its rounding; a base that is 0 but for its rounding is 0."""
    try:
        return a ** round(b) if a < -0.001 else max(a, 0.0) ** b
    except (OverflowError, ZeroDivisionError):
        return math.inf


def quotient(one: Interval, other: Interval) -> Interval:
    if other == (0.0, 0.0):
        raise ZeroDivisionError
    if other.low <= 0 <= other.high:
        return Interval(-math.inf, math.inf)
    return corners(one, other, lambda a, b: 0.0 if a == 0 or math.isinf(b) else a / b)


OPERATORS = {
    "+": lambda one, other: Interval(one.low + other.low, one.high + other.high),
    "-": lambda one, other: Interval(one.low - other.high, one.high - other.low),
    "x": lambda one, other: corners(one, other, product),
    "/": quotient,
    "^": lambda one, other: (
        corners(one, other, raised) if one.low > 0 or one.high <= 0 else corners(Interval(0.0, one.high), other, raised)
    ),
}


def agrees(words: Tree, numbers: Tree) -> bool:
    """Whether a formula in words is that of the numbers. Where it says 1 + growth, the numbers may have 1 - 5 %."""
    if words.op == "word" or numbers.op == "number":
        return words.op == "word" and numbers.op == "number"
    shrinks = (words.op, numbers.op) == ("+", "-") and words.parts[0].text == "1" and re.match("growth|change|rate", words.parts[1].text)
    together = len(words.parts) == len(numbers.parts) and (words.op == numbers.op or shrinks)
    return together and all(map(agrees, words.parts, numbers.parts))


def atoms(tree: Tree) -> list[str]:
    return [tree.text] if tree.op in ("number", "word") else [text for part in tree.parts for text in atoms(part)]


def constants(tree: Tree) -> set[str]:
    """The numbers that a formula in words names itself: 730 hours, 1,000,000."""
    return {found[0] for text in atoms(tree) if (found := re.match(DIGITS, text))}


def reads(text: str, words: bool = False) -> Tree | None:
    """The tree of a text, None where it is no arithmetic."""
    try:
        return formula_tree(text) if words else numbers_tree(text)
    except NoArithmetic:
        return None
