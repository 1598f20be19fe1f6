"""佐证: the files of an issue, one file with what is said about it, one file looked at."""

from dataclasses import dataclass
from typing import ClassVar

from issues.actions.recall import WARNED, recalling
from issues.forms.evidence import AboutFile
from issues.models import Evidence, Issue
from issues.pages.evidence.rows import EvidencePart, ShownEvidence, row
from rectify.accounts.models import User
from rectify.lib.filekinds import ACCEPT
from rectify.lib.page import Page
from rectify.lib.readable import ReadText


@dataclass(frozen=True)
class EvidencePage(Page):
    """The files of an issue, measure by measure."""

    template: ClassVar[str] = "issues/evidence/evidence.html"
    issue: Issue
    part: EvidencePart


@dataclass(frozen=True)
class EvidencePreviewPage(Page):
    """One file inside a page of ours: `framed` as a PDF, or with what we read of its `text`; neither: a picture, or only words
    about it. `copy` is what is drawn over it, where its mark asks for that."""

    template: ClassVar[str] = "issues/evidence/evidence_preview.html"
    evidence: Evidence
    issue: Issue
    row: ShownEvidence
    framed: bool
    picture: bool
    text: ReadText | None
    copy: str


@dataclass(frozen=True)
class EvidenceEditPage(Page):
    """What is said about a file; `again` goes with a new version of it."""

    template: ClassVar[str] = "issues/evidence/evidence_edit.html"
    evidence: Evidence
    issue: Issue
    row: ShownEvidence
    form: AboutFile
    again: AboutFile
    warned: str
    accept: str


def evidence_edit_page(
    evidence: Evidence, form: AboutFile, user: User, again: AboutFile | None = None
) -> EvidenceEditPage:
    """`form` and `again` as they were sent, or as the file stands."""
    return EvidenceEditPage(
        evidence=evidence,
        issue=evidence.issue,
        row=row(evidence),
        form=form,
        again=again or AboutFile.of(evidence, user=user),
        warned=WARNED if recalling(evidence.issue) else "",
        accept=ACCEPT,
    )
