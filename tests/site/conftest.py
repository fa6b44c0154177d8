"""The built site, as `make site` leaves it."""

from pathlib import Path

import pytest

from publish.site import Site

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def folder() -> Path:
    built = ROOT / "site"
    assert (built / "index.html").is_file(), "there is no built site: run make site (make test does)"
    return built


@pytest.fixture(scope="session")
def site(folder: Path) -> Site:
    return Site(folder)
