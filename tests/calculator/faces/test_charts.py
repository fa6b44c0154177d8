"""Pictures: the scale, the drawing, that words keep apart, and that each picture shows the answer's own numbers."""

import itertools
import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from calculator import run
from calculator.faces.charts import swings
from calculator.faces.charts.html import DRAWN, chart_html, csv_text, svg
from calculator.faces.charts.ink import DESK, GAP, PHONE, room, spread, wrapped
from calculator.faces.charts.lines import LEAST, SHAPE
from calculator.faces.charts.scale import linear, log10, logarithmic, number
from calculator.faces.html import answer_html
from calculator.formulas.charts import (
    DOTS,
    Axis,
    Bar,
    Bars,
    Columns,
    Interval,
    Leaning,
    Leanings,
    Level,
    Lines,
    Moment,
    Odds,
    Part,
    Scored,
    Scores,
    Series,
    Stack,
    Stacks,
    Swing,
    Tornado,
    money,
)
from calculator.models.registry import CALCULATORS
from tests.calculator.faces.test_html import parsed
from tests.calculator.given import inputs

CHARTED = list(CALCULATORS)
HUGE = st.floats(-1e60, 1e60, allow_nan=False).map(lambda number: 0.0 if abs(number) < 1e-9 else number)
WORDS = st.text("abcdefgh WM-%$1,.", min_size=1, max_size=40).map(lambda words: words.strip() or "a")
PAPERS = (DESK, PHONE)
with_a_chart = pytest.mark.parametrize("id", CHARTED)


def drawn(chart, paper=DESK) -> etree._Element:
    """The drawing on one kind of paper."""
    return etree.fromstring(f"<div>{svg(chart)}</div>")[PAPERS.index(paper)]


def a_chart(points, **more) -> Lines:
    given = {
        "id": "a",
        "title": "A",
        "unit": "x",
        "told": "An a",
        "x": Axis("x"),
        "y": Axis("y"),
        "series": (Series("s", tuple(points), "closed"),),
    }
    return Lines(**given | more)


def boxes(root: etree._Element, letters: float) -> list[tuple[float, float, float, float, str]]:
    """Left, top, right and bottom of all words, by the estimate of their letters."""
    paper = next(paper for paper in PAPERS if paper.letters == letters)
    found = []
    for element in root.iter("text"):
        x, y, wide = float(element.get("x")), float(element.get("y")), room(element.text, paper)
        start = x - wide * {None: 0, "middle": 0.5, "end": 1}[element.get("text-anchor")]
        found.append((start, y - 0.8 * letters, start + wide, y + 0.2 * letters, element.text))
    return found


def touching(found: list[tuple[float, float, float, float, str]]) -> list[tuple[str, str]]:
    return [
        (one[4], other[4])
        for one, other in itertools.combinations(found, 2)
        if one[0] < other[2] - 0.1 and other[0] < one[2] - 0.1 and one[1] < other[3] - 0.1 and other[1] < one[3] - 0.1
    ]


