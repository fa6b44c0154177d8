"""The site under the headers that its host kit generates, in a real Chromium: nothing is refused, and what should be is."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from publish.host import configuration
from publish.host.serve import Handler, serving
from publish.site import Site
from tests.browser.walk import computes, listen, paths, walk

CSP = "Content-Security-Policy"


class Hosted(Handler):
    """A host that sends what the rules say, below the path `server.base`, and nothing of its own."""

    def find(self):
        path = urlsplit(self.path).path
        if not path.startswith(self.server.base):
            return 404, {"Content-Type": "text/plain"}, b"outside the site"
        self.path = "/" + self.path[len(self.server.base) :]
        status, headers, body = super().find()
        told = configuration.headers_for(self.server.rules, urlsplit(self.path).path)
        # This server's own leave for everyone would hide that a rule is missing.
        return status, {"Access-Control-Allow-Origin": "https://nobody.example", **headers, **told, **self.server.changed}, body


@contextmanager
def hosted(folder: Path, base: str = "/", **changed: str) -> Iterator[str]:
    """The address of the site in `folder` under its own rules; `changed` are headers that break them."""
    with serving(folder, handler=Hosted) as server:
        server.rules, server.base, server.changed = configuration.rules(folder), base, changed
        yield server.url.rstrip("/") + base


@pytest.mark.parametrize("base", ["/", "/x/y/"])
def test_the_whole_site_loads(browser, site_folder, base):
    """Every page, search, a calculator and a sandboxed embed, at the root and as a mirror below a path: nothing refused, missing or foreign."""
    with hosted(site_folder, base) as address:
        assert walk(browser, address, site_folder) == []


@pytest.fixture
def page_under(browser):
    """(folder, headers) -> a page and what goes wrong on it."""
    contexts = []

    def open(address: str):
        contexts.append(browser.new_context())
        page = contexts[-1].new_page()
        return page, listen(page, address)

    yield open
    for context in contexts:
        context.close()


# The theme's script starts whatever worker the first element of this id names.
CONFIG = """<div id="__config">{"base":".","features":[],"translations":{},"search":"data:text/javascript,self.postMessage({type:0,data:'ran'})"}</div>"""
TAKES_BACK = """<meta http-equiv="Content-Security-Policy" content="worker-src 'self'">"""
HEARD = """const Real = Worker; window.started = [];
window.Worker = class extends Real { constructor(url, ...more) { super(url, ...more); const one = [String(url).slice(0, 5), "silent"]; window.started.push(one); this.addEventListener("message", () => (one[1] = "spoke")); this.addEventListener("error", () => (one[1] = "refused")); } };"""


class TestWhatIsInjected:
    """A page into which somebody got a piece of HTML. None of ours lets that happen; the policy is for the day on which one does."""

    @pytest.fixture(params=["with headers", "without headers"])
    def injected(self, request, page_under, site_folder, tmp_path):
        """A full page with the piece in it, as a host serves it that sends our headers, or none."""
        shutil.copytree(
            site_folder, tmp_path, copy_function=os.link, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.br", "*.gz", "go")
        )

        def open(piece: str, path: str = "framework/strategy/"):
            file = tmp_path / path / "index.html"
            text = file.read_text(encoding="utf-8")
            file.unlink()
            file.write_text(re.sub("<body[^>]*>", lambda body: body[0] + piece, text, count=1), encoding="utf-8")
            page, wrong = page_under(server.url)
            page.add_init_script(HEARD)
            page.goto(f"{server.url}{path}")
            return page, wrong

        with serving(tmp_path, handler=Hosted if request.param == "with headers" else Handler) as server:
            server.rules, server.base, server.changed = configuration.rules(site_folder), "/", {}
            yield open

    def test_starts_no_worker_of_its_own(self, injected):
        """The theme is made to start a data: worker, and the browser refuses it."""
        page, wrong = injected(CONFIG)
        page.wait_for_function("window.started.some(([url, state]) => url === 'data:' && state !== 'silent')")
        assert page.evaluate("window.started.filter(([url]) => url === 'data:')") == [["data:", "refused"]]
        assert any("refused: worker-src data" in said for said in wrong)

    def test_can_come_before_no_policy(self, site_folder):
        """Every page that has the theme's script takes the leave for data: workers back at its top, before any script and the whole body."""
        pages = [text for file in site_folder.rglob("*.html") if 'id="__config"' in (text := file.read_text(encoding="utf-8"))]
        assert len(pages) > 40
        for text in pages:
            assert text.count(TAKES_BACK) == 1 and text.index(TAKES_BACK) < text.index("<script") < text.index("<body")


