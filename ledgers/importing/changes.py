"""What a corrected file says otherwise than the issue it belongs to, field by field: the old words and the new ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field

from issues.models import Category, Cause, Issue, IssueUnit, Measure, Nature, Status, Track
from rectify.accounts.models import Unit

ROOM, BEFORE = 48, 12
EMPTY = "（空）"
OWN_WORDS = {"measures": "措施", "source_key": "来源", "shares": "责任、配合单位", "groups": "分类"}
CHOSEN: dict[str, dict[str, str]] = {"nature": dict(Nature.choices), "cause": dict(Cause.choices)}
# Where a row came from is no difference that a person looks at.
UNSEEN = frozenset({"source_key"})


def word_of(name: str) -> str:
    """The Chinese word for what differs: of a field of the issue; the heading of a column of ours is one already."""
    if name in OWN_WORDS:
        return OWN_WORDS[name]
    try:
        return str(cast(Field, Issue._meta.get_field(name.removesuffix("_id"))).verbose_name)
    except FieldDoesNotExist:
        return name.rpartition("/")[2]


@dataclass
class DraftParts:
    """What drafts hold beside their own fields: measures, the units that share them, classes. Three statements."""

    measures: dict[int, list[str]] = field(default_factory=dict)
    shares: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    groups: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, issues: Sequence[int]) -> "DraftParts":
        parts = cls()
        if not issues:
            return parts
        drafts = {"issue__in": issues, "issue__status": Status.DRAFT}
        for measure in Measure.objects.filter(**drafts):
            parts.measures.setdefault(measure.issue_id, []).append(measure.text)
        for issue, unit, slot in IssueUnit.objects.filter(**drafts).values_list("issue", "unit", "slot"):
            parts.shares.setdefault(issue, []).append((unit, slot))
        for issue, group in Issue.groups.through.objects.filter(**drafts).values_list("issue", "category"):
            parts.groups.setdefault(issue, []).append(group)
        return parts


class Telling:
    """Old and new words of what differs. Loads the names of classes and units at once, when it is asked first."""

    def __init__(self, judged: Sequence[Any], parts: DraftParts, wanted: dict[int, list[str]]):
        self.parts, self.wanted = parts, wanted
        self.judged = [one for one in judged if one.changes]
        self.classes = self._classes()
        self.units = self._units()
        self.tracks = self._tracks()

    def _classes(self) -> dict[int | None, str]:
        asked = [one for one in self.judged if "category_id" in one.changes]
        ids = {pk for one in asked for pk in (one.issue.category_id, one.draft.fields["category_id"])}
        sorted_ = [one for one in self.judged if "groups" in one.changes]
        ids |= {pk for one in sorted_ for pk in (*one.draft.groups, *self.parts.groups.get(one.issue.pk, ()))}
        return dict(Category.objects.filter(pk__in=ids - {None}).values_list("pk", "name")) if ids else {}

    def _tracks(self) -> dict[int | None, str]:
        asked = any("track_id" in one.changes for one in self.judged)
        return dict(Track.objects.values_list("pk", "name")) if asked else {}

    def _units(self) -> dict[int, str]:
        asked = [one for one in self.judged if "shares" in one.changes]
        ids = {unit for one in asked for unit, _ in (*one.draft.shares, *self.parts.shares.get(one.issue.pk, ()))}
        return {unit.pk: str(unit) for unit in Unit.objects.filter(pk__in=ids)} if asked else {}

    def whole(self, one: Any) -> list[list[str]]:
        """[[field, old words, new words], …] of one row."""
        return [[name, *self.pair(one, name)] for name in one.changes if name not in UNSEEN]

    def pair(self, one: Any, name: str) -> tuple[str, str]:
        if name == "measures":
            return "\n".join(self.parts.measures.get(one.issue.pk, ())), "\n".join(self.wanted.get(one.row.pk, ()))
        if name == "shares":
            return self.named(self.parts.shares.get(one.issue.pk, ())), self.named(one.draft.shares)
        if name == "groups":
            return self.classed(self.parts.groups.get(one.issue.pk, ())), self.classed(one.draft.groups)
        return self.words(name, getattr(one.issue, name)), self.words(name, one.draft.fields[name])

    def named(self, shares: Iterable[tuple[int, str]]) -> str:
        return "、".join(
            self.units.get(unit, "") for unit, _ in sorted(shares, key=lambda share: share[1], reverse=True)
        )

    def classed(self, groups: Iterable[int]) -> str:
        return "、".join(self.classes.get(group, "") for group in groups)

    def words(self, name: str, value: Any) -> str:
        if name in ("category_id", "track_id"):
            return (self.classes if name == "category_id" else self.tracks).get(value, "")
        if name in CHOSEN:
            return str(CHOSEN[name].get(value, value))
        if isinstance(value, bool):
            return "是" if value else "否"
        return value.isoformat() if isinstance(value, date) else str(value or "")


def excerpt(old: str, new: str, room: int = ROOM) -> tuple[str, str]:
    """Both texts around the first place where they part, short enough for a cell."""
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    begin = start - BEFORE if start > BEFORE and max(len(old), len(new)) > room else 0
    return _cut(old, begin, room), _cut(new, begin, room)


def _cut(text: str, begin: int, room: int) -> str:
    if not text:
        return EMPTY
    part = text[begin : begin + room]
    return ("…" if begin else "") + part + ("…" if begin + room < len(text) else "")
