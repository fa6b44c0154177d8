"""How Python starts in a reader's browser, and every rung below the best start, each with its cause injected.

Whatever happens must end in a working calculator or in a sentence that names the cause. Never in a wait.
"""

import hashlib
import json
import re
import zipfile
from io import BytesIO
from threading import Event
from typing import ClassVar

import pytest

from calculator import calculators
from calculator.faces.bridge import answer
from publish.runtime import corpus
from publish.runtime.build import CORE, FULL, LATER, WORKER, Places
from tests.attack import Attacker
from tests.browser.conftest import in_every_kind, lay_out, visiting

WASM, ASM, LOADER = "pyodide.asm.wasm", "pyodide.asm.js", "pyodide.mjs"
STRICT = "default-src 'self'; img-src data:; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'"


# --- faults: (handler, right answer) -> wrong answer ---------------------------------------------


def missing(handler, right):
    return 404, {"Content-Type": "text/plain"}, b"no such file"


def failing(handler, right):
    return 500, {"Content-Type": "text/plain"}, b"out of order"


def web_page(handler, right):
    return 200, {"Content-Type": "text/html"}, b"<!doctype html><title>Sign in</title>"


def short(handler, right):
    status, headers, body = right
    return status, headers, body[: len(body) // 2]


def damaged(handler, right):
    """A byte is wrong; in a script a blank became another, which runs as before."""
    status, headers, body = right
    if "javascript" in headers["Content-Type"] and handler.path.endswith(("asm.js", "pyodide.mjs")):
        return status, headers, body.replace(b" ", b"\t", 1)
    return status, headers, body[:-100] + bytes([body[-100] ^ 1]) + body[-99:]


def broken_off(handler, right):
    """The connection ends in the middle of what was announced."""
    status, headers, body = right
    handler.send_response(status)
    for name, value in {**headers, "Content-Length": str(len(body))}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    raise ConnectionAbortedError


def stalled(until: Event):
    """The answer begins, and then nothing more comes."""

    def fault(handler, right):
        status, headers, body = right
        handler.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])
        until.wait()
        raise ConnectionAbortedError

    return fault


def replaced(old: str, new: str):
    """A script with something else in one place."""

    def fault(handler, right):
        status, headers, body = right
        assert body.count(old.encode()) == 1, old
        return status, headers, body.replace(old.encode(), new.encode())

    return fault


# --- the start -----------------------------------------------------------------------------------


