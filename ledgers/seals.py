"""What of the books is sealed: a line each in the table of `rectify/audit/seals.py`."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from django.db.models import Prefetch, QuerySet

from issues.models import Issue, Round
from ledgers.basis import is_whole
from ledgers.models import (
    AccountStatement,
    BalanceSnapshot,
    Batch,
    Closure,
    Draw,
    FileVerdict,
    IssuedPaper,
    LedgerLayout,
    Meeting,
    MeetingItem,
    Objection,
    OfflineFile,
    PaperTemplate,
    StatementDispute,
    Visit,
    VisitFile,
)
from ledgers.redrawing import differences
from ledgers.sealing import content_of
from rectify.audit import files
from rectify.audit.seals import Digested, Witnessed
from rectify.lib.columns import column_name
from rectify.lib.digests import fits

ASKED = (
    "declared",
    "result",
    "matter",
    "matter_note",
    "persons",
    "persons_note",
    "mechanism",
    "mechanism_note",
    "standards",
)
FOUND = (
    "issue_id",
    "closure_id",
    "kind",
    "on",
    "place",
    "people",
    "heard",
    "seen",
    "searched",
    "asked",
    "finding",
    "fault",
    "note",
    "recorded_by_id",
)
RAISES = ("check", "enter_check", "confirm")
STATED = (
    "round_id",
    "unit_id",
    "since",
    "until",
    "lines",
    "unit_on",
    "unit_who",
    "unit_by_id",
    "office_at",
    "office_by_id",
    "digest",
)


def of_closure(closure: Closure) -> str:
    return f"问题 {closure.issue.number} 第 {closure.number} 次申请"


def request_faults(closure: Closure) -> Iterator[str]:
    """The digest of what was asked for, the columns beside it, and what was signed."""
    if not fits(closure.digest, closure.snapshot):
        yield f"申报内容与校验码不符：登记 {closure.digest}"
    for name in ASKED:
        if name in closure.snapshot and closure.snapshot[name] != getattr(closure, name):
            yield f"“{column_name(Closure, name)}”与封存的申报内容不同"
    if closure.signed_at and closure.signed_digest != closure.digest:
        yield f"所签校验码 {closure.signed_digest} 与申报的 {closure.digest} 不同"


def decision_faults(closure: Closure) -> Iterator[str]:
    if not fits(closure.final_digest, *decisions(closure, list(closure.verdicts.all()))):
        yield f"审定的内容（认定、佐证结论、意见）与归档校验码不符：登记 {closure.final_digest}"


def decisions(closure: Closure, words: Sequence[FileVerdict]) -> list[dict[str, Any]]:
    """What the digest of a decision is worked out from, the present way first. Once sealed, a decision is proven by the way
    of its day: a way that is in use is never changed, only followed by another."""
    first = {
        "request": closure.digest,
        "signed": closure.signed_digest,
        "verdicts": [
            {
                "evidence__public_id": word.evidence.public_id,
                "word": word.word,
                "note": word.note,
                "by__username": word.by.username,
            }
            for word in words
        ],
        "grade": closure.grade,
        "minutes": closure.minutes,
        "site": closure.site_note,
    }
    whole = {
        "seal": 2,
        "site_check": closure.site_check,
        "site_by": closure.site_by,
        "note": closure.note,
        "decided_by": closure.decided_by.public_id if closure.decided_by else None,
    }
    return [first | whole, first]


def with_words(query: QuerySet) -> QuerySet:
    words = FileVerdict._base_manager.order_by("evidence_id").select_related("evidence", "by")
    decided = query.exclude(final_digest="").select_related("issue", "decided_by")
    return decided.prefetch_related(Prefetch("verdicts", queryset=words))


def batch_faults(batch: Batch) -> Iterable[str]:
    """A workbook that bore a marking was not kept, and its batch says so."""
    faults = list(files.faults(batch))
    return [] if batch.state == Batch.Status.REFUSED and faults == [files.GONE] else faults


def paper_faults(paper: IssuedPaper) -> Iterator[str]:
    """The file as it was issued."""
    if sha256(bytes(paper.content)).hexdigest() != paper.digest:
        yield f"签发的文件与校验码不符：登记 {paper.digest}"
    if not is_whole(paper):
        yield "数字的依据与签发时封存的不同"


def template_faults(template: PaperTemplate) -> Iterator[str]:
    """The file as it was handed in."""
    if sha256(bytes(template.content)).hexdigest() != template.digest:
        yield f"模板文件与校验码不符：登记 {template.digest}"


def layout_faults(layout: LedgerLayout) -> Iterator[str]:
    """The layout as it was kept."""
    if sha256(bytes(layout.content)).hexdigest() != layout.digest:
        yield f"台账版式与校验码不符：登记 {layout.digest}"


def statement_faults(statement: AccountStatement) -> Iterator[str]:
    """Everything that both sides confirmed."""
    if not fits(statement.digest, content_of(statement)):
        yield f"双方确认的内容与校验码不符：登记 {statement.digest}"


def of_statement(statement: AccountStatement) -> str:
    return f"对账单 {statement.public_id}"


def taken(fact) -> Iterable[int]:
    """Every account that was recorded of that evening."""
    rows = BalanceSnapshot._base_manager.filter(round=fact.obj, on=fact.facts["on"])
    return rows.values_list("pk", flat=True)


def spoken_about(fact) -> Iterable[int]:
    """The dispute of the event, or all that its statement has."""
    return [fact.obj.pk] if isinstance(fact.obj, StatementDispute) else fact.obj.disputes.values_list("pk", flat=True)


def last_closure(fact) -> Iterable[int]:
    return fact.obj.closures.order_by("-number").values_list("pk", flat=True)[:1]


SEALS = (
    Digested(
        Closure,
        "销号申请",
        "applied_at",
        ("digest", "signed_digest"),
        request_faults,
        rows=lambda query: query.select_related("issue"),
        about=of_closure,
    ),
    Digested(Closure, "审定销号", "decided_at", ("final_digest",), decision_faults, rows=with_words, about=of_closure),
    Digested(
        VisitFile,
        "核查材料文件",
        "uploaded_at",
        ("digest",),
        files.faults,
        rows=lambda query: query.select_related("visit__issue"),
    ),
    Digested(
        OfflineFile,
        "代录的文件",
        "uploaded_at",
        ("digest",),
        files.faults,
        rows=lambda query: query.select_related("entry__sheet"),
    ),
    Digested(Batch, "导入的文件", "created_at", ("digest",), batch_faults),
    Digested(
        IssuedPaper,
        "签发的文书",
        "signed_at",
        ("digest",),
        paper_faults,
        rows=lambda query: query.exclude(signed_at=None),
        about=lambda row: f"文书 {row.serial}",
    ),
    Digested(
        PaperTemplate,
        "文书模板",
        "uploaded_at",
        ("digest",),
        template_faults,
        about=lambda row: f"文书模板 {row.slug} 第 {row.number} 版",
    ),
    Digested(
        LedgerLayout,
        "台账版式",
        "uploaded_at",
        ("digest",),
        layout_faults,
        about=lambda row: f"台账版式第 {row.number} 版",
    ),
    Digested(
        AccountStatement,
        "双方确认的对账单",
        "confirmed_at",
        ("digest",),
        statement_faults,
        rows=lambda query: query.exclude(digest="").select_related("round", "unit"),
        about=of_statement,
    ),
    Digested(Draw, "抽查", "frozen_at", ("pool_digest",), differences),
    Witnessed(
        Closure,
        "销号申请",
        ("issues.issue.apply",),
        ("issue_id", "number", "declared", "result", "digest", "applied_by_id"),
        Issue,
        of=last_closure,
        reads=("issue",),
        about=of_closure,
    ),
    Witnessed(
        Closure,
        "签字背书",
        ("issues.issue.endorse",),
        ("signed_digest", "signed_by_id"),
        Issue,
        of=last_closure,
        reads=("issue",),
        about=of_closure,
    ),
    Witnessed(
        Closure,
        "审定销号",
        ("issues.issue.approve",),
        (
            "grade",
            "minutes",
            "site_check",
            "site_note",
            "site_by",
            "note",
            "reviewed_by_id",
            "decided_by_id",
            "final_digest",
        ),
        Issue,
        of=last_closure,
        reads=("issue",),
        about=of_closure,
    ),
    Witnessed(
        FileVerdict,
        "佐证结论",
        ("ledgers.verdict.give",),
        ("closure_id", "evidence_id", "word", "note", "by_id"),
        Issue,
        reads=("closure__issue", "evidence"),
        about=lambda row: f"{of_closure(row.closure)} 佐证 {row.evidence.public_id}",
    ),
    Witnessed(
        Objection,
        "异议",
        ("ledgers.objection.",),
        ("closure_id", "raised_by", "text", "entered_by_id", "answer", "answer_note", "answered_by_id"),
        Issue,
        hidden=True,
        reads=("closure__issue",),
        about=lambda row: f"{of_closure(row.closure)} 异议",
    ),
    Witnessed(
        Meeting,
        "领导小组会议",
        ("ledgers.meeting.",),
        ("office_id", "round_id", "title", "held_on", "minutes", "chair", "attendees", "made_by_id", "closed_by_id"),
        Meeting,
    ),
    Witnessed(
        MeetingItem,
        "会议议题",
        ("ledgers.meetingitem.decide",),
        ("meeting_id", "issue_id", "closure_id", "word", "note", "decided_by_id"),
        Issue,
        reads=("issue", "meeting"),
        about=lambda row: f"问题 {row.issue.number} 会议 {row.meeting.public_id}",
    ),
    Witnessed(
        BalanceSnapshot,
        "结存快照",
        ("ledgers.balancesnapshot.take",),
        ("round_id", "unit_id", "on", "occasion", "issues", "balance", "taken_at"),
        Round,
        of=taken,
        reads=("round",),
        about=lambda row: f"{row.on:%Y-%m-%d} 的结存快照",
    ),
    Witnessed(
        AccountStatement,
        "对账单",
        ("ledgers.accountstatement.",),
        STATED,
        AccountStatement,
        but=("ledgers.accountstatement.read",),
        about=of_statement,
    ),
    Witnessed(
        StatementDispute,
        "对账异议",
        ("ledgers.statementdispute.", *(f"ledgers.accountstatement.{name}" for name in RAISES)),
        ("statement_id", "place", "side", "said", "last_by_id"),
        AccountStatement,
        of=spoken_about,
        reads=("statement",),
        about=lambda row: of_statement(row.statement),
    ),
    Witnessed(Visit, "核查、回头看", ("ledgers.visit.record",), FOUND, Issue, reads=("issue",)),
    Witnessed(
        VisitFile,
        "核查材料",
        ("ledgers.visitfile.attach",),
        ("visit_id", "path", "size", "digest", "uploaded_by_id"),
        Issue,
        reads=("visit__issue",),
    ),
    Witnessed(Batch, "导入", ("ledgers.batch.upload",), ("round_id", "path", "size", "digest", "created_by_id"), Batch),
    Witnessed(
        Draw,
        "抽查",
        ("ledgers.draw.",),
        ("office_id", "pool_size", "pool_digest", "size", "each_unit", "source", "seed", "result"),
        Draw,
    ),
)
