"""Taking a feedback apart: upload, steps, questions, two people, and what is made of it in the end."""

from datetime import date

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from issues.actions import drafting, rounds, splitting
from issues.models import Feedback, FeedbackItem, Issue, Splitting, Status
from issues.pages.splitting.tree import SplitTree
from issues.reading.papers import split_text
from issues.splitting import draft
from issues.splitting.account import account
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.errors import Conflict, Refused
from rectify.roof.testing.world import again, track

pytestmark = pytest.mark.model
TEXT = """市委第二巡察组关于市住建局党组的反馈意见
市住建局党组：
现将巡察意见反馈如下。
一、总体评价
局党组工作取得一定成效。
二、巡察发现的主要问题
巡察发现，存在2个方面5个具体问题。
（一）落实以人民为中心的发展思想方面
1.公租房建设进度滞后，2024年计划开工的620套至今未交付。
2.市住建局、市教育局对校舍维修监管职责不清，互相推诿。
3.党组会议研究“三重一大”事项不规范，96.4万元支出未经集体研究。
（二）行业监管方面
1.小区安全隐患突出。有的小区消防通道长期被占，有的小区电梯带病运行。
2.信用评价结果运用不够。
三、意见和建议
（一）扛起整改主体责任。对上述问题应于2026128日前完成集中整改。
"""


@pytest.fixture
def paper(world):
    rounds.set_units(round_=world.round, numbers={world.lead: 5, world.other: 6}, by=world.clerk)
    words = {"round_": world.round, "unit": world.lead, "track": track(), "delivered_on": date(2026, 9, 8)}
    return splitting.register(by=world.clerk, paper=split_text(TEXT), title="反馈意见", text=TEXT, **words)


def enter(client, user):
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def url(paper, name="issues:split"):
    return reverse(name, args=[paper.public_id])


def send(client, paper, act, **words):
    version = Splitting.objects.get(feedback=paper).version
    return client.post(url(paper, "issues:split_step"), {"act": act, "version": version, **words}, follow=True)


def row(paper, begins):
    """The row whose words begin so, or hold a number and then begin so."""
    text, kept = paper.text, Splitting.objects.get(feedback=paper)
    return next(r for r in kept.rows if begins in text[r["a"] : r["a"] + 12 + len(begins)])


def questions(paper, user):
    kept = Splitting.objects.get(feedback=paper)
    return {one.kind: one for one in drafting.open_questions(kept, drafting.Directory.of(user))}


def settle(client, paper, world):
    """Answer all that is asked, confirm all that is left."""
    for _ in range(20):
        asked = questions(paper, world.clerk)
        if not asked:
            break
        one = next(iter(asked.values()))
        send(client, paper, "answer", key=one.key, value=one.choices[0][0])
    for left in drafting.unseen(Splitting.objects.get(feedback=paper)):
        send(client, paper, "ok", row=left["id"], unit=paper.unit.public_id)


def test_what_is_doubtful_is_asked_with_ready_answers(world, paper):
    asked = questions(paper, world.clerk)
    assert set(asked) == {"units", "several", "date"}
    assert [words for _, words in asked["units"].choices][:2] == ["1 条，牵头市住建局", "拆成 2 条"]
    assert "共 6 条，与原文“5 个”不符" in asked["units"].effect
    assert [value for value, _ in asked["date"].choices] == ["2026-12-08", "2026-01-28", "keep"]


def test_the_page_shows_text_tree_questions_and_hints(client, world, paper):
    enter(client, world.clerk)
    here = row(paper, "党组会议研究")
    page = client.get(f"{url(paper)}?row={here['id']}").content.decode()
    for words in ("2 个“有的”", "怎么记", "05-001", "待定", "重点关注：数额 96.4万元", "原文写"):
        assert words in page


def test_a_hint_is_shown_with_its_reason_and_never_applied(client, world, paper):
    from issues.models import Category

    sixteen = Category.objects.create(scheme=world.category.scheme, code="C16", name="班子自身建设")
    enter(client, world.clerk)
    here = row(paper, "党组会议研究")
    page = client.get(f"{url(paper)}?row={here['id']}").content.decode()
    assert "建议 C16，因为出现“三重一大”" in page
    assert "category" not in row(paper, "党组会议研究")
    send(client, paper, "ok", row=here["id"], category=sixteen.code, unit=world.lead.public_id, focus="数额 96.4万元")
    after = row(paper, "党组会议研究")
    assert (after["category"], after["ok"], after["focus"]) == (sixteen.pk, True, "数额 96.4万元")


