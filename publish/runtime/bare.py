"""Sources without the annotations of their functions, which only checkers read: a browser would download them, and work them out at every start.

What a class annotates stays, since fields are made of it. So does the place of everything else, so that a fault names the line that the repository has.
"""

import ast
from collections.abc import Iterator


def strip_annotations(source: bytes) -> bytes:
    """The source, with blanks in the place of each function's annotations."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def place(line: int | None, column: int | None) -> int:
        return starts[(line or 1) - 1] + (column or 0)

    text = bytearray(source)
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for argument in annotated_arguments(function.args):
                name_end = place(argument.lineno, argument.col_offset) + len(argument.arg.encode())
                blank(text, name_end, place(argument.end_lineno, argument.end_col_offset))
            if function.returns:
                arrow = source.rindex(b"->", 0, place(function.returns.lineno, function.returns.col_offset))
                blank(text, arrow, place(function.returns.end_lineno, function.returns.end_col_offset))
    return bytes(text)


def annotated_arguments(args: ast.arguments) -> Iterator[ast.arg]:
    every = (*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg)
    return (argument for argument in every if argument and argument.annotation)


def blank(text: bytearray, start: int, end: int) -> None:
    """Blanks of the same length. A line that goes on says so by a backslash, since what is left may have no bracket that joins it to the next."""
    *before, last = bytes(text[start:end]).split(b"\n")
    text[start:end] = b"\n".join([*(b" " * (len(line) - 1) + b"\\" for line in before), b" " * len(last)])
