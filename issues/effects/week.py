"""Who is told what in the week: one notice per person and slot, whatever rounds and units it is about. Lines hold numbers, the
page behind the link holds the content."""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.urls import reverse

from issues.models import DispatchLine, Report, Standing, Week
from rectify.accounts.directory import people_for, people_for_each
from rectify.accounts.models import Unit
from rectify.accounts.roles import Role
from rectify.calendars import days
from rectify.lib.dates import SHANGHAI, short, week_number
from rectify.notices.notify import Line, notify_together

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
    return f"{week.round.name} {week_number(week.starts)}"


def moment(at) -> str:
    at = at.astimezone(SHANGHAI)
    return f"{short(at.date())} {at:%H:%M}"


def tell(week: Week, lines: Iterable[Line], *, name: str, title: str, url: str, why: str, note: str = "") -> int:
    """Say `lines` in the notice of this slot; how many people hear of it. `title` stands above several, seen together at
    `url`."""
    matters = list(lines)
    words = {"title": f"{week_number(week.starts)}{title}", "why": why, "note": note, "url": url}
    notify_together(matters, key=f"week.{name}:{week.starts}", **words)
    return len({person.pk for line in matters for person in line.people})


def preview(week: Week, *, count: int) -> int:
    """The office hears what Monday's list will hold; how many people."""
    text = [f"{moment(week.dispatch_due)} 自动发出；要改期请先暂缓。"]
    text += days.current().warnings(week.starts, week.missed_due.astimezone(SHANGHAI).date())
    line = Line(people_for(week.round.office, *OFFICE), f"{slot(week)}清单预告：{count} 件应报", address(week))
    words = {"title": "清单预告", "why": "本轮督查办人员", "note": "\n".join(text)}
    return tell(week, [line], name="preview", url=reverse("issues:home"), **words)


def again(week: Week) -> str:
    """Part of the key of what is told once: a list that was withdrawn and goes out anew is told anew."""
    return f".{week.withdrawn_at.astimezone(SHANGHAI):%m%d%H%M%S}" if week.withdrawn_at else ""


def withdrawn(week: Week, lines: Iterable[DispatchLine], reason: str) -> None:
    """Whoever had a line on the list hears that it does not count."""
    units = [line.unit for line in lines if any(getattr(line, name) for name in WORDS)]
    unique = {person.pk: person for staff in people_for_each(units, *UNIT).values() for person in staff}
    line = Line(unique.values(), f"{slot(week)}调度清单已撤回，请不要照它办", address(week))
    about = {
        "title": "调度清单已撤回",
        "why": "清单上单位的联络员或主要负责人",
        "note": f"理由：{reason}。改好后重新发出。",
    }
    tell(week, [line], name=f"withdrawn{again(week)}", url=reverse("issues:reports"), **about)


def dispatch(week: Week, lines: Iterable[DispatchLine], beside: Mapping[Unit, str] = NOTHING) -> int:
    """A line to each unit that has anything on the list; how many people. `beside`: what of its recommendations is said in
    the same line, so that nobody hears of one week twice."""
    by_unit = {line.unit: [numbers(line)] for line in lines if any(getattr(line, name) for name in WORDS)}
    for unit, words in beside.items():
        by_unit.setdefault(unit, []).append(words)
    people = people_for_each(by_unit, *UNIT)
    matters = (
        Line(people[unit.pk], f"{unit} {slot(week)}调度清单：" + "，".join(words), address(week))
        for unit, words in by_unit.items()
    )
    note = f"周报 {moment(week.report_due)} 截止。"
    about = {"title": "调度清单", "why": "这些单位的联络员或主要负责人", "note": note}
    return tell(week, matters, name=f"dispatch{again(week)}", url=reverse("issues:reports"), **about)


def numbers(line: DispatchLine) -> str:
    return "，".join(f"{word} {getattr(line, name)}" for name, word in WORDS.items() if getattr(line, name))


def nudge(week: Week, waiting: Iterable[Report]) -> tuple[int, int]:
    """The liaisons of the units that have not reported all, and nobody else; how many units and people."""
    units = {report.unit_id: report.unit for report in waiting}
    counts = Counter(report.unit_id for report in waiting)
    people = people_for_each(units.values(), Role.UNIT_LIAISON)
    matters = (
        Line(people[pk], f"{unit} {slot(week)}还有 {counts[pk]} 件周报未报", reports(week))
        for pk, unit in units.items()
    )
    note = f"{moment(week.report_due)} 截止。没有新进展的，报“本周无进展”并选原因。"
    about = {"title": "周报未报齐", "why": "这些单位的联络员，且本周还没有报齐", "note": note}
    return len(units), tell(week, matters, name="nudge", url=reverse("issues:reports"), **about)


def missed(week: Week, rows: list[Standing]) -> None:
    """The units whose reports were fixed as 未报 hear the fact and the way on."""
    people = people_for_each([row.unit for row in rows], *UNIT)
    matters = (
        Line(
            people[row.unit_id],
            f"{row.unit} {slot(week)}未报 {row.missed} 件，连续 {row.weeks_in_row} 周",
            reports(week),
        )
        for row in rows
    )
    about = {"title": "未报已核定", "why": "这些单位的联络员或主要负责人", "note": "现在仍可补报，记为未报后补报。"}
    tell(week, matters, name="missed", url=reverse("issues:reports"), **about)


def drafted(week: Week) -> None:
    line = Line(people_for(week.round.office, *OFFICE), f"{slot(week)}小结已拟好，请改定发布", address(week))
    about = {"title": "小结已拟好，请改定发布", "why": "本轮督查办人员"}
    tell(week, [line], name="draft", url=reverse("issues:home"), **about)


def published(week: Week, units: list[Unit]) -> None:
    """The units hear that their part can be read."""
    people = people_for_each(units, *UNIT)
    unique = {person.pk: person for staff in people.values() for person in staff}
    line = Line(unique.values(), f"{slot(week)}小结已发布", address(week))
    about = {"title": "小结已发布", "why": "本轮单位的联络员或主要负责人"}
    tell(week, [line], name="publish", url=reverse("issues:reports"), **about)
