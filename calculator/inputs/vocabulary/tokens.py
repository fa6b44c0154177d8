"""The load in tokens, and what a token costs."""

from calculator.data import catalogue
from calculator.inputs.kinds import Choice, Day, Number, OptionalNumber
from calculator.inputs.vocabulary.common import BILLION, MOST_TOKENS, OWN, Names, own_price

TOKENS = (
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
        help="Average of all that comes back. A model's thinking is billed here too, and on the same question one model may think ten times as long as another: measure each.",
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
)