def check_drawing(chart) -> None:
    """On both kinds of paper: every coordinate is a number inside the drawing, no word leaves it, and no two touch."""
    for paper in PAPERS:
        root = drawn(chart, paper)
        _, _, width, height = map(float, root.get("viewBox").split())
        assert width == paper.width
        for element in root.iter():
            for name in ("x", "cx", "y", "cy", "r", "width", "height", "d"):
                for place in map(float, re.findall(r"-?[\d.]+(?:e\S+)?|nan|inf", element.get(name, ""))):
                    assert -0.2 <= place <= (width if "x" in name or name == "width" else max(width, height)) + 0.2, etree.tostring(element)
            assert not re.search("nan|inf", "".join(element.get(name, "") for name in ("d", "x", "y")))
        found = boxes(root, paper.letters)
        assert not touching(found), paper.name
        for left, top, right, bottom, words in found:
            assert left > -1 and right < width + 1 and top > -1 and bottom < height + 1, f"{words} would be cut on the {paper.name}'s"


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
        check_drawing(a_chart(enumerate(ys)))

    @given(
        st.lists(st.tuples(WORDS, st.lists(st.none() | HUGE, min_size=1, max_size=4)), min_size=1, max_size=6),
        st.lists(st.tuples(HUGE, WORDS), max_size=4),
        st.lists(st.tuples(st.integers(0, 3), HUGE, WORDS.map(lambda words: words[:20])), max_size=3),
    )
    def test_words_keep_apart(self, lines, levels, moments):
        """However many lines, levels and moments there are, however close, with whatever names: no word touches another or is cut."""
        check_drawing(
            a_chart(
                [],
                series=tuple(Series(words, tuple(enumerate(ys))) for words, ys in lines),
                levels=tuple(Level(y, words) for y, words in levels),
                moments=tuple(Moment(x, y, words) for x, y, words in moments),
            )
        )

    def test_words_that_touch_are_noticed(self):
        """The check above fails for two names at one place, and for one that leaves the picture."""
        words = [(0, 0, 50, 10, "one"), (40, 5, 90, 15, "two"), (0, 20, 50, 30, "three")]
        assert touching(words) == [("one", "two")]
        with pytest.raises(AssertionError, match="would be cut"):
            check_drawing(a_chart([(0, 0), (1, 1)], moments=(Moment(0, 0, "M" * 60),)))

    def test_points_land_where_the_scale_says(self):
        """The middle of both scales is drawn midway between their ends."""
        chart = a_chart([(0, 0), (5, 50), (10, 100)])
        for paper in PAPERS:
            (path,) = [element.get("d") for element in drawn(chart, paper).iter("path") if "pb-line" in element.get("class")]
            (left, bottom), middle, (right, top) = [tuple(map(float, pair)) for pair in re.findall(r"[ML](\S+?) ([\d.]+)", path)]
            assert middle == pytest.approx(((left + right) / 2, (bottom + top) / 2), abs=0.1)
            assert bottom - top == pytest.approx(max(LEAST, paper.width * SHAPE))

    def test_what_leaves_the_frame_is_cut_at_it(self):
        """A line that runs out at the top and comes back has two strokes, which end on the edge of the frame."""
        chart = a_chart([(0, 0), (1, 10), (2, 0)], frame=(0, 5))
        path = next(element.get("d") for element in drawn(chart).iter("path") if "pb-line" in element.get("class"))
        assert re.sub(r"[^ML]", "", path) == "MLML"
        ys = [float(y) for _, y in re.findall(r"[ML](\S+?) ([\d.]+)", path)]
        assert ys[0] == ys[3] > ys[1] == ys[2]

    def test_close_levels_keep_their_names_apart(self):
        """Two levels a pixel apart are named a line of words apart, inside the plot."""
        chart = a_chart([(0, 0), (1, 1000)], levels=(Level(100, "a hundred"), Level(101, "one more"), Level(1000, "top")))
        heights = sorted(
            float(element.get("y")) for element in drawn(chart).iter("text") if element.text in ("a hundred", "one more", "top")
        )
        assert all(below - above >= DESK.letters for above, below in itertools.pairwise(heights))

    def test_close_moments_are_named_in_two_rows(self):
        """Names whose moments lie closer than their letters are high stand in rows of their own."""
        chart = a_chart([(0, 0), (10, 10)], moments=(Moment(5, 5, "the first of them"), Moment(5.1, 5.1, "the second of them")))
        first, second = (float(e.get("y")) for e in drawn(chart).iter("text") if (e.text or "").endswith("of them"))
        assert abs(first - second) >= DESK.letters

    def test_a_gap_lifts_the_pen(self):
        """Where a value is missing the line ends and begins anew; no stroke bridges it."""
        chart = a_chart([(0, 1), (1, None), (2, 1), (3, 2)])
        path = next(e.get("d") for e in drawn(chart).iter("path") if "pb-line" in e.get("class"))
        assert re.sub(r"[^ML]", "", path) == "MML"


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(1, 20)), max_size=5))
def test_spread(boxes):
    """Boxes keep their order and lie apart, inside the ends."""
    boxes.sort()
    sizes = [size for _, size in boxes]
    ends = [
        (middle - size / 2, middle + size / 2) for middle, size in zip(spread([at for at, _ in boxes], sizes, 0, 100), sizes, strict=True)
    ]
    assert all(above[1] <= below[0] + 1e-9 for above, below in itertools.pairwise(ends))
    assert all(top >= -1e-9 and bottom <= 100 + 1e-9 for top, bottom in ends)


