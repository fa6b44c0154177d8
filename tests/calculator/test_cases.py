"""The hand-checked cases hold, and there are enough of them."""

import re

import pytest

from calculator.models.registry import CALCULATORS
from publish.record.cases import differences
from tests.calculator.given import cases

ALL = cases()


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.calculator}/{case.id}")
def test_case(case):
    """The calculator gives what a person worked out by hand."""
    assert differences(case) == []


def test_every_calculator_has_cases_of_each_sort():
    """Each calculator has cases with an answer and at least one with an error."""
    for id in CALCULATORS:
        sorts = {case.error is None for case in ALL if case.calculator == id}
        assert True in sorts, f"{id} has no hand-worked case: write one in tests/cases/{id}.toml"
        assert False in sorts, (
            f"{id} has no case of bad input: write one with `error = {{ field = ..., message = ... }}` beside its others in tests/cases"
        )


def test_every_answer_of_every_choice_is_shown():
    """Each option of each choice that comes out (a status, a lean, a gate) is the answer of some case."""
    for id, calculator in CALCULATORS.items():
        for output in calculator.outputs:
            if output.kind == "choice":
                shown = {case.outputs[output.id][0] for case in ALL if case.calculator == id and output.id in case.outputs}
                missing = ", ".join(sorted(set(output.options) - shown))
                assert not missing, (
                    f"no case of {id} has {output.id} = {missing}: work one out and write it beside the others in tests/cases"
                )


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.calculator}/{case.id}")
def test_words(case):
    """Cases are read on the site: a title without a full stop, a reason of whole sentences, an id for the URL, and no participant's handle."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", case.id)
    assert not case.title.endswith(".") and case.title[0] == case.title[0].upper()
    assert case.why.endswith(".") and case.why[0] == case.why[0].upper()
    assert "@" not in case.title + case.why


def test_titles_differ():
    """Two worked examples of one calculator are told apart by their titles."""
    titles = [(case.calculator, case.title) for case in ALL]
    assert len(set(titles)) == len(titles)
