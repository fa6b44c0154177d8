"""The reference of the Python package: what its page tells is what the package offers, and its examples come out as they stand."""

import doctest
import inspect
import re

import pytest
from lxml import html

import calculator
from publish import ROOT
from publish.pages.page import PageError
from publish.pages.python import attribute_docs, is_given_back, members, public, python_html

every_name = pytest.mark.parametrize("name", calculator.__all__)
PAGE = (ROOT / "docs" / "reference" / "python.md").read_text(encoding="utf-8")


def examples(thing: object) -> list[doctest.Example]:
    return doctest.DocTestParser().get_examples(inspect.getdoc(thing) or "")


def failures(thing: object) -> int:
    """How many examples of a docstring do not come out as it says."""
    found = doctest.DocTestFinder(recurse=False).find(thing, globs=vars(calculator) | {"calculator": calculator})
    runner = doctest.DocTestRunner(verbose=False)
    return sum(runner.run(test, out=lambda text: None).failed for test in found)


def test_the_page_has_every_public_name_once():
    """No more and no less than the package says it offers."""
    assert sorted(re.findall(r"^::: python (\w+)$", PAGE, re.MULTILINE)) == sorted(calculator.__all__)


@every_name
def test_examples_come_out_as_they_stand(name):
    """Every example in a public docstring gives what stands below it."""
    assert failures(getattr(calculator, name)) == 0


def test_functions_and_errors_have_an_example():
    """What a reader calls or catches is shown in use."""
    assert all(examples(thing) for thing in (calculator.run, calculator.describe, calculator.calculators, calculator.InputError))


def test_an_example_that_does_not_come_out_is_noticed():
    """A docstring whose result is wrong fails."""

    def wrong():
        """
        >>> sorted(calculators())[0]
        'zebra'
        """

    assert failures(wrong) == 1


@every_name
def test_signature_and_words_are_those_of_the_package(name):
    """Every parameter and every paragraph of prose, without the modules inside."""
    thing, page = getattr(calculator, name), html.fromstring(python_html(name))
    shown = page.find_class("pb-signature")[0].text_content()
    parameters = [] if is_given_back(thing) else inspect.signature(thing).parameters
    assert (
        shown.removeprefix("class ").startswith(name) and all(parameter in shown for parameter in parameters) and "calculator." not in shown
    )
    assert " ".join(inspect.getdoc(thing).split("\n\n")[0].replace("`", "").split()) in " ".join(page.text_content().split())


@pytest.mark.parametrize("name", ["Result", "Trace"])
def test_every_field_is_described(name):
    """Each with its type, in the order in which they are."""
    thing = getattr(calculator, name)
    assert list(attribute_docs(thing)) == list(inspect.signature(thing).parameters)
    assert all(member.signature.startswith(": ") for member in members(thing) if member.kind == "attribute")


def test_every_attribute_of_an_error_is_described():
    """The docstring names what an InputError carries, all of it and nothing else."""
    error = calculator.InputError("field", "must be", 1)
    assert list(attribute_docs(calculator.InputError)) == list(vars(error))


@every_name
def test_every_method_has_words(name):
    """No public method is listed with its signature alone."""
    assert all(member.doc for member in members(getattr(calculator, name)))


def test_a_name_that_is_not_public_is_refused():
    """The block shows what the package promises, and stops the build at anything else."""
    with pytest.raises(PageError, match="python must be one of"):
        public("sys")
