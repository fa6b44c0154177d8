// <pb-calculator>: a form and an answer that stand complete in the page; this makes the answer follow the form.
//
// Nothing loads before the reader comes near: by pointer, by touch, by keyboard, or by a link that carries
// numbers of its own.

import * as address from "./address.mjs";
import { difference } from "./editions.mjs";
import { changed, defaultOf, follow, idOf, keyOf, leading, setText, showErrors, showFields, showGroups, textOf } from "./form.mjs";
import { keepLists } from "./lists.mjs";
import { morph } from "./morph.mjs";
import { pythonFor } from "./python.mjs";
import { markOurs, showZones } from "./sliders.mjs";
import { tidy } from "./tidy.mjs";

const NEAR = ["pointerenter", "pointerdown", "focusin"];
const REST_MS = 600; // a screen reader hears where a slider came to rest, not every step of its way; and what is folded waits for it
const ROOM = 0.9; // of a window: a longer answer goes its way beside its fields, and only the verdict stays
const WHOLE = 0.98; // of it in sight: half a line is no answer
const LATE_MS = 150; // an answer that takes longer is marked: what stands there is that to an older question
const MOST_KEYS = 5; // of a link's unknown keys are named
const KEY_LENGTH = 40;

// What copies and saves: at hand before a click, within which WebKit's clipboard wants to be asked. An embed, which is to weigh little, loads it with
// the first sign of a reader. Whoever needs it hears where it did not come.
/** @type {typeof import("./tools.mjs") | undefined} */
let tools;
const load = async () => (tools ??= await import("./tools.mjs"));

const TODAY = "today";
const COMPUTING = "Computing your answer \u2026";

/** The reader's own day, as Python writes it. */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** @implements {PbCalculator} */
class Calculator extends HTMLElement {
  #editing = false;
  #speaking = 0;
  #late = 0;
  #overdue = ""; // why Python starts again
  #stop = new AbortController();
  #others = {}; // asks for other kinds of reply, which take no answer's place
  #rest = {}; // asks for what is folded away
  #along = {}; // asks for what the sliders lead to
  #resting = 0;
  /** @type {Texts | null} */
  #undone = null; // what stood in the fields before a reset that can be taken back
  /** @type {Record<string, FieldReply>} */
  #fields = {}; // what Python read in them last

  get form() {
    return this.querySelector(".pb-form");
  }

