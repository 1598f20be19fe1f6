"""The frame of a page: who goes where, which round, how many statements."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from issues.models import Phase, Round, RoundKind, RoundUnit, RuleProfile, Status, Term, Week
from ledgers.actions import meetings, visits
from rectify.accounts.models import Holding, Unit, User
from rectify.accounts.roles import AccountKind, Role
from rectify.lib.dates import monday, today
from rectify.roof import frame as frames
from rectify.roof.testing.counting import counted

pytestmark = pytest.mark.django_db


def unit(name, path, **more):
    made = Unit.objects.create(name=name, path="-", **more)
    made.path = path or f"{made.pk}/"
    made.save(update_fields=["path"])
    return made


@pytest.fixture
def office(db):
    return unit("市委巡察整改办", "", is_office=True)


@pytest.fixture
def bureau(db):
    return unit("市住建局", "")


def person(role, at, name="张三"):
    made = User.objects.create(username=f"{role}-{at.pk}", name=name, must_change_password=False)
    Holding.objects.create(user=made, role=role, unit=at, starts=date(2020, 1, 1))
    return made


def a_round(office, number, **more):
    term, _ = Term.objects.get_or_create(name="九届市委")
    kind, _ = RoundKind.objects.get_or_create(code="regular", name="常规")
    profile, _ = RuleProfile.objects.get_or_create(code="city", name="市级")
    return Round.objects.create(
        term=term, number=number, name=f"第{number}轮", kind=kind, office=office, profile=profile, **more
    )


def request_of(user, path="/", **get):
    request = RequestFactory().get(path, get)
    request.user, request.session, request.resolver_match = user, SessionStore(), None
    return frames.rounds_of(lambda each: each)(request)


def test_a_stranger_has_no_frame():
    assert "frame" not in frames.frame(request_of(AnonymousUser()))


def test_entries_follow_the_role(office, bureau):
    assert frames.entries(person(Role.OFFICE_CLERK, office))[0] == ("工作台", "issues:home")
    assert frames.entries(person(Role.UNIT_LIAISON, bureau))[0] == ("本单位", "issues:home")
    assert frames.entries(person(Role.LEADER, office))[0] == ("看板", "ledgers:board")


def test_an_administrator_sees_no_business(office):
    administrator = User.objects.create(username="sys", name="系统管理员", kind=AccountKind.SYSTEM_ADMIN)
    ways = [way for way in frames.entries(administrator) if way != frames.SETUP]
    assert {name.partition(":")[0] for _, name in ways} <= {
        "accounts",
        "options",
        "calendars",
        "notices",
        "backups",
    }
    assert request_of(administrator).rounds.current is None


def test_two_roles_give_the_entries_of_both_once(office):
    both = person(Role.OFFICE_CLERK, office)
    Holding.objects.create(user=both, role=Role.LEADER, unit=office, starts=date(2020, 1, 1))
    names = [name for _, name in frames.entries(both)]
    assert len(names) == len(set(names)) <= frames.MOST_ENTRIES


def test_the_present_entry_is_the_longest_that_fits():
    assert frames.present("/issues/05-014/", ["/", "/issues/"]) == "/issues/"
    assert frames.present("/", ["/", "/issues/"]) == "/"
    assert frames.present("/elsewhere/", ["/", "/issues/"]) == ""


def test_the_address_chooses_a_round_and_it_is_remembered(office):
    clerk, first, second = person(Role.OFFICE_CLERK, office), a_round(office, 1), a_round(office, 2)
    assert request_of(clerk).rounds.current == second
    request = request_of(clerk, round=first.public_id)
    assert request.rounds.current == first
    assert request.session["round"] == first.public_id


def test_a_round_of_others_cannot_be_chosen(office, bureau):
    mine, theirs = a_round(office, 1), a_round(office, 2)
    RoundUnit.objects.create(round=mine, unit=bureau, number=5)
    liaison = person(Role.UNIT_LIAISON, bureau)
    assert request_of(liaison, round=theirs.public_id).rounds.current == mine


def test_who_has_not_chosen_looks_where_most_is_open(world):
    quiet = a_round(world.office, 1)
    RoundUnit.objects.create(round=quiet, unit=world.lead, number=1)
    world.issue(at=Status.PLANNING)
    assert request_of(world.clerk).rounds.current == world.round
    assert request_of(world.liaison).rounds.current == world.round
    assert request_of(world.clerk, round=quiet.public_id).rounds.current == quiet


def test_the_last_choice_is_kept_for_the_next_session_and_narrows_no_desk(world):
    quiet = a_round(world.office, 1)
    world.issue(at=Status.FIRST_REVIEW)
    assert request_of(world.clerk, round=quiet.public_id).rounds.current == quiet
    later = request_of(world.clerk)  # a session of its own
    assert later.rounds.current == quiet
    assert (later.rounds.workload.asked, later.rounds.workload.count) == (None, 1)
    frame = frames.Frame(later)
    assert [entry.count for entry in frame.nav][:2] == [1, 0]
    assert {entry.label: entry.count for entry in frame.rounds} == {quiet.name: 0, world.round.name: 1}


PAGES = {
    "issues:detail": lambda issue, week, meeting: issue.public_id,
    "issues:trail": lambda issue, week, meeting: issue.public_id,
    "ledgers:review": lambda issue, week, meeting: issue.public_id,
    "ledgers:closure": lambda issue, week, meeting: issue.closures.get().public_id,
    "ledgers:visit": lambda issue, week, meeting: issue.visits.get().public_id,
    "ledgers:visit_print": lambda issue, week, meeting: issue.visits.get().public_id,
    "issues:week": lambda issue, week, meeting: week.public_id,
    "issues:round": lambda issue, week, meeting: issue.round.public_id,
    "ledgers:meeting": lambda issue, week, meeting: meeting.public_id,
}


def test_a_page_about_one_thing_bears_the_round_of_that_thing(world, client, settings):
    """Whatever round the reader has chosen: its name, and the countdown to its own reporting date."""
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    issue, other = world.issue(at=Status.FIRST_REVIEW), world.later_round()
    Round.objects.filter(pk=other.pk).update(report_due=today() + timedelta(days=77))
    Round.objects.filter(pk=issue.round_id).update(report_due=today() + timedelta(days=33))
    moments = [f"{name}_due" for name in ("opens", "dispatch", "nudge", "report", "missed", "summary")]
    week = Week.objects.create(
        round=issue.round, starts=monday(today()), number=1, **dict.fromkeys(moments, timezone.now())
    )
    visits.plan(closure=issue.closures.get(), kind="site_check", on=today(), visitors=[world.checker], by=world.head)
    meeting = meetings.call(office=world.office, round=issue.round, held_on=today(), title="审定会", by=world.head)
    for name, pk in PAGES.items():
        answer = client.get(reverse(name, args=[pk(issue, week, meeting)]), {"round": other.public_id})
        assert answer.status_code == 200, name
        page = answer.content.decode()
        frame = page.partition('class="ctx"')[2].partition("</section>")[0]
        head = page.partition('class="print-head"')[2].partition("</div>")[0]
        assert f'<summary class="strong">{issue.round} ' in frame, name
        assert ("还有 33 天" in frame, "还有 77 天" in frame, str(other) in head) == (True, False, False), name


def test_the_weeks_of_a_phase_are_counted_from_its_first(office):
    held = a_round(office, 1, report_due=today() + timedelta(days=19))
    Phase.objects.create(round=held, kind="concentrated", starts=monday(today()) - timedelta(weeks=10))
    Phase.objects.create(round=held, kind="deepening", starts=today() + timedelta(days=30))
    frame = frames.Frame(request_of(person(Role.OFFICE_CLERK, office)))
    assert (frame.phase, frame.week_label, frame.report_days) == ("集中整改期", "第 11 周", 19)


def test_a_person_appears_by_post(bureau):
    assert frames.Frame(request_of(person(Role.UNIT_LIAISON, bureau))).person == "市住建局·联络员"


def test_the_frame_costs_the_same_for_many_rounds(office):
    clerk = person(Role.OFFICE_CLERK, office)
    for number in range(1, 12):
        Phase.objects.create(round=a_round(office, number), kind="concentrated", starts=today())
    request = request_of(clerk)
    clerk = User.objects.get(pk=clerk.pk)
    request.user = clerk
    with counted(7):
        render_to_string("base.html", frames.frame(request), request=request)


def test_a_hidden_thing_and_nothing_look_the_same(office, client):
    client.force_login(person(Role.OFFICE_CLERK, office), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/issues/never-was/").content == client.get("/issues/nor-this/").content
