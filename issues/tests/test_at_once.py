"""Two people at one thing, one form twice, a page gone back to: nothing is lost or done twice, and nobody sees an error."""

from datetime import timedelta

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import IntegrityError, transaction
from django.urls import reverse

from issues.actions import evidence as evidence_actions
from issues.actions import issues as issue_actions
from issues.actions import measures as measure_actions
from issues.models import Extension, ExtensionReason, Issue, Measure, Round, Status, Track
from rectify.lib.dates import today
from rectify.lib.errors import AT_ONCE, Conflict, Refused, Reused
from rectify.lib.pages import acted
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import make
from rectify.workflow.moves import moves_of

pytestmark = pytest.mark.model


@pytest.fixture(autouse=True)
def store(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def enter(client, settings):
    def go(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return go


def row(text="逐户核查", **more):
    return {"text": text, "kind": "prevent", "criterion": "核查表签字", "person": "科长", "due": today()} | more


def texts(issue):
    return list(issue.measures.order_by("order").values_list("text", flat=True))


def waiting_extension(issue, by):
    reason = ExtensionReason.objects.get_or_create(code="funds", defaults={"name": "资金未到", "kind": "objective"})[0]
    return Extension.objects.create(
        issue=issue,
        number=1,
        reason=reason,
        text="钱没到",
        from_due=issue.due,
        to_due=issue.due + timedelta(days=30),
        applied_by=by,
    )


# ---- forms ----------------------------------------------------------------------------------------------------------


def test_a_form_acts_once_and_other_words_or_another_act_are_told(world):
    def send(text, what="issues.issue.register:1"):
        return first_time(by=world.clerk, key="k", what=what, content={"title": text})

    assert [send("一"), send("一")] == [True, False]
    with pytest.raises(Reused) as told:
        send("二")
    assert told.value.rows == [("其他", "一", "二")]
    told.value.labels = {"title": "问题"}
    assert told.value.rows == [("问题", "一", "二")]
    with pytest.raises(Reused):
        send("一", what="issues.issue.register:2")


def entered(world, title):
    return {
        "lead_unit": world.lead.public_id,
        "title": title,
        "original": "原文一句",
        "key": "one",
        "round": world.round.public_id,
    }


def test_a_new_issue_typed_on_a_page_gone_back_to_is_shown_beside_the_stored_one(world, enter):
    page, url = enter(world.clerk), reverse("issues:new")
    assert page.post(url, entered(world, "甲")).status_code == 302
    assert page.post(url, entered(world, "甲")).status_code == 302
    both = page.post(url, entered(world, "乙"))
    assert both.status_code == 409
    assert [row for row in both.context["reused"].rows if row[0] == "问题"] == [("问题", "甲", "乙")]
    assert list(Issue.objects.values_list("title", flat=True)) == ["甲"]
    page.post(url, dict(both.context["fields"]))
    assert list(Issue.objects.order_by("pk").values_list("title", flat=True)) == ["甲", "乙"]


def test_the_api_says_409_to_a_key_that_has_done_something_else(world, enter):
    client, url = enter(world.clerk), "/api/v1/issues/"

    def send(title, to=url):
        return client.post(to, entered(world, title), content_type="application/json")

    assert send("甲").status_code == 201
    assert send("甲").status_code == 200
    answer = send("乙")
    assert (answer.status_code, answer.json()["stored"]["问题"], answer.json()["typed"]["问题"]) == (409, "甲", "乙")
    issue = Issue.objects.get()
    moved = {"move": "terminate", "note": "不归本轮", "key": "one"}
    assert client.post(f"{url}{issue.public_id}/moves/", moved, content_type="application/json").status_code == 409


def test_two_people_who_write_one_plan_do_not_overwrite_each_other(world):
    issue = world.issue(at=Status.PLANNING)
    seen = issue.version
    write = {"issue": issue, "version": seen}
    measure_actions.write_plan(measures=[row("联络员写的")], by=world.liaison, key="a", **write)
    measure_actions.write_plan(measures=[row("联络员写的")], by=world.liaison, key="a", **write)
    with pytest.raises(Conflict, match="已由liaison"):
        measure_actions.write_plan(measures=[row("负责人写的")], by=world.principal, key="b", **write)
    assert texts(issue) == ["联络员写的"]


def test_the_page_keeps_what_was_typed_and_the_second_press_replaces(world, enter):
    issue = world.issue(at=Status.PLANNING)
    page = enter(world.principal)
    sent = {"measures-count": 1, "measures-0-text": "负责人写的", "measures-0-kind": "reform", "version": issue.version}
    measure_actions.write_plan(issue=issue, measures=[row("联络员写的")], by=world.liaison)
    url = reverse("issues:plan", args=[issue.public_id])
    added = page.post(url, sent | {"act": "add", "key": "k0"})
    assert added.context["version"] == sent["version"]  # a row more is no look at the colleague's words
    answer = page.post(url, sent | {"act": "save", "key": "k1"})
    assert "负责人写的" in answer.content.decode()
    assert texts(issue) == ["联络员写的"]
    page.post(url, sent | {"act": "save", "key": "k2", "version": answer.context["version"]})
    assert texts(issue) == ["负责人写的"]


def test_handing_in_a_plan_twice_says_twice_that_it_is_handed_in(world, enter):
    issue = world.issue(at=Status.PLANNING)
    world.plan(issue)
    rows = [
        {"id": m.public_id, "text": m.text, "kind": m.kind, "criterion": m.criterion, "person": m.person, "due": m.due}
        for m in issue.measures.order_by("order")
    ]
    sent = {"measures-count": len(rows), "act": "submit", "key": "once", "version": issue.version}
    sent |= {f"measures-{n}-{name}": value for n, one in enumerate(rows) for name, value in one.items()}
    url = reverse("issues:plan", args=[issue.public_id])
    assert enter(world.principal).post(url, sent).url == issue.get_absolute_url()
    assert issue.plans.count() == 1


# ---- the second is told ---------------------------------------------------------------------------------------------


def test_the_second_at_a_measure_is_told_who_was_first(world):
    issue = world.issue(at=Status.RECTIFYING)
    measure, stale = issue.measures.first(), issue.measures.first()
    world.move(measure, "finish", "liaison")
    with pytest.raises(Conflict, match="已由liaison于"):
        world.move(stale, "finish", "principal")


def test_what_a_colleague_deleted_is_said_to_be_gone(world):
    issue = world.issue(at=Status.DRAFT)
    stale = Issue.objects.get(pk=issue.pk)
    issue_actions.drop(issue=issue, by=world.clerk)
    with pytest.raises(Conflict, match="删去"):
        make(moves_of(stale)["dispatch"], stale, by=world.head)


def test_the_second_at_an_issue_finds_the_words_again(world, enter):
    issue = world.issue(at=Status.CONTESTED)
    world.move(issue, "uphold", "second_head", note="属你单位职责")
    url = reverse("issues:move", args=[issue.public_id])
    answer = enter(world.head).post(url, {"move": "uphold", "note": "我的答复很长"}, follow=True)
    assert "可以从这里复制：我的答复很长" in answer.content.decode()


def test_what_only_the_database_can_tell_apart_is_no_error(world, rf):
    """Two at one moment: both looked before either wrote."""
    request = rf.post("/")
    request.user, request._messages = world.sysadmin, CookieStorage(request)
    again = {"code": Track.objects.create(code="main", name="巡察").code, "name": "巡察"}

    @transaction.atomic
    def write(*, by, **fields):
        Track.objects.create(**fields)

    assert not acted(request, write, **again)
    assert str(next(iter(request._messages))) == AT_ONCE
    with pytest.raises(IntegrityError):
        acted(request, lambda by: Track.objects.create(code=None, name="坏"))


# ---- evidence -------------------------------------------------------------------------------------------------------


def test_two_new_versions_of_one_file_at_once(world):
    issue = world.issue(at=Status.RECTIFYING)
    old = world.attach(issue, issue.measures.first())
    both = [issue.evidence.select_related("replaced_by").get(pk=old.pk) for _ in range(2)]
    world.attach(issue, name="甲.pdf", replaces=both[0])
    with pytest.raises(Refused, match="已经有更新的版本"):
        world.attach(issue, name="乙.pdf", replaces=both[1])


def test_a_file_for_a_measure_struck_out_meanwhile(world):
    issue = world.issue(at=Status.PLANNING)
    world.plan(issue)
    stale = issue.measures.first()
    Measure.objects.filter(pk=stale.pk).delete()
    with pytest.raises(Refused, match="刚刚被删去"):
        world.attach(issue, stale)


def test_the_former_version_stands_again_when_the_new_one_is_taken_off(world):
    issue = world.issue(at=Status.RECTIFYING)
    old = world.attach(issue, issue.measures.first())
    new = world.attach(issue, name="新.pdf", replaces=old)
    with pytest.raises(Refused, match="最新的一版"):
        evidence_actions.withdraw(evidence=old, by=world.liaison)
    evidence_actions.withdraw(evidence=new, by=world.liaison)
    assert list(issue.evidence.standing()) == [old]
    world.attach(issue, name="再传.pdf", replaces=old)


# ---- what was reported done is not rewritten ------------------------------------------------------------------------


def test_a_measure_that_was_accepted_keeps_its_words(world):
    issue = world.issue(at=Status.RECTIFYING)
    world.prove(issue)
    kept = [row(m.text, id=m.public_id, criterion=m.criterion) for m in issue.measures.order_by("order")]
    other = [kept[0] | {"criterion": "发过通知"}, kept[1]]
    for rows, passes in ((other, False), ([*kept, row("再加一条")], True)):
        data = {"measures": rows}
        if passes:
            world.move(issue, "revise_plan", "principal", note="上级有新要求", data=data)
        else:
            with pytest.raises(Refused, match="另写一条"):
                world.move(issue, "revise_plan", "principal", note="上级有新要求", data=data)
    assert issue.measures.count() == 3


# ---- 改派, 终止, 销号 ------------------------------------------------------------------------------------------------


def test_a_new_lead_unit_gets_its_place_and_sees_the_round(world):
    issue = world.issue(at=Status.CONTESTED)
    assert not Round.objects.visible_to(world.other_liaison).exists()
    world.move(issue, "reassign", "head", note="属教育局职责", data={"unit": world.other})
    assert world.round.round_units.get(unit=world.other).number == 2
    assert list(Round.objects.visible_to(world.other_liaison)) == [world.round]
    assert list(Issue.objects.visible_to(world.other_liaison)) == [issue]
    assert world.issue(lead_unit=world.other).number == "02-001"


def test_a_draft_given_to_another_unit_gets_it_a_place(world):
    issue = world.issue(at=Status.DRAFT)
    issue_actions.edit(issue=issue, by=world.clerk, lead_unit=world.other)
    world.bring(issue, Status.DISPATCHED)
    assert list(Round.objects.visible_to(world.other_liaison)) == [world.round]


def test_one_row_of_a_ledger_is_one_issue_of_a_unit(world):
    world.issue(lead_unit=world.other, source_key="同一行")
    draft = world.issue(source_key="同一行")
    with pytest.raises(Refused, match="同一行"):
        issue_actions.edit(issue=draft, by=world.clerk, lead_unit=world.other)
    contested = world.bring(draft, Status.CONTESTED)
    world.move(contested, "reassign", "head", note="属教育局职责", data={"unit": world.other})
    assert Issue.objects.get(pk=contested.pk).lead_unit == world.other


def test_an_application_for_more_time_ends_with_the_closing(world):
    issue = world.issue(at=Status.AWAITING_DECISION)
    extension = waiting_extension(issue, world.principal)
    world.bring(issue, Status.CLOSED)
    extension.refresh_from_db()
    assert extension.status == Extension.Status.WITHDRAWN


def test_a_move_of_our_own_code_is_not_made_from_the_page(world, enter):
    issue = world.issue(at=Status.RECTIFYING)
    extension = waiting_extension(issue, world.principal)
    enter(world.head).post(reverse("issues:extension", args=[issue.public_id]), {"move": "lapse"})
    extension.refresh_from_db()
    assert extension.status == Extension.Status.WAITING
