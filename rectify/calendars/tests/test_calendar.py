from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.calendars.calendar import Calendar, Exceptional
from rectify.calendars.seed import known_days

CALENDAR = Calendar.of(known_days())
DAYS = st.dates(date(2024, 1, 10), date(2028, 6, 1))


@pytest.mark.parametrize(
    "day,works,name",
    [
        (date(2026, 10, 7), False, "国庆节"),
        (date(2026, 10, 10), True, "国庆节调休"),  # a Saturday
        (date(2026, 9, 20), True, "国庆节调休"),  # a Sunday
        (date(2026, 2, 17), False, "春节"),
        (date(2026, 11, 23), True, ""),
        (date(2026, 11, 22), False, ""),
    ],
)
def test_days_of_2026_are_as_the_notice_says(day, works, name):
    assert (CALENDAR.is_working(day), CALENDAR.name_of(day)) == (works, name)


def test_working_days_are_counted_over_the_national_holiday():
    assert CALENDAR.add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert CALENDAR.add_working_days(date(2026, 10, 8), -1) == date(2026, 9, 30)
    assert CALENDAR.add_working_days(date(2026, 10, 1), 0) == date(2026, 10, 8)
    assert CALENDAR.working_days_between(date(2026, 9, 30), date(2026, 10, 10)) == 3
    assert CALENDAR.working_days_between(date(2026, 10, 10), date(2026, 9, 30)) == -3


def test_a_deadline_on_a_holiday_moves_to_the_working_day_before():
    thursday = date(2026, 10, 1)
    assert CALENDAR.previous_working(thursday) == date(2026, 9, 30)
    assert CALENDAR.next_working(thursday) == date(2026, 10, 8)
    assert CALENDAR.previous_working(date(2026, 11, 26)) == date(2026, 11, 26)


@given(DAYS, st.integers(1, 60))
def test_adding_and_counting_agree(day, n):
    end = CALENDAR.add_working_days(day, n)
    assert CALENDAR.is_working(end)
    assert CALENDAR.working_days_between(day, end) == n


@given(st.lists(DAYS, min_size=3, max_size=3).map(sorted))
def test_counting_is_additive(days):
    a, b, c = days
    count = CALENDAR.working_days_between
    assert count(a, b) + count(b, c) == count(a, c) == -count(c, a)


@pytest.mark.parametrize(
    "number,unit,end",
    [
        (10, "day", date(2026, 10, 3)),
        (2, "week", date(2026, 10, 7)),
        (1, "month", date(2026, 10, 23)),
        (1, "year", date(2027, 9, 23)),
        (4, "workday", date(2026, 9, 30)),
        (0, "day", date(2026, 9, 23)),
    ],
)
def test_terms_run_from_a_day(number, unit, end):
    assert CALENDAR.term(date(2026, 9, 23), number, unit) == end


def test_an_unknown_year_is_plain_weeks_and_says_so_loudly():
    assert CALENDAR.known(2026)
    assert not CALENDAR.known(2031)
    assert CALENDAR.is_working(date(2031, 10, 1))
    assert not CALENDAR.is_working(date(2031, 10, 4))
    assert CALENDAR.missing_years(date(2026, 6, 1), date(2026, 12, 31)) == []
    assert CALENDAR.missing_years(date(2026, 6, 1), date(2032, 1, 31))[-2:] == [2031, 2032]
    (warning,) = CALENDAR.warnings(date(2031, 1, 1), date(2031, 5, 1))
    assert "2031年" in warning
    assert "导入" in warning


def test_one_day_typed_by_hand_does_not_make_a_year_known():
    assert not Calendar.of([Exceptional(date(2031, 1, 1), False, "元旦")]).known(2031)


def test_an_empty_calendar_never_fails():
    assert Calendar().add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert Calendar().previous_working(date(2026, 11, 22)) == date(2026, 11, 20)


def test_every_seeded_year_has_its_holidays_and_no_gap():
    years = sorted(CALENDAR.known_years)
    assert years == list(range(years[0], years[-1] + 1))
    assert years[-1] >= 2026
    for year in years:
        working = sum(CALENDAR.is_working(date(year, 1, 1) + timedelta(days=n)) for n in range(365))
        assert 245 <= working <= 256
