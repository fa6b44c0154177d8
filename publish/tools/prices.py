"""Refreshes `calculator/data/models.json`: `make refresh-prices`, never at run time.

Two public lists are read as data, without running a line of theirs: genai-prices, which dates its changes, and
litellm, which knows more hosts. They give prices with their tiers, those of the cache and of batches, the hours in which they
are higher, limits, and days of retirement. Where both know a model genai-prices counts, and what litellm says otherwise is kept
beside it and printed. Labels, hosts, weights, notes and whether a model reasons are written by hand and stay as they are, and so does a day of
retirement that was read on the provider's own page: litellm's counts only where there is none. What the lists have and the
catalogue does not take is printed with the reason. price_changes.json takes its numbers from models.json for the models that stand there.

Where a list does not say since when a price holds, `since` is the first day on which it is known to have held
("seen"): the release of the list, or the day before its first dated change.
"""

import ast
import json
import os
import re
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
from calculator.data.catalogue import Model, Price, Tier
from calculator.data.loading import load
from calculator.data.price_paths import CHANGES, load_changes
from calculator.inputs.kinds import number_text

FILE = Path("calculator/data/models.json")
LISTED = (
    "input_usd_mtok",
    "cached_input_usd_mtok",
    "output_usd_mtok",
)  # what both lists give for every model; the others they model differently
BATCH = ("batch_input_usd_mtok", "batch_cached_input_usd_mtok", "batch_output_usd_mtok")
DETAILS = ("cache_write_usd_mtok", "batch_cache_write_usd_mtok", "tiers")  # what a list may say later of a price that it had before
FIELDS = (*LISTED, *BATCH, *DETAILS)
ORDER = (*Price._fields, *Tier._fields)


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


NAMES = {
    "input_mtok": "input_usd_mtok",
    "cache_read_mtok": "cached_input_usd_mtok",
    "cache_write_mtok": "cache_write_usd_mtok",
    "output_mtok": "output_usd_mtok",
}


def starts(price: Any) -> list[int]:
    """The tokens of input above which a tier of a genai-prices price begins."""
    return [tier["start"] for tier in price["tiers"]] if isinstance(price, dict) else []


def above(price: Any, start: int) -> Any:
    """What a genai-prices price is just above so many tokens of input."""
    if not isinstance(price, dict):
        return price
    return [price["base"], *(tier["price"] for tier in price["tiers"] if tier["start"] <= start)][-1]


def genai_rows(model: dict[str, Any]) -> list[dict[str, Any]]:
    """The dated prices of a genai-prices model with their tiers, oldest first; `since` is "" for the price that has no date.

    Prices that hold for some hours of the day only are left out: litellm says more of them, the days of the week too.
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
        found = {ours: normal.get(theirs) for theirs, ours in NAMES.items()}
        if batch:  # what a batch has no price of its own for costs as elsewhere
            found |= {f"batch_{ours}": batch.get(theirs, normal.get(theirs)) for theirs, ours in NAMES.items()}
        tiers = sorted({begin for price in found.values() for begin in starts(price)})
        rows.append(
            row(
                since,
                "effective" if since in prices else "seen",
                "genai-prices",
                {name: above(price, -1) for name, price in found.items()},
                {begin: {name: above(price, begin) for name, price in found.items()} for begin in tiers},
            )
        )
    return rows


# litellm: one JSON object, prices per token

PER_TOKEN = {
    "input_cost_per_token": "input_usd_mtok",
    "cache_read_input_token_cost": "cached_input_usd_mtok",
    "cache_creation_input_token_cost": "cache_write_usd_mtok",
    "output_cost_per_token": "output_usd_mtok",
}
ABOVE = re.compile(r"input_cost_per_token_above_([0-9]+)k_tokens")


def litellm_row(entry: dict[str, Any], day: str) -> dict[str, Any]:
    """The price of a litellm entry as a row of the catalogue; where the hour matters, the one off-peak."""
    entry = entry | {name: value for name, value in entry.get("off_peak_pricing", {}).items() if name in PER_TOKEN}

    def mtok(name: str) -> Decimal | None:
        return Decimal(repr(entry[name])) * 10**6 if entry.get(name) else None

    def found(tier: str = "") -> dict[str, Decimal | None]:
        # A price that only a tier has is of another kind, such as the cache of the cloud that keeps it by the hour.
        priced = {theirs: mtok(theirs) for theirs in PER_TOKEN}
        values = {ours: (mtok(theirs + tier) or priced[theirs]) if priced[theirs] else None for theirs, ours in PER_TOKEN.items()}
        if mtok("input_cost_per_token_batches") is not None:
            for theirs, ours in PER_TOKEN.items():
                batch = mtok(f"{theirs}{tier}_batches")
                values[f"batch_{ours}"] = values[ours] if batch is None else batch
        return values

    begins = sorted(int(match[1]) for name in entry if (match := ABOVE.fullmatch(name)))
    return row(day, "seen", "litellm", found(), {begin * 1000: found(f"_above_{begin}k_tokens") for begin in begins})


def numbers(values: dict[str, Any]) -> dict[str, Any]:
    """The prices that there are, as short as they can be written, in the order of the catalogue's fields."""
    return {name: json.loads(number_text(value)) for name in ORDER if (value := values.get(name)) is not None and name.endswith("_mtok")}


