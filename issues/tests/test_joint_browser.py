"""In Chromium: three bodies review, each in its own session and blind to the others; they differ and the head decides."""

import pytest
from django.urls import reverse

from issues.models import Gate, Issue, Opinion, Status
from issues.reviews import live_review

pytestmark = pytest.mark.browser
BODIES = ("discipline", "organisation", "team")


@pytest.fixture
def world(transactional_db):
    from rectify.roof.testing.world import build

    return build()


def opinion_page(issue, who, world):
    found = Opinion.objects.of_bodies(getattr(world, who)).get(review=live_review(issue))
    return reverse("issues:opinion", args=[found.public_id])


def review_page(issue):
    return reverse("issues:joint_review", args=[issue.joint_reviews.get().public_id])


def test_three_bodies_differ_on_a_closure_and_the_head_decides(world, open_page, enter):
    issue = world.issue(at=Status.JOINT_REVIEW)
    sessions = {who: open_page() for who in BODIES}
    for who, page in sessions.items():
        enter(page, getattr(world, who))
    clerk = open_page()
    enter(clerk, world.checker)
    they_speak(world, issue, sessions, clerk)
    the_head_decides(world, issue, clerk, open_page(), open_page(), enter)


def they_speak(world, issue, sessions, clerk):
    """Each in its own session; until the last has spoken nobody reads another."""
    first = sessions["discipline"]
    first.goto("/")
    first.get_by_role("link", name="从最急的开始").click()
    first.get_by_label("对措施 2 的意见").fill("执行记录只有一周，请补满一个月")
    first.get_by_text("已存草稿").wait_for()
    first.reload()
    first.get_by_role("button", name="恢复那份").click()
    first.get_by_label("退回").check()
    first.get_by_role("button", name="提出意见").click()
    first.get_by_text("已提出意见").wait_for()

    second = sessions["organisation"]
    for address in (opinion_page(issue, "organisation", world), review_page(issue), issue.get_absolute_url()):
        second.goto(address)
        assert "执行记录只有一周" not in second.content()
    second.goto(opinion_page(issue, "organisation", world))
    second.get_by_label("同意", exact=True).check()
    second.get_by_role("button", name="提出意见").click()
    second.get_by_text("已提出意见").wait_for()

    clerk.goto(review_page(issue))
    assert "还不能看" in clerk.inner_text("main")
    assert "执行记录只有一周" not in clerk.content()

    third = sessions["team"]
    third.goto(opinion_page(issue, "team", world))
    third.get_by_label("修改后同意").check()
    third.get_by_label("总的意见").fill("附上台账复印件")
    third.get_by_role("button", name="提出意见").click()
    third.get_by_text("已提出意见").wait_for()


def the_head_decides(world, issue, clerk, head, unit, enter):
    """Where they differ the clerk may not; the unit reads the merged reply alone."""
    clerk.goto(review_page(issue))
    assert "执行记录只有一周" in clerk.get_by_label("合并答复", exact=True).input_value()
    assert "意见不一致" in clerk.inner_text("main")
    clerk.get_by_role("button", name="联审退回").click()
    assert Issue.objects.get(pk=issue.pk).status == Status.JOINT_REVIEW

    enter(head, world.head)
    head.goto(review_page(issue))
    head.get_by_label("合并答复", exact=True).fill("措施 2：执行记录请补满一个月，附台账复印件。")
    head.get_by_label("这样决定的理由").fill("记录不足，一家要求退回有道理")
    head.get_by_role("button", name="联审退回").click()
    head.get_by_text("联审已退回").wait_for()

    enter(unit, world.liaison)
    unit.goto("/")
    assert "执行记录请补满一个月" in unit.inner_text("main")
    unit.goto(issue.get_absolute_url())
    unit.locator("#joint-history").get_by_role("link").first.click()
    told = unit.inner_text("main")
    assert "执行记录请补满一个月" in told
    assert "附上台账复印件" not in told
    assert "一家要求退回有道理" not in told
    assert Issue.objects.get(pk=issue.pk).returns == 1


def test_a_plan_that_one_body_grades_poor_can_only_go_back(world, open_page, enter):
    world.work_by(world.procedure(Gate.PLAN_REVIEW))
    issue = world.issue(at=Status.PLAN_REVIEW)
    for who in BODIES:
        page = open_page()
        enter(page, getattr(world, who))
        page.goto(opinion_page(issue, who, world))
        for name in ("organisation", "responsibility", "measures"):
            worst = who == "team" and name == "measures"
            page.locator(f"input[name={name}][value={'poor' if worst else 'good'}]").check()
        page.get_by_label("修改后同意" if who == "team" else "同意", exact=True).check()
        page.get_by_label("对措施 1 的意见").fill("措施太笼统" if who == "team" else "")
        page.get_by_role("button", name="提出意见").click()
        page.get_by_text("已提出意见").wait_for()
    clerk = open_page()
    enter(clerk, world.checker)
    clerk.goto(reverse("issues:plan", args=[issue.public_id]))
    clerk.get_by_role("link", name="看各家意见，合并答复").click()
    assert "市委第三巡察组评为“差”，须退回重做" in clerk.inner_text("main")
    clerk.get_by_role("button", name="方案通过").click()
    assert Issue.objects.get(pk=issue.pk).status == Status.PLAN_REVIEW
    clerk.get_by_role("button", name="方案退回").click()
    clerk.get_by_text("方案已退回").wait_for()
    unit = open_page()
    enter(unit, world.liaison)
    unit.goto(reverse("issues:plan", args=[issue.public_id]))
    assert "措施太笼统" in unit.inner_text("main")
