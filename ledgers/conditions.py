"""What must be true before an issue is struck off (docs/rules.md, from closure-ready to reopen-kept)."""

from collections.abc import Iterable

from issues.gates import gate
from issues.models import Evidence, Gate, Issue
from ledgers.models import Closure, Entry, FileVerdict
from rectify.lib.verdict import Verdict, no, yes
from rectify.workflow.move import Act


def live_closure(issue: Issue) -> Closure | None:
    """The closure request under way."""
    return issue.closures.filter(outcome=Closure.Outcome.LIVE).first()


def standing_closure(issue: Issue) -> Closure | None:
    """The closure by which the issue is struck off now."""
    return issue.closures.filter(outcome=Closure.Outcome.APPROVED).first()


def words_on_files(closure: Closure) -> list[FileVerdict]:
    """What was said of each of its files, and by whom; in the order of the files."""
    return list(closure.verdicts.order_by("evidence_id").select_related("evidence", "by"))


def hands_in(closure: Closure, words: Iterable[FileVerdict] | None = None) -> set[int]:
    """Ids of whoever asked for, signed, reviewed or decided it, or judged one of its files (`words`, where they were read)."""
    people = {closure.applied_by_id, closure.signed_by_id, closure.reviewed_by_id, closure.decided_by_id}
    judged = closure.verdicts.values_list("by", flat=True) if words is None else (word.by_id for word in words)
    return {pk for pk in (*people, *judged) if pk is not None}


def live_evidence(issue: Issue):
    """Evidence that stands: neither withdrawn nor replaced; after 重开 only what came since, the old files stay with the
    closing that did not hold."""
    files = issue.evidence.standing()
    if not issue.reopenings:
        return files
    reopened = issue.entries.filter(kind=Entry.Kind.REOPENED).order_by("-sequence").values_list("at", flat=True)
    return files.filter(uploaded_at__gte=reopened[0])


def promises_are_answered(issue: Issue, act: Act) -> Verdict:
    own = issue.reports.filter(unit=issue.lead_unit_id)  # what a former lead unit promised binds the former unit
    open_ = own.filter(kept="", sent_at=None, week__opened_at__isnull=False).exclude(promise="").count()
    if open_:
        return no(f"周报里还有 {open_} 条承诺没有回答", "reports")
    return yes("周报里的承诺都已回答")


def standard_of(issue: Issue) -> list[str]:
    """The lines that a request for closure of this issue answers; none where its procedure has no standard for it."""
    step = gate(issue, Gate.STANDARD)
    return step.lines if step else []


def shown_names(files: list[Evidence]) -> str:
    shown = "、".join(f"《{shown_name(f.name)}》" for f in files[:3])
    return shown + ("等" if len(files) > 3 else "")


def shown_name(name: str) -> str:
    return name if len(name) <= 24 else name[:22] + "…"
