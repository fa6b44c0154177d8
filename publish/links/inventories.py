"""The same addresses for other programs: `links.json` for a wiki's owner, `objects.inv` for Sphinx and MkDocs, `llms.txt` for models."""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from publish.links.stubs import FOLDER
from publish.links.targets import Book, Target


def write(folder: Path, book: Book, aliases: dict[str, str]) -> None:
    (folder / "links.json").write_text(one_a_line(link_list(book, aliases)), encoding="utf-8")
    (folder / "objects.inv").write_bytes(inventory(book, aliases))
    (folder / "llms.txt").write_text(for_models(book), encoding="utf-8")


def link_list(book: Book, aliases: dict[str, str]) -> dict[str, Any]:
    """`url`, `go`, `embed` and `aliases` are below `base`, so that a copy of the site at another address has the same list."""
    old = defaultdict(list)
    for address, new in aliases.items():
        old[new].append(address)
    links = []
    for target in book.targets:
        link = {"id": target.id, "kind": target.kind, "title": target.title, "page": target.page, "url": target.url}
        if target.kind == "section":
            link["go"] = f"{FOLDER}/{target.id}/"
        if target.kind == "calculator":
            link["embed"] = f"embed/{target.id}/"
        links.append(link | {"verified": target.verified, "aliases": old[target.url]})
    return {"version": 1, "site": book.name, "base": book.base, "links": links}


def one_a_line(listed: dict[str, Any]) -> str:
    """JSON with one link on each line, so that two lists can be compared line by line."""
    links = ",\n".join(json.dumps(link, ensure_ascii=False) for link in listed["links"])
    head = json.dumps({**listed, "links": []}, ensure_ascii=False).removesuffix("]}")
    return f"{head}\n{links}\n]}}\n"


def inventory(book: Book, aliases: dict[str, str]) -> bytes:
    """Sphinx's inventory, version 2: pages as std:doc, sections and their old ids as std:label, the Python package's names as py:function and so on."""
    head = f"# Sphinx inventory version 2\n# Project: {book.name}\n# Version: \n# The remainder of this file is compressed using zlib.\n"
    body = "".join(f"{name} {role} -1 {uri} {title}\n" for name, role, uri, title in entries(book, aliases))
    return head.encode() + zlib.compress(body.encode(), 9)


def entries(book: Book, aliases: dict[str, str]) -> Iterator[tuple[str, str, str, str]]:
    for page in book.of("page"):
        yield page.id, "std:doc", page.url or "./", page.title
    labels = {section.id: section for section in book.of("section")}
    for old, new in aliases.items():
        if "#" in old:
            labels.setdefault(old.partition("#")[2], book.at(new))
    for id, target in labels.items():
        # A uri that ends in the name is shortened to a dollar sign.
        uri = target.url.removesuffix(id) + "$" if target.id == id else target.url
        yield id, "std:label", uri or "./", target.title
    for name, role, url in book.python:
        yield name, f"py:{role}", url, "-"  # a dash: called as it is named


def for_models(book: Book) -> str:
    """llms.txt: what the site is and where its pages are, one line each."""
    lines = [f"# {book.name}", "", f"> {book.description}", ""]
    groups: dict[str, list[Target]] = defaultdict(list)
    for page in book.of("page"):
        groups[page.url.partition("/")[0]].append(page)
    for folder, pages in groups.items():
        if folder:
            lines += [f"## {folder.capitalize()}", ""]
        lines += [f"- [{page.title}]({urljoin(book.base, page.url)}): {page.description}" for page in pages] + [""]
    lines += ["## Lists for programs", ""]
    lines.append(f"- [links.json]({urljoin(book.base, 'links.json')}): every page, section and calculator with its lasting address")
    lines.append(f"- [objects.inv]({urljoin(book.base, 'objects.inv')}): the same for Sphinx and MkDocs")
    return "\n".join(lines) + "\n"
