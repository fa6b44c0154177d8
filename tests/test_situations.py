"""Situations of real teams, judged by hand before anybody looked at an answer, are well formed and answered as judged."""

import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from numbers import Real
from pathlib import Path
from typing import Any, TypeGuard

import pytest

from calculator import InputError, calculators, run

WRITTEN = tomllib.loads(Path(__file__).with_name("situations.toml").read_text(encoding="utf-8"))["situation"]
SAID = ("id", "calculator", "story", "headline", "why")  # each a text, and none empty
MAY = {*SAID, "inputs", "expect", "unsure", "corrected", "awaits"}


def is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, Real) and not isinstance(value, bool)


def is_expectation(wanted: object) -> bool:
    """A word, a truth or a number; or one of a range and a choice of answers."""
    if isinstance(wanted, Mapping):
        if set(wanted) == {"low", "high"}:
            return is_number(wanted["low"]) and is_number(wanted["high"]) and wanted["low"] <= wanted["high"]
        answers = wanted.get("any_of", []) if set(wanted) == {"any_of"} else []
        return len(answers) > 1 and all(not isinstance(answer, Mapping) and is_expectation(answer) for answer in answers)
    return isinstance(wanted, (str, bool)) or is_number(wanted)


def faults(situations: Iterable[Mapping[str, Any]], known: set[str]) -> list[str]:
    """What is wrong with the form of the situations, a sentence each."""
    situations = list(situations)
    ids = [situation.get("id", "?") for situation in situations]
    found = [f"{name} is written twice" for name in sorted({name for name in ids if ids.count(name) > 1})]
    if sum(situation.get("unsure", False) for situation in situations) > 2:
        found.append("more than two could not be signed")
    for name, situation in zip(ids, situations, strict=True):
        found += [f"{name} has no {key}" for key in SAID if not str(situation.get(key, "")).strip()]
        found += [f"{name} has {key}, which nothing reads" for key in sorted(set(situation) - MAY)]
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            found.append(f"{name} is not in kebab case")
        if situation.get("calculator") not in known:
            found.append(f"{name} asks {situation.get('calculator')}, which is no calculator")
        if not situation.get("inputs"):
            found.append(f"{name} gives nothing")
        expect = dict(situation.get("expect", {}))
        if not expect:
            found.append(f"{name} expects nothing")
        if "refused" in expect:
            fields = expect.pop("refused")
            if expect:
                found.append(f"{name} expects an answer beside a refusal")
            if not fields or not all(isinstance(field, str) for field in fields):
                found.append(f"{name} expects a refusal of no field")
        if "says" in expect:
            re.compile(expect.pop("says"))
        found += [f"{name} expects {key} in no way that is known" for key, wanted in expect.items() if not is_expectation(wanted)]
    return found


def test_situations_are_well_formed() -> None:
    """Fifty or more, each told, judged and explained, on thirteen calculators; at most two could not be signed."""
    assert faults(WRITTEN, set(calculators())) == []
    assert len(WRITTEN) >= 50
    assert len({situation["calculator"] for situation in WRITTEN}) >= 13


GOOD = {
    "id": "a-team",
    "calculator": "growth",
    "story": "A team.",
    "headline": "It grows.",
    "why": "1 + 1 = 2.",
    "inputs": {"quarters": 4},
    "expect": {"growth_pct_year": {"low": 1, "high": 2}},
}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"id": "A Team"}, "kebab"),
        ({"calculator": "horoscope"}, "no calculator"),
        ({"why": " "}, "has no why"),
        ({"verdict": "pays"}, "nothing reads"),
        ({"inputs": {}}, "gives nothing"),
        ({"expect": {}}, "expects nothing"),
        ({"expect": {"x": {"low": 2, "high": 1}}}, "no way"),
        ({"expect": {"x": {"low": 1}}}, "no way"),
        ({"expect": {"x": {"low": 1, "high": 2, "any_of": [1, 2]}}}, "no way"),
        ({"expect": {"x": {"any_of": ["one"]}}}, "no way"),
        ({"expect": {"refused": "quarters", "x": 1}}, "beside a refusal"),
        ({"expect": {"refused": []}}, "no field"),
    ],
)
def test_a_badly_formed_situation_is_found(change: dict[str, Any], complaint: str) -> None:
    """Each rule of the form has a situation that breaks it, and a whole one breaks none."""
    assert faults([GOOD], {"growth"}) == []
    assert any(complaint in fault for fault in faults([GOOD | change], {"growth"}))


