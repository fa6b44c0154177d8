// What the scripts of a page promise each other, and what the built HTML promises them.

// --- address.mjs ----------------------------------------------------------------------------------

/** To be written: whether it is a new step of the history, and who writes which texts of which inputs. */
interface Step {
  begins: boolean;
  states: Map<object, [Texts, string[]]>;
}

// --- python.mjs -----------------------------------------------------------------------------------

/** Times in milliseconds, and whether the browser may store a snapshot. */
interface PythonOptions {
  patience?: number;
  quiet?: number;
  limit?: number;
  keep?: boolean;
}

/** The events of a page's Python, each with its detail. */
interface PythonEvents {
  progress: Said["progress"];
  ready: Said["ready"] & { ms: number };
  failed: Failure;
  /** No answer came in time, and Python starts anew. */
  overdue: { seconds: number };
  /** A snapshot for the next visit was tried. */
  kept: Said["kept"];
}

interface PythonTarget extends EventTarget {
  addEventListener<T extends keyof PythonEvents>(
    type: T,
    act: (event: CustomEvent<PythonEvents[T]>) => void,
    options?: AddEventListenerOptions,
  ): void;
  addEventListener(type: string, act: EventListenerOrEventListenerObject | null, options?: AddEventListenerOptions | boolean): void;
}

interface PythonClient extends PythonTarget {
  readonly state: "idle" | "starting" | "ready" | "failed";
  /** Load Python, unless that has begun. Nothing is fetched before the first call. */
  start(): void;
  /** After `failed`: start anew, past what the browser has cached. */
  retry(): void;
  /**
   * Ask Python. Of the requests of one asker at most one runs and one waits, so the newest always wins: null when a newer
   * one took this one's place. It stays open while Python is not there, and a `retry` settles it. It is rejected when
   * Python had no answer for it. An asker is an element, or any other value of its own.
   */
  ask<W extends Want = "answer">(asker: unknown, request: Question<W>): Promise<Reply<W> | null>;
  /** Answer this asker no more: it has left the page. */
  forget(asker: unknown): void;
}

/** A question on its way; `tried` when a Python has died over it. */
interface Asked {
  id: number;
  request: Question<Want>;
  tried: boolean;
  resolve(reply: any): void;
  reject(error: Error): void;
}
/** The questions of one asker. */
interface Lane {
  running?: Asked;
  waiting?: Asked;
}

// --- pb-calculator.mjs ----------------------------------------------------------------------------

interface PbCalculator extends HTMLElement {
  /** The address of this calculator's page with the reader's numbers. */
  link(): string;
  /** What stands in the form, answered in another kind; null when a newer call of this took its place. */
  reply<W extends Want>(want: W): Promise<Reply<W> | null>;
}

/** What a calculator tells the page around it; each bubbles. */
interface CalculatorEvents {
  /** The reader has changed an input. */
  "pb-input": { id: string; text: string };
  /** A reply has come, and is shown. */
  "pb-answer": Reply;
}
type InputEvents = { [T in keyof CalculatorEvents]: CustomEvent<CalculatorEvents[T]> };
interface DocumentEventMap extends InputEvents {}
interface HTMLElementEventMap extends InputEvents {}
interface HTMLElementTagNameMap {
  "pb-calculator": PbCalculator;
}

/** The attribute `editions`: those on record, and those whose numbers the calculator gives, oldest first. */
interface Editions {
  all: string[];
  held: string[];
}

// --- copy.mjs -------------------------------------------------------------------------------------

type CopyForm = "url" | "markdown" | "rich";
type MadeForm = "decision" | "sheet" | "frame";
/** What is made for the clipboard. */
interface Made {
  "text/plain": string;
  "text/html"?: string;
}
interface Link {
  url: string;
  title: string;
}

// --- links.json, by publish/links ------------------------------------------------------------------

interface Listed {
  kind: "calculator" | "page" | "section";
  id: string;
  title: string;
  page: string;
  url: string;
  go?: string;
  embed?: string;
}

// --- the HTML: what is always there, so that a script need not ask ----------------------------------

