"""件 and 条: how many issues come from how many items of the feedback. An item counts once, into however many issues it was
split; of issues that were merged, only the one that goes on counts (docs/rules.md: count-origin)."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from issues.models import COUNTED, Ending, Issue


@dataclass(frozen=True)
class Origin:
    """Of the counted issues: how many come from items, from how many; how many are parts; how many others were merged away.
    `beside`: how many of all fulfil what was asked along."""

    issues: int
    items: int
    parts: int
    wholes: int
    merged: int
    beside: int = 0

    @property
    def told(self) -> str:
        """188 件问题来自 161 条反馈条目；其中 12 件由 5 件拆分而来，3 件已并入别件."""
        text = f"{self.issues} 件问题来自 {self.items} 条反馈条目"
        more = [f"{self.parts} 件由 {self.wholes} 件拆分而来"] if self.parts else []
        more += [f"另有 {self.merged} 件已并入别件"] if self.merged else []
        return f"{text}；{'，'.join(more)}" if more else text


def origin(issues: QuerySet[Issue], beside: Q | None = None) -> Origin:
    """The arithmetic of `issues` (scoped already), in one statement; those of `beside` are counted along."""
    counted = Q(status__in=COUNTED)
    totals = issues.order_by().aggregate(
        issues=Count("pk", filter=counted & Q(item__isnull=False)),
        items=Count("item", filter=counted, distinct=True),
        parts=Count("pk", filter=counted & Q(split_from__isnull=False)),
        wholes=Count("split_from", filter=counted, distinct=True),
        merged=Count("pk", filter=Q(ending=Ending.MERGED)),
        beside=Count("pk", filter=beside if beside is not None else Q(pk__in=[])),
    )
    return Origin(**totals)
