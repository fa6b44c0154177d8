"""What is known to change of a model on a day to come: an announced price, or its end."""

from collections.abc import Iterable
from typing import NamedTuple

from calculator.data import catalogue
from calculator.data.catalogue import Model, Price, Tier
from calculator.formulas.said import Due
from calculator.numbers.dates import day_words
from calculator.numbers.display import price
from calculator.numbers.units import capital


class Change(NamedTuple):
    """What is listed for a day that the newest prices do not reach: another price, or of a model that ends None."""

    day: str
    model: Model
    price: Price | None

    @property
    def due(self) -> Due:
        """The same as a day to look again, before it and after it."""
        name, day = self.model.name, day_words(self.day)
        if self.price is None:
            return Due(self.day, f"when {name} ends", f"on {day} {name} ended")
        prices = f"{in_and_out(self.price)} a million"
        return Due(self.day, f"when the list price of {name} becomes {prices}", f"on {day} the list price of {name} became {prices}")

    def told(self, today: str) -> str:
        """The same as the start of a sentence on a reader's day."""
        if self.day <= today:
            return capital(self.due.came)
        name, day = self.model.name, day_words(self.day)
        if self.price is None:
            return f"On {day} {name} ends, as listed"
        return f"On {day} the list price of {name} becomes {in_and_out(self.price)} a million"


def in_and_out(held: Price | Tier) -> str:
    return f"{price(held.input_usd_mtok)} in and {price(held.output_usd_mtok)} out"


def changes(model: Model, is_typed: bool = False) -> list[Change]:
    """Those of a model after the newest day of the data, the first first; of one whose price the reader typed only its end."""
    day = catalogue.newest()
    found = [] if is_typed else [Change(held.since, model, held) for held in model.prices if held.since > day]
    if model.retires > day:
        found.append(Change(model.retires, model, None))
    return sorted(found, key=lambda change: change.day)


def next_due(*found: Iterable[Change]) -> Due | None:
    """The first of several models' changes, as a day to look again; None where none is listed."""
    first = min((change for those in found for change in those), key=lambda change: change.day, default=None)
    return first.due if first else None
