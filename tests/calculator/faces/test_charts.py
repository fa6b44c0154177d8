"""Charts: the scale, the drawing, and that each picture shows what its table says."""

import itertools
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from calculator import run
from calculator.faces.charts import bars, lines
from calculator.faces.charts.html import chart_html, csv_text, svg
from calculator.faces.charts.ink import LETTERS, WIDTH, room, spread
from calculator.faces.charts.scale import linear, log10, logarithmic, number
from calculator.faces.html import answer_html, middles
from calculator.formulas.charts import Axis, Bar, Bars, Level, Lines, Moment, Series
from calculator.models.registry import CALCULATORS
from tests.calculator.faces.test_html import parsed
from tests.calculator.given import inputs

CHARTED = {id: calculator for id, calculator in CALCULATORS.items() if calculator.charts}
ROWS = {"growth": "rows", "break-even": "rows", "timing": "npv_by_start_month"}
HUGE = st.floats(-1e60, 1e60, allow_nan=False).map(lambda number: 0.0 if abs(number) < 1e-9 else number)
with_a_chart = pytest.mark.parametrize("id", CHARTED)


def charts(id: str, given: dict | None = None) -> list:
    result = run(id, given)
    return CALCULATORS[id].charts(middles(result.inputs), result.outputs)


def drawn(chart) -> etree._Element:
    return etree.fromstring(svg(chart))


def a_chart(points, **more) -> Lines:
    given = {
        "id": "a",
        "title": "A",
        "text": "An a.",
        "x": Axis(label="x"),
        "y": Axis(label="y"),
        "series": (Series(label="s", points=tuple(points)),),
    }
    return Lines(**given | more)


def check_drawing(root: etree._Element) -> None:
    """Every coordinate is a number inside the drawing, every word inside its width, by the estimate of its letters."""
    _, _, width, height = map(float, root.get("viewBox").split())
    for element in root.iter():
        for name in ("x", "x1", "cx", "y", "cy", "width", "height", "d"):
            for place in map(float, re.findall(r"-?[\d.]+(?:e\S+)?|nan|inf", element.get(name, ""))):
                assert -0.2 <= place <= (width if "x" in name or name == "width" else max(width, height)) + 0.2, etree.tostring(element)
        if element.tag == "text":
            x, width_of = float(element.get("x")), room(element.text)
            start = x - width_of * {None: 0, "middle": 0.5, "end": 1}[element.get("text-anchor")]
            assert start > -1 and start + width_of < WIDTH + 1, f"{element.text} would be cut"
        assert "nan" not in element.get("d", "") and "inf" not in element.get("d", "")


class TestScale:
    @given(st.lists(HUGE, max_size=6), st.booleans())
    def test_ticks_are_round_and_inside(self, values, snug):
        """At least two ticks and not many, round numbers between the ends of the scale; every value lies between its ends."""
        scale = linear(values, snug=snug)
        assert len(scale.ticks) <= 7 and (snug or len(scale.ticks) >= 2)
        assert all(-1e-9 <= scale.at(tick) <= 1 + 1e-9 for tick in scale.ticks)
        if len(scale.ticks) > 1:
            step = scale.ticks[1] - scale.ticks[0]
            assert step.normalize().as_tuple().digits in ((1,), (2,), (5,))
            assert all(tick / step == (tick / step).to_integral_value() for tick in scale.ticks)
        assert all(-1e-9 <= scale.at(value) <= 1 + 1e-9 for value in values)

    def test_by_hand(self):
        """From 0 to 2.66 million: ticks at whole millions, and half of three is in the middle."""
        scale = linear([180_000, 2_656_420]).moved(0, 300)
        assert scale.ticks == (0, 1_000_000, 2_000_000, 3_000_000)
        assert scale.at(1_500_000) == 150

    def test_whole_numbers_have_no_ticks_between(self):
        """An axis of whole things has a tick at 0 and 1, not at a half."""
        assert linear([0, 1], snug=True, integers=True).ticks == (0, 1)

    @given(st.floats(1e-9, 1e18))
    def test_logarithms_are_right(self, value):
        """Ours, which is the same on every machine, to fourteen digits that of Decimal, which is rounded correctly."""
        assert abs(log10(value) - float(Decimal(value).log10())) < 1e-14

    def test_log(self):
        """Powers of ten; the middle of 1 and 100 is 10; over many decades only some are written."""
        scale = logarithmic([1.5, 80]).moved(0, 100)
        assert scale.ticks == (1, 10, 100) and scale.at(10) == 50
        assert len(logarithmic([1e-6, 1e9]).ticks) <= 6
        assert logarithmic([10, 10]).high > logarithmic([10, 10]).low

    def test_numbers_of_a_path(self):
        """One decimal at most and no minus zero."""
        assert [number(place) for place in (1, 1.04, 2.26, -0.04, 10.0, -3.25)] == ["1", "1", "2.3", "0", "10", "-3.2"]


