"""A unit reports on a phone; the office reads, publishes and sees the week."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from issues.actions import reports, weeks
from issues.models import Phase, PhaseKind, Phrase, Report, Status, Week
from rectify.accounts.roles import Role
from rectify.calendars import days
from rectify.lib.dates import SHANGHAI
from rectify.roof.testing.pictures import picture
from rectify.roof.testing.world import build, person, unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ["江北区委", "临河县委", "市民政局", "市交通运输局", "市农业农村局", "市卫健委", "市城投集团"]
TITLES = [
    "保障性住房分配审核把关不严，公示不到位",
    "房屋建筑工程招投标监管不力",
    "城镇燃气安全隐患排查整治不彻底",
    "直管公房出租收益未及时入账",
]
TEXT = "312 户复核结果 11-17 在 9 个社区和市局网站公示，期限 15 日，至 12-02。剩余 2 户租金差额已缴 1 户。"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def report_all(world, week: Week, *, but: int) -> None:
    for index, report in enumerate(week.reports.select_related("issue__lead_unit", "week").order_by("issue_id")):
        if index % 7 == but:
            continue
        filled = {"text": TEXT, "next_step": f"{week.report_due:%m}月底前追缴最后 1 户租金差额 2.14 万元"}
        filled |= {"declared": "declared_doing", "kept": "kept" if report.promise else ""}
        if index % 7 == but + 1:
            filled = {
                "no_progress": "等待上级批复",
                "text": f"第 {week.number} 周还在等省厅",
                "kept": "not_kept" if report.promise else "",
                "kept_note": "等批复",
            }
        reports.send(report=report, by=world.actor_of(report.issue), **filled)


@pytest.fixture
def city(transactional_db):
    """Nine units, five weeks of history, the sixth open on its Thursday."""
    world = build()
    with time_machine.travel(at("2026-10-20T09:00"), tick=True):
        days.seed()
        Phase.objects.create(round=world.round, kind=PhaseKind.CONCENTRATED, starts=date(2026, 9, 8))
        Phrase.objects.create(use=Phrase.Use.NO_PROGRESS, text="等待上级批复")
        Phrase.objects.create(use=Phrase.Use.RETURN, text="没有写到什么程度")
        liaisons = {world.lead.pk: world.liaison, world.other.pk: world.other_liaison}
        for order, name in enumerate(NAMES, start=10):
            place = unit(name, parent=world.city, order=order, supervising_office=world.office)
            liaisons[place.pk] = person(f"u{order}", (Role.UNIT_LIAISON, place), (Role.UNIT_PRINCIPAL, place))
            world.cast |= {"liaison": liaisons[place.pk], "principal": liaisons[place.pk]}
            world.issue(at=Status.RECTIFYING, lead_unit=place, title=TITLES[order % 4])
        world.cast |= {"liaison": liaisons[world.lead.pk], "principal": world.cast["leader"]}
        world.cast["principal"] = person("principal2", (Role.UNIT_PRINCIPAL, world.lead))
        for index, title in enumerate(TITLES):
            due = date(2026, 11, 30) + timedelta(days=9 * index)
            world.issue(at=Status.RECTIFYING, title=title, due=due)
        world.actor_of = lambda issue: liaisons[issue.lead_unit_id]
    for index, monday in enumerate(["2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16"]):
        play(world, monday, but=(index + 3) % 7)
    tick("2026-11-23T08:45")
    return world


def tick(moment: str) -> None:
    with time_machine.travel(at(moment), tick=True):
        weeks.tick(at=at(moment))


def play(world, monday: str, *, but: int) -> None:
    starts = date.fromisoformat(monday)
    tick(f"{monday}T08:45")
    with time_machine.travel(at(f"{starts + timedelta(days=2)}T10:00"), tick=True):
        report_all(world, Week.objects.get(starts=starts), but=but)
    tick(f"{starts + timedelta(days=4)}T14:00")


def test_a_liaison_reports_on_a_phone(city, open_page, enter):
    with time_machine.travel(at("2026-11-26T15:20"), tick=True):
        page = open_page(width=390, height=844)
        enter(page, city.liaison)
        page.goto("/reports/")
        assert "本周待报 4 件" in page.inner_text("h1")
        picture(page, "reports-phone")
        page.click("text=从第 1 件开始填")
        picture(page, "report-phone")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert "与上周相同 100%" in page.inner_text("#like")
        assert page.is_hidden("[name=kept_note]")
        page.check("[name=kept][value=not_kept]")
        page.fill("[name=kept_note]", "对方账户变更，正在核对")
        page.fill("[name=text]", "最后 1 户已约谈，承诺本月缴清；公示照片 9 份已归档。")
        page.fill("[name=next_step]", "12月4日前缴清 2.14 万元")
        page.check("[name=declared][value=declared_mostly]")
        page.click("button:has-text('报送，接着填第 2 件')")
        assert "还有 3 件，今天 17:00 截止" in page.inner_text(".messages, .note, main")
        page.click("summary:has-text('本周没有新进展')")
        page.check("#none [value=not_kept]")
        page.select_option("#none select", "等待上级批复")
        page.fill("[name=none-text]", "批复件在市里会签，下周二前后能到")
        page.click("text=报“本周无进展”")
        assert "还有 2 件" in page.inner_text("main")
    assert Report.objects.filter(week__starts=date(2026, 11, 23), sent_at__isnull=False).count() == 2


def test_the_office_sees_reads_and_publishes(city, open_page, enter):
    with time_machine.travel(at("2026-11-26T10:00"), tick=True):
        report_all(city, Week.objects.get(starts=date(2026, 11, 23)), but=4)
    with time_machine.travel(at("2026-11-26T15:20"), tick=True):
        page = open_page()
        enter(page, city.head)
        page.goto("/reports/")
        picture(page, "reports-office")
        page.click("tbody .title >> nth=0")
        picture(page, "report-office")
        page.wait_for_selector("button:focus:has-text('阅，看下一件')")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=已阅。")
    tick("2026-11-27T14:00")
    with time_machine.travel(at("2026-11-27T14:05"), tick=True):
        page = open_page()
        enter(page, city.head)
        page.goto("/week/")
        picture(page, "week")
        page.click("text=改文字")
        picture(page, "week-words")
        page.click("text=发布小结并冻结")
        picture(page, "week-publish")
        page.click("button:has-text('发布小结并冻结')")
        assert "已发布并冻结" in page.inner_text("main")
        page.goto("/notices/")
        picture(page, "inbox")
        unit_page = open_page(width=390, height=844)
        enter(unit_page, city.liaison)
        unit_page.goto("/week/")
        picture(unit_page, "week-phone")
        assert unit_page.evaluate("document.documentElement.scrollWidth") <= 390
        unit_page.goto("/notices/")
        picture(unit_page, "inbox-phone")
