"""The pages of 初审 and 审定, and the part of the first that comes back after one word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.urls import reverse

from issues import policies, stages
from issues.gates import gate
from issues.models import STRUCK_OFF, Evidence, Gate, Issue, Plan, ProcedureStep, Status
from issues.pages.outcomes.page import OutcomesPage, accepting
from ledgers.checks import CheckLine
from ledgers.conditions import live_evidence
from ledgers.forms.verdicts import phrases
from ledgers.models import Closure, FileVerdict, Meeting
from ledgers.moves.deciding import APPROVE, DECLINE, Decide, look_back_day, looked
from ledgers.moves.reviewing import PASS_REVIEW, RETURN_REVIEW
from ledgers.pages.closures.queue import QUEUES, waited, waiting
from ledgers.pages.closures.sheet import MARKS, AnsweredQuestion, HandedIn, answers, handed_in
from ledgers.pages.reviews.rows import CriterionRow, VerdictCell, Words, judged_files
from ledgers.pages.reviews.site import Site
from ledgers.policies import first_reviewer
from rectify.accounts.models import User
from rectify.lib.addresses import address
from rectify.lib.dates import today
from rectify.lib.page import Page
from rectify.lib.pages import form_key
from rectify.lib.verdict import Verdict
from rectify.options.stored import option
from rectify.workflow.inputs import Input
from rectify.workflow.move import Judgement, judge
from rectify.workflow.moves import Move


@dataclass(frozen=True)
class QueuePlace:
    """第 2 件，共 16 件, the queue and the next one of it."""

    number: int
    count: int
    queue: str
    next: str


@dataclass(frozen=True)
class RequestBefore:
    """A request of the issue; `now`: the one under review; `doubted`: the measures whose files were doubted then."""

    closure: Closure
    now: bool
    doubted: str
    note: str
    ended: datetime | None


@dataclass(frozen=True)
class ReviewActs(Page):
    """The bar: which way the words lead, and why the other is shut (templates/ledgers/reviews/_acts.html)."""

    judged_count: int
    file_count: int
    doubts: int
    missing: Sequence[Verdict]
    forth: Move
    back: Move


@dataclass(frozen=True)
class ReviewPage(ReviewActs):
    """Every criterion with its evidence and the word on each file; `may`: the reader reviews."""

    template: ClassVar[str] = "ledgers/reviews/review.html"
    issue: Issue
    closure: Closure
    may: bool
    form: Input
    key: str
    # the request: what was asked, what came before it, how long it has waited
    place: QueuePlace
    days: int
    limit: int
    stages: Sequence[stages.Stage]
    plan: Plan | None
    answers: Sequence[AnsweredQuestion]
    rounds: Sequence[RequestBefore]
    alike: Sequence[Issue]
    # the evidence
    groups: Sequence[CriterionRow]
    checks: Sequence[CheckLine]
    numbers: OutcomesPage | None
    looked: Site | None
    # the office's reasons, offered by number; where heads change them
    phrases: Sequence[tuple[int, str]]
    phrases_url: str


@dataclass(frozen=True)
class VerdictPart(ReviewActs):
    """The cell of one file, and the bar beside it."""

    template: ClassVar[str] = "ledgers/reviews/_verdict_answer.html"
    cell: VerdictCell
    phrases: Sequence[tuple[int, str]]


@dataclass(frozen=True)
class MarkedVerdict:
    """A word of the first review with its mark."""

    verdict: FileVerdict
    mark: str


@dataclass(frozen=True)
class DecidePage(Page):
    """What a decision will do and what it rests on; `group`: the procedure asks for the leading group, `agenda`: the meeting
    on whose agenda the request stands."""

    template: ClassVar[str] = "ledgers/reviews/decide.html"
    issue: Issue
    closure: Closure
    form: Input
    key: str
    place: QueuePlace
    ready: Judgement
    back: Move
    asked: HandedIn
    verdicts: Sequence[MarkedVerdict]
    looked: Site
    look_back: date
    group: ProcedureStep | None
    agenda: Meeting | None


def review(issue: Issue, closure: Closure, user: User, form: Input) -> ReviewPage:
    """The first review of `closure`, the live request of `issue`."""
    may = bool(first_reviewer(user, issue))
    files = list(live_evidence(issue).select_related("measure", "uploaded_by").order_by("uploaded_at", "id"))
    words = _words(closure)
    judged = judged_files(issue, closure, files=files, words=words, user=user)
    return ReviewPage(
        **_acts(issue, user, files, words),
        issue=issue,
        closure=closure,
        may=may,
        form=form,
        key=form_key(),
        place=_place(user, issue, Status.FIRST_REVIEW),
        days=waited(issue),
        limit=option("closure.review_days", issue.round.office_id),
        stages=stages.stages(issue, stages.changes(issue)),
        plan=issue.plans.filter(version=issue.plan_version).first(),
        answers=answers(closure),
        rounds=_requests(issue, closure),
        alike=_alike(issue, user),
        groups=judged.groups,
        checks=judged.checks,
        numbers=accepting(issue, user),
        looked=Site(issue, looked(issue)) if may else None,
        phrases=phrases(),
        phrases_url=address("issues:catalogue_table", name="phrases") if policies.keeps_catalogue(user) else "",
    )


def verdict(issue: Issue, closure: Closure, user: User, cell: VerdictCell) -> VerdictPart:
    """What changes on the page after a word on one file."""
    acts = _acts(issue, user, list(live_evidence(issue)), _words(closure))
    return VerdictPart(**acts, cell=cell, phrases=phrases())


def decision(issue: Issue, closure: Closure, user: User, form: Decide) -> DecidePage:
    """审定 or 不予销号."""
    return DecidePage(
        issue=issue,
        closure=closure,
        form=form,
        key=form_key(),
        place=_place(user, issue, Status.AWAITING_DECISION),
        ready=judge(APPROVE, issue, user),
        back=DECLINE,
        asked=handed_in(closure),
        verdicts=_marked(closure),
        looked=Site(issue, form.looked),
        look_back=look_back_day(issue, today()),
        group=gate(issue, Gate.LEADING_GROUP),
        agenda=Meeting.objects.filter(items__closure=closure, items__decided_at=None).first(),
    )


def _words(closure: Closure) -> Words:
    return {verdict.evidence_id: verdict for verdict in closure.verdicts.all()}


def _acts(issue: Issue, user: User, files: Sequence[Evidence], words: Words) -> dict[str, Any]:
    """The fields of ReviewActs."""
    codes = [words[file.pk].word for file in files if file.pk in words]
    return {
        "judged_count": len(codes),
        "file_count": len(files),
        "doubts": sum(word != FileVerdict.Word.ACCEPTED for word in codes),
        "missing": judge(PASS_REVIEW, issue, user).missing,
        "forth": PASS_REVIEW,
        "back": RETURN_REVIEW,
    }


def _requests(issue: Issue, closure: Closure) -> list[RequestBefore]:
    """This request and the ones before it, newest first."""
    earlier = issue.closures.filter(number__lte=closure.number).prefetch_related("verdicts__evidence__measure")
    return [_request(each, now=each.pk == closure.pk) for each in earlier.order_by("-number")]


def _request(closure: Closure, *, now: bool) -> RequestBefore:
    words = [
        word for word in closure.verdicts.all() if word.word != FileVerdict.Word.ACCEPTED and word.evidence.measure
    ]
    orders = sorted({word.evidence.measure.order for word in words})
    return RequestBefore(
        closure=closure,
        now=now,
        doubted="" if now else "、".join(map(str, orders)),
        note=closure.review_note or closure.note,
        ended=closure.reviewed_at or closure.decided_at,
    )


def _alike(issue: Issue, user: User) -> list[Issue]:
    """Closed issues of the same class at the same unit: is this one a relapse?"""
    if not issue.category_id:
        return []
    of_class = Issue.objects.visible_to(user).filter(lead_unit=issue.lead_unit, category=issue.category)
    closed = of_class.filter(status__in=STRUCK_OFF).exclude(pk=issue.pk)
    return list(closed.select_related("round").order_by("-closed_on")[:3])


def _place(user: User, issue: Issue, status: Status) -> QueuePlace:
    """In the order of the queue."""
    queue = waiting(Issue.objects.visible_to(user).filter(round=issue.round), status)
    ids = list(queue.values_list("public_id", flat=True)[:200])
    here = ids.index(issue.public_id) if issue.public_id in ids else 0
    following = ids[here + 1] if here + 1 < len(ids) else (ids[0] if ids and ids[0] != issue.public_id else "")
    return QueuePlace(
        number=here + 1,
        count=len(ids),
        queue=f"{reverse('ledgers:closures')}?queue={status.value}",
        next=reverse(QUEUES[status].page, args=[following]) if following else "",
    )


def _marked(closure: Closure) -> list[MarkedVerdict]:
    """The words in short, for who decides."""
    words = closure.verdicts.select_related("evidence__measure").order_by("evidence__measure__order", "evidence_id")
    return [MarkedVerdict(word, MARKS[word.word]) for word in words]