class TestLines:
    @pytest.mark.parametrize("ys", [[0, 0], [5, 5, 5], [None, None, 3], [-2, -1], [1e-9, 1e53], [7]])
    def test_draws_whatever_it_is_given(self, ys):
        """Constant, empty in part, negative, huge: a drawing with no impossible number in it."""
        check_drawing(drawn(a_chart(enumerate(ys))))

    def test_points_land_where_the_scale_says(self):
        """The middle of both scales is drawn midway between their ends."""
        chart = a_chart([(0, 0), (5, 50), (10, 100)])
        across, up = lines.scales(chart)
        root = drawn(chart)
        (path,) = [element.get("d") for element in root.iter("path") if element.get("class") == "pb-series-0"]
        places = [tuple(map(float, pair)) for pair in re.findall(r"[ML](\S+?) ([\d.]+)", path)]
        (left, bottom), middle, (right, top) = places
        assert middle == pytest.approx(((left + right) / 2, (bottom + top) / 2), abs=0.1) and bottom - top == lines.PLOT
        assert across.at(5) == up.at(50) == 0.5

    def test_close_levels_keep_their_names_apart(self):
        """Two levels a pixel apart are named a line of words apart, inside the plot."""
        chart = a_chart([(0, 0), (1, 1000)], levels=(Level(100, "a hundred"), Level(101, "one more"), Level(1000, "top")))
        heights = sorted(
            float(element.get("y")) for element in drawn(chart).iter("text") if element.text in ("a hundred", "one more", "top")
        )
        assert all(below - above >= LETTERS for above, below in itertools.pairwise(heights))

    def test_close_moments_are_named_in_two_rows(self):
        """Names whose moments lie closer than their letters are high stand in rows of their own."""
        chart = a_chart([(0, 0), (10, 10)], moments=(Moment(5, 5, "the first of them"), Moment(5.1, 5.1, "the second of them")))
        first, second = (float(e.get("y")) for e in drawn(chart).iter("text") if (e.text or "").endswith("of them"))
        assert abs(first - second) >= LETTERS

    def test_a_gap_lifts_the_pen(self):
        """Where a value is missing the line ends and begins anew; no stroke bridges it."""
        path = next(e.get("d") for e in drawn(a_chart([(0, 1), (1, None), (2, 1), (3, 2)])).iter("path") if e.get("class") == "pb-series-0")
        assert re.sub(r"[^ML]", "", path) == "MML"


@given(st.lists(st.floats(0, 100), max_size=5))
def test_spread(places):
    """Places keep their order and stand apart."""
    moved = spread(sorted(places), 10, 0, 100)
    assert all(after - before >= 10 - 1e-9 for before, after in itertools.pairwise(moved)) and all(0 <= place <= 100 for place in moved)


class TestBars:
    CHART = Bars(
        id="t",
        title="T",
        text="A t.",
        x=Axis(label="months"),
        middle=10.0,
        bars=(Bar("One", 5.0, None), Bar("Two", 12.0, 8.0)),
        none="never",
        endless=True,
    )

    def test_bars_reach_from_the_middle_to_the_ends(self):
        """Low end hollow, high end filled; never runs to the edge; every end has its value beside it."""
        root = drawn(self.CHART)
        check_drawing(root)
        scale = bars.scale(self.CHART)
        boxes = list(root.iter("rect"))[2:]  # after the legend
        assert [element.get("class") for element in boxes] == ["pb-low", "pb-high"] * 2
        assert {element.get("fill") for element in boxes if element.get("class") == "pb-low"} == {"none"}
        one_low, one_high, two_low, two_high = ((float(e.get("x")), float(e.get("x")) + float(e.get("width"))) for e in boxes)
        middle = two_high[1]
        assert one_low[1] == pytest.approx(middle, abs=0.2) and two_low[0] == pytest.approx(middle, abs=0.2)
        unit = (two_low[1] - two_low[0]) / 2  # two months
        assert one_low[1] - one_low[0] == pytest.approx(5 * unit, abs=0.5)
        assert one_high[1] == pytest.approx(middle + unit * (scale.high - 10), abs=0.5)
        assert {"never", "5", "12", "8"} <= {element.text for element in root.iter("text")}

    @given(st.lists(st.tuples(st.none() | HUGE, st.none() | HUGE), min_size=1, max_size=8), st.none() | HUGE, st.booleans())
    def test_draws_whatever_it_is_given(self, ends, middle, endless):
        """Any ends, none among them, make a drawing without NaN, and nothing stands outside it."""
        chart = Bars(
            id="t",
            title="T",
            text="A t.",
            x=Axis(label="x", words=lambda value: "1"),
            middle=middle,
            bars=tuple(Bar("b", *pair) for pair in ends),
            endless=endless,
        )
        check_drawing(drawn(chart))

    def test_stands_with_the_ranges(self):
        """A range in the input brings the tornado, with one bar for each; without one there is none."""
        given = {"api_spend_usd_month": {"low": 7_000, "high": 30_000}, "alternative_usd_month": {"low": 7_000, "high": 13_000}}
        answer = parsed(answer_html(run("break-even", given)))
        (found,) = answer.xpath("//figure[@data-chart='drivers']")
        assert len(found.xpath(".//rect")) == 2 + 2 * len(given)
        assert 'data-chart="drivers"' not in answer_html(run("break-even"))


