"""Yes or no, and one of a few words: what each accepts, and its sentence where it does not."""

import re

import pytest

from calculator.inputs.kinds import Boolean, Choice
from calculator.inputs.vocabulary import VOCABULARY
from tests.calculator.inputs.kinds import WORDS, refusal

BOOLEAN = Boolean(yes="y", no="n", id="data_sovereignty", default=False, **WORDS)
CHOICE = Choice(id="stage", default="pre", options={"pre": "Before", "post": "After"}, **WORDS)


class TestBoolean:
    @pytest.mark.parametrize(("text", "value"), [("yes", True), ("No", False), (" TRUE ", True), ("false", False)])
    def test_text(self, text, value):
        """Yes and no, or true and false, in any case."""
        assert BOOLEAN.parse(text) is value

    @pytest.mark.parametrize("value", [1, 0, "yes", None])
    def test_only_a_boolean_is_one(self, value):
        """1 is not yes: a typed value has the type that was declared."""
        assert refusal(BOOLEAN.check, value).startswith("data_sovereignty must be true or false")

    def test_other_words(self):
        """Any other word is answered with the two that there are."""
        assert refusal(BOOLEAN.parse, "maybe") == "data_sovereignty must be yes or no (got 'maybe')"


class TestChoice:
    @pytest.mark.parametrize("value", ["Before", "", None, 1, ["pre"], {"pre": 1}])
    def test_only_an_id_of_an_option(self, value):
        """Neither the words of an option nor a value that cannot be looked up."""
        assert refusal(CHOICE.check, value).startswith("stage must be one of pre, post (got ")


class TestManyToChooseFrom:
    MODEL = VOCABULARY["model"]

    def test_those_of_the_same_first_word_are_named(self):
        """Who mistypes a model of a family is shown that family, not the head of a long list."""
        rule = refusal(self.MODEL.check, "gpt-99")
        assert re.search(r"model must be one of \d+ ids, such as (gpt-[^ ]*(, )?)+ \(got 'gpt-99'\)", rule)

    def test_else_the_first_few(self):
        """Who types what is like none of them is shown eight."""
        assert f"such as {', '.join(list(self.MODEL.options)[:8])} (got 'zebra')" in refusal(self.MODEL.check, "zebra")
