"""Rows are compared first: what stands of a row already, and what was answered when it came before. Only cells that are new
or changed are asked (docs/rules.md: import-compare-first)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from issues.models import Issue
from ledgers.importing.match import ImportedIssues, alike
from ledgers.models import Batch, BatchRow

TEXTS = ("issue", "manifestation", "heading")


@dataclass(frozen=True)
class StandingRow:
    """What is there of a row: its issue, the answers by which it was written, the questions that were left open then."""

    issue: Issue | None = None
    answers: Mapping[str, dict] = field(default_factory=dict)
    left_open: frozenset[str] = frozenset()


NOTHING = StandingRow()


def words(values: Mapping[str, Any]) -> str:
    return "\n".join(values.get(name) or "" for name in TEXTS)


def place(values: Mapping[str, Any]) -> str:
    return str(values.get("serial") or values.get("locator") or "")


@dataclass
class EarlierRows:
    """The rows of the imports that were written in a round, newest first; two statements, when the first is asked for."""

    batch: Batch
    present: ImportedIssues
    _by_words: dict[tuple[str, str], tuple] | None = None
    _by_place: dict[tuple[str, str], tuple] = field(default_factory=dict)
    _answers: dict[int, dict] = field(default_factory=dict)

    def of(self, row: Any) -> StandingRow:
        """By our number where the words are alike; else the row that said the same; else the one in its place, alike."""
        issue, known = self.numbered(row), self._earlier(row.sheet, row.values, words(row.values))
        if known is None:
            return StandingRow(issue) if issue else NOTHING
        earlier, batch, asked = known
        return StandingRow(issue or self.present.by_id.get(earlier or 0), self._answers.get(batch, {}), asked)

    def numbered(self, row: Any) -> Issue | None:
        """The issue that has the number of a row, where the words of both are alike."""
        number, text = row.values.get("number") or row.values.get("serial"), words(row.values)
        issue = self.present.by_number.get(str(number))
        return issue if issue and any(alike(one, text) for one in (issue.title, issue.original)) else None

    def _earlier(
        self, sheet: str, values: Mapping[str, Any], text: str
    ) -> tuple[int | None, int, frozenset[str]] | None:
        if self._by_words is None:
            self._load()
        at = place(values)
        exact = (self._by_words or {}).get((text, at))
        if exact:
            return exact[:3]
        near = self._by_place.get((sheet, at)) if at else None
        return near[:3] if near and alike(near[3], text) else None

    def _load(self) -> None:
        self._by_words = {}
        written = Batch.objects.filter(round=self.batch.round_id, state=Batch.Status.WRITTEN).exclude(pk=self.batch.pk)
        self._answers = dict(written.values_list("pk", "answers"))
        rows = BatchRow.objects.filter(batch__in=list(self._answers)).order_by("-batch", "order")
        columns = ("issue_id", "batch_id", "complaints", "sheet", "values")
        for issue, batch, complaints, sheet, values in rows.values_list(*columns).iterator(chunk_size=2000):
            text, at = words(values), place(values)
            known = (issue, batch, asked(complaints) if issue else frozenset(), text)
            self._by_words.setdefault((text, at), known)
            if at:
                self._by_place.setdefault((sheet, at), known)


def asked(complaints: Sequence[dict]) -> frozenset[str]:
    return frozenset(remark["ask"] for remark in complaints if remark["ask"])
