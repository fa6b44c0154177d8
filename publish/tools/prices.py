"""Refreshes the list prices of `calculator/data/models.json`: `make refresh-prices`, never at run time.

Two public lists are read as data, without running a line of theirs: genai-prices, which dates its changes, and
litellm, which knows more hosts. Where both know a model genai-prices counts, and what litellm says otherwise is kept
beside it and printed. Labels, hosts, weights and notes are written by hand and stay as they are, and so does a day of
retirement that was read on the provider's own page: litellm's counts only where there is none. price_changes.json takes
its numbers from models.json for the models that stand there.

Where a list does not say since when a price holds, `since` is the first day on which it is known to have held
("seen"): the release of the list, or the day before its first dated change.
"""

import ast
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from calculator.data import text_of
from calculator.data.catalogue import Model, Price
from calculator.data.loading import load
from calculator.data.price_paths import CHANGES, load_changes
from calculator.inputs.kinds import number_text

FILE = Path("calculator/data/models.json")
FIELDS = [field for field in Price._fields if field.endswith("_mtok")]
LISTED = FIELDS[:3]  # what both lists give for every model; batch prices they model differently


@dataclass(frozen=True, slots=True)
class Pin:
    """A release of a price list, and the day for which its undated prices stand."""

    package: str
    version: str
    day: str
    file: str


GENAI = Pin("genai-prices", "0.2.3", "2026-11-23", "genai_prices/data.py")
LITELLM = Pin("litellm", "1.109.1", "2026-11-12", "litellm/model_prices_and_context_window_backup.json")


class NotFetched(Exception):
    """A package that pip could not get."""


def fetch(pin: Pin, folder: Path) -> str:
    """The text of the data file in the pinned release."""
    wheels = folder / pin.package
    asked = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--dest",
        str(wheels),
        f"{pin.package}=={pin.version}",
    ]
    if subprocess.run(asked, capture_output=True).returncode:
        raise NotFetched(f"{pin.package} {pin.version}")
    with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
        return wheel.read(pin.file).decode()


# genai-prices: a Python file that holds one large literal


def plain_value(node: ast.expr) -> Any:
    """The value that an expression of the data file writes: calls become records, dates and decimals themselves."""
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func).rpartition(".")[2]
        values = [plain_value(argument) for argument in node.args]
        if name in ("Decimal", "date"):
            return Decimal(values[0]) if name == "Decimal" else date(*values).isoformat()
        return {"": name} | {word.arg: plain_value(word.value) for word in node.keywords} | ({"values": values} if values else {})
    if isinstance(node, ast.List):
        return [plain_value(item) for item in node.elts]
    if isinstance(node, ast.Dict):
        return {plain_value(key): plain_value(value) for key, value in zip(node.keys, node.values, strict=True) if key}
    return ast.literal_eval(node) if isinstance(node, ast.Constant) else ast.unparse(node)


def genai_models(text: str) -> dict[str, dict[str, Any]]:
    """ "provider/model" -> the model's record, of the text of genai_prices/data.py."""
    providers = plain_value(next(node.value for node in ast.parse(text).body if isinstance(node, ast.AnnAssign) and node.value))
    return {f"{provider['id']}/{model['id']}": model for provider in providers for model in provider["models"]}


def base(price: Any) -> Any:
    return price["base"] if isinstance(price, dict) else price


def tier_above(model: dict[str, Any]) -> int | None:
    """Tokens of input above which the model's dearer tier starts."""
    first = model["prices"][0]["prices"] if isinstance(model["prices"], list) else model["prices"]
    tiered = first.get("input_mtok")
    return tiered["tiers"][0]["start"] if isinstance(tiered, dict) else None


