"""Every sentence of an answer is English for none, one, many and less than nothing."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator import run
from calculator.faces.html import answer_html
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS
from calculator.numbers.display import is_fair, read, to_digits
from tests import golden
from tests.calculator.given import cases, inputs, replaced

ONE, MANY = r"(?<![\d.,$\-^] )(?<![\w.,$\-^])1", r"(?<![\d.,$\-^])(?!1 )\d[\d,]*(?:\.\d+)?"
OF = r"(?: (?:of|a|an|in) (?:\d+ )?\w+)*"
NO_PLURALS = "yours|ours|times|is|has|pushes|enables|keeps|gives|less|plus|does|costs"
FAULTS = {
    "one of many": rf"{ONE} (?!(?:{NO_PLURALS})\b)(?:[A-Za-z]+s|people)\b",
    "many of one": rf"{MANY} (?:month|quarter|person|GPU|engineer|unit|sequence|head)\b",
    "one have": rf"(?<!of )(?<!\+ ){ONE} (?:of \d+ \w+|\w+{OF}) (?:have|are|keep|give|push|enable)\b",
    "many has": rf"(?<!in )(?<!of )(?<!after )(?<!within ){MANY} \w+s{OF} (?:has|is|keeps|gives|pushes|enables)\b",
    "in no time": r"\b(?:in|after|within) 0 (?:months|quarters)",
    "a negative saving": r"\b(?:saving of|saves?|saved|costs?|worth|recovered|earns) -\$",
    "pays back never": r"pays back never|(?:after|in) (?:at once|never)",
    "a sign gone astray": r"\$-|--|[+\-] -|(?<![\d.])-\$?0(?![\d.,])",
    "a stop gone astray": r"  | [,;.:](?!\d)|\.\.|,,|[,;:]\.|\( | \)|^ | $",
    "a brace left open": r"[{}]|\b(?:None|True|False|nan|inf)\b(?! yet| of these|, and)",
    "a name made small": r"\b(?:aI|aPIs?|cOGS|gPUs?|mL)\b",
    "two words for one": r"\babout (?:about|more|less|at)\b|\bthan (?:than|about|at once)\b",
    "no difference": r"(?<![-.\d])(?:from )?(\$[\d.,]+\d|\d[\d.,]* %) (?:to|is below|a month is below) \1(?!\d|[.,]\d| x )",
}
PATTERNS = {name: re.compile(pattern) for name, pattern in FAULTS.items()}


def texts(value: object) -> list[str]:
    """Every text in a value of lists and records."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in inner for text in texts(item)]


def sentences(result) -> dict[str, None]:
    """All that an answer says: its headline and warnings, the texts of its outputs, its trace, and each text of its HTML."""
    shown = re.split(r"<[^>]*>", re.sub(r"</?(?:b|strong|span)\b[^>]*>", "", answer_html(result)))
    said = [result.headline, *result.warnings, *texts(result.outputs), *texts(result.trace)]
    return dict.fromkeys([*said, *(unescape(text).replace("\N{NO-BREAK SPACE}", " ").strip() for text in shown)])


def faults(sentence: str) -> list[str]:
    return [f"{name}: {sentence}" for name, pattern in PATTERNS.items() if pattern.search(sentence)]


def plainly_named(given: dict) -> dict:
    """The inputs with short names in place of the reader's own, whose stops and spaces are not ours."""
    if "workloads" in given:
        given = given | {"workloads": [row | {"name": letter} for row, letter in zip(given["workloads"], "ABCDE", strict=False)]}
    if "providers" not in given:
        return {field: value for field, value in given.items() if field != "shocked_provider"}
    named = [provider | {"name": letter} for provider, letter in zip(given["providers"], "ABCDE", strict=False)]
    return given | {"providers": named} | ({"shocked_provider": "A"} if "shocked_provider" in given else {})


@pytest.mark.parametrize("id", CALCULATORS)
@given(data=st.data())
def test_any_inputs(id, data):
    """Whatever the inputs."""
    given = plainly_named(data.draw(inputs(id)))
    assert [fault for sentence in sentences(run(id, given)) for fault in faults(sentence)] == []


def test_the_defaults_and_cases():
    """And in the answers that readers see first."""
    asked = [(id, {}) for id in CALCULATORS] + [(case.calculator, case.inputs) for case in cases() if case.error is None]
    assert [fault for id, given in asked for sentence in sentences(run(id, given)) for fault in faults(sentence)] == []


