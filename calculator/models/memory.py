"""E4: how much memory a model and its key-value cache take, and how many GPUs hold them."""

from collections.abc import Callable, Mapping
from typing import Any

from calculator.data import catalogue
from calculator.formulas.charts import QUIET, Part, Stack, Stacks
from calculator.formulas.functions import first_at_least, grown, known, least, rounded_down, rounded_up
from calculator.formulas.model import Calculator, Formula, Given, Needed, Output, View, Within, given
from calculator.formulas.said import Said
from calculator.formulas.tree import Constant
from calculator.formulas.words import NONE
from calculator.inputs.vocabulary import VOCABULARY
from calculator.inputs.vocabulary.common import OWN
from calculator.models.shared.listed import typed_or_listed
from calculator.numbers.decimals import exact
from calculator.numbers.display import as_given, counted, full_count, full_counted, gib, pct, verb_for
from calculator.numbers.units import UNITS, followed, inside

GIB = Constant(2**30, "2^30")
BILLION = Constant(10**9, "10^9")
COUNTS = (1, 2, 4, 8, 16)  # how many GPUs engines spread one model over: powers of two, up to two nodes of eight
HEADS = ("kv_heads", "head_dim")
WINDOW = ("full_attention_layers", "sliding_window_tokens")
DEALT = "One that deals out layers keeps it once; so does one that deals out sequences, which copies the weights of the attention instead. These copies are not counted."
SHAPE = ("parameters_billion", "layers", *HEADS, *WINDOW, "latent_dim")


def weights_gib(used_parameters_billion, weight_bits):
    return used_parameters_billion * BILLION * weight_bits / 8 / GIB


def used_latent_dim(latent_dim=None, kv_heads=None, listed_latent_dim=None):
    if known(latent_dim):
        return latent_dim
    return None if known(kv_heads) else listed_latent_dim


def layer_bytes(kv_bits, used_latent_dim=None, used_kv_heads=None, used_head_dim=None):
    if known(used_latent_dim):
        return used_latent_dim * kv_bits / 8
    return 2 * used_kv_heads * used_head_dim * kv_bits / 8


def whole_layers(used_layers, used_full_attention_layers=None):
    return used_full_attention_layers if known(used_full_attention_layers) else used_layers


def windowed_layers(used_layers, whole_layers):
    return used_layers - whole_layers


def windowed_tokens(context_tokens, used_sliding_window_tokens=None):
    return least(context_tokens, used_sliding_window_tokens) if known(used_sliding_window_tokens) else context_tokens


def sequence_bytes(layer_bytes, whole_layers, context_tokens, windowed_layers, windowed_tokens):
    return layer_bytes * (whole_layers * context_tokens + windowed_layers * windowed_tokens)


def kv_cache_gib(sequence_bytes, concurrent_sequences):
    return sequence_bytes * concurrent_sequences / GIB


def total_gib(weights_gib, kv_cache_gib, overhead_pct):
    return (weights_gib + kv_cache_gib) * grown(overhead_pct)


def gpus(total_gib, used_gpu_memory_gib):
    return first_at_least(total_gib / used_gpu_memory_gib, *COUNTS)


def cache_heads(used_latent_dim=None, used_kv_heads=None):
    """Into how many parts an engine that splits a model by heads can split its cache: a latent one is a single part."""
    return 1 if known(used_latent_dim) else used_kv_heads


def each_gib(count, weights, cache, heads, overhead):
    """What each of so many GPUs holds where the model is split by heads: its part of the weights, and the cache of its heads, one at least."""
    return (weights / count + cache * rounded_up(heads / count) / heads) * grown(overhead)


def gpus_by_heads(weights_gib, kv_cache_gib, cache_heads, overhead_pct, used_gpu_memory_gib):
    for count in COUNTS:
        if each_gib(count, weights_gib, kv_cache_gib, cache_heads, overhead_pct) <= used_gpu_memory_gib:
            return count
    return None


def by_heads_gib(gpus_by_heads, weights_gib, kv_cache_gib, cache_heads, overhead_pct):
    return gpus_by_heads * each_gib(gpus_by_heads, weights_gib, kv_cache_gib, cache_heads, overhead_pct)


