"""One act on ticked rows: the guards of a single one, a verdict for each, and the same through the API."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from issues.actions import bulk
from issues.models import Issue, Phase, PhaseKind, Status
from issues.pages.listing.bulk import acts_of
from rectify.audit.models import Event
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.notices.models import Notice
from rectify.workflow.doors import by_bulk
from rectify.workflow.moves import moves_of

pytestmark = pytest.mark.django_db
S = Status
BULK = "/issues/bulk/"
FAR = today() + timedelta(days=400)


@pytest.fixture
def enter(client, settings):
    def enter(person):
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return enter


def status(issue):
    return Issue.objects.get(pk=issue.pk).status


def test_the_acts_offered_are_the_readers_moves_without_a_page_of_their_own(world):
    issues = [world.issue(), world.issue(at=S.DISPATCHED), world.issue(at=S.RECTIFYING), world.issue(at=S.FIRST_REVIEW)]
    offered = {
        who: {act.name for act in acts_of(issues, getattr(world, who))} for who in ("head", "liaison", "stranger")
    }
    assert {"dispatch", "remind"} <= offered["head"]
    assert {"sign", "contest"} <= offered["liaison"]
    assert "remind" not in offered["liaison"]
    assert offered["stranger"] == set()
    for name in ("approve", "apply", "terminate", "reopen", "submit_plan", "endorse"):
        assert not moves_of("issues.issue")[name].together


def test_a_confirmation_counts_and_gives_every_reason(world, enter):
    good, undated = world.issue(), world.issue(due=None)
    ids = [good.public_id, undated.public_id]
    page = enter(world.head).post(BULK, {"act": "dispatch", "ids": ids, "back": "slice=drafts"}).content.decode()
    assert "下发 1 件" in page
    assert "还没有定整改期限" in page
    assert status(good) == S.DRAFT


def test_a_deadline_that_is_hardly_meant_is_asked_before_and_goes_only_when_ticked(world, enter):
    Phase.objects.create(
        round=world.round, kind=PhaseKind.CONCENTRATED, starts=today(), ends=today() + timedelta(days=90)
    )
    good, past, beyond = world.issue(), world.issue(due=today() - timedelta(days=9)), world.issue(due=FAR)
    ids, client = [issue.public_id for issue in (good, past, beyond)], enter(world.head)
    page = client.post(BULK, {"act": "dispatch", "ids": ids, "back": ""})
    assert [row.issue for row in page.context["ready"]] == [good]
    text = page.content.decode()
    assert "2 件请看一眼" in text
    assert f"期限 {past.due} 已经过了，下发当天就是逾期" in text
    assert f"期限 {beyond.due} 在本轮结束（{today() + timedelta(days=90)}）以后" in text
    ticked = re.findall(r'type="hidden"\s+name="ids"\s+value="(\w+)"', text) + [beyond.public_id]
    client.post(BULK, {"act": "dispatch", "ids": ticked, "confirm": "1", "key": "k" * 24, "back": ""})
    assert [status(issue) for issue in (good, past, beyond)] == [S.DISPATCHED, S.DRAFT, S.DISPATCHED]


def test_a_deadline_for_many_drafts_that_is_hardly_meant_is_asked_and_set_when_these_words_are_ticked(world, enter):
    drafts, client = [world.issue(), world.issue()], enter(world.head)
    sent = {"act": "set_due", "ids": [issue.public_id for issue in drafts], "confirm": "1", "back": ""}
    past, later = (str(today() + timedelta(days=days)) for days in (-9, 30))
    dues = lambda: {str(issue.due) for issue in Issue.objects.filter(pk__in=[each.pk for each in drafts])}  # noqa: E731
    before = dues()
    page = client.post(BULK, sent | {"due": past})
    assert page.context["doubted"] == 2
    assert f"期限 {past} 已经过了" in page.content.decode()
    client.post(BULK, sent | {"due": past, "meant": later})  # ticked for other words
    assert dues() == before
    client.post(BULK, sent | {"due": later})  # put right: nothing to ask
    assert dues() == {later}
    client.post(BULK, sent | {"due": past, "meant": past})
    assert dues() == {past}


def test_each_row_is_done_by_itself_and_told(world, enter):
    good, undated, signed = world.issue(), world.issue(due=None), world.issue(at=S.PLANNING)
    ids = [issue.public_id for issue in (good, undated, signed)]
    sent = {"act": "dispatch", "ids": ids, "confirm": "1", "key": "k" * 24, "back": "slice=drafts"}
    page = enter(world.head).post(BULK, sent).content.decode()
    assert "已下发 1 件，2 件没有办成" in page
    assert "还没有定整改期限" in page
    assert [status(issue) for issue in (good, undated, signed)] == [S.DISPATCHED, S.DRAFT, S.PLANNING]
    again = enter(world.head).post(BULK, sent).content.decode()
    assert "已下发 1 件" in again
    assert Event.objects.about(good).filter(kind="issues.issue.dispatch").count() == 1


def test_a_version_that_is_not_the_newest_is_told_who_was_faster(world):
    issue = world.issue(at=S.DISPATCHED)
    seen = {issue.public_id: issue.version - 1}
    [outcome] = by_bulk(moves_of(issue)["sign"], [issue], by=world.liaison, versions=seen)
    assert not outcome.done
    assert "下发" in outcome.reasons[0]


def test_a_reason_is_asked_for_once_and_written_to_each(world, enter):
    issues = [world.issue(at=S.DISPATCHED) for _ in range(2)]
    sent = {"act": "contest", "ids": [i.public_id for i in issues], "confirm": "1"}
    client = enter(world.liaison)
    assert "请写明异议理由" in client.post(BULK, sent | {"note": " "}).content.decode()
    assert status(issues[0]) == S.DISPATCHED
    client.post(BULK, sent | {"note": "不属于我单位"})
    assert [status(i) for i in issues] == [S.CONTESTED] * 2
    notes = Event.objects.filter(kind="issues.issue.contest").values_list("note", flat=True)
    assert list(notes) == ["不属于我单位"] * 2


def test_what_is_not_ones_own_is_not_there_and_what_is_no_bulk_act_is_not_found(world, enter):
    foreign = world.issue(at=S.DISPATCHED, lead_unit=world.other)
    client = enter(world.liaison)
    answer = client.post(BULK, {"act": "sign", "ids": [foreign.public_id], "confirm": "1"})
    assert answer.status_code == 302
    assert status(foreign) == S.DISPATCHED
    for act in ("approve", "terminate", "nonsense", ""):
        assert client.post(BULK, {"act": act, "ids": [foreign.public_id]}).status_code == 404


def test_a_reminder_reaches_the_unit_once_a_day_while_the_ball_is_there(world):
    issue, ours = world.issue(at=S.RECTIFYING), world.issue(at=S.FIRST_REVIEW)
    before = Notice.objects.filter(key__startswith="remind:").count()
    outcomes = bulk.remind_each(issues=[issue, ours, issue], by=world.clerk, note="请抓紧")
    assert [outcome.done for outcome in outcomes] == [True, False, False]
    assert "今天已经提醒过" in outcomes[2].reasons[0]
    assert Notice.objects.filter(key__startswith="remind:").count() == before + 2  # liaison and principal
    with pytest.raises(Refused):
        bulk.remind(issue=issue, by=world.liaison)


def test_the_list_offers_the_acts_and_every_row_can_be_ticked(world, enter):
    world.issue(at=S.DISPATCHED)
    world.issue(at=S.RECTIFYING)
    answer = enter(world.liaison).get(reverse("issues:list"))
    assert "sign" in {act.name for act in answer.context["acts"]}
    assert answer.content.count(b'name="ids"') == 2


def test_the_api_answers_for_every_item(world, enter):
    good, undated = world.issue(), world.issue(due=None)
    hidden = world.issue(lead_unit=world.other, at=S.DISPATCHED)
    items = [{"id": good.public_id, "version": good.version}, {"id": undated.public_id}, {"id": "nothing"}]
    answer = enter(world.head).post(
        "/api/v1/issues/moves/", {"move": "dispatch", "items": items}, content_type="application/json"
    )
    rows = answer.json()
    assert answer.status_code == 200
    assert [row["done"] for row in rows] == [True, False, False]
    assert rows[0]["status"] == S.DISPATCHED
    assert "还没有定整改期限" in rows[1]["reasons"]
    assert rows[2]["reasons"] == ["没有这件问题"]
    seen = enter(world.liaison).post(
        "/api/v1/issues/moves/", {"move": "sign", "items": [{"id": hidden.public_id}]}, content_type="application/json"
    )
    assert seen.json()[0]["reasons"] == ["没有这件问题"]


def test_the_api_refuses_shapes_it_does_not_know(world, enter):
    client, good = enter(world.head), world.issue()
    post = lambda body: client.post("/api/v1/issues/moves/", body, content_type="application/json").status_code  # noqa: E731
    assert post({"move": "dispatch", "items": []}) == 400
    assert post({"move": "nonsense", "items": [{"id": good.public_id}]}) == 404
    assert post({"move": "dispatch", "items": [{"id": good.public_id, "x": 1}]}) == 400
    assert post({"move": "dispatch", "items": [{"id": "a"}] * 201}) == 400
