"""What run() gives back."""

import copy
import pickle
from decimal import localcontext

import pytest

from calculator import run
from tests.calculator.given import replaced


class TestResult:
    def test_to_dict(self):
        """The keys of the contract, and every input with the value used, defaults included."""
        result = run("growth", {"quarters": 5}).to_dict()
        assert list(result) == ["calculator", "inputs", "outputs", "headline", "answer", "trace", "warnings", "as_of"]
        assert result["inputs"] == {"run_rate_usd_year": 180_000, "growth_pct_quarter": 40, "quarters": 5, "today": None}

    def test_in_a_notebook(self):
        """A notebook shows the HTML that the site shows."""
        assert run("growth")._repr_html_().startswith('<div class="pb-answer">')

    def test_is_not_changed(self):
        """Whoever wants another answer asks for one."""
        with pytest.raises(AttributeError, match="run\\(\\) gives another"):
            run("growth").headline = "Other."

    def test_equal_where_all_is(self):
        """Two answers to the same are one, whether or not a trace was asked for; another headline, or what is no result, is another."""
        one, other = run("growth"), run("growth")
        assert one.trace and one == other and one != replaced(other, headline="Other.") and one != "growth"

    def test_of_another_process(self):
        """It goes there and back whole, its trace too, which is written when it is first asked for."""
        result = run("unit-economics")
        assert pickle.loads(pickle.dumps(result)) == copy.deepcopy(result) == run("unit-economics")

    def test_the_trace_is_the_same_in_any_context(self):
        """Asked for where numbers have few digits it has all of them."""
        whole = run("growth").trace
        with localcontext() as context:
            context.prec = 5
            assert run("growth").trace == whole

    def test_says_what_it_is(self):
        """At a prompt the headline stands, not four pages of trace."""
        assert repr(run("growth")) == f"Result('growth', {run('growth').headline!r})"
