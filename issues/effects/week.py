"""Who is told what in the week. Titles hold numbers, the page behind the link holds the content."""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.urls import reverse

from issues.models import DispatchLine, Report, Standing, Week
from rectify.accounts.directory import people_for, people_for_each
from rectify.accounts.models import Unit
from rectify.accounts.roles import Role
from rectify.calendars import days
from rectify.lib.dates import SHANGHAI, short
from rectify.notices.notify import Letter, notify, notify_all

OFFICE = (Role.OFFICE_CLERK, Role.OFFICE_HEAD)
UNIT = (Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL)
NOTHING: Mapping[Unit, str] = MappingProxyType({})
WORDS = {
    "owed": "应报",
    "due": "临期",
    "overdue": "逾期",
    "returned": "退回",
    "promises": "待答承诺",
    "awaiting_signature": "待审签",
}


def address(week: Week) -> str:
    return reverse("issues:week", kwargs={"public_id": week.public_id})


def reports(week: Week) -> str:
    return f"{reverse('issues:reports')}?week={week.public_id}"


def slot(week: Week) -> str:
    """Which week of which round: people serve several rounds, whose weeks bear the same numbers."""
    return f"{week.round.name}第 {week.number} 周"


def moment(at) -> str:
    at = at.astimezone(SHANGHAI)
    return f"{short(at.date())} {at:%H:%M}"


def preview(week: Week, *, count: int) -> int:
    """The office hears what Monday's list will hold; how many people."""
    people = people_for(week.round.office, *OFFICE)
    text = [f"{moment(week.dispatch_due)} 自动发出；要改期请先暂缓。"]
    text += days.current().warnings(week.starts, week.missed_due.astimezone(SHANGHAI).date())
    notify(
        people,
        key=f"week.preview:{week.pk}",
        kind="week",
        title=f"{slot(week)}清单预告：{count} 件应报",
        text="\n".join(text),
        why="本轮督查办人员",
        url=address(week),
    )
    return len(people)


def dispatch(week: Week, lines: Iterable[DispatchLine], beside: Mapping[Unit, str] = NOTHING) -> int:
    """A line to each unit that has anything on the list; how many people. `beside`: what of its recommendations is said in
    the same line, so that nobody hears of one week twice."""
    by_unit = {line.unit: [numbers(line)] for line in lines if any(getattr(line, name) for name in WORDS)}
    for unit, words in beside.items():
        by_unit.setdefault(unit, []).append(words)
    people = people_for_each(by_unit, *UNIT)
    notify_all(
        Letter(
            people[unit.pk],
            f"week.dispatch:{week.pk}:{unit.pk}",
            "week",
            f"{unit} {slot(week)}调度清单：" + "，".join(words),
            f"{unit}联络员或主要负责人",
            f"周报 {moment(week.report_due)} 截止。",
            address(week),
        )
        for unit, words in by_unit.items()
    )
    return len({person.pk for staff in people.values() for person in staff})


def numbers(line: DispatchLine) -> str:
    return "，".join(f"{word} {getattr(line, name)}" for name, word in WORDS.items() if getattr(line, name))


def nudge(week: Week, waiting: Iterable[Report]) -> tuple[int, int]:
    """The liaisons of the units that have not reported all, and nobody else; how many units and people."""
    units = {report.unit_id: report.unit for report in waiting}
    counts = Counter(report.unit_id for report in waiting)
    people = people_for_each(units.values(), Role.UNIT_LIAISON)
    notify_all(
        Letter(
            people[pk],
            f"week.nudge:{week.pk}:{pk}",
            "week",
            f"{unit} {slot(week)}还有 {counts[pk]} 件周报未报",
            f"{unit}联络员，且本周还没有报齐",
            f"{moment(week.report_due)} 截止。没有新进展的，报“本周无进展”并选原因。",
            reports(week),
        )
        for pk, unit in units.items()
    )
    return len(units), len({person.pk for staff in people.values() for person in staff})


def missed(week: Week, rows: list[Standing]) -> None:
    """The units whose reports were fixed as 未报 hear the fact and the way on."""
    people = people_for_each([row.unit for row in rows], *UNIT)
    notify_all(
        Letter(
            people[row.unit_id],
            f"week.missed:{week.pk}:{row.unit_id}",
            "week",
            f"{row.unit} {slot(week)}未报 {row.missed} 件，连续 {row.weeks_in_row} 周",
            f"{row.unit}联络员或主要负责人",
            "现在仍可补报，记为未报后补报。",
            reports(week),
        )
        for row in rows
    )


def drafted(week: Week) -> None:
    notify(
        people_for(week.round.office, *OFFICE),
        key=f"week.draft:{week.pk}",
        kind="week",
        title=f"{slot(week)}小结已拟好，请改定发布",
        why="本轮督查办人员",
        url=address(week),
    )


def published(week: Week, units: list[Unit]) -> None:
    """The units hear that their part can be read, the office's people that it is out."""
    people = people_for_each(units, *UNIT)
    unique = {person.pk: person for staff in people.values() for person in staff}
    notify(
        unique.values(),
        key=f"week.publish:{week.pk}",
        kind="week",
        title=f"{slot(week)}小结已发布",
        why="本轮单位的联络员或主要负责人",
        url=address(week),
    )
