"""The built pages, parsed once: what reads and completes a finished site begins with these."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html


class Site:
    """The built pages by their path, parsed once."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.pages = {path.relative_to(folder).as_posix(): html.parse(str(path)).getroot() for path in sorted(folder.rglob("*.html"))}

    def articles(self) -> Iterator[tuple[str, html.HtmlElement]]:
        """Every page of the playbook with its main part. 404.html has none of ours; what search engines are kept from only leads to a page."""
        for path, root in self.pages.items():
            if path != "404.html" and not noindex(root):
                yield path, root.xpath("//article")[0]

    def target(self, page: str, link: str) -> str | None:
        """The path that a link of `page` leads to inside the site; None for another host or scheme."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        if not parts.path:
            return page
        path = Path("/" + page).parent.joinpath(unquote(parts.path)) if not parts.path.startswith("/") else Path(unquote(parts.path))
        resolved = (self.folder / path.as_posix().lstrip("/")).resolve()
        if resolved.is_dir():
            resolved = resolved / "index.html"
        return (
            resolved.relative_to(self.folder.resolve()).as_posix()
            if resolved.is_relative_to(self.folder.resolve())
            else "(outside the site)"
        )


def noindex(root: html.HtmlElement) -> bool:
    return "noindex" in (root.xpath("//head/meta[@name='robots']/@content") or [""])[0]
