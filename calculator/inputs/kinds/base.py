"""What every input has: an id, words for the reader, a default, a unit; and the three ways in and out of it.

check() takes anything. The others take what it has returned, whose type is known to the kind alone: hence Any.
"""

from typing import Any, Self

from calculator.errors import InputError
from calculator.inputs.limits import LONGEST_TEXT, is_too_long
from calculator.numbers.decimals import plain
from calculator.numbers.units import Unit, unit_of


class Input:
    """One input of the vocabulary. `id` is API: it is the name in Python, JSON, URLs and docs. `term` is its name inside a formula, where that is not its label."""

    id: str
    label: str
    help: str
    default: Any
    term: str = ""

    kind = ""
    names = frozenset(("id", "label", "help", "default", "term"))

    # Not a dataclass: the methods that it makes for each kind, at every start, would cost a reader a twentieth of a second.
    def __init_subclass__(cls) -> None:
        cls.names = cls.names | vars(cls).get("__annotations__", {}).keys()

    def __init__(self, **declared: object):
        """Each attribute that the kind annotates, by name; TypeError for one that it does not have, or that is left out and has no default."""
        self.__dict__.update(declared)
        if wrong := declared.keys() - self.names or {name for name in self.names if not hasattr(self, name)}:
            raise TypeError(f"{type(self).__name__} {declared.get('id')}: {', '.join(sorted(wrong))} is unknown or missing")

    def with_default(self, default: object) -> Self:
        """The same input with another default."""
        other = type(self).__new__(type(self))
        other.__dict__.update(self.__dict__, default=default)
        return other

    @property
    def unit(self) -> Unit:
        return unit_of(self.id)

    @property
    def has_slider(self) -> bool:
        return False

    def wrong(self, rule: str, got: object, place: int = 0) -> InputError:
        return InputError(self.id, rule, got, place)

    def check(self, value: object) -> Any:
        raise NotImplementedError

    def check_one(self, value: object) -> Any:
        """As check(), of one value among many, in a list or a record: there a number is never a range."""
        return self.check(value)

    def read_one(self, text: str) -> Any:
        """As parse_one(), of a text that is not too long."""
        return self.read(text)

    def parse(self, text: str) -> Any:
        return self.read(self.short(text))

    def parse_one(self, text: str) -> Any:
        """As check_one(), of a text."""
        return self.read_one(self.short(text))

    def short(self, text: str) -> str:
        if is_too_long(text):
            raise self.wrong(f"must be at most {LONGEST_TEXT:,} characters long", text)
        return text

    def read(self, text: str) -> Any:
        """As parse(), of a text that is not too long."""
        raise NotImplementedError

    def text(self, value: Any) -> str:
        raise NotImplementedError

    def shown(self, value: Any) -> str:
        """The value as a field shows it."""
        return self.text(value)

    def cells(self, value: Any) -> list[list[str]]:
        """A list as the cells of a table, each as a field shows it; of another kind none."""
        return []

    def words(self, value: Any) -> str:
        """The value as a reader sees it, with its unit."""
        raise NotImplementedError

    def exact(self, value: Any) -> Any:
        """The value that a model computes with."""
        return value

    def describe(self) -> dict[str, Any]:
        """JSON-ready declaration of this input."""
        return {
            "id": self.id,
            "label": self.label,
            "kind": self.kind,
            "unit": self.unit.words,
            "help": self.help,
            "default": plain(self.default),
        }
