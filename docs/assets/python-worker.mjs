/**
 * The worker in which Python runs: JSON text in, JSON text out.
 *
 * It stands beside the files it loads, in a folder named after their common hash, and fetches and
 * checks them itself: `loadPyodide()` never settles when a file is missing or WebAssembly is forbidden.
 * What it hears and says: publish/types/messages.d.ts.
 */

// publish.runtime writes the manifest here.
/** @type {Record<string, { bytes: number, sha256: string }>} */
const FILES = {};

const HERE = new URL("./", import.meta.url);
const WASM = "pyodide.asm.wasm";
const SCRIPTS = ["pyodide.asm.js", "pyodide.mjs"];
const LIBRARY = { core: "library.zip.wasm", full: "library-full.zip.wasm" };
const LATER = "calculator-later.zip.wasm"; // modules that few questions need
const ABI = "2025_0";

const address = (/** @type {string} */ name) => new URL(name, HERE).href;
/** @type {<T extends keyof Said>(type: T, detail: Said[T]) => void} */
const say = (type, detail) => self.postMessage({ type, ...detail });

/** A start that cannot go on: what happened, and what the reader can do about it. */
class Trouble extends Error {
  /** @param {string} reason */
  constructor(reason, advice = "Check the connection, then try again.") {
    super(reason);
    this.advice = advice;
  }
}

// --- files ---------------------------------------------------------------------------------------

const network = self.fetch.bind(self);
/** @type {RequestCache} */
let cache = "default"; // "reload" after a failure: the HTTP cache may hold what was damaged
let loaded = 0;
let total = 0;
let told = 0;

/** @param {number} bytes */
function arrived(bytes) {
  loaded += bytes;
  if (loaded - told < total / 100 && loaded < total) return;
  told = loaded;
  say("progress", { loaded, total, phase: "loading" });
}

/**
 * The response for a file, once it looks like that file. `from` says what the browser's own cache is good for.
 * @param {string} name
 */
async function open(name, from = cache) {
  let response;
  try {
    response = await network(address(name), { cache: from });
  } catch (error) {
    throw new Trouble(`${name} could not be fetched (${error.message}).`);
  }
  if (!response.ok) {
    throw new Trouble(
      `The server did not give ${name} (status ${response.status}).`,
      "The site may just have been updated: reload the page.",
    );
  }
  if (response.headers.get("content-type")?.startsWith("text/html")) {
    throw new Trouble(
      `A web page came in place of ${name}.`,
      "A sign-in page or a proxy may stand in between: reload the page, and sign in if it asks.",
    );
  }
  return response;
}

/**
 * All bytes of a response, told as they come in and compared with the manifest.
 * @param {string} name @param {Response} response
 */
async function read(name, response, tell = arrived) {
  const { bytes, sha256 } = FILES[name];
  const whole = new Uint8Array(bytes);
  let at = 0;
  try {
    const reader = /** @type {NonNullable<typeof response.body>} */ (response.body).getReader();
    for (let step; !(step = await reader.read()).done; ) {
      const { value } = step;
      if (at + value.length <= bytes) whole.set(value, at);
      at += value.length;
      tell(value.length);
    }
  } catch (error) {
    throw new Trouble(`${name} broke off after ${at} of ${bytes} bytes (${error.message}).`);
  }
  if (at < bytes) throw new Trouble(`${name} is incomplete: ${at} of ${bytes} bytes arrived.`);
  if (at > bytes || !(await matches(whole, sha256))) {
    throw new Trouble(`${name} is not the file that this page was made with.`);
  }
  return whole;
}

/**
 * Whether the bytes have this SHA-256; where a page over plain http may not compute it, yes.
 * @param {Uint8Array<ArrayBuffer>} bytes @param {string} sha256
 */
