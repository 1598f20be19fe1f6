"""What templates/ledgers/draw.html takes."""

from django.urls import reverse

from issues.models import Issue, Status
from ledgers.models import Draw
from ledgers.pages.visits.page import MARKS, plan_url
from rectify.lib.drawing import score


def newest(user) -> str:
    """The draw that this person has just begun."""
    last = Draw.objects.visible_to(user).filter(frozen_by=user).order_by("-pk").first()
    return reverse("ledgers:draw", args=[last.public_id])


def context(draw: Draw, user) -> dict:
    """The draw with its pool, the drawn first; what became of each, and what is still to be planned."""
    lines = list(draw.lines.select_related("issue__lead_unit", "closure"))
    visits = {v.issue_id: v for v in draw.visits.prefetch_related("visitors")}
    seen = set(Issue.objects.visible_to(user).filter(draw_lines__draw=draw).values_list("pk", flat=True))
    by_number = {line.number: line for line in lines}
    rows = [row(by_number[number], draw, visits, seen) for number in draw.result if number in by_number]
    todo = [r["issue"] for r in rows if r["issue"] and r["visit"] is None and r["issue"].status == Status.CLOSED]
    return {
        "draw": draw,
        "rows": rows,
        "lines": lines,
        "todo": todo,
        "plan_url": plan_url(todo, draw=draw.public_id) if todo else "",
    }


def row(line, draw: Draw, visits: dict, seen: set) -> dict:
    """One drawn number: its hash, its issue where the reader may see it, its visit."""
    visit = visits.get(line.issue_id)
    return {
        "number": line.number,
        "unit": line.unit,
        "score": score(draw.seed, line.number),
        "issue": line.issue if line.issue_id in seen else None,
        "visit": visit,
        "mark": MARKS.get(visit.finding, "waiting") if visit else "",
        "word": visit.get_finding_display() if visit and visit.recorded_at else "",
    }
