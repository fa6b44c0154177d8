// Keeps pages, scripts and Python of ONE release for reading without a network. Written anew by each build.
//
// With a network it changes nothing: pages and files come from there, and what is of this release is kept
// on its way. Without one, or with one that is silent, a page comes from what was kept, and so do all its files.
// Files whose address holds their hash cannot be mixed up; for the others it is remembered, client by client,
// which release a page is of. A page of another release gets nothing from here.
//
// A disk damages files, so what was kept is compared with its hash before it is used, and a page that asks for a
// file anew gets it from the network, which also replaces what was kept.

const RELEASE = "$release";
const FILES = $files; // path below the scope -> first half of its SHA-256
const FIRST = $first; // what every page and a calculator need
const HASHED = /\/assets\/runtime\/[0-9a-f]{16}\//;

const SCOPE = new URL("./", self.location.href).href;
const FAMILY = `playbook-offline $${new URL(SCOPE).pathname} `;
const STORE = FAMILY + RELEASE;
const KEPT = "kept"; // a client whose page came from the store
const OURS = "ours"; // one whose page came from the network and is of this release
const CLIENTS = `$${SCOPE}.client/`;
const GONE = 10; // marks kept of clients that are not to be seen: a page that "back" brings to life is none of them
const SILENT_MS = 4000; // how long a reader waits for a network that says nothing, when the page is here

const store = () => caches.open(STORE);
const key = (/** @type {string} */ url) => SCOPE + path(url);

/**
 * The path of an address below the scope, as the build names it; null for what is none of ours.
 * @param {string} url
 */
function path(url) {
  const { origin, pathname } = new URL(url);
  const whole = decodeURIComponent(origin + pathname);
  if (!whole.startsWith(SCOPE)) return null;
  const below = whole.slice(SCOPE.length);
  return below === "" || below.endsWith("/") ? `$${below}index.html` : below;
}

/** @param {string} url @param {Response | undefined} response */
async function isOfThisRelease(url, response) {
  const wanted = FILES[path(url) ?? ""];
  if (!wanted || !response?.ok || response.redirected) return false;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("") === wanted;
}

/**
 * Put a file into the store if it is of this release; whether it was.
 * @param {string} url @param {Response} response
 */
async function keep(url, response) {
  const copy = response.clone();
  if (!(await isOfThisRelease(url, response))) return false;
  await (await store()).put(key(url), copy);
  sound.set(key(url), Promise.resolve(true));
  return true;
}

const sound = new Map(); // key -> whether what was kept is whole: looked at once, each time that this worker starts

/**
 * What was kept of a file, if it is whole; what is damaged is dropped.
 * @param {string} url
 */
async function kept(url) {
  const [at, from] = [key(url), await store()];
  const found = await from.match(at);
  if (!found) return undefined;
  // A second match and not a clone: a browser keeps machine code with the very response that it was compiled from.
  if (!sound.has(at)) sound.set(at, from.match(at).then((copy) => isOfThisRelease(url, copy)).catch(() => false));
  if (await sound.get(at)) return found;
  sound.delete(at);
  await from.delete(at);
  return undefined;
}

/** @param {string} name */
async function fetched(name) {
  const url = SCOPE + name;
  if (await kept(url)) return;
  const response = await fetch(url, { cache: HASHED.test(url) ? "default" : "no-cache" });
  if (!(await keep(url, response))) throw new Error(`$${name} is not of this release`);
}

const marks = new Map(); // where nothing more can be stored, for as long as this worker lives

/** @param {string} client @param {string} what */
async function mark(client, what) {
  marks.set(client, what);
  try {
    const to = await store();
    await to.put(CLIENTS + client, new Response(what));
    const here = new Set((await self.clients.matchAll({ includeUncontrolled: true, type: "all" })).map(({ id }) => CLIENTS + id));
    const gone = (await to.keys()).map(({ url }) => url).filter((url) => url.startsWith(CLIENTS) && !here.has(url));
    for (const url of gone.slice(0, -GONE)) await to.delete(url);
  } catch {
    // A full disk: the page is shown all the same.
  }
}

/** @param {string} client */
async function markOf(client) {
  if (marks.has(client)) return marks.get(client);
  const found = client && (await (await store()).match(CLIENTS + client));
  return found ? found.text() : "";
}

