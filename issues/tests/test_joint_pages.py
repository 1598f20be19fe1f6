"""Joint review through its pages: a reviewer's queue, the opinion page, blindness, the office's merging, the unit's reply."""

from datetime import timedelta

import pytest
from django.urls import reverse

from issues.models import Gate, Issue, Opinion, Status
from issues.queues import queues_of
from issues.replies import merged, side_by_side
from issues.reviews import live_review
from issues.slices import sliced
from rectify.accounts.roles import Role
from rectify.lib.dates import today
from rectify.roof.testing.markup import flat
from rectify.roof.testing.world import person

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
    return flat(response.content.decode())


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


def test_who_reviews_beside_another_post_is_told_of_the_own_body_alone(world, enter):
    issue, later = planned(world), world.later_round()
    both = person("both", (Role.LEADER, world.other), (Role.REVIEWER, world.bodies[0]))
    asked = [queue.slice for queue in queues_of(both) if queue.verb == "提联审意见"]
    assert asked == [f"opinion_asked:{world.bodies[0].public_id}"]
    for body, waits in ((world.bodies[0], {issue}), (world.city, {issue}), (world.other, set())):
        assert set(sliced(Issue.objects.all(), f"opinion_asked:{body.public_id}", today())) == waits
    clerk = person("clerk_too", (Role.OFFICE_CLERK, world.office), (Role.REVIEWER, world.bodies[0]))
    page = enter(clerk).get(reverse("issues:home"), {"round": later.public_id})
    assert (world.round.name, 1) in [(view.name, view.count) for view in page.context["views"]]


def test_a_plan_is_answered_item_by_item_with_grades(world, enter):
    issue = planned(world)
    opinion = opinion_of(issue, "discipline", world)
    client = enter(world.discipline)
    assert "逐项核查并整改到位" in text(client.get(page(opinion)))
    given = {
        "move": "give",
        "version": opinion.version,
        "key": "k1",
        "word": "amend",
        "items-count": 2,
        "items-0-at": "措施 1",
        "items-1-at": "措施 2",
        "items-1-text": "标准没有数",
    } | GOOD
    assert client.post(page(opinion), given).url == reverse("issues:opinions")
    opinion.refresh_from_db()
    assert (opinion.status, opinion.word, opinion.items) == ("given", "amend", [{"at": "措施 2", "text": "标准没有数"}])
    assert "标准没有数" in text(client.get(page(opinion)))


def test_what_is_missing_is_said_beside_what_was_typed(world, enter):
    opinion = opinion_of(planned(world), "team", world)
    found = text(
        enter(world.team).post(
            page(opinion),
            {"move": "give", "word": "return", "items-count": 1, "items-0-at": "措施 1", "items-0-text": "", "text": ""}
            | GOOD,
        )
    )
    assert "请写明哪一条、要怎么改" in found
    found = text(
        enter(world.team).post(
            page(opinion),
            {"move": "give", "word": "agree", "items-count": 1, "items-0-at": "措施 1", "items-0-text": "写过的话"},
        )
    )
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


# ---- the office ------------------------------------------------------------------------------------------------------


def joint_url(issue):
    return reverse("issues:joint_review", args=[live_review(issue).public_id])


def test_the_office_sees_who_has_answered_and_merges_when_all_are_in(world, enter):
    issue = planned(world)
    world.move(opinion_of(issue, "team", world), "give", "team", data={"word": "agree"} | GOOD)
    client = enter(world.checker)
    plan = text(client.get(reverse("issues:plan", args=[issue.public_id])))
    assert "还有 2 家没有提意见：市纪委监委、市委组织部" in plan
    assert 'value="pass_plan"' not in plan
    assert "还不能看" in text(client.get(joint_url(issue)))
    world.opine(issue, text="")
    assert "看各家意见，合并答复" in text(client.get(reverse("issues:plan", args=[issue.public_id])))
    page = client.get(joint_url(issue))
    assert page.context["form"].initial["reply"] == "3 家同意。"
    answer = {"move": "pass_plan", "version": issue.version, "key": "k", "reply": "各家同意，请照此办理。"}
    assert client.post(joint_url(issue), answer).status_code == 302
    assert Issue.objects.get().status == Status.RECTIFYING
    assert "各家同意，请照此办理。" in text(enter(world.liaison).get(issue.get_absolute_url()))


