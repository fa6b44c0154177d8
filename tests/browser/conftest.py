"""A real Chromium and pages that start the real runtime, with faults to order."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from calculator.data import as_of
from publish.host.serve import Handler, Server, serving
from publish.measurements import chromium
from publish.runtime.build import Places, build
from tests.browser.axe import DESK
from tests.stub import build_stub

ROOT = Path(__file__).resolve().parent.parent.parent
ASSETS = ROOT / "docs" / "assets"

PAGE = """<!doctype html><meta charset="utf-8"><title>A page with Python</title>
<link rel="icon" href="data:,"><script type="module" src="page.mjs"></script>"""

# What happens is recorded, so that a test can wait for it however early it came.
SCRIPT = """import { pythonFor } from "./python.mjs";
const options = new URLSearchParams(location.search);
const times = Object.fromEntries(["patience", "quiet", "limit"].map((name) => [name, Number(options.get(name))]));
globalThis.python = pythonFor("%s", times);
globalThis.seen = { progress: [], ready: [], failed: [], kept: [], overdue: [] };
for (const name of Object.keys(seen)) python.addEventListener(name, ({ detail }) => seen[name].push(detail));
globalThis.loaded = true;
"""
NEVER = 10**8

# (status, headers, body) -> the same, broken; or None for an answer that begins and never ends.
Answer = tuple[int, dict[str, str], bytes]
Fault = Callable[[Answer], Answer | None]


class FaultyHandler(Handler):
    """Serves what it should, unless the server has a fault for a file of that name."""

    def find(self) -> Answer:
        fault = self.server.faults.get(self.path.split("?")[0].rpartition("/")[2])
        right = super().find()
        return fault(self, right) if fault else right


@dataclass
class Visit:
    """A page in a browser profile of its own, and the server it came from."""

    server: Server
    context: BrowserContext
    page: Page
    complaints: list[str]

    def open(self, patience: int = NEVER, quiet: int = NEVER, limit: int = NEVER) -> None:
        """Load the page; without `patience` no start and without `limit` no question times out, without `quiet` no snapshot is made."""
        self.page.goto(f"{self.server.url}?patience={patience}&quiet={quiet}&limit={limit}")
        self.page.wait_for_function("globalThis.loaded")

    def ask(self, request: dict) -> dict:
        """The answer of Python to a request."""
        return self.page.evaluate("(request) => python.ask('test', request)", request)

    def event(self, name: str) -> dict:
        """The latest event of this name, once there is one."""
        self.page.wait_for_function("(name) => seen[name].length > 0", arg=name, timeout=120_000)
        return self.page.evaluate("(name) => seen[name].at(-1)", name)

    def workers_end(self) -> bool:
        """Whether the page's workers end; the browser tells it a moment after the page ended them."""
        return any(not self.page.workers for _ in range(1000) if self.page.evaluate("true"))

    def runtime_requests(self) -> list[str]:
        return [served.path for served in self.server.served if "/runtime/" in served.path]

    def kept(self) -> list[str]:
        """The addresses of all snapshots in the profile."""
        return self.page.evaluate(
            """async () => {
              const urls = [];
              for (const name of await caches.keys())
                for (const { url } of await (await caches.open(name)).keys()) urls.push(url);
              return urls;
            }"""
        )


@pytest.fixture(scope="session")
def installed() -> chromium.Chromium:
    """The Chromium of this machine, or of npm; without one, the sentence that says what to install."""
    try:
        return chromium.find()
    except chromium.NoBrowser as error:
        pytest.exit(str(error), returncode=1)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


def on_the_day(day: str) -> str:
    """A script by which it is noon of that day when a page opens, and time goes on from there: a clock that stands would stop the theme's search."""
    return f"""{{ const Real = Date, ahead = new Date("{day}T12:00").getTime() - Real.now();
        globalThis.Date = class extends Real {{
            constructor(...given) {{ given.length ? super(...given) : super(Real.now() + ahead); }}
            static now() {{ return Real.now() + ahead; }}
        }}; }}"""


@pytest.fixture(scope="session")
def browser(installed, playwright) -> Iterator[Browser]:
    """The Chromium for the whole run. In it today is the day of the data, so that an answer in it is the one of the built page."""
    browser = installed.launch(playwright)
    opened = browser.new_context

    def new_context(**options) -> BrowserContext:
        context = opened(**options)
        context.add_init_script(on_the_day(as_of()))
        return context

    browser.new_context = new_context
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def site_folder() -> Path:
    """The built site, as `make site` leaves it."""
    built = ROOT / "site"
    assert (built / "index.html").is_file(), "there is no built site: run make site (make test does)"
    return built


@pytest.fixture(scope="session")
def site(site_folder) -> Iterator[str]:
    """The address of the built site."""
    with serving(site_folder) as server:
        yield server.url


@pytest.fixture
def page(browser) -> Iterator[Page]:
    """A page in a profile of its own, on which nothing may complain."""
    context = browser.new_context()
    page = context.new_page()
    complaints = listen(page)
    yield page
    context.close()
    assert complaints == []


def listen(page: Page) -> list[str]:
    """What the page says in its console that is no mere note, from now on."""
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def in_every_kind(requests: Iterable[dict]) -> list[dict]:
    """Each request as a page makes it, and once more for the whole result and for the spreadsheet, whose every bit can be compared."""
    return [{**request, **more} for request in requests for more in ({}, {"want": "result"}, {"want": "sheet"})]


def lay_out(folder: Path, runtimes: Path, hash: str) -> Path:
    """A site of one page with this runtime."""
    shutil.copytree(runtimes / hash, folder / "runtime" / hash, dirs_exist_ok=True)
    shutil.copy(ASSETS / "python.mjs", folder)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "page.mjs").write_text(SCRIPT % hash, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def real_site(tmp_path_factory) -> Path:
    """A page with the calculators of this repository."""
    return lay_out(tmp_path_factory.mktemp("real"), Places().runtimes, build()["hash"])


@pytest.fixture(scope="session")
def stub_site(tmp_path_factory) -> Path:
    """A page with the stub calculator."""
    places, made = build_stub(tmp_path_factory.mktemp("stub"))
    return lay_out(tmp_path_factory.mktemp("stub-site"), places.runtimes, made["hash"])


@contextmanager
def visiting(context: BrowserContext, site: Path) -> Iterator[Visit]:
    """A visit to `site` in this profile, which ends with it."""
    with serving(site, handler=FaultyHandler, hashed=("/runtime/*",)) as server:
        server.faults = {}
        page = context.new_page()
        yield Visit(server, context, page, listen(page))
        context.close()


@pytest.fixture
def visit(browser, stub_site) -> Iterator[Visit]:
    """A visit to the page with the stub calculator."""
    with visiting(browser.new_context(), stub_site) as visit:
        yield visit


@pytest.fixture
def real_visit(browser, real_site) -> Iterator[Visit]:
    """A visit to the page with the real calculators."""
    with visiting(browser.new_context(), real_site) as visit:
        yield visit


@pytest.fixture
def open_context(browser):
    """A function that opens a page of its own, closed with the test."""
    contexts = []

    def opened(viewport=DESK, **options):
        context = browser.new_context(viewport=viewport, **options)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
