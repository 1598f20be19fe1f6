"""转办: the handling goes on, the lead stays; whose hands it was in stays visible and is counted."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from issues.actions import handing
from issues.effects.handing import holder
from issues.models import Handing, Issue, IssueUnit, Status
from issues.moves.leading import hand_to, note_reassignment
from issues.slices import condition
from rectify.accounts.roles import Role
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.roof.testing.world import person
from rectify.workflow.move import Act

pytestmark = [pytest.mark.django_db, pytest.mark.workflow, pytest.mark.slow]
REASON = "房管中心具体管这项工作"


@pytest.fixture
def issue(world):
    return world.issue(at=Status.RECTIFYING)


@pytest.fixture
def below(world):
    return person("below", (Role.UNIT_LIAISON, world.branch))


def sees(user, issue):
    return Issue.objects.visible_to(user).filter(pk=issue.pk).exists()


def enter(client, user, settings):
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def test_a_unit_below_takes_it_and_the_lead_stays(world, issue, below):
    assert not sees(below, issue)
    row = handing.hand_down(issue=issue, unit=world.branch, reason=REASON, by=world.principal)
    issue.refresh_from_db()
    assert (issue.lead_unit, holder(issue)) == (world.lead, world.branch)
    assert (row.from_unit, row.to_unit, row.by, row.opened_door) == (world.lead, world.branch, world.principal, True)
    assert sees(below, issue)
    assert below.notices.count() == 1


def test_a_responsible_unit_takes_it_a_supporting_one_and_a_stranger_do_not(world, issue):
    share = IssueUnit.objects.create(issue=issue, unit=world.other, slot="supporting")
    for unit in (world.other, world.office, world.lead):
        with pytest.raises(Refused):
            handing.hand_down(issue=issue, unit=unit, reason=REASON, by=world.principal)
    share.slot = "responsible"
    share.save()
    row = handing.hand_down(issue=issue, unit=world.other, reason=REASON, by=world.principal)
    assert not row.opened_door
    handing.take_back(issue=issue, reason="已办完", by=world.principal)
    assert issue.shares.filter(unit=world.other).exists(), "it was responsible before"


def test_taken_back_the_former_holder_stays_in_the_rows(world, issue, below):
    handing.hand_down(issue=issue, unit=world.branch, reason=REASON, by=world.principal)
    handing.take_back(issue=issue, reason="改由业务科直接办", by=world.principal)
    assert holder(issue) == world.lead
    assert not sees(below, issue)
    assert [(row.kind, row.from_unit, row.to_unit) for row in issue.handings.all()] == [
        ("handed_down", world.lead, world.branch),
        ("taken_back", world.branch, world.lead),
    ]
    with pytest.raises(Refused, match="不用收回"):
        handing.take_back(issue=issue, reason="再收一次", by=world.principal)


@pytest.mark.parametrize("who", ["liaison", "other_principal", "clerk", "head", "leader", "stranger", "sysadmin"])
def test_nobody_else_hands_down(world, issue, who):
    with pytest.raises(Refused):
        handing.hand_down(issue=issue, unit=world.branch, reason=REASON, by=getattr(world, who))
    assert not Handing.objects.exists()


def test_not_without_a_reason_and_not_when_the_ball_is_elsewhere(world, issue):
    with pytest.raises(Refused, match="理由"):
        handing.hand_down(issue=issue, unit=world.branch, reason="  ", by=world.principal)
    for status in (Status.DISPATCHED, Status.FIRST_REVIEW, Status.CLOSED):
        with pytest.raises(Refused, match="只有方案编制和整改中"):
            handing.hand_down(issue=world.issue(at=status), unit=world.branch, reason=REASON, by=world.principal)


def test_the_same_form_acts_once(world, issue):
    for _ in range(2):
        handing.hand_down(issue=issue, unit=world.branch, reason=REASON, by=world.principal, key="once")
    assert issue.handings.count() == 1


def test_the_slice_counts_an_issue_once_also_after_it_was_taken_back(world, issue):
    world.issue(at=Status.RECTIFYING)
    handing.hand_down(issue=issue, unit=world.branch, reason=REASON, by=world.principal)
    handing.take_back(issue=issue, reason="收回", by=world.principal)
    handing.hand_down(issue=issue, unit=world.branch, reason=REASON, by=world.principal)
    assert list(Issue.objects.filter(condition("handed_down", today()))) == [issue]


def test_a_reassignment_leaves_its_row_and_ends_a_hand_down(world, issue, below):
    handing.hand_down(issue=issue, unit=world.branch, reason=REASON, by=world.principal)
    act = Act(world.head, given={"unit": world.other}, note="职能调整")
    for name, value in hand_to(issue, act).items():
        setattr(issue, name, value)
    issue.save()
    note_reassignment(issue, act)
    row = issue.handings.last()
    assert (row.kind, row.from_unit, row.to_unit, row.reason) == ("reassigned", world.lead, world.other, "职能调整")
    assert holder(issue) == world.other
    assert not issue.shares.exists()
    assert not sees(below, issue)


@pytest.mark.model
def test_the_database_refuses_a_hand_to_oneself_and_an_empty_reason(world, issue):
    units = {"from_unit": world.lead, "to_unit": world.branch}
    whole = {"issue": issue, "kind": "handed_down", "reason": "因", "by": world.head} | units
    for wrong in ({"to_unit": world.lead}, {"reason": ""}, {"kind": "lost"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Handing.objects.create(**whole | wrong)


def test_pages(world, issue, client, settings):
    url = reverse("issues:hand", args=[issue.public_id])
    for who in ("liaison", "clerk", "head", "leader", "other_principal", "stranger"):
        assert enter(client, getattr(world, who), settings).get(url).status_code == 404, who
    enter(client, world.principal, settings)
    page = client.get(url).content.decode()
    assert "市房管中心" in page
    assert "市教育局" not in page
    empty = client.post(url, {"act": "hand_down", "unit": world.branch.public_id, "reason": ""})
    assert "请填写" in empty.content.decode()
    sent = {"act": "hand_down", "unit": world.branch.public_id, "reason": REASON, "key": "a"}
    assert client.post(url, sent).status_code == 302
    told = client.get(issue.get_absolute_url()).content.decode()
    assert "现由 <b>市房管中心</b> 经办，主要责任仍在市住建局" in told
    assert REASON in told
    client.post(url, {"act": "take_back", "back-reason": "本科室直接办", "key": "b"})
    assert [row.kind for row in issue.handings.all()] == ["handed_down", "taken_back"]
    enter(client, world.clerk, settings)
    assert "转办 1 次" in client.get(issue.get_absolute_url()).content.decode()
