"""The part of the vocabulary that is about tokens, memory and GPUs, with choices from the catalogue.

The catalogue's files are read when a choice is first looked into, so a page without one never pays for them.
Where `own` is chosen, or a number is typed, the catalogue has no say.
"""

from collections.abc import Callable, Iterator, Mapping

from calculator.data import catalogue
from calculator.kinds import Choice, Day, Integer, Number, OptionalNumber

OWN = "own"
SAME = "same"
BILLION = 1_000_000_000
MOST_TOKENS = 10_000_000  # several times the longest context that anybody sells


class Names(Mapping):
    """Id -> words, made when first needed."""

    def __init__(self, first: dict[str, str], load: Callable[[], dict[str, str]]):
        self.first, self.load, self.names = first, load, None

    def all(self) -> dict[str, str]:
        if self.names is None:
            self.names = self.first | self.load()
        return self.names

    def __getitem__(self, id: str) -> str:
        return self.all()[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.all())

    def __len__(self) -> int:
        return len(self.all())


def own_price(id: str, label: str, help: str) -> OptionalNumber:
    return OptionalNumber(id=id, label=label, help=help, minimum=0, maximum=1_000_000)


def own_size(id: str, label: str, help: str, maximum: float) -> OptionalNumber:
    return OptionalNumber(id=id, label=label, help=help, minimum=0.001, maximum=maximum)


def own_count(id: str, label: str, help: str, maximum: int) -> OptionalNumber:
    return OptionalNumber(id=id, label=label, help=help, minimum=1, maximum=maximum, whole=True)


