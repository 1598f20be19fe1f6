"""What the machine sees in the evidence of a closure request. It advises; people decide (docs/rules.md:
evidence-machine-advises)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from issues.models import Evidence, Issue, Measure, MeasureStatus, Plan, Shows
from ledgers.conditions import promises_are_answered
from ledgers.models import Closure
from rectify.lib.tags import as_day, short_date
from rectify.workflow.move import Act


@dataclass(frozen=True)
class CheckLine:
    """One line: `kind` is ok, ask (please look) or bad (does not agree); `links` lead to what it names."""

    kind: str
    text: str
    links: tuple[tuple[str, str], ...] = ()


def of_file(file: Evidence, issue: Issue, used: Sequence[Issue], passed: date | None = None) -> list[CheckLine]:
    """Its date against feedback, plan, measure and arrival; and where else the very same file was handed in. `passed` is the
    day on which the plan was first passed."""
    findings = list(_dates(file, issue.feedback.delivered_on if issue.feedback else None))
    findings += _against_work(file, passed)
    others = [other for other in used if other.pk != issue.pk]
    if others:
        links = tuple((other.number, other.get_absolute_url()) for other in others[:5])
        findings.append(CheckLine("ask", f"同一份文件也用在另外 {len(others)} 件", links))
    else:
        findings.append(CheckLine("ok", "只用于本问题"))
    return findings


def _dates(file: Evidence, delivered: date | None) -> Iterable[CheckLine]:
    on, arrived = file.document_date, as_day(file.uploaded_at)
    if on is None:
        yield CheckLine("ask", f"没有填材料形成日期；{short_date(arrived)} 上传")
    elif delivered and on < delivered:
        days = (delivered - on).days
        yield CheckLine("bad", f"落款 {short_date(on)}，早于反馈日 {days} 天；{short_date(arrived)} 上传")
    elif arrived and on > arrived:
        yield CheckLine("ask", f"落款 {short_date(on)}，晚于上传日 {short_date(arrived)}")
    elif delivered:
        yield CheckLine("ok", f"落款 {short_date(on)}，晚于反馈日 {(on - delivered).days} 天")
    else:
        yield CheckLine("ok", f"落款 {short_date(on)}")


def _against_work(file: Evidence, passed: date | None) -> Iterable[CheckLine]:
    """Against the plan and the measure it proves: done before it was planned, after it was reported done, after it was due."""
    on, measure = file.document_date, file.measure if file.measure_id else None
    if on is None:
        return
    if passed and on < passed and file.shows != Shows.SAID:
        yield CheckLine("ask", f"早于方案通过日 {short_date(passed)}：是不是原来就有的材料")
    if measure is None:
        return
    finished = as_day(measure.status_since) if measure.status == MeasureStatus.DONE else None
    if finished and on > finished:
        yield CheckLine("ask", f"晚于措施报完成日 {short_date(finished)}")
    if measure.due and on > measure.due:
        yield CheckLine("ask", f"晚于措施期限 {short_date(measure.due)}")


def plan_passed(issue: Issue) -> date | None:
    """The day on which a plan of the issue was first passed, also one that was voided by a later edit."""
    passed = issue.plans.filter(verdict__in=(Plan.Verdict.PASSED, Plan.Verdict.VOID), decided_at__isnull=False)
    first = passed.order_by("version").values_list("decided_at", flat=True).first()
    return as_day(first) if first else None


def of_criterion(files: Sequence[Evidence]) -> list[CheckLine]:
    """Words alone prove nothing done (说过、做过、做好)."""
    if not files:
        return [CheckLine("bad", "没有佐证")]
    if all(file.shows == Shows.SAID for file in files):
        return [CheckLine("ask", "只有会议和文件（说过），没有做过、见效的证明")]
    return []


def of_request(
    issue: Issue,
    closure: Closure,
    *,
    files: Sequence[Evidence],
    by_measure: Mapping[Measure, Sequence[Evidence]],
    used: Mapping[str, Sequence[Issue]],
) -> list[CheckLine]:
    """The whole request in a few lines, the worst first."""
    delivered = issue.feedback.delivered_on if issue.feedback else None
    early = sum(bool(delivered and file.document_date and file.document_date < delivered) for file in files)
    shared = sum(any(other.pk != issue.pk for other in used.get(file.digest, [])) for file in files)
    words = [f"{m.order}" for m, own in by_measure.items() if own and all(f.shows == Shows.SAID for f in own)]
    findings = []
    if early:
        findings.append(CheckLine("bad", f"{early} 份文件早于反馈日（{short_date(delivered)}）"))
    findings.append(_unchanged(closure, files))
    if shared:
        findings.append(CheckLine("ask", f"{shared} 份文件在别的问题里也用过，请看是否合理"))
    if words:
        findings.append(CheckLine("ask", f"标准 {'、'.join(words)} 只有会议和文件，没有做过、见效的证明"))
    promises = promises_are_answered(issue, Act(None))
    findings.append(CheckLine("ok" if promises else "bad", promises.reason))
    return sorted(findings, key=lambda finding: ("bad", "ask", "ok").index(finding.kind))


def _unchanged(closure: Closure, files: Sequence[Evidence]) -> CheckLine:
    signed = {row["public_id"]: row["digest"] for row in closure.snapshot.get("evidence", [])}
    same = signed == {file.public_id: file.digest for file in files}
    if same and closure.signed_digest == closure.digest:
        return CheckLine("ok", f"{len(files)} 个文件的校验码与审签时一致")
    return CheckLine("bad", "现在的佐证与审签时不一致，请查看经过")


def used_elsewhere(issue: Issue, files: Sequence[Evidence], user) -> dict[str, list[Issue]]:
    """The issues visible to `user` in which a file with the same digest stands, by digest: one statement."""
    digests = {file.digest for file in files}
    twins = Evidence.objects.visible_to(user).filter(digest__in=digests, withdrawn_at=None).exclude(issue=issue)
    by_digest: dict[str, list[Issue]] = {}
    for twin in twins.select_related("issue").order_by("issue__number"):
        seen = by_digest.setdefault(twin.digest, [])
        if twin.issue not in seen:
            seen.append(twin.issue)
    return by_digest
