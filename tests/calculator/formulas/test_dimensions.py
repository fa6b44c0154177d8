"""Every formula adds like to like, and gives what its id says: dollars a month are not dollars, and neither is a number of months."""

import itertools
import math

import pint
import pytest

from calculator.formulas.functions import total
from calculator.formulas.model import Formula
from calculator.formulas.tree import Node, nodes
from calculator.models.registry import CALCULATORS
from calculator.numbers.units import unit_of

REGISTRY = pint.UnitRegistry()
REGISTRY.define("dollar = [money]")
# What the units of ids are in money and time. Tokens, requests, GPUs and per cents are numbers here: ids do not say what they are counted by.
DIMENSIONS = {
    "US dollars": "dollar",
    "US dollars a month": "dollar / month",
    "US dollars a year": "dollar / year",
    "US dollars a quarter": "dollar / month",
    "US dollars an hour": "dollar / hour",
    "US dollars a unit": "dollar",
    "US dollars a request": "dollar",
    "US dollars a try": "dollar",
    "US dollars an accepted answer": "dollar",
    "US dollars a million tokens": "dollar",
    "US dollars a million output tokens": "dollar",
    "units a month": "1 / month",
    "requests a month": "1 / month",
    "tasks a month": "1 / month",
    "requests a second": "1 / second",
    "tokens a second": "1 / second",
    "months": "month",
    "seconds": "second",
    "minutes": "second",
    "hours a month": "hour / month",
    "hours a day": "hour / day",
    "GPU-seconds": "second",
    "GPU-seconds a million tokens": "second",
    "GPU-seconds a million tokens, for each thousand in the cache": "second",
}
# Ids of months that are counted, not measured: how often something is done.
COUNTS = {
    "horizon_months", "timing_horizon_months", "timing_start_months", "consistent_months", "months_at_or_above", "overdue_months",
    "start_month", "best_start_month", "step_month", "months",
}  # fmt: skip
# Ids of sums over months of a dollar each, which say nothing of it.
SUMS = {"bill_sums", "worth_sums", "dollar_sums"}
MONTHLY = {"savings_usd_month", "worths_usd_month"}  # lists of the amounts of months; other lists are of things side by side
EXCEPTIONS = {
    ("evaluate-when", "months_until"): "quarters are counted there, and three months are one of them",
    ("break-even", "break_even_months"): "months are counted by a procedure",
    ("break-even", "discounted_break_even_months"): "months are counted by a procedure",
    ("timing", "cost_of_waiting_usd"): "the sum of what months would have saved",
    ("timing", "cost_of_delay_usd_month"): "what a delay of a month costs",
    ("timing", "runway_seen_months"): "of a time the part within the months that are counted",
    ("unit-economics", "verdict"): "what a month saves, as many times as there are months to look ahead",
    ("self-host", "hosted_rate_usd_month"): "the bill of a month for one request a second, whose second is not in the id",
    ("self-host", "copy_gain_usd_month"): "requests a second times that",
    ("self-host", "even_requests_per_second"): "the bill of a month divided by that",
}


class Mixed(Exception):
    """Two things are set together that are not of one kind."""


def dimension(id: str) -> pint.Quantity:
    """One of what an id stands for."""
    return REGISTRY.Quantity(1.0, "" if id in COUNTS else "month" if id in SUMS else DIMENSIONS.get(unit_of(id).words, ""))


def like(*values: pint.Quantity) -> pint.Quantity:
    """The first of values that must be of one kind; a nought is of any."""
    counted = [value for value in values if value is not None]
    for one, other in itertools.pairwise(counted):
        if one.dimensionality != other.dimensionality:
            raise Mixed(f"sets {one.units} against {other.units}")
    return counted[0] if counted else None


# What the functions give; those that are not named give what their first argument is.
GIVES = {
    "exponential": lambda *values: REGISTRY.Quantity(1.0),
    "ln": lambda *values: REGISTRY.Quantity(1.0),
    "square_root": lambda value: value**0.5,
    "deviations": lambda *values: REGISTRY.Quantity(1.0),
    "monthly": lambda *values: REGISTRY.Quantity(1.0),
    "numbered": lambda *values: REGISTRY.Quantity(1.0),
    "rounded_down": lambda *values: REGISTRY.Quantity(1.0),
    "rounded_up": lambda *values: REGISTRY.Quantity(1.0),
    "count_of": lambda *values: REGISTRY.Quantity(1.0),
    "count_true": lambda *values: REGISTRY.Quantity(1.0),
    "count_positive": lambda *values: REGISTRY.Quantity(1.0),
    "run_at_least": lambda *values: REGISTRY.Quantity(1.0),
    "rate_of_return": lambda *values: REGISTRY.Quantity(1.0),
    "place_of_largest": lambda *values: REGISTRY.Quantity(1.0),
    "known": lambda *values: REGISTRY.Quantity(1.0),
    "month_of_highest": lambda sums, months: months,
    "payback_after": lambda first, sums, fixed, start, cost: cost / like(first, fixed),
    "least": like,
    "most": like,
    "least_known": like,
}