def row(since: str, dated: str, source: str, values: dict[str, Any], tiers: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """A row of the catalogue; `tiers` are prices by the tokens of input above which they hold."""
    made = {"since": since, "dated": dated, "source": source} | numbers(values)
    return made | ({"tiers": [{"from_tokens": begin + 1} | numbers(tiers[begin]) for begin in tiers]} if tiers else {})


HOURS_PER_WEEK = 7 * 24


def minutes(window: str) -> int:
    """How long a window of hours lasts: 04:00-06:00 -> 120; to 00:00 is to the end of the day."""
    begin, end = (60 * int(clock[:2]) + int(clock[3:]) for clock in window.split("-"))
    return (end or 24 * 60) - begin


def peaks(known: list[dict[str, Any]], entry: dict[str, Any], day: str) -> list[dict[str, Any]]:
    """The hours of a week in which the prices of a litellm entry are higher, and how many times: what was known, and what is new on a day."""
    off = entry.get("off_peak_pricing")
    if not off:
        return known
    quiet = 0
    for window in off["windows"]:
        hours = window["hours_utc"] if isinstance(window["hours_utc"], list) else [window["hours_utc"]]
        quiet += sum(map(minutes, hours)) * len(window["weekdays"])
    times = {Decimal(repr(entry[name])) / Decimal(repr(price)) for name, price in off.items() if name in PER_TOKEN}
    if len(times) != 1:
        raise ValueError(f"the prices of the peak are {sorted(times)} times those off-peak, and the catalogue takes one number")
    new = {"multiplier": json.loads(number_text(times.pop())), "hours_week": json.loads(number_text(HOURS_PER_WEEK - Decimal(quiet) / 60))}
    return known if known and known[-1] | new == known[-1] else [*known, {"since": day, "source": "litellm"} | new]


# Google counts what is sent and what comes back apart: 1,048,576 tokens and 65,536 beside them.
COUNTED_APART = ("Google", "Google Cloud")


def limits(entry: dict[str, Any], ours: dict[str, Any] | None, theirs: dict[str, Any] | None) -> dict[str, Any]:
    """What a request may hold at most, by the lists; what they do not say stays as it is."""
    window, most_in, most_out = (
        (ours or {}).get("context_window"),
        (theirs or {}).get("max_input_tokens"),
        (theirs or {}).get("max_output_tokens"),
    )
    if most_in and most_out and entry["host"] in COUNTED_APART and not entry["weights"] and most_out < most_in:
        window = most_in + most_out
    known = [number for number in (window, most_in) if number]
    if not known:
        return {}
    context = max(known)
    return {
        "context_tokens": context,
        "max_input_tokens": most_in if most_in and most_in < context else None,
        "max_output_tokens": min(most_out, context) if most_out else entry["max_output_tokens"],
    }


# Merging


def is_same(one: dict[str, Any], other: dict[str, Any], names: tuple[str, ...] = FIELDS) -> bool:
    return all(one.get(name) == other.get(name) for name in names)


def says_more(row: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether a list has the price that was known, and now says what it left out before."""
    return is_same(row, new, (*LISTED, *BATCH)) and all(row.get(name) in (None, new.get(name)) for name in DETAILS)


def detailed(row: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """A price with what a list says in addition."""
    filled = row | {name: new[name] for name in DETAILS if name in new}
    return {name: filled[name] for name in ORDER if name in filled}


def merge_seen(rows: list[dict[str, Any]], new: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows with a price seen on a day: another one if it differs from the newest, nothing if the newest still holds."""
    if rows and says_more(rows[-1], new):
        return [*rows[:-1], detailed(rows[-1], new)]
    return rows if rows and rows[-1]["since"] >= new["since"] else [*rows, new]


def merge_dated(rows: list[dict[str, Any]], new: list[dict[str, Any]], day: str) -> list[dict[str, Any]]:
    """The rows with dated prices, which replace what is known of the time that they cover. `day` stands for an undated price without a later change."""
    if len(new) > 1 and new[1]["dated"] == "seen":
        new = new[1:]  # the same prices, with the batch prices that were seen on a day
    elif new[0]["since"] == "":
        first = (date.fromisoformat(new[1]["since"]) - timedelta(days=1)).isoformat() if len(new) > 1 else day
        new = [new[0] | {"since": first, "dated": "seen"}, *new[1:]]
    kept = [old for old in rows if old["since"] < new[0]["since"]]
    for step in new:
        if kept and says_more(kept[-1], step):
            kept[-1] = detailed(kept[-1], step)
            continue
        # A list that does not yet know batch prices does not say that there are none.
        known = (*LISTED, *DETAILS) if step.get("batch_input_usd_mtok") is None else FIELDS
        if not kept or not is_same(kept[-1], step, known):
            kept.append(step)
    return kept


def in_force(rows: list[dict[str, Any]], day: str) -> dict[str, Any]:
    """The price that held on a day; the first one known where the day is before it."""
    return [old for old in rows if old["since"] <= max(day, rows[0]["since"])][-1]


def disagreement(rows: list[dict[str, Any]], theirs: dict[str, Any]) -> list[dict[str, Any]]:
    """What the other list says on its day, if it differs; a price that one of them leaves out is no difference."""
    ours = in_force(rows, theirs["since"])
    differs = any(ours.get(name) != theirs.get(name) for name in LISTED if None not in (ours.get(name), theirs.get(name)))
    return [theirs] if differs else []


# Hosts whose days in litellm are the earliest on which a model may go, not the day on which it goes.
EARLIEST = ("Google Cloud",)


def retirement(entry: dict[str, Any], theirs: dict[str, Any]) -> dict[str, str]:
    """The day of retirement by litellm; what a provider's own page says stays."""
    if entry["retires_source"] not in ("", LITELLM.package):
        return {}
    day = "" if entry["host"] in EARLIEST else theirs.get("deprecation_date") or ""
    return {"retires": day, "retires_source": LITELLM.package if day else "", "retires_read": LITELLM.day if day else ""}


def refresh(entries: dict[str, Any], genai: dict[str, Any], litellm: dict[str, Any]) -> dict[str, Any]:
    """`entries` of models.json with what both lists say. A model that neither knows keeps what it has."""
    done = {}
    for id, entry in entries.items():
        entry = dict(entry)
        ours, theirs = genai.get(entry["genai_prices"]), litellm.get(entry["litellm"])
        entry |= limits(entry, ours, theirs)
        if theirs:
            entry |= retirement(entry, theirs)
            entry["peaks"] = peaks(entry["peaks"], theirs, LITELLM.day)
        if ours:
            rows, beside = genai_rows(ours), litellm_row(theirs, LITELLM.day) if theirs else None
            agreed = beside is not None and is_same(rows[-1], beside, LISTED)
            entry["prices"] = merge_dated(entry["prices"], rows, LITELLM.day if agreed else GENAI.day)
            entry["other"] = disagreement(entry["prices"], beside) if beside else []
        elif theirs:
            entry["prices"] = merge_seen(entry["prices"], litellm_row(theirs, LITELLM.day))
        if ours or theirs:
            entry["read"] = max(pin.day for pin, found in ((GENAI, ours), (LITELLM, theirs)) if found)
        done[id] = entry
    return done


def words(price: dict[str, Any]) -> str:
    def said(names: tuple[str, ...]) -> str:
        return " / ".join("-" if price.get(name) is None else f"${number_text(price[name])}" for name in names)

    parts = [said(LISTED)]
    parts += [f"cache write ${number_text(price['cache_write_usd_mtok'])}"] if price.get("cache_write_usd_mtok") is not None else []
    parts += [f"batch {said(BATCH)}"] if price.get("batch_input_usd_mtok") is not None else []
    parts += [f"from {tier['from_tokens']} tokens ${number_text(tier['input_usd_mtok'])} in" for tier in price.get("tiers", [])]
    return f"{', '.join(parts)} from {price['since']}"


CHANGING = ("retires", "retires_source", "retires_read", "context_tokens", "max_input_tokens", "max_output_tokens", "peaks", "read")


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """A line for each price that is new or gone, and for each other field that changed."""
    lines = []
    for id, entry in after.items():
        old = before[id]["prices"]
        lines += [f"{id}: + {words(price)} ({price['source']})" for price in entry["prices"] if price not in old]
        lines += [f"{id}: - {words(price)}" for price in old if price not in entry["prices"]]
        lines += [f"{id}: {name} {before[id][name]!r} -> {entry[name]!r}" for name in CHANGING if before[id][name] != entry[name]]
    return lines


def disagreements(entries: dict[str, Any]) -> list[str]:
    """A line for each model of which the two lists say different prices."""
    return [
        f"{id}: {words(in_force(entry['prices'], other['since']))} ({GENAI.package}); {words(other)} ({LITELLM.package})"
        for id, entry in entries.items()
        for other in entry["other"]
    ]


TEXT = ("chat", "responses")  # of litellm's modes


def why_not(genai: dict[str, Any] | None, litellm: dict[str, Any] | None) -> str:
    """Why a model of a host that the catalogue has is not in it."""
    if litellm is not None:
        if litellm.get("mode") not in TEXT:
            return "no model that answers in text"
        if not litellm.get("input_cost_per_token") or not litellm.get("output_cost_per_token"):
            return "no price of a token"
        if (litellm.get("deprecation_date") or "9999") <= LITELLM.day:
            return "retired before the day of the list"
    if genai is not None:
        listed = genai["prices"][0]["prices"] if isinstance(genai["prices"], list) else genai["prices"]
        if not listed.get("input_mtok") or not listed.get("output_mtok"):
            return "no price of a token"
        if genai.get("deprecated"):
            return "marked as going"
    return "not chosen: another model, region, dated name, or a variant that is faster, slower or kept in one country"


def left_out(entries: dict[str, Any], genai: dict[str, Any], litellm: dict[str, Any]) -> list[str]:
    """A line for each reason for which something that the lists have is not in the catalogue, with what it is."""
    found: dict[str, list[str]] = {}
    taken = {entry[package] for entry in entries.values() for package in ("genai_prices", "litellm")}
    hosts = {name.partition("/")[0] for name in taken if name in genai}
    sellers = {litellm[name].get("litellm_provider") for name in taken if name in litellm}
    elsewhere = "a host that the catalogue does not have: resellers, routers, and hosts that only one list has without naming their page"
    for name, model in genai.items():
        if name not in taken:
            found.setdefault(why_not(model, None) if name.partition("/")[0] in hosts else elsewhere, []).append(name)
    for name, model in litellm.items():
        if name not in taken:
            found.setdefault(why_not(None, model) if model.get("litellm_provider") in sellers else elsewhere, []).append(name)
    for id, entry in entries.items():
        ours, theirs = genai.get(entry["genai_prices"], {}), litellm.get(entry["litellm"], {})
        for variant in ours.get("price_variants") or []:
            if variant["when"] != {"processing": "batch"} and len(variant["prices"]) > 1:
                when = ", ".join(f"{key} {value}" for key, value in variant["when"].items())
                found.setdefault(f"prices for {when}: what is asked for by default counts", []).append(id)
        listed = ours.get("prices", {})
        for kind in (listed[-1]["prices"] if isinstance(listed, list) else listed).keys() - {"", *NAMES}:
            found.setdefault(f"the price {kind}, which is not for the tokens of an ordinary request", []).append(id)
        if entry["host"] in EARLIEST and theirs.get("deprecation_date"):
            found.setdefault("a day of retirement that is the earliest possible, not fixed", []).append(
                f"{id} {theirs['deprecation_date']}"
            )
    return [f"{reason} ({len(names)}): {', '.join(names)}" for reason, names in sorted(found.items())]


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
    for title, lines in (
        ("Changed:", changes(before, after) or ["nothing"]),
        ("The two lists disagree:", disagreements(after) or ["nowhere"]),
        ("Left out, by the reason:", left_out(after, genai, litellm)),
    ):
        print("\n".join([title, *lines, ""]))
    unfinished = FILE.with_suffix(".new")
    unfinished.write_text(text, encoding="utf-8")
    os.replace(unfinished, FILE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