def layers_each(used_gpu_memory_gib, used_layers, total_gib):
    """How many layers one GPU holds, of layers that take the same."""
    return rounded_down(used_gpu_memory_gib * used_layers / total_gib)


def gpus_by_layers(used_layers, layers_each):
    return rounded_up(used_layers / layers_each) if layers_each > 0 else None


def whole_kv_cache_gib(layer_bytes, used_layers, context_tokens, concurrent_sequences):
    return layer_bytes * used_layers * context_tokens * concurrent_sequences / GIB


def said(v: View) -> Said:
    own = v.architecture == OWN
    name = "a model of your numbers" if own else catalogue.architectures()[v.architecture].label
    is_own = v.gpu == OWN or v.gpu_memory_gib is not None
    each = "" if v.gpus == 1 else " each"
    unit = (
        f"GPUs of {as_given(v.used_gpu_memory_gib, UNITS['gib'])}"
        if is_own
        else f"{catalogue.gpus()[v.gpu].label}, of {gib(v.used_gpu_memory_gib)}{each}"
    )
    many = f"more than {COUNTS[-1]}" if v.gpus is None else f"{v.gpus}"
    fits = f"{many} x {unit}"
    if v.gpus != v.gpus_by_heads:
        by_heads = f"more than {COUNTS[-1]}" if v.gpus_by_heads is None else v.gpus_by_heads
        dealt = "sequences or layers" if v.gpus_by_layers == v.gpus else "sequences"
        fits += f", if the engine deals out {dealt}, and {by_heads} if it splits the model by heads alone"
    elif v.gpus is not None and has_copies(v):
        fits += f", also if the engine splits the model by heads alone, which makes it {gib(v.by_heads_gib)}"
    if v.gpus_by_layers is not None and v.gpus_by_layers != v.gpus:
        fits += f"; {v.gpus_by_layers} {verb_for(v.gpus_by_layers, 'holds', 'hold')} it by whole layers"
    limit = longest(v)
    beyond = f". But {name} reads {full_count(limit)} tokens at most" if limit is not None and v.context_tokens > limit else ""
    taken = f"{gib(v.total_gib)} for {name} with {given(v, 'concurrent_sequences')} of {given(v, 'context_tokens')}"
    verdict = f"It takes {many} {'GPU' if v.gpus == 1 else 'GPUs'}."
    return Said(verdict, f"{taken}: {fits}{beyond}.", "when the model, the context or the GPU changes")


def has_copies(v: View) -> bool:
    """Whether GPUs among which a model is split by heads keep a part of the cache more than once."""
    return bool(v.kv_cache_gib and v.cache_heads % (v.gpus_by_heads or COUNTS[-1]))


def longest(v: View) -> Any:
    """The longest sequence that the chosen model reads; None where it is not known."""
    return None if v.architecture == OWN else catalogue.architectures()[v.architecture].context_tokens


def warnings(v: View) -> list[str]:
    return [*of_no_request(v), *of_the_model(v), *of_the_cache(v), *of_the_gpus(v)]


def of_no_request(v: View) -> list[str]:
    if v.concurrent_sequences and v.context_tokens:
        return []
    return ["This is the model alone: no request fits in it. Give the length of a sequence, and how many are served at the same time."]


def of_the_model(v: View) -> list[str]:
    found = []
    if v.latent_dim is not None and v.kv_heads is not None:
        found.append("You typed a latent size, so key-value heads and the size of a head do not count.")
    if v.architecture == OWN:
        return found
    listed, limit = catalogue.architectures()[v.architecture], longest(v)
    if limit is not None and v.context_tokens > limit:
        found.append(
            f"By its configuration {listed.label} reads {full_count(limit)} tokens at most. An engine refuses a longer sequence, or has to be told to stretch the positions beyond what the model was made for."
        )
    typed = [VOCABULARY[field].label for field in SHAPE if getattr(v, field) is not None]
    if typed:
        found.append(f"You typed {', '.join(map(inside, typed))}: the answer is for that and no longer for {listed.label}.")
    if listed.released_bits is not None and v.weight_bits > listed.released_bits:
        found.append(
            f"The weights of {listed.label} were released with about {as_given(listed.released_bits)} bits each: with more of them it takes memory that nobody needs."
        )
    if listed.note:
        found.append(f"About {listed.label}: {listed.note}")
    return found


