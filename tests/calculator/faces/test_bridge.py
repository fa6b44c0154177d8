import importlib
import json
import re
import sys
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import run
from calculator.answers.zones import zones
from calculator.faces.bridge import KINDS, add_modules, answer, of_field
from calculator.faces.decision import decision
from calculator.faces.held import held
from calculator.faces.html import answer_html
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS, inputs_of
from tests.calculator.given import cases, inputs, json_values, texts

every_calculator = pytest.mark.parametrize("id", CALCULATORS)


def ask(id: object, typed: object, **more: object) -> dict:
    return json.loads(answer(json.dumps({"calculator": id, "texts": typed} | more)))


def groups_of(id: str, inputs: dict) -> dict[str, str]:
    """What the folded groups hold, no number parted from its per cent sign: the page puts it in as text."""
    return {title: words.replace(" %", "\N{NO-BREAK SPACE}%") for title, words in held(CALCULATORS[id], inputs).items()}


def fields_of(id: str, inputs: dict) -> dict[str, dict]:
    """The fields of inputs that were given by the calculator's own ids."""
    return {
        field: of_field(declared, inputs[field]) | {"key": field, "unit": field} for field, declared in inputs_of(CALCULATORS[id]).items()
    }


class TestAnswer:
    def test_a_whole_float_is_what_its_text_says(self):
        """0.0 in Python and "0" in a form: found by the test below in one run of many, and named here since."""
        assert answer_html(run("break-even", {"upfront_usd": 0.0})) == ask("break-even", {"upfront_usd": "0"})["html"]

    @pytest.mark.parametrize(
        ("id", "typed", "field", "wanted"),
        [
            ("break-even", {"usage_growth_pct_month": "2.50"}, "usage_growth_pct_year", ("2.5", "2.5", "usage_growth_pct_month")),
            ("break-even", {"growth_pct_quarter": "9"}, "usage_growth_pct_year", ("9", "9", "usage_growth_pct_quarter")),
            ("growth", {"api_spend_usd_month": "42k"}, "run_rate_usd_year", ("42,000", "42000", "api_spend_usd_month")),
            ("evaluate-when", {"run_rate_usd_year": "504k"}, "spend_history_usd_month", ("42000", "504000", "spend_history_usd_month")),
        ],
    )
    def test_a_field_in_another_unit(self, id, typed, field, wanted):
        """Shown in the unit that was given, a list in its own; a link has it as it was given; the slider stands where the page's own unit has it."""
        (key,) = typed
        reply = ask(id, typed)
        found, own = reply["fields"][field], run(id, {key: float(typed[key].replace("k", "000"))}).inputs[field]
        assert (found["shown"], found["text"], found["unit"], found["key"], found["yours"]) == (*wanted, key, True)
        assert found["number"] in (own, None) and reply["headline"] == run(id, {key: VOCABULARY[key].parse(typed[key])}).headline

    @every_calculator
    @given(data=st.data())
    def test_equals_python(self, id, data):
        """What a form's texts give is what Python gives for the values, in each kind of reply: what a page shows and no more, the whole result, or a spreadsheet."""
        given = data.draw(inputs(id))
        typed = {field: VOCABULARY[field].text(value) for field, value in given.items()}
        result = run(id, given)
        assert ask(id, typed) == {
            "ok": True,
            "html": answer_html(result),
            "headline": result.headline,
            "answer": result.answer,
            "fields": fields_of(id, result.inputs),
            "groups": groups_of(id, result.inputs),
        }
        assert ask(id, typed, want="brief") == {
            "ok": True,
            "html": answer_html(result, is_brief=True),
            "headline": result.headline,
            "answer": result.answer,
            "fields": fields_of(id, result.inputs),
            "groups": groups_of(id, result.inputs),
        }
        assert ask(id, typed, want="result") == {"ok": True, "result": result.to_dict()}
        assert ask(id, typed, want="zones") == {"ok": True, "zones": json.loads(json.dumps(zones(result)))}
        assert ask(id, typed, want="sheet") == {"ok": True, "sheet": result.sheet()}
        assert ask(id, typed, want="decision") == {"ok": True, "decision": decision(result)}

    def test_a_brief_reply_lacks_the_trace_and_what_is_saved_alone(self):
        """It is the answer but for what stands inside the fold and the numbers of the picture, which a page asks for once the answer rests."""
        whole, brief = ask("growth", {})["html"], ask("growth", {}, want="brief")["html"]
        whole = re.sub(' data-csv="[^"]+"', "", whole)
        before, fold, trace = whole.partition("<summary>How each number came about</summary>")
        told, end, after = trace.partition("</details>")
        assert told.startswith("<ul><li>") and brief == before + fold + end + after

    def test_what_is_wanted_is_the_answer_unless_the_request_says_otherwise(self):
        """A request without `want` gets the same reply as one that wants the answer."""
        assert ask("growth", {}) == ask("growth", {}, want="answer")

    @pytest.mark.parametrize("want", ["html", "Answer", "", None, 0, True, [], ["answer"], {}])
    def test_a_kind_that_there_is_not(self, want):
        """Is an error about the request that names the kinds there are."""
        (error,) = ask("growth", {}, want=want)["errors"]
        assert (error["field"], error["rule"]) == ("request", f"must want one of {', '.join(KINDS)}")

    @pytest.mark.parametrize("case", [case for case in cases() if case.error is None], ids=lambda case: f"{case.calculator}/{case.id}")
    def test_cases(self, case):
        """Every hand-checked case comes through the bridge as it comes out of run()."""
        declared = {field: VOCABULARY[field] for field in case.inputs}
        typed = {field: declared[field].text(value) for field, value in case.inputs.items()}
        assert ask(case.calculator, typed, want="result")["result"] == run(case.calculator, case.inputs).to_dict()

    def test_every_wrong_field_has_its_error(self):
        """Two wrong fields, two errors, each with the label of its field, beside which it stands."""
        reply = ask("growth", {"quarters": "99", "growth_pct_quarter": "-250", "run_rate_usd_year": "5"})
        assert reply["ok"] is False
        assert [error["message"] for error in reply["errors"]] == [
            "Quarters to look ahead must be at most 40 (got 99)",
            "Growth of the run rate must be at least -100 (got -250)",
        ]
        assert reply["errors"][0] == {
            "field": "quarters",
            "rule": "must be at most 40",
            "got": "99",
            "message": "Quarters to look ahead must be at most 40 (got 99)",
            "place": 0,
        }

    def test_an_error_between_two_fields(self):
        """A rule that binds two fields names the one to change."""
        reply = ask("evaluate-when", {"evaluate_from_usd_month": "30000"})
        assert [error["field"] for error in reply["errors"]] == ["overdue_from_usd_month"]

    @every_calculator
    @given(data=st.data())
    def test_any_text(self, id, data):
        """Whatever is typed, the reply is an answer, or errors whose fields were asked about."""
        typed = data.draw(st.dictionaries(st.sampled_from(CALCULATORS[id].inputs), texts, min_size=1))
        reply = ask(id, typed)
        assert reply["ok"] or {error["field"] for error in reply["errors"]} <= set(typed)

    @given(id=json_values, typed=json_values)
    def test_any_request(self, id, typed):
        """A request of no sense is answered with an error too."""
        reply = ask(id, typed)
        assert reply["ok"] is False or typed == {}
        assert all(error["message"].startswith(f"{error['field']} must ") for error in reply.get("errors", []))

    @given(request=st.text() | json_values.map(json.dumps) | st.just("[" * 9_000))
    def test_any_text_for_a_request(self, request):
        """So is one that is no JSON, or JSON of another shape."""
        (error,) = json.loads(answer(request))["errors"]
        assert error["field"] == "request"


def test_modules_that_came_later(tmp_path, monkeypatch):
    """Of an archive that came after the others, modules of each of our packages are found; nobody else's are."""
    archive = tmp_path / "later.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("calculator/faces/come_later.py", "WORD = 'here'\n")
        file.writestr("json/come_later.py", "")
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "calculator" and hasattr(module, "__path__"):
            monkeypatch.setattr(module, "__path__", list(module.__path__))
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("calculator.faces.come_later")
    add_modules(str(archive))
    assert importlib.import_module("calculator.faces.come_later").WORD == "here"
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("json.come_later")