class TestStart:
    def test_nothing_is_loaded_before_it_is_wanted(self, visit):
        """A page that only imports the client asks for no file of the runtime."""
        visit.open()
        assert visit.runtime_requests() == []
        assert visit.page.evaluate("python.state") == "idle"
        visit.ask({})
        assert any(WASM in path for path in visit.runtime_requests())

    def test_answers_as_cpython_does(self, real_visit):
        """Every request of the corpus gets in the browser what CPython answers, as a page has it and as the whole result, to the last character."""
        asked = in_every_kind(map(json.loads, corpus.requests(Places().cases)))
        real_visit.open()
        got = real_visit.page.evaluate("(asked) => Promise.all(asked.map((one, i) => python.ask(String(i), one)))", asked)
        assert len(got) > 100
        assert got == [json.loads(answer(json.dumps(request))) for request in asked]
        assert real_visit.event("ready")["how"] == "plain"
        assert real_visit.complaints == []

    def test_answers_hostile_questions_as_cpython_does(self, real_visit):
        """What CPython says to a question that nobody means well with is what the browser's short library says, to the last character."""
        attacker = Attacker(5)
        questions = in_every_kind(
            {"calculator": id, "texts": {key: text for key, text in attacker.texts(id).items() if isinstance(text, str)}}
            for id in calculators()
            for _ in range(25)
        )
        real_visit.open()
        got = real_visit.page.evaluate("(asked) => Promise.all(asked.map((one, i) => python.ask(String(i), one)))", questions)
        for question, reply in zip(questions, got, strict=True):  # as floats, which is all that JavaScript has on the way here
            assert json.loads(json.dumps(reply), parse_int=float) == json.loads(answer(json.dumps(question)), parse_int=float), question
        assert real_visit.event("ready")["how"] == "plain" and real_visit.complaints == []

    def test_works_under_a_strict_policy_and_calls_no_third_party(self, real_visit):
        """No eval, no blob, no other host: the policy allows only this site and WebAssembly."""
        asked = []
        real_visit.context.on("request", lambda request: asked.append(request.url))
        real_visit.server.headers["Content-Security-Policy"] = STRICT
        real_visit.open(quiet=0)
        assert real_visit.ask({"calculator": "growth", "texts": {}})["ok"]
        assert real_visit.event("kept") == {"done": True}
        assert {url for url in asked if not url.startswith((real_visit.server.url, "data:"))} == set()
        assert len(asked) > 5
        assert real_visit.complaints == []

    def test_progress_counts_bytes_to_the_total(self, visit):
        """Progress rises from little to all of the bytes, and the total is known from the first."""
        visit.open()
        visit.ask({})
        progress = visit.page.evaluate("seen.progress")
        loaded = [step["loaded"] for step in progress]
        assert loaded == sorted(loaded)
        assert loaded[-1] == progress[0]["total"] == progress[-1]["total"] > 10**7
        assert len(loaded) >= 4  # each file tells at least once; how many pieces one comes in is the network's affair

    def test_an_error_in_python_is_the_askers(self, visit):
        """What Python raises rejects that request alone, in a sentence; the trace goes to the console, and the next is answered."""
        visit.open()
        said = visit.page.evaluate("python.ask('test', { raise: 'on purpose' }).catch((error) => error.message)")
        assert said == "The calculator stopped with an error of its own (ValueError)."
        assert visit.ask({"after": 1})["echo"] == {"after": 1}
        assert any("Traceback" in text and "on purpose" in text for text in visit.complaints)

    def test_a_python_that_dies_is_told_and_the_next_question_starts_another(self, visit):
        """After a fatal error no question is sent to the dead; the one that killed it is not asked again."""
        visit.open()
        visit.page.evaluate("python.ask('test', { abort: true }).catch((error) => error.message)")
        assert visit.event("failed")["reason"].startswith("Python stopped (")
        assert visit.ask({"n": 1})["echo"] == {"n": 1}

    def test_a_question_behind_the_one_that_kills_python_is_answered(self, visit):
        """Of two calculators on a page, one's fatal question costs the other nothing but a start."""
        visit.open()
        visit.ask({})
        both = "Promise.all([python.ask('a', { abort: true }).catch((error) => error.message), python.ask('b', { n: 1 })])"
        said, answered = visit.page.evaluate(both)
        assert said.startswith("The calculator stopped") and answered["echo"] == {"n": 1}

    def test_a_worker_that_fails_without_a_word_about_a_question_is_replaced_once(self, visit):
        """The question is asked once more; where that fails too it is told, and the next is answered."""
        visit.page.add_init_script(
            "globalThis.made = []; const Real = Worker; Worker = class extends Real { constructor(...a) { super(...a); made.push(this); } };"
        )
        visit.open()
        visit.ask({})
        visit.page.evaluate(HANGS % "hang")
        for _ in range(2):
            visit.page.wait_for_function("python.state === 'ready'")
            visit.page.evaluate("made.at(-1).onerror(new ErrorEvent('error', { message: 'on purpose', cancelable: true }))")
            visit.page.wait_for_function("python.state !== 'ready'")
        assert "on purpose" in visit.page.evaluate("hung")
        assert visit.ask({"n": 1})["echo"] == {"n": 1}


HANGS = "void (globalThis.hung = python.ask('test', { %s: true }).then(() => 'answered', (error) => error.message))"


class TestOverdue:
    """A question has a time limit; `limit` is shorter here than on the site, so that nobody waits for it."""

    @pytest.mark.parametrize("how", ["hang", "vanish"])
    def test_a_question_that_is_not_answered_is_asked_once_more_and_given_up(self, visit, how):
        """A Python that computes for ever, and a worker that the system ended without a word: a sentence after two tries."""
        visit.open(limit=2000)
        visit.page.evaluate(HANGS % how)
        assert visit.page.evaluate("hung") == "No answer came within 2 seconds, twice."
        assert visit.page.evaluate("seen.ready.length") == 2 and visit.page.evaluate("seen.overdue") == [{"seconds": 2}] * 2
        assert visit.ask({"n": 1})["echo"] == {"n": 1}

    def test_the_newest_takes_the_place_of_the_one_that_hangs(self, visit):
        """What the reader changed meanwhile is answered, once, by the next Python."""
        visit.open(limit=2000)
        visit.ask({})
        visit.page.evaluate(HANGS % "hang")
        assert visit.ask({"n": 2})["echo"] == {"n": 2}
        assert visit.page.evaluate("hung") == "answered" and len(visit.page.evaluate("seen.overdue")) == 1

    def test_another_asker_is_answered_all_the_same(self, visit):
        """The question of a second calculator, which waits behind one that hangs, is not given up with it."""
        visit.open(limit=2000)
        visit.ask({})
        visit.page.evaluate(HANGS % "hang")
        assert visit.page.evaluate("python.ask('other', { n: 3 })")["echo"] == {"n": 3}

    def test_a_pause_of_the_page_is_not_counted(self, visit):
        """A page that was frozen heard nothing in the time: one late tick of the clock is one tick."""
        visit.open(limit=2000)
        visit.ask({})
        visit.page.evaluate("python.ask('test', { n: 4 }); const until = performance.now() + 4000; while (performance.now() < until);")
        assert visit.ask({"n": 5})["echo"] == {"n": 5} and visit.page.evaluate("seen.overdue") == []


