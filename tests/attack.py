"""Questions to the bridge that nobody means well with, made from a seed: what a link, a form or a script may ask.

    python -m tests.attack --n 20000 --seed 7

asks so many and prints what came of them; exit status 1 if one was answered wrongly. tests/calculator/test_attack.py asks a few of them.
"""

import argparse
import json
import math
import random
import sys
import time
from collections import Counter
from contextlib import redirect_stderr
from html.parser import HTMLParser
from io import StringIO
from typing import NamedTuple

from calculator.data import sources
from calculator.faces.bridge import answer
from calculator.faces.mistakes import label
from calculator.inputs.kinds import Input, Number, number_text
from calculator.inputs.kinds.number import SMALLEST
from calculator.inputs.vocabulary import VOCABULARY
from calculator.models.registry import CALCULATORS

SLOW = 1.0  # seconds of CPU
LONGEST_MESSAGE = 4_000  # a rule may name thirty providers

MARKUP = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    '" onfocus="alert(1)" autofocus x="',
    "'><iframe src=//evil.invalid></iframe>",
    "</p></div></details><form action=//evil.invalid>",
    "&lt;img src=x&gt;<!-- <b>",
    "[x](javascript:alert(1)) {{7*7}} ${7*7} `x`",
)
INVISIBLE = (
    "A\u202eB",
    "\u2066A\u2069",
    "A\u200eB\u200f",
    "\u061cA",
    "\x1b[31mA",
    "A\x00B",
    "A\r\nB",
    "\ud800A",
    "\u2028",
    "\ufeffA",
    "A\u00adB",
)
NUMBERS = (
    *("", " ", "+", "-", ".", "..", "...", "1..", "..1", "1...2", "2..1", "1..1", "1..2..3", "0..0", "-0..0", "-0", "1e400", "-1e400"),
    *("1e-400", "1e999", "NaN", "nan", "inf", "-Infinity", "0x10", "1_000", "1,000", "1.000,5", "٣", "１２", "²", "1e5e5", "1..1e400"),
    *("1e308..1e309", "1e-9..1e-9", "9" * 400, "9" * 5_000, "0." + "0" * 5_000 + "1", "1" * 29_000 + "x", "1" * 40_000),
    *("1" * 9_000 + ".." + "2" * 9_000, ", " * 10_000, ";" * 20_000, "1 " * 10_000, "1: " * 9_000, " " * 30_000),
)
NESTED = (
    *("[]", "{}", "[[]]", "[{}]", "[1,[2]]", "null", "true", '"x"', "[NaN]", "[1e400]", "[-Infinity]", "[" + "1" * 5_000 + "]", "[1,]"),
    *("[" * 3, "[" * 4 + "]" * 4, "[" * 3_000 + "]" * 3_000, "[" * 10_000, '[{"a":' * 5_000, '["' + "[" * 9_000 + '"]', '["\\"[[[[[["]'),
    *('[{"name":"A","usd_month":1,"usd_month":2}]', '[{"name":"A","usd_month":"1..2"}]', '[{"name":"A","usd_month":{"low":1,"high":2}}]'),
    *('[{"name":"","usd_month":0}]', '[{"name":"A"}]', '[{"name":1,"usd_month":1}]', '[{"name":"A","usd_month":null}]'),
    *('{"low":1,"high":2}', '[{"name":"\\ud800","usd_month":1}]', '[{"name":"\\u202e","usd_month":1}]'),
)
NOT_TEXT = (None, True, 0, -1.5, 1e308, [], {}, [[[[1]]]], {"low": 0, "high": 1}, {"a": {"b": {"c": {}}}})


class Question(NamedTuple):
    """What is asked, and the strings in it that must not come out as markup."""

    request: str
    typed: tuple[str, ...]


