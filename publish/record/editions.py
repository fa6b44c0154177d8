"""What a link pinned with `data=2026-11-24` is owed: the editions of each calculator's numbers, on record, and which of them it still gives.

    python -m publish.record.editions record

writes down what each calculator answers today, where that is not on record. A calculator has a record of its own, `editions/<id>.json`,
a list of editions, oldest first. An edition is named by the day of its data, and by a letter too where that day has several:
2026-11-24, 2026-11-24b.

Before version 1.0.0 nothing is owed, and `record` puts the new edition in the place of those whose numbers are gone. From 1.0.0 on it
only adds. A name is never given to other numbers, so a link is pinned to what it was made with, or is told that it differs.

Calculators that take a day (`data`) answer for each day on record, and an edition of theirs that no longer holds is a mistake, or a
correction, which gets the next letter of that day. The others compute with today's rules alone; what they gave before is kept to be
compared with.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from calculator import InputError, calculators, run
from calculator.data import as_of, catalogue
from calculator.inputs.kinds import Boolean, Choice, Number
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import find
from publish import project

FOLDER = Path(__file__).with_name("editions")
SHOWN = "publish/record/editions"  # the folder, in a sentence
COMMAND = "python -m publish.record.editions record"
NUMBERS = ("value", "choice", "yes-no", "record")  # and the figures of a table; words may be bettered
DAY = "data"
FEW = 8  # a longer choice is a catalogue, and grows
SHORT = 48  # characters; what is longer is on record as a hash


class Edition(NamedTuple):
    """`answers` is a list of [inputs, numbers]. `like` is the id of the earlier edition with the same ones, where only the day has moved on."""

    id: str
    answers: list[Any]
    like: str = ""

    @property
    def day(self) -> str:
        return self.id[:10]


def is_released() -> bool:
    """Whether version 1.0.0 is out: from then on editions on record stay."""
    return int(project.version().split(".")[0]) >= 1


# --- what a calculator answers ---------------------------------------------------------------------


def is_dated(id: str) -> bool:
    """Whether the calculator still computes with the data of an earlier day."""
    return DAY in find(id).inputs


def today(id: str) -> str:
    """The newest day that a link to the calculator can be pinned to."""
    return catalogue.newest() if is_dated(id) else max(as_of(), catalogue.newest())


def probes(id: str) -> list[dict[str, Any]]:
    """Inputs that stand for the whole: the defaults; then, one at a time, each end of a slider and each option."""
    asked: list[dict[str, Any]] = [{}]
    for field in find(id).inputs:
        declared = VOCABULARY[field]
        if isinstance(declared, Boolean):
            asked += [{field: True}, {field: False}]
        elif isinstance(declared, Choice) and len(declared.options) <= FEW:
            asked += [{field: option} for option in declared.options]
        elif isinstance(declared, Number) and declared.slider:
            asked += [{field: end} for end in declared.slider[:2]]
    return asked


def digest(value: object) -> object:
    """The value, or a hash of it where it would make a line unreadable."""
    text = json.dumps(value)
    return value if len(text) <= SHORT else "#" + hashlib.sha256(text.encode()).hexdigest()[:8]


def numbers(id: str, inputs: dict[str, Any], day: str) -> dict[str, object] | None:
    """Output id, or table.column -> its value in short, with the data of `day` where the calculator takes one; None where the inputs are refused."""
    calculator = find(id)
    try:
        outputs = run(id, inputs | ({DAY: day} if is_dated(id) else {})).outputs
    except InputError:
        return None
    found = {output.id: outputs[output.id] for output in calculator.outputs if output.kind in NUMBERS}
    for table in (output for output in calculator.outputs if output.kind == "table"):
        for column in (column for column in table.columns if column.kind == "value"):
            found[f"{table.id}.{column.id}"] = [row[column.id] for row in outputs[table.id]]
    return {output: digest(value) for output, value in found.items()}


def answers(id: str, day: str) -> list[Any]:
    """[inputs, numbers] of every probe that has an answer."""
    return [[inputs, found] for inputs in probes(id) if (found := numbers(id, inputs, day)) is not None]


def is_same(one: object, other: object) -> bool:
    """Type and value: 1 and true are equal to Python, and not to a reader."""
    return json.dumps(one) == json.dumps(other)


def difference(id: str, edition: Edition) -> str:
    """The first number of the edition that the calculator no longer gives, in words; "" where it gives all. What it answers beyond them does not count."""
    for inputs, were in edition.answers:
        where = " ".join(f"with {field}={json.dumps(value).strip('"')}" for field, value in inputs.items()) or "at the defaults"
        are = numbers(id, inputs, edition.day)
        if are is None:
            return f"it refuses to answer {where}"
        for output, was in were.items():
            if output not in are:
                return f"{output} is gone"
            if not is_same(are[output], was):
                return f"{output} {where} was {json.dumps(was)} and is {json.dumps(are[output])}"
    return ""


def holds(id: str, edition: Edition) -> bool:
    """Whether the calculator still answers this edition's questions as it did then."""
    return not difference(id, edition)


