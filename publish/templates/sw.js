// Keeps pages, scripts and Python of ONE release for reading without a network. Written anew by each build.
//
// With a network it changes nothing: pages and files come from there, and what is of this release is kept
// on its way. Without one, a page comes from what was kept, and so do all its files. Files whose address
// holds their hash cannot be mixed up; for the others it is remembered, client by client, which release a page
// is of. A page of another release gets nothing from here.

const RELEASE = "$release";
const FILES = $files; // path below the scope -> first half of its SHA-256
const FIRST = $first; // what every page and a calculator need
const HASHED = /\/assets\/runtime\/[0-9a-f]{16}\//;

const SCOPE = new URL("./", self.location).href;
const FAMILY = `playbook-offline $${new URL(SCOPE).pathname} `;
const STORE = FAMILY + RELEASE;
const KEPT = "kept"; // a client whose page came from the store
const OURS = "ours"; // one whose page came from the network and is of this release

const store = () => caches.open(STORE);
const key = (url) => SCOPE + path(url);
const marker = (client) => `$${SCOPE}.client/$${client}`;

/** The path of an address below the scope, as the build names it; null for what is none of ours. */
function path(url) {
  const { origin, pathname } = new URL(url);
  const whole = decodeURIComponent(origin + pathname);
  if (!whole.startsWith(SCOPE)) return null;
  const below = whole.slice(SCOPE.length);
  return below === "" || below.endsWith("/") ? `$${below}index.html` : below;
}

async function isOfThisRelease(url, response) {
  const wanted = FILES[path(url)];
  if (!wanted || !response.ok || response.redirected) return false;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("") === wanted;
}

/** Put a file into the store if it is of this release; whether it was. */
async function keep(url, response) {
  const copy = response.clone();
  if (!(await isOfThisRelease(url, response))) return false;
  await (await store()).put(key(url), copy);
  return true;
}

const kept = async (url) => (await store()).match(key(url));

async function fetched(name) {
  const url = SCOPE + name;
  if (await kept(url)) return;
  const response = await fetch(url, { cache: HASHED.test(url) ? "default" : "no-cache" });
  if (!(await keep(url, response))) throw new Error(`$${name} is not of this release`);
}

async function mark(client, what) {
  await (await store()).put(marker(client), new Response(what));
}

async function markOf(client) {
  const found = client && (await (await store()).match(marker(client)));
  return found ? found.text() : "";
}

/** Pages that the reader had kept of an earlier release, to be kept of this one. */
async function earlier() {
  const names = (await caches.keys()).filter((name) => name.startsWith(FAMILY) && name !== STORE);
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return requests.flat().map(({ url }) => path(url)).filter((name) => name in FILES && name.endsWith(".html"));
}

// --- install, activate: a release is there whole, or not at all ------------------------------------

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      await Promise.all(FIRST.map(fetched));
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
  const { type, urls } = event.data ?? {};
  if (type !== "keep") return;
  const wanted = urls === "all" ? Object.keys(FILES).filter((name) => name.endsWith(".html") && !name.startsWith("go/")) : urls.map(path).filter((name) => name in FILES);
  const done = Promise.allSettled(wanted.map(fetched));
  event.waitUntil(done.then((results) => event.source.postMessage({ type: "kept", release: RELEASE, pages: results.filter(({ status }) => status === "fulfilled").length })));
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

async function page(event) {
  const { request, resultingClientId: client } = event;
  try {
    const response = await fetch(request);
    const ours = keep(request.url, response.clone());
    event.waitUntil(ours.then((is) => is && mark(client, OURS)).catch(() => {}));
    return response;
  } catch {
    const found = await kept(request.url);
    if (!found) return absent();
    await mark(client, KEPT);
    return found;
  }
}

/** A file whose address holds its hash is the same wherever it comes from. */
async function lasting(event) {
  const found = await kept(event.request.url);
  return found ?? fetch(event.request);
}

async function file(event) {
  const { request, clientId } = event;
  const release = await markOf(clientId);
  if (release === KEPT) {
    const found = await kept(request.url);
    if (found) return found;
  }
  try {
    const response = await fetch(request);
    if (release === KEPT) return (await isOfThisRelease(request.url, response.clone())) ? response : Response.error();
    event.waitUntil(keep(request.url, response.clone()).catch(() => {}));
    return response;
  } catch (error) {
    if (release !== OURS) throw error;
    return (await kept(request.url)) ?? Response.error();
  }
}

const absent = () =>
  new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Not kept</title>
<h1>This page was not kept</h1><p>There is no network, and your browser keeps only pages that you have read. <a href="$${SCOPE}">The first page</a></p>`,
    { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } },
  );
