"""Ranges instead of numbers: what the answer may be, how likely each decision is, and which input that hangs on.

A range low..high holds its number with a probability of 90 %: lognormal where both ends are positive, else normal. A draw beyond the
bounds of the input, or of what the others allow, counts as the bound; of whole numbers the nearest is taken. Inputs are drawn independently.

The draws are not random but spread evenly (Richtmyer's additive sequence, shifted by the seed), which needs far fewer of them, and
are made of + - * / and square roots alone: the same seed gives the same bits on every machine.
"""

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext
from functools import cache
from typing import Any

from calculator.errors import InputError
from calculator.formulas.graph import as_floats, constants, formulas_for, solve, solve_columns
from calculator.formulas.model import Calculator, Formula, Output
from calculator.formulas.rules import bounded, check, moved, within
from calculator.inputs.kinds import Input, Number
from calculator.numbers.decimals import CONTEXT, exact
from calculator.numbers.display import full_count, in_sentence, parts_of_100, wholes_of_100
from calculator.numbers.normal import exponential, normal_quantile
from calculator.numbers.units import inside

SEEDS = 2**32  # a seed is a whole number below
LEVELS = 1024  # the values that one range is drawn from, equally likely
MOST_PCT = 50  # of the spread
BLOCK = 256  # draws that are solved together
BINS = 16  # groups of neighbouring levels; how far apart their averages lie is what an input explains
P95 = 1.6448536269514722  # the standard normal's 95 % quantile: 90 % lie between it and its opposite
QUANTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}


@cache
def scores() -> tuple[float, ...]:
    """The standard normal at the middle of each level."""
    return tuple(normal_quantile((level + 0.5) / LEVELS) for level in range(LEVELS))


def shape(range_: dict[str, Any]) -> str:
    return "lognormal" if range_["low"] > 0 else "normal"


def whole(declared: Number, value: Any) -> Any:
    return round(value) if declared.whole else value


def middle(declared: Input, value: Any) -> Any:
    """The value of an input, of a range its middle."""
    return centre(declared, value) if isinstance(declared, Number) and isinstance(value, dict) else value


def centre(declared: Number, range_: dict[str, Any]) -> Any:
    """The median of a range: where the point answer is given."""
    low, high = exact(range_["low"]), exact(range_["high"])
    with localcontext(CONTEXT):
        return whole(declared, (low * high).sqrt() if shape(range_) == "lognormal" else (low + high) / 2)


def levels(declared: Number, range_: dict[str, Any]) -> list[Any]:
    """LEVELS equally likely values of a range, in order: floats, or whole numbers where the input is one."""
    low, high = float(range_["low"]), float(range_["high"])
    if shape(range_) == "lognormal":
        middle = math.sqrt(low) * math.sqrt(high)
        width = float(exact(range_["high"]).ln(CONTEXT) - exact(range_["low"]).ln(CONTEXT)) / (2 * P95)
        values = [middle * exponential(width * score) for score in scores()]
    else:
        middle, width = (low + high) / 2, (high - low) / (2 * P95)
        values = [middle + width * score for score in scores()]
    lowest, highest = float(declared.minimum), float(declared.maximum)  # a bound is written as it reads best, which may be 0
    return [whole(declared, min(max(value, lowest), highest)) for value in values]


def steps(dimensions: int) -> list[int]:
    """The fractions of the square roots of the first primes, in parts of 2 ** 32: numbers that no quotient comes near, so no range is drawn unevenly."""
    found: list[int] = []
    number = 2
    while len(found) < dimensions:
        if all(number % divisor for divisor in range(2, math.isqrt(number) + 1)):
            found.append(math.isqrt(number << 64) % SEEDS)
        number += 1
    return found


