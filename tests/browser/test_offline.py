"""The copy that a browser keeps: read and compute without a network, one release at a time, gone when asked."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from threading import Event

import pytest

from calculator import run
from publish.finish import offline
from publish.host.serve import Handler, serving
from tests.browser.walk import computes, shows

KEPT = "document.documentElement.dataset.kept"
NAMES = "caches.keys()"


class Cuttable(Handler):
    """A server that can be cut off, or lose the file `lost`: it then hangs up without an answer. Or it takes what is asked and says nothing."""

    def find(self):
        self.server.speaks.wait()
        if self.server.cut or self.path.endswith(self.server.lost):
            self.close_connection = True
            self.connection.close()
            raise ConnectionAbortedError
        return super().find()


def make(folder: Path, built: Path, changes: dict[str, tuple[str, str]] | None = None) -> Path:
    """A site as built, with `changes` (path -> old and new words), and the worker that belongs to it."""
    shutil.copytree(built, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.br", "*.gz", "*.zip", "library-full*"))
    for path, (old, new) in (changes or {}).items():
        text = (folder / path).read_text(encoding="utf-8")
        assert old in text
        (folder / path).write_text(text.replace(old, new), encoding="utf-8")
    (folder / "sw.js").write_text(offline.worker(folder), encoding="utf-8")
    return folder


@pytest.fixture
def reader(browser, site_folder, tmp_path):
    """(page, server) of a reader at a site of their own, whose network can be cut."""
    folder = make(tmp_path / "site", site_folder)
    with serving(folder, handler=Cuttable) as server:
        server.cut, server.lost, server.speaks = False, ("nothing",), Event()
        server.speaks.set()
        context = browser.new_context()
        yield context.new_page(), server
        server.speaks.set()
        context.close()


def visit(page, server) -> str:
    """The first visit, in which a calculator is used; the release that is kept from then on."""
    page.goto(f"{server.url}calculators/growth/")
    page.fill("[name=quarters]", "5")
    shows(page)
    page.wait_for_function(KEPT, timeout=60_000)
    return page.evaluate(KEPT)


def controlled(page) -> bool:
    return page.evaluate("Boolean(navigator.serviceWorker.controller)")


def headline(page) -> str:
    return page.inner_text(".pb-headline").replace("\N{NO-BREAK SPACE}", " ")


class TestWithoutANetwork:
    def test_reads_and_computes_after_one_visit(self, reader):
        """One visit with a calculator used; then the network goes, and the page, its numbers and another answer are there."""
        page, server = reader
        visit(page, server)
        page.goto(f"{server.url}framework/strategy/")
        page.wait_for_load_state("networkidle")
        server.cut = True
        computes(page, f"{server.url}calculators/growth/?quarters=5")
        page.fill("[name=quarters]", "6")
        page.wait_for_function(
            "words => document.querySelector('.pb-headline').innerText.replaceAll('\\u00a0', ' ') === words",
            arg=run("growth", {"quarters": 6}).answer["verdict"],
            timeout=60_000,
        )
        for path in ("framework/strategy/", ""):
            page.goto(f"{server.url}{path}")
            assert page.inner_text("h1") and page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "600"

    def test_says_so_when_a_page_was_not_kept(self, reader):
        """A page never read is not there, and a sentence says it."""
        page, server = reader
        visit(page, server)
        server.cut = True
        assert page.goto(f"{server.url}reference/glossary/").status == 503
        assert page.inner_text("h1") == "This page was not kept"

    def test_without_the_worker_there_is_nothing(self, reader):
        """The cut is a cut: a reader who used no calculator has no copy, and no worker."""
        page, server = reader
        page.goto(f"{server.url}framework/strategy/")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0 and page.evaluate(NAMES) == []
        server.cut = True
        with pytest.raises(Exception, match="net::ERR"):
            page.goto(f"{server.url}framework/strategy/?again")

    def test_keeps_all_pages_on_request(self, reader):
        """The button on the page about it keeps every page."""
        page, server = reader
        page.goto(f"{server.url}use/offline/")
        page.click("text=Keep all pages")
        page.locator(".pb-offline [role=status]", has_text="Kept: ").wait_for(timeout=60_000)
        server.cut = True
        page.goto(f"{server.url}reference/glossary/")
        assert page.inner_text("h1").startswith("Glossary")

    def test_never_in_a_frame(self, page, site):
        """A page of ours in another's frame keeps nothing."""
        page.goto(f"{site}use/")
        page.evaluate(
            "src => { const f = document.createElement('iframe'); f.src = src; document.body.prepend(f); }",
            f"{site}calculators/growth/?quarters=5",
        )
        frame = page.query_selector("iframe").content_frame()
        shows(frame)
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0

    def test_everything_works_when_there_can_be_no_worker(self, browser, site):
        """A browser that refuses workers and storage still answers."""
        page = browser.new_page()
        wrong = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.add_init_script("""navigator.serviceWorker.register = () => Promise.reject(new DOMException("refused", "SecurityError"));
        Object.defineProperty(globalThis, "caches", { get() { throw new DOMException("refused", "SecurityError"); } });""")
        computes(page, f"{site}calculators/growth/?quarters=5")
        page.goto(f"{site}calculators/growth/?offline=off")
        page.wait_for_selector("text=does not let the site keep anything")
        assert wrong == []
        page.context.close()


