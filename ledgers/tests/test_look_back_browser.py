"""In a browser: drawn with a published seed, planned, recorded on a phone, relapsed, open again; closed again, held, archived."""

from datetime import timedelta

import pytest
from django.urls import reverse

from issues.models import Issue, Status
from ledgers.conditions import standing_closure
from ledgers.models import Closure, Draw, Visit
from ledgers.reconcile import visible
from rectify.lib.dates import today
from rectify.roof.testing.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


def go(page, name, *args):
    page.goto(reverse(name, args=args))


def test_a_draw_finds_a_relapse_and_the_next_look_back_holds(world, open_page, enter):
    issues = [world.issue(at=Status.CLOSED, title=title) for title in ("电梯年检过期", "物业费不公示", "车位租售不公")]
    office, visitor, unit = open_page(), open_page(**PHONE), open_page(**PHONE)
    for page, person in ((office, "second_head"), (visitor, "visitor"), (unit, "liaison")):
        enter(page, getattr(world, person))
    issue = draw(office, issues)
    plan(office)
    old = standing_closure(issue)
    unseen(unit, issue)
    go(office, "ledgers:closure", old.public_id)
    paper = office.locator("main").inner_text()
    record(visitor, issue, "不属实或已反弹", note="三栋电梯又停了")
    relapse(visitor, issue)
    go(office, "ledgers:closure", old.public_id)
    untouched(paper, office.locator("main").inner_text(), old)
    counted(office)
    world.bring(issue, Status.CLOSED)
    hold(office, visitor, issue)
    assert not visible(world.clerk, [world.round]).differences


def draw(page, issues):
    go(page, "ledgers:look_backs")
    page.get_by_role("link", name="随机抽查").click()
    picture(page, "draws")
    page.get_by_role("link", name="锁定备抽名单").click()
    page.get_by_label("名称").fill("第四季度回头看抽查")
    page.get_by_label("抽几件").fill("1")
    page.get_by_label("随机数从哪里来").fill("12月1日双色球红球号码，由小到大，空格隔开")
    picture(page, "draw-new")
    page.get_by_role("button", name="锁定备抽名单").click()
    page.get_by_text("备抽名单已锁定").wait_for()
    picture(page, "draw-frozen")
    page.locator("#id_seed").fill("03 07 11 19 22 30")
    page.get_by_role("button", name="录入随机数").click()
    page.get_by_role("button", name="抽 1 件").click()
    page.get_by_text("已抽出 1 件").wait_for()
    page.get_by_text("逐件看").click()
    picture(page, "draw-drawn")
    return next(issue for issue in issues if issue.number in Draw.objects.get().result)


def plan(page):
    page.get_by_role("link", name="安排回头看 1 件").click()
    picture(page, "visit-plan")
    page.get_by_label("checker").check()
    page.get_by_role("button", name="安排").click()
    page.get_by_text("checker参与过这件的销号，回头看须换人去").wait_for()
    page.goto(reverse("ledgers:draw", args=[Draw.objects.get().public_id]))
    page.get_by_role("link", name="安排回头看 1 件").click()
    page.get_by_label("visitor").check()
    page.get_by_role("button", name="安排").click()
    page.get_by_text("单位看不到安排").wait_for()
    picture(page, "visit-ahead")
    go(page, "ledgers:look_backs")
    page.get_by_role("link", name="已安排 1").click()
    picture(page, "look-backs")


def unseen(page, issue):
    page.goto(issue.get_absolute_url())
    words = page.locator("main").inner_text()
    assert "观察期到" in words
    assert "安排" not in words


def record(page, issue, finding, note):
    """On the spot, on a phone: the issue's page leads there."""
    page.goto(issue.get_absolute_url())
    page.get_by_role("link", name="回头看", exact=True).first.click()
    page.get_by_label("地点").fill("幸福里小区 3 栋")
    page.get_by_label("看：看到什么").fill("电梯停运，告示未贴")
    page.get_by_label("访：问了谁").fill("住户三人，都说又停了")
    assert not page.get_by_label("反弹：当时改到位了").is_visible()
    page.get_by_label(finding).check()
    if finding.startswith("不属实"):
        page.get_by_label("反弹：当时改到位了").check()
    page.get_by_label("情况和要求").fill(note)
    picture(page, f"visit-form-phone-{issue.reopenings}")
    page.get_by_role("button", name="记录，不再改动").click()
    page.get_by_text("的回头看已记录").wait_for()
    picture(page, f"visit-recorded-phone-{issue.reopenings}")


def relapse(page, issue):
    page.get_by_label("新的整改期限").fill(f"{today() + timedelta(days=60):%Y-%m-%d}")
    page.get_by_role("button", name=f"按反弹重开 {issue.number}").click()
    page.wait_for_url(f"**{issue.get_absolute_url()}")
    issue.refresh_from_db()
    assert (issue.status, issue.reopenings) == (Status.RECTIFYING, 1)
    picture(page, "issue-relapsed-phone")


def untouched(before, after, old):
    """The old closure says what it said; only its outcome and the look back have come to it."""
    now = Closure.objects.get(pk=old.pk)
    assert (now.final_digest, now.grade, now.decided_at) == (old.final_digest, old.grade, old.decided_at)
    kept = [line for line in before.splitlines() if line.strip() and "已销号" not in line and "回头看" not in line]
    assert [line for line in kept if line not in after] == []
    assert "销号后重开" in after


def counted(page):
    go(page, "ledgers:look_back_results")
    cells = (
        page.locator("#hu").locator("xpath=ancestor::section").locator("tbody tr").last.locator("td").all_inner_texts()
    )
    assert [cell.strip() for cell in cells[1:]] == ["3", "1", "0", "0", "1", "0", "1", "0"]
    picture(page, "look-back-results")
    go(page, "ledgers:board")
    picture(page, "board-held")


def hold(office, visitor, issue):
    go(office, "ledgers:look_back", issue.public_id)
    office.get_by_label("visitor").check()
    office.get_by_role("button", name="安排").click()
    office.get_by_text("单位看不到安排").wait_for()
    go(office, "ledgers:visit_print", Visit.objects.get(recorded_at=None).public_id)
    picture(office, "visit-paper")
    record(visitor, issue, "属实，没有反弹", note="三栋电梯正常")
    assert visitor.get_by_text("期满才能归档").is_visible()
    Issue.objects.filter(pk=issue.pk).update(look_back_on=today())
    visitor.reload()
    visitor.get_by_role("button", name=f"归档 {issue.number}").click()
    visitor.wait_for_url(f"**{issue.get_absolute_url()}")
    issue.refresh_from_db()
    assert issue.status == Status.ARCHIVED
    picture(visitor, "issue-archived-phone")
