"""Where a piece of Markdown stands: Python-Markdown is given text alone, an error needs file and line."""

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


def page_at(docs: Path, path: str, lines: list[str]) -> Page:
    """The page at `path` below `docs`, whose text without its front matter is `lines`. PageError where YAML refused the front matter, which then stays in the text."""
    text = (docs / path).read_text(encoding="utf-8")
    front = FRONT_MATTER.match(text)
    if front and "\n".join(lines).startswith(front[0].strip()):
        raise PageError(f"{docs.name}/{path}:1: the front matter is not valid YAML; put quotes around text that holds a colon")
    body = FRONT_MATTER.sub("", text).lstrip("\n")
    return Page(docs, path, text[: len(text) - len(body)].count("\n") + 1)
