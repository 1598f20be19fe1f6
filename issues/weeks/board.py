"""What a week shows: its figures, all units with twelve weeks of signs, the frozen list, the six moments."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from issues.models import DispatchLine, Issue, Standing, Week
from issues.models.querysets import IssueQuerySet
from issues.weeks import counting, facts, summary
from issues.weeks.announced import expected
from rectify.accounts.models import Unit
from rectify.calendars import days
from rectify.lib.addresses import address
from rectify.lib.components import Fig
from rectify.lib.dates import SHANGHAI, monday, today
from rectify.lib.marks import mark_of

SIGNED_WEEKS = 12
FIGS = ("owed", "on_time", "late", "missed", "kept", "closed", "returned", "new_overdue")
KINDS = {"on_time": "on_time", "late": "late_report", "missed": "missed"}
CELLS = {"on_time": "h-ok", "no_progress": "h-none", "late_report": "h-late", "missed": "h-miss"}


@dataclass(frozen=True)
class WeekCell:
    """The sign of one unit in one week."""

    sign: str
    css: str
    title: str
    url: str


@dataclass(frozen=True)
class Moment:
    """One of the six moments of a week: done, now or todo."""

    when: str
    name: str
    text: str
    state: str
    url: str = ""


@dataclass(frozen=True)
class WeekNeighbours:
    """The weeks before and behind."""

    before: Week | None
    after: Week | None


@dataclass(frozen=True)
class WeekRow:
    """One unit of the list: its numbers of this week and a cell for each week."""

    unit: Unit
    tally: counting.Tally
    standing: Standing
    cells: list[WeekCell]


class WeekBoard:
    """What the page of a week shows to one reader. Every number comes from `facts`, live until the summary is drafted."""

    def __init__(self, week: Week, user: Any, *, office: bool) -> None:
        self.week, self.user, self.office = week, user, office
        self.facts = week.facts or facts.gather(week, on=today(), calendar=days.current())
        self.lists = self.facts["lists"] if office else facts.part_of(self.facts, self.seen())

    def seen(self) -> set[int]:
        return set(Issue.objects.counted_for(self.user).filter(round=self.week.round_id).values_list("pk", flat=True))

    def listed(self, name: str) -> IssueQuerySet:
        """The issues that a figure counts, as far as the reader may see them: the same that the number counts."""
        return Issue.objects.counted_for(self.user).filter(pk__in=self.lists.get(name, []))

    def count(self, name: str) -> int:
        return len(self.lists[name])

    def url(self, name: str) -> str:
        if name == "recommendations":
            book = address("ledgers:book", slug="recommendations")
            return f"{book}?round={self.week.round.public_id}" if book else ""
        return reverse("issues:week_list", kwargs={"public_id": self.week.public_id, "name": name})

    def figs(self, units: int = 0) -> list[Fig]:
        changes = {
            "owed": f"件 / {units} 家" if self.office else "件",
            "on_time": f"其中无进展 {self.count('no_progress')}",
            "kept": f"/ {self.count('promises')}　未兑现 {self.count('not_kept')}",
        }
        return [
            Fig(
                name={"kept": "承诺兑现", "closed": "本周销号"}.get(name, facts.FIGURES[name][0]),
                count=self.count(name),
                url=self.url(name),
                definition=facts.FIGURES[name][1],
                kind=KINDS.get(name),
                change=changes.get(name, ""),
                gap=name == "kept",
            )
            for name in FIGS
        ]

    def standings(self) -> list[Standing]:
        """Fixed on Friday; before that as it stands."""
        if self.week.missed_at:
            return list(self.week.standings.visible_to(self.user).select_related("unit"))
        rows = counting.standings_of(self.week)
        mine = set(Unit.objects.visible_to(self.user).values_list("pk", flat=True)) if not self.office else None
        return [row for row in rows if mine is None or row.unit_id in mine]

    def weeks(self) -> list[Week]:
        """The last twelve opened weeks up to this one, the oldest first."""
        opened = self.week.round.weeks.filter(starts__lte=self.week.starts, opened_at__isnull=False)
        return list(opened.light().order_by("-starts")[:SIGNED_WEEKS])[::-1]

    def rows(self, weeks: list[Week]) -> list[WeekRow]:
        standings = self.standings()
        tallies = counting.tallies(weeks, [row.unit for row in standings])
        none = counting.Tally()
        return [
            WeekRow(
                row.unit,
                tallies.get((self.week.pk, row.unit_id), none),
                row,
                [self.cell(each, row.unit, tallies.get((each.pk, row.unit_id), none)) for each in weeks],
            )
            for row in standings
        ]

    def cell(self, week: Week, unit: Unit, tally: counting.Tally) -> WeekCell:
        url = f"{reverse('issues:reports')}?week={week.public_id}&unit={unit.public_id}"
        mark = mark_of(tally.sign)
        title = f"{unit} 第 {week.number} 周：{mark.word}"
        css = CELLS.get(tally.sign, "h-off")
        return WeekCell(mark.sign or mark.word[:1], css, title, url if tally.owed else "")

    def lines(self) -> list[DispatchLine]:
        """Frozen when the list went out; before that what would go out now."""
        if self.week.dispatched_at:
            return list(self.week.lines.visible_to(self.user).select_related("unit", "seen_by"))
        if not self.office:
            return []
        return expected(self.week, today())

    def paragraphs(self) -> list[list[summary.SummaryPiece]]:
        """The summary with its numbers linked; the units read their own part, made from their part of the lists."""
        if self.office:
            return summary.paragraphs(self.week.words, self.facts, self.url)
        return summary.paragraphs(summary.PART, {"lists": self.lists}, self.url)

    def moments(self, at: datetime) -> list[Moment]:
        return rhythm(self.week, at)


def rhythm(week: Week, at: datetime) -> list[Moment]:
    """The six moments: done, the present one, to come."""
    held = "已暂缓" if week.held_at else ""
    missed_nudge = None if week.nudged_at else passed(week.report_due, at)
    rows: list[tuple[datetime, str, datetime | None, str]] = [
        (week.opens_due, "启动本周调度", week.opened_at, ""),
        (week.dispatch_due, "发清单", week.dispatched_at, held),
        (week.nudge_due, "提醒未报", week.nudged_at or missed_nudge, "没有发出" if missed_nudge else ""),
        (week.report_due, "报送截止", passed(week.report_due, at), ""),
        (week.missed_due, "核定未报", week.missed_at, ""),
        (week.summary_due, "周小结", week.published_at, "已拟，待发布" if week.summarised_at else ""),
    ]
    moments, now_given = [], False
    for due, name, done, note in rows:
        state = "done" if done else "todo" if now_given else "now"
        now_given = now_given or not done
        when = f"周{'一二三四五六日'[due.astimezone(SHANGHAI).weekday()]} {due.astimezone(SHANGHAI):%H:%M}"
        moments.append(Moment(when, name, note or words_of(due, done, at), state))
    return moments


def passed(due: datetime, at: datetime) -> datetime | None:
    return due if due <= at else None


def words_of(due: datetime, done: datetime | None, at: datetime) -> str:
    if done:
        return f"{done.astimezone(SHANGHAI):%m-%d %H:%M}"
    return "到时未办" if due < at else f"{due.astimezone(SHANGHAI):%m-%d}"


def startable(week: Week) -> bool:
    """Whether the present week lies behind this one and nobody has opened it: the clock is off, or came too late."""
    this = monday(today())
    return week.starts < this and not week.round.weeks.filter(starts=this, opened_at__isnull=False).exists()


def neighbours(week: Week) -> WeekNeighbours:
    others = Week.objects.light().filter(round=week.round_id)
    return WeekNeighbours(
        before=others.filter(starts__lt=week.starts).order_by("-starts").first(),
        after=others.filter(starts__gt=week.starts).order_by("starts").first(),
    )
