// Copy a link as its address, as Markdown or as rich text, or what is made of an answer: the decision, the cells of a spreadsheet, a frame. Where the
// clipboard is denied, show it selected, to copy by hand.

import { tidy } from "./tidy.mjs";

const SHOWN_MS = 2500;
const LONGEST = 400; // letters of a title: longer than any sentence of ours, shorter than somebody's essay in a link

/**
 * What the buttons are called.
 * @type {[CopyForm, string][]}
 */
export const FORMS = [["url", "Link"], ["markdown", "Markdown"], ["rich", "Rich text"]];

// What a wiki could take for markup in a title that holds a name from a link: brackets, emphasis, code, HTML, entities, tables,
// formulas, mentions, templates; and the dots and colons of addresses that would become links of their own.
const MARKUP = /[\\`*_{}[\]<>&!~|^=$#@]|:(?=\/\/)/g;
/** @type {Texts} */
const IN_ADDRESS = { "(": "%28", ")": "%29", "\\": "%5C", "<": "%3C", ">": "%3E", "|": "%7C" };

const line = (/** @type {string} */ title) => tidy(title, LONGEST);

/** @param {Link} link */
function markdown({ url, title }) {
  const words = line(title).replace(MARKUP, "\\$&").replace(/\b(www)\./gi, "$1\\.");
  return `[${words}](${url.replace(/[()\\<>|]/g, (sign) => IN_ADDRESS[sign])})`;
}

/** @param {Link} link */
function anchor({ url, title }) {
  const link = document.createElement("a");
  link.href = url;
  link.textContent = line(title);
  return link;
}

/**
 * The link as text; for rich text its HTML.
 * @type {(form: CopyForm, link: Link) => string}
 */
export function written(form, link) {
  if (form === "markdown") return markdown(link);
  return form === "rich" ? anchor(link).outerHTML : link.url;
}

/** @type {WeakMap<HTMLButtonElement, Node[]>} */
const own = new WeakMap(); // what stands in a button while it says nothing

// For those who hear the page: a button that changes its words says nothing.
const spoken = Object.assign(document.createElement("p"), { className: "pb-spoken", role: "status" });
document.body.append(spoken);

/** @param {HTMLButtonElement} button @param {string} words that stand in it for a moment */
function say(button, words) {
  if (!own.has(button)) own.set(button, [...button.childNodes]);
  button.replaceChildren(words);
  spoken.textContent = words;
  setTimeout(() => {
    button.replaceChildren(...(own.get(button) ?? []));
    spoken.textContent = "";
  }, SHOWN_MS);
}

/**
 * @param {CopyForm} form @param {Link} link
 * @param {HTMLButtonElement} button says that it is done
 * @param {HTMLElement} place is shown with the link in it when the clipboard is denied
 */
export async function copy(form, link, button, place) {
  try {
    await put(form, link);
    place.hidden = true;
    say(button, "Link copied");
  } catch {
    offer(form, link, place);
  }
}

/**
 * What is made of an answer: its name, its name in the field for copying by hand, and the media types that it has.
 * @type {Record<MadeForm, [string, string, ("text/plain" | "text/html")[]]>}
 */
const MADE = {
  decision: ["decision", "this decision", ["text/plain", "text/html"]],
  sheet: ["spreadsheet", "these cells", ["text/plain"]],
  frame: ["code", "this code", ["text/plain"]],
};

/**
 * @param {MadeForm} form
 * @param {Promise<Made | null>} made is still being made; null: a newer copy has overtaken this one
 * @param {HTMLButtonElement} button @param {HTMLElement} place as above
 */
export async function copyMade(form, made, button, place) {
  const [name, by, types] = MADE[form];
  const isWritten = putMade(made, types).then(() => true, () => false);
  try {
    const texts = await made;
    if (texts === null) return;
    place.hidden = await isWritten;
    if (!place.hidden) return select(document.createElement("textarea"), texts["text/plain"], `Select and copy ${by} `, place);
    say(button, `${name[0].toUpperCase()}${name.slice(1)} copied`);
  } catch (error) {
    place.hidden = false;
    place.textContent = `There is no ${name} to copy: ${error.message}`;
  }
}

// Within the click itself, before the texts are there: later Safari would not let a script write.
/** @param {Promise<Made | null>} made @param {("text/plain" | "text/html")[]} types */
async function putMade(made, types) {
  const blobs = types.map((type) => {
    const blob = made.then((texts) => new Blob([texts?.[type] ?? ""], { type }));
    blob.catch(() => {}); // what went wrong is said by whoever waits for the texts
    return [type, blob];
  });
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}

/** @param {CopyForm} form @param {Link} link */
async function put(form, link) {
  if (form !== "rich") return navigator.clipboard.writeText(written(form, link));
  const blob = (/** @type {string} */ type, /** @type {string} */ text) => new Blob([text], { type });
  const both = { "text/html": blob("text/html", written("rich", link)), "text/plain": blob("text/plain", link.url) };
  return navigator.clipboard.write([new ClipboardItem(both)]);
}

/** @param {CopyForm} form @param {Link} link @param {HTMLElement} place */
function offer(form, link, place) {
  const words = "Select and copy this link ";
  if (form !== "rich") return select(document.createElement("input"), written(form, link), words, place);
  const rich = anchor(link);
  place.hidden = false;
  place.replaceChildren(words, rich);
  rich.focus({ preventScroll: true });
  getSelection()?.selectAllChildren(rich);
}

/** @param {HTMLInputElement | HTMLTextAreaElement} field @param {string} text @param {string} words @param {HTMLElement} place */
function select(field, text, words, place) {
  place.hidden = false;
  const label = document.createElement("label");
  label.textContent = words;
  field.readOnly = true;
  field.value = text;
  label.append(field);
  place.replaceChildren(label);
  field.focus();
  field.select();
}
