"""The addresses of the built site, as wikis, search engines and other programs find them."""

import gzip
import inspect
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from sphobjinv import Inventory

import calculator
from publish.finish import freshness
from publish.links import ledger, targets
from publish.links.targets import meta
from tests.site.test_site import complaints

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def book(site) -> targets.Book:
    return targets.read(site)


def test_every_address_ever_published_leads_somewhere(site):
    """And none is new without being in the record."""
    lines = ledger.read()
    assert len(lines) > 300 and list(ledger.problems(site, lines)) == []


def test_losing_any_section_would_be_noticed(site):
    """Without its page, or without its id, every line of the record fails."""
    lines = ledger.read()
    for line in lines:
        page, _, id = line.removeprefix("./").partition("#")
        root = site.pages[f"{page}index.html"]
        (element,) = root.xpath("//*[@id=$id]", id=id) if id else [None]
        if element is not None:
            element.set("id", f"{id}-renamed")
            assert not ledger.resolves(site, line)
            element.set("id", id)


def test_every_section_has_an_address_of_its_own(site, book):
    """`go/<id>/` for each, distinct in title, leading to the section."""
    sections = book.of("section")
    pages = {path: root for path, root in site.pages.items() if path.startswith("go/")}
    assert set(pages) >= {f"go/{section.id}/index.html" for section in sections} and len(sections) > 200
    assert len({section.full_title for section in sections}) == len(sections)
    for section in sections:
        root = pages[f"go/{section.id}/index.html"]
        assert root.findtext(".//title") == section.full_title
        assert root.xpath("//main//a/@href") == [f"../../{section.url}"] and len(meta(root, "description")) <= 155
        assert meta(root, "robots") == "noindex" and root.xpath("//link[@rel='canonical']/@href") == [book.base + section.url]


def test_section_addresses_are_valid_html(folder, tmp_path):
    """html-validate finds nothing wrong with what is written here without a theme."""
    files = [tmp_path / f"{id}.html" for id in ("strategy-gates", "claim-cogs-bands")]
    for file in files:
        shutil.copy(folder / "go" / file.stem / "index.html", file)
    assert complaints(*files) == []


def test_only_pages_are_for_search(folder):
    """Neither the sitemap nor the site's own search knows the addresses that only lead on."""
    for file in ("sitemap.xml", "sitemap.xml.gz"):
        text = (folder / file).read_bytes()
        text = (gzip.decompress(text) if file.endswith(".gz") else text).decode()
        assert "/framework/strategy/" in text and "/go/" not in text
    for file in (folder / "search").glob("*.json"):
        assert '"go/' not in file.read_text(encoding="utf-8")


def test_objects_inv_is_read_by_sphinx_tools(folder, site, book):
    """sphobjinv decodes it; every page and section is there, and every entry resolves."""
    objects = Inventory(folder / "objects.inv").objects
    assert {item.name for item in objects if item.role == "label"} >= {section.id for section in book.of("section")}
    assert {item.name for item in objects if item.role == "doc"} == {page.id for page in book.of("page")}
    assert {(item.domain, item.priority) for item in objects} == {("std", "-1"), ("py", "-1")}
    assert [item.name for item in objects if not ledger.resolves(site, item.uri_expanded)] == []
    gates = next(item for item in objects if item.name == "strategy-gates")
    assert (gates.uri_expanded, gates.dispname_expanded) == ("framework/strategy/#strategy-gates", "Two gates, then the count")


def test_links_json_lists_every_link_once(folder, site, book):
    """Every address in it is there, of the site and of each section's own."""
    listed = json.loads((folder / "links.json").read_text(encoding="utf-8"))
    links = listed["links"]
    assert len({(link["kind"], link["id"]) for link in links}) == len(links) == len(book.targets)
    assert all(date.fromisoformat(link["verified"]) for link in links)
    for link in links:
        for address in [
            link["url"],
            *([link["go"]] if "go" in link else []),
            *([link["embed"]] if "embed" in link else []),
            *link["aliases"],
        ]:
            assert ledger.resolves(site, address), address


def test_llms_txt_names_every_page(folder, book):
    """The file for language models begins with the site's name and has each page once."""
    text = (folder / "llms.txt").read_text(encoding="utf-8")
    assert text.startswith(f"# {book.name}\n\n> ")
    assert all(text.count(f"]({book.base}{page.url})") == 1 for page in book.of("page"))


def test_permalinks_are_named(site):
    """A list of a page's links tells a listener which heading each belongs to."""
    for path, article in site.articles():
        labels = article.xpath(".//*[self::h1 or self::h2 or self::h3]/a[starts-with(@href, '#')]/@aria-label")
        assert len(labels) == len(set(labels)) == len(article.xpath(".//*[self::h1 or self::h2 or self::h3][@id]")), path


def test_every_page_was_verified_within_half_a_year(site):
    """By today's date: this is meant to fail one day, and says then what to do."""
    assert list(freshness.problems(site, date.today())) == []


def public_names() -> set[tuple[str, str]]:
    """(role, name) of everything that the Python package offers."""
    found = set()
    for name in calculator.__all__:
        thing = getattr(calculator, name)
        if not inspect.isclass(thing):
            found.add(("function", f"calculator.{name}"))
            continue
        found.add(("exception" if issubclass(thing, Exception) else "class", f"calculator.{name}"))
        fields = vars(thing("field", "must be", 1)) if issubclass(thing, Exception) else inspect.signature(thing).parameters
        methods = [key for key, value in vars(thing).items() if inspect.isfunction(value) and not key.startswith("_")]
        found |= {("attribute", f"calculator.{name}.{field}") for field in fields}
        found |= {("method", f"calculator.{name}.{method}") for method in methods}
    return found


def test_objects_inv_has_every_public_name_of_the_python_package(folder, site):
    """And nothing else of it; each leads to its signature on the page."""
    objects = [item for item in Inventory(folder / "objects.inv").objects if item.domain == "py"]
    assert {(item.role, item.name) for item in objects} == public_names()
    page = site.pages["reference/python/index.html"]
    for item in objects:
        assert item.uri_expanded.startswith("reference/python/#")
        (element,) = page.xpath("//*[@id=$id]", id=item.uri_expanded.partition("#")[2])
        section = element if element.get("data-python") else element.getparent()
        assert section.xpath("descendant-or-self::*[@data-python=$named]", named=f"{item.role} {item.name}")
