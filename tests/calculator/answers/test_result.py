"""What run() gives back."""

from calculator import run


class TestResult:
    def test_to_dict(self):
        """The keys of the contract, and every input with the value used, defaults included."""
        result = run("growth", {"quarters": 5}).to_dict()
        assert list(result) == ["calculator", "inputs", "outputs", "headline", "trace", "warnings", "as_of"]
        assert result["inputs"] == {"run_rate_usd_year": 180_000, "growth_pct_quarter": 40, "quarters": 5}

    def test_in_a_notebook(self):
        """A notebook shows the HTML that the site shows."""
        assert run("growth")._repr_html_().startswith('<div class="pb-answer">')
