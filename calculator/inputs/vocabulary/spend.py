"""What is spent on models, how it grows, and from when an alternative is worth a look."""

from calculator.data import thresholds
from calculator.inputs.kinds import Integer, Number, Numbers
from calculator.inputs.vocabulary.common import GROWTH, TRILLION, money


def a_year_of(quarter: int) -> str:
    """What a growth in per cent a quarter comes to in a year."""
    return f"{quarter} a quarter is about {(100 + quarter) ** 4 / 100**3 - 100:.0f} a year"


SPEND = (
    money(
        "api_spend_usd_month",
        "API spend",
        15_000,
        "Last month's bill for model APIs: the run rate, not an average of the year.",
        100_000,
        500,
    ),
    Number(
        id="usage_growth_pct_year",
        label="Growth of usage",
        changes="usage",
        default=60,
        help=f"Growth of requests over a year; 100 means that it doubles, and {a_year_of(40)}.",
        slider=(-50, 400, 5),
        **GROWTH,
    ),
    Number(
        id="usage_growth_pct_month",
        label="Growth of usage",
        changes="usage",
        default=4,
        help="Growth of requests from one month to the next.",
        slider=(-10, 30, 1),
        **GROWTH,
    ),
    Number(
        id="usage_growth_pct_quarter",
        label="Growth of usage",
        changes="usage",
        default=12,
        help=f"Growth of requests from one quarter to the next; {a_year_of(12)}.",
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
    money(
        "run_rate_usd_year", "Run rate today", 180_000, "Last quarter's spend times four (or last month's times twelve).", 2_000_000, 10_000
    ),
    Number(
        id="growth_pct_quarter",
        label="Growth of the run rate",
        changes="the run rate",
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
        term="API spend of a month",
        label="API spend of the last months",
        default=[9_900, 10_300, 10_700, 11_100, 11_500, 12_000, 12_400, 12_900, 13_400, 13_900, 14_400, 15_000],
        help="Oldest first, the last full month at the end. A row or column of a spreadsheet can be pasted.",
        minimum=0,
        maximum=TRILLION,
        shortest=1,
        longest=60,
        place="{} before",
        last="last month",
    ),
    Integer(
        id="consistent_months",
        term="months that count as consistent",
        label="Months in a row that count as consistent",
        default=thresholds["consistent_months"].value,
        help="One expensive month is an accident; this many are a trend.",
        minimum=1,
        maximum=60,
        slider=(1, 12, 1),
    ),
    money(
        "evaluate_from_usd_month",
        "Evaluate from",
        thresholds["evaluate_from_usd_month"].value,
        "The lower edge of the window. The rule says $10,000.",
        50_000,
        500,
        "lower edge",
    ),
    money(
        "overdue_from_usd_month",
        "Overdue from",
        thresholds["overdue_from_usd_month"].value,
        "The upper edge of the window. The rule says $20,000.",
        100_000,
        500,
        "upper edge",
    ),
)
