"""Days on which something happened: a whole day with its year, or a question."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issues.reading.happened import read_happened

DAY = date(2026, 2, 20)


@pytest.mark.parametrize(
    "text", ["2026年2月20日", "2026-02-20", "2026.2.20", "26年2月20日", "20260220", "46073", "已于2026年2月20日完成"]
)
def test_a_day_with_its_year_is_that_day(text):
    assert read_happened(text) == (DAY, None)


@pytest.mark.parametrize(
    "text",
    [
        "2月20日",
        "2.20",
        "2026年2月",
        "2026年",
        "2026年2月底",
        "2026年2月20日前",
        "2026年2月30日",
        "年底",
        "3个月内",
        "上月",
    ]
    + ["2026年2月1日至2月20日", "2026年1月20日、2月20日", "已完成", "长期坚持", "X月X日", "党组会当天"],
)
def test_anything_else_is_asked(text):
    day, question = read_happened(text)
    assert day is None
    assert question


@pytest.mark.parametrize("text", ["", " ", "/", "—", "无"])
def test_nothing_written_is_nothing(text):
    assert read_happened(text) == (None, None)


@given(st.text(alphabet="0123456789年月日.-/前底已完成于 上旬至", max_size=16))
def test_a_day_is_never_made_of_less_than_a_day(text):
    day, question = read_happened(text)
    assert (day is None) or question is None
    assert day is None or any(sign.isdigit() for sign in text)
