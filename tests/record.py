"""Everything that must not change unseen, written down in order, and what to do with each diff: `make record` runs this twice.

python -m tests.record           names, editions and answers, which the calculators alone give
python -m tests.record site      addresses and heights, which a built site gives
"""

import subprocess
import sys
from typing import NamedTuple


class Record(NamedTuple):
    """What is on record, where, the command that writes it, and what a diff of it means."""

    what: str
    where: str
    command: tuple[str, ...]
    diff: str


RECORDS = (
    Record(
        "Names",
        "tests/contracts/api.json",
        ("tests.contracts.record",),
        "Ids stand in people's links for ever once they are published, and defaults from version 1.0.0 on. Rename now, and record again, what you would not keep.",
    ),
    Record(
        "Editions",
        "publish/record/editions/",
        ("publish.record.editions", "record"),
        "A new file needs no reading. A changed line of an old one is a number that a reader gets otherwise than before: did you mean it?",
    ),
    Record(
        "Answers",
        "tests/golden/",
        ("tests.golden", "record"),
        "Each line is what a reader sees: read it as one. A calculator that you did not touch should have none.",
    ),
)
OF_SITE = (
    Record(
        "Addresses",
        "tests/contracts/anchors.txt",
        ("publish.links", "record", "site"),
        "Each heading id is an address for ever once it is published. Rename now, and record again, what you would not keep.",
    ),
    Record("Addresses added to the site", "site/", ("publish.links", "site"), ""),
    Record("Embeds added to the site", "site/", ("publish.finish.kit", "site"), ""),
    Record(
        "Heights",
        "publish/record/heights.json",
        ("publish.measurements.heights", "site"),
        "Pixels that a frame gets before it is heard. Nothing to read.",
    ),
)


def main(words: list[str]) -> int:
    for record in OF_SITE if words == ["site"] else RECORDS:
        print(f"\n{record.what} ({record.where})", flush=True)
        if subprocess.run([sys.executable, "-m", *record.command]).returncode:
            print(f"Stopped at the {record.what.lower()}: mend what is said above, then run `make record` again.", file=sys.stderr)
            return 1
        if record.diff:
            print(record.diff, flush=True)
    if words == ["site"]:
        print("\nRead `git add -N . && git diff`, commit it with your change, then `make site`, which shows what was recorded.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
