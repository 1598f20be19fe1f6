"""Who serves several rounds sees what waits in all of them: look backs, weeks, accounts, notices; a round named narrows."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from issues.actions import weeks
from issues.models import Issue, Status
from ledgers.reconcile import visible
from rectify.calendars import days
from rectify.lib.dates import at_time, monday, today
from rectify.notices.models import Notice

pytestmark = pytest.mark.django_db


def entered(user) -> Client:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


@pytest.fixture
def both(world):
    """A second round beside the first, an issue in each."""
    world.second = world.later_round()
    return world


def test_look_backs_of_all_rounds_stand_together_the_longest_first(both):
    issues = [both.issue(at=Status.CLOSED, round_=each) for each in (both.round, both.second)]
    for days_ago, issue in enumerate(issues):
        Issue.objects.filter(pk=issue.pk).update(look_back_on=today().replace(day=1).replace(year=2025 + days_ago))
    clerk, here = entered(both.clerk), reverse("ledgers:look_backs")
    page = clerk.get(here)
    assert [row.issue for row in page.context["page"].rows] == issues
    assert '<th scope="col">轮次</th>' in page.content.decode()
    assert [view.count for view in page.context["page"].rounds] == [2, 1, 1]
    one = clerk.get(here, {"round": both.second.public_id})
    assert [row.issue for row in one.context["page"].rows] == issues[1:]
    assert all(f"round={both.second.public_id}" in tab.url for tab in one.context["page"].tabs)
    assert [row.issue for row in clerk.get(here).context["page"].rows] == issues, "a round chosen narrows no duty"


def test_what_look_backs_found_in_all_rounds_stands_together(both):
    for each in (both.round, both.second):
        both.issue(at=Status.CLOSED, round_=each)
    here = reverse("ledgers:look_back_results")
    for who in ("clerk", "leader", "liaison"):
        reader = entered(getattr(both, who))
        page = reader.get(here).context
        held = page["held"]
        assert [row.cells[0].count for row in held.rounds] == [1, 1]
        assert (held.total.cells[0].count, [view.count for view in page["views"]]) == (2, [2, 1, 1])
        for cell in (cell for row in (*held.rounds, *held.units, *held.classes, held.total) for cell in row.cells):
            assert reader.get(cell.url).context["total"] == str(cell.count), cell.url
        one = reader.get(here, {"round": both.second.public_id})
        assert one.context["held"].total.cells[0].count == 1
        assert "按轮次" not in one.content.decode()


def test_who_serves_one_round_sees_no_column_of_rounds(world):
    world.issue(at=Status.CLOSED)
    page = entered(world.clerk).get(reverse("ledgers:look_backs"))
    assert page.context["page"].rounds == []
    assert '<th scope="col">轮次</th>' not in page.content.decode()


@pytest.mark.parametrize("who", ["clerk", "liaison"])
def test_the_accounts_of_all_rounds_are_told_a_line_each(both, who):
    for each, count in ((both.round, 2), (both.second, 3)):
        for _ in range(count):
            both.issue(at=Status.PLANNING, round_=each)
    reader = getattr(both, who)
    page = entered(reader).get(reverse("ledgers:reconcile"), {"round": both.second.public_id})
    rows = {row.round: row for row in page.context["rounds"]}
    assert {round_: (row.closing, row.open, row.agrees) for round_, row in rows.items()} == {
        both.round: (2, 2, True),
        both.second: (3, 3, True),
    }
    assert [row.round for row in rows.values() if row.current] == [both.second]
    assert sum(row.closing for row in rows.values()) == sum(line.closing for line in visible(reader, list(rows)).lines)


def test_the_weeks_of_all_rounds_are_told_a_line_each(both):
    days.seed()
    for each in (both.round, both.second):
        both.issue(at=Status.RECTIFYING, round_=each, is_focus=True)
        weeks.start(round_=each, at=at_time(monday(today()), weeks.times_of(both.office).opens), by=both.clerk)
    page = entered(both.clerk).get(reverse("issues:week"), {"round": both.second.public_id})
    rows = page.context["rounds"]
    assert {row.week.round for row in rows} == {both.round, both.second}
    assert {(row.whole, row.came) for row in rows} == {(1, 0)}
    assert page.context["week"].round == both.second


def test_notices_are_found_by_kind_and_by_round(both):
    liaison, here = both.liaison, reverse("notices:inbox")
    for each in (both.round, both.second):
        both.issue(at=Status.DISPATCHED, round_=each)
    told = Notice.objects.filter(to=liaison)
    first, second = (
        {notice for notice in told if each.name in f"{notice.title}{notice.text}"} for each in (both.round, both.second)
    )
    assert first
    assert second
    assert not first & second
    client = entered(liaison)
    assert set(client.get(here, {"round": both.second.public_id}).context["page"].rows) == second
    assert set(client.get(here, {"kind": "move"}).context["page"].rows) == set(told.filter(kind="move"))
    unknown = client.get(here, {"kind": "zzz"})
    assert list(unknown.context["page"].rows) == []
    assert "去掉这个条件" in unknown.content.decode()
