"""An answer in three parts: the verdict, why, and when to look again."""

import re
from collections.abc import Collection, Iterable, Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

from calculator.data import as_of, thresholds
from calculator.formulas.functions import periods_until
from calculator.inputs.kinds import Boolean, Number
from calculator.inputs.vocabulary import VOCABULARY
from calculator.numbers.dates import day_words, last_of, month_words, months_after
from calculator.numbers.decimals import exact
from calculator.numbers.display import told_apart
from calculator.numbers.units import inside, unit_of

FARTHEST = 60  # months: no day is named that lies beyond


class Due(NamedTuple):
    """A day on which something listed changes, with what does: "when GPT-4o (OpenAI) ends" before it, "on 14 January 2027 GPT-4o (OpenAI) ended" from it on."""

    day: str
    coming: str
    came: str


class Said(NamedTuple):
    """What a calculator says of an answer: the verdict in six words or fewer; the two or three facts that decide, one sentence; and, without the day
    itself, what may ask for another look before it: "when the bill passes $10,000 a month"; and the first day on which something listed changes."""

    verdict: str
    because: str = ""
    sooner: str = ""
    due: Due | None = None

    @property
    def sentence(self) -> str:
        """The verdict and why as one sentence."""
        return f"{self.verdict.removesuffix('.')}: {inside(self.because)}" if self.because else self.verdict


def first_day(v: SimpleNamespace) -> str:
    """The day from which is reckoned: the reader's, that of the data where none is given; of a month its last."""
    day = v.today or as_of()
    return day if len(day) > len("2026-11") else last_of(day)


def at_latest(v: SimpleNamespace) -> str:
    """The day to look again at the latest: so many months on."""
    return months_after(first_day(v), thresholds["review_at_latest_months"].value)


def last_day(v: SimpleNamespace) -> str:
    """The same in words."""
    return day_words(at_latest(v))


def look_again(v: SimpleNamespace, sooner: str, due: Due | None = None) -> str:
    """When to look again, and what may come before: where the calculator knows of nothing, the first entry that alone turns its verdict.

    What is known to change on a day before the latest one sets the day; what has changed by the reader's day asks for it now.
    """
    if due and due.day <= first_day(v):
        return f"Look again now: {due.came}."
    flips = getattr(v, "flips", {})
    sooner = sooner or next((turns(v, id) for id, flip in flips.items() if flip), "")
    alone = " Nothing alone turns this sooner." if flips and not sooner else ""
    by = f"{day_words(due.day)}, {due.coming}" if due and due.day <= at_latest(v) else last_day(v)
    return f"Look again by {by}{f', or {sooner}' if sooner else ''}.{alone}"


def turns(v: SimpleNamespace, id: str, monthly: Any = None, name: str = "", verbs: tuple[str, str] | None = None) -> str:
    """ "when the API spend rises to about $4,200 a month (about June 2027)": where an input alone turns the verdict; "" where it does not.

    `name` stands in the place of its label, and `verbs` in that of rising and falling; `monthly` is the factor by which it grows from month to month, or
    those of all months against the first, for the month in the brackets.
    """
    flip, declared = v.flips.get(id), VOCABULARY[id]
    if not flip:
        return ""
    if isinstance(declared, Boolean):
        return f"when {declared.yes if flip['value'] else declared.no}"
    if not isinstance(declared, Number):
        return f"when “{declared.label.removesuffix('?')}” becomes “{flip['words']}”"
    here, there = exact(getattr(v, id)), exact(flip["value"])
    words = BOUND.sub("", flip["words"])
    if declared.changes:
        return changed(declared.changes, here, there, words)
    rises, falls = verbs or (("rise", "fall") if not name and is_plural(declared.label) else ("rises", "falls"))
    name = name or f"the {inside(declared.label)}"
    return f"when {name} {rises if there > here else falls} to {words}{expected(v, grows_in(here, there, monthly))}"


def turns_to(v: SimpleNamespace, verdicts: Collection[str], ids: Iterable[str], monthly: Mapping[str, Any] | None = None) -> str:
    """What turns() says of the first of some inputs that alone turns the verdict to one of `verdicts`; "" where none does.

    `monthly` are the factors by which inputs grow, as turns() takes them.
    """
    found = next((id for id in ids if (flip := v.flips.get(id)) and flip["verdict"] in verdicts), "")
    return turns(v, found, (monthly or {}).get(found)) if found else ""


BOUND = re.compile("^(a fall of )?(more than |less than )?")  # of the words of a value that turns a verdict: what the sentence says itself


def is_plural(label: str) -> bool:
    """Whether a label names several: the word that it is about stands before what tells more of it, and says so by its end."""
    about = MORE.split(label, maxsplit=1)[0].split()[-1]
    return about == "People" or (about.endswith("s") and not about.endswith(("ss", "'s")))


MORE = re.compile(" (?:a|already|around|as|for|from|in|of|on|rented|that|to|who|with)(?= |$)")


def changed(what: str, here: Any, there: Any, words: str) -> str:
    """ "when the API's price falls by about 25 % a year": of a change in per cent that is another one now."""
    if there == 0:
        return f"when {what} stays as it is"
    only = "only " if abs(there) < abs(here) and here * there > 0 else ""
    return f"when {what} {'rises' if there > 0 else 'falls'} by {only}{words}"


def passes(v: SimpleNamespace, id: str, mark: Any, monthly: Any = None) -> str:
    """ "when the API spend passes $4,200 a month (about June 2027)", of a line that lies ahead."""
    words = told_apart(mark, given=(getattr(v, id),))[0]
    return f"when the {inside(VOCABULARY[id].label)} passes {words} {unit_of(id).after}{expected(v, grows_in(exact(getattr(v, id)), mark, monthly))}"


def grows_in(here: Any, there: Any, monthly: Any) -> Any:
    """The months in which growth gets from one value up to another; None where it does not, or is not given."""
    if monthly is None or here <= 0 or there <= here:
        return None
    if isinstance(monthly, list):
        return next((month for month, factor in enumerate(monthly) if here * factor >= there), None)
    return periods_until(here, there, (monthly - 1) * 100)  # type: ignore[no-untyped-call]  # formulas carry no types


def expected(v: SimpleNamespace, months: Any) -> str:
    """ " (about June 2027)": the month that lies so many ahead; "" where it is never, or not for years."""
    if months is None or months > FARTHEST:
        return ""
    return f" (about {month_words(months_after(first_day(v), round(months)))})"
