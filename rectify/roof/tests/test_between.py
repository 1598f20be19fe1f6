from datetime import date

import pytest
from django.db import connection

from rectify.calendars import days
from rectify.calendars.models import Day
from rectify.lib import constraints

pytestmark = [pytest.mark.engines, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("time", [1, 2])
def test_nothing_is_left_of_a_test_with_transactions_of_its_own(time):
    assert not Day.objects.exists()
    assert days.current().is_working(date(2026, 1, 1))
    days.set_day(date(2026, 1, 1), works=False)
    assert not days.current().is_working(date(2026, 1, 1))


def test_the_guards_are_back_after_the_tables_were_emptied():
    assert constraints.missing(connection) == []
