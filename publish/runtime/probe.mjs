/**
 * Runs the calculator in Pyodide under Node, from a full library, and prints which modules it took:
 * `node probe.mjs PYODIDE_FOLDER LIBRARY < requests.json > found.json`.
 * Pyodide is started as python-worker.mjs starts it, so that the same modules come up.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// Node would quote the line that failed, which in minified Pyodide is a megabyte long.
process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});

const [folder, library] = process.argv.slice(2);
const requests = JSON.parse(readFileSync(0, "utf8"));
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")));
const pyodide = await loadPyodide({
  indexURL: folder,
  stdLibURL: library,
  lockFileContents: { info: { abi_version: "2025_0" }, packages: {} },
});

// How an error is told takes modules of its own, how a fault is (a request that is no text is one), and what follows a restored snapshot.
const { answer } = pyodide.pyimport("calculator.faces.bridge");
for (const request of [...requests, "no JSON", 42]) {
  try {
    answer(request);
  } catch (error) {
    if (error.type === "ModuleNotFoundError") throw error;
  }
}
try {
  pyodide.runPython("raise ValueError('asked for')");
} catch (error) {
  if (error.type === "ModuleNotFoundError") throw error;
  pyodide.pyimport("random").seed();
}

console.log(
  pyodide.runPython(`
import json, sys
json.dumps({
    "python": ".".join(map(str, sys.version_info[:3])),
    "modules": sorted(
        name for name, module in sys.modules.items()
        if ".zip/" in str(getattr(getattr(module, "__spec__", None), "origin", ""))
    ),
})`),
);
