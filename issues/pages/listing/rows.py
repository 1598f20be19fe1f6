"""Rows of the issue list: everything a row shows, worked out before the template, in statements that do not grow with rows.

A page of 50 is the costliest thing this application draws, so the cells of a row are put together here and not by a template.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from issues.lateness import days_left, overdue_days
from issues.models import OPEN, STRUCK_OFF, Grade, Report
from issues.models.issue import WITHHELD
from issues.models.querysets import IssueQuerySet
from issues.pages.listing.columns import COLUMNS, form_of, short
from issues.plans import progress
from issues.slices import holds
from issues.stages import GRADES
from rectify.lib.dates import business_now, monday, today
from rectify.lib.marks import mark_of, pill

FIELDS = (
    "pk",
    "public_id",
    "number",
    "title",
    "status",
    "due",
    "due_order",
    "extension_count",
    "original_due",
    "is_focus",
    "is_immediate",
    "long_term",
    "returns",
    "reopenings",
    "declared",
    "grade",
    "closed_on",
    "ended_on",
    "item__locator",
    "lead_unit__name",
    "lead_unit__short_name",
    "lead_unit__ahead",
    "withheld",
)
WEEKS = 4
NOT_DECLARED = mark_safe('<span class="dim">未填</span>')
DECLARED = dict(Grade.choices)
NO_MEASURES = progress.Progress()


def plain(queryset: IssueQuerySet, keys: tuple[str, ...]) -> QuerySet:
    """The queryset as named tuples of what a row with these columns needs, without the long texts."""
    further = [field for key in keys for field in COLUMNS[key].reads]
    return queryset.with_extensions().values_list(*dict.fromkeys([*FIELDS, *further]), named=True)


@dataclass(frozen=True)
class ListRow:
    """A row with its finished cells, and what ticking it needs."""

    id: str
    number: str
    cells: SafeString


def rows(issues: Sequence, suffix: str, *, keys: tuple[str, ...], blocks: bool = False) -> list[ListRow]:
    """For each row its finished cells and what ticking it needs. `suffix` leads from the issue back to this very list; `keys` are
    the columns; `blocks`: the table becomes blocks on a phone, and each cell says what it is."""
    anywhere = reverse("issues:detail", args=["*"])
    on, ids, form = today(), [row.pk for row in issues], form_of(keys, blocks=blocks)
    further = [COLUMNS[key] for key in keys if COLUMNS[key].text]
    measures = progress.of_issues(ids) if {"claimed", "measures"} & set(keys) else {}
    weeks = _weeks(ids, on) if "weeks" in keys else {}
    less = form_of(keys, blocks=blocks, withheld=True)
    return [
        ListRow(row.public_id, row.number, format_html(less, number=row.number, title=WITHHELD))
        if row.withheld
        else ListRow(
            row.public_id,
            row.number,
            format_html(
                form,
                url=anywhere.replace("*", row.public_id, 1) + suffix,
                **{column.key: column.text(row) for column in further if column.text},
                **_cells(row, measures.get(row.pk) or NO_MEASURES, weeks.get(row.pk, {}), on),
            ),
        )
        for row in issues
    ]


def _cells(row, far: progress.Progress, weeks: dict, on: date) -> dict[str, SafeString | str]:
    return {
        "number": row.number,
        "locator": row.item__locator or "",
        "title": row.title,
        "tags": _tags(row.is_focus, row.is_immediate, row.returns, row.reopenings),
        "unit": f"{row.lead_unit__ahead}{row.lead_unit__short_name or row.lead_unit__name}",
        "declared": DECLARED.get(row.declared, NOT_DECLARED),
        "state": state_mark(row.status, row.grade),
        "due": due_mark(row, on),
        "extended": extended(row, on),
        "claimed": f"{far.declared}/{far.whole}" if far.whole else "",
        "measures": f"{far.accepted}/{far.whole}" if far.whole else "",
        "weeks": mark_safe("".join(weeks.get(n, _sign("not_due")) for n in range(WEEKS, 0, -1))),
    }


def _tags(focus: bool, immediate: bool, returns: int, reopenings: int) -> SafeString:
    marks = [("重点", focus), ("立行立改", immediate), (f"退回{returns}", returns), (f"反弹{reopenings}", reopenings)]
    return _tag_list(tuple(word for word, on in marks if on))


def extended(row, on: date) -> SafeString | str:
    """How often the deadline was put off, and what it was at first, said to whoever points at it or hears the page."""
    if not row.extension_count:
        return ""
    first = f"原定 {short(row.original_due, on)}，延期 {row.extension_count} 次"
    return format_html(
        ' <span class="tag" title="{}">延{}<span class="visually-hidden">，{}</span></span>',
        first,
        row.extension_count,
        first,
    )


@lru_cache(maxsize=64)
def _tag_list(words: tuple[str, ...]) -> SafeString:
    return format_html_join("", ' <span class="tag">{}</span>', ((word,) for word in words))


@lru_cache(maxsize=64)
def state_mark(status: str, grade: str) -> SafeString:
    """监督认定: the state, with the grade once it is struck off."""
    return pill(status, f"已销号 · {GRADES[grade]}" if status in STRUCK_OFF and grade else "")


def due_mark(row, on: date) -> SafeString:
    """The deadline and how near it is; overdue in working days, since that is what the ladder counts."""
    if row.status in STRUCK_OFF:
        return _due(short(row.due, on), "", f"{short(row.closed_on, on)} 销号")
    if row.due is None or row.status not in OPEN:
        return _due(short(row.due, on) or "未定", "", f"{short(row.ended_on, on)} 终止" if row.ended_on else "")
    if holds("overdue", row, on):
        return pill("overdue", f"逾期 {overdue_days(row.due, on)} 个工作日")
    words = days_left(row.due, on)
    soon = holds("due_soon", row, on)
    return _due(short(row.due, on), pill("soon", words) if soon else "", "" if soon else words)


@lru_cache(maxsize=4096)
def _due(day: str, mark: str, dim: str) -> SafeString:
    if dim:
        return format_html('{}　<span class="dim">{}</span>', day, dim)
    return format_html("{}　{}", day, mark) if mark else format_html("{}", day)


def _weeks(ids: list[int], on: date) -> dict[int, dict[int, SafeString]]:
    """For each issue, which of the last four weeks was how; a week counts once its reports were due."""
    first = monday(on) - timedelta(weeks=WEEKS)
    reports = Report.objects.filter(
        issue__in=ids, week__starts__gte=first, week__starts__lt=monday(on), week__report_due__lt=business_now()
    ).order_by()
    signs: dict[int, dict[int, SafeString]] = {}
    for issue, starts, *how in reports.values_list(
        "issue", "week__starts", "sent_at", "is_late", "missed_at", "no_progress"
    ):
        signs.setdefault(issue, {})[(monday(on) - starts).days // 7] = _sign(report_mark(*how))
    return signs


def report_mark(sent_at, is_late: bool, missed_at, no_progress: str) -> str:
    """The code of a report's mark (rectify/lib/marks.py)."""
    if sent_at is None:
        return "missed" if missed_at else "due"
    if is_late:
        return "late_report"
    return "no_progress" if no_progress else "on_time"


@lru_cache(maxsize=16)
def _sign(code: str) -> SafeString:
    mark = mark_of(code)
    tone = "dim" if code in ("not_due", "due") else "" if mark.tone == "calm" else f"c-{mark.tone}"
    return format_html('<span class="{}" title="{}">{}</span> ', tone, mark.word, mark.sign or "·")