def test_from_questions_to_drafts(client, world, paper):
    enter(client, world.clerk)
    asked = questions(paper, world.clerk)
    send(client, paper, "answer", key=asked["units"].key, value="each")
    send(client, paper, "answer", key=asked["several"].key, value="keep")
    send(client, paper, "answer", key=asked["date"].key, value="2026-12-08")
    total = questions(paper, world.clerk)["total"]
    assert "应是 5，现在数出具体问题 6" in total.text
    send(client, paper, "answer", key=total.key, value="keep")
    credit = row(paper, "信用评价")
    send(client, paper, "leave", row=credit["id"], words="已移交另案办理")
    settle(client, paper, world)
    page = client.get(url(paper, "issues:split_confirm")).content.decode()
    assert "生成 5 件草稿" in page
    assert "已移交另案办理" in page
    assert 'value="2026-12-08"' in page
    version = Splitting.objects.get(feedback=paper).version
    refused = client.post(url(paper, "issues:split_confirm"), {"version": version, "due": "2026-12-08"})
    assert refused.status_code == 200
    assert not Issue.objects.exists()
    typed = {"version": version, "due": "2026-12-08", "reason": "原文第二条点了两个单位"}
    done = client.post(url(paper, "issues:split_confirm"), typed, follow=True).content.decode()
    assert "条条有着落" in done
    assert "05-001" in done
    assert "06-001" in done
    assert Issue.objects.count() == 5
    issue = Issue.objects.get(number="05-001")
    assert (issue.status, issue.due) == (Status.DRAFT, date(2026, 12, 8))
    assert issue.title == "公租房建设进度滞后，2024年计划开工的620套至今未交付"
    assert issue.aspect == "落实以人民为中心的发展思想方面"
    lift = Issue.objects.get(title="小区安全隐患突出")
    assert lift.original.endswith("有的小区电梯带病运行。")
    assert all(one.original in paper.text for one in Issue.objects.all())
    items = FeedbackItem.objects.filter(feedback=paper)
    assert all(item.text in paper.text for item in items)
    assert not items.filter(kind="issue", issues=None, no_issue_reason="").exists()
    assert "核为 2026-12-08" in items.get(kind="recommendation").note
    assert Issue.objects.get(number="06-001").lead_unit == world.other


def test_drafts_are_dispatched_by_another_person(client, world, paper):
    enter(client, world.clerk)
    settle(client, paper, world)
    kept = Splitting.objects.get(feedback=paper)
    drafting.confirm(splitting=kept, version=kept.version, due=date(2026, 12, 8), by=world.clerk)
    issue = Issue.objects.get(number="05-001")
    issue.category = world.category
    issue.save()
    with pytest.raises(Refused):
        world.move(issue, "dispatch", "clerk")
    world.move(issue, "dispatch", "head")
    assert issue.status == Status.DISPATCHED
    said = [sentence(event) for event in Event.objects.about(again_issue(issue))]
    assert any("由反馈意见" in one for one in said)
    with pytest.raises(DatabaseError), transaction.atomic():
        Splitting.objects.filter(pk=kept.pk).update(rows=[])
    with pytest.raises(Conflict):
        drafting.confirm(splitting=kept, version=kept.version, due=None, by=world.clerk)


def again_issue(issue):
    return Issue.objects.get(pk=issue.pk)


def test_leaving_in_the_middle_loses_nothing_and_steps_can_be_undone(client, world, paper):
    enter(client, world.clerk)
    before = Splitting.objects.get(feedback=paper)
    first = row(paper, "公租房建设")
    send(client, paper, "role", row=first["id"], role="heading")
    second = row(paper, "信用评价")
    send(client, paper, "join", row=second["id"])
    taken = paper.text.index("消防通道长期被占")
    send(client, paper, "take", a=taken, b=taken + 8)
    now = Splitting.objects.get(feedback=paper)
    assert paper.text[taken : taken + 8] in [paper.text[r["a"] : r["b"]] for r in now.rows]
    assert len(now.steps) == 3
    for _ in range(3):
        send(client, paper, "undo")
    after = Splitting.objects.get(feedback=paper)
    assert (after.rows, after.answers, after.steps) == (before.rows, before.answers, [])


def test_rereading_as_another_kind_can_be_undone(client, world, paper):
    enter(client, world.clerk)
    before = Splitting.objects.get(feedback=paper)
    send(client, paper, "reread", kind="other")
    other = Splitting.objects.get(feedback=paper)
    assert draft.issues(other.rows) == []
    assert set(questions(paper, world.clerk)) == {"none"}
    send(client, paper, "undo")
    after = Splitting.objects.get(feedback=paper)
    assert (after.rows, after.paper) == (before.rows, before.paper)


def test_the_second_of_two_is_told_who_was_faster(client, world, paper):
    kept = Splitting.objects.get(feedback=paper)
    credit = row(paper, "信用评价")
    enter(client, world.checker)
    typed = {"act": "ok", "version": kept.version, "row": credit["id"], "unit": world.lead.public_id}
    client.post(url(paper, "issues:split_step"), typed)
    enter(client, world.clerk)
    page = client.post(url(paper, "issues:split_step"), typed, follow=True).content.decode()
    assert "checker于" in page
    assert "没有写入" in page
    assert "checker也在拆这一份" in page
    assert Splitting.objects.get(feedback=paper).version == kept.version + 1


