"""Handing in files. The bytes are already on disk (`rectify.lib.filestore`); these actions make them evidence."""

from dataclasses import asdict
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from issues import policies
from issues.actions import recall
from issues.effects.telling import tell_of_marking
from issues.lives import reopenings
from issues.models import Evidence, Issue, Measure, Shows, Status
from rectify.accounts.models import Holding, User
from rectify.audit.models import Event
from rectify.audit.trail import record
from rectify.lib import filestore
from rectify.lib.columns import set_columns
from rectify.lib.errors import Refused
from rectify.lib.filecheck import Check, TextCheck, fields_of, keep, look, unasked
from rectify.lib.filestore import Stored, full_path
from rectify.lib.levels import Confidentiality
from rectify.lib.locks import lock
from rectify.options.storage import demand_room
from rectify.workflow.move import demand_all

FOLDER = "evidence"
WAITS = Check()
CARRIED = ("issue", "name", "size", "kind", "algorithm", "digest", "text_check", "text_check_why")
TAKES_EVIDENCE = frozenset({Status.PLANNING, Status.PLAN_REVIEW, Status.RECTIFYING})


@transaction.atomic
def attach(
    *,
    issue: Issue,
    stored: Stored,
    name: str,
    kind: str,
    by: User,
    measure: Measure | None = None,
    shows: str = Shows.DONE,
    document_date: date | None = None,
    note: str = "",
    replaces: Evidence | None = None,
    withdraws: bool = False,
    check: Check = WAITS,
    confidentiality: str = "",
) -> Evidence:
    """Make a stored file evidence of `issue` (for one measure, or for the whole), with `replaces` as its next version.
    `withdraws`: the person was told that this takes a request for closure back. `check`: what came of looking at its text.
    Raises Refused when the state of the issue takes no files, or the version replaced is not the newest."""
    lock(issue)
    post = demand_all([policies.contributor(by, issue)])
    _demand_open(issue)
    _refuse_foreign(issue, measure)
    _refuse_repeated(issue, measure=measure, name=name, digest=stored.digest, old=replaces)
    demand_room(adding=stored.size, office=issue.round.office, unit=issue.lead_unit)
    recall.take_back(issue, by=by, what=f"{'换新版' if replaces else '新传'}《{name}》", agreed=withdraws)
    described = {"name": name, "note": note.strip(), "kind": kind, "shows": shows, "document_date": document_date}
    evidence = Evidence.objects.create(
        issue=issue,
        measure=measure,
        replaces=replaces,
        uploaded_by=by,
        confidentiality=_level(issue, confidentiality),
        **described,
        **asdict(stored),
        **fields_of(check),
    )
    act = "replace" if replaces else "attach"
    record(f"issues.evidence.{act}", evidence, by=by, post=post, name=name, size=stored.size, digest=stored.digest)
    return evidence


def _refuse_repeated(issue: Issue, *, measure: Measure | None, name: str, digest: str, old: Evidence | None) -> None:
    """Neither a second next version of `old`, nor the same bytes once more."""
    standing = issue.evidence.standing()
    if old is not None and not standing.filter(pk=old.pk).exists():
        raise Refused(f"《{old.name}》已经有更新的版本，或者已撤下，请刷新后再传")
    if twin := standing.filter(digest=digest, measure=measure).first():
        raise Refused(f"《{name}》与已有的《{twin.name}》内容完全相同，没有重复接收")


def _level(issue: Issue, level: str) -> str:
    """A file is never more open than the issue it proves; where nobody chose, it is as the issue is."""
    if level and level not in Confidentiality.from_floor(issue.confidentiality):
        raise Refused(f"本件是“{issue.get_confidentiality_display()}”，材料的范围不能更宽")
    return level or issue.confidentiality


@transaction.atomic
def _keep_check(evidence: Evidence, check: Check) -> None:
    if not keep(evidence, check):
        return
    if evidence.is_blocked:
        tell_of_marking(evidence.issue, evidence, evidence.uploaded_by)
    record("issues.evidence.check", evidence, by=None, name=evidence.name, word=evidence.check_words)


def check(*, evidence: Evidence) -> None:
    """Look at the text of a file that waits for it, outside of any lock. May be lost or come twice: the row says what is to
    be done. A marking blocks the file from being handed out, and who uploaded it and the office are told."""
    if evidence.text_check == TextCheck.WAITING:
        _keep_check(evidence, unasked(look(full_path(evidence.path), evidence.kind)))


def _refuse_foreign(issue: Issue, measure: Measure | None) -> None:
    """Asked under the lock: a colleague may have struck the measure out since the page was opened."""
    if measure is not None and not issue.measures.filter(pk=measure.pk).exists():
        raise Refused("这条措施不在本件里，或者刚刚被删去了，请刷新后再选")


def _demand_open(issue: Issue) -> None:
    if issue.status not in TAKES_EVIDENCE and recall.recalling(issue) is None:
        raise Refused(f"本件现在是“{issue.get_status_display()}”，佐证不能再变动")