SCRIPT, PAGE = "assets/pb-calculator.mjs", "calculators/growth/index.html"
NEW = {
    SCRIPT: ("customElements.define(", "globalThis.release = 'new';\ncustomElements.define("),
    PAGE: ("<h1 ", '<p id="new-release">new</p><h1 '),
}
FETCHED = "fetch(new URL('../../assets/pb-calculator.mjs', location.href), { cache: 'no-store' }).then(() => 'loaded', () => 'refused')"
TEXT = "fetch(new URL('../../assets/pb-calculator.mjs', location.href), { cache: 'no-store' }).then((answer) => answer.text())"
REPLACED = """async (old) => {
  for (const began = Date.now(); Date.now() - began < 60_000; await new Promise((next) => setTimeout(next, 50))) {
    const names = (await caches.keys()).filter((name) => name.startsWith("playbook-offline"));
    if (names.length === 1 && !names[0].includes(old)) return;
  }
  throw new Error(`the old release is still kept: ${await caches.keys()}`);
}"""
IS_NEW = "[Boolean(document.querySelector('#new-release')), globalThis.release === 'new']"


class TestANewRelease:
    def test_replaces_the_old_one(self, reader, site_folder):
        """After one more visit the new release is kept, all of it, and nothing of the old one."""
        page, server = reader
        old = visit(page, server)
        assert page.evaluate(IS_NEW) == [False, False]
        make(server.folder, site_folder, NEW)
        page.goto(f"{server.url}calculators/growth/?quarters=5")
        shows(page)
        assert page.evaluate(IS_NEW) == [True, True], "with a network, the new release is there at once"
        page.evaluate(REPLACED, old)
        server.cut = True
        computes(page, f"{server.url}calculators/growth/?quarters=5")
        assert page.evaluate(IS_NEW) == [True, True]

    def test_is_never_mixed_with_the_old_one(self, reader, site_folder):
        """The new page came, then the network went before its scripts: they fail rather than come from the old release. The old page stays whole."""
        page, server = reader
        visit(page, server)
        make(server.folder, site_folder, NEW)
        (server.folder / "sw.js").unlink()  # the new worker does not come through
        server.lost = ("/pb-calculator.mjs",)
        page.goto(f"{server.url}calculators/growth/")
        page.wait_for_selector("#new-release")
        assert page.evaluate(FETCHED) == "refused"
        server.cut = True
        computes(page, f"{server.url}calculators/growth/?quarters=5")
        assert page.evaluate(IS_NEW) == [False, False], "what was kept is one release"

    def test_a_page_of_the_kept_release_gets_its_files(self, reader):
        """The same loss in the middle of a page of the kept release: its script comes from what was kept."""
        page, server = reader
        visit(page, server)
        page.goto(f"{server.url}calculators/growth/")
        page.wait_for_load_state("networkidle")
        server.lost = ("/pb-calculator.mjs",)
        assert page.evaluate(FETCHED) == "loaded"

    def test_a_damaged_release_is_not_kept(self, reader, site_folder):
        """A worker whose files are not those that it was made with is never installed; the old one goes on."""
        page, server = reader
        old = visit(page, server)
        make(server.folder, site_folder, NEW)
        script = server.folder / SCRIPT
        script.write_text(script.read_text(encoding="utf-8") + "// other bytes\n", encoding="utf-8")
        ended = """navigator.serviceWorker.getRegistration().then((one) => one.update()).then(({ installing: next }) =>
        new Promise((end) => next ? next.addEventListener('statechange', () => end(next.state)) : end('none')))"""
        assert page.evaluate(ended) == "redundant"
        assert [name.split()[-1] for name in page.evaluate(NAMES) if name.startswith("playbook-offline") and old in name] == [old]