NUMBER = re.compile(r"(?<![\w.-])-?\$?\d+(?:,\d{3})*(?:\.\d+)?(?![,.]?\d| ×| GiB|-)(?: %| months| quarters)?")
FIGURE = re.compile(r"<dd>(.*?)</dd>")


def numbers(text: str) -> list[str]:
    """The numbers of a text, but for those of memory, which are set against that of a GPU."""
    return NUMBER.findall(text.replace("\N{NO-BREAK SPACE}", " "))


def is_too_exact(number: str) -> bool:
    """Whether a computed number has more digits than anybody can use."""
    value, digits = abs(read(number)), number.strip("-$").replace(",", "").partition(" ")[0]
    if number.strip("-").startswith("$"):
        return value >= 10_000 and len(digits.partition(".")[0].rstrip("0")) > 3
    if number.endswith("%"):
        return "." in digits and (10 < value <= 99 or value >= 100)
    return "." in digits and value > (12 if number.endswith("s") else 100)


def are_told_apart(one: str, other: str) -> bool:
    """Whether two numbers need their digits beside each other: with as many as one alone has, their difference would be wrong by more than a tenth."""
    exactly = read(one), read(other)
    return not is_fair(
        exactly, tuple(to_digits(value, 3) if one.strip("-").startswith("$") and value else round(value) for value in exactly)
    )


def false_precision(result) -> list[str]:
    """The numbers in sentences and figures that are no reader's own, need not be told from another beside them, and have too many digits."""
    outputs = {output.id: output for output in CALCULATORS[result.calculator].outputs}
    own = {number for id, value in result.inputs.items() for number in numbers(VOCABULARY[id].words(value))}
    turning = [flip["words"] for flip in (result.outputs.get("flips") or {}).values() if flip]
    said = [result.headline, *result.warnings, *texts([value for id, value in result.outputs.items() if outputs[id].kind == "text"])]
    said += [result.uncertainty["headline"]] if result.uncertainty else []
    said += FIGURE.findall(answer_html(result).split('data-part="trace"')[0])
    found = []
    for sentence in said:
        there = numbers(sentence)
        for number in there:
            close = [other for other in there if other != number and are_told_apart(number, other)]
            if is_too_exact(number) and number.partition(" ")[0] not in {given.partition(" ")[0] for given in own} and not close:
                found += [] if any(number in words for words in turning) else [f"{number}: {sentence}"]
    return found


@pytest.mark.parametrize("id", CALCULATORS)
@given(data=st.data())
def test_no_number_is_more_exact_than_anybody_can_use(id, data):
    """Whatever the inputs: money from 10,000 up has three digits that count, months above 12 and per cents above 10 are whole."""
    assert false_precision(run(id, plainly_named(data.draw(inputs(id))))) == []


@pytest.mark.whole("asks every calculator along each of its inputs")
def test_of_the_defaults_no_number_is_too_exact():
    """And in the answers that readers see first, with a range too."""
    asked = [(id, given) for id in CALCULATORS for given in golden.asked(id).values()]
    assert [fault for id, given in asked for fault in false_precision(run(id, given))] == []


@pytest.mark.parametrize(
    ("headline", "found"),
    [
        ("The start is worth $1,671,925.", ["$1,671,925"]),
        ("The start is worth -$15,584 in 21.9 months.", ["-$15,584", "21.9 months"]),
        ("The margin is 67.4 %, of 16,666,666.7 units.", ["67.4 %", "16,666,666.7"]),
        ("The start is worth $1,670,000 in 22 months, at 99.6 % and 9.9 %, of 16,700,000 units.", []),
        ("It recovers $59,998.40 of $60,000.", []),
        ("Your 12,345.5 units cost that much.", []),
    ],
)
def test_false_precision_is_noticed(headline, found):
    """But not in a reader's own number, nor where two would look alike."""
    result = replaced(run("unit-economics", {"units_per_month": 12_345.5}), headline=headline)
    assert [fault.partition(":")[0] for fault in false_precision(result) if fault.endswith(headline)] == found


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("one of many", "At 1 units a month switching does not pay."),
        ("one of many", "Small team: 1 people."),
        ("one of many", "It pays back after 1 months."),
        ("many of one", "It pays back after 2 month."),
        ("one have", "1 month of waiting have cost $5."),
        ("one have", "1 request a second keep 2 GPUs busy."),
        ("one have", "1 of 3 questions push."),
        ("many has", "2 months of waiting has cost $5."),
        ("in no time", "It gets there in 0 months."),
        ("a negative saving", "against a saving of -$7,800 in the first month"),
        ("pays back never", "and the build pays back never."),
        ("a sign gone astray", "14 + ($150 - -$7) / $5"),
        ("a sign gone astray", "-$0 today"),
        ("a stop gone astray", "It does. ."),
        ("a brace left open", "It costs {usd(x)}."),
        ("a name made small", "Too early: aPIs alone cost less."),
        ("two words for one", "It turns at about more than $4,200."),
        ("no difference", "Not yet: $10,000 a month is below $10,000."),
        ("no difference", "The bill rises from $15,000 to $15,000 a month"),
    ],
)
def test_a_fault_is_noticed(name, sentence):
    """Each fault, in a sentence that once stood in an answer or well might have."""
    assert f"{name}: {sentence}" in faults(sentence)


