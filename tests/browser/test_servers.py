"""The whole site behind the real nginx and Caddy with the generated configuration. Part of the wider run: they come from Debian's packages."""

from contextlib import closing
from http.client import HTTPConnection
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from publish.host import configuration
from publish.measurements import servers
from tests.browser.walk import computes, walk

pytestmark = pytest.mark.wider


def got(url: str, encoding: str = "identity") -> tuple[int, dict[str, str]]:
    try:
        with urlopen(Request(url, headers={"Accept-Encoding": encoding})) as answer:
            return answer.status, {name.lower(): ", ".join(answer.headers.get_all(name)) for name in answer.headers}
    except HTTPError as error:
        return error.code, {name.lower(): ", ".join(error.headers.get_all(name)) for name in error.headers}


SERVERS = {"nginx": servers.nginx, "caddy": servers.caddy}


@pytest.fixture(
    scope="module", params=[("nginx", "/"), ("nginx", "/x/y/"), ("caddy", "/"), ("caddy", "/x/y/")], ids=lambda param: param[0] + param[1]
)
def served(request, site_folder):
    """(server, address) of the site, at the root and as a mirror below a path."""
    name, base = request.param
    with SERVERS[name](site_folder, base) as address:
        yield name, address


def test_the_whole_site_loads(browser, served, site_folder):
    """Every page, search, a calculator and a sandboxed embed, with no violation of the policy."""
    assert walk(browser, served[1], site_folder) == []


def test_computes(page, served):
    """A calculator of its own page."""
    computes(page, f"{served[1]}calculators/growth/?quarters=5")


def test_headers_are_those_of_the_rules(served, site_folder):
    """Each server says exactly what `_headers` says, for every kind of file, its 404 included."""
    rules = configuration.rules(site_folder)
    names = {name for rule in rules for name, _ in rule.headers}
    runtime = next((site_folder / "assets" / "runtime").rglob("pyodide.mjs")).relative_to(site_folder).as_posix()
    for path in ("", "framework/strategy/", "embed/growth/", "embed/growth/oembed.json", "assets/pb-calculator.mjs", runtime, "sw.js"):
        status, headers = got(served[1] + path)
        assert status == 200
        assert {name: headers.get(name.lower()) for name in names if headers.get(name.lower())} == configuration.headers_for(
            rules, f"/{path}"
        ), path
        assert "x-frame-options" not in headers


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        (".mjs", "text/javascript; charset=utf-8"),
        (".wasm", "application/wasm"),
        (".css", "text/css; charset=utf-8"),
        (".json", "application/json; charset=utf-8"),
        (".svg", "image/svg+xml"),
    ],
)
def test_media_types(served, site_folder, ending, kind):
    """A module needs text/javascript, streaming compilation application/wasm."""
    path = next(path for path in site_folder.rglob(f"*{ending}")).relative_to(site_folder).as_posix()
    assert got(served[1] + path)[1]["content-type"].removesuffix("; charset=utf-8") == kind.removesuffix("; charset=utf-8")


def test_what_was_compressed_before_is_served(served, site_folder):
    """gzip always; brotli from Caddy, and from nginx with its module. The bytes are those of the file beside the original."""
    for encoding, ending in (("gzip", ".gz"), ("br", ".br")):
        if (encoding, served[0]) == ("br", "nginx") and not servers.BROTLI.exists():
            continue
        with urlopen(Request(f"{served[1]}assets/playbook.css", headers={"Accept-Encoding": encoding})) as answer:
            assert answer.headers["Content-Encoding"] == encoding and "accept-encoding" in answer.headers["Vary"].lower()
            assert answer.read() == (site_folder / f"assets/playbook.css{ending}").read_bytes()


def test_what_is_not_there(served):
    """Status 404 with the site's own page; a folder without its slash leads on without naming host or port."""
    assert got(f"{served[1]}gone/")[0] == 404
    with urlopen(f"{served[1]}framework") as answer:
        assert answer.url == f"{served[1]}framework/"


@pytest.mark.parametrize("folder", ["go/", "assets/", "assets/runtime/", "embed/"])
def test_a_folder_without_a_page_is_not_there(served, site_folder, folder):
    """Neither a bare refusal of the server nor a list of files: the site's own page for what is not there."""
    with pytest.raises(HTTPError) as refused:
        urlopen(served[1] + folder)
    assert refused.value.code == 404 and refused.value.read() == (site_folder / "404.html").read_bytes()


def leads_to(address: str, path: str) -> str:
    """Where the server sends on whoever asks for a path, written as it is."""
    with closing(HTTPConnection(urlsplit(address).netloc)) as server:
        server.request("GET", path)
        answer = server.getresponse()
        assert answer.status in (301, 302, 308), path
        return answer.getheader("Location")


@pytest.mark.parametrize("query", ["", "?quarters=5&data=2026-11", "?note=a%20b%26c"])
def test_the_slash_costs_no_numbers(served, query):
    """A folder's address without its slash leads on with the whole query, the site's own address below a path included."""
    base = urlsplit(served[1]).path
    for folder in ("calculators/growth", "embed/growth", "framework", *([""] if base != "/" else [])):
        asked = (base + folder).rstrip("/")
        assert leads_to(served[1], asked + query) == f"{asked}/{query}"


@pytest.mark.parametrize("trick", ["/evil.example/../framework", "\\evil.example/../framework", "/evil.example/%2e%2e/framework"])
def test_no_address_leads_off_the_host(served, trick):
    """A second slash or a backslash at the start of an address that is sent on would name another host."""
    assert leads_to(served[1], f"{urlsplit(served[1]).path}{trick}?x=1") == f"{urlsplit(served[1]).path}framework/?x=1"
