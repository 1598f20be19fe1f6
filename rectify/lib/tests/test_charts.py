from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rectify.lib import charts


def test_a_bar_is_as_long_as_its_share():
    drawn = charts.bars(
        [("严口径", 92, "92/188 48.9%"), ("宽口径", 99, "99/188 52.7%", "/x/", 2)], label="两个率", top=188
    )
    assert [bar.width for bar in drawn.bars] == [146.8, 158.0]
    assert [bar.y for bar in drawn.bars] == [3, 24]
    assert (drawn.bars[1].url, drawn.bars[1].shade) == ("/x/", 2)


def test_without_a_top_the_greatest_fills_the_track():
    assert [bar.width for bar in charts.bars([("甲", 5, ""), ("乙", 10, "")], label="").bars] == [150.0, 300.0]


def test_nothing_to_measure_draws_nothing():
    assert [bar.width for bar in charts.bars([("甲", 0, "0")], label="").bars] == [0.0]
    assert charts.bars([], label="空").height > 0


@given(some.floats(-10, 1e9), some.floats(0, 1e9), some.integers(0, 2000))
def test_no_length_leaves_its_track(value, top, length):
    assert 0 <= charts.scaled(value, top, length) <= length


def test_a_stepped_line_goes_level_then_up():
    paper = charts.ChartFrame(weeks=3, top=10, width=60, height=122)
    assert charts.stepped([0, 5, 10], paper) == "M26.0 104.0H36.0V54.0H46.0V4.0"
    assert charts.stepped([], paper) == ""


def test_the_real_line_stops_where_the_weeks_have_not_come():
    drawn = charts.steps(["38", "39", "40"], [1, 2, 3], [1], label="", forecast=2)
    assert drawn.real.startswith("M26.0 ")
    assert drawn.forecast.startswith(f"{drawn.real}L")
    assert [note.text for note in [*drawn.notes, drawn.real_note]] == ["计划 3", "推算 2", "实际 1"]


def test_no_forecast_once_the_last_week_is_there():
    assert charts.steps(["38", "39"], [1, 2], [1, 2], label="", forecast=2).forecast == ""


def test_a_plan_needs_every_week():
    with pytest.raises(ValueError, match="each week"):
        charts.steps(["38", "39"], [1], [], label="")


@given(some.lists(some.integers(0, 1000), min_size=1, max_size=30), some.integers(0, 1000))
def test_every_point_lies_on_the_paper(plan, forecast):
    drawn = charts.steps([str(n) for n in range(len(plan))], plan, plan[: len(plan) // 2], label="", forecast=forecast)
    written = [*drawn.notes, *drawn.ticks, *filter(None, [drawn.real_note])]
    assert all(0 <= words.x <= drawn.paper.width and 0 <= words.y <= drawn.paper.height for words in written)


@given(some.lists(some.integers(0, 40), min_size=4, max_size=16).map(sorted), some.integers(0, 40), some.data())
def test_no_words_cover_others(plan, forecast, data):
    real = sorted(data.draw(some.lists(some.integers(0, 40), min_size=1, max_size=len(plan))))
    drawn = charts.steps([str(n) for n in range(len(plan))], plan, real, label="", forecast=forecast)
    half = charts.breadth(drawn.real_note.text) / 2
    places = [(note.x - charts.breadth(note.text), note.x, note.y) for note in drawn.notes]
    places.append((drawn.real_note.x - half, drawn.real_note.x + half, drawn.real_note.y))
    for one, two in combinations(places, 2):
        assert one[1] <= two[0] or two[1] <= one[0] or abs(one[2] - two[2]) > 12.99, (one, two)


def test_words_stand_beside_a_line_not_on_it():
    """The board of a round: what is foreseen ends a little above what is real."""
    plan = [0, 0, 0, 0, 0, 1, 2, 2, 3, 13, 21, 21, 21]
    real = [0, 0, 0, 0, 0, 0, 0, 1, 1, 4, 6, 7]
    drawn = charts.steps([str(week) for week in range(37, 50)], plan, real, label="", forecast=10)
    lines = [*charts.levels(plan, drawn.paper), *charts.levels(real, drawn.paper)]
    for note in drawn.notes:
        left = note.x - charts.breadth(note.text)
        assert not [y for start, end, y in lines if left < end and start < note.x and note.y - 11 <= y <= note.y + 3]


def test_against_the_plan():
    drawn = charts.against_plan(99, 177, foreseen=108, label="")
    assert (drawn.done, drawn.foreseen, drawn.limit) == (192.4, 209.9, 343.5)
    assert charts.against_plan(0, 0, label="").done == 0


@pytest.mark.parametrize("value,top,expected", [(0, 9, "n0"), (1, 9, "n1"), (3, 9, "n2"), (6, 9, "n3"), (5, 0, "n3")])
def test_shades(value, top, expected):
    assert charts.shade(value, top) == expected
