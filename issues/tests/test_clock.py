"""各方办理时长: pure laws over any life, and the same out of a real trail."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from issues import clock, lives
from issues.clock import StatusChange, held, spans, whole
from issues.models import BALL, OPEN, Issue, Side, Status
from rectify.calendars.calendar import Calendar, Exceptional
from rectify.roof.testing.counting import counted

S = Status
START = datetime(2026, 3, 2, 1, tzinfo=UTC)
CALENDAR = Calendar.of([Exceptional(date(2026, 5, 1), False), Exceptional(date(2026, 5, 9), True)])
STEPS = st.lists(st.tuples(st.sampled_from(list(Status)), st.integers(0, 60 * 24 * 40)), max_size=14)


def life(steps):
    """Changes of state, so many minutes after one another."""
    at, found = START, [StatusChange(START, S.DRAFT)]
    for status, minutes in steps:
        at += timedelta(minutes=minutes)
        found.append(StatusChange(at, status))
    return found, at


@given(STEPS, st.integers(0, 60 * 24 * 200))
def test_the_spans_add_up_to_the_whole_life(steps, rest):
    changes, last = life(steps)
    found = spans(changes, last + timedelta(minutes=rest))
    days, working = whole(found, CALENDAR)
    shares = held(found, CALENDAR).values()
    assert sum(share.days for share in shares) == days
    assert sum(share.working for share in shares) == working
    if found:
        assert sum(s.seconds for s in found) == (found[-1].until - found[0].since).total_seconds()
        assert all(one.until == other.since for one, other in zip(found, found[1:], strict=False))
        begun = next(change for change in changes if change.status != S.DRAFT)
        assert found[0].since == begun.at


@given(STEPS)
def test_an_issue_that_is_over_grows_no_older(steps):
    changes, last = life([*steps, (S.DISPATCHED, 1), (S.TERMINATED, 5)])
    one, other = (whole(spans(changes, last + timedelta(days=n)), CALENDAR) for n in (0, 900))
    assert one == other


def test_every_state_has_a_side_and_only_what_is_over_stops_the_clock():
    assert set(BALL) == set(Status)
    assert {S.TERMINATED, S.ARCHIVED} == clock.OVER
    assert not clock.OVER & OPEN


def test_a_day_belongs_to_one_side_and_weekends_are_no_working_days():
    friday = datetime(2026, 3, 6, 8, tzinfo=UTC)
    changes = [
        StatusChange(friday - timedelta(days=4), S.DISPATCHED),
        StatusChange(friday, S.PLAN_REVIEW),
        StatusChange(friday + timedelta(hours=1), S.PLANNING),
    ]
    shares = held(spans(changes, friday + timedelta(days=3)), CALENDAR)
    assert (shares[Side.UNIT].days, shares[Side.UNIT].working) == (7, 5)
    assert (shares[Side.OFFICE].days, shares[Side.OFFICE].times) == (0, 1)
    assert shares[Side.UNIT].times == 2


@pytest.mark.django_db
class TestRealLives:
    def test_a_life_is_read_from_the_trail(self, world):
        issue = world.issue(at=S.CLOSED)
        told = [change.status for change in lives.changes([issue])[issue.pk]]
        assert told[:3] == [S.DRAFT, S.DISPATCHED, S.PLANNING]
        assert told[-1] == S.CLOSED
        assert set(lives.held([issue])[issue.pk]) == set(Side)

    def test_another_wording_is_no_change_of_state(self, world, client, settings):
        from issues.actions.issues import reword

        issue = world.issue(at=S.RECTIFYING)
        reword(issue=issue, wording="另一种写法", by=world.clerk)
        assert lives.changes([issue])[issue.pk][-1].status == S.RECTIFYING
        client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
        page = client.get(issue.get_absolute_url()).content.decode()
        assert "各方办理时长" in page
        assert "全程 0 天" in page

    def test_rows_that_came_in_whole_are_told_by_themselves(self, world):
        issue = world.issue(at=S.RECTIFYING)
        other = Issue(
            pk=10**9,
            status=S.RECTIFYING,
            created_at=timezone.now() - timedelta(days=9),
            status_since=timezone.now() - timedelta(days=4),
        )
        found = lives.held([issue, other])
        assert found[other.pk][Side.UNIT].days == 4

    def test_one_statement_for_a_page_of_rows(self, world):
        issues = [world.issue(at=S.PLANNING) for _ in range(4)]
        lives.held(issues[:1])
        with counted() as few:
            lives.held(issues[:1])
        with counted() as many:
            lives.held(issues)
        assert len(few) == len(many) == 1
