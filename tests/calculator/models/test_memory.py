"""E4 against exact fractions."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import InputError, run
from calculator.data import catalogue
from calculator.numbers.display import gib
from tests.calculator.given import inputs, values

OWN = {"architecture": "own", "gpu": "own"}
NUMBERS = ("weight_bits", "kv_bits", "context_tokens", "concurrent_sequences", "overhead_pct")
HEADS = {"kv_heads": st.integers(1, 64), "head_dim": st.integers(1, 256)}


@st.composite
def shapes(draw) -> dict:
    """A model of one's own: with heads or a latent size, and all of its layers keep every token or some of them a window."""
    layers = draw(st.integers(1, 200))
    shape = {"parameters_billion": draw(st.integers(1, 1_000)), "layers": layers, "gpu_memory_gib": draw(st.integers(1, 400))}
    shape |= {field: draw(values(field)) for field in NUMBERS}
    shape |= draw(st.fixed_dictionaries({"latent_dim": st.integers(1, 2_000)}) | st.fixed_dictionaries(HEADS))
    if draw(st.booleans()):
        window = st.sampled_from([0, 1, 128, 8_192, 10_000_000]) | st.integers(0, 200_000)
        shape |= {"full_attention_layers": draw(st.integers(0, layers)), "sliding_window_tokens": draw(window)}
    return shape


@given(given=shapes())
def test_is_the_formula(given):
    """Weights, cache and total by the formula, token by token and layer by layer; the smallest of 1, 2, 4, 8, 16 GPUs that holds it, null beyond."""
    outputs = run("memory", OWN | given).outputs
    x = {field: Fraction(str(value)) for field, value in given.items()}
    weights = x["parameters_billion"] * 10**9 * x["weight_bits"] / 8 / 2**30
    numbers = x["latent_dim"] if "latent_dim" in x else 2 * x["kv_heads"] * x["head_dim"]
    full = x.get("full_attention_layers", x["layers"])
    kept = full * x["context_tokens"] + (x["layers"] - full) * min(x["context_tokens"], x.get("sliding_window_tokens", x["context_tokens"]))
    cache = numbers * x["kv_bits"] / 8 * kept * x["concurrent_sequences"] / 2**30
    total = (weights + cache) * (1 + x["overhead_pct"] / 100)
    assert outputs["weights_gib"] == pytest.approx(float(weights), rel=1e-14)
    assert outputs["kv_cache_gib"] == pytest.approx(float(cache), rel=1e-14)
    assert outputs["total_gib"] == pytest.approx(float(total), rel=1e-14)
    assert outputs["gpus"] == next((number for number in (1, 2, 4, 8, 16) if number * x["gpu_memory_gib"] >= total), None)


def each_holds(count: int, weights: Fraction, cache: Fraction, heads: int, overhead: Fraction) -> Fraction:
    """What the fullest of so many GPUs holds: heads are dealt out one by one, and again from the first until every GPU has one."""
    dealt = [0] * count
    for place in range(max(heads, count)):
        dealt[place % count] += 1
    return (weights / count + cache / heads * max(dealt)) * (1 + overhead / 100)


@given(given=shapes())
def test_each_gpu_holds_its_part(given):
    """Split by heads, the GPUs that are named hold the fullest part of weights and cache, copies of what cannot be split among it, and the next fewer do not."""
    outputs = run("memory", OWN | given).outputs
    weights, cache_ = Fraction(outputs["weights_gib"]), Fraction(outputs["kv_cache_gib"])
    heads, memory, overhead = (
        1 if "latent_dim" in given else given["kv_heads"],
        given["gpu_memory_gib"],
        Fraction(str(given["overhead_pct"])),
    )
    fullest = {count: each_holds(count, weights, cache_, heads, overhead) for count in (1, 2, 4, 8, 16)}
    many = outputs["gpus_by_heads"]
    assert many is None or fullest[many] <= memory * (1 + Fraction(1, 10**12))
    fewer = 16 if many is None else many // 2
    assert fewer == 0 or fullest[fewer] >= memory * (1 - Fraction(1, 10**12))
    assert outputs["by_heads_gib"] == (None if many is None else pytest.approx(float(many * fullest[many])))
    assert (many or 99) >= (outputs["gpus"] or 99)


