"""`go/<id>/`: a page for each section, with that section's own preview, which sends the reader on.

Chats and wikis fetch a pasted address without its fragment and without JavaScript, so that all sections of
a page would look alike. The same kind of page stands where a page has moved away.
"""

import shutil
from dataclasses import dataclass
from html import escape
from urllib.parse import urljoin

from publish.links.targets import Book, Target
from publish.site import Site

FOLDER = "go"

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<meta name="description" content="{description}">
<meta name="robots" content="noindex">
<link rel="canonical" href="{canonical}">
<link rel="icon" href="{root}assets/favicon.svg">
<meta property="og:site_name" content="{site}">
<meta property="og:type" content="article">
<meta property="og:title" content="{title}">
<meta property="og:description" content="{description}">
<meta property="og:url" content="{own}">
<meta property="og:image" content="{image}">
<meta property="og:image:width" content="1200">
<meta property="og:image:height" content="630">
<meta property="og:image:alt" content="{image_alt}">
<meta name="twitter:card" content="summary_large_image">
<script defer src="{root}assets/go.js"></script>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{description}</p>
<p>{links}</p>
</main>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Way:
    """Where to go: for a hash of its own (`id`), or for every other ("")."""

    id: str
    href: str
    title: str


def write(site: Site, book: Book, aliases: dict[str, str]) -> int:
    """A page for every section, and for the old ids of sections that were renamed; how many."""
    shutil.rmtree(site.folder / FOLDER, ignore_errors=True)
    sections = {target.id: target for target in book.of("section")}
    for old, new in aliases.items():
        if "#" in old:
            sections.setdefault(old.partition("#")[2], book.at(new))
    for id, target in sections.items():
        file = site.folder / FOLDER / id / "index.html"
        file.parent.mkdir(parents=True)
        file.write_text(stub(book, target, f"{FOLDER}/{id}/", [Way("", f"../../{target.url}", target.full_title)]), encoding="utf-8")
    return len(sections)


def stub(book: Book, target: Target, at: str, ways: list[Way]) -> str:
    """The page at the address `at` that looks like `target` and leads on by `ways`."""
    root = "../" * at.count("/")
    links = "<br>".join(f'<a data-way="{escape(way.id)}" href="{escape(way.href)}">Read on: {escape(way.title)}</a>' for way in ways)
    words = {
        "title": target.full_title,
        "description": target.description,
        "canonical": urljoin(book.base, target.url),
        "own": urljoin(book.base, at),
        "site": book.name,
        "image": target.image,
        "image_alt": target.image_alt,
    }
    return PAGE.format(**{name: escape(text) for name, text in words.items()}, root=root, links=links)