def test_where_they_differ_the_clerk_is_refused_and_the_head_gives_a_reason(world, enter):
    issue = world.issue(at=Status.JOINT_REVIEW)
    world.opine(issue, "agree", "return", "amend")
    url, answer = joint_url(issue), {"move": "pass_joint", "version": issue.version, "reply": "请补一份记录。"}
    found = text(enter(world.checker).post(url, answer | {"key": "a", "reason": "经商各家"}))
    assert "须由督查负责人决定" in found
    assert "请补一份记录。" in found
    client = enter(world.head)
    assert "请写这样决定的理由" in text(client.post(url, answer | {"key": "b"}))
    assert client.post(url, answer | {"key": "c", "reason": "经商各家"}).status_code == 302
    assert Issue.objects.get().status == Status.AWAITING_DECISION


def test_a_plan_graded_poor_only_goes_back(world, enter):
    issue = planned(world)
    world.opine(issue, measures="poor", text="措施不管用")
    client = enter(world.checker)
    page = client.get(joint_url(issue))
    assert "评为“差”，须退回重做" in text(page)
    assert "措施方法评为“差”。" in page.context["form"].initial["reply"]
    answer = {"version": issue.version, "reply": "措施请重写。"}
    client.post(joint_url(issue), answer | {"move": "pass_plan", "key": "a"})
    assert Issue.objects.get().status == Status.PLAN_REVIEW
    assert client.post(joint_url(issue), answer | {"move": "return_plan", "key": "b"}).status_code == 302
    assert "措施请重写。" in text(enter(world.liaison).get(reverse("issues:plan", args=[issue.public_id])))


def test_the_clerk_does_not_return_a_plan_against_a_divided_table(world, enter):
    issue = planned(world)
    world.opine(issue, "return")
    answer = {"move": "return_plan", "version": issue.version, "reply": "请改。", "reason": "听少数"}
    enter(world.checker).post(joint_url(issue), answer | {"key": "a"})
    assert Issue.objects.get().status == Status.PLAN_REVIEW
    enter(world.head).post(joint_url(issue), answer | {"key": "b"})
    assert Issue.objects.get().status == Status.PLANNING


def test_a_late_body_is_skipped_by_the_head_with_a_reason(world, enter):
    issue = planned(world)
    review = live_review(issue)
    for who in ("discipline", "organisation"):
        world.move(opinion_of(issue, who, world), "give", who, data={"word": "agree"} | GOOD)
    review.due = today() - timedelta(days=4)
    review.save()
    late = opinion_of(issue, "team", world)
    skip = reverse("issues:opinion_skip", args=[late.public_id])
    assert skip not in text(enter(world.checker).get(joint_url(issue)))
    client = enter(world.head)
    assert skip in text(client.get(joint_url(issue)))
    client.post(skip, {"note": ""})
    assert Opinion.objects.get(pk=late.pk).status == "asked"
    client.post(skip, {"note": "催过两次没有回音", "key": "s"})
    assert Opinion.objects.get(pk=late.pk).status == "skipped"
    assert client.get(joint_url(issue)).context["form"] is not None


def test_what_waits_stands_on_the_first_page_of_the_office(world, enter):
    issue = planned(world)
    assert issue.title not in text(enter(world.checker).get("/"))
    world.opine(issue)
    found = text(enter(world.checker).get("/"))
    assert "联审意见已齐" in found
    assert reverse("issues:joint", args=[issue.public_id]) in found