def test_a_file_is_read_and_its_text_frozen(client, world):
    rounds.set_units(round_=world.round, numbers={world.lead: 5}, by=world.clerk)
    enter(client, world.clerk)
    page = upload(client, world, "反馈意见.txt", TEXT.encode("gb18030"))
    assert "把反馈意见拆成问题" in page.content.decode()
    paper = Feedback.objects.get()
    assert paper.text == TEXT.strip()
    kept = paper.splitting
    assert (kept.file_name, kept.file_size) == ("反馈意见.txt", len(TEXT.encode("gb18030")))
    assert len(draft.issues(kept.rows)) == 5


def upload(client, world, name, body):
    file = SimpleUploadedFile(name, body)
    typed = {
        "unit": world.lead.public_id,
        "track": track().code,
        "delivered_on": "2026-09-08",
        "title": "反馈意见",
        "file": file,
    }
    return client.post(reverse("issues:feedback_new", args=[world.round.public_id]), typed, follow=True)


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("反馈.txt", f"机密★1年\n{TEXT}".encode(), "标有密级"),
        ("反馈（秘密）.txt", TEXT.encode(), "文件名里有“(秘密)”"),
        ("反馈.docx", b"PK\x03\x04broken", "。"),
        ("反馈.txt", b"\x00\x01\x02" * 100, "这不是文字文件"),
        ("反馈.doc", b"\xd0\xcf\x11\xe0", "只收"),
        ("反馈.txt", b"", ""),
    ],
)
def test_what_must_not_or_cannot_be_read_is_refused_with_a_sentence(client, world, name, body, said):
    rounds.set_units(round_=world.round, numbers={world.lead: 5}, by=world.clerk)
    enter(client, world.clerk)
    page = upload(client, world, name, body)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert "要改" in page.content.decode()
    assert not Feedback.objects.exists()
    turned = Event.objects.filter(kind="issues.feedback.turn_away")
    assert turned.count() == int("密" in said)
    assert not any(word in str(event.facts) for event in turned for word in ("机密", "秘密", "反馈"))


def test_steps_that_make_no_sense_are_refused_and_change_nothing(client, world, paper):
    enter(client, world.clerk)
    kept = Splitting.objects.get(feedback=paper)
    first = kept.rows[0]["id"]
    for act, words in (
        ("nonsense", {}),
        ("join", {"row": first}),
        ("out", {"row": first}),
        ("role", {"row": 999, "role": "issue"}),
        ("take", {"words": "原文没有的话"}),
        ("take", {"words": "小区"}),
        ("cut", {"row": first, "words": "没有"}),
        ("leave", {"row": row(paper, "信用评价")["id"]}),
        ("answer", {"key": "no:1", "value": "keep"}),
        ("ok", {"row": first, "unit": 999999}),
        ("take", {"a": 5, "b": 5}),
        ("undo", {}),
        ("reread", {"kind": "x"}),
    ):
        assert send(client, paper, act, **words).status_code == 200, act
        assert Splitting.objects.get(feedback=paper).rows == kept.rows, act


def test_nothing_is_made_while_something_is_open(world, paper):
    kept = Splitting.objects.get(feedback=paper)
    with pytest.raises(Refused) as refused:
        drafting.confirm(splitting=kept, version=kept.version, by=world.clerk)
    assert "还有 3 处要您定" in str(refused.value)
    assert "还有 5 条问题没有确认" in str(refused.value)
    assert not FeedbackItem.objects.exists()


def test_a_text_registered_by_hand_can_be_taken_apart_later(client, world, paper):
    from issues.actions import feedback

    other = feedback.register(
        round_=world.round,
        unit=world.other,
        track=track(),
        delivered_on=date(2026, 9, 8),
        title="手工",
        by=world.clerk,
        text=TEXT.replace("\n", "\r\n\r\n"),
    )
    enter(client, world.clerk)
    assert "按原文试拆" in client.get(url(other)).content.decode()
    assert "把反馈意见拆成问题" in client.post(url(other), follow=True).content.decode()
    kept = Splitting.objects.get(feedback=other)
    assert len(draft.issues(kept.rows)) == 5
    assert account(kept.paper, kept.rows, other.text).lost == 0


def test_the_runs_of_the_page_are_the_text_to_the_letter(rf, world, paper):
    kept = Splitting.objects.get(feedback=paper)
    request = rf.get("/")
    request.user = again(world.clerk)
    shown = "".join(run.words for line in SplitTree(kept, request).lines() for run in line.runs)
    assert "".join(shown.split()) == "".join(paper.text.split())


def test_others_do_not_find_it(client, world, paper):
    for who in (world.liaison, world.stranger, world.leader):
        enter(client, who)
        assert client.get(url(paper)).status_code == 404
        assert client.post(url(paper, "issues:split_step"), {"act": "undo", "version": 1}).status_code == 404
