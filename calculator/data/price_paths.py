"""What prices may do next, and what they have done: paths for break-even, dated changes for price-shock."""

from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from calculator.data import DataError, catalogue, date_of, is_number, read, sources, text_of, thresholds
from calculator.numbers.decimals import exact


class Path(NamedTuple):
    """A path of the API's price: `change_pct_year` all along, and from month `step_month` on `step_multiplier` times that."""

    id: str
    label: str
    change_pct_year: float
    step_month: int | None
    step_multiplier: float
    evidence: str
    since: str
    source: str
    read: str


class Change(NamedTuple):
    """A list price that changed on the day `since`, in US dollars per million tokens."""

    id: str
    label: str
    seller: str
    input_before_usd_mtok: float
    output_before_usd_mtok: float
    input_after_usd_mtok: float
    output_after_usd_mtok: float
    since: str
    source: str
    read: str

    @property
    def multiplier(self) -> Decimal:
        """New price over old, of input and output together; to four digits, as a link carries it."""
        weight = exact(thresholds["blend_input_to_output"].value)
        before = weight * exact(self.input_before_usd_mtok) + exact(self.output_before_usd_mtok)
        after = weight * exact(self.input_after_usd_mtok) + exact(self.output_after_usd_mtok)
        return round(after / before, 4).normalize()


PATH_NUMBERS = ("change_pct_year", "step_multiplier")
CHANGES = "price_changes.json"
CHANGE_NUMBERS = ("input_before_usd_mtok", "output_before_usd_mtok", "input_after_usd_mtok", "output_after_usd_mtok")


def check(name: str, id: str, entry: dict[str, Any], numbers: tuple[Any, ...], words: tuple[Any, ...]) -> dict[str, Any]:
    """The entry with its dates, source, numbers and words looked at; `from` becomes `since`."""
    if entry["source"] not in sources:
        raise DataError(f"{name}: {id} names the source {entry['source']!r}, which sources.json does not have")
    if not all(is_number(entry[key]) for key in numbers):
        raise DataError(f"{name}: {id} needs a finite number for each of {', '.join(numbers)}")
    if not all(isinstance(entry[key], str) and entry[key] for key in words):
        raise DataError(f"{name}: {id} needs words for each of {', '.join(words)}")
    since, day = date_of(name, id, entry["from"]), date_of(name, id, entry["read"])
    return {key: value for key, value in entry.items() if key != "from"} | {"id": id, "since": since, "read": day}


def load_paths(name: str, text: str) -> dict[str, Path]:
    entries = read(name, text, {"label", "change_pct_year", "step_month", "step_multiplier", "evidence", "from", "source", "read"})
    for id, entry in entries.items():
        month = entry["step_month"]
        if month is not None and (not isinstance(month, int) or month < 1):
            raise DataError(f"{name}: {id} needs a month from 1 on, or null (got {month!r})")
        if (month is None) != (entry["step_multiplier"] == 1):
            raise DataError(f"{name}: {id} has a step without a month, or a month without a step")
    return {id: Path(**check(name, id, entry, PATH_NUMBERS, ("label", "evidence"))) for id, entry in entries.items()}


def load_changes(name: str, text: str, models: dict[str, catalogue.Model]) -> dict[str, Change]:
    """The changes; of a model in the catalogue the entry says the model, the day and a label, and `models` has the rest."""
    own = {"seller", *CHANGE_NUMBERS, "source", "read"}
    entries = read(name, text, {"label", "from"}, frozenset(own | {"model"}))
    changes = {}
    for id, entry in entries.items():
        if set(entry) - {"label", "from"} not in ({"model"}, own):
            raise DataError(f"{name}: {id} must have either a model or all of {', '.join(sorted(own))}")
        whole = change_of_model(name, id, entry, models) if "model" in entry else entry
        if not all(is_number(whole[key]) and whole[key] > 0 for key in CHANGE_NUMBERS):
            raise DataError(f"{name}: {id} needs prices above 0")
        changes[id] = Change(**check(name, id, whole, CHANGE_NUMBERS, ("label", "seller")))
    return changes


def change_of_model(name: str, id: str, entry: dict[str, Any], models: dict[str, catalogue.Model]) -> dict[str, Any]:
    """The entry with what the catalogue has of the change."""
    model = models.get(entry["model"])
    steps = {after.since: (before, after) for before, after in pairwise(model.prices) if after.dated == "effective"} if model else {}
    if model is None or entry["from"] not in steps:
        raise DataError(
            f"{name}: {id} names a dated change of {entry['model']} on {entry['from']}, which models.json does not have: take the entry out"
        )
    before, after = steps[entry["from"]]
    return {
        "label": entry["label"],
        "seller": model.host,
        "input_before_usd_mtok": before.input_usd_mtok,
        "output_before_usd_mtok": before.output_usd_mtok,
        "input_after_usd_mtok": after.input_usd_mtok,
        "output_after_usd_mtok": after.output_usd_mtok,
        "from": after.since,
        "source": after.source,
        "read": model.read,
    }


price_paths = load_paths("price_paths.json", text_of("price_paths.json"))


@cache
def price_changes() -> dict[str, Change]:
    return load_changes(CHANGES, text_of(CHANGES), catalogue.models())
