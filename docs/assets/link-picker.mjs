// <pb-link-picker>: find a page, a section or a calculator and copy its link in the form that a wiki wants.

import { copy, written } from "./copy.mjs";
import { frameCode } from "./frame.mjs";
import { tidy } from "./tidy.mjs";

const ROOT = new URL("../", import.meta.url);
const MOST = 50; // more than a reader looks through; another word narrows it

const HTML = `
  <p><label>Find a page, section or calculator <input type="search" name="find" autocomplete="off" placeholder="for example: run rate"></label></p>
  <p><label>Pick one <select name="target" size="8"></select></label></p>
  <p class="pb-picker-numbers" hidden><label>Your numbers, if they should go along: the address of the calculator after you changed it
    <input type="text" name="numbers" autocomplete="off" spellcheck="false" aria-describedby="pb-picker-wrong"></label></p>
  <p class="pb-error" id="pb-picker-wrong" role="alert" hidden></p>
  <dl class="pb-picker-links" aria-live="polite"></dl>`;

class LinkPicker extends HTMLElement {
  /** @type {Listed[]} */
  #links = [];

  async connectedCallback() {
    try {
      const answer = await fetch(new URL("links.json", ROOT));
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      this.#links = (await answer.json()).links;
    } catch (error) {
      this.textContent = `The list of links could not be loaded (${error.message}). The sign beside each heading gives its link too.`;
      return;
    }
    this.innerHTML = HTML;
    const [find, target, numbers] = ["find", "target", "numbers"].map((name) => this.querySelector(`[name=${name}]`));
    find.addEventListener("input", () => {
      this.#list(find.value, target);
      this.querySelector(".pb-picker-links").replaceChildren(); // the links of what is no longer in the list
    });
    target.addEventListener("change", () => this.#show(target.value, numbers.value));
    numbers.addEventListener("input", () => this.#show(target.value, numbers.value));
    this.#list("", target);
  }

  /**
   * Fill the list with what holds every word, the calculators first.
   * @param {string} words @param {Field} select
   */
  #list(words, select) {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    const order = ["calculator", "page", "section"];
    const found = this.#links
      .filter((link) => wanted.every((word) => `${link.title} ${link.page} ${link.id} ${link.kind}`.toLowerCase().includes(word)))
      .sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
    const options = found.slice(0, MOST).map((link) => new Option(named(link), `${link.kind} ${link.id}`));
    if (!options.length) options.push(Object.assign(new Option("Nothing has all of these words"), { disabled: true }));
    if (found.length > MOST) options.push(Object.assign(new Option(`and ${found.length - MOST} more: add a word`), { disabled: true }));
    select.replaceChildren(...options);
  }

  /** @param {string} value @param {string} numbers */
  #show(value, numbers) {
    const link = this.#links.find(({ kind, id }) => `${kind} ${id}` === value);
    if (!link) return;
    const isCalculator = link.kind === "calculator";
    this.querySelector(".pb-picker-numbers").hidden = !isCalculator;
    const wrong = isCalculator ? wrongAddress(numbers, link, this.#links) : "";
    const place = this.querySelector(".pb-error");
    place.hidden = !wrong;
    place.textContent = wrong;
    const query = isCalculator && !wrong ? queryOf(numbers) : "";
    const title = link.kind === "section" ? `${link.title} – ${link.page}` : link.title;
    const plain = { url: `${new URL(link.url, ROOT)}${query}`, title };
    const rows = [this.#row("Permanent link", "url", plain)];
    if (link.go) rows.push(this.#row("Link with the section's own preview", "url", { url: new URL(link.go, ROOT).href, title }));
    rows.push(this.#row("Markdown", "markdown", plain), this.#row("Rich text", "rich", plain));
    const list = this.querySelector(".pb-picker-links");
    list.replaceChildren(...rows.flat());
    if (link.embed) this.#frame(link, query, list);
  }

  /**
   * @param {Listed} link @param {string} query @param {HTMLElement} list
   */
  async #frame(link, query, list) {
    const before = list.firstChild;
    const code = await frameCode(link.embed ?? "", query).catch(() => null);
    if (!code || list.firstChild !== before) return; // none, or the reader has picked another
    list.append(...this.#row("Frame (HTML)", "url", { url: code, title: link.title }));
  }

  /** @param {string} name @param {CopyForm} form @param {Link} link */
  #row(name, form, link) {
    const term = document.createElement("dt");
    term.textContent = name;
    const row = document.createElement("dd");
    const place = document.createElement("p");
    place.className = "pb-copy-field";
    place.hidden = true;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy: ${name}`);
    button.addEventListener("click", () => copy(form, link, button, place));
    const shown = document.createElement(form === "rich" ? "span" : "code");
    if (form === "rich") shown.innerHTML = written("rich", link);
    else shown.textContent = written(form, link);
    row.append(shown, " ", button, place);
    return [term, row];
  }
}

/** @param {Listed} link */
const named = ({ kind, title, page }) => (kind === "section" ? `${page}: ${title}` : `${title} (${kind})`);

/**
 * What is wrong with a pasted address, in a sentence, or "". Another copy of the site lends its numbers too; another calculator's are none of this one.
 * @type {(text: string, link: Listed, links: Listed[]) => string}
 */
function wrongAddress(text, link, links) {
  const place = text.trim().split(/[?#]/)[0];
  const other = links.find(({ kind, id, url, embed }) => kind === "calculator" && id !== link.id && [url, embed].some((path) => `/${place}`.endsWith(`/${path}`)));
  if (other) return `This is an address of ${other.title}, so its numbers are left out: paste one of ${link.title}.`;
  return text.trim() && !text.includes("?") ? `There are no numbers in this: an address with numbers has a question mark (got ${tidy(text, 80)}).` : "";
}

/**
 * The query of a pasted address, with its question mark; "" when there is none.
 * @param {string} text
 */
function queryOf(text) {
  const [, query = ""] = text.trim().split("#")[0].split("?");
  return query ? `?${new URLSearchParams(query)}` : "";
}

customElements.define("pb-link-picker", LinkPicker);
