"""期限 of an issue: as first set, every extension and reopening since, and the request that waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from issues import lateness
from issues.lives import reopenings
from issues.models import PENDING, Extension, Issue
from issues.slices import holds
from rectify.audit.models import Event
from rectify.lib.dates import today
from rectify.lib.tags import day_sentence

Step = tuple[str, str, str]  # which deadline, the day, a note


@dataclass(frozen=True)
class DueHistory:
    """`again` says who decides on the next extension."""

    pairs: Sequence[Step]
    waiting: Extension | None
    again: str


def due_history(issue: Issue) -> DueHistory:
    """The first deadline and the present one stand side by side, whatever came between; two statements."""
    extensions = list(issue.extensions.select_related("reason").order_by("number", "id"))
    pairs = [("原定", day_sentence(issue.original_due or issue.due) or "未定", issue.due_text)]
    steps = [(extension.applied_at, step) for extension in extensions if (step := _extended(extension))]
    pairs += [step for _, step in sorted([*steps, *_begun_anew(issue)])]
    if len(pairs) > 1:
        pairs.append(("现定", day_sentence(issue.due), ""))
    waiting = next((extension for extension in extensions if extension.status in PENDING), None)
    granted = any(extension.status == Extension.Status.APPROVED for extension in extensions)
    again = "须分管领导同意，再由督查负责人决定" if granted else "第 1 次由督查负责人决定"
    return DueHistory(pairs, waiting, again)


def _extended(extension: Extension) -> Step | None:
    """What became of a request for more time; None while it waits."""
    if extension.status == Extension.Status.APPROVED:
        return f"第 {extension.number} 次延期", day_sentence(extension.to_due), str(extension.reason)
    if extension.status in (Extension.Status.REFUSED, Extension.Status.WITHDRAWN):
        dim = f"{extension.get_status_display()}，申请延至 {day_sentence(extension.to_due)}"
        return f"第 {extension.number} 次申请", "未延", dim
    return None


def _begun_anew(issue: Issue) -> list[tuple[datetime, Step]]:
    """Each reopening that set a deadline: when, and which in place of which."""
    again = Event.objects.on(issue).filter(kind__in=reopenings()) if issue.reopenings else ()
    days = [(event.at, *(event.facts.get(name) for name in ("before_due", "after_due"))) for event in again]
    return [
        (at, ("重开", day_sentence(date.fromisoformat(after)), f"重开前 {day_sentence(date.fromisoformat(before))}"))
        for at, before, after in days
        if before and after
    ]


def days_left(issue: Issue) -> str:
    """剩 11 天, until the deadline has passed or the issue is over."""
    return lateness.days_left(issue.due, today()) if issue.due and holds("due", issue, today()) else ""
