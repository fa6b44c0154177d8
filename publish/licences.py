"""What the site serves that others wrote, with the version in use and its licence."""

import json
from importlib.metadata import version
from pathlib import Path


def npm_version(root: Path, name: str) -> str:
    return json.loads((root / "node_modules" / name / "package.json").read_text())["version"]


def served(root: Path) -> list[tuple[str, str, str, str, str]]:
    """(name, version, licence, what it does here, home page) of each."""
    return [
        ("Pyodide", npm_version(root, "pyodide"), "MPL-2.0", "Runs the calculators' Python in the browser", "https://pyodide.org"),
        (
            "CPython and its standard library",
            "3.13, as built into Pyodide",
            "PSF-2.0",
            "The Python that Pyodide carries",
            "https://docs.python.org/3.13/license.html",
        ),
        ("Emscripten's runtime", "as built into Pyodide", "MIT", "Connects WebAssembly with the browser", "https://emscripten.org"),
        ("libmpdec", "as built into CPython", "BSD-2-Clause", "Decimal arithmetic", "https://www.bytereef.org/mpdecimal/"),
        (
            "Material for MkDocs",
            version("mkdocs-material"),
            "MIT",
            "The theme: styles, scripts, search",
            "https://squidfunk.github.io/mkdocs-material/",
        ),
        ("Material Design Icons", "as bundled with the theme", "Apache-2.0", "Icons", "https://pictogrammers.com/library/mdi/"),
        ("Lunr", "as bundled with the theme", "MIT", "Search in the page", "https://lunrjs.com"),
        ("RxJS", "as bundled with the theme", "Apache-2.0", "Part of the theme's script", "https://rxjs.dev"),
    ]