SERVING = (
    # Tokens and their prices
    Choice(
        id="model",
        label="Model you call by API",
        default="gpt-6-1-sol",
        options=Names({OWN: "None of these: my own prices"}, lambda: {id: model.name for id, model in catalogue.models().items()}),
        help="With its list price. Your contract may say otherwise: type your prices below, and they count.",
    ),
    Number(
        id="requests_per_month",
        label="Load",
        default=1_600_000,
        help="Calls of the model, not of your product: one answer to a customer may take several.",
        minimum=1,
        maximum=BILLION * 1_000,
        slider=(10_000, 10_000_000, 10_000),
    ),
    Number(
        id="input_tokens",
        label="Input of a request",
        default=3_000,
        help="Average of all that is sent: instructions, documents, the conversation so far. About four letters of English a token.",
        minimum=1,
        maximum=MOST_TOKENS,
        slider=(100, 50_000, 100),
    ),
    Number(
        id="output_tokens",
        label="Output of a request",
        default=500,
        help="Average of all that comes back. A model that thinks first bills its thoughts here.",
        minimum=1,
        maximum=MOST_TOKENS,
        slider=(10, 5_000, 10),
    ),
    Number(
        id="cached_input_pct",
        label="Share of input read from the cache",
        default=30,
        help="A start that many requests share, such as long instructions, is billed at the cached price. Your provider's usage page shows the share.",
        minimum=0,
        maximum=100,
        slider=(0, 100, 1),
    ),
    Number(
        id="batch_pct",
        label="Share of requests that can wait",
        default=0,
        help="Requests that may be answered within a day go by the batch price.",
        minimum=0,
        maximum=100,
        slider=(0, 100, 1),
    ),
    own_price("input_usd_mtok", "Your price of input", "Leave it empty for the list price."),
    own_price(
        "cached_input_usd_mtok",
        "Your price of cached input",
        "Leave it empty for the list price; where none is listed, cached input costs as much as other input.",
    ),
    own_price("output_usd_mtok", "Your price of output", "Leave it empty for the list price."),
    OptionalNumber(
        id="batch_discount_pct",
        label="Your discount for batches",
        help="Half the price is 50. Leave it empty for the listed one.",
        minimum=0,
        maximum=100,
    ),
    Day(
        id="data",
        label="Prices as of",
        help="A day such as 2026-11-12 or a month such as 2026-10. Leave it empty for the newest; an older answer can be had again.",
    ),
    # Memory
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
        "kv_heads", "Key-value heads", "In the configuration file: num_key_value_heads, fewer than the attention heads in most models since 2023.", 10_000
    ),
    own_count("head_dim", "Size of a head", "In the configuration file: head_dim, or hidden size divided by attention heads.", 100_000),
    Number(
        id="weight_bits",
        label="Precision of the weights",
        default=16,
        help="Most makers release 16; quantised models have 8 or 4. Fewer bits cost quality: measure how much.",
        minimum=1,
        maximum=64,
        slider=(2, 32, 1),
    ),
    Number(
        id="kv_bits",
        label="Precision of the cache",
        default=16,
        help="Of the key-value cache, which can be quantised on its own.",
        minimum=1,
        maximum=64,
        slider=(2, 32, 1),
    ),
    Number(
        id="context_tokens",
        label="Length of a sequence",
        default=8_000,
        help="Input and output together: what one request has in memory when it ends.",
        minimum=0,
        maximum=MOST_TOKENS * 10,
        slider=(0, 128_000, 1_000),
    ),
    Number(
        id="concurrent_sequences",
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
        help="With the memory it is rented with.",
    ),
    own_size("gpu_memory_gib", "Memory of a GPU", "Leave it empty for the catalogue's.", 1_000_000),
    # Machines
    Choice(
        id="setup",
        label="Measured set-up",
        default="gpt-oss-120b-h200",
        options=Names({OWN: "None of these: my own figures"}, lambda: {id: setup.label for id, setup in catalogue.setups().items()}),
        help="Gives the tokens a second of one GPU and the GPU's price. Type your own figures below, and they count.",
    ),
    Number(
        id="requests_per_second",
        label="Average load",
        default=0.6,
        help="Average over the month: requests of a month divided by 2,628,000. Twenty a day are 0.00023.",
        minimum=0.000001,
        maximum=BILLION,
        slider=(0.1, 100, 0.1),
    ),
    Number(
        id="peak_to_average",
        label="Peak",
        default=3,
        help="The busiest minutes, as a multiple of the average: people work by day, so 2 to 4 is usual for one time zone.",
        minimum=1,
        maximum=10_000,
        slider=(1, 20, 0.5),
    ),
    Integer(id="gpus", label="GPUs rented", default=0, help="With 0, as many as the peak needs.", minimum=0, maximum=1_000_000, slider=(0, 64, 1)),
    Integer(
        id="spare_gpus",
        label="Spare GPUs",
        default=1,
        help="For the day when one fails or a model is being replaced. They share the load meanwhile.",
        minimum=0,
        maximum=1_000_000,
        slider=(0, 16, 1),
    ),
    OptionalNumber(
        id="gpu_usd_hour",
        label="Your price of a GPU",
        help="Leave it empty for the middle of the listed offers.",
        minimum=0,
        maximum=1_000_000,
        none="middle offer",
    ),
    OptionalNumber(
        id="max_tokens_per_second",
        label="Your maximum of one GPU",
        help="Output tokens a second at full load, within the latency that your users accept. Measure it: nothing here moves the answer more.",
        minimum=0.001,
        maximum=BILLION,
        none="as measured",
    ),
    Number(
        id="staff_usd_month",
        label="People who run it",
        default=8_000,
        help="About half an engineer. Somebody is on call, updates the engine, and swaps the model when a better one appears.",
        minimum=0,
        maximum=BILLION * 1_000,
        slider=(0, 100_000, 500),
    ),
    Choice(
        id="hosted_model",
        label="Open weights hosted by others",
        default=SAME,
        options=Names(
            {SAME: "The same weights, where they are cheapest"}, lambda: {id: model.name for id, model in catalogue.models().items() if model.weights}
        ),
        help="What the same load costs by API, with nothing to rent.",
    ),
    Number(
        id="hybrid_open_pct",
        label="Share of requests for open weights in a hybrid",
        default=70,
        help="The requests that an open model answers well enough, by your own evaluation. The rest stay with the model you call today.",
        minimum=0,
        maximum=100,
        slider=(0, 100, 1),
    ),
)
