"""Rented GPUs under a load: how many, how busy, what they cost, and what their idle hours cost."""

from decimal import Decimal
from typing import NamedTuple

from calculator.data import catalogue
from calculator.data.catalogue import Setup
from calculator.errors import InputError
from calculator.formulas.answer import Trace
from calculator.inputs.vocabulary.common import OWN
from calculator.models.self_host.throughput import HOURS_PER_MONTH, machines_for, tokens_given, usd_mtok_output
from calculator.numbers.decimals import HUNDRED, ONE, exact
from calculator.numbers.units import price, term, term_pct


class Machine(NamedTuple):
    """One GPU: its maximum in output tokens a second, how many a copy of the model takes, its price, and the lowest and highest listed, if listed."""

    setup: Setup | None
    maximum: Decimal
    copy: int
    usd_hour: Decimal
    listed: tuple[Decimal, Decimal] | None


class Rented(NamedTuple):
    """GPUs under a load. Rates are output tokens a second; money is US dollars a month, `gpu_month` without the people."""

    machine: Machine
    gpus: int
    load: Decimal
    peak: Decimal
    capacity: Decimal
    tokens: Decimal
    utilisation_pct: Decimal
    gpu_month: Decimal
    month: Decimal
    idle: Decimal
    usd_mtok_output: Decimal

    @property
    def saturated(self) -> bool:
        return self.load > self.capacity


def machine_of(x, day: str) -> Machine:
    """The machine as the reader typed it, else of the measured set-up with the middle of the listed offers."""
    setup = None if x.setup == OWN else catalogue.setups()[x.setup]
    for field in ("max_tokens_per_second", "gpu_usd_hour"):
        if setup is None and getattr(x, field) is None:
            raise InputError(field, f"must be given where setup is {OWN}", None)
    typed = x.max_tokens_per_second is not None
    maximum, copy = (x.max_tokens_per_second, 1) if typed else (exact(setup.tokens_per_second), setup.gpus_per_copy)
    if x.gpu_usd_hour is not None:
        return Machine(setup, maximum, copy, x.gpu_usd_hour, None)
    low, middle, high = catalogue.gpus()[setup.gpu].usd_hour(day)
    return Machine(setup, maximum, copy, middle, (low, high))


def rent(gpus: int, usd_hour: Decimal) -> Decimal:
    """A month of rent: the same whether they work or idle."""
    return gpus * usd_hour * HOURS_PER_MONTH


def rented(x, machine: Machine, part: Decimal = ONE) -> Rented:
    """The GPUs for a part of the reader's load: those the reader says, else as many as the peak needs, and the spare ones."""
    load = x.requests_per_second * x.output_tokens * part
    peak = load * x.peak_to_average
    gpus = (x.gpus or machines_for(peak, machine.maximum, machine.copy)) + x.spare_gpus
    capacity = gpus * machine.maximum
    tokens = tokens_given(load, capacity)
    gpu_month = rent(gpus, machine.usd_hour)
    return Rented(
        machine=machine,
        gpus=gpus,
        load=load,
        peak=peak,
        capacity=capacity,
        tokens=tokens,
        utilisation_pct=tokens / capacity * HUNDRED,
        gpu_month=gpu_month,
        month=gpu_month + x.staff_usd_month,
        idle=gpu_month * (ONE - tokens / capacity),
        usd_mtok_output=usd_mtok_output(gpus * machine.usd_hour, tokens),
    )


def traces_of(x, r: Rented) -> tuple[Trace, ...]:
    """How each number of the rented GPUs came about."""
    m = r.machine
    measured, priced = (
        (m.setup.source if m.setup and x.max_tokens_per_second is None else ""),
        (catalogue.gpus()[m.setup.gpu].offers[0].source if m.listed else ""),
    )
    load = Trace(
        "Load",
        "requests a second x output tokens",
        f"{term(x.requests_per_second)} x {term(x.output_tokens)}",
        r.load,
        unit="tokens_per_second",
    )
    peak = Trace(
        "Load at the peak", "load x peak", f"{term(r.load)} x {term(x.peak_to_average)}", r.peak, unit="tokens_per_second", steps=(load,)
    )
    if x.gpus:
        chosen = "those you say + spare GPUs", f"{x.gpus} + {x.spare_gpus}"
    elif m.copy == 1:
        chosen = (
            "load at the peak / maximum of one, rounded up, + spare GPUs",
            f"{term(r.peak)} / {term(m.maximum)}, rounded up, + {x.spare_gpus}",
        )
    else:
        chosen = (
            "load at the peak / (maximum of one x GPUs of a copy of the model), rounded up, x GPUs of a copy + spare GPUs",
            f"{term(r.peak)} / ({term(m.maximum)} x {m.copy}), rounded up, x {m.copy} + {x.spare_gpus}",
        )
    gpus = Trace(
        "GPUs",
        *chosen,
        r.gpus,
        measured,
        "gpus",
        steps=(peak,),
    )
    capacity = Trace(
        "What they can give",
        "GPUs x maximum of one",
        f"{r.gpus} x {term(m.maximum)}",
        r.capacity,
        measured,
        unit="tokens_per_second",
        steps=(gpus,),
    )
    tokens = Trace(
        "Tokens served",
        "the smaller of load and what they can give",
        f"min({term(r.load)}, {term(r.capacity)})",
        r.tokens,
        output="tokens_per_second",
        steps=(load, capacity),
    )
    hour = Trace(
        "Price of a GPU",
        "the middle of the listed offers" if m.listed else "as typed",
        price(m.usd_hour),
        m.usd_hour,
        priced,
        unit="usd_hour",
    )
    bill = Trace(
        "Rent",
        f"GPUs x price x {HOURS_PER_MONTH} hours, busy or not",
        f"{r.gpus} x {price(m.usd_hour)} x {HOURS_PER_MONTH}",
        r.gpu_month,
        unit="usd_month",
        steps=(hour,),
    )
    busy = Trace(
        "Utilisation",
        "tokens served / what they can give",
        f"{term(r.tokens)} / {term(r.capacity)}",
        r.utilisation_pct,
        output="utilisation_pct",
        steps=(tokens,),
    )
    return (
        gpus,
        tokens,
        busy,
        Trace("Bill", "rent + people", f"{price(r.gpu_month)} + {price(x.staff_usd_month)}", r.month, output="usd_month", steps=(bill,)),
        Trace(
            "Idle",
            "rent x (1 - utilisation)",
            f"{price(r.gpu_month)} x (1 - {term_pct(r.utilisation_pct)})",
            r.idle,
            output="idle_usd_month",
            steps=(bill, busy),
        ),
        Trace(
            "Price of output tokens, GPUs only",
            "GPUs x price of an hour / (tokens a second x 0.0036), the millions of an hour",
            f"{r.gpus} x {price(m.usd_hour)} / ({term(r.tokens)} x 0.0036)",
            r.usd_mtok_output,
            output="usd_mtok_output",
        ),
        Trace("Saturated", "load above what they can give", f"{term(r.load)} against {term(r.capacity)}", r.saturated, output="saturated"),
    )
