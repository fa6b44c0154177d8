"""Brotli and gzip siblings for a built site, for hosts that serve them: `python -m publish.finish.compress [FOLDER]`.

Brotli at its strongest takes half a minute for the WebAssembly alone, so each result is kept under the
hash of what was compressed, and a second run only copies.
"""

import argparse
import gzip
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from publish import ROOT

KEPT = ROOT / "build" / "compressed"
SUFFIXES = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".xml", ".txt", ".md", ".wasm", ".map", ".inv", ".csv"}
SMALLEST = 512  # below, the headers weigh more than what is won

PACK: dict[str, Callable[[bytes], bytes]] = {
    ".br": lambda body: brotli.compress(body, quality=11, lgwin=24),
    ".gz": lambda body: gzip.compress(body, 9, mtime=0),
}


def compress(folder: Path, kept: Path = KEPT) -> int:
    """Put `.br` and `.gz` beside every file that gains by it; how many files that were."""
    kept.mkdir(parents=True, exist_ok=True)
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES and path.stat().st_size >= SMALLEST]
    # The largest first, so that no thread is left alone with one at the end; both packers release the lock.
    files.sort(key=lambda path: -path.stat().st_size)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_compress, files, [kept] * len(files)))
    return len(files)


def _compress(path: Path, kept: Path) -> None:
    body = path.read_bytes()
    name = hashlib.sha256(body).hexdigest()
    for suffix, pack in PACK.items():
        known = kept / f"{name}{suffix}"
        if not known.exists():
            _write(known, pack(body))
        shutil.copyfile(known, path.with_name(path.name + suffix))


def _write(path: Path, body: bytes) -> None:
    """Whole or not at all: an interrupted run must not leave half a file to trust."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(body)
    os.replace(name, path)


def main() -> None:
    parser = argparse.ArgumentParser(description="Put .br and .gz files beside those of a built site.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "site")
    print(f"compressed {compress(parser.parse_args().folder)} files")


if __name__ == "__main__":
    main()
