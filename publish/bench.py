"""How long a reader waits for the first live answer: this site's runtime beside PyScript's.

`python -m publish.bench [--runs N]` prints Markdown. Both sides run the same calculator on the same
Pyodide, each in a worker, from the same server, all files brotli-compressed and cached alike; runs
alternate, each in a new browser profile. Cold is the first visit. Warm is the second page load in that
profile: for ours with the snapshot that the first visit kept. The clock runs from the reader's first touch,
when the page is loaded and neither side has begun, to the answer.
"""

import argparse
import json
import shutil
import statistics
import tempfile
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from . import chromium
from .compress import compress
from .runtime import archive
from .runtime.build import Places, build
from .serve import Handler, Server, serving

ROOT = Path(__file__).resolve().parent.parent
REQUEST = {"calculator": "growth", "texts": {}}

OURS = """<!doctype html><meta charset="utf-8"><title>ours</title>
<script type="module">
import { pythonFor } from "./python.mjs";
const python = pythonFor("%(hash)s", { quiet: 0 });
const kept = new Promise((resolve) => python.addEventListener("kept", resolve));
globalThis.touch = async () => {
  const began = performance.now();
  const answer = await python.ask("bench", %(request)s);
  return [performance.now() - began, answer.ok];
};
globalThis.settled = () => kept.then(() => true);
</script>"""

# What a PyScript page does while it loads happens here at the touch, its own script included. Its worker
# needs no COOP/COEP headers as long as nothing is called across synchronously.
PYSCRIPT = """<!doctype html><meta charset="utf-8"><title>PyScript</title>
<script type="module">
globalThis.touch = async () => {
  const began = performance.now();
  const script = document.createElement("script");
  script.type = "py";
  script.setAttribute("worker", "");
  script.setAttribute("src", "./main.py");
  script.setAttribute("config", JSON.stringify(%(config)s));
  const { hooks } = await import("./pyscript/core.js");
  const created = new Promise((resolve) => hooks.main.onWorker.add((_, worker) => resolve(worker)));
  document.body.append(script);
  const worker = await created;
  await worker.ready;
  const answer = JSON.parse(await worker.sync.answer(JSON.stringify(%(request)s)));
  return [performance.now() - began, answer.ok];
};
globalThis.settled = async () => true;
</script><body>"""
MAIN = '__export__ = ["answer"]\nfrom calculator.bridge import answer\n'


def sites(folder: Path, hash: str) -> dict[str, Path]:
    """Lay out one folder a side, compressed, and return the page of each."""
    request = json.dumps(REQUEST)
    ours = folder / "ours"
    shutil.copytree(ROOT / "docs" / "assets" / "runtime" / hash, ours / "runtime" / hash)
    shutil.copy(ROOT / "docs" / "assets" / "python.mjs", ours)
    (ours / "index.html").write_text(OURS % {"hash": hash, "request": request}, encoding="utf-8")

    theirs = folder / "pyscript"
    modules = ROOT / "node_modules"
    shutil.copytree(modules / "@pyscript" / "core" / "dist", theirs / "pyscript", ignore=shutil.ignore_patterns("*.map"))
    shutil.copytree(modules / "pyodide", theirs / "pyodide", ignore=shutil.ignore_patterns("*.map", "*.html", "*.ts"))
    package = ROOT / "calculator"
    sources = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    archive.write(theirs / "calculator.zip", {str(path.relative_to(ROOT)): path.read_bytes() for path in sources})
    (theirs / "main.py").write_text(MAIN, encoding="utf-8")
    config = json.dumps({"interpreter": "./pyodide/pyodide.mjs", "files": {"./calculator.zip": "./*"}})
    (theirs / "index.html").write_text(PYSCRIPT % {"config": config, "request": request}, encoding="utf-8")
    compress(folder)
    return {"ours": ours, "PyScript": theirs}
