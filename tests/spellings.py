"""How people write numbers: a list that only grows, and what each spelling means on a page, in a link, on the command line and in a file."""

from pathlib import Path
from typing import NamedTuple


class Spelling(NamedTuple):
    """What a reader writes for an input, and what it means: the canonical text of a value, or the rule that asks for another spelling."""

    input: str
    text: str
    meaning: str

    @property
    def is_asked(self) -> bool:
        return self.meaning.startswith("must ")


def spellings() -> list[Spelling]:
    lines = Path(__file__).with_name("spellings.txt").read_text(encoding="utf-8").splitlines()
    parts = [line.split("|") for line in lines if not line.startswith("#")]
    return [Spelling(input, text.encode("raw_unicode_escape").decode("unicode_escape"), meaning) for input, text, meaning in parts]
