"""Throughput by shape that no fit of ours has seen."""

from statistics import fmean

import pytest

from publish.pages.tables.held_out import held_out, ratios
from publish.shapes import Point, fitted, off
from tests.calculator.given import ROOT

HELD = held_out(ROOT / "tests" / "literature")


@pytest.mark.parametrize("one", HELD.sets, ids=lambda one: one.label)
def test_a_shape_is_predicted_from_the_others(one):
    """Mean |ln error| of at most 0.2 on each set, where taking the rate of another shape is off by more than that, mostly by a factor."""
    assert len(one.points) >= 4
    assert fmean(one.errors) <= 0.2 < one.carried


def test_all_together():
    """34 sets, 301 shapes: off by less than 7 % on the mean, and never by half."""
    assert (len(HELD.sets), len(HELD.errors)) == (34, 301)
    assert fmean(HELD.errors) < 0.07 and max(HELD.errors) < 0.45


def test_a_prediction_can_fail():
    """A set in which a rate is ten times too high is found."""
    points = [*HELD.sets[0].points]
    wrong = points[0]._replace(tokens_per_second=10 * points[0].tokens_per_second)
    assert off(wrong, fitted(points[1:], ratios())) > 2


def test_no_set_is_in_the_catalogue():
    """What was fitted to would not be held out."""
    from calculator.data import catalogue

    known = {tuple(point) for setup in catalogue.setups().values() for point in setup.points}
    assert not known & {tuple(Point(*point)) for one in HELD.sets for point in one.points}