@given(given=inputs("memory"))
def test_headline_and_note_say_one_number_of_gpus(given):
    """Where it hangs on the engine how many GPUs it takes, the headline has both numbers; what a note says of the GPUs is of no other number."""
    result = run("memory", given)
    shared, split = result.outputs["gpus"], result.outputs["gpus_by_heads"]
    copies = shared == split and shared is not None and result.outputs["by_heads_gib"] > result.outputs["total_gib"] * (1 + 1e-12)
    assert ("splits the model by heads" in result.headline) == (shared != split or copies)
    assert not copies or f"which makes it {gib(result.outputs['by_heads_gib'])}" in result.headline
    words = "more than 16" if split is None else str(split)
    assert shared == split or f"and {words} if it splits the model by heads alone" in result.headline
    for note in result.warnings:
        said = re.search(r"on each of the (\d+) GPUs|which (\d+) GPUs cannot share", note)
        assert said is None or int(said[1] or said[2]) == (split or 16)


@given(given=shapes())
def test_whole_layers_are_held_by_the_fewest_gpus_that_can(given):
    """Dealt out one by one, the fullest GPU holds its layers with as many as are named, and not with one fewer; where that is another number than the
    one in the headline, headline and note have it, and nothing says that the headline's holds whole layers."""
    result = run("memory", OWN | given)
    layers, total, memory = given["layers"], Fraction(result.outputs["total_gib"]), Fraction(given["gpu_memory_gib"])
    many, room = result.outputs["gpus_by_layers"], 1 + Fraction(1, 10**12)
    fullest = {count: total / layers * -(-layers // count) for count in range(1, layers + 1)}
    assert many is None or fullest[many] <= memory * room
    assert many == 1 or fullest[layers if many is None else many - 1] >= memory / room
    other = many is not None and many != result.outputs["gpus"]
    assert (f"; {many} hold" in result.headline) == other
    assert sum("whole layers" in note for note in result.warnings) == other
    assert not other or "sequences or layers" not in result.headline


def test_a_number_rounded_up_is_said():
    """As a reader found it: 761 GiB on GPUs of 140 are 5.4 of them, and 229 GiB on GPUs of 22.5 are 10.2; 8 and 16 are the next that engines split layers over."""
    v3 = run(
        "memory", {"architecture": "deepseek-v3", "weight_bits": 8, "context_tokens": 32_000, "concurrent_sequences": 32, "gpu": "h200"}
    )
    assert "; 6 hold it by whole layers" in v3.headline and any("6 GPUs with 11 layers each at most" in note for note in v3.warnings)
    own = {"architecture": "own", "parameters_billion": 7, "layers": 32, "kv_heads": 8, "head_dim": 128}
    assert run("memory", own | {"gpu": "l4", "concurrent_sequences": 200}).outputs["gpus_by_layers"] == 11


def test_whole_layers_that_do_not_share_out():
    """Three layers of 30 GiB are 90, which two GPUs of 50 hold; but one of them would hold two layers."""
    three = {"architecture": "own", "gpu_memory_gib": 50, "parameters_billion": 48, "layers": 3, "latent_dim": 1, "overhead_pct": 0}
    result = run("memory", OWN | three)
    assert (result.outputs["gpus"], result.outputs["gpus_by_layers"]) == (2, 3)
    assert any(note.startswith("3 layers do not share out evenly over 2 GPUs") for note in result.warnings)


def test_a_latent_cache_is_on_every_gpu():
    """DeepSeek V3 with 32 sequences of 32,000 tokens fits on eight H200 if they are dealt out, and on sixteen by heads; with 64 on none."""
    asked = {"architecture": "deepseek-v3", "gpu": "h200", "weight_bits": 8, "context_tokens": 32_000}
    found = {count: run("memory", asked | {"concurrent_sequences": count}).outputs for count in (16, 32, 64)}
    assert {count: (o["gpus"], o["gpus_by_heads"]) for count, o in found.items()} == {16: (8, 8), 32: (8, 16), 64: (8, None)}
    assert found[16]["by_heads_gib"] == pytest.approx((624.9 + 8 * 33.51) * 1.1, rel=1e-4)


@pytest.mark.parametrize(
    ("given", "headline", "note"),
    [
        (
            {"architecture": "deepseek-v3", "gpu": "h200", "weight_bits": 8, "context_tokens": 32_000, "concurrent_sequences": 64},
            "8 x H200 141 GB, of 140.4 GiB each, if the engine deals out sequences, and more than 16 if it splits the model by heads alone; 7 hold it by whole layers.",
            "keeps all of it on each GPU, 134 GiB each, and 16 do not hold that. One that deals out layers keeps it once;",
        ),
        (
            {"context_tokens": 128_000},
            "and more than 16 if it splits the model by heads alone; 12 hold it by whole layers.",
            "Keys and values have 8 heads, which 16 GPUs cannot share evenly: an engine that splits the model by heads alone keeps heads more than once, and 16 do not hold that.",
        ),
        ({"context_tokens": 8_000}, "GiB each; 3 hold it by whole layers.", None),
    ],
)
def test_where_no_number_of_gpus_holds_a_split_by_heads(given, headline, note):
    """Headline and note say it alike, of a latent cache and of fewer heads than GPUs; nothing where heads are shared evenly."""
    result = run("memory", given)
    assert result.headline.endswith(headline)
    assert any(note in warning for warning in result.warnings) if note else not any("by heads" in warning for warning in result.warnings)


@pytest.mark.parametrize("id", catalogue.architectures())
def test_beyond_what_the_model_reads(id):
    """One token more than the model reads is said in headline and note, with the limit; up to it nothing, and nothing of an unknown limit."""
    limit = catalogue.architectures()[id].context_tokens
    for tokens, beyond in ((limit, False), (limit + 1, True)) if limit else ((10**7, False),):
        result = run("memory", {"architecture": id, "context_tokens": tokens})
        assert (f"reads {limit or 0:,} tokens at most" in result.headline) is beyond
        assert any("tokens at most. An engine refuses" in warning for warning in result.warnings) is beyond


def test_how_much_models_read():
    """As their configurations say; of some it is not known."""
    found = {id: catalogue.architectures()[id].context_tokens for id in ("llama-3-1-405b", "deepseek-v3", "qwen3-32b", "gemma-3-1b")}
    assert found == {"llama-3-1-405b": 131_072, "deepseek-v3": 163_840, "qwen3-32b": 40_960, "gemma-3-1b": None}


def cache(architecture: str, **given) -> float:
    return run("memory", {"architecture": architecture, "kv_bits": 16, **given}).outputs["kv_cache_gib"]


def test_latent_attention_keeps_a_row_and_no_heads():
    """DeepSeek V3 keeps some 8 GiB for 16 sequences of 8,000 tokens. Its configuration has 128 key-value heads, by which it would be fifty times as much."""
    load = {"context_tokens": 8_000, "concurrent_sequences": 16}
    assert cache("deepseek-v3", **load) == pytest.approx(8.38, abs=0.005)
    assert cache("deepseek-v3", kv_heads=128, head_dim=128, **load) == pytest.approx(476, abs=1)
    assert cache("deepseek-v3", latent_dim=1_152, **load) == 2 * cache("deepseek-v3", **load) == 2 * cache("deepseek-r1", **load)


def most_sequences(**given) -> int:
    """How many sequences of 8,000 tokens one H200 holds of gpt-oss-120b."""
    asked = {"architecture": "gpt-oss-120b", "gpu": "h200", "weight_bits": 4.5, "context_tokens": 8_000, **given}
    return max(count for count in range(1, 400) if run("memory", asked | {"concurrent_sequences": count}).outputs["gpus"] == 1)


def test_a_window_fits_more_sequences():
    """gpt-oss-120b looks back over 128 tokens in half of its layers: about twice the sequences that it would have room for without."""
    without = most_sequences(full_attention_layers=36, sliding_window_tokens=0)
    assert 1.9 < most_sequences() / without < 2


@pytest.mark.parametrize("id", catalogue.architectures())
def test_a_window_never_takes_more(id):
    """With windows a cache is at most that of all layers; up to the window it is the same, where there is one."""
    listed = catalogue.architectures()[id]
    for tokens in (1, 128, 8_192, 100_000):
        whole = cache(id, full_attention_layers=listed.layers, sliding_window_tokens=0, context_tokens=tokens)
        windowed = cache(id, context_tokens=tokens)
        assert windowed <= whole
        assert (windowed == whole) == (listed.sliding_window_tokens is None or tokens <= listed.sliding_window_tokens)


def test_layers_without_a_cache():
    """A hybrid, three of whose four layers keep a state, has a quarter of the cache that all of them would have, and says what is not counted."""
    assert cache("qwen3-next-80b-a3b") == cache("qwen3-next-80b-a3b", full_attention_layers=48) / 4
    assert any("which is not counted" in warning for warning in run("memory", {"architecture": "qwen3-next-80b-a3b"}).warnings)


MODEL = {"architecture": "own", "parameters_billion": 8, "layers": 32}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (MODEL, "kv_heads must be given where architecture is own (got nothing)"),
        (MODEL | {"kv_heads": 8}, "head_dim must be given where architecture is own (got nothing)"),
        (MODEL | {"latent_dim": 576}, None),
        (MODEL | {"latent_dim": 576, "head_dim": 128}, "kv_heads must be given where head_dim is (got nothing)"),
        ({"architecture": "deepseek-v3", "kv_heads": 128}, "head_dim must be given where kv_heads is (got nothing)"),
        ({"architecture": "llama-3-1-8b", "kv_heads": 4}, None),
        ({"sliding_window_tokens": 128}, "full_attention_layers must be given where sliding_window_tokens is (got nothing)"),
        ({"full_attention_layers": 8}, "sliding_window_tokens must be given where full_attention_layers is (got nothing)"),
        ({"architecture": "gemma-3-27b", "sliding_window_tokens": 128}, None),
        (
            {"full_attention_layers": 81, "sliding_window_tokens": 128},
            "full_attention_layers must be 0 to 80: no more layers can keep every token than there are (got 81)",
        ),
        (MODEL | {"latent_dim": 576, "full_attention_layers": 32, "sliding_window_tokens": 0}, None),
    ],
)
def test_what_goes_together(given, sentence):
    """Heads or a latent size; a window and how many layers have none; no more of these than there are layers."""
    if sentence is None:
        run("memory", given)
        return
    with pytest.raises(InputError) as caught:
        run("memory", given)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"architecture": "deepseek-v3", "gpu": "h200", "weight_bits": 8}, "keeps all of it on each of the 8 GPUs, 8.38 GiB each"),
        ({"architecture": "deepseek-v3"}, "were released with about 8 bits each"),
        ({"architecture": "gemma-3-27b"}, "needs 60.55 GiB of cache"),
        (MODEL | {"latent_dim": 576, "kv_heads": 8, "head_dim": 128}, "key-value heads and the size of a head do not count"),
        ({"architecture": "qwen3-235b-a22b", "gpu": "h200"}, None),
    ],
)
def test_what_is_said_beside_the_answer(given, words):
    """Where engines differ, or the reader's numbers do not go together; and nothing of it of a plain model."""
    said = run("memory", given).warnings
    marks = ("keeps all of it", "were released with", "of cache", "do not count")
    assert any(words in warning for warning in said) if words else not any(mark in warning for mark in marks for warning in said)


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
    assert any("You typed parameters:" in warning for warning in typed.warnings)


@pytest.mark.parametrize(("id", "words"), [("gemma-3-27b", "is not counted"), ("mixtral-8x7b", "all experts must be in memory")])
def test_where_the_formula_does_not_fit(id, words):
    """The answer says it."""
    assert any(words in warning for warning in run("memory", {"architecture": id}).warnings)


def test_an_unknown_architecture_is_refused():
    """Never guessed."""
    with pytest.raises(InputError, match=r"architecture must be one of \d+ ids, such as llama-3-1-8b, .* \(got 'llama-9'\)"):
        run("memory", {"architecture": "llama-9"})