def measured(part: tuple[Node, pint.Quantity | None], beside: list[pint.Quantity | None]) -> pint.Quantity | None:
    """A side of a comparison; a count of months may be set against months that are measured."""
    tree, value = part
    is_count = tree.op == "id" and tree.parts[0] in COUNTS and "month" in tree.parts[0]
    return (
        REGISTRY.Quantity(1.0, "month")
        if is_count and any(other is not None and other.units == REGISTRY.month for other in beside)
        else value
    )


def weighed(tree: Node) -> pint.Quantity | None:
    """What kind of thing a tree gives; None for a nought, an option or no answer, which are of any kind."""
    op, parts = tree.op, tree.parts
    if op == "id":
        return dimension(parts[0])
    if op == "number":
        return REGISTRY.Quantity(1.0) if parts[0] else None
    if op in ("text", "none", "yes", "no"):
        return None
    if op == "if":
        weighed(parts[0])
        return like(weighed(parts[1]), weighed(parts[2]))
    if op in ("each", "column", "item", "neg"):
        return weighed(parts[0])
    found = [weighed(part) for part in parts]
    if op == "running" or (op == "total" and (parts[0].op == "compounded" or parts[0].parts[0] in MONTHLY)):
        return found[0] * REGISTRY.month
    if op in ("+", "-"):
        return like(*found)
    if op in ("<", "<=", ">", ">=", "=", "!="):
        like(*(measured(part, found) for part in zip(parts, found, strict=True)))
        return REGISTRY.Quantity(1.0)
    if op in ("*", "/"):
        one, other = (REGISTRY.Quantity(1.0) if value is None else value for value in found)
        return one * other if op == "*" else one / other
    if op == "**":
        if found[1] is not None and not found[1].dimensionless:
            raise Mixed(f"a power of {found[1].units}")
        return found[0] if found[0].dimensionless else found[0] ** parts[1].parts[0]
    return GIVES.get(op, lambda *values: values[0])(*found)


def mixed(formula: Formula) -> str:
    """What does not go together in a formula, or that it gives another thing than its id says; "" where all is well."""
    try:
        found = weighed(formula.tree)
    except Mixed as error:
        return str(error)
    wanted = dimension(formula.id)
    if found is None or found.dimensionality == wanted.dimensionality:
        return ""
    return f"gives {found.units}, and its id says {wanted.units}"


FORMULAS = [
    (calculator.id, formula) for calculator in CALCULATORS.values() for formula in calculator.formulas.values() if formula.tree is not None
]


@pytest.mark.parametrize(("id", "formula"), FORMULAS, ids=[f"{id}-{formula.id}" for id, formula in FORMULAS])
def test_formula(id, formula):
    """Like is added to like, and the result is of the unit in the id; the exceptions are exceptions."""
    wrong, is_meant = mixed(formula), (id, formula.id) in EXCEPTIONS
    assert is_meant or not wrong, f"{id}: {formula.id} {wrong}. If that is meant, say why in EXCEPTIONS of this file."
    assert wrong or not is_meant, f"{id}: {formula.id} is well, and stands in EXCEPTIONS."


def rent_and_purchase_usd(rent_usd_month, purchase_usd):
    return rent_usd_month + purchase_usd


def payback_usd(switch_cost_usd, net_saving_usd_month):
    return switch_cost_usd / net_saving_usd_month


def outlasts(rent_usd_month, horizon_months):
    return rent_usd_month > horizon_months


def raised_usd(purchase_usd, payback_months):
    return purchase_usd**payback_months


def summed_usd(bills_usd_month, months_waited_months):
    return total([bill * months_waited_months for bill in bills_usd_month]) + bills_usd_month[0]


@pytest.mark.parametrize("function", [rent_and_purchase_usd, payback_usd, outlasts, raised_usd, summed_usd])
def test_a_planted_error_is_found(function):
    """A rent added to a price, a time called dollars, a power of months, a sum of unlike things."""
    assert mixed(Formula(function, "Planted"))


def lasts(runway_months, horizon_months):
    return runway_months >= horizon_months


def test_months_that_are_counted_may_be_set_against_measured_ones():
    """A runway against a horizon is no mistake."""
    assert mixed(Formula(lasts, "Lasts")) == ""


def test_every_unit_is_known():
    """No unit of an id falls among the plain numbers because nobody has entered it."""
    units = {unit_of(part.parts[0]).words for _, formula in FORMULAS for part in nodes(formula.tree) if part.op == "id"}
    assert {words for words in units if "dollar" in words or "second" in words or words.endswith("month")} <= set(DIMENSIONS)
    assert math.isclose(REGISTRY.Quantity(1, "dollar / month").to("dollar / year").magnitude, 12, rel_tol=0.01)
