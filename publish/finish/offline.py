"""The copy for reading without a network: the service worker that keeps pages in the browser, and a zip of the site.

The worker carries the hash of every file of its release, so that it can tell a file of this release from
one of another, whatever a host or a cache in between answers.
"""

import hashlib
import json
import re
import zipfile
from pathlib import Path
from string import Template

TEMPLATES = Path(__file__).parent / "templates"
WORKER, ARCHIVE, ROOTED = "sw.js", "open-closed-playbook.zip", "open-closed-playbook"
# Not for a browser: what the worker itself is, what hosts read, and what stands compressed beside each file.
LEFT_OUT = {WORKER, ARCHIVE, "_headers", "sitemap.xml.gz"}
PACKED = (".br", ".gz", ".map")
# No page asks for these: the second library is for a fault, previews are for wikis.
# An embed keeps nothing.
SPARED = re.compile(r"embed/|assets/(preview/|python-worker|runtime/[^/]+/(library-full|manifest))")

README = """The open-closed playbook, to read without a network.

In this folder run:   python3 -m http.server --bind 127.0.0.1 --directory site 8000
and open:             http://127.0.0.1:8000/

Any web server does. Opened as files the pages can be read, but browsers run no calculators from there.
The folder host holds configuration for nginx and Caddy, to serve it to many.
"""


def contents(folder: Path) -> dict[str, bytes]:
    """Path -> bytes of everything in the site that a browser may ask for."""
    files = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith(PACKED)
    }
    return {name: path.read_bytes() for name, path in files.items() if name not in LEFT_OUT}


def manifest(folder: Path) -> dict[str, str]:
    """Path -> the first half of its SHA-256, of everything that the worker may keep."""
    return {name: hashlib.sha256(body).hexdigest()[:32] for name, body in contents(folder).items() if not SPARED.match(name)}


def first(names: list[str]) -> list[str]:
    """What the worker keeps from the start: the first page, what pages load, and Python."""
    return [name for name in names if name == "index.html" or name.startswith(("assets/", "search/"))]


def worker(folder: Path) -> str:
    """The service worker for the site in `folder`."""
    files = manifest(folder)
    template = (TEMPLATES / WORKER).read_text(encoding="utf-8")
    release = hashlib.sha256((template + json.dumps(files)).encode()).hexdigest()[:16]
    return Template(template).substitute(release=release, files=json.dumps(files, indent=0), first=json.dumps(first(list(files))))


def archive(folder: Path, host: Path) -> int:
    """Write the zip into the site; its size in bytes. The files' dates are fixed, so that one site makes one zip."""
    files = {f"site/{name}": body for name, body in contents(folder).items()}
    files |= {f"site/{name}": (folder / name).read_bytes() for name in (WORKER, "_headers")}
    files |= {f"host/{path.name}": path.read_bytes() for path in sorted(host.iterdir())}
    with zipfile.ZipFile(folder / ARCHIVE, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, body in {"README.txt": README.encode(), **files}.items():
            pack.writestr(zipfile.ZipInfo(f"{ROOTED}/{name}", (2020, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return (folder / ARCHIVE).stat().st_size