async function matches(bytes, sha256) {
  if (!self.crypto?.subtle) return true;
  return (await digest(bytes)) === sha256;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function digest(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} name */
async function fetchLibrary(name) {
  return read(name, await open(name));
}

/** Compiled while it arrives, from the response itself: only then does Chromium keep the machine code. */
async function compileWasm() {
  if (!self.WebAssembly) {
    throw new Trouble("This browser runs no WebAssembly, which Python needs.", "Another browser, or leaving its lockdown mode, helps.");
  }
  const response = await open(WASM);
  const copy = response.clone();
  const compiled = WebAssembly.compileStreaming(response).catch((error) => error);
  const bytes = await read(WASM, copy);
  const streamed = await compiled;
  if (streamed instanceof WebAssembly.Module) return streamed;
  try {
    return await WebAssembly.compile(bytes); // a server that does not know the media type
  } catch (error) {
    throw forbidden(error);
  }
}

/** @param {Error} error */
function forbidden(error) {
  return /security policy|unsafe-eval|CSP/i.test(error.message)
    ? new Trouble(
        "This site's content security policy forbids WebAssembly, which Python needs.",
        "Whoever runs the site has to allow 'wasm-unsafe-eval' in its script-src.",
      )
    : new Trouble(`Python could not be compiled (${error.message}).`, "Another browser, or a newer version of this one, may help.");
}

/**
 * A module script. The browser compares it with nothing, so what it has run is read once more, from its cache, and compared.
 * @param {string} name
 */
async function script(name) {
  if (cache === "reload") await (await open(name)).arrayBuffer();
  const ran = await import(address(name)).catch((error) => error);
  const failed = ran instanceof Error;
  await read(name, await open(name, failed ? cache : "force-cache"), () => {});
  if (failed) throw new Trouble(`${name} could not be run (${ran.message}).`);
  arrived(FILES[name].bytes);
  return ran;
}

// --- Pyodide -------------------------------------------------------------------------------------

/**
 * Start Pyodide from the files above; `memory` may come to be a snapshot to start it in.
 * @type {(library: string, memory: Promise<Uint8Array | null> | null, options?: object) => Promise<Pyodide>}
 */
function load(library, memory, options) {
  total = [WASM, library, ...SCRIPTS].reduce((sum, name) => sum + FILES[name].bytes, 0);
  return new Promise((resolve, reject) => {
    const wasm = compileWasm();
    const modules = fetchLibrary(library);
    const [asm, loader] = SCRIPTS.map(script);
    for (const file of [wasm, modules, asm, loader]) file.catch(reject);

    // Pyodide fetches for itself, too late and without a check: it is handed what is on its way.
    self.fetch = async (input, init) => {
      if (String(input) === address(WASM)) return new Response();
      if (String(input) === address(library)) return new Response(await modules);
      return network(input, init);
    };
    WebAssembly.instantiateStreaming = async (_, imports) => {
      try {
        const module = await wasm;
        return { module, instance: await WebAssembly.instantiate(module, imports) };
      } catch (error) {
        reject(error); // Pyodide only logs it and then waits for ever
        throw error;
      }
    };

    Promise.all([loader, asm, memory])
      .then(([{ loadPyodide }, , snapshot]) => {
        say("progress", { loaded, total, phase: "starting" });
        return loadPyodide({
          indexURL: HERE.href,
          packageBaseUrl: HERE.href, // the default names a CDN
          stdLibURL: address(library),
          lockFileContents: { info: { abi_version: ABI }, packages: {} },
          ...(snapshot && { _loadSnapshot: snapshot }),
          ...options,
        });
      })
      .then(resolve, reject);
  });
}

// --- snapshot ------------------------------------------------------------------------------------

// Cache Storage belongs to the whole origin, so the name says which site's snapshots these are.
const STORE = `python-snapshot ${new URL("../", HERE).pathname}`;
const SNAPSHOT = address("snapshot");

/** The memory of a Python that has started, as kept at an earlier visit; null if there is none to trust. */
async function kept() {
  try {
    const store = await caches.open(STORE);
    const found = await store.match(SNAPSHOT);
    if (!found) return null;
    const bytes = new Uint8Array(await found.arrayBuffer());
    if (bytes.length && (await digest(bytes)) === found.headers.get("x-sha256")) return bytes;
    await store.delete(SNAPSHOT);
  } catch {
    // Private windows and sandboxed frames refuse storage: then every start is a plain one.
  }
  return null;
}

async function drop() {
  try {
    await (await caches.open(STORE)).delete(SNAPSHOT);
  } catch {
    // as above
  }
}

/** Start Python once more, only to keep its memory for the next visit. */
async function keep() {
  const store = await caches.open(STORE);
  if (await store.match(SNAPSHOT)) return;
  const pyodide = await load(LIBRARY.core, null, { _makeSnapshot: true });
  pyodide.pyimport("calculator.faces.bridge").ready();
  const bytes = pyodide.makeMemorySnapshot();
  const headers = { "x-sha256": await digest(bytes) };
  await store.put(SNAPSHOT, new Response(bytes, { headers }));
  for (const { url } of await store.keys()) if (url !== SNAPSHOT) await store.delete(url);
}

// --- messages ------------------------------------------------------------------------------------

/** @type {Pyodide} */
let pyodide;
/** @type {{ answer: (question: string) => string, add_modules: (archive: string) => void }} */
let bridge;
let extended = false; // whether what comes later has come
/** @type {RequestCache | undefined} */
let laterFrom;
/** @type {boolean} */
let short; // whether the short library runs

/** @param {Start} how */
async function start({ library, snapshot, reload }) {
  if (reload) cache = "reload";
  short = library === "core";
  const keeping = snapshot && short ? kept() : null;
  try {
    pyodide = await load(LIBRARY[library], keeping);
    const restored = await keeping;
    // Otherwise a snapshot would give every visit the same random numbers.
    if (restored) pyodide.pyimport("sys").modules.get("random")?.seed();
    bridge = pyodide.pyimport("calculator.faces.bridge");
    say("ready", { how: restored ? "snapshot" : short ? "plain" : "full-library" });
  } catch (error) {
    if (!(error instanceof Trouble) && (await keeping)) {
      await drop();
      say("again", { without: "snapshot" });
    } else complain(error);
  }
}

/** @param {{ id: number, text: string }} question */
async function ask({ id, text }) {
  try {
    say("answer", { id, text: bridge.answer(text) });
  } catch (error) {
    if (lacksModule(error) && !extended) {
      const missing = await extend().catch((trouble) => trouble);
      if (!missing) return ask({ id, text });
      return say("error", { id, message: `${missing.message} ${missing.advice ?? ""}`.trim() });
    }
    // The page asks again in the full library, so this question is still open.
    if (lacksModule(error)) return complain(error);
    console.error(error); // what is needed to mend it; a reader has no use for it
    say("error", { id, message: `The calculator stopped with an error of its own (${kind(error)}).` });
    if (error.pyodide_fatal_error) say("failed", { reason: stopped(error), advice: "Your next change starts it again." });
  }
}

/** Fetch the modules that no question needed until now. */
async function extend() {
  const archive = `/lib/${LATER}`;
  const response = await open(LATER, laterFrom);
  laterFrom = "reload"; // until it has come whole: the HTTP cache may hold what was damaged
  pyodide.FS.writeFile(archive, await read(LATER, response, () => {}));
  bridge.add_modules(archive);
  extended = true;
}

const lacksModule = (/** @type {Thrown} */ error) => short && error.type === "ModuleNotFoundError";
/** What went wrong, in one word: the exception's class in Python, or the error's in the browser. */
const kind = (/** @type {Thrown} */ error) => error.type ?? error.name ?? "unknown";
const stopped = (/** @type {Thrown} */ error) => `Python stopped (${kind(error)}).`;

function complain(/** @type {Thrown} */ error) {
  if (lacksModule(error)) say("again", { without: "core" });
  else if (error instanceof Trouble) say("failed", { reason: error.message, advice: error.advice });
  else {
    const advice = error instanceof RangeError ? "Memory may be short: close other tabs, then try again." : "Try again, or reload the page.";
    console.error(error);
    say("failed", { reason: stopped(error), advice });
  }
}

self.onmessage = async (/** @type {MessageEvent<ToWorker>} */ { data }) => {
  if (data.type === "start") start(data);
  if (data.type === "ask") ask(data);
  if (data.type === "keep") say("kept", { done: await keep().then(() => true, () => false) });
};
