"""单位责任: who is first responsible for a unit's rectification now, who was, and how the unit took its issues up."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from issues.actions.handover import heads_office_of
from issues.models import Handover
from issues.pages.handovers.views import mark
from issues.pages.rounds import duties
from rectify.accounts.models import Holding, StandIn, Unit
from rectify.accounts.roles import Role
from rectify.lib.dates import today


def mine(request) -> QuerySet[Unit]:
    """The units of business readers; an administrator reads units elsewhere, without the work."""
    if request.user.is_administrator:
        raise Http404
    return Unit.objects.visible_to(request.user).select_related("supervising_office")


def unit(request, public_id):
    place = get_object_or_404(mine(request), public_id=public_id)
    handed = Handover.objects.visible_to(request.user).filter(unit=place).defer("body")
    handed = handed.select_related("incoming", "outgoing")
    round_ = request.rounds.current
    context = people(place, today()) | {
        "unit": place,
        "handovers": [{"handover": row, "mark": mark(row)} for row in handed],
        "duty": duties.of_round(round_).get(place.pk) if round_ else None,
        "draws_up": bool(heads_office_of(request.user, place)),
    }
    return render(request, "issues/unit_duty.html", context)


def people(place: Unit, day: date) -> dict:
    """Principals now and before, whoever stands in for one of them, the liaisons."""
    posts = (
        Holding.objects.filter(unit=place, role=Role.UNIT_PRINCIPAL).select_related("user").order_by("-starts", "-pk")
    )
    away = StandIn.objects.in_force(day).filter(absent__in=[post.user_id for post in posts])
    return {
        "now": [post for post in posts if holds(post, day)],
        "posts": [told(post, day) for post in posts],
        "away": [
            f"{row.absent.name}离岗，{row.starts} 至 {row.ends} 由{row.deputy.name}代办。"
            for row in away.select_related("absent", "deputy")
        ],
        "liaisons": Holding.objects.current(day).filter(unit=place, role=Role.UNIT_LIAISON).select_related("user"),
    }


def holds(post: Holding, day: date) -> bool:
    return post.starts <= day and (post.ends is None or post.ends >= day) and post.user.is_active


def told(post: Holding, day: date) -> dict:
    """A grant of the history with its mark."""
    if post.ends and post.ends < day:
        return {"post": post, "mark": ("terminated", "已卸任")}
    if post.starts > day:
        return {"post": post, "mark": ("todo", "尚未开始")}
    return {"post": post, "mark": ("ok", "现任") if post.user.is_active else ("missing", "账号已停用")}
