"""Lines of text: what is accepted, and the sentence where it is not."""

import json

import pytest

from calculator.inputs.kinds import Text
from calculator.inputs.vocabulary import VOCABULARY
from tests.calculator.given import INVISIBLE
from tests.calculator.inputs.kinds import WORDS, refusal

LINE = Text(id="shocked_provider", default="", longest=5, **WORDS)
PROVIDERS = VOCABULARY["providers"]


class TestText:
    @pytest.mark.parametrize(
        ("value", "rule"),
        [
            (1, "must be text (got 1)"),
            (" a", "must be one line of text without spaces around it (got ' a')"),
            ("a\nb", "must be one line of text without spaces around it (got 'a\\nb')"),
            ("\u202eb", "must be text that can be printed, without invisible signs or spaces of other widths (got '\\u202eb')"),
            ("", "must not be empty (got '')"),
            ("abcdef", "must be at most 5 characters long (got 'abcdef')"),
        ],
    )
    def test_wrong(self, value, rule):
        """Each rule has its sentence."""
        assert refusal(LINE.check, value) == f"shocked_provider {rule}"

    def test_what_does_not_show_is_refused(self):
        """No line of text and no name in a record carries a control sign, a sign of direction or half a surrogate into an answer."""
        for sign in INVISIBLE:
            assert refusal(LINE.check, f"a{sign}b").startswith("shocked_provider must be ")
            for value in ([{"name": f"a{sign}b", "usd_month": 1}], json.dumps([{"name": f"a{sign}b", "usd_month": 1}])):
                said = refusal(PROVIDERS.parse if isinstance(value, str) else PROVIDERS.check, value)
                assert said.startswith("providers must be ") and "for Provider in row 1" in said

    def test_empty_where_that_means_something(self):
        """Empty is valid where the declaration says what it stands for."""
        assert VOCABULARY["shocked_provider"].parse("  ") == ""
