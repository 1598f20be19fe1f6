"""Rounds, feedback, its items, single issues and the lists: what the office sets up before anything is dispatched."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from issues.actions import catalogue, feedback, rounds
from issues.deadlines import Basis, in_words
from issues.limits import default_due
from issues.models import CountedFrom, Feedback, FeedbackItem, Issue, LimitedEvent, LimitUnit, Phrase, RuleTerm, Track
from issues.pages.catalogues.page import TABLES
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.errors import Refused
from rectify.lib.secrecy import marked
from rectify.roof.testing.world import track

pytestmark = [pytest.mark.model, pytest.mark.slow]
DAY = date(2026, 9, 8)
TEXT = "二、存在问题\n（一）政治理论学习不够深入。局党组会议仅有4次安排第一议题学习。\n（二）老旧小区改造进度迟缓。\n"


def enter(client, user):
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


@pytest.fixture
def paper(world):
    rounds.set_units(round_=world.round, numbers={world.lead: 5, world.other: None}, by=world.clerk)
    return feedback.register(
        round_=world.round,
        unit=world.lead,
        track=track(),
        delivered_on=date(2026, 9, 8),
        title="反馈意见",
        text=TEXT,
        by=world.clerk,
    )


def test_a_round_is_opened_and_changed_on_its_page(client, world):
    enter(client, world.clerk)
    term, kind, profile = world.round.term.name, world.round.kind.code, world.round.profile.code
    typed = {
        "term": term,
        "number": 6,
        "name": "九届市委第六轮巡察",
        "kind": kind,
        "level": "city",
        "profile": profile,
        "office": world.office.public_id,
        "concentrated_starts": "2026-09-08",
        "concentrated_ends": "2026-12-08",
        "report_due": "2026-12-08",
    }
    assert client.post(reverse("issues:round_new"), typed).status_code == 302
    made = world.round.office.rounds_run.get(number=6)
    assert [(p.kind, p.ends) for p in made.phases.all()] == [("concentrated", date(2026, 12, 8))]
    answer = client.post(reverse("issues:round_edit", args=[made.public_id]), typed | {"report_due": "2026-12-01"})
    made.refresh_from_db()
    assert (answer.status_code, made.report_due) == (302, date(2026, 12, 1))
    assert sentence(Event.objects.about(made).last()) == "修改轮次“九届市委第六轮巡察”：报告期限"


def test_a_clerk_makes_the_term_with_the_first_round(client, world):
    enter(client, world.clerk)
    typed = {
        "new_term": "十届市委",
        "number": 1,
        "name": "十届市委第一轮巡察",
        "kind": world.round.kind.code,
        "level": "city",
        "profile": world.round.profile.code,
        "office": world.office.public_id,
        "onsite_starts": "2026年11月1日",
    }
    both = client.post(reverse("issues:round_new"), typed | {"term": world.round.term.name}).content.decode()
    neither = client.post(reverse("issues:round_new"), typed | {"new_term": ""}).content.decode()
    assert "上面请不选" in both
    assert "就在这里写它的名称" in neither
    assert client.post(reverse("issues:round_new"), typed).status_code == 302
    made = world.round.office.rounds_run.get(name="十届市委第一轮巡察")
    assert (made.term.name, made.onsite_starts) == ("十届市委", date(2026, 11, 1))
    assert sentence(Event.objects.about(made.term).get()) == "届：新增“十届市委”"


def test_phases_in_the_wrong_order_come_back_with_the_reason(client, world):
    enter(client, world.clerk)
    page = client.post(reverse("issues:round_edit", args=[world.round.public_id]), {"concentrated_ends": "2026-12-08"})
    assert "写了集中整改期结束日，请也写开始日" in page.content.decode()


def test_units_get_numbers_and_keep_them_once_used(world):
    rounds.set_units(round_=world.round, numbers={world.lead: 5, world.other: None}, by=world.clerk)
    assert dict(world.round.round_units.values_list("unit__name", "number")) == {"市住建局": 5, "市教育局": 6}
    rounds.set_units(round_=world.round, numbers={world.lead: 6, world.other: 5}, by=world.clerk)
    assert dict(world.round.round_units.values_list("unit__name", "number")) == {"市住建局": 6, "市教育局": 5}
    world.issue()
    with pytest.raises(Refused, match="不能改号"):
        rounds.set_units(round_=world.round, numbers={world.lead: 7, world.other: 5}, by=world.clerk)
    with pytest.raises(Refused, match="不能移出"):
        rounds.set_units(round_=world.round, numbers={world.other: 5}, by=world.clerk)


def test_units_have_no_part_in_setting_up(world):
    with pytest.raises(Refused, match="督查办"):
        rounds.set_units(round_=world.round, numbers={}, by=world.liaison)


@pytest.mark.parametrize("text", ["机密★10年", "密级：秘密", "正文\n绝 密\n正文", "秘密☆"])
def test_a_marking_of_secrecy_is_seen(text):
    assert marked(text)


@pytest.mark.parametrize("text", ["保守国家秘密教育不够", "工作秘密管理不严", "未按规定保管秘密文件，机密意识淡薄"])
def test_the_word_within_a_sentence_is_no_marking(text):
    assert not marked(text)


def test_marked_feedback_is_refused_with_the_reason(client, world, paper):
    enter(client, world.clerk)
    typed = {
        "unit": world.other.public_id,
        "track": track().code,
        "delivered_on": "2026-09-08",
        "title": "反馈",
        "text": "机密★一年\n正文",
    }
    page = client.post(reverse("issues:feedback_new", args=[world.round.public_id]), typed)
    assert "不得处理涉密信息" in page.content.decode()
    assert Feedback.objects.count() == 1


def test_a_correction_is_a_new_version_that_takes_items_and_drafts_along(world, paper):
    item = feedback.add_item(
        feedback=paper,
        kind="issue",
        locator="二（一）",
        text="政治理论学习不够深入",
        no_issue_reason="",
        by=world.clerk,
    )
    draft, sent = (world.issue(feedback=paper, item=item, at=status) for status in ("draft", "dispatched"))
    words = {"title": "反馈意见", "text": TEXT + "补一段", "delivered_on": paper.delivered_on}
    with pytest.raises(Refused, match="理由"):
        feedback.correct(feedback=paper, reason=" ", by=world.clerk, **words)
    new = feedback.correct(feedback=paper, reason="第 3 页漏录一段", by=world.clerk, **words)
    draft.refresh_from_db(), sent.refresh_from_db()
    assert (new.version, draft.feedback_id, draft.item.feedback_id, sent.feedback_id) == (2, new.pk, new.pk, paper.pk)
    with pytest.raises(Refused, match="已经被更正过"):
        feedback.correct(feedback=paper, reason="再来", by=world.clerk, **words)


def test_items_keep_the_order_of_the_tree_and_say_what_is_bare(client, world, paper):
    enter(client, world.clerk)
    url = reverse("issues:feedback", args=[paper.public_id])
    head = feedback.add_item(
        feedback=paper, kind="heading", locator="二", text="存在问题", no_issue_reason="", by=world.clerk
    )
    client.post(url, {"kind": "issue", "locator": "（二）", "text": "老旧小区改造进度迟缓。"})
    client.post(url, {"kind": "issue", "locator": "（一）", "text": "政治理论学习不够深入。", "parent": head.pk})
    assert list(paper.items.values_list("locator", flat=True)) == ["二", "（一）", "（二）"]
    page = client.get(url).content.decode()
    assert "还有 2 条没有着落" in page
    assert "反馈意见里没有这段话" in client.post(url, {"kind": "issue", "text": "自己编的一句"}).content.decode()
    last = paper.items.last()
    client.post(
        reverse("issues:feedback_item", args=[paper.public_id, last.pk]),
        {"kind": "issue", "locator": "（二）", "text": last.text, "no_issue_reason": "已在上轮销号"},
    )
    assert "还有 1 条没有着落" in client.get(url).content.decode()


def test_an_issue_is_made_from_an_item_with_the_deadline_as_worded(client, world, paper):
    item = FeedbackItem.objects.create(feedback=paper, order=1, text="老旧小区改造进度迟缓。群众意见大。")
    enter(client, world.clerk)
    url = reverse("issues:new")
    page = client.get(url, {"item": item.pk})
    first = page.context["form"].initial
    assert (first["title"], first["lead_unit"]) == ("老旧小区改造进度迟缓", world.lead)
    typed = {
        **first,
        "lead_unit": world.lead.public_id,
        "item": item.pk,
        "feedback": paper.public_id,
        "due": "2026年10月底前，并长期坚持",
        "category": world.category.code,
        "key": first["key"],
        "responsible": [world.other.public_id],
    }
    assert client.post(url, typed).url == reverse("issues:feedback", args=[paper.public_id])
    client.post(url, typed)
    issue = Issue.objects.get()
    assert (issue.number, issue.due, issue.due_text, issue.long_term) == (
        "05-001",
        date(2026, 10, 31),
        typed["due"],
        True,
    )
    assert [share.unit for share in issue.shares.all()] == [world.other]


def test_the_deadline_defaults_from_the_rule_profile(world, paper):
    assert default_due(world.round, feedback=paper) == (None, "")
    term = {
        "event": LimitedEvent.CONCENTRATED_END,
        "number": 3,
        "unit": LimitUnit.MONTH,
        "counted_from": CountedFrom.FEEDBACK,
    }
    catalogue.keep(row=RuleTerm(), profile=world.round.profile, by=world.head, **term)
    assert default_due(world.round, feedback=paper)[0] == date(2026, 12, 8)
    assert in_words("", Basis(round=world.round, feedback=paper))[1].startswith(
        "记为 2026-12-08 星期二（测试方案：集中整改结束"
    )
    assert in_words("X月XX日", Basis(round=world.round, feedback=paper))[0] == "ask"


def test_the_deadline_is_understood_while_it_is_typed(client, world, paper):
    enter(client, world.clerk)
    page = client.get(reverse("issues:due_read"), {"of": "due", "due": "2026年10月底前，并长期坚持"}).content.decode()
    assert "记为 2026-10-31 星期六，另记“长期坚持”，原话保留" in page


def test_lists_are_kept_by_heads_alone_and_told_in_the_trail(client, world):
    with pytest.raises(Refused, match="督查负责人"):
        catalogue.keep(row=Track(), code="x", name="甲", order=1, by=world.clerk)
    enter(client, world.head)
    typed = {"use": "return", "text": "佐证只有通知", "order": 1, "is_active": "on"}
    client.post(reverse("issues:catalogue_new", args=["phrases"]), typed)
    phrase = Phrase.objects.get()
    client.post(
        reverse("issues:catalogue_edit", args=["phrases", phrase.pk]), {"use": "return", "text": "只有通知", "order": 1}
    )
    phrase.refresh_from_db()
    assert (phrase.text, phrase.is_active) == ("只有通知", False)
    assert sentence(Event.objects.about(phrase).last()) == "常用语：修改“只有通知”（文字、在用）"
    client.post(reverse("issues:catalogue_edit", args=["phrases", phrase.pk]), {"act": "remove"})
    assert not Phrase.objects.exists()


def test_what_is_in_use_is_not_taken_out(world, paper):
    with pytest.raises(Refused, match="1 处在用"):
        catalogue.remove(row=paper.track, by=world.head)


PAGES = ["issues:rounds", "issues:round_new", "issues:new", "issues:catalogue", "ledgers:import"]


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_are_the_offices_own(client, world, name):
    assert enter(client, world.clerk).get(reverse(name)).status_code == 200
    assert enter(client, world.liaison).get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", TABLES)
def test_every_list_is_shown_and_its_form(client, world, name):
    enter(client, world.head)
    assert client.get(reverse("issues:catalogue_table", args=[name])).status_code == 200
    assert client.get(reverse("issues:catalogue_new", args=[name])).status_code == 200
    assert client.get(reverse("issues:catalogue_edit", args=[name, 0])).status_code == 404  # no row has this number


def test_the_pages_of_a_round_are_shown(client, world, paper):
    enter(client, world.clerk)
    for name, of in [
        ("round", world.round),
        ("round_edit", world.round),
        ("round_units", world.round),
        ("feedback_new", world.round),
        ("feedback", paper),
        ("feedback_correct", paper),
    ]:
        assert client.get(reverse(f"issues:{name}", args=[of.public_id])).status_code == 200, name
