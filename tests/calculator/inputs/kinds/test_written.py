"""Numbers as people write them: each spelling on the list means one thing everywhere, and what could mean two is asked about."""

import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import InputError, run
from calculator.__main__ import main
from calculator.answers.texts import from_texts
from calculator.inputs.kinds import Number
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from tests.calculator.given import examples, typed, values
from tests.spellings import Spelling, spellings

SPELLINGS = spellings()
NUMBERS = sorted(id for id, declared in VOCABULARY.items() if isinstance(declared, Number))


def calculator_of(spelling: Spelling) -> str:
    return next(id for id, calculator in CALCULATORS.items() if spelling.input in calculator.inputs)


@pytest.mark.parametrize("spelling", SPELLINGS, ids=str)
class TestEverywhere:
    def test_in_a_field(self, spelling):
        """The number that it means; or the question, with what was written beside it."""
        declared = VOCABULARY[spelling.input]
        if spelling.is_asked:
            with pytest.raises(InputError) as caught:
                declared.parse(spelling.text)
            assert caught.value.rule == spelling.meaning
        else:
            assert declared.parse(spelling.text) == declared.parse(spelling.meaning)

    def test_in_a_link_in_a_file_and_on_the_command_line(self, spelling, capsys):
        """The same as in a field, to the letter of the sentence."""
        id, declared = calculator_of(spelling), VOCABULARY[spelling.input]
        link = from_texts(id, typed(f"{spelling.input}={quote(spelling.text)}"))
        status = main(["run", id, f"{spelling.input}={spelling.text}", "--json"])
        said = capsys.readouterr()
        if spelling.is_asked:
            (error,) = link[1]
            assert error.rule == spelling.meaning
            assert (status, said.out) == (2, "")
            assert spelling.meaning in said.err
            with pytest.raises(InputError, match="must"):
                run(id, json.loads(json.dumps({spelling.input: spelling.text})))
        else:
            meant = declared.parse(spelling.meaning)
            assert link == ({spelling.input: meant}, [])
            assert json.loads(said.out)["inputs"][spelling.input] == meant
            assert run(id, {spelling.input: spelling.text}).inputs[spelling.input] == meant


@pytest.mark.parametrize("id", NUMBERS)
def test_what_we_write_is_read_as_it_was(id):
    """A link that this site made is never asked about: three decimals get a fourth."""

    @examples(0.5)
    @given(values(id) | st.sampled_from([1.125, 12.345, 999.999, -2.625]))
    def holds(value):
        declared = VOCABULARY[id]
        try:
            used = declared.check(value)
        except InputError:
            return
        assert declared.parse(declared.text(used)) == used

    holds()


def test_the_list_is_long_and_of_both_kinds():
    """Sixty spellings or more, among them what is asked about; none stands twice."""
    assert len(SPELLINGS) >= 60
    assert 10 <= sum(spelling.is_asked for spelling in SPELLINGS) <= len(SPELLINGS) - 50
    assert len({spelling[:2] for spelling in SPELLINGS}) == len(SPELLINGS)