# --- the record ------------------------------------------------------------------------------------


def file_of(id: str, folder: Path = FOLDER) -> Path:
    return folder / f"{id}.json"


def parse(text: str) -> list[Edition]:
    editions: dict[str, Edition] = {}
    for entry in json.loads(text):
        like = entry.get("like", "")
        if like:
            found = editions[like].answers
        else:
            usual = entry["answers"][0][1]
            found = [[inputs, usual | changed] for inputs, changed in entry["answers"]]
        editions[entry["id"]] = Edition(entry["id"], found, like)
    return list(editions.values())


def text_of(editions: list[Edition]) -> str:
    """A line for each question: all numbers of the defaults, then what each other question changes in them. An edition like another is one line."""

    def entry(edition: Edition) -> str:
        if edition.like:
            return json.dumps({"id": edition.id, "like": edition.like})
        (_, usual), *others = edition.answers
        changed = [
            [inputs, {output: value for output, value in found.items() if not is_same(value, usual[output])}] for inputs, found in others
        ]
        asked = ",\n".join(map(json.dumps, [edition.answers[0], *changed]))
        return f'{{"id": "{edition.id}", "answers": [\n{asked}\n]}}'

    return "[\n" + ",\n".join(map(entry, editions)) + "\n]\n"


def load(id: str, folder: Path = FOLDER) -> list[Edition]:
    """The calculator's editions, oldest first; [] for one that is not on record yet."""
    file = file_of(id, folder)
    if not file.exists():
        return []
    try:
        return parse(file.read_text(encoding="utf-8"))
    except (ValueError, KeyError):
        raise SystemExit(
            f"{SHOWN}/{file.name} cannot be read. If two branches changed it, take one side whole "
            f"(git checkout --ours or --theirs -- {SHOWN}/{file.name}) and run `{COMMAND}`."
        ) from None


def next_id(id: str) -> str:
    """The next name of the same day: 2026-11-24, 2026-11-24b, ... 2026-11-24z, 2026-11-24zb."""
    letter = id[10:][-1:]
    return f"{id}b" if letter in ("", "z") else id[:-1] + chr(ord(letter) + 1)


def with_today(id: str, editions: list[Edition], released: bool) -> list[Edition]:
    """`editions` with what the calculator answers today; before a release without those whose numbers it no longer gives."""
    newest = today(id)
    if is_dated(id):
        days = sorted({edition.day for edition in editions if edition.day < newest} | {newest})
    else:
        days = [max([newest, *(edition.day for edition in editions)])]
    after = list(editions)
    for day in days:
        last = next((edition for edition in reversed(after) if edition.day == day or not is_dated(id)), None)
        found = answers(id, day)
        if last is None or last.day < day:
            like = (last.like or last.id) if last and holds(id, last) and is_same(last.answers, found) else ""
            after.append(Edition(day, found, like))
        elif not holds(id, last):
            after.append(Edition(next_id(last.id), found))
        elif day == days[-1] and not is_same(last.answers, found):  # it answers more than is on record
            if released:
                after.append(Edition(next_id(last.id), found))
            else:
                after[after.index(last)] = Edition(last.id, found)
    return after if released else [edition for edition in after if holds(id, edition)]


