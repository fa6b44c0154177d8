"""What the built site needs besides its pages, each part resting on those before: `python -m publish.finish.kit site`.

The embeds; the licences of what others wrote; the host's configuration, whose policy holds a hash of every inline script, those of the embeds
too; the worker that keeps the site, which has a hash of every file; and the zip of it all.
"""

import argparse
import json
import shutil
from pathlib import Path

from publish import ROOT, licences
from publish.finish import embed, offline
from publish.host import configuration


def prune(folder: Path) -> None:
    """Remove what no page asks for: the theme's search loads these for languages other than English, and this site has none."""
    index = folder / "search" / "search_index.json"
    if index.is_file() and json.loads(index.read_text(encoding="utf-8"))["config"]["lang"] == ["en"]:
        shutil.rmtree(folder / "assets" / "javascripts" / "lunr", ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Add embeds, host configuration and offline copy to a built site.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("site"))
    folder = parser.parse_args().folder
    embeds = embed.write(folder)
    prune(folder)
    works = licences.write(folder, ROOT)
    configuration.write(folder)
    (folder / offline.WORKER).write_text(offline.worker(folder), encoding="utf-8")
    size = offline.archive(folder, configuration.OUT)
    print(
        f"{folder}: {embeds} embeds, {licences.FILE} of {works} works, _headers, {offline.WORKER}, {offline.ARCHIVE} of {size / 1e6:.1f} MB; for servers: {configuration.OUT.relative_to(ROOT)}/"
    )


if __name__ == "__main__":
    main()
