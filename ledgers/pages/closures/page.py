"""The pages of a closure request: the queues, what the unit does (apply, sign), and the paper of the whole (归零表)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import QuerySet

from issues.models import Evidence, Extension, Issue, Status
from issues.pages.issue.ways import cures
from issues.workload import Workload
from ledgers.conditions import live_evidence
from ledgers.models import Closure, Visit
from ledgers.moves.requesting import APPLY, DECLINE_SIGNATURE, ENDORSE
from ledgers.pages.closures import queue
from ledgers.pages.closures.queue import Queue, QueueFilter, QueueRow
from ledgers.pages.closures.sheet import ClosureStep, HandedIn, handed_in, steps_of, words_on_files
from ledgers.policies import office_head
from rectify.accounts.models import User
from rectify.accounts.request import Request
from rectify.lib.components import ViewLink
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows, form_key, keyset
from rectify.workflow.inputs import Input
from rectify.workflow.move import Judgement, judge
from rectify.workflow.moves import Move


@dataclass(frozen=True)
class QueuePage(Page):
    """Who waits for whom, the longest first; `meeting`: the reader decides, so rows may be ticked for a meeting."""

    template: ClassVar[str] = "ledgers/closures/queue.html"
    asked: QueueFilter
    queue: Queue
    tabs: Sequence[ViewLink]
    workload: Workload
    views: Sequence[ViewLink]
    rows: Sequence[QueueRow]
    page: PageOfRows
    meeting: bool
    told: str


@dataclass(frozen=True)
class ApplyPage(Page):
    """The request to be written, with the files that go along."""

    template: ClassVar[str] = "ledgers/closures/apply.html"
    issue: Issue
    form: Input
    ready: Judgement
    files: QuerySet[Evidence]
    cures: Mapping[str, tuple[str, str]]
    key: str


@dataclass(frozen=True)
class SignPage(Page):
    """The request as it was handed in, to be signed or (`back`) not."""

    template: ClassVar[str] = "ledgers/closures/sign.html"
    issue: Issue
    closure: Closure
    form: Input
    ready: Judgement
    asked: HandedIn
    back: Move
    key: str


@dataclass(frozen=True)
class ClosurePage(Page):
    """One request from application to decision, on paper; `extensions` counts those granted."""

    template: ClassVar[str] = "ledgers/closures/closure.html"
    closure: Closure
    issue: Issue
    asked: HandedIn
    steps: Sequence[ClosureStep]
    visits: QuerySet[Visit]
    extensions: int


def closures(request: Request) -> QueuePage:
    """The queue asked for, or the reader's own."""
    here, workload = queue.chosen(request), request.rounds.workload
    issues = workload.issues()
    asked = QueueFilter(request.GET, issues, beside=request.rounds.named_or_every)
    page = keyset(queue.waiting(asked.understood(), here.status), fields=("status_since", "pk"), request=request)
    return QueuePage(
        asked=asked,
        queue=here,
        tabs=queue.tabs(issues, here, workload.asked),
        workload=workload,
        views=queue.rounds(workload, here),
        rows=[queue.row(issue, here, request.user) for issue in page.rows],
        page=page,
        meeting=here.status == Status.AWAITING_DECISION and any(office_head(request.user, each) for each in page.rows),
        told=f"显示 {len(page.rows)} 件，等得最久的在前",
    )


def apply(issue: Issue, user: User, form: Input) -> ApplyPage:
    """What stands in the way of the request stands above it."""
    files = live_evidence(issue).select_related("measure").order_by("measure__order", "id")
    ready = judge(APPLY, issue, user)
    return ApplyPage(issue=issue, form=form, ready=ready, files=files, cures=cures(issue), key=form_key())


def sign(issue: Issue, closure: Closure, user: User, form: Input) -> SignPage:
    """What is signed is what the snapshot holds."""
    return SignPage(
        issue=issue,
        closure=closure,
        form=form,
        ready=judge(ENDORSE, issue, user),
        asked=handed_in(closure),
        back=DECLINE_SIGNATURE,
        key=form_key(),
    )


def closure(closure: Closure) -> ClosurePage:
    """销号审批表."""
    visits = closure.visits.filter(recorded_at__isnull=False).order_by("on", "pk").prefetch_related("visitors")
    return ClosurePage(
        closure=closure,
        issue=closure.issue,
        asked=handed_in(closure, words_on_files(closure)),
        steps=steps_of(closure),
        visits=visits,
        extensions=closure.issue.extensions.filter(status=Extension.Status.APPROVED).count(),
    )
