"""Hostile questions to the bridge: an answer or sentences about its fields, never anything else. `python -m tests.attack` asks more."""

import json
import os

import pytest
from hypothesis import settings

from calculator.models.registry import CALCULATORS
from tests.attack import MARKUP, Attacker, Question, attack, wrong

N = int(os.environ.get("ATTACK", 60 + 14 * settings.default.max_examples))  # questions; ATTACK=20000 for a long night


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.whole("as many questions once more"))])
def test_every_question_has_its_answer(seed):
    """JSON of finite numbers, no fault, no markup of the asker's, nothing that does not show."""
    found = attack(N // 2, seed)
    assert found.wrong == []
    assert min(found.outcomes[what] for what in ("answered", "refused", "with ranges")) > N // 60, found.outcomes


def test_a_seed_is_its_questions():
    """What was found once is found again; and every calculator has its turn."""
    first, second = Attacker(3), Attacker(3)
    asked = [first.question().request for _ in range(100)]
    assert asked == [second.question().request for _ in range(100)]
    assert all(f'"calculator": "{id}"' in "".join(asked) for id in CALCULATORS)


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ("{", ""),
        ('{"ok": true, "html": "", "n": NaN}', ""),
        ('{"ok": true, "html": ""}', "Fault T-0000"),
        ('{"ok": true, "html": "Traceback (most recent call last)"}', ""),
        (json.dumps({"ok": True, "html": f"<p>{MARKUP[0]}</p>"}), ""),
        ('{"ok": true, "html": "<p onclick=x>"}', ""),
        ('{"ok": false, "errors": []}', ""),
        ('{"ok": false, "errors": [{"field": "a", "rule": "must", "got": "", "message": "a must b", "code": "T-0000"}]}', ""),
        ('{"ok": false, "errors": [{"field": "a", "rule": "must", "got": "", "message": "TypeError"}]}', ""),
        ('{"ok": false, "errors": [{"field": "a", "rule": "must", "got": "\\u202e", "message": "a must be"}]}', ""),
        (json.dumps({"ok": False, "errors": [{"field": "a", "rule": "", "got": "", "message": "a must be " + "x" * 5_000}]}), ""),
    ],
)
def test_what_is_wrong_is_noticed(reply, told):
    """Each thing that must not come out is seen when it does."""
    assert wrong(Question("", (MARKUP[0],)), reply, told)
