"""How many places the search for turning values looks at."""

from collections.abc import Iterator
from contextlib import contextmanager

from calculator.formulas.flips import Search


@contextmanager
def looks() -> Iterator[dict[str, list[int]]]:
    """Input id -> for each search for its turning value within, how many places it has looked at."""
    found: dict[str, list[int]] = {}
    nearest = Search.nearest

    def counted(search: Search) -> tuple | None:
        value = nearest(search)
        found.setdefault(search.declared.id, []).append(len(search.places))
        return value

    Search.nearest = counted
    try:
        yield found
    finally:
        Search.nearest = nearest
