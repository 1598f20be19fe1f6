"""The files of an issue as a page shows them; `part` is what templates/issues/_evidence.html takes."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from issues import policies
from issues.actions.evidence import TAKES_EVIDENCE
from issues.actions.recall import WARNED, recalling
from issues.forms.evidence import AboutFile
from issues.models import Evidence, Issue, Measure
from rectify.lib.filekinds import ACCEPT, SHOWN

HINT = (
    "单个不超过 {} MB。收 PDF、OFD、Word、Excel、PPT、WPS、图片、文本和 zip；不收带宏、带打开密码的。"
    "不要上传涉密文件、群众身份证号和线索材料。"
)


def part(request: HttpRequest, issue: Issue, measures: list[Measure]) -> dict:
    """Groups of files, one for each of `measures` and one for the whole issue; and the upload form for who may add."""
    may_add = (issue.status in TAKES_EVIDENCE or recalling(issue) is not None) and bool(
        policies.contributor(request.user, issue)
    )
    standing = rows(issue, may_change=may_add)
    return {
        "groups": grouped(standing, measures),
        "count": len(standing),
        "may_add": may_add,
        "why_not": "" if may_add else _why_not(issue, request.user),
        "warned": WARNED if may_add and recalling(issue) else "",
        "form": AboutFile(user=request.user, obj=issue) if may_add else None,
        "url": reverse("issues:evidence_upload", args=[issue.public_id]),
        "accept": ACCEPT,
        "most": settings.UPLOAD_MAX_BYTES,
        "hint": HINT.format(settings.UPLOAD_MAX_BYTES // 2**20),
    }


def _why_not(issue: Issue, user) -> str:
    """Why the reader cannot hand in files now; nothing for who only reads."""
    if not policies.contributor(user, issue):
        return ""
    return f"本件现在是“{issue.get_status_display()}”，佐证不能再变动"


def rows(issue: Issue, *, may_change: bool) -> list[dict]:
    """The files that stand, each in its newest version: one statement."""
    files = list(issue.evidence.filter(withdrawn_at=None).select_related("uploaded_by").order_by("uploaded_at", "id"))
    older = {file.replaces_id for file in files}
    return [row(file, files=files, may_change=may_change) for file in files if file.pk not in older]


def grouped(standing: list[dict], measures: list[Measure]) -> list[dict]:
    groups = [
        {"title": f"措施 {m.order}", "text": m.criterion or m.text, "files": [r for r in standing if r["of"] == m.pk]}
        for m in measures
    ]
    known = {measure.pk for measure in measures}
    if whole := [r for r in standing if r["of"] not in known]:
        groups.append({"title": "整件", "text": "不对应单条措施的材料", "files": whole})
    return groups


def row(evidence: Evidence, *, files: list[Evidence] = (), may_change: bool = False) -> dict:
    """One file with its addresses; `files` are the issue's, among which its earlier versions are found."""
    earlier, by_pk, at = [], {file.pk: file for file in files}, evidence.replaces_id
    while at in by_pk:
        earlier.append(by_pk[at])
        at = by_pk[at].replaces_id
    address = {
        name: reverse(f"issues:evidence_{name}", args=[evidence.public_id]) for name in ("file", "preview", "edit")
    }
    return {
        "of": evidence.measure_id,
        "name": evidence.name,
        "url": address["file"],
        "preview_url": address["preview"] if evidence.kind in SHOWN and not evidence.is_blocked else "",
        "edit_url": address["edit"] if may_change else "",
        "handed_in": evidence.handed_in_at,
        "size": evidence.size,
        "on": evidence.document_date,
        "at": evidence.uploaded_at,
        "by": evidence.uploaded_by.title or evidence.uploaded_by.name,
        "shows": evidence.get_shows_display().partition("（")[0],
        "note": evidence.note,
        "check": evidence.check_words,
        "level": evidence.get_confidentiality_display(),
        "blocked": evidence.is_blocked,
        "row": evidence,
        "version": len(earlier) + 1,
        "earlier": [{"name": e.name, "url": reverse("issues:evidence_file", args=[e.public_id])} for e in earlier],
    }
