"""Everything in the built site that has a lasting address: pages, sections, calculators."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lxml import html

from publish.site import Site

LONGEST = 155  # what previews show of a description
SHORTEST = 40
HEADINGS = "self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6"
TEXT = {"p", "ul", "ol", "dl", "blockquote"}


@dataclass(frozen=True, slots=True)
class Target:
    """One address. `url` is below the site's root; `kind` is page, section or calculator; `verified` is a date as YYYY-MM-DD or ""."""

    id: str
    kind: str
    title: str
    page: str
    url: str
    description: str
    verified: str
    image: str
    image_alt: str

    @property
    def full_title(self) -> str:
        """The title for one who does not know the page that it stands in."""
        return f"{self.title} \N{EN DASH} {self.page}" if self.kind == "section" else self.title


class PythonName(NamedTuple):
    """A name of the Python package and where the site tells of it; `role` is what Sphinx calls its kind: function, method."""

    name: str
    role: str
    url: str


@dataclass(frozen=True, slots=True)
class Book:
    """The site as a whole: its name, its address from the canonical links, and what it says about itself."""

    name: str
    base: str
    description: str
    targets: tuple[Target, ...]
    python: tuple[PythonName, ...] = ()

    def of(self, *kinds: str) -> list[Target]:
        return [target for target in self.targets if target.kind in kinds]

    def at(self, address: str) -> Target:
        """The page or section at an address; for an anchor that is no section, its page."""
        found = {target.url: target for target in self.of("page", "section")}
        return found.get(address) or found[address.partition("#")[0]]


def page_url(path: str) -> str:
    """`framework/strategy/` for `framework/strategy/index.html`."""
    return path.removesuffix("index.html")


def meta(root: html.HtmlElement, name: str) -> str:
    found: list[str] = root.xpath("//head/meta[@name=$name or @property=$name]/@content", name=name)
    return found[0] if found else ""


def read(site: Site) -> Book:
    """The site's addresses, page by page. ValueError when the home page names no canonical address."""
    home = site.pages["index.html"]
    base = (home.xpath("//head/link[@rel='canonical']/@href") or [""])[0]
    if not base:
        raise ValueError("index.html has no canonical link: set site_url in mkdocs.yml, or SITE_URL")
    pages = sorted(site.articles(), key=lambda page: page_url(page[0]))  # a folder's first page before the others
    targets = [target for path, article in pages for target in targets_of(path, site.pages[path], article)]
    names = [name for path, article in pages for name in python_names(page_url(path), article)]
    return Book(meta(home, "og:site_name"), base, meta(home, "description"), tuple(targets), tuple(names))


def python_names(url: str, article: html.HtmlElement) -> Iterator[PythonName]:
    """Each under its own id, or that of the heading above it."""
    for element in article.xpath(".//*[@data-python]"):
        role, _, name = element.get("data-python").partition(" ")
        id = element.get("id") or element.xpath("preceding::*[self::h1 or self::h2 or self::h3][1]/@id")[0]
        yield PythonName(name, role, f"{url}#{id}")


def targets_of(path: str, root: html.HtmlElement, article: html.HtmlElement) -> Iterator[Target]:
    url, description = page_url(path), meta(root, "description")
    page = heading_text(article.xpath(".//h1")[0])
    verified = (article.xpath(".//*[contains(@class, 'pb-verified')]//time/@datetime") or [""])[0]
    shared = {"page": page, "verified": verified, "image": meta(root, "og:image"), "image_alt": meta(root, "og:image:alt")}
    yield Target(url.rstrip("/") or "index", "page", page, url=url, description=description, **shared)
    for id in article.xpath(".//pb-calculator/@calculator"):
        if url == f"calculators/{id}/":
            yield Target(id, "calculator", page, url=url, description=description, **shared)
    for heading in article.xpath(".//*[self::h2 or self::h3][@id]"):
        id = heading.get("id")
        yield Target(id, "section", heading_text(heading), url=f"{url}#{id}", description=summary(heading, description), **shared)


def heading_text(heading: html.HtmlElement) -> str:
    """A heading's words without its permalink."""
    return squeeze("".join(heading.xpath(".//text()[not(ancestor::a[starts-with(@href, '#')])]")))


def squeeze(words: str) -> str:
    return " ".join(words.split())


def summary(heading: html.HtmlElement, of_page: str) -> str:
    """What a section says first, in at most 155 characters; for a section of sections what stands in it."""
    own, below = [], []
    for element in heading.itersiblings():
        if element.xpath(HEADINGS):
            if element.tag <= heading.tag:
                break
            below.append(heading_text(element))
        elif element.tag in TEXT and not below and not element.get("class", "").startswith("pb-"):
            own.append(squeeze(" ".join(element.xpath(".//text()"))))
    words = tidy(" ".join(own)) or "; ".join(below)
    return shorten(words if len(words) >= SHORTEST else f"{words} {of_page}".strip())


def tidy(words: str) -> str:
    """Joined text pieces leave spaces before punctuation."""
    return re.sub(r"\s+([.,;:!?)])", r"\1", words)


def shorten(words: str) -> str:
    """At most LONGEST characters: whole sentences where that leaves enough of them, else whole words."""
    if len(words) <= LONGEST:
        return words
    sentences = [end.end(1) for end in re.finditer(r"[a-z)][^\s\w]*([.!?])(?=\s)", words[: LONGEST + 1])]
    if sentences and sentences[-1] >= LONGEST // 2:
        return words[: sentences[-1]]
    return words[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:- ") + "…"
