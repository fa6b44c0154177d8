"""E4 against exact fractions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import InputError, run
from calculator.data import catalogue
from tests.calculator.given import inputs, values

OWN = {"architecture": "own", "gpu": "own"}
NUMBERS = ("weight_bits", "kv_bits", "context_tokens", "concurrent_sequences", "overhead_pct")
TYPED = st.fixed_dictionaries(
    {
        "parameters_billion": st.integers(1, 1_000),
        "layers": st.integers(1, 200),
        "kv_heads": st.integers(1, 64),
        "head_dim": st.integers(1, 256),
        "gpu_memory_gib": st.integers(1, 400),
        **{field: values(field) for field in NUMBERS},
    }
)


@given(given=TYPED)
def test_is_the_formula(given):
    """Weights, cache and total by the formula; the smallest of 1, 2, 4, 8, 16 GPUs that holds it, null beyond."""
    outputs = run("memory", OWN | given).outputs
    x = {field: Fraction(str(value)) for field, value in given.items()}
    weights = x["parameters_billion"] * 10**9 * x["weight_bits"] / 8 / 2**30
    cache = 2 * x["layers"] * x["kv_heads"] * x["head_dim"] * x["kv_bits"] / 8 * x["context_tokens"] * x["concurrent_sequences"] / 2**30
    total = (weights + cache) * (1 + x["overhead_pct"] / 100)
    assert outputs["weights_gib"] == pytest.approx(float(weights), rel=1e-14)
    assert outputs["kv_cache_gib"] == pytest.approx(float(cache), rel=1e-14)
    assert outputs["total_gib"] == pytest.approx(float(total), rel=1e-14)
    assert outputs["gpus"] == next((number for number in (1, 2, 4, 8, 16) if number * x["gpu_memory_gib"] >= total), None)


@given(given=inputs("memory"), bits=st.tuples(st.integers(1, 32), st.integers(1, 32)), what=st.sampled_from(["weight_bits", "kv_bits"]))
def test_quantising_never_needs_more(given, bits, what):
    """Fewer bits of weights or cache never need more memory, nor more GPUs."""
    few, many = (run("memory", given | {what: number}).outputs for number in sorted(bits))
    assert few["total_gib"] <= many["total_gib"]
    assert (few["gpus"] or 99) <= (many["gpus"] or 99)


@pytest.mark.parametrize("id", catalogue.architectures())
def test_a_typed_number_wins(id):
    """Each number of the catalogue can be replaced on its own, and a warning says that it was."""
    known = run("memory", {"architecture": id})
    typed = run("memory", {"architecture": id, "parameters_billion": 1})
    assert typed.outputs["weights_gib"] == pytest.approx(1e9 * 16 / 8 / 2**30)
    assert typed.outputs["kv_cache_gib"] == known.outputs["kv_cache_gib"]
    assert any("You typed parameters_billion" in warning for warning in typed.warnings)


def test_the_table_of_405b_counts_twice():
    """Hugging Face's row for Llama 3.1 405B (0.984, 15.38, 123.05) is twice the cache of the released model, which has 8 key-value heads."""
    for tokens, printed in ((1_024, 0.984), (16_000, 15.38), (128_000, 123.05)):
        ours = run("memory", {"architecture": "llama-3-1-405b", "context_tokens": tokens, "concurrent_sequences": 1}).outputs[
            "kv_cache_gib"
        ]
        assert 2 * ours == pytest.approx(printed, abs=0.0051)


@pytest.mark.parametrize(("id", "words"), [("gemma-3-27b", "upper bound"), ("mixtral-8x7b", "all experts must be in memory")])
def test_where_the_formula_does_not_fit(id, words):
    """The answer says it."""
    assert any(words in warning for warning in run("memory", {"architecture": id}).warnings)


def test_an_unknown_architecture_is_refused():
    """Never guessed."""
    with pytest.raises(InputError, match=r"architecture must be one of \d+ ids, such as llama-3-1-8b, .* \(got 'llama-9'\)"):
        run("memory", {"architecture": "llama-9"})
