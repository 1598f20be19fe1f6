"""Which issue of the round a row already is: the same file again must not make it twice (docs/rules.md: import-same-file)."""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Any

from issues.models import Issue, Status
from ledgers.importing.remarks import Draft
from ledgers.models import Entry

COMPARED = (
    "title",
    "original",
    "heading",
    "aspect",
    "root_cause",
    "goal",
    "is_focus",
    "focus_reason",
    "due_text",
    "due",
    "long_term",
    "is_immediate",
    "category_id",
    "track_id",
    "nature",
    "cause",
    "lead_leader",
    "responsible_leaders",
    "handler",
    "ledger_note",
)
SIMILAR = 0.5
NONE: Mapping[str, Any] = MappingProxyType({})


def text_key(original: str) -> str:
    """The text of an issue, told apart from others by its signs alone."""
    bare = "".join(unicodedata.normalize("NFKC", original).split())
    return hashlib.sha256(bare.encode()).hexdigest()[:20]


def key_of(row: Any, draft: Draft) -> str:
    """text|sheet#serial: found again by its text, and after a correction of the text by its place in the sheet."""
    place = str(row.values.get("serial") or row.values.get("locator") or "").replace("|", "")
    return (
        f"{text_key(draft.fields['original'])}|{row.sheet[:60]}#{place[:60]}"
        if place
        else text_key(draft.fields["original"])
    )


@dataclass
class ImportedIssues:
    """The imported issues of a round, by unit and text, and by unit and place; all by their number; two statements. Terminated
    ones are among them: what was ended is not entered anew by the old file. One that was handed to another unit is found
    under both."""

    by_text: dict[tuple[int, str], Issue]
    by_place: dict[tuple[int, str], Issue]
    by_number: dict[str, Issue] = field(default_factory=dict)
    by_id: dict[int, Issue] = field(default_factory=dict)

    @classmethod
    def of(cls, round_id: int) -> "ImportedIssues":
        issues = Issue.objects.filter(round=round_id)
        by_number = {issue.number: issue for issue in issues}
        by_text: dict[tuple[int, str], Issue] = {}
        by_place: dict[tuple[int, str], Issue] = {}
        left = _left(round_id)
        for issue in sorted(by_number.values(), key=lambda issue: (issue.status != Status.TERMINATED, issue.pk)):
            if not issue.source_key:
                continue
            text, _, place = issue.source_key.partition("|")
            for unit in left.get(issue.pk, ()):
                by_text.setdefault((unit, text), issue)
                by_place.setdefault((unit, place), issue)
            by_text[issue.lead_unit_id, text] = by_place[issue.lead_unit_id, place] = issue
        return cls(by_text, by_place, by_number, {issue.pk: issue for issue in by_number.values()})

    def find(
        self, draft: Draft, key: str, texts: set[tuple[int, str]], values: Mapping[str, Any] = NONE
    ) -> Issue | None:
        """The issue a row is: by our number where title or text are alike, by its text, and by place only where that issue's
        own text is not in the file and the two texts are alike."""
        if draft.unit is None:
            return None
        issue = self.by_number.get(str(values.get("number") or values.get("serial")))
        if issue and any(alike(text, draft.fields["original"]) for text in (issue.title, issue.original)):
            return issue
        text, _, place = key.partition("|")
        if issue := self.by_text.get((draft.unit, text)):
            return issue
        issue = self.by_place.get((draft.unit, place)) if place else None
        if issue is None or (draft.unit, issue.source_key.partition("|")[0]) in texts:
            return None
        return issue if alike(issue.original, draft.fields["original"]) else None


def alike(one: str, other: str) -> bool:
    """Whether two texts may be one, corrected."""
    return one == other or SequenceMatcher(None, one, other, autojunk=False).quick_ratio() >= SIMILAR


def _left(round_id: int) -> dict[int, list[int]]:
    """The units whose accounts an issue has left, by issue."""
    by_issue: dict[int, list[int]] = {}
    moved = Entry.objects.filter(round=round_id, kind=Entry.Kind.MOVED_OUT)
    for issue, unit in moved.values_list("issue", "unit"):
        by_issue.setdefault(issue, []).append(unit)
    return by_issue


def differences(issue: Issue, draft: Draft) -> list[str]:
    """Names of the fields in which the file says something else than the issue. What the file leaves empty is no difference,
    nor is the title where the file has no text beside it."""
    differ = [n for n in COMPARED if (v := draft.fields.get(n)) and getattr(issue, n) != v]
    return [n for n in differ if not (n == "original" and draft.fields[n] == issue.title)]
