"""Counting statements: the same number on a slow machine, and one way to do it."""

import pytest

from rectify.calendars import days
from rectify.calendars.models import Day
from rectify.lib import remembered
from rectify.roof.testing.counting import counted
from rectify.roof.tests.source import python, relative


@pytest.mark.django_db
def test_what_is_remembered_costs_nothing_however_long_the_test_takes(monkeypatch):
    with counted() as cold:
        days.current()
    monkeypatch.setattr(remembered, "monotonic", lambda: 0.0)
    with counted() as warm:
        days.current()
    assert (len(cold), len(warm)) == (0, 0)


@pytest.mark.django_db
def test_what_grows_old_while_it_is_counted_costs_nothing(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(remembered, "monotonic", lambda: clock[0])
    remembered.forget_all()
    days.current()
    clock[0] = 29.0
    with counted() as asked:
        clock[0] = 31.0
        days.current()
    assert len(asked) == 0


@pytest.mark.django_db
def test_too_many_are_shown():
    with (
        pytest.raises(AssertionError, match=r"(?s)1 statements, at most 0 expected:\n1\. SELECT .*calendars_day"),
        counted(0),
    ):
        Day.objects.exists()


def test_statements_are_counted_in_one_way():
    names = ("CaptureQueries" + "Context(", "django_assert_" + "max_num_queries")
    elsewhere = {
        relative(path): name
        for path in python()
        for name in names
        if name in path.read_text(encoding="utf-8") and path.parent.name not in ("testing", "bench")
    }
    assert elsewhere == {}
