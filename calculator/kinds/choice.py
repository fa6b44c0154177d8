"""A choice among what is declared: yes or no, or one of a few words."""

from types import MappingProxyType

from calculator.kinds.declared import Input


class Boolean(Input):
    """Yes or no."""

    kind = "boolean"
    options = MappingProxyType({"yes": "Yes", "no": "No"})

    def check(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise self.wrong("must be true or false", value)
        return value

    def parse(self, text: str) -> bool:
        word = text.strip().lower()
        if word not in ("yes", "no", "true", "false"):
            raise self.wrong("must be yes or no", text)
        return word in ("yes", "true")

    def text(self, value: object) -> str:
        return "yes" if value else "no"


class Choice(Input):
    """One of `options`, a mapping from the id that stands in URLs to the words that a reader sees."""

    options: dict

    kind = "choice"

    def check(self, value: object) -> str:
        if not isinstance(value, str) or value not in self.options:
            raise self.wrong(f"must be one of {', '.join(self.options)}", value)
        return value

    def parse(self, text: str) -> str:
        return self.check(text.strip())

    def text(self, value: object) -> str:
        return str(value)

    def describe(self) -> dict:
        return Input.describe(self) | {"options": dict(self.options)}
