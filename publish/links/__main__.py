"""`python -m publish.links site` adds the addresses to a built site and holds them against the record;
`python -m publish.links record site` adds the new ones to the record.
"""

import sys
from pathlib import Path

from publish.links import aliases, inventories, ledger, stubs, targets
from publish.site import Site


def add(folder: Path) -> str:
    """Write what this package adds to the built site; says what that was."""
    site = Site(folder)
    book, old = targets.read(site), aliases.load()
    aliases.apply(site, book, old)
    written = stubs.write(site, book, old)
    inventories.write(folder, book, old)
    return f"{folder}: {len(book.targets)} addresses, {written} pages under {stubs.FOLDER}/, {len(old)} old addresses"


def main(*words: str) -> int:
    if words[:1] == ("record",):
        print(*(ledger.record(Site(Path(*words[1:]))) or ["nothing new"]), sep="\n")
        return 0
    folder = Path(*words)
    try:
        print(add(folder))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    found = list(ledger.problems(Site(folder), ledger.read()))
    print(*found, sep="\n", end="\n" if found else "", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