def genai_rows(model: dict[str, Any]) -> list[dict[str, Any]]:
    """The dated prices of a genai-prices model, oldest first; `since` is "" for the price that has no date.

    Prices that hold for some hours of the day only are left out: the catalogue's note on such a model says so.
    """

    def start(item: dict[str, Any]) -> str | None:
        constraint = item.get("constraint")
        return "" if constraint is None else constraint.get("start_date") if constraint[""] == "StartDateConstraint" else None

    listed = model["prices"] if isinstance(model["prices"], list) else [{"prices": model["prices"]}]
    prices = {day: item["prices"] for item in listed if (day := start(item)) is not None}
    variants = [item for item in model.get("price_variants") or [] if item["when"] == {"processing": "batch"}]
    batches = {day: item["prices"] for item in variants if (day := start(item)) is not None}
    rows = []
    for since in sorted(set(prices) | set(batches)):
        normal = prices[max(day for day in prices if day <= since)]
        batch: dict[str, Any] = next((batches[day] for day in sorted(batches, reverse=True) if day <= since), {})
        values = [base(normal.get("input_mtok")), base(normal.get("cache_read_mtok")), base(normal.get("output_mtok"))]
        if batch:
            values += [
                base(batch.get("input_mtok")),
                base(batch.get("cache_read_mtok", normal.get("cache_read_mtok"))),
                base(batch.get("output_mtok")),
            ]
        rows.append(row(since, "effective" if since in prices else "seen", "genai-prices", values))
    return rows


# litellm: one JSON object, prices per token


def litellm_row(entry: dict[str, Any], day: str) -> dict[str, Any]:
    """The price of a litellm entry as a row of the catalogue."""

    def mtok(name: str) -> Decimal | None:
        return None if entry.get(name) is None else Decimal(repr(entry[name])) * 10**6

    names = ("input_cost_per_token", "cache_read_input_token_cost", "output_cost_per_token")
    normal, batch = [mtok(name) for name in names], [mtok(f"{name}_batches") for name in names]
    if batch[0] is not None and batch[1] is None:
        batch[1] = normal[1]
    return row(day, "seen", "litellm", normal + (batch if batch[0] is not None else []))


def row(since: str, dated: str, source: str, values: list[Any]) -> dict[str, Any]:
    """A row of the catalogue; numbers as short as they can be written."""
    numbers = [None if value is None else json.loads(number_text(value)) for value in values] + [None] * (len(FIELDS) - len(values))
    return {"since": since, "dated": dated, "source": source} | dict(zip(FIELDS, numbers, strict=True))


# Merging


def is_same(one: dict[str, Any], other: dict[str, Any], names: list[str] = FIELDS) -> bool:
    return all(one[name] == other[name] for name in names)


