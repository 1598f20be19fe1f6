"""认领: the whole list in one act, each issue with its own verdict; the claim rate is the list that it opens."""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from issues.actions.claiming import ClaimedIssue, claim
from issues.models import Issue, Status
from issues.pages.rounds import duties
from rectify.audit.models import Event
from rectify.roof.testing.counting import counted

pytestmark = [pytest.mark.django_db, pytest.mark.workflow, pytest.mark.slow]
CLAIM = "/claim/"


@pytest.fixture
def enter(client, settings):
    def go(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return go


def sign_of(issue):
    return Event.objects.about(issue).get(kind="issues.issue.sign")


def sent(issues, **remarks):
    found = {"ids": [one.public_id for one in issues], "key": "k" * 24}
    for one in issues:
        found |= {f"version-{one.public_id}": one.version, f"remark-{one.public_id}": remarks.get(one.number, "")}
    return found


def told(answer):
    return "\n".join(str(message) for message in get_messages(answer.wsgi_request))


def test_one_act_signs_for_all_and_keeps_each_remark(world, enter):
    first, second = world.issue(at=Status.DISPATCHED), world.issue(at=Status.DISPATCHED)
    page = enter(world.liaison)
    body = page.get(CLAIM).content.decode()
    assert body.count('name="ids"') == body.count(" checked") == 2
    assert body.count("move=contest") == 2
    answer = page.post(CLAIM, sent([first, second]) | {f"remark-{first.public_id}": "由业务科牵头"})
    assert "已认领 2 件" in told(answer)
    assert (sign_of(first).note, sign_of(second).note) == ("由业务科牵头", "")
    assert sign_of(first).by == world.liaison
    assert set(Issue.objects.values_list("status", flat=True)) == {Status.PLANNING}


def test_what_is_left_out_stays_and_the_same_form_acts_once(world, enter):
    first, second = world.issue(at=Status.DISPATCHED), world.issue(at=Status.DISPATCHED)
    page = enter(world.liaison)
    for _ in range(2):
        page.post(CLAIM, sent([first]))
    second.refresh_from_db()
    assert second.status == Status.DISPATCHED
    assert Event.objects.filter(kind="issues.issue.sign").count() == 1


def test_one_refused_row_stops_no_other(world, enter):
    first, second, third = (world.issue(at=Status.DISPATCHED) for _ in range(3))
    given = sent([first, second, third])
    Issue.objects.filter(pk=second.pk).update(version=99)
    answer = enter(world.liaison).post(CLAIM, given)
    assert "已认领 2 件" in told(answer)
    assert re.search(rf"1 件没有认领：\n{second.number}：", told(answer))


def test_the_action_judges_each_row_by_itself(world):
    mine, theirs = world.issue(at=Status.DISPATCHED), world.issue(at=Status.DISPATCHED, lead_unit=world.other)
    early = world.issue(at=Status.RECTIFYING)
    found = claim(rows=[ClaimedIssue(theirs), ClaimedIssue(early), ClaimedIssue(mine, "收到")], by=world.liaison)
    assert found.done == [mine]
    assert [issue for issue, _ in found.refused] == [theirs, early]
    assert "联络员" in found.refused[0][1]


@pytest.mark.parametrize("who", ["principal", "clerk", "head", "leader", "stranger", "sysadmin", "auditor"])
def test_nobody_else_has_the_page(world, enter, who):
    issue = world.issue(at=Status.DISPATCHED)
    page = enter(getattr(world, who))
    assert page.get(CLAIM).status_code == 404
    assert page.post(CLAIM, sent([issue])).status_code == 404


def test_an_issue_of_another_unit_is_passed_over(world, enter):
    theirs = world.issue(at=Status.DISPATCHED, lead_unit=world.other)
    answer = enter(world.liaison).post(CLAIM, sent([theirs]))
    assert "没有认领任何一件" in told(answer)
    theirs.refresh_from_db()
    assert theirs.status == Status.DISPATCHED


def test_each_number_of_the_round_is_the_list_it_opens(world, enter):
    for status in (
        Status.DRAFT,
        Status.DISPATCHED,
        Status.CONTESTED,
        Status.PLANNING,
        Status.RECTIFYING,
        Status.CLOSED,
        Status.TERMINATED,
    ):
        world.issue(at=status)
    world.issue(at=Status.PLANNING, lead_unit=world.other)
    duty = duties.of_round(world.round)[world.lead.pk]
    assert {name: getattr(duty, name) for name in ("all", "sent", "claimed", "handed")} == {
        "all": 7,
        "sent": 5,
        "claimed": 3,
        "handed": 0,
    }
    page = enter(world.head)
    for name, url in duty.urls.items():
        assert page.get(url).context["listing"].count[""] == getattr(duty, name), name
    body = page.get(reverse("issues:round", args=[world.round.public_id])).content.decode()
    assert "60.0%" in body
    assert "认领率 = 已认领 ÷ 已下发" in body


def test_the_page_costs_the_same_for_many(world, enter):
    world.issue(at=Status.DISPATCHED)
    page = enter(world.liaison)
    page.get(CLAIM)
    with counted() as few:
        page.get(CLAIM)
    for _ in range(4):
        world.issue(at=Status.DISPATCHED)
    with counted() as many:
        page.get(CLAIM)
    assert len(many) == len(few)


def test_it_lists_what_waits_in_every_round(world, enter):
    busy = [world.issue(at=Status.DISPATCHED) for _ in range(2)]
    later = world.issue(at=Status.DISPATCHED, round_=world.later_round())
    page = enter(world.liaison).get(CLAIM).content.decode()
    assert [one.number for one in busy if one.public_id not in page] == []
    assert later.public_id in page
    assert later.round.name in page.partition("<main")[2]
