"""What is wrong with an input, as a page says it: fields by their labels, which stand beside them, and not by their ids."""

import re
from typing import Any

from calculator.errors import InputError
from calculator.inputs.vocabulary import VOCABULARY

IDS = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+", re.ASCII)  # a single word may be no id but a word


def mistake(error: InputError) -> dict[str, Any]:
    """The error as a dict for JSON, its message for a reader of the page; `place` is the row of a list that it is about, or 0."""
    found = error.to_dict() | {"place": error.place}
    if error.field not in VOCABULARY:  # a key of a link: the ids that there are help to mend it
        return found
    rule = IDS.sub(lambda id: f"“{label(id[0])}”", found["rule"])
    return found | {"message": f"{label(error.field)} {rule} (got {found['got']})"}


def label(id: str) -> str:
    return VOCABULARY[id].label if id in VOCABULARY else id
