"""The Markdown extension for wide tables: on a phone each row is a block, in which a cell stands after the name of its column.

The style sheet does the rest by what is marked here. A column whose heading has the class pb-money, `| Bill { .pb-money } |`, stands beside the
row's name there.
"""

from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from calculator.faces.html import MANY_COLUMNS

MONEY = "pb-money"


class Rows(Treeprocessor):
    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            heads = table.findall("./thead/tr/th")
            if len(heads) >= MANY_COLUMNS:
                mark(table, heads)


def mark(table: Element, heads: list[Element]) -> None:
    table.set("data-rows", "")  # no class: the theme would take the table for none of its own
    for row in table.findall("./tbody/tr"):
        for place, (head, cell) in enumerate(zip(heads, row, strict=True)):
            name = "".join(head.itertext()).strip()
            if place and name:
                cell.set("data-label", name)
            if MONEY in (head.get("class") or "").split():
                cell.set("class", MONEY)


class RowsExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # After what stands in cells is read (20) and classes are taken from it (8).
        md.treeprocessors.register(Rows(md), "rows", 5)


def makeExtension(**options: Any) -> RowsExtension:
    """What Python-Markdown calls."""
    return RowsExtension(**options)
