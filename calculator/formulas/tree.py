"""A formula as a tree, found by calling its function with signs in the place of numbers: once for each way through its conditions.

So the function that computes the answer is also what is written in words, drawn as mathematics and put into a spreadsheet, and nothing
has to read its source, which the browser does not have. `op` of a node is

    id      a parameter: its name             number   a constant: its value, and how it is written
    text    an option: its id                 none     no answer, "never" or "unknown"
    if      condition, then, else             + - * / ** neg   < <= > >= = !=
    each    one of the values of a list       column   a list, by the formula of one of its values
    item    the value at a place in a list
    yes, no                                   and the names of `functions`
"""

from collections.abc import Callable, Iterator, Mapping
from operator import add, eq, ge, gt, le, lt, mul, ne, neg, sub, truediv
from types import CellType, CodeType, FunctionType
from typing import Any, Self

OPERATORS: dict[str, Callable[..., Any]] = {
    "+": add, "-": sub, "*": mul, "/": truediv, "**": pow, "neg": neg, "<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "!=": ne,
}  # fmt: skip
OPPOSITES = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "=": "!=", "!=": "="}
FUNCTIONS: dict[str, Callable[..., Any]] = {}  # name -> what computes it; `functions` fills it


class Constant(int):
    """A number that a formula names itself, with the way it is written: 2^30."""

    words: str

    def __new__(cls, value: int, words: str) -> Self:
        self = super().__new__(cls, value)
        self.words = words
        return self


class Node:
    """One node of a formula. It takes part in arithmetic as a number would; asked whether it is true, it answers for the way that is being walked."""

    __slots__ = ("_key", "op", "parts")
    __hash__ = object.__hash__  # by identity, since == makes a node; two nodes are the same where their keys are

    def __init__(self, op: str, *parts: Any) -> None:
        self.op, self.parts = op, parts

    @property
    def key(self) -> tuple[Any, ...]:
        if not hasattr(self, "_key"):
            self._key: tuple[Any, ...] = (self.op, *(part.key if isinstance(part, Node) else part for part in self.parts))
        return self._key

    def __repr__(self) -> str:
        return f"Node{self.key}"

    def __add__(self, other: object) -> "Node":
        return Node("+", self, node(other))

    def __radd__(self, other: object) -> "Node":
        return Node("+", node(other), self)

    def __sub__(self, other: object) -> "Node":
        return Node("-", self, node(other))

    def __rsub__(self, other: object) -> "Node":
        return Node("-", node(other), self)

    def __mul__(self, other: object) -> "Node":
        return Node("*", self, node(other))

    def __rmul__(self, other: object) -> "Node":
        return Node("*", node(other), self)

    def __truediv__(self, other: object) -> "Node":
        return Node("/", self, node(other))

    def __rtruediv__(self, other: object) -> "Node":
        return Node("/", node(other), self)

    def __pow__(self, other: object) -> "Node":
        return Node("**", self, node(other))

    def __neg__(self) -> "Node":
        return Node("neg", self)

    def __lt__(self, other: object) -> "Node":
        return Node("<", self, node(other))

    def __le__(self, other: object) -> "Node":
        return Node("<=", self, node(other))

    def __gt__(self, other: object) -> "Node":
        return Node(">", self, node(other))

    def __ge__(self, other: object) -> "Node":
        return Node(">=", self, node(other))

    def __eq__(self, other: object) -> "Node":  # type: ignore[override]  # a sign of the comparison, not its outcome
        return Node("=", self, node(other))

    def __ne__(self, other: object) -> "Node":  # type: ignore[override]  # a sign of the comparison, not its outcome
        return Node("!=", self, node(other))

    def __bool__(self) -> bool:
        if not WALKS:
            raise TypeError(f"{self} is neither true nor false outside its formula")
        return WALKS[-1].decide(self)

    def __round__(self, digits: int = 0) -> "Node":
        raise TypeError("a formula does not round: what is shown is rounded where it is written; rounded_up() gives whole numbers")

    def __getitem__(self, place: int) -> "Node":
        return Node("item", self, place)

    def __iter__(self) -> Iterator["Node"]:
        """A list in a formula: what is done with one of its values is done with each."""
        yield Node("each", self)


def node(value: object) -> Node:
    """A value of Python as a node."""
    if isinstance(value, Node):
        return value
    if value is None:
        return Node("none")
    if isinstance(value, bool):
        return Node("yes" if value else "no")
    if isinstance(value, str):
        return Node("text", value)
    if isinstance(value, Constant):
        return Node("number", int(value), value.words)
    if isinstance(value, int):
        return Node("number", value, f"{value:,}")
    if isinstance(value, list) and len(value) == 1:
        return Node("column", node(value[0]))
    raise TypeError(
        f"a formula may not hold {value!r}: a list comes of inputs or thresholds, and numbers with a fraction belong into the data"
    )


