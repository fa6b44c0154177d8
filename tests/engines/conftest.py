"""Each engine once for all tests; one that is not installed is named, and fails."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import site, site_folder  # noqa: F401  the built site, and its address
from tests.engines.drivers import ENGINES, Engine


@pytest.fixture(scope="module", params=ENGINES)
def engine(request) -> Iterator[Engine]:
    """A browser as readers have it, with one page."""
    with ENGINES[request.param]() as engine:
        yield engine
