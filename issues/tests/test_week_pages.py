"""The pages of the week and of reports, through the client."""

from datetime import date, datetime

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from issues.actions import weeks
from issues.models import Phase, PhaseKind, Phrase, Report, Status, Week
from rectify.audit.models import Event
from rectify.calendars import days
from rectify.lib.dates import SHANGHAI
from rectify.roof.testing.counting import counted
from rectify.roof.testing.markup import flat

FILLED = {"text": "核查 30 户", "next_step": "下周核查完", "declared": "declared_doing"}
NOW = datetime(2026, 11, 26, 15, 20, tzinfo=SHANGHAI)


def tick(moment: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    with time_machine.travel(at, tick=False):
        weeks.tick(at=at)


@pytest.fixture
def city(world):
    with time_machine.travel(datetime(2026, 11, 12, 9, tzinfo=SHANGHAI), tick=False):
        days.seed()
        Phase.objects.create(round=world.round, kind=PhaseKind.CONCENTRATED, starts=date(2026, 9, 8))
        world.one = world.issue(at=Status.RECTIFYING, due=date(2026, 11, 30))
        world.two = world.issue(at=Status.RECTIFYING, due=date(2026, 12, 8))
        world.foreign = world.issue(at=Status.RECTIFYING, lead_unit=world.other)
        Phrase.objects.get_or_create(use=Phrase.Use.NO_PROGRESS, text="等待上级批复")
        Phrase.objects.get_or_create(use=Phrase.Use.RETURN, text="没有写到什么程度")
    tick("2026-11-23T08:45")
    world.week = Week.objects.get(opened_at__isnull=False)
    with time_machine.travel(NOW, tick=False):
        yield world


@pytest.fixture
def enter_as(client):
    def enter(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return enter


def of(issue) -> Report:
    return Report.objects.get(issue=issue)


def page(name, **kwargs) -> str:
    return reverse(f"issues:{name}", kwargs=kwargs or None)


def test_a_unit_fills_in_one_report_after_the_other(city, enter_as):
    client = enter_as(city.liaison)
    assert "本周待报 2 件" in flat(client.get(page("reports")).content.decode())
    here = client.get(page("report", public_id=of(city.one).public_id))
    assert "报送，接着填第 2 件" in flat(here.content.decode())
    filled = {
        "text": "核查 30 户",
        "next_step": "11月27日前核查完",
        "declared": "declared_doing",
        "key": here.context["key"],
    }
    answer = client.post(page("report_send", public_id=of(city.one).public_id), filled, follow=True)
    assert f"已报送 {city.one.number}。还有 1 件，今天 17:00 截止。" in flat(answer.content.decode())
    assert answer.context["report"] == of(city.two)
    count = Event.objects.count()
    client.post(page("report_send", public_id=of(city.one).public_id), filled)
    assert (Event.objects.count(), of(city.one).version) == (count, 2)


def test_no_progress_takes_one_step(city, enter_as):
    client, address = enter_as(city.liaison), page("report_none", public_id=of(city.one).public_id)
    assert client.post(address, {"none-no_progress": ""}).status_code == 400
    assert client.post(address, {"none-no_progress": "等待上级批复"}).status_code == 400
    assert client.post(address, {"none-no_progress": "等待上级批复", "none-text": "等待 上级批复"}).status_code == 400
    client.post(address, {"none-no_progress": "等待上级批复", "none-text": "省厅说下周给答复"})
    report = of(city.one)
    assert (report.no_progress, report.text, report.status) == ("等待上级批复", "省厅说下周给答复", Report.Status.SENT)


def test_an_empty_report_is_refused_and_keeps_what_was_typed(city, enter_as):
    client = enter_as(city.liaison)
    answer = client.post(page("report_send", public_id=of(city.one).public_id), {"next_step": "明天去"})
    assert answer.status_code == 400
    assert "text" in answer.context["form"].errors
    assert "明天去" in flat(answer.content.decode())


def test_the_office_reads_and_returns(city, enter_as):
    client = enter_as(city.liaison)
    for issue in (city.one, city.two):
        client.post(page("report_send", public_id=of(issue).public_id), FILLED)
    client = enter_as(city.clerk)
    assert [row.issue for row in client.get(page("reports")).context["page"].rows] == [city.one, city.two]
    answer = client.post(page("report_read", public_id=of(city.one).public_id))
    assert answer.url == page("report", public_id=of(city.two).public_id)
    assert client.post(page("report_return", public_id=of(city.two).public_id), {"phrase": ""}).status_code == 400
    client.post(page("report_return", public_id=of(city.two).public_id), {"phrase": "没有写到什么程度"})
    assert [of(city.one).status, of(city.two).status] == ["read", "returned"]
    assert "没有写到什么程度" in flat(enter_as(city.liaison).get(page("reports")).content.decode())


def test_the_office_reads_several_at_once(city, enter_as):
    client = enter_as(city.liaison)
    client.post(page("report_send", public_id=of(city.one).public_id), FILLED)
    ids = [of(city.one).public_id, of(city.two).public_id]
    answer = enter_as(city.clerk).post(page("reports_read"), {"ids": ids}, follow=True)
    assert "已阅 1 件" in flat(answer.content.decode())
    assert city.two.number in flat(answer.content.decode())


def test_the_week_shows_all_units_to_the_office_and_one_to_a_unit(city, enter_as):
    context = enter_as(city.clerk).get(page("week")).context
    assert [row.unit for row in context["rows"]] == [city.lead, city.other]
    assert [fig.count for fig in context["figs"]][:4] == [3, 0, 0, 0]
    context = enter_as(city.liaison).get(page("week")).context
    assert [row.unit for row in context["rows"]] == [city.lead]
    assert [line.unit for line in context["lines"]] == [city.lead]
    assert context["figs"][0].count == 2


@pytest.mark.parametrize("who", ["clerk", "liaison", "other_liaison", "leader"])
def test_each_number_opens_the_list_it_counts(city, enter_as, who):
    tick("2026-11-27T14:00")
    client = enter_as(getattr(city, who))
    for fig in client.get(page("week")).context["figs"]:
        answer = client.get(fig.url)
        assert len(answer.context["page"].rows) == fig.count == answer.context["count"]


def test_the_page_costs_the_same_for_many_issues(city, enter_as):
    client = enter_as(city.clerk)
    client.get(page("week"))
    with counted(60) as few:
        client.get(page("week"))
    for _ in range(8):
        issue = city.issue(at=Status.RECTIFYING)
        Report.objects.create(week=city.week, issue=issue, unit=issue.lead_unit, why="集中整改期，每周报")
    with counted(len(few)):
        client.get(page("week"))


def test_publishing_has_a_page_of_its_own(city, enter_as):
    tick("2026-11-27T14:00")
    client = enter_as(city.head)
    assert "本周应报 3 件" in flat(client.get(page("week_publish", public_id=city.week.public_id)).content.decode())
    client.post(page("week_write", public_id=city.week.public_id), {"words": "应报 {应报} 件，未报 {未报} 件。请抓紧"})
    client.post(page("week_publish", public_id=city.week.public_id))
    city.week.refresh_from_db()
    assert (city.week.published_by, city.week.words) == (city.head, "应报 {应报} 件，未报 {未报} 件。请抓紧")
    unit = flat(enter_as(city.liaison).get(page("week")).content.decode())
    assert "我们的部分" in unit
    assert "请抓紧" not in unit


def test_what_is_published_is_what_was_seen(city, enter_as):
    tick("2026-11-27T14:00")
    address = page("week_publish", public_id=city.week.public_id)
    client = enter_as(city.head)
    seen = client.get(address).context["seen"]
    weeks.write(week=city.week, words="应报 {应报} 件，未报 {未报} 件。", by=city.clerk)
    again = client.post(address, {"seen": seen})
    assert "有改动，还没有发布" in flat(again.content.decode())
    city.week.refresh_from_db()
    assert city.week.published_at is None
    client.post(address, {"seen": again.context["seen"]})
    city.week.refresh_from_db()
    assert city.week.published_by == city.head


def test_the_second_to_report_keeps_the_words(city, enter_as):
    client = enter_as(city.liaison)
    client.post(page("report_send", public_id=of(city.one).public_id), FILLED)
    answer = enter_as(city.principal).post(
        page("report_send", public_id=of(city.one).public_id), FILLED | {"text": "负责人写的进展"}
    )
    assert "已由liaison于" in flat(answer.content.decode())
    assert "可以从这里复制：负责人写的进展" in flat(answer.content.decode())
    assert of(city.one).text == "核查 30 户"


STALE = {
    "report_send": ("liaison", FILLED | {"text": "后写的进展"}, "后写的进展", "此件已经变动"),
    "report_none": (
        "liaison",
        {"none-no_progress": "等待上级批复", "none-text": "省厅未复"},
        "等待上级批复",
        "此件已经变动",
    ),
    "report_read": ("clerk", {"note": "后写的意见"}, "", "您这次没有写入任何数据"),
    "report_return": ("clerk", {"note": "后写的理由"}, "后写的理由", "您这次没有写入任何数据"),
}


@pytest.mark.parametrize("name", STALE)
def test_who_saw_an_older_version_writes_over_nobody(city, enter_as, name):
    """Two people on one report: the page refuses the second, whose words stay in the form."""
    who, body, typed, sentence = STALE[name]
    if who == "clerk":
        enter_as(city.liaison).post(page("report_send", public_id=of(city.one).public_id), FILLED)
    report, client = of(city.one), enter_as(getattr(city, who))
    shown = flat(client.get(page("report", public_id=report.public_id)).content.decode())
    assert f'name="version" value="{report.version}"' in shown
    Report.objects.filter(pk=report.pk).update(version=report.version + 1)
    answer = client.post(page(name, public_id=report.public_id), body | {"version": report.version})
    assert (answer.status_code, of(city.one).status) == (400, report.status)
    assert typed in flat(answer.content.decode())
    assert sentence in flat(answer.content.decode())


@pytest.mark.parametrize("words", [{"declared": "随便写的"}, {"kept": "大概"}])
def test_the_database_refuses_codes_that_no_page_can_show(city, words):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=of(city.one).pk).update(**words)


def test_a_bad_place_in_the_words_is_named_and_the_text_stays(city, enter_as):
    tick("2026-11-27T14:00")
    answer = enter_as(city.head).post(
        page("week_write", public_id=city.week.public_id), {"words": "应报 {应宝} 件。长话"}
    )
    assert answer.status_code == 400
    assert "{应宝}" in flat(answer.content.decode())
    assert "长话" in flat(answer.content.decode())


def test_holding_and_sending_by_hand(city, enter_as):
    tick("2026-11-27T16:00")
    week, client = Week.objects.get(opened_at=None), enter_as(city.clerk)
    assert client.post(page("week_hold", public_id=week.public_id), {"reason": ""}).status_code == 400
    client.post(page("week_hold", public_id=week.public_id), {"reason": "等碰头会"})
    assert "等碰头会" in flat(client.get(page("week", public_id=week.public_id)).content.decode())
    client.post(page("week_release", public_id=week.public_id))
    client.post(page("week_send", public_id=week.public_id))
    week.refresh_from_db()
    assert (week.held_at, week.dispatched_at) == (None, NOW)


def test_what_differs_from_the_preview_is_confirmed_unit_by_unit(city, enter_as):
    tick("2026-11-27T16:00")
    with time_machine.travel(datetime(2026, 11, 28, 9, tzinfo=SHANGHAI), tick=False):
        city.issue(at=Status.RECTIFYING, lead_unit=city.other, due=date(2026, 12, 20))
    tick("2026-11-30T08:30")
    week = Week.objects.get(starts=date(2026, 11, 30))
    with time_machine.travel(datetime(2026, 11, 30, 8, 35, tzinfo=SHANGHAI), tick=False):
        client, here = enter_as(city.clerk), page("week_send", public_id=week.public_id)
        asked = client.get(here)
        assert [words for _, words in asked.context["form"].fields["units"].choices] == [
            f"{city.other}：预告 1 件，现在 2 件"
        ]
        refused = client.post(here)
        assert "请逐家核对后勾选" in flat(refused.content.decode())
        week.refresh_from_db()
        assert week.dispatched_at is None
        client.post(here, {"units": [city.other.public_id]})
    week.refresh_from_db()
    assert week.dispatched_at is not None


def test_a_unit_signs_its_line(city, enter_as):
    line = city.week.lines.get(unit=city.lead)
    assert enter_as(city.other_liaison).post(page("week_sign", pk=line.pk)).status_code == 404
    enter_as(city.liaison).post(page("week_sign", pk=line.pk))
    line.refresh_from_db()
    assert line.seen_by == city.liaison


@pytest.mark.parametrize("which", ["dispatch", "standing"])
def test_the_lists_are_workbooks(city, enter_as, which):
    from io import BytesIO

    import openpyxl

    answer = enter_as(city.clerk).get(page("week_book", public_id=city.week.public_id, which=which))
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "市住建局" in cells
    assert "合计" in cells
    assert Event.objects.filter(kind="issues.week.export", by=city.clerk).count() == 1


ACTS = ["week_hold", "week_release", "week_send", "week_redraft", "week_write", "week_publish"]


@pytest.mark.parametrize("name", ACTS)
def test_a_unit_does_none_of_the_offices_acts(city, enter_as, name):
    tick("2026-11-27T14:00")
    before = Event.objects.count()
    enter_as(city.liaison).post(page(name, public_id=city.week.public_id), {"reason": "x", "words": "{应报}{未报}"})
    assert Event.objects.count() == before


def test_strangers_find_nothing(city, enter_as):
    client = enter_as(city.stranger)
    assert client.get(page("week", public_id=city.week.public_id)).status_code == 404
    assert client.get(page("report", public_id=of(city.one).public_id)).status_code == 404
    assert enter_as(city.other_liaison).get(page("report", public_id=of(city.one).public_id)).status_code == 404


def test_a_leader_sees_what_has_not_come_and_cannot_write_it(city, enter_as):
    client = enter_as(city.leader)
    page_ = flat(client.get(page("reports")).content.decode())
    assert "还有 2 件等牵头单位报送" in page_
    assert client.post(page("report_send", public_id=of(city.one).public_id), FILLED).status_code == 400
    assert of(city.one).status == "due"