class TestStaleWorker:
    def test_is_not_heard(self, visit):
        """What an ended worker still has to say is no answer to the question of today."""
        visit.page.add_init_script(
            "globalThis.made = []; const Real = Worker; Worker = class extends Real { constructor(...a) { super(...a); made.push(this); } };"
        )
        visit.open()
        visit.page.evaluate("python.ask('test', { abort: true }).catch((error) => error.message)")
        visit.event("failed")
        visit.page.evaluate("void (globalThis.asked = python.ask('test', { n: 1 }))")
        for message in (
            "{ type: 'ready', how: 'stale' }",
            "{ type: 'answer', id: 2, text: '{\"echo\": \"stale\"}' }",
            "{ type: 'failed', reason: 'stale' }",
        ):
            visit.page.evaluate(f"made[0].onmessage({{ data: {message} }})")
        assert visit.page.evaluate("asked")["echo"] == {"n": 1}
        assert [ready["how"] for ready in visit.page.evaluate("seen.ready")] == ["plain", "plain"]
        assert len(visit.page.evaluate("seen.failed")) == 1


class TestNewestWins:
    ASK = "(numbers) => Promise.all(numbers.map((n) => python.ask('test', { n }))).then((all) => all.map((one) => one?.echo.n ?? null))"

    def test_while_python_starts(self, visit):
        """Of what is asked before Python is there only the last is answered."""
        visit.open()
        assert visit.page.evaluate(self.ASK, [1, 2, 3]) == [None, None, 3]

    def test_while_one_runs(self, visit):
        """One runs, one waits; those that waited in between are dropped."""
        visit.open()
        visit.ask({})
        assert visit.page.evaluate(self.ASK, [1, 2, 3, 4]) == [1, None, None, 4]

    def test_keys_do_not_overtake_each_other(self, visit):
        """Two calculators on a page each get their answer."""
        visit.open()
        both = "Promise.all(['a', 'b'].map((key) => python.ask(key, { key }))).then((all) => all.map((one) => one.echo.key))"
        assert visit.page.evaluate(both) == ["a", "b"]


class TestLeaving:
    def test_ends_the_worker_and_revives_it(self, visit):
        """A page that is left holds no Python; back from the browser's memory, the next question starts it anew."""
        visit.open()
        visit.ask({})
        assert len(visit.page.workers) == 1
        visit.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
        assert visit.page.evaluate("python.state") == "idle"
        assert visit.workers_end()
        visit.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        assert visit.page.workers == []
        assert visit.ask({"again": 1})["echo"] == {"again": 1}

    def test_a_question_under_way_is_answered_after_the_return(self, visit):
        """What was asked when the reader left is answered when the reader is back."""
        visit.open()
        visit.page.evaluate(
            "void (globalThis.asked = python.ask('test', { n: 1 })); dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))"
        )
        visit.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        assert visit.page.evaluate("asked")["echo"] == {"n": 1}


# --- rungs 1 and 2: the snapshot -----------------------------------------------------------------

# What to do to the one snapshot kept: bytes and its checksum -> what to keep instead.
ALTER = """async (how) => {
  const [name] = await caches.keys();
  const store = await caches.open(name);
  const [request] = await store.keys();
  const found = await store.match(request);
  let bytes = new Uint8Array(await found.arrayBuffer());
  if (how === "truncated") bytes = bytes.slice(0, bytes.length / 2);
  if (how === "bit-flipped") bytes[bytes.length / 2] ^= 1;
  if (how === "of another Pyodide") bytes[20] ^= 1;
  let sum = found.headers.get("x-sha256");
  if (how === "of another Pyodide") {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    sum = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  await store.put(request, new Response(bytes, { headers: { "x-sha256": sum } }));
}"""


