"""Numbers as people write them: $42,000, 42 000, 42'000, 42k, 1.5M, 15 %. One parser for fields, links, the command line and files.

What has one meaning is read; what has two, such as 42.000, is asked about and never guessed.
"""

import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from calculator.numbers.decimals import as_parsed
from calculator.numbers.units import Unit, singular

LIKE = "must be a number such as 42,000, 42k or 2.5"

SPACES = dict.fromkeys(map(ord, "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}\t"), " ")
APOSTROPHES = dict.fromkeys(map(ord, "\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}\N{LEFT SINGLE QUOTATION MARK}"), "'")
MINUS = dict.fromkeys(map(ord, "\N{MINUS SIGN}\N{EN DASH}\N{NON-BREAKING HYPHEN}"), "-")
GROUPS = dict.fromkeys(map(ord, "_', "))
SIGNS = SPACES | APOSTROPHES | MINUS

TINIEST = 5e-324
THOUSAND = 1000

# In each, a sign can stand in one place alone: with two, a long text that is no number would be tried in every way of parting it.
WHOLE = re.compile(
    r"(?P<sign>[+-]?) ?(?P<money>US\$|\$|USD|€|EUR|£|GBP|¥|)(?: ?(?P<inner>[+-]))? ?"
    r"(?P<digits>[0-9][0-9_',. ]*|\.[0-9]+)(?P<power>[eE][+-]?[0-9]{1,3}\b)?(?P<rest>.*)",
    re.ASCII | re.DOTALL | re.IGNORECASE,
)
GROUPED = re.compile(r"[0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+|(?:'[0-9]{3})+|(?:_[0-9]{3})+)(?:\.[0-9]*)?", re.ASCII)
LAKH = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]*)?", re.ASCII)  # 12,34,567, as in India
POINTS = re.compile(
    r"[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}|(?:\.[0-9]{3})+,[0-9]+|(?: [0-9]{3})+,[0-9]+)", re.ASCII
)  # 1.234.567, 1.234,5, 1 234,5
PLAIN = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+", re.ASCII)
COMMA = re.compile(r"[0-9]+,[0-9]{1,2}", re.ASCII)
THOUSANDS_OR_DECIMALS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}", re.ASCII)
SCALE = re.compile(r" ?(k|thousand|m|mn|million|b|bn|billion)\b\.?", re.ASCII | re.IGNORECASE)
LETTERS = {3: "k", 6: "M", 9: "B"}
POWERS = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "b": 9, "bn": 9, "billion": 9}
OWN = re.compile(r"(?:(.+) )?an? (.+)", re.ASCII)  # what is counted, and for each of what
EVERY = re.compile(r"(?:an?|per|each|/) ?(.+)", re.ASCII)
SHORT = {"sec": "second", "s": "second", "hr": "hour", "h": "hour", "mo": "month", "qtr": "quarter", "yr": "year", "y": "year"}
SHORT |= dict.fromkeys(("mtok", "m tokens", "1m tokens", "1 million tokens"), "million tokens")
ADVERBS = {
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
}
PERIODS = frozenset(("second", "minute", "hour", "day", "week", "month", "quarter", "year"))


class UnclearError(ValueError):
    """A text that does not write one number; its words are the end of a sentence that begins with the field."""


class Written(NamedTuple):
    """A number, and the power of ten that a word behind it stands for: 42k is 42,000 with 3."""

    value: Decimal
    power: int