@given(WORDS)
def test_wrapped(words):
    """No letter is lost, and no line is wider than asked for."""
    lines = wrapped(words, 80, DESK)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(room(line, DESK) <= 80 for line in lines)


class TestBars:
    @given(st.lists(st.tuples(WORDS, st.none() | st.just(0.0) | st.floats(1e-9, 1e60), st.floats(1, 3)), min_size=1, max_size=9))
    def test_draws_whatever_it_is_given(self, rows):
        """Any names and amounts, none and nothing among them: no word touches another, and a bar is as long as its amount."""
        bars = [Bar(words, value, "hosted", value and value / factor, value and value * factor) for words, value, factor in rows]
        chart = Bars(id="b", title="B", unit="x", bars=tuple(bars))
        check_drawing(chart)
        for paper in PAPERS:
            widths = [float(box.get("width")) for box in drawn(chart, paper).iter("rect")]
            values = [bar.value for bar in bars if bar.value is not None]
            assert len(widths) == len(values)
            long = [(wide, value) for wide, value in zip(widths, values, strict=True) if wide > 20]
            assert all(wide / value == pytest.approx(long[0][0] / long[0][1], rel=0.02) for wide, value in long)


class TestTornado:
    CHART = Tornado(
        id="t",
        title="T",
        unit="months",
        told="A t",
        x=Axis("months"),
        middle=10.0,
        bars=(Swing("One", 5.0, None), Swing("Two", 12.0, 8.0)),
        none="never",
        endless=True,
    )

    def test_bars_reach_from_the_middle_to_the_ends(self):
        """Low end hollow, high end filled; never runs to the edge; every end has its value beside it."""
        root = drawn(self.CHART)
        check_drawing(self.CHART)
        scale = swings.scale(self.CHART)
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

    @given(st.lists(st.tuples(WORDS, st.none() | HUGE, st.none() | HUGE), min_size=1, max_size=8), st.none() | HUGE, st.booleans())
    def test_draws_whatever_it_is_given(self, ends, middle, endless):
        """Any ends, none among them, make a drawing without NaN, and nothing stands outside it or over another."""
        bars = tuple(Swing(*end) for end in ends)
        check_drawing(
            Tornado(id="t", title="T", unit="x", told="A t", x=Axis("x", lambda value: "1"), middle=middle, bars=bars, endless=endless)
        )

    def test_stands_with_the_ranges(self):
        """A range in the input brings the tornado, with one bar for each; without one there is none."""
        given = {"api_spend_usd_month": {"low": 7_000, "high": 30_000}, "alternative_usd_month": {"low": 7_000, "high": 13_000}}
        answer = parsed(answer_html(run("break-even", given)))
        (found,) = answer.xpath("//figure[@data-chart='drivers']")
        assert len(found.xpath(".//svg[1]//rect")) == 2 + 2 * len(given)
        assert 'data-chart="drivers"' not in answer_html(run("break-even"))


AMOUNT = st.just(0.0) | st.floats(1e-9, 1e60)


