"""知悉范围: who is not named counts a restricted issue and reads nothing of it, at any door."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from issues.actions import knowing
from issues.actions.levels import set_level
from issues.models import Evidence, Issue, Measure, Status
from issues.models.issue import WITHHELD
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib import ticks
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.notices.models import Notice
from rectify.roof.testing.canary import NEVER, songs

pytestmark = pytest.mark.django_db
BIRD = "杜鹃鸟"
UNNAMED = ("clerk", "liaison", "principal", "leader")


def as_(person) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


@pytest.fixture
def issue(world):
    """One among others, restricted after its plan was passed and returned once."""
    world.issue(at=Status.RECTIFYING)
    issue = world.issue(at=Status.RECTIFYING, **songs(BIRD))
    world.attach(issue, name=f"{BIRD}材料.pdf")
    knowing.restrict(issue=issue, why="person", reason="涉及干部", by=world.head)
    issue.refresh_from_db()
    return issue


def named(world, issue, who="clerk", days=30):
    return knowing.name(
        issue=issue, person=getattr(world, who), until=today() + timedelta(days=days), reason="承办", by=world.head
    )


@pytest.mark.parametrize("who", UNNAMED)
def test_who_is_not_named_counts_it_and_reads_nothing(world, issue, who):
    """8.1.4.2 g"""
    user = getattr(world, who)
    assert issue not in Issue.objects.visible_to(user)
    assert not Evidence.objects.visible_to(user).filter(issue=issue).exists()
    assert not Measure.objects.visible_to(user).filter(issue=issue).exists()
    row = Issue.objects.counted_for(user).get(pk=issue.pk)
    assert (row.title, row.original, row.withheld, row.number) == (WITHHELD, "", True, issue.number)
    listed = as_(user).get(reverse("issues:list")).content.decode()
    assert issue.number in listed
    assert WITHHELD in listed
    assert BIRD not in listed
    assert issue.public_id not in listed.split('id="found"')[-1].replace(f'value="{issue.public_id}"', "")


def test_ticks_that_no_row_answers_to_are_counted_and_not_named(world, issue, monkeypatch):
    """Two were ticked on a page from before the restriction, and one more than goes at once."""
    other = Issue.objects.exclude(pk=issue.pk).get()
    clerk, sent = as_(world.clerk), {"act": "remind", "ids": [issue.public_id, other.public_id, "x"]}
    monkeypatch.setattr(ticks.ticked, "__kwdefaults__", {"most": 2})
    page = clerk.post(reverse("issues:bulk"), sent).content.decode()
    assert "勾选的有 1 条没有办" in page
    assert "后 1 条没有动" in page
    assert other.title in page
    assert BIRD not in page
    assert issue.number not in page.split("<main")[-1]


@pytest.mark.parametrize("who", UNNAMED)
def test_its_page_is_that_of_one_that_never_was(world, issue, who):
    """OB-04"""
    client = as_(getattr(world, who))
    theirs, never = (client.get(reverse("issues:detail", args=[key])) for key in (issue.public_id, NEVER))
    assert (theirs.status_code, theirs.content) == (never.status_code, never.content)
    assert theirs.status_code == 404


def test_its_words_are_not_found_by_who_may_not_read_them(world, issue):
    for person, found in ((world.clerk, False), (world.head, True)):
        page = as_(person).get(reverse("issues:list"), {"q": f"{BIRD}title"}).content.decode()
        assert (issue.number in page) == found
        book = as_(person).get(reverse("ledgers:book", args=["problems"]), {"q": f"{BIRD}title"}).content.decode()
        assert (issue.number in book) == found
    assert issue.number in as_(world.clerk).get(reverse("issues:list"), {"unit": world.lead.public_id}).content.decode()


def test_who_is_named_reads_it_until_the_day_is_over(world, issue):
    named(world, issue, days=3)
    assert issue in Issue.objects.visible_to(world.clerk)
    assert as_(world.clerk).get(issue.get_absolute_url()).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert issue not in Issue.objects.visible_to(world.clerk)
        assert named(world, issue, days=1).person == world.clerk
        assert issue in Issue.objects.visible_to(world.clerk)


def test_taking_off_lifting_and_the_trail(world, issue):
    knower = named(world, issue)
    knowing.unname(knower=knower, reason="调离", by=world.head)
    assert issue not in Issue.objects.visible_to(world.clerk)
    with pytest.raises(Refused, match="已经不在"):
        knowing.unname(knower=knower, reason="调离", by=world.head)
    named(world, issue, who="liaison")
    knowing.release(issue=issue, reason="已经公开", by=world.head)
    assert issue in Issue.objects.visible_to(world.clerk)
    assert not issue.knowers.filter(ended_at=None).exists()
    said = [sentence(event) for event in Event.objects.about(issue).order_by("-number")[:2]]
    assert said[0] == "解除知悉范围的限定，撤下 1 人"
    assert said[1].startswith(f"列入知悉范围：{world.liaison.name}")


@pytest.mark.parametrize("who", UNNAMED)
def test_only_the_head_restricts_and_names(world, issue, who):
    with pytest.raises(Refused, match="只有督查负责人"):
        knowing.name(issue=issue, person=world.clerk, until=today(), reason="承办", by=getattr(world, who))
    assert as_(getattr(world, who)).get(reverse("issues:knowing", args=[issue.public_id])).status_code == 404


def test_whoever_could_not_see_it_anyway_is_not_named(world, issue):
    with pytest.raises(Refused, match="看不到本件所在的范围"):
        named(world, issue, who="other_liaison")
    with pytest.raises(Refused, match="已经可以看"):
        named(world, issue, who="head")


def test_the_head_restricts_names_and_takes_off_on_pages(world):
    issue, head = world.issue(at=Status.RECTIFYING), as_(world.head)
    address = reverse("issues:knowing", args=[issue.public_id])
    assert head.post(address, {"why": "person", "reason": ""}).context["form"].errors
    assert head.post(address, {"why": "person", "reason": "涉及干部"}).status_code == 302
    until = today() + timedelta(days=9)
    who = {"person": world.clerk.public_id, "until": f"{until}", "reason": "承办"}
    assert head.post(address, who).status_code == 302
    knower = issue.knowers.get()
    assert world.clerk.name in head.get(address).content.decode()
    off = reverse("issues:knower_unname", args=[knower.public_id])
    assert head.post(off, {"reason": "调离"}).status_code == 302
    assert head.post(reverse("issues:knowing_release", args=[issue.public_id]), {"reason": "公开"}).status_code == 302
    issue.refresh_from_db()
    assert (issue.restricted, issue.confidentiality) == ("", "work_secret")


def test_what_was_told_of_it_keeps_the_number_and_nobody_else_is_told(world):
    issue = world.issue(at=Status.PLAN_REVIEW, title=f"{BIRD}题")
    world.move(issue, "return_plan", "clerk", note=f"{BIRD}理由")
    assert Notice.objects.filter(text__contains=BIRD).exists()
    knowing.restrict(issue=issue, why="matter", reason="限定", by=world.head)
    assert not Notice.objects.filter(text__contains=BIRD).exists()
    assert not Notice.objects.filter(title__contains=BIRD).exists()


def test_it_stays_a_work_secret_and_does_not_go_onto_an_agenda(world, issue):
    with pytest.raises(Refused, match="只能是工作秘密"):
        set_level(issue=issue, level="internal", reason="放宽", by=world.head)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(confidentiality="internal")
