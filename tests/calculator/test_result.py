import pytest

from calculator import InputError, run
from calculator.result import Trace, Written, shown


class TestInputError:
    def test_wording(self):
        """Field, rule, and what was got, as the contract words it."""
        error = InputError("growth_pct_quarter", "must be at least -100", -250)
        assert str(error) == "growth_pct_quarter must be at least -100 (got -250)"
        assert error.to_dict() == {"field": "growth_pct_quarter", "rule": "must be at least -100", "got": "-250", "message": str(error)}

    def test_is_a_value_error(self):
        """Who catches ValueError, as Python does for bad values, catches it."""
        with pytest.raises(ValueError, match="must be at least 1"):
            run("growth", {"quarters": 0})


@pytest.mark.parametrize(
    ("got", "text"),
    [
        (None, "nothing"),
        (True, "yes"),
        (False, "no"),
        ("a", "'a'"),
        (Written(" 1e3 "), "1e3"),
        (2.50, "2.5"),
        ([1], "[1]"),
        ("x" * 100, "'" + "x" * 76 + "..."),
        ([10**5000], "a number too long to write"),
    ],
)
def test_shown(got, text):
    """What was got is written for a sentence: short, and never a crash of its own."""
    assert shown(got) == text
    assert len(shown(got)) <= 80


def test_trace_to_dict_holds_its_steps():
    """A trace is a tree of records with the same keys at every depth."""
    inner = Trace("Inner", "a", "1", 1)
    outer = Trace("Outer", "b", "2", 2, "playbook", "saving_pct", steps=(inner,)).to_dict()
    assert outer["steps"][0].keys() == outer.keys() == {"label", "formula", "numbers", "value", "source", "output", "unit", "steps"}


class TestResult:
    def test_to_dict(self):
        """The keys of the contract, and every input with the value used, defaults included."""
        result = run("growth", {"quarters": 5}).to_dict()
        assert list(result) == ["calculator", "inputs", "outputs", "headline", "trace", "warnings", "as_of"]
        assert result["inputs"] == {"run_rate_usd_year": 180_000, "growth_pct_quarter": 40, "quarters": 5}

    def test_in_a_notebook(self):
        """A notebook shows the HTML that the site shows."""
        assert run("growth")._repr_html_().startswith('<div class="pb-answer">')
