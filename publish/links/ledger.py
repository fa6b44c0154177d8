"""The record of every address that was ever published: `tests/contracts/anchors.txt`, one a line, below the site's root.

What was published stays, since each line may stand in somebody's wiki. A line that came with this branch and leads nowhere is taken off again.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from publish import ROOT
from publish.links.targets import HEADINGS, page_url
from publish.record.published import published_text
from publish.site import Site

FILE = ROOT / "tests" / "contracts" / "anchors.txt"
RECORD = "make record"


def addresses(site: Site) -> set[str]:
    """Every address of the built site that people can come to hold: pages, headings, and rows and terms with an id of their own."""
    found = set()
    for path, article in site.articles():
        url = page_url(path) or "./"
        found |= {url} | {f"{url}#{id}" for id in article.xpath(f".//*[{HEADINGS} or self::tr or self::dt]/@id")}
    return found


def read(file: Path = FILE) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def problems(site: Site, lines: Iterable[str]) -> Iterator[str]:
    """A sentence about the addresses that are new, and one for each that was published and leads nowhere."""
    lines = list(lines)
    if new := sorted(addresses(site) - set(lines)):
        advice = f"What is published stays for ever: if these names are what you want, run `{RECORD}` and commit {FILE.relative_to(ROOT)}."
        yield f"New and not yet in the record: {', '.join(new)}. {advice}"
    for address in lines:
        if not resolves(site, address):
            yield f"{address} was published and leads nowhere now: bring it back, or say in publish/links/aliases.toml where it went. If it came with this branch, run `make record`, which takes it off."


def resolves(site: Site, address: str) -> bool:
    """Whether a browser that opens the address ends at the place that it names."""
    page, _, id = address.removeprefix("./").partition("#")
    root = site.pages.get(f"{page}index.html")
    if root is None:
        return False
    ways = {way.get("data-way"): way.get("href") for way in root.xpath("//a[@data-way]")}
    if not ways:
        return not id or bool(root.xpath("//*[@id=$id]", id=id))
    href = ways.get(id, ways[""])
    target = site.target(f"{page}index.html", href) or ""
    onward = page_url(target) + (href[href.index("#") :] if "#" in href else f"#{id}" if id else "")
    return onward != address and resolves(site, onward)


def record(site: Site, file: Path = FILE, root: Path = ROOT) -> list[str]:
    """Add what is new and take off what never was published and leads nowhere; what was added, and what taken off."""
    old, offers = set(read(file)), addresses(site)
    theirs = published_text(file, root) if file.is_relative_to(root) else None
    free = old - set(theirs.splitlines()) if theirs is not None else set()
    gone = {line for line in free if not resolves(site, line)}
    file.write_text("".join(f"{line}\n" for line in sorted((old | offers) - gone)), encoding="utf-8")
    return [*sorted(offers - old), *(f"{line}: never published, taken off" for line in sorted(gone))]
