"""拆分, 合并 and 改派: what is said of the wording, who may, what the ledger says, what the former unit still sees."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from issues.actions.issues import drop
from issues.actions.parts import draft_part
from issues.models import Ending, FeedbackItem, Handing, Issue, Report, Status, Week
from issues.pages.issue.aside import KinLine, kin
from issues.splitting.coverage import cover, is_from, passage_of, sentences
from issues.weeks.owing import under_way
from ledgers.models import Entry
from ledgers.reconcile import everything
from rectify.accounts.actions.standins import name_deputy
from rectify.audit.models import Event
from rectify.lib.dates import at_time, today
from rectify.lib.errors import Refused
from rectify.lib.pages import form_key

TEXT = "一是分配审核不严。二是资金拨付滞后；三是\n台账不清。整改责任压得不实。"
FIRST, SECOND, THIRD, LAST = "一是分配审核不严。", "二是资金拨付滞后；", "三是台账不清。", "整改责任压得不实。"
db = pytest.mark.django_db


def as_(user):
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def texts(response):
    return response.content.decode()


# ---- the wording ----------------------------------------------------------------------------------------------------


def test_sentences_lose_nothing():
    assert sentences(TEXT)[:2] == [FIRST, SECOND]
    assert "".join("".join(sentences(TEXT)).split()) == "".join(TEXT.split())


def test_a_passage_is_taken_word_for_word():
    assert is_from(TEXT, THIRD)  # the line broken elsewhere
    assert is_from(TEXT, f"{FIRST}\n{LAST}")
    assert not is_from(TEXT, "一是分配审核不太严。")
    assert not is_from(TEXT, " \n ")
    assert passage_of(TEXT, [1, 0]) == FIRST + SECOND
    assert passage_of(TEXT, [0, len(sentences(TEXT)) - 1]) == f"{FIRST}\n{LAST}"


def test_coverage_tells_held_touched_and_bare():
    lines = cover(TEXT, {"A": FIRST, "B": "资金拨付滞后"})
    assert [(line.held_by, line.touched_by) for line in lines[:2]] == [(("A",), ()), ((), ("B",))]
    assert lines[-1].is_bare
    assert not any(line.is_bare for line in cover(TEXT, {"A": TEXT}))


# ---- 拆分 -----------------------------------------------------------------------------------------------------------


def drawn(world, at=Status.RECTIFYING, **fields):
    issue = world.issue(at=at, original=TEXT, **fields)
    for words, unit in ((FIRST, world.lead), (f"{SECOND}\n{LAST}", world.other)):
        draft_part(issue=issue, title=words[:20], original=words, lead_unit=unit, by=world.clerk)
    issue.refresh_from_db()
    return issue


@db
def test_a_compound_issue_ends_and_its_parts_are_dispatched_in_one_moment(world):
    issue = drawn(world)
    with pytest.raises(Refused, match="由督查负责人"):
        world.move(issue.parts.first(), "dispatch", "head")
    world.move(issue, "split_up", "head", note="一件里说了几件事")
    assert (issue.status, issue.ending) == (Status.TERMINATED, Ending.SPLIT)
    assert {part.status for part in issue.parts.all()} == {Status.DISPATCHED}
    assert [entry.kind for entry in issue.entries.order_by("sequence")] == ["opened", "terminated"]
    assert Entry.objects.filter(issue__in=issue.parts.all()).values_list("kind", flat=True).distinct().get() == "opened"
    assert everything().balanced
    assert kin(issue, world.head)[0].word == "拆分为"
    part = issue.parts.get(lead_unit=world.lead)
    assert kin(part, world.liaison) == [KinLine("拆分自", [issue])]
    other = issue.parts.get(lead_unit=world.other)
    assert kin(other, world.other_liaison) == []  # the whole was another unit's: it does not exist for this one


@db
def test_who_drew_a_part_up_does_not_split(world):
    issue = world.issue(at=Status.PLANNING, original=TEXT)
    for words in (FIRST, SECOND):
        draft_part(issue=issue, title=words, original=words, lead_unit=world.lead, by=world.head)
    with pytest.raises(Refused, match="须由另一人"):
        world.move(issue, "split_up", "head", note="拆")
    world.move(issue, "split_up", "second_head", note="拆")


@db
def test_parts_take_their_words_from_the_whole(world):
    issue = world.issue(at=Status.PLANNING, original=TEXT)
    with pytest.raises(Refused, match="一字不改"):
        draft_part(issue=issue, title="别的", original="没有说过的话。", lead_unit=world.lead, by=world.clerk)
    with pytest.raises(Refused, match="只有本轮督查办"):
        draft_part(issue=issue, title="一", original=FIRST, lead_unit=world.lead, by=world.liaison)
    one = draft_part(issue=issue, title="一", original=FIRST, lead_unit=world.lead, by=world.clerk)
    with pytest.raises(Refused, match="至少两件"):
        world.move(issue, "split_up", "head", note="拆")
    Issue.objects.filter(pk=one.pk).update(original="改成了别的话。")
    draft_part(issue=issue, title="二", original=SECOND, lead_unit=world.lead, by=world.clerk)
    with pytest.raises(Refused, match="不是从本件原文里摘取"):
        world.move(issue, "split_up", "head", note="拆")


@db
def test_a_part_of_a_whole_that_went_another_way_is_not_dispatched(world):
    issue = drawn(world, at=Status.PLANNING)
    world.move(issue, "terminate", "head", note="不再适用", data={"ending": "not_applicable"})
    part = issue.parts.first()
    with pytest.raises(Refused, match="请删去"):
        world.move(part, "dispatch", "head")
    drop(issue=part, by=world.clerk)


@db
def test_the_page_goes_from_sentences_to_dispatched_parts(world):
    issue = world.issue(at=Status.RECTIFYING, original=TEXT)
    clerk, head, address = as_(world.clerk), as_(world.head), reverse("issues:parts", args=[issue.public_id])
    assert "拆分" in texts(clerk.get(issue.get_absolute_url()))
    assert as_(world.liaison).get(address).status_code == 404
    page = texts(clerk.get(address))
    assert "没有着落" in page
    one = {"places": ["0"], "title": "审核不严", "lead_unit": world.lead.public_id, "key": form_key()}
    assert clerk.post(address, one).status_code == 302
    two = {"passage": "改过的话", "title": "资金滞后", "lead_unit": world.other.public_id, "key": form_key()}
    assert "与原文不一致" in texts(clerk.post(address, two))
    assert "请勾选原文里的句子" in texts(clerk.post(address, two | {"passage": ""}))
    last = [str(place) for place in range(1, len(sentences(TEXT)))]
    assert clerk.post(address, two | {"passage": "", "places": last}).status_code == 302
    assert "句句有着落" in texts(head.get(address))
    extra = {"places": ["0"], "title": "多余", "lead_unit": world.lead.public_id, "key": form_key()}
    clerk.post(address, extra)
    part = issue.parts.get(title="多余")
    assert clerk.post(reverse("issues:part_drop", args=[issue.public_id, part.public_id])).status_code == 302
    move = {"move": "split_up", "version": issue.version, "key": form_key(), "note": "几件事", "confirm": issue.number}
    assert "不一致" in texts(head.post(reverse("issues:move", args=[issue.public_id]), move | {"confirm": "x"}))
    assert head.post(reverse("issues:move", args=[issue.public_id]), move).status_code == 302
    issue.refresh_from_db()
    assert issue.ending == Ending.SPLIT
    assert "拆分为" in texts(head.get(issue.get_absolute_url()))


@db
def test_a_merge_shows_both_ways(world):
    one, other = world.issue(at=Status.PLANNING), world.issue(at=Status.RECTIFYING)
    world.move(one, "terminate", "head", note="同一件事", data={"ending": "merged", "merged_into": other})
    assert kin(one, world.liaison) == [KinLine("并入", [other])]
    assert kin(other, world.liaison) == [KinLine("并入本件的", [one])]
    assert "并入本件的" in texts(as_(world.liaison).get(other.get_absolute_url()))
    assert everything().balanced


@db
@pytest.mark.parametrize("of", ["itself", "another"])
def test_an_ending_that_is_no_merge_has_no_target(world, of):
    """The API takes both words of 终止; the database refuses an issue merged into itself."""
    one, other = world.issue(at=Status.PLANNING), world.issue(at=Status.CLOSED)
    target = one if of == "itself" else other
    world.move(one, "terminate", "head", note="已无此事", data={"ending": "not_applicable", "merged_into": target})
    one.refresh_from_db()
    assert (one.status, one.merged_into) == (Status.TERMINATED, None)


# ---- 改派 -----------------------------------------------------------------------------------------------------------


def week_of(world):
    moments = ("opens", "dispatch", "nudge", "report", "missed", "summary")
    from datetime import time

    return Week.objects.create(
        round=world.round,
        starts=today(),
        number=9,
        opened_at=at_time(today(), time(0)),
        **{f"{name}_due": at_time(today(), time(9)) for name in moments},
    )


@db
def test_what_is_under_way_goes_to_another_unit_with_what_was_done(world):
    issue = world.issue(at=Status.RECTIFYING)
    world.attach(issue, issue.measures.first())
    report = Report.objects.create(week=week_of(world), issue=issue, unit=world.lead, why="每周", promise="下周报专户")
    head, address = as_(world.head), reverse("issues:move", args=[issue.public_id])
    page = texts(head.get(address, {"move": "transfer"}))
    assert "原单位不再看到这件" in page
    sent = {
        "move": "transfer",
        "version": issue.version,
        "key": form_key(),
        "unit": world.other.public_id,
        "note": "职能调整",
    }
    assert head.post(address, sent).status_code == 302
    issue.refresh_from_db()
    assert (issue.status, issue.lead_unit) == (Status.DISPATCHED, world.other)
    assert [entry.kind for entry in issue.entries.order_by("sequence")] == ["opened", "moved_out", "moved_in"]
    assert not Report.objects.filter(pk=report.pk).exists()
    hand = issue.handings.get()
    assert (hand.kind, hand.from_unit, hand.to_unit) == (Handing.Kind.REASSIGNED, world.lead, world.other)
    assert as_(world.liaison).get(issue.get_absolute_url()).status_code == 404
    seen = texts(as_(world.other_liaison).get(issue.get_absolute_url()))
    assert "市住建局" in seen  # the former holder stays visible
    assert issue.evidence.count() == 1
    assert set(issue.plans.values_list("verdict", flat=True)) == {"void"}
    world.bring(issue, Status.PLANNING)
    assert under_way(world.round).get(pk=issue.pk).promised is None
    world.bring(issue, Status.RECTIFYING)  # the measures of before serve the new unit's plan
    assert everything().balanced


@db
def test_what_was_fixed_as_missed_stays_with_the_former_unit(world):
    issue = world.issue(at=Status.RECTIFYING)
    row = {"week": week_of(world), "issue": issue, "unit": world.lead, "why": "每周", "promise": "下周报专户"}
    report = Report.objects.create(missed_at=at_time(today(), __import__("datetime").time(10)), **row)
    world.move(issue, "transfer", "head", note="职能调整", data={"unit": world.other})
    assert Report.objects.filter(pk=report.pk).exists()
    world.bring(issue, Status.AWAITING_SIGNATURE)  # the former unit's promise does not stand in the way


@db
def test_an_item_of_the_feedback_counts_once_however_often_it_is_split(world):
    from issues.models import Feedback
    from rectify.roof.testing.world import track

    paper = Feedback.objects.create(
        round=world.round,
        unit=world.lead,
        track=track(),
        title="反馈",
        text=TEXT,
        delivered_on=today(),
        registered_by=world.clerk,
    )
    world.feedback = paper
    item = FeedbackItem.objects.create(feedback=paper, order=1, locator="一", text=TEXT)
    issue = drawn(world, item=item)
    world.move(issue, "split_up", "head", note="拆")
    page = texts(as_(world.head).get(reverse("issues:feedback", args=[paper.public_id])))
    assert "2 件问题来自 1 条条目" in page
    assert everything().balanced


@db
def test_every_act_of_a_split_by_a_deputy_says_for_whom(world):
    issue = drawn(world)
    day = today()
    name_deputy(deputy=world.checker, starts=day, ends=day, reason="学习", by=world.head)
    before = Event.objects.count()
    world.move(issue, "split_up", "checker", note="一件里说了几件事")
    acts = Event.objects.order_by("number")[before:]
    assert {event.kind for event in acts if event.facts.get("for") != world.head.pk} == set()