@pytest.mark.parametrize(
    ("id", "given", "words"),
    [
        ("evaluate-when", {"spend_history_usd_month": [9_999]}, "gets there in less than 0.1 months"),
        ("evaluate-when", {"spend_history_usd_month": [9_999.99]}, "$9,999.99 a month is below $10,000"),
        ("timing", {"months_already_waited": 1}, "1 month of waiting has cost $4,711"),
        (
            "timing",
            {"api_spend_usd_month": 2_000, "usage_growth_pct_quarter": 15, "growth_lasts_months": 48, "cash_usd": 1_000_000},
            "Too early: started now, the build costs $83,600 more than it saves",
        ),
        ("timing", {"saving_pct": 0}, "No start in 36 months pays: started now, the build costs $88,600 more than it saves"),
        ("timing", {"api_spend_usd_month": 8_000, "burn_usd_month": 0}, "a month of delay is worth $812"),
        ("timing", {"saving_pct": 60}, "The cash lasts 20 months without the build, and 0.1 months more with it"),
        (
            "timing",
            {"alternative_fixed_usd_month": 20_000, "usage_growth_pct_quarter": 25},
            "The cash lasts 20 months without the build, and 0.5 months less with it",
        ),
        ("timing", {"cash_usd": 9_000_000, "burn_usd_month": 5_000}, "without the build, and does not end with it"),
        (
            "break-even",
            {"api_spend_usd_month": 7_000, "growth_lasts_months": 60, "alternative_follows_usage_pct": 0},
            "and in the first month the alternative costs $2,800 more",
        ),
        ("break-even", {"upfront_usd": 0}, "Pays back at once"),
        (
            "unit-economics",
            {"ai_cost_usd_unit": 0.0024, "alternative_ai_cost_usd_unit": 0.00192, "switch_cost_usd": 0},
            "it would save at about 17,000,000 units a month",
        ),
        ("unit-economics", {"units_per_month": 4_000}, "which pays back in 188 months, not within 36 months; it would at about 5,600"),
        ("unit-economics", {"units_per_month": 4_000, "horizon_months": 1}, "not within 1 month; it would at about"),
        ("strategy", {"team_size": 1}, "1 person"),
        ("five-questions", {"ai_share_of_cogs_pct": 30}, "1 of 3 questions pushes and 1 of 2 enables"),
        ("five-questions", {"ai_share_of_cogs_pct": 30}, "stay on APIs"),
        ("api-bill", {"model": "gpt-4"}, "with GPT-4 (OpenAI) while it was sold, $"),
        ("api-bill", {"model": "gpt-4"}, "Retired on 23 October 2026: GPT-4 (OpenAI) can no longer be called"),
        ("api-bill", {"model": "gpt-4", "data": "2026-10-22"}, "Retirement is listed: GPT-4 (OpenAI) ends on 23 October 2026"),
        ("self-host", {"model": "gpt-4"}, "GPT-4 (OpenAI), retired on 2026-10-23"),
        (
            "self-host",
            {"hosted_model": "gpt-oss-120b-fireworks"},
            "Retired on 7 November 2026: gpt-oss-120b (Fireworks) can no longer be called, so no bill of it stands here",
        ),
        ("api-bill", {"model": "deepseek-v4-pro-deepseek"}, "In 35 of the 168 hours of a week DeepSeek charges 2 times as much"),
        ("api-bill", {"model": "mistral-large-4"}, "Lists disagree"),
    ],
)
def test_says_what_is_so(id, given, words):
    """The words where a number is none, one, below 0, next to the mark, or of a model that is gone."""
    assert any(words in sentence for sentence in sentences(run(id, given)))