class TestStacks:
    @given(
        st.lists(
            st.tuples(WORDS, st.lists(st.tuples(WORDS, AMOUNT), min_size=1, max_size=4), st.just("") | WORDS.map(lambda w: w[:12])),
            min_size=1,
            max_size=3,
        ),
        st.none() | AMOUNT,
        st.lists(AMOUNT, max_size=16),
    )
    @example([("A", [("a", 0.0)], "")], 1.0, [])  # no note, and room for one beside the bar
    def test_draws_whatever_it_is_given(self, stacks, limit, cells):
        """Any names and amounts, with a limit below or above them: no word touches another, and parts are as long as their amounts."""
        chart = Stacks(
            id="s",
            title="S",
            unit="x",
            stacks=tuple(Stack(words, tuple(Part(name, value, "closed") for name, value in parts), note) for words, parts, note in stacks),
            cells=tuple(sorted(cells)),
            limit=None if limit is None else (limit, "limit"),
        )
        check_drawing(chart)
        widths = [float(box.get("width")) for box in drawn(chart).iter("rect") if "pb-part-of" in box.get("class")]
        values = [value for _, parts, _ in stacks for _, value in parts]
        long = [(wide, value) for wide, value in zip(widths, values, strict=True) if wide > 20]
        assert all(wide / value == pytest.approx(long[0][0] / long[0][1], rel=0.01) for wide, value in long)


class TestColumns:
    @given(st.lists(AMOUNT, min_size=1, max_size=60), st.tuples(AMOUNT, AMOUNT).map(sorted), st.integers(0, 60))
    def test_draws_whatever_it_is_given(self, values, levels, strong):
        """From one month to sixty: a column each, as high as its amount, and no word over another."""
        names = [f"{len(values) - at} months before" for at in range(len(values))]
        chart = Columns(
            id="c",
            title="C",
            unit="x",
            columns=tuple(zip(names, values, strict=True)),
            levels=tuple(Level(y, f"a line of {money(y)}") for y in levels),
            look="hybrid",
            strong=min(strong, len(values)),
            words=money,
        )
        check_drawing(chart)
        found = [box for box in drawn(chart).iter("rect") if box.get("class") != "pb-shade"]
        assert [box.get("class") for box in found].count("pb-hybrid") == min(strong, len(values)) and len(found) == len(values)
        tall = [(float(box.get("height")), value) for box, value in zip(found, values, strict=True) if float(box.get("height")) > 20]
        assert all(high / value == pytest.approx(tall[0][0] / tall[0][1], rel=0.01) for high, value in tall)


@given(
    st.lists(WORDS.map(lambda words: words[:24]), min_size=2, max_size=3),
    st.lists(st.tuples(WORDS, st.integers(0, 1), st.booleans()), min_size=1, max_size=6),
    st.sets(st.integers(0, 5)),
)
def test_leanings(heads, rows, groups):
    """Each answer is one dot under the head that it leans to, hollow where it does not count; no word touches another."""
    chart = Leanings(
        id="l",
        title="L",
        unit="x",
        heads=tuple(heads),
        rows=tuple(Leaning(words, at, "closed", counts) for words, at, counts in rows),
        groups=tuple((at, "a group") for at in sorted(groups) if at < len(rows)),
    )
    check_drawing(chart)
    for paper in PAPERS:
        dots = [dot for dot in drawn(chart, paper).iter("circle") if "pb-answer-dot" in dot.get("class")]
        assert [dot.get("fill") == "currentColor" for dot in dots] == [counts for _, _, counts in rows]
        places = sorted({(at, dot.get("cx")) for dot, (_, at, _) in zip(dots, rows, strict=True)})
        assert len(places) == len({at for _, at, _ in rows}) and [float(x) for _, x in places] == sorted(float(x) for _, x in places)


