"""E4: how much memory a model and its key-value cache take, and how many GPUs hold them."""

from calculator.data import catalogue
from calculator.errors import InputError
from calculator.formulas.answer import Answer, Trace
from calculator.formulas.model import Calculator, Output
from calculator.formulas.phrases import growing
from calculator.inputs.vocabulary.common import OWN
from calculator.numbers.decimals import exact, growth_factor
from calculator.numbers.units import counted, gib, term

GIB = 2**30
BITS_PER_BYTE = 8
BILLION = 10**9
COUNTS = (1, 2, 4, 8, 16)  # how many GPUs engines spread one model over: powers of two, up to two nodes of eight
CHOICE = f"{', '.join(map(str, COUNTS[:-1]))} or {COUNTS[-1]}"
SHAPE = ("parameters_billion", "layers", "kv_heads", "head_dim")


def shape_of(x) -> tuple[dict, str]:
    """The numbers that memory depends on, typed or of the catalogue, and the source of the latter."""
    known = None if x.architecture == OWN else catalogue.architectures()[x.architecture]
    shape = {field: getattr(x, field) for field in SHAPE}
    for field, typed in shape.items():
        if typed is None:
            if known is None:
                raise InputError(field, f"must be given where architecture is {OWN}", None)
            shape[field] = exact(getattr(known, field))
    return shape, known.source if known else ""


def gpu_memory(x):
    if x.gpu_memory_gib is not None:
        return x.gpu_memory_gib
    if x.gpu == OWN:
        raise InputError("gpu_memory_gib", f"must be given where gpu is {OWN}", None)
    return exact(catalogue.gpus()[x.gpu].memory_gib)


def gpus_for(total, memory) -> int | None:
    """The smallest of the usual counts that holds `total`; None when none does."""
    return next((number for number in COUNTS if number * memory >= total), None)


def warnings_of(x, shape: dict, weights, total, memory, gpus) -> list[str]:
    known = None if x.architecture == OWN else catalogue.architectures()[x.architecture]
    warnings = []
    if known is not None:
        typed = [field for field in SHAPE if getattr(x, field) is not None]
        if typed:
            warnings.append(f"You typed {', '.join(typed)}: the answer is for those and no longer for {known.label}.")
        if known.note:
            warnings.append(f"{known.label}: {known.note}")
    if gpus is None:
        warnings.append(
            f"More than {COUNTS[-1]} of these GPUs would be needed: fewer bits, a shorter context, fewer sequences at once, or a larger GPU."
        )
    elif gpus > 1 and gpus_for(weights, memory) == 1:
        warnings.append(
            "The weights alone fit into one GPU: cache and overhead need more, so fewer sequences at once or a shorter context would save GPUs."
        )
    if gpus and gpus > 1 and shape["kv_heads"] % gpus:
        warnings.append(
            f"Keys and values have {counted(shape['kv_heads'], 'heads')}, which {gpus} GPUs cannot share evenly: engines copy some, so the cache takes more."
        )
    return warnings


def compute(x) -> Answer:
    shape, source = shape_of(x)
    memory = gpu_memory(x)
    weights = shape["parameters_billion"] * BILLION * x.weight_bits / BITS_PER_BYTE / GIB
    token = 2 * shape["layers"] * shape["kv_heads"] * shape["head_dim"] * x.kv_bits / BITS_PER_BYTE
    cache = token * x.context_tokens * x.concurrent_sequences / GIB
    total = (weights + cache) * growth_factor(x.overhead_pct)
    gpus = gpus_for(total, memory)

    name = "These numbers" if x.architecture == OWN else catalogue.architectures()[x.architecture].label
    unit = f"GPUs of {gib(memory)}" if x.gpu == OWN or x.gpu_memory_gib is not None else catalogue.gpus()[x.gpu].label
    takes = "take" if x.architecture == OWN else "takes"
    fits = f"more than {COUNTS[-1]} x {unit}" if gpus is None else f"{gpus} x {unit}"
    headline = (
        f"{name} {takes} {gib(total)} with {counted(x.concurrent_sequences, 'sequences')} of {counted(x.context_tokens, 'tokens')}: {fits}."
    )

    weights_trace = Trace(
        "Weights",
        "parameters x bits of a weight / 8 / 2^30",
        f"{term(shape['parameters_billion'])} billion x {term(x.weight_bits)} / 8 / 2^30",
        weights,
        source,
        "weights_gib",
    )
    token_trace = Trace(
        "Bytes of a token in the cache",
        "2 (key and value) x layers x key-value heads x size of a head x bits / 8",
        f"2 x {term(shape['layers'])} x {term(shape['kv_heads'])} x {term(shape['head_dim'])} x {term(x.kv_bits)} / 8",
        token,
        source,
    )
    cache_trace = Trace(
        "Key-value cache",
        "bytes of a token x tokens of a sequence x sequences / 2^30",
        f"{term(token)} x {term(x.context_tokens)} x {term(x.concurrent_sequences)} / 2^30",
        cache,
        output="kv_cache_gib",
        steps=(token_trace,),
    )
    total_trace = Trace(
        "Together",
        "(weights + cache) x (1 + overhead)",
        f"({gib(weights)} + {gib(cache)}) x ({growing(x.overhead_pct)})",
        total,
        output="total_gib",
        steps=(weights_trace, cache_trace),
    )
    return Answer(
        outputs={"weights_gib": weights, "kv_cache_gib": cache, "total_gib": total, "gpus": gpus},
        headline=headline,
        trace=(
            Trace(
                "GPUs",
                f"none: {COUNTS[-1]} do not hold it" if gpus is None else "memory / memory of a GPU, rounded up to a usual number",
                f"{gib(total)} in GPUs of {gib(memory)}" if gpus is None else f"{gib(total)} / {gib(memory)}, rounded up to {CHOICE}",
                gpus,
                output="gpus",
                steps=(total_trace,),
            ),
        ),
        warnings=tuple(warnings_of(x, shape, weights, total, memory, gpus)),
    )


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
    outputs=(
        Output(id="gpus", label="GPUs that hold it", none=f"more than {COUNTS[-1]}", key=True),
        Output(id="total_gib", label="Memory", key=True),
        Output(id="weights_gib", label="Weights"),
        Output(id="kv_cache_gib", label="Key-value cache"),
    ),
    compute=compute,
)