class TestASilentNetwork:
    """A network that takes every request and answers none, as in a lift."""

    def test_does_not_keep_the_reader_waiting(self, reader):
        """A page that was kept opens from the copy within seconds, with all its files, and computes."""
        page, server = reader
        visit(page, server)
        server.speaks.clear()
        page.set_default_timeout(15_000)
        computes(page, f"{server.url}calculators/growth/?quarters=5")
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "600"

    def test_makes_no_mix(self, reader, site_folder):
        """The page came from the copy while a new release was silent. When the network speaks again, its files still come from the copy."""
        page, server = reader
        visit(page, server)
        make(server.folder, site_folder, NEW)
        (server.folder / "sw.js").unlink()  # the new worker does not come through
        server.speaks.clear()
        computes(page, f"{server.url}calculators/growth/?quarters=5")
        server.speaks.set()
        assert page.evaluate(IS_NEW) == [False, False]
        assert "globalThis.release" not in page.evaluate(TEXT)

    def test_in_the_middle_of_a_page(self, reader):
        """The page of the kept release had come when the network fell silent: its script comes from the copy."""
        page, server = reader
        visit(page, server)
        page.goto(f"{server.url}calculators/growth/")
        page.wait_for_load_state("networkidle")
        server.speaks.clear()
        assert page.evaluate(f"Promise.race([{FETCHED}, new Promise((end) => setTimeout(end, 15_000, 'silence'))])") == "loaded"


IN_THE_STORE = """async ([name, damage]) => {
  for (const store of await caches.keys()) {
    if (!store.startsWith("playbook-offline")) continue;
    const cache = await caches.open(store);
    const key = (await cache.keys()).find(({ url }) => url.endsWith(name));
    if (!key) continue;
    const found = await cache.match(key);
    const bytes = new Uint8Array(await found.arrayBuffer());
    if (damage) {
      bytes.fill(0, 0, 16);
      await cache.put(key, new Response(bytes, { headers: found.headers }));
    }
    return bytes.subarray(0, 16).some((byte) => byte) ? "whole" : "damaged";
  }
  return "gone";
}"""
RUNTIME = ["python-worker.mjs", "pyodide.asm.wasm", "library.zip.wasm", "pyodide.mjs", "pyodide.asm.js"]


def in_the_store(page, name: str, damage: bool = False) -> str:
    return page.evaluate(IN_THE_STORE, [name, damage])


