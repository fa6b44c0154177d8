"""Formulas with more than one branch, in words and in numbers: what is shown is the branch that gave the value, never another."""

from calculator.numbers.finance import covering
from calculator.numbers.units import price, term_pct, told_apart


def growing(percent) -> str:
    """The factor of a period: 1 + 40 %, 1 - 5 %."""
    return f"1 {'-' if percent < 0 else '+'} {term_pct(abs(percent))}"


def until(words: tuple[str, str], start, target, growth_pct, periods, times: str = "") -> tuple[str, str]:
    """(formula, numbers) of the `periods` of growth from `start` to `target`, as periods_to_reach() counts them; `words` name the two."""
    here, there = words
    first, last = told_apart(start, target, price)
    if start >= target:
        return "0, since it is already there", f"already there: {first} is at least {last}"
    if periods is None:
        why = "nothing grows out of nothing" if start <= 0 else "without growth"
        return f"never: {why}", f"{first} is below {last} and grows {term_pct(growth_pct)} a quarter"
    return (
        f"{times}ln({there} / {here}) / ln(1 + growth of a quarter)",
        f"{times}ln({last} / {first}) / ln({growing(growth_pct)})",
    )


def crossing(upfront, savings: list, within: str) -> tuple[str, str]:
    """(formula, numbers) of the months after which the sum of `savings` covers `upfront`, as payback() counts them; `within` says which savings."""
    found = covering(upfront, savings)
    if found is None:
        return "never: the sum of the savings does not cover the upfront cost", f"{price(upfront)} against the savings of {within}"
    whole, recovered, saving = found
    left, so_far = ("- recovered by then", f"- {price(recovered)}") if recovered >= 0 else ("+ lost by then", f"+ {price(-recovered)}")
    return (
        f"whole months + (upfront {left}) / saving of the next month",
        f"{whole} + ({price(upfront)} {so_far}) / {price(saving)}",
    )


def when_positive(formula: str, cost: str, saving, name: str) -> tuple[str, str]:
    """(formula, numbers) of a cost / a saving that pays it; never where nothing is saved."""
    return (formula, f"{cost} / {price(saving)}") if saving > 0 else (f"never: there is no {name}", f"{price(saving)} is not above 0")


def parts(formula: str, numbers: str, whole, unknown: str) -> tuple[str, str]:
    """(formula, numbers) of a share of `whole`; without any it is `unknown`, since nothing is divided by 0."""
    return (formula, numbers) if whole else (f"unknown: {unknown}", unknown)
