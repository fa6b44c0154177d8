"""Checks of the built site, after the build and whatever engine made it: `python -m publish.finish.check site`.

`mkdocs build --strict` passes broken anchors in raw HTML and ids that stand twice, so the built HTML is
read again from outside, as a browser and a wiki would.
"""

import re
import struct
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from calculator import calculators
from publish.licences import faults
from publish.record import heights
from publish.site import Site, noindex

LOADING = (
    "//@src | //@poster | //@background | //@ping | //object/@data | //form/@action | //@formaction | //base/@href"
    " | //*[local-name()='image' or local-name()='use']/@*[local-name()='href']"
)
LOADING_SETS = "//@srcset | //@imagesrcset"  # several addresses, each with a size behind it
LOADING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "manifest"}
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# These two read what others wrote, megabytes in a line: no part of them may be tried twice over the same signs.
CSS_URL = re.compile(
    r"""(?:url\(\s*['"]?|@import\s+['"]|image-set\((?:(?!image-set\()[^)])*?['"])(?P<url>(?:https?:)?//[^'")\s]+)""", re.IGNORECASE
)
# What a script loads without being asked: modules, workers, connections. What it fetches is seen in a browser, by tests/browser.
SCRIPT_URL = re.compile(
    r"""(?:\bfrom\s*|\bimport\s*(?:\(\s*)?|importScripts\(\s*|new\s+(?:(?:Shared)?Worker|WebSocket|EventSource)\(\s*)"""
    r"""["'`](?P<url>(?:https?:|wss?:)?//[^"'`\s]+)"""
)
REFRESH = re.compile(r"url\s*=\s*['\"]?(?P<url>[^'\"\s]+)", re.IGNORECASE)
DESCRIPTION = range(40, 156)
PREVIEW = ("og:site_name", "og:type", "og:title", "og:description", "og:url", "og:image", "og:image:alt", "twitter:card")
PREVIEW_SIZE = (1200, 630)
PREVIEW_WITHIN = 32_000  # bytes; Slack's crawler reads no further


def broken_links(site: Site) -> Iterator[str]:
    """Links whose page, file or anchor is not there."""
    ids = {path: set(root.xpath("//@id")) for path, root in site.pages.items()}
    for page, root in site.pages.items():
        if page == "404.html":
            continue  # its links start at the root of the domain, which only the host knows
        for link in root.xpath("//a/@href | //link/@href | //*/@src"):
            target = site.target(page, link)
            if target is None:
                continue
            fragment = unquote(urlsplit(link).fragment)
            if not (site.folder / target).is_file():
                yield f"{page}: {link} leads to nothing"
            elif fragment and target in ids and fragment not in ids[target]:
                yield f"{page}: {link} names an id that {target} does not have"


def repeated_ids(site: Site) -> Iterator[str]:
    """Ids that stand twice in a page, and heading ids that stand twice in the site."""
    headings: Counter[str] = Counter()
    for page, root in site.pages.items():
        yield from (f"{page}: the id {id} stands {n} times" for id, n in Counter(root.xpath("//@id")).items() if n > 1)
    for _, article in site.articles():
        headings.update(article.xpath(".//*[self::h2 or self::h3 or self::h4 or self::h5 or self::h6]/@id"))
    yield from (f"the heading id {id} stands in {n} pages" for id, n in headings.items() if n > 1)


def bad_headings(site: Site) -> Iterator[str]:
    """Pages without exactly one h1; headings without an id, or with one that is not lowercase kebab."""
    for page, article in site.articles():
        if len(article.xpath(".//h1")) != 1:
            yield f"{page}: has {len(article.xpath('.//h1'))} h1 headings, not one"
        for heading in article.xpath(".//*[self::h2 or self::h3 or self::h4 or self::h5 or self::h6]"):
            if not KEBAB.fullmatch(heading.get("id") or ""):
                yield f"{page}: the heading {heading.text_content()!r} has no lowercase-kebab id (got {heading.get('id')!r})"


def automatic_ids(docs: Path) -> Iterator[str]:
    """Headings of the sources that leave their id to chance: it would change with the words."""
    for file in sorted(docs.rglob("*.md")):
        fenced = False
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            fenced ^= line.lstrip().startswith("```")
            if not fenced and re.match(r"#{2,6} ", line) and not re.search(r"\{\s*#[a-z0-9-]+[^}]*\}\s*$", line):
                yield f"{file.relative_to(docs.parent)}:{number}: the heading has no explicit id, such as {{#when-to-start-closed}}"


def foreign_requests(site: Site) -> Iterator[str]:
    """Anything that a browser would load from another host."""
    for page, root in site.pages.items():
        yield from (f"{page}: <{tag}> loads {url}" for tag, url in requests(root) if urlsplit(url).netloc)
    for file in sorted(site.folder.rglob("*")):
        pattern = {".css": CSS_URL, ".js": SCRIPT_URL, ".mjs": SCRIPT_URL}.get(file.suffix)
        if pattern:
            yield from (
                f"{file.relative_to(site.folder)}: loads {found['url']}" for found in pattern.finditer(file.read_text(encoding="utf-8"))
            )


