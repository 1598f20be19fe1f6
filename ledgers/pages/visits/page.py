"""The pages of a visit: planning it, the facts to take along, the record, the files, and what may follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from issues.conditions import live_measures
from issues.models import Issue, Measure, Status
from ledgers import policies
from ledgers.conditions import hands_in
from ledgers.forms.visits import AboutVisitFile, PlanForm, RecordForm
from ledgers.models import Closure, Draw, Visit, VisitFile
from ledgers.moves.again import HOLD_UP, RELAPSE
from rectify.accounts.models import User
from rectify.accounts.request import Request
from rectify.lib.columns import column_name
from rectify.lib.filekinds import ACCEPT, PICTURES
from rectify.lib.page import Page
from rectify.lib.pages import form_key
from rectify.lib.reach import called
from rectify.options.storage import near
from rectify.workflow.inputs import Input, input_of
from rectify.workflow.move import Judgement, judge
from rectify.workflow.moves import Move

NEEDED = ("issue__round__office", "issue__lead_unit", "applied_by", "signed_by", "reviewed_by", "decided_by")
PARTS = ("heard", "seen", "searched", "asked")
MARKS: dict[str, str] = {Visit.Finding.HOLDS: "ok", Visit.Finding.PARTLY: "partly", Visit.Finding.FAILS: "bad"}
# What a finding calls for, and in a word what that does.
FOLLOWS: dict[str, tuple[Move, str]] = {Visit.Finding.HOLDS: (HOLD_UP, "归档"), Visit.Finding.FAILS: (RELAPSE, "重开")}
HINT = "可不传。照片、文书都可以，单个不超过 {} MB；不要拍群众的脸、证件号和线索材料。"


@dataclass(frozen=True)
class VisitToPlan:
    """An issue to be visited: the visit that is planned already, and who may not go."""

    issue: Issue
    ahead: Visit | None
    closers: Sequence[str]


@dataclass(frozen=True)
class VisitPlanPage(Page):
    """The same people on the same day; `one` is the closure where there is only one."""

    template: ClassVar[str] = "ledgers/visits/plan.html"
    form: PlanForm
    rows: Sequence[VisitToPlan]
    kind: Visit.Kind
    draw: Draw | None
    one: Closure | None


@dataclass(frozen=True)
class VisitPlannedPage(Page):
    """Each closure with its visit, or with the reasons why there is none."""

    template: ClassVar[str] = "ledgers/visits/planned.html"
    results: Sequence[tuple[Closure, Visit | None, Sequence[str]]]
    done: int
    left: int
    draw: Draw | None


@dataclass(frozen=True)
class FollowUp:
    """The move that a finding calls for, as its reader finds it; in a word what it does."""

    does: str
    archives: bool
    judged: Judgement
    form: Input


@dataclass(frozen=True)
class VisitFileLine:
    """A file that stands (components/_files.html); `check`: how far it goes, and what was found of its text."""

    public_id: str
    name: str
    url: str
    thumb_url: str
    size: int
    at: datetime
    by: str
    note: str
    check: str


@dataclass(frozen=True)
class FileUpload:
    """What components/_upload.html takes; `near`: which quota is nearly used up."""

    url: str
    form: AboutVisitFile
    accept: str
    most: int
    hint: str
    near: Sequence[str]


@dataclass(frozen=True)
class VisitPage(Page):
    """Ahead: the facts, and the form for who goes. Recorded: the record (`parts`: a name and what was written), what follows."""

    template: ClassVar[str] = "ledgers/visits/visit.html"
    visit: Visit
    issue: Issue
    visitors: str
    measures: Sequence[Measure]
    parts: Sequence[tuple[str, str]]
    mark: str
    files: Sequence[VisitFileLine]
    earlier: QuerySet[Visit]
    form: RecordForm | None
    call_off: bool
    follow: FollowUp | None
    upload: FileUpload | None
    runs: bool
    key: str


@dataclass(frozen=True)
class VisitPrintPage(Page):
    """The form on paper: blank while the visit is ahead, filled when it has been."""

    template: ClassVar[str] = "ledgers/visits/print.html"
    visit: Visit
    issue: Issue
    visitors: str
    measures: Sequence[Measure]
    parts: Sequence[tuple[str, str]]
    blank: bool


def visit_plan(form: PlanForm, closures: Sequence[Closure], kind: Visit.Kind, draw: Draw | None) -> VisitPlanPage:
    """Each closure with who may not go, and the visit that is planned already."""
    ahead = {v.closure_id: v for v in Visit.objects.filter(closure__in=closures, kind=kind, recorded_at=None)}
    hands = {closure.pk: hands_in(closure) for closure in closures} if kind == Visit.Kind.LOOK_BACK else {}
    named = User.objects.in_bulk({pk for people in hands.values() for pk in people})
    rows = [
        VisitToPlan(
            issue=closure.issue,
            ahead=ahead.get(closure.pk),
            closers=[str(named[pk]) for pk in sorted(hands.get(closure.pk, ())) if pk in named],
        )
        for closure in closures
    ]
    return VisitPlanPage(form=form, rows=rows, kind=kind, draw=draw, one=closures[0] if len(closures) == 1 else None)


def plan_url(issues: Iterable[Issue], kind: str = Visit.Kind.LOOK_BACK, draw: str = "") -> str:
    """The page on which visits to these issues are planned."""
    query = {"kind": kind, "ids": [issue.public_id for issue in issues]} | ({"draw": draw} if draw else {})
    return f"{reverse('ledgers:visit_plan')}?{urlencode(query, doseq=True)}"


def settles(visit: Visit) -> bool:
    """Whether a recorded look back still waits for what follows from it."""
    return visit.finding in FOLLOWS and visit.issue.status == Status.CLOSED


def recorded(visit: Visit) -> str:
    """The line that tells who has just recorded it."""
    return f"{visit.issue.number} 的{visit.get_kind_display()}已记录，不能再改。"


def record_form(user: User, visit: Visit, data: QueryDict | None = None) -> RecordForm | None:
    """The form in which who goes records the visit; None once it is recorded, and for everybody else."""
    if visit.recorded_at or not policies.visitor(user, visit):
        return None
    return RecordForm(data or None, user=user, obj=visit, initial={"key": form_key()})


def visit(request: Request, visit: Visit, form: RecordForm | None, *, about: AboutVisitFile | None = None) -> VisitPage:
    """One visit as this reader finds it; `about` is what was said of files that were refused."""
    goes, office = bool(policies.visitor(request.user, visit)), bool(policies.office(request.user, visit.issue))
    return VisitPage(
        **_shared(visit),
        mark=MARKS.get(visit.finding, "info"),
        files=_files(visit),
        earlier=visit.issue.visits.filter(recorded_at__isnull=False).exclude(pk=visit.pk).order_by("-on", "-pk")[:5],
        form=form,
        call_off=office and not visit.recorded_at,
        follow=_follow(visit, request.user) if office else None,
        upload=_upload(visit, about or AboutVisitFile(user=request.user, obj=visit)) if goes else None,
        runs=office,
        key=form_key(),
    )


def visit_print(visit: Visit) -> VisitPrintPage:
    """The form of a visit, blank or filled."""
    return VisitPrintPage(**_shared(visit), blank=not visit.recorded_at)


def _shared(visit: Visit) -> dict[str, Any]:
    """The fields that page and paper have in common."""
    return {
        "visit": visit,
        "issue": visit.issue,
        "visitors": "、".join(str(person) for person in visit.visitors.all()),
        "measures": list(live_measures(visit.issue)),
        "parts": [(column_name(visit, name), getattr(visit, name)) for name in PARTS],
    }


def _follow(visit: Visit, user: User) -> FollowUp | None:
    """The move that the finding calls for; only for the latest look back of a standing closure."""
    if visit.finding not in FOLLOWS or visit.kind != Visit.Kind.LOOK_BACK or not visit.recorded_at:
        return None
    if visit.issue.status != Status.CLOSED or visit.closure.outcome != Closure.Outcome.APPROVED:
        return None
    move, does = FOLLOWS[visit.finding]
    form = input_of(move)(move=move, obj=visit.issue, user=user, initial={"note": visit.note})
    return FollowUp(does, archives=move is HOLD_UP, judged=judge(move, visit.issue, user), form=form)


def _files(visit: Visit) -> list[VisitFileLine]:
    """The files that stand."""
    files = visit.files.filter(withdrawn_at=None).select_related("uploaded_by")
    return [
        VisitFileLine(
            public_id=file.public_id,
            name=file.name,
            url=reverse("ledgers:visit_file", args=[file.public_id]),
            thumb_url=thumb_of(file),
            size=file.size,
            at=file.uploaded_at,
            by=file.uploaded_by.title or file.uploaded_by.name,
            note=file.note,
            check="，".join(filter(None, (called(file.reaches), file.check_words))),
        )
        for file in files
    ]


def thumb_of(file: VisitFile) -> str:
    """The address of its small picture; empty for what is none."""
    shown = file.kind in PICTURES and not file.is_blocked
    return reverse("ledgers:visit_thumb", args=[file.public_id]) if shown else ""


def _upload(visit: Visit, form: AboutVisitFile) -> FileUpload:
    """The form for more files, for who goes."""
    return FileUpload(
        url=reverse("ledgers:visit_upload", args=[visit.public_id]),
        form=form,
        accept=ACCEPT,
        most=settings.UPLOAD_MAX_BYTES,
        hint=HINT.format(settings.UPLOAD_MAX_BYTES // 2**20),
        near=near(office=visit.issue.round.office),
    )
