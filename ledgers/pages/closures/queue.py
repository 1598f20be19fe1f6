"""The three queues of closing, and what a row of them shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from issues.models import Grade, Issue, Round, Status
from issues.slices import holds
from issues.workload import Workload
from ledgers.models import Closure
from ledgers.moves.deciding import APPROVE
from ledgers.moves.requesting import ENDORSE
from ledgers.moves.reviewing import PASS_REVIEW, WINDOW_ENDS
from rectify.accounts.models import User
from rectify.accounts.request import Request
from rectify.accounts.roles import Role
from rectify.calendars.days import current
from rectify.lib.components import ViewLink
from rectify.lib.dates import today
from rectify.lib.filtering import Filtering, TabFilter
from rectify.options.stored import option
from rectify.workflow.moves import Move

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


@dataclass(frozen=True)
class Queue:
    """One queue: who is waited for, its limit (an option; none where it is the clock), the move that it waits for, who acts."""

    status: Status
    name: str
    limit: str
    move: Move
    roles: tuple[Role, ...]

    @property
    def page(self) -> str:
        """Where a row leads."""
        return self.move.page


QUEUES: dict[str, Queue] = {
    queue.status: queue
    for queue in (
        Queue(Status.AWAITING_SIGNATURE, "待审签", "closure.sign_days", ENDORSE, (Role.UNIT_PRINCIPAL,)),
        Queue(Status.FIRST_REVIEW, "待初审", "closure.review_days", PASS_REVIEW, (Role.OFFICE_CLERK,)),
        Queue(Status.OBJECTION_WINDOW, "异议期", "", WINDOW_ENDS, (Role.OFFICE_CLERK, Role.OFFICE_HEAD)),
        Queue(Status.AWAITING_DECISION, "待审定", "closure.decide_days", APPROVE, (Role.OFFICE_HEAD,)),
    )
}


@dataclass(frozen=True)
class QueueRow:
    """One issue of a queue: how long it has waited (`over` its limit or not), and where it is dealt with."""

    id: str
    number: str
    round: str
    title: str
    unit: str
    url: str
    asked: int | None
    declared: str
    declared_word: str
    since: datetime
    days: int
    over: bool
    limit: int
    due: date | None
    late: bool
    returns: int
    window: date | None


NEXT = 20  # so many are looked through for one that the person may act on


class QueueFilter(Filtering):
    """One queue at a time."""

    queue = TabFilter(label="环节", choices=[(queue.status.value, queue.name) for queue in QUEUES.values()])

    class Meta:
        model = Issue
        fields: list[str] = []


class UnderWay(TypedDict):
    """What `waiting` adds to an issue: number and id of its request, and until when may be objected."""

    asked: int | None
    request: str | None
    window_until: date | None


def waiting(issues: QuerySet[Issue], status: Status) -> "QuerySet[WithAnnotations[Issue, UnderWay]]":
    """The issues of a queue with their request under way, the longest waiting first."""
    live = Closure.objects.filter(issue=OuterRef("pk"), outcome=Closure.Outcome.LIVE)
    return (
        issues.filter(status=status)
        .select_related("lead_unit", "round__office")
        .annotate(
            asked=Subquery(live.values("number")[:1]),
            request=Subquery(live.values("public_id")[:1]),
            window_until=Subquery(live.values("window_until")[:1]),
        )
        .order_by("status_since", "pk")
    )


def chosen(request: Request) -> Queue:
    """The queue asked for; else the one whose roles the reader holds."""
    name = request.GET.get("queue", "")
    if name in QUEUES:
        return QUEUES[name]
    # Nobody begins at the objection window: it is a timer, and what is objected waits on the desk.
    work = [queue for queue in QUEUES.values() if queue.status != Status.OBJECTION_WINDOW]
    own = [queue for queue in work if request.user.holds(*queue.roles)]
    return own[0] if own else QUEUES[Status.FIRST_REVIEW if request.user.offices() else Status.AWAITING_SIGNATURE]


def address_of(queue: Queue, round_: str = "") -> str:
    """The page of a queue, of one round where one is named."""
    return f"{reverse('ledgers:closures')}?queue={queue.status.value}" + (f"&round={round_}" if round_ else "")


def rounds(workload: Workload, here: Queue) -> list[ViewLink]:
    """The rounds of the reader with how many stand in this queue: one statement."""
    waiting = Issue.objects.counted_for(workload.user).filter(status=here.status).order_by()
    counts = dict(waiting.values_list("round").annotate(Count("pk"))) if len(workload.rounds) > 1 else {}
    return workload.views(lambda round_: address_of(here, round_), counts)


def tabs(issues: QuerySet, here: Queue, asked: Round | None) -> list[ViewLink]:
    """A tab a queue with its number: one statement."""
    round_ = asked.public_id if asked else ""
    counts = dict(issues.filter(status__in=QUEUES).order_by().values_list("status").annotate(Count("pk")))
    return [
        ViewLink(each.name, address_of(each, round_), each == here, counts.get(each.status, 0))
        for each in QUEUES.values()
    ]


def row(issue: "WithAnnotations[Issue, UnderWay]", queue: Queue, user: User) -> QueueRow:
    """One issue of a queue as `waiting` reads it."""
    days, limit = waited(issue), option(queue.limit, issue.round.office_id) if queue.limit else 0
    mine = user.holds(*queue.roles, at=issue.lead_unit if queue.move is ENDORSE else issue.round.office)
    sheet = reverse("ledgers:closure", args=[issue.request]) if issue.request else issue.get_absolute_url()
    if issue.withheld:
        mine, sheet = False, issue.get_absolute_url()
    return QueueRow(
        id=issue.public_id,
        number=issue.number,
        round=issue.round.name,
        title=issue.title,
        unit=str(issue.lead_unit),
        url=reverse(queue.page, args=[issue.public_id]) if mine else sheet,
        asked=issue.asked,
        declared=issue.declared,
        declared_word=Grade(issue.declared).label if issue.declared else "",
        since=issue.status_since,
        days=days,
        over=bool(limit) and days > limit,
        limit=limit,
        due=issue.due,
        late=holds("overdue", issue, today()),
        returns=issue.returns,
        window=issue.window_until if queue.status == Status.OBJECTION_WINDOW else None,
    )


def onward(issue: Issue, status: Status, user: User) -> str:
    """Where who has done with an issue of a queue goes on: to the next of its round, to the queue where none is left."""
    here = QUEUES[status]
    rest = waiting(Issue.objects.visible_to(user, within=issue.round), status).exclude(pk=issue.pk)
    after = next((each for each in rest[:NEXT] if here.move.may(user, each)), None)
    return reverse(here.page, args=[after.public_id]) if after else address_of(here)


def waited(issue: Issue) -> int:
    """Working days in the present state."""
    return current().working_days_between(timezone.localtime(issue.status_since).date(), today())
