"""How long ago each page was verified, from its front matter's `verified` as it stands in the built HTML.

A reader is told after 120 days (docs/assets/freshness.mjs). After 180 days `make test` fails, on purpose also in a run that
nobody changed anything for: then somebody has to read the page again, check its sources, and set the date.
"""

from collections.abc import Iterator
from datetime import date

from lxml import html

from publish.site import Site

TOO_OLD = 180  # days


def verified_on(article: html.HtmlElement) -> date | None:
    found = article.xpath(".//*[contains(@class, 'pb-verified')]//time/@datetime")
    try:
        return date.fromisoformat(found[0])
    except (IndexError, ValueError):
        return None


def problems(site: Site, today: date) -> Iterator[str]:
    """A sentence for each page without a date, with one in the future, or with one too long ago."""
    for page, article in site.articles():
        day = verified_on(article)
        if day is None:
            yield f"{page}: does not say when it was last verified: its front matter needs verified, a date such as 2026-11-23"
        elif day > today:
            yield f"{page}: was verified on {day}, which is not yet"
        elif (today - day).days > TOO_OLD:
            yield f"{page}: was last verified on {day}, {(today - day).days} days ago: read it again, check its sources, then set verified"
