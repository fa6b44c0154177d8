"""A choice among what is declared: yes or no, or one of a few words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from calculator.inputs.kinds.base import Input

MOST_NAMED = 8


class Boolean(Input):
    """Yes or no; `yes` and `no` are what the two answers mean, as part of a sentence."""

    yes: str
    no: str

    kind = "boolean"
    options = MappingProxyType({"yes": "Yes", "no": "No"})

    def check(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise self.wrong("must be true or false", value)
        return value

    def check_one(self, value: object) -> bool:
        """In a record also as text: a page writes the cells of a list as they stand."""
        if isinstance(value, str):
            answer: bool = self.parse_one(value)
            return answer
        return self.check(value)

    def read(self, text: str) -> bool:
        word = text.strip().lower()
        if word not in ("yes", "no", "true", "false"):
            raise self.wrong("must be yes or no", text)
        return word in ("yes", "true")

    def text(self, value: bool) -> str:
        return "yes" if value else "no"

    def words(self, value: bool) -> str:
        return self.options[self.text(value)]


class Choice(Input):
    """One of `options`, a mapping from the id that stands in URLs to the words that a reader sees."""

    options: Mapping[str, str]

    kind = "choice"

    def check(self, value: object) -> str:
        if not isinstance(value, str) or value not in self.options:
            raise self.wrong(f"must be one of {self.named_like(value)}", value)
        return value

    def named_like(self, value: object) -> str:
        """The ids to choose from; of many only those whose first word is that of `value`, or else the first few."""
        ids = list(self.options)
        if len(ids) <= MOST_NAMED:
            return ", ".join(ids)
        first = value.strip().lower().partition("-")[0] if isinstance(value, str) else ""
        alike = [id for id in ids if id.partition("-")[0] == first] or ids
        return f"{len(ids)} ids, such as {', '.join(alike[:MOST_NAMED])}"

    def read(self, text: str) -> str:
        return self.check(text.strip())

    def text(self, value: str) -> str:
        return value

    def words(self, value: str) -> str:
        return self.options[value]

    def describe(self) -> dict[str, Any]:
        return Input.describe(self) | {"options": dict(self.options)}
