"""The evidence under first review: criterion by criterion, file by file, with the reviewer's word and what the machine sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from issues.conditions import live_measures
from issues.models import Evidence, Issue
from issues.pages.evidence.rows import ShownEvidence
from issues.pages.evidence.rows import row as evidence_row
from ledgers import checks
from ledgers.checks import CheckLine
from ledgers.models import Closure, FileVerdict
from rectify.accounts.models import User

Words = Mapping[int, FileVerdict]  # by the key of the file


@dataclass(frozen=True)
class VerdictCell:
    """A file and the word on it, as templates/ledgers/reviews/_verdict.html takes them; `at`: when the word was kept,
    `fault`: why it was not."""

    id: str
    name: str
    file: ShownEvidence
    word: str
    note: str
    fault: str
    at: datetime | None
    url: str
    words: Sequence[tuple[str, str]]
    findings: Sequence[CheckLine] = ()


@dataclass(frozen=True)
class CriterionRow:
    """A criterion with its files; without an order those that prove no single one."""

    text: str
    measure: str
    files: Sequence[VerdictCell]
    order: int | None = None
    findings: Sequence[CheckLine] = ()


@dataclass(frozen=True)
class JudgedFiles:
    """All criteria, and what the machine sees in the request as a whole."""

    groups: Sequence[CriterionRow]
    checks: Sequence[CheckLine]


def judged_files(issue: Issue, closure: Closure, *, files: Sequence[Evidence], words: Words, user: User) -> JudgedFiles:
    """The files of the request under the measures that stand."""
    used, measures = checks.used_elsewhere(issue, files, user), list(live_measures(issue))
    passed = checks.plan_passed(issue)
    by_measure = {measure: [file for file in files if file.measure_id == measure.pk] for measure in measures}

    def drawn(file: Evidence) -> VerdictCell:
        findings = checks.of_file(file, issue, used.get(file.digest, []), passed)
        return cell(issue, file, words.get(file.pk), findings=findings)

    groups = [
        CriterionRow(
            text=measure.criterion or measure.text,
            measure=measure.text,
            files=[drawn(file) for file in own],
            order=measure.order,
            findings=checks.of_criterion(own),
        )
        for measure, own in by_measure.items()
    ]
    known = {measure.pk for measure in measures}
    if whole := [file for file in files if file.measure_id not in known]:
        groups.append(CriterionRow("整件材料", "不对应单条标准", [drawn(file) for file in whole]))
    return JudgedFiles(groups, checks.of_request(issue, closure, files=files, by_measure=by_measure, used=used))


def cell(
    issue: Issue,
    file: Evidence,
    verdict: FileVerdict | None,
    *,
    word: str = "",
    note: str = "",
    fault: str = "",
    findings: Sequence[CheckLine] = (),
) -> VerdictCell:
    """`word` and `note` as typed when they could not be kept."""
    return VerdictCell(
        id=file.public_id,
        name=file.name,
        file=evidence_row(file),
        word=word or (verdict.word if verdict else ""),
        note=note or (verdict.note if verdict else ""),
        fault=fault,
        at=verdict.at if verdict and not fault else None,
        url=reverse("ledgers:verdict", args=[issue.public_id, file.public_id]),
        words=FileVerdict.Word.choices,
        findings=findings,
    )