class TestPictures:
    @with_a_chart
    def test_has_words_and_numbers(self, id):
        """Title and text alternative in aria-label, no ids inside, an image in name; the CSV is as long as the picture has places."""
        for chart in charts(id):
            root = drawn(chart)
            assert root.get("role") == "img" and chart.title in root.get("aria-label") and len(chart.text) > 60
            assert not [element for element in root.iter() if "id" in element.attrib or "style" in element.attrib]
            assert csv_text(chart).count("\n") == len(chart.table()) == 1 + len({x for series in chart.series for x, _ in series.points})

    @with_a_chart
    @given(data=st.data())
    def test_draws_for_all_inputs(self, id, data):
        """Every chart of every calculator can be drawn for all valid inputs, as SVG and as part of a page."""
        for chart in charts(id, data.draw(inputs(id))):
            check_drawing(drawn(chart))
            parsed(chart_html(chart))

    @pytest.mark.parametrize(("id", "rows"), ROWS.items())
    def test_as_many_points_as_rows(self, id, rows):
        """What the table says is what the line shows; savings start from nothing."""
        (chart,) = charts(id)
        assert len(chart.series[0].points) == len(run(id).outputs[rows]) + (id == "break-even")

    def test_the_crossing_is_the_answer(self):
        """The mark stands at break_even_months, and the line runs through it."""
        (chart,) = charts("break-even")
        (moment,) = chart.moments
        outputs = run("break-even").outputs
        assert moment.x == outputs["break_even_months"] and moment.y == 150_000
        points = dict(chart.series[0].points)
        before, after = points[int(moment.x)], points[int(moment.x) + 1]
        assert before + (after - before) * (moment.x % 1) == pytest.approx(moment.y)

    def test_never_is_said(self):
        """Where it never pays back the words say so, and no moment is marked."""
        (chart,) = charts("break-even", {"alternative_usd_month": 40_000, "usage_growth_pct_year": 0})
        assert "never reaches" in chart.text and chart.moments == ()

    def test_growth_shows_the_marks(self):
        """The marks are levels with their amounts, and the text says when the last is passed."""
        (chart,) = charts("growth")
        assert [level.label for level in chart.levels] == ["$120K", "$240K", "$600K", "$1M"]
        assert "$1M after 5.1 quarters" in chart.text

    def test_self_host_touches_what_it_costs(self):
        """At the reader's load the line is the bill over the tokens, and a load that fills the GPUs is the cheapest."""
        (chart,) = charts("self-host")
        result = run("self-host")
        served = result.outputs["tokens_per_second"] * 730 * 3600 / 1e6
        load, full = chart.moments
        assert (
            dict(chart.series[0].points)[result.inputs["requests_per_second"]]
            == load.y
            == pytest.approx(result.outputs["usd_month"] / served)
        )
        assert full.y == pytest.approx(min(y for _, y in chart.series[0].points))

    def test_the_best_start_is_the_highest(self):
        """The start that is marked as the best is the top of the curve."""
        (chart,) = charts("timing")
        assert chart.moments[0].y == max(y for _, y in chart.series[0].points)

    def test_csv_is_quoted(self):
        """A comma or a quotation mark in a name does not make another cell."""
        chart = a_chart([(0, None), (1, 2.5)], series=(Series(label='a, "b"', points=((0, None), (1, 2.5))),))
        assert csv_text(chart) == 'x,"a, ""b"""\n0,\n1,2.5\n'


def test_room_is_enough_for_wide_letters():
    """The room for a label grows with the width of its letters, not with their number."""
    assert room("$1M") > room("$1K") > 0 and WIDTH == 480
