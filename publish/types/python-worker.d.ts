// What the worker finds beside it, in its library and in what it catches.

/** The part of Pyodide that is used. Pyodide's own types name a document, which no worker has. */
interface Pyodide {
  pyimport(name: string): any;
  makeMemorySnapshot(): Uint8Array<ArrayBuffer>;
  FS: { writeFile(path: string, bytes: Uint8Array): void };
}
/** An error of the browser, or one of Python's with the name of its class. */
interface Thrown extends Error {
  type?: string;
  pyodide_fatal_error?: boolean;
}
