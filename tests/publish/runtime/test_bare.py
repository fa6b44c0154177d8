import ast

import pytest

from publish import ROOT
from publish.runtime.bare import strip_annotations

SOURCE = '''
class Kind:
    """Fields stay."""

    size: int = 1

    def of(self, one: "int | None", *more: int, wide: dict[str, int] = {}, **rest: object) -> tuple[
        int,
        str,
    ]:
        kept: list[int] = [one]
        return lambda x: x


def é(
    ü: list[
        int
    ] = (),
) -> None: ...
'''


def annotations(tree: ast.AST) -> list[ast.expr]:
    nodes = list(ast.walk(tree))
    found = [node.annotation for node in nodes if isinstance(node, ast.arg)] + [
        node.returns for node in nodes if isinstance(node, ast.FunctionDef)
    ]
    return [annotation for annotation in found if annotation]


def without(tree: ast.AST) -> str:
    """All else of a tree, with every line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = node.end_lineno = node.end_col_offset = None
        if isinstance(node, ast.FunctionDef):
            node.returns = None
    return ast.dump(tree, include_attributes=True)


@pytest.mark.whole("takes each module apart and puts it together again")
@pytest.mark.parametrize("source", [SOURCE, *(path.read_text("utf-8") for path in sorted((ROOT / "calculator").rglob("*.py")))])
def test_annotations_go_and_all_else_stays(source):
    """Functions lose their annotations, over several lines and behind letters of two bytes too; every other node stays, in its line and column."""
    before, after = ast.parse(source), ast.parse(strip_annotations(source.encode()))
    assert not annotations(after)
    assert without(before) == without(after)


def test_fields_stay():
    """What a class or a function's body annotates is no annotation of a function."""
    assert [node.target.id for node in ast.walk(ast.parse(strip_annotations(SOURCE.encode()))) if isinstance(node, ast.AnnAssign)] == [
        "size",
        "kept",
    ]
