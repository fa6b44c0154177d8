"""What is written as it stands: a line of text, a day."""

from typing import Any

from calculator.inputs.kinds.base import Input
from calculator.numbers.dates import is_date


class Text(Input):
    """One line of text; "" where `empty` says what that means."""

    longest: int = 60
    empty: str = ""

    kind = "text"

    def check(self, value: object) -> str:
        if not isinstance(value, str):
            raise self.wrong("must be text", value)
        if value != value.strip() or "\n" in value:
            raise self.wrong("must be one line of text without spaces around it", value)
        if not value.isprintable():  # nor are signs of direction, which could make a name read backwards on a page
            raise self.wrong("must be text that can be printed, without invisible signs or spaces of other widths", value)
        if not value and not self.empty:
            raise self.wrong("must not be empty", value)
        if len(value) > self.longest:
            raise self.wrong(f"must be at most {self.longest} characters long", value)
        return value

    def read(self, text: str) -> str:
        return self.check(text.strip())

    def text(self, value: str) -> str:
        return value

    def words(self, value: str) -> str:
        return value or self.empty


class Day(Input):
    """A date such as 2026-11-12, or a month such as 2026-11; None (blank text, null in JSON) for the newest there is."""

    default: Any = None
    none: str = "the newest"

    kind = "day"

    def check(self, value: object) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str) or not is_date(value):
            raise self.wrong("must be a date written like 2026-11-12 or 2026-11", value)
        return value

    def read(self, text: str) -> str | None:
        return self.check(text.strip() or None)

    def text(self, value: str | None) -> str:
        return value or ""

    def words(self, value: str | None) -> str:
        return value or self.none
