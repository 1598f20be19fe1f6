"""Handing in files. The bytes are already on disk (`rectify.lib.filestore`); these actions make them evidence."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from issues import policies
from issues.models import Evidence, Issue, Measure, Shows, Status
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.filestore import Stored, forget
from rectify.lib.locks import lock
from rectify.workflow.move import demand_all

FOLDER = "evidence"
TAKES_EVIDENCE = frozenset({Status.PLANNING, Status.PLAN_REVIEW, Status.RECTIFYING})


@transaction.atomic
def attach(
    *, issue: Issue, stored: Stored, name: str, kind: str, by: User, measure: Measure | None = None,
    shows: str = Shows.DONE, document_date: date | None = None, note: str = "", replaces: Evidence | None = None,
) -> Evidence:  # fmt: skip
    """Make a stored file evidence of `issue` (for one measure, or for the whole). `replaces` makes it the next version.

    Raises Refused when the state of the issue takes no files, or the version replaced is not the newest.
    """
    lock(issue)
    demand_all([policies.contributor(by, issue)])
    if issue.status not in TAKES_EVIDENCE:
        raise Refused(f"本件现在是“{issue.get_status_display()}”，不能上传佐证；要补充，请先撤回或等退回")
    _refuse_foreign(issue, measure)
    if replaces is not None and not issue.evidence.standing().filter(pk=replaces.pk).exists():
        raise Refused(f"《{replaces.name}》已经有更新的版本，或者已撤下，请刷新后再传")
    if twin := issue.evidence.standing().filter(digest=stored.digest, measure=measure).first():
        raise Refused(f"《{name}》与已有的《{twin.name}》内容完全相同，没有重复接收")
    evidence = Evidence.objects.create(
        issue=issue,
        measure=measure,
        name=name,
        note=note.strip(),
        shows=shows,
        document_date=document_date,
        size=stored.size,
        kind=kind,
        algorithm=stored.algorithm,
        digest=stored.digest,
        path=stored.path,
        replaces=replaces,
        uploaded_by=by,
    )
    act = "replace" if replaces else "attach"
    record(f"issues.evidence.{act}", evidence, by=by, name=name, size=stored.size, digest=stored.digest)
    return evidence


def _refuse_foreign(issue: Issue, measure: Measure | None) -> None:
    """Asked under the lock: a colleague may have struck the measure out since the page was opened."""
    if measure is not None and not issue.measures.filter(pk=measure.pk).exists():
        raise Refused("这条措施不在本件里，或者刚刚被删去了，请刷新后再选")


@transaction.atomic
def describe(
    *, evidence: Evidence, measure: Measure | None, shows: str, document_date: date | None, note: str, by: User
):
    """Correct what is said about a file that has not been handed in yet."""
    lock(evidence)
    demand_all([policies.contributor(by, evidence.issue)])
    if evidence.handed_in_at:
        raise Refused("这份佐证已随销号申请报出，不能再改；要更正请上传新版本")
    _refuse_foreign(evidence.issue, measure)
    evidence.measure, evidence.shows, evidence.document_date, evidence.note = (
        measure,
        shows,
        document_date,
        note.strip(),
    )
    evidence.save(update_fields=["measure", "shows", "document_date", "note"])
    record("issues.evidence.describe", evidence, by=by, name=evidence.name)


@transaction.atomic
def withdraw(*, evidence: Evidence, by: User) -> None:
    """Take a file off the list before it was handed in. It stays on disk and in the trail; the version it had replaced
    stands again."""
    lock(evidence)
    demand_all([policies.contributor(by, evidence.issue)])
    if evidence.handed_in_at:
        raise Refused("这份佐证已随销号申请报出，不能撤下；要更正请上传新版本")
    if evidence.withdrawn_at:
        return
    if Evidence.objects.filter(replaces=evidence).exists():
        raise Refused(f"《{evidence.name}》已经有更新的版本，请撤下最新的一版")
    evidence.withdrawn_at, evidence.withdrawn_by, evidence.replaces = timezone.now(), by, None
    evidence.save(update_fields=["withdrawn_at", "withdrawn_by", "replaces"])
    record("issues.evidence.withdraw", evidence, by=by, name=evidence.name)


@transaction.atomic
def read(*, evidence: Evidence, by: User) -> None:
    """Note in the trail that `by` took the file away or looked at it (security.md D18). The content is not touched."""
    demand_all([policies.reader(by, evidence.issue)])
    record("issues.evidence.read", evidence, by=by, name=evidence.name)


@transaction.atomic
def turn_away(*, issue: Issue, codes: list[str], by: User) -> None:
    """Note that files were refused at the door, by which rule; neither their names nor their content (UP-26)."""
    demand_all([policies.reader(by, issue)])
    why = "、".join(dict.fromkeys(WHY_TURNED_AWAY.get(code, "其他") for code in codes))
    record("issues.evidence.turn_away", issue, by=by, count=len(codes), why=why)


WHY_TURNED_AWAY = {
    "name": "文件名",
    "secret": "涉密标志",
    "kind": "类型不在清单内",
    "content": "内容与扩展名不符",
    "macro": "带宏",
    "password": "有打开密码",
    "archive": "压缩包异常",
    "empty": "空文件",
    "size": "超过大小",
    "room": "存储空间不足",
}


def sweep(*, older_than: timedelta = timedelta(days=1)) -> int:
    """Remove files that no row names and that are older than a day (a process died between file and row); how many went."""
    before, gone, batch = time.time() - older_than.total_seconds(), 0, []
    for relative in _stale(before):
        batch.append(relative)
        if len(batch) == 500:
            gone, batch = gone + _forget_nameless(batch), []
    return gone + _forget_nameless(batch)


def _stale(before: float) -> Iterator[str]:
    root = Path(settings.MEDIA_ROOT)
    for path in (root / FOLDER).rglob("*"):
        if path.is_file() and path.stat().st_mtime < before:
            yield path.relative_to(root).as_posix()


def _forget_nameless(paths: list[str]) -> int:
    named = set(Evidence.objects.filter(path__in=paths).values_list("path", flat=True))
    nameless = [path for path in paths if path not in named]
    for path in nameless:
        forget(path)
    return len(nameless)
