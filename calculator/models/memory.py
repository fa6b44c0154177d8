"""E4: how much memory a model and its key-value cache take, and how many GPUs hold them."""

from calculator.data import catalogue
from calculator.formulas.functions import first_at_least, grown
from calculator.formulas.model import Calculator, Formula, Needed, Output, View, given
from calculator.formulas.tree import Constant
from calculator.inputs.vocabulary.common import OWN
from calculator.models.shared.listed import typed_or_listed
from calculator.numbers.display import as_given, gib
from calculator.numbers.units import UNITS, followed

GIB = Constant(2**30, "2^30")
BILLION = Constant(10**9, "10^9")
COUNTS = (1, 2, 4, 8, 16)  # how many GPUs engines spread one model over: powers of two, up to two nodes of eight
SHAPE = ("parameters_billion", "layers", "kv_heads", "head_dim")


def weights_gib(used_parameters_billion, weight_bits):
    return used_parameters_billion * BILLION * weight_bits / 8 / GIB


def token_bytes(used_layers, used_kv_heads, used_head_dim, kv_bits):
    return 2 * used_layers * used_kv_heads * used_head_dim * kv_bits / 8


def kv_cache_gib(token_bytes, context_tokens, concurrent_sequences):
    return token_bytes * context_tokens * concurrent_sequences / GIB


def total_gib(weights_gib, kv_cache_gib, overhead_pct):
    return (weights_gib + kv_cache_gib) * grown(overhead_pct)


def gpus(total_gib, used_gpu_memory_gib):
    return first_at_least(total_gib / used_gpu_memory_gib, *COUNTS)


def headline(v: View) -> str:
    own = v.architecture == OWN
    name = "These numbers take" if own else f"{catalogue.architectures()[v.architecture].label} takes"
    is_own = v.gpu == OWN or v.gpu_memory_gib is not None
    each = "" if v.gpus == 1 else " each"
    unit = (
        f"GPUs of {as_given(v.used_gpu_memory_gib, UNITS['gib'])}"
        if is_own
        else f"{catalogue.gpus()[v.gpu].label}, of {gib(v.used_gpu_memory_gib)}{each}"
    )
    fits = f"more than {COUNTS[-1]} x {unit}" if v.gpus is None else f"{v.gpus} x {unit}"
    return f"{name} {gib(v.total_gib)} with {given(v, 'concurrent_sequences')} of {given(v, 'context_tokens')}: {fits}."


def warnings(v: View) -> list[str]:
    found = []
    if v.architecture != OWN:
        known = catalogue.architectures()[v.architecture]
        typed = [field for field in SHAPE if getattr(v, field) is not None]
        if typed:
            found.append(f"You typed {', '.join(typed)}: the answer is for those and no longer for {known.label}.")
        if known.note:
            found.append(f"{known.label}: {known.note}")
    if v.gpus is None:
        found.append(
            f"More than {COUNTS[-1]} of these GPUs would be needed: fewer bits, a shorter context, fewer sequences at once, or a larger GPU."
        )
    elif v.gpus > 1 and v.weights_gib <= v.used_gpu_memory_gib:
        found.append(
            "The weights alone fit into one GPU: cache and overhead need more, so fewer sequences at once or a shorter context would save GPUs."
        )
    if v.gpus and v.gpus > 1 and v.used_kv_heads % v.gpus:
        found.append(
            f"Keys and values have {followed(as_given(v.used_kv_heads), 'heads')}, which {v.gpus} GPUs cannot share evenly: engines copy some, so the cache takes more."
        )
    return found


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
    rules=(*(Needed(field, "architecture") for field in SHAPE), Needed("gpu_memory_gib", "gpu")),
    steps=(
        *(
            formula
            for field in SHAPE
            for formula in typed_or_listed(field, "architecture", catalogue.architectures, "as published for the model")
        ),
        *typed_or_listed("gpu_memory_gib", "gpu", catalogue.gpus, "as its driver reports it", "memory_gib", "memory_source"),
        Formula(token_bytes, "Bytes of a token in the cache", term="bytes of a token"),
    ),
    outputs=(
        Output(gpus, "GPUs that hold it", none=f"more than {COUNTS[-1]}", key=True),
        Output(total_gib, "Memory", key=True),
        Output(weights_gib, "Weights"),
        Output(kv_cache_gib, "Key-value cache"),
    ),
    headline=headline,
    warnings=warnings,
)
