"""One unit of what you sell: its price, its costs, and what a change of route does to them."""

from functools import partial

from calculator.inputs.kinds import Number
from calculator.inputs.vocabulary.common import TRILLION, money

# A unit may be an answer that costs a hundredth of a cent.
unit_money = partial(money, below_1=1e-6)

UNIT = (
    unit_money("price_usd_unit", "Price of a unit", 12, "What a customer pays for one contract, seat, document or answer.", 100, 0.5),
    unit_money("ai_cost_usd_unit", "AI cost of a unit today", 2.5, "Model bill divided by units.", 10, 0.05),
    unit_money(
        "other_cost_usd_unit",
        "Other cost of a unit",
        1.5,
        "Hosting, support, payment fees: what each further unit costs beside the model.",
        50,
        0.1,
    ),
    unit_money(
        "alternative_ai_cost_usd_unit",
        "AI cost of a unit with the alternative",
        0.3,
        "Its own cost per unit; what it costs every month whatever the volume goes into the next field but one.",
        10,
        0.05,
    ),
    Number(
        id="units_per_month",
        label="Units a month",
        default=20_000,
        help="Contracts, seats, documents or answers sold in a month.",
        minimum=0,
        maximum=TRILLION,
        slider=(0, 100_000, 500),
    ),
    money(
        "switch_cost_usd", "Cost of switching, once", 150_000, "Engineering, evaluation, migration.", 1_000_000, 5_000, "cost of switching"
    ),
    money(
        "alternative_fixed_usd_month",
        "Fixed cost of the alternative",
        8_000,
        "People who run it, and GPUs that are rented whether or not they work. The 8,000 it starts from are people alone: add GPUs that the unit cost does not hold.",
        100_000,
        500,
    ),
)