@transaction.atomic
def describe(
    *,
    evidence: Evidence,
    measure: Measure | None,
    shows: str,
    document_date: date | None,
    note: str,
    by: User,
    withdraws: bool = False,
    confidentiality: str = "",
) -> Evidence:
    """Correct what is said about a file. One that was handed in stays as it was: the correction is its next version, the
    same bytes under other words. `withdraws` as in `attach`; returns the row that now stands."""
    lock(evidence)
    issue = evidence.issue
    post = demand_all([policies.contributor(by, issue)])
    _refuse_foreign(issue, measure)
    description = {"measure": measure, "shows": shows, "document_date": document_date, "note": note.strip()}
    description |= {"confidentiality": _level(issue, confidentiality or evidence.confidentiality)}
    if all(getattr(evidence, name) == value for name, value in description.items()):
        return evidence
    if evidence.handed_in_at:
        return _corrected(evidence, description, by=by, post=post, withdraws=withdraws)
    set_columns(evidence, description)
    evidence.save(update_fields=list(description))
    record("issues.evidence.describe", evidence, by=by, post=post, name=evidence.name)
    return evidence


def _corrected(old: Evidence, said: dict, *, by: User, post: Holding | None, withdraws: bool) -> Evidence:
    issue = old.issue
    _demand_open(issue)
    _demand_newest(old)
    recall.take_back(issue, by=by, what=f"更正《{old.name}》的说明", agreed=withdraws)
    stored = filestore.copy(old.path, folder=FOLDER)
    if stored.digest != old.digest:
        filestore.forget(stored.path)
        raise Refused(f"《{old.name}》存着的文件与当时的校验码不符，请联系系统管理员")
    same = {name: getattr(old, name) for name in CARRIED}
    new = Evidence.objects.create(path=stored.path, replaces=old, uploaded_by=by, **same, **said)
    record("issues.evidence.correct", new, by=by, post=post, name=new.name, digest=new.digest)
    return new


def _demand_of_this_time(evidence: Evidence) -> None:
    """After 重开 the files of the closing that did not hold stay with it."""
    again = Event.objects.on(evidence.issue).filter(kind__in=reopenings()).order_by("-number").first()
    if again and evidence.uploaded_at < again.at:
        raise Refused(f"《{evidence.name}》属于重开以前的那次销号，留作记录，不能撤下")


def _demand_newest(evidence: Evidence) -> None:
    if evidence.withdrawn_at or Evidence.objects.filter(replaces=evidence).exists():
        raise Refused(f"《{evidence.name}》已经有更新的版本，或者已撤下，请刷新后再办")


@transaction.atomic
def withdraw(*, evidence: Evidence, by: User, withdraws: bool = False) -> None:
    """Take a file off the list. It stays on disk and in the trail, and in the request that had taken it along; the version it
    had replaced stands again. `withdraws` as in `attach`."""
    lock(evidence)
    issue = evidence.issue
    post = demand_all([policies.contributor(by, issue)])
    if evidence.withdrawn_at:
        return
    if Evidence.objects.filter(replaces=evidence).exists():
        raise Refused(f"《{evidence.name}》已经有更新的版本，请撤下最新的一版")
    if evidence.handed_in_at:
        _demand_open(issue)
        _demand_of_this_time(evidence)
        recall.take_back(issue, by=by, what=f"撤下《{evidence.name}》", agreed=withdraws)
    evidence.withdrawn_at, evidence.withdrawn_by, evidence.replaces = timezone.now(), by, None
    evidence.save(update_fields=["withdrawn_at", "withdrawn_by", "replaces"])
    record("issues.evidence.withdraw", evidence, by=by, post=post, name=evidence.name)


@transaction.atomic
def read(*, evidence: Evidence, by: User) -> None:
    """Note in the trail that `by` took the file away or looked at it (docs/rules.md: file-taken). The content is not touched."""
    post = demand_all([policies.reader(by, evidence.issue)])
    record("issues.evidence.read", evidence, by=by, post=post, name=evidence.name)


@transaction.atomic
def turn_away(*, issue: Issue, codes: list[str], by: User) -> None:
    """Note that files were refused at the door, by which rule; neither their names nor their content (UP-26)."""
    post = demand_all([policies.reader(by, issue)])
    why = "、".join(dict.fromkeys(WHY_TURNED_AWAY.get(code, "其他") for code in codes))
    record("issues.evidence.turn_away", issue, by=by, post=post, count=len(codes), why=why)


WHY_TURNED_AWAY = {
    "name": "文件名",
    "secret": "涉密标志",
    "words": "有要确认的词",
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
    """Remove evidence files that no row names and that are older than a day; how many went."""
    return filestore.sweep(FOLDER, _named, older_than=older_than)


def _named(paths: list[str]) -> set[str]:
    return set(Evidence.objects.filter(path__in=paths).values_list("path", flat=True))