/** Pages that the reader had kept of an earlier release, to be kept of this one. */
async function earlier() {
  const names = (await caches.keys()).filter((name) => name.startsWith(FAMILY) && name !== STORE);
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return requests.flat().map(({ url }) => path(url) ?? "").filter((name) => name in FILES && name.endsWith(".html"));
}

// --- install, activate: a release is there whole, or not at all ------------------------------------

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const failed = (await Promise.allSettled(FIRST.map(fetched))).find((one) => one.status === "rejected");
      if (failed) {
        await caches.delete(STORE); // half a release is of no use, and takes the room that was short
        throw failed.reason;
      }
      await Promise.allSettled((await earlier()).map(fetched));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name.startsWith(FAMILY) && name !== STORE) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

// The page asks to keep addresses, for instance the one that the reader was on before there was a worker.
self.addEventListener("message", (event) => {
  /** @type {ToServiceWorker} */
  const { type, urls } = event.data ?? {};
  if (type !== "keep") return;
  const wanted = urls === "all" ? Object.keys(FILES).filter((name) => name.endsWith(".html") && !name.startsWith("go/")) : urls.map((url) => path(url) ?? "").filter((name) => name in FILES);
  const done = Promise.allSettled(wanted.map(fetched));
  event.waitUntil(
    done.then((results) => {
      /** @type {FromServiceWorker} */
      const said = { type: "kept", release: RELEASE, pages: results.filter(({ status }) => status === "fulfilled").length };
      event.source?.postMessage(said);
    }),
  );
});

// --- fetch ---------------------------------------------------------------------------------------

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const name = path(request.url);
  if (request.method !== "GET" || name === null || name.startsWith("embed/") || name === "sw.js" || request.headers.has("range")) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (HASHED.test(request.url)) event.respondWith(lasting(event));
  else event.respondWith(file(event));
});

/**
 * What the network answers, or null when it fails, or says nothing for a while.
 * @param {Promise<Response>} network
 */
function soon(network) {
  const silence = new Promise((resolve) => setTimeout(resolve, SILENT_MS, null));
  return Promise.race([network.catch(() => null), silence]);
}

/** @param {FetchEvent} event */
async function page(event) {
  const { request, resultingClientId: client } = event;
  const network = fetch(request);
  let response = await soon(network);
  if (!response) {
    const found = await kept(request.url);
    if (found) {
      await mark(client, KEPT);
      return found;
    }
    response = await network.catch(absent);
  }
  const ours = keep(request.url, response.clone());
  event.waitUntil(ours.then((is) => (is ? mark(client, OURS) : undefined)).catch(() => {}));
  return response;
}

/**
 * Whether a page tries again: it says so by its request, or by the address where a browser lets it say nothing else.
 * @param {Request} request
 */
function anew({ cache, url }) {
  const again = cache === "reload" || new URL(url).searchParams.has("again");
  if (again) sound.delete(key(url)); // what failed is looked at again, so that whoever asks next does not get it
  return again;
}

/**
 * A file whose address holds its hash is the same wherever it comes from.
 * @param {FetchEvent} event
 */
async function lasting(event) {
  const { request } = event;
  const again = anew(request);
  const found = await kept(request.url);
  if (found && !again) return found;
  const network = fetch(request);
  const response = (await soon(network)) ?? found ?? (await network);
  event.waitUntil(keep(request.url, response.clone()).catch(() => {}));
  return response;
}

/** @param {FetchEvent} event */
async function file(event) {
  const { request, clientId } = event;
  const release = await markOf(clientId);
  if (!anew(request) && release === KEPT) {
    const found = await kept(request.url);
    if (found) return found;
  }
  const network = fetch(request);
  const response = release ? await soon(network) : await network;
  if (!response) {
    const found = await kept(request.url);
    if (found) {
      await mark(clientId, KEPT); // so that the rest of the page does not wait again
      return found;
    }
  }
  const late = response ?? (await network);
  if (release === KEPT) return (await isOfThisRelease(request.url, late.clone())) ? late : Response.error();
  event.waitUntil(keep(request.url, late.clone()).catch(() => {}));
  return late;
}

const absent = () =>
  new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Not kept</title>
<h1>This page was not kept</h1><p>There is no network, and your browser keeps only pages that you have read. <a href="$${SCOPE}">The first page</a></p>`,
    { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } },
  );
