"""A page that nobody verified for half a year fails the tests, on the day and not before."""

from datetime import date

import pytest

from publish.finish.freshness import problems
from publish.site import Site
from tests.publish.finish.test_check import build

DATE = '<p class="pb-verified"><time datetime="{}">x</time></p>'


@pytest.mark.parametrize(
    ("day", "today", "message"),
    [
        ("2026-11-23", date(2026, 11, 23), None),
        ("2026-11-23", date(2027, 5, 22), None),
        ("2026-11-23", date(2027, 5, 23), "was last verified on 2026-11-23, 181 days ago: read it again"),
        ("2026-11-23", date(2026, 11, 22), "which is not yet"),
        ("yesterday", date(2026, 11, 23), "does not say when it was last verified"),
    ],
)
def test_age(tmp_path, day, today, message):
    """180 days are the limit; a date in the future and none at all are refused."""
    found = list(problems(Site(build(tmp_path, one=DATE.format(day))), today))
    assert found == [] if message is None else len(found) == 1 and message in found[0]


def test_a_page_without_a_date_is_named(tmp_path):
    """A page that does not say when it was verified cannot pass as fresh."""
    assert next(problems(Site(build(tmp_path, one="")), date(2026, 11, 23))).startswith("one/index.html: does not say")
