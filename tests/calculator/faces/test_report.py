"""Answers and descriptions as the command line prints them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import InputError, describe, run
from calculator.faces.bounds import FAR
from calculator.faces.report import description, report
from calculator.inputs.kinds import number_text
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from tests.calculator.given import examples, inputs

every_calculator = pytest.mark.parametrize("id", CALCULATORS)


class TestReport:
    @every_calculator
    @given(data=st.data())
    def test_is_words(self, id, data):
        """Whatever the inputs: no JSON, and as many lines as a table has rows and a heading."""
        asked = {field: value for field, value in data.draw(inputs(id)).items() if VOCABULARY[field].kind not in ("text", "records")}
        result = run(id, asked)
        lines = report(result).splitlines()
        assert not any(re.search(r'[{}]|"\w+":|\bnull\b|\b(?:None|True|False)\b(?! yet|, and| of these)', line) for line in lines)
        for output in CALCULATORS[id].outputs:
            if output.kind == "table" and (rows := result.outputs[output.id]):
                place = lines.index(f"  {output.label}:")
                assert [line[:4] for line in lines[place + 1 : place + 2 + len(rows)]] == ["    "] * (len(rows) + 1)
                assert not "".join(lines[place + 2 + len(rows) : place + 3 + len(rows)]).startswith("    ")

    def test_what_turns_the_verdict(self):
        """As the page says it, and once."""
        said = report(run("strategy", {"team_size": 20}))
        assert said.count("    API spend: about $4,100 a month: closed") == 1

    def test_tables_and_lists(self):
        """A table has its headings, units among them, and its columns under each other; a list is sentences, an empty one its words."""
        lines = report(run("growth")).splitlines()
        place = lines.index("  When the run rate passes each mark:")
        assert lines[place + 1 : place + 3] == [
            "    Run rate, a year  Quarters from now  Falls below it again after",
            "            $120,000         0 quarters                    does not",
        ]
        lines = report(run("strategy")).splitlines()
        assert "  What is missing, or speaks against it: nothing" in lines
        assert lines[lines.index("  Look at this again:") + 1].startswith("    By 2")

    def test_ranges(self):
        """Chances add up to 100, and what each input explains is about so much."""
        said = report(run("unit-economics", {"units_per_month": "2000..9000", "ai_cost_usd_unit": "1..4"}))
        chances = [int(part) for part in re.findall(r"Switching (?:pays|does not pay) (\d+) %", said)]
        assert len(chances) == 2 and sum(chances) == 100
        assert len(re.findall(r"explains about \d+ %", said)) == 2

    @every_calculator
    @examples(0.2)
    @given(data=st.data())
    def test_quantiles_say_of_how_many_draws(self, id, data):
        """Where some have no number, in which share; where they are fewer than the rest, how many. Else nothing."""
        numbers = [field for field in CALCULATORS[id].inputs if VOCABULARY[field].kind == "number" and VOCABULARY[field].default]
        if not numbers:
            return
        asked = {
            field: f"{VOCABULARY[field].default / 2:f}..{VOCABULARY[field].default:f}"
            for field in data.draw(st.sets(st.sampled_from(numbers), min_size=1, max_size=2))
        }
        try:
            result = run(id, asked)
        except InputError:
            return
        lines = {line.partition(":")[0].strip(): line for line in report(result).splitlines() if ": p10 " in line}
        for output, found in result.uncertainty["outputs"].items():
            line, few = lines[CALCULATORS[id].by_id[output].label], found["samples"] < result.uncertainty["samples"]
            assert (f"({found['samples']:,} draws" in line) == (few or found["none_pct"] > 0)
            assert (" of them “" in line) == (found["none_pct"] > 0)

    def test_a_rate_of_return_that_most_draws_have_not(self):
        """Of the 64 draws for which it is worked out, 77 % have none."""
        said = report(run("break-even", {"api_price_change_pct_year": "-60..0", "usage_growth_pct_year": "0..100"}))
        (line,) = [line for line in said.splitlines() if line.startswith("  Internal rate of return: p10")]
        assert line.endswith(" (64 draws; in 77 % of them “none”)")


class TestDescription:
    @every_calculator
    def test_what_may_be_given(self, id):
        """Of each input its unit, its bounds or its options, and what counts where nothing is given; of each output its unit."""
        taken, given = (
            {line.split()[0]: line for line in part.splitlines() if line.startswith("  ")} for part in description(id).split("\nOutputs\n")
        )
        for field in describe(id)["inputs"]:
            rules = [field["unit"], *field.get("options", [])]
            rules += [number_text(field[end]) for end in ("minimum", "maximum") if end in field and field["kind"] != "numbers"]
            rules = [rule for rule in rules if rule != number_text(field.get("maximum", 0)) or field["maximum"] < FAR]
            assert [rule for rule in rules if rule not in taken[field["id"]]] == [], field["id"]
            assert re.search(r"[(; ](default .|empty: .)", taken[field["id"]])
        assert all(output["unit"] in given[output["id"]] for output in describe(id)["outputs"])

    def test_a_few_lines(self):
        """As they stand."""
        lines = [*description("growth").splitlines(), *description("api-bill").splitlines()]
        for line in (
            "  quarters                       Quarters to look ahead (quarters; whole number, 1 to 40; default 8)",
            "  growth_pct_year                Growth of a year (% a year)",
            "  batch_discount_pct             Your discount for batches (%; 0 to 100; empty: as listed)",
            "  data                           Prices as of (empty: the newest)",
        ):
            assert line in lines
