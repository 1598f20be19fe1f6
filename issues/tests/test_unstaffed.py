"""岗位空缺: an inactive account's work raises an alarm, for the office with counts, for administrators without the work."""

from datetime import timedelta

import pytest
from django.urls import reverse

from issues.models import Issue, Report, Status
from issues.slices import condition
from rectify.accounts.models import Holding
from rectify.accounts.roles import Role
from rectify.accounts.vacancies import vacant
from rectify.lib.dates import today
from rectify.roof.testing.world import person, unit

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


@pytest.fixture
def enter(client, settings):
    def go(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return go


@pytest.fixture
def issue(world):
    world.issue(at=Status.RECTIFYING, lead_unit=world.other)
    world.issue(at=Status.CLOSED)
    return world.issue(at=Status.RECTIFYING)


def alarmed():
    return set(Issue.objects.filter(condition("unstaffed", today())))


def stop(user):
    user.is_active = False
    user.save(update_fields=["is_active"])


def test_nobody_is_missing(world, issue):
    assert alarmed() == set()


@pytest.mark.parametrize("who", ["liaison", "principal"])
def test_a_stopped_account_without_another_raises_it(world, issue, who):
    stop(getattr(world, who))
    assert alarmed() == {issue}
    again = Holding.objects.create(
        user=world.stranger, unit=world.lead, starts=today(), role=getattr(Role, f"UNIT_{who.upper()}")
    )
    assert alarmed() == set(), "a successor ends it"
    again.ends = again.starts = today() - timedelta(days=3)
    again.save()
    assert alarmed() == {issue}, "a grant that has run out raises it too"


def test_people_above_count(world, issue):
    below = world.issue(at=Status.RECTIFYING, lead_unit=world.branch)
    assert alarmed() == set()
    stop(world.principal)
    assert alarmed() == {issue, below}


def test_the_office_reads_it_on_its_first_page_and_each_number_is_its_list(world, issue, enter):
    stop(world.liaison)
    page = enter(world.head)
    assert "岗位空缺 <span" in page.get("/").content.decode()
    answer = page.get(reverse("issues:unstaffed"))
    row = answer.context["rows"][0]
    assert (row.unit, row.count, row.lacks[0][0]) == (world.lead, 1, "责任单位联络员")
    assert row.lacks[0][1].user == world.liaison
    assert page.get(row.url).context["listing"].count[""] == 1
    assert "口径" in answer.content.decode()


def test_reports_that_nobody_can_write_are_counted(world, issue, enter):
    from issues.tests.test_pages_issue import report_weeks

    report_weeks(world, issue, 2)
    Report.objects.filter(issue=issue).update(sent_at=None, sent_by=None)
    stop(world.liaison)
    assert enter(world.head).get(reverse("issues:unstaffed")).context["rows"][0].owed == 2


def test_administrators_read_the_unit_and_not_the_work(world, issue, enter):
    stop(world.liaison)
    for who in ("sysadmin", "secadmin"):
        body = enter(getattr(world, who)).get(reverse("accounts:vacancies")).content.decode()
        assert "市住建局" in body
        assert "账号已停用" in body
        assert issue.title not in body
        assert issue.number not in body
    assert enter(world.auditor).get(reverse("accounts:vacancies")).status_code == 404
    assert enter(world.head).get(reverse("accounts:vacancies")).status_code == 404
    assert enter(world.principal).get(reverse("issues:unstaffed")).status_code == 404


def test_an_office_without_a_head_is_vacant_too(world):
    assert world.office not in vacant()
    stop(world.head)
    assert world.office not in vacant()
    stop(world.second_head)
    assert world.office in vacant()


def test_a_body_that_only_reviews_lacks_nobody(world):
    body = unit("市委政法委", parent=world.city, order=9, supervising_office=world.office)
    assert body in vacant(), "a unit that was given nobody yet"
    person("reviewer_there", (Role.REVIEWER, body))
    assert body not in vacant()
