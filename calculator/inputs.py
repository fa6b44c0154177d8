"""The vocabulary: every input of every calculator, declared once.

An id means the same quantity wherever it stands, so a reader's numbers follow from page to page. Ids and
defaults are API: links in other people's wikis carry the ids and leave out what equals the default. The
defaults tell one story, the team at $180K a year of the site's cases, and the contract analyser's units.
"""

from calculator.data import thresholds
from calculator.inputs_serving import SERVING
from calculator.kinds import Boolean, Choice, Input, Integer, Number, Numbers, Records, Text

TRILLION = 1_000_000_000_000  # beyond any reader's money; keeps every result finite
GROWTH = {"minimum": -100, "maximum": 100_000}


def money(id: str, label: str, default: float, help: str, top: float, step: float) -> Number:
    """An amount of money, never negative; its slider runs from 0 to `top`."""
    return Number(id=id, label=label, default=default, help=help, minimum=0, maximum=TRILLION, slider=(0, top, step))


VOCABULARY: dict[str, Input] = {
    item.id: item
    for item in (
        *SERVING,
        # What AI is to the business
        Boolean(
            id="sells_without_ai",
            label="Would people still buy it with the AI switched off?",
            default=True,
            help="Think of your last ten customers: how many would have signed without the AI in it?",
        ),
        Boolean(
            id="ai_in_reason_to_buy",
            label="Is AI in the reason why they buy?",
            default=True,
            help="Does the AI stand in the first sentence that a customer says about the product?",
        ),
        Boolean(
            id="proprietary_data",
            label="Do you have data of your own that a competitor's model cannot see?",
            default=False,
            help="Labelled outcomes, corrections by users, documents under contract. Public data does not count.",
        ),
        Boolean(
            id="price_doubling_survivable",
            label="Would the business survive the model's price doubling?",
            default=True,
            help="Double this month's model bill: is there still a margin?",
        ),
        Choice(
            id="ai_role",
            label="What is AI to you?",
            default="feature",
            options={"feature": "A feature of what we sell", "product": "What we sell"},
            help="Not sure? The page Feature or product asks four questions and answers this one.",
        ),
        # The team and its stage
        Choice(
            id="stage",
            label="Product-market fit",
            default="post-pmf",
            options={"pre-pmf": "Not yet found", "post-pmf": "Found"},
            help="Found: customers come back, pay, and would miss it.",
        ),
        Integer(
            id="team_size",
            label="People in the company",
            default=60,
            help="Everybody on the payroll, not engineering alone.",
            minimum=1,
            maximum=1_000_000,
            slider=(1, 200, 1),
        ),
        Choice(
            id="ml_talent",
            label="Machine-learning talent",
            default="hireable",
            options={
                "none": "None, and hard to hire",
                "hireable": "None yet, but we can hire",
                "in-house": "Some in house",
                "ml-native": "ML-native: founders or team come from it",
            },
            help="People who have run a model in production, not people who have called an API.",
        ),
        Choice(
            id="funding",
            label="Funding",
            default="lean",
            options={"lean": "Lean or bootstrapped", "funded": "Well funded"},
            help="Funded: you could pay for six months of infrastructure work before it saves anything.",
        ),
        Number(
            id="investment_months",
            label="Months of work you can fund before it pays back",
            default=6,
            help="How long a team may build before the first saving arrives.",
            minimum=0,
            maximum=240,
            slider=(0, 24, 1),
            resolution=0.1,
        ),
        # The work the model does
        Choice(
            id="workload_mix",
            label="Workloads",
            default="mixed",
            options={"uniform": "All alike", "mixed": "Mixed: some need quality, some need to be cheap"},
            help="Mixed: a chat with customers beside a nightly batch over documents, for example.",
        ),
        Boolean(
            id="data_sovereignty",
            label="Does law or contract require that data stays under your control?",
            default=False,
            help="A rule that names where data may be processed. A preference does not count.",
        ),
        Boolean(
            id="quality_differentiator",
            label="Is model quality what sets you apart from competitors?",
            default=False,
            help="Would a customer leave for a competitor whose model is better at your task?",
        ),
        # Money and growth
        money("api_spend_usd_month", "API spend", 15_000, "Last month's bill for model APIs: the run rate, not an average of the year.", 100_000, 500),
        Number(
            id="usage_growth_pct_year",
            label="Growth of usage",
            default=60,
            help="Growth of requests over a year; 100 means that it doubles.",
            slider=(-50, 400, 5),
            **GROWTH,
        ),
        Number(
            id="usage_growth_pct_quarter",
            label="Growth of usage",
            default=12,
            help="Growth of requests from one quarter to the next; 12 a quarter is about 57 a year.",
            slider=(-20, 100, 1),
            **GROWTH,
        ),
        Number(
            id="ai_share_of_cogs_pct",
            label="AI's share of the cost of goods sold",
            default=12,
            help="Model bills divided by all that it costs to deliver the product: hosting, support, models.",
            minimum=0,
            maximum=100,
            slider=(0, 100, 1),
        ),
        money("run_rate_usd_year", "Run rate today", 180_000, "Last quarter's spend times four (or last month's times twelve).", 2_000_000, 10_000),
        Number(
            id="growth_pct_quarter",
            label="Growth of the run rate",
            default=40,
            help="From one quarter to the next; 40 means that each quarter costs 1.4 times the one before.",
            slider=(-50, 100, 1),
            **GROWTH,
        ),
        Integer(
            id="quarters",
            label="Quarters to look ahead",
            default=8,
            help="How far the table goes. A growth rate seldom holds for more than eight quarters.",
            minimum=1,
            maximum=40,
            slider=(1, 40, 1),
        ),
        Numbers(
            id="spend_history_usd_month",
            label="API spend of the last months",
            default=[9_900, 10_300, 10_700, 11_100, 11_500, 12_000, 12_400, 12_900, 13_400, 13_900, 14_400, 15_000],
            help="Oldest first, the last full month at the end, spaces between.",
            minimum=0,
            maximum=TRILLION,
            shortest=1,
            longest=60,
        ),
        Integer(
            id="consistent_months",
            label="Months in a row that count as consistent",
            default=thresholds["consistent_months"].value,
            help="One expensive month is an accident; this many are a trend.",
            minimum=1,
            maximum=60,
            slider=(1, 12, 1),
        ),
        money(
            "evaluate_from_usd_month", "Evaluate from", thresholds["evaluate_from_usd_month"].value, "The lower edge of the window. The rule says $10,000.", 50_000, 500
        ),
        money(
            "overdue_from_usd_month", "Overdue from", thresholds["overdue_from_usd_month"].value, "The upper edge of the window. The rule says $20,000.", 100_000, 500
        ),
        # One unit of what you sell
        money("price_usd_unit", "Price of a unit", 12, "What a customer pays for one contract, seat, document or answer.", 100, 0.5),
        money("ai_cost_usd_unit", "AI cost of a unit today", 2.5, "Model bill divided by units.", 10, 0.05),
        money("other_cost_usd_unit", "Other cost of a unit", 1.5, "Hosting, support, payment fees: what each further unit costs beside the model.", 50, 0.1),
        money("alternative_ai_cost_usd_unit", "AI cost of a unit with the alternative", 0.3, "Its own cost per unit; what it costs every month whatever the volume goes into the next field but one.", 10, 0.05),
        Number(
            id="units_per_month",
            label="Units a month",
            default=20_000,
            help="Contracts, seats, documents or answers sold in a month.",
            minimum=0,
            maximum=TRILLION,
            slider=(0, 100_000, 500),
        ),
        money("switch_cost_usd", "Cost of switching, once", 150_000, "Engineering, evaluation, migration.", 1_000_000, 5_000),
        money("alternative_fixed_usd_month", "Fixed cost of the alternative", 8_000, "GPUs that are rented whether or not they work, and the people who run them.", 100_000, 500),
        # Break-even and timing
        money("upfront_usd", "Upfront cost", 150_000, "Hardware, engineering, evaluation, migration: what is spent before the first saving.", 1_000_000, 5_000),
        money("alternative_usd_month", "Bill of the alternative", 9_800, "Rent or power, people, licences, and what still goes to an API: everything, each month.", 100_000, 500),
        Number(
            id="alternative_growth_pct_year",
            label="Growth of the alternative's bill",
            default=0,
            help="None while rented capacity has room. Hosted open weights grow with usage, and fall with their own price.",
            slider=(-50, 400, 5),
            **GROWTH,
        ),
        Number(
            id="api_price_change_pct_year",
            label="Change of the API's price",
            default=0,
            help="What the same work costs by the same API: -9.5 is a fall of 9.5 % a year. A list price stands until somebody changes it.",
            slider=(-90, 100, 0.5),
            **GROWTH,
        ),
        Number(
            id="discount_pct_year",
            label="Discount rate",
            default=10,
            help="What a year's wait for money is worth to you: the return asked of any other project.",
            minimum=0,
            maximum=1_000,
            slider=(0, 50, 1),
        ),
        Integer(
            id="horizon_months",
            label="Months to look ahead",
            default=60,
            help="What pays back later counts as never. GPUs are written off in three to five years.",
            minimum=1,
            maximum=240,
            slider=(1, 120, 1),
        ),
        money("cash_usd", "Cash in the bank", 5_000_000, "What can be spent before more comes in.", 20_000_000, 100_000),
        money("burn_usd_month", "Burn", 250_000, "Cash that goes out in a month beyond what comes in. 0 if the company carries itself.", 1_000_000, 10_000),
        Number(
            id="engineers",
            label="Engineers on the build",
            default=2,
            help="People who do nothing else meanwhile. Those on the payroll count too: their months are taken from the product.",
            minimum=0,
            maximum=10_000,
            slider=(0, 20, 0.5),
        ),
        money("engineer_usd_month", "Cost of an engineer", 15_000, "Salary, taxes, tools: what a month of one engineer costs the company.", 40_000, 500),
        Number(
            id="build_months",
            label="Months of build",
            default=3,
            help="Until the alternative carries the load: evaluation, migration, fixing what breaks.",
            minimum=0,
            maximum=60,
            slider=(0, 24, 0.5),
            resolution=0.1,
        ),
        Number(
            id="saving_pct",
            label="Saving on the API bill",
            default=88,
            help="The part of the bill that goes away, before the alternative's fixed cost. 2.50 to 0.30 a unit is 88.",
            minimum=0,
            maximum=100,
            slider=(0, 100, 1),
        ),
        Integer(
            id="months_already_waited",
            label="Months already waited",
            default=3,
            help="Since the day on which the alternative could have been running.",
            minimum=0,
            maximum=48,
            slider=(0, 36, 1),
        ),
        # One basket
        money("revenue_usd_month", "Revenue", 420_000, "Last month's, from what the models are part of.", 5_000_000, 10_000),
        money("other_cogs_usd_month", "Other cost of goods sold", 110_000, "Hosting, support, payment fees: what it costs to deliver, beside the models.", 2_000_000, 5_000),
        Records(
            id="providers",
            label="Spend with each provider",
            default=[{"name": "Provider A", "usd_month": 12_000}, {"name": "Provider B", "usd_month": 3_000}],
            help="A line each: the name, a colon, and last month's bill in US dollars.",
            columns=(
                Text(id="name", label="Provider", default="", help="Its name."),
                Number(id="usd_month", label="Bill", default=0, help="Last month's.", minimum=0, maximum=TRILLION),
            ),
            shortest=1,
            longest=30,
            example="Provider A: 12000",
        ),
        Text(id="shocked_provider", label="Provider whose price changes", default="", help="A name from the list above.", empty="the one with the largest bill"),
        Number(
            id="price_multiplier",
            label="Its new price",
            default=2,
            help="A doubling is 2, a fall to a fifth 0.2. Real ones, with their dates, stand below.",
            minimum=0,
            maximum=1_000,
            slider=(0, 5, 0.05),
        ),
        Number(
            id="reroutable_pct",
            label="Part of its work that can go elsewhere within a month",
            default=40,
            help="Count what has run on another model with your own evaluation set. Not tried is 0.",
            minimum=0,
            maximum=100,
            slider=(0, 100, 5),
        ),
        Number(
            id="reroute_price_ratio",
            label="Price of that work elsewhere",
            default=1.2,
            help="A fifth dearer than at this provider today is 1.2. Longer prompts and a second try count.",
            minimum=0,
            maximum=1_000,
            slider=(0, 3, 0.05),
        ),
    )
}
