"""What tests of every kind need."""

from collections.abc import Callable

import pytest

from calculator.errors import InputError

WORDS = {"label": "Label", "help": "Help."}


def refusal(ask: Callable, value: object) -> str:
    """The sentence with which a value or a text is refused."""
    with pytest.raises(InputError) as caught:
        ask(value)
    return str(caught.value)