/** A field of a form: an input, a select or a textarea. Only a select has options. */
interface Field extends HTMLInputElement {
  readonly options?: HTMLOptionsCollection;
}
/** Something about the field `id` of a form. */
type OfField<T> = (form: HTMLElement, id: string) => T;
/** The box around a field, its help and its error. */
interface Box extends HTMLElement {
  readonly dataset: DOMStringMap & { field: string };
}
/** Whose numbers the slider runs through, and how. */
interface Slider extends HTMLInputElement {
  readonly dataset: DOMStringMap & { for: string; low: string; high: string; step: string; bend: string };
  readonly previousElementSibling: SVGSVGElement & { firstElementChild: SVGPathElement }; // its strip
}
/** A list as rows of cells, and the text that they are of. */
interface List extends HTMLElement {
  readonly dataset: DOMStringMap & { list: string; text: string; shortest: string; longest: string };
  readonly parentElement: HTMLElement;
}
interface Figure extends HTMLElement {
  readonly dataset: DOMStringMap & { chart: string; csv: string };
}
interface SaveButton extends HTMLElement {
  readonly dataset: DOMStringMap & { save: "svg" | "png" | "csv" };
}
interface CopyButton extends HTMLButtonElement {
  readonly dataset: DOMStringMap & { form: "url" | MadeForm };
}

/** Selector -> the one that is there. */
interface Parts {
  ".pb-form": HTMLFormElement;
  ".pb-side": HTMLElement;
  ".pb-place": HTMLElement;
  ".pb-start": HTMLElement;
  ".pb-start progress": HTMLProgressElement;
  ".pb-start-text": HTMLElement;
  ".pb-retry": HTMLButtonElement;
  ".pb-reset": HTMLButtonElement;
  ".pb-rest": HTMLElement;
  ".pb-tools": HTMLElement;
  ".pb-result": HTMLElement;
  ".pb-result .pb-headline": HTMLElement;
  ".pb-spoken": HTMLElement;
  ".pb-copy-field": HTMLElement;
  ".pb-error": HTMLElement;
  ".pb-bar": HTMLElement;
  ".pb-result .pb-verdict": HTMLElement;
  ".pb-on-desk": SVGSVGElement;
  figcaption: HTMLElement;
  ".pb-chart-unit": HTMLElement;
  ".pb-chart-source": HTMLElement;
  ".pb-trouble": HTMLElement;
  ".pb-picker-numbers": HTMLElement;
  ".pb-picker-links": HTMLElement;
  ".pb-open": HTMLAnchorElement; // in an embed
  "main pb-calculator": PbCalculator; // in an embed
  "article h1": HTMLHeadingElement;
  "#__drawer": HTMLInputElement; // of the theme
  ".md-header__button[for=__drawer]": HTMLLabelElement;
  ".md-sidebar--primary": HTMLElement;
  [field: `[name=${string}`]: Field;
  [box: `[data-field=${string}`]: Box;
}
/** Selector -> one that may be missing. */
interface Possible {
  "[data-list]": List;
  ".pb-offline": HTMLElement;
  ".pb-whole a": HTMLAnchorElement; // in a page, not in an embed
  ".pb-verified time": HTMLTimeElement;
  ".pb-permalink span": HTMLElement;
  ".pb-left-out span": HTMLElement;
  [sign: `:scope > a[href=${string}`]: HTMLAnchorElement;
  [slider: `[data-for=${string}`]: HTMLInputElement;
}
/** Selector -> what there is of it. */
interface Lists {
  ".pb-copy": CopyButton;
  "[data-list]": List;
  "[data-cell]": Field;
  ".pb-row": HTMLElement;
  ".pb-slider > input": Slider;
  "[data-when]": HTMLElement & { dataset: { when: "script" | "frame" | "link" } };
  "a[data-way]": HTMLAnchorElement;
  [labels: `label.${string}`]: HTMLLabelElement;
  "article :is(h1, h2, h3)[id]": HTMLHeadingElement;
  "article details:not([open])": HTMLDetailsElement;
  [fields: `[name=${string}`]: Field;
}
interface ParentNode {
  querySelector<S extends keyof Parts>(selectors: S): Parts[S];
  querySelector<S extends keyof Possible>(selectors: S): Possible[S] | null;
  querySelectorAll<S extends keyof Lists>(selectors: S): NodeListOf<Lists[S]>;
}
interface Element {
  getAttribute(name: "calculator" | "runtime" | "keys" | "editions" | "day"): string;
  closest(selectors: "[data-save]"): SaveButton | null;
  closest(selectors: "[data-field]"): Box;
  closest(selectors: "[data-list]"): List;
  closest(selectors: ".pb-row"): HTMLElement;
  closest(selectors: "[data-chart]"): Figure;
  cloneNode(deep?: boolean): this;
}

// --- what only Chromium has ------------------------------------------------------------------------

interface Navigator {
  readonly connection?: { saveData: boolean };
  readonly deviceMemory?: number;
}
