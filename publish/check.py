"""Checks of the built site, after the build and whatever engine made it: `python -m publish.check site`.

`mkdocs build --strict` passes broken anchors in raw HTML and ids that stand twice, so the built HTML is
read again from outside, as a browser and a wiki would.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "audio": "src", "video": "src", "embed": "src", "object": "data", "form": "action"}
LOADING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "manifest"}
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CSS_URL = re.compile(r"""(?:url\(\s*['"]?|@import\s+['"])(?P<url>(?:https?:)?//[^'")\s]+)""")
DESCRIPTION = range(40, 156)


class Site:
    """The built pages by their path, parsed once."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.pages = {path.relative_to(folder).as_posix(): html.parse(str(path)).getroot() for path in sorted(folder.rglob("*.html"))}

    def articles(self) -> Iterator[tuple[str, html.HtmlElement]]:
        """Every page of the playbook with its main part; 404.html has none of ours."""
        for path, root in self.pages.items():
            if path != "404.html":
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
        return resolved.relative_to(self.folder.resolve()).as_posix() if resolved.is_relative_to(self.folder.resolve()) else "(outside the site)"


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
    headings: Counter = Counter()
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

    def foreign(url: str) -> bool:
        return bool(urlsplit(url).netloc)

    for page, root in site.pages.items():
        for tag, attribute in LOADING.items():
            yield from (f"{page}: <{tag}> loads {url}" for url in root.xpath(f"//{tag}/@{attribute}") if foreign(url))
        for link in root.xpath("//link[@href]"):
            if foreign(link.get("href")) and set(link.get("rel", "").split()) & LOADING_LINKS:
                yield f"{page}: <link> loads {link.get('href')}"
    for sheet in sorted(site.folder.rglob("*.css")):
        yield from (f"{sheet.relative_to(site.folder)}: loads {found['url']}" for found in CSS_URL.finditer(sheet.read_text(encoding="utf-8")))


def bad_heads(site: Site) -> Iterator[str]:
    """Pages without a title of their own, a language, or a description that fits a preview."""
    seen: dict[str, str] = {}
    for page, _ in site.articles():
        root = site.pages[page]
        description = (root.xpath("//meta[@name='description']/@content") or [""])[0]
        if len(description) not in DESCRIPTION:
            yield f"{page}: its description has {len(description)} characters, not {DESCRIPTION.start} to {DESCRIPTION.stop - 1}"
        if not root.get("lang"):
            yield f"{page}: has no lang"
        for what in (description, root.findtext(".//title")):
            if what and what in seen:
                yield f"{page}: shares {what!r} with {seen[what]}"
            seen[what] = page


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


CHECKS = (broken_links, repeated_ids, bad_headings, foreign_requests, bad_heads, unlabelled_fields)


def problems(folder: Path, docs: Path | None = None) -> list[str]:
    """Everything wrong with the built site in `folder`, and with the sources in `docs` where given."""
    site = Site(folder)
    found = [problem for check in CHECKS for problem in check(site)]
    return found + (list(automatic_ids(docs)) if docs else [])


def main(folder: str) -> int:
    found = problems(Path(folder), Path("docs"))
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"{folder}: {len(list(Path(folder).rglob('*.html')))} pages checked, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
