"""The files of an issue as a page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from issues import policies
from issues.actions.evidence import TAKES_EVIDENCE
from issues.actions.recall import WARNED, recalling
from issues.forms.evidence import AboutFile
from issues.models import Evidence, Issue, Measure
from rectify.accounts.models import User
from rectify.lib.filekinds import ACCEPT, PICTURES, SHOWN
from rectify.lib.reach import called
from rectify.lib.readable import READ
from rectify.options.storage import near

HINT = (
    "单个不超过 {} MB。收 PDF、OFD、Word、Excel、PPT、WPS、图片（手机拍的也收）、文本和 zip；不收带宏、带打开密码的。"
    "不要上传涉密文件、群众身份证号和线索材料。"
)


@dataclass(frozen=True)
class EarlierFile:
    """A version that another one has replaced."""

    name: str
    url: str


@dataclass(frozen=True)
class ShownEvidence:
    """A file with its addresses: `of` its measure, `on` its own date, `check` what was found of its text."""

    row: Evidence
    of: int | None
    name: str
    url: str
    preview_url: str
    thumb_url: str
    edit_url: str
    handed_in: datetime | None
    size: int
    on: date | None
    at: datetime
    by: str
    shows: str
    note: str
    check: str
    level: str
    blocked: bool
    version: int
    earlier: Sequence[EarlierFile]


@dataclass(frozen=True)
class EvidenceGroup:
    """The files of one measure, or of the whole issue."""

    title: str
    text: str
    files: Sequence[ShownEvidence]


@dataclass(frozen=True)
class EvidencePart:
    """The groups, and the upload form for who may add, `is_open` or folded; `warned` what a change does to a
    request under way, `near` which quota is nearly used up."""

    groups: Sequence[EvidenceGroup]
    count: int
    may_add: bool
    is_open: bool
    why_not: str
    warned: str
    form: AboutFile | None
    url: str
    accept: str
    most: int
    hint: str
    near: Sequence[str]


def evidence_part(issue: Issue, user: User, measures: Sequence[Measure], form: AboutFile | None = None) -> EvidencePart:
    """Groups of files, one for each of `measures` and one for the whole issue; `form` as it was sent."""
    open_to_files = issue.status in TAKES_EVIDENCE or recalling(issue) is not None
    may_add = open_to_files and bool(policies.contributor(user, issue))
    standing = rows(issue, may_change=may_add)
    return EvidencePart(
        groups=grouped(standing, measures),
        count=len(standing),
        may_add=may_add,
        is_open=not standing and recalling(issue) is None,
        why_not="" if may_add else _why_not(issue, user),
        warned=WARNED if may_add and recalling(issue) else "",
        form=(form or AboutFile(user=user, obj=issue)) if may_add else None,
        url=reverse("issues:evidence_upload", args=[issue.public_id]),
        accept=ACCEPT,
        most=settings.UPLOAD_MAX_BYTES,
        hint=HINT.format(settings.UPLOAD_MAX_BYTES // 2**20),
        near=near(office=issue.round.office, unit=issue.lead_unit) if may_add else [],
    )


def _why_not(issue: Issue, user: User) -> str:
    """Why the reader cannot hand in files now; nothing for who only reads."""
    if not policies.contributor(user, issue):
        return ""
    return f"本件现在是“{issue.get_status_display()}”，佐证不能再变动"


def rows(issue: Issue, *, may_change: bool) -> list[ShownEvidence]:
    """The files that stand, each in its newest version: one statement."""
    files = list(issue.evidence.filter(withdrawn_at=None).select_related("uploaded_by").order_by("uploaded_at", "id"))
    older = {file.replaces_id for file in files}
    return [row(file, files=files, may_change=may_change) for file in files if file.pk not in older]


def grouped(standing: Sequence[ShownEvidence], measures: Sequence[Measure]) -> list[EvidenceGroup]:
    """By measure; what answers none of them stands last."""
    groups = [
        EvidenceGroup(f"措施 {m.order}", m.criterion or m.text, [file for file in standing if file.of == m.pk])
        for m in measures
    ]
    known = {measure.pk for measure in measures}
    if whole := [file for file in standing if file.of not in known]:
        groups.append(EvidenceGroup("整件", "不对应单条措施的材料", whole))
    return groups


def row(evidence: Evidence, *, files: Sequence[Evidence] = (), may_change: bool = False) -> ShownEvidence:
    """One file with its addresses; `files` are the issue's, among which its earlier versions are found."""
    earlier = _earlier(evidence, files)
    names = ("file", "preview", "thumb", "edit")
    urls = {name: reverse(f"issues:evidence_{name}", args=[evidence.public_id]) for name in names}
    return ShownEvidence(
        row=evidence,
        of=evidence.measure_id,
        name=evidence.name,
        url=urls["file"],
        preview_url=urls["preview"] if evidence.kind in SHOWN | READ and not evidence.is_blocked else "",
        thumb_url=urls["thumb"] if evidence.kind in PICTURES and not evidence.is_blocked else "",
        edit_url=urls["edit"] if may_change else "",
        handed_in=evidence.handed_in_at,
        size=evidence.size,
        on=evidence.document_date,
        at=evidence.uploaded_at,
        by=evidence.uploaded_by.title or evidence.uploaded_by.name,
        shows=evidence.get_shows_display().partition("（")[0],
        note=evidence.note,
        check=evidence.check_words,
        level=called(evidence.reaches),
        blocked=evidence.is_blocked,
        version=len(earlier) + 1,
        earlier=[EarlierFile(file.name, reverse("issues:evidence_file", args=[file.public_id])) for file in earlier],
    )


def _earlier(evidence: Evidence, files: Sequence[Evidence]) -> list[Evidence]:
    """The versions before this one, the newest first."""
    earlier, by_pk, at = [], {file.pk: file for file in files}, evidence.replaces_id
    while at in by_pk:
        earlier.append(by_pk[at])
        at = by_pk[at].replaces_id
    return earlier
