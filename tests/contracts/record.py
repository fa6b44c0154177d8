"""The public API as it was published, `api.json`: append-only, since links in other people's wikis stand on it.

    python -m tests.contracts.record

adds what is new. It never drops or renames what was published: such a name that is gone has to come back in the code. A default may change
before version 1.0.0, by its new value in the record, which it names, and a number may be left empty from then on, which every value of an old link fits;
from that version on both have to come back too. What came with this branch is
nobody's yet, and is written down as it is today.
"""

import json
import sys
from pathlib import Path

from calculator import calculators, describe
from publish.record.editions import is_released
from publish.record.published import published_text

EMPTIED = ("integer", "number"), "optional-number"  # of what kind a number may become that may be left empty
GONE = object()  # a default may be null, so None is no sign of absence
FILE = Path(__file__).with_name("api.json")


def current() -> dict:
    """What the package offers today: calculator -> inputs (kind, default, options) and outputs (kind, columns, options)."""
    return {id: {"inputs": inputs_of(describe(id)), "outputs": outputs_of(describe(id)["outputs"])} for id in calculators()}


def inputs_of(described: dict) -> dict:
    return {item["id"]: {"kind": item["kind"], "default": item["default"]} | options_of(item) for item in described["inputs"]}


def outputs_of(items: list) -> dict:
    return {
        item["id"]: {"kind": item["kind"]} | ({"columns": outputs_of(item["columns"])} if "columns" in item else {}) | options_of(item)
        for item in items
    }


def options_of(item: dict) -> dict:
    """Options by id; their words may be bettered."""
    return {"options": dict.fromkeys(item["options"], True)} if "options" in item else {}


def broken(recorded: object, offered: object, path: str = "") -> list[str]:
    """What is recorded and no longer offered as it was: each a path and what happened."""
    if isinstance(recorded, dict) and isinstance(offered, dict):
        return [
            line for key, value in recorded.items() for line in broken(value, offered.get(key, GONE), f"{path} > {key}".removeprefix(" > "))
        ]
    if offered is GONE:
        return [f"{path}: is gone"]
    # Type and value: 1 and true are equal to Python, and not to a reader.
    return [] if json.dumps(recorded) == json.dumps(offered) else [f"{path}: was {json.dumps(recorded)}, is {json.dumps(offered)}"]


def owed(wrong: list[str], is_released: bool) -> list[str]:
    """Of what is no longer as it was, what has to come back; of that which nobody released, all but defaults and numbers that may be left empty."""
    emptied = tuple(f' > kind: was "{kind}", is "{EMPTIED[1]}"' for kind in EMPTIED[0])
    return [line for line in wrong if is_released or not (" > default: was " in line or line.endswith(emptied))]


def new(recorded: object, offered: object, path: str = "") -> list[str]:
    """What is offered and not yet recorded."""
    if not isinstance(offered, dict) or not isinstance(recorded, dict):
        return []
    return [
        line
        for key, value in offered.items()
        for line in (
            new(recorded[key], value, f"{path} > {key}".removeprefix(" > ")) if key in recorded else [f"{path} > {key}".removeprefix(" > ")]
        )
    ]


def merged(recorded: object, offered: object, is_released: bool = True) -> object:
    """The record with what is new added behind what it has, and the defaults of today, and numbers that may be left empty, where nothing is released."""
    if not isinstance(recorded, dict) or not isinstance(offered, dict):
        return recorded
    free = {"default"} | ({"kind"} if recorded.get("kind") in EMPTIED[0] and offered.get("kind") == EMPTIED[1] else set())
    of_today = [] if is_released else [key for key in recorded if key in free and key in offered]
    return (
        {key: merged(value, offered.get(key), is_released) for key, value in recorded.items()}
        | {key: offered[key] for key in of_today}
        | {key: value for key, value in offered.items() if key not in recorded}
    )


def written(api: dict) -> str:
    return json.dumps(api, indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    recorded = json.loads(FILE.read_text(encoding="utf-8"))
    theirs = json.loads(published_text(FILE) or json.dumps(recorded))
    changed = broken(theirs, current())
    wrong = owed(changed, is_released())
    if wrong:
        print(
            "These names and defaults stand in links that people hold, so they have to come back; nothing was recorded.",
            *wrong,
            sep="\n",
            file=sys.stderr,
        )
        return 1
    FILE.write_text(written(merged(theirs, current(), is_released())), encoding="utf-8")
    otherwise = [f"{line}, which is free before version 1.0.0: say so in CHANGELOG.md" for line in changed]
    taken_off = [f"{line}, and was never published: taken off" for line in broken(recorded, current()) if line.endswith("is gone")]
    print(*([*new(recorded, current()), *otherwise, *taken_off] or ["nothing new"]), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
