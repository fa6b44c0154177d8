"""A model in memory: its shape, its precision, what it is asked to hold, and on which GPU."""

from calculator.data import catalogue
from calculator.inputs.kinds import Choice, Number
from calculator.inputs.vocabulary.common import MOST_TOKENS, OWN, Names, own_count, own_size

IF_ANY = "as listed, if any"

MEMORY = (
    Choice(
        id="architecture",
        label="Model to be held in memory",
        default="llama-3-3-70b",
        options=Names({OWN: "None of these: my own numbers"}, lambda: {id: entry.label for id, entry in catalogue.architectures().items()}),
        help="Open weights with a published configuration. A number typed below counts instead of the catalogue's.",
    ),
    own_size("parameters_billion", "Parameters", "All of them: a mixture of experts must hold every expert in memory.", 100_000),
    own_count("layers", "Layers", "In the model's configuration file: num_hidden_layers.", 10_000),
    own_count(
        "kv_heads",
        "Key-value heads",
        "In the configuration file: num_key_value_heads, fewer than the attention heads in most models since 2023. Not where the file has kv_lora_rank: such a model has a latent size instead.",
        10_000,
    ),
    own_count("head_dim", "Size of a head", "In the configuration file: head_dim, or hidden size divided by attention heads.", 100_000),
    own_count(
        "full_attention_layers",
        "Layers that keep every token",
        "Where not all do: those called full or global attention, in the configuration file under layer_types.",
        10_000,
        least=0,
        term="number of full layers",
        none=IF_ANY,
    ),
    own_count(
        "sliding_window_tokens",
        "Sliding window",
        "How many tokens the other layers keep: sliding_window or attention_chunk_size in the configuration file; 0 where they keep no keys and values, as linear attention and Mamba do.",
        MOST_TOKENS * 10,
        least=0,
        none=IF_ANY,
    ),
    own_count(
        "latent_dim",
        "Latent size",
        "Of multi-head latent attention, which keeps one short row of numbers in place of keys and values: kv_lora_rank plus qk_rope_head_dim in the configuration file.",
        100_000,
        none=IF_ANY,
    ),
    Number(
        id="weight_bits",
        term="bits of a weight",
        label="Precision of the weights",
        default=16,
        help="Most makers release 16; quantised models have 8 or 4. Fewer bits cost quality: measure how much.",
        minimum=1,
        maximum=64,
        slider=(2, 32, 1),
    ),
    Number(
        id="kv_bits",
        term="bits of a key or value",
        label="Precision of the cache",
        default=16,
        help="Of the key-value cache, which can be quantised on its own.",
        minimum=1,
        maximum=64,
        slider=(2, 32, 1),
    ),
    Number(
        id="context_tokens",
        term="tokens of a sequence",
        label="Length of a sequence",
        default=8_000,
        help="Input and output together: what one request has in memory when it ends.",
        minimum=0,
        maximum=MOST_TOKENS * 10,
        slider=(0, 128_000, 1_000),
    ),
    Number(
        id="concurrent_sequences",
        term="sequences",
        label="At the same time",
        default=16,
        help="Requests that are being answered at once, at the peak.",
        minimum=0,
        maximum=1_000_000,
        slider=(0, 256, 1),
    ),
    Number(
        id="overhead_pct",
        label="Overhead",
        default=10,
        help="What engine, activations and fragmentation take beside weights and cache. Ten per cent is a common guess; engines report their own.",
        minimum=0,
        maximum=1_000,
        slider=(0, 50, 1),
    ),
    Choice(
        id="gpu",
        label="GPU",
        default="h100-sxm",
        options=Names({OWN: "None of these: my own memory"}, lambda: {id: gpu.label for id, gpu in catalogue.gpus().items()}),
        help="With the memory that its driver reports, which may be less than what it is sold with.",
    ),
    own_size("gpu_memory_gib", "Memory of a GPU", "Leave it empty for the catalogue's.", 1_000_000),
)
