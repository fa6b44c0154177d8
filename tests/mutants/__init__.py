"""What is done to the models and the engine to see whether a test notices: one small change each, of the kind that people make by mistake.

    make mutants                       a sample of them      make mutants SAMPLE=all          every one
    make mutants SAMPLE=300 SEED=7     another sample        make mutants FILE=calculator/models/growth.py

A changed program that no test tells from the true one is either a hole in the tests or no change at all; `equivalent.toml` has the latter,
each with its reason.
"""

import ast
import builtins
import json
import re
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FOLDERS = {"models": "calculator/models", "engine": "calculator/formulas"}
THRESHOLDS = "calculator/data/thresholds.json"
EQUIVALENT = Path(__file__).with_name("equivalent.toml")

ANOTHER = "nonsense"  # stands in a sentence for the word that was there
BINARY = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div, ast.Mod: ast.Mult}
BINARY |= {ast.Pow: ast.Mult, ast.LShift: ast.RShift}
COMPARED = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
COMPARED |= {ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In}
TURNED = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)  # the changed comparison is the opposite condition
PAIRS = [("min", "max"), ("most", "least"), ("any", "all"), ("floor", "ceil"), ("share", "percent"), ("first", "last")]
PAIRS += [("endswith", "startswith"), ("ROUND_FLOOR", "ROUND_CEILING"), ("usd", "price")]
NAMES = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}
SWAPPED = ("{0}", "{1}")  # in the template of a function


class Mutant(NamedTuple):
    """One change: `old` becomes `new` in what stands from `start` to `end`, in bytes, of `file`, which has it in `line`, inside `where`."""

    file: str
    line: int
    where: str
    kind: str  # "logic", "words" or "flags"
    old: str
    new: str
    start: int
    end: int
    text: str
    at: str = ""  # the line

    @property
    def group(self) -> str:
        if self.file == THRESHOLDS:
            return "thresholds"
        return f"{next(name for name, folder in FOLDERS.items() if self.file.startswith(folder))}: {self.kind}"

    @property
    def change(self) -> str:
        return f"{self.old} -> {self.new}"

    def put_in(self, source: bytes) -> bytes:
        return source[: self.start] + self.text.encode() + source[self.end :]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} in {self.where or 'the module'}: {self.change}"


def is_words(text: str) -> bool:
    """Whether a text is read by people: it has a space, a capital at its head, or a place for a number."""
    return bool(re.search(r"[a-z]", text)) and (" " in text or "{" in text or text[:1].isupper())


def other_words(text: str) -> str:
    return re.sub(re.escape(max(re.findall(r"[A-Za-z]+", text), key=len)), ANOTHER, text, count=1)


def with_part(node: ast.AST, field: str, value: object) -> ast.AST:
    changed = deepcopy(node)
    setattr(changed, field, value)
    return changed


def with_item(node: ast.AST, field: str, place: int, value: object) -> ast.AST:
    changed = deepcopy(node)
    getattr(changed, field)[place] = value
    return changed


def opposite(condition: ast.expr) -> ast.expr:
    return (
        condition.operand if isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.Not) else ast.UnaryOp(ast.Not(), condition)
    )