def test_too_many_that_nobody_signs_are_found() -> None:
    """Three unsure ones are one too many, and a name may stand once."""
    unsure = [GOOD | {"id": f"team-{number}", "unsure": True} for number in range(3)]
    assert faults(unsure[:2], {"growth"}) == []
    assert faults(unsure, {"growth"}) == ["more than two could not be signed"]
    assert faults([GOOD, GOOD], {"growth"}) == ["a-team is written twice"]


def at(outputs: Any, path: str) -> Any:
    """The value that a dotted name leads to, through tables and lists."""
    for step in path.split("."):
        outputs = outputs[int(step)] if isinstance(outputs, list) else outputs[step]
    return outputs


def meets(got: object, wanted: Any) -> bool:
    """Whether an answer is what was judged: "null" is None, a number holds to 1e-9, a range to its ends."""
    if isinstance(wanted, Mapping):
        if "any_of" in wanted:
            return any(meets(got, answer) for answer in wanted["any_of"])
        return is_number(got) and wanted["low"] <= got <= wanted["high"]
    if wanted == "null":
        return got is None
    if is_number(wanted):
        return is_number(got) and math.isclose(got, wanted, rel_tol=1e-9, abs_tol=1e-9)
    return type(got) is type(wanted) and got == wanted


def sentences(value: object) -> list[str]:
    """All that an answer says in words, whatever it is packed in."""
    if isinstance(value, str):
        return [value]
    parts = list(value.values()) if isinstance(value, Mapping) else value if isinstance(value, list) else []
    return [sentence for part in parts for sentence in sentences(part)]


def disagreements(answer: Mapping[str, Any], expect: Mapping[str, Any]) -> list[str]:
    """Where an answer differs from what was judged, a sentence each."""
    found = []
    for path, wanted in expect.items():
        if path == "says":
            said = sentences({part: answer.get(part) for part in ("headline", "answer", "warnings", "outputs")})
            if not any(re.search(wanted, sentence) for sentence in said):
                found.append(f"no sentence says {wanted!r}: {said}")
            continue
        try:
            got = at(answer["outputs"], path)
        except (KeyError, IndexError, TypeError):
            found.append(f"{path} is not answered")
            continue
        if not meets(got, wanted):
            found.append(f"{path} is {got!r}, judged {wanted!r}")
    return found


def asked(situation: dict[str, Any]) -> Any:
    """A situation as a test; one that awaits something must not be answered as judged before that is there, and says so once it is."""
    awaits = situation.get("awaits")
    marks = [pytest.mark.xfail(strict=True, reason=f"awaits {awaits}")] if awaits else []
    return pytest.param(situation, id=situation["id"], marks=marks)


@pytest.mark.parametrize("situation", [asked(situation) for situation in WRITTEN])
def test_a_situation_is_answered_as_judged(situation: dict[str, Any]) -> None:
    """The calculator says what a sceptical reader would sign, or refuses what cannot be asked."""
    refused = situation["expect"].get("refused")
    if refused is None:
        answer = run(situation["calculator"], situation["inputs"]).to_dict()
        assert disagreements(answer, situation["expect"]) == [], situation["why"]
    else:
        with pytest.raises(InputError) as refusal:
            run(situation["calculator"], situation["inputs"])
        assert refusal.value.field in ([refused] if isinstance(refused, str) else refused), situation["why"]


@pytest.mark.parametrize(
    ("expect", "agrees"),
    [
        ({"verdict": "pays", "months": {"low": 2, "high": 3}, "rows.1.usd": 5, "never": "null"}, True),
        ({"verdict": "pays-not"}, False),
        ({"verdict": {"any_of": ["pays", "null"]}, "never": {"any_of": ["pays", "null"]}}, True),
        ({"months": {"low": 2.6, "high": 3}}, False),
        ({"months": "null"}, False),
        ({"never": 0}, False),
        ({"never": {"low": -1, "high": 1}}, False),
        ({"full": True}, True),
        ({"full": 1}, False),
        ({"rows.2.usd": 5}, False),
        ({"absent": "null"}, False),
        ({"says": "(?i)two GPUS stand"}, True),
        ({"says": "three GPUs"}, False),
    ],
)
def test_a_disagreement_is_found(expect: dict[str, Any], agrees: bool) -> None:
    """Each way to expect has an answer that meets it and one that does not."""
    outputs = {"verdict": "pays", "months": 2.5, "never": None, "full": True, "rows": [{"usd": 4}, {"usd": 5.0}]}
    answer = {"outputs": outputs, "headline": "It pays.", "warnings": ["Two GPUs stand idle."]}
    assert (disagreements(answer, expect) == []) is agrees