def draws(dimensions: int, n: int, seed: int) -> list[list[int]]:
    """For each input the level of each of `n` draws."""
    drawn, shift, high = [], seed, SEEDS // LEVELS
    for step in steps(dimensions):
        shift = (shift * 1664525 + 1013904223) % SEEDS  # Numerical Recipes' generator: enough to move a lattice
        drawn.append([place % SEEDS // high for place in range(shift, shift + step * n, step)])
    return drawn


def answers(
    calculator: Calculator, declared: dict[str, Input], fixed: dict[str, Any], varied: dict[str, list[Any]], n: int
) -> dict[str, list[Any]]:
    """Output id -> its value for each of `n` sets of inputs: `fixed` in all, `varied` (input id -> values) one by one.

    A model gets each draw as it gets the number that a reader types: of one kind, whatever the draw and the bounds are written as.
    """
    wanted = [output for output in calculator.outputs if output.kind in ("value", "choice", "yes-no")]
    if calculator.sampled:
        columns = {
            id: varied[id] if id in varied else [float(value) if isinstance(value, Decimal) else value] * n for id, value in fixed.items()
        }
        return calculator.sampled(columns, n)
    made = {output.formula.id: output.id for output in wanted if output.formula}
    middle = as_floats(solve(formulas_for(calculator, frozenset(made)), fixed | constants(calculator)))
    typed = {id: middle[id] for id in fixed}
    rules = moved(calculator.rules, typed, varied)
    by_others: dict[str, list[Any]] = {id: [] for id in bounded(rules) if fixed[id] is not None}
    try:
        for drawn_values in zip(*varied.values(), strict=True) if rules else ():
            values = within(rules, typed | dict(zip(varied, drawn_values, strict=True)))
            check(rules, values)
            for id, column in by_others.items():
                column.append(values[id])
        drawn = varied | {id: column for id, column in by_others.items() if id in varied or any(value != middle[id] for value in column)}
        solved = solve_blocks(formulas_for(calculator, frozenset(made), frozenset(drawn)), middle, drawn, made, n)
    except InputError as error:  # two fields that do not fit: nobody typed the number drawn, so it is not named
        raise InputError(error.field, f"must fit every value of the ranges given for {', '.join(varied)}", error.got) from None
    return {id: solved.get(formula) or [middle[formula]] * n for formula, id in made.items()}


def solve_blocks(
    formulas: tuple[Formula, ...], fixed: dict[str, Any], columns: dict[str, list[Any]], wanted: Iterable[str], n: int
) -> dict[str, list[Any]]:
    """What solve_columns() gives for the ids `wanted`, block by block: the lists of months of ten thousand draws at once would leave the processor's
    cache, and take a third more time."""
    made: dict[str, list[Any]] = {formula.id: [] for formula in formulas if formula.id in wanted}
    for start in range(0, n, BLOCK):
        solved = solve_columns(formulas, fixed, {id: column[start : start + BLOCK] for id, column in columns.items()})
        for id, values in made.items():
            values += solved[id]
    return made


def quantile(ordered: list[Any], share: float) -> Any:
    """By linear interpolation; None where it falls among those that stand for more than any number."""
    place = share * len(ordered) - 0.5
    low = max(0, min(int(place), len(ordered) - 1))
    high = min(low + 1, len(ordered) - 1)
    if ordered[low] is None or ordered[high] is None:
        return None
    return ordered[low] + (ordered[high] - ordered[low]) * max(0.0, place - low)


def spread_of(output: Output, values: list[Any]) -> dict[str, Any]:
    numbers = sorted(map(float, values if None not in values else [value for value in values if value is not None]))
    missing = len(values) - len(numbers)
    ordered = numbers + [None] * missing if output.endless else numbers
    return {name: quantile(ordered, share) if ordered else None for name, share in QUANTILES.items()} | {
        "none_pct": 100 * missing / len(values),
        "samples": len(values),
    }


def odds_of(output: Output, values: list[Any]) -> dict[str, float]:
    """Option -> probability, the options in their order; "none" for no answer."""
    options = ["yes", "no"] if output.kind == "yes-no" else list(output.options)
    named = [("yes" if value else "no") if output.kind == "yes-no" else value for value in values]
    odds = {option: named.count(option) / len(named) for option in options}
    return odds | ({"none": named.count(None) / len(named)} if None in named else {})


def chances(odds: dict[str, float]) -> dict[str, str]:
    """Option -> how likely it is, in words that add up to 100 %."""
    return dict(zip(odds, parts_of_100([100 * share for share in odds.values()]), strict=True))


def driver_parts(drivers: list[dict[str, Any]]) -> list[str]:
    """How much of the spread each driver explains, in words: an estimate, so about; where there is one alone, it is known."""
    if len(drivers) == 1:
        return ["all of it" if drivers[0]["explained_pct"] else "none of it"]
    return [f"about {driver['explained_pct']} %" if driver["explained_pct"] else "less than 1 %" for driver in drivers]


def ranks(output: Output, values: list[Any]) -> list[float]:
    """The place of each value among all, equal ones sharing theirs; None comes last. Ranks, so that one wild value does not drown the rest."""
    if output.kind == "choice":
        options = list(output.options)
        values = [options.index(value) if value in options else len(options) for value in values]
    keys = [math.inf if value is None else value for value in values]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    found, start = [0.0] * len(keys), 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and keys[order[end + 1]] == keys[order[start]]:
            end += 1
        for place in range(start, end + 1):
            found[order[place]] = (start + end) / 2
        start = end + 1
    return found


def explained_shares(ranked: list[float], drawn: list[int]) -> float:
    """The part of the ranks' variance, in per cent, that lies between groups of an input's levels; corrected for what chance alone would put there."""
    n, mean = len(ranked), (len(ranked) - 1) / 2
    total = sum((rank - mean) * (rank - mean) for rank in ranked)
    sums, counts = [0.0] * BINS, [0] * BINS
    for rank, level in zip(ranked, drawn, strict=True):
        place = level * BINS // LEVELS
        sums[place] += rank - mean
        counts[place] += 1
    between = sum(part * part / count for part, count in zip(sums, counts, strict=True) if count)
    if not total:
        return 0.0
    return 100 * max(0.0, 1 - (1 - between / total) * (n - 1) / (n - BINS))


def parts_of_spread(calculator: Calculator, target: Output, ranked: list[float], drawn: dict[str, list[int]]) -> list[float]:
    """The part of the ranks' variance, in per cent, of each input. Where the answer hangs on one alone of those drawn it explains all of it, which
    groups of levels do not show: where the answer jumps, one of them holds both sides."""
    formulas = formulas_for(calculator, frozenset((target.formula.id,))) if target.formula else ()
    asked = {id for formula in formulas for id in formula.parameters}
    moving = [id for id in drawn if id in asked]
    if len(moving) == 1 or len(drawn) == 1:
        return [100.0 if min(ranked) < max(ranked) and id in (moving or drawn) else 0.0 for id in drawn]
    return [explained_shares(ranked, places) for places in drawn.values()]


def target_of(calculator: Calculator) -> Output:
    """The output whose spread is put down to the inputs. Whatever takes a number has one."""
    return next(
        output
        for output in calculator.outputs
        if output.id == calculator.spread or (not calculator.spread and output.key and output.kind == "value")
    )


def headline(
    calculator: Calculator,
    declared: dict[str, Input],
    by_id: dict[str, Output],
    outputs: dict[str, Any],
    target: Output,
    drivers: list[Any],
) -> str:
    """One sentence: how likely the verdict is, how wide the answer, and what that hangs on."""
    words, decision = [], calculator.verdict or (target.id if target.kind == "choice" else "")
    if decision:
        output = by_id[decision]
        odds = odds_of(output, outputs[decision])
        likely = max(odds, key=odds.__getitem__)
        words.append(f"{output.options.get(likely, output.none)} in {chances(odds)[likely]} of {full_count(len(outputs[decision]))} draws")
    if target.kind == "value":
        ends = spread_of(target, outputs[target.id])
        low, high = (target.none if ends[end] is None else in_sentence(ends[end], target.unit) for end in ("p10", "p90"))
        among = "of them" if words else f"of {full_count(len(outputs[target.id]))} draws"
        label = inside(target.label) if words else target.label
        words.append(f"{label} {low}{'' if low == high else f' to {high}'} in 80 % {among}")
    if len(drivers) > 1 and drivers[0]["explained_pct"] > 0:
        part = "most of" if drivers[0]["explained_pct"] > MOST_PCT else "the largest part of"
        words.append(f"{part} the spread comes from “{declared[drivers[0]['input']].label}”")
    return "; ".join(words) + "."


def outvoted(calculator: Calculator, outputs: Mapping[str, Any], spread: dict[str, Any]) -> list[str]:
    """A warning where the verdict in the middle of the ranges is not that of most draws."""
    output, odds = calculator.by_id.get(calculator.verdict), spread["decisions"].get(calculator.verdict)
    if output is None or odds is None:
        return []
    likely = max(odds, key=odds.__getitem__)
    here = "none" if outputs[output.id] is None else outputs[output.id]
    if here not in odds or odds[here] == odds[likely]:
        return []
    chance = chances(odds)
    return [
        f"The answer is that of the middle of each range, and holds in {chance[here]} of the draws; in {chance[likely]} it is “{output.chosen(likely)}”."
    ]


def simple(declared: Number, value: Any) -> float:
    return int(value) if declared.whole else float(value)


def uncertainty(calculator: Calculator, declared: dict[str, Input], used: dict[str, Any], seed: int) -> dict[str, Any]:
    """The answer over the ranges among `used`: JSON-ready quantiles, probabilities and drivers."""
    ranged = {id: value for id, value in used.items() if isinstance(value, dict)}
    numbers = {id: number for id, number in declared.items() if isinstance(number, Number)}
    n, at_levels = calculator.samples, {id: levels(numbers[id], value) for id, value in ranged.items()}
    drawn = dict(zip(ranged, draws(len(ranged), n, seed), strict=True))
    middle = {id: centre(numbers[id], value) for id, value in ranged.items()}
    fixed = {id: declared[id].exact(middle.get(id, value)) for id, value in used.items()}
    outputs = answers(calculator, declared, fixed, {id: [at_levels[id][level] for level in places] for id, places in drawn.items()}, n)
    by_id = {output.id: output for output in calculator.outputs}

    target = target_of(calculator)
    values = outputs[target.id]
    ranked = ranks(target, values)
    ends = [(id, end) for id in ranged for end in ("low", "high")]
    turned = {id: [simple(numbers[id], ranged[id][end] if moved == id else middle[id]) for moved, end in ends] for id in ranged}
    swings = dict(zip(ends, answers(calculator, declared, fixed, turned, len(ends))[target.id], strict=True))
    explained = wholes_of_100(parts_of_spread(calculator, target, ranked, {id: drawn[id][: len(ranked)] for id in ranged}))
    drivers = [
        {
            "input": id,
            "explained_pct": part,
            "at_low": swings[id, "low"],
            "at_high": swings[id, "high"],
        }
        for id, part in zip(ranged, explained, strict=True)
    ]
    drivers.sort(key=lambda driver: -driver["explained_pct"])
    return {
        "headline": headline(calculator, declared, by_id, outputs, target, drivers),
        "samples": n,
        "seed": seed,
        "ranges": {id: dict(value) | {"median": middle[id], "shape": shape(value)} for id, value in ranged.items()},
        "outputs": {id: spread_of(by_id[id], found) for id, found in outputs.items() if by_id[id].kind == "value"},
        "decisions": {id: odds_of(by_id[id], found) for id, found in outputs.items() if by_id[id].kind != "value"},
        "explains": target.id,
        "drivers": drivers,
    }
