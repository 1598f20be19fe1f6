"""A list that went out is taken back while nobody has signed for it; a report tells how much of the one before it repeats."""

import pytest

from issues.actions import weeks
from issues.models import Week
from issues.moves.reports import SEND
from issues.tests.test_week import at, city, report_on, run  # noqa: F401  (city is a fixture)
from issues.weeks import desk
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.errors import Refused
from rectify.notices.models import Notice


def test_a_list_is_withdrawn_until_a_unit_has_signed_and_sent_anew(city):  # noqa: F811
    run("2026-11-23T08:45")
    week, asked = Week.objects.get(), {"reason": "漏了一家单位", "at": at("2026-11-23T09:00"), "by": city.clerk}
    with pytest.raises(Refused, match="请写撤回的理由"):
        weeks.take_back(week=week, **asked | {"reason": " "})
    weeks.take_back(week=week, **asked)
    assert (week.dispatched_at, week.lines.count(), week.held_reason) == (None, 0, "漏了一家单位")
    assert Event.objects.on(week).last().facts["listed"]["市住建局"].startswith("应报 3")
    people = Notice.objects.filter(key__startswith="week.withdrawn").values_list("to__username", flat=True)
    assert sorted(people) == ["liaison", "other_liaison", "other_principal", "principal"]
    assert run("2026-11-23T10:00") == []
    weeks.send_now(week=week, at=at("2026-11-23T11:00"), by=city.clerk)
    assert Notice.objects.filter(key__startswith="week.dispatch", to=city.liaison).count() == 2
    weeks.sign(line=week.lines.get(unit=city.lead), at=at("2026-11-23T11:30"), by=city.liaison)
    with pytest.raises(Refused, match="市住建局已经签收，清单不能再撤回"):
        weeks.take_back(week=week, **asked)


def test_a_report_says_how_much_of_the_text_before_it_repeats(city):  # noqa: F811
    """At every door, for the record: in the row, in the answer to the writer, in the trail."""
    run("2026-11-23T08:45")
    first = report_on(city.one, "2026-11-24T10:00", by=city.liaison)
    report_on(city.two, "2026-11-24T10:00", by=city.liaison)
    run("2026-11-30T08:45")
    same = report_on(city.one, "2026-12-01T10:00", by=city.liaison, kept="kept")
    other = report_on(city.two, "2026-12-01T10:00", by=city.liaison, kept="kept", text="又核查 12 户，退回 3 户")
    assert (first.likeness, same.likeness) == (None, 100)
    assert 0 < other.likeness < 50
    assert SEND.after(same) == f"已报送 {city.one.number} 的周报，文字与上次相同 100%。等督查办阅。"
    assert sentence(Event.objects.on(same).last()).endswith("周报，文字与上次相同 100%")


def test_no_progress_is_said_in_own_words_that_are_not_those_of_the_week_before(city):  # noqa: F811
    run("2026-11-23T08:45")
    stuck = {"by": city.liaison, "no_progress": "等待上级批复", "next_step": "", "declared": ""}
    for empty in ("", "等待 上级批复"):
        with pytest.raises(Refused, match="请用自己的话写"):
            report_on(city.one, "2026-11-24T10:00", **stuck, text=empty)
    report_on(city.one, "2026-11-24T10:00", **stuck, text="省厅说下周给答复")
    report_on(city.two, "2026-11-24T10:00", by=city.liaison, text="核查 30 户", next_step="")
    run("2026-11-30T08:45")
    for issue, copied in ((city.one, "省厅说下周 给答复"), (city.two, "核查30户")):
        with pytest.raises(Refused, match="和上次写的一样"):
            report_on(issue, "2026-12-01T10:00", **stuck, text=copied)
    report_on(city.one, "2026-12-01T10:00", **stuck, text="省厅还没有答复，已去函催")
    assert desk.last_written(city.one.reports.get(week__number=49)) is None
