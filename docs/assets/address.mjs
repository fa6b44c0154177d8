// The page's address as state: the query holds what differs from the default, the hash stays the reader's.

const THEIRS = new Set(["q", "h"]); // Material's search writes these
const EDITION = "data"; // the edition of the dated numbers that a link was made with
const SWITCHES = new Set(["offline"]); // read by offline.mjs, and no part of any state

/** Input ids of all calculators on this page. */
const keysOnPage = () => new Set([...document.querySelectorAll("pb-calculator")].flatMap((element) => element.keys));

/** id -> text for those of `ids` that the address carries. */
export function read(ids) {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(ids.filter((id) => query.has(id)).map((id) => [id, query.get(id)]));
}

/** Keys in the address that are no input of any calculator on this page. */
export function unknown() {
  const known = keysOnPage();
  return [...new Set(new URLSearchParams(location.search).keys())].filter((key) => !known.has(key) && !THEIRS.has(key) && !SWITCHES.has(key) && key !== EDITION);
}

/** The edition of the data that the link names, or null. */
export const edition = () => new URLSearchParams(location.search).get(EDITION);

/** The address of `page` with these texts in its query; keys of the page's other calculators stay, unknown ones go. */
export function withTexts(texts, ids, page = location.href) {
  const url = new URL(page, location.href);
  const own = new Set(ids);
  const others = new Set([...keysOnPage(), ...THEIRS, EDITION]);
  if (edition() !== null) url.searchParams.set(EDITION, edition());
  const kept = [...url.searchParams].filter(([key]) => others.has(key) && !own.has(key));
  url.search = new URLSearchParams([...kept, ...Object.entries(texts)]).toString();
  return url.href;
}

/** Write the state: a new step of the history when an edit begins, the same step while it goes on. */
export function write(texts, ids, newStep) {
  if (window.parent !== window) return; // a frame shows no address, and its steps would fill the history of the page around it
  const url = withTexts(texts, ids);
  if (url === location.href) return;
  history[newStep ? "pushState" : "replaceState"](history.state, "", url);
}
