"""周调度: the page of a week, a list behind one of its figures, the summary before it goes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.http import QueryDict

from issues.actions import weeks as actions
from issues.forms.week import CallBackForm, HoldForm, SendForm, WordsForm
from issues.models import DispatchLine, Round, Week
from issues.weeks import board, counting, desk, facts, summary
from issues.weeks.announced import changed
from rectify.accounts.models import User
from rectify.audit.models import Event
from rectify.calendars import days
from rectify.lib.components import Fig
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows


@dataclass(frozen=True)
class WeekPage(Page):
    """`form` is the one that was sent and said no; `bad_rows` the units that missed two weeks in a row; `rounds` the present week
    of each of the reader's rounds, where there are several."""

    template: ClassVar[str] = "issues/weeks/week.html"
    week: Week
    rounds: Sequence[desk.ReportedWeek]
    office: bool
    figs: Sequence[Fig]
    weeks: Sequence[Week]
    rows: Sequence[board.WeekRow]
    row_sums: dict[str, int]
    bad_rows: Sequence[board.WeekRow]
    lines: Sequence[DispatchLine]
    sums: dict[str, int]
    moments: Sequence[board.Moment]
    paragraphs: Sequence[Sequence[summary.SummaryPiece]]
    neighbours: board.WeekNeighbours
    warnings: Sequence[str]
    startable: bool
    hold_form: HoldForm
    words_form: WordsForm
    back_form: CallBackForm | None
    form: HoldForm | WordsForm | CallBackForm | None


@dataclass(frozen=True)
class WeekNonePage(Page):
    """No week has been opened yet in the chosen round."""

    template: ClassVar[str] = "issues/weeks/week_none.html"
    round: Round | None
    office: bool = False


@dataclass(frozen=True)
class WeekListPage(Page):
    """The issues that a figure of the week counts."""

    template: ClassVar[str] = "issues/weeks/week_list.html"
    week: Week
    page: PageOfRows
    title: str
    definition: str
    count: int


@dataclass(frozen=True)
class WeekSendPage(Page):
    """The list as it goes out now; `differs` says what changed since it was announced, empty where nothing did, and `form` asks
    for each unit that did."""

    template: ClassVar[str] = "issues/weeks/week_send.html"
    week: Week
    lines: Sequence[DispatchLine]
    sums: dict[str, int]
    differs: str
    form: SendForm


@dataclass(frozen=True)
class WeekPublishPage(Page):
    """The text as it goes out; `seen` is the digest of what the head has read."""

    template: ClassVar[str] = "issues/weeks/week_publish.html"
    week: Week
    paragraphs: Sequence[Sequence[summary.SummaryPiece]]
    seen: str


def week_page(
    week: Week,
    user: User,
    *,
    office: bool,
    at: datetime,
    hold_form: HoldForm | None = None,
    words_form: WordsForm | None = None,
    back_form: CallBackForm | None = None,
) -> WeekPage:
    """A number of statements that does not grow with issues or units. A form handed in was sent and said no."""
    shown = board.WeekBoard(week, user, office=office)
    weeks = shown.weeks()
    rows, lines = shown.rows(weeks), shown.lines()
    initial = {"words": week.words}
    return WeekPage(
        week=week,
        rounds=present_weeks(user, at),
        office=office,
        figs=shown.figs(len(rows)),
        weeks=weeks,
        rows=rows,
        row_sums=counting.total([row.tally for row in rows], ("owed", "on_time", "late", "missed", "waiting")),
        bad_rows=[row for row in rows if row.standing.weeks_in_row >= 2],
        lines=lines,
        sums=counting.total(lines),
        moments=shown.moments(at),
        paragraphs=paragraphs(shown),
        neighbours=board.neighbours(week),
        warnings=days.current().warnings(week.starts, week.missed_due.date()),
        startable=office and board.startable(week),
        hold_form=hold_form or HoldForm(user=user, obj=week),
        words_form=words_form or WordsForm(initial=initial, user=user, obj=week),
        back_form=back_form or (CallBackForm(user=user, obj=week) if office and unsigned(week, lines, at) else None),
        form=hold_form or words_form or back_form,
    )


def present_weeks(user: User, at: datetime) -> list[desk.ReportedWeek]:
    """The week that was opened last in each round of the reader; nothing where there is one such week."""
    weeks = desk.reported(Week.objects.visible_to(user).newest(), user, at)
    return weeks if len(weeks) > 1 else []


def unsigned(week: Week, lines: Sequence[DispatchLine], at: datetime) -> bool:
    """Whether the list can still be withdrawn."""
    return bool(week.dispatched_at) and at < week.report_due and not any(line.seen_at for line in lines)


def paragraphs(shown: board.WeekBoard) -> list[list[summary.SummaryPiece]]:
    """The summary, once there is one; for the units once it is published."""
    week = shown.week
    return shown.paragraphs() if week.summarised_at and (shown.office or week.published_at) else []


def week_list_page(shown: board.WeekBoard, name: str, page: PageOfRows) -> WeekListPage:
    """`name` is one of the week's figures, `page` the rows of its list."""
    title, definition = facts.FIGURES[name]
    return WeekListPage(shown.week, page, title, definition, shown.count(name))


def week_send_page(week: Week, user: User, data: QueryDict | None) -> WeekSendPage:
    """For the office, before the list goes out."""
    lines = board.WeekBoard(week, user, office=True).lines()
    sums = counting.total(lines)
    previews = Event.objects.on(week).filter(kind="issues.week.preview").order_by("-number")
    announced = next((event.facts.get("count") for event in previews[:1]), None)
    same = announced is None or week.opened_at is None or announced == sums["owed"]
    differs = "" if same else f"预告时 {announced} 件应报，现在 {sums['owed']} 件，请核对有没有漏。"
    form = SendForm(data, user=user, obj=week, changed=changed(week, lines) if not week.dispatched_at else [])
    return WeekSendPage(week, lines, sums, differs, form)


def week_publish_page(week: Week, user: User) -> WeekPublishPage:
    """For who may publish it."""
    return WeekPublishPage(week, paragraphs(board.WeekBoard(week, user, office=True)), actions.print_of(week))
