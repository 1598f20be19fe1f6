"""A round's week as a story: the clock moves, `tick` does what is due, people report or do not."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from issues.actions import reports, weeks
from issues.models import DispatchLine, Phase, PhaseKind, Report, Standing, Status, Week
from issues.weeks import counting, facts
from rectify.audit.models import Event
from rectify.audit.trail import verify
from rectify.calendars import days
from rectify.lib.dates import SHANGHAI
from rectify.lib.errors import Refused
from rectify.notices.models import Notice
from rectify.notices.notify import Line, notify_together
from rectify.options.stored import set_option
from rectify.roof.testing.counting import counted

pytestmark = pytest.mark.workflow


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def city(world):
    """Two units in 集中整改: three issues under way with the one, one with the other; the calendar of the seed."""
    with time_machine.travel(at("2026-11-12T09:00"), tick=False):
        days.seed()
        starts, ends = date(2026, 9, 8), date(2026, 12, 8)
        Phase.objects.create(round=world.round, kind=PhaseKind.CONCENTRATED, starts=starts, ends=ends)
        world.one = world.issue(at=Status.RECTIFYING, due=date(2027, 1, 20))
        world.two = world.issue(at=Status.RECTIFYING, due=date(2026, 11, 30))
        world.three = world.issue(at=Status.PLANNING, due=date(2027, 3, 1))
        world.foreign = world.issue(at=Status.RECTIFYING, due=date(2026, 11, 16), lead_unit=world.other)
    return world


def run(*moments: str) -> list[str]:
    """The acts done at each moment, by their words."""
    done = []
    for moment in moments:
        with time_machine.travel(at(moment), tick=False):
            done += [line.split("　")[1].split("：")[0] for line in weeks.tick(at=at(moment))]
    return done


def report_on(issue, moment: str, by=None, **filled) -> Report:
    report = issue.reports.select_related("week", "issue").order_by("-week__starts").first()
    filled = {"text": "本周核查 30 户", "next_step": "11月27日前核查完", "declared": "declared_doing"} | filled
    with time_machine.travel(at(moment), tick=False):
        reports.send(report=report, by=by, **filled)
    return report


def test_a_normal_week(city):
    assert run("2026-11-20T16:00") == ["预告下周清单"]
    assert Notice.objects.filter(key__startswith="week.preview").count() == 4
    assert run("2026-11-23T08:30") == ["启动本周调度"]
    assert set(Report.objects.values_list("issue", "why")) == {
        (city.one.pk, "集中整改期，每周报"),
        (city.two.pk, "集中整改期，每周报"),
        (city.three.pk, "集中整改期，每周报"),
        (city.foreign.pk, "已逾期，每周报"),
    }
    assert run("2026-11-23T08:45") == ["发周调度清单"]
    line = DispatchLine.objects.get(unit=city.lead)
    assert (line.owed, line.due, line.overdue, line.issues["due"]) == (3, 1, 0, [city.two.number])
    assert DispatchLine.objects.get(unit=city.other).overdue == 1
    told = Notice.objects.filter(key__startswith="week.dispatch").values_list("to__username", flat=True)
    assert set(told) == {"liaison", "principal", "other_liaison", "other_principal"}
    for issue in (city.one, city.two, city.three):
        report_on(issue, "2026-11-24T10:00", by=city.liaison)
    assert run("2026-11-25T15:00") == ["提醒未报单位"]
    nudged = Notice.objects.filter(key__startswith="week.nudge").values_list("to__username", flat=True)
    assert list(nudged) == ["other_liaison"]
    assert run("2026-11-26T17:00", "2026-11-27T10:00", "2026-11-27T14:00") == ["核定未报", "拟周小结"]
    assert [(s.unit, s.owed, s.on_time, s.missed, s.weeks_in_row, s.times) for s in Standing.objects.all()] == [
        (city.lead, 3, 3, 0, 0, 0),
        (city.other, 1, 0, 1, 1, 1),
    ]
    week = Week.objects.get()
    assert {name: len(week.facts["lists"][name]) for name in ("owed", "on_time", "missed")} == {
        "owed": 4,
        "on_time": 3,
        "missed": 1,
    }
    assert run("2026-11-27T18:00") == ["预告下周清单"]
    assert verify() == (Event.objects.count(), None)


def test_the_next_week_carries_promise_and_row(city):
    run("2026-11-23T08:45")
    report_on(city.one, "2026-11-24T10:00", by=city.liaison)
    run("2026-11-27T14:00", "2026-11-30T08:45")
    promised = dict(Report.objects.filter(week__starts=date(2026, 11, 30)).values_list("issue", "promise"))
    assert (promised[city.one.pk], promised[city.two.pk]) == ("11月27日前核查完", "")
    with pytest.raises(Refused, match="先回答上周的承诺"):
        report_on(city.one, "2026-12-01T10:00", by=city.liaison)
    report_on(city.one, "2026-12-01T10:00", by=city.liaison, kept="kept")
    run("2026-12-04T14:00")
    assert list(Standing.objects.filter(week__starts=date(2026, 11, 30)).values_list("weeks_in_row", "times")) == [
        (2, 2),
        (2, 2),
    ]


def test_late_stays_late_and_missed_stays_missed(city):
    run("2026-11-23T08:45")
    late = report_on(city.one, "2026-11-26T17:01", by=city.liaison)
    run("2026-11-27T10:00")
    missed = report_on(city.two, "2026-11-27T11:00", by=city.liaison)
    for report in (late, missed):
        report.refresh_from_db()
    assert (late.is_late, late.missed_at, missed.is_late, bool(missed.missed_at)) == (True, None, True, True)
    on_time = Report.objects.get(issue=city.three)
    assert on_time.missed_at
    assert on_time.status == Report.Status.DUE
    run("2026-11-27T14:00")
    assert Week.objects.get().facts["lists"]["missed"] == sorted([city.two.pk, city.three.pk, city.foreign.pk])


def test_a_returned_report_keeps_the_verdict_of_its_first_sending(city):
    run("2026-11-23T08:45")
    report = report_on(city.one, "2026-11-24T10:00", by=city.liaison)
    reports.send_back(report=report, note="没有写到什么程度", by=city.clerk)
    again = report_on(city.one, "2026-11-26T18:00", by=city.liaison)
    assert (again.is_late, again.status) == (False, Report.Status.SENT)


def test_an_issue_that_left_the_units_hands_is_not_missed(city):
    run("2026-11-23T08:45")
    with time_machine.travel(at("2026-11-24T09:00"), tick=False):
        city.bring(city.two, Status.AWAITING_SIGNATURE)
    run("2026-11-27T10:00")
    assert set(Report.objects.filter(missed_at__isnull=False).values_list("issue", flat=True)) == {
        city.one.pk,
        city.three.pk,
        city.foreign.pk,
    }
    assert Standing.objects.get(unit=city.lead).owed == 2


def test_outside_the_concentrated_phase_the_quiet_ones_report_once_a_month(city):
    Phase.objects.update(ends=date(2026, 11, 20))
    run("2026-11-23T08:45")
    assert dict(Report.objects.values_list("issue", "why")) == {
        city.one.pk: "每月报一次",
        city.two.pk: "30 天内到期，每周报",
        city.three.pk: "每月报一次",
        city.foreign.pk: "已逾期，每周报",
    }
    run("2026-11-27T14:00", "2026-11-30T08:45")
    week = Week.objects.get(starts=date(2026, 11, 30))
    assert set(week.reports.values_list("issue", flat=True)) == {city.two.pk, city.foreign.pk}
    run("2026-12-04T14:00", "2026-12-07T08:45")
    assert Week.objects.get(starts=date(2026, 12, 7)).reports.count() == 4


STORIES = {
    "normal": ["2026-11-23T08:30", "2026-11-23T08:45", "2026-11-25T15:00", "2026-11-27T10:00", "2026-11-27T14:00"],
    "twice": [moment for day in ("23T08:45", "25T15:00", "27T14:00") for moment in [f"2026-11-{day}"] * 2],
    "three days late": ["2026-11-26T08:30", "2026-11-30T08:20"],
}


def rows_after(city, moments) -> dict:
    run(*moments)
    return {
        "reports": sorted(Report.objects.values_list("issue", "why", "promise", "status")),
        "missed": Report.objects.filter(missed_at__isnull=False).count(),
        "lines": sorted(DispatchLine.objects.values_list("unit", "owed", "promises")),
        "standings": sorted(Standing.objects.values_list("unit", "owed", "on_time", "missed", "weeks_in_row", "times")),
        "weeks": list(Week.objects.filter(opened_at__isnull=False).values_list("starts", "number", "report_due")),
        "events": Event.objects.filter(
            kind__in=["issues.week.open", "issues.week.dispatch", "issues.week.missed"]
        ).count(),
    }


@pytest.mark.parametrize("story", ["twice", "three days late"])
def test_twice_or_late_leaves_the_same_rows(city, story):
    found = rows_after(city, STORIES[story])
    assert (len(found["reports"]), found["missed"], found["events"]) == (4, 4, 3)
    assert found["lines"] == sorted([(city.lead.pk, 3, 0), (city.other.pk, 1, 0)])
    assert found["standings"] == sorted([(city.lead.pk, 3, 0, 3, 1, 1), (city.other.pk, 1, 0, 1, 1, 1)])
    assert found["weeks"] == [(date(2026, 11, 23), 48, at("2026-11-26T17:00"))]


def test_a_week_slept_through_is_not_blamed_on_the_units(city):
    assert run("2026-11-27T10:00") == []
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    "monday,moments",
    [
        # 国庆 begins on Thursday; the week after merges; 2 units, all missed
        ("2026-09-28", ["2026-09-28T08:45", "2026-09-29T15:00", "2026-09-30T16:59", "2026-10-08T10:00"]),
        ("2026-05-04", ["2026-05-06T08:45", "2026-05-06T15:00", "2026-05-07T16:59", "2026-05-08T10:00"]),
    ],
)
def test_weeks_with_holidays(world, monday, moments):
    with time_machine.travel(at(monday + "T07:00") - timedelta(days=9), tick=False):
        days.seed()
        issue = world.issue(at=Status.RECTIFYING, is_focus=True)
    assert run(*moments) == ["启动本周调度", "发周调度清单", "提醒未报单位", "核定未报"]
    assert Week.objects.filter(opened_at__isnull=False).get().starts.isoformat() == monday
    assert issue.reports.get().missed_at == at(moments[-1])


def test_a_held_list_waits_for_a_person(city):
    run("2026-11-20T16:00")
    week = Week.objects.get()
    with pytest.raises(Refused, match="只有本轮督查办"):
        weeks.hold(week=week, reason="等会", at=at("2026-11-20T17:00"), by=city.liaison)
    weeks.hold(week=week, reason="等碰头会", at=at("2026-11-20T17:00"), by=city.clerk)
    assert run("2026-11-23T08:45") == ["启动本周调度"]
    weeks.send_now(week=week, at=at("2026-11-23T11:00"), by=city.clerk)
    assert (week.dispatched_at, week.held_at, week.lines.count()) == (at("2026-11-23T11:00"), None, 2)
    with pytest.raises(Refused, match="每周只发一次"):
        weeks.send_now(week=week, at=at("2026-11-23T11:01"), by=city.clerk)
    assert run("2026-11-23T12:00") == []


def test_a_list_sent_early_opens_its_week(city):
    run("2026-11-20T16:00")
    weeks.send_now(week=Week.objects.get(), at=at("2026-11-20T17:00"), by=city.head)
    assert (Report.objects.count(), DispatchLine.objects.count()) == (4, 2)
    assert run("2026-11-23T08:45") == []


def test_a_released_list_goes_out_by_itself(city):
    run("2026-11-23T08:30")
    week = Week.objects.get()
    weeks.hold(week=week, reason="等碰头会", at=at("2026-11-23T08:40"), by=city.clerk)
    assert run("2026-11-23T08:45") == []
    weeks.release(week=week, by=city.clerk)
    assert run("2026-11-23T09:00") == ["发周调度清单"]


def test_a_summary_is_edited_published_and_frozen(city):
    run("2026-11-23T08:45", "2026-11-27T14:00")
    week = Week.objects.get()
    with pytest.raises(Refused, match="没有这样的数：{应宝}"):
        weeks.write(week=week, words="本周应报 {应宝} 件，未报 {未报} 件", by=city.clerk)
    with pytest.raises(Refused, match="{未报}"):
        weeks.write(week=week, words="本周应报 {应报} 件", by=city.clerk)
    words = "本周应报 {应报} 件，未报 {未报} 件{未报单位}。请抓紧。"
    weeks.publish(week=week, words=words, at=at("2026-11-27T15:00"), by=city.head)
    with pytest.raises(Refused, match="已由head发布并冻结"):
        weeks.write(week=week, words=words + "改", by=city.head)
    assert len(week.digest) == 64
    assert Notice.objects.filter(key__startswith="week.publish").count() == 4


def test_only_the_unit_signs_its_line_and_once(city):
    run("2026-11-23T08:45")
    line = DispatchLine.objects.get(unit=city.lead)
    with pytest.raises(Refused, match="只有本单位"):
        weeks.sign(line=line, at=at("2026-11-23T09:00"), by=city.other_liaison)
    weeks.sign(line=line, at=at("2026-11-23T09:00"), by=city.liaison)
    weeks.sign(line=line, at=at("2026-11-23T10:00"), by=city.principal)
    assert (line.seen_at, line.seen_by) == (at("2026-11-23T09:00"), city.liaison)


def test_an_office_may_switch_the_week_off_or_move_its_hours(city):
    set_option("week.on", False, office=city.office)
    assert run("2026-11-23T08:45") == []
    set_option("week.on", True, office=city.office)
    set_option("week.opens", "07:30", office=city.office)
    assert run("2026-11-23T07:30") == ["启动本周调度"]


def test_the_command_says_what_it_did(city, capsys):
    with time_machine.travel(at("2026-11-23T08:45"), tick=False):
        call_command("week", on="2026-11-23T08:45")
        call_command("week", on="2026-11-23T08:45")
    out = capsys.readouterr().out.splitlines()
    assert ["启动本周调度：4 件应报" in out[0], "发周调度清单：2 家" in out[1], "没有到时未办的事" in out[2]] == [
        True
    ] * 3


def test_opening_and_sending_cost_the_same_for_many_issues(city):
    few = statements("2026-11-23T08:30", "2026-11-23T08:45")
    with time_machine.travel(at("2026-11-24T09:00"), tick=False):
        for _ in range(12):
            city.issue(at=Status.RECTIFYING)
    run("2026-11-27T14:00")
    many = statements("2026-11-30T08:30", "2026-11-30T08:45")
    assert Report.objects.filter(week__starts=date(2026, 11, 30)).count() == 16
    assert many <= few


def statements(*moments) -> int:
    with counted() as queries:
        run(*moments)
    return len(queries)


def test_a_figure_is_the_list_it_counts(city):
    run("2026-11-23T08:45")
    report_on(city.one, "2026-11-24T10:00", by=city.liaison, no_progress="等待上级批复", text="省厅说下周给答复")
    run("2026-11-27T14:00")
    week = Week.objects.get()
    lists = week.facts["lists"]
    assert set(lists) == set(facts.FIGURES)
    assert (lists["no_progress"], lists["on_time"]) == ([city.one.pk], [city.one.pk])
    mine = facts.part_of(week.facts, {city.foreign.pk})
    assert (mine["owed"], mine["missed"], mine["on_time"]) == ([city.foreign.pk], [city.foreign.pk], [])


def test_where_the_clock_is_off_a_person_opens_the_week(city):
    set_option("week.on", False, office=city.office)
    with pytest.raises(Refused, match="截止时间已过"):
        weeks.start(round_=city.round, at=at("2026-11-26T17:00"), by=city.clerk)
    with pytest.raises(Refused, match="只有本轮督查办"):
        weeks.start(round_=city.round, at=at("2026-11-24T09:00"), by=city.liaison)
    week = weeks.start(round_=city.round, at=at("2026-11-24T09:00"), by=city.clerk)
    again = weeks.start(round_=city.round, at=at("2026-11-24T09:01"), by=city.head)
    assert (week, week.opened_at, week.reports.count()) == (again, at("2026-11-24T09:00"), 4)
    weeks.send_now(week=week, at=at("2026-11-24T09:05"), by=city.clerk)
    assert week.lines.count() == 2


def test_the_preview_shows_what_monday_will_ask(city):
    run("2026-11-20T16:00")
    week = Week.objects.get()
    assert [(line.unit, line.owed) for line in counting.lines_of(week, on=week.starts, soon_days=14, due_days=30)] == [
        (city.lead, 3),
        (city.other, 1),
    ]


def test_a_year_without_holidays_is_told_to_the_office(world):
    with time_machine.travel(at("2026-11-12T09:00"), tick=False):
        world.issue(at=Status.RECTIFYING)
    run("2026-11-20T16:00")
    assert "还没有录入2026年的放假调休安排" in Notice.objects.filter(key__startswith="week.preview").first().text


def test_a_person_gets_one_notice_a_slot_with_a_line_for_each_round(world):
    later = world.later_round()
    world.issue(at=Status.RECTIFYING)
    world.issue(at=Status.RECTIFYING, round_=later)
    for round_ in (world.round, later):
        week = weeks.week_for(round_, weeks.moments_now(round_, date(2026, 11, 23)))
        weeks.send_now(week=week, at=week.opens_due, by=world.clerk)
        weeks.tick(at=week.summary_due, round_=round_)
    notices = Notice.objects.filter(kind="week").values_list("to", "key")
    slots = {(to, key.partition(":")[0]) for to, key in notices}
    assert len(notices) == len(slots) > 6
    for notice in Notice.objects.filter(kind="week"):
        lines = [line for line in notice.text.splitlines() if line.startswith("· ")]
        assert [world.round.name in lines[0], later.name in lines[1], len(lines)] == [True, True, 2]
        assert notice.title.startswith("2026年第48周")
        assert notice.title.endswith("（2 条）")


def test_a_line_that_joins_what_was_read_is_news(world):
    def say(*texts):
        lines = [Line([world.liaison], text, f"/{text}/") for text in texts]
        notify_together(lines, key="week.nudge:2026-11-23", title="未报齐", why="联络员", note="四点截止", url="/all/")
        return Notice.objects.get()

    alone = say("甲 3 件")
    assert (alone.title, alone.text, alone.url) == ("甲 3 件", "四点截止", "/甲 3 件/")
    Notice.objects.update(read_at=timezone.now())
    assert say("甲 3 件").read_at
    both = say("乙 1 件")
    assert (both.title, both.url, both.read_at) == ("未报齐（2 条）", "/all/", None)
    assert both.text == "· 甲 3 件\n· 乙 1 件\n四点截止"