def of_the_cache(v: View) -> list[str]:
    if v.whole_kv_cache_gib <= v.kv_cache_gib or not v.windowed_tokens:
        return []
    return [
        f"Layers with a window are taken to keep no more than it. An engine that keeps every token in all of them needs {gib(v.whole_kv_cache_gib)} of cache."
    ]


def of_the_gpus(v: View) -> list[str]:
    found = []
    if v.gpus is None:
        found.append(
            f"More than {COUNTS[-1]} of these GPUs would be needed: fewer bits, a shorter context, fewer sequences at once, or a larger GPU."
        )
    elif v.gpus > 1 and v.weights_gib <= v.used_gpu_memory_gib:
        found.append(
            "The weights alone fit into one GPU: cache and overhead need more, so fewer sequences at once or a shorter context would save GPUs."
        )
    found += of_whole_layers(v)
    if v.gpus is None or not has_copies(v):
        return found
    many, each = v.gpus_by_heads, gib(v.kv_cache_gib)
    if v.used_latent_dim is not None:
        why = "A latent cache has no heads to share out: an engine that splits the model by heads alone keeps all of it"
        found.append(
            f"{why} on each GPU, {each} each, and {COUNTS[-1]} do not hold that. {DEALT}"
            if many is None
            else f"{why} on each of the {many} GPUs, {each} each, which makes {gib(v.by_heads_gib)} in all. {DEALT}"
        )
    else:
        why = f"Keys and values have {followed(as_given(v.used_kv_heads), 'heads')}, which {many or COUNTS[-1]} GPUs cannot share evenly: an engine that splits the model by heads alone keeps heads more than once"
        found.append(f"{why}, and {COUNTS[-1]} do not hold that." if many is None else f"{why}, which makes {gib(v.by_heads_gib)} in all.")
    return found


def of_whole_layers(v: View) -> list[str]:
    """Why the answer is another number than that of whole layers."""
    by_layers, many = v.gpus_by_layers, v.gpus or COUNTS[-1]
    if by_layers is None or by_layers == v.gpus:
        return []
    if by_layers < many or v.gpus is None:
        counts = f"{', '.join(map(str, COUNTS[:-1]))} or {COUNTS[-1]}"
        return [
            f"The answer is one of {counts}, over which engines split each layer of a model. An engine that deals out whole layers takes any number of GPUs: "
            f"{full_counted(by_layers, 'GPUs')} with {full_counted(v.layers_each, 'layers')} each at most, though an answer then goes from one to the next."
        ]
    return [
        f"{followed(as_given(v.used_layers), 'layers')} do not share out evenly over {many} GPUs: an engine that deals out whole layers needs {by_layers}."
    ]


def lists(field: str) -> Callable[[Mapping[str, Any]], bool]:
    """Whether a field is typed, or the chosen architecture has it."""

    def is_there(v: Mapping[str, Any]) -> bool:
        return v[field] is not None or (
            v["architecture"] != OWN and getattr(catalogue.architectures()[v["architecture"]], field) is not None
        )

    return is_there


def asked(field: str, beside: str) -> Given:
    """The rule that one field of a pair asks for the other."""
    is_there, is_typed_or_listed = lists(field), lists(beside)
    return Given(field, lambda v: is_typed_or_listed(v) and not is_there(v) and v[beside] is not None, f"where {beside} is")


def layers_there_are(v: Mapping[str, Any]) -> Any:
    return v["layers"] if v["layers"] is not None else exact(catalogue.architectures()[v["architecture"]].layers)


def listed(field: str, none: str = "unknown") -> tuple[Formula, Formula]:
    return typed_or_listed(field, "architecture", catalogue.architectures, "as published for the model", none=none)