@given(
    st.lists(
        st.tuples(WORDS.map(lambda words: words[:16]), st.lists(st.tuples(WORDS, st.booleans()), min_size=4, max_size=4), st.booleans()),
        min_size=1,
        max_size=3,
    )
)
def test_scores(rows):
    """A dot for each condition, filled where it is met, and their number in words; no word touches another."""
    chart = Scores(id="s", title="S", unit="x", rows=tuple(Scored(words, "closed", tuple(met), strong) for words, met, strong in rows))
    check_drawing(chart)
    for paper in PAPERS:
        root = drawn(chart, paper)
        assert [dot.get("fill") == "currentColor" for dot in root.iter("circle")] == [is_met for _, met, _ in rows for _, is_met in met]
        said = [text.text for text in root.iter("text") if " of 4" in text.text]
        assert said == [f"{sum(is_met for _, is_met in met)} of 4" for _, met, _ in rows]


@given(st.lists(st.floats(-100, 100), min_size=3, max_size=3), st.floats(0, 100))
def test_interval(ends, edge):
    """The dot lies between the ends of its interval, as far as the numbers say, and no word touches another."""
    low, value, high = sorted(ends)
    said = tuple((end, f"{end:.3g}") for end in (low, value, high))
    chart = Interval(
        id="i", title="I", unit="x", ends=said, x=Axis("x"), marks=((-edge, "most you accept"), (0, "as good")), edge=-edge, look="ink"
    )
    check_drawing(chart)
    root = drawn(chart)
    start, end = map(
        float, re.findall(r"[ML](\S+)", next(path.get("d") for path in root.iter("path") if "pb-whisker" in path.get("class")))
    )
    (dot,) = [float(circle.get("cx")) for circle in root.iter("circle")]
    assert start - 0.1 <= dot <= end + 0.1
    if end - start > 50:
        assert (dot - start) / (end - start) == pytest.approx((value - low) / (high - low), abs=0.01)


class TestOdds:
    @given(st.lists(st.tuples(WORDS, st.integers(1, 10_000)), min_size=1, max_size=5))
    def test_every_dot_has_an_owner(self, answers):
        """Fifty dots in all, each answer's within one of its share; a rare one is said to be less than one, not none; no word touches another."""
        total = sum(weight for _, weight in answers)
        chart = Odds("o", "O", "x", tuple((words, weight / total, "ink") for words, weight in answers))
        check_drawing(chart)
        assert sum(chart.dots) == DOTS and all(
            abs(dots - 50 * chance) < 1 for dots, (_, chance, _) in zip(chart.dots, chart.chances, strict=True)
        )
        assert len(list(drawn(chart).iter("circle"))) == DOTS + len(answers)
        assert not any(chart.said(at).startswith("0") for at in range(len(answers)))

    def test_stands_where_a_chance_is(self):
        """Each decision over ranges has its dots, the likeliest answer as title; the table beside says the same in per cent."""
        result = run("break-even", {"upfront_usd": "100000..400000", "api_spend_usd_month": "8000..20000"})
        answer = parsed(answer_html(result))
        (figure,) = answer.xpath("//figure[@data-chart='odds']")
        likeliest = max(result.uncertainty["decisions"]["verdict"].values())
        assert figure.find("figcaption").text.startswith(f"{round(50 * likeliest)} of 50: ")
        assert 'data-chart="odds"' not in answer_html(run("growth", {"quarters": "4..8"})), "a number alone has no odds"