def keep_snapshot(visit) -> None:
    visit.open(quiet=0)
    visit.ask({})
    assert visit.event("kept") == {"done": True}


class TestSnapshot:
    def test_is_kept_and_used(self, visit):
        """The second visit starts from memory, answers the same, and writes no complaint."""
        keep_snapshot(visit)
        assert visit.event("ready")["how"] == "plain"
        visit.open()
        assert visit.ask({"n": 1})["echo"] == {"n": 1}
        assert visit.event("ready")["how"] == "snapshot"
        assert visit.complaints == []

    def test_costs_no_request(self, installed, playwright, stub_site, tmp_path):
        """Neither making the snapshot nor the next visit asks the server for a file of the runtime again."""
        # A profile on disk: in memory Chromium caches no file as large as the WebAssembly.
        with visiting(installed.launch(playwright, tmp_path), stub_site) as visit:
            keep_snapshot(visit)
            visit.open()
            visit.ask({})
            assert visit.event("ready")["how"] == "snapshot"
            requests = visit.runtime_requests()
            assert len(requests) == len(set(requests)) == 5

    def test_gives_each_visit_other_random_numbers(self, visit):
        """A restored memory holds the state of `random`; it is seeded anew."""
        keep_snapshot(visit)
        numbers = set()
        for _ in range(2):
            visit.open()
            numbers.add(visit.ask({})["random"])
            assert visit.event("ready")["how"] == "snapshot"
        assert len(numbers) == 2

    def test_replaces_those_of_older_builds(self, visit):
        """Only the snapshot of the runtime in use stays in the reader's storage."""
        keep_snapshot(visit)
        (kept,) = visit.kept()
        old = re.sub("[0-9a-f]{16}", "0" * 16, kept)
        visit.page.evaluate(
            """async ([kept, old]) => {
              const store = await caches.open((await caches.keys())[0]);
              await store.put(old, new Response("old"));
              await store.delete(kept);
            }""",
            [kept, old],
        )
        keep_snapshot(visit)
        assert visit.kept() == [kept]

    @pytest.mark.parametrize("how", ["truncated", "bit-flipped", "of another Pyodide"])
    def test_that_is_bad_is_dropped(self, visit, how):
        """A snapshot that cannot be trusted is removed, and Python starts the plain way."""
        keep_snapshot(visit)
        visit.page.evaluate(ALTER, how)
        visit.open()
        assert visit.ask({"n": 1})["echo"] == {"n": 1}
        assert visit.event("ready")["how"] == "plain"
        assert visit.kept() == []

    def test_that_cannot_be_restored_is_dropped(self, visit):
        """The functions for it are Pyodide's own affair and may fail; then Python starts the plain way."""
        keep_snapshot(visit)
        visit.server.faults[WORKER] = replaced("_loadSnapshot: snapshot", "_loadSnapshot: new Uint8Array(64)")
        fresh_cache(visit)
        assert visit.ask({"n": 1})["echo"] == {"n": 1}
        assert visit.event("ready")["how"] == "plain"
        assert visit.kept() == []

    def test_that_cannot_be_made_is_done_without(self, visit):
        """Without the function that makes one, nothing is kept and the session goes on."""
        visit.server.faults[WORKER] = replaced("pyodide.makeMemorySnapshot()", "pyodide.noSuchFunction()")
        visit.open(quiet=0)
        visit.ask({})
        assert visit.event("kept") == {"done": False}
        assert visit.kept() == []
        assert visit.ask({"n": 1})["echo"] == {"n": 1}

    def test_is_done_without_where_storage_is_refused(self, visit):
        """In a private window or a sandboxed frame every use of storage throws; nobody notices."""
        refused = "Object.defineProperty(self, 'caches', { get() { throw new DOMException('denied', 'SecurityError'); } });\nconst FILES ="
        visit.server.faults[WORKER] = replaced("const FILES =", refused)
        visit.open(quiet=0)
        assert visit.ask({"n": 1})["echo"] == {"n": 1}
        assert visit.event("ready")["how"] == "plain"
        assert visit.event("kept") == {"done": False}
        assert visit.complaints == []

    @pytest.mark.parametrize("device", ["{ deviceMemory: 2 }", "{ platform: 'MacIntel', maxTouchPoints: 5 }", "{ userAgent: 'iPhone' }"])
    def test_is_not_made_where_memory_is_short(self, visit, device):
        """A phone with little memory, and any iPhone or iPad, never starts a second Python."""
        pretend = "Object.defineProperty(Navigator.prototype, name, { get: () => value })"
        visit.page.add_init_script(f"for (const [name, value] of Object.entries({device})) {pretend};")
        visit.open(quiet=0)
        visit.ask({})
        workers = []
        visit.page.on("worker", lambda worker: workers.append(worker.url))
        # A timer set later than the one that would have started it has fired.
        visit.page.evaluate("new Promise((resolve) => setTimeout(resolve))")
        assert workers == []
        assert visit.ask({"n": 1})["echo"] == {"n": 1}
        assert visit.kept() == []


