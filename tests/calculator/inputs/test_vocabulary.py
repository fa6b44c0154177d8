import re

import pytest

from calculator.inputs.families import own_of
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS


def every_input(claim):
    """One test of all inputs: seven hundred of them would take longer to list than to run."""

    def of_all():
        for declared in VOCABULARY.values():
            try:
                claim(declared)
            except AssertionError as error:
                raise AssertionError(f"{declared.id}: {claim.__doc__} {error}") from None

    of_all.__name__, of_all.__doc__ = claim.__name__, claim.__doc__
    return of_all


def test_the_input_that_breaks_a_claim_is_named():
    """And what it breaks."""

    def is_short(declared):
        """Ids are short."""
        assert len(declared.id) < 9

    with pytest.raises(AssertionError, match=": Ids are short"):
        every_input(is_short)()


@every_input
def test_default_is_valid(declared):
    """The default passes its own check unchanged, so a page opens with an answer."""
    assert declared.check(declared.default) == declared.default


@every_input
def test_slider_lies_within_the_bounds_and_holds_the_default(declared):
    """A slider's ends are valid values, and it can stand on the default."""
    slider = getattr(declared, "slider", None)
    if slider:
        lowest, highest, step = slider
        assert declared.minimum <= lowest <= declared.default <= highest <= declared.maximum
        assert 0 < step <= highest - lowest


@every_input
def test_words(declared):
    """Every input has a label, and a help text of whole sentences."""
    assert declared.label and declared.label == declared.label.strip()
    assert declared.help[0].isupper() and declared.help[-1] in ".?"


@every_input
def test_id(declared):
    """Ids are lower_snake, so they are Python names and need no escape in a URL; q and h belong to the theme."""
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", declared.id)
    assert declared.id not in ("q", "h")


@every_input
def test_is_used(declared):
    """An input that no calculator takes, under its own name or as another unit of what it takes, is a word without a meaning."""
    assert any(own_of(declared.id, calculator.inputs) for calculator in CALCULATORS.values())


@every_input
def test_options(declared):
    """The options of a choice are kebab-case ids, each with words of its own."""
    if declared.kind == "choice":
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", option) for option in declared.options)
        assert len(set(declared.options.values())) == len(declared.options) >= 2


def test_an_id_carries_its_unit():
    """Money and percentages say so in the id, and the words of their unit are found."""
    for declared in VOCABULARY.values():
        if "usd" in declared.id:
            assert declared.unit.words.startswith("US dollars")
        if "_pct" in declared.id:
            assert declared.unit.words.startswith("%")
        if declared.kind in ("number", "numbers"):
            assert declared.unit.words, declared.id


def test_vocabulary_is_shared():
    """An input stands once in the vocabulary, whoever takes it: the calculators hold names, no declarations."""
    taken = [field for entry in CALCULATORS.values() for field in entry.inputs]
    assert set(taken) <= set(VOCABULARY)
    assert len(taken) > len(set(taken))
