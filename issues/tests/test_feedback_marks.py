"""The mark of a feedback: what is made of it goes no further, its words leave by number alone, and the head alone changes it."""

import io

import openpyxl
import pytest
from django.conf import settings
from django.urls import reverse

from issues import policies
from issues.actions import drafting, issues
from issues.actions import feedback as feedbacks
from issues.actions.levels import set_feedback_level, set_level
from issues.models import FeedbackItem, Issue, Recommendation, Status
from issues.tests.paper_acts import advised, paper, settled, words
from ledgers.reconcile import item_faults
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.errors import Refused
from rectify.notices.models import Notice

pytestmark = pytest.mark.django_db
WORDS = "专题研究"  # what paper_acts lets a feedback recommend
WHY = "来文明确为工作秘密"


@pytest.fixture
def entered(client):
    def enter(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return enter


def raised(world, one, **how):
    set_feedback_level(feedback=one, level="work_secret", reason=WHY, by=world.head, **how)


def test_what_is_made_of_it_goes_no_further_unless_the_head_says_so(world):
    """8.1.4.2 g"""
    on = feedbacks.register(**words(world), confidentiality="work_secret")
    issue = world.issue(feedback=on)
    assert issue.confidentiality == "work_secret"
    with pytest.raises(Refused, match="由督查负责人"):
        issues.edit(issue=issue, confidentiality="internal", by=world.clerk)
    with pytest.raises(Refused, match="不能摘下"):
        issues.edit(issue=issue, feedback=None, by=world.clerk)
    set_level(issue=issue, level="internal", reason="这一条不涉及", by=world.head)
    issues.edit(issue=issue, title="改题目", by=world.clerk)
    plain = world.issue(feedback=None)
    with pytest.raises(Refused, match="由督查负责人"):
        issues.edit(issue=plain, feedback=on, by=world.clerk)


@pytest.mark.parametrize("along", [True, False])
def test_raised_it_takes_its_drafts_along_and_asks_for_what_was_dispatched(world, entered, along):
    """8.1.4.2 g"""
    on = paper(world)
    draft, dispatched = world.issue(feedback=on), world.issue(at=Status.RECTIFYING, feedback=on)
    address = reverse("issues:feedback_level", args=[on.public_id])
    assert entered(world.clerk).get(address).status_code == 404
    client = entered(world.head)
    assert dispatched.number in client.get(address).content.decode()
    sent = {"level": "work_secret", "reason": WHY} | ({"along": "on"} if along else {})
    assert client.post(address, sent | {"reason": ""}).context["form"].errors
    assert client.post(address, sent).status_code == 302
    marks = dict(Issue.objects.values_list("number", "confidentiality"))
    assert (marks[draft.number], marks[dispatched.number]) == ("work_secret", "work_secret" if along else "internal")
    event = Event.objects.about(on).latest("number")
    assert (sentence(event), event.note) == ("范围由“内部”调整为“工作秘密”", WHY)
    assert "副本　" in client.get(reverse("issues:feedback", args=[on.public_id])).content.decode()


def test_a_correction_keeps_it_and_all_versions_change_together(world):
    on = paper(world)
    about = {"title": "更正", "text": "更正的原文", "delivered_on": on.delivered_on, "reason": "错字"}
    new = feedbacks.correct(feedback=on, by=world.clerk, **about)
    with pytest.raises(Refused, match="最新一版"):
        raised(world, on)
    raised(world, new)
    assert {one.confidentiality for one in new.versions} == {"work_secret"}
    assert feedbacks.correct(feedback=new, by=world.clerk, **about).confidentiality == "work_secret"


def test_its_recommendations_are_told_by_number_before_and_after(world):
    """8.1.4.2 g"""
    one = advised(world, "planning")
    told = Notice.objects.filter(url=one.get_absolute_url())
    assert any(WORDS in notice.text for notice in told)
    raised(world, one.feedback)
    one = Recommendation.objects.get(pk=one.pk)
    world.move(one, "end", "head", note=f"{WORDS}已另行安排")
    assert told.exists()
    assert not [notice for notice in told.all() if WORDS in f"{notice.title}{notice.text}"]


@pytest.mark.parametrize("level", ["internal", "work_secret"])
def test_its_recommendations_leave_by_number_unless_a_reason_is_given(world, entered, level):
    """8.1.4.2 g"""
    one = advised(world, "planning")
    if level == "work_secret":
        raised(world, one.feedback)
    client, held = entered(world.clerk), level == "work_secret"
    book = [reverse("ledgers:book_print", args=["recommendations"]), "/api/v1/books/recommendations/"]
    for address in book:
        shown = client.get(address).content.decode()
        assert (WORDS in shown, one.number in shown) == (not held, True), address
    address = reverse("ledgers:book_file", args=["recommendations"])
    answer = client.get(address)
    if held:
        assert "其中 1 件是工作秘密" in answer.content.decode()
        answer = client.post(address, {"reason": "报市领导审阅"})
    assert any(WORDS in row for row in rows_of(answer))


def rows_of(answer) -> list[str]:
    content = b"".join(answer.streaming_content)
    rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    return ["|".join(str(cell) for cell in row if cell is not None) for row in rows]


def test_an_item_without_an_issue_is_named_by_its_place(world):
    on = paper(world)
    feedbacks.add_item(feedback=on, text=WORDS, locator="一（二）", by=world.clerk)
    assert WORDS in next(item_faults(FeedbackItem.objects.filter(feedback=on))).text
    raised(world, on)
    assert next(item_faults(FeedbackItem.objects.filter(feedback=on))).text == "一（二）没有立为问题"


def test_drafts_made_of_its_text_bear_it(world):
    given = settled(world)
    one = given["splitting"]
    raised(world, one.feedback)
    drafting.confirm(**given)
    assert set(Issue.objects.filter(feedback=one.feedback).values_list("confidentiality", flat=True)) == {"work_secret"}
    assert one.reaches == "work_secret"
    assert policies.takes(world.clerk, one)
    assert not policies.takes(world.liaison, one)