def requests(root: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """(element, address) of whatever the page makes a browser load, styles and scripts inside the page included."""
    for url in root.xpath(LOADING):
        yield url.getparent().tag, url
    for sizes in root.xpath(LOADING_SETS):
        yield from ((sizes.getparent().tag, part.split()[0]) for part in sizes.split(",") if part.split())
    for link in root.xpath("//link[@href]"):
        if set(link.get("rel", "").split()) & LOADING_LINKS:
            yield "link", link.get("href")
    for refresh in root.xpath("//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']/@content"):
        yield from (("meta", found["url"]) for found in REFRESH.finditer(refresh))
    for what, pattern in (("//@style | //style/text()", CSS_URL), ("//script/text()", SCRIPT_URL)):
        for text in root.xpath(what):
            yield from ((text.getparent().tag, found["url"]) for found in pattern.finditer(text))
    for inner in root.xpath("//@srcdoc"):
        yield from requests(html.document_fromstring(inner or "<p>"))


def bad_heads(site: Site) -> Iterator[str]:
    """Pages without a title, language or description of their own, or that a chat could not preview."""
    seen: dict[str, str] = {}
    for page, root in site.pages.items():
        if page == "404.html" or (noindex(root) and not root.xpath("//a[@data-way]")):
            continue  # an embed is looked at in its frame, and its own checks know what it needs
        of = {tag.get("name") or tag.get("property"): tag.get("content", "") for tag in root.xpath("//head/meta[@content]")}
        title, description = root.findtext(".//head/title") or "", of.get("description", "")
        if len(description) not in DESCRIPTION:
            yield f"{page}: its description has {len(description)} characters, not {DESCRIPTION.start} to {DESCRIPTION.stop - 1}"
        if not root.get("lang"):
            yield f"{page}: has no lang"
        # What only leads on says what its goal says.
        for what in () if noindex(root) else (title, description):
            if what and what in seen:
                yield f"{page}: shares {what!r} with {seen[what]}"
            seen[what] = page
        yield from (f"{page}: {problem}" for problem in bad_preview(site, page, root, of))


def bad_preview(site: Site, page: str, root: html.HtmlElement, of: dict[str, str]) -> Iterator[str]:
    """What a chat, a wiki or a search engine would miss in the head of a page."""
    for name in PREVIEW:
        if not of.get(name):
            yield f"has no {name}"
    if of.get("og:title") and not (root.findtext(".//head/title") or "").startswith(of["og:title"]):
        yield f"its og:title {of['og:title']!r} is not what its title begins with"
    if of.get("og:description") != of.get("description"):
        yield "its og:description is not its description"
    if b"twitter:card" not in (site.folder / page).read_bytes()[:PREVIEW_WITHIN]:
        yield f"its preview tags are not in its first {PREVIEW_WITHIN} bytes"
    own = page.removesuffix("index.html")
    canonical = (root.xpath("//head/link[@rel='canonical']/@href") or [""])[0]
    for name, url in (("canonical link", canonical), ("og:url", of.get("og:url", "")), ("og:image", of.get("og:image", ""))):
        if not urlsplit(url).netloc:
            yield f"its {name} is no whole address (got {url!r})"
    if not of.get("og:url", "").endswith(f"/{own}"):
        yield f"its og:url is not its own address (got {of.get('og:url')!r})"
        return
    base = of["og:url"].removesuffix(own)
    if not noindex(root) and canonical != of["og:url"]:
        yield f"its canonical link is not its own address (got {canonical!r})"
    image = site.folder / of.get("og:image", "").removeprefix(base)
    if not of.get("og:image", "").startswith(base) or not image.is_file():
        yield f"its og:image is not in the site (got {of.get('og:image')!r})"
    elif png_size(image) != PREVIEW_SIZE:
        yield f"its og:image must be a PNG of {PREVIEW_SIZE[0]} by {PREVIEW_SIZE[1]} pixels (got {png_size(image)})"


def png_size(file: Path) -> tuple[int, int] | None:
    """Width and height from the first bytes of a PNG; None for another kind of file."""
    start = file.read_bytes()[:24]
    return struct.unpack(">II", start[16:]) if start.startswith(b"\x89PNG\r\n\x1a\n") and len(start) == 24 else None


def unlabelled_fields(site: Site) -> Iterator[str]:
    """Form fields without a label, and references of ARIA to ids that are not there."""
    for page, root in site.pages.items():
        ids = set(root.xpath("//@id"))
        for field in root.xpath("//pb-calculator//input | //pb-calculator//select | //pb-calculator//textarea"):
            labelled = field.get("aria-label") or field.xpath("ancestor::label") or root.xpath("//label[@for=$id]", id=field.get("id", ""))
            if not labelled:
                yield f"{page}: the field {field.get('name') or field.get('id')} has no label"
        for references in root.xpath("//pb-calculator//@aria-describedby"):
            yield from (f"{page}: aria-describedby names {id}, which is not there" for id in references.split() if id not in ids)


def markup_in_code(site: Site) -> Iterator[str]:
    """Figures of ours that stand in code, where their link would be read as text."""
    for page, article in site.articles():
        yield from (
            f"{page}: code shows the markup of a figure" for code in article.xpath(".//code") if 'class="pb-figure"' in code.text_content()
        )


CHECKS = (broken_links, repeated_ids, bad_headings, foreign_requests, bad_heads, unlabelled_fields, markup_in_code)


def problems(folder: Path, docs: Path | None = None) -> list[str]:
    """Everything wrong with the built site in `folder`, and with the sources in `docs` where given."""
    site = Site(folder)
    found = [problem for check in CHECKS for problem in check(site)]
    return found + ([*automatic_ids(docs), *faults(folder, docs.resolve().parent)] if docs else [])


def main(folder: str) -> int:
    found = problems(Path(folder), Path("docs"))
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"{folder}: {len(list(Path(folder).rglob('*.html')))} pages checked, {len(found)} problems")
    for sentence in heights.complaints(calculators()):
        print(sentence)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
