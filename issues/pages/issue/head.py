"""The head of an issue's page: neutral facts beside the title, how near the deadline is, and the way back."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from issues import lights
from issues.horizon import doubt_of
from issues.lateness import overdue_days
from issues.models import Issue, Nature, Status
from issues.pages.issue.deadline import days_left
from issues.pages.listing.page import Listing
from issues.pages.listing.tabs import heading
from issues.slices import holds
from rectify.accounts.request import Request
from rectify.lib.dates import today
from rectify.lib.marks import pill


@dataclass(frozen=True)
class Head:
    """`overdue` and `soon` are words of a mark, empty where there is none; `left` how many days are left,
    `doubt` what is asked about the deadline of a draft."""

    tags: Sequence[str]
    light: SafeString | str
    overdue: str
    soon: str
    left: str
    doubt: str


@dataclass(frozen=True)
class Back:
    """The list one came from, and the addresses of the neighbours there."""

    name: str
    url: str
    previous: str = ""
    next: str = ""


def head(issue: Issue) -> Head:
    """Reads the issue, its class and the light rules of its profile."""
    left = days_left(issue)
    tags = [str(issue.category)] if issue.category_id else []
    light = lights.light_of(issue, lights.rules_of(issue), today())
    if issue.nature == Nature.COMMON:
        tags.append(issue.get_nature_display())
    tags += [word for word, on in (("立行立改", issue.is_immediate), (f"退回 {issue.returns} 次", issue.returns)) if on]
    return Head(
        tags=tags,
        light=pill(f"light_{light.colour}", str(light)) if light else "",
        overdue=_late(issue),
        soon=left if holds("due_soon", issue, today()) else "",
        left=left,
        doubt=doubt_of(issue, issue.due) if issue.status == Status.DRAFT else "",
    )


def _late(issue: Issue) -> str:
    return f"逾期 {overdue_days(issue.due, today())} 个工作日" if issue.due and holds("overdue", issue, today()) else ""


def back(request: Request, issue: Issue) -> Back:
    """The way back to the very list one came from, and the neighbours there."""
    text = request.GET.get("list", "")
    name, url = heading(request.user), f"{reverse('issues:list')}{'?' if text else ''}{text}"
    if "list" not in request.GET:
        return Back(name, url)
    beside = Listing(request, QueryDict(text)).neighbours(issue)
    return Back(name, url, **{side: url and f"{url}?list={quote(text)}" for side, url in beside.items()})
