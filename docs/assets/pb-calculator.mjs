// <pb-calculator>: a form and an answer that stand complete in the page; this makes the answer follow the form.
//
// Nothing loads before the reader comes near: by pointer, by touch, by keyboard, or by a link that carries
// numbers of its own.

import * as address from "./address.mjs";
import { saveChart } from "./chart-download.mjs";
import { copy } from "./copy.mjs";
import { changed, defaultOf, follow, setText, showErrors, textOf } from "./form.mjs";
import { morph } from "./morph.mjs";
import { pythonFor } from "./python.mjs";

const NEAR = ["pointerenter", "pointerdown", "focusin"];
const SPEAK_AFTER_MS = 600; // a screen reader hears where a slider came to rest, not every step of its way

class Calculator extends HTMLElement {
  #editing = false;
  #speaking = 0;
  #stop = new AbortController();

  get keys() {
    return this.getAttribute("keys").split(" ");
  }

  connectedCallback() {
    this.form = this.querySelector("form");
    this.python = pythonFor(this.getAttribute("runtime"));
    this.#stop = new AbortController();
    const on = (target, type, act) => target.addEventListener(type, act, { signal: this.#stop.signal });

    for (const type of NEAR) on(this, type, () => this.#near(type));
    on(this.form, "input", (event) => this.#input(event.target));
    on(this.form, "change", () => (this.#editing = false));
    on(this.form, "submit", (event) => event.preventDefault());
    on(this.form, "reset", (event) => this.#reset(event));
    on(this.querySelector(".pb-copy"), "click", () => copy(this, this.link()));
    on(this.querySelector(".pb-retry"), "click", () => this.#retry());
    on(this.querySelector(".pb-result"), "click", saveChart);
    on(window, "popstate", () => this.#restore());
    on(document, "pb-input", (event) => this.#adopt(event));
    for (const type of ["progress", "ready", "failed"]) on(this.python, type, (event) => this.#start(type, event));

    this.#restore({ opening: true });
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  /** The address of this calculator with the reader's numbers. */
  link() {
    return address.withTexts(changed(this.form, this.keys), this.keys);
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
    for (const id of this.keys) setText(this.form, id, texts[id] ?? defaultOf(this.form, id));
    this.#editing = false;
    if (!opening || Object.keys(texts).length) this.#ask();
    this.#note(address.unknown());
  }

  async #ask() {
    const texts = Object.fromEntries(this.keys.map((id) => [id, textOf(this.form, id)]));
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
    let note = this.querySelector(".pb-unknown");
    if (!keys.length) return note?.remove();
    if (!note) {
      note = document.createElement("p");
      note.className = "pb-unknown";
      this.form.before(note);
    }
    note.textContent = `Not used from the link, since no calculator on this page knows it: ${keys.join(", ")}.`;
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
