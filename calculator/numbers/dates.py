"""Dates as text, 2026-11-12 or 2026-11: they sort as they stand, and the browser need not load datetime for them."""

import re

DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?", re.ASCII)
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def last_of(month: str) -> str:
    """The last day of a month: "2026-11" -> "2026-11-30"."""
    year, number = map(int, month.split("-"))
    leap = number == 2 and (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return f"{month}-{DAYS[number - 1] + leap}"


def months_after(day: str, months: int) -> str:
    """The same day so many months on, or the last of its month: "2026-08-31" and 6 -> "2027-02-28"."""
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 + months, 12)
    last = last_of(f"{year:04}-{month + 1:02}")
    return min(f"{last[:8]}{day[8:]}", last)


def day_words(day: str) -> str:
    """ "2027-05-24" -> "24 May 2027"."""
    return f"{int(day[8:])} {month_words(day)}"


def month_words(day: str) -> str:
    """The month of a day: "2027-05-24" -> "May 2027"."""
    return f"{MONTHS[int(day[5:7]) - 1]} {day[:4]}"


def is_date(text: str) -> bool:
    """Whether `text` is a day or a month of the calendar, written 2026-11-12 or 2026-11."""
    return DATE.fullmatch(text) is not None and text <= last_of(text[:7])
