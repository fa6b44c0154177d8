"""The loader of hand-checked cases refuses what it should, and what differs is named."""

import pytest

from publish.record import cases
from publish.record.cases import Case, CaseError, differences, load, value_at


def read(name: str, text: str) -> Case:
    """The only case in a file."""
    ((_, case),) = cases.read(name, text)
    return case


GOOD = """
title = "A title"
why = "A reason."
source = "playbook"
[inputs]
quarters = 5
[outputs]
"rows.1.run_rate_usd_year" = 252000
"crossings.3.quarters" = { value = 5.0964, within = 0.00005 }
"""


class TestRead:
    def test_a_good_case(self):
        """Inputs as given, expectations with their tolerance, None where equality is meant."""
        case = read("growth/team.toml", GOOD)
        outputs = {"rows.1.run_rate_usd_year": (252_000, None), "crossings.3.quarters": (5.0964, 0.00005)}
        assert case == Case("growth", "team", "A title", "A reason.", "playbook", {"quarters": 5}, outputs, (), None)

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            (("quarters = 5", "quarters = "), "must be TOML"),
            (("why", "reason"), "unknown key reason; a case has"),
            (('why = "A reason."', ""), "needs why, a text"),
            (('"A title"', '" "'), "needs title, a text"),
            (('"A title"', "5"), "needs title, a text"),
            (('"playbook"', '"rumour"'), "names the source 'rumour', which sources.json does not have"),
            (("[inputs]\nquarters = 5", ""), r"needs \[inputs\]"),
            (("[inputs]\nquarters = 5", "inputs = 5"), "inputs must be a table"),
            (("quarters = 5", "team_size = 5"), "growth has no input team_size"),
            (("quarters = 5", "quarters = 99"), "expects outputs but its inputs cannot be used: quarters must be at most 40"),
            (("rows.1.", "rows.9."), "names the output 'rows.9.run_rate_usd_year', which the answer does not have"),
            (("rows.1.run", "rows.-1.run"), "names the output 'rows.-1.run_rate_usd_year'"),
            (("run_rate_usd_year", "run_rate"), "names the output 'rows.1.run_rate'"),
            (("value =", "about ="), "crossings.3.quarters must be a value, or"),
            (("within = 0.00005", "within = 0"), "crossings.3.quarters must be a value, or"),
            (("value = 5.0964", "value = nan"), "crossings.3.quarters must be a value, or"),
            (("[inputs]", 'none = "rows"\n[inputs]'), "none must be a list"),
            (("[inputs]", 'none = ["nothing"]\n[inputs]'), "names the output 'nothing'"),
            (("[inputs]", 'none = ["crossings.3.quarters"]\n[inputs]'), "stands in outputs and in none"),
            (("[inputs]", 'error = { field = "quarters", message = "x" }\n[inputs]'), "needs an expectation: either"),
        ],
    )
    def test_broken(self, change, sentence):
        """Whatever is wrong with a case, the sentence names the file and says what."""
        assert change[0] in GOOD
        with pytest.raises(CaseError, match=rf"^growth/team.toml: .*{sentence}"):
            read("growth/team.toml", GOOD.replace(*change))

    def test_without_expectation(self):
        """A case that expects nothing checks nothing."""
        with pytest.raises(CaseError, match=r"growth/team.toml: needs an expectation"):
            read("growth/team.toml", GOOD.split("[outputs]")[0])

    def test_error_with_other_keys(self):
        """An expected error has a field and a message."""
        text = GOOD.split("[outputs]")[0].replace("[inputs]", 'error = { field = "quarters" }\n[inputs]')
        with pytest.raises(CaseError, match="error must have the keys field, message"):
            read("growth/team.toml", text)

    @pytest.mark.parametrize("name", ["growth/a/b.toml", "growth/team.txt", "notes.md"])
    def test_a_file_in_the_wrong_place(self, name):
        """A file that would not be read as a case is refused, so no case is left out in silence."""
        with pytest.raises(CaseError, match=r"must be a file <calculator>/<case>.toml"):
            read(name, GOOD)

    def test_unknown_calculator(self):
        """The folder is the calculator's id."""
        with pytest.raises(
            CaseError, match=r"rent-or-buy/team.toml: its folder or file must be named for a calculator, one of feature-or-product"
        ):
            read("rent-or-buy/team.toml", GOOD)


