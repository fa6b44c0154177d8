import pytest

from calculator.numbers.dates import is_date, last_of, months_after


@pytest.mark.parametrize(
    ("month", "day"),
    [("2026-11", "2026-11-30"), ("2026-02", "2026-02-28"), ("2024-02", "2024-02-29"), ("1900-02", "1900-02-28"), ("2000-02", "2000-02-29")],
)
def test_last_of(month, day):
    """The last day of a month, leap years by the rule of the calendar."""
    assert last_of(month) == day


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("2026-11", True),
        ("2026-11-30", True),
        ("2024-02-29", True),
        ("2026-02-29", False),
        ("2026-11-31", False),
        ("2026-13", False),
        ("2026", False),
        ("2026-1-1", False),
        ("٢٠٢٦-11", False),
        ("", False),
    ],
)
def test_is_date(text, valid):
    """A day or a month that the calendar has, in one way of writing only."""
    assert is_date(text) is valid


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2026-11-23", 6, "2027-05-23"), ("2026-08-31", 6, "2027-02-28"), ("2026-12-01", 1, "2027-01-01"), ("2027-11-30", 0, "2027-11-30")],
)
def test_months_after(day, months, later):
    """The same day of a later month, or its last."""
    assert months_after(day, months) == later