  get python() {
    return pythonFor(this.getAttribute("runtime"), { keep: !this.#page });
  }

  // Input id -> the ids that say the same in any unit, itself first.
  get #names() {
    return new Map(this.getAttribute("keys").split(" ").map((word) => word.split("/")).map((ids) => [ids[0], ids]));
  }

  get keys() {
    return [...this.#names.keys()];
  }

  get #ids() {
    return [...this.#names.values()].flat();
  }

  /** @param {string} id @returns {string | undefined} the input of this calculator that says the same */
  #own(id) {
    return [...this.#names].find(([, ids]) => ids.includes(id))?.[0];
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
    form.addEventListener("focusout", ({ relatedTarget }) => this.#tidy(/** @type {Element | null} */ (relatedTarget)), until);
    form.addEventListener("submit", (event) => event.preventDefault(), until);
    form.addEventListener("reset", (event) => this.#reset(event), until);
    for (const button of this.querySelectorAll(".pb-copy")) button.addEventListener("click", () => this.#copy(button), until);
    this.querySelector(".pb-retry").addEventListener("click", () => this.#retry(), until);
    this.querySelector(".pb-result").addEventListener("click", (event) => this.#save(event), until);
    this.querySelector(".pb-result").addEventListener("toggle", () => this.#complete(), { ...until, capture: true });
    this.querySelector(".pb-change")?.addEventListener("toggle", () => this.#complete(), until); // an embed comes without what is folded
    addEventListener("popstate", () => {
      address.forget();
      this.#restore();
    }, until);
    document.addEventListener("pb-input", (event) => this.#adopt(event), until);
    python.addEventListener("progress", ({ detail }) => this.#starting(detail), until);
    python.addEventListener("ready", () => this.#started(), until);
    python.addEventListener("overdue", ({ detail }) => this.#overdueBy(detail.seconds), until);
    python.addEventListener("failed", ({ detail }) => this.#failed(detail), until);

    if (!this.#page) load().catch(() => {});
    markOurs(form);
    keepLists(form, until.signal);
    this.#restore({ opening: true });
    this.classList.add("pb-live"); // what the built page held back is now this element's to show
    this.#watchVerdict(until);
    this.#measure(until);
  }

  disconnectedCallback() {
    this.#stop.abort();
    clearTimeout(this.#speaking);
    clearTimeout(this.#resting);
    clearTimeout(this.#late);
    for (const asker of [this, this.#others, this.#rest, this.#along]) this.python.forget(asker);
  }

  // The bar at the foot of a small window is for as long as the answer itself is out of sight.
  /** @param {{ signal: AbortSignal }} until */
  #watchVerdict({ signal }) {
    const bar = this.querySelector(".pb-bar");
    const seen = new Map();
    const observer = new IntersectionObserver((entries) => {
      for (const { target, intersectionRatio } of entries) seen.set(target, intersectionRatio > WHOLE);
      bar.classList.toggle("pb-away", [...seen.values()].some(Boolean));
    }, { threshold: WHOLE });
    for (const place of [this.querySelector(".pb-result .pb-headline"), this.querySelector(".pb-start")]) observer.observe(place);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  // A style sheet cannot ask how tall an element is.
  /** @param {{ signal: AbortSignal }} until */
  #measure({ signal }) {
    const verdict = this.querySelector(".pb-result .pb-verdict");
    const side = this.querySelector(".pb-side");
    const observer = new ResizeObserver(() => {
      const said = verdict.getBoundingClientRect().height;
      if (said) this.style.setProperty("--pb-said", `${said}px`); // not while it is hidden
      this.form.style.setProperty("--pb-tall", `${this.form.getBoundingClientRect().height}px`);
      const told = this.querySelector(".pb-tools").getBoundingClientRect().bottom - side.getBoundingClientRect().top;
      this.classList.toggle("pb-long", told > innerHeight * ROOM);
    });
    for (const part of [verdict, this.form, side, this.querySelector(".pb-rest")]) observer.observe(part);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  /** The address of this calculator's page with the reader's numbers. */
  link() {
    address.settle(); // the numbers of other calculators on the page stand in the address
    return address.whole(address.withTexts(this.#changed(), this.#ids, this.#page ?? location.href));
  }

  /** @type {PbCalculator["reply"]} */
  reply(want) {
    return this.python.ask(this.#others, { ...this.#question(), want, link: this.link() });
  }

  async #tools() {
    try {
      return await load();
    } catch (error) {
      this.#failed({ reason: "A part of this page did not load, so nothing was copied or saved.", advice: "Check the connection, then reload the page." });
      throw error;
    }
  }

  /** @param {CopyButton} button */
  async #copy(button) {
    const { form } = button.dataset;
    const place = this.querySelector(".pb-copy-field");
    const { copy, copyMade } = tools ?? (await this.#tools()); // the clipboard is asked within the click: later, WebKit refuses
    if (form === "url") copy(form, { url: this.link(), title: "" }, button, place);
    else copyMade(form, this.#made(form), button, place);
  }

  /**
   * What is made of the answer, by media type; null when a newer question for it overtook this one.
   * @param {MadeForm} form @returns {Promise<Made | null>}
   */
  async #made(form) {
    const { frameCode } = await this.#tools();
    if (form === "frame") return { "text/plain": await frameCode(`embed/${this.getAttribute("calculator")}/`, new URL(this.link()).search) };
    this.#date();
    const reply = await this.reply(form);
    if (!reply) return null;
    if (!reply.ok) throw new Error(reply.errors.map((error) => error.message).join(" "));
    return "sheet" in reply ? { "text/plain": reply.sheet } : { "text/plain": reply.decision.markdown, "text/html": reply.decision.html };
  }

  // A pointer that passes by costs nothing; where data is dear, only a real touch starts the download.
  /** @param {string} type */
  #near(type) {
    if (type === "pointerenter" && navigator.connection?.saveData) return;
    this.python.start();
    load().catch(() => {});
  }

  /** @param {Field} field */
  #input(field) {
    follow(this.form, field);
    const id = idOf(field);
    if (!id) return;
    this.#canUndo(null);
    this.#ask();
    this.#tell("pb-input", { id: keyOf(this.form, id), text: textOf(this.form, id) });
    address.write(this, this.#changed(), this.#ids, !this.#editing);
    this.#editing = true;
  }

  // One vocabulary: an input that stands in two calculators of a page is one number.
  /** @param {InputEvents["pb-input"]} event */
  #adopt({ target, detail: { id, text } }) {
    const own = this.#own(id);
    if (target === this || !own) return;
    setText(this.form, own, text, id);
    this.#ask();
  }

  /** @param {Event} event */
  #reset(event) {
    event.preventDefault();
    const before = this.#texts(), undone = this.#undone;
    this.#fill(undone ?? {});
    this.#ask();
    const moved = Object.entries(this.#texts()).filter(([id, text]) => text !== before[id]);
    for (const [id, text] of moved) this.#tell("pb-input", { id, text });
    this.#canUndo(moved.length && !undone ? before : null);
    address.write(this, this.#changed(), this.#ids, true);
  }

  // Each field takes its text, in whatever unit, else its default. Returns the keys that say what another has said.
  /** @param {Texts} texts @returns {string[]} */
  #fill(texts) {
    const left = [];
    for (const [id, ids] of this.#names) {
      const [key, ...more] = ids.filter((one) => one in texts);
      setText(this.form, id, key ? texts[key] : defaultOf(this.form, id), key);
      left.push(...more);
    }
    return left;
  }

  // The numbers that a reset took away come back with the same button, until the reader changes another.
  /** @param {Texts | null} texts */
  #canUndo(texts) {
    this.#undone = texts;
    this.querySelector(".pb-reset").textContent = texts ? "Undo reset" : "Reset";
  }

  // On opening and on back and forward: the form takes what the address says.
  #restore({ opening = false } = {}) {
    const texts = address.read(this.#ids);
    const before = this.#texts();
    const unused = this.#fill(texts);
    this.#canUndo(null);
    this.#editing = false;
    // A link to a section of the page is a step of the history too, and no question.
    if (opening ? Object.keys(texts).length : JSON.stringify(this.#texts()) !== JSON.stringify(before)) this.#ask();
    this.#note([...address.unknown(), ...unused]);
    const whole = this.querySelector(".pb-whole a");
    if (whole) whole.href = address.whole(address.withTexts(this.#changed(), this.#ids));
  }

  #changed() {
    return changed(this.form, this.keys, this.#fields);
  }

  #texts() {
    return Object.fromEntries(this.keys.map((id) => [keyOf(this.form, id), textOf(this.form, id)]));
  }

  #question() {
    return { calculator: this.getAttribute("calculator"), texts: this.#texts() };
  }

  get #trace() {
    return /** @type {HTMLDetailsElement} */ (this.querySelector(".pb-result .pb-trace"));
  }

  // Whether the reader has unfolded something that a brief answer leaves empty.
  get #unfolded() {
    return !!this.querySelector(".pb-result :is(.pb-trace, .pb-later)[open]");
  }

  async #ask() {
    clearTimeout(this.#resting);
    this.python.start();
    this.#date();
    this.classList.add("pb-waiting");
    this.classList.remove("pb-coloured");
    if (this.python.state === "starting") this.#begin();
    this.#late ||= setTimeout(() => this.classList.add("pb-late"), LATE_MS);
    const answer = await this.#answer(this, { ...this.#question(), want: this.#unfolded ? "answer" : "brief" });
    if (!answer) return;
    this.#show(answer);
    this.#resting = setTimeout(() => this.#complete(), REST_MS);
  }

  // The built page reckons the day to look again from the day of its data; an answer to a reader from his own, which goes into his link.
  #date() {
    const day = today();
    if (!textOf(this.form, TODAY) && day > this.getAttribute("day")) setText(this.form, TODAY, day);
  }

  // How each number came about is folded away, as some pictures are, and written once the answer rests or the reader unfolds it.
  async #complete() {
    const question = this.#question();
    if (this.matches(".pb-waiting, .pb-stale")) return;
    if (this.#trace.querySelector("ul")) return this.#colour();
    const answer = await this.#answer(this.#rest, { ...question, want: "answer" });
    const still = JSON.stringify(this.#question().texts) === JSON.stringify(question.texts);
    if (answer?.ok && still && !this.matches(".pb-waiting, .pb-stale")) this.#put(answer);
    await this.#colour();
  }

  // An answer that was made while a slider moved has no numbers to save yet.
  /** @param {Event} event */
  async #save(event) {
    const button = /** @type {Element} */ (event.target).closest("[data-save]");
    if (!button) return;
    const [{ saveChart }] = await Promise.all([this.#tools(), this.#complete()]);
    await saveChart(button);
  }

  // What each slider leads to, once the answer rests: never in the way of one.
  async #colour() {
    if (!this.querySelector(".pb-slider")) return;
    const reply = await this.#answer(this.#along, { ...this.#question(), want: "zones" });
    if (!reply?.ok || this.matches(".pb-waiting, .pb-stale")) return;
    showZones(this.form, reply.zones);
    this.classList.add("pb-coloured");
  }

  /**
   * Null: a newer question overtook this one, or Python has failed, which the page says.
   * @template {Want} W
   * @param {object} asker @param {Question<W>} question
   * @returns {Promise<Reply<W> | null>}
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
  #put({ html }) {
    const wanted = document.createElement("template");
    wanted.innerHTML = html;
    morph(this.querySelector(".pb-result"), wanted.content);
  }

  /** @param {Reply} answer */
  #show(answer) {
    clearTimeout(this.#late);
    this.#late = 0;
    this.classList.remove("pb-waiting", "pb-late", "pb-computing");
    this.querySelector(".pb-start").hidden = true; // an error that has ended says nothing any more
    this.#overdue = "";
    const errors = answer.ok ? [] : answer.errors.map((error) => ({ ...error, field: this.#own(error.field) ?? error.field }));
    const left = showErrors(this.form, this.keys, errors);
    this.classList.toggle("pb-stale", !answer.ok);
    if (answer.ok) {
      this.#put(answer);
      this.#fields = answer.fields;
      this.#tidy();
      showGroups(this.form, answer.groups);
      this.#bar(answer.answer.verdict, answer.answer.again, this.querySelector(".pb-result .pb-verdict").dataset.route);
      address.write(this, this.#plain(answer.fields), this.#ids, false); // as links write numbers, not as people do
    } else this.#wrong(errors);
    this.#speak(answer.ok ? answer.headline : errors.map((error) => error.message).join(" "));
    if (left.length) this.#failed({ reason: left.join(" "), advice: "" }); // of no field: the fault is not the reader's
    this.#tell("pb-answer", answer);
  }

  // A field that the reader has left shows its number as all do: 42,000 of 42k. The one in which he writes is left alone.
  #tidy(active = document.activeElement) {
    if (!this.matches(".pb-waiting, .pb-stale")) showFields(this.form, this.#fields, active);
  }

  /** @param {Record<string, FieldReply>} fields */
  #plain(fields) {
    const yours = Object.entries(fields).filter(([, field]) => field.yours);
    return yours.some(([id]) => id !== TODAY) ? Object.fromEntries(yours.map(([, { text, key }]) => [key, text])) : {};
  }

  /** @param {string} first @param {string} second */
  #bar(first, second, route = "") {
    const bar = this.querySelector(".pb-bar");
    const [verdict, again] = bar.children;
    bar.dataset.route = route;
    verdict.textContent = first;
    again.textContent = second;
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
      sentences.push(`Not used from the link, since it is unknown here or said twice: ${named.join(", ")}.`);
    }
    const edition = address.edition();
    if (edition !== null) sentences.push(...difference(edition, JSON.parse(this.getAttribute("editions")), this.keys.includes("data")));
    let note = this.querySelector(".pb-unknown");
    if (!sentences.length) return note?.remove();
    if (!note) {
      note = document.createElement("p");
      note.className = "pb-unknown";
      this.prepend(note);
    }
    note.textContent = sentences.join(" ");
  }

  // In place of the verdict: how far Python's start is, or why there is no answer. An older verdict never stands there as the answer.

  #begin() {
    this.#starting({ loaded: 0, total: 0 });
    if (this.querySelector(".pb-spoken").textContent !== COMPUTING) this.#speak(COMPUTING);
  }

  /** @param {{ loaded: number, total: number }} detail */
  #starting({ loaded, total }) {
    const share = total ? loaded / total : 0;
    this.querySelector(".pb-start progress").value = share;
    if (this.matches(".pb-waiting")) this.#box("progress", `${this.#overdue}${COMPUTING}${share ? ` ${Math.round(share * 100)} %` : ""}`);
  }

  /** @param {number} seconds */
  #overdueBy(seconds) {
    this.#overdue = `No answer came within ${seconds} seconds, so the calculator starts once more. `;
  }

  #started() {
    if (this.matches(".pb-waiting")) this.querySelector(".pb-start progress").value = 1;
  }

  /** @param {Failure} detail */
  #failed({ reason, advice }) {
    this.#overdue = "";
    const words = [reason, advice].filter(Boolean).join(" ");
    this.#speak(words);
    this.#box("failed", words);
  }

  /** @param {"progress" | "failed" | "wrong"} what @param {string} words */
  #box(what, words) {
    const box = this.querySelector(".pb-start");
    box.hidden = false;
    this.classList.add("pb-computing");
    this.querySelector(".pb-retry").hidden = what !== "failed";
    this.querySelector(".pb-start progress").hidden = what !== "progress";
    this.querySelector(".pb-start-text").textContent = words;
    box.classList.toggle("pb-failed", what !== "progress");
    this.#bar(words, "");
  }

  // Each sentence leads to its field, which may be out of sight.
  /** @param {Mistake[]} errors */
  #wrong(errors) {
    this.#box("wrong", `No answer: ${errors.map((error) => error.message).join(" ")}`);
    const sentences = errors.flatMap((error) => [" ", leading(this.form, error)]);
    this.querySelector(".pb-start-text").replaceChildren("No answer:", ...sentences);
  }

  #retry() {
    this.python.retry();
    this.#ask();
  }
}

customElements.define("pb-calculator", Calculator);