class Attacker:
    """Questions from a seed: the same seed, the same questions."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)

    def texts(self, id: str) -> dict[str, object]:
        """Input id, or what pretends to be one -> a text, or what pretends to be one."""
        choose = self.random
        hostile, share = choose.random() < 0.5, choose.choice((0.15, 0.5, 0.9))
        texts = {field: self.valid(field) for field in CALCULATORS[id].inputs if choose.random() < share}
        for _ in range(choose.randint(1, 3) if hostile else 0):
            field = choose.choice(CALCULATORS[id].inputs) if choose.random() < 0.85 else self.key()
            texts[field] = self.hostile(field)
        return texts

    def question(self) -> Question:
        choose = self.random
        id = choose.choice(list(CALCULATORS))
        texts = self.texts(id)
        asked = {"calculator": id if choose.random() < 0.98 else self.hostile(""), "texts": texts}
        request = json.dumps(asked, ensure_ascii=choose.random() < 0.5)
        if choose.random() < 0.02:
            request = choose.choice((request[:-1], request + request, request.replace(":", ":[[[[", 1), "", "null", *NESTED))
        return Question(request, tuple(text for text in (*texts, *texts.values()) if isinstance(text, str)))

    def key(self) -> str:
        return self.random.choice((*VOCABULARY, *MARKUP, *INVISIBLE, "", "__proto__", "constructor", "k" * 100_000))

    def hostile(self, field: str) -> object:
        choose = self.random
        kinds = [NUMBERS, NESTED, MARKUP, INVISIBLE, NOT_TEXT]
        if field in ("providers", "shocked_provider", "workloads"):
            kinds += [MARKUP, NESTED] * 3
        got = choose.choice(choose.choice(kinds))
        if field == "providers" and isinstance(got, str) and choose.random() < 0.6:
            got = choose.choice((f"{got}: 5", json.dumps([{"name": got[:60].strip(), "usd_month": 5}, {"name": "B", "usd_month": 6}])))
        return got

    def valid(self, field: str) -> str:
        """A text that the input takes, with a liking for bounds and for ranges; not every two of them fit each other."""
        declared, choose = VOCABULARY[field], self.random
        if isinstance(declared, Number):
            return self.range(declared) if choose.random() < 0.4 else number_text(self.point(declared))
        if declared.kind in ("boolean", "choice"):
            return choose.choice(list(declared.options))
        if declared.kind == "day":
            return choose.choice(("", "2026-11", "2026-11-12", "2026-11-23", "2026-10", "2020-02-29"))
        if declared.kind == "numbers":
            points = (
                choose.choice((declared.minimum, declared.maximum, SMALLEST, choose.uniform(0, 40_000)))
                for _ in range(choose.randint(1, 60))
            )
            return " ".join(map(number_text, points))
        if declared.kind == "records":
            names = choose.sample((*MARKUP[:3], "A", "B", "C: D", "[E]", "F; G", "é", "漢字", "😀"), choose.randint(1, 5))
            rows = [{column.id: self.cell(column) for column in declared.columns} | {"name": name} for name in names]
            return declared.text(declared.check(rows))
        return choose.choice(("", "Provider A", "A", MARKUP[0]))

    def cell(self, column: Input) -> object:
        """A valid value of a column."""
        if isinstance(column, Number):
            return self.random.choice((column.minimum, max(column.minimum, SMALLEST), 12_000, column.maximum))
        return self.random.choice((False, True)) if column.kind == "boolean" else self.random.choice(list(getattr(column, "options", "A")))

    def point(self, declared: Number) -> float:
        """A valid number: a bound, an end of the slider, the default, nothing, the smallest, or any between."""
        choose, low, high = self.random, declared.minimum, declared.maximum
        left, right = declared.slider[:2] if declared.slider else (low, high)
        known = [low, high, left, right, 0, SMALLEST, 1, declared.default or 0]
        between = [choose.uniform(low, high), choose.uniform(left, right), 10 ** choose.uniform(-9, math.log10(high))]
        value = min(max(choose.choice(choose.choice((known, between))), low), high)
        return round(value) if declared.whole else value

    def range(self, declared: Number) -> str:
        ends = sorted((self.point(declared), self.point(declared)))
        if self.random.random() < 0.3:
            ends = self.random.choice(
                ([declared.minimum, declared.maximum], list((declared.slider or (declared.minimum, declared.maximum))[:2]))
            )
        return "..".join(map(number_text, ends))


class Markup(HTMLParser):
    """The tags and attributes of an answer that no calculator makes."""

    FOREIGN = frozenset(("img", "script", "iframe", "form", "b", "object", "embed", "link", "base", "style", "a"))

    OURS = tuple([("href", source.url)] for source in sources.values() if source.url)

    def __init__(self, html: str):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list):
        if tag == "a" and attributes in self.OURS:
            return
        if (tag in self.FOREIGN and (tag != "b" or attributes)) or any(
            name.startswith("on") or name == "autofocus" for name, _ in attributes
        ):
            self.found.append(self.get_starttag_text())


def wrong(question: Question, reply: str, told: str) -> str:
    """What is wrong with a reply, and with what came on standard error; "" when nothing is."""
    try:
        got = json.loads(reply, parse_constant=lambda name: 1 / 0)
    except (ValueError, ZeroDivisionError):
        return "the reply is no JSON, or holds a number that is not finite"
    if "Traceback" in reply or told:
        return f"a fault: {told}"
    if got["ok"]:
        found = Markup(got["html"]).found + [text for text in question.typed if "<" in text and text in got["html"]]
        return f"markup of the question stands in the answer: {found}" if found else ""
    for error in got["errors"]:
        if "code" in error or not error["message"].startswith((label(error["field"]) or "''") + " must "):
            return f"no sentence about a field: {error}"
        if not all(sign.isprintable() or (sign.isspace() and sign > "\x85") for sign in "".join(map(str, error.values()))):
            return f"signs that do not show: {error}"
        if len(error["message"]) > LONGEST_MESSAGE:
            return f"a message of {len(error['message'])} characters"
    return "" if got["errors"] else "neither an answer nor an error"


class Attacked(NamedTuple):
    """What came of the questions: how many of each outcome, the wrong ones, and those that took long, with their seconds."""

    outcomes: Counter
    wrong: list[tuple[str, str]]
    slow: list[tuple[float, str]]
    slowest: float


def attack(n: int, seed: int) -> Attacked:
    attacker, found = Attacker(seed), Attacked(Counter(), [], [], 0.0)
    slowest = 0.0
    for _ in range(n):
        question = attacker.question()
        began = time.process_time()
        with redirect_stderr(StringIO()) as told:
            reply = answer(question.request)
        took = time.process_time() - began
        slowest = max(slowest, took)
        if took > SLOW:
            found.slow.append((took, question.request))
        if what := wrong(question, reply, told.getvalue()):
            found.wrong.append((what, question.request))
        outcome = "wrong" if what else "answered" if reply.startswith('{"ok": true') else "refused"
        found.outcomes[outcome] += 1
        found.outcomes["with ranges"] += outcome == "answered" and 'data-part=\\"uncertainty\\"' in reply
    return found._replace(slowest=slowest)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__.partition("\n")[0])
    parser.add_argument("--n", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    found = attack(asked.n, asked.seed)
    print(
        f"{asked.n} questions, seed {asked.seed}: {dict(found.outcomes)}; slowest {found.slowest:.2f} s, over {SLOW} s: {len(found.slow)}"
    )
    for what, request in (*found.wrong[:20], *((f"{took:.1f} s", request) for took, request in found.slow[:20])):
        print(what[-1_500:], request[:600], sep="\n", end="\n\n")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