def effect(before: list[Edition], after: list[Edition]) -> str:
    """What recording does to the editions, in words."""
    gone = [edition.id for edition in before if edition.id not in {kept.id for kept in after}]
    come = [edition.id for edition in after if edition.id not in {known.id for known in before}]
    if gone and come:
        return f"puts {' and '.join(come)} in the place of {' and '.join(gone)}, which is free before version 1.0.0"
    if gone:
        return f"drops {' and '.join(gone)}, which is free before version 1.0.0"
    return f"adds {' and '.join(come)}" if come else f"writes more numbers down in {after[-1].id}"


def complaint(id: str, editions: list[Edition], released: bool) -> str:
    """What is not right with a calculator's record, and what to do, in one sentence; "" where it has today's numbers."""
    newest, last = today(id), max((edition.day for edition in editions), default="")
    after = with_today(id, editions, released)
    if not editions:
        return (
            f"{id} is not on record yet: run `{COMMAND}` and commit {SHOWN}/{id}.json unread, since no link is pinned to its numbers yet."
        )
    if released and is_dated(id) and last > newest:
        return (
            f"{id} has numbers of {last} on record and its data end on {newest}: bring the later data back, since links are pinned to them."
        )
    if after == editions:
        return ""
    will = f"that {effect(editions, after)}"
    latest = {edition.day if is_dated(id) else "": edition for edition in editions}.values()
    changed = next((f"{edition.id} ({found})" for edition in latest if (found := difference(id, edition))), "")
    if changed:
        return (
            f"{id} no longer gives the numbers of its edition {changed}: take that back if you did not mean it or changed a price of the past, to "
            f"which later ones are only added; if you mean it, run `{COMMAND}`, read the diff and commit it: {will}, and links pinned to the old "
            "numbers are told that the answer may differ."
        )
    if last < newest:
        new = f"{id} was not recorded since the data of {newest} were read, and its numbers are"
        if after[-1].like:
            return f"{new} the same: run `{COMMAND}` and commit the diff unread: {will}, and what is pinned stands."
        return f"{new} new ones for that day: run `{COMMAND}`, read the diff and commit it: {will}, and what is pinned stands."
    return f"{id} answers more than is on record, and nothing otherwise: run `{COMMAND}` and commit the diff unread: {will}, and what is pinned stands."


# --- what the site tells ---------------------------------------------------------------------------


@cache
def summary(id: str) -> dict[str, list[str]]:
    """The ids of all editions and of those whose numbers the calculator gives today, oldest first. One without a record has the one that it would get."""
    editions = load(id) or with_today(id, [], is_released())
    return {"all": sorted(edition.id for edition in editions), "held": sorted(edition.id for edition in editions if holds(id, edition))}


def pins(id: str) -> list[str]:
    """What a link to the calculator can be pinned to without being told that it differs, newest first."""
    held = summary(id)["held"]
    return [pin for pin in reversed(held) if not is_dated(id) or len(pin) == len("2026-11-24")]


def record(ids: Iterable[str], folder: Path = FOLDER) -> Iterator[str]:
    """Write down what is not on record; a line for each calculator of which something was not."""
    for id in ids:
        before = load(id, folder)
        after = with_today(id, before, is_released())
        if after != before:
            file_of(id, folder).write_text(text_of(after), encoding="utf-8")
            yield f"{id}: {effect(before, after)}"


def main() -> int:
    if sys.argv[1:] != ["record"]:
        print(f"Usage: {COMMAND}", file=sys.stderr)
        return 2
    print(*(list(record(calculators())) or ["nothing new"]), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
