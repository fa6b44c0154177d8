"""The load in tokens, and what a token costs."""

from calculator.data import catalogue
from calculator.inputs.kinds import Choice, Day, Number, OptionalNumber
from calculator.inputs.vocabulary.common import BILLION, MOST_TOKENS, OWN, SAME, Names, own_price

USUAL_WEIGHTS = "gpt-oss-120b"  # that stand beside a bill where no others are called or chosen

TOKENS = (
    Choice(
        id="model",
        label="Model you call by API",
        default="gpt-6-1-sol",
        options=Names(
            {OWN: "None of these: my own prices"},
            lambda: {id: model.name_on(catalogue.newest()) for id, model in catalogue.models().items()},
            catalogue.no_longer_offered,
        ),
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
        help="Average of the answers that come back; what a model reasons before it answers has a field of its own.",
        minimum=1,
        maximum=MOST_TOKENS,
        slider=(10, 5_000, 10),
    ),
    Number(
        id="reasoning_tokens",
        label="Reasoning of a request",
        default=0,
        help="What a model reasons before it answers is billed as output, by models that reason. Your usage page shows it; on the same question one model may reason ten times as long as another.",
        minimum=0,
        maximum=MOST_TOKENS,
        slider=(0, 10_000, 50),
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
    Choice(
        id="open_weights",
        label="Open weights to compare with",
        default=SAME,
        options=Names(
            {SAME: f"Those you call, or else {USUAL_WEIGHTS}"}, lambda: {id: one.label for id, one in catalogue.weights().items()}
        ),
        help="The answer sets them beside your bill, from the cheapest to the dearest of their hosts. Left as it is, weights that you call already count, if they are open.",
    ),
    Number(
        id="token_ratio",
        term="tokens of another model",
        label="Tokens of another model, as a multiple",
        default=1,
        help="For the comparison alone: how many tokens another model takes for the same work. 1.3 is 30 % more; give a range where you have not measured.",
        minimum=0.01,
        maximum=100,
        slider=(0.5, 2, 0.05),
    ),
    Number(
        id="accepted_pct",
        label="Share of answers that are accepted",
        default=100,
        help="Of a hundred answers, those that need no second try and no repair. The price of an accepted answer is that of a request divided by it.",
        minimum=0,
        maximum=100,
        slider=(0, 100, 1),
    ),
    Number(
        id="reads_per_cache_write",
        term="reads of each write",
        label="Reads of what is cached",
        default=10,
        help="How often a start of the prompt is read before it is written again. Some providers charge more for writing it than for other input.",
        minimum=1,
        maximum=BILLION,
        slider=(1, 100, 1),
    ),
    OptionalNumber(
        id="peak_pct",
        label="Share of requests in peak hours",
        help="Where a provider charges more at some hours. Leave it empty for as many as there are such hours in a week.",
        minimum=0,
        maximum=100,
        none="hours of a week",
    ),
    own_price("input_usd_mtok", "Your price of input", "Leave it empty for the list price."),
    own_price(
        "cached_input_usd_mtok",
        "Your price of cached input",
        "Leave it empty for the list price; where none is listed, cached input costs as much as other input.",
    ),
    own_price(
        "cache_write_usd_mtok",
        "Your price of writing the cache",
        "Leave it empty for the list price; where none is listed, writing costs as much as other input.",
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
    Day(
        id="today",
        label="Today",
        help="The day from which the day to look again is reckoned.",
        none="the day of the data",
    ),
)
