// Reading without a network. Who has used a calculator keeps a copy of what they read; `?offline=off` removes it.
//
// Nothing here may be needed: private windows, frames and plain http have no service workers.

const SITE = new URL("../", import.meta.url);
const FAMILY = `playbook-offline ${SITE.pathname} `;
const OFF = `playbook-offline-off ${SITE.pathname}`;
const SNAPSHOT = `python-snapshot ${new URL("assets/runtime/", SITE).pathname}`; // python-worker.mjs keeps it

const inFrame = window.parent !== window;
const can = !inFrame && "serviceWorker" in navigator;

function isOff() {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return true; // where nothing may be stored, nothing is
  }
}

/** The worker that keeps this site, registered if need be. */
async function worker() {
  const url = new URL("sw.js", SITE);
  await navigator.serviceWorker.register(url, { scope: SITE.href, updateViaCache: "none" });
  return (await navigator.serviceWorker.ready).active;
}

/**
 * Keep the page at hand, or all pages.
 * @param {ToServiceWorker["urls"]} urls
 */
export async function keep(urls = [location.href]) {
  try {
    localStorage.removeItem(OFF);
    /** @type {ToServiceWorker} */
    const asked = { type: "keep", urls };
    (await worker())?.postMessage(asked);
    return true;
  } catch {
    return false;
  }
}

/** Remove everything that this site keeps in the browser, and keep nothing until asked to. */
export async function remove() {
  try {
    localStorage.setItem(OFF, "");
    const registration = await navigator.serviceWorker.getRegistration(SITE);
    if (registration?.scope === SITE.href) await registration.unregister();
    for (const name of await caches.keys()) if (name.startsWith(FAMILY) || name === SNAPSHOT) await caches.delete(name);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} words */
function say(words) {
  let place = document.querySelector(".pb-offline [role=status]");
  if (!place) {
    place = document.createElement("p");
    place.className = "pb-unknown";
    place.setAttribute("role", "status");
    (document.querySelector("article") ?? document.body).prepend(place);
  }
  place.textContent = words;
}

/** @param {string} what */
async function act(what) {
  if (!can) return say("This browser keeps nothing here: that takes https and a window of its own, and is not to be had in private windows.");
  if (what === "keep") say((await keep("all")) ? "Keeping all pages. They can be read without a network when this is done." : "This browser does not let the site keep anything.");
  else say((await remove()) ? "Removed: this browser keeps nothing of this site any more, and will not until you ask." : "This browser does not let the site keep anything.");
}

const buttons = document.querySelector(".pb-offline");
if (buttons) {
  buttons.hidden = false;
  buttons.addEventListener("click", ({ target }) => {
    if (target instanceof HTMLButtonElement) act(target.value);
  });
}
if (can) {
  navigator.serviceWorker.addEventListener("message", (/** @type {MessageEvent<FromServiceWorker>} */ { data }) => {
    if (data.type !== "kept") return;
    document.documentElement.dataset.kept = data.release;
    if (data.pages > 1) say(`Kept: ${data.pages} pages, and the calculators.`);
  });
}
if (new URLSearchParams(location.search).get("offline") === "off") act("remove");
else if (can && !isOff()) document.addEventListener("pb-answer", () => keep(), { once: true });
