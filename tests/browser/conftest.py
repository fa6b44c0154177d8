"""A real Chromium and pages that start the real runtime, with faults to order."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from publish import chromium
from publish.runtime.build import Places, build
from publish.serve import Handler, Server, serving
from tests.stub import build_stub

ASSETS = Path(__file__).resolve().parent.parent.parent / "docs" / "assets"

PAGE = """<!doctype html><meta charset="utf-8"><title>A page with Python</title>
<link rel="icon" href="data:,"><script type="module" src="page.mjs"></script>"""

# What happens is recorded, so that a test can wait for it however early it came.
SCRIPT = """import { pythonFor } from "./python.mjs";
const options = new URLSearchParams(location.search);
const times = { patience: Number(options.get("patience")), quiet: Number(options.get("quiet")) };
globalThis.python = pythonFor("%s", times);
globalThis.seen = { progress: [], ready: [], failed: [], kept: [] };
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
    complaints: list[str] = field(default_factory=list)

    def open(self, patience: int = NEVER, quiet: int = NEVER) -> None:
        """Load the page; without `patience` nothing times out, without `quiet` no snapshot is made."""
        self.page.goto(f"{self.server.url}?patience={patience}&quiet={quiet}")
        self.page.wait_for_function("globalThis.loaded")

    def ask(self, request: dict) -> dict:
        """The answer of Python to a request."""
        return self.page.evaluate("(request) => python.ask('test', request)", request)

    def event(self, name: str) -> dict:
        """The latest event of this name, once there is one."""
        self.page.wait_for_function("(name) => seen[name].length > 0", arg=name, timeout=120_000)
        return self.page.evaluate("(name) => seen[name].at(-1)", name)

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
def browser() -> Iterator[Browser]:
    """The Chromium for the whole run."""
    try:
        found = chromium.find()
    except chromium.NoBrowser as error:
        pytest.exit(str(error), returncode=1)
    with sync_playwright() as playwright:
        browser = found.launch(playwright)
        yield browser
        browser.close()


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
def visiting(browser: Browser, site: Path) -> Iterator[Visit]:
    with serving(site, handler=FaultyHandler) as server:
        server.faults = {}
        context = browser.new_context()
        visit = Visit(server, context, context.new_page())
        visit.page.on("console", lambda message: visit.complaints.append(message.text) if message.type in ("error", "warning") else None)
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        yield visit
        context.close()


@pytest.fixture
def visit(browser, stub_site) -> Iterator[Visit]:
    """A visit to the page with the stub calculator."""
    with visiting(browser, stub_site) as visit:
        yield visit


@pytest.fixture
def real_visit(browser, real_site) -> Iterator[Visit]:
    """A visit to the page with the real calculators."""
    with visiting(browser, real_site) as visit:
        yield visit