class TestPictures:
    @with_a_chart
    def test_has_words_and_numbers(self, id):
        """Finding and text alternative in aria-label, no ids inside, an image in name; where it comes from; and a CSV of all rows."""
        for chart in run(id).pictures:
            for paper in PAPERS:
                root = drawn(chart, paper)
                assert root.get("role") == "img" and chart.title in root.get("aria-label") and chart.told in root.get("aria-label")
                assert not [element for element in root.iter() if "id" in element.attrib or "style" in element.attrib]
            assert len(chart.told) > 60 and csv_text(chart).count("\n") == len(chart.table()) > 1
            figure = parsed(f"<div>{chart_html(chart)}</div>")
            assert chart.basis in figure.xpath("string(//p[@class='pb-chart-source'])")
            assert all(link.get("href").startswith("https://") for link in figure.iter("a"))

    def test_every_answer_has_one(self):
        """In sight, whatever the calculator."""
        assert [id for id in CHARTED if not run(id).pictures or getattr(run(id).pictures[0], "folded", "")] == []

    @with_a_chart
    @given(data=st.data())
    def test_draws_for_all_inputs(self, id, data):
        """Every picture of every calculator can be drawn for all valid inputs, with its words apart, and as part of a page."""
        for chart in run(id, data.draw(inputs(id))).pictures:
            check_drawing(chart)
            parsed(f"<div>{chart_html(chart)}</div>")

    def test_every_kind_is_drawn(self):
        """No kind is left that nothing draws with."""
        found = {chart.__class__ for id in CHARTED for chart in run(id).pictures}
        assert found == DRAWN.keys() - {Odds, Tornado}

    def test_a_brief_answer_leaves_out_what_nobody_sees(self):
        """While a slider moves neither numbers for saving nor folded pictures are made; at rest both are there."""
        result = run("break-even")
        assert len(result.pictures) == 2
        brief, whole = (parsed(answer_html(result, is_brief)) for is_brief in (True, False))
        assert [len(answer.xpath("//figure")) for answer in (brief, whole)] == [1, 2]
        assert [len(answer.xpath("//figure[@data-csv]")) for answer in (brief, whole)] == [0, 2]

    def test_the_crossing_is_the_answer(self):
        """The mark stands at break_even_months, and the line runs through it; three paybacks are in sight, and the whole horizon behind a fold."""
        result = run("break-even")
        near, whole = result.pictures
        for chart in (near, whole):
            (moment,) = chart.moments
            assert float(moment.x) == result.outputs["break_even_months"] and moment.y == 150_000
            points = dict(chart.series[0].points)
            before, after = points[int(moment.x)], points[int(moment.x) + 1]
            assert before + (after - before) * (float(moment.x) % 1) == pytest.approx(150_000)
        assert near.series[0].points[-1][0] == int(3 * moment.x) + 1 and whole.series[0].points[-1][0] == 60
        assert whole.folded and not near.folded

    def test_each_path_crosses_where_the_table_says(self):
        """The lines beside are the paths of the table, in its order: each reaches the upfront cost in its month, or never."""
        result = run("break-even")
        whole = result.pictures[-1]
        paths = [path for path in result.outputs["paths"] if path["id"] != "flat"]  # the reader's own price stays too
        assert len(whole.series) == 1 + len(paths)
        for path, series in zip(paths, whole.series[1:], strict=True):
            above = [month for month, saved in series.points if saved >= 150_000]
            months = path["break_even_months"]
            assert not above if months is None else above[0] - 4 < months <= above[0], path["id"]

    def test_never_is_said(self):
        """Where it never pays back the words say so, no moment is marked, and the whole horizon is in sight."""
        (chart,) = run("break-even", {"alternative_usd_month": 40_000, "usage_growth_pct_year": 0}).pictures
        assert "never reaches" in chart.told and chart.moments == () and chart.title == "Not paid back within 60 months"

    def test_growth_shows_the_marks(self):
        """The marks are levels with their amounts, each passed where the line crosses it, and the text says when the last is."""
        (chart,) = run("growth").pictures
        assert [level.label for level in chart.levels] == ["$120K", "$240K", "$600K", "$1M"]
        assert "$1M after 5.1 quarters" in chart.told and chart.title == "The bill passes $1M a year after 5.1 quarters"
        assert [moment.label for moment in chart.moments] == ["", "", "quarter 5.1"]

    def test_self_host_draws_the_four_routes(self):
        """Each bar is a row of the table, with the range over its offers; the cheapest is the one that the title begins with."""
        result = run("self-host")
        chart = result.pictures[0]
        assert [(bar.look, float(bar.value)) for bar in chart.bars] == [
            (row["branch"], row["usd_month"]) for row in result.outputs["branches"]
        ]
        assert [bar.look for bar in chart.bars if bar.is_strong] == [result.outputs["cheapest"]]
        own = chart.bars[2]
        assert (float(own.low), float(own.high)) == (result.outputs["low_usd_month"], result.outputs["high_usd_month"])

    def test_self_host_touches_what_it_costs(self):
        """At the reader's load the line is the bill over the tokens, and a load that fills the GPUs is the cheapest."""
        result = run("self-host")
        chart = result.pictures[1]
        served = result.outputs["tokens_per_second"] * 730 * 3600 / 1e6
        load, full = chart.moments
        assert (
            dict(chart.series[0].points)[result.inputs["requests_per_second"]]
            == load.y
            == pytest.approx(result.outputs["usd_month"] / served)
        )
        assert full.y == pytest.approx(min(y for _, y in chart.series[0].points))

    def test_api_bill_draws_bills_of_the_table(self):
        """Each bar is a row of the table; the reader's own bill is among them, and the title counts those below it."""
        result = run("api-bill")
        (chart,) = result.pictures
        rows = {row["model"]: row["usd_month"] for row in result.outputs["models"]}
        own = next(bar for bar in chart.bars if bar.is_strong)
        assert float(own.value) == result.outputs["usd_month"]
        assert all(float(bar.value) == rows[bar.label.removesuffix(" (open)")] for bar in chart.bars if bar is not own)
        assert chart.title.startswith(
            f"{sum(bill < result.outputs['usd_month'] for bill in rows.values())} of {len(rows) - 1} other models cost less"
        )

    def test_five_questions_draws_the_table(self):
        """Each dot stands where the table says that the answer leans."""
        result = run("five-questions", {"ml_talent": "none", "ai_share_of_cogs_pct": 30})
        (chart,) = result.pictures
        assert [row.at for row in chart.rows] == [["api", "evaluate", "open"].index(row["lean"]) for row in result.outputs["answers"]]
        assert chart.title == "1 of 3 pushes towards open weights, 0 of 2 enable it"

    def test_strategy_draws_the_criteria(self):
        """The dots are the rows of the table of criteria, and the strong row is the answer."""
        result = run("strategy")
        (chart,) = result.pictures
        found = [(row.label, words, is_met) for row in chart.rows for words, is_met in row.conditions]
        names = {"closed": "Closed", "hybrid": "Hybrid", "open-first": "Open-first"}
        assert found == [(names[row["strategy"]], row["criterion"], row["met"]) for row in result.outputs["criteria"]]
        assert [row.label for row in chart.rows if row.is_strong] == [names[result.outputs["strategy"]]]

    @pytest.mark.parametrize(
        ("answers", "filled", "title"),
        [
            ((False, False, False), [True, False, False], "AI is what you sell: nothing sells with it switched off"),
            ((True, False, True), [True, True, False], "AI is a feature: it is not why people buy"),
            ((True, True, False), [True, True, True], "AI is a feature: a competitor can rent the same model"),
            ((True, True, True), [True, True, True], "AI is what you sell: people buy for it, on data of your own"),
        ],
    )
    def test_feature_or_product_shows_what_settles_it(self, answers, filled, title):
        """Answers that one before them has settled are hollow."""
        ids = ("sells_without_ai", "ai_in_reason_to_buy", "proprietary_data")
        (chart,) = run("feature-or-product", dict(zip(ids, answers, strict=True))).pictures
        assert [row.is_filled for row in chart.rows] == filled and chart.title == title

    @pytest.mark.parametrize(
        ("history", "strong", "title"),
        [
            ([9_000, 12_000, 12_000, 12_000], 3, "3 months in a row at or above $10,000 a month"),
            ([21_000, 22_000, 23_000], 3, "3 months in a row at or above $20,000 a month"),
            ([9_000, 12_000], 1, "1 month in a row at or above $10,000 a month"),
            ([12_000, 9_000], 1, "Last month was below $10,000 a month, which is 2.8 months away at this growth"),
        ],
    )
    def test_evaluate_when_draws_the_months(self, history, strong, title):
        """A column for each month; those that count are told apart."""
        (chart,) = run("evaluate-when", {"spend_history_usd_month": history}).pictures
        assert [float(value) for _, value in chart.columns] == history and chart.strong == strong and chart.title == title

    def test_memory_stacks_to_its_total(self):
        """The parts come to the total, and the cells are the GPUs that hold it; more than sixteen are said to be too many."""
        result = run("memory")
        (chart,) = result.pictures
        (stack,) = chart.stacks
        assert sum(float(part.value) for part in stack.parts) == pytest.approx(result.outputs["total_gib"])
        assert len(chart.cells) == result.outputs["gpus"] and float(chart.cells[-1]) > result.outputs["total_gib"]
        (chart,) = run("memory", {"concurrent_sequences": 10_000}).pictures
        assert chart.title.endswith("GiB are more than 16 GPUs hold") and len(chart.cells) == 16

    def test_price_shock_stacks_to_the_spend(self):
        """Before, after and with rerouting: the AI parts come to the outputs, the notes are the margins."""
        result = run("price-shock")
        (chart,) = result.pictures
        spend = [sum(float(part.value) for part in stack.parts if part.label != "other costs") for stack in chart.stacks]
        o = result.outputs
        assert spend == [
            o["ai_spend_usd_month"],
            o["shocked_spend_usd_month"],
            o["shocked_spend_usd_month"] - o["rerouted_saving_usd_month"],
        ]
        assert chart.limit[0] == result.inputs["revenue_usd_month"]
        assert [stack.note for stack in chart.stacks] == [
            f"margin {round(o[id])} %" for id in ("margin_pct", "shocked_margin_pct", "rerouted_margin_pct")
        ]

    def test_unit_economics_crosses_at_the_break_even(self):
        """Both lines meet at the volume that the answer calls break-even, and are the saving apart at the reader's."""
        result = run("unit-economics")
        (chart,) = result.pictures
        today, other = (dict(series.points) for series in chart.series)
        here = next(x for x in today if x == result.inputs["units_per_month"])
        assert float(today[here] - other[here]) == result.outputs["net_saving_usd_month"]
        even = chart.moments[1]
        assert float(even.x) == result.outputs["break_even_units_per_month"]
        slope, start = other[here] / here - other[0] / here, other[0]
        assert float(start + slope * even.x) == pytest.approx(float(even.y))

    def test_evaluation_draws_the_interval(self):
        """The ends are the outputs', and what is shaded is worse than the tolerance."""
        result = run("evaluation")
        (chart,) = result.pictures
        o = result.outputs
        assert [float(value) for value, _ in chart.ends] == [
            o["difference_low_points"],
            o["difference_points"],
            o["difference_high_points"],
        ]
        assert chart.edge == -result.inputs["tolerance_points"]

    def test_the_best_start_is_the_highest(self):
        """The start that is marked as the best is the top of the curve."""
        (chart,) = run("timing").pictures
        assert chart.moments[0].y == max(y for _, y in chart.series[0].points)

    def test_csv_is_quoted(self):
        """A comma or a quotation mark in a name does not make another cell."""
        chart = a_chart([], series=(Series('a, "b"', ((0, None), (1, 2.5))),))
        assert csv_text(chart) == 'x,"a, ""b"""\n0,\n1,2.5\n'


def test_room_is_enough_for_wide_letters():
    """The room for a label grows with the width of its letters, not with their number."""
    assert room("$1M", DESK) > room("$1K", DESK) > room("$1i", DESK) > 0 and DESK.letters > GAP
