// What is said between a page, its workers and Python. No names of a document here: workers have none.

/** Input id -> text, as it stands in a form. */
type Texts = Record<string, string>;

// --- calculator/faces/bridge.py -------------------------------------------------------------------

/** A field once its text is read: what it shows, what a link carries, where its slider stands, and whether it differs from its default. */
interface FieldReply {
  shown: string;
  text: string;
  number: number | null;
  yours: boolean;
  /** The id by which it was given, which a link carries; and that in whose unit the field shows it. */
  key: string;
  unit: string;
  /** Of a list: its rows. */
  cells: string[][];
}

/** What a slider leads to: the verdict up to each share of its way, and the main figure along it, as shares of its highest. */
interface Zones {
  parts: [number, string][];
  strip: (number | null)[];
}

/** An answer in three parts. */
interface Parted {
  verdict: string;
  because: string;
  again: string;
}

/** What is wrong with a field; of no field ("") when the fault is not the reader's. */
interface Mistake {
  field: string;
  rule: string;
  got: string;
  message: string;
  /** The row of a list, counted from 1; 0 where it is about the whole. */
  place: number;
  code?: string;
}

/** What a request may want -> what the reply holds. A request that wants nothing in particular wants the answer. */
interface Kinds {
  /** As a page shows it: its HTML, the sentence to speak, its three parts, the fields by input id, and what the folded groups hold. */
  answer: { html: string; headline: string; answer: Parted; fields: Record<string, FieldReply>; groups: Record<string, string> };
  /** The same without how each number came about, which a page asks for once the answer rests. */
  brief: { html: string; headline: string; answer: Parted; fields: Record<string, FieldReply>; groups: Record<string, string> };
  /** All of it, as `Result.to_dict()` gives it. */
  result: { result: Record<string, unknown> };
  /** What each slider leads to, by input id. */
  zones: { zones: Record<string, Zones> };
  /** As a live spreadsheet: tab-separated cells, to paste at A1. */
  sheet: { sheet: string };
  /** As a wiki takes it. */
  decision: { decision: { markdown: string; html: string } };
}
type Want = keyof Kinds;

interface Question<W extends Want = "answer"> {
  calculator: string;
  texts: Texts;
  want?: W;
  /** The address of the page with these texts, for a decision. */
  link?: string;
}
type Refusal = { ok: false; errors: Mistake[] };
type Reply<W extends Want = "answer"> = ({ ok: true } & Kinds[W]) | Refusal;

// --- python-worker.mjs ----------------------------------------------------------------------------

/** How to start: with which library, whether in a snapshot, and whether past what the browser has cached. */
interface Start {
  library: "core" | "full";
  snapshot: boolean;
  reload: boolean;
}
/** `text` is a Question as JSON. */
type ToWorker = ({ type: "start" } & Start) | { type: "ask"; id: number; text: string } | { type: "keep" };

/** What the worker says, each with its details. */
interface Said {
  progress: { loaded: number; total: number; phase: "loading" | "starting" };
  ready: { how: "plain" | "snapshot" | "full-library" };
  /** `text` is a Reply as JSON. */
  answer: { id: number; text: string };
  /** Python has no answer to this question. */
  error: { id: number; message: string };
  /** Whether a snapshot is there for the next visit. */
  kept: { done: boolean };
  /** Python cannot start, or has stopped: what happened, and what the reader can do about it. */
  failed: Failure;
  /** Another worker is needed that does without a snapshot, or without the short library. */
  again: { without: "snapshot" | "core" };
}
type FromWorker = { [T in keyof Said]: { type: T } & Said[T] }[keyof Said];

interface Failure {
  reason: string;
  advice: string;
}

// --- sw.js ----------------------------------------------------------------------------------------

/** The page asks the service worker to keep addresses, or all pages. */
type ToServiceWorker = { type: "keep"; urls: string[] | "all" };
type FromServiceWorker = { type: "kept"; release: string; pages: number };
