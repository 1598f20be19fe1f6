"""A closure request as it was handed in: what the principal signs, and what the paper and every later reader rest on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from issues.models import Evidence, Issue, Shows
from ledgers.models import Closure
from ledgers.models.closure import Answer

NEEDED = (
    "issue__round__office",
    "issue__lead_unit",
    "issue__feedback",
    "applied_by",
    "signed_by",
    "reviewed_by",
    "decided_by",
)
QUESTIONS = (("matter", "事要解决"), ("persons", "人要处理"), ("mechanism", "机制要建立"))
MARKS = {"accepted": "approved", "unclear": "ask", "rejected": "rejected"}


@dataclass(frozen=True)
class FileWord:
    """The word of the first review on a file: its mark, and why."""

    mark: str
    note: str


@dataclass(frozen=True)
class HandedInFile:
    """A file as the snapshot has it. `row` is the file of now: whether its text was looked at changes later."""

    name: str
    url: str
    preview_url: str
    size: int
    digest: str
    on: date | None
    shows: str
    note: str
    row: Evidence | None
    verdict: FileWord | None


@dataclass(frozen=True)
class HandedInMeasure:
    """A measure as the snapshot has it, with the files that prove it."""

    order: int
    text: str
    criterion: str
    person: str
    due: date | None
    files: Sequence[HandedInFile]


@dataclass(frozen=True)
class AnsweredQuestion:
    """One of 三问: the word, and what was said about it."""

    name: str
    word: str
    note: str


@dataclass(frozen=True)
class HandedIn:
    """Exactly the content under the digest; `rest` are files that prove no single measure, `count` is of all files."""

    original: str
    result: str
    declared: str
    declared_word: str
    answers: Sequence[AnsweredQuestion]
    standards: Sequence[str]
    measures: Sequence[HandedInMeasure]
    rest: Sequence[HandedInFile]
    count: int


@dataclass(frozen=True)
class ClosureStep:
    """One step of the paper: by which post, when, what was said, under which digest."""

    name: str
    who: str
    at: datetime | None
    text: str
    digest: str


@dataclass(frozen=True)
class ClosureUnderReview:
    """The request under joint review with its evidence, as templates/issues/opinions/_request.html takes it."""

    closure: Closure
    asked: HandedIn


def handed_in(closure: Closure, words: Mapping[str, FileWord] | None = None) -> HandedIn:
    """From the snapshot, not from the tables of now; `words` of the first review by the public id of a file."""
    snapshot = closure.snapshot
    files: dict[int | None, list[HandedInFile]] = {}
    rows = {file.public_id: file for file in closure.issue.evidence.all()}
    for line in snapshot.get("evidence", []):
        public_id = line["public_id"]
        file = _file(line, rows.get(public_id), (words or {}).get(public_id))
        files.setdefault(line.get("measure__order"), []).append(file)
    measures = [
        HandedInMeasure(
            order=measure["order"],
            text=measure["text"],
            criterion=measure["criterion"],
            person=measure["person"],
            due=_day(measure.get("due")),
            files=files.pop(measure["order"], []),
        )
        for measure in snapshot.get("measures", [])
    ]
    return HandedIn(
        original=snapshot.get("original", ""),
        result=closure.result,
        declared=closure.declared,
        declared_word=closure.get_declared_display(),
        answers=answers(closure),
        standards=snapshot.get("standards", []),
        measures=measures,
        rest=[file for group in files.values() for file in group],
        count=len(snapshot.get("evidence", [])),
    )


def under_review(issue: Issue) -> ClosureUnderReview | None:
    """The live request of the issue; None where there is none."""
    closure = issue.closures.filter(outcome=Closure.Outcome.LIVE).select_related(*NEEDED).first()
    return ClosureUnderReview(closure, handed_in(closure)) if closure else None


def answers(closure: Closure) -> list[AnsweredQuestion]:
    """三问 in their order."""
    words = dict(Answer.choices)
    return [
        AnsweredQuestion(label, words.get(getattr(closure, name), ""), getattr(closure, f"{name}_note"))
        for name, label in QUESTIONS
    ]


def words_on_files(closure: Closure) -> dict[str, FileWord]:
    """The words of the first review by the public id of their file."""
    verdicts = closure.verdicts.select_related("evidence")
    return {verdict.evidence.public_id: FileWord(MARKS[verdict.word], verdict.note) for verdict in verdicts}


def steps_of(closure: Closure) -> list[ClosureStep]:
    """Who did what on the way, in order; what has not been done yet has no moment."""
    steps = [
        ("申请", closure.applied_by, closure.applied_at, closure.get_declared_display(), closure.digest),
        ("签字背书", closure.signed_by, closure.signed_at, "以上情况属实，如有虚假愿承担责任", closure.signed_digest),
        ("初审", closure.reviewed_by, closure.reviewed_at, closure.review_note or "同意送审定", ""),
        ("审定", closure.decided_by, closure.decided_at, _decision(closure), closure.final_digest),
    ]
    return [ClosureStep(name, _post(who), at, text if at else "", digest) for name, who, at, text, digest in steps]


def _decision(closure: Closure) -> str:
    if not closure.grade:
        return closure.note
    site = f"{'已现场核查' if closure.site_check else '免于现场核查'}：{closure.site_note}（{closure.site_by}）"
    parts = [
        f"认定{closure.get_grade_display()}",
        closure.minutes and f"会议纪要 {closure.minutes}",
        site,
        closure.note,
    ]
    return "；".join(part for part in parts if part)


def _post(user: Any) -> str:
    return (user.title or user.name) if user else ""


def _file(kept: Mapping[str, Any], row: Evidence | None, word: FileWord | None) -> HandedInFile:
    return HandedInFile(
        name=kept["name"],
        url=reverse("issues:evidence_file", args=[kept["public_id"]]),
        preview_url=reverse("issues:evidence_preview", args=[kept["public_id"]]),
        size=kept["size"],
        digest=kept["digest"],
        on=_day(kept.get("document_date")),
        shows=dict(Shows.choices).get(kept.get("shows", ""), "").partition("（")[0],
        note=kept.get("note", ""),
        row=row,
        verdict=word,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
