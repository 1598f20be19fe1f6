"""What the pages of a visit show: the facts to take along, the record, the files, and what may follow."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from issues.conditions import live_measures
from issues.models import Issue, Status
from ledgers import policies
from ledgers.conditions import hands_in
from ledgers.forms.visits import AboutVisitFile, RecordForm
from ledgers.models import Closure, Visit
from ledgers.moves.again import HOLD_UP, RELAPSE
from rectify.accounts.models import Holding, User
from rectify.accounts.roles import OFFICE_ROLES
from rectify.lib.filekinds import ACCEPT
from rectify.lib.pages import form_key
from rectify.workflow.inputs import input_of
from rectify.workflow.move import judge
from rectify.workflow.moves import Move

NEEDED = ("issue__round__office", "issue__lead_unit", "applied_by", "signed_by", "reviewed_by", "decided_by")
PARTS = ("heard", "seen", "searched", "asked")
MARKS: dict[str, str] = {Visit.Finding.HOLDS: "ok", Visit.Finding.PARTLY: "partly", Visit.Finding.FAILS: "bad"}
# What a finding calls for, and in a word what that does.
FOLLOWS: dict[str, tuple[Move, str]] = {Visit.Finding.HOLDS: (HOLD_UP, "归档"), Visit.Finding.FAILS: (RELAPSE, "重开")}
HINT = "可不传。照片、文书都可以，单个不超过 {} MB；不要拍群众的脸、证件号和线索材料。"


def people(closures: Iterable[Closure]):
    """Who may be sent: clerks and heads of the offices concerned, in use today."""
    offices = {closure.issue.round.office_id for closure in closures}
    posts = Holding.objects.current().filter(unit__in=offices, role__in=OFFICE_ROLES)
    return User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name", "pk")


def rows_to_plan(closures: list[Closure], kind: str) -> list[dict]:
    """Each closure with who may not go, and the visit that is planned already."""
    ahead = {v.closure_id: v for v in Visit.objects.filter(closure__in=closures, kind=kind, recorded_at=None)}
    looks_back = kind == Visit.Kind.LOOK_BACK
    found = User.objects.in_bulk({pk for closure in closures for pk in hands_in(closure)}) if looks_back else {}
    return [
        {"issue": c.issue, "closure": c, "ahead": ahead.get(c.pk),
         "closers": [str(found[pk]) for pk in sorted(hands_in(c)) if pk in found] if looks_back else []}
        for c in closures
    ]  # fmt: skip


def plan_url(issues: Iterable[Issue], kind: str = Visit.Kind.LOOK_BACK, draw: str = "") -> str:
    """The page on which visits to these issues are planned."""
    asked = {"kind": kind, "ids": [issue.public_id for issue in issues]} | ({"draw": draw} if draw else {})
    return f"{reverse('ledgers:visit_plan')}?{urlencode(asked, doseq=True)}"


def settles(visit: Visit) -> bool:
    """Whether a recorded look back still waits for what follows from it."""
    return visit.finding in FOLLOWS and visit.issue.status == Status.CLOSED


def said(visit: Visit) -> str:
    return f"{visit.issue.number} 的{visit.get_kind_display()}已记录，不能再改。"


def context(request: HttpRequest, visit: Visit, form: RecordForm | None) -> dict:
    """What templates/ledgers/visit.html takes."""
    goes, office = bool(policies.visitor(request.user, visit)), bool(policies.office(request.user, visit.issue))
    return told(visit) | {
        "form": form,
        "goes": goes,
        "office": office,
        "call_off": office and not visit.recorded_at,
        "follow": follow(request, visit, office),
        "upload": upload(visit, request.user) if goes else None,
        "key": form_key(),
    }


def told(visit: Visit) -> dict:
    """The visit itself: who goes, what to look at, what was found, the files."""
    return {
        "visit": visit,
        "issue": visit.issue,
        "visitors": "、".join(str(person) for person in visit.visitors.all()),
        "measures": list(live_measures(visit.issue)),
        "mark": MARKS.get(visit.finding, "info"),
        "parts": [(visit._meta.get_field(name).verbose_name, getattr(visit, name)) for name in PARTS],
        "files": files(visit),
        "earlier": list(
            visit.issue.visits.filter(recorded_at__isnull=False).exclude(pk=visit.pk).order_by("-on", "-pk")[:5]
        ),
    }


def paper(visit: Visit) -> dict:
    """What templates/ledgers/visit_print.html takes."""
    return told(visit) | {"blank": not visit.recorded_at}


def follow(request: HttpRequest, visit: Visit, office: bool) -> dict | None:
    """The move that the finding calls for, as this reader finds it; only for the latest look back of a standing closure."""
    if not (office and visit.finding in FOLLOWS and visit.kind == Visit.Kind.LOOK_BACK and visit.recorded_at):
        return None
    if visit.issue.status != Status.CLOSED or visit.closure.outcome != Closure.Outcome.APPROVED:
        return None
    move, does = FOLLOWS[visit.finding]
    judged = judge(move, visit.issue, request.user)
    written = {"note": visit.note}
    form = input_of(move)(move=move, obj=visit.issue, user=request.user, initial=written)
    return {"does": does, "archives": move is HOLD_UP, "judged": judged, "form": form}


def files(visit: Visit) -> list[dict]:
    """The files that stand, as components/_files.html takes them."""
    found = visit.files.filter(withdrawn_at=None).select_related("uploaded_by")
    return [
        {"name": f.name, "url": reverse("ledgers:visit_file", args=[f.public_id]), "size": f.size, "at": f.uploaded_at,
         "by": f.uploaded_by.title or f.uploaded_by.name, "note": f.note, "public_id": f.public_id,
         "check": f.check_words}
        for f in found
    ]  # fmt: skip


def upload(visit: Visit, user: User) -> dict:
    """The form for more files, for who goes."""
    return {
        "url": reverse("ledgers:visit_upload", args=[visit.public_id]),
        "form": AboutVisitFile(user=user, obj=visit),
        "accept": ACCEPT,
        "most": settings.UPLOAD_MAX_BYTES,
        "hint": HINT.format(settings.UPLOAD_MAX_BYTES // 2**20),
    }
