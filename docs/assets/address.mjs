// The page's address as state: the query holds what differs from the default, the hash stays the reader's.

const THEIRS = new Set(["q", "h"]); // Material's search writes these
const EDITION = "data"; // the edition of the dated numbers that a link was made with
const VIEW = "view"; // of the page or of the answer alone
const SWITCHES = new Set(["offline", VIEW]); // read by others, and no part of any state

/** Input ids of all calculators on this page, and those that say the same in other units. */
const keysOnPage = () => new Set([...document.querySelectorAll("pb-calculator")].flatMap((element) => element.getAttribute("keys").split(/[ /]/)));

/**
 * The texts of those of `ids` that the address carries.
 * @type {(ids: string[]) => Texts}
 */
export function read(ids) {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(ids.filter((id) => query.has(id)).map((id) => [id, query.get(id) ?? ""]));
}

/** Keys in the address that are no input of any calculator on this page. */
export function unknown() {
  const known = keysOnPage();
  return [...new Set(new URLSearchParams(location.search).keys())].filter((key) => !known.has(key) && !THEIRS.has(key) && !SWITCHES.has(key) && key !== EDITION);
}

/** The edition of the data that the link names, or null. */
export const edition = () => new URLSearchParams(location.search).get(EDITION);

/**
 * The address of `page` with these texts in its query; keys of the page's other calculators stay, unknown ones go.
 * @param {Texts} texts @param {string[]} ids
 */
export function withTexts(texts, ids, page = location.href) {
  const url = new URL(page, location.href);
  const own = new Set(ids);
  const others = new Set([...keysOnPage(), ...THEIRS, EDITION, VIEW]);
  const named = edition();
  if (named !== null) url.searchParams.set(EDITION, named);
  const kept = [...url.searchParams].filter(([key]) => others.has(key) && !own.has(key));
  url.search = new URLSearchParams([...kept, ...Object.entries(texts)]).toString();
  return url.href;
}

/** The whole page behind an answer that is shown alone. @param {string} href */
export function whole(href) {
  const url = new URL(href);
  url.searchParams.delete(VIEW);
  return url.href;
}

// --- writing: gently, since browsers limit it ------------------------------------------------------
//
// WebKit throws at the 101st write within 10 or 30 seconds, Firefox at the 201st or 1001st, Chromium leaves writes out
// without a word. A slider moves 60 times a second, so one write stands for all of half a second.

const PAUSE_MS = 500;
const LONGEST_MS = 16_000;

/** @type {Step[]} */
let steps = [];
let timer = 0;
let last = -Infinity;
let failures = 0;

/**
 * Write the state: a new step of the history when an edit begins, the same step while it goes on. Edits that begin within
 * one pause are one step.
 * @param {object} owner who writes; its later state takes the place of its earlier one
 * @param {Texts} texts @param {string[]} ids @param {boolean} begins
 */
export function write(owner, texts, ids, begins) {
  if (window.parent !== window) return; // a frame shows no address, and its steps would fill the history of the page around it
  let step = steps.at(-1);
  if (!step || (begins && !step.begins)) steps.push((step = { begins, states: new Map() }));
  step.states.delete(owner); // the newest comes last: another calculator may have written the same input
  step.states.set(owner, [texts, ids]);
  timer ||= setTimeout(settle, Math.max(0, last + PAUSE_MS - performance.now()));
}

/** Write what is still to be written, and what fails a little later again: the last write always happens. */
export function settle() {
  clearTimeout(timer);
  timer = 0;
  if (!steps.length) return;
  last = performance.now();
  while (steps.length) {
    const [{ begins, states }] = steps;
    const url = [...states.values()].reduce((page, [texts, ids]) => withTexts(texts, ids, page), location.href);
    if (url !== location.href && !put(url, begins)) {
      timer = setTimeout(settle, Math.min(PAUSE_MS * 2 ** failures++, LONGEST_MS));
      return;
    }
    failures = 0;
    steps.shift();
  }
}

/** @param {string} url @param {boolean} begins */
function put(url, begins) {
  try {
    history[begins ? "pushState" : "replaceState"](history.state, "", url);
  } catch {
    return false; // too many in too short a time, or a page that may have no history
  }
  return location.href === url;
}

/** The reader has gone back or forward: what was to be written is of a step that is no longer shown. */
export function forget() {
  clearTimeout(timer);
  timer = 0;
  steps = [];
}

addEventListener("pagehide", settle);
// A link to a section makes a step of its own from the address as it is, which must have the numbers by then.
addEventListener("click", settle, true);
