"""Joint review through its pages: a reviewer's queue, the opinion page, blindness, the office's merging, the unit's reply."""

import pytest
from django.urls import reverse

from issues.models import Gate, Issue, Opinion, Status
from issues.reviews import live_review

CANARY = "金丝雀意见"
GOOD = {"organisation": "good", "responsibility": "good", "measures": "good"}


@pytest.fixture
def enter(client, settings):
    def go(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return go


def text(response):
    assert response.status_code == 200, response
    return response.content.decode()


def opinion_of(issue, who, world):
    return Opinion.objects.of_bodies(getattr(world, who)).get(review=live_review(issue))


def planned(world):
    """An issue whose plan is under joint review by three bodies."""
    world.work_by(world.procedure(Gate.PLAN_REVIEW))
    return world.issue(at=Status.PLAN_REVIEW)


def page(opinion):
    return reverse("issues:opinion", args=[opinion.public_id])


def test_a_reviewer_lands_on_what_waits_for_the_own_body(world, enter):
    issue = planned(world)
    client = enter(world.discipline)
    assert client.get("/").url == reverse("issues:opinions")
    found = text(client.get(reverse("issues:opinions")))
    assert issue.title in found
    assert "方案联审" in found
    assert page(opinion_of(issue, "discipline", world)) in found
    assert "还有 3 个工作日" in found


def test_a_plan_is_answered_item_by_item_with_grades(world, enter):
    issue = planned(world)
    opinion = opinion_of(issue, "discipline", world)
    client = enter(world.discipline)
    assert "逐项核查并整改到位" in text(client.get(page(opinion)))
    given = {"move": "give", "version": opinion.version, "key": "k1", "word": "amend", "item-2": "标准没有数"} | GOOD
    assert client.post(page(opinion), given).url == reverse("issues:opinions")
    opinion.refresh_from_db()
    assert (opinion.status, opinion.word, opinion.items) == ("given", "amend", [{"at": "措施 2", "text": "标准没有数"}])
    assert "标准没有数" in text(client.get(page(opinion)))


def test_what_is_missing_is_said_beside_what_was_typed(world, enter):
    opinion = opinion_of(planned(world), "team", world)
    found = text(
        enter(world.team).post(page(opinion), {"move": "give", "word": "return", "item-1": "", "text": ""} | GOOD)
    )
    assert "请写明哪一条、要怎么改" in found
    found = text(enter(world.team).post(page(opinion), {"move": "give", "word": "agree", "item-1": "写过的话"}))
    assert "写过的话" in found
    assert opinion_of(Issue.objects.get(), "team", world).status == "asked"


def test_an_opinion_is_taken_back_while_others_are_awaited(world, enter):
    issue = planned(world)
    opinion = opinion_of(issue, "discipline", world)
    world.move(opinion, "give", "discipline", data={"word": "return", "text": "写过的话"} | GOOD)
    client = enter(world.discipline)
    client.post(page(opinion), {"move": "take_back", "version": opinion.version})
    assert "写过的话" in text(client.get(page(opinion)))
    assert opinion_of(issue, "discipline", world).status == "asked"
    world.opine(issue)
    client.post(page(opinion), {"move": "take_back"})
    assert opinion_of(issue, "discipline", world).status == "given"
    assert "看各家意见和答复" in text(client.get(page(opinion)))
