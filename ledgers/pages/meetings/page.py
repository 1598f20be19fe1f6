"""The pages of the meetings of an office: the list, one meeting, its print, its forms, the words on its items."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Count, QuerySet
from django.urls import reverse

from issues.models import Issue
from issues.workload import Workload
from ledgers import policies
from ledgers.forms.meeting import AgendaForm, DecisionsForm, MeetingForm, headed
from ledgers.models import Meeting
from ledgers.pages.meetings import agenda
from ledgers.pages.meetings.agenda import AgendaIssue, AgendaLine, ItemDecided, ItemToDecide
from rectify.accounts.models import User
from rectify.accounts.request import Request
from rectify.lib.components import ViewLink
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows, keyset


@dataclass(frozen=True)
class MeetingLine:
    """A meeting and what it decided, in short."""

    meeting: Meeting
    told: str


@dataclass(frozen=True)
class MeetingsPage(Page):
    """Those to come and those that were; `head`: the reader may enter one."""

    template: ClassVar[str] = "ledgers/meetings/meetings.html"
    rows: Sequence[MeetingLine]
    page: PageOfRows
    workload: Workload
    views: Sequence[ViewLink]
    head: bool
    told: str


@dataclass(frozen=True)
class MeetingPage(Page):
    """The agenda before the meeting, the record after it.

    `may`: the reader heads the office and the record is open, and sees what is `waiting`; `open`: an item has no word yet.
    """

    template: ClassVar[str] = "ledgers/meetings/meeting.html"
    meeting: Meeting
    items: Sequence[AgendaLine]
    told: str
    may: bool
    open: bool
    waiting: Sequence[AgendaIssue]


@dataclass(frozen=True)
class MeetingPrintPage(Page):
    """会议材料 before the words are in, 会议记录 after."""

    template: ClassVar[str] = "ledgers/meetings/print.html"
    meeting: Meeting
    items: Sequence[AgendaLine]
    told: str


@dataclass(frozen=True)
class MeetingFormPage(Page):
    """A meeting to be changed, or a new one (with a key)."""

    template: ClassVar[str] = "ledgers/meetings/form.html"
    form: MeetingForm
    meeting: Meeting | None = None
    key: str = ""


@dataclass(frozen=True)
class MeetingAddPage(Page):
    """Ticked issues, to be put on an agenda."""

    template: ClassVar[str] = "ledgers/meetings/add.html"
    form: AgendaForm
    issues: Sequence[Issue]
    key: str


@dataclass(frozen=True)
class MeetingDecidePage(Page):
    """What holds for all items, and a form for each."""

    template: ClassVar[str] = "ledgers/meetings/decide.html"
    meeting: Meeting
    form: DecisionsForm
    rows: Sequence[ItemToDecide]


@dataclass(frozen=True)
class MeetingDonePage(Page):
    """What became of each item; `left` have no word."""

    template: ClassVar[str] = "ledgers/meetings/done.html"
    meeting: Meeting
    results: Sequence[ItemDecided]
    left: int


def meetings(request: Request, mine: QuerySet[Meeting]) -> MeetingsPage:
    """The newest first, of all rounds or of the one asked for."""
    workload = request.rounds.workload
    counts = dict(mine.order_by().values_list("round").annotate(Count("pk"))) if workload.rounds[1:] else {}
    page = keyset(workload.of(mine).prefetch_related("items"), fields=("-held_on", "-pk"), request=request, size=30)
    rows = [MeetingLine(meeting, agenda.in_short(list(meeting.items.all()))) for meeting in page.rows]
    return MeetingsPage(
        rows=rows,
        page=page,
        workload=workload,
        views=workload.views(listed, counts),
        head=headed(request.user).exists(),
        told=f"显示 {len(rows)} 次会议",
    )


def listed(round_: str) -> str:
    """The list with the meetings of a round; with all where none is named."""
    return f"{reverse('ledgers:meetings')}?round={round_}" if round_ else reverse("ledgers:meetings")


def meeting(meeting: Meeting, user: User) -> MeetingPage:
    """One meeting as `user` sees it."""
    may = bool(policies.heads_office(user, meeting.office)) and not meeting.closed_at
    lines = agenda.agenda(meeting)
    return MeetingPage(
        meeting=meeting,
        items=lines,
        told=agenda.in_short([item for item, _ in lines]),
        may=may,
        open=any(item.decided_at is None for item, _ in lines),
        waiting=agenda.waiting(user, meeting) if may else [],
    )


def meeting_print(meeting: Meeting) -> MeetingPrintPage:
    """The same list on paper, with the measures counted."""
    lines = agenda.agenda(meeting, with_measures=True)
    return MeetingPrintPage(meeting=meeting, items=lines, told=agenda.in_short([item for item, _ in lines]))
