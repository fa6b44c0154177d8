"""Numbers that a reader may type, and that the catalogue has where none is typed."""

from collections.abc import Callable, Mapping
from typing import Any

from calculator.formulas.functions import known
from calculator.formulas.model import Formula, View
from calculator.inputs.vocabulary import VOCABULARY
from calculator.inputs.vocabulary.common import OWN
from calculator.numbers.decimals import exact
from calculator.numbers.units import inside


def typed_or_listed(
    field: str,
    choice: str,
    entries: Callable[[], Mapping[str, Any]],
    words: str,
    attribute: str = "",
    source: str = "source",
    none: str = "unknown",
) -> tuple[Formula, Formula]:
    """The formulas `used_<field>`, as typed or else as listed, and `listed_<field>`, as the entry has it that is chosen in `choice`.

    In the entry `attribute` is its name, and that of its source `source`; where it may have none, `none` says what that means.
    """
    label, attribute = VOCABULARY[field].label, attribute or field

    def entry(v: View) -> Any:
        return entries().get(getattr(v, choice))

    def listed(choice):
        value = None if choice == OWN else getattr(entries()[choice], attribute)
        return None if value is None else exact(value)

    def used(typed=None, listed=None):
        return typed if known(typed) else listed

    term = VOCABULARY[field].term or inside(label)
    return (
        Formula(used, label, id=f"used_{field}", parameters=(field, f"listed_{field}"), term=term, none=none),
        Formula(
            listed,
            label,
            id=f"listed_{field}",
            parameters=(choice,),
            words=words,
            is_found=True,
            none=none,
            numbers=lambda v: entry(v).label if entry(v) else VOCABULARY[choice].words(OWN),
            source=lambda v: getattr(entry(v), source) if entry(v) else "",
        ),
    )
