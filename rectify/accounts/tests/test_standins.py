"""AB角: who may stand in, what the deputy holds, and that four eyes stay four."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from issues.models import Status
from issues.pages.issue.trail import in_sentences
from rectify.accounts.actions import standins
from rectify.accounts.directory import people_for, people_for_each
from rectify.accounts.models import StandIn
from rectify.accounts.roles import Role
from rectify.audit.hands import same_hand
from rectify.audit.models import Event
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.roof.testing.counting import counted
from rectify.roof.testing.world import again, person
from rectify.workflow.move import Act, make
from rectify.workflow.moves import moves_of

pytestmark = [pytest.mark.django_db, pytest.mark.workflow, pytest.mark.slow]


def stands_in(deputy, absent, *, since=0, days=5, **words):
    """`deputy` stands in for `absent` from today (or `since` days from it)."""
    start = today() + timedelta(days=since)
    return standins.name_deputy(
        deputy=deputy, starts=start, ends=start + timedelta(days=days), reason="出差", by=absent, **words
    )


def go(issue, name, who, **kwargs):
    return make(moves_of(issue)[name], issue, by=again(who), **kwargs)


def last(issue):
    return Event.objects.about(issue).order_by("-number").first()


def test_the_deputy_holds_the_posts_in_those_days_and_not_after(world):
    stands_in(world.liaison, world.principal)
    assert world.liaison.holds(Role.UNIT_PRINCIPAL, at=world.lead)
    row = StandIn.objects.get()
    StandIn.objects.filter(pk=row.pk).update(starts=today() - timedelta(days=9), ends=today() - timedelta(days=1))
    assert not world.liaison.holds(Role.UNIT_PRINCIPAL, at=world.lead)
    assert world.principal.holds(Role.UNIT_PRINCIPAL, at=world.lead)


def test_one_that_starts_later_gives_nothing_yet(world):
    stands_in(world.liaison, world.principal, since=1)
    assert not world.liaison.holds(Role.UNIT_PRINCIPAL)


def test_ended_at_once_by_each_side_and_by_the_security_administrator(world):
    for who in ("principal", "liaison", "secadmin"):
        row = stands_in(world.liaison, world.principal)
        standins.end_now(standin=row, by=getattr(world, who))
        assert not world.liaison.holds(Role.UNIT_PRINCIPAL)
        with pytest.raises(Refused, match="已经结束"):
            standins.end_now(standin=row, by=world.principal)
    row = stands_in(world.liaison, world.principal)
    with pytest.raises(Refused):
        standins.end_now(standin=row, by=world.other_principal)


def test_an_absent_account_that_is_stopped_lends_nothing(world):
    stands_in(world.liaison, world.principal)
    principal = world.principal
    principal.is_active = False
    principal.save(update_fields=["is_active"])
    assert not world.liaison.holds(Role.UNIT_PRINCIPAL)


def test_only_posts_of_a_unit_that_both_work_in_are_lent(world):
    both = person("both", (Role.UNIT_PRINCIPAL, world.lead), (Role.UNIT_PRINCIPAL, world.other))
    stands_in(world.liaison, both)
    assert world.liaison.holds(Role.UNIT_PRINCIPAL, at=world.lead)
    assert not world.liaison.holds(Role.UNIT_PRINCIPAL, at=world.other)


@pytest.mark.parametrize(
    ("deputy", "absent", "words"),
    [
        ("other_liaison", "principal", "同一单位"),
        ("stranger", "principal", "同一单位"),
        ("sysadmin", "principal", "不能代办业务"),
        ("principal", "principal", "不能由自己"),
        ("leader", "principal", "互相监督"),
        ("liaison", "secadmin", "三员"),
    ],
)
def test_who_may_not(world, deputy, absent, words):
    with pytest.raises(Refused, match=words):
        stands_in(getattr(world, deputy), getattr(world, absent))
    assert not StandIn.objects.exists()


def test_a_clerk_of_an_office_does_not_report_for_a_unit(world):
    reporter = person("reporter", (Role.UNIT_LIAISON, world.office))
    with pytest.raises(Refused, match="互相监督"):
        stands_in(world.clerk, reporter)


def test_no_chain_and_no_overlap(world):
    second = person("second", (Role.UNIT_LIAISON, world.lead))
    stands_in(world.liaison, world.principal)
    with pytest.raises(Refused, match="不能再转给别人代"):
        stands_in(second, world.liaison)
    with pytest.raises(Refused, match="已经请"):
        stands_in(second, world.principal, since=2)
    stands_in(world.liaison, second, since=20)
    with pytest.raises(Refused, match="自己离岗"):
        stands_in(second, world.principal, since=20)
    # Even a row that no action would write lends nothing on.
    StandIn.objects.create(absent=world.liaison, deputy=second, starts=today(), ends=today(), reason="直接写")
    assert not again(second).holds(Role.UNIT_PRINCIPAL)


def test_days_that_make_no_sense(world):
    for since, days, words in ((0, -1, "早于"), (-9, 3, "过去"), (0, 200, "最长")):
        with pytest.raises(Refused, match=words):
            stands_in(world.liaison, world.principal, since=since, days=days)


@pytest.mark.model
@pytest.mark.parametrize(
    "wrong", [{"deputy": "principal"}, {"ends": -1}, {"reason": ""}, {"ended_by": "principal"}], ids=str
)
def test_the_database_refuses(world, wrong):
    fields = {"deputy": world.liaison, "starts": today(), "ends": today(), "reason": "出差"}
    for name, value in wrong.items():
        fields[name] = today() + timedelta(days=value) if name == "ends" else value and getattr(world, value)
    if wrong == {"reason": ""}:
        fields["reason"] = ""
    with pytest.raises(IntegrityError), transaction.atomic():
        StandIn.objects.create(absent=world.principal, **fields)


def test_an_act_by_a_borrowed_post_says_for_whom(world):
    issue = world.issue(at=Status.PLANNING)
    world.plan(issue)
    stands_in(world.liaison, world.principal)
    go(issue, "submit_plan", world.liaison)
    event = last(issue)
    assert (event.by, event.facts["for"], event.facts["for_name"]) == (world.liaison, world.principal.pk, "principal")
    assert in_sentences([event])[0].text.startswith("liaison（代principal）")


def test_an_act_by_an_own_post_says_nothing(world):
    stands_in(world.liaison, world.principal)
    issue = world.issue(at=Status.DISPATCHED)
    go(issue, "sign", world.liaison)
    assert "for" not in last(issue).facts


def test_the_deputy_does_not_sign_what_the_deputy_applied_for(world):
    issue = world.issue(at=Status.AWAITING_SIGNATURE)
    stands_in(world.liaison, world.principal)
    with pytest.raises(Refused, match="您提出的"):
        go(issue, "endorse", world.liaison, data=world.filled(issue, "endorse"))


def test_a_deputy_who_acts_by_an_own_post_is_another_person(world):
    """The head entered it and is away; a clerk who stands in dispatches it, which a clerk may do anyway."""
    aide = person("aide", (Role.OFFICE_CLERK, world.office))
    issue = world.issue()
    issue.created_by = world.head
    issue.save(update_fields=["created_by"])
    stands_in(aide, world.head)
    go(issue, "dispatch", aide)
    assert "for" not in last(issue).facts


def test_one_hand_counts_the_absent_and_the_deputy(world):
    issue, aide = world.issue(at=Status.DISPATCHED), person("aide", (Role.OFFICE_CLERK, world.office))
    stands_in(aide, world.head)
    go(issue, "terminate", aide, note="政策已调整", data={"ending": "not_applicable"})
    assert last(issue).facts["for"] == world.head.pk
    assert same_hand(Act(world.head), aide.pk, issue), "done for the head by the deputy"
    assert same_hand(Act(world.head), aide.pk, issue, kind="issues.issue.terminate")
    assert not same_hand(Act(world.head), aide.pk, issue, kind="issues.issue.dispatch")
    assert not same_hand(Act(world.second_head), aide.pk, issue)
    acting = again(aide)
    assert same_hand(Act(acting, acting.post(Role.OFFICE_HEAD)), world.head.pk, issue), "acts for the head now"
    standins.end_now(standin=StandIn.objects.get(), by=world.head)
    stands_in(world.clerk, world.head)
    other = world.clerk
    assert same_hand(Act(other, other.post(Role.OFFICE_HEAD)), aide.pk, issue), "both acted for the same absent one"


def test_who_entered_it_for_the_absent_one_binds_the_absent_one(world):
    issue = world.issue(at=Status.PLANNING)
    world.plan(issue)
    stands_in(world.liaison, world.principal)
    go(issue, "submit_plan", world.liaison)
    plan = issue.plans.get()
    assert same_hand(Act(world.principal), plan.submitted_by_id, issue, kind="issues.issue.submit_plan")


def test_notices_reach_the_deputy_too(world):
    stands_in(world.liaison, world.principal)
    assert people_for(world.lead, Role.UNIT_PRINCIPAL) == [world.principal, world.liaison]
    assert people_for_each([world.lead], Role.UNIT_PRINCIPAL) == {world.lead.pk: [world.principal, world.liaison]}
    assert people_for(world.other, Role.UNIT_PRINCIPAL) == [world.other_principal]


def test_posts_cost_one_statement_either_way(world):
    for _ in range(2):
        user = world.liaison
        with counted() as found:
            assert user.holds(Role.UNIT_LIAISON)
            assert user.paths(Role.UNIT_LIAISON)
        assert len(found) == 1
        if not StandIn.objects.exists():
            stands_in(world.liaison, world.principal)


def test_pages(world, client, settings):
    def enter(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])

    enter(world.principal)
    page = client.get(reverse("accounts:standins")).content.decode()
    assert world.liaison.public_id in page
    assert world.other_liaison.public_id not in page
    sent = {"deputy": world.liaison.public_id, "starts": today(), "ends": today(), "reason": "出差", "key": "k1"}
    assert client.post(reverse("accounts:standins"), sent).status_code == 302
    client.post(reverse("accounts:standins"), sent)
    row = StandIn.objects.get()
    enter(world.other_liaison)
    assert client.post(reverse("accounts:standin_end", args=[row.pk])).status_code == 404
    enter(world.secadmin)
    assert "正在代办" in client.get(reverse("accounts:standins_all")).content.decode()
    enter(world.liaison)
    home = client.get(reverse("accounts:me")).content.decode()
    assert "市住建局·联络员（代principal）" in home
    client.post(reverse("accounts:standin_end", args=[row.pk]))
    row.refresh_from_db()
    assert row.ended_by == world.liaison
