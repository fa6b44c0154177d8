"""Zip archives as plain dictionaries, written so that the same contents give the same bytes."""

import zipfile
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)


def read(path: Path) -> dict[str, bytes]:
    """Name -> contents of every file in a zip archive."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def write(path: Path, contents: dict[str, bytes]) -> None:
    """Write a stored archive: Python then reads modules without inflating, and brotli packs the whole better."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(contents):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), contents[name])
