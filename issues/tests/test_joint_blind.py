"""Blind until all have spoken: every page, the trail, the notices and the API, listened to for what the first body said."""

import pytest
from django.urls import reverse

from issues.models import Gate, JointReview, Opinion, Status
from issues.reviews import live_review
from rectify.audit.models import Event
from rectify.notices.models import Notice

CANARY = "金丝雀"
SAID = {"word": "return", "text": f"{CANARY}总的", "items": [{"at": "措施 1", "text": f"{CANARY}逐条"}]}
POOR = dict.fromkeys(("organisation", "responsibility", "measures"), "poor")
OTHERS = ("organisation", "team", "clerk", "checker", "head", "liaison", "principal", "leader")
WORDS = (CANARY, "评为“差”", "都要求退回")


@pytest.fixture
def enter(client, settings):
    def go(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return go


@pytest.fixture(params=["plan", "closure"])
def asked(world, request):
    """Three bodies asked, the first has spoken: returned, all 差, canaries everywhere."""
    plan = request.param == "plan"
    world.work_by(world.procedure(Gate.PLAN_REVIEW if plan else Gate.CLOSURE_REVIEW))
    issue = world.issue(at=Status.PLAN_REVIEW if plan else Status.JOINT_REVIEW)
    first = live_review(issue).opinions.get(order=0)
    world.move(first, "give", "discipline", data=SAID | (POOR if plan else {}))
    return issue


def addresses(issue):
    review, pid = issue.joint_reviews.get(), issue.public_id
    pages = [reverse(f"issues:{name}", args=[pid]) for name in ("detail", "trail", "plan", "joint", "evidence_upload")]
    pages += [reverse("issues:plan_version", args=[pid, 1]), reverse("issues:joint_review", args=[review.public_id])]
    pages += [reverse("issues:opinion", args=[each.public_id]) for each in review.opinions.all()]
    pages += [
        f"{reverse('issues:move', args=[pid])}?move={name}"
        for name in ("pass_plan", "return_plan", "pass_joint", "return_joint")
    ]
    pages += [
        reverse(name) for name in ("issues:home", "issues:list", "issues:opinions", "notices:inbox", "ledgers:closures")
    ]
    pages += [reverse("ledgers:closure", args=[each.public_id]) for each in issue.closures.all()]
    pages += [f"/api/v1/issues/{pid}/", f"/api/v1/issues/{pid}/moves/", "/api/v1/issues/", "/api/v1/opinions/"]
    return pages + [
        f"/api/v1/opinions/{each.public_id}/{part}" for each in review.opinions.all() for part in ("", "moves/")
    ]


@pytest.mark.sampled
def test_nobody_hears_the_first_before_the_last_has_spoken(world, enter, asked):
    for who in OTHERS:
        client, heard = enter(getattr(world, who)), 0
        for url in addresses(asked):
            response = client.get(url, follow=True)
            if response.status_code == 200 and not response.streaming:
                heard += 1
                found = [word for word in WORDS if word in response.content.decode()]
                assert not found, f"{who} {url}: {found}"
        assert heard >= 5, who


def test_the_trail_and_the_notices_say_that_and_not_what(asked):
    for event in Event.objects.all():
        assert CANARY not in f"{event.note}{event.facts}", event
        assert "return" not in (event.facts.get("word"), event.facts.get("organisation"))
    for notice in Notice.objects.all():
        assert CANARY not in f"{notice.title}{notice.text}"


def test_a_note_beside_an_opinion_is_refused_at_every_door(world, enter, asked):
    second = live_review(asked).opinions.get(order=1)
    client = enter(world.organisation)
    body = {
        "move": "give",
        "note": f"{CANARY}旁注",
        "data": {"word": "agree", **({} if asked.closures.exists() else dict.fromkeys(POOR, "good"))},
    }
    response = client.post(f"/api/v1/opinions/{second.public_id}/moves/", body, content_type="application/json")
    assert response.status_code == 409 or response.status_code == 422 or response.status_code == 400, response.content
    assert Opinion.objects.get(pk=second.pk).status == "asked"
    assert not Event.objects.filter(note__contains=CANARY).exists()


def test_once_all_are_in_reviewers_and_office_read_all_and_the_unit_reads_the_reply_alone(world, enter, asked):
    world.opine(asked)
    review = asked.joint_reviews.get()
    url = reverse("issues:joint_review", args=[review.public_id])
    for who in ("organisation", "checker", "head"):
        assert CANARY in enter(getattr(world, who)).get(url).content.decode()
    assert enter(world.liaison).get(url).status_code == 404
    move = "return_plan" if review.subject == "plan" else "return_joint"
    answer = {
        "move": move,
        "version": asked.version,
        "key": "k",
        "reply": "合并好的答复：请把标准写实。",
        "reason": "只给内部看的理由",
    }
    assert enter(world.head).post(url, answer).status_code == 302
    review = JointReview.objects.get()
    # A plan graded 差 goes back whatever the others say: nobody is asked for a reason.
    reason = "" if review.subject == "plan" else "只给内部看的理由"
    assert (review.outcome, review.differed, review.reason) == ("returned", True, reason)
    for where in (url, asked.get_absolute_url(), reverse("issues:home")):
        page = enter(world.liaison).get(where, follow=True).content.decode()
        assert "合并好的答复：请把标准写实。" in page, where
        assert CANARY not in page
        assert "只给内部看的理由" not in page
    assert enter(world.liaison).get("/api/v1/opinions/").json()["rows"] == []
