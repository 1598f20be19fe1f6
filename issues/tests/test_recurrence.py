"""屡查屡犯 in the application: suggestions, the office's word, counts, and the hint at entry."""

import pytest
from django.urls import reverse

from issues import recurrence
from issues.actions import recurrence as actions
from issues.models import Issue, Round, Status, Unlike
from rectify.audit.models import Event
from rectify.lib.errors import Refused
from rectify.roof.testing.counting import counted

pytestmark = pytest.mark.django_db
S = Status
OLD = "公务接待超标准、无公函接待问题时有发生"
NEW = "无公函接待、超标准接待问题仍时有发生"


@pytest.fixture
def again(world):
    """An issue of an earlier round and one of this round that reads like it."""
    now = world.round
    world.round = Round.objects.create(
        term=now.term, number=3, name="九届市委第三轮巡察", kind=now.kind, office=now.office, profile=now.profile
    )
    old = world.issue(at=S.CLOSED, title=OLD)
    world.round = now
    return old, world.issue(at=S.RECTIFYING, title=NEW)


def test_an_earlier_finding_is_suggested_with_its_percent_and_words(world, again):
    old, new = again
    [like] = recurrence.earlier_like(new, world.clerk)
    assert like.issue == old
    assert like.percent >= 60
    assert "时有发生" in "".join(like.phrases)
    assert recurrence.earlier_like(old, world.clerk) == []  # nothing came before it


def test_another_unit_and_what_the_reader_may_not_see_are_not_suggested(world, again):
    _, new = again
    world.issue(at=S.DISPATCHED, title=OLD, lead_unit=world.other)
    assert [like.issue.number for like in recurrence.earlier_like(new, world.clerk)] == [again[0].number]
    assert recurrence.earlier_like(new, world.stranger) == []


def test_a_branch_is_searched_up_and_down(world, again):
    branch = world.issue(at=S.DISPATCHED, title=NEW, lead_unit=world.branch)
    assert {like.issue for like in recurrence.earlier_like(branch, world.clerk)} == set(again)


def test_one_act_links_with_a_record_and_another_takes_it_back(world, again):
    old, new = again
    actions.link(issue=new, other=old, by=world.clerk)
    actions.link(issue=new, other=old, by=world.clerk)
    assert Issue.objects.get(pk=new.pk).recurrence_of == old
    assert Event.objects.about(new).filter(kind="issues.issue.link_recurrence").count() == 1
    assert recurrence.earlier_like(new, world.clerk) == []
    with pytest.raises(Refused, match="为什么"):
        actions.unlink(issue=new, note=" ", by=world.clerk)
    actions.unlink(issue=new, note="不是一回事", by=world.clerk)
    assert Issue.objects.get(pk=new.pk).recurrence_of is None


def test_only_the_office_links_and_only_to_what_came_before(world, again):
    old, new = again
    with pytest.raises(Refused, match="督查办"):
        actions.link(issue=new, other=old, by=world.liaison)
    with pytest.raises(Refused, match="以前"):
        actions.link(issue=old, other=new, by=world.clerk)


def test_two_matters_are_not_asked_about_again_until_it_is_taken_back(world, again):
    old, new = again
    actions.tell_apart(issue=new, other=old, by=world.clerk)
    actions.tell_apart(issue=new, other=old, by=world.clerk)
    assert recurrence.earlier_like(new, world.clerk) == []
    assert Unlike.objects.standing().count() == 1
    actions.think_again(issue=new, other=old, by=world.checker)
    assert len(recurrence.earlier_like(new, world.clerk)) == 1
    actions.tell_apart(issue=new, other=old, by=world.clerk)
    assert Unlike.objects.count() == 2


def test_statements_do_not_grow_with_findings(world, again):
    _, new = again

    def cost():
        with counted() as found:
            recurrence.earlier_like(new, clerk)
        return len(found)

    clerk = world.clerk
    recurrence.earlier_like(new, clerk)
    few = cost()
    drafts = [
        Issue(round=again[0].round, number=f"x{n}", lead_unit=world.lead, title=OLD, original=OLD, status=S.TERMINATED)
        for n in range(60)
    ]
    Issue.objects.bulk_create(drafts)
    assert cost() == few <= 5


def test_the_newest_are_searched_when_there_are_too_many(world, again, monkeypatch):
    monkeypatch.setattr(recurrence, "MOST", 1)
    world.issue(at=S.DISPATCHED, title="完全无关的一件")
    assert recurrence.open_like(world.clerk, world.lead, NEW) == []


def test_the_pages_of_the_office(client, world, again, settings):
    old, new = again
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = client.get(reverse("issues:alike", args=[new.public_id])).content.decode()
    assert "<mark>" in page
    assert old.number in page
    assert "相似" in page
    part = client.get(reverse("issues:alike", args=[new.public_id]), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert old.number in part
    say = reverse("issues:alike_say", args=[new.public_id])
    answer = client.post(say, {"act": "link", "other": old.public_id}, follow=True).content.decode()
    assert "已记为屡查屡犯" in answer
    assert "以后又发现" in client.get(old.get_absolute_url()).content.decode()
    counts = client.get(reverse("issues:recurring")).content.decode()
    assert "slice=recurrent" in counts
    assert world.lead.name in counts
    listed = client.get(reverse("issues:list") + "?slice=recurrent").content.decode()
    assert new.number in listed
    assert NEW in listed
    assert "请写明" in client.post(say, {"act": "unlink"}, follow=True).content.decode()


def test_units_see_the_link_and_not_the_search(client, world, again, settings):
    old, new = again
    actions.link(issue=new, other=old, by=world.clerk)
    client.force_login(world.liaison, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = client.get(new.get_absolute_url()).content.decode()
    assert "屡查屡犯" in page
    assert old.number in page
    assert "像以前的哪件" not in page
    assert client.get(reverse("issues:alike", args=[new.public_id])).status_code == 404


def test_entering_what_is_open_already_is_told_and_never_stopped(client, world, again, settings):
    _, new = again
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    words = {"lead_unit": world.lead.public_id, "title": OLD, "original": OLD}
    told = client.post(reverse("issues:new_alike"), words).content.decode()
    assert new.number in told
    assert "来源" in told
    assert (
        "已经在整改"
        not in client.post(reverse("issues:new_alike"), words | {"title": "别的", "original": "别的"}).content.decode()
    )
    answer = client.post(reverse("issues:new"), words, follow=True).content.decode()
    assert "已录入为草稿" in answer
    assert "表述相近" in answer
    assert new.number in answer
