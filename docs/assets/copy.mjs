// Copy a link as its address, as Markdown or as rich text; where the clipboard is denied, show it selected, to copy by hand.

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

/**
 * @param {CopyForm} form @param {Link} link
 * @param {HTMLButtonElement} button says that it is done
 * @param {HTMLElement} place is shown with the link in it when the clipboard is denied
 */
export async function copy(form, link, button, place) {
  const words = (button.dataset.words ??= button.textContent ?? "");
  try {
    await put(form, link);
    place.hidden = true;
    button.textContent = "Link copied";
    setTimeout(() => (button.textContent = words), SHOWN_MS);
  } catch {
    offer(form, link, place);
  }
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
  place.hidden = false;
  const label = document.createElement("label");
  label.textContent = "Select and copy this link ";
  if (form === "rich") {
    const rich = anchor(link);
    place.replaceChildren(label.textContent, rich);
    rich.focus({ preventScroll: true });
    getSelection()?.selectAllChildren(rich);
    return;
  }
  const field = document.createElement("input");
  field.type = "text";
  field.readOnly = true;
  field.value = written(form, link);
  label.append(field);
  place.replaceChildren(label);
  field.focus();
  field.select();
}