class TestLoad:
    def write(self, folder, name, text):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def test_order(self, tmp_path):
        """Calculators in the playbook's order, then by id."""
        self.write(tmp_path, "growth/b.toml", GOOD)
        self.write(tmp_path, "growth/a.toml", GOOD.replace("quarters = 5", "quarters = 6"))
        self.write(tmp_path, "strategy/z.toml", 'title = "T"\nwhy = "W."\nsource = "playbook"\n[inputs]\n[outputs]\nstrategy = "hybrid"\n')
        assert [(case.calculator, case.id) for case in load(tmp_path)] == [("strategy", "z"), ("growth", "a"), ("growth", "b")]

    def test_several_in_one_file(self, tmp_path):
        """Each in a table named by its id; what is wrong with one names the file and the id."""
        both = "".join(f"[{id}]{GOOD.replace('[inputs]', f'[{id}.inputs]').replace('[outputs]', f'[{id}.outputs]')}" for id in ("a", "b"))
        self.write(tmp_path, "growth.toml", both.replace("quarters = 5", "quarters = 6", 1))
        assert [(case.calculator, case.id) for case in load(tmp_path)] == [("growth", "a"), ("growth", "b")]
        self.write(tmp_path, "growth.toml", both)
        with pytest.raises(CaseError, match=r"growth.toml \[b\]: has the same inputs as growth.toml \[a\]"):
            load(tmp_path)
        self.write(tmp_path, "growth.toml", GOOD)
        with pytest.raises(CaseError, match=r"growth.toml: holds several cases, each in a table named by its id, and title is none"):
            load(tmp_path)

    def test_the_same_id_twice(self, tmp_path):
        """In a file of its own and in the file of several."""
        self.write(tmp_path, "growth/a.toml", GOOD)
        other = f"[a]{GOOD.replace('[inputs]', '[a.inputs]').replace('[outputs]', '[a.outputs]')}"
        self.write(tmp_path, "growth.toml", other.replace("quarters = 5", "quarters = 6"))
        with pytest.raises(CaseError, match=r"another case of growth has the id a"):
            load(tmp_path)

    def test_the_same_inputs_twice(self, tmp_path):
        """Two cases with the same inputs are one case; a default that is written out is the same input."""
        self.write(tmp_path, "growth/a.toml", GOOD)
        self.write(tmp_path, "growth/b.toml", GOOD.replace("quarters = 5", "growth_pct_quarter = 40.0\nquarters = 5"))
        with pytest.raises(CaseError, match=r"growth/b.toml: has the same inputs as growth/a.toml"):
            load(tmp_path)

    def test_the_same_error_twice(self, tmp_path):
        """So are two cases with the same wrong inputs."""
        text = 'title = "T"\nwhy = "W."\nsource = "playbook"\nerror = { field = "quarters", message = "m" }\n[inputs]\nquarters = 0\n'
        self.write(tmp_path, "growth/a.toml", text)
        self.write(tmp_path, "growth/b.toml", text)
        with pytest.raises(CaseError, match=r"growth/b.toml: has the same inputs"):
            load(tmp_path)


class TestDifferences:
    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            (("= 252000", "= 252001"), "rows.1.run_rate_usd_year: expected 252001, got 252000.0"),
            (("= 252000", "= true"), "rows.1.run_rate_usd_year: expected True"),
            (("5.0964,", "5.0963,"), "crossings.3.quarters: expected 5.0963, got 5.09640"),
            (
                ('"rows.1.run_rate_usd_year" = 252000', '"rows.0.trailing_usd_year" = { value = 0, within = 1 }'),
                "rows.0.trailing_usd_year: expected 0, got None",
            ),
            (("[inputs]", 'none = ["rows.3.trailing_usd_year"]\n[inputs]'), "rows.3.trailing_usd_year: expected None, got 319680.0"),
        ],
    )
    def test_outputs(self, change, sentence):
        """Each expectation that is not met has a sentence with what was expected and what came."""
        assert differences(read("growth/team.toml", GOOD)) == []
        (found,) = differences(read("growth/team.toml", GOOD.replace(*change)))
        assert found.startswith(sentence)

    @pytest.mark.parametrize(
        ("error", "quarters", "found"),
        [
            ('{ field = "quarters", message = "quarters must be at least 1 (got 0)" }', 0, []),
            ('{ field = "quarters", message = "no" }', 0, ["expected the error 'no', got 'quarters must be at least 1 (got 0)'"]),
            ('{ field = "quarters", message = "no" }', 5, ["expected the error 'no', got an answer"]),
        ],
    )
    def test_errors(self, error, quarters, found):
        """An expected error is held to its very words; an answer in its place is a difference."""
        text = (
            GOOD.split("[outputs]")[0].replace("[inputs]", f"error = {error}\n[inputs]").replace("quarters = 5", f"quarters = {quarters}")
        )
        assert differences(read("growth/team.toml", text)) == found


def test_value_at():
    """A path walks records by key and lists by place, and nothing else."""
    outputs = {"rows": [{"a": None}], "scores": {"open-first": 1}}
    assert value_at(outputs, "rows.0.a") is None
    assert value_at(outputs, "scores.open-first") == 1
    for path in ("rows.1.a", "rows.a", "rows.0.a.b", "scores.closed", ""):
        with pytest.raises(LookupError):
            value_at(outputs, path)
