"""Ranges against closed forms: quantiles of the lognormal and the normal, of products, and of break-even itself."""

import itertools
import json
import math
import statistics
import sys
from decimal import localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import InputError, run
from calculator.formulas.ranges import LEVELS, P95, answers, draws, driver_parts, headline, levels, quantile, scores, spread_of
from calculator.formulas.rules import holds
from calculator.inputs.kinds import Number
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.break_even.sampling import covered
from calculator.models.registry import CALCULATORS, inputs_of
from calculator.numbers.decimals import CONTEXT, exact
from calculator.numbers.finance import compounded, levelled, payback
from tests.calculator.given import examples, inputs

NORMAL = statistics.NormalDist()
FLAT = {"usage_growth_pct_year": 0, "alternative_growth_pct_year": 0, "api_price_change_pct_year": 0}
Z90 = NORMAL.inv_cdf(0.9)


class TestNumbers:
    def test_half_lie_between(self):
        """The 95 % quantile is what turns a 90 % interval into a standard deviation."""
        assert pytest.approx(NORMAL.inv_cdf(0.95), abs=1e-15) == P95
        assert len(scores()) == LEVELS
        assert sum(scores()) == pytest.approx(0, abs=1e-9)

    @pytest.mark.parametrize("dimensions", [1, 2, 5, 13])
    @pytest.mark.parametrize("seed", [0, 1, 2**32 - 1])
    def test_draws_are_even(self, dimensions, seed):
        """Each tenth of each range gets a tenth of the draws, give or take three in a hundred of them."""
        for places in draws(dimensions, 10_000, seed):
            for tenth in range(10):
                inside = sum(tenth <= place * 10 // LEVELS < tenth + 1 for place in places)
                assert inside == pytest.approx(1000, abs=30)

    @pytest.mark.parametrize("seed", [-1, 2**32, 1.5, True, "1", None])
    def test_seed(self, seed):
        """A seed is a whole number that 32 bits hold."""
        with pytest.raises(InputError, match="seed must be a whole number from 0 to 4294967295"):
            run("break-even", {"upfront_usd": "1..2"}, seed=seed)

    def test_quantile_of_what_never_ends(self):
        """Where the quantile falls among those that never pay back, it is never."""
        assert quantile([1, 2, None, None], 0.1) == 1
        assert quantile([1, 2, None, None], 0.9) is None

    @pytest.mark.parametrize(("values", "none_pct"), [([1, None, None, 4], 50), ([None, 2, 3], 100 / 3), ([None], 100), ([5.0], 0)])
    def test_those_without_an_answer(self, values, none_pct):
        """So many of a hundred draws have none."""
        found = spread_of(CALCULATORS["break-even"].by_id["break_even_months"], values)
        assert found["none_pct"] == none_pct and found["samples"] == len(values)


class TestLevels:
    def test_lognormal(self):
        """Both ends positive: 5 % lie below the low end, 5 % above the high one, and the middle is the geometric mean."""
        values = levels(VOCABULARY["upfront_usd"], {"low": 100, "high": 400})
        assert sum(value < 100 for value in values) == pytest.approx(LEVELS * 0.05, abs=1)
        assert sum(value > 400 for value in values) == pytest.approx(LEVELS * 0.05, abs=1)
        assert statistics.median(values) == pytest.approx(200, rel=1e-3)

    def test_normal(self):
        """Not both ends positive: symmetrical around the mean."""
        values = levels(VOCABULARY["usage_growth_pct_year"], {"low": -20, "high": 60})
        assert statistics.mean(values) == pytest.approx(20)
        assert statistics.stdev(values) == pytest.approx(80 / (2 * P95), rel=5e-3)

    def test_bounds(self):
        """A draw beyond the input's bounds counts as the bound; whole numbers stay whole."""
        assert max(levels(VOCABULARY["ai_share_of_cogs_pct"], {"low": 60, "high": 99})) == 100
        assert {type(value) for value in levels(VOCABULARY["horizon_months"], {"low": 24, "high": 84})} == {int}


def numbers_of(id: str) -> list[Number]:
    return [VOCABULARY[field] for field in CALCULATORS[id].inputs if isinstance(VOCABULARY[field], Number)]


def wide(declared: Number) -> dict[str, dict]:
    """Ranges that touch the bounds of an input, or reach over all of its slider."""
    low, high, default = declared.minimum, declared.maximum, declared.default or declared.minimum
    left, right = (declared.slider or (low, high))[:2]
    ends = {
        "all": (low, high),
        "slider": (left, right),
        "down": (low, default),
        "up": (default, high),
        "twice": (max(low, 0), min(high, 2 * default)),
    }
    return {name: {"low": low, "high": high} for name, (low, high) in ends.items() if low < high}


class TestAtTheBounds:
    """A draw that a bound holds is a number like any other."""

    @pytest.mark.parametrize(
        "declared", [each for each in VOCABULARY.values() if isinstance(each, Number)], ids=lambda declared: declared.id
    )
    def test_draws_are_of_one_kind(self, declared):
        """Floats, or whole numbers where the input is one, whatever the bounds are written as; and as exact numbers of the kind that a typed one is."""
        for range_ in wide(declared).values():
            drawn = levels(declared, range_)
            assert {type(value) for value in drawn} == {int if declared.whole else float}
            assert {type(declared.exact(value)) for value in drawn} == {type(declared.exact(declared.minimum))}
            assert all(declared.minimum <= value <= declared.maximum for value in drawn)

    @pytest.mark.whole("asks every calculator with each of its numbers as a range, twice")
    @pytest.mark.parametrize("id", [id for id in CALCULATORS if numbers_of(id)])
    def test_each_range_is_answered_or_refused(self, id):
        """Each number of each calculator over all that it may be: an answer, all of its numbers finite, or a sentence."""
        for declared in numbers_of(id):
            for name in ("all", "slider"):
                try:
                    json.dumps(run(id, {declared.id: wide(declared)[name]}).to_dict(), allow_nan=False)
                except InputError as error:
                    assert str(error).startswith(f"{error.field} must "), name

    @pytest.mark.parametrize(
        ("id", "given"),
        [
            ("growth", {"run_rate_usd_year": "0..360000"}),
            ("growth", {"run_rate_usd_year": "0..2000000"}),
            ("break-even", {"upfront_usd": 0, "api_spend_usd_month": "5000..15000", "alternative_usd_month": 5_000}),
            ("break-even", {"upfront_usd": 0, "api_spend_usd_month": 5_000, "alternative_usd_month": "2000..5000"}),
            ("break-even", {"upfront_usd": "0..1000", "api_spend_usd_month": 5_000, "alternative_usd_month": 5_000}),
        ],
    )
    def test_what_once_was_no_answer(self, id, given):
        """Ranges from nothing, and two bills that are equal at one end of a range."""
        assert run(id, given).uncertainty["samples"] > 0


class TestCovered:
    @pytest.mark.parametrize(("lasts", "months"), [(0, 1), (1, 2), (60, 60), (0, 12), (4, 60), (24, 5)])
    def test_is_payback(self, lasts, months):
        """Month for month what payback() says of the same bills, also where nothing is upfront, nothing is billed, and growth ends; and the most and the least."""
        for factors in itertools.product((0.0, 0.9, 1.0, 1.25), repeat=3):
            usage, price, others = factors
            loads = levelled(1.0, usage, lasts, months)
            fees, costs = compounded(1.0, price, months), compounded(1.0, others, months)
            for upfront, *bills in itertools.product(
                (0.0, 1.0, 5_000.0, 20_000.0), (0.0, 4_000.0, 5_000.0), (0.0, 4_000.0), (0.0, 1_000.0)
            ):
                api, other, following = (
                    [bill * load * fee for load, fee in pairs]
                    for bill, pairs in zip(
                        bills,
                        (list(zip(loads, fees, strict=True)), [(1, cost) for cost in costs], list(zip(loads, costs, strict=True))),
                        strict=True,
                    )
                )
                savings = [one - another - third for one, another, third in zip(api, other, following, strict=True)]
                so_far = list(itertools.accumulate(savings))
                if not upfront and abs(max(so_far)) < 1e-6:  # whether nothing is saved, or a part of a cent, floats cannot tell
                    continue
                found, best, least, last, _ = covered(upfront, *bills, *factors, lasts, months)
                expected = payback(upfront, savings) if max(so_far) > 0 and max(so_far) >= upfront else None
                assert found == (None if expected is None else pytest.approx(expected)), (upfront, bills, factors)
                slack = 1e-9 * (1 + sum(api) + sum(other) + sum(following))
                most = max(*so_far, 0), min(*so_far, 0), so_far[-1]
                assert (max(best, 0), min(least, 0), last) == pytest.approx(most, abs=slack), (upfront, bills, factors)

    def test_a_saving_that_comes_late_and_goes_again(self):
        """Of three series one may turn twice: first a loss, then a saving, then a loss. The search by halves is for sums that only rise."""
        usage, price, others = 1.06, 1.03 / 1.06, 1.0
        savings = [10_000 * 1.03**month - 9_500 - 600 * 1.06**month for month in range(120)]
        so_far = list(itertools.accumulate(savings))
        assert savings[0] < 0 < max(savings) and savings[-1] < 0
        found, best, least, *_ = covered(5_000.0, 10_000.0, 9_500.0, 600.0, usage, price, others, 120, 120)
        assert (found, best, least) == pytest.approx((payback(5_000.0, savings), max(so_far), min(so_far)))


class TestClosedForms:
    def test_one_lognormal(self):
        """Break-even without growth is proportional to the upfront: lognormal as the upfront is."""
        spread = run(
            "break-even", {"upfront_usd": "50000..200000", "api_spend_usd_month": 15_000, "alternative_usd_month": 5_000, **FLAT}
        ).uncertainty
        sigma = math.log(4) / (2 * P95)
        for name, z in (("p10", -Z90), ("p50", 0), ("p90", Z90)):
            assert spread["outputs"]["break_even_months"][name] == pytest.approx(10 * math.exp(sigma * z), rel=2e-3)

    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_product_of_lognormals(self, seed):
        """Upfront / bill, with nothing to pay for the alternative: a quotient of lognormals is one, and its variances add up."""
        given = {
            "upfront_usd": "50000..200000",
            "api_spend_usd_month": "8000..12000",
            "alternative_usd_month": 0,
            **FLAT,
            "horizon_months": 240,
        }
        spread = run("break-even", given, seed=seed).uncertainty
        one, two = math.log(4) / (2 * P95), math.log(1.5) / (2 * P95)
        middle, sigma = 100_000 / math.sqrt(8000 * 12000), math.hypot(one, two)
        for name, z in (("p10", -Z90), ("p50", 0), ("p90", Z90)):
            assert spread["outputs"]["break_even_months"][name] == pytest.approx(middle * math.exp(sigma * z), rel=1e-2)
        shares = {driver["input"]: driver["explained_pct"] for driver in spread["drivers"]}
        assert shares["upfront_usd"] == pytest.approx(100 * one**2 / sigma**2, abs=3)
        assert shares["api_spend_usd_month"] == pytest.approx(100 * two**2 / sigma**2, abs=3)

    def test_by_the_models_own_draws(self):
        """The same for a calculator that runs as it is on fewer draws: a bill is a price times units."""
        spread = run(
            "unit-economics",
            {
                "ai_cost_usd_unit": "2..3",
                "alternative_ai_cost_usd_unit": 0,
                "units_per_month": "10000..20000",
                "alternative_fixed_usd_month": 0,
            },
        ).uncertainty
        sigma = math.hypot(math.log(1.5), math.log(2)) / (2 * P95)
        middle = math.sqrt(6) * math.sqrt(2e8)
        assert spread["samples"] == 2_000
        for name, z in (("p10", -Z90), ("p50", 0), ("p90", Z90)):
            assert spread["outputs"]["net_saving_usd_month"][name] == pytest.approx(middle * math.exp(sigma * z), rel=0.03)

    def test_probability_of_a_verdict(self):
        """The chance that it pays back is the chance that the upfront is below what is recovered."""
        given = {"upfront_usd": "300000..1200000", "api_spend_usd_month": 15_000, "alternative_usd_month": 5_000, **FLAT}
        chance = NORMAL.cdf(math.log(600_000 / 600_000) / (math.log(4) / (2 * P95)))
        assert run("break-even", given).uncertainty["decisions"]["verdict"]["pays-back"] == pytest.approx(chance, abs=2e-3)


class TestDraws:
    """The floats that draws are made of, against the decimals of one answer."""

    @pytest.mark.parametrize("id", [id for id in CALCULATORS if numbers_of(id)])
    @examples(1.5)
    @given(data=st.data())
    def test_are_the_model(self, id, data):
        """Drawn once at the reader's own number, every output is that of the answer, as far as floats go and no rule is on its edge."""
        asked = data.draw(inputs(id))
        self.check(id, asked, data.draw(st.sampled_from([declared.id for declared in numbers_of(id)])))

    def test_found_by_the_above(self):
        """Usage that ends saves nothing far off, and then no share of the worth is saved there."""
        self.check("break-even", {"api_spend_usd_month": 239697.0, "usage_growth_pct_year": -100}, "upfront_usd")

    def check(self, id, asked, field):
        calculator = CALCULATORS[id]
        result, declared = run(id, asked), inputs_of(calculator)
        if result.inputs[field] is None:
            return
        with localcontext(CONTEXT):
            exact = {id: declared[id].exact(value) for id, value in result.inputs.items()}
            drawn = answers(calculator, declared, exact, {field: [result.inputs[field]]}, 1)
        wanted = {output.id for output in calculator.outputs if output.kind in ("value", "choice", "yes-no")}
        assert wanted <= set(drawn)
        for output in wanted:
            found, expected = drawn[output][0], result.outputs[output]
            if output in NEAR.get(id, ()) and on_the_edge(id, result):
                continue
            if expected is None or isinstance(expected, (bool, str)):
                assert found == expected, output
            else:
                assert float(found) == pytest.approx(float(expected), rel=1e-6, abs=1e-6 * size_of(result)), output

    @pytest.mark.whole("counts the calls of all draws")
    @pytest.mark.parametrize("id", [id for id in CALCULATORS if numbers_of(id)])
    def test_take_few_calls(self, id):
        """At most 560 calls of a function a draw, and 8 that read digits: 10,000 draws in half a second, on a machine that makes eleven million calls a second.

        Prices that are looked up in each draw do not fit in.
        """
        calls, read = 0, 0
        spread = [declared for declared in numbers_of(id) if declared.default and declared.default + 1 <= declared.maximum]
        asked = {declared.id: {"low": declared.default, "high": declared.default + 1} for declared in spread[:4]}

        def count(frame, event, argument):
            nonlocal calls, read
            calls += event in ("call", "c_call")
            read += event == "call" and frame.f_code is exact.__code__

        run(id, asked)  # what is worked out once does not count
        sys.setprofile(count)
        try:
            run(id, asked)
        finally:
            sys.setprofile(None)
        assert calls <= 560 * CALCULATORS[id].samples and read <= 8 * CALCULATORS[id].samples

    def test_ten_thousand_draws(self):
        given = {"upfront_usd": "100000..250000", "alternative_usd_month": "7000..13000", "usage_growth_pct_year": "10..120"}
        assert run("break-even", given).uncertainty["outputs"]["break_even_months"]["samples"] == 10_000


# What hangs on whether two amounts are equal to the last cent, which floats and decimals may see differently.
NEAR = {
    "break-even": ("break_even_months", "discounted_break_even_months", "verdict", "irr_pct_year", "late_worth_pct"),
    "timing": ("verdict", "payback_months", "best_start_month"),
}


def size_of(result) -> float:
    """The largest amount that went into an answer: a difference of such amounts is as uncertain as they are."""
    found = [abs(value) for value in result.inputs.values() if isinstance(value, (int, float)) and not isinstance(value, bool)]
    rows = [abs(value) for key in ("rows", "npv_by_start_month") for row in result.outputs.get(key, ()) for value in row.values() if value]
    return max([1.0, *found, *rows])


def on_the_edge(id: str, result) -> bool:
    outputs, slack = result.outputs, 1e-9 * size_of(result) * 240
    if id == "break-even":
        upfront = result.inputs["upfront_usd"]
        later = outputs["npv_usd"] + upfront
        return min(abs(outputs["best_recovered_usd"] - upfront), abs(later - upfront), abs(later), abs(outputs["left_usd"])) <= slack
    worths = [row["npv_usd"] for row in outputs["npv_by_start_month"]]
    if outputs["runway_lost_months"] is not None and abs(outputs["runway_lost_months"]) < 1e-9:
        return True  # whether the build makes the cash end sooner
    return min(abs(worths[0]), *(abs(one - other) for one, other in itertools.pairwise(worths))) <= slack


class TestResult:
    def test_a_verdict_that_most_draws_do_not_share_is_said(self):
        """The answer is the one in the middle, which may be the rarer one."""
        rare = {"ai_share_of_cogs_pct": "15..30", "usage_growth_pct_year": "50..200", "ml_talent": "hireable", "funding": "funded"}
        assert run("five-questions", rare).warnings[0] == (
            "The answer is that of the middle of each range, and holds in 30 % of the draws; in 70 % it is “Evaluate open weights”."
        )
        assert not run("five-questions", rare | {"usage_growth_pct_year": "120..200", "ai_share_of_cogs_pct": 30}).warnings

    def test_none_without_ranges(self):
        """Without ranges the dictionary has the contract's keys and no more."""
        assert run("growth").uncertainty is None and "uncertainty" not in run("growth").to_dict()

    @pytest.mark.parametrize("given", [{"upfront_usd": {"low": 70_000, "high": 70_000}}, {"upfront_usd": "70000..70000"}])
    def test_no_width_is_the_point_answer(self, given):
        """A range of zero width gives the point answer, to the last bit."""
        assert run("break-even", given).to_dict() == run("break-even", {"upfront_usd": 70_000}).to_dict()

    def test_the_point_answer_is_at_the_middle(self):
        """The geometric mean of a lognormal range, the mean of a normal one; a whole number where one is asked for."""
        assert run("break-even", {"upfront_usd": "50000..200000"}).outputs == run("break-even", {"upfront_usd": 100_000}).outputs
        assert run("break-even", {"usage_growth_pct_year": "-20..60"}).outputs == run("break-even", {"usage_growth_pct_year": 20}).outputs
        assert run("break-even", {"horizon_months": "24..84"}).outputs == run("break-even", {"horizon_months": 45}).outputs

    def test_inputs_hold_the_range(self):
        """What was put in comes back, so that a link can be made of it."""
        assert run("break-even", {"upfront_usd": "50000..200000"}).inputs["upfront_usd"] == {"low": 50_000, "high": 200_000}

    def test_same_seed_same_bits(self):
        """The same seed gives the same text, another seed another one; the default is fixed."""
        given = {"upfront_usd": "50000..200000", "usage_growth_pct_year": "0..100"}
        text = json.dumps(run("break-even", given).to_dict())
        assert json.dumps(run("break-even", given, seed=1).to_dict()) == text
        assert json.dumps(run("break-even", given, seed=2).to_dict()) != text

    def test_bits_that_were_seen_elsewhere(self):
        """These digits came out in CPython and in WebAssembly; whoever gets others has floats that are not IEEE's."""
        spread = run("break-even", {"upfront_usd": "50000..200000", "usage_growth_pct_year": "0..100"}).uncertainty
        assert [spread["outputs"]["break_even_months"][name] for name in ("p10", "p50", "p90")] == PINNED

    @pytest.mark.parametrize("id", CALCULATORS)
    @examples(0.2)
    @given(data=st.data())
    def test_of_every_calculator(self, id, data):
        """Any number of any calculator may be a range: JSON with ordered quantiles, chances that add up to 1, drivers in order."""
        numeric = [field for field in CALCULATORS[id].inputs if VOCABULARY[field].kind in ("number", "integer")]
        if not numeric:
            return
        field = data.draw(st.sampled_from(numeric))
        given = {
            key: value for key, value in data.draw(inputs(id)).items() if key not in ("evaluate_from_usd_month", "overdue_from_usd_month")
        }
        declared = CALCULATORS[id].declared[field]
        low = given.get(field, declared.default)
        high = min(declared.maximum, low + 1 if declared.whole else low + abs(low) / 20 + 1)
        with localcontext(CONTEXT):
            at_high = {id: each.exact(given.get(id, each.default)) for id, each in CALCULATORS[id].declared.items()} | {
                field: declared.exact(high)
            }
        if low == high or not holds(CALCULATORS[id], at_high):  # what a rule refuses at the high end it refuses of a range
            return
        result = run(id, given | {field: {"low": low, "high": high}})
        json.dumps(result.to_dict(), allow_nan=False)
        for found in result.uncertainty["outputs"].values():
            numbers = [found[name] for name in ("p10", "p50", "p90") if found[name] is not None]
            assert numbers == sorted(numbers)
        for odds in result.uncertainty["decisions"].values():
            assert sum(odds.values()) == pytest.approx(1)
        explained = [driver["explained_pct"] for driver in result.uncertainty["drivers"]]
        assert explained == sorted(explained, reverse=True) and sum(explained) <= 100 and all(isinstance(part, int) for part in explained)
        assert result.uncertainty["headline"].endswith(".")

    @pytest.mark.parametrize(
        ("id", "given"),
        [
            ("break-even", {"api_spend_usd_month": "10000..30000", "upfront_usd": "100000..700000"}),
            ("timing", {"saving_pct": "40..90", "api_spend_usd_month": "5000..50000"}),
            ("unit-economics", {"units_per_month": "20000..20010", "price_usd_unit": "3..10"}),
        ],
    )
    def test_what_the_headline_says_of_the_drivers(self, id, given):
        """Most of the spread comes from an input that explains more than half of it; from one that explains less, the largest part, and from none, nothing."""
        spread = run(id, given).uncertainty
        first, label = spread["drivers"][0]["explained_pct"], VOCABULARY[spread["drivers"][0]["input"]].label
        said = f"most of the spread comes from “{label}”." if first > 50 else f"the largest part of the spread comes from “{label}”."
        assert spread["headline"].endswith(said) if first else "spread" not in spread["headline"]
        assert first == max(driver["explained_pct"] for driver in spread["drivers"])

    @pytest.mark.parametrize(
        ("parts", "said"),
        [
            ((100, 0), "most of the spread"),
            ((51, 49), "most of the spread"),
            ((50, 50), "the largest part of the spread"),
            ((1, 0), "the largest part of the spread"),
            ((0, 0), ""),
        ],
    )
    def test_most_is_more_than_half(self, parts, said):
        """Half is not most of it, and of nothing nothing is said."""
        calculator = CALCULATORS["unit-economics"]
        by_id = {output.id: output for output in calculator.outputs}
        drivers = [{"input": id, "explained_pct": part} for id, part in zip(calculator.inputs, parts, strict=False)]
        outputs = {"verdict": ["pays"] * 10, "payback_months": [1.0] * 10}
        words = headline(calculator, inputs_of(calculator), by_id, outputs, by_id["payback_months"], drivers)
        assert said in words if said else "spread" not in words

    def test_one_input_explains_all_of_it(self):
        """With one range, that is where the spread comes from; what does not matter explains nothing."""
        (driver,) = run("break-even", {"upfront_usd": "50000..200000"}).uncertainty["drivers"]
        assert driver["explained_pct"] > 99
        assert driver["at_low"] < driver["at_high"]
        two = run("break-even", {"upfront_usd": "50000..200000", "discount_pct_year": "5..15"}).uncertainty["drivers"]
        assert [driver["input"] for driver in two] == ["upfront_usd", "discount_pct_year"]
        assert two[1]["explained_pct"] < 1

    @pytest.mark.parametrize(
        ("id", "given", "field"),
        [
            (
                "five-questions",
                {
                    "ai_share_of_cogs_pct": "4..25",
                    "usage_growth_pct_year": 60,
                    "quality_differentiator": True,
                    "ml_talent": "hireable",
                    "funding": "funded",
                },
                "ai_share_of_cogs_pct",
            ),
            ("strategy", {"team_size": "20..120", "api_spend_usd_month": 300}, "team_size"),
            ("memory", {"concurrent_sequences": "1..400"}, "concurrent_sequences"),
            ("api-bill", {"requests_per_month": "100..2000", "accepted_pct": "50..90"}, "requests_per_month"),
        ],
    )
    def test_what_alone_has_a_part_in_it_explains_all_of_it(self, id, given, field):
        """Also where the answer jumps: what it hangs on alone explains it wholly, and every face says that, not an estimate."""
        result = run(id, given)
        drivers = result.uncertainty["drivers"]
        assert drivers[0]["input"] == field
        assert [driver["explained_pct"] for driver in drivers] == [100, 0][: len(drivers)]
        if len(drivers) == 1:
            assert (
                driver_parts(drivers) == ["all of it"]
                and "all of it" in result._repr_html_()
                and "explains about" not in result._repr_html_()
            )
        still = run("five-questions", {"usage_growth_pct_year": "10..20"}).uncertainty["drivers"]
        assert [driver["explained_pct"] for driver in still] == [0] and driver_parts(still) == ["none of it"]

    def test_never_is_later_than_any_month(self):
        """Where one draw in five never pays back, the p90 is never, and the share is said."""
        found = run(
            "break-even", {"upfront_usd": "300000..1200000", "api_spend_usd_month": 15_000, "alternative_usd_month": 5_000, **FLAT}
        ).uncertainty["outputs"]["break_even_months"]
        assert found["p90"] is None
        assert found["none_pct"] == pytest.approx(50, abs=0.5)


PINNED = [8.69085623503713, 13.329622772205472, 21.278910219107985]


def test_a_range_is_not_blamed_for_what_it_cannot_help():
    """What is wrong at every value of the range keeps its own sentence."""
    with pytest.raises(InputError, match="data must be 2026-10-14 or later, the first day"):
        run("api-bill", {"model": "claude-opus-5-5", "data": "2025-01", "requests_per_month": "1000..2000"})
    with pytest.raises(InputError, match="must be given where setup is own"):
        run("self-host", {"setup": "own", "requests_per_second": "1..2"})
