"""The pages of 抽查: the list of draws, a new pool, one draw at whichever of its steps it is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest
from django.urls import reverse

from issues.models import Issue, Status
from ledgers.forms.draws import FreezeForm, SeedForm
from ledgers.models import Draw, DrawLine, Visit
from ledgers.pages.visits.page import MARKS, plan_url
from ledgers.redrawing import differences
from rectify.accounts.models import User
from rectify.lib.drawing import score
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows


@dataclass(frozen=True)
class DrawsPage(Page):
    """Every draw that was ever begun."""

    template: ClassVar[str] = "ledgers/draws/draws.html"
    page: PageOfRows


@dataclass(frozen=True)
class NewDrawPage(Page):
    """A pool to be frozen."""

    template: ClassVar[str] = "ledgers/draws/new.html"
    form: FreezeForm


@dataclass(frozen=True)
class DrawnLine:
    """One drawn number: its hash, its issue where the reader may see it, its visit with mark and word."""

    number: str
    unit: str
    score: str
    issue: Issue | None
    visit: Visit | None
    mark: str
    word: str


@dataclass(frozen=True)
class DrawPage(Page):
    """The drawn (`rows`) and the pool (`lines`), what is still to be planned, and whatever differs from what was frozen."""

    template: ClassVar[str] = "ledgers/draws/draw.html"
    draw: Draw
    rows: Sequence[DrawnLine]
    lines: Sequence[DrawLine]
    todo: Sequence[Issue]
    plan_url: str
    form: SeedForm
    differences: Sequence[str]


def newest(user: User) -> str:
    """The address of the draw that this person has just begun."""
    last = Draw.objects.visible_to(user).filter(frozen_by=user).latest("pk")
    return reverse("ledgers:draw", args=[last.public_id])


def draw(request: HttpRequest, draw: Draw, form: SeedForm) -> DrawPage:
    """The draw with its pool, the drawn first; what became of each."""
    lines = list(draw.lines.select_related("issue__lead_unit", "closure"))
    visits = {visit.issue_id: visit for visit in draw.visits.prefetch_related("visitors")}
    visible = Issue.objects.visible_to(request.user).filter(draw_lines__draw=draw)
    seen = set(visible.values_list("pk", flat=True))
    by_number = {line.number: line for line in lines}
    rows = [_drawn(by_number[number], draw, visits, seen) for number in draw.result if number in by_number]
    todo = [row.issue for row in rows if row.issue and row.visit is None and row.issue.status == Status.CLOSED]
    return DrawPage(
        draw=draw,
        rows=rows,
        lines=lines,
        todo=todo,
        plan_url=plan_url(todo, draw=draw.public_id) if todo else "",
        form=form,
        differences=differences(draw),
    )


def _drawn(line: DrawLine, draw: Draw, visits: Mapping[int, Visit], seen: Collection[int]) -> DrawnLine:
    visit = visits.get(line.issue_id)
    return DrawnLine(
        number=line.number,
        unit=line.unit,
        score=score(draw.seed, line.number),
        issue=line.issue if line.issue_id in seen else None,
        visit=visit,
        mark=MARKS.get(visit.finding, "waiting") if visit else "",
        word=visit.get_finding_display() if visit and visit.recorded_at else "",
    )
