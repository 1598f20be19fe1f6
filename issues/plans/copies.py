"""Measures whose words are the same: within the issue, in the unit's other issues, in other units of the round.

Flagged, never blocked (docs/rules.md: plan-copies).
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from issues.models import Issue, Measure, MeasureStatus

SHORTEST = 6  # “建立台账” may well be written twice
MOST = 500
SIGNS = re.compile(r"[\W_]+")


def fingerprint(text: str) -> str:
    """The same for texts that differ in punctuation, blanks and width only; empty for one too short to have been copied."""
    plain = SIGNS.sub("", unicodedata.normalize("NFKC", text).lower())
    return hashlib.sha256(plain.encode()).hexdigest()[:32] if len(plain) >= SHORTEST else ""


@dataclass
class Copies:
    """Where the words of one measure stand once more, as far as the reader may know."""

    here: list[Measure] = field(default_factory=list)
    unit: list[Measure] = field(default_factory=list)
    others: list[Measure] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.here) + len(self.unit) + len(self.others)

    @property
    def places(self) -> list[tuple[str, list[Measure]]]:
        named = (("本件", self.here), ("本单位其他问题", self.unit), ("其他单位", self.others))
        return [(name, measures) for name, measures in named if measures]


def copies(issue: Issue, measures: Iterable[Measure], user) -> dict[int, Copies]:
    """For each of the issue's measures that has copies in its round: where. One statement; only what `user` may see."""
    own = {m.pk: m.fingerprint for m in measures if m.fingerprint and m.status != MeasureStatus.CANCELLED}
    if not own:
        return {}
    same = Measure.objects.visible_to(user).filter(fingerprint__in=set(own.values()), issue__round=issue.round_id)
    same = same.exclude(status=MeasureStatus.CANCELLED).select_related("issue__lead_unit")
    by_measure: dict[int, Copies] = {}
    for other in same.defer("issue__original").order_by("issue__number", "order")[:MOST]:
        for pk, print_ in own.items():
            if pk != other.pk and print_ == other.fingerprint:
                _put(by_measure.setdefault(pk, Copies()), issue, other)
    return by_measure


def _put(copies: Copies, issue: Issue, other: Measure) -> None:
    if other.issue_id == issue.pk:
        copies.here.append(other)
    elif other.issue.lead_unit_id == issue.lead_unit_id:
        copies.unit.append(other)
    else:
        copies.others.append(other)
