// <pb-calculator>: a form and an answer that stand complete in the page; this makes the answer follow the form.
//
// Nothing loads before the reader comes near: by pointer, by touch, by keyboard, or by a link that carries
// numbers of its own.

import * as address from "./address.mjs";
import { saveChart } from "./chart-download.mjs";
import { copy } from "./copy.mjs";
import { placeMarks, showMarks } from "./flip-marks.mjs";
import { changed, defaultOf, follow, setText, showErrors, textOf } from "./form.mjs";
import { morph } from "./morph.mjs";
import { pythonFor } from "./python.mjs";

const NEAR = ["pointerenter", "pointerdown", "focusin"];
const SPEAK_AFTER_MS = 600; // a screen reader hears where a slider came to rest, not every step of its way

/** Whether the edition in force on a day or in a month is one whose numbers the calculator still has. `newest` is the day of the newest data. */
function holds(asked, { all, held, newest }) {
  if (!/^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/.test(asked) || asked > (asked.length === 7 ? newest.slice(0, 7) : newest)) return false;
  return held.includes(all.filter((edition) => edition <= asked).at(-1));
}

class Calculator extends HTMLElement {
  #editing = false;
  #speaking = 0;
  #stop = new AbortController();

  get keys() {
    return this.getAttribute("keys").split(" ");
  }

