"""The load of a shape: fitted to published points, and how far it is off on points that it was not fitted to."""

import json
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import ROOT
from publish.shapes import Point, carried, fitted, least_squares, left_out, off, ratios_of, times
from publish.tools.prices import json_text
from publish.tools.throughput import fits, refreshed, short

TEXT = (ROOT / "calculator" / "data" / "throughput.json").read_text(encoding="utf-8")
ENTRIES = json.loads(TEXT)
SETS = {id: [Point(*point) for point in entry["points"]] for id, entry in ENTRIES.items()}
LARGE = {id: points for id, points in SETS.items() if len(points) >= 4}
# Four shapes each, of a release that is in no set-up of ours: output tokens a second of one GPU.
OLDER = {
    "LLaMA 7B, H100, TensorRT-LLM 0.5": [(128, 128, 9193), (128, 2048, 5367), (2048, 128, 2058), (2048, 2048, 2230)],
    "LLaMA 70B, 4 H100, TensorRT-LLM 0.5": [(128, 128, 829.25), (128, 2048, 654), (2048, 128, 210.75), (2048, 2048, 395.75)],
    "GPT-J 6B, H100, TensorRT-LLM 0.5": [(128, 128, 10907), (128, 2048, 6179), (2048, 128, 2229), (2048, 2048, 2980)],
}
numbers = st.tuples(*(st.floats(1, 1_000) for _ in range(3)))


def test_the_file_holds_the_fits_of_its_points():
    """Whoever changes a point fits again; a number that was typed is found."""
    assert json_text(refreshed(ENTRIES)) == TEXT
    typed = ENTRIES | {"llama-3-1-8b-h100": ENTRIES["llama-3-1-8b-h100"] | {"decode_gpu_seconds_mtok": 1}}
    assert json_text(refreshed(typed)) != json_text(typed)


@pytest.mark.parametrize("id", LARGE)
def test_a_shape_that_was_left_out_is_predicted(id):
    """Mean |ln error| of at most 0.35 on each set of four points or more, and the error in the file is that."""
    points, ratios = LARGE[id], ratios_of(SETS, id)
    errors = [off(point, fitted([other for other in points if other != point], ratios)) for point in points]
    assert sum(errors) / len(errors) <= 0.35
    assert ENTRIES[id]["error_pct"] == pytest.approx(100 * sum(errors) / len(errors), rel=1e-3)


@pytest.mark.parametrize("name", OLDER)
def test_so_it_is_of_sets_that_it_has_not_seen(name):
    """Of another release, without their ratios; carrying the rate of one shape to another is off by several times as much."""
    points = [Point(*point) for point in OLDER[name]]
    errors = list(left_out(points, ratios_of(SETS, "")))
    rates = [abs(log(one.tokens_per_second / other.tokens_per_second)) for one in points for other in points if one != other]
    error, carried_rate = sum(errors) / len(errors), sum(rates) / len(rates)
    assert error <= 0.35 and carried_rate > 2 * error


def test_no_set_up_has_the_points_of_another():
    """Its own would come back among the ratios of the others, and a shape that was left out would be known after all."""
    measured = [tuple(points) for points in SETS.values() if points]
    assert len(set(measured)) == len(measured)


def test_one_point_says_less_and_is_said_to():
    """A set-up with one point has the error of predictions from one point, one with a mix of shapes none."""
    found = fits(ENTRIES)
    assert found["llama-3-1-8b-h100-fp16"].error_pct == pytest.approx(100 * sum(each := single_errors()) / len(each))
    assert found["llama-3-1-8b-h100-server"] == (0, 1e6 / 5103.99, 0, None)


def single_errors() -> list[float]:
    ratios = ratios_of(SETS, "llama-3-1-8b-h100-fp16")
    return [error for points in SETS.values() if len(points) >= 8 for error in carried(points, ratios)]


@given(truth=numbers)
def test_points_of_one_law_give_it_back(truth):
    """Ten shapes made by three numbers are fitted to within the weight of the others' ratios; without it to the last digits."""
    shapes = [(row[0], row[1]) for row in ENTRIES["llama-3-1-8b-h100"]["points"]]
    points = [Point(i, o, o / times(Point(i, o, 1).shape, truth)) for i, o in shapes]
    rows = [tuple(part / point.seconds for part in point.shape) for point in points]
    assert least_squares(rows, [1.0] * len(rows)) == pytest.approx(truth, rel=1e-6)
    held = fitted(points, truth)
    assert held == pytest.approx(truth, rel=1e-6)


@given(points=st.lists(st.tuples(st.integers(1, 50_000), st.integers(1, 50_000), st.floats(1, 1e5)), min_size=1, max_size=6, unique=True))
def test_no_number_is_below_nothing(points):
    """Whatever was measured, a longer request never takes less time."""
    found = fitted([Point(*point) for point in points], (0.6, 1.0, 0.8))
    assert min(found) >= 0 and max(found) > 0


def test_a_number_is_as_short_as_its_fit():
    """Four digits that count."""
    assert [short(number) for number in (136.9147, 0.00123456, 20_123.0, None)] == [136.9, 0.001235, 20120, None]
    assert exp(off(Point(1, 1, 100), (0, 2e4, 0))) == pytest.approx(2)
