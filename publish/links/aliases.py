"""Old addresses: `aliases.toml` says where each leads today, and this puts that into the built HTML.

An id that was renamed stays as a second anchor in its heading. One that went to another page leaves a line
with a link. A page that moved leaves a page that sends the reader on, with the query and the hash.
"""

import os
import re
import tomllib
from collections import defaultdict
from html import escape
from pathlib import Path

from publish.links.stubs import Way, stub
from publish.links.targets import Book
from publish.site import Site

FILE = Path(__file__).with_name("aliases.toml")


class AliasError(ValueError):
    """A line of aliases.toml that cannot be kept; says which."""


def load(file: Path = FILE) -> dict[str, str]:
    """Old address -> the address that it leads to today, chains followed. Both are below the site's root: `framework/strategy/#strategy-gates`."""
    written = {old.removeprefix("./"): new.removeprefix("./") for old, new in tomllib.loads(file.read_text(encoding="utf-8")).items()}
    return {old: follow(old, written) for old in written}


def follow(old: str, written: dict[str, str]) -> str:
    seen = [old]
    while seen[-1] in written:
        new = written[seen[-1]]
        if new in seen:
            raise AliasError(f"aliases.toml: {old} leads back to itself")
        seen.append(new)
    return seen[-1]


def split(address: str) -> tuple[str, str]:
    page, _, id = address.partition("#")
    return page, id


def apply(site: Site, book: Book, aliases: dict[str, str]) -> None:
    """Make every old address work. AliasError for one that is in use, or whose new place is not there."""
    moved: dict[str, dict[str, str]] = defaultdict(dict)
    for old, new in aliases.items():
        page, id = split(old)
        if not exists(site, new):
            raise AliasError(f"aliases.toml: {old} leads to {new}, which is not in the site")
        if page and not page.endswith("/"):
            raise AliasError(f"aliases.toml: {old} must be a page's address, which ends in a slash, or that and # and an id")
        if exists(site, old):
            raise AliasError(f"aliases.toml: {old} is in use, so it cannot lead elsewhere")
        if not exists(site, page):
            moved[page][id] = new
        else:
            anchor(site.folder / page / "index.html", page, id, new, book)
    for page, ways in moved.items():
        if "" not in ways:
            raise AliasError(f"aliases.toml: {page}#{next(iter(ways))} has a new place, but {page} itself has none")
        redirect(site, book, page, ways)


def exists(site: Site, address: str) -> bool:
    """Whether the address is there of itself, not by an alias of an earlier run."""
    page, id = split(address)
    root = site.pages.get(f"{page}index.html")
    if root is None or root.xpath("//a[@data-way]"):
        return False
    return not id or bool(root.xpath("//*[@id=$id][not(contains(@class, 'pb-alias') or contains(@class, 'pb-moved'))]", id=id))


def anchor(file: Path, page: str, id: str, new: str, book: Book) -> None:
    """Keep an old id in a page that is still there."""
    text = file.read_text(encoding="utf-8")
    if f'id="{id}"' in text:
        return
    new_page, new_id = split(new)
    if new_page == page and new_id:
        known = re.escape(f'id="{new_id}"')
        text = re.sub(
            rf"<(?:h[1-6]|dt) {known}[^>]*>|<tr {known}[^>]*>\s*<t[dh][^>]*>",
            rf'\g<0><span class="pb-alias" id="{escape(id)}"></span>',
            text,
            count=1,
        )
    else:
        link = f'<a href="{escape(relative(page, new))}">{escape(book.at(new).full_title)}</a>'
        line = f'<p class="pb-moved" id="{escape(id)}">This section has moved: {link}.</p>'
        text = text.replace("</article>", f"{line}</article>", 1)
    file.write_text(text, encoding="utf-8")


def redirect(site: Site, book: Book, page: str, ways: dict[str, str]) -> None:
    links = [Way(id, relative(page, new), book.at(new).full_title) for id, new in ways.items()]
    file = site.folder / page / "index.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(stub(book, book.at(ways[""]), page, links), encoding="utf-8")


def relative(page: str, address: str) -> str:
    """The link from a page to an address, both below the site's root."""
    to, id = split(address)
    path = os.path.relpath(to or ".", page or ".")
    return f"{path}/" + (f"#{id}" if id else "")
