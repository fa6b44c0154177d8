/**
 * Python for a page: one worker, started when a reader comes near a calculator, answering in JSON.
 *
 *     const python = pythonFor(hash);
 *     python.addEventListener("failed", ({ detail }) => show(detail.reason, detail.advice));
 *     const answer = await python.ask("growth", { calculator: "growth", texts: {} });
 *
 * What it promises: PythonClient and PythonEvents in publish/types/page.d.ts.
 */

// Longer than any start on a slow phone goes without a byte or a step; then something hangs.
const PATIENCE = 30_000;
// A reader who moves a slider pauses; the snapshot is made in a longer pause than that.
const QUIET = 3_000;
// The longest answer takes a second on a slow phone. Counted in ticks, since a page that was frozen in between heard nothing.
const LIMIT = 10_000;
const TICKS = 10;

// A wiki's sandboxed frame has no origin: storage throws, and no address is its own to start a worker from.
const NO_ORIGIN = globalThis.origin === "null";

/** @type {Map<string, PythonClient>} */
const clients = new Map();

/**
 * The page's client for the runtime with this hash, the folder below `runtime/`.
 * @type {(hash: string, options?: PythonOptions) => PythonClient}
 */
export function pythonFor(hash, options = {}) {
  const known = clients.get(hash);
  if (known) return known;
  const made = new Python(new URL(`./runtime/${hash}/`, import.meta.url), options);
  clients.set(hash, made);
  return made;
}

