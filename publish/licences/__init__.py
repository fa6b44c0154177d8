"""What the site serves that others wrote: the table on the page about it, the texts in one file, and the check that nothing is missing.

The list is works.toml. A licence's text comes from the installed package; texts/ holds those of works that no
package of ours brings along, taken from the packages that do: npm's of the same name, and Debian's copyright
files of zlib, bzip2, Emscripten (for LLVM) and Python 3.11 (for its parts); CPython.txt is the
LICENSE.txt of Python 3.13, W3C-2015.txt the licence that focus-visible names.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FILE = "licences.txt"
OURS = (
    "assets/runtime/*/python-worker.mjs",
    "assets/runtime/*/manifest.json",
    "assets/runtime/*/calculator-later.zip.wasm",
)  # of sources of ours
MADE = ("assets/runtime/", "assets/fonts/")  # at build, from what others wrote
PACKAGE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/")
SHAPE = re.compile(r"""\sd=["']([^"']+)["']""")
RULE = "=" * 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """One work by others, as works.toml describes it."""

    name: str
    version: str
    licence: str
    what: str
    home: str
    terms: tuple[str, ...]
    notice: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    icons: str = ""
    contents: str = ""


@cache
def works() -> tuple[Work, ...]:
    told: list[dict[str, Any]] = tomllib.loads((HERE / "works.toml").read_text(encoding="utf-8"))["work"]
    return tuple(Work(**{key: frozen(value) for key, value in work.items()}) for work in told)


def frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def version_of(work: Work, root: Path) -> str:
    """The version that is installed, or what the list says of it."""
    kind, _, name = work.version.partition(":")
    if kind == "dist":
        return version(name)
    if kind == "npm":
        return str(json.loads((root / "node_modules" / name / "package.json").read_text(encoding="utf-8"))["version"])
    return work.version


@cache
def terms(name: str) -> str:
    """The text of a licence: a file in texts/, or DIST:PATH in an installed package."""
    package, _, path = name.rpartition(":")
    if not package:
        return (HERE / "texts" / name).read_text(encoding="utf-8").strip()
    found = [file for file in distribution(package).files or [] if fnmatchcase(file.as_posix(), path)]
    if len(found) != 1:
        raise SystemExit(f"{package} has {len(found)} files {path}, of which works.toml wants one for its licence")
    return Path(found[0].locate()).read_text(encoding="utf-8").strip()


def text(root: Path) -> str:
    """Every work with its notice, and every licence's text once."""
    ours = (root / "LICENSE").read_text(encoding="utf-8").strip()
    parts = [
        "Licences of this site\n\nThe text of its pages is under CC BY 4.0: https://creativecommons.org/licenses/by/4.0/\n"
        "Its code is under the licence that follows. Works by others come after it, then the texts of their licences.",
        ours,
    ]
    texts: dict[str, str] = {}
    for work in works():
        for name in work.terms:
            texts.setdefault(name, terms(name))
        where = [
            f"Licence: {work.licence}"
            + (f", text {', '.join(str(list(texts).index(name) + 1) for name in work.terms)}" if work.terms else "")
        ]
        parts.append("\n".join([f"{work.name}, {version_of(work, root)}", work.home, *work.notice, *where]))
    parts += [f"Text {number}\n\n{body}" for number, body in enumerate(texts.values(), start=1)]
    return f"\n\n{RULE}\n\n".join(parts) + "\n"


def write(folder: Path, root: Path) -> int:
    """Write the texts into the built site; of how many works."""
    (folder / FILE).write_text(text(root), encoding="utf-8")
    return len(works())


def faults(folder: Path, root: Path) -> list[str]:
    """What the site in `folder` serves and works.toml does not have, and the other way round."""
    return [*unlisted_files(folder, root), *unlisted_packages(folder), *unlisted_icons(folder), *outdated_works(root)]


def outdated_works(root: Path) -> Iterator[str]:
    """Works that changed since somebody looked what is inside them, which cannot be seen from outside."""
    for work in works():
        if work.contents and work.contents != (now := version_of(work, root)):
            yield f"licences: {work.name} is {now}, and what is inside was looked up for {work.contents}: look again, then change works.toml"


def unlisted_files(folder: Path, root: Path) -> Iterator[str]:
    """Files that are none of ours, by works.toml's patterns."""
    served = [path.relative_to(folder).as_posix() for path in sorted((folder / "assets").rglob("*")) if path.is_file()]
    theirs = [
        name
        for name in served
        if not name.endswith((".br", ".gz"))
        and not any(fnmatchcase(name, pattern) for pattern in OURS)
        and (name.startswith(MADE) or not (root / "docs" / name).is_file())
    ]
    patterns = {pattern for work in works() for pattern in work.files}
    yield from (
        f"{name}: is by others, and works.toml does not say whom" for name in theirs if not any(fnmatchcase(name, p) for p in patterns)
    )
    yield from (f"licences: {p} is listed and not served" for p in sorted(patterns) if not any(fnmatchcase(name, p) for name in theirs))


def unlisted_packages(folder: Path) -> Iterator[str]:
    """By the source maps, which name every module that a script or a style was made of."""
    listed = {package for work in works() for package in work.packages}
    found: dict[str, str] = {}
    for file in sorted((folder / "assets").rglob("*.map")):
        for source in json.loads(file.read_text(encoding="utf-8"))["sources"]:
            if package := PACKAGE.search(source):
                found.setdefault(package[1], file.relative_to(folder).as_posix())
    yield from (f"{file}: holds {package}, which works.toml does not have" for package, file in found.items() if package not in listed)
    yield from (f"licences: {package} is listed and not served" for package in sorted(listed - set(found)))


def unlisted_icons(folder: Path) -> Iterator[str]:
    """By their shapes, each looked for among the icons that the theme brings along. Those of no family are ours."""
    listed = {work.icons for work in works() if work.icons}
    shapes = {
        shape: file
        for kind in ("html", "css", "js")
        for file in folder.rglob(f"*.{kind}")
        for shape in SHAPE.findall(file.read_text("utf-8"))
    }
    theme = Path(str(distribution("mkdocs-material").locate_file("material/templates/.icons")))
    found: dict[str, str] = {}
    for family in sorted(path for path in theme.iterdir() if path.is_dir()):
        for icon in family.rglob("*.svg"):
            for shape in SHAPE.findall(icon.read_text(encoding="utf-8")):
                if shape in shapes:
                    found.setdefault(family.name, f"{shapes[shape].relative_to(folder)}: holds the icon {icon.relative_to(theme)}")
    yield from (f"{where}, whose family works.toml does not have" for family, where in found.items() if family not in listed)
    yield from (f"licences: the icons {family} are listed and not served" for family in sorted(listed - set(found)))
