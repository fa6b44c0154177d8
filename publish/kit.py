"""What the built site needs besides its pages, each part resting on those before: `python -m publish.kit site`.

The embeds; the host's configuration, whose policy holds a hash of every inline script, those of the embeds
too; the worker that keeps the site, which has a hash of every file; and the zip of it all.
"""

import argparse
from pathlib import Path

from publish import embed, host, offline


def main() -> None:
    parser = argparse.ArgumentParser(description="Add embeds, host configuration and offline copy to a built site.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("site"))
    folder = parser.parse_args().folder
    embeds = embed.write(folder)
    host.write(folder)
    (folder / offline.WORKER).write_text(offline.worker(folder), encoding="utf-8")
    size = offline.archive(folder, host.OUT)
    print(
        f"{folder}: {embeds} embeds, _headers, {offline.WORKER}, {offline.ARCHIVE} of {size / 1e6:.1f} MB; for servers: {host.OUT.relative_to(host.ROOT)}/"
    )


if __name__ == "__main__":
    main()
