"""What a form offers, and what it only understands."""

from lxml import html

from calculator.data import catalogue
from calculator.inputs.vocabulary import VOCABULARY
from publish.pages.form import field_html


def test_a_set_up_of_old_links_is_not_offered():
    """It stands in the list, hidden, so that an old link still shows what it asks for; all others are offered."""
    options = {option.get("value"): option for option in html.fromstring(field_html(VOCABULARY["setup"], "setup")).iter("option")}
    assert {id for id, option in options.items() if option.get("hidden") is not None} == set(catalogue.FORMER_SETUPS)
    assert options.keys() == set(VOCABULARY["setup"].options)