def fresh_cache(visit) -> None:
    """Load the page with the HTTP cache emptied, so that a fault reaches the browser."""
    session = visit.context.new_cdp_session(visit.page)
    session.send("Network.clearBrowserCache")
    visit.open()


# --- rung 3: a missing module --------------------------------------------------------------------


class TestLaterModule:
    ASKED: ClassVar = {"import": "calculator.faces.sheet"}

    def came(self, visit) -> int:
        return sum(LATER in path for path in visit.runtime_requests())

    def test_comes_with_the_first_question_that_needs_it(self, visit):
        """And once: the same Python goes on, and no other file is fetched for it."""
        visit.open()
        visit.ask({})
        assert self.came(visit) == 0
        assert visit.ask(self.ASKED)["echo"] == visit.ask(self.ASKED)["echo"] == self.ASKED
        assert self.came(visit) == 1 and visit.event("ready")["how"] == "plain"

    @pytest.mark.parametrize("fault", [missing, damaged, broken_off])
    def test_that_does_not_arrive_is_an_error_of_that_question(self, visit, fault):
        """It is named; other questions are answered meanwhile, and the same one is once the file is there."""
        visit.open()
        visit.ask({})
        visit.server.faults[LATER] = fault
        said = visit.page.evaluate("(asked) => python.ask('test', asked).catch((error) => error.message)", self.ASKED)
        assert LATER in said and said.endswith(".")
        assert visit.ask({"n": 1})["echo"] == {"n": 1}
        visit.server.faults.clear()
        assert visit.ask(self.ASKED)["echo"] == self.ASKED


class TestMissingModule:
    def test_at_a_question(self, visit):
        """A module that no test case took is missing from the short library: the full one takes over."""
        visit.open()
        assert visit.ask({})["echo"] == {}
        assert visit.event("ready")["how"] == "plain"
        assert visit.ask({"import": "wave"})["echo"] == {"import": "wave"}
        assert visit.event("ready")["how"] == "full-library"
        assert any(FULL in path for path in visit.runtime_requests())
        assert visit.ask({"n": 1})["echo"] == {"n": 1}

    def test_at_the_start(self, browser, stub_site, tmp_path):
        """The same where the calculator cannot even be imported."""
        (folder,) = (stub_site / "runtime").iterdir()
        site = lay_out(tmp_path, stub_site / "runtime", folder.name)
        without(site / "runtime" / folder.name, "random.pyc")
        with visiting(browser.new_context(), site) as visit:
            visit.open()
            assert visit.ask({"n": 1})["echo"] == {"n": 1}
            assert visit.event("ready")["how"] == "full-library"

    def test_that_does_not_exist_at_all_is_an_error(self, visit):
        """What the full library lacks too is told, not tried for ever."""
        visit.open()
        said = visit.page.evaluate("python.ask('test', { import: 'no_such_module' }).catch((error) => error.message)")
        assert said == "The calculator stopped with an error of its own (ModuleNotFoundError)."