class TestTheTestsHear:
    def test_an_inline_script_that_came_later(self, page_under, site_folder, tmp_path):
        """A script whose hash is not in the policy does not run, and the walk would say so."""
        shutil.copytree(site_folder / "assets", tmp_path / "assets", copy_function=os.link)
        (tmp_path / "index.html").write_text((site_folder / "index.html").read_text(encoding="utf-8"), encoding="utf-8")
        with hosted(tmp_path) as address:
            (tmp_path / "index.html").write_text(
                (tmp_path / "index.html").read_text(encoding="utf-8").replace("</body>", "<script>window.slipped = 1</script></body>"),
                encoding="utf-8",
            )
            page, wrong = page_under(address)
            page.goto(address)
            assert page.evaluate("window.slipped") is None and any("refused: script-src-elem inline" in said for said in wrong)

    def test_a_policy_without_webassembly(self, page_under, site_folder):
        """The calculator says in a sentence what its host has to allow."""
        strict = configuration.policy(configuration.inline_hashes(site_folder)).replace(" 'wasm-unsafe-eval'", "")
        with hosted(site_folder, **{CSP: strict}) as address:
            page, _ = page_under(address)
            page.goto(f"{address}calculators/growth/?quarters=5")
            page.wait_for_selector("text=content security policy forbids WebAssembly", timeout=60_000)

    def test_a_policy_without_data_workers(self, page_under, site_folder):
        """The embed in a frame without origin needs them, which only this shows."""
        strict = configuration.policy(configuration.inline_hashes(site_folder)).replace("worker-src 'self' data:", "worker-src 'self'")
        with hosted(site_folder, **{CSP: strict}) as address:
            page, _ = page_under(address)
            page.goto(f"{address}use/")
            page.evaluate(
                "src => { const f = document.createElement('iframe'); f.setAttribute('sandbox', 'allow-scripts'); f.src = src; document.body.prepend(f); }",
                f"{address}embed/growth/?quarters=5",
            )
            page.query_selector("iframe").content_frame().wait_for_selector(".pb-failed", timeout=60_000)

    def test_a_link_that_leaves_the_mirror(self, page_under, site_folder):
        """A calculator asked for at the root of a host that has the site below a path is not there."""
        with hosted(site_folder, "/x/y/") as address:
            page, wrong = page_under(address)
            page.goto(address.replace("/x/y/", "/calculators/growth/"))
            assert any(said.startswith("404") for said in wrong) and any("asks" in said for said in wrong)


def test_mirror_links(site_folder):
    """Every link of every page, followed below /x/y/, stays there and leads to a file; 404.html alone knows the path that it was built for."""
    site, wrong = Site(site_folder), []
    for path, root in site.pages.items():
        if path != "404.html":
            wrong += [f"{path}: {link}" for link in root.xpath("//a/@href | //link/@href | //*/@src") if re.match(r"/(?!/)", link)]
            wrong += [
                f"{path}: {link}"
                for link in root.xpath("//a/@href | //*/@src")
                if (target := site.target(path, link)) and not (site_folder / target).is_file()
            ]
    assert wrong == [] and len(paths(site_folder)) > 30


@pytest.mark.parametrize("path", ["nothing", "framework/nothing/", "a/b/nothing.html"])
def test_what_is_not_there_on_a_mirror(browser, site_folder, path):
    """Its page finds the root of the copy: it has its style, its links lead somewhere, and its search finds; without script they lead to the root it was built for."""
    with hosted(site_folder, "/x/y/") as address:
        for script in (True, False):
            context = browser.new_context(java_script_enabled=script)
            page = context.new_page()
            assert page.goto(f"{address}{path}").status == 404
            links = page.locator("article li a")
            if script:
                page.wait_for_function("getComputedStyle(document.querySelector('.md-header')).position === 'sticky'")
                page.fill("article [name=q]", "runway")
            assert [page.request.get(link.evaluate("one => one.href")).status for link in links.all()] == [200 if script else 404] * 3
            if script:
                page.click("article button")
                page.wait_for_selector(".md-search-result__link")
                page.goto(f"{address}{path}")
                page.wait_for_function("getComputedStyle(document.querySelector('.md-header')).position === 'sticky'")
                page.click(".md-search__input")
                page.fill(".md-search__input", "runway")
                page.wait_for_selector(".md-search-result__link")
            context.close()


def test_computes_on_a_mirror_at_another_port(page, site_folder):
    """The same files elsewhere answer the same."""
    with hosted(site_folder, "/x/y/") as address:
        computes(page, f"{address}calculators/growth/?quarters=5")