def read_number(text: str, unit: Unit, fits: Callable[[Decimal], bool]) -> Written:
    """The one number that `text` writes, in `unit`; `fits` says whether a number makes sense here. Raises UnclearError."""
    parts = WHOLE.fullmatch(text.strip().translate(SIGNS))
    if parts is None or (parts["sign"] and parts["inner"]):
        raise UnclearError(LIKE)
    minus = "-" in (parts["sign"], parts["inner"])
    rest = parts["rest"] if parts["digits"].rstrip(" ") == parts["digits"] else " " + parts["rest"]
    scale = None if parts["power"] else SCALE.match(rest)
    power = POWERS[scale[1].lower()] if scale else int(parts["power"][1:]) if parts["power"] else 0
    check_unit(parts["money"], rest[scale.end() :] if scale else rest, unit)
    digits = parts["digits"].strip(" ")
    number = signed(plain_digits(digits), minus).scaleb(power)
    if THOUSANDS_OR_DECIMALS.fullmatch(digits) and not power:
        thousands = signed(digits.replace(".", ""), minus)
        if fits(thousands):
            raise UnclearError(f"must have one meaning: {unmistakable(number)} or {thousands:,}?")
    return Written(number, power if scale else 0)


def signed(digits: str, minus: bool) -> Decimal:
    return Decimal(f"-{digits}" if minus else digits)


def plain_digits(digits: str) -> str:
    """The digits without what groups them, with a point before decimals."""
    if GROUPED.fullmatch(digits) or LAKH.fullmatch(digits):
        return digits.translate(GROUPS)
    if POINTS.fullmatch(digits):
        return digits.replace(".", "").replace(" ", "").replace(",", ".")
    if PLAIN.fullmatch(digits):
        return digits
    if COMMA.fullmatch(digits):
        raise UnclearError(
            f"must have a point before its decimals and commas only between groups of three digits: {digits.replace(',', '.')}?"
        )
    raise UnclearError(LIKE)


def check_unit(money: str, after: str, unit: Unit) -> None:
    """Whatever stands beside the digits must be what the number is counted in."""
    is_money, is_share = "US dollars" in unit.words, unit.words.startswith("%")
    if money and money.upper() not in ("US$", "$", "USD"):
        raise UnclearError(f"must be in US dollars, not {money}" if is_money else LIKE)
    words = " ".join(after.lower().split())
    for sign in ("us dollars", "us dollar", "dollars", "dollar", "usd", "us$", "$"):
        if words.startswith(sign):
            money, words = sign, words.removeprefix(sign).strip()
            break
    share = next((sign for sign in ("%", "percent", "per cent", "pct") if words.startswith(sign)), "")
    words = words.removeprefix(share).strip()
    if (money and not is_money) or (share and not is_share):
        raise UnclearError(f"must be in {unit.words}" if unit.words else LIKE)
    if words:
        check_words(words, unit)


def check_words(words: str, unit: Unit) -> None:
    """The words behind a number, such as "a month", "/mo" or "requests a second"."""
    own = (unit.words or unit.after).removeprefix("US dollars").removeprefix("%").strip()
    noun, every = parts.groups() if (parts := OWN.fullmatch(own)) else (own, "")
    for name in (noun, singular(noun)) if noun else ():
        if words == name or words.startswith((f"{name} ", f"{name}/")):
            words = words.removeprefix(name).strip()
            break
    if not words:
        return
    found = EVERY.fullmatch(words)
    of = ADVERBS.get(words) or (SHORT.get(found[1], found[1]) if found else "")
    if not of or of != every:
        raise UnclearError(f"must be in {unit.words}, not {words}" if of in PERIODS and unit.words else LIKE)


def plain_number(number: Written) -> float:
    """As JSON writes it: 2.0 and "2" are one object, so that their answers agree in print too. What is too large for a float is infinite, and what is
    too small the smallest that there is: no check lets either pass."""
    return as_parsed(float(number.value) or (math.copysign(TINIEST, number.value) if number.value else 0))


def unmistakable(number: Decimal) -> str:
    """A number whose decimals nobody takes for thousands: 12.3450, not 12.345; and 42, not 42.000."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}0" if THOUSANDS_OR_DECIMALS.fullmatch(text.removeprefix("-")) else text


def grouped(text: str) -> str:
    """Our own text of a number with its thousands in groups: -1,234.5 of -1234.5."""
    whole, point, decimals = text.partition(".")
    return f"{int(whole):,}{point}{decimals}" if abs(int(whole or 0)) >= THOUSAND else text
