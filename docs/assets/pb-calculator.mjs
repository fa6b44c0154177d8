// <pb-calculator>: a form and an answer that stand complete in the page; this makes the answer follow the form.
//
// Nothing loads before the reader comes near: by pointer, by touch, by keyboard, or by a link that carries
// numbers of its own.

import * as address from "./address.mjs";
import { saveChart } from "./chart-download.mjs";
import { copy, copyCells } from "./copy.mjs";
import { difference } from "./editions.mjs";
import { placeMarks, showMarks } from "./flip-marks.mjs";
import { changed, defaultOf, follow, setText, showErrors, textOf } from "./form.mjs";
import { morph } from "./morph.mjs";
import { pythonFor } from "./python.mjs";
import { tidy } from "./tidy.mjs";

const NEAR = ["pointerenter", "pointerdown", "focusin"];
const REST_MS = 600; // a screen reader hears where a slider came to rest, not every step of its way; and what is folded waits for it
const MOST_KEYS = 5; // of a link's unknown keys are named
const KEY_LENGTH = 40;

/** @implements {PbCalculator} */
class Calculator extends HTMLElement {
  #editing = false;
  #speaking = 0;
  #fresh = true; // the answer shown is the one that the page came with
  #overdue = ""; // why Python starts again
  #stop = new AbortController();
  #others = {}; // asks for other kinds of reply, which take no answer's place
  #rest = {}; // asks for what is folded away
  #resting = 0;

  get form() {
    return this.querySelector(".pb-form");
  }

