"""Find a Chromium for tests and measurements: the system's first, else the one npm brought.

npm's `@sparticuz/chromium` is a headless Chromium in a package, so a machine needs neither root
nor a browser installer. It comes with the few shared libraries and the font it needs.
"""

import json
import os
import platform
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import brotli

from publish import ROOT

if TYPE_CHECKING:  # most of what asks for a browser needs its path alone
    from playwright.sync_api import Playwright

PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
UNPACKED = ROOT / "build" / "chromium"
SYSTEM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# WebGL takes a driver the package would have to unpack as well, and nothing here draws with it.
ARGUMENTS = ("--disable-gpu", "--disable-dev-shm-usage")
# Playwright lifts a limit that readers' browsers have: how often a page may write its address.
LIFTED = ("--disable-ipc-flooding-protection",)

# The package's own font alone: with the machine's beside it, and none of its rules for choosing, bold words came in whatever was bold.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""


class NoBrowser(RuntimeError):
    """No Chromium can run here; the message is one sentence that says what to install."""


@dataclass(frozen=True)
class Chromium:
    """A Chromium that has been seen to start."""

    path: Path
    version: str
    environment: dict[str, str] = field(default_factory=dict)

    def launch(self, playwright: "Playwright", profile: str | Path | None = None, **options: Any) -> Any:
        """Start it; with a `profile` folder, what it caches outlives the run (a browser context)."""
        options = {
            "executable_path": str(self.path),
            "env": {**os.environ, **self.environment},
            "args": list(ARGUMENTS),
            "ignore_default_args": list(LIFTED),
            **options,
        }
        if profile is None:
            return playwright.chromium.launch(**options)
        return playwright.chromium.launch_persistent_context(str(profile), **options)


def find() -> Chromium:
    """The browser to use, or `NoBrowser`."""
    for name in SYSTEM:
        # Ubuntu's `chromium-browser` may be a stub that only advertises a snap: it has to answer.
        if (path := shutil.which(name)) and not isinstance(found := _try(Path(path), {}), str):
            return found
    return _bundled()


def _bundled(package: Path = PACKAGE, unpacked: Path = UNPACKED) -> Chromium:
    here = f"{platform.system()} on {platform.machine()}"
    if here != "Linux on x86_64":
        raise NoBrowser(
            f"The browser that npm brings runs on Linux on x86_64 only, and this is {here}: "
            "install Chromium or Google Chrome so that `chromium` or `google-chrome` is found."
        )
    if not (package / "package.json").exists():
        raise NoBrowser("There is no browser for the tests: run `npm ci`, which brings one, or install Chromium.")
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    folder = unpacked / version
    if not folder.exists():
        _unpack(package / "bin", folder)
    environment = {"LD_LIBRARY_PATH": str(folder / "lib"), "FONTCONFIG_PATH": str(folder / "fonts")}
    found = _try(folder / "chromium", environment)
    if isinstance(found, str):
        raise NoBrowser(_advice(found))
    return found


def _unpack(packed: Path, folder: Path) -> None:
    """Unpack npm's archives into `folder`, whole or not at all: test processes run side by side."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="unpacking-", dir=folder.parent))
    try:
        _inflate(packed / "chromium.br", work / "chromium")
        (work / "chromium").chmod(0o755)
        for archive, target in (("al2023.tar.br", work), ("fonts.tar.br", work / "fonts")):
            with tarfile.open(fileobj=BytesIO(brotli.decompress((packed / archive).read_bytes()))) as tar:
                tar.extractall(target, filter="data")
        # The configuration in the archive names folders of a cloud function; without fonts a page has no text.
        (work / "fonts" / "fonts.conf").write_text(FONTS.format(folder=folder / "fonts"), encoding="utf-8")
        try:
            work.rename(folder)
        except OSError:
            if not folder.exists():  # else another process was quicker
                raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _inflate(packed: Path, target: Path) -> None:
    unpack = brotli.Decompressor()
    with packed.open("rb") as source, target.open("wb") as sink:
        while block := source.read(1 << 20):
            sink.write(unpack.process(block))


def _try(path: Path, environment: dict[str, str]) -> Chromium | str:
    """The browser when it can say its version, else what it said instead."""
    try:
        done = subprocess.run([path, "--version"], env={**os.environ, **environment}, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode:
        return done.stderr or done.stdout
    return Chromium(path, done.stdout.strip(), environment)


def _advice(said: str) -> str:
    """One sentence from what the dynamic loader printed."""
    _, missing, rest = said.partition("error while loading shared libraries: ")
    if missing:
        library = rest.split(":")[0]
        return (
            f"Chromium cannot start because the shared library {library} is missing: install it "
            "(on Debian or Ubuntu `apt-get install libnss3 libexpat1 libgcc-s1`), or install Chromium itself."
        )
    last = said.strip().splitlines()[-1] if said.strip() else "it said nothing"
    return f"Chromium from npm does not start here ({last}): install Chromium so that `chromium` is found."
