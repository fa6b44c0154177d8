"""What self-hosting shows: the price of output tokens by load."""

from typing import Any

from calculator.formulas.charts import Axis, Level, Lines, Moment, Series, money
from calculator.numbers.constants import HOURS_PER_MONTH, MILLION, SECONDS_PER_HOUR
from calculator.numbers.display import as_given, counted, price, rate, usd
from calculator.numbers.units import RATE

LOAD_STEPS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3)  # parts of what the GPUs can carry


def price_by_load(inputs: dict[str, Any], outputs: dict[str, Any]) -> list[Lines]:
    """What a million output tokens cost on the GPUs of the answer, at any load: the whole bill over what they serve."""
    month: float = outputs["usd_month"]
    tokens: float = inputs["output_tokens"]
    load: float = inputs["requests_per_second"]
    seconds = HOURS_PER_MONTH * SECONDS_PER_HOUR
    full: float = outputs["tokens_per_second"] * 100 / outputs["utilisation_pct"] / tokens

    def cost(requests: float) -> float:
        return month * MILLION / (min(requests, full) * tokens * seconds)

    if not month:
        return []
    loads = sorted(
        {full * step for step in LOAD_STEPS}
        | {load, *(() if load > full / 1000 else (load / 3,)), *(() if load < full * 3 else (load * 3,))}
    )
    levels, beside = [], []
    for name, output in (("hosted", "hosted_usd_month"), ("your API", "api_usd_month")):
        if outputs[output]:
            level = outputs[output] * MILLION / (load * tokens * seconds)
            levels.append(Level(level, name))
            beside.append(f"{'open weights hosted by others' if name == 'hosted' else 'the API you call today'} {price(level)}")
    machines = counted(outputs["gpus"], "GPUs")
    return [
        Lines(
            id="price-by-load",
            title=f"Price of a million output tokens on {machines}, by load",
            text=f"The bill of {usd(month)} over the tokens served: {price(cost(load))} a million at your {as_given(load, RATE)} requests a second, falling to {price(cost(full))} "
            f"at {rate(full)}, when the GPUs are full; from there on requests wait. {'For the same load: ' + ', '.join(beside) + '.' if beside else ''}".strip(),
            x=Axis(label="requests a second", words=rate, log=True),
            y=Axis(label="US dollars a million output tokens", words=money, log=True),
            series=(Series(label="self-hosted", points=tuple((x, cost(x)) for x in loads)),),
            levels=tuple(levels),
            moments=(Moment(load, cost(load), "your load"), Moment(full, cost(full), "GPUs full")),
        )
    ]