  get python() {
    return pythonFor(this.getAttribute("runtime"), { keep: !this.#page });
  }

  get keys() {
    return this.getAttribute("keys").split(" ");
  }

  // An embedded calculator names the full page that it comes from; links lead there, and nothing is stored.
  get #page() {
    return this.getAttribute("page");
  }

  connectedCallback() {
    const { form, python } = this;
    this.#stop = new AbortController();
    const until = { signal: this.#stop.signal };

    for (const type of NEAR) this.addEventListener(type, () => this.#near(type), until);
    form.addEventListener("input", ({ target }) => this.#input(/** @type {Field} */ (target)), until);
    form.addEventListener("change", () => (this.#editing = false), until);
    form.addEventListener("submit", (event) => event.preventDefault(), until);
    form.addEventListener("reset", (event) => this.#reset(event), until);
    for (const button of this.querySelectorAll(".pb-copy")) button.addEventListener("click", () => this.#copy(button), until);
    this.querySelector(".pb-retry").addEventListener("click", () => this.#retry(), until);
    this.querySelector(".pb-result").addEventListener("click", saveChart, until);
    this.querySelector(".pb-result").addEventListener("toggle", () => this.#complete(), { ...until, capture: true });
    addEventListener("popstate", () => {
      address.forget();
      this.#restore();
    }, until);
    document.addEventListener("pb-input", (event) => this.#adopt(event), until);
    python.addEventListener("progress", ({ detail }) => this.#starting(detail), until);
    python.addEventListener("ready", () => this.#started(), until);
    python.addEventListener("overdue", ({ detail }) => this.#late(detail.seconds), until);
    python.addEventListener("failed", ({ detail }) => this.#failed(detail), until);

    placeMarks(form);
    this.#restore({ opening: true });
  }

  disconnectedCallback() {
    this.#stop.abort();
    clearTimeout(this.#speaking);
    clearTimeout(this.#resting);
    for (const asker of [this, this.#others, this.#rest]) this.python.forget(asker);
  }

  /** The address of this calculator's page with the reader's numbers. */
  link() {
    address.settle(); // the numbers of other calculators on the page stand in the address
    return address.withTexts(changed(this.form, this.keys), this.keys, this.#page ?? location.href);
  }

  /** @type {PbCalculator["reply"]} */
  reply(want) {
    return this.python.ask(this.#others, { ...this.#question(), want });
  }

  // The sentence goes along only while it is the answer to what stands in the form.
  /** @param {CopyButton} button */
  #copy(button) {
    const { form } = button.dataset;
    const place = this.querySelector(".pb-copy-field");
    if (form === "sheet") {
      copyCells(this.#cells(), button, place);
      return;
    }
    const name = this.form.getAttribute("aria-label") ?? "";
    const headline = this.querySelector(".pb-result .pb-headline").textContent ?? "";
    const answered = !this.matches(".pb-waiting, .pb-stale");
    const title = answered ? `${name}: ${headline.replaceAll("\u00a0", " ").trim()}` : name;
    copy(form, { url: this.link(), title }, button, place);
  }

  /** The answer as the cells of a spreadsheet; null when a newer question for them overtook this one. */
  async #cells() {
    const reply = await this.reply("sheet");
    if (reply && !reply.ok) throw new Error(reply.errors.map((error) => error.message).join(" "));
    return reply && reply.sheet;
  }

  // A pointer that passes by costs nothing; where data is dear, only a real touch starts the download.
  /** @param {string} type */
  #near(type) {
    if (type !== "pointerenter" || !navigator.connection?.saveData) this.python.start();
  }

  /** @param {Field} field */
  #input(field) {
    follow(this.form, field);
    const id = field.dataset.for ?? field.name;
    if (!id) return;
    this.#ask();
    this.#tell("pb-input", { id, text: textOf(this.form, id) });
    address.write(this, changed(this.form, this.keys), this.keys, !this.#editing);
    this.#editing = true;
  }

  // One vocabulary: an input that stands in two calculators of a page is one number.
  /** @param {InputEvents["pb-input"]} event */
  #adopt({ target, detail: { id, text } }) {
    if (target === this || !this.keys.includes(id)) return;
    setText(this.form, id, text);
    this.#ask();
  }

  /** @param {Event} event */
  #reset(event) {
    event.preventDefault();
    const before = this.#texts();
    for (const id of this.keys) setText(this.form, id, defaultOf(this.form, id));
    this.#ask();
    for (const [id, text] of Object.entries(this.#texts()))
      if (text !== before[id]) this.#tell("pb-input", { id, text });
    address.write(this, {}, this.keys, true);
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

  #question() {
    return { calculator: this.getAttribute("calculator"), texts: this.#texts() };
  }

  get #trace() {
    return /** @type {HTMLDetailsElement} */ (this.querySelector(".pb-result .pb-trace"));
  }

  async #ask() {
    clearTimeout(this.#resting);
    this.python.start();
    this.classList.add("pb-waiting");
    if (this.python.state === "starting") this.#starting({ loaded: 0, total: 0 });
    const answer = await this.#answer(this, { ...this.#question(), want: this.#trace.open ? "answer" : "brief" });
    if (!answer) return;
    this.#show(answer);
    this.#resting = setTimeout(() => this.#complete(), REST_MS);
  }

  // How each number came about is folded away, and written once the answer rests or the reader unfolds it.
  async #complete() {
    const question = this.#question();
    if (this.#trace.querySelector("ul") || this.matches(".pb-waiting, .pb-stale")) return;
    const answer = await this.#answer(this.#rest, { ...question, want: "answer" });
    const still = JSON.stringify(this.#question().texts) === JSON.stringify(question.texts);
    if (answer?.ok && still && !this.matches(".pb-waiting, .pb-stale")) this.#put(answer);
  }

  /**
   * Null: a newer question overtook this one, or Python has failed, which the page says.
   * @param {object} asker @param {Question<"answer" | "brief">} question
   */
  async #answer(asker, question) {
    try {
      return await this.python.ask(asker, question);
    } catch (error) {
      this.#failed({ reason: error.message, advice: "Change a number, or try again." });
      return null;
    }
  }

  /** @param {Kinds["answer"]} answer */
  #put({ html, marks }) {
    const wanted = document.createElement("template");
    wanted.innerHTML = html;
    morph(this.querySelector(".pb-result"), wanted.content);
    showMarks(this.form, marks);
  }

  /** @param {Reply} answer */
  #show(answer) {
    this.classList.remove("pb-waiting");
    this.querySelector(".pb-start").hidden = true; // an error that has ended says nothing any more
    this.#overdue = "";
    const errors = answer.ok ? [] : answer.errors;
    const left = showErrors(this.form, this.keys, errors);
    this.classList.toggle("pb-stale", !answer.ok);
    if (answer.ok) {
      this.#put(answer);
      this.#fresh = false;
    }
    this.#speak(answer.ok ? answer.headline : errors.map((error) => error.message).join(" "));
    if (left.length) this.#failed({ reason: left.join(" "), advice: "" }); // of no field: the fault is not the reader's
    this.#tell("pb-answer", answer);
  }

  /** @type {<T extends keyof CalculatorEvents>(type: T, detail: CalculatorEvents[T]) => void} */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  }

  /** @param {string} words */
  #speak(words) {
    clearTimeout(this.#speaking);
    this.#speaking = setTimeout(() => (this.querySelector(".pb-spoken").textContent = words), REST_MS);
  }

  /** @param {string[]} keys */
  #note(keys) {
    const sentences = [];
    if (keys.length) {
      const named = keys.slice(0, MOST_KEYS).map((key) => tidy(key, KEY_LENGTH));
      if (keys.length > MOST_KEYS) named.push(`and ${keys.length - MOST_KEYS} more`);
      sentences.push(`Not used from the link, since no calculator on this page knows it: ${named.join(", ")}.`);
    }
    const edition = address.edition();
    if (edition !== null) sentences.push(...difference(edition, JSON.parse(this.getAttribute("editions")), this.keys.includes("data")));
    let note = this.querySelector(".pb-unknown");
    if (!sentences.length) return note?.remove();
    if (!note) {
      note = document.createElement("p");
      note.className = "pb-unknown";
      this.form.before(note);
    }
    note.textContent = sentences.join(" ");
  }

  // The box above the answer: how far Python's start is, or why there is no answer, and which numbers the answer below is for.

  /** @param {{ loaded: number, total: number }} detail */
  #starting({ loaded, total }) {
    const share = total ? loaded / total : 0;
    this.querySelector(".pb-start progress").value = share;
    this.#box("progress", `${this.#overdue}Starting the calculator in your browser${share ? `: ${Math.round(share * 100)} %` : ""}. Until then: ${this.#below}`);
  }

  /** @param {number} seconds */
  #late(seconds) {
    this.#overdue = `No answer came within ${seconds} seconds, so the calculator starts once more. `;
  }

  #started() {
    this.querySelector(".pb-start").hidden = !this.#overdue;
  }

  /** @param {Failure} detail */
  #failed({ reason, advice }) {
    this.#overdue = "";
    const words = [reason, advice, this.#below].filter(Boolean).join(" ");
    this.#speak(words);
    this.#box("failed", words);
  }

  get #below() {
    return `The answer below is the one for the numbers ${this.#fresh ? "that the page came with" : "before"}.`;
  }

  /** @param {"progress" | "failed"} what @param {string} words */
  #box(what, words) {
    const box = this.querySelector(".pb-start");
    const failed = what === "failed";
    box.hidden = !failed && !this.matches(".pb-waiting");
    this.querySelector(".pb-retry").hidden = !failed;
    this.querySelector(".pb-start progress").hidden = failed;
    this.querySelector(".pb-start-text").textContent = words;
    box.classList.toggle("pb-failed", failed);
  }

  #retry() {
    this.python.retry();
    this.#ask();
  }
}

customElements.define("pb-calculator", Calculator);