  // An embedded calculator names the full page that it comes from; links lead there, and nothing is stored.
  get #page() {
    return this.getAttribute("page");
  }

  connectedCallback() {
    this.form = this.querySelector("form");
    this.python = pythonFor(this.getAttribute("runtime"), { keep: !this.#page });
    this.#stop = new AbortController();
    const on = (target, type, act) => target.addEventListener(type, act, { signal: this.#stop.signal });

    for (const type of NEAR) on(this, type, () => this.#near(type));
    on(this.form, "input", (event) => this.#input(event.target));
    on(this.form, "change", () => (this.#editing = false));
    on(this.form, "submit", (event) => event.preventDefault());
    on(this.form, "reset", (event) => this.#reset(event));
    for (const button of this.querySelectorAll(".pb-copy")) on(button, "click", () => this.#copy(button));
    on(this.querySelector(".pb-retry"), "click", () => this.#retry());
    on(this.querySelector(".pb-result"), "click", saveChart);
    on(window, "popstate", () => this.#restore());
    on(document, "pb-input", (event) => this.#adopt(event));
    for (const type of ["progress", "ready", "failed"]) on(this.python, type, (event) => this.#start(type, event));

    placeMarks(this.form);
    this.#restore({ opening: true });
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  /** The address of this calculator's page with the reader's numbers. */
  link() {
    return address.withTexts(changed(this.form, this.keys), this.keys, this.#page ?? location.href);
  }

  // The sentence goes along only while it is the answer to what stands in the form.
  #copy(button) {
    const name = this.form.getAttribute("aria-label");
    const answered = !this.matches(".pb-waiting, .pb-stale");
    const title = answered ? `${name}: ${this.querySelector(".pb-result .pb-headline").textContent.replaceAll("\u00a0", " ").trim()}` : name;
    copy(button.dataset.form, { url: this.link(), title }, button, this.querySelector(".pb-copy-field"));
  }

  // A pointer that passes by costs nothing; where data is dear, only a real touch starts the download.
  #near(type) {
    if (type !== "pointerenter" || !navigator.connection?.saveData) this.python.start();
  }

  #input(field) {
    follow(this.form, field);
    const id = field.dataset.for ?? field.name;
    if (!id) return;
    address.write(changed(this.form, this.keys), this.keys, !this.#editing);
    this.#editing = true;
    this.dispatchEvent(new CustomEvent("pb-input", { bubbles: true, detail: { id, text: textOf(this.form, id) } }));
    this.#ask();
  }

  // One vocabulary: an input that stands in two calculators of a page is one number.
  #adopt({ target, detail: { id, text } }) {
    if (target === this || !this.keys.includes(id)) return;
    setText(this.form, id, text);
    this.#ask();
  }

  #reset(event) {
    event.preventDefault();
    for (const id of this.keys) {
      const before = textOf(this.form, id);
      const text = defaultOf(this.form, id);
      setText(this.form, id, text);
      if (text !== before) this.dispatchEvent(new CustomEvent("pb-input", { bubbles: true, detail: { id, text } }));
    }
    address.write({}, this.keys, true);
    this.#ask();
  }

  // On opening and on back and forward: the form takes what the address says.
  #restore({ opening = false } = {}) {
    const texts = address.read(this.keys);
    const before = this.#texts();
    for (const id of this.keys) setText(this.form, id, texts[id] ?? defaultOf(this.form, id));
    this.#editing = false;
    // A link to a section of the page is a step of the history too, and no question.
    if (opening ? Object.keys(texts).length : this.keys.some((id) => this.#texts()[id] !== before[id])) this.#ask();
    this.#note(address.unknown());
  }

  #texts() {
    return Object.fromEntries(this.keys.map((id) => [id, textOf(this.form, id)]));
  }

  async #ask() {
    const texts = this.#texts();
    this.python.start();
    this.classList.add("pb-waiting");
    if (this.python.state !== "ready") this.#say();
    let answer;
    try {
      answer = await this.python.ask(this.getAttribute("calculator"), { calculator: this.getAttribute("calculator"), texts });
    } catch (error) {
      this.#start("failed", { detail: { reason: `The calculator stopped with an error (${error.message}).`, advice: "Please reload the page." } });
      return;
    }
    if (answer) this.#show(answer); // null: a newer question overtook this one
  }

  #show(answer) {
    this.classList.remove("pb-waiting");
    const left = showErrors(this.form, this.keys, answer.errors ?? []);
    this.classList.toggle("pb-stale", !answer.ok);
    if (answer.ok) {
      const wanted = document.createElement("template");
      wanted.innerHTML = answer.html;
      morph(this.querySelector(".pb-result"), wanted.content);
      showMarks(this.form, answer.marks);
    }
    this.#speak(answer.ok ? answer.result.headline : [...answer.errors.map((error) => error.message)].join(" "));
    if (left.length) this.#note(left);
    this.dispatchEvent(new CustomEvent("pb-answer", { bubbles: true, detail: answer }));
  }

  #speak(words) {
    clearTimeout(this.#speaking);
    this.#speaking = setTimeout(() => (this.querySelector(".pb-spoken").textContent = words), SPEAK_AFTER_MS);
  }

  #note(keys) {
    const sentences = [];
    const edition = address.edition();
    const current = this.getAttribute("edition");
    if (keys.length) sentences.push(`Not used from the link, since no calculator on this page knows it: ${keys.join(", ")}.`);
    if (edition !== null && !holds(edition, JSON.parse(this.getAttribute("editions"))) && !this.keys.includes("data"))
      sentences.push(`The link asks for data=${edition}, which this calculator does not have: it computes with data=${current}, so the answer may differ from the one that was meant.`);
    let note = this.querySelector(".pb-unknown");
    if (!sentences.length) return note?.remove();
    if (!note) {
      note = document.createElement("p");
      note.className = "pb-unknown";
      this.form.before(note);
    }
    note.textContent = sentences.join(" ");
  }

  #say() {
    if (this.python.state === "starting") this.#start("progress", { detail: { loaded: 0, total: 0 } });
  }

  #start(type, { detail }) {
    const box = this.querySelector(".pb-start");
    const bar = box.querySelector("progress");
    const retry = box.querySelector(".pb-retry");
    const asked = this.classList.contains("pb-waiting");
    box.hidden = type === "ready" || (type === "progress" && !asked);
    bar.hidden = retry.hidden = false;
    let words = "";
    if (type === "progress") {
      retry.hidden = true;
      const share = detail.total ? detail.loaded / detail.total : 0;
      bar.value = share;
      words = `Starting the calculator in your browser${share ? `: ${Math.round(share * 100)} %` : ""}. Until then the answer below is the one for the numbers that the page came with.`;
    } else if (type === "failed") {
      bar.hidden = true;
      words = `${detail.reason} ${detail.advice} The answer below is the one for the numbers that the page came with.`;
      this.#speak(words);
    }
    box.querySelector(".pb-start-text").textContent = words;
    box.classList.toggle("pb-failed", type === "failed");
  }

  #retry() {
    this.python.retry();
    this.#ask();
  }
}

customElements.define("pb-calculator", Calculator);