def picture(v: View) -> list[Stacks]:
    many = COUNTS[-1] if v.gpus is None else v.gpus
    holds = v.used_gpu_memory_gib * many
    is_own = v.gpu == OWN or v.gpu_memory_gib is not None
    name = f"{counted(many, 'GPUs')} of your own" if is_own else f"{many} x {catalogue.gpus()[v.gpu].label}"
    reserve = v.total_gib - v.weights_gib - v.kv_cache_gib
    parts = (
        Part("weights", v.weights_gib, "self-hosted"),
        Part("cache", v.kv_cache_gib, "self-hosted-too"),
        Part("reserve", reserve, QUIET),
    )
    known = [] if v.architecture == OWN else [catalogue.architectures()[v.architecture].source]
    gpu = [] if v.gpu == OWN else [catalogue.gpus()[v.gpu].memory_source]
    return [
        Stacks(
            id="memory",
            title=f"{gib(v.total_gib)} {finding(v, many, holds)}",
            unit="Memory in GiB",
            stacks=(Stack(f"{name}, {gib(holds)}", tuple(part for part in parts if part.value > 0)),),
            words=gib,
            cells=tuple(v.used_gpu_memory_gib * (at + 1) for at in range(many)),
            limit=(holds, "all they hold") if v.gpus is None else None,
            basis="Your numbers; shapes of models and memory of GPUs",
            sources=tuple(dict.fromkeys([*known, *gpu])),
        )
    ]


def finding(v: View, many: Any, holds: Any) -> str:
    if v.gpus is None:
        return f"are more than {many} GPUs hold"
    return f"fill {pct(100 * v.total_gib / holds)} of {counted(many, 'GPUs')}"


CALCULATOR = Calculator(
    id="memory",
    code="E4",
    group="economics",
    title="Memory",
    question="How much memory do a model and its cache take, and how many GPUs hold them?",
    inputs=(
        "architecture",
        "weight_bits",
        "context_tokens",
        "concurrent_sequences",
        "kv_bits",
        "overhead_pct",
        "gpu",
        *SHAPE,
        "gpu_memory_gib",
    ),
    folded={
        "Cache and reserve": ("kv_bits", "overhead_pct"),
        "A model or a GPU of your own": (
            "parameters_billion",
            "layers",
            "kv_heads",
            "head_dim",
            "full_attention_layers",
            "sliding_window_tokens",
            "latent_dim",
            "gpu_memory_gib",
        ),
    },
    rules=(
        *(Needed(field, "architecture") for field in ("parameters_billion", "layers")),
        *(Needed(field, "architecture", instead="latent_dim") for field in HEADS),
        *(asked(*pair) for pair in (HEADS, HEADS[::-1], WINDOW, WINDOW[::-1])),
        Within("full_attention_layers", lambda v: 0, layers_there_are, "no more layers can keep every token than there are"),
        Needed("gpu_memory_gib", "gpu"),
    ),
    steps=(
        *(formula for field in ("parameters_billion", "layers") for formula in listed(field)),
        *(formula for field in (*HEADS, *WINDOW) for formula in listed(field, NONE)),
        Formula(used_latent_dim, "Latent size", none=NONE),
        listed("latent_dim", NONE)[1],
        *typed_or_listed("gpu_memory_gib", "gpu", catalogue.gpus, "as its driver reports it", "memory_gib", "memory_source"),
        Formula(layer_bytes, "Bytes of a token in one layer", term="bytes of a token in one layer"),
        Formula(whole_layers, "Layers that keep every token", term="full layers"),
        Formula(windowed_layers, "Layers that keep a window", term="windowed layers"),
        Formula(windowed_tokens, "Tokens that these keep", term="tokens in the window"),
        Formula(cache_heads, "Parts of the cache that GPUs can share out", term="parts of the cache"),
        Formula(layers_each, "Layers that a GPU holds", term="layers of a GPU"),
        Formula(sequence_bytes, "Bytes of a sequence in the cache", term="bytes of a sequence"),
    ),
    outputs=(
        Output(gpus, "GPUs that hold it", none=f"more than {COUNTS[-1]}", key=True),
        Output(total_gib, "Memory", key=True),
        Output(weights_gib, "Weights"),
        Output(kv_cache_gib, "Key-value cache"),
        Output(gpus_by_heads, "GPUs of an engine that splits the model by heads alone", none=f"more than {COUNTS[-1]}"),
        Output(by_heads_gib, "Memory on these, with the copies of the cache", none=f"more than {COUNTS[-1]} GPUs hold"),
        Output(gpus_by_layers, "GPUs of an engine that deals out whole layers", none="unknown: one does not hold a layer"),
        Output(whole_kv_cache_gib, "Key-value cache of an engine that drops nothing"),
    ),
    said=said,
    warnings=warnings,
    pictures=picture,
)
