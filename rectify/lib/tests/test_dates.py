from datetime import UTC, date, datetime, time

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from rectify.lib import dates


@time_machine.travel(datetime(2026, 12, 31, 16, 30, tzinfo=UTC), tick=False)
def test_the_office_is_in_the_new_year_while_utc_is_in_the_old_one():
    assert dates.today() == date(2027, 1, 1)
    assert dates.business_now().strftime("%Y-%m-%d %H:%M %z") == "2027-01-01 00:30 +0800"


@pytest.mark.parametrize(
    "day,months,expected",
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 15), -3, date(2025, 12, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, expected):
    assert dates.plus_months(day, months) == expected


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-240, 240))
def test_months_forth_and_back_lose_at_most_the_days_of_a_short_month(day, months):
    back = dates.plus_months(dates.plus_months(day, months), -months)
    assert 0 <= (day - back).days <= 3


def test_ends_of_months_and_weeks():
    assert dates.month_start(date(2026, 2, 14)) == date(2026, 2, 1)
    assert dates.month_end(date(2026, 2, 14)) == date(2026, 2, 28)
    assert dates.monday(date(2026, 11, 29)) == date(2026, 11, 23)


def test_days_are_written_as_people_write_them():
    assert dates.chinese(date(2026, 3, 5)) == "2026年3月5日"
    assert dates.short(date(2026, 3, 5)) == "3月5日（周四）"
    assert dates.span(date(2026, 3, 2), date(2026, 3, 6)) == "3月2日—3月6日"
    assert dates.span(date(2026, 12, 28), date(2027, 1, 1)) == "2026年12月28日—2027年1月1日"
    assert dates.at_time(date(2026, 3, 2), time(8, 45)).isoformat() == "2026-03-02T08:45:00+08:00"


@pytest.mark.parametrize("text", ["2026-3-5", "2026/03/05", " 2026.3.5 ", "2026年3月5日", "2026 年 3 月 5 日"])
def test_a_day_in_a_prescribed_file_is_read(text):
    assert dates.read_date(text) == date(2026, 3, 5)


@pytest.mark.parametrize("text", ["", "XX", "2026年6月31日", "2025年底前", "26-3-5", "2026-3"])
def test_what_is_no_day_is_not_guessed(text):
    assert dates.read_date(text) is None