def constants(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    value = node.value
    if isinstance(value, bool):
        yield "flags", ast.Constant(not value)
    elif isinstance(value, int):
        yield "logic", ast.Constant(value + 1)
    elif isinstance(value, float):
        yield "logic", ast.Constant(value * 1.01 if value else 1.0)
    elif isinstance(value, str) and is_words(value):
        yield "words", ast.Constant(other_words(value))
        if all(place in value for place in SWAPPED):
            yield "words", ast.Constant(value.replace("{0}", "{x}").replace("{1}", "{0}").replace("{x}", "{1}"))


def bound(tree: ast.Module) -> set[str]:
    """The names that a module has, its own and Python's: a name that is not there would be no mistake that anybody makes."""
    imported = {(alias.asname or alias.name) for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    return imported | {node.name for node in tree.body if isinstance(node, ast.FunctionDef)} | set(dir(builtins))


def changes(node: ast.AST, names: set[str]) -> Iterator[tuple[str, ast.AST]]:
    """(kind, what stands in its place) for each thing that can be wrong with one node, without its parts."""
    if isinstance(node, ast.Constant):
        yield from constants(node)
    elif isinstance(node, ast.JoinedStr):
        for place, part in enumerate(node.values):
            if isinstance(part, ast.Constant) and re.search(r"[A-Za-z]{2}", part.value):
                yield "words", with_item(node, "values", place, ast.Constant(other_words(part.value)))
                break
    elif isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in BINARY:
        yield "logic", with_part(node, "op", BINARY[type(node.op)]())
    elif isinstance(node, ast.Compare):
        for place, op in enumerate(node.ops):
            yield "logic", with_item(node, "ops", place, COMPARED[type(op)]())
    elif isinstance(node, ast.BoolOp):
        yield "logic", with_part(node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.USub)) and not isinstance(node.operand, ast.Constant):
        yield "logic", node.operand
    elif isinstance(node, ast.Name) and NAMES.get(node.id) in names and node.id in names:
        yield "logic", ast.Name(NAMES[node.id])
    elif isinstance(node, ast.Attribute) and node.attr in NAMES:
        yield "logic", with_part(node, "attr", NAMES[node.attr])
    elif isinstance(node, (ast.Break, ast.Continue)):
        yield "logic", ast.Continue() if isinstance(node, ast.Break) else ast.Break()
    elif isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        yield "logic", ast.Pass()


def conditions(node: ast.AST) -> Iterator[ast.expr]:
    """The conditions that a node asks, but for those whose comparison is turned anyway."""
    asked = [node.test] if isinstance(node, (ast.If, ast.IfExp, ast.While)) else node.ifs if isinstance(node, ast.comprehension) else []
    return (test for test in asked if not (isinstance(test, ast.Compare) and isinstance(test.ops[0], TURNED)))


def unchanged(node: ast.AST) -> set[int]:
    """Of the parts of a node those that say nothing to the program: types, docstrings and what tells of a mistake of ours."""
    parts: list[ast.AST | None] = []
    if isinstance(node, ast.arg):
        parts = [node.annotation]
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        parts = [node.returns]
    if isinstance(node, ast.AnnAssign):
        parts = [node.annotation]
    if isinstance(node, ast.JoinedStr):
        parts = [part for part in node.values if isinstance(part, ast.Constant)]  # changed with the whole
    if isinstance(node, ast.FormattedValue):
        parts = [node.format_spec]
    if isinstance(node, ast.keyword) and node.arg == "strict":  # of zip: lists of two lengths are a mistake of ours
        parts = [node.value]
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        parts = [node.value]
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and getattr(node.exc.func, "id", "") in ("TypeError", "ValueError"):
        parts = list(node.exc.args)
    return set(map(id, filter(None, parts)))


class Source:
    """A file that is changed."""

    def __init__(self, file: str, text: str):
        self.file, self.bytes = file, text.encode()
        self.lines, self.starts = text.splitlines(), [0]
        for line in self.bytes.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def mutant(self, node: ast.AST, where: str, kind: str, new: ast.AST) -> Mutant:
        start, end = self.starts[node.lineno - 1] + node.col_offset, self.starts[node.end_lineno - 1] + node.end_col_offset
        text = ast.unparse(ast.fix_missing_locations(new))
        old = ast.unparse(node)
        return Mutant(
            self.file,
            node.lineno,
            where,
            kind,
            old,
            text,
            start,
            end,
            f"({text})" if isinstance(node, ast.expr) else text,
            self.lines[node.lineno - 1],
        )

    @cached_property
    def mutants(self) -> list[Mutant]:
        found: dict[bytes, Mutant] = {}

        def enter(mutant: Mutant) -> None:
            found.setdefault(mutant.put_in(self.bytes), mutant)

        def walk(node: ast.AST, where: str) -> None:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                where = f"{where}.{node.name}".strip(".")
            for kind, new in changes(node, names):
                enter(self.mutant(node, where, kind, new))
            for test in conditions(node):
                enter(self.mutant(test, where, "logic", opposite(test)))
            silent = unchanged(node)
            for part in ast.iter_child_nodes(node):
                if id(part) not in silent:
                    walk(part, where)

        tree = ast.parse(self.bytes)
        names = bound(tree)
        walk(tree, "")
        return list(found.values())


def of_thresholds(text: str) -> list[Mutant]:
    """Each number of the thresholds by one more, of a list each."""
    found = []
    for id in json.loads(text):
        start = text.index('"value": ', text.index(f'"{id}": {{')) + len('"value": ')
        end = json.JSONDecoder().raw_decode(text, start)[1]
        written = text[start:end]
        for number in re.finditer(r"[\d.]+", written):
            new = f"{json.loads(number[0]) + 1:g}" if float(number[0]).is_integer() else f"{float(number[0]) * 1.5:g}"
            first, last = (len(text[: start + place].encode()) for place in number.span())
            found.append(Mutant(THRESHOLDS, text[: start + number.start()].count("\n") + 1, id, "logic", number[0], new, first, last, new))
    return found


def mutants_of(file: str, root: Path = ROOT) -> list[Mutant]:
    text = (root / file).read_text(encoding="utf-8")
    return of_thresholds(text) if file == THRESHOLDS else Source(file, text).mutants


def files(root: Path = ROOT) -> list[str]:
    """All that is changed."""
    found = sorted(path.relative_to(root).as_posix() for folder in FOLDERS.values() for path in (root / folder).rglob("*.py"))
    return [*found, THRESHOLDS]


class Equivalent(NamedTuple):
    """Changes that change nothing a reader could see, and why. `where` is the function, `change` as `make mutants` writes it; `at`, where several
    places have that, is a part of the line."""

    file: str
    where: str
    change: str
    why: str
    at: str = ""

    def is_of(self, mutant: Mutant) -> bool:
        return (self.file, self.where, self.change) == (mutant.file, mutant.where, mutant.change) and self.at in mutant.at


def equivalents(text: str | None = None) -> list[Equivalent]:
    """The entries of equivalent.toml."""
    data = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8") if text is None else text)
    return [Equivalent(**entry) for entry in data.get("equivalent", [])]


def gone(entries: list[Equivalent], mutants: list[Mutant]) -> list[str]:
    """The entries of which there is no such change, or that give no reason."""
    return [
        f"{entry.file} in {entry.where}: {entry.change}"
        for entry in entries
        if not entry.why.strip() or not any(entry.is_of(mutant) for mutant in mutants)
    ]
