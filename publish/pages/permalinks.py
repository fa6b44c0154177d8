"""A Markdown extension: the permalink of each heading is named after its heading, since a list of links that are all called
"Link to this section" tells a listener nothing. Python-Markdown's own option gives all of them the same words."""

from collections.abc import Iterator
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class NamedLinks(Treeprocessor):
    def run(self, root: Element) -> None:
        names = dict(flat(self.md.toc_tokens))
        for heading in root.iter():
            id = heading.get("id")
            if id not in names:
                continue
            for link in heading.iter("a"):
                if link.get("href") == f"#{id}":
                    link.set("aria-label", f"Link to \N{LEFT DOUBLE QUOTATION MARK}{names[id]}\N{RIGHT DOUBLE QUOTATION MARK}")


def flat(tokens: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """(id, words) of every heading in the table of contents."""
    for token in tokens:
        yield token["id"], unescape(token["name"])
        yield from flat(token["children"])


class Permalinks(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(NamedLinks(md), "named-permalinks", 4)  # after toc (5) has put the links in


def makeExtension(**options: Any) -> Permalinks:
    """What Python-Markdown calls."""
    return Permalinks(**options)
