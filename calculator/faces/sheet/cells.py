"""Cells, their addresses, and what is written into them: text that stays text, numbers with all their digits."""

from typing import Any, NamedTuple

from calculator.inputs.kinds import number_text


class Cell(NamedTuple):
    """The place of one cell, both counted from 0."""

    row: int
    column: int

    @property
    def address(self) -> str:
        letters, left = "", self.column + 1
        while left:
            left, letter = divmod(left - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row + 1}"


class Column:
    """`count` cells, one below the other, from `top` on. Of none the range is that of the cell above, which holds no number."""

    def __init__(self, top: Cell, count: int):
        self.top, self.count = top, count

    def __getitem__(self, place: int) -> Cell:
        return self.top._replace(row=self.top.row + place)

    @property
    def address(self) -> str:
        return f"{self[0].address}:{self[self.count - 1].address}" if self.count else self[-1].address


Place = Cell | Column


def text_cell(words: str) -> str:
    """Words as a spreadsheet takes them for words. Whatever does not begin with a letter could be a formula, a date, a number or the beginning of a
    cell of many lines: an apostrophe before it says that it is text."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
    return line if not line or line[0].isalpha() else f"'{line}"


def number_cell(value: Any) -> str:
    """A number, yes or no, a word, or nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return text_cell(value) if isinstance(value, str) else number_text(value)


def quote(words: str) -> str:
    """Words inside a formula."""
    return '"' + words.replace('"', '""') + '"'


class Grid:
    """The cells of a sheet, as tab-separated text."""

    def __init__(self) -> None:
        self.texts: dict[Cell, str] = {}

    def put(self, cell: Cell, text: str) -> None:
        self.texts[cell] = text

    def text(self) -> str:
        rows: dict[int, dict[int, str]] = {}
        for cell, text in self.texts.items():
            if text:
                rows.setdefault(cell.row, {})[cell.column] = text
        lines = []
        for row in range(max(rows) + 1):
            cells = rows.get(row, {})
            lines.append("\t".join(cells.get(column, "") for column in range(max(cells, default=-1) + 1)))
        return "\n".join(lines)
