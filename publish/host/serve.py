"""A small static server on loopback, as a good host would serve the site: for tests and measurements.

`python -m publish.host.serve [FOLDER] [--port N]`
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

TYPES = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
    ".md": "text/markdown",
    ".woff2": "font/woff2",
}
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
# A file below a hash never changes; anything else may, so it is asked for again. The theme's files carry one in their name, the runtime's in
# the name of their folder.
FOREVER, ASK = "public, max-age=31536000, immutable", "no-cache"
HASHED = ("/assets/runtime/*", "/assets/fonts/*", "/assets/stylesheets/*", "/assets/javascripts/bundle.*", "/assets/javascripts/workers/*")


@dataclass(frozen=True)
class Served:
    """One answer that went out: the path asked for, the status and the bytes of its encoded body."""

    path: str
    status: int
    bytes: int


class Handler(BaseHTTPRequestHandler):
    """Serves `server.folder`. Tests derive from it to break things."""

    server: "Server"
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a reused connection waits 40 ms for an acknowledgement

    def do_GET(self) -> None:
        self.respond(*self.find())

    do_HEAD = do_GET

    def find(self) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for the path asked for."""
        path = unquote(urlsplit(self.path).path)
        file = (self.server.folder / path.lstrip("/")).resolve()
        if path.endswith("/"):
            file /= "index.html"
        if not file.is_relative_to(self.server.folder) or not file.is_file():
            return self.missing(path, file)
        state = file.stat()
        etag = f'"{state.st_mtime_ns:x}-{state.st_size:x}"'
        headers = {
            "Content-Type": media_type(file),
            "Vary": "Accept-Encoding",
            "Cache-Control": FOREVER if any(fnmatchcase(path, hashed) for hashed in self.server.hashed) else ASK,
            "ETag": etag,
        }
        if self.headers.get("If-None-Match") == etag:
            return HTTPStatus.NOT_MODIFIED, headers, b""
        accepted = {part.split(";")[0].strip() for part in self.headers.get("Accept-Encoding", "").split(",")}
        for encoding, suffix in ENCODINGS:
            packed = file.with_name(file.name + suffix)
            if encoding in accepted and packed.is_file():
                return HTTPStatus.OK, headers | {"Content-Encoding": encoding}, packed.read_bytes()
        return HTTPStatus.OK, headers, file.read_bytes()

    def missing(self, path: str, file: Path) -> tuple[int, dict[str, str], bytes]:
        if file.is_dir():
            return HTTPStatus.MOVED_PERMANENTLY, {"Location": f"{path}/"}, b""
        page = self.server.folder / "404.html"
        body = page.read_bytes() if page.is_file() else b"<!doctype html><title>Not found</title>Not found"
        return HTTPStatus.NOT_FOUND, {"Content-Type": "text/html; charset=utf-8"}, body

    def respond(self, status: int, headers: dict[str, str], body: bytes) -> None:
        # A wiki's sandboxed frame has no origin, so even module scripts need leave to be read there.
        headers = {"Access-Control-Allow-Origin": "*", **headers, **self.server.headers, "Content-Length": str(len(body))}
        self.server.served.append(Served(self.path, int(status), len(body)))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet: who wants to know reads `server.served`."""


class Server(ThreadingHTTPServer):
    """Serves `folder` on loopback; `served` lists what went out."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self,
        folder: Path,
        port: int = 0,
        handler: type[Handler] = Handler,
        headers: dict[str, str] | None = None,
        hashed: tuple[str, ...] = HASHED,
    ):
        super().__init__(("127.0.0.1", port), handler)
        self.folder = Path(folder).resolve()
        self.headers = headers or {}
        self.hashed = hashed
        self.served: list[Served] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: object, address: object) -> None:
        """A browser that goes away in the middle of a file is no error of ours."""


@contextmanager
def serving(folder: Path, **options: Any) -> Iterator[Server]:
    """A server in a thread, for as long as the block runs."""
    with Server(folder, **options) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


def media_type(file: Path) -> str:
    kind = TYPES.get(file.suffix) or guess_type(file.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith("json") else kind


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve a folder on loopback.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("site"))
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    with Server(options.folder, options.port) as server:
        print(f"serving {options.folder} on {server.url}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