def without(folder, name: str) -> None:
    """Take a module out of the short library, and tell the worker's manifest."""
    library = BytesIO()
    with zipfile.ZipFile(folder / CORE) as old, zipfile.ZipFile(library, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
    was, now = (folder / CORE).read_bytes(), library.getvalue()
    assert was != now
    (folder / CORE).write_bytes(now)
    text = (folder / WORKER).read_text(encoding="utf-8")
    for old, new in ((len(was), len(now)), *[tuple(hashlib.sha256(body).hexdigest() for body in (was, now))]):
        assert str(old) in text
        text = text.replace(str(old), str(new))
    (folder / WORKER).write_text(text, encoding="utf-8")


# --- rung 4: a file that does not arrive ---------------------------------------------------------

# How each fault of a file is told. A script's worker cannot look at its own file: of that only what the page can see is named.
TOLD = {
    missing: "did not give {} (status 404)",
    failing: "did not give {} (status 500)",
    web_page: "A web page came in place of {}",
    short: "{} is incomplete",
    damaged: "{} is not the file",
    broken_off: "{}",
}
FAULTS = [
    (name, fault, "Python's worker" if name == WORKER and fault in (short, damaged, broken_off) else words.format(name))
    for name in (WASM, CORE, ASM, LOADER, WORKER)
    for fault, words in TOLD.items()
]


class TestFileThatDoesNotArrive:
    @pytest.mark.parametrize(("name", "fault", "reason"), FAULTS, ids=[f"{name} {fault.__name__}" for name, fault, _ in FAULTS])
    def test_is_named_and_a_retry_works(self, visit, name, fault, reason):
        """The reader learns which file did not come and how; once it does, a retry answers what was asked."""
        visit.server.faults[name] = fault
        visit.open()
        visit.page.evaluate("void (globalThis.asked = python.ask('test', { n: 1 }))")
        failed = visit.event("failed")
        assert reason in failed["reason"]
        assert re.fullmatch(r"[A-Z].*\.", failed["advice"])
        assert visit.page.evaluate("python.state") == "failed"
        assert visit.workers_end()
        visit.server.faults.clear()
        visit.page.evaluate("python.retry()")
        assert visit.page.evaluate("asked")["echo"] == {"n": 1}

    @pytest.mark.parametrize("name", [WASM, CORE, ASM])
    def test_that_stalls_is_given_up(self, visit, name):
        """A connection on which nothing more comes ends in a sentence, and a retry works."""
        until = Event()
        visit.server.faults[name] = stalled(until)
        visit.open(patience=5000)
        visit.page.evaluate("void (globalThis.asked = python.ask('test', { n: 1 }))")
        assert "made no progress for 5 seconds" in visit.event("failed")["reason"]
        visit.server.faults.clear()
        visit.page.evaluate("python.retry()")
        assert visit.page.evaluate("asked")["echo"] == {"n": 1}
        until.set()

    def test_the_snapshot_start_names_it_too(self, visit):
        """A file that is missing is no reason to drop a good snapshot."""
        keep_snapshot(visit)
        visit.server.faults[WASM] = missing
        fresh_cache(visit)
        visit.page.evaluate("void (globalThis.asked = python.ask('test', { n: 1 }))")
        assert "pyodide.asm.wasm" in visit.event("failed")["reason"]
        visit.server.faults.clear()
        visit.page.evaluate("python.retry()")
        assert visit.page.evaluate("asked")["echo"] == {"n": 1}
        assert visit.event("ready")["how"] == "snapshot"

    def test_wrong_media_type_is_no_matter(self, visit):
        """A host that does not know WebAssembly's type serves it as bytes; it is compiled all the same."""
        visit.server.faults[WASM] = lambda handler, right: (right[0], {**right[1], "Content-Type": "application/octet-stream"}, right[2])
        visit.open()
        assert visit.ask({"n": 1})["echo"] == {"n": 1}


# --- rungs 5 and 6: the browser or the site refuses ----------------------------------------------


class TestRefused:
    def test_policy_without_webassembly(self, visit):
        """A security policy that forbids WebAssembly is named, with what it has to allow."""
        visit.server.headers["Content-Security-Policy"] = STRICT.replace("'wasm-unsafe-eval'", "")
        visit.open()
        visit.page.evaluate("python.start()")
        failed = visit.event("failed")
        assert "content security policy forbids WebAssembly" in failed["reason"]
        assert "'wasm-unsafe-eval'" in failed["advice"]

    @pytest.mark.parametrize(
        ("script", "reason"),
        [
            ("delete globalThis.Worker", "This browser has no workers"),
            ("const Real = Worker; globalThis.Worker = function (url) { return new Real('data:,'); }", "no module workers"),
            (
                "globalThis.Worker = function () { throw new DOMException('The operation is insecure.', 'SecurityError'); }",
                "The operation is insecure",
            ),
        ],
        ids=["no workers", "no module workers", "refused workers"],
    )
    def test_no_module_worker(self, visit, script, reason):
        """A browser too old for module workers, or a page that may have none, gets a sentence."""
        visit.page.add_init_script(script)
        visit.open()
        visit.page.evaluate("python.start()")
        failed = visit.event("failed")
        assert reason in failed["reason"]
        assert re.fullmatch(r"[A-Z].*\.", failed["advice"])
