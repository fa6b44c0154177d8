"""Where a piece of Markdown stands: Python-Markdown is given text alone, an error needs file and line.

The extension finds the page by its text, which works in every engine that runs Python-Markdown.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from click import ClickException

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


class PageError(ClickException):
    """A mistake in a page, worded "docs/framework/strategy.md:12: ...". The engines' command lines print it without a stack trace."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page under `docs`: its path relative to it, and the line on which its text starts."""

    docs: Path
    path: str
    first_line: int

    @property
    def url(self) -> str:
        """The page's address below the site's root, as MkDocs makes it: framework/strategy/."""
        parent, name = os.path.split(self.path.removesuffix(".md"))
        return (f"{parent}/" if parent else "") if name == "index" else f"{parent}/{name}/".lstrip("/")

    def link_to(self, url: str) -> str:
        """A relative link from this page to another address below the site's root."""
        relative = os.path.relpath(url or ".", self.url or ".")
        return relative + "/" if url.endswith("/") or not url else relative

    def error(self, index: int, message: str) -> PageError:
        return PageError(f"{self.docs.name}/{self.path}:{self.first_line + index}: {message}")


def squeezed(text: str) -> str:
    return "".join(text.split())


def body_of(text: str) -> tuple[str, int]:
    """A page's text without its front matter, and the line on which that starts."""
    body = FRONT_MATTER.sub("", text).lstrip("\n")
    return body, text[: len(text) - len(body)].count("\n") + 1


def find_page(docs: Path, lines: list[str]) -> Page:
    """The page under `docs` whose text is `lines`; PageError when there is none."""
    wanted = squeezed("\n".join(lines))
    for file in sorted(docs.rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        if squeezed(text) == wanted and text.startswith("---"):
            raise PageError(
                f"{docs.name}/{file.relative_to(docs).as_posix()}:1: the front matter is not valid YAML; put quotes around text that holds a colon"
            )
        body, first_line = body_of(text)
        if squeezed(body) == wanted:
            return Page(docs, file.relative_to(docs).as_posix(), first_line)
    raise PageError(f"no page under {docs.name}/ holds the text that starts with {(lines or [''])[0][:60]!r}")