class Walk:
    """One way through a function: `known` are the answers to its first conditions, every later one is yes."""

    def __init__(self, known: list[bool]):
        self.known = known
        self.asked: list[Node] = []

    def decide(self, condition: Node) -> bool:
        for before, answer in zip(self.asked, self.known, strict=False):
            if before.key == condition.key:
                return answer
            if before.op in OPPOSITES and (OPPOSITES[before.op], *before.key[1:]) == condition.key:
                return not answer
        if len(self.asked) < len(self.known):
            self.asked.append(condition)
            return self.known[len(self.asked) - 1]
        if len(self.asked) == len(self.known):
            self.asked.append(condition)
        return True


WALKS: list[Walk] = []


def sign_of(name: str, compute: Callable[..., Any]) -> Callable[..., Any]:
    """What stands for a function of `FUNCTIONS` in a formula that is walked with signs: of a sign it gives the node of its call."""

    def call(*values: Any) -> Any:
        is_sign = any(
            isinstance(value, Node) or (isinstance(value, list) and any(isinstance(part, Node) for part in value)) for value in values
        )
        return Node(name, *map(node, values)) if is_sign else compute(*values)

    return call


def unwrapped(function: Any) -> Any:
    """Of one that keeps its results, or has digits of its own, what it computes."""
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function


class Signed:
    """Copies of functions, in which the names of `FUNCTIONS` stand for signs: what computes an answer knows nothing of them, and loses no time by asking."""

    def __init__(self) -> None:
        self.copies: dict[Any, Any] = {compute: sign_of(name, compute) for name, compute in FUNCTIONS.items()}

    def copy(self, value: Any) -> Any:
        value = unwrapped(value)
        if not isinstance(value, FunctionType):
            return value
        if value not in self.copies:
            names: dict[str, Any] = {"__builtins__": value.__globals__["__builtins__"]}
            cells = tuple(CellType(self.copy(cell.cell_contents)) for cell in value.__closure__ or ())
            self.copies[value] = copied = FunctionType(value.__code__, names, value.__name__, value.__defaults__, cells)
            copied.__kwdefaults__ = value.__kwdefaults__
            names |= {name: self.copy(value.__globals__[name]) for name in named(value.__code__) if name in value.__globals__}
            return copied
        return self.copies[value]


def named(code: CodeType) -> Iterator[str]:
    """The names that code asks for, that of the functions inside it too."""
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from named(inner)


def explore(function: Callable[..., Any], parameters: tuple[str, ...]) -> Node:
    """The tree of a formula, all of its branches."""
    signs = [Node("id", id) for id in parameters]
    function = Signed().copy(function)

    def walked(known: list[bool]) -> Node:
        WALKS.append(Walk(known))
        try:
            result = node(function(*signs))
            asked = WALKS[-1].asked
        finally:
            WALKS.pop()
        if len(asked) == len(known):
            return result
        there, other = walked([*known, True]), walked([*known, False])
        return there if there.key == other.key else Node("if", asked[-1], there, other)

    return walked([])


def evaluate(tree: Node, values: Mapping[str, Any], each: int = 0) -> Any:
    """What a tree comes to; `each` is the place in the lists that it walks through."""
    if tree.op == "id":
        return values[tree.parts[0]]
    if tree.op in ("number", "text"):
        return tree.parts[0]
    if tree.op in ("yes", "no", "none"):
        return {"yes": True, "no": False, "none": None}[tree.op]
    if tree.op == "if":
        condition, there, other = tree.parts
        return evaluate(there if evaluate(condition, values, each) else other, values, each)
    if tree.op == "each":
        return evaluate(tree.parts[0], values, each)[each]
    if tree.op == "item":
        return evaluate(tree.parts[0], values, each)[tree.parts[1]]
    if tree.op == "column":
        return [evaluate(tree.parts[0], values, place) for place in range(length(tree.parts[0], values))]
    parts = [evaluate(part, values, each) for part in tree.parts]
    return OPERATORS[tree.op](*parts) if tree.op in OPERATORS else FUNCTIONS[tree.op](*parts)


def length(tree: Node, values: Mapping[str, Any]) -> int:
    """How long the lists are that a formula walks through; 1 where it walks through none."""
    if tree.op == "each":
        return len(evaluate(tree.parts[0], values))
    if tree.op == "column":
        return 1
    return max((length(part, values) for part in tree.parts if isinstance(part, Node)), default=1)


def branch(tree: Node, values: Mapping[str, Any]) -> tuple[Node, list[tuple[Node, bool]]]:
    """The branch of a tree that gives the value, and the conditions on the way to it with their answers."""
    conditions = []
    while tree.op == "if":
        answer = bool(evaluate(tree.parts[0], values))
        conditions.append((tree.parts[0], answer))
        tree = tree.parts[1 if answer else 2]
    return tree, conditions


def nodes(tree: Node) -> Iterator[Node]:
    """Every node of a tree, itself among them."""
    yield tree
    for part in tree.parts:
        if isinstance(part, Node):
            yield from nodes(part)


def leaves(tree: Node) -> Iterator[str]:
    """The ids of the parameters that a tree holds."""
    return (part.parts[0] for part in nodes(tree) if part.op == "id")