/** @implements {PythonClient} */
class Python extends /** @type {new () => PythonTarget} */ (EventTarget) {
  /** @type {PythonClient["state"]} */
  state = "idle";
  #folder;
  #patience;
  #quiet;
  #limit;
  #keep;
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Worker | null} */
  #keeper = null;
  #watchdog = 0;
  #pause = 0;
  #clock = 0;
  #attempt = 0;
  #began = 0;
  /** @type {Start} */
  #how = { library: "core", snapshot: true, reload: false };
  /** @type {Map<unknown, Lane>} */
  #lanes = new Map();
  #asked = 0;

  /** @param {URL} folder @param {PythonOptions} options */
  constructor(folder, { patience = PATIENCE, quiet = QUIET, limit = LIMIT, keep = true }) {
    super();
    this.#keep = keep && !NO_ORIGIN;
    this.#how.snapshot = this.#keep;
    this.#folder = folder;
    this.#patience = patience;
    this.#quiet = quiet;
    this.#limit = limit;
    // iOS kills a page that holds two of these at once, and a page kept for "back" would hold one.
    addEventListener("pagehide", () => this.#stop("idle"));
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted && [...this.#lanes.values()].some((lane) => lane.waiting)) this.start();
    });
  }

  start() {
    if (this.state !== "idle") return;
    this.#began = performance.now();
    this.state = "starting";
    this.#boot();
  }

  retry() {
    if (this.state !== "failed") return;
    this.#how = { ...this.#how, reload: true };
    this.state = "idle";
    this.start();
  }

  /** @type {PythonClient["ask"]} */
  ask(asker, request) {
    this.start();
    const lane = this.#lanes.get(asker) ?? {};
    this.#lanes.set(asker, lane);
    lane.waiting?.resolve(null);
    return new Promise((resolve, reject) => {
      lane.waiting = { id: ++this.#asked, request, tried: false, resolve, reject };
      this.#next();
    });
  }

  /** @param {unknown} asker */
  forget(asker) {
    const lane = this.#lanes.get(asker);
    if (!lane) return;
    if (lane.running) this.#settle(lane.running.id, ({ resolve }) => resolve(null));
    lane.waiting?.resolve(null);
    this.#lanes.delete(asker);
    this.#next();
  }

  /** Send the next question, unless one runs: Python takes one at a time, so one alone can be the one that hangs. */
  #next() {
    if (this.state !== "ready" || this.#running()) return;
    const waiting = [...this.#lanes.values()].filter((lane) => lane.waiting);
    const lane = waiting.find((lane) => !lane.waiting?.tried) ?? waiting[0];
    if (!lane?.waiting) return;
    const { id, request } = (lane.running = lane.waiting);
    lane.waiting = undefined;
    this.#post({ type: "ask", id, text: JSON.stringify(request) });
    // A system that is short of memory ends a worker without a word.
    let ticks = 0;
    this.#clock = setInterval(() => ++ticks >= TICKS && this.#overdue(), this.#limit / TICKS);
  }

  #running() {
    return [...this.#lanes.values()].find((lane) => lane.running);
  }

  /**
   * Settle the question that runs, if it has this id.
   * @param {number} id @param {(asked: Asked) => void} how
   */
  #settle(id, how) {
    const lane = this.#running();
    if (!lane?.running || lane.running.id !== id) return;
    clearInterval(this.#clock);
    const { running } = lane;
    lane.running = undefined;
    how(running);
  }

  /** @param {number} id @param {(asked: Asked) => void} how */
  #answered(id, how) {
    this.#settle(id, how);
    this.#next();
  }

  /** Another worker, and the newest question once more; the second time there is no answer to it. */
  #overdue() {
    const seconds = Math.round(this.#limit / 1000);
    const isWanted = this.#isWanted(`No answer came within ${seconds} seconds, twice.`);
    this.#tell("overdue", { seconds });
    if (isWanted) this.#boot();
    else this.#stop("idle");
  }

  #boot() {
    this.#stop("starting");
    let worker;
    try {
      worker = this.#create();
    } catch (error) {
      this.#fail(error.message, error.advice ?? "Another browser, or a newer version of this one, may help.");
      return;
    }
    this.#worker = worker;
    worker.onmessage = ({ data }) => {
      if (worker === this.#worker) this.#heard(data); // what a worker said before it was ended may arrive later
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#explain(worker, event.message);
    };
    this.#post({ type: "start", ...this.#how });
    this.#watch();
  }

  /** A module worker, or an error that says why there is none. */
  #create() {
    if (!("Worker" in globalThis)) throw new Error("This browser has no workers, which Python needs.");
    // A browser that does not know module workers never reads the type, and would run the file as a script.
    let modules = false;
    const options = {
      get type() {
        modules = true;
        return /** @type {const} */ ("module");
      },
    };
    const script = new URL("python-worker.mjs", this.#folder);
    // No cache may be asked to fetch a worker's script anew; an address that it has not seen does as well.
    if (this.#how.reload) script.searchParams.set("again", `${++this.#attempt}`);
    const worker = new Worker(NO_ORIGIN ? imported(script) : script, options);
    if (modules) return worker;
    worker.terminate();
    throw new Error("This browser is too old: it has no module workers, which Python needs.");
  }

  /** @param {ToWorker} message */
  #post(message) {
    this.#worker?.postMessage(message);
  }

  /** @param {FromWorker} said */
  #heard(said) {
    if (said.type === "answer") this.#answered(said.id, ({ resolve }) => resolve(JSON.parse(said.text)));
    if (said.type === "error") this.#answered(said.id, ({ reject }) => reject(new Error(said.message)));
    if (said.type === "failed") this.#fail(said.reason, said.advice);
    if (said.type === "again") this.#again(said.without);
    if (said.type === "progress") {
      this.#watch();
      this.#tell("progress", said);
    }
    if (said.type === "ready") {
      clearTimeout(this.#watchdog);
      this.state = "ready";
      this.#tell("ready", { how: said.how, ms: performance.now() - this.#began });
      this.#next();
      if (said.how === "plain" && this.#keep && canKeep()) this.#keepWhenQuiet();
    }
  }

  /** @param {Said["again"]["without"]} without */
  #again(without) {
    if (without === "snapshot") this.#how = { ...this.#how, snapshot: false };
    else this.#how = { ...this.#how, library: "full" };
    this.#boot();
  }

  /** Any news from a start puts this off; when it fires, something hangs. */
  #watch() {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      const seconds = Math.round(this.#patience / 1000);
      this.#how = { ...this.#how, snapshot: false }; // it may be what hangs
      this.#fail(`Python's start made no progress for ${seconds} seconds.`, "Check the connection, then try again.");
    }, this.#patience);
  }

  /**
   * A worker's error event says little when its script did not arrive: ask for the script.
   * @param {Worker} worker @param {string} message
   */
  async #explain(worker, message) {
    let reason = message ? `Python's worker stopped (${message}).` : "Python's worker could not be run.";
    try {
      const response = await fetch(new URL("python-worker.mjs", this.#folder), { cache: "reload" });
      if (!response.ok) reason = `The server did not give python-worker.mjs (status ${response.status}).`;
      else if (response.headers.get("content-type")?.startsWith("text/html")) reason = "A web page came in place of python-worker.mjs.";
    } catch (error) {
      reason = `python-worker.mjs could not be fetched (${error.message}).`;
    }
    const advice = NO_ORIGIN
      ? "In a sandboxed frame only the embeds of this site compute: open the page in a window of its own."
      : "Check the connection, or reload the page: the site may just have been updated.";
    if (worker === this.#worker) this.#fail(reason, advice);
  }

  /**
   * A start that fails waits for `retry`. Of a Python that dies later the next question starts another, and one that waits at once.
   * @param {string} reason @param {string} advice
   */
  #fail(reason, advice) {
    if (this.state === "ready" && this.#isWanted(reason)) return this.#boot();
    this.#stop(this.state === "ready" ? "idle" : "failed");
    this.#tell("failed", { reason, advice });
  }

  /**
   * After a death: whether a question is open. The one that ran is asked once more; the second time there is no answer to it.
   * @param {string} reason
   */
  #isWanted(reason) {
    const running = this.#running()?.running;
    if (running?.tried) this.#settle(running.id, ({ reject }) => reject(new Error(reason)));
    else if (running) running.tried = true;
    this.#how = { ...this.#how, snapshot: false }; // it may be what kills it, or hangs
    return [...this.#lanes.values()].some((other) => other.running || other.waiting);
  }

  /**
   * End the workers. What was running waits again, so that the next start answers it.
   * @param {PythonClient["state"]} state
   */
  #stop(state) {
    clearTimeout(this.#watchdog);
    clearTimeout(this.#pause);
    clearInterval(this.#clock);
    this.#worker?.terminate();
    this.#keeper?.terminate();
    this.#worker = this.#keeper = null;
    this.state = state;
    for (const lane of this.#lanes.values()) {
      if (lane.waiting) lane.running?.resolve(null);
      else lane.waiting = lane.running;
      lane.running = undefined;
    }
  }

  /** The snapshot takes another start, so it is made by a worker of its own when the reader pauses. */
  #keepWhenQuiet(seen = this.#asked) {
    this.#pause = setTimeout(() => {
      if (seen !== this.#asked || document.hidden) return this.#keepWhenQuiet();
      let keeper;
      try {
        keeper = this.#keeper = this.#create();
      } catch {
        return this.#tell("kept", { done: false }); // a second worker may be refused where the first was not
      }
      keeper.onmessage = ({ data: { type, done } }) => {
        if (type !== "kept") return;
        this.#keeper?.terminate();
        this.#keeper = null;
        this.#tell("kept", { done });
      };
      keeper.postMessage({ type: "keep" });
    }, this.#quiet);
  }

  /** @type {<T extends keyof PythonEvents>(type: T, detail: PythonEvents[T]) => void} */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/**
 * A worker without an address that imports the one at `script`, which the server has to allow (CORS).
 * @param {URL} script
 */
const imported = (script) => `data:text/javascript,${encodeURIComponent(`import ${JSON.stringify(script.href)};`)}`;

/** Whether memory allows a second Python for a moment; iOS gives a page too little. */
function canKeep() {
  const { userAgent, platform, maxTouchPoints, deviceMemory } = navigator;
  const iOS = /iPad|iPhone|iPod/.test(userAgent) || (platform === "MacIntel" && maxTouchPoints > 1);
  return !iOS && (deviceMemory ?? 4) >= 4;
}