def test_evidence_opens_for_reviewers_of_the_issue_and_of_no_other(world, enter):
    other = world.issue(at=Status.FIRST_REVIEW)
    issue = world.issue(at=Status.JOINT_REVIEW)
    client = enter(world.discipline)
    found = text(client.get(page(opinion_of(issue, "discipline", world))))
    for name, part in (("file", "file"), ("preview", "preview"), ("inline", "inline")):
        mine, theirs = (reverse(f"issues:evidence_{name}", args=[i.evidence.first().public_id]) for i in (issue, other))
        assert client.get(mine).status_code == 200, part
        assert client.get(theirs).status_code == 404, part
    assert reverse("issues:evidence_preview", args=[issue.evidence.first().public_id]) in found
    assert client.get(reverse("issues:evidence_edit", args=[issue.evidence.first().public_id])).status_code == 404
    assert client.get(other.get_absolute_url()).status_code == 404


def test_the_standard_is_ticked_line_by_line_and_printed(world, enter):
    world.work_by(world.procedure(Gate.STANDARD, text="责任落到人\n制度在执行"))
    issue = world.issue(at=Status.RECTIFYING)
    world.prepare(issue, "apply")
    url = reverse("ledgers:apply", args=[issue.public_id])
    client = enter(world.liaison)
    assert "制度在执行" in text(client.get(url))
    body = {
        "declared": "full",
        "result": "已整改",
        "matter": "yes",
        "persons": "not_applicable",
        "persons_note": "不涉及",
        "mechanism": "yes",
        "version": issue.version,
        "key": "k",
    }
    assert "还有 1 条没有确认：制度在执行" in text(client.post(url, body | {"standards": ["责任落到人"]}))
    assert client.post(url, body | {"standards": ["责任落到人", "制度在执行"]}).status_code == 302
    closure = issue.closures.get()
    assert closure.standards == ["责任落到人", "制度在执行"]
    assert "制度在执行" in text(enter(world.principal).get(reverse("ledgers:closure", args=[closure.public_id])))
    assert "制度在执行" in text(enter(world.principal).get(reverse("ledgers:sign", args=[issue.public_id])))
    world.move(issue, "endorse", "principal", data=world.filled(issue, "endorse"))
    assert "制度在执行" in text(enter(world.checker).get(reverse("ledgers:review", args=[issue.public_id])))


def test_the_reply_is_drafted_item_by_item_and_says_each_thing_once(world):
    issue = planned(world)
    items = [{"at": "措施 10", "text": "十"}, {"at": "措施 2", "text": "二"}]
    world.opine(issue, "amend", text="总的")
    opinions = list(live_review(issue).opinions.select_related("body").order_by("order"))
    for opinion in opinions:
        opinion.items = items
    lines = merged(opinions).splitlines()
    assert lines[0] == "2 家同意，1 家修改后同意。"
    assert lines[2:5] == ["措施 2", "　　二", ""]
    assert lines.index("措施 10") > lines.index("措施 2")
    rows = {row.at: row.differs for row in side_by_side(opinions)}
    assert (rows["意见"], rows["措施方法"], rows["措施 2"]) == (True, False, False)


def test_neither_the_reply_nor_the_trail_tells_the_unit_which_body_spoke(world, enter):
    world.work_by(world.procedure(Gate.PLAN_REVIEW))
    issue = world.issue(at=Status.PLAN_REVIEW)
    world.opine(issue, "return", text="请写实", items=[{"at": "措施 1", "text": "写明期限"}])
    opinions = list(live_review(issue).opinions.select_related("body", "given_by"))
    names = {name for o in opinions for name in (str(o.body), o.body.name, o.given_by.name, o.given_by.title) if name}
    laid_out = merged(opinions)
    assert [name for name in names if name in laid_out] == []
    trail = reverse("issues:trail", args=[issue.public_id])
    assert "提出联审意见" in text(enter(world.checker).get(trail))
    world.move(issue, "return_plan", "head", note=laid_out, data={"reply": laid_out, "reason": "从严"})
    for page in (trail, reverse("issues:joint", args=[issue.public_id])):
        answer = text(enter(world.liaison).get(page, follow=True))
        assert "写明期限" in answer, page
        assert [name for name in names if name in answer] == [], page
