"""What AI is to the business, who is there to work on it, and what the work is."""

from calculator.inputs.kinds import Boolean, Choice, Integer, Number

BUSINESS = (
    # What AI is to the business
    Boolean(
        id="sells_without_ai",
        yes="it would sell without AI",
        no="it would not sell without AI",
        label="Would people still buy it with the AI switched off?",
        default=True,
        help="Think of your last ten customers: how many would have signed without the AI in it?",
    ),
    Boolean(
        id="ai_in_reason_to_buy",
        yes="AI is in the reason to buy",
        no="AI is not in the reason to buy",
        label="Is AI in the reason why they buy?",
        default=True,
        help="Does the AI stand in the first sentence that a customer says about the product?",
    ),
    Boolean(
        id="proprietary_data",
        yes="there is data of its own",
        no="there is no data of its own",
        label="Do you have data of your own that a competitor's model cannot see?",
        default=False,
        help="Labelled outcomes, corrections by users, documents under contract. Public data does not count.",
    ),
    Boolean(
        id="price_doubling_survivable",
        yes="it would survive the model's price doubling",
        no="it would not survive the model's price doubling",
        label="Would the business survive the model's price doubling?",
        default=True,
        help="Double this month's model bill: is there still a margin?",
    ),
    Choice(
        id="ai_role",
        term="AI",
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
        term="the number of people",
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
        term="the time you can fund",
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
        yes="law or contract requires control of the data",
        no="no law or contract requires control of the data",
        label="Does law or contract require that data stays under your control?",
        default=False,
        help="Yes only if a closed API in your region cannot meet the rule. A rule about place alone is usually no, and a preference always.",
    ),
    Boolean(
        id="quality_differentiator",
        yes="model quality sets you apart",
        no="model quality does not set you apart",
        label="Is model quality what sets you apart from competitors?",
        default=False,
        help="Would a customer leave for a competitor whose model is better at your task?",
    ),
)