def merge_seen(rows: list[dict[str, Any]], new: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows with a price seen on a day: another one if it differs from the newest, nothing if the newest still holds."""
    return rows if rows and (rows[-1]["since"] >= new["since"] or is_same(rows[-1], new)) else [*rows, new]


def merge_dated(rows: list[dict[str, Any]], new: list[dict[str, Any]], day: str) -> list[dict[str, Any]]:
    """The rows with dated prices, which replace what is known of the time that they cover. `day` stands for an undated price without a later change."""
    if len(new) > 1 and new[1]["dated"] == "seen":
        new = new[1:]  # the same prices, with the batch prices that were seen on a day
    elif new[0]["since"] == "":
        first = (date.fromisoformat(new[1]["since"]) - timedelta(days=1)).isoformat() if len(new) > 1 else day
        new = [new[0] | {"since": first, "dated": "seen"}, *new[1:]]
    kept = [old for old in rows if old["since"] < new[0]["since"]]
    for step in new:
        # A list that does not yet know batch prices does not say that there are none.
        known = FIELDS if step["batch_input_usd_mtok"] is not None else LISTED
        if not kept or not is_same(kept[-1], step, known):
            kept.append(step)
    return kept


def in_force(rows: list[dict[str, Any]], day: str) -> dict[str, Any]:
    """The price that held on a day; the first one known where the day is before it."""
    return [old for old in rows if old["since"] <= max(day, rows[0]["since"])][-1]


def disagreement(rows: list[dict[str, Any]], theirs: dict[str, Any]) -> list[dict[str, Any]]:
    """What the other list says on its day, if it differs; a price that one of them leaves out is no difference."""
    ours = in_force(rows, theirs["since"])
    differs = any(ours[name] != theirs[name] for name in LISTED if None not in (ours[name], theirs[name]))
    return [theirs] if differs else []


def refresh(entries: dict[str, Any], genai: dict[str, Any], litellm: dict[str, Any]) -> dict[str, Any]:
    """`entries` of models.json with the prices of both lists. A model that neither knows keeps what it has."""
    done = {}
    for id, entry in entries.items():
        entry = dict(entry)
        ours, theirs = genai.get(entry["genai_prices"]), litellm.get(entry["litellm"])
        if theirs and entry["retires_source"] in ("", LITELLM.package):  # what a provider's own page says stays
            day = theirs.get("deprecation_date") or ""
            entry |= {"retires": day, "retires_source": LITELLM.package if day else "", "retires_read": LITELLM.day if day else ""}
        if ours:
            rows, beside = genai_rows(ours), litellm_row(theirs, LITELLM.day) if theirs else None
            agreed = beside is not None and is_same(rows[-1], beside, LISTED)
            entry["prices"] = merge_dated(entry["prices"], rows, LITELLM.day if agreed else GENAI.day)
            entry["tier_above_tokens"] = tier_above(ours)
            entry["other"] = disagreement(entry["prices"], beside) if beside else []
        elif theirs:
            entry["prices"] = merge_seen(entry["prices"], litellm_row(theirs, LITELLM.day))
        if ours or theirs:
            entry["read"] = max(pin.day for pin, found in ((GENAI, ours), (LITELLM, theirs)) if found)
        done[id] = entry
    return done


def words(price: dict[str, Any]) -> str:
    listed = " / ".join("-" if price[name] is None else f"${number_text(price[name])}" for name in LISTED)
    batch = (
        ""
        if price["batch_input_usd_mtok"] is None
        else f", batch ${number_text(price['batch_input_usd_mtok'])} / ${number_text(price['batch_output_usd_mtok'])}"
    )
    return f"{listed}{batch} from {price['since']}"


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """A line for each price that is new or gone, and for each other field that changed."""
    lines = []
    for id, entry in after.items():
        old = before[id]["prices"]
        lines += [f"{id}: + {words(price)} ({price['source']})" for price in entry["prices"] if price not in old]
        lines += [f"{id}: - {words(price)}" for price in old if price not in entry["prices"]]
        lines += [
            f"{id}: {name} {before[id][name]!r} -> {entry[name]!r}"
            for name in ("retires", "retires_source", "retires_read", "tier_above_tokens", "read")
            if before[id][name] != entry[name]
        ]
    return lines


def disagreements(entries: dict[str, Any]) -> list[str]:
    """A line for each model of which the two lists say different prices."""
    return [
        f"{id}: {words(in_force(entry['prices'], other['since']))} ({GENAI.package}); {words(other)} ({LITELLM.package})"
        for id, entry in entries.items()
        for other in entry["other"]
    ]


def json_text(entries: dict[str, Any]) -> str:
    """The text of models.json: one line for each field and each price, so that a change reads well in a diff."""
    blocks = []
    for id, entry in entries.items():
        lines = []
        for name, value in entry.items():
            rows = ",\n".join(f"      {json.dumps(price)}" for price in value) if isinstance(value, list) else ""
            lines.append(f"    {json.dumps(name)}: " + (f"[\n{rows}\n    ]" if rows else json.dumps(value, ensure_ascii=False)))
        blocks.append(f"  {json.dumps(id)}: {{\n" + ",\n".join(lines) + "\n  }")
    return "{\n" + ",\n".join(blocks) + "\n}\n"


def main() -> int:
    before = json.loads(FILE.read_text(encoding="utf-8"))
    try:
        with tempfile.TemporaryDirectory() as folder:
            genai, litellm = genai_models(fetch(GENAI, Path(folder))), json.loads(fetch(LITELLM, Path(folder)))
    except NotFetched as error:
        print(f"The prices were not refreshed and {FILE} is as it was: pip could not fetch {error}.", file=sys.stderr)
        return 1
    after = refresh(before, genai, litellm)
    text = json_text(after)
    load_changes(CHANGES, text_of(CHANGES), load(Model, FILE.name, text))  # a file that the calculators would refuse is not written
    print(
        "\n".join(
            ["Changed:", *(changes(before, after) or ["nothing"]), "", "The two lists disagree:", *(disagreements(after) or ["nowhere"])]
        )
    )
    unfinished = FILE.with_suffix(".new")
    unfinished.write_text(text, encoding="utf-8")
    os.replace(unfinished, FILE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
