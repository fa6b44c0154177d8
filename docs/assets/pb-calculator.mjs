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
import { tidy } from "./tidy.mjs";

const NEAR = ["pointerenter", "pointerdown", "focusin"];
const SPEAK_AFTER_MS = 600; // a screen reader hears where a slider came to rest, not every step of its way
const MOST_KEYS = 5; // of a link's unknown keys are named
const KEY_LENGTH = 40;

/** Whether the edition in force on a day or in a month is one whose numbers the calculator still has. `newest` is the day of the newest data. */
function holds(asked, { all, held, newest }) {
  if (!/^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/.test(asked) || asked > (asked.length === 7 ? newest.slice(0, 7) : newest)) return false;
  return held.includes(all.filter((edition) => edition <= asked).at(-1));
}

class Calculator extends HTMLElement {
  #editing = false;
  #speaking = 0;
  #fresh = true; // the answer shown is the one that the page came with
  #overdue = ""; // why Python starts again
  #stop = new AbortController();
  #others = {}; // asks for other kinds of reply, which take no answer's place

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
    on(window, "popstate", () => {
      address.forget();
      this.#restore();
    });
    on(document, "pb-input", (event) => this.#adopt(event));
    for (const type of ["progress", "ready", "overdue", "failed"]) on(this.python, type, (event) => this.#start(type, event));

    placeMarks(this.form);
    this.#restore({ opening: true });
  }

  disconnectedCallback() {
    this.#stop.abort();
    clearTimeout(this.#speaking);
    this.python.forget(this);
    this.python.forget(this.#others);
  }

  /** The address of this calculator's page with the reader's numbers. */
  link() {
    address.settle(); // the numbers of other calculators on the page stand in the address
    return address.withTexts(changed(this.form, this.keys), this.keys, this.#page ?? location.href);
  }

  /** What stands in the form, answered in another kind; null when a newer request of this kind took its place. */
  reply(want) {
    return this.python.ask(this.#others, { ...this.#question(), want });
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
    this.#ask();
    this.dispatchEvent(new CustomEvent("pb-input", { bubbles: true, detail: { id, text: textOf(this.form, id) } }));
    address.write(this, changed(this.form, this.keys), this.keys, !this.#editing);
    this.#editing = true;
  }

  // One vocabulary: an input that stands in two calculators of a page is one number.
  #adopt({ target, detail: { id, text } }) {
    if (target === this || !this.keys.includes(id)) return;
    setText(this.form, id, text);
    this.#ask();
  }

  #reset(event) {
    event.preventDefault();
    const before = this.#texts();
    for (const id of this.keys) setText(this.form, id, defaultOf(this.form, id));
    this.#ask();
    for (const [id, text] of Object.entries(this.#texts()))
      if (text !== before[id]) this.dispatchEvent(new CustomEvent("pb-input", { bubbles: true, detail: { id, text } }));
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

  async #ask() {
    this.python.start();
    this.classList.add("pb-waiting");
    if (this.python.state !== "ready") this.#say();
    let answer;
    try {
      answer = await this.python.ask(this, this.#question());
    } catch (error) {
      this.#start("failed", { detail: { reason: error.message, advice: "Change a number, or try again." } });
      return;
    }
    if (answer) this.#show(answer); // null: a newer question overtook this one
  }

  #show(answer) {
    this.classList.remove("pb-waiting");
    this.querySelector(".pb-start").hidden = true; // an error that has ended says nothing any more
    this.#overdue = "";
    const left = showErrors(this.form, this.keys, answer.errors ?? []);
    this.classList.toggle("pb-stale", !answer.ok);
    if (answer.ok) {
      const wanted = document.createElement("template");
      wanted.innerHTML = answer.html;
      morph(this.querySelector(".pb-result"), wanted.content);
      showMarks(this.form, answer.marks);
      this.#fresh = false;
    }
    this.#speak(answer.ok ? answer.headline : answer.errors.map((error) => error.message).join(" "));
    if (left.length) this.#start("failed", { detail: { reason: left.join(" "), advice: "" } }); // of no field: the fault is not the reader's
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
    if (keys.length) {
      const named = keys.slice(0, MOST_KEYS).map((key) => tidy(key, KEY_LENGTH));
      if (keys.length > MOST_KEYS) named.push(`and ${keys.length - MOST_KEYS} more`);
      sentences.push(`Not used from the link, since no calculator on this page knows it: ${named.join(", ")}.`);
    }
    if (edition !== null && !holds(edition, JSON.parse(this.getAttribute("editions"))) && !this.keys.includes("data"))
      sentences.push(
        `The link asks for data=${tidy(edition, KEY_LENGTH)}, which this calculator does not have: it computes with data=${current}, so the answer may differ from the one that was meant.`,
      );
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

  /** The box above the answer: how far Python's start is, or why there is no answer, and which numbers the answer below is for. */
  #start(type, { detail }) {
    const box = this.querySelector(".pb-start");
    const bar = box.querySelector("progress");
    const retry = box.querySelector(".pb-retry");
    const asked = this.classList.contains("pb-waiting");
    const below = `The answer below is the one for the numbers ${this.#fresh ? "that the page came with" : "before"}.`;
    if (type === "overdue") this.#overdue = `No answer came within ${detail.seconds} seconds, so the calculator starts once more. `;
    if (type === "ready") box.hidden = !this.#overdue;
    if (type === "ready" || type === "overdue") return;
    box.hidden = type === "progress" && !asked;
    retry.hidden = type === "progress";
    bar.hidden = type === "failed";
    let words = "";
    if (type === "progress") {
      const share = detail.total ? detail.loaded / detail.total : 0;
      bar.value = share;
      words = `${this.#overdue}Starting the calculator in your browser${share ? `: ${Math.round(share * 100)} %` : ""}. Until then: ${below}`;
    } else {
      this.#overdue = "";
      words = [detail.reason, detail.advice, below].filter(Boolean).join(" ");
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
