"""Providers, and what happens when one of them changes its price."""

from calculator.inputs.kinds import Number, Records, Text
from calculator.inputs.vocabulary.common import TRILLION, money

# The example is Company B, for which a doubling matters: 16,000 contracts of $12, $1.50 of other cost each, $2.50 of the model's.
BASKET = (
    money("revenue_usd_month", "Revenue", 192_000, "Last month's, from what the models are part of.", 5_000_000, 10_000),
    money(
        "other_cogs_usd_month",
        "Other cost of goods sold",
        24_000,
        "Hosting, support, payment fees: what it costs to deliver, beside the models.",
        2_000_000,
        5_000,
    ),
    Records(
        id="providers",
        label="Spend with each provider",
        default=[{"name": "Provider A", "usd_month": 32_000}, {"name": "Provider B", "usd_month": 8_000}],
        help="Each by its name, with last month's bill. Two columns of a spreadsheet can be pasted.",
        columns=(
            Text(id="name", label="Provider", default="", help="Its name."),
            Number(id="usd_month", label="Bill", default=0, help="Last month's.", minimum=0, maximum=TRILLION),
        ),
        shortest=1,
        longest=30,
        example="Provider A: 32000",
    ),
    Text(
        id="shocked_provider",
        label="Provider whose price changes",
        default="",
        help="A name from the list above.",
        empty="the one with the largest bill",
    ),
    Number(
        id="price_multiplier",
        term="new price",
        label="Its new price",
        default=2,
        help="A doubling is 2, a fall to a fifth 0.2. Real ones, with their dates, stand below.",
        minimum=0,
        maximum=1_000,
        slider=(0, 5, 0.05),
    ),
    Number(
        id="reroutable_pct",
        term="part that can move",
        label="Part of its work that can go elsewhere within a month",
        default=40,
        help="Count what has run on another model with your own evaluation set. Not tried is 0.",
        minimum=0,
        maximum=100,
        slider=(0, 100, 5),
    ),
    Number(
        id="reroute_price_ratio",
        term="price elsewhere",
        label="Price of that work elsewhere",
        default=1.2,
        help="Where the same work costs 20 % more than at this provider today, 1.2. Longer prompts and a second try count.",
        minimum=0,
        maximum=1_000,
        slider=(0, 3, 0.05),
    ),
)
