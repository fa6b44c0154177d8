"""The heights of frames that are on record."""

import pytest

from calculator.models.registry import CALCULATORS
from publish.record import heights


class TestHeights:
    """A calculator that nobody has measured yet has a height and a sentence."""

    @pytest.fixture
    def file(self, tmp_path):
        found = tmp_path / "heights.json"
        found.write_text('{"one": 900, "two": 1000, "three": 3000}', encoding="utf-8")
        return found

    def test_a_new_one_is_like_most(self, file):
        assert heights.height("new", file) == 1000 and heights.height("one", file) == 900

    def test_it_is_named_with_what_to_do(self, file):
        assert heights.complaints(["one", "two", "three"], file) == []
        new, gone, *_ = heights.complaints(["two", "three", "new"], file)
        assert new == "new has no height on record, so its frame is taken to be 1000 pixels: run `make record`."
        assert gone == "one is no calculator and has a height on record: run `make record`."

    def test_recording_changes_only_what_is_new_gone_or_clearly_different(self, file):
        """Another machine's fonts make no diff."""
        assert heights.write({"one": 950, "two": 1500, "new": 700}, file) == ["two: 1500 pixels", "new: 700 pixels", "three: gone"]
        assert heights.read(file) == {"one": 900, "two": 1500, "new": 700}


def test_every_calculator_is_measured():
    """Every calculator has the height of its frame on record, and no height is of a calculator that is gone."""
    assert heights.complaints(CALCULATORS) == []
