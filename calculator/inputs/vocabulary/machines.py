"""Machines that serve a model: how fast, how many, at which price, beside which other routes."""

from calculator.data import catalogue, thresholds
from calculator.inputs.kinds import Choice, Integer, Number, OptionalNumber
from calculator.inputs.vocabulary.common import BILLION, OWN, SAME, Names

FORMER = ", by its former name"

MACHINES = (
    Choice(
        id="setup",
        label="Measured set-up",
        default="gpt-oss-120b-h200",
        options=Names(
            {OWN: "None of these: my own figures"},
            lambda: {id: f"{setup.label}{FORMER if id in catalogue.FORMER_SETUPS else ''}" for id, setup in catalogue.setups().items()},
            lambda: frozenset(catalogue.FORMER_SETUPS),
        ),
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
        help="The busiest minutes, as a multiple of the average; read it off your logs. Users in one time zone make it high, since they sleep.",
        minimum=1,
        maximum=10_000,
        slider=(1, 20, 0.5),
    ),
    Integer(
        id="gpus",
        label="GPUs rented",
        term="GPUs asked for",
        default=0,
        help="With 0, as many as the peak needs.",
        minimum=0,
        maximum=1_000_000,
        slider=(0, 64, 1),
    ),
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
        help=(
            "People alone, no GPUs: 8,000 is about half an engineer, in business hours. A promise around the clock needs a rota, "
            f"by Google's book of at least {thresholds['oncall_people_one_site'].value} people on one site; they may share it with other services."
        ),
        minimum=0,
        maximum=BILLION * 1_000,
        slider=(0, 100_000, 500),
    ),
    Choice(
        id="hosted_model",
        label="Open weights hosted by others",
        default=SAME,
        options=Names(
            {SAME: "The same weights, over all their hosts"},
            lambda: {id: model.name_on(catalogue.newest()) for id, model in catalogue.models().items() if model.weights},
            catalogue.no_longer_offered,
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