def restart_worker(page) -> None:
    """End the service worker; the next request starts it anew, as after half a minute without any."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("ServiceWorker.enable")
    devtools.send("ServiceWorker.stopAllWorkers")
    devtools.detach()


class TestDamage:
    @pytest.mark.parametrize("name", RUNTIME)
    def test_heals_when_the_reader_tries_again(self, reader, name):
        """A file of Python damaged where the browser keeps it: one press of Try again, and the copy is whole too."""
        page, server = reader
        visit(page, server)
        assert in_the_store(page, f"/{name}", damage=True) == "damaged"
        page.goto(f"{server.url}calculators/growth/?quarters=5")
        page.wait_for_selector(".pb-failed .pb-retry", timeout=60_000)
        page.click(".pb-retry")
        shows(page)
        assert in_the_store(page, f"/{name}") == "whole"

    def test_heals_by_itself_when_the_worker_starts(self, reader):
        """What the browser keeps is compared with its hash once in each life of the worker: the reader sees nothing of the damage."""
        page, server = reader
        visit(page, server)
        for name in RUNTIME:
            in_the_store(page, f"/{name}", damage=True)
        restart_worker(page)
        page.goto(f"{server.url}calculators/growth/")
        page.evaluate("document.querySelector('.pb-start-text').textContent = ''")
        computes(page, f"{server.url}calculators/growth/?quarters=5")
        assert page.locator(".pb-failed").count() == 0
        assert {in_the_store(page, f"/{name}") for name in RUNTIME} == {"whole"}

    def test_a_damaged_page_is_never_shown(self, reader):
        """Without a network a page whose bytes are not those of the release counts as not kept; with one, it is kept anew."""
        page, server = reader
        visit(page, server)
        page.goto(f"{server.url}framework/strategy/")
        page.wait_for_load_state("networkidle")
        assert in_the_store(page, "/framework/strategy/index.html", damage=True) == "damaged"
        restart_worker(page)
        server.cut = True
        page.goto(f"{server.url}framework/strategy/")
        assert page.inner_text("h1") == "This page was not kept"
        server.cut = False
        page.goto(f"{server.url}framework/strategy/")
        page.wait_for_load_state("networkidle")
        assert in_the_store(page, "/framework/strategy/index.html") == "whole"

    def test_without_a_network_trying_again_uses_what_is_kept(self, reader):
        """The answer to Try again may come from the copy: `reload` without a network is no reason to have nothing."""
        page, server = reader
        visit(page, server)
        server.cut = True
        page.goto(f"{server.url}calculators/growth/?quarters=5")
        shows(page)
        asked = "url => fetch(url, { cache: 'reload' }).then(({ status }) => status)"
        runtime = page.get_attribute("pb-calculator", "runtime")
        for name in RUNTIME:
            assert page.evaluate(asked, f"{server.url}assets/runtime/{runtime}/{name}?again=1") == 200


class TestTidiness:
    def test_half_a_release_is_removed(self, reader):
        """Where the browser gives too little room nothing stays of the attempt, and the calculator computes all the same."""
        page, server = reader
        page.goto(f"{server.url}framework/")
        devtools = page.context.new_cdp_session(page)
        devtools.send("Storage.overrideQuotaForOrigin", {"origin": server.url.rstrip("/"), "quotaSize": 200_000})
        ended = """navigator.serviceWorker.register("/sw.js").then(({ installing: worker }) =>
          new Promise((end) => worker.addEventListener("statechange", () => end(worker.state))))"""
        assert page.evaluate(ended) == "redundant"
        assert page.evaluate(NAMES) == []
        computes(page, f"{server.url}calculators/growth/?quarters=5")

    def test_marks_of_pages_that_are_gone_are_removed(self, reader):
        """Forty visits leave a dozen marks at most."""
        page, server = reader
        visit(page, server)
        for turn in range(40):
            page.goto(f"{server.url}framework/?{turn}")
        marks = """caches.keys().then((names) => caches.open(names.find((name) => name.startsWith("playbook-offline"))))
          .then((cache) => cache.keys()).then((keys) => keys.filter(({ url }) => url.includes("/.client/")).length)"""
        assert 0 < page.evaluate(marks) <= 12


class TestRemoval:
    def test_removes_everything(self, reader):
        """`?offline=off` on any page: no worker, no cache, and none again when a calculator is used."""
        page, server = reader
        visit(page, server)
        page.goto(f"{server.url}framework/?offline=off")
        page.wait_for_selector("text=Removed: this browser keeps nothing")
        assert page.evaluate(NAMES) == []
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
        computes(page, f"{server.url}calculators/growth/?quarters=5")
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0

    def test_leaves_others_alone(self, reader):
        """Another site of the same origin, and its cache, stay; so does the snapshot of Python when a release comes."""
        page, server = reader
        page.goto(f"{server.url}framework/")
        page.evaluate("Promise.all(['playbook-offline /other/ 1', 'python-snapshot /other/'].map((name) => caches.open(name)))")
        visit(page, server)
        page.goto(f"{server.url}framework/?offline=off")
        page.wait_for_selector("text=Removed")
        assert page.evaluate(NAMES) == ["playbook-offline /other/ 1", "python-snapshot /other/"]


class TestZip:
    def test_works_from_a_local_server(self, page, site_folder, tmp_path):
        """The zip, unpacked and served by the one line in its README: a page reads and a calculator computes."""
        with zipfile.ZipFile(site_folder / offline.ARCHIVE) as pack:
            pack.extractall(tmp_path)
        folder = tmp_path / offline.ROOTED
        line = next(line for line in (folder / "README.txt").read_text().splitlines() if "http.server" in line)
        command = line.partition("run:")[2].split()
        command[0], command[-1] = sys.executable, "0"
        with subprocess.Popen(
            [command[0], "-u", *command[1:]], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as server:
            try:
                port = server.stdout.readline().partition(" port ")[2].split()[0]
                computes(page, f"http://127.0.0.1:{port}/calculators/growth/?quarters=5")
                page.goto(f"http://127.0.0.1:{port}/framework/strategy/")
                assert page.inner_text("h1")
            finally:
                server.terminate()

    def test_holds_the_whole_site(self, site_folder):
        """Every file that a browser may ask for stands in it, and the servers' configuration."""
        with zipfile.ZipFile(site_folder / offline.ARCHIVE) as pack:
            names = {name.removeprefix(f"{offline.ROOTED}/") for name in pack.namelist()}
        assert {f"site/{name}" for name in offline.contents(site_folder)} | {
            "README.txt",
            "site/sw.js",
            "host/nginx.conf",
            "host/Caddyfile",
        } <= names
